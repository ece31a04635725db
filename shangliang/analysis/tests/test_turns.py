"""Who speaks next: the rules one by one, and what holds for every line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shangliang.analysis.turns import Spoken, Wish, order


def keys(wishes: list[Wish], spoken: list[Spoken] | None = None, *, alternate: bool = False) -> list[int]:
    return [w.key for w in order(wishes, spoken or [], alternate=alternate)]


def test_as_they_asked_where_nobody_has_spoken() -> None:
    assert keys([Wish(1, 1, "member", 30), Wish(2, 2, "member", 10), Wish(3, 3, "expert", 20)]) == [2, 3, 1]


def test_who_has_not_spoken_goes_first() -> None:
    wishes = [Wish(1, 1, "member", 1), Wish(2, 2, "member", 2), Wish(3, 3, "member", 3)]
    assert keys(wishes, [Spoken(1, "member"), Spoken(1, "member"), Spoken(2, "member")]) == [3, 2, 1]


def test_an_admitted_point_of_order_jumps_the_line() -> None:
    wishes = [Wish(1, 1, "member", 1), Wish(2, 2, "member", 9, urgent=True)]
    assert (
        keys(wishes, [Spoken(2, "member")]) == keys(wishes, [Spoken(2, "member")], alternate=True) == [2, 1]
    )


def test_groups_take_turns_within_those_who_spoke_as_often() -> None:
    wishes = [Wish(n, n, "member", n) for n in (1, 2, 3)] + [
        Wish(4, 4, "expert", 4),
        Wish(5, 5, "grassroots", 5),
    ]
    assert keys(wishes, alternate=True) == [1, 4, 5, 2, 3]
    assert keys(wishes, [Spoken(9, "expert")], alternate=True) == [1, 5, 2, 4, 3]
    assert keys(wishes, [Spoken(3, "member")], alternate=True) == [4, 5, 1, 2, 3]


WISHES = st.lists(
    st.builds(
        Wish, key=st.integers(1, 10**6), who=st.integers(1, 12), group=st.sampled_from("abcd"),
        asked=st.integers(0, 20).map(float), urgent=st.booleans(),
    ),
    unique_by=lambda w: w.key, max_size=15,
)  # fmt: skip
SPOKEN = st.lists(st.builds(Spoken, who=st.integers(1, 12), group=st.sampled_from("abcd")), max_size=10)


@given(WISHES, SPOKEN, st.booleans(), st.randoms())
def test_the_order_follows_from_the_data_alone(
    wishes: list[Wish], spoken: list[Spoken], alternate: bool, chance: object
) -> None:
    found = keys(wishes, spoken, alternate=alternate)
    shuffled = list(wishes)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert keys(shuffled, spoken, alternate=alternate) == found
    assert sorted(found) == sorted(w.key for w in wishes)


@given(WISHES, SPOKEN, st.booleans())
def test_nobody_is_passed_by_somebody_who_has_spoken_more_often(
    wishes: list[Wish], spoken: list[Spoken], alternate: bool
) -> None:
    turns = [
        sum(s.who == w.who for s in spoken)
        for w in order(wishes, spoken, alternate=alternate)
        if not w.urgent
    ]
    assert turns == sorted(turns)
