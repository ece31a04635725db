"""The ceremony: the same for everybody who runs it again, and whatever is changed afterwards is found."""

import copy
import importlib.util
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shangliang.analysis.lots import ceremony, draw_up, faults, read, read_pool, read_quotas, written
from shangliang.analysis.lots.records import TOTAL, Panel
from shangliang.analysis.refusal import Refusal

SCRIPT = Path(__file__).resolve().parents[3] / "verify_draw.py"
spec = importlib.util.spec_from_file_location("verify_draw", SCRIPT)
assert spec and spec.loader
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)
ROWS = [f"p{n},{'mf'[n % 2]},{'xyz'[n % 3]},h{n if n > 2 else 0}" for n in range(14)]
POOL = "id,sex,age,household\n" + "\n".join(ROWS) + "\n"
QUOTAS = "feature,value,min,max\nsex,m,2,3\nsex,f,2,3\nage,x,1,3\nage,y,1,3\nage,z,1,3\n"
SEED = "2026年12月1日 双色球 03 08 11 19 27 33 + 04"

Content = dict[str, Any]


@cache
def _published() -> str:
    lottery = draw_up(read_pool(POOL.encode()), read_quotas(QUOTAS.encode()), 5)
    return json.dumps(written(lottery, seed=SEED), ensure_ascii=False)


def published() -> Content:
    content: Content = json.loads(_published())
    return content


