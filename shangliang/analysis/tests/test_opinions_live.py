"""Votes in any order, changed, taken back, one by one or all at once: the same state, to the last bit."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shangliang.analysis.opinions.chart import chart
from shangliang.analysis.opinions.live import Live
from shangliang.analysis.opinions.records import OpinionMap
from shangliang.analysis.opinions.sums import Sums
from shangliang.analysis.opinions.votes import Votes
from shangliang.analysis.tests.crowd import conversation, triples

STREAM = st.lists(
    st.tuples(
        st.integers(0, 8).map(str), st.integers(0, 20).map(lambda j: f"s{j}"), st.sampled_from([-1, 0, 1])
    ),
    min_size=1,
    max_size=120,
)


def same_votes(one: Votes, two: Votes) -> bool:
    return (one.people, one.statements) == (two.people, two.statements) and all(
        np.array_equal(getattr(one, name), getattr(two, name)) for name in ("starts", "columns", "values")
    )


def same_sums(one: Sums, two: Sums) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(two, name)) for name in ("a", "b", "c"))


def same_maps(one: OpinionMap, two: OpinionMap) -> bool:
    """All figures of two maps, bit for bit."""
    arrays = [
        (one.layout.axes.comps, two.layout.axes.comps),
        (one.places, two.places),
        (one.layout.spread, two.layout.spread),
        (one.groups, two.groups),
        (one.counts.agree, two.counts.agree),
        (one.across, two.across),
        (one.priority, two.priority),
    ]
    return all(np.array_equal(a, b) for a, b in arrays) and (
        (one.people, one.statements, one.sha256, one.layout.health, one.representative, one.agreed)
        == (two.people, two.statements, two.sha256, two.layout.health, two.representative, two.agreed)
    )


@given(STREAM)
@settings(deadline=None)
def test_the_last_vote_of_a_person_counts(stream: list[tuple[str, str, int]]) -> None:
    last = {(person, statement): vote for person, statement, vote in stream}
    votes = Votes.of(stream)
    assert {(p, s): v for p, s, v in triples(votes)} == last and len(votes) == len(last)
    assert votes.fingerprint() == Votes.of([(p, s, v) for (p, s), v in last.items()]).fingerprint()


@given(STREAM, st.randoms())
@settings(deadline=None)
def test_the_order_of_different_votes_makes_no_difference(
    stream: list[tuple[str, str, int]], rng: random.Random
) -> None:
    once = [(p, s, v) for (p, s), v in {(p, s): v for p, s, v in stream}.items()]
    assert same_votes(Votes.of(once), Votes.of(rng.sample(once, len(once))))


@given(STREAM)
@settings(deadline=None)
def test_one_by_one_is_as_all_at_once(stream: list[tuple[str, str, int]]) -> None:
    live, votes = Live(), Votes.of(stream)
    for person, statement, vote in stream:
        live.vote(person, statement, vote)
    assert same_votes(live.votes(), votes) and same_sums(live.sums(), Sums.of(votes))


@given(STREAM, STREAM, st.randoms())
@settings(deadline=None)
def test_going_on_from_a_state_and_taking_back(
    first: list[tuple[str, str, int]], second: list[tuple[str, str, int]], rng: random.Random
) -> None:
    live = Live.of(Votes.of(first))
    for person, statement, vote in second:
        live.vote(person, statement, vote)
    held = {(p, s): v for p, s, v in first + second}
    people, statements = {p for p, _ in held}, {s for _, s in held}
    for gone in rng.sample(sorted(held), len(held) // 2):
        live.withdraw(*gone)
        del held[gone]
    left = live.votes()
    assert {(p, s): v for p, s, v in triples(left)} == held
    assert set(left.people) == people and set(left.statements) == statements
    assert same_sums(live.sums(), Sums.of(left))


def test_what_cannot_be() -> None:
    live = Live()
    with pytest.raises(ValueError, match="-1, 0 or 1"):
        live.vote("a", "1", 2)
    live.vote("a", "1", 1)
    live.vote("b", "2", 1)
    with pytest.raises(KeyError):
        live.withdraw("a", "2")
    with pytest.raises(KeyError):
        live.withdraw("c", "1")
    assert len(live.votes()) == 2


@pytest.mark.parametrize("statements", [30, 90])
def test_the_live_map_is_the_map_of_all_votes(statements: int) -> None:
    stream = triples(conversation(150, statements, groups=2, seen=0.4, seed=3, strength=2)[0])
    live, votes = Live(), Votes.of(stream)
    random.Random(1).shuffle(stream)
    for person, statement, vote in stream:
        live.vote(person, statement, -vote)
        live.vote(person, statement, vote)
    assert same_maps(live.chart(seed=5), chart(votes, seed=5, sums=Sums.of(votes)))
    assert np.array_equal(live.chart(seed=5).groups, chart(votes, seed=5).groups)


def test_a_warm_map_keeps_its_face() -> None:
    """Groups and their numbers, and the direction of the axes, hardly move when some votes come in."""
    votes, _ = conversation(300, 60, groups=3, seen=0.5, seed=8, strength=2)
    live = Live.of(votes)
    before = live.chart()
    moved = chart(votes, seed=1, before=before)
    rng = np.random.default_rng(0)
    for k in range(30):
        live.vote(f"new{k // 10}", votes.statements[int(rng.integers(60))], int(rng.integers(-1, 2)))
    after = live.chart(before=before)
    assert before.k == after.k == moved.k == 3
    was = dict(zip(before.people, before.groups.tolist(), strict=True))
    kept = [was[p] == g for p, g in zip(after.people, after.groups.tolist(), strict=True) if p in was]
    assert np.mean(kept) > 0.97
    assert (np.sum(before.layout.axes.comps * after.layout.axes.comps, axis=1) > 0.98).all()
    assert after.started_from == before.sha256 != after.sha256
    turned = chart(votes, before=replace_names(before))
    held = before.groups >= 0
    assert np.mean(turned.groups[held] == 2 - before.groups[held]) > 0.97
    assert len(turned.layout.health.group_stability) == 3


def replace_names(made: OpinionMap) -> OpinionMap:
    """The same map with its groups named the other way round."""
    groups = np.where(made.groups >= 0, made.k - 1 - made.groups, made.groups)
    layout = type(made.layout)(**{**vars(made.layout), "groups": groups})
    return type(made)(**{**vars(made), "layout": layout})
