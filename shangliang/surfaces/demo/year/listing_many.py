"""The large campaign: 1,373 concerns of members, 241 asks of eight departments, being matched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from shangliang.kernel import calendar, moves
from shangliang.modules.lists import queries
from shangliang.modules.lists import services as lists
from shangliang.modules.lists.models import Campaign, DeptAsk, MemberConcern
from shangliang.surfaces.demo.year.company import MEMBERS_BESIDES
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import lists_data

CONCERNS, ASKS = 1373, 241
RAISED = (-6, -5, -4, -3)  # working days before now: late enough that nothing is due already
JOINED, REFUSED, PUSHED = 24, 6, 40
MEMBERS = ["lin", "deng", "feng", "jiang", "yu", "kang", "mo", "long"]
ANSWERS = [
    ("adopted", "采纳。已列入本季任务，进度按月公布。"), ("partly", "部分采纳。先办能马上办的，其余列入明年计划。"),
    ("reference", "留作参考，编制明年计划时一并研究。"),
]  # fmt: skip


def opened(
    stage: Stage, title: str, about: str, batch: int, units: list[str], days: tuple[int, int, int]
) -> Campaign:
    """A campaign of the city from today on, with so many days to collect, to match and to act."""
    today, place = calendar.day_of(stage.at), stage.cast.units
    collect, match, act = (today + timedelta(days=n) for n in days)
    return lists.open_campaign(
        place["yunchuan"], title=title, about=about, batch=batch, collect_until=collect, match_until=match,
        act_until=act, departments=[place[u] for u in units], actor=stage.actor("wang"), at=stage.at, token=stage.token(),
    )  # fmt: skip


def matched(stage: Stage) -> Story:
    yield stage.working(RAISED[0] - 3)
    rows = lists_data()["row"]
    about = "八个部门参加，委员关注和部门问计两张清单同时征集，比对以后一条一条对接。"
    campaign = opened(stage, "“知情明政”系列活动", about, 3, [r["unit"] for r in rows], (9, 45, 260))
    concerns, asks = _concerns(stage, rows), _asks(stage, rows)
    for number, days in enumerate(RAISED):
        yield stage.working(days, 9 + number)
        left = CONCERNS - CONCERNS // len(RAISED) * (len(RAISED) - 1)
        _raise(stage, campaign, list(islice(concerns, CONCERNS // len(RAISED) if number else left)))
        _ask(stage, campaign, list(islice(asks, ASKS // 3)) if number else [])
    _ask(stage, campaign, list(islice(asks, ASKS - ASKS // 3 * 3)))
    yield stage.working(-2)
    stage.move(campaign, "match", "wang")
    lists.compare(fresh(campaign), actor=stage.actor("wang"), at=stage.at)
    yield stage.working(-2, 14)
    _decide(stage, campaign)
    yield stage.working(-1, 15)
    _answer(stage, campaign)


def _concerns(stage: Stage, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every matter of every department at every place once, in no order; no two titles are the same."""
    data = lists_data()
    met = [
        (row, line.split("|"), place) for row in rows for line in row["concerns"] for place in data["places"]
    ]
    stage.chance.shuffle(met)
    for row, (what, *words), place in met:
        fact, wish = stage.chance.choice(words[:2]), stage.chance.choice(words[2:])
        title, seen, advice = (stage.chance.choice(data[name]) for name in ("titles", "seen", "advice"))
        said = {"place": place, "what": what, "fact": fact, "wish": wish}
        yield {
            "title": title.format(**said), "present": seen.format(**said), "suggestion": advice.format(**said),
            "field": row["field"], "unit": row["unit"],
        }  # fmt: skip


def _asks(stage: Stage, rows: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """Half about what members care about too, half about what only the department asks."""
    met = []
    for row in rows:
        both = [(line.split("|")[0], line.split("|")[1]) for line in row["concerns"][:4]]
        alone = [tuple(line.split("|")[:2]) for line in row["asks"]]
        met += [
            (row["unit"], what, why, angle)
            for what, why in (*both, *alone)
            for angle in lists_data()["angles"]
        ]
    stage.chance.shuffle(met)
    for unit, what, why, angle in met:
        title, background, wanted = angle.format(what=what).split("|")
        yield {"unit": unit, "title": title, "background": f"{why}{background}", "wanted": wanted}


def _raise(stage: Stage, campaign: Campaign, rows: list[dict[str, Any]]) -> None:
    people, city = stage.cast.people, stage.cast
    members = [people[name] for name in (*MEMBERS, *MEMBERS_BESIDES)]
    made = [
        MemberConcern(
            unit=campaign.unit, campaign=campaign, member=stage.chance.choice(members), field=city.fields[row["field"]],
            title=row["title"], present=row["present"], suggestion=row["suggestion"], raised_at=stage.at,
        )
        for row in rows
    ]  # fmt: skip
    units = [[city.units[row["unit"]]] for row in rows]
    lists.begin_concerns(made, departments=units, actor=stage.actor("wang"), at=stage.at, batch=0)


def _ask(stage: Stage, campaign: Campaign, rows: list[dict[str, str]]) -> None:
    deadline = stage.today + timedelta(days=18)
    made = [
        DeptAsk(
            unit=stage.cast.units[row["unit"]], campaign=campaign, title=row["title"], background=row["background"],
            wanted=row["wanted"], deadline=deadline,
        )
        for row in rows
    ]  # fmt: skip
    moves.begin_many(made, actor=stage.actor("wang"), at=stage.at, batch=0)


def _decide(stage: Stage, campaign: Campaign) -> None:
    """The best pairs are joined, some others refused; what is clear goes to its departments."""
    wang = stage.actor("wang")
    pairs = queries.candidates(fresh(campaign), limit=4 * JOINED)
    for pair in pairs[::4]:
        concern = MemberConcern.objects.select_related("unit", "campaign__unit").get(pk=pair.concern_id)
        lists.confirm(concern, ask=pair.ask, actor=wang, at=stage.at)
    for pair in pairs[1 : 4 * REFUSED : 4]:
        concern = MemberConcern.objects.select_related("unit", "campaign__unit").get(pk=pair.concern_id)
        lists.refuse(concern, ask=pair.ask, actor=wang, at=stage.at)
    new = (
        campaign.concerns.filter(state="new").select_related("unit", "campaign__unit").order_by("pk")[:PUSHED]
    )
    lists.push_many(list(new), unit=None, actor=wang, at=stage.at)


def _answer(stage: Stage, campaign: Campaign) -> None:
    """Departments have answered the first of them."""
    going = campaign.concerns.filter(state="pushed", matches=None).order_by("pk")[: PUSHED // 2]
    for number, concern in enumerate(going):
        adoption, answer = ANSWERS[number % len(ANSWERS)]
        part = concern.parts.select_related("unit").get()
        actor = stage.actor(stage.clerks[part.unit.code])
        lists.answer_part(part, adoption=adoption, answer=answer, actor=actor, at=stage.at)
