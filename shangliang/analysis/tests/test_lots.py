"""Lotteries: worked by hand, against every panel of small pools, and what must hold of each."""

import itertools
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from shangliang.analysis.lots import (
    TOTAL,
    Impossible,
    Lottery,
    Pool,
    Quota,
    columns,
    draw_up,
    read_pool,
    read_quotas,
    relax,
)
from shangliang.analysis.lots import lottery as lottery_module
from shangliang.analysis.lots.kinds import kinds_of
from shangliang.analysis.refusal import Refusal
from shangliang.analysis.tests import pools

EXACT = 1e-7


def chances_of(lottery: Lottery) -> dict[str, Fraction]:
    """The exact chance of everybody, from the weights."""
    found = {}
    for number, ids in enumerate(lottery.kinds):
        seats = sum(p.weight * many for p in lottery.panels for kind, many in p.take if kind == number)
        found |= dict.fromkeys(ids, Fraction(seats, TOTAL * len(ids)))
    return found


def holds(lottery: Lottery, pool: Pool) -> None:
    """Weights sum to the whole, every panel meets the quotas, chances sum to the size."""
    of = {who: dict(zip(pool.columns, cells, strict=True)) for who, cells in pool.people}
    assert sum(panel.weight for panel in lottery.panels) == TOTAL
    for panel in lottery.panels:
        seated = [of[lottery.kinds[kind][n]] for kind, many in panel.take for n in range(many)]
        assert panel.weight > 0 and len(seated) == lottery.size
        for quota in lottery.quotas:
            assert quota.low <= sum(p[quota.feature] == quota.value for p in seated) <= quota.high
    chances = chances_of(lottery)
    assert sum(chances.values()) == lottery.size
    assert lottery.chances == {who: f"{float(chance):.9f}" for who, chance in chances.items()}


def by_hand(rows: str, quotas: str, size: int) -> tuple[Lottery, Pool]:
    pool = read_pool(rows.encode())
    return draw_up(pool, read_quotas(quotas.encode()), size), pool


def test_three_women_one_man_two_seats() -> None:
    """One of each: the man always sits, each woman with a chance of a third."""
    lottery, pool = by_hand(
        "id,sex\na,f\nb,f\nc,f\nd,m\n", "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n", 2
    )
    holds(lottery, pool)
    assert {who: float(c) for who, c in chances_of(lottery).items()} == pytest.approx(
        {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3, "d": 1}, abs=EXACT
    )
    assert lottery.certificate.proof == "bound" and lottery.certificate.minimum == pytest.approx(1 / 3)


def test_the_next_worst_off_count_too() -> None:
    """Three of one side for one seat hold the minimum at a third; the two of the other still share theirs evenly.

    MAXIMIN would be content with a third and two thirds for them.
    """
    rows = "id,side\na,left\nb,left\nc,left\nd,right\ne,right\n"
    lottery, pool = by_hand(rows, "feature,value,min,max\nside,left,1,1\nside,right,1,1\n", 2)
    holds(lottery, pool)
    assert {who: float(c) for who, c in chances_of(lottery).items()} == pytest.approx(
        {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3, "d": 1 / 2, "e": 1 / 2}, abs=EXACT
    )


def test_everybody_sits_when_all_are_asked_for() -> None:
    lottery, pool = by_hand("id,x\na,1\nb,1\n", "feature,value,min,max\nx,1,0,9\n", 2)
    holds(lottery, pool)
    assert lottery.certificate.minimum == 1 and len(lottery.panels) == 1


ODD = "id,x,y,z\na,1,1,0\nb,0,1,1\nc,1,0,1\nd,0,0,0\n"
ODD_QUOTAS = "feature,value,min,max\n" + "".join(f"{f},0,1,2\n{f},1,0,1\n" for f in "xyz")


def test_where_the_bound_cannot_be_reached_it_is_said() -> None:
    """a, b and c exclude one another (x, y or z twice). The polytope would seat each with 1/2; panels only with 1/3."""
    lottery, pool = by_hand(ODD, ODD_QUOTAS, 2)
    holds(lottery, pool)
    certificate = lottery.certificate
    assert certificate.proof == "columns"
    assert certificate.bound == pytest.approx(1 / 2) and certificate.minimum == pytest.approx(1 / 3)
    assert certificate.eps == pytest.approx(1 / 6)


