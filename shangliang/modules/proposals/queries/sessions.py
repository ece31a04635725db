"""会次: in which session a proposal falls, and whether one sits (DOMAIN 1.7 timing)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from shangliang.kernel import params
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import Category, PanelGroup, Proposal, Session


@dataclass(frozen=True)
class Chosen:
    """The session in which a proposal of this day is counted, and whether it is 大会 or 平时."""

    session: Session
    timing: str


def session_on(unit: Unit, on: date) -> Chosen | None:
    """The newest session that is open for proposals on this day (2 queries).

    A session is open from so many days before it begins (proposals.conference_from) until the next one is.
    """
    before = int(params.value(unit.path, "proposals.conference_from", on))
    open_ = Session.objects.filter(unit=unit, opens_on__lte=on + timedelta(days=before))
    session = open_.select_related("term", "unit").order_by("-opens_on").first()
    if session is None:
        return None
    in_time = on <= session.deadline
    return Chosen(session, Proposal.Timing.CONFERENCE if in_time else Proposal.Timing.ORDINARY)


def sitting(unit: Unit, on: date) -> bool:
    """Whether a plenary session of this unit sits on this day (1 query)."""
    return Session.objects.filter(unit=unit, opens_on__lte=on, closes_on__gte=on).exists()


def sessions(unit: Unit) -> QuerySet[Session]:
    """Newest first, with the term (1 query)."""
    return Session.objects.filter(unit=unit).select_related("term", "unit").order_by("-opens_on")


def categories(unit: Unit, *, all_: bool = False) -> QuerySet[Category]:
    """The classes in use; all_: those put away as well (1 query)."""
    found = Category.objects.filter(unit=unit)
    return (found if all_ else found.filter(active=True)).order_by("order", "pk")


def panel(session: Session) -> QuerySet[PanelGroup]:
    """The groups of a session with who sits in them and what they review (5 queries)."""
    return session.panel.prefetch_related("categories", "seats__person", "seats__lent_by").order_by("pk")
