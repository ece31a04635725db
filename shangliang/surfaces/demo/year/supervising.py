"""民主监督: two large supervisions (3 groups of 18 on petitions, 4 groups of 33 of committees), one out of last year's
results, and one of every other state; supervisors and their reports; appraisals.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shangliang.kernel import calendar
from shangliang.modules.supervision import queries
from shangliang.modules.supervision import services as supervision
from shangliang.modules.voices.models import Voice
from shangliang.surfaces.demo.year import supervising_besides
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.supervising_steps import (
    Work,
    answered,
    approved,
    claimed,
    data,
    fed_back,
    groups_of,
    informed,
    noted,
    of,
    opened,
    rechecked,
    schemed,
    teamed,
    trained_and_talked,
    visited,
)

PETITIONS = ["d-housing", "d-urban", "d-labour", "d-civil"]
COMMITTEES = ["d-transport", "d-health", "d-education", "d-ecology", "d-market", "d-water"]
EACH = (13, 12)  # findings of each department: 4 × 13 and 6 × 12; six more elsewhere make 130


def cast(stage: Stage) -> None:
    """Every supervision, supervisor and appraisal is told to begin."""
    stage.start(_petitions(stage))
    stage.start(_committees(stage))
    stage.start(_once_more(stage))
    for row in data()["other"]:
        stage.start(_other(stage, row))
    stage.start(_snapshot(stage))
    supervising_besides.cast(stage)


# --- the two large ones


def _petitions(stage: Stage) -> Story:
    """信访监督: 3 groups, 18 members; closed, gone back to once."""
    yield stage.office(stage.ago(430), 9)
    thing = opened(
        stage, "信访事项办理专项监督", form="special", basis="年度协商计划监督性议题", owner="c-society", units=PETITIONS,
        subject="信访事项的受理、办理、答复，群众认不认",
    )  # fmt: skip
    work = Work(thing, PETITIONS, groups_of([6, 6, 6]))
    yield from approved(stage, thing, PETITIONS, 90)
    yield stage.later(3, 10)
    teamed(stage, work, ["第一组", "第二组", "第三组"], ["p-minmeng", "b-women"])
    yield from trained_and_talked(stage, work)
    for number, unit in enumerate(PETITIONS):
        yield stage.later(5, 9)
        visited(
            stage,
            work,
            unit,
            "visit",
            data()["spots"][number],
            "看来访登记、问来访群众、查当月台账。",
            photo=not number,
        )
        yield stage.later(3, 14)
        visited(
            stage,
            work,
            unit,
            "papers",
            stage.cast.units[unit].short,
            "抽查上一年度信访卷宗，核对受理和答复日期。",
        )
    noted(stage, work, EACH[0])
    yield stage.later(2, 10)
    informed(stage, work)
    yield stage.later(2, 16)
    stage.move(thing, "review", "wang")
    yield from fed_back(stage, work, "关于信访事项办理情况的监督意见")
    for unit in PETITIONS:
        stage.start(answered(stage, thing, unit))
    yield from stage.after(stage.later(35, 10))
    claimed(stage, of(work, "answered"), photo=True)
    yield stage.later(5, 10)
    rechecked(stage, work, of(work, "claimed"))
    yield stage.later(3, 10)
    stage.move(thing, "close", "wang")
    yield from stage.after(stage.later(170, 9))
    first = thing.follow_ups.select_related("unit", "supervision__unit").get(round=1)
    seen = [
        supervision.Seen(f, "partly", "台账有一个月记得不全，当场补上。")
        if not n % 17
        else supervision.Seen(f, "kept")
        for n, f in enumerate(of(work, "passed"))
    ]
    supervision.hold_follow_up(
        first, held_on=calendar.day_of(stage.at), notes="回访十处，答复及时，重复信访少了三成。", seen=seen,
        actor=stage.actor(work.groups[0][0]), at=stage.at,
    )  # fmt: skip
    supervision.publish(fresh(thing), actor=stage.actor("chen"), at=stage.at)


def _committees(stage: Stage) -> Story:
    """专委会监督: 4 groups, 33 members; departments are at it, some late."""
    yield stage.office(stage.ago(245), 9)
    thing = opened(
        stage, "民生实事办理情况专委会监督", form="inspection", basis="主席会议第二十七次会议确定", owner="yunchuan",
        units=COMMITTEES, subject="民生实事办得怎么样，窗口和热线管不管用",
    )  # fmt: skip
    work = Work(thing, COMMITTEES, groups_of([9, 8, 8, 8]))
    yield from approved(stage, thing, COMMITTEES, 100)
    yield stage.later(3, 10)
    teamed(stage, work, ["提案委组", "经济委组", "教科卫体委组", "社法委组"], ["p-minmeng"])
    yield from trained_and_talked(stage, work)
    stage.things["committees"] = thing
    for number, unit in enumerate(COMMITTEES):
        yield stage.later(4, 9)
        visited(
            stage,
            work,
            unit,
            "visit",
            data()["spots"][number + 4],
            "不打招呼到现场，看窗口、问群众、打热线。",
        )
        if number % 2:
            visited(
                stage,
                work,
                unit,
                "symposium",
                stage.cast.units[unit].short,
                "和科室、乡镇、群众代表座谈，逐项对账。",
            )
    noted(stage, work, EACH[1])
    yield stage.later(3, 10)
    informed(stage, work)
    own, less = of(work, "noted")[5], of(work, "noted")[17]
    supervision.turn_to_brief(own, actor=stage.actor(own.finder.username), at=stage.at)
    stage.move(less, "drop", "wang", note="与另一条是同一件事，合并说。")
    yield stage.later(3, 16)
    stage.move(thing, "review", "wang")
    yield from fed_back(stage, work, "关于民生实事办理情况的监督意见")
    for unit in COMMITTEES[:-1]:
        stage.start(answered(stage, thing, unit))
    yield from stage.after(stage.later(35, 10))
    for unit in COMMITTEES[:4]:
        claimed(stage, of(work, "answered", unit)[:9])
    yield stage.later(4, 10)
    for unit in COMMITTEES[:3]:
        held = of(work, "claimed", unit)
        rechecked(stage, work, held[:6])
        rechecked(stage, work, held[6:7], passes=False)
    one, *_rest = of(work, "failed")
    supervision.resend(
        one, rectify_by=calendar.day_of(stage.at) + timedelta(days=90), actor=stage.actor("wang"), at=stage.at
    )
    supervision.publish(fresh(thing), actor=stage.actor("chen"), at=stage.at)


# --- the others


def _once_more(stage: Stage) -> Story:
    """再监督: last year's results, one press; the team is out."""
    yield stage.office(stage.ago(75), 9)
    wang, year = stage.actor("wang"), calendar.day_of(stage.at).year
    lists, papers = queries.unsettled("001.", year)
    every: list[Any] = [*lists, *papers]
    sources = [s for s in every if s.unit.code == "yunchuan"]
    thing = supervision.supervise_again(
        min(sources, key=lambda s: (s.topic_id, s.pk)), actor=wang, at=stage.at
    )
    units = list(thing.supervised.values_list("department__code", flat=True))
    work = Work(thing, units, groups_of([4]))
    yield from approved(stage, thing, units, 120)
    yield stage.later(3, 10)
    teamed(stage, work, ["再监督组"])
    yield from trained_and_talked(stage, work)
    yield stage.later(5, 10)
    visited(stage, work, units[0], "visit", "文华社区", "逐条对照去年答复的承诺，到现场看办成没有。")
    matters = list(thing.matters.all())
    for number in range(3):
        matter = matters[number % len(matters)]
        words = supervision.Words(
            title=f"承诺事项还差一截（{number + 1}）", department=stage.cast.units[units[0]], advice="排出月度节点，按月报进度。",
            problem=f"去年答复的事项“{matter.text[:40]}”，现场看还没有办完，群众说没有人来告知过。",
        )  # fmt: skip
        supervision.note_finding(
            fresh(thing), words=words, matter=matter, actor=stage.actor(work.groups[0][number]), at=stage.at
        )


