"""How many persons stand behind some messages: one person posting five times is one head."""

import re
import unicodedata
from collections.abc import Iterable

from shangliang.analysis.records import Message

_CONTACT = re.compile(
    r"(?<![0-9])1[3-9]\d{9}(?![0-9])|(?<![0-9])0\d{2,3}-\d{7,8}(?![0-9])|[a-z0-9_.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
)
_HIDDEN = re.compile("[*×?？某]|匿名|网友|游客|^$", re.IGNORECASE)


def marks(message: Message) -> set[str]:
    """What tells who wrote it: the account, unless masked or anonymous; phone numbers and addresses given."""
    text = unicodedata.normalize("NFKC", f"{message.title} {message.body}").lower()
    found = {f"contact {mark}" for mark in _CONTACT.findall(text)}
    person = unicodedata.normalize("NFKC", message.person).strip()
    if not _HIDDEN.search(person):
        found.add(f"person {person}")
    return found


def heads(messages: Iterable[Message]) -> int:
    """Distinct persons. A message without any mark is a person of its own, be its words ever so alike."""
    nameless, merged = 0, list[set[str]]()
    for message in messages:
        mine = marks(message)
        if not mine:
            nameless += 1
            continue
        apart = [known for known in merged if not known & mine]
        merged = [*apart, mine.union(*(known for known in merged if known & mine))]
    return nameless + len(merged)
