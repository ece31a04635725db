"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings.models import Consensus, Gathering
from shangliang.modules.minutes import queries
from shangliang.modules.minutes.models import Minutes, Section, Unsourced
from shangliang.modules.minutes.services.assembling import bring_up
from tests import given
from tests.given import put
from tests.world import NOON, World

_numbers = count(1)


def _minutes(world: World, more: dict[str, Any]) -> dict[str, Any]:
    gathering = more.get("gathering") or given.in_state(world, "gathering", "held")
    return {"unit": gathering.unit, "gathering": gathering, "title": f"{gathering.title}纪要"}


def _signing(world: World, more: dict[str, Any]) -> dict[str, Any]:
    paper = more.get("minutes") or given.in_state(world, "minutes", "circulating")
    return {
        "unit": paper.unit,
        "minutes": paper,
        "office": world.units["d-housing"],
        "title": f"{paper}（市住建局）",
    }


def _treatment(world: World, more: dict[str, Any]) -> dict[str, Any]:
    paper = more.get("minutes") or given.in_state(world, "minutes", "circulating")
    seat = paper.gathering.participants.get(person=world.people["lin"])
    said = paper.gathering.opinions.create(
        participant=seat, text="费用按楼层递增分摊。", at=NOON, token=f"bare-{next(_numbers)}"
    )
    return {"unit": paper.unit, "minutes": paper, "opinion": said}


FIELDS: given.Fields = {"minutes": _minutes, "signing": _signing, "treatment": _treatment}
TOLD = {"told": "已写进方案"}
NEEDS: given.Needs = {
    "signing": {"excused": lambda world: {"how": "到家里念给本人听"}},
    "treatment": {state: lambda world: TOLD for state in ("adopted", "partly", "declined")},
}


# --- what each guard asks for, supplied by hand


def settled(world: World, gathering: Any, at: datetime) -> None:
    """Minutes with one item, put into their state by hand, and the text of them in the gathering."""
    paper = Minutes.objects.filter(gathering=gathering).first()
    if paper is None:
        paper = given.one(world, "minutes", gathering=gathering)
        items(world, paper, at)
    Minutes.objects.filter(pk=paper.pk).update(state="settled")
    Gathering.objects.filter(pk=gathering.pk).update(minutes=queries.official_text(paper))


def items(world: World, paper: Any, at: datetime) -> None:
    paper.items.create(key="added:1.1", section=Section.ADDED, order=1, text="会议开了一个下午。")


def taken_in(world: World, paper: Any, at: datetime) -> None:
    bring_up(paper, gatherings.room(paper.gathering))


def decided(world: World, paper: Any, at: datetime) -> None:
    paper.items.update(fresh="", gone=False)


def cited(world: World, paper: Any, at: datetime) -> None:
    for one in Consensus.objects.filter(gathering=paper.gathering, opinions=None):
        Unsourced.objects.create(consensus=one, reason="主持人提议", person=world.people["wang"], at=at)


def signed(world: World, paper: Any, at: datetime) -> None:
    paper.signings.filter(state="asked").update(state="answered")


def said(world: World, signing: Any, at: datetime) -> None:
    for item in queries.items_of(signing):
        signing.verdicts.create(item=item, revision=1, agrees=True, person=world.people["hou"], at=at)


def going_on(world: World, thing: Any, at: datetime) -> None:
    Gathering.objects.filter(pk=thing.gathering_id).update(state="held")
    thing.gathering.refresh_from_db()


def open_again(world: World, treatment: Any, at: datetime) -> None:
    Minutes.objects.filter(pk=treatment.minutes_id).update(state="circulating")
    treatment.minutes.refresh_from_db()


FILLS: given.Fills = {
    "gathering.minutes_are_settled": settled,
    "minutes.has_items": items,
    "minutes.record_is_taken_in": taken_in,
    "minutes.nothing_is_newer": decided,
    "minutes.consensus_is_cited": cited,
    "minutes.everybody_signed": signed,
    "minutes.gathering_is_not_over": going_on,
    "signing.everything_is_said": said,
    "signing.says_how": put(how="到家里念给本人听"),
    "treatment.minutes_are_open": open_again,
}
