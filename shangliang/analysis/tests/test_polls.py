"""Polls: worked by hand, and held against the definitions."""

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shangliang.analysis.polls import Ballot, Base, Method, Motion, Poll, count, decide, schulze

ABC = ("甲", "乙", "丙")


def chosen(*many: str) -> list[Ballot]:
    """One ballot a text, one option a sign; an empty text abstains."""
    return [Ballot(chosen=tuple(text)) for text in many]


def ranked(*many: tuple[int, str]) -> list[Ballot]:
    return [Ballot(ranks=tuple((o,) for o in text)) for times, text in many for _ in range(times)]


def test_single() -> None:
    found = count(Poll(ABC, Method.SINGLE), chosen("甲", "甲", "乙", ""))
    assert (found.cast, found.counted, found.abstained, found.spoiled) == (4, 3, 1, {})
    assert [(line.option, line.votes) for line in found.lines] == [("甲", 2), ("乙", 1), ("丙", 0)]
    assert found.winners == ("甲",) and found.order == (("甲",), ("乙",), ("丙",)) and found.tied == ()


def test_what_is_not_decided_is_said() -> None:
    found = count(Poll(ABC, Method.APPROVAL, places=2), chosen("甲乙", "甲丙"))
    assert found.winners == ("甲",) and found.tied == ("乙", "丙") and found.open_places == 1
    none = count(Poll(ABC, Method.SINGLE), [])
    assert none.winners == () and none.tied == ABC and none.valid
    assert count(Poll(ABC, Method.SINGLE, places=3), chosen("甲")).winners == ABC


@pytest.mark.parametrize(
    ("poll", "ballot", "rule"),
    [
        (Poll(ABC, Method.SINGLE), Ballot(chosen=("甲", "乙")), "too_many"),
        (Poll(ABC, Method.SINGLE), Ballot(chosen=("丁",)), "unknown"),
        (Poll(ABC, Method.MULTIPLE, places=2), Ballot(chosen=ABC), "too_many"),
        (Poll(ABC, Method.APPROVAL), Ballot(chosen=("甲", "甲")), "twice"),
        (Poll(ABC, Method.APPROVAL), Ballot(marks={"甲": 1}), "kind"),
        (Poll(ABC, Method.SCORE), Ballot(marks={"甲": 6}), "mark"),
        (Poll(ABC, Method.SCORE), Ballot(ranks=(("甲",),)), "kind"),
        (Poll(ABC, Method.RANKED), Ballot(ranks=(("甲",), ("乙", "甲"))), "twice"),
    ],
)
def test_a_ballot_that_breaks_a_rule(poll: Poll, ballot: Ballot, rule: str) -> None:
    found = count(poll, [ballot])
    assert found.spoiled == {rule: 1} and found.counted == 0 and found.cast == 1


def test_score() -> None:
    marks = [Ballot(marks={"甲": 5, "乙": 3}), Ballot(marks={"乙": 3}), Ballot(marks={"丙": 0})]
    found = count(Poll(ABC, Method.SCORE), marks)
    assert [(line.votes, line.ballots) for line in found.lines] == [(5, 1), (6, 2), (0, 1)]
    assert found.winners == ("乙",)


def test_a_quorum_counts_abstentions_but_not_what_is_spoiled() -> None:
    poll = Poll(ABC, Method.SINGLE, entitled=5, quorum=3)
    assert count(poll, chosen("甲", "", "")).valid
    assert not count(poll, chosen("甲", "", "甲乙")).valid


# The example with 45 voters that is usually given: E > A > C > B > D.
SCHULZE = (
    (5, "ACBED"), (5, "ADECB"), (8, "BEDAC"), (3, "CABED"), (7, "CAEBD"), (2, "CBADE"), (7, "DCEBA"), (8, "EBADC"),
)  # fmt: skip


