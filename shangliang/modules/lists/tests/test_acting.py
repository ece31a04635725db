"""What departments do: promised with a day, shown, checked by others, public; slippage is seen, failure explained."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import calendar, journal, moves, sweeper
from shangliang.kernel.models import Notice
from shangliang.modules.lists import queries, services
from shangliang.modules.lists.models import ListAction
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import again, by
from tests.world import World

pytestmark = pytest.mark.django_db


def published(world: World, thing: ListAction | None = None) -> ListAction:
    made = given.claimed(world, thing)
    moves.make(made, "verify", **by(world, "lin"))
    services.publish(made, **by(world, "wang"))
    return made


def test_out_of_a_match_it_carries_both_sides(world: World) -> None:
    match = given.linked(world)
    made = given.action(world, match)
    assert (made.concern, made.ask, made.state) == (match.concern, match.ask, "planned")
    assert again(match).state == "acting" and made.due_at is not None


def test_out_of_an_ask_or_a_concern_alone(world: World) -> None:
    assert given.action(world, given.ask(world)).ask is not None
    assert given.action(world, given.pushed(world)).concern is not None


def test_only_the_department_that_does_it_states_it(world: World) -> None:
    match = given.linked(world)
    for who, unit in (
        ("xu", "d-urban"),
        ("wang", "d-education"),
        ("lin", "d-education"),
        ("tang", "d-urban"),
    ):
        with pytest.raises(moves.NotAllowed):
            given.action(world, match, who=who, unit=unit)
    with pytest.raises(moves.Refused):
        given.action(world, match, due_on=given.day(world, 0))
    with pytest.raises(moves.Refused):
        given.action(world, match, text=" ")


def test_a_double_click_states_it_once(world: World) -> None:
    match, token = given.linked(world), uuid.uuid4().hex
    first = given.action(world, match, token=token)
    assert given.action(world, again(match), token=token) == first


def test_done_only_with_evidence_and_words(world: World) -> None:
    made = given.action(world)
    with pytest.raises(moves.Refused) as refused:
        services.claim_done(made, result="办完了", **by(world, "tang"))
    assert "佐证" in str(refused.value)
    services.add_evidence(again(made), text="热线已接通", file=None, **by(world, "tang"))
    services.add_evidence(again(made), text="热线已接通", file=None, **by(world, "tang"))
    assert made.evidence.count() == 1
    with pytest.raises(moves.Refused):
        services.claim_done(again(made), result=" ", **by(world, "tang"))


def test_nobody_verifies_her_own_work(world: World) -> None:
    made = given.claimed(world)
    for who in ("tang", "deng", "xu"):
        with pytest.raises(moves.NotAllowed):
            moves.make(made, "verify", **by(world, who))
    moves.make(made, "verify", **by(world, "lin"))
    assert made.state == "done" and made.due_at is not None


def test_refuted_it_goes_back_with_a_reason(world: World) -> None:
    made = given.claimed(world)
    with pytest.raises(moves.Refused):
        moves.make(made, "refute", **by(world, "lin"))
    moves.make(made, "refute", note="夜里打不通", **by(world, "lin"))
    assert made.state == "doing" and made.due_at is not None


def test_published_it_closes_the_match_and_tells_the_member(world: World) -> None:
    made = published(world)
    given.deliver(world)
    assert made.match is not None and again(made.match).state == "settled"
    assert "热线开通" in again(made.match).outcome
    people = set(
        Notice.objects.filter(text__contains="向社会公开").values_list("person__username", flat=True)
    )
    assert "lin" in people
    assert [a.pk for a in queries.public_actions()] == [made.pk]


def test_only_the_office_publishes_and_only_what_was_verified(world: World) -> None:
    made = given.claimed(world)
    with pytest.raises(moves.Stale):
        services.publish(made, **by(world, "wang"))
    made = again(made)
    moves.make(made, "verify", **by(world, "wang"))
    with pytest.raises(moves.NotAllowed):
        services.publish(made, **by(world, "tang"))


def test_kept_inside_with_a_reason_it_closes_the_match_too(world: World) -> None:
    made = given.claimed(world)
    moves.make(made, "verify", **by(world, "lin"))
    moves.make(made, "keep", note="涉及未成年人隐私", **by(world, "wang"))
    given.deliver(world)
    assert made.match is not None and again(made.match).state == "settled"
    assert not queries.public_actions().exists()


def test_given_up_with_a_reason_the_match_goes_on(world: World) -> None:
    made = given.action(world)
    with pytest.raises(moves.NotAllowed):
        services.give_up(made, note="没有编制", **by(world, "tang"))
    head = world.actor("hou")  # of another department
    with pytest.raises(moves.NotAllowed):
        services.give_up(made, note="没有编制", actor=head, at=world.now)
    housing = given.action(world, given.pushed(world, "d-housing", who="deng"), who="liu", unit="d-housing")
    with pytest.raises(moves.Refused):
        services.give_up(housing, note=" ", **by(world, "hou"))
    services.give_up(again(housing), note="没有编制", **by(world, "hou"))
    assert again(housing).state == "broken"


def test_when_all_actions_failed_the_contacts_have_a_step_due_today(world: World) -> None:
    around = given.campaign(world)
    concern = given.concern(world, around)
    ask = given.ask(world, around, who="liu", unit="d-housing")
    match = services.confirm(concern, ask=ask, **by(world, "wang"))
    made = given.action(world, match, who="liu", unit="d-housing")
    services.give_up(made, note="没有经费", **by(world, "hou"))
    match = again(match)
    assert (match.state, match.next_on) == ("linked", given.day(world, 0))
    assert match.dept_contact == world.people["liu"] and match.member_contact == world.people["lin"]


def test_slippage_is_granted_by_others_and_seen(world: World) -> None:
    made = given.action(world)
    later = given.day(world, 90)
    with pytest.raises(moves.NotAllowed):
        services.postpone_action(made, due_on=later, note="招标延后", **by(world, "tang"))
    with pytest.raises(moves.Refused):
        services.postpone_action(made, due_on=later, note=" ", **by(world, "wang"))
    services.postpone_action(made, due_on=later, note="招标延后", **by(world, "wang"))
    fresh = again(made)
    assert (fresh.due_on - fresh.first_due_on).days == 30 and fresh.due_at == made.due_at
    assert journal.story("list_action", made.pk)[-1].verb == "extend"


@pytest.mark.parametrize("kind", ["list_action", "dept_ask", "campaign", "list_match"])
def test_time_given_anywhere_moves_the_day_that_people_read(world: World, kind: str) -> None:
    """0.2 no. 6: the day changes by an extension with a reason only, and then everywhere."""
    match = given.linked(world)
    thing = {
        "list_action": lambda: given.action(world, match), "dept_ask": lambda: match.ask,
        "campaign": lambda: match.campaign, "list_match": lambda: match,
    }[kind]()  # fmt: skip
    thing = again(thing)
    field = {
        "list_action": "due_on",
        "dept_ask": "deadline",
        "campaign": "collect_until",
        "list_match": "next_on",
    }
    until = calendar.end_of(given.day(world, 100))
    with pytest.raises(moves.Refused):
        moves.extend(thing, until=until, note=" ", **by(world, "wang"))
    moves.extend(thing, until=until, note="需要时间", **by(world, "wang"))
    given.deliver(world)
    fresh = again(thing)
    assert getattr(fresh, field[kind]) == given.day(world, 100) and fresh.due_at == until
    if kind == "campaign":
        assert fresh.match_until == given.day(world, 100)
    journal.replay("lists", world.now)
    assert again(thing).version == fresh.version


def test_the_day_passes_and_it_is_seen(world: World) -> None:
    made = given.action(world)
    assert made.due_at is not None
    list(sweeper.sweep(at=made.due_at + timedelta(minutes=1)))
    assert "clock_overdue" in {e.verb for e in journal.story("list_action", made.pk)}


def test_the_public_reads_no_names_and_no_contacts(world: World) -> None:
    made = given.action(world)
    services.add_evidence(made, text="找小王 13812345678", file=None, **by(world, "tang"))
    services.claim_done(made, result="完成，详询 13812345678", **by(world, "tang"))
    moves.make(made, "verify", **by(world, "lin"))
    services.publish(made, **by(world, "wang"))
    told = queries.public_action(made.pk)
    assert told is not None and "13812345678" not in "".join((told.action.result, *told.evidence))
    assert queries.public_action(made.pk + 1) is None


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "claimed"},
        {"state": "published", "result": "好"},
        {"concern": None, "ask": None, "match": None},
    ],
)
def test_the_table_keeps_the_promises_of_an_action(world: World, columns: dict[str, object]) -> None:
    made = given.action(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListAction.objects.filter(pk=made.pk).update(**columns)
