"""The formulas of opinion maps, each on an example that can be worked by hand."""

import itertools

import numpy as np
import pytest

from shangliang.analysis.opinions import (
    axes,
    clusters,
    consensus,
    counts,
    polis,
    projection,
    repness,
    routing,
)
from shangliang.analysis.opinions.counts import Counts
from shangliang.analysis.opinions.polis import Smoothing
from shangliang.analysis.opinions.sums import Sums
from shangliang.analysis.opinions.votes import BadVote, Votes

TWO = [("a", "1", 1), ("a", "2", -1), ("b", "1", -1), ("b", "2", 1)]


def line(*places: float) -> np.ndarray:
    return np.array([[place, 0.0] for place in places])


def counted(agree: list[list[int]], disagree: list[list[int]], seen: list[list[int]]) -> Counts:
    return Counts(np.array(agree), np.array(disagree), np.array(seen))


def test_the_last_vote_counts() -> None:
    votes = Votes.of([("b", "s", 1), ("a", "s", 0), ("b", "s", -1), ("b", "r", 1), ("a", "s", 1)])
    assert (votes.people, votes.statements) == (("a", "b"), ("r", "s"))
    assert votes.matrix().toarray().tolist() == [[0, 1], [1, -1]]
    assert len(votes) == 3 and votes.per_person.tolist() == [1, 2] and votes.rows.tolist() == [0, 1, 1]


def test_numbers_stand_by_their_size_or_people_by_arrival() -> None:
    triples = [("10", "2", 1), ("9", "10", 1), ("9", "1", 0)]
    assert Votes.of(triples).people == ("9", "10")
    assert Votes.of(triples).statements == ("1", "2", "10")
    assert Votes.of(triples, by_arrival=True).people == ("10", "9")


@pytest.mark.parametrize("wrong", [2, -2, 7])
def test_a_vote_is_one_of_three(wrong: int) -> None:
    with pytest.raises(BadVote) as refused:
        Votes.of([("a", "1", 1), ("b", "1", wrong)])
    assert refused.value.position == 1


def test_votes_without_some_statements_and_of_some_people() -> None:
    votes = Votes.of([*TWO, ("c", "3", 1), ("c", "1", 0)])
    assert votes.without(()) is votes
    less = votes.without({"2"})
    assert (less.people, less.statements) == (("a", "b", "c"), ("1", "3"))
    assert less.matrix().toarray().tolist() == [[1, 0], [-1, 0], [0, 1]] and less.per_person.tolist() == [
        1,
        1,
        2,
    ]
    some = votes.only(np.array([0, 2]))
    assert some.people == ("a", "c") and some.matrix().toarray().tolist() == [[1, -1, 0], [0, 0, 1]]


def test_a_pass_is_a_vote_and_silence_is_none() -> None:
    votes = Votes.of([("a", "1", 1), ("b", "1", 0), ("c", "2", 1)])
    assert axes.centre_of(votes).tolist() == [0.5, 1.0]
    rows = axes.centred(votes, axes.centre_of(votes)).toarray()
    assert rows.tolist() == [[0.5, 0.0], [-0.5, 0.0], [0.0, 0.0]]
    silent = np.array([True, False])
    assert axes.centre_of(votes, silent).tolist() == [0.0, 1.0]
    assert not axes.centred(votes, np.zeros(2), silent).toarray()[:, 0].any()


def test_two_who_disagree_stand_on_one_axis() -> None:
    votes = Votes.of(TWO)
    rows = axes.centred(votes, axes.centre_of(votes))
    comps, share = axes.leading(rows)
    comps = axes.turned(comps, None)
    root = np.sqrt(0.5)
    np.testing.assert_allclose(comps, [[root, -root], [0, 0]], atol=1e-15)
    np.testing.assert_allclose(share, [1, 0], atol=1e-15)
    places = projection.places(rows, comps, projection.scale(votes.per_person, 2))
    np.testing.assert_allclose(places, [[np.sqrt(2), 0], [-np.sqrt(2), 0]], atol=1e-15)
    found = axes.Axes(axes.centre_of(votes), comps, share)
    np.testing.assert_allclose(found.participation, [2, 0])


