"""`shangliang analyse opinions` at the keyboard: Polis exports in, JSON out, refusals with the line."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from shangliang.analysis.opinions.reading import Trouble
from shangliang.surfaces.cli import main
from shangliang.surfaces.cli.analyse import opinions

HEAD = "timestamp,datetime,comment-id,voter-id,vote\n"
TWO_CAMPS = [(f"p{k}", str(j), 1 if (k + j) % 2 else -1) for k in range(30) for j in range(10)]


def run(*arguments: object) -> int:
    return main.main(["analyse", "opinions", *map(str, arguments)])


def file(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def told(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def votes_csv(rows: list[tuple[str, str, int]]) -> str:
    return HEAD + "".join(f"{k},some day,{s},{p},{v}\n" for k, (p, s, v) in enumerate(rows))


def matrix_csv(rows: list[tuple[str, str, int]]) -> str:
    cells = {(p, s): str(v) for p, s, v in rows}
    people, statements = (list(dict.fromkeys(row[at] for row in rows)) for at in (0, 1))
    head = ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *statements]
    lines = [[p, "", "0", "0", "0", "0", *(cells.get((p, s), "") for s in statements)] for p in people]
    return "".join(",".join(line) + "\n" for line in [head, *lines])


def test_the_map_of_two_camps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*TWO_CAMPS, ("late", "3", 1)]
    out = tmp_path / "map.json"
    assert run(file(tmp_path, "votes.csv", votes_csv(rows)), "--out", out) == 0
    made = told(out)
    assert set(made) == {"k", "participants", "statements", "meta"} and made["k"] == 2
    people = made["participants"]
    assert {people[f"p{k}"]["group"] for k in range(0, 30, 2)} != {
        people[f"p{k}"]["group"] for k in range(1, 30, 2)
    }
    assert people["late"]["group"] is None and people["late"]["next"] in {str(j) for j in range(10)} - {"3"}
    assert people["p0"]["next"] is None and people["p0"]["uncertainty"] == [0.0, 0.0]
    assert all(isinstance(people["p0"][axis], float) for axis in "xy")
    statement = made["statements"]["3"]
    assert statement["consensus"] == pytest.approx(16 / 17 * 1 / 17)
    assert statement["mean"] == pytest.approx(1 / 31) and len(statement["loadings"]) == 2
    assert statement["extremity"] == pytest.approx((statement["x"] ** 2 + statement["y"] ** 2) ** 0.5)
    assert [g["agree"] for g in statement["groups"]] in ([15, 0], [0, 15])
    meta = made["meta"]
    assert (meta["version"], meta["seed"], meta["mode"], len(meta["sha256"])) == ("1", 0, "own", 64)
    assert meta["clear_groups"] and [g["size"] for g in meta["groups"]] == [15, 15]
    assert all(g["stability"] > 0.9 and g["representative"] for g in meta["groups"])
    said = capsys.readouterr().err
    assert "31 people, 10 statements, 301 votes: 2 groups" in said and meta["sha256"] in said


def test_votes_and_matrix_in_any_order_give_one_map(tmp_path: Path) -> None:
    changed = [("p0", "0", 0), ("p1", "1", -1), *TWO_CAMPS]
    stamped = votes_csv(changed).splitlines(keepends=True)
    mixed = [stamped[0], *random.Random(3).sample(stamped[1:], len(stamped) - 1)]
    bare = "vote,voter-id,comment-id\r\n" + "".join(f"{v},{p},{s}\r\n" for p, s, v in changed)
    texts = ["".join(stamped), "".join(mixed), matrix_csv(changed), bare, "\ufeff" + "".join(stamped)]
    made = []
    for text in texts:
        assert run(file(tmp_path, "in.csv", text), "--seed", 5, "--out", tmp_path / "map.json") == 0
        made.append(told(tmp_path / "map.json"))
    assert all(one == made[0] for one in made) and made[0]["meta"]["seed"] == 5


def test_what_moderators_took_out(tmp_path: Path) -> None:
    votes = file(tmp_path, "votes.csv", votes_csv([*TWO_CAMPS, ("late", "5", 1)]))
    comments = 'comment-id,moderated,comment-body\n3,-1,"two\nlines"\n4,0,x\n' + "".join(
        f"{j},1,x\n" for j in (0, 1, 2, 5, 6, 7, 8, 9)
    )
    out = tmp_path / "map.json"
    line = (votes, "--comments", file(tmp_path, "comments.csv", comments), "--out", out)
    assert run(*line) == 0
    made = told(out)
    assert made["statements"]["3"]["moderated_out"] and not made["statements"]["4"]["moderated_out"]
    assert made["statements"]["3"]["extremity"] == 0 != made["statements"]["4"]["extremity"]
    listed = {r["statement"] for group in made["meta"]["groups"] for r in group["representative"]}
    assert listed and "3" not in listed
    nexts = set()
    for seed in range(25):
        assert run(*line, "--strict", "--seed", seed) == 0
        nexts.add(told(out)["participants"]["late"]["next"])
    assert nexts <= {"0", "1", "2", "6", "7", "8", "9"} and len(nexts) > 3


def test_noise_is_said_to_be_noise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = random.Random(1)
    rows = [(f"p{k}", str(j), rng.choice([-1, 0, 1])) for k in range(80) for j in range(20)]
    assert run(file(tmp_path, "v.csv", votes_csv(rows)), "--out", tmp_path / "map.json") == 0
    made = told(tmp_path / "map.json")
    assert made["k"] == 1 and not made["meta"]["clear_groups"] and made["meta"]["groups"] == []
    assert "no clear groups" in capsys.readouterr().err


def test_polis_mode(tmp_path: Path) -> None:
    votes = file(tmp_path, "votes.csv", votes_csv(TWO_CAMPS))
    assert run(votes, "--mode", "polis", "--out", tmp_path / "map.json") == 0
    made = told(tmp_path / "map.json")
    assert made["meta"]["mode"] == "polis" and made["k"] == 2 and made["meta"]["tried"] == []


GOOD = "comment-id,voter-id,vote\n1,a,1\n2,b,-1\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        (HEAD, "no votes"),
        ("comment-id,voter-id\n1,a\n", "line 1: missing_heading: vote"),
        ("a,b\n1,2\n", "missing_heading: comment-id、voter-id、vote、participant"),
        ("comment-id,voter-id,vote,vote\n1,a,1,1\n", "line 1: the heading vote stands twice"),
        ("participant,group-id,1,1\na,,1,1\n", "the heading 1 stands twice"),
        (GOOD + "3,a,2\n", "line 4: the vote is '2'"),
        (GOOD + "3,a,\n", "line 4: the vote is ''"),
        (GOOD + "\n3,a,yes\n", "line 5: the vote is 'yes'"),
        ("participant,group-id,1,2\na,,1,0\nb,,5,\n", "line 3: the vote is '5'"),
        ("participant,group-id,1,2\na,,1,0\na,,1,\n", "line 3: the id a stands twice"),
        ("participant,group-id,1,2\na,,,\n", "no votes"),
        (GOOD + "3,,1\n", "line 4: an id is missing"),
        (GOOD + "3,a\n", "line 4: 2 cells, but 3 headings"),
        (HEAD + "soon,x,1,a,1\n", "line 2: the timestamp 'soon'"),
        (GOOD.encode() + b"3,\xff\xfe,1\n", "line 4: this is not UTF-8"),
        (GOOD.encode("utf-16"), "this is not UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_the_line(
    text: str | bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file(tmp_path, "in.csv", text), "--out", tmp_path / "map.json") == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "map.json").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("comment-id,moderated\n1,1\n7,1\n", "line 3: nobody has voted on the statement 7"),
        ("comment-id,agrees,disagrees,moderated\n7,1,0,1\n", "line 2: nobody has voted on the statement 7"),
        ("comment-id,moderated\n1,maybe\n", "line 2: moderated is 'maybe'"),
        ("comment-id,moderated\n1,1\n1,-1\n", "line 3: the id 1 stands twice"),
        ("comment-id,comment-body\n1,x\n", "missing_heading: moderated"),
        ("comment-id,moderated,moderated\n1,1,1\n", "the heading moderated stands twice"),
        ("", "the file is empty"),
    ],
)
def test_what_is_wrong_with_comments(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    votes, comments = file(tmp_path, "in.csv", GOOD), file(tmp_path, "comments.csv", text)
    assert run(votes, "--comments", comments, "--out", tmp_path / "map.json") == 1
    assert said in capsys.readouterr().err


def test_a_statement_that_nobody_has_seen_is_passed_over(tmp_path: Path) -> None:
    comments = file(tmp_path, "comments.csv", "comment-id,agrees,disagrees,moderated\n7,0,0,0\n1,1,0,1\n")
    line = (file(tmp_path, "in.csv", GOOD), "--comments", comments, "--out", tmp_path / "map.json")
    assert run(*line) == 0 and set(told(tmp_path / "map.json")["statements"]) == {"1", "2"}


def test_missing_files_folders_and_modes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    votes = file(tmp_path, "in.csv", GOOD)
    assert run(votes, "--out", tmp_path / "nowhere" / "map.json") == 1
    assert "No such folder" in capsys.readouterr().err
    assert run(tmp_path / "gone.csv", "--out", tmp_path / "map.json") == 1
    assert run(votes, "--comments", tmp_path / "gone.csv", "--out", tmp_path / "map.json") == 1
    assert "No such file" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run(votes, "--mode", "third", "--out", tmp_path / "map.json")


def test_every_trouble_has_words() -> None:
    assert set(opinions.TROUBLES) == set(Trouble)
