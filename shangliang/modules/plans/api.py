"""Plans for programs: the same services as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import calendar, moves
from shangliang.look import answers
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.plans import queries, services
from shangliang.modules.plans.models import Plan, PlanItem
from shangliang.modules.topics.models import Topic

router = Router(tags=["plans"])


class PlanOut(answers.StagedOut):
    unit: answers.UnitCode
    year: int
    title: str
    number: str
    issued_on: date | None


class PlansOut(answers.Page[PlanOut]):
    pass


class PlanItemOut(answers.StagedOut):
    """An item; `leader` is a person's id, units are given by their codes."""

    plan: int
    topic: int
    title: str
    type: str
    month: int
    leader: int | None
    leader_name: str
    committee: str
    departments: list[str]
    livelihood: bool
    supervising: bool
    added_late: bool

    @staticmethod
    def resolve_plan(item: PlanItem) -> int:
        return int(item.plan_id)

    @staticmethod
    def resolve_topic(item: PlanItem) -> int:
        return int(item.topic_id)

    @staticmethod
    def resolve_leader(item: PlanItem) -> int | None:
        return item.leader_id

    @staticmethod
    def resolve_leader_name(item: PlanItem) -> str:
        return item.leader.name if item.leader else ""

    @staticmethod
    def resolve_committee(item: PlanItem) -> str:
        return item.committee.code if item.committee else ""

    @staticmethod
    def resolve_departments(item: PlanItem) -> list[str]:
        return [u.code for u in item.departments.all()]

    @staticmethod
    def resolve_livelihood(item: PlanItem) -> bool:
        return queries.is_livelihood(item)


class ItemsOut(answers.Page[PlanItemOut]):
    pass


class MonthOut(Schema):
    month: int
    gap: bool
    past: bool
    items: list[int]


class CalendarOut(Schema):
    """Twelve months; the share of livelihood items in whole per cent; what the issue still needs."""

    months: list[MonthOut]
    livelihood_percent: int
    livelihood_wanted: int
    hint: str
    needs: list[str]


class ChangeOut(Schema):
    what: str
    reason: str


class PlanIn(Schema):
    unit: str
    year: int
    title: str


class TitleIn(Schema):
    title: str


class TermsIn(Schema):
    """What an item says: units by code, the leader by a person's id."""

    title: str
    type: str
    month: int
    leader: int | None = None
    committee: str = ""
    departments: list[str] = []
    supervising: bool = False


class AddIn(TermsIn):
    """`title` may stay empty: then it is the topic's. `reason` is needed once the plan is issued."""

    title: str = ""
    topic: int
    reason: str = ""


class ChangeIn(Schema):
    """What is left out stays as it is."""

    reason: str
    title: str | None = None
    type: str | None = None
    month: int | None = None
    leader: int | None = None
    committee: str | None = None
    departments: list[str] | None = None
    supervising: bool | None = None


class RoundIn(Schema):
    held_with: str
    held_on: date
    note: str


class SignIn(Schema):
    office: str


def _at(request: HttpRequest) -> Any:
    return request.at  # type: ignore[attr-defined]


