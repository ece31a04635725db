"""Choosing in proportion: worked by hand, what a file may hold, and what is refused."""

from fractions import Fraction

import numpy as np
import pytest

from shangliang.analysis.choosing import COMPLETIONS, RULES, Choice, choose, read
from shangliang.analysis.choosing.election import natural
from shangliang.analysis.refusal import Refusal
from shangliang.analysis.tests.elections import pb, town


def ids(choice: Choice) -> list[str]:
    return [winner.id for winner in choice.winners]


TEN = {f"{side}{n}": 1 for side in "ab" for n in range(10)}
SIDES = [",".join(f"a{n}" for n in range(10))] * 60 + [",".join(f"b{n}" for n in range(10))] * 40


def test_a_big_group_cannot_take_every_place() -> None:
    """60 of 100 want the ten topics a, 40 the ten topics b; the plan has ten places."""
    election = read(pb(TEN, SIDES, 10))
    by_votes = choose(election, "greedy")
    assert {who[0] for who in ids(by_votes)} == {"a"} and by_votes.represented == 0.6
    for rule in ("equal-shares", "phragmen", "pav"):
        choice = choose(election, rule)
        assert sorted(who[0] for who in ids(choice)) == ["a"] * 6 + ["b"] * 4, rule
        assert choice.represented == 1 and choice.unspent == 0


def test_equal_shares_by_hand() -> None:
    """Four voters with 25 each. x (40, three votes) costs each a third of 40, they keep 11.67.

    y (40, v1 and v4): 36.67 together are too little. z (20) v4 pays alone.
    """
    election = read(pb({"x": 40, "y": 40, "z": 20}, ["x,y", "x", "x", "y,z"], 100))
    choice = choose(election, "equal-shares", completion="none")
    assert ids(choice) == ["x", "z"]
    x, z = choice.winners
    assert x.price == pytest.approx(40 / 3) and (x.full, x.part, x.nothing) == (3, 0, 0)
    assert z.price == pytest.approx(20) and choice.unspent == pytest.approx(0.4)
    assert choice.share == 25


def test_who_has_less_pays_what_is_left() -> None:
    """Three voters with 10 each. a (8, v1 and v2): 4 each. b (20, all): v1 and v2 pay the 6 left to them, v3 8."""
    election = read(pb({"a": 8, "b": 20}, ["a,b", "a,b", "b"], 30))
    choice = choose(election, "equal-shares", utility="cardinality", completion="none")
    assert ids(choice) == ["a", "b"]
    b = choice.winners[1]
    assert b.price == pytest.approx(8) and (b.full, b.part, b.nothing) == (1, 2, 0)
    assert choice.payments[1][1].tolist() == pytest.approx([6, 6, 8])


def test_completions_by_hand() -> None:
    """Two voters with 5 each: r (2, v2) is bought, p (8, v1) is out of reach until each has 8.

    From 11 on v2 could pay q (9), too, and 19 would be spent of 10. By votes: r, then p; q never fits.
    """
    election = read(pb({"p": 8, "q": 9, "r": 2}, ["p", "q,r"], 10))
    won = {c: choose(election, "equal-shares", completion=c) for c in COMPLETIONS}
    assert ids(won["none"]) == ["r"] and won["none"].share == 5
    assert ids(won["add1"]) == ["r", "p"] and won["add1"].share == 10
    assert [(w.id, w.how) for w in won["greedy"].winners] == [("r", "bought"), ("p", "added")]
    assert ids(won["add1u"]) == ids(won["add1-comparison"]) == ["r", "p"]


def test_by_votes_what_still_fits_is_added() -> None:
    """Each of three voters has 4, later 5: nobody can pay 12 alone, two together can pay 6; 5 is left, and s fits."""
    election = read(pb({"a": 7, "s": 5, "t": 6}, ["a", "a", "s,t"], 12))
    done = choose(election, "equal-shares", completion="greedy")
    assert [(w.id, w.how) for w in done.winners] == [("a", "bought"), ("s", "added")]
    assert ids(choose(election, "equal-shares", completion="none")) == ["a"]


