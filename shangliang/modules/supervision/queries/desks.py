"""What each of them has before her: a member, a department, the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from shangliang.kernel.access import Actor
from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes.models import Document, FeedbackList, Recommendation
from shangliang.modules.people.models import Member, Person
from shangliang.modules.plans.models import PlanItem
from shangliang.modules.supervision.models import (
    WITH_DEPARTMENT,
    Activity,
    Appraisal,
    Finding,
    FollowUp,
    Observation,
    Proof,
    Recheck,
    SpecialSupervisor,
    Supervised,
    Supervision,
    TeamMember,
)
from shangliang.modules.supervision.queries.reading import Row, rows


@dataclass(frozen=True)
class Mine:
    """我的监督: teams I am in, what waits for my re-check, my letters and reports, ballots open for me."""

    supervisions: list[Row]
    rechecks: list[Finding]
    appointments: list[SpecialSupervisor]
    observations: list[Observation]
    ballots: list[Appraisal]


@dataclass(frozen=True)
class DepartmentDesk:
    """与本单位有关: supervisions it was told of, findings it has to put right, soonest first."""

    told: list[Supervised]
    findings: list[Finding]
    supervisors: list[SpecialSupervisor]


def mine(actor: Actor) -> Mine:
    """9 queries at most."""
    person = actor.person
    teams = TeamMember.objects.filter(person=person).values("supervision")
    own = Supervision.objects.filter(pk__in=teams).exclude(state="dropped")
    waiting = Finding.objects.filter(supervision__in=teams, state="claimed")
    observations = Observation.objects.filter(supervisor__person=person)
    return Mine(
        supervisions=rows(own),
        rechecks=list(waiting.select_related("unit", "department", "supervision").order_by("due_at", "pk")[:60]),
        appointments=list(
            SpecialSupervisor.objects.filter(person=person)
            .select_related("unit", "department", "person").order_by("-pk")
        ),
        observations=list(observations.select_related("unit", "supervisor__department").order_by("-pk")[:30]),
        ballots=list(
            Appraisal.objects.filter(state="open", roll__person=person, roll__voted=False).select_related("unit")
        ),
    )  # fmt: skip


def own_units(actor: Actor) -> list[Unit]:
    """Departments for which this actor works (1 query)."""
    paths = {s.path for s in actor.seats if s.role in {"clerk", "head"} and s.path}
    return list(Unit.objects.filter(path__in=paths)) if paths else []


def department_desk(unit: Unit) -> DepartmentDesk:
    """3 queries."""
    told = Supervised.objects.filter(department=unit, talked_on__isnull=False).select_related(
        "unit", "supervision__unit", "department"
    )
    given = Finding.objects.filter(department=unit, state__in=WITH_DEPARTMENT)
    serving = SpecialSupervisor.objects.filter(department=unit, state="serving")
    return DepartmentDesk(
        told=list(told.order_by("-pk")[:30]),
        findings=list(
            given.select_related("unit", "department", "supervision", "dispatch").order_by("due_at", "-pk")[:100]
        ),
        supervisors=list(serving.select_related("unit", "department", "person")),
    )  # fmt: skip


def told_of(supervised: Supervised) -> tuple[list[Activity], list[Finding]]:
    """What the department may read of it: talks, what was told of the progress, its findings once sent (4 queries)."""
    shared = supervised.activities.filter(kind__in=Activity.WITH_A_DEPARTMENT)
    given = Finding.objects.filter(
        supervision=supervised.supervision_id,
        department=supervised.department_id,
        state__in=WITH_DEPARTMENT,
    )
    return (
        list(shared.prefetch_related("files__file").order_by("on", "pk")),
        list(given.select_related("unit", "department", "supervision").order_by("order")),
    )


def proofs(finding: Finding) -> list[Proof]:
    """1 query."""
    return list(finding.proofs.select_related("file", "person"))


def rechecks(finding: Finding) -> list[Recheck]:
    """1 query."""
    return list(finding.rechecks.select_related("person"))


def members(unit: Unit, on: date) -> list[Person]:
    """Members of the term that runs (1 query)."""
    held = Member.objects.filter(term__unit=unit, term__starts_on__lte=on, term__ends_on__gte=on)
    return list(Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("sound"))


def partners(path: str) -> list[Unit]:
    """民主党派、工商联和人民团体 under a unit (1 query)."""
    kinds = [Unit.Kind.DEMOCRATIC, Unit.Kind.BODY]
    return list(Unit.objects.filter(path__startswith=path[:4], kind__in=kinds, active=True))


def owners(path: str) -> list[Unit]:
    """Who may carry a supervision: the institution, its committees and its office (1 query)."""
    kinds = [Unit.Kind.CPPCC, Unit.Kind.COMMITTEE, Unit.Kind.OFFICE]
    return list(Unit.objects.filter(path__startswith=path, kind__in=kinds, active=True))


def plan_items(path: str, year: int) -> list[PlanItem]:
    """题目 of the issued plan that are marked for supervision and not yet supervised (1 query)."""
    rows = PlanItem.objects.filter(unit__path__startswith=path, plan__year=year, supervising=True).exclude(
        state="dropped"
    )
    return list(
        rows.exclude(supervisions__year=year).select_related("unit", "committee").order_by("month", "pk")
    )


def unsettled(path: str, year: int) -> tuple[list[FeedbackList], list[Document]]:
    """Published lists and submitted documents whose recommendations are still owed, for 再监督 (2 queries)."""
    owed = Recommendation.objects.exclude(state__in=["draft", "withdrawn", "delivered"]).exclude(
        adoption="rejected"
    )
    owed = owed.exclude(dispatch=None).exclude(dispatch__state__in=["closed", "withdrawn"])
    lists = FeedbackList.objects.filter(unit__path__startswith=path, state="published")
    papers = Document.objects.filter(unit__path__startswith=path, state__in=["submitted", "echoed"])
    return (
        list(
            lists.filter(items__recommendation__in=owed).exclude(supervisions__year=year)
            .select_related("unit", "topic").distinct().order_by("-pk")[:40]
        ),
        list(
            papers.filter(recommendations__in=owed).exclude(supervisions__year=year)
            .select_related("unit", "topic").distinct().order_by("-pk")[:40]
        ),
    )  # fmt: skip


def taking_up(reached: QuerySet[Supervision], unit: Unit) -> list[Supervision]:
    """Supervisions that run and look at this department: a report may be taken up in them (1 query)."""
    rows = reached.filter(state__in=["running", "reviewing"], supervised__department=unit)
    return list(rows.select_related("unit").order_by("-pk"))


def follow_ups(reached: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """What is due soonest first (1 query)."""
    return reached.select_related("unit", "supervision__owner", "person")


def supervisors(reached: QuerySet[SpecialSupervisor]) -> QuerySet[SpecialSupervisor]:
    return reached.select_related("unit", "department", "person")


def observations(reached: QuerySet[Observation]) -> QuerySet[Observation]:
    return reached.select_related("unit", "supervisor__department", "supervisor__person", "file")
