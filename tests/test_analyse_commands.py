"""`shangliang analyse match` and `analyse replies` at the keyboard: tables in, tables out, refusals in words."""

import csv
from pathlib import Path

import openpyxl
import pytest

from shangliang.analysis.replies import Reason
from shangliang.modules.handling.queries import history
from shangliang.surfaces.cli import main
from shangliang.surfaces.cli.analyse import replies as said

CONCERNS = "id,text\na1,云杉小区没有电梯，盼望加装电梯\na2,105路公交车早高峰班次太少\n"
ASKS = "id,text\nb1,请委员协助调研：云杉小区加装电梯推进缓慢\nb2,希望推动：105路公交早高峰增加班次\n"
REPLIES = (
    "留言编号,留言主题,留言时间,留言详情,答复意见,答复时间\n"
    "7,路灯何时修好,2026-02-10,云杉小区路灯坏了半年,经查路灯将于3月5日修好，电缆已更换,2026-03-02\n"
    "8,路灯何时修好,2026/2/10 9:00:00,云杉小区路灯坏了半年,网友您好！来信已收悉,2026/3/2 9:00:00\n"
    "9,路灯何时修好,2026-02-10,云杉小区路灯坏了半年,,\n"
)


def run(*arguments: object) -> int:
    return main.main(["analyse", *map(str, arguments)])


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def table(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, name: str, text: str) -> Path:
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append(line.split(","))
    book.save(folder / name)
    return folder / name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_match_reads_the_usual_encodings(encoding: str, tmp_path: Path) -> None:
    a, b = table(tmp_path, "a.csv", CONCERNS, encoding), table(tmp_path, "b.csv", ASKS, encoding)
    assert run("match", a, b, "--out", tmp_path / "out.csv") == 0
    rows = rows_of(tmp_path / "out.csv")
    assert rows[0] == ["a_id", "b_id", "score", "why"]
    assert [row[:2] for row in rows[1:]] == [["a1", "b1"], ["a2", "b2"]]
    assert "电梯" in rows[1][3] and "云杉小区" in rows[1][3]
    assert all(0 < float(row[2]) <= 1 for row in rows[1:])


