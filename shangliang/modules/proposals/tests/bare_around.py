"""The least of what stands around proposals, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from shangliang.modules.proposals.models import (
    CONVENED,
    DIMENSIONS,
    LISTED,
    MANNERS,
    IncubationAdvice,
    IncubationGuest,
    MutualScore,
    Nominee,
    Proposal,
)
from tests import given
from tests.given import put
from tests.world import NOON, World

TEXT = "校门口车速快，家长反映强烈。"


def _topic(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "year": 2026, "until": date(2026, 12, 31), "source": "department",
        "title": f"校门口交通 {next(given.numbers)}", "background": TEXT, "offered_by": world.units["d-housing"],
        "offerer": world.people["liu"],
    }  # fmt: skip


def _filed(world: World, more: dict[str, Any]) -> Any:
    return more.get("proposal") or given.in_state(world, "proposal", "filed")


def _incubation(world: World, more: dict[str, Any]) -> dict[str, Any]:
    proposal = more.get("proposal") or given.in_state(world, "proposal", "reviewing")
    return {
        "unit": world.units["yunchuan"], "proposal": proposal, "caller": world.people["wang"], "about": TEXT,
        "day": given.DAY,
    }  # fmt: skip


def _mutual(world: World, more: dict[str, Any]) -> dict[str, Any]:
    part = more.get("assignment") or given.one(world, "assignment")
    return {
        "unit": world.units["yunchuan"], "proposal": _filed(world, more), "assignment": part, "round": 1,
    }  # fmt: skip


def _award(world: World, more: dict[str, Any]) -> dict[str, Any]:
    number = next(given.numbers)
    return {
        "unit": world.units["yunchuan"], "kind": "proposals", "since": date(2025, 1, 1),
        "until": date(2025, 1, 1 + number % 28) if number % 28 else date(2025, 12, 31), "title": "年度好提案",
    }  # fmt: skip


FIELDS: given.Fields = {
    "proposal_topic": _topic, "incubation": _incubation, "mutual_review": _mutual, "award_round": _award,
}  # fmt: skip


def _guests(world: World, incubation: Any) -> None:
    for name in ("liu", "xu"):
        person = world.people[name]
        IncubationGuest.objects.create(incubation=incubation, person=person, name=person.name)


def _nominees(world: World, award: Any) -> None:
    award.jury.set([world.people["feng"]])


AROUND: given.Around = {"incubation": _guests, "award_round": _nominees}


def _listed(world: World) -> dict[str, Any]:
    return {"listed_on": given.DAY, "field": next(iter(world.fields.values()))}


def _called(world: World) -> dict[str, Any]:
    return {"consented_at": NOON, "day": given.DAY}


def _concluded(world: World) -> dict[str, Any]:
    return {**_called(world), "conclusion": "有情况、有分析、有建议"}


NEEDS: given.Needs = {
    "proposal_topic": {
        **dict.fromkeys([*LISTED, "over"], _listed), "declined": lambda world: {"reason": "已有同类选题"},
    },
    "incubation": {**dict.fromkeys(CONVENED, _concluded), "called": _called},
    "award_round": {"published": lambda world: {"published_on": given.DAY}},
}  # fmt: skip


# --- what each guard asks for, supplied by hand


def _advice(world: World, incubation: Any, at: datetime) -> None:
    guest = incubation.guests.first()
    IncubationAdvice.objects.create(
        incubation=incubation, text="补充数据", guest=guest, entered_by=world.people["wang"], at=at
    )


def _scores(world: World, review: Any, at: datetime) -> None:
    for side, names in (("department", DIMENSIONS), ("proposer", MANNERS)):
        MutualScore.objects.get_or_create(
            review=review, side=side,
            defaults={**dict.fromkeys(names, 80), "total": 80, "person": world.people["liu"], "at": at},
        )  # fmt: skip


def _nominated(world: World, award: Any, at: datetime) -> None:
    proposal = given.in_state(world, "proposal", "filed")
    Proposal.objects.filter(pk=proposal.pk).update(filed_on=award.since, kind="committee")
    Nominee.objects.create(
        round=award, proposal=proposal, why="调研扎实", named_by=world.people["wang"], at=at
    )


def _one_chosen(world: World, award: Any, at: datetime) -> None:
    first = award.nominees.first()
    if first is None:
        _nominated(world, award, at)
        first = award.nominees.get()
    award.nominees.update(chosen=False, reason="名额有限")
    award.nominees.filter(pk=first.pk).update(chosen=True, reason="调研扎实")


def _jury(world: World, award: Any, at: datetime) -> None:
    award.jury.set([world.people["feng"]])


def _unclaimed(world: World, topic: Any, at: datetime) -> None:
    topic.claims.update(dropped_at=at)


FILLS: given.Fills = {
    "proposal_topic.has_field": lambda world, topic, at: put(field=next(iter(world.fields.values())))(
        world, topic, at
    ),
    "proposal_topic.says_why_not_listed": put(reason="已有同类选题"),
    "proposal_topic.nobody_writes": _unclaimed,
    "incubation.is_the_offices": put(wished=False),
    "incubation.is_the_proposers": put(wished=True),
    "incubation.has_guests": _guests,  # type: ignore[dict-item]
    "incubation.has_advice": _advice,
    "incubation.has_conclusion": put(conclusion="已成熟"),
    "mutual_review.both_have_scored": _scores,
    "award_round.has_nominees": _nominated,
    "award_round.has_jury": _jury,
    "award_round.all_are_decided": _one_chosen,
    "award_round.some_are_chosen": _one_chosen,
    "award_round.within_quota": _one_chosen,
    "award_round.collective_enough": _one_chosen,
}