def test_axes_keep_their_direction() -> None:
    comps = np.array([[0.6, -0.8], [0.8, 0.6]])
    assert axes.turned(comps, None).tolist() == [[-0.6, 0.8], [0.8, 0.6]]
    assert axes.turned(comps, np.array([[1.0, 0.0], [-1.0, 0.0]])).tolist() == [[0.6, -0.8], [-0.8, -0.6]]


def test_few_votes_are_scaled_up_and_doubt_draws_in() -> None:
    assert projection.scale(np.array([4, 1, 0]), 4).tolist() == [1.0, 2.0, 2.0]
    assert projection.scale(np.array([1]), 4, doubt=3.0).tolist() == [1.0]


def test_a_place_is_sure_once_everything_is_seen() -> None:
    votes = Votes.of([*TWO, ("c", "1", 1)])
    rows, cast = axes.centred(votes, np.zeros(2)), votes.per_person
    comps = np.array([[0.6, 0.8], [0.8, -0.6]])
    spread = projection.spread(rows, comps, cast, 2)
    common = (3 * 0.36 + 2 * 0.64) / 5, (3 * 0.64 + 2 * 0.36) / 5
    last = [np.sqrt((0.36 + 10 * common[0]) / 11), np.sqrt((0.64 + 10 * common[1]) / 11)]
    np.testing.assert_allclose(spread, [[0, 0], [0, 0], last])


def test_a_statement_stands_where_its_only_supporter_would() -> None:
    centre, comps = np.array([0.5, -1.0]), np.array([[0.6, 0.8], [0.8, -0.6]])
    where = projection.statement_places(centre, comps)
    np.testing.assert_allclose(where, np.sqrt(2) * np.array([[0.3, 1.6], [0.4, -1.2]]))
    np.testing.assert_allclose(projection.extremity(where), np.sqrt(2) * np.array([0.5, 2.0]))


def test_participant_stats() -> None:
    told = projection.participant_stats(np.array([3.0, 0.0]), np.zeros(2), np.array([2.0, 0.0]))
    assert told == {"centricness": -2.0, "coreness": 0.0, "extremeness": 1.0}


def test_silhouette_and_agreement() -> None:
    labels = np.array([0, 0, 1, 1])
    assert clusters.silhouette(line(0, 1, 4, 5), labels) == pytest.approx((2 * 3.5 / 4.5 + 2 * 2.5 / 3.5) / 4)
    assert clusters.silhouette(line(0, 1, 9), np.array([0, 0, 1])) == pytest.approx((8 / 9 + 7 / 8) / 3)
    doubled = clusters.silhouette(line(0, 5), np.array([0, 1]), np.array([2.0, 2.0]))
    assert doubled == pytest.approx(1.0) == clusters.silhouette(line(0, 0, 5, 5), labels)
    assert clusters.adjusted_rand(labels, np.array([1, 1, 0, 0])) == 1.0
    assert clusters.adjusted_rand(labels, np.array([0, 0, 1, 2])) == pytest.approx(4 / 7)
    assert clusters.adjusted_rand(labels, np.array([0, 1, 0, 1])) == pytest.approx(-0.5)


def test_k_means_finds_what_is_apart() -> None:
    points = line(0, 1, 10, 11, 12)
    labels, centres = clusters.best_of(points, np.ones(5), 2, np.random.default_rng(1))
    assert len({*labels[:2].tolist()}) == 1 == len({*labels[2:].tolist()}) and labels[0] != labels[2]
    assert sorted(centres[:, 0].tolist()) == [0.5, 11.0]
    heavy = clusters.lloyd(points, np.array([1.0, 3.0, 1, 1, 1]), line(0, 10))[1]
    assert heavy[0, 0] == 0.75


def test_near_ties_go_to_the_first_or_last() -> None:
    assert clusters.nearest(line(1), line(0, 2)).tolist() == [0]
    assert clusters.nearest(line(1), line(0, 2), later=True).tolist() == [1]