def test_small_shares_are_raised_by_their_hundredth() -> None:
    """Three places for four voters: one more whole place for each at once would overshoot what can be had."""
    election = read(pb({"a": 1, "b": 1, "c": 1, "d": 1}, ["a", "a", "b", "c,d"], 3))
    choice = choose(election, "equal-shares")
    assert ids(choice)[0] == "a" and len(choice.winners) <= 3 and choice.share > Fraction(3, 4)


def test_comparison_gives_way_to_what_more_voters_would_rather_have() -> None:
    """Five of six would rather have the one large project than the small one that shares can buy."""
    election = read(pb({"big": 12, "tiny": 2}, ["big"] * 5 + ["tiny"], 12))
    assert ids(choose(election, "equal-shares", completion="none")) == ["tiny"]
    choice = choose(election, "equal-shares", completion="add1-comparison")
    assert ids(choice) == ["big"] and [winner.how for winner in choice.winners] == ["votes"]


def test_phragmen_by_hand() -> None:
    """a (6, three voters) at moment 2; then b (5, v3 and v4) at (5 + 2) / 2; then c (4, v4) at 4 + 3.5.

    With a budget of 12 it ends before c.
    """
    costs, votes = {"a": 6, "b": 5, "c": 4}, ["a", "a", "a,b", "b,c"]
    choice = choose(read(pb(costs, votes, 15)), "phragmen")
    assert ids(choice) == ["a", "b", "c"]
    assert [winner.price for winner in choice.winners] == pytest.approx([2, 3.5, 7.5])
    assert choice.payments[1][1].tolist() == pytest.approx([1.5, 3.5])
    assert ids(choose(read(pb(costs, votes, 12)), "phragmen")) == ["a", "b"]


def test_pav_by_hand() -> None:
    """a has 3 votes; then b counts 1/2 + 1/2 and c 1/2 + 1: c is next."""
    election = read(pb({"a": 1, "b": 1, "c": 1}, ["a,b", "a,b", "a,c", "c"], 2))
    assert ids(choose(election, "pav")) == ["a", "c"]


def test_greedy_passes_over_what_does_not_fit() -> None:
    """b has 3 votes and takes 50 of 60; a (20) and c (11) do not fit any more, d (10) does."""
    election = read(pb({"a": 20, "b": 50, "c": 11, "d": 10}, ["a,b,c", "b,a", "b,d"], 60))
    assert ids(choose(election, "greedy")) == ["b", "d"]
    assert ids(choose(election, "greedy-cost")) == ["a", "d", "c"]


def test_ties_go_by_votes_then_cost_then_id() -> None:
    """The same rate for all: 10 for two, 5 for one, 5 for one; p2 before p10."""
    election = read(pb({"p10": 5, "p2": 5, "big": 10}, ["p10,big", "p2,big"], 20))
    for rule in ("equal-shares", "greedy-cost", "phragmen"):
        assert ids(choose(election, rule, utility="cardinality"))[0] == "big", rule
    assert ids(choose(read(pb({"p10": 5, "p2": 5}, ["p10", "p2"], 10)), "phragmen")) == ["p2", "p10"]
    assert sorted(["p10", "p2", "P1", "p2a", "10", "9"], key=natural) == ["9", "10", "P1", "p2", "p2a", "p10"]


def test_points_and_rankings() -> None:
    costs = {"a": 10, "b": 10}
    points = read(pb(costs, ["a,b", "b", "a"], 20, vote_type="cumulative", points=["7,3", "2", "0"]))
    assert [points.votes(c) for c in (0, 1)] == [7, 5]
    assert points.supporters[0].tolist() == [0] and points.supporters[1].tolist() == [0, 1]
    ranked = read(pb(costs, ["a,b", "b"], 20, vote_type="ordinal", max_length="3"))
    assert [ranked.votes(c) for c in (0, 1)] == [3, 5]
    assert set(ids(choose(points, "equal-shares"))) <= {"a", "b"}


def test_decimal_money_is_kept_exactly() -> None:
    election = read(pb({"a": "10.10", "b": "0.3"}, ["a", "b"], "20.4"))
    assert (election.unit, election.budget, election.projects[0].cost) == (10, 204, 101)
    assert ids(choose(election, "equal-shares", completion="none")) == ["b", "a"]
    assert choose(election, "greedy").unspent == pytest.approx(1 - 10.4 / 20.4)


