"""会签 and 联合印发."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, numbering
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import Entry
from shangliang.modules.org.models import Unit
from shangliang.modules.plans import queries
from shangliang.modules.plans.models import Plan, Signature
from shangliang.modules.plans.services.ground import locked, permit, person_of


@transaction.atomic
def sign(plan: Plan, *, office: Unit, actor: Actor, at: datetime) -> Signature:
    """The office signs, by its own signer, once. A plan sent back and approved anew is signed anew."""
    permit(plan, verb="sign", actor=actor)
    if not any(seat.role == "signer" and seat.path == office.path for seat in actor.seats):
        raise moves.NotAllowed(_("只有“%s”的签发人能代它会签") % office)
    plan = locked(plan)
    if office not in queries.joint_offices(plan):
        raise moves.Refused(_("“%s”不是本计划的会签单位") % office)
    if plan.state != "joint":
        raise moves.Stale(_("现在不在会签阶段"), state=moves.label_of(plan))
    signature = _asked(plan, office, at)
    if signature.state == "signed":
        if signature.person_id == actor.person_id:
            return signature
        said = _("%(office)s已由%(person)s会签") % {"office": office, "person": signature.person}
        raise moves.Stale(said, state=moves.label_of(plan))
    signature.person_id, signature.at = person_of(actor), at
    Signature.objects.filter(pk=signature.pk).update(person_id=signature.person_id, at=at)
    moves.make(signature, "sign", actor=actor, at=at)
    moves.record(plan, "sign", actor=actor, at=at, note=office.name, office=office.pk)
    return signature


@transaction.atomic
def ask(plan: Plan, *, at: datetime) -> None:
    """The plan is approved: each of the offices is asked to sign. Safe to run twice."""
    plan = locked(plan)
    if plan.state == "joint":
        for office in queries.offices(plan):
            if office.unit:
                _asked(plan, office.unit, at)


@transaction.atomic
def void(plan: Plan, *, before: datetime, at: datetime) -> None:
    """The plan was sent back: what was asked or signed until then is for nothing. Safe to run twice."""
    gone = plan.signatures.exclude(state="void").filter(entered_at__lte=before)
    for signature in gone.select_related("unit"):
        moves.make(signature, "void", actor=CLOCK, at=at)


def _asked(plan: Plan, office: Unit, at: datetime) -> Signature:
    """The office's signature under the plan as it was last approved, asked for where it was not yet."""
    earlier = (
        plan.signatures.exclude(state="void").filter(unit=office).select_related("unit", "person").first()
    )
    if earlier and earlier.entered_at >= plan.entered_at:
        return earlier
    if earlier:
        moves.make(earlier, "void", actor=CLOCK, at=at)
    signature = Signature(plan=plan, unit=office, title=plan.title)
    moves.begin(signature, actor=CLOCK, at=at, plan=plan.pk)
    return signature


@transaction.atomic
def issue(plan: Plan, *, actor: Actor, at: datetime) -> Entry:
    """三办联合印发：the plan gets its number and day, and every proposed item is listed."""
    today = calendar.day_of(at)
    n = numbering.take(plan.unit.path, "office_paper", today.year)
    number = queries.number_of(plan, today, n)
    Plan.objects.filter(pk=plan.pk).update(number=number, issued_on=today)
    plan.number, plan.issued_on = number, today
    entry = moves.make(plan, "issue", actor=actor, at=at, number=number)
    for item in plan.items.filter(state="proposed").select_related("unit", "plan").order_by("pk"):
        moves.make(item, "list", actor=actor, at=at, number=number)
    return entry