def test_cells_hold_equal_points_or_near_ones() -> None:
    assert clusters.cells(line(2, 1, 2)).tolist() == [1, 0, 1]
    many = clusters.cells(line(*range(100)), most=10, wide=4)
    assert many.tolist() == sorted(many.tolist()) and many.max() == 3


def test_shares_and_their_tests() -> None:
    assert counts.share(np.array(3), np.array(4)) == pytest.approx(4 / 6)
    assert counts.share_test(np.array(3), np.array(4)) == pytest.approx(2 * np.sqrt(5) * 0.3)
    z = counts.two_shares_test(*map(np.array, (3, 4, 1, 4)))
    assert z == pytest.approx(0.4 / np.sqrt(0.6 * 0.4 * 0.4))
    assert counts.two_shares_test(*map(np.array, (4, 4, 2, 2))) == 0.0


def test_counts_by_group() -> None:
    votes = Votes.of([*TWO, ("c", "1", 0), ("d", "2", 1)])
    told = counts.of_groups(votes, np.array([0, 1, 0, -1]), 2)
    assert told.agree.tolist() == [[1, 0], [0, 1]] and told.disagree.tolist() == [[0, 1], [1, 0]]
    assert told.seen.tolist() == [[2, 1], [1, 1]] and told.passed.tolist() == [[1, 0], [0, 0]]
    assert counts.of_all(votes).agree.tolist() == [[1, 2]]
    hushed = told.silenced(np.array([True, False]), np.array([2, 1]))
    assert hushed.agree.tolist() == [[0, 0], [0, 1]] and hushed.seen.tolist() == [[2, 1], [1, 1]]


def test_what_stands_for_a_group() -> None:
    seen = [[20, 20, 20], [20, 20, 20]]
    told = repness.of(counted([[18, 2, 10], [3, 17, 10]], [[1, 17, 10], [16, 2, 10]], seen))
    listed = repness.chosen(told, 0, np.ones(3, dtype=bool))
    assert [(r.statement, r.for_agree, r.best_agree) for r in listed] == [(0, True, True), (1, False, False)]
    assert (listed[0].success, listed[0].trials) == (18, 20)
    assert listed[0].repness == pytest.approx((19 / 22) / (4 / 22))
    assert listed[1].share == pytest.approx(18 / 22)
    assert [r.statement for r in repness.chosen(told, 0, np.array([False, True, True]))] == [1]
    assert repness.chosen(told, 0, np.zeros(3, dtype=bool)) == []


def test_a_group_without_a_telling_statement_still_has_one() -> None:
    told = repness.of(counted([[1, 1], [1, 1]], [[1, 1], [1, 1]], [[2, 2], [2, 2]]))
    (only,) = repness.chosen(told, 0, np.ones(2, dtype=bool))
    assert only.statement == 0 and not only.best_agree


def test_at_most_five_stand_for_a_group() -> None:
    told = repness.of(counted([[19] * 8, [1] * 8], [[0] * 8, [18] * 8], [[20] * 8, [20] * 8]))
    assert [r.statement for r in repness.chosen(told, 0, np.ones(8, dtype=bool))] == [0, 1, 2, 3, 4]


def test_consensus() -> None:
    told = counted([[18, 2, 9, 19]], [[1, 17, 9, 0]], [[20, 20, 20, 20]])
    agreed, rejected = consensus.lists(told, np.array([True, True, True, True]))
    assert [a.statement for a in agreed] == [3, 0] and [a.statement for a in rejected] == [1]
    assert (agreed[0].success, agreed[0].trials, agreed[0].share) == (19, 20, pytest.approx(20 / 22))
    groups = counted([[3, 0], [1, 4]], [[0, 3], [1, 0]], [[4, 4], [2, 4]])
    np.testing.assert_allclose(consensus.across_groups(groups), [4 / 6 * 2 / 4, 1 / 6 * 5 / 6])
    np.testing.assert_allclose(consensus.against_across_groups(groups), [1 / 6 * 2 / 4, 4 / 6 * 1 / 6])


def test_priority() -> None:
    told = counted([[3, 3]], [[1, 1]], [[5, 5]])
    wanted = routing.priority(told, np.array([1.0, 1.0]), np.array([False, True]))
    np.testing.assert_allclose(wanted, [(5 / 7 * 2 * 4 / 7 * 5) ** 2, 49])


