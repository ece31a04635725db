"""Small frozen records that the parts show: a clock in words, a state and its tone, a line of the journal."""

from __future__ import annotations

import threading
import time as monotonic
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from shangliang.kernel import clocks, moves, params, text
from shangliang.kernel.calendar import CALENDAR, WORKING, Calendar, day_of, national
from shangliang.kernel.models import Entry, Staged
from shangliang.look import words

SOON, NEAR = 3, 10  # days: from here on amber; from here on teal
KEPT_FOR = 60.0  # seconds


@dataclass(frozen=True)
class ClockWords:
    """A duty clock as people read it. tone: quiet, moving, soon, overdue."""

    words: str
    tone: str
    title: str
    due: datetime


@dataclass(frozen=True)
class StateWords:
    """tone: quiet, moving, good, bad."""

    label: str
    tone: str


@dataclass(frozen=True)
class Line:
    """One entry of the journal as the timeline shows it."""

    id: int
    words: str
    who: str
    at: datetime
    note: str = ""
    before: str = ""
    after: str = ""
    public: bool = False
    urgent: bool = False
    seq: int | None = None
    hash: str = ""
    root: str = ""


class National(Calendar):
    """The national days alone, without a unit's own: needs no database."""

    def __init__(self) -> None:
        self.days = dict(national())


_calendars: dict[str, tuple[float, Calendar]] = {}
_lock = threading.Lock()


def calendar_for(path: str) -> Calendar:
    """The unit's calendar, read at most once a minute in each process, however many rows ask."""
    now = monotonic.monotonic()
    with _lock:
        kept = _calendars.get(path)
    if kept and now - kept[0] < KEPT_FOR:
        return kept[1]
    fresh = Calendar(path)
    with _lock:
        _calendars[path] = now, fresh
    return fresh


def forget_calendars() -> None:
    """After a unit has set a day of its own (and between tests)."""
    with _lock:
        _calendars.clear()


def clock(thing: Any, now: datetime, calendar: Calendar | None = None) -> ClockWords | None:
    """The clock of a staged thing; None when none runs. No query per row (see `calendar_for`).

    What has no life-cycle has no clock, unless it carries ClockWords as `clock`.
    """
    if thing is None or isinstance(thing, ClockWords):
        return thing
    if not isinstance(thing, Staged):
        return getattr(thing, "clock", None)
    if thing.due_at is None:
        return None
    flow = moves.kind_of(thing).flow
    if flow.states[thing.state].final:
        return None
    due = clocks.running(flow, thing)
    kind = params.definition(due.param).kind if due and due.param else CALENDAR
    return told(thing.due_at, now, kind, calendar or calendar_for(_path(thing)))


def _path(thing: Staged) -> str:
    """The unit's path when the unit is at hand, else the root: never a query for a badge."""
    unit = thing._state.fields_cache.get("unit")
    return str(unit.path) if unit else thing.root


def told(due_at: datetime, now: datetime, kind: str, calendar: Calendar) -> ClockWords:
    """The words of a clock that ends at `due_at`, counted in working days or in days."""
    return _told(due_at, day_of(now), now > due_at, kind, calendar, get_language() or "")


@lru_cache(maxsize=2048)
def _told(
    due_at: datetime, today: date, over: bool, kind: str, calendar: Calendar, language: str
) -> ClockWords:
    """A list shows the same few days again and again; each is put into words once."""
    last = day_of(due_at)
    title = _title(today, last, kind, calendar)
    if over:
        late = max(1, (today - last).days)
        return ClockWords(
            ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", late) % {"n": late}, "overdue", title, due_at
        )
    if last == today:
        return ClockWords(_("今天到期"), "soon", title, due_at)
    days = (last - today).days
    left = calendar.between(today, last) if kind == WORKING else days
    if kind == WORKING and left:
        said = ngettext("剩 %(n)d 个工作日", "剩 %(n)d 个工作日", left) % {"n": left}
    else:
        said = ngettext("剩 %(n)d 天", "剩 %(n)d 天", days) % {"n": days}
    return ClockWords(said, "soon" if left <= SOON else "moving" if left <= NEAR else "quiet", title, due_at)


