"""The three tables: when, who, words. Guards that need no more than a part of the world."""

from __future__ import annotations

import pytest

from shangliang.kernel import moves, params
from shangliang.kernel.flow import KERNEL_VERBS
from shangliang.modules.handling import flow, rules, words
from shangliang.modules.handling.models import (
    Assignment,
    Contact,
    Countersign,
    Dispatch,
    Extension,
    Milestone,
    Promise,
    Question,
)
from shangliang.modules.handling.tests import given
from tests.world import World

KINDS = [
    (Dispatch, flow.DISPATCH, rules.DISPATCH, words.DISPATCH),
    (Assignment, flow.ASSIGNMENT, rules.ASSIGNMENT, words.ASSIGNMENT),
    (Promise, flow.PROMISE, rules.PROMISE, words.PROMISE),
    (Milestone, flow.MILESTONE, rules.MILESTONE, words.MILESTONE),
    (Contact, flow.CONTACT, rules.CONTACT, words.CONTACT),
    (Countersign, flow.COUNTERSIGN, rules.COUNTERSIGN, words.COUNTERSIGN),
    (Extension, flow.EXTENSION, rules.EXTENSION, words.EXTENSION),
    (Question, flow.QUESTION, rules.QUESTION, words.QUESTION),
]
# Rights that are no acts: nobody does them, so the journal has nothing to say of them.
SIGHT = {
    "view",
    "hear",
    "oversee",
    "chase",
    "read_draft",
    "read_advice",
    "see_advice",
    "send",
    "write_memo",
    "ask_extension",
}


@pytest.mark.parametrize(("model", "table", "policy", "said"), KINDS)
def test_everything_that_is_done_has_words(model, table, policy, said) -> None:  # type: ignore[no-untyped-def]
    done = set(table.moves) | (policy.verbs - SIGHT - KERNEL_VERBS)
    assert done <= set(said)


@pytest.mark.parametrize(("model", "table", "policy", "said"), KINDS)
def test_everybody_who_is_told_holds_a_right(model, table, policy, said) -> None:  # type: ignore[no-untyped-def]
    asked = {verb for words_of in said.values() for verb in words_of.tell}
    assert asked <= policy.verbs


@pytest.mark.parametrize(("model", "table", "policy", "said"), KINDS)
def test_what_runs_late_is_chased_and_goes_up(model, table, policy, said) -> None:  # type: ignore[no-untyped-def]
    escalating = [s for s in table.states.values() if s.due and s.due.escalate]
    assert not escalating or "oversee" in policy.verbs


def test_every_time_limit_is_a_parameter_of_the_unit() -> None:
    limits = [s.due for _m, table, _p, _w in KINDS for s in table.states.values() if s.due and s.due.param]
    assert {due.param for due in limits} <= set(params.definitions)
    assert params.definition("handling.reply_within").default == 90
    assert params.definition("handling.extend_max").default == 180


def test_carried_clocks_are_those_of_writing_a_reply() -> None:
    carried = {s.name for s in flow.ASSIGNMENT.states.values() if s.carry}
    assert carried == {"drafting", "countersigning", "checking", "bounced"}


def test_final_parts_are_not_due(world: World) -> None:
    assert {s.name for s in flow.ASSIGNMENT.states.values() if s.final} == {
        "reassigned",
        "recalled",
        "advised",
    }


@pytest.mark.django_db
def test_one_lead_at_a_time(world: World) -> None:
    """DOMAIN 0.2 no. 2: sole and joint have exactly one lead."""
    thing = given.dispatch(world, joint=["d-urban"])
    assert thing.assignments.filter(part__in=Assignment.ANSWERING).count() == 1


@pytest.mark.django_db
def test_circulate_needs_somebody_to_circulate_to(world: World) -> None:
    thing = given.signed(world)
    given.drafted(world, thing)
    with pytest.raises(moves.Refused, match="没有协办单位"):
        moves.make(thing, "circulate", actor=world.actor("liu"), at=world.now)


@pytest.mark.django_db
def test_partners_reach_each_other_and_nobody_else(world: World) -> None:
    thing = given.dispatch(world, joint=["d-urban"], assist=["d-civil"])
    lead, helper = given.part(thing), given.part(thing, "d-urban")
    policy = moves.kind_of(Assignment).policy
    for who, verb, part, may in [
        ("xu", "view", lead, True), ("hu", "view", lead, True), ("xu", "read_draft", lead, False),
        ("liu", "read_advice", helper, True), ("sun", "see_advice", helper, True),
        ("hu", "view", helper, False),
        ("he", "view", lead, False), ("wang", "read_draft", lead, False), ("sun", "read_draft", lead, False),
        ("gao", "view", lead, False), ("lin", "view", lead, False),
    ]:  # fmt: skip
        actor = world.actor(who)
        assert policy.may(actor, verb, part) is may, (who, verb, part.unit.code)
        holds = world.people[who].pk in policy.holders(verb, part).values_list("person_id", flat=True)
        assert holds is may, (who, verb, part.unit.code)
        reached = policy.reachable(actor, verb, Assignment.objects.all()).filter(pk=part.pk).exists()
        assert reached is may, (who, verb, part.unit.code)
