"""会签 and 联合印发."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, numbering
from shangliang.kernel.access import Actor
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
    earlier = plan.signatures.filter(office=office).select_related("person").first()
    if earlier and queries.counts(plan, earlier):
        if earlier.person_id == actor.person_id:
            return earlier
        said = _("%(office)s已由%(person)s会签") % {"office": office, "person": earlier.person}
        raise moves.Stale(said, state=moves.label_of(plan))
    new = {"person_id": person_of(actor), "at": at}
    signature, _new = Signature.objects.update_or_create(plan=plan, office=office, defaults=new)
    moves.record(plan, "sign", actor=actor, at=at, note=office.name, office=office.pk)
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
