"""闭环率: how far topics and voices have come, how many wait where, how long and with whom.

A thing waits at one station; what waits at a station has passed all before it. A matter passed straight on to
a department skips the stations between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import loop
from shangliang.kernel.calendar import day_of
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.handling.models import Assignment
from shangliang.modules.outcomes.models import Recommendation
from shangliang.modules.outcomes.queries.handled import DONE
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

TOPIC_STATIONS = {
    "topic": _("筛选立题"), "plan_item": _("列入计划"), "gathering": _("开展协商"), "opinion": _("整理意见"),
    "recommendation": _("形成建议"), "dispatch": _("部门办理"), "feedback": _("反馈结果"),
}  # fmt: skip
VOICE_STATIONS = {
    "voice": _("筛选来声"), "topic": _("议题推进"), "dispatch": _("部门办理"), "unsolved": _("再商量"),
}  # fmt: skip
CLOSED_TOPIC = ("answered", "closed")
# Whoever has been told has an answer; how they find it is asked apart (满意度), and "not solved" waits again.
CLOSED_VOICE = ("answered", "settled", "not_taken")
OUT = ("merged", "not_taken")


@dataclass(frozen=True)
class Waiting:
    """How many wait with one holder at one station, and how many days the longest."""

    holder: str
    count: int
    days: int
    overdue: int = 0


@dataclass(frozen=True)
class Station:
    """passed: went on from here; waiting: stand here now; days: the longest; holders: most first."""

    name: str
    label: str
    passed: int
    waiting: int
    days: int
    overdue: int
    holders: tuple[Waiting, ...]


@dataclass(frozen=True)
class Loop:
    """total: all that entered and were not merged or declined; closed: those that came back to people."""

    total: int
    closed: int
    stations: tuple[Station, ...]

    @property
    def permille(self) -> int:
        return round(1000 * self.closed / self.total) if self.total else 0

    @property
    def slowest(self) -> Station | None:
        """Where most wait."""
        waiting = [s for s in self.stations if s.waiting]
        return max(waiting, key=lambda s: (s.waiting, s.days)) if waiting else None


@dataclass(frozen=True)
class Meter:
    topics: Loop
    voices: Loop


@dataclass(frozen=True)
class Stop:
    """One station of one topic's own chain."""

    name: str
    label: str
    place: str
    count: int
    holders: tuple[str, ...]
    days: int


@dataclass(frozen=True)
class _Row:
    station: str
    holder: str
    count: int
    since: datetime | None
    overdue: int = 0


def loop_meter(path: str, at: datetime) -> Meter:
    """Of all topics and voices under a unit (6 queries, however many there are)."""
    topics = Topic.objects.filter(unit__path__gte=path, unit__path__lt=path + "~").exclude(state__in=OUT)
    rows = [
        *_early_topics(topics, at),
        *_discussed_topics(topics),
        *_sent_topics(topics),
        *_department_rows(topics, at),
    ]
    voices = Voice.objects.filter(unit__path__gte=path, unit__path__lt=path + "~").exclude(state="withdrawn")
    return Meter(_loop(TOPIC_STATIONS, rows, at), _loop(VOICE_STATIONS, _voice_rows(voices, at), at))


def _counted(rows: QuerySet[Any], at: datetime, *by: str) -> QuerySet[Any]:
    found = rows.order_by().values_list(*by)
    return found.annotate(n=Count("pk"), since=Min("entered_at"), late=Count("pk", filter=Q(due_at__lt=at)))


def _early_topics(topics: QuerySet[Topic], at: datetime) -> list[_Row]:
    """Before any gathering, and what is closed (1 query)."""
    where = {
        "candidate": "topic",
        "filed": "plan_item",
        "planned": "gathering",
        **dict.fromkeys(CLOSED_TOPIC, ""),
    }
    counted = _counted(topics.filter(state__in=where), at, "state", "unit__short")
    return [_Row(where[state], unit, n, since, late) for state, unit, n, since, late in counted]


def _discussed_topics(topics: QuerySet[Topic]) -> list[_Row]:
    """In consultation: not met yet, met without minutes, minutes without recommendations sent (1 query)."""
    met = Gathering.objects.filter(topic=OuterRef("pk"))
    marked = topics.filter(state="discussing").annotate(
        held=Exists(met.filter(state__in=["held", "concluded", "closed"])),
        ready=Exists(met.filter(state__in=["concluded", "closed"])),
    )
    counted = marked.order_by().values_list("held", "ready", "unit__short")
    return [
        _Row("recommendation" if ready else "opinion" if held else "gathering", unit, n, since)
        for held, ready, unit, n, since in counted.annotate(n=Count("pk"), since=Min("entered_at"))
    ]


def _sent_topics(topics: QuerySet[Topic]) -> list[_Row]:
    """With departments, or all answered and not yet fed back (1 query)."""
    open_ = Recommendation.objects.filter(topic=OuterRef("pk"), state="sent")
    marked = topics.filter(state__in=["dispatched", "passed_on"]).annotate(
        with_departments=Exists(open_) | Q(state="passed_on")
    )
    counted = marked.order_by().values_list("with_departments", "unit__short")
    return [
        _Row("dispatch", "", n, since) if out else _Row("feedback", unit, n, since)
        for out, unit, n, since in counted.annotate(n=Count("pk"), since=Min("entered_at"))
    ]


