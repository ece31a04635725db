"""The records that go into and come out of the comparison of messages."""

import hashlib
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Message:
    """One message as it came in. `person` is an account or any mark of who wrote it; `at` is free text."""

    id: str
    title: str
    body: str
    place: str = ""
    person: str = ""
    at: str = ""


@dataclass(frozen=True)
class Pair:
    """`other_id` is the rank-th nearest of `id`; score in [0, 1]; same_topic 1 or 0; 0 at another place."""

    id: str
    rank: int
    other_id: str
    score: float
    same_topic: int


@dataclass(frozen=True)
class Result:
    """Ranked pairs, with what is needed to compute them again."""

    pairs: tuple[Pair, ...]
    version: str
    seed: int
    sha256: str

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


@dataclass(frozen=True)
class Group:
    """Messages about one matter: their ids (sorted), how many persons stand behind them, the central one."""

    ids: tuple[str, ...]
    heads: int
    medoid: str


def in_order(messages: Sequence[Message]) -> list[Message]:
    """The messages by id. ValueError when an id is empty or stands twice."""
    ordered = sorted(messages, key=lambda m: m.id)
    if any(not m.id for m in ordered):
        raise ValueError("a message has no id")
    for one, two in itertools.pairwise(ordered):
        if one.id == two.id:
            raise ValueError(f"the id {one.id} stands twice")
    return ordered


def fingerprint(ordered: Sequence[Message]) -> str:
    """SHA-256 (hexadecimal) of the messages in their canonical order."""
    digest = hashlib.sha256()
    for message in ordered:
        digest.update(json.dumps(asdict(message), ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()
