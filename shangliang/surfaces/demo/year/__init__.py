"""The demo year: one year of work in 云川市, played day by day through the services, the same for the same day.

company    who plays besides the cast
texts      the words, from data/*.toml
stage      time that moves, and stories that take turns
haste      how a play differs from a working day
speaking   voices
planning   plans
meeting    one consultation
hall       the room: speeches, questions, captions
polling    polls at a consultation
carrying   a meeting without network, taken along and brought back
minuting   its minutes, signed
chain      one matter from its voices to the look-back
doing      departments at work
odds       everything that is not a chain
informing  briefs and stations
proposing  proposals, what the former system held, what stands around them
turns      every turn that handling takes
listing    the two lists: campaigns, concerns, asks, posts, invitations
polling    polls in the room that sits today
remote     rooms on the network
deliberating  boards with their answers and maps
supervising  supervisions, standing supervisors, appraisals
customs    numbers and days that units set for themselves
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from shangliang.kernel import calendar, journal, search, text
from shangliang.kernel.models import Notice
from shangliang.modules.org.models import Unit
from shangliang.modules.voices.models import Letter, Voice
from shangliang.surfaces.demo import cast as demo_cast
from shangliang.surfaces.demo.models import Play
from shangliang.surfaces.demo.year import (
    carrying,
    chain,
    company,
    customs,
    deliberating,
    informing,
    listing,
    minuting,
    odds,
    planning,
    polling,
    proposing,
    remote,
    speaking,
    supervising,
    turns,
)
from shangliang.surfaces.demo.year.haste import in_haste
from shangliang.surfaces.demo.year.stage import SEED, Stage
from shangliang.surfaces.demo.year.texts import Matter, matters

LAST_YEAR = -2  # a slot: consulted on last year, in the month that stands in `days`
TOLD = 30  # days: who was told of what before is read by nobody any more
CLOSING = time(16, 30)
FIRST_DAYS = 10  # of January: the plan of the year after next cannot be opened before that
OLDEST = 470  # days: what would have to begin earlier is put into its plan late


class BrokenOff(Exception):
    """What is here is a part of a year, begun then."""


def build(now: datetime, say: Callable[[str], Any] = print) -> None:
    """Play the year that ends now. Where it was played already, nothing is changed. Raises BrokenOff."""
    must_be_whole()
    if Voice.objects.exists():
        say("  示范数据已经在，没有改动 The demo year is here already")
        return
    play = Play.objects.create(begun_at=timezone.now())
    with text.repeatable(SEED):
        cast = demo_cast.build()
        company.build(cast)
        stage = Stage(cast, last_office_hours(now, calendar.Calendar(cast.units["yunchuan"].path)), say)
        customs.build(stage)
        _cast_parts(stage)
        with journal.asleep(), journal.without("search"), in_haste():
            with journal.without("notices"):
                steps = stage.play(stage.now - timedelta(days=TOLD))
            steps += stage.play(stage.now)
            with transaction.atomic():
                polling.of_the_day(stage)
                remote.of_the_day(stage)
                carrying.of_the_day(stage)
                minuting.of_the_day(stage)
                stage.settle()
        search.reindex()
        with transaction.atomic():
            odds.analysed(stage)
        _quiet(stage)
    if late := journal.failing():
        raise RuntimeError(f"{len(late)} deliveries failed: {late[0]} {late[0].error}")
    Play.objects.filter(pk=play.pk).update(ended_at=timezone.now())
    say(f"  {steps} 步，{Voice.objects.count()} 条来声，{Unit.objects.count()} 个单位")


def must_be_whole() -> None:
    """Raises BrokenOff where a year was begun here and never ended."""
    if play := Play.objects.filter(ended_at=None).first():
        raise BrokenOff(f"{timezone.localtime(play.begun_at):%Y-%m-%d %H:%M}")


def last_office_hours(now: datetime, days: calendar.Calendar) -> datetime:
    """When offices were last at work: in a holiday, and before the new year has begun in earnest, nothing goes on."""
    day = calendar.day_of(now)
    if (day.month, day.day) < (1, FIRST_DAYS):
        day = date(day.year - 1, 12, 31)
    while not days.works(day):
        day -= timedelta(days=1)
    closing = timezone.make_aware(datetime.combine(day, CLOSING))
    return now if day == calendar.day_of(now) else closing


def _cast_parts(stage: Stage) -> None:
    """Every story is told to begin; none has been played yet."""
    year = meets(stage, 11).year
    _plans(stage, year)
    for matter in matters().values():
        if matter.slot >= 0:
            _in_city_plan(stage, matter, year)
        elif matter.stop.partition(":")[0] in {
            "waiting",
            "candidate",
            "filed",
            "not_taken",
            "merged",
            "passed_on",
        }:
            odds.side(stage, matter)
        elif matter.slot == LAST_YEAR:
            if not matter.stop:
                stage.start(chain.consulted(stage, matter, date(year - 1, matter.days, 17)))
        elif matter.guests:
            _small(stage, matter)
    odds.single(stage)
    _calls(stage, year)
    _sheets(stage)
    stage.start(odds.imported(stage, stage.ago(9)))
    for slot, days, drop in ((9, 3, False), (10, 9, True)):
        matter = next(m for m in matters().values() if m.slot == slot)
        stage.start(odds.listed(stage, matter, stage.ago(days), drop=drop))
    informing.cast(stage)
    turns.cast(stage)
    listing.cast(stage, year)
    proposing.cast(stage)
    deliberating.cast(stage)
    stage.start(polling.timed(stage))
    supervising.cast(stage)


def meets(stage: Stage, slot: int) -> date:
    """The day of the consultation in this slot: one a month, the last one some days ahead."""
    base = min(stage.today + timedelta(days=6), date(stage.today.year, 12, 28))
    months = base.year * 12 + base.month - 1 - (11 - slot)
    day = date(months // 12, months % 12 + 1, min(base.day, 26))
    while not stage.calendar.works(day):
        # Back where a holiday would carry it into the next month.
        day += timedelta(days=1 if day.day < 24 else -1)
    return day


def _in_city_plan(stage: Stage, matter: Matter, year: int) -> None:
    day = meets(stage, matter.slot)
    issue = planning.issue_day(day.year)
    too_soon = day < issue + timedelta(days=55)
    if too_soon or (not matter.late and issue - timedelta(days=50) >= stage.ago(OLDEST)):
        opened = min(day - timedelta(days=66), issue - timedelta(days=40 + matter.slot % 8))
        call = f"call {day.year}"
    else:
        opened = max(day - timedelta(days=60), issue + timedelta(days=6))
        call = ""
    until = min(day + timedelta(days=10), opened + timedelta(days=100), stage.today)
    chain.voices(stage, matter, opened, until, call=call)
    stage.start(chain.planned(stage, matter, opened, f"yunchuan {day.year}", day))
    stage.start(chain.consulted(stage, matter, day))


def _small(stage: Stage, matter: Matter) -> None:
    """A consultation outside the city's plan: in a county, a town, a village; or of last year's plan."""
    day = stage.ago(matter.days)
    opened = day - timedelta(days=26 if matter.template == "micro" else 50)
    if matter.count:
        chain.voices(stage, matter, opened, min(day + timedelta(days=5), stage.today))
    county = county_year(stage)
    issued = county_issue(stage)
    open_then = opened + timedelta(days=12) < issued - timedelta(days=planning.AHEAD) or opened > issued
    if matter.committee and matter.unit in {"lanxi", "wangling"} and day.year == county and open_then:
        stage.start(chain.planned(stage, matter, opened, f"{matter.unit} {county}", day))
    else:
        stage.start(chain.topic(stage, matter, opened))
    stage.start(chain.consulted(stage, matter, day))


# --- plans, calls, sheets


def county_year(stage: Stage) -> int:
    return stage.ago(150).year


def county_issue(stage: Stage) -> date:
    return max(date(county_year(stage), 1, 20), stage.ago(300))


def _plans(stage: Stage, year: int) -> None:
    ahead = [m for m in matters().values() if m.stop == "pool"]
    free = list(range(meets(stage, 11).month + 1, 13))
    now, rest = ahead[: len(free)], ahead[len(free) :]
    last, this, county = year - 1, planning.issue_day(year), county_year(stage)
    for which, issue in ((last, planning.issue_day(last)), (year, this)):
        stage.start(planning.made(stage, f"yunchuan {which}", "yunchuan", which, issue))
    history = [(m, m.days) for m in matters().values() if m.slot == LAST_YEAR]
    planning.foreseen(stage, history, f"yunchuan {last}", planning.issue_day(last) - timedelta(days=44))
    stage.start(
        planning.closed(
            stage, f"yunchuan {last}", max(date(year, 1, 8), meets(stage, 0) + timedelta(days=20))
        )
    )
    planning.foreseen(
        stage, list(zip(now, free, strict=False)), f"yunchuan {year}", this - timedelta(days=42)
    )
    stage.start(planning.changed(stage, f"yunchuan {year}", stage.ago(20)))
    for unit in ("lanxi", "wangling"):
        issue = county_issue(stage)
        stage.start(planning.made(stage, f"{unit} {county}", unit, county, issue))
        own = [(m, 12) for m in matters().values() if m.stop == f"pool {unit}"]
        planning.foreseen(stage, own[:2], f"{unit} {county}", issue - timedelta(days=44))
        planning.foreseen(stage, [(m, 4) for m, _month in own[2:]], f"{unit} {county + 1}", stage.ago(46))
    _next_year(stage, year, county, rest)


def _next_year(stage: Stage, year: int, county: int, rest: list[Matter]) -> None:
    """Each on its way, none issued yet."""
    making = [
        ("yunchuan", year + 1, "consulting", stage.today + timedelta(days=16)),
        ("lanxi", county + 1, "joint", stage.today + timedelta(days=1)),
        ("wangling", county + 1, "party_group", stage.today + timedelta(days=10)),
        ("kaifa", year + 1, "party_review", stage.today + timedelta(days=8)),
        ("yunchuan", year + 2, "drafting", stage.today + timedelta(days=50)),
    ]
    for unit, which, stop, issue in making:
        stage.start(planning.made(stage, f"{unit} {which}", unit, which, issue, stop=stop))
    months = [(2, 3, 4, 5, 6, 7, 8, 9, 10, 11)[n % 10] for n in range(len(rest))]
    own = [m for m in matters().values() if m.stop == "pool kaifa"]
    planning.foreseen(stage, list(zip(rest, months, strict=True)), f"yunchuan {year + 1}", stage.ago(32))
    reopened = [m for m in matters().values() if m.reopen]
    for matter in reopened:
        stage.start(planning.again(stage, matter, 1, f"yunchuan {year + 1}", stage.ago(25)))
    planning.foreseen(stage, [(m, 5) for m in own], f"kaifa {year + 1}", stage.ago(40))


def _calls(stage: Stage, year: int) -> None:
    for which in (year - 1, year):
        issue = planning.issue_day(which)
        body = "下一年商量什么，请您出题。住得怎么样、路好不好走、看病上学方不方便，都可以说。一件事写一条，写清在哪里、什么时候、盼着怎么办。"
        stage.start(
            odds.call(
                stage, f"call {which}", unit="yunchuan", title=f"{which}年商量什么，请您出题", body=body,
                opens=issue - timedelta(days=76), closes=issue - timedelta(days=34), brand="有事多商量·云商量",
            )
        )  # fmt: skip
    for row in customs.calls(stage, year):
        stage.start(odds.call(stage, **row))
    stage.start(odds.call_closed(stage, "call summer", stage.ago(118)))
    stage.start(
        odds.call_drafted(
            stage, unit="wangling", title="过年回家，看看家乡还缺什么", day=stage.ago(2), closes=stage.today + timedelta(days=60),
            body="面向返乡务工人员征集：村里的路、水、网、学校，哪一样最该先办？",
        )
    )  # fmt: skip


def _sheets(stage: Stage) -> None:
    """Six paper forms: two workers in each county."""
    known = matters()
    for number, (who, unit, place, days, keys) in enumerate(customs.SHEETS, start=1):
        lines = [(known[key], 60 + number * 3 + n) for n, key in enumerate(keys) if key in known]
        stage.start(
            speaking.typed(stage, lines, day=stage.ago(days), who=who, unit=unit, place=place, number=number)
        )


def _quiet(stage: Stage) -> None:
    """Nobody gets last year's letters by mail; what is older than two weeks has been read."""
    Notice.objects.filter(mailed_at=None).update(mailed_at=stage.now)
    Letter.objects.filter(mailed_at=None).update(mailed_at=stage.now)
    Notice.objects.filter(at__lt=stage.now - timedelta(days=14)).update(read_at=stage.now)
