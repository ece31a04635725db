"""The words of the year, read from data/*.toml: matters people speak of, and what became of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Promised:
    """One promise: fate is kept, claimed, refuted, overdue, postponed, broken, dropped or open."""

    text: str
    days: int  # after the reply
    fate: str = "kept"
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """One recommendation and how its departments handle it. `stop` names the state it is left in."""

    text: str
    lead: str
    joint: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    adoption: str = "adopted"
    norm: str = "solved"
    reply: str = ""
    reason: str = ""
    promises: tuple[Promised, ...] = ()
    advice: str = "无不同意见，我单位将按职责配合办理。"
    talk: str = ""
    bounce: str = ""  # why the first draft was sent back
    refuse: str = ""  # why the department would not take it
    ruling: str = ""  # why that was turned down; empty: it was granted and goes to `instead`
    instead: str = ""
    extend: str = ""  # why more time was given
    redo: str = ""  # why it was handled a second time
    again: str = ""  # the second reply
    stop: str = ""
    ago: int = 0  # working days before now on which it is sent; 0: soon after the meeting
    drop: str = ""  # why it was taken back before it was sent

    @property
    def first_draft(self) -> str:
        """What the department wrote before it was sent back."""
        if not self.bounce:
            return self.reply
        start = self.reply[: max(24, len(self.reply) // 3)]
        whole = max(start.rfind(mark) for mark in "，。；")
        return (start[:whole] if whole > 6 else start) + "。其余事项下一步将结合实际认真研究、稳步推进。"

    def second(self) -> Asked:
        """The same on second handling: nothing is promised twice."""
        return replace(self, promises=(), bounce="", redo="", norm="solved")


@dataclass(frozen=True)
class Paper:
    kind: str
    title: str
    body: str
    to: str = "市委、市政府"
    stop: str = ""


@dataclass(frozen=True)
class Word:
    """What a leader wrote on the paper, whom it went to and what came back."""

    leader: str
    text: str
    rank: str = "city"
    to: str = ""
    answer: str = ""
    stop: str = ""


@dataclass(frozen=True)
class Matter:
    """What people speak of: titles, pieces of what they say, and where. A voice is put together from them."""

    key: str
    title: str
    summary: str
    field: str
    unit: str = "yunchuan"
    origin: str = "raised"
    spots: tuple[str, ...] = ()  # "文华社区6号楼|shiqiao-wenhua"
    titles: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    count: int = 0
    score: tuple[int, int, int] = (4, 4, 4)
    # --- the consultation
    slot: int = -1  # of the city's plan
    days: int = 0  # or so many days before now
    name: str = ""
    type: str = "micro"
    template: str = "micro"
    committee: str = ""
    leader: str = "chen"
    departments: tuple[str, ...] = ()
    supervising: bool = False
    late: str = ""  # why it was put into the plan after the issue
    brand: str = ""
    venue: str = ""
    online: str = ""
    convener: str = ""
    open: bool = True
    visits: tuple[str, ...] = ()  # "地点|情况"
    guests: tuple[str, ...] = ()  # "capacity|name or @username|standing|unit"
    agenda: tuple[str, ...] = ()  # "part|title|minutes"
    opinions: tuple[str, ...] = ()  # "name|text" or "name|text|number of the opinion it answers"
    consensus: tuple[str, ...] = ()  # "text|unit|days"
    asked: tuple[Asked, ...] = ()
    papers: tuple[Paper, ...] = ()
    words: tuple[Word, ...] = ()
    feedback: str = ""
    ratings: tuple[str, ...] = ()  # "attitude|result|comment"
    problem: str = ""
    case: str = ""
    media: str = ""
    back: str = ""  # what was seen when going back
    finding: str = ""
    reopen: bool = False
    stop: str = ""  # the state in which the topic or its gathering is left


_NESTED: dict[str, type[Any]] = {"asked": Asked, "papers": Paper, "words": Word, "promises": Promised}


def _made(kind: type[Any], row: dict[str, Any]) -> Any:
    given: dict[str, Any] = {}
    for name, value in row.items():
        if name in _NESTED:
            given[name] = tuple(_made(_NESTED[name], inner) for inner in value)
        elif isinstance(value, list):
            given[name] = tuple(value)
        else:
            given[name] = value.strip() if isinstance(value, str) else value
    return kind(**given)


@cache
def matters() -> dict[str, Matter]:
    """Key → matter, in the order of the files."""
    found: dict[str, Matter] = {}
    for path in sorted(DATA.glob("matters-*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["matter"]:
            made = _made(Matter, row)
            if made.key in found:
                raise ValueError(f"{path.name}: {made.key} is there twice")
            found[made.key] = made
    return found


def rows(name: str) -> list[dict[str, Any]]:
    """The plain tables of data/<name>.toml."""
    read: list[dict[str, Any]] = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["row"]
    return read


@cache
def lists_data() -> dict[str, Any]:
    """Everything in data/lists.toml: what the two lists are made of, and what is told of them one by one."""
    return tomllib.loads((DATA / "lists.toml").read_text(encoding="utf-8"))


@cache
def proposals_data() -> dict[str, Any]:
    """Everything in data/proposals_past.toml: the former system's cases, topics of the catalogue, incubations."""
    return tomllib.loads((DATA / "proposals_past.toml").read_text(encoding="utf-8"))


def boards_data() -> list[dict[str, Any]]:
    """The boards of data/boards.toml."""
    read: list[dict[str, Any]] = tomllib.loads((DATA / "boards.toml").read_text(encoding="utf-8"))["board"]
    return read


@dataclass(frozen=True)
class Said:
    """The words of one voice."""

    title: str
    body: str
    place_text: str
    place: str
    matter: Matter = field(repr=False)


STEP = 7919  # a prime: with it the pieces of neighbouring numbers lie far from each other


def said(matter: Matter, number: int) -> Said:
    """The words of the matter's voice of this number: always the same ones, no two alike."""
    spot, place = _spot(matter, number)
    title = matter.titles[number % len(matter.titles)].replace("{spot}", spot)
    facts, gaps = matter.facts, max(1, min(3, len(matter.facts) - 1))
    left = number * STEP % (len(matter.who) * len(facts) * len(matter.wishes) * gaps)
    left, who = divmod(left, len(matter.who))
    left, first = divmod(left, len(facts))
    gap, wish = divmod(left, len(matter.wishes))
    chosen = [facts[first], facts[(first + 1 + gap) % len(facts)]]
    if number % 3 == 0 and len(facts) > 5:
        chosen.append(facts[(first + 5) % len(facts)])
    pieces = [matter.who[who], *dict.fromkeys(chosen), matter.wishes[wish]]
    return Said(title, "".join(pieces).replace("{spot}", spot), spot, place, matter)


def _spot(matter: Matter, number: int) -> tuple[str, str]:
    text, _bar, code = matter.spots[number % len(matter.spots)].partition("|")
    return text, code
