"""The three gates of a supervision, each with the evidence behind it (三先三后, SYSTEMS 86)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef

from shangliang.modules.supervision.models import Activity, Presence, Supervised, Supervision, Team

KINDS = (Activity.Kind.TRAINING, Activity.Kind.DISCUSSION)


@dataclass
class Gates:
    """How many teams were trained and have discussed, how many departments were talked with; the last day of each."""

    teams: int = 0
    trained: int = 0
    discussed: int = 0
    departments: int = 0
    talked: int = 0
    last: dict[str, date] = field(default_factory=dict)

    @property
    def training_done(self) -> bool:
        return 0 < self.teams == self.trained

    @property
    def talking_done(self) -> bool:
        return 0 < self.departments == self.talked

    @property
    def discussing_done(self) -> bool:
        return 0 < self.teams == self.discussed and Activity.Kind.DISCUSSION in self.last


def _was_at(kind: str) -> Exists:
    """Somebody of the team has signed in at an activity of this kind."""
    there = Presence.objects.filter(
        activity__supervision=OuterRef("supervision"), activity__kind=kind,
        person__supervision_teams__team=OuterRef("pk"),
    )  # fmt: skip
    return Exists(there)


def marked(*supervisions: Supervision) -> list[Any]:
    """The teams, each with `trained` and `discussed` (1 query)."""
    training, discussion = KINDS
    rows = Team.objects.filter(supervision__in=supervisions)
    return list(rows.annotate(trained=_was_at(training), discussed=_was_at(discussion)))


def gates(supervisions: Iterable[Supervision]) -> dict[int, Gates]:
    """Supervision → its gates (3 queries, however many)."""
    held = list(supervisions)
    found: dict[int, Gates] = defaultdict(Gates)
    for team in marked(*held):
        one = found[team.supervision_id]
        one.teams += 1
        one.trained += team.trained
        one.discussed += team.discussed
    for pk, talked in Supervised.objects.filter(supervision__in=held).values_list("supervision", "talked_on"):
        found[pk].departments += 1
        found[pk].talked += talked is not None
    days = Activity.objects.filter(supervision__in=held).order_by().values_list("supervision", "kind")
    for pk, kind, last in days.annotate(last=Max("on")):
        found[pk].last[kind] = last
    return {s.pk: found[s.pk] for s in held}
