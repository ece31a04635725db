"""Pages answer those who may, and say clearly why not to the others."""

import io
from datetime import UTC, datetime

import docx
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shangliang.kernel.models import Entry
from shangliang.modules.plans import services
from shangliang.modules.plans.models import Plan, PlanItem
from shangliang.modules.plans.tests import given
from tests import visits
from tests.world import World


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' clock stands where the world's stands."""
    moment = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


as_, url = visits.as_, visits.Pages("plans").at


def test_everything_asks_for_a_sign_in(world: World) -> None:
    plan = given.issued(world)
    for address in (url("list"), url("plan", plan.pk), url("item", plan.items.get().pk)):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]


def test_the_list_shows_what_each_may_see(world: World) -> None:
    draft = given.plan(world)
    for who in ("wang", "chen", "zhao", "lin", "qian", "hou"):
        assert draft.title in as_(world, who).get(url("list")).content.decode()
    assert draft.title not in as_(world, "zhou").get(url("list")).content.decode()
    given.issued(world, draft)
    assert draft.title in as_(world, "zhou").get(url("list")).content.decode()


def test_the_list_filters_and_exports(world: World) -> None:
    given.plan(world)
    given.plan(world, 2025)
    client = as_(world, "wang")
    page = client.get(url("list"), {"year": "2025"}).content.decode()
    assert "2025年度协商计划" in page
    assert "2026年度协商计划" not in page
    assert client.get(url("list"), {"year": "二〇二五", "state": "joint"}).status_code == 200
    table = client.get(url("list"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert table[0].startswith("年度,单位,名称")
    assert len(table) == 3


def test_an_empty_list_says_what_to_do_first(world: World) -> None:
    page = as_(world, "wang").get(url("list")).content.decode()
    assert "还没有年度计划" in page
    assert url("open") in page
    assert url("open") not in as_(world, "lin").get(url("list")).content.decode()


def test_a_plan_is_opened_once_however_often_the_button_is_pressed(world: World) -> None:
    client = as_(world, "wang")
    assert client.get(url("open")).status_code == 200
    form = {
        "unit": world.units["yunchuan"].pk, "year": "2026", "title": "2026年度协商计划", "token": "a1",
    }  # fmt: skip
    answers = [client.post(url("open"), form) for _time in range(2)]
    plan = Plan.objects.get()
    assert [(a.status_code, a["Location"]) for a in answers] == [(303, url("plan", plan.pk))] * 2
    refused = client.post(url("open"), {**form, "token": "a2"})
    assert refused.status_code == 422
    assert "已经有 2026 年的计划" in refused.content.decode()


def test_a_wrong_form_comes_back_with_what_was_typed(world: World) -> None:
    answer = as_(world, "wang").post(url("open"), {"year": "26", "title": "写了一半"})
    assert answer.status_code == 422
    assert "写了一半" in answer.content.decode()


def test_only_secretaries_open_plans(world: World) -> None:
    for who in ("lin", "chen", "qian", "zhou"):
        assert as_(world, who).get(url("open")).status_code == 403


def test_a_draft_does_not_exist_for_those_who_may_not_know(world: World) -> None:
    plan = given.plan(world)
    item = given.item(world, plan)
    for who, code in (("wang", 200), ("chen", 200), ("lin", 200), ("zhou", 404), ("liu", 404)):
        client = as_(world, who)
        assert client.get(url("plan", plan.pk)).status_code == code
        assert client.get(url("item", item.pk)).status_code == code
        assert client.get(url("paper", plan.pk)).status_code == code
        assert client.get(url("table", plan.pk, "csv")).status_code == code


def test_the_plan_shows_track_calendar_needs_and_gaps(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    page = as_(world, "wang").get(url("plan", plan.pk)).content.decode()
    for words in (
        "征题",
        "三轮座谈",
        "党组研究",
        "党委审定",
        "三办会签",
        "联合印发",
        "印发以前还要",
        "这个月空着",
    ):
        assert words in page
    assert f"{url('add', plan.pk)}?month=5" in page
    assert f'{url("add", plan.pk)}?month=1"' not in page
    assert "开始座谈" in page
    member = as_(world, "lin").get(url("plan", plan.pk)).content.decode()
    assert url("add", plan.pk) not in member


def test_years_are_switched_on_the_page(world: World) -> None:
    plan, earlier = given.plan(world), given.plan(world, 2025)
    page = as_(world, "wang").get(url("plan", plan.pk)).content.decode()
    assert url("plan", earlier.pk) in page


def test_what_was_said_in_the_rounds_stays_inside(world: World) -> None:
    plan = given.issued(world)
    assert "建议电梯题目提前" in as_(world, "lin").get(url("plan", plan.pk)).content.decode()
    assert "建议电梯题目提前" not in as_(world, "zhou").get(url("plan", plan.pk)).content.decode()


def test_the_plan_page_costs_the_same_with_many_items(world: World, django_assert_max_num_queries) -> None:
    plan = given.plan(world)
    for number in range(6):
        given.item(world, plan, about=given.topic(world, f"议题{number}"), month=number + 4)
    client = as_(world, "wang")
    with django_assert_max_num_queries(34):
        assert client.get(url("plan", plan.pk)).status_code == 200


def test_topics_are_chosen_from_those_filed(world: World) -> None:
    plan, topic = given.plan(world), given.topic(world)
    other = given.topic(world, "公交末班车", field="交通运输")
    client = as_(world, "wang")
    page = client.get(url("add", plan.pk), {"month": "6"}).content.decode()
    assert topic.title in page
    assert "评分 87" in page
    assert '<option value="6" selected' in page
    narrowed = client.get(
        url("add", plan.pk), {"q": "末班车", "field": str(other.field_id), "origin": "raised"}
    )
    assert other.title in narrowed.content.decode()
    assert topic.title not in narrowed.content.decode()
    form = {"topic": topic.pk, "type": "monthly", "month": "6", "token": "b1"}
    answers = [client.post(url("add", plan.pk), form) for _time in range(2)]
    assert [a.status_code for a in answers] == [303, 303]  # pressed twice: the same way, once
    anew = client.post(url("add", plan.pk), {**form, "token": "b2"})
    assert anew.status_code == 422  # the topic is no longer among the filed ones
    assert plan.items.get().title == topic.title


def test_without_filed_topics_the_page_says_where_they_come_from(world: World) -> None:
    page = as_(world, "wang").get(url("add", given.plan(world).pk)).content.decode()
    assert "没有可以选的议题" in page


def test_adding_is_refused_in_three_ways(world: World) -> None:
    plan, topic = given.plan(world), given.topic(world)
    form = {"topic": topic.pk, "type": "monthly", "month": "6"}
    assert as_(world, "zhou").post(url("add", plan.pk), form).status_code == 404
    assert as_(world, "lin").post(url("add", plan.pk), form).status_code == 403
    given.item(world, plan, about=given.topic(world, "公交末班车"))
    given.approved(world, given.talked(world, plan))
    assert as_(world, "wang").post(url("add", plan.pk), form).status_code == 409
    assert as_(world, "wang").get(url("add", plan.pk)).status_code == 409


def test_a_late_item_keeps_what_was_typed_when_a_reason_is_missing(world: World) -> None:
    plan, topic = given.issued(world), given.topic(world, "校园周边停车")
    client = as_(world, "wang")
    assert "临时增补题目" in client.get(url("add", plan.pk)).content.decode()
    form = {
        "topic": topic.pk, "type": "monthly", "month": "9", "leader": world.people["chen"].pk,
        "committee": world.units["c-education"].pk, "title": "校园周边停车怎么管",
    }  # fmt: skip
    refused = client.post(url("add", plan.pk), form)
    assert refused.status_code == 422
    assert "计划已经印发，请写明理由" in refused.content.decode()
    assert "校园周边停车怎么管" in refused.content.decode()
    assert client.post(url("add", plan.pk), {**form, "reason": "群众反映集中"}).status_code == 303
    page = client.get(url("plan", plan.pk)).content.decode()
    assert "临时增补：9 月" in page
    assert "群众反映集中" in page


def test_an_item_is_edited_then_changed_with_a_reason(world: World) -> None:
    plan = given.plan(world)
    item = given.item(world, plan)
    client = as_(world, "wang")
    page = client.get(url("item", item.pk)).content.decode()
    assert url("edit", item.pk) in page
    assert url("change", item.pk) not in page
    form = {
        "title": item.title, "type": "thematic", "month": "7", "leader": world.people["chen"].pk,
        "committee": world.units["c-society"].pk, "departments": [world.units["d-housing"].pk],
    }  # fmt: skip
    assert client.get(url("edit", item.pk)).status_code == 200
    assert client.get(url("change", item.pk)).status_code == 409
    assert client.post(url("edit", item.pk), form)["Location"] == url("item", item.pk)
    assert given.again(item).month == 7
    given.issued(world, plan)
    assert client.get(url("edit", item.pk)).status_code == 409
    assert url("change", item.pk) in client.get(url("item", item.pk)).content.decode()
    assert client.get(url("change", item.pk)).status_code == 200
    assert client.post(url("change", item.pk), {**form, "month": "8"}).status_code == 422
    nothing = client.post(url("change", item.pk), {**form, "reason": "无"})
    assert (nothing.status_code, "没有改动" in nothing.content.decode()) == (422, True)
    assert (
        client.post(url("change", item.pk), {**form, "month": "8", "reason": "汛期推迟"}).status_code == 303
    )
    assert "月份：7 → 8" in client.get(url("item", item.pk)).content.decode()
    assert as_(world, "chen").get(url("change", item.pk)).status_code == 403
    assert as_(world, "chen").get(url("edit", item.pk)).status_code == 403


def test_rounds_are_written_on_their_own_page(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    given.move(world, plan, "consult", "wang")
    client, address = as_(world, "wang"), url("round", plan.pk, "parties")
    assert client.get(address).status_code == 200
    assert client.get(url("round", plan.pk, "friends")).status_code == 404
    assert as_(world, "chen").get(address).status_code == 403
    assert client.post(address, {"held_on": "2026-03-05", "note": "好"}).status_code == 422
    assert client.post(address, {"held_on": "2026-03-01"}).status_code == 422
    assert client.post(address, {"held_on": "2026-03-01", "note": "赞成"}).status_code == 303
    assert "赞成" in client.get(address).content.decode()


def test_each_office_signs_with_its_own_button(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    given.approved(world, given.talked(world, plan))
    page = as_(world, "qian").get(url("plan", plan.pk)).content.decode()
    assert "代表市委办会签" in page
    assert "代表市政府办会签" not in page
    address, office = url("sign", plan.pk), world.units["o-party"].pk
    assert as_(world, "qian").get(address).status_code == 405
    assert as_(world, "shi").post(address, {"office": office}).status_code == 403
    assert as_(world, "qian").post(address, {"office": ""}).status_code == 422
    assert as_(world, "qian").post(address, {"office": office}).status_code == 303
    assert "代表市委办会签" not in as_(world, "qian").get(url("plan", plan.pk)).content.decode()


def test_the_issue_is_shown_once_more_before_it_is_done(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    given.signed(world, given.approved(world, given.talked(world, plan)), without="yao")
    client, address = as_(world, "wang"), url("issue", plan.pk)
    assert as_(world, "chen").get(address).status_code == 403
    waiting = client.get(address).content.decode()
    assert "还没有会签：市政协办" in waiting
    assert "确认：联合印发" not in waiting
    assert client.post(address).status_code == 422
    services.sign(plan, office=world.units["o-cppcc"], actor=world.actor("yao"), at=world.now)
    assert "市政协办发〔2026〕　号" in client.get(address).content.decode()
    assert address in client.get(url("plan", plan.pk)).content.decode()
    assert client.post(address).status_code == 303
    assert client.post(address).status_code == 409
    assert client.get(address).status_code == 409
    assert "市政协办发〔2026〕1号" in client.get(url("plan", plan.pk)).content.decode()


def test_the_generic_button_moves_an_item_out(world: World) -> None:
    item = given.item(world, given.plan(world))
    client = as_(world, "wang")
    address = reverse("desk:move", args=["plan_item", item.pk, "drop"])
    assert address in client.get(url("item", item.pk)).content.decode()
    assert client.post(address, {"note": ""}).status_code == 422
    assert client.post(address, {"note": "座谈意见：缓议", "version": str(item.version)}).status_code in (
        302,
        303,
    )
    assert PlanItem.objects.get(pk=item.pk).state == "dropped"
    assert Entry.objects.filter(kind="plan_item", verb="drop", note="座谈意见：缓议").exists()


def test_the_title_is_changed_on_its_own_page(world: World) -> None:
    plan = given.plan(world)
    client = as_(world, "wang")
    assert client.get(url("title", plan.pk)).status_code == 200
    assert client.post(url("title", plan.pk), {"title": ""}).status_code == 422
    assert client.post(url("title", plan.pk), {"title": "新名称"}).status_code == 303
    assert given.again(plan).title == "新名称"
    assert as_(world, "lin").get(url("title", plan.pk)).status_code == 403


def test_the_paper_is_a_draft_until_the_issue(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    client = as_(world, "wang")
    answer = client.get(url("paper", plan.pk))
    assert "attachment" in answer["Content-Disposition"]
    draft = docx.Document(io.BytesIO(answer.content))
    assert draft.core_properties.title.endswith("的通知（会签稿）")
    assert "市政协办发〔2026〕　号" in [p.text for p in draft.paragraphs]
    given.issued(world, plan)
    paper = docx.Document(io.BytesIO(client.get(url("paper", plan.pk)).content))
    texts = [p.text for p in paper.paragraphs]
    assert "市政协办发〔2026〕1号" in texts
    assert "2026年3月2日" in texts
    assert "2026年安排协商议题1项，其中民生类1项。" in texts
    grid = next(t for t in paper.tables if t.cell(0, 0).text == "序号")
    assert [c.text for c in grid.rows[1].cells] == [
        "1", "6月", given.ELEVATORS, "专题协商会", "陈立群", "社法委", "市住建局",
    ]  # fmt: skip


def test_tables_leave_as_csv_and_xlsx(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan, title="=2+5 的题目")
    client = as_(world, "wang")
    lines = client.get(url("table", plan.pk, "csv")).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("序号,月份,题目")
    assert "'=2+5 的题目" in lines[1]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(url("table", plan.pk, "xlsx")).content)).worksheets[
        0
    ]
    assert (sheet["C1"].value, sheet["C2"].value, sheet["C2"].data_type) == ("题目", "=2+5 的题目", "s")
    assert client.get(url("table", plan.pk, "pdf")).status_code == 404


def test_the_printed_page_holds_the_plan(world: World) -> None:
    plan = given.issued(world)
    page = as_(world, "wang").get(url("print", plan.pk)).content.decode()
    assert "中共云川市委办公室" in page
    assert given.ELEVATORS in page


def test_posting_where_one_only_looks_is_405(world: World) -> None:
    plan = given.plan(world)
    for name in ("plan", "print", "paper"):
        assert as_(world, "wang").post(url(name, plan.pk)).status_code == 405
