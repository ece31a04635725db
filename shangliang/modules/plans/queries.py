"""Questions about plans. Each says what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import leading, moves, params
from shangliang.kernel.access import Actor
from shangliang.kernel.models import Entry
from shangliang.kernel.search import Found
from shangliang.kernel.text import listed
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.plans.models import JOINT_OFFICES, Change, Plan, PlanItem, Round, Signature
from shangliang.modules.topics.models import Topic

# The way of a plan to its issue (DOMAIN 3.2), each station with the move that leads into it.
WAY = (
    ("drafting", lazy("征题"), "begin"),
    ("consulting", lazy("三轮座谈"), "consult"),
    ("party_group", lazy("党组研究"), "to_party_group"),
    ("party_review", lazy("党委审定"), "to_party"),
    ("joint", lazy("三办会签"), "approve"),
    ("issued", lazy("联合印发"), "issue"),
)


@dataclass(frozen=True)
class Slot:
    """One month of the year. gap: nothing is planned though it could still be (月月有协商)."""

    month: int
    items: tuple[PlanItem, ...]
    past: bool
    current: bool

    @property
    def gap(self) -> bool:
        return not self.items and not self.past


@dataclass(frozen=True)
class Share:
    """民生题目占比. percent and wanted are whole per cent; hint is empty when there is enough."""

    count: int
    total: int
    percent: int
    wanted: int
    hint: str


@dataclass(frozen=True)
class Source:
    """How many items came from one origin of topics; an origin without any is named too."""

    origin: str
    label: str
    count: int


@dataclass(frozen=True)
class Station:
    """A station on the way to issue. place: passed, here, ahead."""

    state: str
    label: str
    place: str
    at: datetime | None = None
    who: str = ""


@dataclass(frozen=True)
class Need:
    """A step that still lies ahead and what is missing for it now."""

    step: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Office:
    """One of the offices that sign. valid: signed since the plan was approved."""

    label: str
    unit: Unit | None
    signature: Signature | None
    valid: bool


@dataclass(frozen=True)
class Talk:
    """One of the three rounds, held or not yet."""

    held_with: str
    label: str
    round: Round | None


@dataclass(frozen=True)
class Line:
    """One item as the paper prints it."""

    number: int
    month: int
    title: str
    type: str
    leader: str
    committee: str
    departments: str
    source: str
    livelihood: bool
    supervising: bool
    added_late: bool
    state: str


@dataclass(frozen=True)
class Paper:
    """The plan as plain data for the paper of the joint issue (DOMAIN 3.2, 7.1)."""

    title: str
    unit: str
    year: int
    number: str
    issued_on: date | None
    issuers: tuple[str, ...]
    lines: tuple[Line, ...]


def board(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Plans with their unit and the number of living, held and livelihood items (1 query)."""
    alive = ~Q(items__state="dropped")
    return plans.select_related("unit").annotate(
        item_count=Count("items", filter=alive),
        held_count=Count("items", filter=Q(items__state__in=["held", "done"])),
        livelihood_count=Count("items", filter=alive & Q(items__topic__field__livelihood=True)),
    )


def years(plan: Plan) -> QuerySet[Plan]:
    """All plans of the same unit, newest year first (1 query)."""
    return Plan.objects.filter(unit=plan.unit_id).select_related("unit").order_by("-year")


def items(plan: Plan) -> list[PlanItem]:
    """Every item with what a table shows of it, by month (2 queries)."""
    rows = PlanItem.objects.filter(plan=plan).select_related("unit", "leader", "committee", "topic__field")
    return list(rows.prefetch_related("departments").order_by("month", "pk"))


def calendar(plan: Plan, on: date, rows: Sequence[PlanItem] | None = None) -> list[Slot]:
    """The twelve months of the plan's year (no query when the items are given, else 2)."""
    alive = [i for i in (items(plan) if rows is None else rows) if i.state != "dropped"]
    now = (on.year, on.month)
    return [
        Slot(m, tuple(i for i in alive if i.month == m), (plan.year, m) < now, (plan.year, m) == now)
        for m in range(1, 13)
    ]


