import csv
import io

import pytest

from shangliang.kernel import journal, moves, sheets
from shangliang.kernel.models import Entry, Notice
from shangliang.modules.voices import services
from shangliang.modules.voices.models import ImportBatch, Letter, Voice

HEAD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"]
ROWS = [
    ["1", "A001", "文华社区 3 号楼加装电梯", "2026/1/5 9:00:00", "文华社区 3 号楼住着老人，希望加装电梯。"],
    ["2", "A002", "石桥中学门口早上堵车", "2026/1/6 9:00:00", "石桥中学门口每天早上堵半小时，学生过街危险。"],
    ["3", "A003", "", "2026/1/6 9:00:00", "没有标题的一条"],
    ["4", "A004", "时间写错的一条", "昨天", "内容在这里"],
    ["5", "A005", "将来的一条", "2031/1/6 9:00:00", "内容在这里"],
    ["2", "A002", "石桥中学门口早上堵车", "2026/1/6 9:00:00", "石桥中学门口每天早上堵半小时，学生过街危险。"],
]


def table(rows, encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    return text.getvalue().encode(encoding)


def look(world, content):
    sheet = sheets.read_bytes(content)
    return services.preview(world.units["yunchuan"], sheet=sheet, name="f.csv", content=content, at=world.now)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_preview_tells_every_row_and_changes_nothing(world, encoding):
    seen = look(world, table(ROWS, encoding))
    assert [r.state for r in seen.rows] == ["new", "new", "error", "error", "error", "same"]
    assert (
        "缺标题" in seen.rows[2].reason and "看不懂" in seen.rows[3].reason and "将来" in seen.rows[4].reason
    )
    assert not Voice.objects.exists() and not Entry.objects.exists()


def test_good_rows_are_kept_and_the_same_file_adds_nothing(world):
    content, steps = table(ROWS), []
    args = {
        "actor": world.actor("wang"),
        "at": world.now,
        "progress": lambda done, total: steps.append((done, total)),
    }
    batch = services.commit(world.units["yunchuan"], preview=look(world, content), **args)
    assert (batch.added, batch.same, batch.wrong) == (2, 1, 3) and steps == [(2, 2)]
    assert Entry.objects.filter(kind="voice", verb="begin").count() == 2
    again = look(world, content)
    assert again.counts == {"new": 0, "same": 3, "similar": 0, "error": 3}
    batch = services.commit(world.units["yunchuan"], preview=again, **args)
    assert batch.added == 0 and Voice.objects.count() == 2


def test_two_previews_of_one_file_are_committed_once(world):
    content = table(ROWS)
    first, second = look(world, content), look(world, content)
    for seen in (first, second):
        services.commit(world.units["yunchuan"], preview=seen, actor=world.actor("wang"), at=world.now)
    assert Voice.objects.count() == 2 and [b.added for b in ImportBatch.objects.order_by("pk")] == [2, 0]


def test_wrong_rows_can_be_corrected_and_imported_again(world):
    headings, rows = services.wrong_rows(look(world, table(ROWS)))
    assert headings[:5] == HEAD and len(rows) == 3 and rows[0][-1] == "缺标题"
    rows[0][2], rows[1][3], rows[2][3] = "补上了标题", "2026-01-07", "2026年1月8日"
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    seen = look(world, text.getvalue().encode())
    assert {r.state for r in seen.rows} <= {"new", "similar"}


def test_an_import_floods_nobody(world):
    services.commit(
        world.units["yunchuan"], preview=look(world, table(ROWS)), actor=world.actor("wang"), at=world.now
    )
    journal.deliver_all(world.now)
    assert not Notice.objects.exists() and not Letter.objects.exists()


def test_only_the_unit_s_office_imports(world):
    with pytest.raises(moves.NotAllowed):
        services.commit(
            world.units["yunchuan"], preview=look(world, table(ROWS)), actor=world.actor("gao"), at=world.now
        )
    assert not Voice.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_day_nobody_can_have_meant_is_told(world, day):
    seen = look(world, table([["1", "A", "路灯坏了", day, "望江路的路灯坏了半年。"]]))
    assert seen.rows[0].state == "error" and day in seen.rows[0].reason
