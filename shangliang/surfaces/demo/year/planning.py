"""The plans of the city, the counties and the zone: last year's, this year's, and next year's in the making."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from shangliang.kernel import calendar
from shangliang.modules.plans import services as plans
from shangliang.surfaces.demo.year import chain
from shangliang.surfaces.demo.year.speaking import run_by
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import Matter

SIGNERS = {
    "yunchuan": (("qian", "o-party"), ("shi", "o-government"), ("yao", "o-cppcc")),
    "lanxi": (("wei", "lanxi-party"), ("jiangli", "lanxi-government"), ("song", "lanxi-office")),
    "wangling": (("tan", "wangling-party"), ("liao", "wangling-government"), ("zou", "wangling-office")),
}
ROUNDS = [
    (
        "parties",
        "各民主党派、工商联赞成题目安排，建议民生类题目不少于六成，并请把小餐饮经营者、外卖骑手请到会场。",
    ),
    ("counties", "两县政协建议市县同题共商：农村污水、灌溉渠两题由市县联合调研；题目月份与农时错开。"),
    ("departments", "各部门表示配合。市教育局建议校门口题目放在开学后；市城管局建议夜间经济题目放在夏季。"),
]
AHEAD = 28  # days before the issue on which the draft is complete


def issue_day(year: int) -> date:
    """The plan of a year is issued before that year begins."""
    return date(year - 1, 12, 24)


def made(stage: Stage, key: str, unit: str, year: int, issue: date, *, stop: str = "") -> Story:
    """A plan from its opening to its issue, or to the state in which it is left."""
    desk, cast = run_by(unit), stage.cast
    yield stage.office(issue - timedelta(days=58), 9)
    title = f"{cast.units[unit].name}{year}年度协商计划"
    plan = plans.open_plan(
        cast.units[unit], year=year, title=title, actor=stage.actor(desk), at=stage.at, token=stage.token()
    )
    stage.things[key] = plan
    if stop == "drafting":
        return
    yield stage.office(issue - timedelta(days=AHEAD - 2), 10)
    stage.move(plan, "consult", desk)
    for number, (held_with, note) in enumerate(ROUNDS):
        yield stage.office(issue - timedelta(days=AHEAD - 4 - 2 * number), 16)
        plans.hold_round(
            fresh(plan),
            held_with=held_with,
            held_on=calendar.day_of(stage.at),
            note=note,
            actor=stage.actor(desk),
            at=stage.at,
        )
        if stop == "consulting" and number == 1:
            return
    if unit == "wangling" and not stop:
        yield from _sent_back(stage, plan, unit, issue)
    yield stage.office(issue - timedelta(days=16), 10)
    stage.move(plan, "to_party_group", desk)
    if stop == "party_group":
        return
    yield stage.office(issue - timedelta(days=12), 15)
    stage.move(plan, "to_party", "chen")
    if stop == "party_review":
        return
    yield stage.office(issue - timedelta(days=7), 17)
    stage.move(plan, "approve", "zhao", note="常委会会议审议通过。")
    yield from _issued(stage, plan, unit, issue, stop)


def _sent_back(stage: Stage, plan, unit: str, issue: date) -> Story:
    """It came as far as the signatures, and the first office to read it found fault with it."""
    day, (who, office) = issue - timedelta(days=19), SIGNERS[unit][0]
    yield stage.office(day, 9)
    stage.move(plan, "to_party_group", run_by(unit))
    yield stage.office(day, 11)
    stage.move(plan, "to_party", "chen")
    yield stage.office(day, 15)
    stage.move(plan, "approve", "zhao", note="县委常委会会议原则通过。")
    yield stage.office(day + timedelta(days=1), 9)
    plans.sign(fresh(plan), office=stage.cast.units[office], actor=stage.actor(who), at=stage.at)
    yield stage.office(day + timedelta(days=1), 15)
    stage.move(
        plan,
        "send_back",
        run_by(unit),
        note="县政府办会签时提出：灌溉渠修复一题排在汛期，工地进不去，请与县水务局重新商定月份后再报。",
    )


def _issued(stage: Stage, plan, unit: str, issue: date, stop: str) -> Story:
    for number, (who, office) in enumerate(SIGNERS[unit]):
        yield stage.office(issue - timedelta(days=4 - number), 11)
        plans.sign(fresh(plan), office=stage.cast.units[office], actor=stage.actor(who), at=stage.at)
        if stop == "joint":
            return
    yield stage.office(issue, 15)
    plans.issue(fresh(plan), actor=stage.actor(run_by(unit)), at=stage.at)


def closed(stage: Stage, key: str, day: date) -> Story:
    """The year is over: what was not held is moved out with a reason, then the plan is closed."""
    yield stage.office(day, 10)
    plan = fresh(stage.things[key])
    for row in plan.items.filter(state__in=["proposed", "listed"]).order_by("pk"):
        stage.move(row, "drop", run_by(plan.unit.code), note="年内条件尚未具备，转入下一年度继续调研。")
    yield stage.later(3, 15)
    stage.move(plan, "close", run_by(plan.unit.code), note="年度协商任务已完成，情况已报市委。")


def foreseen(
    stage: Stage, matters: Sequence[tuple[Matter, int]], key: str, opened: date, *, months: bool = True
) -> None:
    """Topics that stand in a plan for a month to come: (matter, month)."""
    for number, (matter, month) in enumerate(matters):
        stage.start(_foreseen(stage, matter, month, key, opened - timedelta(days=number % 9)))


def _foreseen(stage: Stage, matter: Matter, month: int, key: str, opened: date) -> Story:
    if matter.count:
        days = [opened - timedelta(days=2 + n) for n in range(matter.count)]
        chain.speaking.heard(stage, matter, days)
    yield from chain.topic(stage, matter, opened)
    yield stage.later(2, 10)
    plan = fresh(stage.things[key])
    chain.item(
        stage, matter, plan, month, reason="经主席会议研究，临时增补。" if plan.state == "issued" else ""
    )


def again(stage: Stage, matter: Matter, month: int, key: str, day: date) -> Story:
    """A topic that was opened anew goes into the plan that is being made."""
    yield stage.office(day, 15)
    if chain.of(stage, matter).state == "filed":
        chain.item(stage, matter, fresh(stage.things[key]), month)


def changed(stage: Stage, key: str, day: date) -> Story:
    """遇事调整：one item that is still ahead goes to another month, with the reason beside it."""
    yield stage.office(day, 11)
    plan = fresh(stage.things[key])
    row = plan.items.filter(state="listed").order_by("-month").first()
    month = 12 if row and row.month != 12 else 11
    if row and (plan.year, month) >= (stage.at.year, stage.at.month):
        plans.change_item(
            fresh(row), reason="承办部门数据要到年底才能汇总，推迟一个月协商更扎实。" if month == 12 else "与年底会议错开，提前一个月。",
            month=month, actor=stage.actor(run_by(plan.unit.code)), at=stage.at,
        )  # fmt: skip
