"""What became of what was said: on which opinions each consensus rests, and which opinions nothing takes up.

What a person has linked counts as it is. What only reads alike is a suggestion (analysis.digest), and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from shangliang.analysis import digest
from shangliang.modules.gatherings.models import Consensus, Opinion
from shangliang.modules.gatherings.queries.pages import Room


@dataclass(frozen=True)
class Resting:
    """A consensus with the opinions it was made from, and others that read alike and are not linked."""

    consensus: Consensus
    linked: list[Opinion]
    alike: list[Opinion]


@dataclass(frozen=True)
class Review:
    """The record looked over before the minutes are settled. open: opinions without any answer."""

    resting: list[Resting]
    open: list[Opinion]

    @property
    def without_source(self) -> list[Resting]:
        """Agreed on without a word of the record behind it."""
        return [r for r in self.resting if not r.linked]


def review(full: Room) -> Review:
    """No query: everything is in the room already."""
    own = [o for o in full.opinions if o.replies_to_id is None]
    by_id = {str(o.pk): o for o in own}
    said = [digest.Said(str(o.pk), str(o.participant_id), o.text) for o in own]
    rested = digest.rests_on([c.text for c in full.consensus], said) if full.consensus and said else []
    resting = []
    for consensus, near in zip(full.consensus, rested, strict=False):
        linked = full.came_from[consensus.pk]
        known = {o.pk for o in linked}
        resting.append(Resting(consensus, linked, [by_id[n] for n in near if by_id[n].pk not in known]))
    return Review(resting, unaddressed(full))


@lru_cache(maxsize=64)
def _silent(said: tuple[digest.Said, ...], texts: tuple[str, ...]) -> frozenset[str]:
    """Asked several times of the same words: by the page, by what it may do next, by the minutes."""
    return frozenset(digest.unaddressed(said, texts))


def unaddressed(full: Room) -> list[Opinion]:
    """Opinions that no answer and no consensus takes up, neither by a link nor by what they say (no query)."""
    taken = {o.pk for linked in full.came_from.values() for o in linked}
    taken |= {o.replies_to_id for o in full.opinions if o.replies_to_id}
    left = [o for o in full.opinions if o.replies_to_id is None and o.pk not in taken]
    if not left:
        return []
    own = [o for o in full.opinions if o.replies_to_id is None]
    answers = [o.text for o in full.opinions if o.replies_to_id is not None]
    texts = [c.text for c in full.consensus] + answers
    silent = _silent(tuple(digest.Said(str(o.pk), str(o.participant_id), o.text) for o in own), tuple(texts))
    return [o for o in left if str(o.pk) in silent]
