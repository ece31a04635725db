"""督办活动: arranged, moved, held with those who brought the proposal, recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import normal
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models import KeyProposal, SuperviseAct
from shangliang.modules.proposals.queries.keys import proposers

OPEN = ("under_way", "supervised")


@transaction.atomic
def arrange(
    key: KeyProposal, *, kind: str, day: date, place: str, aim: str, actor: Actor, at: datetime, people: str = ""
) -> SuperviseAct:  # fmt: skip
    """An activity on a day: those who brought the proposal and the departments are told."""
    now = moves.held(key, no_key=True)
    moves.must(now, "plan", actor=actor)
    if now.state not in OPEN:
        label = moves.label_of(now)
        raise moves.Stale(_("现在的状态是“%s”，不能安排督办活动") % label, state=label)
    if kind not in SuperviseAct.Kind.values:
        raise moves.Refused(_("请选择督办方式"))
    if not place.strip() or not aim.strip():
        raise moves.Refused(_("请写明地点，和看什么、谈什么"))
    act = SuperviseAct(
        unit=key.unit, key=key, kind=kind, day=day, place=normal(place), aim=normal(aim), people=normal(people),
        person_id=actor.person,
    )  # fmt: skip
    moves.begin(act, actor=actor, at=at, key=key.pk, kind=kind, day=day.isoformat())
    return act


@transaction.atomic
def reschedule(act: SuperviseAct, *, day: date, note: str, actor: Actor, at: datetime) -> None:
    """改期: the new day is told."""
    if day < calendar.day_of(at):
        raise moves.Refused(_("新的日期已经过去"))
    SuperviseAct.objects.filter(pk=act.pk, state="planned").update(day=day)
    was, act.day = act.day, day
    moves.make(
        act, "reschedule", actor=actor, at=at, note=normal(note), was=was.isoformat(), day=day.isoformat()
    )


@transaction.atomic
def hold(
    act: SuperviseAct, *, record: str, actor: Actor, at: datetime, proposers_there: Sequence[Person] = (),
    absent: str = "", people: str = "", agreed: str = "", promised: str = "", photo: StoredFile | None = None,
) -> None:  # fmt: skip
    """登记结果: who came, what was seen and said, what was agreed, what the departments promised on the spot."""
    if act.day > calendar.day_of(at):
        raise moves.Refused(_("活动还没有到日子；提前开展的请先改期"))
    known = {p.pk for p in proposers(act.key.proposal)}
    if strangers := [p for p in proposers_there if p.pk not in known]:
        raise moves.Refused(_("%s不是这件提案的提案者") % strangers[0].name)
    new = {
        "record": normal(record), "absent": "" if proposers_there else normal(absent), "agreed": normal(agreed),
        "people": normal(people) or act.people, "promised": normal(promised), "photo": photo,
        "person_id": actor.person,
    }  # fmt: skip
    SuperviseAct.objects.filter(pk=act.pk, state="planned").update(**new)
    for name, value in new.items():
        setattr(act, name, value)
    act.proposers.set(proposers_there)
    moves.make(act, "hold", actor=actor, at=at, proposers=[p.pk for p in proposers_there])
    key = (
        KeyProposal.objects.select_for_update(no_key=True, of=("self",))
        .select_related("unit")
        .get(pk=act.key_id)
    )
    if key.state == "under_way":
        moves.make(key, "first_act", actor=CLOCK, at=at)
