"""Whole maps of invented conversations: planted groups are found, noise is told from them, and all is repeatable."""

import random

import numpy as np
import pytest

from shangliang.analysis.opinions import clusters
from shangliang.analysis.opinions.chart import MODES, VERSION, chart
from shangliang.analysis.opinions.votes import Votes
from shangliang.analysis.tests.crowd import conversation, triples
from shangliang.analysis.tests.test_opinions_live import same_maps


def agreement(groups: np.ndarray, planted: np.ndarray) -> float:
    held = groups >= 0
    return clusters.adjusted_rand(planted[held], groups[held])


@pytest.mark.parametrize("groups", [2, 3])
def test_planted_groups_are_found(groups: int) -> None:
    votes, planted = conversation(300, 60, groups=groups, seen=0.5, seed=8, strength=2)
    made = chart(votes)
    assert made.k == groups and made.layout.health.clear
    assert agreement(made.groups, planted) > 0.7
    assert min(made.layout.health.group_stability) > 0.4
    assert len(made.layout.health.group_stability) == len(made.representative) == groups
    sizes = np.bincount(made.groups[made.groups >= 0])
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)


@pytest.mark.parametrize(
    ("people", "statements", "seen"), [(30, 15, 0.8), (100, 30, 0.5), (400, 60, 0.3), (1_500, 300, 0.05)]
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_noise_has_no_clear_groups(people: int, statements: int, seen: float, seed: int) -> None:
    made = chart(conversation(people, statements, groups=0, seen=seen, seed=seed)[0])
    assert not made.layout.health.clear
    assert made.k == 1 and made.representative == () and set(made.groups.tolist()) <= {-1, 0}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("groups", [2, 3, 4])
def test_planted_groups_are_not_called_noise(groups: int, seed: int) -> None:
    for people, statements, seen in ((120, 40, 0.6), (1_500, 100, 0.2)):
        votes, planted = conversation(people, statements, groups=groups, seen=seen, seed=seed, strength=1.5)
        made = chart(votes)
        assert made.layout.health.clear and agreement(made.groups, planted) > 0.15


def test_few_votes_among_many_statements() -> None:
    """Where people see one statement in thirty, axes come from pairs of statements and the groups are found."""
    votes, planted = conversation(12_000, 300, groups=3, seen=0.035, seed=5, skew=1.0)
    made = chart(votes)
    health = made.layout.health
    assert health.pairwise and health.seen < 0.04 and min(health.participation) > 30
    assert made.k == 3 and agreement(made.groups, planted) > 0.25


@pytest.mark.parametrize("mode", MODES)
def test_the_same_votes_give_the_same_map(mode: str) -> None:
    votes, _ = conversation(120, 40, groups=2, seen=0.5, seed=4, strength=2)
    stream = triples(votes)
    again = Votes.of(random.Random(2).sample(stream, len(stream)))
    one, two = chart(votes, mode=mode, seed=7), chart(again, mode=mode, seed=7)
    assert same_maps(one, two)
    assert (one.version, one.seed, one.mode, len(one.sha256)) == (VERSION, 7, mode, 64)
    assert chart(votes, mode=mode, seed=8).sha256 == one.sha256
    assert chart(votes, mode=mode, out={votes.statements[0]}).sha256 != one.sha256
    assert chart(votes, mode=mode, meta={votes.statements[0]}).sha256 != one.sha256


@pytest.mark.parametrize("mode", MODES)
def test_what_is_taken_out_has_no_part(mode: str) -> None:
    votes, _ = conversation(120, 40, groups=2, seen=0.5, seed=4, strength=2)
    out, meta = votes.statements[3], votes.statements[5]
    made = chart(votes, mode=mode, out={out}, meta={meta})
    assert not made.layout.axes.comps[:, [3, 5]].any() and not made.layout.axes.centre[[3, 5]].any()
    listed = {r.statement for group in made.representative for r in group}
    listed |= {a.statement for a in (*made.agreed, *made.rejected)}
    assert listed and not listed & {3, 5}
    assert made.priority[5] == 49 and made.shown.sum() == 39 and not made.shown[3]
    turned = Votes.of([(p, s, -v if s in {out, meta} else v) for p, s, v in triples(votes)])
    assert np.array_equal(chart(turned, mode=mode, out={out}, meta={meta}).places, made.places)


def test_a_place_is_surer_the_more_is_seen() -> None:
    votes, _ = conversation(400, 60, groups=2, seen=0.4, seed=6, strength=2)
    made = chart(votes)
    order = np.argsort(votes.per_person)
    least, most = (made.layout.spread[part].mean(axis=0) for part in (order[:100], order[-100:]))
    assert (least > 1.3 * most).all()
    whole = Votes.of([("all", s, 1) for s in votes.statements] + triples(votes))
    assert chart(whole).layout.spread[0].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("mode", MODES)
def test_small_and_odd_conversations(mode: str) -> None:
    """One vote; one statement; everybody of one mind; people who have seen nothing in common."""
    alike = [(f"p{k:02}", f"s{j}", 1) for k in range(40) for j in range(9)]
    apart = [(f"p{k}", f"s{k}", 1) for k in range(9)]
    for stream in ([("a", "1", 1)], [(f"p{k}", "1", k % 3 - 1) for k in range(20)], alike, apart):
        made = chart(Votes.of(stream), mode=mode)
        assert np.isfinite(made.places).all() and np.isfinite(made.layout.spread).all()
        assert np.isfinite(made.priority).all() and made.k >= 1
        assert made.counts.seen.sum() <= len(stream)
    assert not chart(Votes.of(alike)).layout.health.clear
    nothing = chart(Votes.of(alike), mode=mode, out={f"s{j}" for j in range(9)})
    assert not nothing.places.any() and not nothing.shown.any() and nothing.agreed == ()


def test_polis_keeps_who_was_inside_and_changes_k_slowly() -> None:
    votes, _ = conversation(60, 30, groups=2, seen=0.6, seed=4, strength=2)
    before = chart(votes, mode="polis")
    less = votes.only(np.arange(60)).without(set(votes.statements[:27]))
    after = chart(less, mode="polis", before=before)
    assert before.layout.inside.sum() == after.layout.inside[before.layout.inside].sum()
    assert after.layout.smoothing.smoothed == before.k
    assert after.layout.smoothing.count >= 1 and after.started_from == before.sha256


def test_what_is_refused() -> None:
    votes = Votes.of([("a", "1", 1)])
    with pytest.raises(ValueError, match="no such mode"):
        chart(votes, mode="other")
    with pytest.raises(ValueError, match="no such statement: 7"):
        chart(votes, out={"7"})
    with pytest.raises(ValueError, match="no votes"):
        chart(Votes.of([]))
