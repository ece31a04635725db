"""The stand-alone verifier finds every way to tamper with an export, and lets an honest one pass."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import given as cases
from hypothesis import settings as hyp
from hypothesis import strategies as st

from shangliang.kernel import journal, moves
from shangliang.surfaces.cli import main
from shangliang.surfaces.cli.errors import CliError
from tests import given
from tests.world import NOON, World

SCRIPT = Path(__file__).parent.parent / "verify_journal.py"
spec = importlib.util.spec_from_file_location("verify_journal", SCRIPT)
assert spec and spec.loader
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)

Row = dict[str, Any]
Tamper = Callable[[list[Row], int], list[Row]]
TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12)


def sealed(notes: dict[str, list[str]]) -> list[Row]:
    """Rows of a good chain: root → notes."""
    rows = []
    for root in sorted(notes):
        prev = ""
        for seq, note in enumerate(notes[root], start=1):
            entry = {"root": root, "verb": "begin", "note": note, "facts": {"n": seq}}
            prev = hashlib.sha256(f"{prev}\n{seq}\n{journal.canonical(entry)}".encode()).hexdigest()
            rows.append({"seq": seq, "hash": prev, "entry": entry})
    return rows


def head_line(rows: list[Row]) -> str:
    heads = {row["entry"]["root"]: {"entries": row["seq"], "hash": row["hash"]} for row in rows}
    return journal.canonical({"journal": "shangliang", "format": 1, "heads": heads})


def said(lines: list[str], *options: str, tmp: Path) -> tuple[int, str]:
    file = tmp / "export.jsonl"
    file.write_bytes("".join(line + "\n" for line in lines).encode("utf-8", "surrogatepass"))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = verifier.main([str(file), *options])
    return code, out.getvalue()


def lines_of(rows: list[Row]) -> list[str]:
    return [journal.canonical(row) for row in rows]


@pytest.fixture(scope="module")
def tmp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("export")


def changed(rows: list[Row], i: int) -> list[Row]:
    entry = {**rows[i]["entry"], "note": rows[i]["entry"]["note"] + "改"}
    return [*rows[:i], {**rows[i], "entry": entry}, *rows[i + 1 :]]


def resealed(rows: list[Row], i: int) -> list[Row]:
    """Changed, and its own seal made anew: then the next one no longer fits."""
    rows = changed(rows, i)
    prev = rows[i - 1]["hash"] if i and rows[i]["seq"] > 1 else ""
    text = f"{prev}\n{rows[i]['seq']}\n{journal.canonical(rows[i]['entry'])}"
    rows[i] = {**rows[i], "hash": hashlib.sha256(text.encode()).hexdigest()}
    return rows


def removed(rows: list[Row], i: int) -> list[Row]:
    return rows[:i] + rows[i + 1 :]


def doubled(rows: list[Row], i: int) -> list[Row]:
    return [*rows[: i + 1], rows[i], *rows[i + 1 :]]


def foisted(rows: list[Row], i: int) -> list[Row]:
    """A new entry between two others, all later numbers moved up, nothing sealed anew."""
    root = rows[i]["entry"]["root"]
    later = [{**r, "seq": r["seq"] + 1} if r["entry"]["root"] == root else r for r in rows[i:]]
    return [*rows[:i], {**rows[i], "entry": {**rows[i]["entry"], "note": "假"}}, *later]


def swapped(rows: list[Row], i: int) -> list[Row]:
    return [*rows[:i], *rows[i : i + 2][::-1], *rows[i + 2 :]]


def extra_key(rows: list[Row], i: int) -> list[Row]:
    return [*rows[:i], {**rows[i], "remark": "unsealed"}, *rows[i + 1 :]]


CHAINS = st.dictionaries(
    st.sampled_from(["001.", "002.", "010."]), st.lists(TEXTS, min_size=2, max_size=6), min_size=1
)


@hyp(max_examples=60, derandomize=True, deadline=None)
@cases(notes=CHAINS)
def test_an_honest_export_passes(notes: dict[str, list[str]], tmp: Path) -> None:
    rows = sealed(notes)
    code, text = said([head_line(rows), *lines_of(rows)], tmp=tmp)
    assert code == 0 and text.count("✓") == len(notes), text


@pytest.mark.parametrize("tamper", [changed, resealed, removed, doubled, foisted, swapped, extra_key])
@hyp(max_examples=40, derandomize=True, deadline=None)
@cases(notes=CHAINS, pick=st.integers(0, 99))
def test_every_tampering_is_found_and_placed(
    tamper: Tamper, notes: dict[str, list[str]], pick: int, tmp: Path
) -> None:
    rows = sealed(notes)
    i = pick % (len(rows) - (tamper is swapped))
    code, text = said([head_line(rows), *lines_of(tamper(rows, i))], tmp=tmp)
    assert code == 1
    first = text.splitlines()[0]
    root = rows[i]["entry"]["root"]
    at_end = i + 1 == len(rows) or rows[i + 1]["entry"]["root"] != root
    if tamper in (removed, resealed) and at_end:
        assert first.startswith(f"✗ {root}：末"), text
    else:
        # In these the row after it gives it away.
        line = i + 2 + (tamper in (resealed, doubled) or (tamper is swapped and at_end))
        assert f"line {line}" in first, text


def test_one_changed_row_does_not_accuse_the_others(tmp: Path) -> None:
    rows = sealed({"001.": ["a", "b", "c", "d"]})
    _, text = said([head_line(rows), *lines_of(changed(rows, 1))], tmp=tmp)
    assert text.count("✗") == 1 and "#2" in text


@pytest.mark.parametrize("cut", [1, 3])
def test_a_removed_tail_says_how_many(cut: int, tmp: Path) -> None:
    rows = sealed({"001.": ["a", "b", "c", "d", "e"]})
    code, text = said([head_line(rows), *lines_of(rows)[:-cut]], tmp=tmp)
    assert code == 1 and f"末尾缺 {cut} 条" in text and f"last {cut} of 5" in text


def test_a_whole_chain_removed(tmp: Path) -> None:
    rows = sealed({"001.": ["a"], "002.": ["b", "c"]})
    code, text = said([head_line(rows), *lines_of(rows)[:1]], tmp=tmp)
    assert code == 1 and "002." in text and "last 2 of 2" in text


def test_a_chain_that_the_head_line_does_not_name(tmp: Path) -> None:
    rows = sealed({"001.": ["a"], "002.": ["b"]})
    code, text = said([head_line(rows[:1]), *lines_of(rows)], tmp=tmp)
    assert code == 1 and "002." in text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line[:-4],
        lambda line: line.replace('"seq":2', '"seq":"2"'),
        lambda line: line.replace('"seq":2', '"seq":2.0'),
        lambda line: line.replace(",", ", ", 1),
        lambda line: line[:-1] + ',"seq":2}',
        lambda line: "",
        lambda line: "[" * 9000,
        lambda line: line.replace('"b"', '"\\ud800"'),
        lambda line: line.replace('"b"', '"\ud800"'),
    ],
)
def test_a_damaged_line_is_named_by_its_number(spoil: Callable[[str], str], tmp: Path) -> None:
    rows = sealed({"001.": ["a", "b", "c"]})
    lines = [head_line(rows), *lines_of(rows)]
    lines[2] = spoil(lines[2])
    code, text = said(lines, tmp=tmp)
    assert code == 1 and "line 3：已损坏" in text.splitlines()[0]


@pytest.mark.parametrize("first", ["", "{}", "not json", '{"format":2,"heads":{},"journal":"shangliang"}'])
def test_a_file_that_is_no_export(first: str, tmp: Path) -> None:
    code, text = said([first], tmp=tmp)
    assert code == 1 and "line 1" in text


def test_a_noted_head_finds_a_journal_rewritten_to_its_end(tmp: Path) -> None:
    honest, forged = sealed({"001.": ["a", "b", "c"]}), sealed({"001.": ["a", "B", "c"]})
    lines = [head_line(forged), *lines_of(forged)]
    assert said(lines, tmp=tmp)[0] == 0  # it agrees with itself
    code, text = said(lines, "--head", f"001.:{honest[1]['hash']}", tmp=tmp)
    assert code == 1 and honest[1]["hash"] in text
    assert said(lines, "--head", f"001.:{honest[0]['hash']}", tmp=tmp)[0] == 0  # noted before the forgery


def test_it_runs_alone(tmp: Path) -> None:
    """No Django, no packages: an isolated interpreter in another folder."""
    rows = sealed({"001.": ["商量", "b"]})
    file = tmp / "alone.jsonl"
    file.write_text(head_line(rows) + "\n" + "\n".join(lines_of(rows)) + "\n", encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(file)]
    done = subprocess.run(command, cwd=tmp, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    gone = subprocess.run(
        [*command[:-1], "no-such-file"], cwd=tmp, capture_output=True, text=True, check=False
    )
    assert gone.returncode == 1 and "cannot read" in gone.stdout
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 110


# --- from a living database


def a_few_entries(world: World) -> None:
    for title in ("路灯不亮", "加装电梯", "公交太少"):
        voice = given.voice(world, title=title)
        moves.make(voice, "withdraw", actor=world.actor("lin"), at=NOON + timedelta(hours=1))


def cli(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """As `shangliang journal …` would run it, whether or not main.py has its line yet."""
    module = importlib.import_module("shangliang.surfaces.cli.journal")
    parser = argparse.ArgumentParser()
    module.add_commands(parser.add_subparsers())
    parsed = parser.parse_args(["journal", *arguments])
    capsys.readouterr()
    return parsed.run(parsed), capsys.readouterr().out


def as_owner(sql: str) -> None:
    """What the owner of the tables can do: triggers off, then edit."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_entry DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE kernel_entry ENABLE TRIGGER USER")


