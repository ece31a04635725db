"""`shangliang analyse lots` and `analyse choose` at the keyboard: files in, files out, refusals in words."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shangliang.surfaces.cli import main
from shangliang.surfaces.cli.analyse import choose as told
from shangliang.surfaces.cli.analyse import lots as said

ROOT = Path(__file__).resolve().parent.parent
POOL = "id,性别,年龄\n" + "".join(f"p{n},{'男女'[n % 2]},{'老中青'[n % 3]}\n" for n in range(24))
QUOTAS = "feature,value,min,max\n性别,男,2,3\n性别,女,2,3\n年龄,老,1,2\n年龄,中,1,2\n年龄,青,1,2\n"
ELECTION = (
    "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost;name\n1;40;路灯\n2;40;公园\n3;20;书屋\n"
    "VOTES\nvoter_id;vote\na;1,2\nb;1\nc;1\nd;2,3\n"
)


def run(*arguments: object) -> int:
    return main.main(["analyse", *map(str, arguments)])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    pool, quotas = tmp_path / "POOL.csv", tmp_path / "QUOTAS.csv"
    pool.write_text(POOL, encoding="utf-8")
    quotas.write_text(QUOTAS, encoding="utf-8")
    return pool, quotas


def content_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_the_whole_ceremony(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Drawn up and sealed; drawn with a seed; checked by the command and by the script alone."""
    (pool, quotas), folder = files, files[0].parent
    lottery, panel = folder / "lottery.json", folder / "panel.json"
    assert run("lots", pool, "--quotas", quotas, "--size", 5, "--out", lottery) == 0
    seal = content_of(lottery)["seal"]
    assert seal in (announced := capsys.readouterr().err) and "公布封印" in announced
    assert run("lots", pool, "--lottery", lottery, "--seed", "3 8 21", "--seal", seal, "--out", panel) == 0
    drawn = content_of(panel)
    assert drawn["seal"] == seal and len(drawn["panel"]) == 5
    assert run("lots", "--verify", panel, pool, "--seal", seal) == 0
    assert "all agree" in capsys.readouterr().out
    line = [sys.executable, "-I", ROOT / "verify_draw.py", panel, pool, "--seal", seal]
    done = subprocess.run(line, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0 and seal in done.stdout
    at_once = folder / "at-once.json"
    assert run("lots", pool, "--quotas", quotas, "--size", 5, "--seed", " 3 8 21\n", "--out", at_once) == 0
    assert content_of(at_once) == drawn


def test_a_changed_file_is_told(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    (pool, quotas), out = files, files[0].parent / "panel.json"
    assert run("lots", pool, "--quotas", quotas, "--size", 5, "--seed", "s", "--out", out) == 0
    content = content_of(out)
    content["panel"][0] = next(p for p in content["probabilities"] if p not in content["panel"])
    out.write_text(json.dumps(content), encoding="utf-8")
    assert run("lots", "--verify", out, pool) == 1
    assert "the panel is another" in capsys.readouterr().out
    content["lottery"][0][0] += 1
    out.write_text(json.dumps(content), encoding="utf-8")
    assert run("lots", pool, "--lottery", out, "--seed", "t", "--out", out.with_name("b.json")) == 1
    assert "not the one of the seal" in capsys.readouterr().err
    assert run("lots", "--verify", out, pool, "--seal", "0" * 64) == 1
    assert "not the one announced" in capsys.readouterr().out


def test_who_has_no_chance_is_told(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    (pool, quotas), out = files, files[0].parent / "panel.json"
    text = POOL + "p99,男,幼\n"
    pool.write_bytes(text.encode("gb18030"))
    quotas.write_text(QUOTAS + "年龄,幼,0,0\n", encoding="utf-8-sig")
    assert run("lots", pool, "--quotas", quotas, "--size", 5, "--seed", "s", "--out", out) == 0
    assert "1 people have no chance" in capsys.readouterr().err
    assert content_of(out)["probabilities"]["p99"] == "0.000000000"
    line = [sys.executable, "-I", ROOT / "verify_draw.py", out, pool]
    assert subprocess.run(line, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--size", 5, "--out", "{out}"], "--quotas and --size are needed"),
        (["--quotas", "{quotas}", "--size", 5], "with --out"),
        (["--quotas", "{quotas}", "--size", 5, "--seed", "  ", "--out", "{out}"], "seed is blank"),
        (["--quotas", "{quotas}", "--size", 25, "--out", "{out}"], "from a pool of 24"),
        (["--quotas", "{quotas}", "--size", 7, "--out", "{out}"], "smallest change (2 in all)"),
        (["--quotas", "{gone}", "--size", 5, "--out", "{out}"], "No such file"),
        (["--quotas", "{quotas}", "--size", 5, "--out", "{gone}/x"], "No such folder"),
        (["--lottery", "{quotas}", "--seed", "s", "--out", "{out}"], "is no JSON"),
        (["--lottery", "{quotas}", "--out", "{out}"], "needs --seed"),
        (["--lottery", "{quotas}", "--size", 5, "--out", "{out}"], "leave out --quotas"),
        (["--verify", "{quotas}"], "is no JSON"),
        (["--verify", "{list}"], "is no published lottery"),
        (["--verify", "{object}"], "no published lottery, or it is damaged"),
    ],
)
def test_lots_say_what_is_wrong(
    options: list[object], words: str, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (pool, quotas), folder = files, files[0].parent
    (folder / "list").write_text("[]", encoding="utf-8")
    (folder / "object").write_text("{}", encoding="utf-8")
    places = {name: str(folder / name) for name in ("out", "gone", "list", "object")} | {
        "quotas": str(quotas)
    }
    assert run("lots", pool, *(str(option).format(**places) for option in options)) == 1
    assert words in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_every_proof_has_words() -> None:
    assert set(said._PROOFS) == {"bound", "columns", "gap"}


def test_choose_prints_the_winners(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out, paid = tmp_path / "e.pb", tmp_path / "out.json", tmp_path / "paid.csv"
    file.write_text(ELECTION, encoding="utf-8")
    assert run("choose", file, "--rule", "equal-shares", "--completion", "none") == 0
    told_, said_ = capsys.readouterr()
    content = json.loads(told_)
    assert (
        content["winners"] == ["1", "3"] and content["represented"] == 1 and content["unspent_share"] == 0.4
    )
    assert content["why"][0]["name"] == "路灯" and content["why"][0]["paid_in_full"] == 3
    assert "SHA-256" in said_
    options = ("--completion", "none", "--out", out, "--payments", paid)
    assert run("choose", file, *options) == 0
    assert content_of(out) == content and not capsys.readouterr().out
    with paid.open(encoding="utf-8", newline="") as rows:
        found = list(csv.reader(rows))
    assert found[0] == ["voter_id", "project_id", "paid"] and found[1] == ["a", "1", "13.333333"]
    assert sum(float(row[2]) for row in found[1:]) == pytest.approx(60, abs=1e-4)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rule", "lottery"], "there are: equal-shares"),
        (["--utility", "joy"], "there are: cost, cardinality"),
        (["--rule", "greedy", "--completion", "add1"], "there are: none, greedy"),
        (["--rule", "pav"], "projects of one cost"),
        (["--out", "nowhere/x.json"], "No such folder"),
    ],
)
def test_choose_says_what_is_wrong(
    options: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "e.pb"
    file.write_text(ELECTION, encoding="utf-8")
    assert run("choose", file, *options) == 1
    assert words in capsys.readouterr().err
    file.write_text(ELECTION.replace("d;2,3", "d;2,4"), encoding="utf-8")
    assert run("choose", file) == 1
    assert "e.pb, line 15: no project '4'" in capsys.readouterr().err
    assert run("choose", tmp_path / "gone.pb") == 1


def test_money_is_written_as_people_write_it() -> None:
    assert told._money(204, 10) == 20.4 and told._money(200, 10) == 20
