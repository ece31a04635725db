"""举手表决: counted in the room, written down once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import official
from shangliang.kernel.wording import clean
from shangliang.modules.deliberation import queries
from shangliang.modules.deliberation.models import Hands, Poll
from shangliang.modules.deliberation.services.polling import MOST_OPTIONS
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.gatherings.services import Noted, told
from shangliang.modules.people.services import person_of

SITTING = ("sitting", "held")
MOST_HANDS = 9999


@dataclass(frozen=True)
class Count:
    """What was asked and how many hands went up. poll: a prepared one, whose question and options hold. names: where it
    was by name, for each option those who raised their hands.
    """

    question: str = ""
    options: Sequence[str] = ()
    counts: Sequence[int] = ()
    names: Sequence[Sequence[Participant]] = ()
    poll: Poll | None = None


@transaction.atomic
def raise_hands(
    gathering: Gathering, *, count: Count, actor: Actor, at: datetime, noted: Noted | None = None,
    instead: bool = False,
) -> Hands:  # fmt: skip
    """Keep a count. A prepared poll that the room decided so is taken off the list of what is still to be voted on.

    instead: in place of the one that stands; else a second count is Stale, with what the first one says.
    """
    moves.must(gathering, "hands", actor=actor)
    now = moves.held(gathering, no_key=True)
    if now.state not in SITTING:
        raise moves.Stale(_("正在开会时才能举手表决"), state=moves.label_of(now))
    if count.poll:  # held: its options are not changed while they are read off
        count = replace(count, poll=moves.held(count.poll, "unit", "gathering"))
    made = _written(gathering, count, noted.on if noted else at)
    made.person = person_of(actor)
    for earlier in _standing(made):
        if not instead:
            raise moves.Stale(
                _("这项表决已经计过一次：%s") % queries.hands_said(earlier), state=moves.label_of(now)
            )
        Hands.objects.filter(pk=earlier.pk).update(stands=False)
    made.save()
    facts = {"hands": made.pk, "question": made.question, "lines": made.lines, **told(noted, at=at)}
    moves.record(gathering, "hands", actor=actor, at=at, **facts)
    if made.poll:
        _taken_off(made.poll, instead, actor=actor, at=at)
    return made


def _standing(made: Hands) -> list[Hands]:
    """What this count meets: of the same poll, and of the same words."""
    rows = list(made.gathering.hands.filter(stands=True))
    return [h for h in rows if h.question == made.question or (made.poll_id and h.poll_id == made.poll_id)]


def _written(gathering: Gathering, count: Count, at: datetime) -> Hands:
    poll, question, options = count.poll, count.question, [clean(o, most=120) for o in count.options]
    if poll:
        if poll.gathering_id != gathering.pk:
            raise moves.Refused(_("这项投票不属于本次协商"))
        if poll.method not in queries.BY_HAND:
            raise moves.Refused(_("这项投票的方式不能举手表决，只能在网上投"))
        question, options = poll.question, queries.hand_options(poll)
    question = clean(question, missing=_("请写问题"), most=120)
    if not 2 <= len(options) <= MOST_OPTIONS or len(set(options)) != len(options):
        raise moves.Refused(_("选项至少 2 个，最多 %d 个，不能重复") % MOST_OPTIONS)
    names, counts = _by_name(gathering, count, len(options)), list(count.counts)
    counts = [len(many) for many in names] if names else counts
    if len(counts) != len(options) or not all(0 <= n <= MOST_HANDS for n in counts):
        raise moves.Refused(_("每个选项都要写举手的人数"))
    return Hands(
        gathering=gathering, poll=poll, question=question, options=options, counts=counts, names=names, at=at
    )


def _by_name(gathering: Gathering, count: Count, options: int) -> list[list[int]]:
    if not any(count.names):
        return []
    names = [[p.pk for p in many] for many in count.names]
    each = [pk for many in names for pk in many]
    if len(names) != options or any(p.gathering_id != gathering.pk for many in count.names for p in many):
        raise moves.Refused(_("记名的人要在本次协商的名单里"))
    if len(set(each)) != len(each):
        raise moves.Refused(_("有人记了两次，一个人只能举一次手"))
    return names


def _taken_off(poll: Poll, instead: bool, *, actor: Actor, at: datetime) -> None:
    """Decided in the room: nobody votes on it on the network any more. The poll is held."""
    if poll.state == "draft":
        with official():
            note = _("会上已经举手表决")
        moves.make(poll, "cancel", actor=actor, at=at, note=note)
    elif not (instead and poll.state == "cancelled"):
        raise moves.Stale(_("这项投票已经在网上进行，不能再记举手的结果"), state=moves.label_of(poll))
