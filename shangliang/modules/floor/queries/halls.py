"""What a room shows at one moment. The same record stands behind telephones, console and screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from shangliang.analysis import turns
from shangliang.kernel.text import points
from shangliang.modules.deliberation.models import COUNTED, HELD, Poll
from shangliang.modules.floor.models import HEARD, WAITING, Caption, Floor, LiveQuestion, Speech
from shangliang.modules.gatherings.models import Agenda
from shangliang.modules.gatherings.queries import Attendance, attendance

LATEST = 30  # captions on a page


@dataclass(frozen=True)
class Placed:
    """Somebody in the line. turns: how often she has spoken. place: 0 while a point of order is not decided."""

    speech: Speech
    place: int
    turns: int


@dataclass(frozen=True)
class Said:
    """A line of captions as it reads now. was: as it was first taken down, where that was put right."""

    pk: int
    text: str
    at: datetime
    was: str = ""


@dataclass(frozen=True)
class Line:
    """Who waits: those who can be called now, those for another part of the agenda, undecided points of order."""

    now: list[Placed]
    later: list[Placed]
    orders: list[Placed]
    skipped: list[Speech]


@dataclass(frozen=True)
class Hall:
    floor: Floor
    at: datetime
    agenda: list[Agenda]
    running: Agenda | None
    speaking: Speech | None
    paused: list[Speech]
    done: list[Speech]
    line: Line
    questions: list[LiveQuestion]  # that wait for an answer, most supported first
    waiting: list[LiveQuestion]  # that are not shown yet
    answered: list[LiveQuestion]
    handed: list[LiveQuestion]
    hidden: list[LiveQuestion]
    captions: list[Said]
    polls: list[Poll]
    came: Attendance

    @property
    def left(self) -> int:
        """Seconds left of the running part; negative when it runs over."""
        if self.running is None or self.running.started_at is None:
            return 0
        return self.running.minutes * 60 - int((self.at - self.running.started_at).total_seconds())

    @property
    def spoken(self) -> int:
        return self.speaking.spoken(self.at) if self.speaking else 0

    @property
    def open_polls(self) -> list[Poll]:
        return [p for p in self.polls if p.state == "open"]

    @property
    def counted_polls(self) -> list[Poll]:
        return [p for p in self.polls if p.state in COUNTED]

    @property
    def taken(self) -> list[LiveQuestion]:
        """Questions with an answer, or with somebody who will give it."""
        return self.answered + self.handed


def hall(floor: Floor, *, at: datetime, lines: int = LATEST) -> Hall:
    """Everything in the room now; `lines` of captions (7 queries, however many people)."""
    agenda = list(floor.gathering.agenda.all())
    started = [a for a in agenda if a.started_at]
    running = max(started, key=lambda a: (a.started_at, a.order)) if started else None
    speeches = list(
        floor.speeches.exclude(state__in=["withdrawn", "refused", "unreached"])
        .select_related("participant", "participant__unit", "agenda", "floor")
        .order_by("asked_at", "pk")
    )
    asked = _questions(floor)
    return Hall(
        floor=floor, at=at, agenda=agenda, running=running,
        speaking=next((s for s in speeches if s.state == "speaking"), None),
        paused=[s for s in speeches if s.state == "paused"],
        done=sorted((s for s in speeches if s.state == "done"), key=_began),
        line=line_of(floor, speeches, running),
        questions=[q for q in asked if q.state == "shown"],
        waiting=[q for q in asked if q.state == "waiting"],
        answered=[q for q in asked if q.state in {"answered", "replied"}],
        handed=[q for q in asked if q.state in {"handed", "returned"}],
        hidden=[q for q in asked if q.state == "hidden"],
        captions=_captions(floor, lines), polls=_polls(floor), came=attendance(floor.gathering),
    )  # fmt: skip


def _questions(floor: Floor) -> list[LiveQuestion]:
    """Most supported first, the earlier one where equal; `support` says how many (1 query)."""
    rows = floor.questions.exclude(state="withdrawn").annotate(support=Count("supports"))
    related = ("participant", "participant__unit", "answered_by", "answerer")
    return list(rows.select_related(*related).order_by("-support", "at", "pk"))


def _captions(floor: Floor, most: int) -> list[Said]:
    """The last lines in the order in which they were said (2 queries)."""
    firsts = floor.captions.filter(corrects=None).order_by("-id")
    rows = firsts.prefetch_related(Prefetch("corrections", Caption.objects.order_by("id")))[:most]
    return [read(c) for c in reversed(rows)]


def read(line: Caption) -> Said:
    """A line with its corrections at hand, as it reads now (no query)."""
    later = list(line.corrections.all())
    return Said(line.pk, later[-1].text if later else line.text, line.at, line.text if later else "")


def _polls(floor: Floor) -> list[Poll]:
    """Those put to the vote at this gathering, newest first, with `voted` (1 query)."""
    held = Poll.objects.filter(gathering=floor.gathering_id, state__in=HELD)
    return list(held.annotate(voted=Count("roll", filter=Q(roll__voted=True), distinct=True)).order_by("-pk"))


# --- the line


def line_of(floor: Floor, speeches: list[Speech], running: Agenda | None) -> Line:
    """The order in which the waiting are called, reckoned from what stands in the table (no query)."""
    heard = sorted((s for s in speeches if s.state in HEARD), key=_began)
    spoken = [turns.Spoken(s.participant_id, s.group) for s in heard if s.kind == Speech.Kind.SPEECH]
    waiting = {s.pk: s for s in speeches if s.state in WAITING}
    undecided = [s for s in waiting.values() if s.kind == Speech.Kind.ORDER and s.state == "waiting"]
    part = running.pk if running else None
    ready: list[Speech] = []
    later: list[Speech] = []
    for s in waiting.values():
        if s not in undecided:
            (ready if s.agenda_id in (None, part) else later).append(s)

    def placed(some: list[Speech], first: int = 1) -> list[Placed]:
        found = turns.order([_wish(s) for s in some], spoken, alternate=floor.alternate)
        return [
            Placed(waiting[w.key], n, sum(1 for x in spoken if x.who == w.who))
            for n, w in enumerate(found, start=first)
        ]

    now = placed(ready)
    return Line(
        now, placed(later, len(now) + 1), [Placed(s, 0, 0) for s in undecided],
        [s for s in speeches if s.state == "skipped"],
    )  # fmt: skip


def _began(speech: Speech) -> tuple[datetime, int]:
    return speech.started_at or speech.asked_at, speech.pk


def _wish(s: Speech) -> turns.Wish:
    urgent = s.kind == Speech.Kind.ORDER
    return turns.Wish(s.pk, s.participant_id, s.group, s.asked_at.timestamp(), urgent)


def rule_words(floor: Floor) -> str:
    """The rule beside the list, in words (no query)."""
    rule = [_("获准的程序动议最先"), _("还没有发过言的先于发过言的，同样次数的按报名先后")]
    if floor.alternate:
        rule.append(_("次数相同时委员、部门、专家、群众轮流，发言少的一方先"))
    rule.append(_("每人 %d 分钟") % floor.minutes)
    return points(rule)
