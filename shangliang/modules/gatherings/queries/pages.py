"""Everything that one gathering's page, its console and its sign-in page show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, params, text
from shangliang.modules.gatherings.models import (
    Agenda,
    Consensus,
    Gathering,
    Light,
    Material,
    Opinion,
    Participant,
    Step,
    Visit,
)
from shangliang.modules.gatherings.queries.catalogue import pattern

LATEST = 30  # opinions on the console
ORDINARY = (Participant.Capacity.GRASSROOTS, Participant.Capacity.STAKEHOLDER)


@dataclass(frozen=True)
class Side:
    """政协人、政府人、专业人：one of the three sides that a consultation needs, and who stands for it."""

    key: str
    label: str
    names: tuple[str, ...]

    @property
    def there(self) -> bool:
        return bool(self.names)


@dataclass(frozen=True)
class Lamp:
    """One of the five lights (五个一), lit or not."""

    kind: str
    label: str
    light: Light | None

    @property
    def lit(self) -> bool:
        return self.light is not None


@dataclass(frozen=True)
class Reminder:
    """提前通知、提前送材料、会后报纪要：the day by which it should be done."""

    name: str
    label: str
    on: date
    days: int
    done: bool
    late: bool


@dataclass(frozen=True)
class Thread:
    """An opinion and what was answered on the spot."""

    opinion: Opinion
    replies: tuple[Opinion, ...] = ()


@dataclass(frozen=True)
class Room:
    """One gathering with everything in it; made by `room`, never asks the database again."""

    gathering: Gathering
    agenda: list[Agenda]
    participants: list[Participant]
    visits: list[Visit]
    opinions: list[Opinion]
    consensus: list[Consensus]
    lights: list[Light]
    steps: list[Step]
    materials: list[Material]

    @cached_property
    def by_capacity(self) -> list[tuple[str, list[Participant]]]:
        groups: dict[str, list[Participant]] = defaultdict(list)
        for p in self.participants:
            groups[p.capacity].append(p)
        return [(str(label), groups[value]) for value, label in Participant.Capacity.choices if groups[value]]

    @cached_property
    def signed(self) -> int:
        return sum(1 for p in self.participants if p.signed_in_at)

    @cached_property
    def came_from(self) -> dict[int, list[Opinion]]:
        """Consensus → the opinions it came from."""
        return {c.pk: list(c.opinions.all()) for c in self.consensus}

    @cached_property
    def threads(self) -> list[Thread]:
        """Opinions in the order in which they were given, each with its answers under it."""
        answers: dict[int, list[Opinion]] = defaultdict(list)
        for o in self.opinions:
            if o.replies_to_id:
                answers[o.replies_to_id].append(o)
        return [Thread(o, tuple(answers[o.pk])) for o in self.opinions if not o.replies_to_id]


@dataclass(frozen=True)
class Console:
    """What the secretary watches during the meeting."""

    gathering: Gathering
    agenda: list[Agenda]
    running: Agenda | None
    elapsed: int  # minutes since the running part began
    participants: list[Participant]  # present ones first
    signed: int
    excused: int
    by_capacity: list[tuple[str, int, int]]  # label, signed in, invited
    latest: list[Opinion]
    said: int
    agreed: int

    @property
    def left(self) -> int:
        """Minutes left in the running part; negative when it runs over."""
        return self.running.minutes - self.elapsed if self.running else 0


def room(gathering: Gathering) -> Room:
    """Everything on the page of one gathering (9 queries, however much it is)."""
    opinions = Opinion.objects.select_related("participant", "participant__unit", "agenda")
    return Room(
        gathering=gathering,
        agenda=list(gathering.agenda.all()),
        participants=list(gathering.participants.select_related("unit", "person")),
        visits=list(gathering.visits.select_related("person")),
        opinions=list(opinions.filter(gathering=gathering)),
        consensus=list(
            gathering.consensus.select_related("responsible").prefetch_related(
                Prefetch("opinions", Opinion.objects.select_related("participant"))
            )
        ),
        lights=list(gathering.lights.select_related("file", "person")),
        steps=list(gathering.steps.all()),
        materials=list(gathering.materials.select_related("file")),
    )


def sides(participants: Sequence[Participant]) -> list[Side]:
    """The three sides with the names that stand for each (no query)."""
    labels = {"cppcc": _("政协人"), "government": _("政府人"), "expert": _("专业人")}
    return [
        Side(key, labels[key], tuple(p.name for p in participants if p.capacity in capacities))
        for key, capacities in Participant.SIDES.items()
    ]


def shown_name(participant: Participant, inside: bool) -> str:
    """Outside the house ordinary people's names are masked; those of offices are shown (no query)."""
    named = participant.capacity not in ORDINARY
    return participant.name if inside or named else text.masked(participant.name[:4])


def lamps(lights: Sequence[Light]) -> list[Lamp]:
    """All five in order (no query)."""
    lit = {light.kind: light for light in lights}
    return [Lamp(value, str(label), lit.get(value)) for value, label in Light.Kind.choices]


def reminders(gathering: Gathering, *, at: datetime, has_material: bool) -> list[Reminder]:
    """What the template asks to be done before and after, by its days (at most 4 queries)."""
    asked = pattern(gathering.template).remind
    if not asked or not gathering.starts_at:
        return []
    path, day, today = gathering.unit.path, calendar.day_of(gathering.starts_at), calendar.day_of(at)
    working = calendar.Calendar(path)
    plan = {
        "notice": (
            _("书面通知"),
            "gatherings.notice_before",
            -1,
            gathering.state not in {"preparing", "cancelled"},
        ),
        "materials": (_("送材料"), "gatherings.materials_before", -1, has_material),
        "minutes": (
            _("报送纪要"),
            "gatherings.minutes_within",
            1,
            gathering.state in {"concluded", "closed"},
        ),
    }
    found = []
    for name in asked:
        label, param, sign, done = plan[name]
        days = int(params.value(path, param, day))
        on = working.shift(day, sign * days, params.definition(param).kind)
        found.append(Reminder(name, label, on, days, done, late=not done and on < today))
    return found


def console(gathering: Gathering, *, at: datetime) -> Console:
    """What the console shows (5 queries)."""
    agenda = list(gathering.agenda.all())
    started = [a for a in agenda if a.started_at]
    running = max(started, key=lambda a: (a.started_at, a.order)) if started else None
    elapsed = int((at - running.started_at).total_seconds()) // 60 if running and running.started_at else 0
    people = sorted(
        gathering.participants.select_related("unit"), key=lambda p: (p.signed_in_at is None, p.pk)
    )
    invited, signed = (
        Counter(p.capacity for p in people),
        Counter(p.capacity for p in people if p.signed_in_at),
    )
    opinions = Opinion.objects.filter(gathering=gathering)
    latest = opinions.select_related("participant", "participant__unit", "agenda", "replies_to__participant")
    return Console(
        gathering=gathering,
        agenda=agenda,
        running=running,
        elapsed=max(0, elapsed),
        participants=people,
        signed=sum(signed.values()),
        excused=sum(1 for p in people if p.excused_at and not p.signed_in_at),
        by_capacity=[
            (str(label), signed[v], invited[v]) for v, label in Participant.Capacity.choices if invited[v]
        ],
        latest=list(latest.order_by("-pk")[:LATEST]),
        said=opinions.count(),
        agreed=gathering.consensus.count(),
    )