@pytest.mark.django_db(transaction=True)
def test_a_real_export_passes_and_tampered_does_not(
    world: World, tmp: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_few_entries(world)
    target = tmp / "journal.jsonl"
    assert cli("export", str(target), capsys=capsys) == (0, f"已导出 6 条 · 6 entries written: {target}\n")
    lines = target.read_text(encoding="utf-8").splitlines()
    assert said(lines, tmp=tmp)[0] == 0
    assert any("加装电梯" in line or "withdraw" in line for line in lines)
    lines[4] = lines[4].replace("2026-03-02", "2026-03-03")
    code, text = said(lines, tmp=tmp)
    assert code == 1 and "line 5" in text
    assert not list(tmp.glob(".journal.jsonl.*"))


@pytest.mark.django_db(transaction=True)
def test_export_does_not_overwrite_unless_told(
    world: World, tmp: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp / "kept.jsonl"
    target.write_text("mine")
    with pytest.raises(CliError, match="force"):
        cli("export", str(target), capsys=capsys)
    assert target.read_text() == "mine"
    assert cli("export", str(target), "--force", capsys=capsys)[0] == 0
    assert json.loads(target.read_text())["heads"] == {}
    with pytest.raises(CliError, match="no folder"):
        cli("export", str(tmp / "nowhere" / "x.jsonl"), capsys=capsys)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "sql, word",
    [
        ("UPDATE kernel_entry SET payload = replace(payload, 'begin', 'BEGIN') WHERE seq = 3", "changed"),
        ("UPDATE kernel_entry SET note = 'edited by hand' WHERE seq = 3", "columns"),
        ("DELETE FROM kernel_entry WHERE seq = 3", "missing"),
        ("DELETE FROM kernel_entry WHERE seq = 6", "head"),
        ("UPDATE kernel_entry SET seq = NULL WHERE seq = 6", "without a seal"),
    ],
)
def test_verify_finds_what_an_owner_edited(
    sql: str, word: str, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    a_few_entries(world)
    assert cli("verify", capsys=capsys)[0] == 0
    as_owner("DELETE FROM kernel_delivery")
    as_owner(sql)
    code, text = cli("verify", capsys=capsys)
    assert code == 1 and word in text, text


@pytest.mark.django_db(transaction=True)
def test_status_and_replay(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(journal, "_consumers", {})
    journal.consume("counter", lambda entry, at: seen.append(entry.pk))
    a_few_entries(world)
    assert cli("status", capsys=capsys) == (0, f"{'counter':<16}6\n")
    assert journal.deliver_all(NOON) == 6
    assert cli("replay", "counter", capsys=capsys)[0] == 0 and len(seen) == 12
    with pytest.raises(CliError, match="nobody"):
        cli("replay", "nobody", capsys=capsys)
    journal.consume("counter", lambda entry, at: 1 // 0)  # type: ignore[arg-type]
    a_few_entries(world)
    journal.deliver_all(NOON)
    code, text = cli("status", capsys=capsys)
    assert code == 1 and "ZeroDivisionError" in text


def test_the_command_is_in_the_table() -> None:
    assert main.COMMANDS["journal"][0] == "journal"
