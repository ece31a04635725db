"""What an older system held: every code, files from hell, the same file twice, numbers that go on, speed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from shangliang.kernel import journal, moves, sheets
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import PastAnswer, Proposal, ProposalBatch
from shangliang.modules.proposals.services.past import CODES
from shangliang.modules.proposals.tests import given, old
from shangliang.modules.proposals.tests import given_around as more
from tests.world import World

pytestmark = pytest.mark.django_db
BECAME = {"submitted": "submitted", "filed": "filed", "not_filed": "not_filed", "archived": "archived"}


def settled() -> None:
    """What the database asks at the end of a transaction is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_every_code_has_its_place(world: World) -> None:
    rows = [old.row(n, code) for n, code in enumerate(CODES, start=1)]
    found = old.preview(world, *rows)
    assert found.counts == {"new": len(CODES) - 1, "same": 0, "left": 1, "error": 0}
    batch = old.commit(world, found)
    settled()
    assert (batch.added, batch.left, batch.wrong, batch.sent) == (len(CODES) - 1, 1, 0, 0)
    for n, (code, (_words, became)) in enumerate(CODES.items(), start=1):
        held = Proposal.objects.filter(serial_no=n).first()
        if became == "draft":
            assert held is None
            continue
        assert held is not None and held.state == became, code
        story = journal.story("proposal", held.pk)
        assert [e.verb for e in story] == ["begin", f"take_over_{became}"]
        assert story[0].facts == {"batch": batch.pk} and story[1].facts["code"] == code
        assert held.original is not None and held.signers.get().person == world.people["lin"]
        assert [s.text for s in held.suggestions.all()] == ["加装减速带", "安排人员疏导。"]
        assert (held.case_no == n) == (became in {"filed", "archived"})
    turned = Proposal.objects.filter(state="not_filed", course="brief")
    assert sorted(turned.values_list("serial_no", flat=True)) == [
        n for n, code in enumerate(CODES, start=1) if code in {"98", "99"}
    ]


def test_the_clock_of_what_is_open_runs_here(world: World) -> None:
    old.bring(world, old.row(1, "5"), old.row(2, "3"), old.row(3, "9"))
    filed, waiting, over = (Proposal.objects.get(serial_no=n) for n in (1, 2, 3))
    assert filed.due_at and filed.clock_from == world.now and waiting.due_at and over.due_at is None


def test_numbers_go_on_after_the_largest(world: World) -> None:
    session, category = given.session(world), given.category(world)
    old.bring(world, old.row(40, "9", 案号="31", 分类号="7"), old.row(12, "9", 案号="30", 分类号="9"))
    with transaction.atomic():
        assert services.take_serial(session) == 41
    proposal = given.filed(world)
    assert (proposal.serial_no, proposal.case_no, proposal.category_no) == (42, 32, 10)
    assert proposal.category == category
    assert Proposal.objects.get(serial_no=40).number == "政协云川市九届五次会议 第0031号（交通旅游类007号）"


def test_it_is_handed_over_again(world: World) -> None:
    rows = [old.row(1, "7", 主办="市交通局", 会办="市住建局、市教育局", 联名="邓小军"), old.row(2, "6")]
    found = old.preview(world, *rows)
    assert found.becoming == {"submitted": 0, "filed": 2, "not_filed": 0, "archived": 0, "handed": 1}
    batch = old.commit(world, found)
    settled()
    assert batch.sent == 1
    held = Proposal.objects.get(serial_no=1)
    assert held.state == "assigned" and held.assigned_at == world.now and held.dispatch is not None
    parts = held.dispatch.assignments.order_by("pk")
    assert [(a.unit.short, a.part) for a in parts] == [
        ("市交通局", "lead"), ("市住建局", "joint"), ("市教育局", "joint"),
    ]  # fmt: skip
    assert all(a.sent_at == world.now and a.due_at for a in parts)
    assert [i.text for i in held.dispatch.items.all()] == ["加装减速带", "安排人员疏导。"]
    assert {c.person_id for c in held.dispatch.concerned.all()} == {
        world.people["lin"].pk, world.people["deng"].pk,
    }  # fmt: skip
    assert given.verbs(held)[-1] == "assign" and Dispatch.objects.count() == 1