def _other(stage: Stage, row: dict[str, Any]) -> Story:
    yield stage.office(stage.ago(row["days"]), 9)
    names = ("form", "basis", "subject", "owner")
    units = [row["unit"]]
    thing = opened(stage, row["title"], units=units, **{name: row[name] for name in names})
    if row["key"] in {"planned", "late"}:
        return
    if row["key"] == "proposed":
        yield stage.working(-2, 10)
        schemed(stage, thing, units, 60)
        stage.move(thing, "propose", "wang")
        return
    yield from approved(stage, thing, units, 60)
    if row["key"] == "dropped":
        yield stage.later(4, 10)
        stage.move(thing, "drop", "wang", note="与市监部门的联合检查重复，改为参加联合检查。")
        return
    work = Work(thing, units, groups_of([5]))
    yield stage.later(3, 10)
    teamed(stage, work, ["监督小组"])
    if row["key"] == "reviewing":
        yield from trained_and_talked(stage, work)
        yield stage.later(4, 9)
        visited(stage, work, units[0], "visit", "迎滨社区", "看三栋楼的外墙、屋面和管线，问了二十户。")
        noted(stage, work, 2)
        informed(stage, work)
        yield stage.working(-4, 16)
        stage.move(thing, "review", "wang")


def _snapshot(stage: Stage) -> Story:
    """随手拍: out of what somebody said."""
    yield stage.office(stage.ago(3), 11)
    voice = Voice.objects.filter(unit__code="yunchuan", open_ok=True).exclude(state="withdrawn")
    found = voice.exclude(field=None).select_related("unit", "field__department").order_by("pk").first()
    if found is None:
        raise LookupError("a voice to look into")
    supervision.open_from(
        found, owner=stage.cast.units["o-cppcc"], actor=stage.actor("wang"), at=stage.at, token=stage.token()
    )
