"""Replies of the time before: brought in once, examined, with the reasons shown; wrong rows come back."""

from __future__ import annotations

import pytest

from shangliang.kernel import moves, sheets
from shangliang.kernel.models import Entry
from shangliang.modules.handling import queries
from shangliang.modules.handling.models import PastReply
from shangliang.modules.handling.services import history
from shangliang.modules.handling.tests.visiting import Desk, said
from tests.world import World

pytestmark = pytest.mark.django_db
HEAD = "留言编号,留言主题,留言时间,留言详情,答复意见,答复时间\n"
ROWS = (
    "1,路灯不亮,2026/1/5 9:00:00,文华路的路灯坏了半个月，请问什么时候修？,"
    "您的留言已收悉，感谢您的支持。,2026/1/9 10:00:00\n"
    "2,加装电梯,2026/1/5 9:00:00,六号楼加装电梯能补贴多少？,"
    "您好：经核实，六号楼每部补贴十八万元，2026年6月底前开工，由市住建局负责，咨询电话由社区公布。,2026/1/12 10:00:00\n"
)


def bring(world: World, rows: str = ROWS, who: str = "sun") -> history.Brought:
    content = (HEAD + rows).encode()
    sheet = sheets.read_bytes(content)
    unit = world.units["yunchuan"]
    return history.bring_in(unit, sheet=sheet, content=content, actor=world.actor(who), at=world.now)


def test_they_are_examined_and_kept_once(world: World) -> None:
    brought = bring(world)
    assert (brought.added, brought.same, brought.wrong) == (2, 0, ())
    assert (bring(world).added, bring(world).same) == (0, 2)
    first, second = PastReply.objects.order_by("ref")
    assert (first.days, first.working_days, first.empty, first.answers) == (4, 4, True, False)
    assert (second.days, second.working_days, second.empty, second.answers) == (7, 5, False, True)
    assert queries.why(first) == ["只说已收悉，没有实质内容"]
    entry = Entry.objects.get(kind="past_reply")
    assert entry.facts["added"] == 2 and "路灯" not in entry.payload


def test_wrong_rows_come_back_with_the_reason(world: World) -> None:
    brought = bring(
        world, ROWS + ",无号,2026/1/5,来信,答复,2026/1/6\n2,另一件,2026/1/5,别的事,答复,2026/1/6\n3,,,,,\n"
    )
    assert brought.added == 2 and [fault for _n, fault, _c in brought.wrong] == [
        "缺编号", "编号和前面的一行相同，内容不同", "缺来信内容",
    ]  # fmt: skip
    assert [row[0] for row in history.wrong_rows(brought)] == ["4", "5", "6"]


def test_only_those_who_inspect_bring_in_and_read(world: World) -> None:
    for who in ("liu", "lin", "gao", "zhao"):
        with pytest.raises(moves.NotAllowed):
            bring(world, who=who)
    bring(world)
    for who, count in (("sun", 2), ("wang", 2), ("zhao", 2), ("gao", 0), ("liu", 0)):
        assert queries.past_replies(world.actor(who)).count() == count, who
    with pytest.raises(sheets.SheetError):
        history.bring_in(
            world.units["yunchuan"], sheet=sheets.read_bytes("甲,乙\n1,2\n".encode()), content=b"",
            actor=world.actor("sun"), at=world.now,
        )  # fmt: skip


def test_flags_and_figures(today: World) -> None:
    bring(today)
    sun = Desk(today, "sun")
    page = said(sun.get("past_replies"))
    assert "路灯不亮" in page and "加装电梯" in page and "只说已收悉，没有实质内容" in page
    page = said(sun.get("past_replies", flag="empty"))
    assert "路灯不亮" in page and "加装电梯" not in page
    row = PastReply.objects.get(ref="1")
    assert "只说已收悉" in said(sun.get("past_reply", row.pk))
    assert Desk(today, "gao").get("past_reply", row.pk).status_code == 404
    assert Desk(today, "liu").get("past_replies").status_code == 403
    assert "路灯不亮" in sun.get("past_replies", format="csv").content.decode()
    figures = queries.past_figures(queries.past_replies(today.actor("sun")), within=4)
    assert (figures.total, figures.empty, figures.open, figures.over) == (2, 1, 0, 1)
