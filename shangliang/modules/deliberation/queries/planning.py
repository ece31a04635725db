"""Where somebody may prepare something new; the rule is services.planning."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from shangliang.kernel.access import Actor
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit


def units_of(actor: Actor) -> QuerySet[Unit]:
    """The places of one's office, and those of gatherings one convenes; lazy."""
    convened = Gathering.objects.filter(convener=actor.person_id or 0).values("unit")
    return Unit.objects.filter(
        Q(pk__in=convened) | _office(actor, "path") & Q(kind=Unit.Kind.CPPCC, active=True)
    ).order_by("path")


def run_by(actor: Actor) -> QuerySet[Gathering]:
    """The gatherings whose people one may ask: of one's office, and those one convenes; lazy."""
    held = Gathering.objects.filter(Q(convener=actor.person_id or 0) | _office(actor, "unit__path"))
    return held.exclude(state="cancelled")


def _office(actor: Actor, path: str) -> Q:
    mine = Q(pk__in=[])
    for seat in actor.seats:
        if seat.role == "secretary":
            mine |= Q(**{f"{path}__startswith": seat.path})
    return mine
