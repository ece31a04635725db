"""What anybody may type costs no more than it is long."""

from __future__ import annotations

import time

import pytest

from shangliang.kernel import moves, wording
from shangliang.kernel.text import without_contacts
from shangliang.kernel.wording import clean

LONG = 100_000


@pytest.mark.parametrize(
    "words", ["好" * LONG, "1" * LONG, "a.b-" * (LONG // 4), "a" * LONG + "@", "a@" * (LONG // 2)]
)
def test_a_long_text_without_an_address_is_read_at_once(words: str) -> None:
    """Searched for addresses letter by letter to its end it took half a minute, and everybody else waited."""
    began = time.process_time()
    without_contacts(words)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "words",
    ["写信到zhang.san@example.com。", "字" * 500 + "zhang.san@mail.example.com.cn", "电话13812345678"],
)
def test_contacts_are_blotted_out_wherever_they_stand(words: str) -> None:
    assert "san@" not in without_contacts(words) and "13812345678" not in without_contacts(words)


def test_what_is_too_long_is_told_before_it_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "without_contacts", lambda said: pytest.fail("looked through"))
    with pytest.raises(moves.Refused, match="最多 300 字"):
        clean("好" * 301, most=300)
