"""What a department sees of members (委员关注), what members see of departments (部门动态), briefings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.lists.models import (
    ConcernPart,
    Counsel,
    DeptAsk,
    ExperienceLog,
    ExperiencePost,
    Invitation,
    Invitee,
    ListAction,
    Match,
    MemberConcern,
    SignUp,
)
from shangliang.modules.lists.models.posts import HOLDING
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit

SHOWN = 10


@dataclass(frozen=True)
class DepartmentDesk:
    """What members care about that concerns one department, and what it owes them."""

    unit: Unit
    parts: list[ConcernPart]
    counsels: list[Counsel]
    matches: list[Match]
    actions: list[ListAction]
    asks: list[DeptAsk]
    fields: list[tuple[str, int]]
    named: list[MemberConcern]
    counts: dict[str, int]


def department_desk(unit: Unit, at: datetime) -> DepartmentDesk:
    """Everything on the page 委员关注 of one department (8 queries)."""
    parts = ConcernPart.objects.filter(unit=unit, state="waiting").select_related("unit", "concern__member")
    counsels = Counsel.objects.filter(unit=unit, state="waiting").select_related(
        "unit", "member", "ask", "gathering"
    )
    ours = Q(departments=unit)
    about = MemberConcern.objects.filter(ours).exclude(state__in=["merged", "withdrawn"])
    fields = about.exclude(field=None).order_by().values_list("field__name").annotate(n=Count("pk"))
    named = about.filter(state="new").select_related("unit", "member", "field").order_by("-pk")[:SHOWN]
    matches = Match.objects.filter(ask__unit=unit, state__in=["confirmed", "linked", "acting"])
    actions = ListAction.objects.filter(unit=unit, state__in=["planned", "doing", "claimed", "done"])
    asks = DeptAsk.objects.filter(unit=unit, state__in=["open", "collected"]).select_related("unit")
    return DepartmentDesk(
        unit, list(parts.order_by("due_at", "pk")[:SHOWN]), list(counsels.order_by("due_at", "pk")[:SHOWN]),
        list(matches.select_related("unit", "concern__member", "ask").order_by("due_at", "pk")[:SHOWN]),
        list(actions.select_related("unit").order_by("due_on", "pk")[:SHOWN]),
        list(asks.order_by("deadline")[:SHOWN]), list(fields.order_by("-n", "field__name")[:8]), list(named),
        _counts(unit, at),
    )  # fmt: skip


def _counts(unit: Unit, at: datetime) -> dict[str, int]:
    rows = ConcernPart.objects.filter(unit=unit, state__in=["waiting", "answered"])
    return rows.aggregate(
        waiting=Count("pk", filter=Q(state="waiting")),
        late=Count("pk", filter=Q(state="waiting", due_at__lt=at)),
        answered=Count("pk", filter=Q(state="answered")),
        adopted=Count("pk", filter=Q(adoption__in=["adopted", "partly"])),
    )


@dataclass(frozen=True)
class News:
    """部门动态: what departments ask, offer, announce and have done, newest first."""

    invited: list[Invitee]
    asks: list[DeptAsk]
    posts: list[ExperiencePost]
    briefings: list[Gathering]
    actions: list[ListAction]
    mine: list[MemberConcern]
    signed: list[SignUp]


def news(actor: Actor, at: datetime) -> News:
    """The page 部门动态 of one member (8 queries)."""
    mine = MemberConcern.objects.filter(authors__person=actor.person_id).exclude(state="withdrawn")
    invited = Invitee.objects.filter(person=actor.person_id, state="invited").select_related(
        "unit", "invitation__unit"
    )
    signed = SignUp.objects.filter(member=actor.person_id, state__in=["waiting", "placed", "attended"])
    actions = reach(actor, ListAction).filter(state__in=["planned", "doing", "claimed", "done", "published"])
    asks = reach(actor, DeptAsk).filter(state="open").select_related("unit")
    return News(
        list(invited.order_by("answer_by")[:SHOWN]), list(asks.order_by("deadline", "-pk")[:SHOWN]),
        list(posts_with_places(reach(actor, ExperiencePost).filter(state="open")).order_by("starts_on")[:SHOWN]),
        list(briefings(actor).filter(state__in=["noticed", "sitting"]).order_by("starts_at")[:5]),
        list(actions.select_related("unit").order_by("-pk")[:SHOWN]),
        list(mine.select_related("unit", "field").order_by("-pk")[:SHOWN]),
        list(signed.select_related("unit", "post__unit").order_by("post__starts_on")[:SHOWN]),
    )  # fmt: skip


def reach(actor: Actor, model: Any) -> QuerySet[Any]:
    """What this actor may see of a kind."""
    return moves.kind_of(model).policy.reachable(actor, "view", model._default_manager.all())


def posts_with_places(rows: QuerySet[ExperiencePost]) -> QuerySet[ExperiencePost]:
    """With department, and how many places are taken and how many wait (1 query)."""
    return rows.select_related("unit", "host", "campaign").annotate(
        taken=Count("sign_ups", filter=Q(sign_ups__state__in=HOLDING)),
        queue=Count("sign_ups", filter=Q(sign_ups__state="waiting")),
    )


def logs_of(post: ExperiencePost) -> list[ExperienceLog]:
    """What members wrote at a post, day by day (1 query)."""
    return list(ExperienceLog.objects.filter(sign_up__post=post).select_related("sign_up__member", "file"))


def invitations_with_answers(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """With department, and how many said yes and no (1 query)."""
    return rows.select_related("unit", "host", "campaign").annotate(
        yes=Count("invitees", filter=Q(invitees__state__in=["accepted", "came", "missed"])),
        no=Count("invitees", filter=Q(invitees__state="declined")),
        open=Count("invitees", filter=Q(invitees__state="invited")),
    )


# --- briefings (政情通报会): the gathering keeps date, place, people and sign-in; here are questions and answers


def briefings(actor: Actor) -> QuerySet[Gathering]:
    """Briefings this actor may see, with how many questions were asked and how many wait (1 query)."""
    return (
        reach(actor, Gathering)
        .filter(type="briefing")
        .exclude(state="cancelled")
        .select_related("unit")
        .annotate(
            asked=Count("questions", filter=~Q(questions__state="withdrawn")),
            waiting=Count("questions", filter=Q(questions__state="waiting")),
        )
    )


def briefing_departments(gathering: Gathering) -> list[Unit]:
    """Departments with somebody at the briefing; before they are invited, all of the root (1 or 2 queries)."""
    kinds = [Unit.Kind.DEPARTMENT, Unit.Kind.GOVERNMENT, Unit.Kind.PARTY]
    seated = list(Unit.objects.filter(pk__in=gathering.participants.values("unit"), kind__in=kinds))
    return seated or list(org.departments(gathering.unit.path))


def may_question(actor: Actor, gathering: Gathering) -> bool:
    """Members of the committee that holds it, and whoever is invited as a member (at most 1 query)."""
    if any(s.role == "member" and gathering.unit.path.startswith(s.path) for s in actor.seats if s.path):
        return True
    return gathering.participants.filter(person=actor.person_id, capacity="member").exists()