def _department_rows(topics: QuerySet[Topic], at: datetime) -> list[_Row]:
    """Which departments still owe an answer (1 query). Only with whom: a topic may wait with several."""
    parts = Assignment.objects.filter(part__in=Assignment.ANSWERING).exclude(state__in=DONE)
    by_topic = Q(dispatch__recommendations__topic__in=topics, dispatch__recommendations__state="sent")
    parts = parts.filter(
        by_topic | Q(dispatch__passed_topics__in=topics, dispatch__passed_topics__state="passed_on")
    )
    counted = (
        parts.order_by()
        .values_list("unit__short")
        .annotate(
            n=Count("dispatch", distinct=True),
            since=Min("entered_at"),
            late=Count("pk", filter=Q(due_at__lt=at), distinct=True),
        )
    )
    return [_Row("dispatch", f"\0{unit}", n, since, late) for unit, n, since, late in counted]


def _voice_rows(voices: QuerySet[Voice], at: datetime) -> list[_Row]:
    """2 queries: the voices themselves, and the departments of those passed straight on."""
    where = {
        "received": "voice",
        "in_topic": "topic",
        "passed_on": "dispatch",
        "unsolved": "unsolved",
        **dict.fromkeys(CLOSED_VOICE, ""),
    }
    rows = []
    for state, unit, n, since, late in _counted(voices, at, "state", "unit__short"):
        station = where[state]
        rows.append(_Row(station, "" if station == "dispatch" else unit, n, since, late))
    parts = Assignment.objects.filter(part__in=Assignment.ANSWERING).exclude(state__in=DONE)
    parts = parts.filter(dispatch__voices__in=voices.filter(state="passed_on"))
    for unit, n, since, late in (
        parts.order_by()
        .values_list("unit__short")
        .annotate(
            n=Count("dispatch", distinct=True),
            since=Min("entered_at"),
            late=Count("pk", filter=Q(due_at__lt=at), distinct=True),
        )
    ):
        rows.append(_Row("dispatch", f"\0{unit}", n, since, late))
    return rows


def _loop(labels: dict[str, Any], rows: Iterable[_Row], at: datetime) -> Loop:
    """A row whose holder begins with a null tells only with whom; its things were counted in another row."""
    rows = list(rows)
    things = [r for r in rows if not r.holder.startswith("\0")]
    total = sum(r.count for r in things)
    left, stations = total, []
    for name, label in labels.items():
        here = [r for r in things if r.station == name]
        with_whom = [r for r in rows if r.station == name and r.holder]
        waiting = sum(r.count for r in here)
        left -= waiting
        stations.append(
            Station(
                name, str(label), left, waiting, max((_days(r.since, at) for r in here), default=0),
                sum(r.overdue for r in with_whom), _holders(with_whom, at),
            )
        )  # fmt: skip
    return Loop(total, sum(r.count for r in things if not r.station), tuple(stations))


def _holders(rows: list[_Row], at: datetime) -> tuple[Waiting, ...]:
    merged: dict[str, Waiting] = {}
    for r in rows:
        name = r.holder.removeprefix("\0")
        was = merged.get(name, Waiting(name, 0, 0))
        days = max(was.days, _days(r.since, at))
        merged[name] = Waiting(name, was.count + r.count, days, was.overdue + r.overdue)
    return tuple(sorted(merged.values(), key=lambda w: (-w.count, -w.days, w.holder)))


def _days(since: datetime | None, at: datetime) -> int:
    return (day_of(at) - day_of(since)).days if since else 0


def loop_of(topic: Topic, at: datetime) -> list[Stop]:
    """The chain of one topic: which stations it has passed, where it waits, how long, with whom. One query an
    arrow and direction and one a station, plus one for the departments that still owe an answer.
    """
    owing = Assignment.objects.filter(part__in=Assignment.ANSWERING).exclude(state__in=DONE).filter(
        Q(dispatch__recommendations__topic=topic, dispatch__recommendations__state="sent")
        | Q(dispatch__passed_topics=topic, dispatch__passed_topics__state="passed_on")
    )  # fmt: skip
    departments = tuple(dict.fromkeys(owing.order_by("pk").values_list("unit__short", flat=True)))
    stops = []
    for s in loop.chain("topic", topic.pk):
        thing = s.here
        waits = s.place == "here" and thing is not None
        holders: tuple[str, ...] = ()
        if waits:
            holders = (
                departments
                if s.station.name in {"dispatch", "recommendation"} and departments
                else (s.station.holder(thing),)
            )
        since = getattr(thing, "entered_at", None) if waits else None
        stops.append(
            Stop(s.station.name, str(s.station.label), s.place, len(s.things), holders, _days(since, at))
        )
    return stops