def test_payments_sum_to_the_costs_and_nobody_pays_more_than_they_have() -> None:
    election = read(town(2_000, projects=30, dear=3e4))
    choice = choose(election, "equal-shares")
    assert ids(choice) and choice.unspent >= 0
    spent = np.zeros(len(election.voters))
    for (project, paid), winner in zip(choice.payments, choice.winners, strict=True):
        assert paid.sum() == pytest.approx(election.projects[project].cost) and (paid >= 0).all()
        assert winner.full + winner.part + winner.nothing == winner.supporters == len(paid)
        spent[election.supporters[project]] += paid
    assert (spent <= float(choice.share) * (1 + 1e-9)).all()


def test_the_order_of_rows_makes_no_difference() -> None:
    lines = town(400, projects=20, dear=3e3).decode().splitlines()
    at, to = lines.index("PROJECTS") + 2, lines.index("VOTES")
    turned = [*lines[:at], *lines[at:to][::-1], *lines[to : to + 2], *lines[to + 2 :][::-1]]
    one, two = read("\n".join(lines).encode()), read("\n".join(turned).encode())
    for rule in RULES[:-1]:
        first, second = choose(one, rule), choose(two, rule)
        assert ids(first) == ids(second) and first.sha256 == second.sha256
    assert choose(one, "greedy").sha256 != choose(read(lines_without(lines, to + 2)), "greedy").sha256


def lines_without(lines: list[str], number: int) -> bytes:
    return "\n".join([*lines[:number], *lines[number + 1 :]]).encode()


GOOD = pb({"a": 5, "b": 7}, ["a", "a,b"], 10).decode()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (GOOD, "", "META is missing"),
        ("VOTES\n", "", "VOTES is missing"),
        ("v1;a\nv2;a,b\n", "", "VOTES is missing or empty"),
        ("budget;10", "budget;ten", "line 3: budget 'ten'"),
        ("budget;10\n", "", "budget ''"),
        ("project_id;cost", "project_id;price", "line 6: the column cost is missing"),
        ("b;7", "a;7", "line 8: the project id 'a'"),
        ("b;7", "b;-7", "line 8: cost '-7'"),
        ("b;7", "b;0", "line 8: the cost is zero"),
        ("b;7", "b;NaN", "line 8: cost 'NaN'"),
        ("v2;a,b", "v2;a,c", "line 12: no project 'c'"),
        ("v2;a,b", "v2;a,a", "line 12: a project stands twice"),
        ("v2;a,b", "v1;a,b", "the voter v1 stands twice"),
        ("approval", "oracle", "unknown vote_type 'oracle'"),
        ("approval", "scoring", "the column points is missing"),
    ],
)
def test_files_that_cannot_be_used(old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(Refusal) as refused:
        read(GOOD.replace(old, new).encode())
    assert told in refused.value.en


@pytest.mark.parametrize("points", ["1", "1,x", "1,2,3", "1,-1"])
def test_points_that_cannot_be_used(points: str) -> None:
    with pytest.raises(Refusal, match="line 11"):
        read(pb({"a": 5, "b": 7}, ["a,b"], 10, vote_type="scoring", points=[points]))


def test_undecodable_bytes() -> None:
    with pytest.raises(Refusal, match="line 1"):
        read(b"META\xff\n")


def test_rules_and_options_there_are_not() -> None:
    election = read(GOOD.encode())
    for wrong in ({"rule": "x"}, {"rule": "pav"}, {"rule": "greedy", "completion": "add1"}):
        with pytest.raises(Refusal):
            choose(election, **wrong)
    with pytest.raises(Refusal):
        choose(election, "equal-shares", utility="joy")


def test_votes_for_nothing_count_as_voters() -> None:
    election = read(pb({"a": 5}, ["a", "", ""], 15))
    assert choose(election, "equal-shares", completion="none").represented == pytest.approx(1 / 3)


def test_nothing_anybody_wants() -> None:
    election = read(pb({"a": 5}, ["", ""], 15))
    for rule in RULES:
        choice = choose(election, rule)
        assert ids(choice) == [] and choice.unspent == 1 and choice.represented == 0