def test_what_is_shown_next_is_drawn_by_priority() -> None:
    wanted, open_ = np.array([1.0, 5.0, 3.0]), np.array([True, False, True])
    assert [routing.draw(wanted, open_, chance) for chance in (0.0, 0.24, 0.25, 0.99)] == [0, 0, 2, 2]
    assert routing.draw(wanted, np.zeros(3, dtype=bool), 0.5) == -1
    votes = Votes.of([*TWO, ("c", "3", 1), ("c", "1", 0)])
    shown = np.array([True, True, True])
    drawn = routing.next_of_all(votes, wanted, shown, seed=4)
    for k, person in enumerate(votes.people):
        seen = votes.columns[votes.starts[k] : votes.starts[k + 1]]
        left = shown & ~np.isin(np.arange(3), seen)
        chance = routing.chance_of(person, len(seen), 4)
        assert drawn[k] == routing.draw(wanted, left, chance)
    assert routing.next_of_all(votes, wanted, np.zeros(3, dtype=bool), seed=4).tolist() == [-1, -1, -1]


def test_chances_are_spread_evenly_and_each_her_own() -> None:
    chances = [routing.chance_of(f"p{k}", 3, 0) for k in range(4_000)]
    assert np.histogram(chances, 4, (0, 1))[0].min() > 900
    assert routing.chance_of("p", 3, 0) != routing.chance_of("p", 4, 0) != routing.chance_of("p", 4, 1)


def test_who_is_in_the_conversation() -> None:
    much = [(f"p{k:02}", str(j), 1) for k in range(16) for j in range(7)]
    little = [("q", str(j), 1) for j in range(6)]
    assert polis.in_conversation(Votes.of(much + little)).sum() == 16
    votes = Votes.of(much[: 7 * 13] + little + [("r", "0", 1), ("s", "0", 0)])
    inside = polis.in_conversation(votes)
    assert inside.sum() == 15 and not inside[votes.people.index("s")]
    kept = polis.in_conversation(Votes.of(much + little), before=np.arange(17) == 0)
    assert kept.sum() == 17
    assert polis.in_conversation(Votes.of(TWO)).all()


def test_polis_begins_with_the_first_distinct_rows() -> None:
    bases = polis.base_clusters(line(5, 5, 0, 9, 0.001), k=3)
    assert bases.labels.tolist() == [0, 0, 1, 2, 1] and bases.weights.tolist() == [2, 2, 1]
    np.testing.assert_allclose(bases.centres[:, 0], [5, 0.0005, 9])
    found = polis.group_clusters(bases)
    assert set(found) == {2} and found[2].tolist() == [0, 1, 0] and polis.best_k(bases, found) == 2


def test_the_number_of_groups_changes_after_four_in_a_row() -> None:
    told = list(itertools.accumulate([2, 3, 3, 2, 3, 3, 3, 3], Smoothing.after, initial=Smoothing()))
    assert [state.smoothed for state in told] == [0, 2, 2, 2, 2, 2, 2, 2, 3]


def test_sums_are_what_they_say() -> None:
    votes = Votes.of([*TWO, ("c", "3", 1), ("c", "1", 0), ("d", "3", -1), ("d", "2", -1)])
    v = votes.matrix().toarray().astype(int)
    cast = votes.matrix(np.ones(len(votes), dtype=np.int64)).toarray()
    told = Sums.of(votes)
    for held, brute in ((told.a, v.T @ v), (told.b, v.T @ cast), (told.c, cast.T @ cast)):
        assert held.tolist() == brute.tolist()
    rows = axes.centred(votes, axes.centre_of(votes)).toarray()
    np.testing.assert_allclose(told.gram(), rows.T @ rows, atol=1e-15)
    assert told.pairwise()[0, 1] == pytest.approx(
        -1 * 2 / 22
    )  # a and b saw both: (-1 - 0 × 0) × 2 / (2 + 20)
    part = told.only(np.array([2, 0]))
    assert part.c.tolist() == [[2, 1], [1, 3]]
