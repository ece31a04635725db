"""A table of concerns or asks: wrong rows are told why, the same file again adds nothing; the sources' figures."""

from __future__ import annotations

from typing import Any

import pytest

from shangliang.kernel import journal, moves, sheets
from shangliang.modules.lists import queries, services
from shangliang.modules.lists.models import Author, Campaign, DeptAsk, MemberConcern
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import by
from tests.world import World

pytestmark = pytest.mark.django_db
CONCERNS = "编号,标题,现状,建议,委员,领域,涉及部门\n"
ASKS = "编号,问计事项,背景情况,想听什么,部门,截止日期\n"


def preview(world: World, around: Campaign, what: str, text: str) -> Any:
    content = text.encode()
    sheet = sheets.read_bytes(content)
    return services.preview_list(
        around, what=what, sheet=sheet, name="清单.csv", content=content, at=world.now
    )


def commit(world: World, around: Campaign, what: str, text: str) -> Any:
    return services.commit_list(around, preview=preview(world, around, what, text), **by(world, "wang"))


def test_good_rows_are_kept_and_wrong_ones_told_why(world: World) -> None:
    around = given.campaign(world)
    text = CONCERNS + (
        "1,路灯昏暗,夜里看不清,更换路灯,林晓梅,城市管理,市城管局、市住建局\n"
        "2,,夜里看不清,更换路灯,林晓梅,,\n"
        "3,没有这个人,现状,建议,张三丰,,\n"
        "4,没有这个部门,现状,建议,邓小军,,市火星局\n"
        "5,没有这个领域,现状,建议,邓小军,星际,\n"
    )
    seen = preview(world, around, "concerns", text)
    assert seen.counts == {"new": 1, "same": 0, "error": 4}
    headings, wrong = services.wrong_list_rows(seen)
    assert headings[-1] == "导入时的问题" and [row[0] for row in wrong] == ["2", "3", "4", "5"]
    assert [row[-1].split("：")[0] for row in wrong] == [
        "缺标题",
        "没有这位委员",
        "没有这个部门",
        "没有这个领域",
    ]
    batch = commit(world, around, "concerns", text)
    assert (batch.added, batch.wrong) == (1, 4)
    kept = MemberConcern.objects.get()
    assert kept.member == world.people["lin"] and kept.field == world.fields["城市管理"]
    assert set(kept.departments.values_list("code", flat=True)) == {"d-urban", "d-housing"}
    assert kept.due_at is not None and kept.authors.count() == 1


def test_importing_twice_adds_nothing(world: World) -> None:
    around = given.campaign(world)
    text = CONCERNS + "1,路灯昏暗,夜里看不清,更换路灯,林晓梅,,\n1,路灯昏暗,夜里看不清,更换路灯,林晓梅,,\n"
    seen = preview(world, around, "concerns", text)
    assert seen.counts == {"new": 1, "same": 1, "error": 0}
    commit(world, around, "concerns", text)
    assert services.commit_list(around, preview=seen, **by(world, "wang")).added == 0
    assert commit(world, around, "concerns", text).added == 0
    assert MemberConcern.objects.count() == 1


def test_asks_of_departments_that_take_part(world: World) -> None:
    around = given.campaign(world)
    text = ASKS + (
        "1,热线怎么办,心理教师不足,谁来值守,市教育局,2026-04-01\n"
        "2,水价怎么定,,听意见,市水务局,\n"
        "3,两个部门,,听意见,市教育局、市城管局,\n"
        "4,截止已过,,听意见,市教育局,2025-04-01\n"
        "5,看不懂,,听意见,市教育局,下个月\n"
        "6,没写截止,,听意见,市教育局,\n"
    )
    batch = commit(world, around, "asks", text)
    assert (batch.added, batch.wrong) == (2, 4)
    assert DeptAsk.objects.get(title="没写截止").deadline == around.match_until
    assert commit(world, around, "asks", text).added == 0


def test_a_table_without_the_columns_is_refused(world: World) -> None:
    around = given.campaign(world)
    with pytest.raises(sheets.SheetError) as refused:
        preview(world, around, "concerns", "标题,现状\n甲,乙\n")
    assert "建议" in str(refused.value) and "委员" in str(refused.value)


def test_only_the_office_imports(world: World) -> None:
    around = given.campaign(world)
    seen = preview(world, around, "concerns", CONCERNS + "1,路灯,夜里,更换,林晓梅,,\n")
    for who in ("lin", "tang", "gao"):
        with pytest.raises(moves.NotAllowed):
            services.commit_list(around, preview=seen, **by(world, who))


def test_the_figures_of_the_sources(world: World) -> None:
    """1,373 concerns and 241 asks of the departments: kept, compared in a request, counted (DOMAIN 0.2 no. 12)."""
    around = given.campaign(world)
    roads = [
        f"{name}{kind}"
        for name in "东西南北中文武新安平"
        for kind in ("街", "路", "巷", "里", "园", "桥", "湖", "坊")
    ]
    matters = [
        "路灯",
        "停车",
        "公交",
        "垃圾",
        "绿化",
        "井盖",
        "电梯",
        "养老",
        "托育",
        "热线",
        "排水",
        "噪声",
        "步道",
        "书屋",
        "菜场",
        "充电",
        "招聘",
        "诊所",
    ]
    names = ["林晓梅", "邓小军", "冯雅琴", "蒋振华"]
    concerns = [
        f"{n},{road}{matter}问题,{road}的{matter}不方便居民有意见{n},建议改进{road}的{matter}并公示,{names[n % 4]},,\n"
        for n, (road, matter) in enumerate(((r, m) for r in roads for m in matters), start=1)
    ][:1373]
    units = ["市教育局", "市城管局", "市住建局", "市卫健委"]
    asks = [
        f"{n},{road}{matter}怎么改,,{road}的{matter}改进请委员出主意,{units[n % 4]},\n"
        for n, (road, matter) in enumerate(((r, m) for m in matters for r in roads), start=1)
    ][:241]
    assert commit(world, around, "concerns", CONCERNS + "".join(concerns)).added == 1373
    assert commit(world, around, "asks", ASKS + "".join(asks)).added == 241
    ran = services.compare(around, **by(world, "wang"))
    assert (ran.concerns, ran.asks) == (1373, 241) and ran.found > 200
    numbers = queries.figures(around, world.now)
    assert (numbers.concerns, numbers.asks, numbers.candidates) == (1373, 241, ran.found)
    assert Author.objects.count() == 1373
    best = queries.candidates(around)[0]
    assert best.concern.title.removesuffix("问题") == best.ask.title.removesuffix("怎么改")
    assert [e.verb for e in journal.story("campaign", around.pk)] == ["begin", "import", "import", "compare"]
