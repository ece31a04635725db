"""What everybody may read: only what was published, without names of people and without contact data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from shangliang.kernel.text import without_contacts
from shangliang.modules.supervision.models import WITH_DEPARTMENT, Supervision


@dataclass(frozen=True)
class PublicFinding:
    """A finding in public: what, whose, and how far it is."""

    title: str
    department: str
    state: str
    label: str


@dataclass(frozen=True)
class PublicSupervision:
    pk: int
    unit: str
    form: str
    title: str
    subject: str
    number: str
    sent_on: date | None
    departments: list[str]
    findings: list[PublicFinding]
    passed: int

    @property
    def total(self) -> int:
        return len(self.findings)


def public(path: str = "") -> QuerySet[Supervision]:
    """Published ones under a unit, newest first (1 query)."""
    shown = Supervision.objects.filter(published_at__isnull=False).exclude(number="")
    if path:
        shown = shown.filter(unit__path__startswith=path)
    return shown.select_related("unit").order_by("-sent_on", "-pk")


def public_of(supervision: Supervision, *, labels: dict[str, str]) -> PublicSupervision:
    """2 queries. labels: state of a finding → its word."""
    rows = (
        supervision.findings.filter(state__in=WITH_DEPARTMENT).select_related("department").order_by("order")
    )
    findings = [
        PublicFinding(without_contacts(f.title), f.department.short, f.state, labels[f.state]) for f in rows
    ]
    departments = supervision.supervised.filter(talked_on__isnull=False).values_list(
        "department__short", flat=True
    )
    return PublicSupervision(
        supervision.pk, supervision.unit.name, supervision.get_form_display(), without_contacts(supervision.title),
        without_contacts(supervision.subject), supervision.number, supervision.sent_on, list(departments), findings,
        sum(f.state == "passed" for f in findings),
    )  # fmt: skip
