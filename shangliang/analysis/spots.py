"""Names of places in short texts of two lists: a cheaper and stricter reader than places.py.

A name is the word before a word for a kind of place, unless it only says which sort it is ("pocket park").
"""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from shangliang.analysis.places import AGREE, APART, UNKNOWN, meet
from shangliang.analysis.wording import normalise

# One of these has one name: two texts that give it two names speak of two.
_OWN = (
    "幼儿园|小区|花园|家园|佳园|嘉园|公馆|广场|大厦|小学|中学|学院|大学|医院|公园|市场|新村|公寓|酒店|水库|大桥|家属院|安置区|"
    "工业园|产业园|苑|村"
)
_ALSO = "大道|街道|社区|新城|路|街|镇|乡|巷"
_LOOSE = {
    "路": "(?<![线公马铁道网电思销套])路(?![灯面况口费线程边障])",
    "村": "村(?![民委])",
    "广场": "广场(?!舞)",
}
_KIND = re.compile("|".join(_LOOSE.get(kind, kind) for kind in f"{_OWN}|{_ALSO}".split("|")))
_LONG = 6
NOTHING, NAMESAKE, NAME, WHOLE = 0, 1, 2, 3
_KINDS = frozenset(f"{_OWN}|{_ALSO}".split("|"))
_OWNED = frozenset(_OWN.split("|"))
_RUN = re.compile("[\u4e00-\u9fffa-z0-9]+")
_LINE = re.compile(r"(?<![a-z0-9])([a-z]?\d{1,4})(?:路(?!\d|口|段)|号线)")
# Words before a kind of place that say which sort it is, not which one.
_SORT = re.compile(
    "老旧|住宅|居民|安置|商业|商品|农贸|建材|批发|食品|汽车|二手|口袋|城市|城镇|农村|乡村|美丽|森林|湿地|体育|文化|休闲|健身|公立|公办|"
    "民办|私立|普惠|实验|中心|综合|附近|周边|公共|大型|小型|整个|所有|高速|人行|道路|公路|校门|智慧|绿色|幸福|人力|劳动力|金融|资本|房地产"
)
_NEVER = re.compile("[的了在是有不没和与及到从给被把这那每各某几两多全我本该其过走]")


@dataclass(frozen=True)
class Spots:
    """Kind → names, all the names, those with their kinds, bus and metro lines, and the text they were found in."""

    named: Mapping[str, frozenset[str]]
    names: frozenset[str]
    wholes: frozenset[str]
    lines: frozenset[str]
    text: str


def of(text: str) -> Spots:
    """The places a text names."""
    return read(normalise(text))


def read(clean: str) -> Spots:
    """As `of`, of a text that is normalised already."""
    named: dict[str, frozenset[str]] = {}
    for run in _RUN.findall(clean):
        kinds = list(_KIND.finditer(run))
        if not kinds:
            continue
        starts = list(itertools.accumulate((len(word) for word in rjieba.cut(run)), initial=0))
        for found in kinds:
            if name := _before(run, found.start(), starts):
                named[found.group()] = named.get(found.group(), frozenset()) | {name}
    return Spots(
        named,
        frozenset().union(*named.values()),
        frozenset(name + kind for kind, names in named.items() for name in names),
        frozenset(_LINE.findall(clean)),
        clean,
    )


def _before(run: str, end: int, starts: list[int]) -> str:
    """The name that ends here: the word before, or two single letters; nothing when it is a common word."""
    begins = [start for start in starts if end - _LONG <= start <= end - 2]
    name = run[begins[-1] : end] if begins else ""
    return name if name and _is_name(name) else ""


def compare(one: Spots, other: Spots) -> int:
    """AGREE, APART or UNKNOWN (one of the two names no place, or none of either is known to the other)."""
    if apart(one, other):
        return APART
    if shared(one, other)[1]:
        return AGREE
    return APART if one.names and other.names else UNKNOWN


def apart(one: Spots, other: Spots) -> bool:
    """Both name a line, or a place of one kind, and not the same."""
    if one.lines and other.lines and not one.lines & other.lines:
        return True
    return any(
        kind in _OWNED
        and kind in other.named
        and not any(_alike(a, b) for a in mine for b in other.named[kind])
        for kind, mine in one.named.items()
    )


def _alike(one: str, other: str) -> bool:
    """The same name, perhaps with its district before it."""
    return one.endswith(other) or other.endswith(one) or meet(one, other)


def shared(one: Spots, other: Spots) -> tuple[str, int]:
    """The longest name of one that the other has too, and how much of it they share; a line both name counts whole.

    WHOLE with its kind, NAME where one leaves the kind out, NAMESAKE where each says another kind, else NOTHING.
    """
    wholes = [n for n in one.wholes if n in other.text] + [n for n in other.wholes if n in one.text]
    if wholes:
        return max(wholes, key=_longest), WHOLE
    names = [n for n in one.names if n in other.text] + [n for n in other.names if n in one.text]
    if names:
        name = max(names, key=_longest)
        return name, NAMESAKE if name in one.names and name in other.names else NAME
    line = min(one.lines & other.lines, default="")
    return line, WHOLE if line else NOTHING


def _longest(name: str) -> tuple[int, str]:
    return len(name), name


@lru_cache(maxsize=2**16)
def _is_name(word: str) -> bool:
    """It can be what a place is called: neither a number nor a sort of place, nor a verb or the like."""
    if word.isdigit() or word in _KINDS or _NEVER.search(word) or _SORT.search(word):
        return False
    # Letters the dictionary joins to no word are most often a name.
    return (
        all(len(part) == 1 for part in rjieba.cut(word, False))
        or rjieba.tag(word)[0][1][0] not in "vdpcurqtf"
    )
