"""What became of what was said: on which opinions each consensus rests, and which opinions nothing takes up.

What a person has linked counts as it is. What only reads alike is a suggestion (analysis.digest), and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    taken = {o.pk for r in resting for o in r.linked} | {o.replies_to_id for o in full.opinions}
    answers = [o.text for o in full.opinions if o.replies_to_id is not None]
    silent = set(digest.unaddressed(said, [c.text for c in full.consensus] + answers)) if said else set()
    return Review(resting, [o for o in own if str(o.pk) in silent and o.pk not in taken])