def _unit(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise moves.Refused(_("没有这个单位：%s") % code)
    return found


def _resolved(given: dict[str, Any]) -> dict[str, Any]:
    """Codes and ids in what came in, turned into the things they name."""
    found = dict(given)
    if given.get("committee") is not None:
        found["committee"] = _unit(given["committee"]) if given["committee"] else None
    if given.get("departments") is not None:
        found["departments"] = [_unit(code) for code in given["departments"]]
    if given.get("leader") is not None:
        found["leader"] = Person.objects.filter(pk=given["leader"]).first()
        if found["leader"] is None:
            raise moves.Refused(_("没有这个人：%s") % given["leader"])
    return found


@router.get("/", response=PlansOut)
def plans_list(request: HttpRequest, year: int = 0, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    plans = answers.reachable(request, Plan).select_related("unit")
    return answers.sliced(plans.filter(year=year) if year else plans, cursor, limit)


@router.post("/", response={201: PlanOut})
def plans_open(request: HttpRequest, data: PlanIn) -> Status[Plan]:
    unit = _unit(data.unit)
    actor = answers.actor_of(request)
    opened = services.open_plan(unit, year=data.year, title=data.title, actor=actor, at=_at(request))
    return Status(201, opened)


@router.get("/items/", response=ItemsOut)
def plans_items(
    request: HttpRequest, plan: int = 0, state: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    found = answers.reachable(request, PlanItem).select_related("leader", "committee", "topic__field")
    found = found.prefetch_related("departments")
    found = found.filter(plan=plan) if plan else found
    return answers.sliced(found.filter(state=state) if state else found, cursor, limit)


@router.get("/items/{int:pk}", response=PlanItemOut)
def plans_item(request: HttpRequest, pk: int) -> PlanItem:
    return answers.find(request, PlanItem, pk)


@router.post("/items/{int:pk}/edit", response=PlanItemOut)
def plans_item_edit(request: HttpRequest, pk: int, data: TermsIn) -> PlanItem:
    item = answers.find(request, PlanItem, pk)
    given = {"leader": None, "committee": None, **_resolved(data.dict())}
    services.edit_item(item, **given, actor=answers.actor_of(request), at=_at(request))
    return item


@router.post("/items/{int:pk}/change", response=ChangeOut)
def plans_item_change(request: HttpRequest, pk: int, data: ChangeIn) -> Any:
    item = answers.find(request, PlanItem, pk)
    given = _resolved(data.dict())
    return services.change_item(item, **given, actor=answers.actor_of(request), at=_at(request))


@router.get("/{int:pk}", response=PlanOut)
def plans_get(request: HttpRequest, pk: int) -> Plan:
    return answers.find(request, Plan, pk)


@router.get("/{int:pk}/calendar", response=CalendarOut)
def plans_calendar(request: HttpRequest, pk: int) -> dict[str, Any]:
    plan = answers.find(request, Plan, pk)
    on, rows = calendar.day_of(_at(request)), queries.items(plan)
    share = queries.livelihood(plan, on, rows)
    return {
        "months": [_month(s) for s in queries.calendar(plan, on, rows)],
        "livelihood_percent": share.percent, "livelihood_wanted": share.wanted, "hint": share.hint,
        "needs": [f"{n.step}：{reason}" for n in queries.needs(plan, _at(request)) for reason in n.reasons],
    }  # fmt: skip


def _month(slot: queries.Slot) -> dict[str, Any]:
    return {"month": slot.month, "gap": slot.gap, "past": slot.past, "items": [i.pk for i in slot.items]}


@router.post("/{int:pk}/items", response={201: PlanItemOut})
def plans_item_add(request: HttpRequest, pk: int, data: AddIn) -> Status[PlanItem]:
    plan = answers.find(request, Plan, pk)
    given = {"leader": None, **_resolved(data.dict())}
    given["committee"] = given["committee"] or None
    given["topic"] = answers.find(request, Topic, data.topic)
    return Status(201, services.add_item(plan, **given, actor=answers.actor_of(request), at=_at(request)))


@router.post("/{int:pk}/title", response=PlanOut)
def plans_title(request: HttpRequest, pk: int, data: TitleIn) -> Plan:
    plan = answers.find(request, Plan, pk)
    services.edit_plan(plan, title=data.title, actor=answers.actor_of(request), at=_at(request))
    return plan


@router.post("/{int:pk}/rounds", response=PlanOut)
def plans_round(request: HttpRequest, pk: int, data: RoundIn) -> Plan:
    plan = answers.find(request, Plan, pk)
    services.hold_round(plan, **data.dict(), actor=answers.actor_of(request), at=_at(request))
    return plan


@router.post("/{int:pk}/sign", response=PlanOut)
def plans_sign(request: HttpRequest, pk: int, data: SignIn) -> Plan:
    plan = answers.find(request, Plan, pk)
    office = org.below(plan.unit.path).filter(code=data.office).first()
    if office is None:
        raise moves.Refused(_("没有这个办公室：%s") % data.office)
    services.sign(plan, office=office, actor=answers.actor_of(request), at=_at(request))
    return plan


@router.post("/{int:pk}/issue", response=PlanOut)
def plans_issue(request: HttpRequest, pk: int) -> Plan:
    plan = answers.find(request, Plan, pk)
    services.issue(plan, actor=answers.actor_of(request), at=_at(request))
    return plan
