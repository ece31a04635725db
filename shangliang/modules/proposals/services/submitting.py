"""提交: from now on the words stay; the session is chosen by the day, the serial number is given."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from shangliang.kernel import calendar, moves, numbering
from shangliang.kernel.access import Actor
from shangliang.modules.people.models import Person
from shangliang.modules.people.services import person_of
from shangliang.modules.proposals.models import WRITING, Proposal, Session, Version
from shangliang.modules.proposals.queries.sessions import session_on
from shangliang.modules.proposals.services.common import hold, put
from shangliang.modules.proposals.services.signing import strike


@transaction.atomic
def submit(proposal: Proposal, *, actor: Actor, at: datetime, note: str = "") -> None:
    """Hand it in, for the first time or changed as it was asked. Raises Refused with everything that is missing."""
    moves.must_stand(proposal, *WRITING)
    hold(proposal)
    moves.must(proposal, "submit", actor=actor)
    if proposal.cosign_until is not None and at >= proposal.cosign_until:
        strike(proposal, at=at)
    first = proposal.session_id is None
    if first and (chosen := session_on(proposal.unit, calendar.day_of(at))):
        put(proposal, session=chosen.session, timing=chosen.timing)
    if proposal.session is not None:
        if proposal.serial_no is None:
            put(proposal, serial_no=take_serial(proposal.session))
        put(
            proposal,
            original=keep_version(proposal, person=person_of(actor), at=at, note=note),
            submitted_at=proposal.submitted_at or at,
        )
    number = proposal.original.number if proposal.original else 0
    moves.make(proposal, "submit", actor=actor, at=at, version=number, serial=proposal.serial_no or 0)


def take_serial(session: Session) -> int:
    """流水号: gapless in the session (DOMAIN 1.6). Inside the transaction that uses it."""
    return numbering.take(session.unit.path, f"proposal.serial.{session.pk}", session.opens_on.year)


def keep_version(proposal: Proposal, *, person: Person | None, at: datetime, note: str = "") -> Version:
    """Every handing-in is a version of its own."""
    last = proposal.versions.aggregate(last=Max("number"))["last"] or 0
    asked = list(proposal.suggestions.order_by("number").values_list("text", flat=True))
    return Version.objects.create(
        proposal=proposal, number=last + 1, title=proposal.title, situation=proposal.situation,
        reasons=proposal.reasons, suggestions=asked, person=person, note=note[:200], at=at,
    )  # fmt: skip
