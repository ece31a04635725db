"""Special supervisors with their reports, and appraisals by secret ballot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from shangliang.kernel import calendar
from shangliang.modules.supervision import services as supervision
from shangliang.modules.supervision.models import Appraisal, SpecialSupervisor, Supervision
from shangliang.surfaces.demo.year import enclosed
from shangliang.surfaces.demo.year.company import MEMBERS_BESIDES
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh

VOTERS = ["lin", "deng", "feng", "jiang", "yu", "kang", "mo", "long", *list(MEMBERS_BESIDES)[:16]]
APPRAISED = ["d-housing", "d-transport", "d-health", "d-urban"]
REMARKS = {3: "窗口比去年好办事。", 7: "答复要说人话。", 11: "热线还是难打通。"}
# what of every ten voters said of each department
SAID = ("satisfied satisfied satisfied basically satisfied satisfied basically satisfied dissatisfied satisfied",
        "satisfied basically satisfied satisfied dissatisfied basically satisfied satisfied basically satisfied",
        "basically satisfied basically dissatisfied satisfied basically satisfied basically satisfied basically",
        "basically dissatisfied satisfied basically basically satisfied dissatisfied basically satisfied basically")  # fmt: skip


def cast(stage: Stage) -> None:
    stage.start(_supervisors(stage))
    stage.start(_voted(stage, "评议四个部门的为民服务", "常委会第二十一次会议", 48, 22))
    stage.start(_voted(stage, "评议两个部门的法治建设", "常委会第二十次会议", 110, 7))
    stage.start(_voted(stage, "评议部门办理提案", "常委会第二十二次会议", 2, 19, publish=False))
    stage.start(_coming(stage))


def _supervisors(stage: Stage) -> Story:
    yield stage.office(stage.ago(320), 9)
    rows = [
        ("lin", "d-housing", "公租房和物业窗口", 730), ("feng", "d-transport", "公交和农村客运", 730),
        ("deng", "d-urban", "城管执法", 270), ("jiang", "d-market", "集市和餐饮检查", 730),
    ]  # fmt: skip
    held = {
        who: _appointed(stage, who, unit, field, days, number=n)
        for n, (who, unit, field, days) in enumerate(rows, start=1)
    }
    yield stage.later(30, 10)
    one = _reported(
        stage,
        held["lin"],
        "公租房窗口午间无人",
        "中午十二点到两点窗口没有人，三位老人等了一个多小时。",
        photo=True,
    )
    two = _reported(stage, held["deng"], "执法记录仪没有开", "两次跟班看到执法记录仪没有打开。")
    yield stage.later(6, 15)
    supervision.answer_observation(
        fresh(one),
        answer="已请市住建局安排午间轮值，本周起窗口不断人。",
        actor=stage.actor("wang"),
        at=stage.at,
    )
    supervision.file_observation(
        fresh(two),
        note="市城管局已在专项整治中处理，记录备查，年底一并回访。",
        actor=stage.actor("wang"),
        at=stage.at,
    )
    yield stage.office(stage.ago(190), 10)
    three = _reported(stage, held["feng"], "候车亭夜间没有灯", "晚上七点以后四个候车亭没有灯，站牌看不清。")
    stage.move(held["jiang"], "dismiss", "wang", note="本人调外地工作，提出辞去。")
    yield stage.later(2, 11)
    running: Supervision = stage.things["committees"]
    supervision.take_up(
        fresh(three), supervision=fresh(running), advice="候车亭照明年内修复，站牌加反光字。", answer="已列入民生实事监督的问题清单。",
        actor=stage.actor("wang"), at=stage.at,
    )  # fmt: skip
    yield stage.working(-3, 10)
    _reported(stage, held["lin"], "维修资金进度查不到", "公示栏写着能扫码查进度，扫了三次都打不开。")


def _appointed(stage: Stage, who: str, unit: str, field: str, days: int, number: int) -> SpecialSupervisor:
    today, place = calendar.day_of(stage.at), stage.cast.units
    return supervision.appoint(
        place["yunchuan"], department=place[unit], person=stage.cast.people[who], field=field,
        letter_no=f"云协聘〔{today.year}〕{number}号", starts_on=today, ends_on=today + timedelta(days=days),
        actor=stage.actor("wang"), at=stage.at, token=stage.token(),
    )  # fmt: skip


def _reported(stage: Stage, by: SpecialSupervisor, title: str, text: str, *, photo: bool = False) -> Any:
    actor, file = stage.actor(by.person.username), None
    if photo:
        name = f"监督员 {title}.png"
        file = enclosed.keep(stage, name, enclosed.photo(name), root=by.root, actor=actor)
    return supervision.report(
        fresh(by), seen_on=calendar.day_of(stage.at), title=title, text=text, file=file, actor=actor, at=stage.at,
        token=stage.token(),
    )  # fmt: skip


# --- appraisals


def _planned(stage: Stage, title: str, meeting: str, units: Sequence[str], *, ahead: int = 0) -> Appraisal:
    place = stage.cast.units
    return supervision.plan_appraisal(
        place["yunchuan"], title=title, meeting=meeting, held_on=calendar.day_of(stage.at) + timedelta(days=ahead),
        about="看受理、办理、答复和作风，凭平时了解和会上听到的投票。", quorum=len(VOTERS) // 2 + 1,
        departments=[place[u] for u in units], people=[stage.cast.people[v] for v in VOTERS], actor=stage.actor("wang"),
        at=stage.at, token=stage.token(),
    )  # fmt: skip


def _ballots(stage: Stage, appraisal: Appraisal, units: Sequence[str], count: int) -> None:
    for number, voter in enumerate(VOTERS[:count]):
        slips = {
            unit: supervision.Slip(
                SAID[place].split()[(number * 3 + place) % 10], REMARKS.get(number * 4 + place, "")
            )
            for place, unit in enumerate(units)
        }
        actor = stage.actor(voter)
        code = supervision.confirmation(appraisal, slips=slips, actor=actor)
        supervision.vote(appraisal, slips=slips, code=code, actor=actor)


def _voted(stage: Stage, title: str, meeting: str, days: int, count: int, *, publish: bool = True) -> Story:
    """Opened and closed in session; with too few ballots it is void."""
    yield stage.office(stage.ago(days), 9)
    units = APPRAISED if count > 10 else APPRAISED[:2]
    made = _planned(stage, title, meeting, units)
    stage.move(made, "open_ballot", "wang")
    _ballots(stage, fresh(made), units, count)
    yield stage.moment(calendar.day_of(stage.at), 11)
    supervision.close_ballot(fresh(made), actor=stage.actor("wang"), at=stage.at)
    if publish and fresh(made).state == "counted":
        yield stage.soon(3, 10)
        stage.move(made, "publish", "chen")


def _coming(stage: Stage) -> Story:
    """One that was called off, one that is open now, one being prepared."""
    yield stage.office(stage.ago(30), 10)
    stage.move(
        _planned(stage, "评议物业管理", "主席会议", APPRAISED[:2], ahead=10),
        "cancel",
        "wang",
        note="会议改期，另行安排。",
    )
    yield stage.working(-1, 15)
    made = _planned(stage, "评议教育和卫生工作", "常委会第二十三次会议", ["d-education", "d-health"], ahead=3)
    stage.move(made, "open_ballot", "wang")
    _ballots(stage, fresh(made), ["d-education", "d-health"], 5)
    _planned(stage, "年终综合评议", "常委会第二十四次会议", APPRAISED, ahead=40)
