"""A poll before its ballots: prepared, changed, put to its roll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.analysis.polls.motions import least
from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import STEP, Actor
from shangliang.kernel.text import shortened
from shangliang.kernel.wording import clean
from shangliang.modules.deliberation import queries
from shangliang.modules.deliberation.models import Board, Poll, PollOption, PollVoter
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Member, Person
from shangliang.modules.plans import queries as plans
from shangliang.modules.plans.models import Plan
from shangliang.modules.topics.models import Topic

MOST_OPTIONS = 30
HIGHEST = 10  # mark: more steps than that nobody tells apart


@dataclass(frozen=True)
class Terms:
    """What a poll is. options: the words of each, in order; none for a motion. people: the roll, where it is named.

    plan, topics: whose places are given, and to which of the topics it may take; they follow the options.

    places: how many are chosen. most: how many options a `multiple` ballot may name (0: as many as there are places).
    quorum: how many ballots make it valid, where quorum_of is `number`. share, base: what a motion needs.
    """

    question: str
    method: str
    voters: str
    options: Sequence[str] = ()
    explanation: str = ""
    secret: bool = True
    places: int = 1
    most: int = 0
    low: int = 0
    high: int = 5
    quorum_of: str = "none"
    quorum: int = 0
    share: str = "half"
    base: str = "cast"
    open_to_public: bool = False
    closes_at: datetime | None = None
    gathering: Gathering | None = None
    board: Board | None = None
    plan: Plan | None = None
    topics: Sequence[Topic] = ()
    people: Sequence[Person] = ()


COLUMNS = [f.name for f in fields(Terms) if f.name not in {"options", "topics", "people"}]


@transaction.atomic
def plan_poll(unit: Unit, *, terms: Terms, actor: Actor, at: datetime, token: str = "") -> Poll:
    """A new poll in preparation."""
    if earlier := once.made_before(Poll, place="poll", token=token, actor=actor, at=at):
        return earlier
    poll = Poll(unit=unit)
    options = _written(poll, terms, at)
    _may_plan(poll, actor)
    moves.begin(poll, actor=actor, at=at, method=poll.method, secret=poll.secret, voters=poll.voters)
    _list(poll, options, terms)
    once.remember(poll, place="poll", token=token, actor=actor)
    return poll


@transaction.atomic
def edit_poll(poll: Poll, *, terms: Terms, actor: Actor, at: datetime) -> None:
    """Another question, other options, another roll, until it is opened."""
    moves.must(poll, "edit", actor=actor)
    held = moves.held(poll, "unit")
    if held.state != "draft":
        raise moves.Stale(_("投票开始以后不能再改"), state=moves.label_of(held))
    options = _written(held, terms, at)
    _may_plan(held, actor)
    moves.fits(held)
    Poll.objects.filter(pk=held.pk).update(**{name: getattr(held, name) for name in COLUMNS})
    _list(held, options, terms)
    moves.record(held, "edit", actor=actor, at=at, method=held.method, options=len(options))
    poll.refresh_from_db()


def _written(poll: Poll, terms: Terms, at: datetime) -> list[str]:
    """Put the terms on the poll; its options as they are kept. Raises Refused where they do not fit together."""
    for name in COLUMNS:
        setattr(poll, name, getattr(terms, name))
    poll.question = clean(terms.question, missing=_("请写问题"), most=120)
    poll.explanation = clean(terms.explanation)
    options = [clean(o, most=120) for o in terms.options if o.strip()]
    options += [shortened(t.title, 120) for t in terms.topics]
    if poll.method == Poll.Method.MOTION:
        options, poll.places = [], 1
    elif wrong := _wrong_options(poll, options):
        raise moves.Refused(*wrong)
    if wrong := _wrong_terms(poll, at) + _wrong_topics(poll, terms.topics):
        raise moves.Refused(*wrong)
    return options


def _wrong_options(poll: Poll, options: list[str]) -> list[str]:
    wrong = []
    if not 2 <= len(options) <= MOST_OPTIONS:
        wrong.append(_("选项至少 2 个，最多 %d 个") % MOST_OPTIONS)
    if len(set(options)) != len(options):
        wrong.append(_("有两个选项一模一样"))
    if not 1 <= poll.places < max(2, len(options)):
        wrong.append(_("选出的项数要少于选项数"))
    if poll.method == Poll.Method.MULTIPLE and not 0 <= poll.most <= len(options):
        wrong.append(_("一张票最多选几项，不能超过选项数"))
    if poll.method == Poll.Method.SCORE and not 0 <= poll.low < poll.high <= HIGHEST:
        wrong.append(_("最低分要小于最高分，最高 %d 分") % HIGHEST)
    return wrong


def _wrong_terms(poll: Poll, at: datetime) -> list[str]:
    wrong = []
    gathering, board = poll.gathering, poll.board
    if poll.voters in queries.OF_GATHERING and gathering is None:
        wrong.append(_("由参加人投票的，请先选是哪次协商"))
    if gathering and gathering.unit_id != poll.unit_id:
        wrong.append(_("这次协商不是这个单位办的"))
    if board and board.root != poll.unit.path[:STEP]:
        wrong.append(_("议事板不在本级组织里"))
    if poll.quorum_of == Poll.Quorum.NUMBER and poll.quorum < 1:
        wrong.append(_("有效票数至少 1 票"))
    if poll.closes_at and poll.closes_at <= at:
        wrong.append(_("截止时间要晚于现在"))
    return wrong


def _wrong_topics(poll: Poll, topics: Sequence[Topic]) -> list[str]:
    if poll.plan is None:
        return [_("要选议题，请先选是哪份年度计划")] if topics else []
    if poll.plan.unit_id != poll.unit_id:
        return [_("这份年度计划不是这个单位的")]
    allowed = set(
        plans.choosable(poll.plan).filter(pk__in=[t.pk for t in topics]).values_list("pk", flat=True)
    )
    return [_("“%s”不能列入这份计划") % t.title for t in topics if t.pk not in allowed]


def _may_plan(poll: Poll, actor: Actor) -> None:
    """The office; of a gathering also its convener, who puts questions to the people of that gathering alone."""
    if moves.kind_of(Poll).policy.may_at(actor, "plan", poll.unit.path):
        return
    convener = poll.gathering.convener_id if poll.gathering else None
    if convener is None or convener != actor.person_id or poll.voters not in queries.OF_GATHERING:
        raise moves.NotAllowed(_("投票由政协办公室准备；召集人可以请本次协商的参加人投票"))


def _list(poll: Poll, options: Sequence[str], terms: Terms) -> None:
    poll.options.all().delete()
    topics = [None] * (len(options) - len(terms.topics)) + [*terms.topics] if options else []
    PollOption.objects.bulk_create(
        PollOption(poll=poll, order=n, text=words, topic=topic)
        for n, (words, topic) in enumerate(zip(options, topics, strict=True), start=1)
    )
    named = [p.pk for p in terms.people] if poll.voters == Poll.Voters.NAMED else []
    _enrol(poll, queries.Entitled(list(dict.fromkeys(named)), []))


def _enrol(poll: Poll, who: queries.Entitled) -> None:
    poll.roll.all().delete()
    people = [PollVoter(poll=poll, person_id=pk) for pk in who.people]
    PollVoter.objects.bulk_create([*people, *(PollVoter(poll=poll, participant_id=pk) for pk in who.guests)])


# --- put to the voters


@transaction.atomic
def open_poll(poll: Poll, *, actor: Actor, at: datetime) -> None:
    """开始投票: from now on nothing of the poll can be changed, nobody comes to its roll and nobody leaves it."""
    moves.must(poll, "open", actor=actor)
    held = moves.held(poll, "unit", "gathering")
    if held.state == "draft":
        if held.voters != Poll.Voters.NAMED:
            _enrol(held, _entitled(held, at))
        count = held.roll.count()
        held.entitled, held.needed = count, _quorum(held, count)
        Poll.objects.filter(pk=held.pk).update(entitled=count, needed=held.needed)
    moves.make(held, "open", actor=actor, at=at, entitled=held.entitled, needed=held.needed)
    poll.refresh_from_db()


def _entitled(poll: Poll, at: datetime) -> queries.Entitled:
    """Those with an account, who vote in a session of their own; in the hall also those without."""
    if poll.voters == Poll.Voters.MEMBERS:
        day = calendar.day_of(at)
        found: Any = Member.objects.filter(
            term__unit=poll.unit, term__starts_on__lte=day, term__ends_on__gte=day
        )
        return queries.Entitled(list(dict.fromkeys(found.values_list("person", flat=True))), [])
    return queries.entitled_in(poll.gathering, poll.voters) if poll.gathering else queries.Entitled([], [])


def _quorum(poll: Poll, entitled: int) -> int:
    """How many ballots make it valid; without one nothing was said."""
    if poll.quorum_of == Poll.Quorum.NUMBER:
        return poll.quorum
    if poll.quorum_of == Poll.Quorum.NONE:
        return 1
    share, over = queries.SHARES[Poll.Share(poll.quorum_of)]
    return max(1, least(share, entitled, over=over))


@transaction.atomic
def ask_now(gathering: Gathering, *, terms: Terms, actor: Actor, at: datetime, token: str = "") -> Poll:
    """现场表决: prepared and opened in one step while the meeting sits."""
    if earlier := once.made_before(Poll, place="poll.now", token=token, actor=actor, at=at):
        return earlier
    if gathering.state != "sitting":
        raise moves.Stale(_("正在开会时才能现场表决"), state=moves.label_of(gathering))
    poll = plan_poll(gathering.unit, terms=terms, actor=actor, at=at)
    open_poll(poll, actor=actor, at=at)
    once.remember(poll, place="poll.now", token=token, actor=actor)
    return poll