def test_old_answers_stay_readable_by_item(world: World) -> None:
    old.bring(
        world,
        old.row(1, "9", 主办="市交通局", 办理结果="A", 答复="1. 减速带已装好；2. 已安排人员。"),
        old.row(2, "9", 主办="老交通局", 办理结果="B", 答复="已列入计划。"),
        old.row(3, "9", 办理结果="甲", 答复="13812345678 联系人已告知。"),
        old.row(4, "9"),
    )
    by_item = PastAnswer.objects.filter(proposal__serial_no=1).order_by("item__number")
    assert [(a.item.number if a.item else 0, a.text, a.norm, a.by) for a in by_item] == [
        (1, "减速带已装好", "solved", "市交通局"), (2, "已安排人员。", "solved", "市交通局"),
    ]  # fmt: skip
    whole = PastAnswer.objects.get(proposal__serial_no=2)
    assert (whole.item, whole.grade, whole.norm, whole.by) == (None, "B", "in_progress", "老交通局")
    unknown = PastAnswer.objects.get(proposal__serial_no=3)
    assert (unknown.grade, unknown.norm) == ("甲", "") and "13812345678" not in unknown.text
    assert not PastAnswer.objects.filter(proposal__serial_no=4).exists()


def test_the_same_file_twice_adds_nothing(world: World) -> None:
    rows = [old.row(1, "9"), old.row(2, "-5"), old.row(3, "7", 主办="市交通局")]
    old.bring(world, *rows)
    again = old.preview(world, *rows)
    assert again.counts == {"new": 0, "same": 3, "left": 0, "error": 0}
    batch = old.commit(world, again)
    assert (batch.added, batch.same, batch.sent) == (0, 3, 0)
    assert Proposal.objects.count() == 3 and Dispatch.objects.count() == 1


def test_two_previews_of_one_file_add_it_once(world: World) -> None:
    one, two = (old.preview(world, old.row(1, "9")) for _ in range(2))
    old.commit(world, one)
    batch = old.commit(world, two)
    assert (batch.added, batch.same) == (0, 1) and Proposal.objects.count() == 1


def test_a_body_s_proposal_goes_on_with_who_convenes_it(world: World) -> None:
    old.bring(world, old.row(1, "9", 提案者="民盟市委会", 种类="党派提案"))
    held = Proposal.objects.get()
    assert (held.kind, held.collective, held.drafter) == (
        "party", world.units["p-minmeng"], world.people["fan"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"流水号": ""}, "缺流水号"),
        ({"流水号": "一"}, "流水号应为正整数"),
        ({"流水号": "-3"}, "流水号应为正整数"),
        ({"案由": ""}, "缺案由"),
        ({"案由": "很" * 51}, "超过 50 字"),
        ({"情况": "很" * 20_001}, "超过 20000 字"),
        ({"状态码": "77"}, "状态码“77”不认识"),
        ({"状态码": ""}, "状态码“”不认识"),
        ({"案号": ""}, "要有案号"),
        ({"案号": "第号"}, "要有案号"),
        ({"类别": "没有的类"}, "没有这个类别：没有的类"),
        ({"分类号": ""}, "要有分类号"),
        ({"立案日期": ""}, "要有立案日期"),
        ({"立案日期": "2026-02-30"}, "日期看不懂"),
        ({"立案日期": "3026-02-28"}, "日期还没有到"),
        ({"提案者": ""}, "缺提案者"),
        ({"提案者": "查无此人"}, "没有这位委员：查无此人"),
        ({"联名": "邓小军，查无此人"}, "没有这位委员：查无此人"),
        ({"种类": "火星提案"}, "提案种类不认识"),
        ({"种类": "党派", "提案者": "没有的党派"}, "没有这个单位：没有的党派"),
        ({"种类": "团体", "提案者": "市妇联"}, "没有召集人"),
        ({"主办": "没有的局"}, "没有这个单位：没有的局"),
        ({"主办": "市交通局、市住建局"}, "主办应写一个单位"),
        ({"主办": "市交通局", "会办": "市交通局"}, "同一个单位只能写一次"),
        ({"建议": ""}, "至少要有一条具体建议"),
        ({"状态码": "3", "案号": "5"}, "没有立案，却有案号 5"),
        ({"状态码": "-5", "案号": "", "不立案原因": "不想立"}, "不立案原因看不懂"),
    ],
)
def test_a_wrong_row_says_what_is_wrong(world: World, wrong: dict[str, str], said: str) -> None:
    found = old.preview(world, old.row(1, "5", **wrong), old.row(2, "9"))
    assert found.counts["error"] == 1 and said in found.rows[0].reason
    headings, rows = services.wrong_proposal_rows(found)
    assert headings[-1] == "导入时的问题" and said in rows[0][-1] and len(rows) == 1
    assert old.commit(world, found).added == 1  # the good ones are kept


