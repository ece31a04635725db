"""What is kept of a room, for the minutes and for whoever reads it later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch

from shangliang.modules.floor.models import LEFT, WAITING, Caption, Floor, LiveQuestion, Speech
from shangliang.modules.floor.queries.halls import Said, read
from shangliang.modules.gatherings.models import Gathering


@dataclass(frozen=True)
class Kept:
    """One speech that was held. part: of the agenda, empty where it belonged to none. seconds: really spoken."""

    who: str
    capacity: str
    unit: str
    part: str
    kind: str
    since: datetime
    seconds: int
    notes: str
    pk: int
    participant: int


def speeches(gathering: Gathering) -> list[Kept]:
    """Everybody who spoke, in the order in which they began (1 query)."""
    rows = (
        Speech.objects.filter(floor__gathering=gathering, state="done")
        .select_related("participant", "participant__unit", "agenda")
        .order_by("started_at", "pk")
    )
    return [
        Kept(
            who=s.participant.name, capacity=s.participant.get_capacity_display(),
            unit=s.participant.unit.short if s.participant.unit else s.participant.standing,
            part=s.agenda.title if s.agenda else "", kind=s.kind, since=s.started_at or s.asked_at,
            seconds=s.spoken_ms // 1000, notes=s.notes, pk=s.pk, participant=s.participant_id,
        )
        for s in rows
    ]  # fmt: skip


def left_of(gathering: Gathering) -> tuple[int, int]:
    """How many still wait for the floor, and how many questions nobody has taken on (2 queries)."""
    waiting = Speech.objects.filter(floor__gathering=gathering, state__in=WAITING)
    asked = LiveQuestion.objects.filter(floor__gathering=gathering, state__in=LEFT)
    return waiting.count(), asked.count()


@dataclass(frozen=True)
class Record:
    """A room as it is read afterwards. not_held: skipped, refused, withdrawn or not reached, with why."""

    speeches: list[Kept]
    not_held: list[Speech]
    questions: list[LiveQuestion]
    lines: int


def record(floor: Floor) -> Record:
    """Speeches, questions by support, and how many lines of captions there are (4 queries)."""
    unheld = floor.speeches.filter(state__in=["skipped", "refused", "withdrawn", "unreached"])
    asked = floor.questions.annotate(support=Count("supports")).order_by("-support", "at", "pk")
    return Record(
        speeches(floor.gathering),
        list(unheld.select_related("participant").order_by("asked_at", "pk")),
        list(asked.select_related("participant", "participant__unit", "answered_by", "answerer")),
        floor.captions.filter(corrects=None).count(),
    )


def captions(floor: Floor) -> list[Said]:
    """Every line from the first, as it reads now, with what stood there before (2 queries)."""
    rows = floor.captions.filter(corrects=None).order_by("id")
    return [read(c) for c in rows.prefetch_related(Prefetch("corrections", Caption.objects.order_by("id")))]