def _title(today: date, last: date, kind: str, calendar: Calendar) -> str:
    day = _("%(day)s（%(weekday)s）到期") % {"day": words.day(last), "weekday": words.weekday(last)}
    if kind != WORKING or last == today:
        return day
    first, end = (today, last) if last > today else (last, today)
    between = [first + timedelta(days=i + 1) for i in range((end - first).days)]
    rests = [d for d in between if not calendar.works(d)]
    ahead, gone = (
        _("今天之后还有 %(days)d 天，其中工作日 %(work)d 天"),
        _("已过 %(days)d 天，其中工作日 %(work)d 天"),
    )
    count = ahead if last > today else gone
    said = [day, count % {"days": len(between), "work": len(between) - len(rests)}]
    if named := _named(rests, calendar):
        said.append(_("不算：%s") % named)
    if made_up := [d for d in between if calendar.works(d) and d.weekday() >= 5]:
        said.append(_("调休上班：%s") % text.listed(words.short_day(d) for d in made_up))
    return text.points(said)


def _named(rests: list[date], calendar: Calendar) -> str:
    """Weekends once, holidays by their names."""
    names = list(dict.fromkeys(calendar.name(d) or _("周末") for d in rests))
    return text.listed(names)


def state_tag(thing: Any) -> Markup:
    """The state as word + shape + colour; drawn once for each state and language."""
    return _state_tag(state_of(thing), get_language() or "")


@lru_cache(maxsize=512)
def _state_tag(said: StateWords, language: str) -> Markup:
    return Markup('<span class="tag tag-{0}">{1}{2}</span>').format(
        said.tone, icon(f"state-{said.tone}"), said.label
    )


def clock_badge(thing: Any, now: datetime) -> Markup:
    """The clock as words + shape + colour, the sum of days in its title; nothing when no clock runs."""
    said = clock(thing, now)
    return _clock_badge(said, get_language() or "") if said else Markup("")


@lru_cache(maxsize=2048)
def _clock_badge(said: ClockWords, language: str) -> Markup:
    return Markup(
        '<time class="clock clock-{0}" datetime="{1}" title="{2}">{3}{4}<span class="unseen">{5}{2}</span></time>'
    ).format(said.tone, words.iso(said.due), said.title, icon(f"clock-{said.tone}"), said.words, _("，"))


@cache
def icon(name: str, label: str = "") -> Markup:
    """A picture of the sprite; with a label it speaks, without one it is decoration beside words."""
    speaks = Markup('role="img" aria-label="{0}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {0} focusable="false"><use href="{1}#{2}"></use></svg>').format(
        speaks, static("look/icons.svg"), name
    )


@pass_context
def clock_here(context: Context, thing: Any, now: datetime | None = None) -> Markup:
    """clock_badge at the moment for which the page is made."""
    return clock_badge(thing, now or context["here"].now)


def state_of(thing: Any) -> StateWords:
    """The state's label and tone; records made by hand pass through."""
    if isinstance(thing, StateWords):
        return thing
    state = moves.kind_of(thing).flow.states[thing.state]
    return StateWords(str(state.label), state.tone)


def said(entry: Entry) -> str:
    """What the journal says of an entry, also of one whose verb is no longer in use."""
    return line(entry).words


def line(entry: Any) -> Line:
    if isinstance(entry, Line):
        return entry
    # Whoever has no person is one of the house's own: the clock, the public, whoever raised it.
    who = entry.actor_label if entry.actor_id or not entry.actor_label else _(entry.actor_label)
    try:
        kind = moves.kind_named(entry.kind)
    except LookupError:
        return Line(entry.id, entry.verb, who, entry.at, entry.note)
    verb = kind.words.get(entry.verb)
    states = {name: str(state.label) for name, state in kind.flow.states.items()}
    return Line(
        entry.id,
        str(verb.said) if verb else entry.verb,
        who,
        entry.at,
        entry.note,
        states.get(entry.before, entry.before),
        states.get(entry.after, entry.after),
        bool(verb and verb.public),
        bool(verb and verb.urgent),
        entry.seq,
        entry.hash,
        entry.root,
    )