def test_numbers_that_stand_twice(world: World) -> None:
    given.filed(world)  # the first of this session: serial, case and class number 1
    found = old.preview(
        world, old.row(1, "3"), old.row(2, "9", 案号="1", 分类号="8"), old.row(3, "9", 案号="8", 分类号="1"),
        old.row(4, "9", 案号="9", 分类号="9"), old.row(5, "9", 案号="9", 分类号="10"),
        old.row(6, "9", 案号="11", 分类号="9"),
    )  # fmt: skip
    assert [r.reason for r in found.rows] == [
        "流水号 1 已经有了", "案号 1 已经有了", "分类号 1 已经有了", "", "案号 9 已经有了", "分类号 9 已经有了",
    ]  # fmt: skip
    assert old.commit(world, found).added == 1


def test_an_old_draft_may_be_as_wrong_as_it_likes(world: World) -> None:
    found = old.preview(world, {"流水号": "1", "案由": "没写完", "状态码": "1", "提案者": "", "建议": ""})
    assert found.counts == {"new": 0, "same": 0, "left": 1, "error": 0}


@pytest.mark.parametrize("cell", ["5", "５", "5.0", "5 立案", "立案", " 5"])
def test_a_code_as_people_type_it(world: World, cell: str) -> None:
    assert old.preview(world, old.row(1, "5", 状态码=cell)).rows[0].code == "5"


@pytest.mark.parametrize("cell", ["-5", "－5", "−5", "-5 不立案", "不立案"])
def test_a_code_below_nothing(world: World, cell: str) -> None:
    assert old.preview(world, old.row(1, "-5", 状态码=cell)).rows[0].code == "-5"


def test_files_from_hell(world: World) -> None:
    good = old.row(1, "9")
    for encoding in ("gb18030", "utf-16", "utf-8"):
        assert old.preview(world, good, encoding=encoding).counts["new"] == 1
    for data, code in (
        (b"", "empty"), (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, ""), (b"PK\x03\x04broken", ""),
        ("流水号,案由\n1,路灯\n".encode(), "columns"),
    ):  # fmt: skip
        with pytest.raises(sheets.SheetError) as failed:
            old.preview(world, data=data)
        assert not code or failed.value.code == code
    assert not Proposal.objects.exists() and not ProposalBatch.objects.exists()


def test_an_excel_file_with_several_columns_of_suggestions(world: World, tmp_path: Any) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["旧系统导出"])
    sheet.append(["流水号", "案由", "建议1", "建议2", "建议3", "提案者", "状态码"])
    sheet.append([7, "=1+1", "加装减速带", "", "安排人员疏导", "林晓梅", 3])
    book.save(tmp_path / "旧系统.xlsx")
    found = old.preview(world, data=(tmp_path / "旧系统.xlsx").read_bytes())
    assert found.rows[0].suggestions == ("加装减速带", "安排人员疏导") and found.rows[0].serial == 7


def test_who_may(world: World) -> None:
    found = old.preview(world, old.row(1, "9"))
    for who in ("lin", "zhao", "liu", "gao", "public"):
        with pytest.raises(moves.NotAllowed):
            old.commit(world, found, who=who)
    assert not Proposal.objects.exists()
    more.staff(world, "lin")
    own = old.preview(world, old.row(2, "7", 主办="市交通局"))
    with pytest.raises(moves.Refused, match="请由别人接续"):
        old.commit(world, own, who="lin")
    assert not Proposal.objects.exists()


def test_it_is_cheap_in_bulk(world: World) -> None:
    """Entry, delivery, state: three statements a proposal, and some thirty for a whole chunk."""
    rows = [old.row(n, "9", 答复="1. 已装；2. 已派。", 办理结果="A") for n in range(1, 101)]
    with CaptureQueriesContext(connection) as reading:
        found = old.preview(world, *rows)
    with CaptureQueriesContext(connection) as keeping:
        old.commit(world, found)
    statements = [q for q in keeping.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(reading) <= 40 and len(statements) <= 4 * len(rows)
