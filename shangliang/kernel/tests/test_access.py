"""Rights are written once and asked three ways; the three never disagree."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from shangliang.kernel import moves
from shangliang.kernel.access import ANYWHERE, CLOCK, NOBODY, PUBLIC, Actor, Policy, Reach, Seat, grant, steps
from tests import given
from tests.world import NOON, World

KINDS = [kind.flow.kind for kind in moves.kinds()]


def test_steps() -> None:
    assert steps("001.004.017.") == ["001.", "001.004.", "001.004.017."]
    assert steps("") == []


@pytest.mark.parametrize("kind", KINDS)
def test_three_directions_agree(kind: str, world: World) -> None:
    """For every verb, every state and everybody of the cast: may she, can she reach it, does she hold it."""
    policy, flow = moves.kind_named(kind).policy, moves.kind_named(kind).flow
    model = moves.kind_named(kind).model
    seats = apps.get_model("people", "Seat")._default_manager.on(NOON.date())
    actors = [world.actor(name) for name in world.people]
    things = {state: given.in_state(world, kind, state) for state in flow.states}
    these = model._default_manager.filter(pk__in=[thing.pk for thing in things.values()])
    reached = {
        (actor, verb): set(policy.reachable(actor, verb, these).values_list("pk", flat=True))
        for actor in actors
        for verb in policy.verbs
    }
    for state, thing in things.items():
        held = {
            verb: set(policy.holders(verb, thing, seats).values_list("person_id", flat=True))
            for verb in policy.verbs
        }
        everybody = policy.which(PUBLIC, policy.verbs, thing)
        for actor in actors:
            may = policy.which(actor, policy.verbs, thing)
            for verb in policy.verbs:
                told = state, verb, actor.label
                assert (thing.pk in reached[actor, verb]) == (verb in may), told
                assert (actor.person_id in held[verb] or verb in everybody) == (verb in may), told


def test_what_is_asked_again_is_answered_anew(world: World) -> None:
    """The statement is kept, never its answer; and nobody gets the statement of somebody else."""
    policy = Policy(grant("secretary", "do", Reach("same", "unit__path"), only=Q(state="open")))
    call = given.one(world, "call")
    model, wang, gao = type(call)._default_manager.filter(pk=call.pk), world.actor("wang"), world.actor("gao")
    for state, unit, expected in (
        ("open", "yunchuan", [wang]),
        ("closed", "yunchuan", []),
        ("open", "lanxi", [gao]),
    ):
        model.update(state=state, unit=world.units[unit])
        assert [who for who in (wang, gao) if policy.may(who, "do", call)] == expected
        reading = wang.narrowed({"read"})
        assert not policy.may(reading, "do", call)


def test_the_public_never_moves_anything(world: World) -> None:
    for kind in moves.kinds():
        thing = given.one(world, kind.flow.kind)
        assert kind.policy.which(PUBLIC, kind.policy.verbs, thing) <= {"view"}
        assert kind.policy.which(CLOCK, kind.policy.verbs, thing) == set()
        assert kind.policy.which(Actor("nobody"), kind.policy.verbs, thing) == set()


REACHES = [
    # seat's unit, thing's unit, same, below, above
    ("yunchuan", "yunchuan", True, True, True),
    ("yunchuan", "lanxi", False, True, False),
    ("lanxi", "yunchuan", False, False, True),
    ("lanxi", "wangling", False, False, False),
    ("lanxi", "liudi-dong", False, True, False),
    ("liudi-dong", "lanxi", False, False, True),
    ("shiqiao-wenhua", "shiqiao-yingbin", False, False, False),
]


@pytest.mark.parametrize("seat, place, same, below, above", REACHES)
def test_reaches(seat: str, place: str, same: bool, below: bool, above: bool, world: World) -> None:
    topic = given.one(world, "topic", unit=world.units[place])
    actor = Actor("x", (Seat("role", world.units[seat].path, 1),), 1)
    for name, expected in (("same", same), ("below", below), ("above", above)):
        policy = Policy(grant("role", "do", Reach(name, "unit__path")))
        assert policy.may(actor, "do", topic) is expected, name


def test_a_seat_without_a_place_reaches_nothing_by_place(world: World) -> None:
    """Everybody signed in has a seat `public` without a place: it must not count as the root of the tree."""
    topic = given.one(world, "topic")
    actor = Actor("x", (Seat("public", "", 1),), 1)
    for name in ("same", "below", "above"):
        policy = Policy(
            grant("anyone", "do", Reach(name, "unit__path")), grant("public", "do", Reach(name, "unit__path"))
        )
        assert not policy.may(actor, "do", topic), name
        assert not policy.reachable(actor, "do", type(topic)._default_manager.all()).exists()


def test_a_receipt_opens_one_voice_and_nothing_of_a_person(world: World) -> None:
    """A raiser's seat carries the number of a voice; the person with that number is somebody else."""
    voice = given.voice(world, person=None)
    person = world.people["wang"]
    hers = given.voice(world, person=person)
    receipt = Actor("提出人", (Seat("raiser", "", person.pk), Seat("public")))  # a voice numbered like Wang
    policy = moves.kind_named("voice").policy
    assert not policy.may(receipt, "withdraw", hers)
    assert policy.may(given.raiser(voice), "withdraw", voice)
    assert not policy.may(given.raiser(voice), "withdraw", hers)
    convened = given.one(world, "gathering", convener=person)
    assert (
        moves.kind_named("gathering").policy.which(receipt, ["start", "conclude", "opine"], convened) == set()
    )


