"""相似旧案: proposals of all sessions that may be about the same matter, with what became of them.

The index of a root lives in each process and takes in what was filed since it was last asked; which proposals
count, and where they stand, is read from the database every time.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from shangliang.analysis.similar import Index, Message
from shangliang.kernel.access import STEP
from shangliang.modules.handling.models import Assignment, Reply
from shangliang.modules.handling.queries import newest_published
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import FILED, PastAnswer, Proposal

NEAR = 0.3  # what is less alike is not shown to whoever writes
READ = 1500  # letters of each text that are compared
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
    """The index of one root. Its messages are named "proposal:version", so new words are a new message."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.index = Index()
        self.known: set[str] = set()

    def near(
        self, asked: Message, now: dict[str, tuple[int, int]], *, top: int
    ) -> list[tuple[int, float, bool]]:
        """(proposal, score, same), best first, of those that count now."""
        with self.lock:
            if len(self.known) > 2 * len(now) + 100:  # most of it is gone
                self.index, self.known = Index(), set()
            missing = [name for name in now if name not in self.known]
            if missing:
                self.index.extend(_messages([now[name] for name in missing]))
                self.known |= set(missing)
            spare = len(self.known) - len(now)
            pairs = self.index.neighbours(asked, top=top + min(spare, top))
        found = [(now[p.other_id][0], p.score, bool(p.same_topic)) for p in pairs if p.other_id in now]
        return [one for one in found if one[1] >= NEAR][:top]


indexes: dict[str, Held] = {}


def _messages(wanted: list[tuple[int, int]]) -> list[Message]:
    """1 query."""
    rows = Proposal.objects.filter(pk__in=[pk for pk, _version in wanted])
    columns = ("pk", "original", "title", "situation", "original__suggestions")
    return [
        Message(f"{pk}:{version}", title, f"{situation[:READ]}\n{chr(10).join(asked or [])}"[:READ])
        for pk, version, title, situation, asked in rows.values_list(*columns)
    ]


def alike(unit: Unit, *, title: str, text: str, top: int = 8, leave: Proposal | None = None) -> list[Alike]:
    """The `top` most alike that whoever writes to this unit may know of: filed ones, and those merged into them.

    4 queries, one more when proposals were filed since the last question in this process. leave: the one being written.
    """
    root = unit.path[:STEP]
    rows = Proposal.objects.filter(root=root, state__in=COUNTED)
    rows = rows.filter(unit__path__in=_above(unit.path))
    if leave is not None:
        rows = rows.exclude(pk=leave.pk)
    now = {f"{pk}:{version}": (pk, version) for pk, version in rows.values_list("pk", "original")}
    if not now or not f"{title}{text}".strip():
        return []
    found = indexes.setdefault(root, Held()).near(Message("?", title, text[:READ]), now, top=top)
    return _told(found)


def _above(path: str) -> list[str]:
    return [path[: i + STEP] for i in range(0, len(path), STEP)]


def _told(found: list[tuple[int, float, bool]]) -> list[Alike]:
    """With what became of each (3 queries)."""
    rows = Proposal.objects.select_related(
        "unit", "session__term", "category", "merged_into__session__term", "merged_into__category"
    )
    held = rows.in_bulk([pk for pk, _score, _same in found])
    carriers = {p.merged_into_id or p.pk for p in held.values()}
    replies: dict[int, list[Reply]] = {}
    for reply in _published(Q(dispatch__proposal__in=carriers)):
        replies.setdefault(reply.assignment.dispatch_id, []).append(reply)
    past: dict[int, list[PastAnswer]] = {}
    for answer in PastAnswer.objects.filter(proposal__in=carriers).select_related("item"):
        past.setdefault(answer.proposal_id, []).append(answer)
    told = []
    for pk, score, same in found:
        carrier = held[pk].merged_into or held[pk]
        said = replies.get(carrier.dispatch_id or 0, [])
        told.append(Alike(held[pk], score, same, said, past.get(carrier.pk, [])))
    return told


def _published(of: Q) -> QuerySet[Reply]:
    """The newest reply of each department that those who asked may read."""
    ours = Assignment.objects.filter(of).exclude(state__in=Assignment.OUT)
    rows = Reply.objects.filter(pk__in=newest_published(ours).values("pk"))
    return rows.select_related("assignment__unit").order_by("pk")
