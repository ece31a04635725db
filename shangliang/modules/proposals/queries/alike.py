"""相似旧案: proposals of all sessions that may be about the same matter, with what became of them.

A shelf of their texts lives in each process and takes in what was filed since it was last asked; which proposals
count, and where they stand, is read from the database every time.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from shangliang.analysis import similar
from shangliang.analysis.recall import Shelf
from shangliang.analysis.similar import Message
from shangliang.kernel.access import STEP, steps
from shangliang.modules.handling.models import Assignment, Reply
from shangliang.modules.handling.queries import newest_published
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import FILED, PastAnswer, Proposal

NEAR = 0.3  # what is less alike is not shown to whoever writes
READ = 1500  # letters of each text that are compared
SPARE = 4  # so many more than asked for are compared in earnest
COUNTED = [*FILED, "merged"]


@dataclass(frozen=True)
class Alike:
    """One old proposal, how like it is (0 … 1), whether it is the same matter, and how it was answered."""

    proposal: Proposal
    score: float
    same: bool
    replies: list[Reply] = field(default_factory=list)
    past: list[PastAnswer] = field(default_factory=list)

    @property
    def carrier(self) -> Proposal:
        """The case under whose number it stands."""
        return self.proposal.merged_into or self.proposal


class Held:
    """The shelf of one root. Its texts are named "proposal:version": new words are a new text."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.shelf = Shelf()

    def near(self, asked: str, now: dict[str, int], *, top: int) -> list[int]:
        """Proposals, most alike first, of those that count now."""
        with self.lock:
            if len(self.shelf) > 2 * len(now) + 100:  # most of it does not count any more
                self.shelf = Shelf()
            known = set(self.shelf.ids)
            self.shelf.extend(_texts([pk for name, pk in now.items() if name not in known]))
            spare = min(len(self.shelf) - len(now), top)
            found = self.shelf.nearest(asked, top=top + spare)
        return [now[name] for name, _likeness in found if name in now][:top]


indexes: dict[str, Held] = {}


def _texts(wanted: list[int]) -> list[tuple[str, str]]:
    """1 query, none for nobody."""
    if not wanted:
        return []
    columns = ("pk", "original", "title", "situation", "original__suggestions")
    rows = Proposal.objects.filter(pk__in=wanted).values_list(*columns)
    return [(f"{pk}:{version}", f"{title}\n{_body(said, asked)}") for pk, version, title, said, asked in rows]


def _body(situation: str, suggestions: list[str] | None) -> str:
    return f"{situation[:READ]}\n{chr(10).join(suggestions or [])}"[:READ]


def alike(unit: Unit, *, title: str, text: str, top: int = 8, leave: Proposal | None = None) -> list[Alike]:
    """The `top` most alike that whoever writes to this unit may know of: filed ones, and those merged into them.

    4 queries, one more when proposals were filed since the last question in this process. leave: the one being written.
    """
    if not f"{title}{text}".strip():
        return []
    root = unit.path[:STEP]
    rows = Proposal.objects.filter(root=root, state__in=COUNTED, unit__path__in=steps(unit.path))
    if leave is not None:
        rows = rows.exclude(pk=leave.pk)
    now = {f"{pk}:{version}": pk for pk, version in rows.values_list("pk", "original")}
    body = text[:READ]
    found = indexes.setdefault(root, Held()).near(f"{title}\n{body}", now, top=top + SPARE)
    related = (
        "unit",
        "original",
        "session__term",
        "category",
        "merged_into__session__term",
        "merged_into__category",
    )
    held = {str(p.pk): p for p in Proposal.objects.filter(pk__in=found).select_related(*related)}
    others = [
        Message(pk, p.title, _body(p.situation, p.original.suggestions if p.original else []))
        for pk, p in held.items()
    ]
    pairs = [p for p in similar.score_pairs(Message("?", title, body), others) if p.score >= NEAR][:top]
    return _told([(held[p.other_id], p.score, bool(p.same_topic)) for p in pairs])


def _told(found: list[tuple[Proposal, float, bool]]) -> list[Alike]:
    """With what became of each (2 queries)."""
    carriers = {p.merged_into_id or p.pk for p, _score, _same in found}
    replies: dict[int, list[Reply]] = {}
    for reply in _published(Q(dispatch__proposal__in=carriers)):
        replies.setdefault(reply.assignment.dispatch_id, []).append(reply)
    past: dict[int, list[PastAnswer]] = {}
    for answer in PastAnswer.objects.filter(proposal__in=carriers).select_related("item"):
        past.setdefault(answer.proposal_id, []).append(answer)
    told = []
    for proposal, score, same in found:
        carrier = proposal.merged_into or proposal
        said = replies.get(carrier.dispatch_id or 0, [])
        told.append(Alike(proposal, score, same, said, past.get(carrier.pk, [])))
    return told


def _published(of: Q) -> QuerySet[Reply]:
    """The newest reply of each department that those who asked may read."""
    ours = Assignment.objects.filter(of).exclude(state__in=Assignment.OUT)
    rows = Reply.objects.filter(pk__in=newest_published(ours).values("pk"))
    return rows.select_related("assignment__unit").order_by("pk")
