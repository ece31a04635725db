"""What became of each opinion, and on what each consensus rests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import adopting, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.wording import clean
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings import services as gathered
from shangliang.modules.gatherings.models import Consensus, Opinion
from shangliang.modules.minutes.models import Minutes, Treatment, Unsourced, Version
from shangliang.modules.minutes.services import versioning
from shangliang.modules.minutes.services.asking import ask_all, void
from shangliang.modules.minutes.services.assembling import bring_up
from shangliang.modules.minutes.services.permitting import held
from shangliang.modules.people.services import person_of


def answer(treatment: Treatment, *, what: str, why: str, actor: Actor, at: datetime) -> None:
    """采纳、部分采纳或未采纳, and why: whoever said it is told."""
    adopting.answer(treatment, what=what, why=why, actor=actor, at=at)


@transaction.atomic
def answer_rest(paper: Minutes, *, what: str, why: str, actor: Actor, at: datetime) -> int:
    """The same answer to every opinion that has none yet. Returns how many."""
    moves.must(
        paper, "cite", actor=actor
    )  # whoever may say on what a consensus rests; asked also where none is left
    left = paper.treatments.filter(state="open").select_related("unit", "minutes", "opinion")
    rows = list(left.order_by("opinion"))
    for treatment in rows:
        answer(treatment, what=what, why=why, actor=actor, at=at)
    return len(rows)


@transaction.atomic
def cite(
    paper: Minutes, *, consensus: Consensus, actor: Actor, at: datetime, opinions: Sequence[Opinion] = (),
    reason: str = "",
) -> None:  # fmt: skip
    """On which opinions a consensus rests; or plainly that it rests on none, and why. Its item follows at once."""
    now = held(paper, "cite", actor=actor)
    said = clean(reason, most=300)
    if consensus.gathering_id != now.gathering_id:
        raise moves.Refused(_("这项共识不是本次协商的"))
    if opinions and said:
        raise moves.Refused(_("选了意见就不用写理由；一条意见也没有的，才写理由"))
    if not opinions and not said:
        raise moves.Refused(_("请选这项共识从哪几条意见来；一条也没有的，请写明理由"))
    was = sorted(consensus.opinions.values_list("pk", flat=True))
    if set(was) != {o.pk for o in opinions}:
        gathered.cite(consensus, opinions=opinions, actor=actor, at=at)
    Unsourced.objects.filter(consensus=consensus).delete()
    if said:
        Unsourced.objects.create(consensus=consensus, reason=said, person=person_of(actor), at=at)
    moves.record(
        now, "cite", actor=actor, at=at, note=said, consensus=consensus.pk, opinions=[o.pk for o in opinions], was=was
    )  # fmt: skip
    room = gatherings.room(now.gathering)
    done = bring_up(now, room)
    versioning.keep(now, Version.Why.ASSEMBLED, actor=actor, at=at, room=room)
    void(done.void, at=at)
    if now.state == "circulating":
        ask_all(now, actor=actor, at=at)
