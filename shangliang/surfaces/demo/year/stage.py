"""The stage: time that moves, stories that take turns on it, and the few things every story needs.

A story is a generator. It yields the moment at which it wants to go on; the stage lets all stories go on in the
order of those moments, day by day, gives the journal to its consumers and lets the clock speak. What would lie
after `now` is not played: that story simply stands where it stands.
"""

from __future__ import annotations

import heapq
import random
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from shangliang.kernel import calendar, journal, moves, sweeper
from shangliang.kernel.access import Actor
from shangliang.modules.people import queries as people
from shangliang.surfaces.demo.cast import SINCE, Cast
from shangliang.surfaces.demo.year import company
from shangliang.surfaces.demo.year.texts import Matter, Said, said

Story = Iterator[datetime]
SEED = 20260101
ROUNDS = (0, 3)  # Monday and Thursday: the days on which the clock is asked, besides every day of the plot


class Stage:
    """Where the year is played. `topics` and `voices` hold what stories share, by the key of their matter."""

    def __init__(self, cast: Cast, now: datetime, say: Callable[[str], Any]) -> None:
        self.cast, self.now, self.say = cast, now, say
        self.today = calendar.day_of(now)
        self.chance = random.Random(SEED)
        self.calendar = calendar.Calendar(cast.units["yunchuan"].path)
        self.clerks, self.heads = company.holders("clerk"), company.holders("head")
        self.topics: dict[str, int] = {}
        self.voices: dict[str, list[int]] = defaultdict(list)
        self.to_read: set[str] = set()  # matters whose new voices somebody has set a day to read
        self.things: dict[str, Any] = {}
        self.at = now
        self._actors: dict[str, Actor] = {}
        self._spoken: set[str] = set()
        self._queue: list[tuple[datetime, int, Story]] = []
        self._count = 0
        self._swept: date | None = None

    # --- who and when

    def actor(self, username: str) -> Actor:
        """Somebody with their seats, which nobody changes during the year."""
        if username not in self._actors:
            self._actors[username] = people.actor_for(self.cast.people[username], SINCE)
        return self._actors[username]

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def moment(self, day: date, hour: int = 10) -> datetime:
        """Some minute of this hour."""
        minute = self.chance.randrange(60)
        return timezone.make_aware(datetime.combine(day, time(hour, minute, self.chance.randrange(60))))

    def office(self, day: date, hour: int = 10) -> datetime:
        """The same on a day when offices work: this one or the next; near the end the one before."""
        wanted = day
        while not self.calendar.works(day):
            day += timedelta(days=1)
        at = self.moment(day, hour)
        if at <= self.now or wanted > self.today:
            return at
        while day >= min(wanted, self.today) or not self.calendar.works(day):
            day -= timedelta(days=1)
        return self.moment(day, hour)

    def later(self, days: int, hour: int = 10) -> datetime:
        """So many days after the present moment of the play, in office hours."""
        return self.office(calendar.day_of(self.at) + timedelta(days=days), hour)

    def working(self, days: int, hour: int = 9) -> datetime:
        """So many working days before now."""
        return self.moment(self.calendar.add(self.today, days), hour)

    def soon(self, days: int, hour: int = 10) -> datetime:
        """So many working days after the present moment of the play."""
        return self.moment(self.calendar.add(calendar.day_of(self.at), days), hour)

    def token(self) -> str:
        return uuid.UUID(int=self.chance.getrandbits(128)).hex

    def words(self, matter: Matter, number: int) -> Said:
        """What the matter's voice of this number says; the next free words where these were said already."""
        for near in range(number, number + 50):
            found = said(matter, near)
            if found.body not in self._spoken:
                break
        self._spoken.add(found.body)
        return found

    # --- doing

    def move(self, thing: Any, verb: str, who: str, note: str = "") -> Any:
        """Make a bare move on the thing as it is now, and give it back."""
        return self.move_now(fresh(thing), verb, who, note)

    def move_now(self, thing: Any, verb: str, who: str, note: str = "") -> Any:
        """The same on a thing that was read in this very step."""
        moves.make(thing, verb, actor=self.actor(who), at=self.at, note=note)
        return thing

    def settle(self) -> None:
        """Let the consumers of the journal catch up."""
        journal.deliver_all(self.at)

    def after(self, moment: datetime) -> Story:
        """Wait for this moment; by then the consumers have caught up, as they do at the end of every day."""
        day = calendar.day_of(self.at)
        yield moment
        if calendar.day_of(self.at) == day:
            self.settle()

    # --- playing

    def start(self, story: Story) -> None:
        """Let another story begin."""
        self._wait(story)

    def play(self, until: datetime) -> int:
        """Everything up to this moment; returns the number of steps."""
        steps = 0
        while self._queue and self._queue[0][0] <= until:
            day = calendar.day_of(self._queue[0][0])
            self._sweep_before(day)
            with transaction.atomic():
                while (
                    self._queue and self._queue[0][0] <= until and calendar.day_of(self._queue[0][0]) == day
                ):
                    self.at, _count, story = heapq.heappop(self._queue)
                    self._wait(story)
                    steps += 1
                self.settle()
        self._sweep_before(calendar.day_of(until))
        self.at = until
        self._sweep()
        return steps

    def _wait(self, story: Story) -> None:
        wanted = next(story, None)
        if wanted is not None:
            self._count += 1
            # At the beginning nothing has been played: `at` is still now.
            soonest = wanted if self._swept is None else max(wanted, self.at + timedelta(minutes=1))
            heapq.heappush(self._queue, (soonest, self._count, story))

    def _sweep_before(self, day: date) -> None:
        """The clock speaks on its days since the last time, and on the morning of this one."""
        if self._swept is None:
            self._swept = day - timedelta(days=1)
        while self._swept < day:
            self._swept += timedelta(days=1)
            if self._swept == day or self._swept.weekday() in ROUNDS:
                self.at = timezone.make_aware(datetime.combine(self._swept, time(8, 10)))
                if self.at <= self.now:
                    self._sweep()

    def _sweep(self) -> None:
        with transaction.atomic():
            if list(sweeper.sweep(at=self.at)):
                self.settle()


def fresh(thing: Any) -> Any:
    """The same thing as it is now."""
    return type(thing).objects.select_related("unit").get(pk=thing.pk)
