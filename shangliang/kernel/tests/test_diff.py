"""Word diffs of Chinese texts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shangliang.kernel import diff

TEXTS = st.text("加装电梯建议尽快摸底。；！？，\n a1", max_size=80)


def test_words_stay_whole() -> None:
    pieces = diff.words("建议尽快加装电梯。请住建局研究。", "建议年内加装电梯。请住建局研究。")
    assert [(p.kind, p.text) for p in pieces] == [
        ("same", "建议"), ("gone", "尽快"), ("new", "年内"), ("same", "加装电梯。请住建局研究。"),
    ]  # fmt: skip
    assert diff.changed(pieces) == 4


def test_equal_and_empty_texts() -> None:
    assert diff.words("一样的话。", "一样的话。") == [diff.Piece("same", "一样的话。")]
    assert diff.words("", "") == [] and diff.words("", "新写。") == [diff.Piece("new", "新写。")]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    pieces = diff.words(old, new)
    assert "".join(p.text for p in pieces if p.kind != diff.NEW) == old
    assert "".join(p.text for p in pieces if p.kind != diff.GONE) == new
    assert all(a.kind != b.kind for a, b in pairwise(pieces))


def test_a_long_text_is_compared_at_once() -> None:
    old = "".join(f"第{n}条，文华社区的居民反映上下楼不方便。" for n in range(400))
    new = old.replace("居民", "老人").replace("不方便", "很困难")
    pieces = diff.words(old, new)
    assert "".join(p.text for p in pieces if p.kind != diff.GONE) == new
    assert sum(p.kind == diff.NEW for p in pieces) >= 400