def livelihood(plan: Plan, on: date, rows: Sequence[PlanItem] | None = None) -> Share:
    """民生题目占比 against the unit's parameter (1 query when the items are given, else 3)."""
    alive = [i for i in (items(plan) if rows is None else rows) if i.state != "dropped"]
    wanted = int(params.value(plan.unit.path, "plans.livelihood_share", on))
    count, total = sum(1 for i in alive if is_livelihood(i)), len(alive)
    short = -(-wanted * total // 100) - count
    hint = ""
    if short > 0:
        said = _("民生题目还不到 %(wanted)d%%：现有 %(count)d 个，按 %(total)d 个题目算还差 %(short)d 个")
        hint = said % {"wanted": wanted, "count": count, "total": total, "short": short}
    return Share(count, total, count * 100 // total if total else 0, wanted, hint)


def is_livelihood(item: PlanItem) -> bool:
    return bool(item.topic.field and item.topic.field.livelihood)


def departments_of(item: PlanItem) -> str:
    """Their short names; no query when the item came from `items`, else 1."""
    return listed(str(u) for u in item.departments.all())


def sources(rows: Iterable[PlanItem]) -> list[Source]:
    """How the living items spread over the origins (点题、荐题、出题…), none left out (no query)."""
    origins = [i.topic.origin for i in rows if i.state != "dropped"]
    return [Source(value, str(label), origins.count(value)) for value, label in Topic.Origin.choices]


def way(plan: Plan, story: Iterable[Entry]) -> list[Station]:
    """The stations to the issue, with who brought it there and when (no query)."""
    names = [state for state, _label, _verb in WAY]
    here = len(names) if plan.state in ("issued", "closed") else names.index(plan.state)
    last = {entry.after: entry for entry in story if entry.before != entry.after}
    found = []
    for place, (state, label, _verb) in enumerate(WAY):
        where = "passed" if place < here else "here" if place == here else "ahead"
        entry = last.get(state) if where != "ahead" else None
        found.append(
            Station(state, str(label), where, entry.at if entry else None, entry.actor_label if entry else "")
        )
    return found


def needs(plan: Plan, at: datetime) -> list[Need]:
    """What the plan still needs before it can be issued, step by step (the queries of the guards)."""
    flow = moves.kind_of(plan).flow
    names = [state for state, _label, _verb in WAY]
    ahead = WAY[names.index(plan.state) + 1 :] if plan.state in names else ()
    steps = [flow.moves[verb] for _state, _label, verb in ahead]
    said: set[str] = set()
    wanted = []
    for step in steps:
        reasons = tuple(str(r) for guard in step.guards if (r := guard(plan, at)) and r not in said)
        said.update(reasons)
        wanted += [Need(str(step.label), reasons)] if reasons else []
    return wanted


def joint_offices(plan: Plan) -> list[Unit]:
    """The offices right under the plan's unit that issue with it, in the order of their names (1 query)."""
    children = Unit.objects.filter(path__regex=rf"^{re.escape(plan.unit.path)}\d{{3}}\.$", active=True)
    found = children.filter(kind__in=JOINT_OFFICES)
    return sorted(found, key=lambda u: (JOINT_OFFICES.index(u.kind), u.path))


def offices(plan: Plan) -> list[Office]:
    """The three offices and whether each has signed (2 queries)."""
    signed = {s.unit_id: s for s in plan.signatures.select_related("unit", "person").order_by("pk")}
    under = joint_offices(plan)
    found = []
    for kind in JOINT_OFFICES:
        of_kind = [u for u in under if u.kind == kind]
        chosen = next((u for u in of_kind if u.pk in signed), of_kind[0] if of_kind else None)
        signature = signed.get(chosen.pk) if chosen else None
        found.append(Office(str(kind.label), chosen, signature, bool(signature and counts(plan, signature))))
    return found


def counts(plan: Plan, signature: Signature) -> bool:
    """Whether a signature is for the plan as it was last approved."""
    if signature.state != "signed" or signature.at is None:
        return False
    return plan.state in ("issued", "closed") or (plan.state == "joint" and signature.at >= plan.entered_at)


def talks(plan: Plan) -> list[Talk]:
    """The three rounds (1 query)."""
    held = {r.held_with: r for r in plan.rounds.select_related("person")}
    return [Talk(value, str(label), held.get(value)) for value, label in Round.With.choices]


def changes(plan: Plan) -> list[Change]:
    """Every change since the issue, newest first (1 query)."""
    rows = Change.objects.filter(item__plan=plan).select_related("item", "person")
    return list(rows.order_by("-at", "-pk"))


def item_changes(item: PlanItem) -> list[Change]:
    """1 query."""
    return list(item.changes.select_related("person").order_by("-at", "-pk"))


def choosable(plan: Plan) -> QuerySet[Topic]:
    """Filed topics that may go into this plan, the best scored and most wanted first (1 query)."""
    path = plan.unit.path
    filed = Topic.objects.filter(state="filed", unit__path__gte=path, unit__path__lt=path + "~")
    return filed.select_related("unit", "field", "department").order_by("-score", "-heads", "-pk")


def committees(plan: Plan) -> QuerySet[Unit]:
    """Who may hold an item: committees, offices and 政协 at or under the plan's unit (1 query)."""
    return org.below(plan.unit.path).filter(kind__in=[Unit.Kind.COMMITTEE, Unit.Kind.OFFICE, Unit.Kind.CPPCC])


def lines(rows: Iterable[PlanItem]) -> list[Line]:
    """Items as they are printed, numbered by month (no query)."""
    return [
        Line(
            number, i.month, i.title, i.get_type_display(), i.leader.name if i.leader else "",
            str(i.committee or ""), departments_of(i),
            i.topic.get_origin_display(), is_livelihood(i), i.supervising, i.added_late, moves.label_of(i),
        )
        for number, i in enumerate(rows, start=1)
    ]  # fmt: skip


def document(plan: Plan) -> Paper:
    """The plan as plain data for the paper of the joint issue (3 queries)."""
    alive = [i for i in items(plan) if i.state != "dropped"]
    issuers = tuple(u.name for u in joint_offices(plan))
    return Paper(
        plan.title, plan.unit.name, plan.year, plan.number, plan.issued_on, issuers or (plan.unit.name,),
        tuple(lines(alive)),
    )  # fmt: skip


def number_to_be(plan: Plan, on: date) -> str:
    """The form of the number with its running part left open, for the page before the issue (1 query)."""
    return number_of(plan, on, "　")


def number_of(plan: Plan, on: date, n: object) -> str:
    form = str(params.value(plan.unit.path, "plans.number_form", on))
    return form.replace("{unit}", plan.unit.short).replace("{year}", str(on.year)).replace("{n}", str(n))


def found(thing: Plan | PlanItem) -> Found | None:
    """How a plan or an item reads to a searcher (1 query for an item's plan)."""
    plan = thing if isinstance(thing, Plan) else thing.plan
    if thing.state == "dropped":
        return None
    public = plan.state in ("issued", "closed") and thing.state != "proposed"
    body = plan.number if isinstance(thing, Plan) else str(plan)
    link: str = thing.get_absolute_url()
    return Found(thing.title, body, link, public, thing.entered_at)


def as_rows(rows: Iterable[Line]) -> list[tuple[Any, ...]]:
    """Lines as the cells of an exported table, in the order of `headings`."""
    yes = {True: _("是"), False: ""}
    return [
        (
            r.number, r.month, r.title, r.type, r.leader, r.committee, r.departments, r.source,
            yes[r.livelihood], yes[r.supervising], yes[r.added_late], r.state,
        )
        for r in rows
    ]  # fmt: skip


def headings() -> list[str]:
    return [
        _("序号"), _("月份"), _("题目"), _("协商形式"), _("牵头领导"), _("承办专委会"), _("协办部门"),
        _("题目来源"), _("民生"), _("监督性议题"), _("临时增补"), _("状态"),
    ]  # fmt: skip


def led(actor: Actor, at: datetime) -> list[leading.Row]:
    """Items of the plan that this person leads and that are not done, the next month first (1 query)."""
    rows = moves.kind_of(PlanItem).policy.reachable(actor, "view", PlanItem.objects.all())
    rows = rows.filter(leader=actor.person_id, state__in=["proposed", "listed", "held"])
    rows = rows.select_related("unit", "plan", "committee").order_by("plan__year", "month", "pk")
    soonest = rows[: leading.MOST]
    return [
        leading.Row(i, i.title, str(i.committee or i.unit), _month(i.plan.year, i.month)) for i in soonest
    ]


def _month(year: int, month: int) -> str:
    return _("%(year)d年%(month)d月") % {"year": year, "month": month}
