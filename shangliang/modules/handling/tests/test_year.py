"""One dispatch with a lead and a helper, walked through 2026 by a moved clock: every day is counted by hand.

Holidays and weekends worked instead (调休) of 2026 that matter here: 14 and 28 February worked, 15 to 23 February off;
1 to 5 May off, Saturday 9 May worked; Sunday 20 September worked, 25 to 27 September and 1 to 7 October off,
Saturday 10 October worked.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from shangliang.kernel import calendar, journal, moves, sweeper
from shangliang.kernel.models import Entry
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import Assignment, Contact, Countersign, Dispatch, Promise, Question
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db
WARN, LATE, UP = "clock_warn", "clock_overdue", "clock_escalate"


class Walk:
    """The house, a day at a time: the clock is asked at noon and at the last second of each day."""

    def __init__(self, world: World, start: date):
        self.world, self.day = world, start
        world.now = self.noon

    @property
    def noon(self) -> datetime:
        return calendar.end_of(self.day) - timedelta(hours=11, minutes=59, seconds=59)

    def to(self, month: int, day: int) -> None:
        """On to noon of this day."""
        end = date(2026, month, day)
        assert end > self.day
        while self.day < end:
            self._tick(calendar.end_of(self.day))
            self.day += timedelta(days=1)
            self._tick(self.noon)
        self.world.now = self.noon

    def _tick(self, at: datetime) -> None:
        if list(sweeper.sweep(at=at)):
            journal.deliver_all(at)

    def deliver(self) -> None:
        journal.deliver_all(self.world.now)


def days(kind: str, ref: int, *verbs: str) -> list[tuple[str, str]]:
    """On which day which of these was written about a thing, in order: ("03-10", "clock_warn")."""
    rows = Entry.objects.filter(kind=kind, ref=str(ref), verb__in=verbs or [WARN, LATE, UP]).order_by("id")
    return [(timezone.localtime(e.at).strftime("%m-%d"), e.verb) for e in rows]


def due(thing: Assignment | Contact | Countersign | Dispatch | Promise | Question) -> date:
    thing.refresh_from_db()
    assert thing.due_at is not None
    return calendar.day_of(thing.due_at)


def test_a_whole_year_of_one_dispatch(world: World) -> None:
    walk = Walk(world, date(2026, 2, 11))
    thing = given.dispatch(world, joint=["d-urban"], concerned=given.asked_by(world, "lin"))
    walk.deliver()
    lead, helper = given.part(thing), given.part(thing, "d-urban")

    # Nobody signs: five working days over Spring Festival, the Saturday before it counts.
    assert due(lead) == due(helper) == date(2026, 2, 25)
    walk.to(2, 26)
    lead, helper = given.part(thing), given.part(thing, "d-urban")
    assert days("assignment", lead.pk, WARN, "lapse") == [("02-24", WARN), ("02-25", "lapse")]
    assert days("assignment", helper.pk, "lapse", "lapse_help") == [
        ("02-25", "lapse"),
        ("02-25", "lapse_help"),
    ]
    assert (lead.state, helper.state, given.again(thing).state) == ("accepted", "advising", "handling")

    # Nobody wins time by not signing: talk, opinion and reply count from the sending.
    talk = Contact.objects.get(assignment=lead)
    assert (due(talk), due(helper), due(lead)) == (date(2026, 3, 10), date(2026, 3, 13), date(2026, 5, 12))

    walk.to(3, 9)
    assert days("contact", talk.pk) == [("03-03", WARN), ("03-06", WARN)]
    given.talked(world, lead)
    walk.to(3, 19)
    assert days("contact", talk.pk) == [("03-03", WARN), ("03-06", WARN)]  # met: its clock has stopped
    assert days("assignment", helper.pk)[-4:] == [
        ("03-06", WARN), ("03-10", WARN), ("03-13", LATE), ("03-18", UP)
    ]  # fmt: skip
    services.advise(given.again(helper), opinion="管线由我局协调", actor=world.actor("xu"), at=world.now)

    # Countersigning over the May holidays; Saturday 9 May is worked.
    walk.to(4, 29)
    given.drafted(world, given.again(lead), norm="solved")
    given.move(world, given.again(lead), "circulate", "liu", at=world.now)
    asked = Countersign.objects.get(state="asked")
    assert due(asked) == date(2026, 5, 9) and due(lead) == date(2026, 5, 12)
    with pytest.raises(moves.Refused, match="会签期限内"):
        services.overrule(asked, ruling="按主办意见办", actor=world.actor("sun"), at=world.now)

    # More time is asked for before it is up and granted to the very end of what there is.
    walk.to(5, 11)
    assert days("countersign", asked.pk) == [("05-08", WARN), ("05-09", LATE)]
    assert days("assignment", lead.pk)[-3:] == [("04-12", WARN), ("04-27", WARN), ("05-09", WARN)]
    liu, last = world.actor("liu"), date(2026, 8, 10)
    with pytest.raises(moves.Refused, match="最多延到 2026-08-10"):
        services.ask_extension(
            given.again(lead), until=last + timedelta(days=1), reason="资金", actor=liu, at=world.now
        )
    sheet = services.ask_extension(
        given.again(lead), until=last, reason="资金七月下达", actor=liu, at=world.now
    )
    assert calendar.day_of(sheet.due_at) == date(2026, 5, 18)
    walk.to(5, 12)
    services.grant_extension(given.again(sheet), actor=world.actor("sun"), at=world.now)
    assert due(lead) == last
    walk.to(5, 14)
    assert days("countersign", asked.pk)[-1] == ("05-13", UP)

    # Silence after the extension: the ladder, rung by rung, in the order that the page shows.
    rungs = [(r.day, r.late) for r in queries.ladder(given.again(lead), at=world.now)]
    assert rungs == [
        (date(2026, 7, 11), False), (date(2026, 7, 26), False), (date(2026, 8, 7), False),
        (date(2026, 8, 10), True), (date(2026, 8, 17), True), (date(2026, 8, 20), True), (date(2026, 9, 9), True),
    ]  # fmt: skip
    walk.to(8, 20)
    assert not queries.public_board(at=world.now)
    walk.to(8, 21)
    assert [u.unit.code for u in queries.public_board(at=world.now)] == ["d-housing"]
    walk.to(9, 10)
    assert days("assignment", lead.pk)[-6:] == [
        ("07-11", WARN), ("07-26", WARN), ("08-07", WARN), ("08-10", LATE), ("08-17", UP), ("09-09", UP)
    ]  # fmt: skip

    # The helper's silence is ruled upon, a promise is made, the reply goes out.
    services.overrule(given.again(asked), ruling="逾期未会签", actor=world.actor("sun"), at=world.now)
    given.move(world, given.again(lead), "revise", "liu", at=world.now)
    promise = services.promise(
        given.again(lead), text="6 栋楼全部开工", due_on=date(2026, 11, 20), actor=liu, at=world.now
    )
    given.drafted(world, given.again(lead), norm="planned", text="逐栋公示。", at=world.now)
    given.move(world, given.again(lead), "circulate", "liu", at=world.now)
    reply = given.again(lead).replies.first()
    services.countersign(
        reply, unit=world.units["d-urban"], agrees=True, note="", actor=world.actor("xu"), at=world.now
    )
    given.move(world, given.again(lead), "submit", "liu", at=world.now)
    walk.to(9, 11)
    given.move(world, given.again(lead), "pass_check", "sun", at=world.now)
    assert given.again(thing).state == "replied"

    # Fifteen working days to rate, over Mid-Autumn and National Day, one worked Sunday in between.
    question = Question.objects.get()
    assert (due(given.again(thing)), due(question)) == (date(2026, 10, 9), date(2026, 10, 9))
    walk.to(10, 10)
    assert days("dispatch", thing.pk, WARN, "rest") == [("09-29", WARN), ("10-09", "rest")]
    assert days("question", question.pk, "ask") == [("10-09", "ask")]
    assert due(question) == date(2026, 10, 23)
    walk.to(10, 26)
    assert days("question", question.pk, WARN, "fall_silent") == [("10-20", WARN), ("10-23", "fall_silent")]

    # A late answer is an answer: looked into within ten working days, then handled once more.
    found, holder = services.holder(question.token)
    services.answer(found, answer="no", comment="一栋也没有开工", actor=holder, at=world.now)
    assert due(question) == date(2026, 11, 9)
    walk.to(11, 5)
    assert days("question", question.pk)[-1] == ("11-04", WARN)
    services.uphold(given.again(question), note="现场核实没有开工", actor=world.actor("wang"), at=world.now)
    walk.deliver()
    assert (given.again(thing).state, given.again(thing).round) == ("rehandling", 2)
    assert due(lead) == date(2026, 12, 5)

    # The promise goes its own way meanwhile; the second handling is late as well.
    walk.to(12, 11)
    assert days("promise", promise.pk) == [
        ("10-21", WARN), ("11-10", WARN), ("11-17", WARN), ("11-20", LATE), ("11-27", UP)
    ]  # fmt: skip
    assert days("assignment", lead.pk)[-4:] == [
        ("11-28", WARN), ("12-02", WARN), ("12-05", LATE), ("12-10", UP)
    ]  # fmt: skip
    given.drafted(world, given.again(lead), norm="planned", text="已全部开工。", at=world.now)
    given.move(world, given.again(lead), "circulate", "liu", at=world.now)
    services.countersign(
        given.again(lead).replies.first(), unit=world.units["d-urban"], agrees=True, note="",
        actor=world.actor("xu"), at=world.now,
    )  # fmt: skip
    given.move(world, given.again(lead), "submit", "liu", at=world.now)
    given.move(world, given.again(lead), "pass_check", "sun", at=world.now)
    assert given.again(thing).state == "replied" and due(given.again(thing)) == date(2027, 1, 4)
    walk.to(12, 21)
    assert days("promise", promise.pk)[-1] == ("12-20", UP)
    given.rated(world, given.again(thing), "lin")
    walk.deliver()
    assert given.again(thing).state == "tracking"
    services.add_evidence(given.again(promise), text="全部开工", file=None, actor=liu, at=world.now)
    given.move(world, given.again(promise), "claim", "liu", at=world.now)
    given.move(world, given.again(promise), "confirm", "sun", at=world.now)
    assert given.again(thing).state == "closed"


def test_the_clock_run_twice_writes_nothing_twice(world: World) -> None:
    walk = Walk(world, date(2026, 2, 11))
    given.dispatch(world, joint=["d-urban"], concerned=given.asked_by(world, "lin"))
    walk.to(3, 20)
    before = Entry.objects.count()
    assert list(sweeper.sweep(at=world.now)) == []
    journal.replay("handling", world.now)
    assert Entry.objects.count() == before
