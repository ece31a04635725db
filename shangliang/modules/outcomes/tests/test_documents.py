"""Documents and instructions: wrong person, wrong moment, not ready, pressed twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import calendar, journal, moves, sweeper
from shangliang.kernel.models import Notice
from shangliang.modules.outcomes import services
from shangliang.modules.outcomes.models import Document, Instruction
from shangliang.modules.outcomes.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def verbs(thing: object) -> list[str]:
    return [e.verb for e in journal.story(moves.kind_of(thing).flow.kind, thing.pk)]  # type: ignore[arg-type, attr-defined]


def told(world: World, entry_verb: str, kind: str) -> set[str]:
    """Login names of those who got a notice about the newest such entry."""
    given.deliver(world)
    newest = journal.Entry.objects.filter(kind=kind, verb=entry_verb).latest("id")
    return set(Notice.objects.filter(entry=newest).values_list("person__username", flat=True))


# Documents


@pytest.mark.parametrize("kind", Document.Kind.values)
def test_each_kind_is_drafted_and_numbered_by_itself(world: World, kind: str) -> None:
    thing = given.submitted(world, kind=kind)
    label = Document.Kind(kind).label
    assert thing.number == f"市政协{label}〔2026〕1号"
    assert thing.submitted_on == date(2026, 3, 2) and thing.author == world.people["wang"]


def test_numbers_count_on_within_unit_kind_and_year(world: World) -> None:
    matter = given.topic(world)
    first, second = given.submitted(world, matter), given.submitted(world, matter)
    other = given.submitted(world, matter, kind="research_report")
    next_year = given.submitted(world, matter, at=datetime(2027, 1, 4, 4, tzinfo=UTC))
    years = [d.number.partition("〔")[2] for d in (first, second, other, next_year)]
    assert years == ["2026〕1号", "2026〕2号", "2026〕1号", "2027〕1号"]


@pytest.mark.parametrize("who", ["lin", "zhao", "liu", "gao", "zhou"])
def test_only_those_who_run_the_topic_draft(world: World, who: str) -> None:
    matter = given.topic(world)
    with pytest.raises(moves.NotAllowed):
        services.draft_document(
            matter, kind="minutes", title="纪要", body="正文", actor=world.actor(who), at=world.now
        )
    assert not Document.objects.exists()


def test_an_unknown_kind_is_refused(world: World) -> None:
    with pytest.raises(moves.Refused, match="文种"):
        given.document(world, kind="leaflet")


def test_a_gathering_of_another_topic_is_refused(world: World) -> None:
    met = given.gathering(world, given.topic(world))
    with pytest.raises(moves.Refused, match="不是这个议题"):
        given.document(world, given.topic(world, title="另一件"), gathering=met)


def test_edit_only_while_a_draft(world: World) -> None:
    thing = given.document(world)
    wang = world.actor("wang")
    services.edit_document(thing, title="新标题", body="新正文", actor=wang, at=world.now)
    services.edit_document(thing, title="新标题", body="新正文", actor=wang, at=world.now)  # nothing new
    assert (given.again(thing).title, verbs(thing)) == ("新标题", ["begin", "edit"])
    moves.make(thing, "check", actor=wang, at=world.now)
    with pytest.raises(moves.Stale):
        services.edit_document(thing, title="再改", body="x", actor=wang, at=world.now)


def test_edit_by_a_member_changes_nothing(world: World) -> None:
    thing = given.document(world)
    with pytest.raises(moves.NotAllowed):
        services.edit_document(thing, title="改", body="x", actor=world.actor("lin"), at=world.now)
    assert given.again(thing).title == "关于老旧小区加装电梯的协商专报"


def test_an_empty_document_does_not_go_to_the_gate(world: World) -> None:
    thing = given.document(world, body="")
    with pytest.raises(moves.Refused, match="正文"):
        moves.make(thing, "check", actor=world.actor("wang"), at=world.now)


def test_the_party_group_keeps_the_gate(world: World) -> None:
    """成果报送把关 (SYSTEMS 101): the office cannot send out what the chair has not let pass."""
    thing = given.document(world)
    wang, chen = world.actor("wang"), world.actor("chen")
    with pytest.raises(moves.Stale):
        services.submit(thing, sent_to="市委", actor=chen, at=world.now)
    thing = given.again(thing)
    moves.make(thing, "check", actor=wang, at=world.now)
    with pytest.raises(moves.NotAllowed):
        services.submit(thing, sent_to="市委", actor=wang, at=world.now)
    thing = given.again(thing)
    assert thing.number == "", "a refused submission takes no number"
    with pytest.raises(moves.NotAllowed):
        moves.make(thing, "clear", actor=wang, at=world.now)
    moves.make(thing, "clear", actor=chen, at=world.now)
    services.submit(thing, sent_to="市委", actor=wang, at=world.now)
    assert thing.number.endswith("〔2026〕1号")


def test_the_chair_may_send_it_straight_from_the_gate(world: World) -> None:
    thing = given.document(world)
    moves.make(thing, "check", actor=world.actor("wang"), at=world.now)
    services.submit(thing, sent_to="市委", actor=world.actor("chen"), at=world.now)
    assert thing.state == "submitted"


def test_submit_needs_somebody_to_send_to(world: World) -> None:
    thing = given.document(world)
    with pytest.raises(moves.Refused, match="报送给谁"):
        services.submit(thing, sent_to=" ", actor=world.actor("chen"), at=world.now)


def test_what_was_submitted_has_its_number_in_the_database(world: World) -> None:
    thing = given.submitted(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=thing.pk).update(number="")


def test_leaders_do_not_see_drafts(world: World) -> None:
    see = moves.kind_of(Document).policy.may
    thing = given.document(world)
    assert not see(world.actor("zhao"), "view", thing) and not see(world.actor("lin"), "view", thing)
    sent = given.submitted(world)
    assert see(world.actor("zhao"), "view", sent) and see(world.actor("lin"), "view", sent)
    assert not see(world.actor("public"), "view", sent) and not see(world.actor("liu"), "view", sent)


def test_no_echo_in_time_goes_overdue_and_up(world: World) -> None:
    """超期无回音自动入督办 (DOMAIN 0.2 no. 9): 15 days, then those who oversee are told, then one step up."""
    thing = given.submitted(world)
    assert thing.due_at == calendar.end_of(date(2026, 3, 17))
    list(sweeper.sweep(at=thing.due_at + timedelta(minutes=1)))
    assert "clock_overdue" in verbs(thing)
    assert told(world, "clock_overdue", "document") >= {"wang", "chen"}
    list(sweeper.sweep(at=thing.due_at + timedelta(days=11)))
    assert "clock_escalate" in verbs(thing)
    moves.make(
        given.again(thing), "echo", actor=world.actor("wang"), at=world.now, note="市委办电话回复：已阅。"
    )
    assert given.again(thing).due_at is None


# Instructions


def test_an_instruction_is_an_echo(world: World) -> None:
    thing = given.submitted(world)
    written = given.instruction(world, thing)
    assert (written.state, given.again(thing).state) == ("recorded", "echoed")
    assert verbs(thing)[-2:] == ["instruct", "echo"]
    second = given.instruction(world, given.again(thing), leader="市长", rank="city")
    assert second.pk != written.pk and verbs(thing).count("echo") == 1


def test_a_leader_may_write_it_herself(world: World) -> None:
    written = services.instruct(
        given.submitted(world), leader="赵国栋", rank="city", text="同意。", on=date(2026, 3, 1),
        actor=world.actor("zhao"), at=world.now,
    )  # fmt: skip
    assert written.state == "recorded"


@pytest.mark.parametrize("who", ["chen", "lin", "liu", "gao"])
def test_others_may_not(world: World, who: str) -> None:
    thing = given.submitted(world)
    with pytest.raises(moves.NotAllowed):
        services.instruct(
            thing,
            leader="x",
            rank="city",
            text="y",
            on=world.now.date(),
            actor=world.actor(who),
            at=world.now,
        )
    assert not Instruction.objects.exists()


def test_no_instruction_before_it_was_sent(world: World) -> None:
    with pytest.raises(moves.Stale):
        given.instruction(world, given.document(world))


@pytest.mark.parametrize(
    "wrong", [{"on": date(2026, 3, 3)}, {"rank": "king"}, {"text": "  "}, {"leader": " "}]
)
def test_an_instruction_needs_its_words_and_a_past_day(world: World, wrong: dict[str, object]) -> None:
    with pytest.raises(moves.Refused):
        given.instruction(world, **wrong)


def test_an_instruction_names_recommendations_of_its_topic_only(world: World) -> None:
    matter = given.topic(world)
    thing, mine = given.submitted(world, matter), given.recommendation(world, matter)
    assert list(given.instruction(world, thing, recommendations=[mine]).recommendations.all()) == [mine]
    other = given.recommendation(world, given.topic(world, title="另一件"))
    with pytest.raises(moves.Refused):
        given.instruction(world, thing, recommendations=[other])


def test_forward_runs_by_the_units_days_or_the_leaders_own(world: World) -> None:
    """签批件转办 (SYSTEMS 61): 30 days by default; a day that the leader set comes first."""
    assert given.forwarded(world).due_on == date(2026, 4, 1)
    thing = given.forwarded(world, due_on=date(2026, 3, 10))
    assert thing.due_at == calendar.end_of(date(2026, 3, 10))
    assert told(world, "forward", "instruction") == {"liu", "hou"}


def test_forward_refuses_a_past_day_and_a_stranger(world: World) -> None:
    thing = given.instruction(world)
    wang = world.actor("wang")
    with pytest.raises(moves.Refused, match="今天"):
        services.forward(
            thing, passed_to=world.units["d-urban"], due_on=date(2026, 3, 1), actor=wang, at=world.now
        )
    world.units["d-urban"].active = False
    with pytest.raises(moves.Refused, match="不能转给"):
        services.forward(thing, passed_to=world.units["d-urban"], actor=wang, at=world.now)


def test_forward_by_the_wrong_person_or_twice(world: World) -> None:
    thing = given.instruction(world)
    with pytest.raises(moves.NotAllowed):
        services.forward(thing, passed_to=world.units["d-urban"], actor=world.actor("liu"), at=world.now)
    thing = Instruction.objects.get(pk=thing.pk)
    assert thing.passed_to is None
    services.forward(thing, passed_to=world.units["d-urban"], actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.Stale):
        services.forward(thing, passed_to=world.units["d-civil"], actor=world.actor("wang"), at=world.now)
    assert Instruction.objects.get(pk=thing.pk).passed_to == world.units["d-urban"]


@pytest.mark.parametrize("who, unit", [("liu", "d-housing"), ("hou", "d-housing"), ("gao", "lanxi")])
def test_the_unit_it_was_passed_to_answers(world: World, who: str, unit: str) -> None:
    thing = given.forwarded(world, unit)
    services.answer_instruction(thing, answer="已列入计划，三月开工。", actor=world.actor(who), at=world.now)
    assert (thing.state, Instruction.objects.get(pk=thing.pk).answer) == (
        "answered",
        "已列入计划，三月开工。",
    )


@pytest.mark.parametrize("who", ["xu", "wang", "lin"])
def test_nobody_else_answers(world: World, who: str) -> None:
    thing = given.forwarded(world)
    with pytest.raises(moves.NotAllowed):
        services.answer_instruction(thing, answer="已办", actor=world.actor(who), at=world.now)


def test_an_answer_has_words(world: World) -> None:
    with pytest.raises(moves.Refused):
        services.answer_instruction(
            given.forwarded(world), answer=" ", actor=world.actor("liu"), at=world.now
        )


def test_read_and_noted_needs_no_forwarding(world: World) -> None:
    thing = given.instruction(world)
    moves.make(thing, "note_only", actor=world.actor("wang"), at=world.now, note="领导圈阅")
    assert thing.state == "answered"
