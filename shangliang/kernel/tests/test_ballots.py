from __future__ import annotations

import hashlib

import pytest

from shangliang.kernel import ballots
from shangliang.kernel.moves import Refused


def test_the_lines_are_one_text_whatever_their_order() -> None:
    one, other = ballots.line("AAA", {"b": 1, "a": "赞成"}), ballots.line("BBB", {})
    assert one == 'AAA\t{"a":"赞成","b":1}'
    expected = hashlib.sha256(f"{one}\n{other}\n".encode()).hexdigest()
    assert ballots.digest([one, other]) == ballots.digest([other, one]) == expected


def test_a_confirmation_says_what_was_confirmed_and_cannot_be_made_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = ballots.confirmation("a.ballot", 1, 2, ballots.words_hash({"chosen": ["1"]}))
    assert ballots.confirmed("a.ballot", code) == [1, 2, ballots.words_hash({"chosen": ["1"]})]
    for wrong in ("", "x", code[:-1], code + "x"):
        with pytest.raises(Refused):
            ballots.confirmed("a.ballot", wrong)
    with pytest.raises(Refused):
        ballots.confirmed("another.ballot", code)
    monkeypatch.setattr(ballots, "CONFIRM_WITHIN", -1)
    with pytest.raises(Refused):
        ballots.confirmed("a.ballot", code)


def test_receipts_are_read_out_and_differ() -> None:
    codes = {ballots.receipt() for _ in range(200)}
    assert len(codes) == 200 and {len(c) for c in codes} == {ballots.RECEIPT}
