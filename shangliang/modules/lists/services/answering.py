"""Concerns go to departments, and come back with an answer: nobody's stays without one (DOMAIN 0.2 no. 9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.text import official, shortened
from shangliang.kernel.wording import clean
from shangliang.modules.handling import services as handling
from shangliang.modules.handling.models import Dispatch, Reply
from shangliang.modules.lists.models import ConcernPart, MemberConcern
from shangliang.modules.lists.services.raising import recall_parts
from shangliang.modules.org.models import Unit
from shangliang.modules.org.services import must_be_in

TAKEN = {"adopted", "partly"}
COMES_TO = {"adopted": "adopt", "partly": "adopt", "reference": "answer", "rejected": "refuse"}


def locked(concern_id: int) -> MemberConcern:
    """The concern, held until the transaction ends: its parts are counted by one person at a time."""
    return MemberConcern.objects.select_for_update(of=("self",)).select_related("unit").get(pk=concern_id)


@transaction.atomic
def push(concern: MemberConcern, *, departments: Sequence[Unit], actor: Actor, at: datetime) -> None:
    """推送: each of these departments has to answer in time. More may be added while it waits."""
    must_be_in(concern.unit.path, units=departments)
    held = locked(concern.pk)
    asked = set(
        held.parts.filter(round=held.round, state__in=["waiting", "answered"]).values_list("unit", flat=True)
    )
    new = [u for u in departments if u.pk not in asked]
    if not new:
        raise moves.Refused(_("请选择要推送的部门") if not departments else _("这些部门都已推送过"))
    verb = "push_more" if concern.state == "pushed" else "push"
    moves.make(concern, verb, actor=actor, at=at, units=[u.code for u in new])
    concern.departments.add(*new)
    for unit in new:
        part = ConcernPart(unit=unit, concern=concern, round=concern.round)
        moves.begin(part, actor=actor, at=at, concern=concern.pk)


@transaction.atomic
def push_many(
    concerns: Sequence[MemberConcern], *, unit: Unit | None, actor: Actor, at: datetime
) -> tuple[int, int]:
    """批量推送: each to the departments it names, or all to one. Returns how many went, and how many name nobody.

    All of them or none: one that somebody else has dealt with meanwhile stops the whole.
    """
    if not concerns:
        raise moves.Refused(_("请勾选要推送的关注"))
    went = 0
    for concern in concerns:
        departments = [unit] if unit else list(concern.departments.all())
        if departments:
            push(concern, departments=departments, actor=actor, at=at)
            went += 1
    if not went:
        raise moves.Refused(_("勾选的都没有写涉及部门，请选择推送给哪个部门"))
    return went, len(concerns) - went


@transaction.atomic
def claim(concern: MemberConcern, *, unit: Unit, actor: Actor, at: datetime) -> ConcernPart:
    """认领: a department takes it up by itself, and owes an answer from then on."""
    if not any(s.role in {"clerk", "head"} and s.path == unit.path for s in actor.seats):
        raise moves.NotAllowed(_("只能为本单位认领"))
    held = locked(concern.pk)
    if held.parts.filter(round=held.round, unit=unit, state__in=ConcernPart.ASKED).exists():
        raise moves.Stale(_("本单位已经认领"), state=moves.label_of(held))
    moves.make(concern, "claim", actor=actor, at=at, unit=unit.code)
    concern.departments.add(unit)
    part = ConcernPart(unit=unit, concern=concern, round=concern.round, claimed=True)
    moves.begin(part, actor=actor, at=at, concern=concern.pk)
    return part


@transaction.atomic
def answer_part(
    part: ConcernPart, *, adoption: str, answer: str, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """A department's answer: whether it takes it up, in words; not taking it up needs a reason."""
    if adoption not in Reply.Adoption.values:
        raise moves.Refused(_("请选择采纳情况"))
    if adoption == Reply.Adoption.REJECTED and not reason.strip():
        raise moves.Refused(_("不采纳的，请写明理由"))
    concern = locked(part.concern_id)
    new = {
        "adoption": adoption,
        "answer": clean(answer, missing=_("请写明回应")),
        "reason": clean(reason) if adoption == Reply.Adoption.REJECTED else "",
    }
    ConcernPart.objects.filter(pk=part.pk).update(**new)
    for name, value in new.items():
        setattr(part, name, value)
    moves.make(part, "answer", actor=actor, at=at, adoption=adoption)
    _come_back(concern, at=at)