def test_schulze_on_the_example_everybody_uses() -> None:
    found = count(Poll(tuple("ABCDE"), Method.RANKED), ranked(*SCHULZE))
    assert found.order == (("E",), ("A",), ("C",), ("B",), ("D",)) and found.winners == ("E",)
    assert [line.votes for line in found.lines] == [3, 1, 2, 0, 4]
    assert found.pairs["A", "C"] == 26 and found.pairs["C", "A"] == 19
    path = schulze.strengths(tuple("ABCDE"), found.pairs)
    assert path[0].tolist() == [0, 28, 28, 30, 24] and path[4].tolist() == [25, 28, 28, 31, 0]


def test_ranks_may_be_equal_and_what_is_left_out_stands_last() -> None:
    found = count(
        Poll(ABC, Method.RANKED), [Ballot(ranks=(("甲", "乙"),)), Ballot(ranks=(("乙",),)), Ballot()]
    )
    assert found.pairs["甲", "丙"] == 1 and found.pairs["甲", "乙"] == 0 and found.pairs["乙", "甲"] == 1
    assert found.order == (("乙",), ("甲",), ("丙",)) and found.abstained == 1


RANKINGS = st.lists(st.permutations("ABCD"), min_size=1, max_size=9)


@given(RANKINGS)
def test_schulze_by_its_definition(rankings: list[list[str]]) -> None:
    """Strongest paths by trying every path; who wins against everybody wins; who loses to everybody is last."""
    options = tuple("ABCD")
    found = count(Poll(options, Method.RANKED), [Ballot(ranks=tuple((o,) for o in r)) for r in rankings])
    beats = {p: n if n > found.pairs[p[::-1]] else 0 for p, n in found.pairs.items()}

    def strongest(one: str, other: str) -> int:
        rest = [o for o in options if o not in (one, other)]
        ways = (w for n in range(len(rest) + 1) for w in itertools.permutations(rest, n))
        return max(min(beats[p] for p in itertools.pairwise((one, *w, other))) for w in ways)

    path = schulze.strengths(options, found.pairs)
    for i, one in enumerate(options):
        for j, other in enumerate(options):
            assert i == j or path[i, j] == strongest(one, other)
    for one in options:
        others = [o for o in options if o != one]
        if all(beats[one, o] for o in others):
            assert found.winners == (one,)
        if all(beats[o, one] for o in others):
            assert found.order[-1] == (one,)