def test_where_nothing_is_proved_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without column generation (as with very many kinds) the same pool is within `eps`, and no more is claimed."""
    monkeypatch.setattr(lottery_module, "_SMALL", 0)
    lottery, pool = by_hand(ODD, ODD_QUOTAS, 2)
    holds(lottery, pool)
    assert lottery.certificate.proof == "gap" and lottery.certificate.eps == pytest.approx(1 / 6)


def test_generation_that_is_cut_short_is_not_called_proved() -> None:
    pool, quotas = read_pool(ODD.encode()), read_quotas(ODD_QUOTAS.encode())
    kinds = kinds_of(pool, quotas, 2)
    one = relax.any_panel(kinds)
    assert not columns.generate(kinds, np.array([one]), calls=0).proved


def test_one_of_a_household() -> None:
    """a and b live together: never both. With c and d and two seats each has a half."""
    lottery, pool = by_hand(
        "id,x,household\na,1,h\nb,1,h\nc,1,\nd,1,k\n", "feature,value,min,max\nx,1,2,2\n", 2
    )
    holds(lottery, pool)
    assert lottery.households
    together = [{lottery.kinds[kind] for kind, _ in panel.take} for panel in lottery.panels]
    assert ("a", "b") in lottery.kinds
    assert all(
        many == 1 for p in lottery.panels for kind, many in p.take if lottery.kinds[kind] == ("a", "b")
    )
    assert together and lottery.certificate.minimum == pytest.approx(1 / 2)


def test_members_of_a_household_with_different_values() -> None:
    rows = "id,x,household\na,1,h\nb,2,h\nc,1,\nd,2,\n"
    lottery, pool = by_hand(rows, "feature,value,min,max\nx,1,1,1\nx,2,1,1\n", 2)
    holds(lottery, pool)
    for panel in lottery.panels:
        assert {lottery.kinds[kind][0] for kind, _ in panel.take} != {"a", "b"}
    # a-d, c-b, c-d: best is a half for a and b, a half for c and d.
    assert lottery.certificate.minimum == pytest.approx(1 / 2)


def test_equal_pools_have_equal_chances() -> None:
    """200 people, 20 seats, quotas in proportion: everybody has exactly a tenth (as in the literature's example)."""
    rows = "id,sex,age\n" + "".join(f"p{n},{'mf'[n % 2]},{'xyzw'[n // 2 % 4]}\n" for n in range(200))
    quotas = "feature,value,min,max\nsex,m,9,11\nsex,f,9,11\nage,x,4,6\nage,y,4,6\nage,z,4,6\nage,w,4,6\n"
    lottery, pool = by_hand(rows, quotas, 20)
    holds(lottery, pool)
    assert set(lottery.chances.values()) == {"0.100000000"} and lottery.certificate.eps < 1e-9


def test_a_pool_of_a_common_size_reaches_its_bound() -> None:
    pool, quotas = pools.pool_and_quotas(200, 30, features=5)
    lottery = draw_up(pool, quotas, 30)
    holds(lottery, pool)
    assert lottery.certificate.proof == "bound" and lottery.certificate.eps < 1e-6
    assert lottery == draw_up(pool, quotas, 30)


@pytest.mark.parametrize(
    ("quotas", "size", "changes"),
    [
        ("sex,f,0,2\nsex,m,3,3\n", 3, [("sex", "m", "min", 3, 2)]),
        ("sex,f,0,1\nsex,m,0,1\n", 3, [("sex", "f", "max", 1, 2), ("sex", "m", "max", 1, 2)]),
        ("sex,f,2,3\nsex,m,2,2\n", 3, [("sex", "f", "min", 2, 1), ("sex", "m", "min", 2, 1)]),
    ],
)
def test_impossible_quotas_name_the_smallest_change(
    quotas: str, size: int, changes: list[tuple[str, str, str, int, int]]
) -> None:
    """Two men, three women. Any of the changes listed is as small as can be."""
    with pytest.raises(Impossible) as told:
        by_hand("id,sex\na,f\nb,f\nc,f\nd,m\ne,m\n", f"feature,value,min,max\n{quotas}", size)
    (change,) = told.value.changes
    assert (change.feature, change.value, change.bound, change.old, change.new) in changes
    assert f"由 {change.old} 改为 {change.new}" in told.value.zh
    assert f"from {change.old} to {change.new}" in told.value.en


def test_quotas_that_only_together_are_impossible() -> None:
    """Every old person is a woman: two old and no woman cannot be."""
    with pytest.raises(Impossible) as told:
        by_hand(
            "id,age,sex\na,old,f\nb,old,f\nc,young,m\nd,young,m\n",
            "feature,value,min,max\nage,old,2,2\nage,young,0,0\nsex,f,0,0\nsex,m,2,2\n",
            2,
        )
    assert sum(abs(c.new - c.old) for c in told.value.changes) == 4


# --- every panel of a small pool


def whole_panels(pool: Pool, quotas: tuple[Quota, ...], size: int) -> np.ndarray:
    """Person × panel: every choice of so many people that keeps the quotas, at most one of a household."""
    of = [dict(zip(pool.columns, cells, strict=True)) for _, cells in pool.people]
    found = []
    for some in itertools.combinations(range(len(of)), size):
        homes = [home for n in some if (home := of[n].get("household"))]
        if len(set(homes)) == len(homes) and all(
            q.low <= sum(of[n][q.feature] == q.value for n in some) <= q.high for q in quotas
        ):
            found.append([float(n in some) for n in range(len(of))])
    return np.array(found).T


def leximin_of(seats: np.ndarray) -> np.ndarray:
    """The LEXIMIN chances over all lotteries of these panels (person × panel), the slow way: one by one."""
    many, wide = seats.shape
    fixed: dict[int, float] = {}

    def best(worth: np.ndarray, floor: float | None) -> float:
        """The largest of: `worth` of the chances, or with no floor the smallest chance that is not fixed."""
        rows = [np.append(-seats[t], 1.0 if floor is None and t not in fixed else 0.0) for t in range(many)]
        least = [fixed.get(t, floor or 0.0) for t in range(many)]
        target = np.append(-(worth @ seats), 0.0) if floor is not None else np.append(np.zeros(wide), -1.0)
        answer = linprog(
            target,
            A_ub=np.array(rows),
            b_ub=-np.array(least) + 1e-9,
            A_eq=np.append(np.ones(wide), 0.0)[None, :],
            b_eq=[1.0],
            bounds=[(0, None)] * wide + [(0, 1)],
            method="highs",
        )
        return -float(answer.fun)

    while len(fixed) < many:
        level = best(np.zeros(many), None)
        stuck = [t for t in range(many) if t not in fixed and best(np.eye(many)[t], level) < level + 1e-6]
        fixed |= dict.fromkeys(stuck, level)
    return np.array([fixed[t] for t in range(many)])


PERSON = st.tuples(*[st.sampled_from("pqr")] * 2, st.sampled_from("st"), st.sampled_from(["", "", "h", "k"]))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    people=st.lists(PERSON, min_size=3, max_size=8),
    size=st.integers(2, 4),
    slack=st.integers(0, 1),
    homes=st.booleans(),
    chance=st.randoms(use_true_random=False),
)
def test_against_every_panel(
    people: list[tuple[str, ...]], size: int, slack: int, homes: bool, chance: Random
) -> None:
    """Quotas about some choice of people: the chances are those of the slow way, whatever the order of rows."""
    size = min(size, len(people))
    some = chance.sample(people, size)
    quotas = tuple(
        Quota(f"f{k}", value, max(0, n - slack), n + slack)
        for k in range(3)
        for value in sorted({p[k] for p in people})
        for n in [sum(p[k] == value for p in some)]
    )
    head = ["id", "f0", "f1", "f2", "household" if homes else "street"]
    rows = [[f"p{n}", *cells] for n, cells in enumerate(people)]
    pool = read_pool("\n".join(map(",".join, [head, *rows])).encode())
    panels = whole_panels(pool, quotas, size)
    if not len(panels):
        with pytest.raises(Refusal):
            draw_up(pool, quotas, size)
        return
    lottery = draw_up(pool, quotas, size)
    holds(lottery, pool)
    got = [float(chances_of(lottery)[who]) for who, _ in pool.people]
    assert got == pytest.approx(leximin_of(panels).tolist(), abs=2e-6)
    marks = lottery.certificate
    assert marks.minimum == pytest.approx(min(got)) and marks.minimum <= marks.bound + 1e-9
    assert marks.proof == "columns" or marks.minimum == pytest.approx(marks.bound, abs=1e-6)
    chance.shuffle(rows)
    turned = "\n".join(",".join(row[::-1]) for row in [head, *rows])
    assert draw_up(read_pool(turned.encode()), quotas[::-1], size) == lottery


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    people=st.lists(PERSON, min_size=3, max_size=7),
    size=st.integers(1, 3),
    chance=st.randoms(use_true_random=False),
)
def test_the_smallest_change_is_the_smallest(
    people: list[tuple[str, ...]], size: int, chance: Random
) -> None:
    """Against every choice of people: by how much it breaks the quotas in all, and how many of them."""
    quotas = tuple(
        Quota(f"f{k}", value, low, low + chance.randint(0, 1))
        for k in range(3)
        for value in sorted({p[k] for p in people})
        for low in [chance.randint(0, 2)]
    )
    pool = read_pool(
        ("id,f0,f1,f2\n" + "\n".join(f"p{n},{','.join(c[:3])}" for n, c in enumerate(people))).encode()
    )
    broken = []
    for some in itertools.combinations(people, size):
        inside = [sum(p[int(q.feature[1])] == q.value for p in some) for q in quotas]
        off = [max(q.low - n, n - q.high, 0) for q, n in zip(quotas, inside, strict=True)]
        broken.append((sum(off), sum(n > 0 for n in off)))
    if min(broken) == (0, 0):
        holds(draw_up(pool, quotas, size), pool)
        return
    with pytest.raises(Impossible) as told:
        draw_up(pool, quotas, size)
    changes = told.value.changes
    assert (sum(abs(c.new - c.old) for c in changes), len(changes)) == min(broken)
    new = {(c.feature, c.value, c.bound): c.new for c in changes}
    eased = tuple(
        Quota(
            q.feature,
            q.value,
            new.get((q.feature, q.value, "min"), q.low),
            new.get((q.feature, q.value, "max"), q.high),
        )
        for q in quotas
    )
    holds(draw_up(pool, eased, size), pool)