@transaction.atomic
def give_back(part: ConcernPart, *, note: str, actor: Actor, at: datetime) -> None:
    """不属本单位: back to the office with a reason; when nobody is left, it has to be pushed anew."""
    concern = locked(part.concern_id)
    moves.make(part, "give_back", actor=actor, at=at, note=note)
    _come_back(concern, at=at)


def _come_back(concern: MemberConcern, *, at: datetime) -> None:
    """When the last department of this round has spoken, the concern has its answer, or needs another way."""
    parts = list(concern.parts.filter(round=concern.round).select_related("unit").order_by("pk"))
    if concern.state != "pushed" or any(p.state == "waiting" for p in parts):
        return
    said = [p for p in parts if p.state == "answered"]
    if not said:
        moves.make(concern, "put_back", actor=CLOCK, at=at)
        return
    with official():
        come_to(
            concern,
            adoption=adoption_of([p.adoption for p in said]),
            answer="\n".join(
                _("%(unit)s：%(text)s") % {"unit": p.unit.short, "text": p.answer} for p in said
            ),
            reason="\n".join(
                _("%(unit)s：%(text)s") % {"unit": p.unit.short, "text": p.reason} for p in said if p.reason
            ),
            at=at,
        )


def adoption_of(said: Sequence[str]) -> str:
    """One word for several answers: the common one; else partly when anybody takes it up, else for reference."""
    found = set(said)
    if len(found) == 1:
        return found.pop()
    return "partly" if found & TAKEN else "reference"


def come_to(concern: MemberConcern, *, adoption: str, answer: str, reason: str, at: datetime) -> None:
    """Write what came of it and move it there; every author is told."""
    new = {"adoption": adoption, "answer": answer, "reason": reason if adoption == "rejected" else ""}
    MemberConcern.objects.filter(pk=concern.pk).update(**new)
    for name, value in new.items():
        setattr(concern, name, value)
    moves.make(concern, COMES_TO[adoption], actor=CLOCK, at=at, adoption=adoption)


@transaction.atomic
def object_to(concern: MemberConcern, *, note: str, actor: Actor, at: datetime) -> None:
    """委员不满意: a new round; the office decides again where it goes. What was answered stays readable."""
    moves.make(concern, "object", actor=actor, at=at, note=note, round=concern.round)
    new = {"round": concern.round + 1, "adoption": "", "answer": "", "reason": "", "dispatch": None}
    MemberConcern.objects.filter(pk=concern.pk).update(**new)
    for name, value in new.items():
        setattr(concern, name, value)


@transaction.atomic
def send(
    concern: MemberConcern, *, lead: Unit, actor: Actor, at: datetime,
    joint: Sequence[Unit] = (), split: Sequence[Unit] = (), assist: Sequence[Unit] = (),
) -> Dispatch:  # fmt: skip
    """正式交办: the departments' desk takes it over, with its clocks, checks and ratings."""
    held = locked(concern.pk)
    if held.state != concern.state:
        raise moves.Stale(_("刚刚已有人办理"), state=moves.label_of(held))
    with official():
        origin = _("委员关注 · %s") % concern.campaign.title
        ask = _("现状：%(present)s\n\n建议：%(suggestion)s") % {
            "present": concern.present, "suggestion": concern.suggestion,
        }  # fmt: skip
    dispatch = handling.send(
        concern.unit, title=shortened(concern.title, 200), ask=ask, origin=origin,
        origin_link=concern.get_absolute_url(), lead=lead, joint=joint, split=split, assist=assist,
        actor=actor, at=at,
    )  # fmt: skip
    MemberConcern.objects.filter(pk=concern.pk).update(dispatch=dispatch)
    concern.dispatch = dispatch
    moves.make(concern, "send", actor=actor, at=at, dispatch=dispatch.number, lead=lead.code)
    concern.departments.add(lead, *joint, *split, *assist)
    recall_parts(concern, at=at)
    return dispatch