@given(RANKINGS, st.randoms())
def test_the_order_of_ballots_makes_no_difference(rankings: list[list[str]], chance: object) -> None:
    ballots = [Ballot(ranks=tuple((o,) for o in r)) for r in rankings]
    mixed = sorted(ballots, key=lambda _b: chance.random())  # type: ignore[attr-defined]
    assert count(Poll(tuple("ABCD"), Method.RANKED), mixed) == count(
        Poll(tuple("ABCD"), Method.RANKED), ballots
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"options": ("甲", "甲")}, {"options": ("甲", "")}, {"places": 0}, {"places": 4}, {"low": 5},
        {"entitled": 3, "quorum": 4}, {"quorum": -1},
    ],
)  # fmt: skip
def test_rules_that_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a"):
        Poll(**{"options": ABC, "method": Method.SCORE, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("motion", "yes", "no", "carried", "needed"),
    [
        (Motion(), 16, 4, True, 16),  # 过半数 of 30 entitled: 16
        (Motion(), 15, 0, False, 16),
        (Motion(base=Base.PRESENT), 11, 9, True, 11),  # of 20 present
        (Motion(base=Base.PRESENT), 10, 10, False, 11),
        (Motion(share=Fraction(2, 3), over=False), 20, 0, True, 20),  # 三分之二以上 of 30
        (Motion(share=Fraction(2, 3), over=False), 19, 1, False, 20),
        (Motion(base=Base.CAST), 3, 2, True, 3),
        (Motion(base=Base.CAST), 0, 0, False, 1),
        (Motion(share=Fraction(0), over=False), 0, 3, False, 0),  # nobody said yes
    ],
)
def test_motions(motion: Motion, yes: int, no: int, carried: bool, needed: int) -> None:
    found = decide(motion, yes=yes, no=no, abstained=0, entitled=30, present=20)
    assert (found.carried, found.needed) == (carried, needed)


def test_without_a_quorum_nothing_is_decided() -> None:
    few = {"yes": 10, "no": 0, "abstained": 0, "entitled": 30}
    assert decide(Motion(), present=15, **few).carried is None
    assert decide(Motion(), present=16, **few).carried is False
    assert decide(Motion(quorum=Fraction(1, 2), quorum_over=False), present=15, **few).carried is False


@pytest.mark.parametrize(
    "wrong", [{"yes": 21}, {"present": 31}, {"no": -1}, {"yes": 10, "no": 5, "abstained": 6}]
)
def test_figures_that_cannot_be(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="more votes"):
        decide(Motion(), **{"yes": 1, "no": 0, "abstained": 0, "entitled": 30, "present": 20, **wrong})
    with pytest.raises(ValueError, match="share"):
        Motion(share=Fraction(3, 2))


def blocs(*many: tuple[int, str]) -> list[Ballot]:
    return [b for times, text in many for b in chosen(text) * times]


def test_a_big_group_does_not_take_every_place() -> None:
    six = tuple("甲乙丙丁戊己")
    voted = blocs((60, "甲乙丙"), (25, "丁戊"), (15, "己"))
    plain = count(Poll(six, Method.APPROVAL, places=3), voted)
    assert plain.winners == ("甲", "乙", "丙")
    found = count(Poll(six, Method.SHARES, places=3), voted)
    assert found.fair is not None and found.fair.by_votes == ("甲", "乙", "丙")
    assert set(found.winners) == set("甲乙丁") and set(found.fair.in_doubt) == set("甲乙丙丁戊")
    assert (found.fair.heard, found.fair.heard_by_votes) == (85, 60)


def test_shares_without_ties() -> None:
    voted = blocs((40, "甲乙"), (20, "甲"), (1, "乙丙"), (30, "丁"), (3, "丁戊"))
    found = count(Poll(tuple("甲乙丙丁戊"), Method.SHARES, places=2), voted)
    assert found.winners == ("甲", "丁") and found.tied == () and found.open_places == 0
    assert found.fair is not None and found.fair.by_votes == ("甲", "乙") and found.fair.in_doubt == ()


def test_nobody_s_option_has_a_place() -> None:
    found = count(Poll(ABC, Method.SHARES, places=2), chosen("甲", ""))
    assert found.winners == ("甲",) and found.tied == () and found.open_places == 0
    assert count(Poll(ABC, Method.SHARES, places=2), chosen("")).winners == ()


@given(st.lists(st.sets(st.sampled_from("甲乙丙丁戊己")), min_size=1, max_size=40), st.integers(1, 5))
def test_whoever_is_many_enough_and_agrees_is_heard(sets: list[set[str]], places: int) -> None:
    """Justified representation: of n/places voters who share an option, one has one of hers among the chosen."""
    six = tuple("甲乙丙丁戊己")
    voted = [Ballot(chosen=tuple(sorted(one))) for one in sets]
    found = count(Poll(six, Method.SHARES, places=places), voted)
    assert found.fair is not None
    bought, cast = set(found.fair.bought), [b for b in voted if not b.empty]
    assert len(bought) <= places
    for option in six:
        behind = [b for b in cast if option in b.chosen]
        if cast and len(behind) * places >= len(cast):
            assert any(bought & set(b.chosen) for b in behind)


@given(st.lists(st.sets(st.sampled_from("甲乙丙丁")), min_size=1, max_size=12), st.randoms())
def test_what_is_certain_does_not_hang_on_an_order(sets: list[set[str]], rnd: random.Random) -> None:
    """Not on that of the ballots; nor on where its option stands on them."""
    voted = [Ballot(chosen=tuple(sorted(one))) for one in sets]
    one = count(Poll(tuple("甲乙丙丁"), Method.SHARES, places=2), voted)
    mixed = rnd.sample(voted, len(voted))
    assert count(Poll(tuple("甲乙丙丁"), Method.SHARES, places=2), mixed).winners == one.winners
    assert one.fair is not None
    for certain in set(one.winners) - set(one.fair.in_doubt):
        last = (*(o for o in "甲乙丙丁" if o != certain), certain)
        assert certain in count(Poll(last, Method.SHARES, places=2), voted).winners
