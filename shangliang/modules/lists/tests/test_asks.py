"""Departments ask, members answer, and hear what was taken up and why not; questions at briefings are answered."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import calendar, journal, moves, sweeper
from shangliang.kernel.models import Notice
from shangliang.modules.lists import queries, services
from shangliang.modules.lists.models import Counsel, DeptAsk
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import again, by
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_department_asks_and_members_hear(world: World) -> None:
    thing = given.ask(world)
    given.deliver(world)
    assert thing.state == "open" and thing.due_at == calendar.end_of(thing.deadline)
    told = set(Notice.objects.filter(text__contains=given.ASKED).values_list("person__username", flat=True))
    assert {"lin", "deng"} <= told


def test_who_asks(world: World) -> None:
    around = given.campaign(world)
    for who, unit in (("lin", "d-education"), ("ye", "d-water"), ("tang", "d-urban")):
        with pytest.raises(moves.Refused):
            given.ask(world, around, who=who, unit=unit)
    assert given.ask(world, around, who="wang").unit.code == "d-education"
    for wrong in (
        {"title": " "},
        {"wanted": ""},
        {"deadline": given.day(world, 0)},
        {"deadline": given.day(world, 900)},
    ):
        with pytest.raises(moves.Refused):
            given.ask(world, around, **wrong)


def test_a_double_click_asks_once(world: World) -> None:
    around, token = given.campaign(world), uuid.uuid4().hex
    assert given.ask(world, around, token=token) == given.ask(world, around, token=token)


def test_members_answer_until_the_deadline(world: World) -> None:
    thing = given.ask(world)
    for who in ("tang", "wang", "zhao"):
        with pytest.raises(moves.NotAllowed):
            given.replied(world, thing, who=who)
    said = given.replied(world, thing)
    assert said.due_on > thing.deadline, "weighed together, after the deadline"
    assert thing.due_at is not None
    list(sweeper.sweep(at=thing.due_at + timedelta(minutes=1)))
    thing = again(thing)
    assert thing.state == "collected"
    with pytest.raises(moves.Stale):
        given.replied(world, thing, who="deng")


def test_every_answer_is_answered_before_the_summary(world: World) -> None:
    thing = given.ask(world)
    first, second = given.replied(world, thing), given.replied(world, thing, who="deng", text="找社工。")
    moves.make(thing, "stop", note="已够", **by(world, "tang"))
    services.answer_counsel(first, answer="照办。", adoption="adopted", **by(world, "tang"))
    with pytest.raises(moves.Refused) as refused:
        services.conclude_ask(thing, summary="采纳 1 条", **by(world, "tang"))
    assert "1 条" in str(refused.value)
    with pytest.raises(moves.Refused):
        services.answer_counsel(second, answer="不行。", adoption="rejected", **by(world, "tang"))
    services.answer_counsel(
        again(second), answer="不行。", adoption="rejected", reason="无编制", **by(world, "tang")
    )
    services.conclude_ask(again(thing), summary="采纳 1 条", **by(world, "tang"))
    given.deliver(world)
    assert again(thing).state == "concluded"
    link = second.get_absolute_url()
    assert Notice.objects.filter(person=world.people["deng"], link=link).exists()


def test_an_answer_needs_a_verdict_and_the_right_department(world: World) -> None:
    said = given.replied(world, given.ask(world))
    with pytest.raises(moves.Refused):
        services.answer_counsel(said, answer="知道了", **by(world, "tang"))
    with pytest.raises(moves.NotAllowed):
        services.answer_counsel(said, answer="知道了", adoption="adopted", **by(world, "xu"))


def test_silence_about_an_answer_is_seen(world: World) -> None:
    said = given.replied(world, given.ask(world))
    assert said.due_at is not None
    list(sweeper.sweep(at=said.due_at + timedelta(minutes=1)))
    assert "clock_overdue" in {e.verb for e in journal.story("counsel", said.pk)}


def test_an_ask_with_answers_is_not_withdrawn(world: World) -> None:
    thing = given.ask(world)
    given.replied(world, thing)
    with pytest.raises(moves.Refused):
        moves.make(thing, "withdraw", note="不问了", **by(world, "tang"))


def test_edited_while_open_by_its_department(world: World) -> None:
    thing = given.ask(world)
    words = {"title": "换个问法", "background": "", "wanted": "更具体些", "open_to_public": False}
    with pytest.raises(moves.NotAllowed):
        services.edit_ask(thing, **words, **by(world, "xu"))
    services.edit_ask(again(thing), **words, **by(world, "tang"))
    assert again(thing).title == "换个问法" and not queries.public_asks().exists()
    moves.make(thing, "stop", note="够了", **by(world, "tang"))
    with pytest.raises(moves.Stale):
        services.edit_ask(thing, **words, **by(world, "tang"))


# what was said becomes a concern


def test_an_answer_becomes_a_concern_of_its_own_once(world: World) -> None:
    thing = given.ask(world)
    said = given.replied(world, thing)
    around = again(thing.campaign)
    more = {"campaign": around, "title": "轮流值守", "present": "现在没人值守"}
    with pytest.raises(moves.NotAllowed):
        services.raise_from(said, **more, **by(world, "deng"))
    made = services.raise_from(said, **more, **by(world, "lin"))
    assert made.member == world.people["lin"] and made.suggestion == said.text
    with pytest.raises(moves.Stale):
        services.raise_from(again(said), **more, **by(world, "wang"))


# briefings


def test_questions_at_a_briefing_are_answered_one_by_one(world: World) -> None:
    met = given.briefing(world)
    asked = given.question(world, met)
    assert asked.due_on > calendar.day_of(met.starts_at or world.now)
    services.answer_counsel(asked, answer="九月开通。", **by(world, "tang"))
    assert again(asked).state == "answered"
    assert [q.pk for q in queries.counsels_of(Counsel.objects.all(), gathering=met)] == [asked.pk]


def test_who_asks_whom_at_a_briefing(world: World) -> None:
    met = given.briefing(world)
    for who in ("tang", "wang", "zhou"):
        with pytest.raises(moves.NotAllowed):
            given.question(world, met, who=who)
    with pytest.raises(moves.Refused):
        services.question(met, unit=world.units["d-water"], text="水费？", **by(world, "lin"))
    moves.make(met, "start", **by(world, "wang"))
    given.question(world, met, who="deng")
    type(met).objects.filter(pk=met.pk).update(state="held")
    with pytest.raises(moves.Stale):
        given.question(world, again(met))


def test_a_gathering_of_another_type_takes_no_questions(world: World) -> None:
    met = given.briefing(world)
    type(met).objects.filter(pk=met.pk).update(type="micro")
    with pytest.raises(moves.Refused):
        given.question(world, again(met))


@pytest.mark.parametrize(
    "columns",
    [{"state": "answered"}, {"state": "answered", "answer": "好"}, {"adoption": "rejected"}, {"ask": None}],
)
def test_the_table_keeps_the_promises_of_a_counsel(world: World, columns: dict[str, object]) -> None:
    said = given.replied(world, given.ask(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        Counsel.objects.filter(pk=said.pk).update(**columns)


def test_the_table_keeps_the_promise_of_an_ask(world: World) -> None:
    thing = given.ask(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeptAsk.objects.filter(pk=thing.pk).update(state="concluded")
