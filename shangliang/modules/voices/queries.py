"""Questions about voices and calls. Each says what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as noop

from shangliang.analysis import similar
from shangliang.kernel import search, text
from shangliang.kernel.access import Actor, Seat, steps
from shangliang.kernel.search import Found
from shangliang.modules.org.models import Unit
from shangliang.modules.voices.models import Call, GridSheet, Letter, Voice

# What the public may read of a voice: its words, never its raiser.
OPEN_STATES = ("in_topic", "passed_on", "answered", "settled")
ALIVE = ("received", "in_topic", "passed_on", "answered", "unsolved")


def found(voice: Voice) -> Found | None:
    """How a voice reads to a searcher; one that was not taken or is withdrawn is not found."""
    if voice.state in {"withdrawn", "not_taken"}:
        return None
    public = voice.open_ok and voice.state in OPEN_STATES
    return Found(voice.title, voice.body, voice.get_absolute_url(), public, voice.raised_at)


def raiser(voice: Voice) -> Actor:
    """Whoever holds the receipt of this voice: may look, rate and withdraw, nothing else."""
    return Actor(noop("提出人"), (Seat("raiser", "", voice.pk),))


def by_receipt(typed: str) -> Voice | None:
    """The voice of a receipt code as somebody typed it (1 query)."""
    code = text.tidy_code(typed)
    return (
        Voice.objects.select_related("unit", "place", "call").filter(receipt=code).first() if code else None
    )


def open_calls(at: datetime) -> QuerySet[Call]:
    """Calls that take voices now, the soonest to close first (1 query)."""
    return Call.objects.filter(state="open").select_related("unit", "brand").order_by("closes_on")


def receivers() -> QuerySet[Unit]:
    """Units a voice can be sent to: every committee of every level (1 query)."""
    return Unit.objects.filter(kind=Unit.Kind.CPPCC, active=True)


@dataclass(frozen=True)
class Likely:
    """A voice that may be about the same matter as the one being written."""

    voice: Voice
    score: float
    same: bool


def similar_to(title: str, body: str, *, root: str, limit: int = 5) -> list[Likely]:
    """Voices of this root that may be about the same matter, best first (2 queries; nothing is kept).

    The full-text index names some dozens of candidates, the analysis compares them in earnest.
    """
    refs = search.candidates(f"{title}\n{body}", kind="voice", root=root, limit=50)
    rows = Voice.objects.filter(pk__in=refs, open_ok=True, state__in=ALIVE).select_related("unit", "place")
    voices = {str(v.pk): v for v in rows}
    asked = similar.Message("?", title, body)
    others = [similar.Message(pk, v.title, v.body, v.place_text) for pk, v in voices.items()]
    pairs = similar.score_pairs(asked, others) if others else []
    return [Likely(voices[p.other_id], p.score, bool(p.same_topic)) for p in pairs if p.score >= 0.3][:limit]


def listed(pk: int) -> Voice | None:
    """A voice that others may join with "me too": alive, and its words are open (1 query)."""
    return Voice.objects.filter(pk=pk, open_ok=True, state__in=ALIVE).first()


def board(policy_reach: QuerySet[Voice]) -> QuerySet[Voice]:
    """What a list of voices shows of each, with nothing left to ask (1 query)."""
    unread = (
        "body",
        "contact_name",
        "contact_phone",
        "contact_email",
    )  # what stays sealed need not be opened
    return policy_reach.select_related("unit", "place", "field", "call", "suggestion__field").defer(*unread)


def letters(voice: Voice) -> list[Letter]:
    """Everything the raiser was told, oldest first (1 query)."""
    return list(voice.letters.all())


def sheets(worker_id: int) -> QuerySet[GridSheet]:
    """A grid worker's typed forms with how many matters each holds, and how many of them were answered (1 query)."""
    answered = Count("voices", filter=Q(voices__state__in=["answered", "settled", "not_taken"]))
    return (
        GridSheet.objects.filter(worker_id=worker_id)
        .annotate(count=Count("voices"), done=answered)
        .select_related("unit")
        .order_by("-id")
    )


def sheet(pk: int, *, worker_id: int | None) -> GridSheet:
    """One's own typed form, else Http404 (1 query)."""
    return get_object_or_404(GridSheet.objects.select_related("unit"), pk=pk, worker_id=worker_id)


def receiver_of(path: str) -> Unit:
    """The nearest committee over a place: it receives what was raised there (1 query)."""
    over = Unit.objects.filter(path__in=steps(path), kind=Unit.Kind.CPPCC).order_by("-path").first()
    if over is None:
        raise Unit.DoesNotExist(path)
    return over
