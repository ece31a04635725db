"""相似旧案: proposals of all sessions that may be about the same matter, with what became of them.

The index of a root lives in each process and grows with what people ask; which proposals count, and where they
stand, is read from the database every time.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from shangliang.analysis.similar import Index, Message
from shangliang.kernel import search
from shangliang.kernel.access import STEP, steps
from shangliang.modules.handling.models import Assignment, Reply
from shangliang.modules.handling.queries import newest_published
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import FILED, PastAnswer, Proposal

NEAR = 0.3  # what is less alike is not shown to whoever writes
READ = 1500  # letters of each text that are compared
LIKELY = 60  # of those that share words, as many are compared
MOST = 20_000  # messages that one process keeps
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
    """What this process has read of one root. Its messages are named "proposal:version": new words, a new message."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.index = Index()
        self.known: set[str] = set()

    def near(self, asked: Message, likely: dict[str, int], *, top: int) -> list[tuple[int, str, float, bool]]:
        """(proposal, its message, score, same), best first, among these and all that were likely before."""
        with self.lock:
            if len(self.known) > MOST:
                self.index, self.known = Index(), set()
            if missing := [name for name in likely if name not in self.known]:
                self.index.extend(_messages([likely[name] for name in missing]))
                self.known |= set(missing)
            pairs = self.index.neighbours(asked, top=top)
        found = [(int(p.other_id.split(":")[0]), p.other_id, p.score, bool(p.same_topic)) for p in pairs]
        return [one for one in found if one[2] >= NEAR]


indexes: dict[str, Held] = {}


def _messages(wanted: list[int]) -> list[Message]:
    """1 query."""
    columns = ("pk", "original", "title", "situation", "original__suggestions")
    rows = Proposal.objects.filter(pk__in=wanted).values_list(*columns)
    return [
        Message(f"{pk}:{version}", title, f"{situation[:READ]}\n{chr(10).join(asked or [])}"[:READ])
        for pk, version, title, situation, asked in rows
    ]


def alike(unit: Unit, *, title: str, text: str, top: int = 8, leave: Proposal | None = None) -> list[Alike]:
    """The `top` most alike that whoever writes to this unit may know of: filed ones, and those merged into them.

    The full-text index names some dozens, the analysis compares them in earnest, with all that it was shown before.
    5 queries, one more for those that this process has not read yet. leave: the one being written.
    """
    if not f"{title}{text}".strip():
        return []
    root = unit.path[:STEP]
    counted = Proposal.objects.filter(root=root, state__in=COUNTED, unit__path__in=steps(unit.path))
    if leave is not None:
        counted = counted.exclude(pk=leave.pk)
    refs = search.candidates(f"{title}\n{text[:READ]}", kind="proposal", root=root, limit=LIKELY)
    likely = {
        f"{pk}:{version}": pk for pk, version in counted.filter(pk__in=refs).values_list("pk", "original")
    }
    held = indexes.setdefault(root, Held())
    return _told(counted, held.near(Message("?", title, text[:READ]), likely, top=3 * top), top=top)


def _told(counted: QuerySet[Proposal], found: list[tuple[int, str, float, bool]], *, top: int) -> list[Alike]:
    """Those that count now, in the words that were compared, with what became of each (3 queries)."""
    rows = counted.filter(pk__in=[pk for pk, _name, _score, _same in found]).select_related(
        "unit", "session__term", "category", "merged_into__session__term", "merged_into__category"
    )
    held = {p.pk: p for p in rows}
    found = [f for f in found if f[0] in held and f[1] == f"{f[0]}:{held[f[0]].original_id}"][:top]
    carriers = {held[f[0]].merged_into_id or f[0] for f in found}
    replies: dict[int, list[Reply]] = {}
    for reply in _published(Q(dispatch__proposal__in=carriers)):
        replies.setdefault(reply.assignment.dispatch_id, []).append(reply)
    past: dict[int, list[PastAnswer]] = {}
    for answer in PastAnswer.objects.filter(proposal__in=carriers).select_related("item"):
        past.setdefault(answer.proposal_id, []).append(answer)
    told = []
    for pk, _name, score, same in found:
        carrier = held[pk].merged_into or held[pk]
        said = replies.get(carrier.dispatch_id or 0, [])
        told.append(Alike(held[pk], score, same, said, past.get(carrier.pk, [])))
    return told


def _published(of: Q) -> QuerySet[Reply]:
    """The newest reply of each department that those who asked may read."""
    ours = Assignment.objects.filter(of).exclude(state__in=Assignment.OUT)
    rows = Reply.objects.filter(pk__in=newest_published(ours).values("pk"))
    return rows.select_related("assignment__unit").order_by("pk")
