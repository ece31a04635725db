"""On which opinions each consensus rests, which nobody took up, and the summary by rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shangliang.analysis import digest
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings.models import Consensus, Opinion
from shangliang.modules.gatherings.queries import Room
from shangliang.modules.minutes.models import Unsourced, Version

MOST = 6  # sentences of a summary


@dataclass(frozen=True)
class Ground:
    """A consensus, the opinions it rests on, others that read alike, and why it rests on none."""

    consensus: Consensus
    linked: list[Opinion]
    alike: list[Opinion]
    reason: str

    @property
    def cited(self) -> bool:
        return bool(self.linked or self.reason)


@dataclass(frozen=True)
class Grounds:
    """open: opinions that neither an answer nor a consensus takes up."""

    rows: list[Ground]
    open: list[Opinion]


def grounds(room: Room) -> Grounds:
    """1 query beside the room's."""
    found = gatherings.review(room)
    reasons = dict(
        Unsourced.objects.filter(consensus__gathering=room.gathering).values_list("consensus", "reason")
    )
    by_consensus = {r.consensus.pk: r for r in found.resting}
    rows = [
        Ground(c, room.came_from[c.pk], near.alike if (near := by_consensus.get(c.pk)) else [], reasons.get(c.pk, ""))
        for c in room.consensus
    ]  # fmt: skip
    return Grounds(rows, found.open)


def summarised(room: Room, *, last: dict[str, Any]) -> dict[str, Any]:
    """A digest by rule of what was said, as a version keeps it: each sentence with its opinion (no query).

    last: that of the last version, which stays where nothing else was said.
    """
    own = [o for o in room.opinions if o.replies_to_id is None]
    said = [digest.Said(str(o.pk), str(o.participant_id), o.text) for o in own]
    if (last.get("sha256"), last.get("version")) == (digest.fingerprint(said), digest.VERSION):
        return last
    made = digest.digest(said, most=MOST)
    return {
        "sentences": [
            {"text": s.text, "opinion": int(s.id), "stands_for": [int(n) for n in s.stands_for]}
            for s in made.sentences
        ],
        "version": made.version, "sha256": made.sha256, "opinions": len(own),
    }  # fmt: skip


def summary_of(version: Version | None) -> dict[str, Any]:
    return version.summary if version else {}
