"""Small things with words: cutting Chinese, sort keys, receipt codes, masks."""

from __future__ import annotations

import random
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import rjieba
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from pypinyin import Style, lazy_pinyin

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B: a code is read out on the telephone and written on paper.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
_DIGITS = "零一二三四五六七八九"
_WORD = re.compile(r"\w", re.UNICODE)
_HAN = re.compile(r"[㐀-鿿]")
_pick: ContextVar[Callable[[str], str]] = ContextVar("pick", default=secrets.choice)


def official() -> translation.override:
    """The institution's language, for words that are kept: they must not follow whoever presses the button.

    To be used with `with` or as a decorator.
    """
    return translation.override(settings.LANGUAGE_CODE)


def spelled(number: int) -> str:
    """In Chinese figures, up to 99: 届、次 as the institution writes them."""
    tens, ones = divmod(number, 10)
    if number > 99 or not tens:
        return str(number) if number > 99 else _DIGITS[number]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def listed(names: Iterable[object]) -> str:
    """甲、乙、丙, in the reader's punctuation."""
    return _("、").join(map(str, names))


def aside(words: object) -> str:
    """（什么）, in the reader's brackets."""
    return _("（%s）") % words


def points(parts: Iterable[object]) -> str:
    """Several short sentences in one line, in the reader's punctuation."""
    return _("；").join(map(str, parts))


def normal(text: str) -> str:
    """As it is kept: NFC, one space between words, no control characters; Chinese punctuation stays Chinese."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else " " for c in text)
    return re.sub(r"[ \t]+", " ", text).strip()


def _folded(text: str) -> str:
    """As it is searched: full-width letters and digits are the same as narrow ones."""
    return unicodedata.normalize("NFKC", normal(text))


def cut(text: str) -> list[str]:
    """The words to be found by, in order, doubles kept: search-mode cutting, punctuation dropped."""
    return [w.lower() for w in rjieba.cut_for_search(_folded(text)) if _WORD.search(w)]


def cut_query(text: str) -> list[str]:
    """The words asked for, each once. Long words stay whole, so that 加装电梯 means both parts together."""
    return list(dict.fromkeys(w.lower() for w in rjieba.cut(_folded(text)) if _WORD.search(w)))


@cache
def sort_key(name: str) -> str:
    """A key that orders Chinese names by sound, as every list of members does."""
    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)).lower()[:200]


def code(length: int = 8) -> str:
    """A fresh code that people can read out: 25^8 ≈ 1.5·10^11 codes."""
    pick = _pick.get()
    return "".join(pick(ALPHABET) for _ in range(length))


@contextmanager
def repeatable(seed: int) -> Iterator[None]:
    """For the demo only: meanwhile `code` gives the same codes for the same seed, so anybody could guess them."""
    before = _pick.set(random.Random(seed).choice)
    try:
        yield
    finally:
        _pick.reset(before)


def tidy_code(typed: str) -> str:
    """The code as somebody typed it: spaces, dashes and small letters do not matter."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c in ALPHABET)


def masked(text: str) -> str:
    """李建国 → 李**；13812345678 → 138****5678."""
    if len(text) >= 7:
        return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"
    return text[:1] + "*" * (len(text) - 1)


_PRIVATE = [
    re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),
    re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    # Bounded as addresses are (RFC 5321, 1035): else a long text without one would be searched for ever.
    re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"),
    re.compile(r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)"),
]


def without_contacts(text: str) -> str:
    """The text with telephone, identity-card and e-mail strings blotted out, for public pages and search."""
    for pattern in _PRIVATE:
        text = pattern.sub(lambda m: masked(m.group()), text)
    return text


def whole(typed: str) -> int | None:
    """The number somebody typed into an address, when it can be one of ours (0 to 18 plain digits)."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def shortened(text: str, length: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def has_han(text: str) -> bool:
    return bool(_HAN.search(text))