def script(folder: Path, content: object, pool: str = POOL, *options: str) -> tuple[int, str]:
    """What the stand-alone verifier says of these files."""
    (folder / "panel.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    (folder / "POOL.csv").write_bytes(pool.encode())
    line = [sys.executable, "-I", SCRIPT, folder / "panel.json", folder / "POOL.csv", *options]
    done = subprocess.run(line, capture_output=True, check=False, encoding="utf-8", env={"PYTHONUTF8": "1"})
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def test_an_honest_draw_passes_both(tmp_path: Path) -> None:
    content = published()
    assert faults(content, read_pool(POOL.encode())) == []
    code, told = script(tmp_path, content)
    assert code == 0 and content["seal"] in told
    assert script(tmp_path, content, POOL, "--seal", content["seal"])[0] == 0
    assert script(tmp_path, content, POOL, "--seal", "0" * 64)[0] == 1


def test_a_lottery_that_is_not_drawn_yet_passes(tmp_path: Path) -> None:
    content = written(read(published()))
    assert "panel" not in content and "seed" not in content
    assert faults(content, read_pool(POOL.encode())) == []
    assert "not drawn yet" in script(tmp_path, content)[1]


def test_the_order_of_rows_and_columns_makes_no_difference(tmp_path: Path) -> None:
    turned = "age,household,id,sex\n" + "\n".join(
        ",".join([age, home, who, sex]) for who, sex, age, home in (row.split(",") for row in ROWS[::-1])
    )
    assert faults(published(), read_pool(turned.encode())) == []
    assert script(tmp_path, published(), turned)[0] == 0
    assert script(tmp_path, published(), turned.replace(",", ";"))[0] == 0


def test_the_draw_is_known_by_heart() -> None:
    """Numbers that must never change, on no machine: a small lottery worked out once with the stand-alone script."""
    panels = (Panel(TOTAL // 4, ((0, 1), (1, 2))), Panel(TOTAL - TOTAL // 4, ((0, 2), (1, 1))))
    members = (("a", "b", "c"), ("d", "e", "f"))
    seal = ceremony.seal("0" * 64, panels)
    assert seal == "40eb0b240c86a7b7a290200dabcb1dff7ca4096c69baf68534284b156b1c0156"
    assert ceremony.draw(seal, panels, members, "seed") == (0, ("b", "d", "f"))
    numbers = ceremony.Numbers(seal, " seed ")
    assert [numbers.below(1000) for _ in range(3)] == [1, 202, 102]


def test_each_seed_draws_fairly() -> None:
    """Over 2,000 seeds everybody is drawn about as often as published."""
    content = published()
    lottery = read(content)
    drawn = Counter(
        who
        for n in range(2000)
        for who in ceremony.draw(lottery.seal, lottery.panels, lottery.kinds, str(n))[1]
    )
    for who, chance in lottery.chances.items():
        assert drawn[who] / 2000 == pytest.approx(float(chance), abs=0.05)


def other_weight(content: Content) -> None:
    content["lottery"][0][0] += 1
    content["lottery"][1][0] -= 1


def lost_weight(content: Content) -> None:
    content["lottery"][0][0] -= 1


def other_panel(content: Content) -> None:
    take = content["lottery"][0][1]
    take[0][1] += 1


def left_out(content: Content) -> None:
    del content["lottery"][0]


def other_winner(content: Content) -> None:
    content["panel"][0] = next(who for who in content["probabilities"] if who not in content["panel"])


def other_seed(content: Content) -> None:
    content["seed"] += "!"


def other_chance(content: Content) -> None:
    who = next(iter(content["probabilities"]))
    content["probabilities"][who] = "0.999999999"


def other_quota(content: Content) -> None:
    content["quotas"][0]["max"] += 1


def other_size(content: Content) -> None:
    content["size"] -= 1


def other_kinds(content: Content) -> None:
    content["kinds"][0], content["kinds"][1] = content["kinds"][1], content["kinds"][0]


def idle_panel(content: Content) -> None:
    """A panel nobody would draw is added, and everything else is made to agree."""
    content["lottery"].append([0, content["lottery"][0][1]])


TAMPERED = [
    other_weight, lost_weight, other_panel, left_out, other_winner, other_seed, other_chance, other_quota, other_size,
    other_kinds, idle_panel,
]  # fmt: skip


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda t: t.__name__)
def test_tampering_is_found_by_both(tamper: Callable[[Content], None], tmp_path: Path) -> None:
    content = published()
    tamper(content)
    assert content != published()
    assert faults(content, read_pool(POOL.encode()))
    code, told = script(tmp_path, content)
    assert code == 1 and "✗" in told


def sealed_anew(content: Content) -> Content:
    """The work of somebody who forges with care: the seal agrees with the changed lottery."""
    panels = tuple(Panel(w, tuple((k, n) for k, n in take)) for w, take in content["lottery"])
    return content | {"seal": ceremony.seal(content["commit"], panels)}


def test_a_seal_made_anew_does_not_hide_a_bad_panel(tmp_path: Path) -> None:
    content = published()
    other_panel(content)
    content = sealed_anew(content)
    assert any("breaks a rule" in en for _, en in faults(content, read_pool(POOL.encode())))
    assert "breaks a rule" in script(tmp_path, content)[1]


@pytest.mark.parametrize(
    "take", [[[-1, 1]], [[0, 0.5], [1, 0.5]], [[0, True]], [[0, 1], [0, 1]], [[99, 1]], []]
)
def test_panels_that_are_none_are_found(take: list[list[object]], tmp_path: Path) -> None:
    content = published()
    content["lottery"][0][1] = take
    content["seal"] = verifier.sha256(content["commit"], verifier.canonical(content["lottery"]))
    assert script(tmp_path, content)[0] == 1
    try:
        assert faults(content, read_pool(POOL.encode()))
    except Refusal as refused:
        assert "damaged" in refused.en


@pytest.mark.parametrize("total", [0, -1, 10**100, "x", None])
def test_a_wrong_total_is_found_and_does_not_hang(total: object, tmp_path: Path) -> None:
    assert script(tmp_path, published() | {"total": total})[0] == 1


def test_an_unfair_lottery_does_not_pass_for_a_fair_one() -> None:
    """All the weight on one panel, everything else made to agree: the bound, reckoned again, gives it away."""
    lottery = read(published())
    panels = (Panel(TOTAL, lottery.panels[0].take),)
    content = published() | {"lottery": ceremony.told(panels)}
    content["probabilities"] = ceremony.chances(lottery.kinds, ceremony.seats(panels, len(lottery.kinds)))
    content = sealed_anew(content)
    del content["seed"], content["drawn"], content["panel"]
    found = faults(content, read_pool(POOL.encode()))
    assert any("smallest chance" in en for _, en in found)
    content["certificate"]["min_probability"] = 0.0
    assert any("certificate" in en for _, en in faults(content, read_pool(POOL.encode())))


@pytest.mark.parametrize(
    "pool",
    [
        POOL.replace("p3,f,x", "p3,m,x"),
        POOL.replace("p3,", "q3,"),
        POOL.replace("p13,f,y,h13\n", ""),
        POOL + "p99,m,x,h99\n",
        POOL.replace("h5", "h6"),
    ],
)
def test_another_pool_is_found_by_both(pool: str, tmp_path: Path) -> None:
    assert pool != POOL
    assert any("commit" in en for _, en in faults(published(), read_pool(pool.encode())))
    code, told = script(tmp_path, published(), pool)
    assert code == 1 and "commit" in told


@pytest.mark.parametrize(
    "content",
    [[], {}, {"lots": "shangliang", "format": 2}, {"lots": "shangliang", "format": 1, "size": "5"}, 7],
)
def test_what_is_no_such_file(content: object, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read(content)
    assert script(tmp_path, content)[0] == 1


PATHS = st.lists(st.integers(0, 50), min_size=1, max_size=5)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(path=PATHS, value=st.sampled_from([None, -1, 0, 1, 2, 10**13, True, 0.5, "", "x", [], {}]))
def test_damaged_files_are_told_never_a_crash(path: list[int], value: object) -> None:
    """Any one value replaced by any other: told as a fault or refused, or it made no difference."""
    content = copy.deepcopy(published())
    spot: Any = content
    for k, step in enumerate(path):
        keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        if not keys:
            return
        key = keys[step % len(keys)]
        if k == len(path) - 1 or not isinstance(spot[key], dict | list):
            spot[key] = value
            break
        spot = spot[key]
    try:
        found = faults(content, read_pool(POOL.encode()))
    except Refusal:
        return
    if not found and key != "version":
        assert json.dumps(written(read(content), seed=SEED)) == json.dumps(published())