def test_mine_and_many(world: World) -> None:
    gathering = given.one(world, "gathering")
    policy = moves.kind_named("gathering").policy
    assert policy.may(world.actor("hou"), "opine", gathering)  # invited
    assert not policy.may(world.actor("liu"), "opine", gathering)
    rows = policy.reachable(world.actor("hou"), "opine", type(gathering)._default_manager.all())
    assert [g.pk for g in rows] == [gathering.pk]  # once, however many invitations


def test_a_grant_can_be_limited(world: World) -> None:
    topic = given.one(world, "topic")
    filed = given.in_state(world, "topic", "filed")
    policy = Policy(grant("public", "view", ANYWHERE, only=Q(state="filed")))
    assert policy.may(PUBLIC, "view", filed) and not policy.may(PUBLIC, "view", topic)
    limited = Policy(grant("secretary", "do", ANYWHERE, only=Q(state="filed")))
    assert limited.holders("do", filed).exists() and not limited.holders("do", topic).exists()


def test_a_limit_over_an_empty_column_is_a_no(world: World) -> None:
    """SQL's third answer, neither yes nor no, counts as no."""
    topic = given.one(world, "topic")
    policy = Policy(grant("public", "view", ANYWHERE, only=~Q(department__path="001.")))
    assert topic.department_id is None
    assert (
        policy.may(PUBLIC, "view", topic)
        == policy.reachable(PUBLIC, "view", type(topic)._default_manager.all()).exists()
    )


def test_a_token_may_do_less_than_its_owner(world: World) -> None:
    topic = given.one(world, "topic")
    policy = moves.kind_named("topic").policy
    wang = world.actor("wang")
    assert policy.which(wang.narrowed(["read"]), ["view", "file"], topic) == {"view"}
    assert policy.which(wang.narrowed(["write"]), ["view", "file"], topic) == {"view", "file"}
    assert policy.which(wang.narrowed([]), ["view", "file"], topic) == set()


def test_rights_end_with_the_seat(world: World) -> None:
    topic = given.one(world, "topic")
    policy = moves.kind_named("topic").policy
    seat = world.people["wang"].seats.get()
    seat.ends_on = NOON.date() - timedelta(days=1)
    seat.save()
    assert not policy.may(world.actor("wang"), "file", topic)
    seats: Any = apps.get_model("people", "Seat")._default_manager
    held = policy.holders("file", topic, seats.on(NOON.date())).values_list("person__username", flat=True)
    assert "wang" not in held and list(held) == []
    assert policy.holders("file", topic, seats.on(date(2025, 1, 1))).count() == 1


def test_a_list_asks_once_for_each_verb(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        given.one(world, "topic")
    policy, actor = moves.kind_named("topic").policy, world.actor("wang")
    rows = given.model("topic")._default_manager.all()
    topic = rows.first()
    with django_assert_num_queries(1):
        assert len(policy.reachable(actor, "file", rows)) == 30
    nobody = world.actor("liu")
    with django_assert_num_queries(0):  # what no seat of hers holds costs nothing
        assert not policy.reachable(nobody, "file", rows)
    with django_assert_num_queries(1):
        assert policy.which(actor, policy.verbs, topic) == policy.verbs


def test_unknown_verbs_and_reaches() -> None:
    assert Policy().q(PUBLIC, "fly", apps.get_model("topics", "Topic")) == NOBODY
    with pytest.raises(ValueError):
        Reach("beside", "unit__path").q(Seat("role", "001."), apps.get_model("topics", "Topic"))