def test_match_reads_workbooks_and_knows_a_cap(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b = workbook(tmp_path, "a.xlsx", CONCERNS), workbook(tmp_path, "b.xlsx", ASKS)
    assert run("match", a, b, "--cap", 1, "--top", 1, "--floor", "0.2", "--out", tmp_path / "out.csv") == 0
    assert len(rows_of(tmp_path / "out.csv")) == 3
    assert "SHA-256" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("a", "told"),
    [
        ("id,body of it\na1,x\n", "missing_heading"),
        ("text,also\nx,y\n", "missing_heading"),
        ("id,text\n", "no rows"),
        ("", "empty"),
        ("id,text\n,路灯坏了\n", "row 2 has no id"),
        ("id,text\na1,路灯坏了\na1,路灯修好了\n", "stands twice"),
    ],
)
def test_match_says_what_is_wrong(
    a: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = table(tmp_path, "a.csv", a), table(tmp_path, "b.csv", ASKS)
    assert run("match", first, second, "--out", tmp_path / "out.csv") == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_match_takes_tables_as_they_come(tmp_path: Path) -> None:
    """Headings in Chinese, ids with commas, cells of several lines, rows without text."""
    lines = '编号,内容\n"甲,1","云杉小区没有电梯\n盼望""加装""电梯"\n甲2,\n甲3,  \n'
    a, b = table(tmp_path, "a.csv", lines), table(tmp_path, "b.csv", ASKS)
    assert run("match", a, b, "--out", tmp_path / "out.csv") == 0
    assert [row[:2] for row in rows_of(tmp_path / "out.csv")] == [["a_id", "b_id"], ["甲,1", "b1"]]


@pytest.mark.parametrize("swapped", [False, True])
def test_one_side_empty_leaves_no_file(
    swapped: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [table(tmp_path, "a.csv", CONCERNS), table(tmp_path, "b.csv", "id,text\n")]
    assert run("match", *(files[::-1] if swapped else files), "--out", tmp_path / "out.csv") == 1
    assert "no rows below the headings" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]


@pytest.mark.parametrize("kind", ["match", "replies"])
def test_missing_files_and_folders(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = table(tmp_path, "a.csv", CONCERNS if kind == "match" else REPLIES)
    files = [there, there] if kind == "match" else [there]
    assert run(kind, *files, "--out", tmp_path / "nowhere" / "out.csv") == 1
    assert "No such folder" in capsys.readouterr().err
    gone = [tmp_path / "gone.csv"] * len(files)
    assert run(kind, *gone, "--out", tmp_path / "out.csv") == 1
    assert "No such file" in capsys.readouterr().err


def test_undecodable_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = tmp_path / "a.csv"
    odd.write_bytes(b"id,text\na1,\xff\xff\xfe\x80\x81\n")
    assert run("match", odd, odd, "--out", tmp_path / "out.csv") == 1
    assert "cannot be used as a table" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [("--top", "0"), ("--cap", "x"), ("--floor", "1.5"), ("--floor", "much")])
def test_options_out_of_range(wrong: tuple[str, str], tmp_path: Path) -> None:
    there = table(tmp_path, "a.csv", CONCERNS)
    with pytest.raises(SystemExit) as stopped:
        run("match", there, there, *wrong, "--out", tmp_path / "out.csv")
    assert stopped.value.code == 2


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_replies(encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("replies", table(tmp_path, "r.csv", REPLIES, encoding), "--out", tmp_path / "out.csv") == 0
    rows = rows_of(tmp_path / "out.csv")
    assert rows[0] == ["id", "days", "working_days", "empty", "answers_question", "why"]
    # Spring Festival 2026: 15 to 23 February off, 14 and 28 February worked.
    assert rows[1][:5] == ["7", "20", "10", "no", "yes"]
    assert rows[2][:5] == ["8", "20", "10", "yes", "no"] and "收悉" in rows[2][5]
    assert rows[3] == ["9", "", "", "yes", "no", "没有答复内容"]
    assert "2 empty replies" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("编号,内容\n1,路灯坏了\n", "missing_heading"),
        ("编号,内容,答复\n", "no rows"),
        ("编号,内容,答复\n,路灯坏了,已修好\n", "row 2 has no id"),
        ("编号,内容,答复\n1,路灯坏了,已修好\n1,路灯坏了,未修好\n", "another exchange"),
    ],
)
def test_replies_says_what_is_wrong(
    text: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("replies", table(tmp_path, "r.csv", text), "--out", tmp_path / "out.csv") == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_replies_take_tables_as_they_come(tmp_path: Path) -> None:
    """Other headings, ids with commas, dates in several forms, answers still to come, years without a calendar."""
    lines = (
        "工单编号,诉求标题,诉求内容,办理情况,登记时间,办结日期\n"
        '"甲,1",路灯何时修好,路灯坏了,电缆已更换,2008年12月30日,2009.1.5\n'
        "甲2,路灯何时修好,路灯坏了,已修好,2026-02-10 08:00,20260210\n"
        "甲3,路灯何时修好,路灯坏了,,2026/2/10,\n"
        "甲4,路灯何时修好,路灯坏了,电缆已更换,2026-02-10,2026-02-01\n"
        "甲5,路灯何时修好,路灯坏了,电缆已更换,46063,46083.5\n"
    )
    assert run("replies", table(tmp_path, "r.csv", lines), "--out", tmp_path / "out.csv") == 0
    rows = rows_of(tmp_path / "out.csv")[1:]
    assert [row[:5] for row in rows] == [
        ["甲,1", "6", "3", "no", "yes"],
        ["甲2", "0", "0", "no", "yes"],
        ["甲3", "", "", "yes", "no"],
        ["甲4", "", "", "no", "yes"],
        ["甲5", "20", "10", "no", "yes"],
    ]
    assert "没有节假日安排" in rows[0][5] and "早于留言时间" in rows[3][5]
    assert not any("节假日" in row[5] for row in rows[1:])


def test_an_old_workbook_is_refused_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "r.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert run("replies", old, "--out", tmp_path / "out.csv") == 1
    assert "另存为 .xlsx" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_every_reason_has_words() -> None:
    assert set(said.WORDS) == set(Reason)
    assert {reason: str(words) for reason, words in history.SAID.items()} == said.WORDS
