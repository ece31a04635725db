"""What each guard of a flow asks for, supplied by hand: the least that satisfies it. For walks through flows.

A guard is named "kind.guard". One that is not here cannot be satisfied by a walk; the walks' tests say which.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from shangliang.kernel import moves
from shangliang.kernel.flow import Move
from tests import given
from tests.world import World

Fill = Callable[[World, Any, datetime], object]


def ready(world: World, thing: Any, move: Move, at: datetime) -> list[str]:
    """Make this move possible as far as can be; the names of the guards that still stand in the way."""
    kind = moves.kind_of(thing).flow.kind
    row = type(thing)._default_manager.filter(pk=thing.pk)
    if needed := given.needs(world, kind, move.target):
        row.update(**needed)
        thing.refresh_from_db()
    for guard in move.guards:
        if guard(thing, at) and (fill := FILLS.get(f"{kind}.{guard.__name__}")):
            fill(world, thing, at)
            thing.refresh_from_db()
    return [f"{kind}.{guard.__name__}" for guard in move.guards if guard(thing, at)]


def put(**columns: Any) -> Fill:
    return lambda world, thing, at: type(thing)._default_manager.filter(pk=thing.pk).update(**columns)


def draft(world: World, part: Any, at: datetime) -> None:
    version = part.replies.count() + 1
    reply = part.replies.create(
        version=version, text="已办理", adoption="adopted", norm="solved", author=world.people["liu"], at=at
    )
    for helper in part.dispatch.assignments.exclude(pk=part.pk).exclude(state="reassigned"):
        reply.countersigns.create(unit=helper.unit, person=world.people["xu"], agrees=True, at=at)


def helper(world: World, part: Any, at: datetime) -> None:
    given.one(world, "assignment", dispatch=part.dispatch, unit=world.units["d-urban"], part="assist")
    draft(world, part, at)


def all_replied(world: World, dispatch: Any, at: datetime) -> None:
    dispatch.assignments.update(state="replied", due_at=None, clock_of="", clock_from=None, clock_at=None)


def complete_items(world: World, plan: Any, at: datetime) -> None:
    plan.items.update(leader=world.people["zhao"], committee=world.units["c-society"])


def rounds(world: World, plan: Any, at: datetime) -> None:
    for who in ("parties", "counties", "departments"):
        plan.rounds.get_or_create(
            held_with=who, defaults={"held_on": given.DAY, "note": "同意", "person": world.people["wang"]}
        )


def signatures(world: World, plan: Any, at: datetime) -> None:
    plan.signatures.all().delete()
    for who in ("qian", "shi", "yao"):
        person = world.people[who]
        signature = given.in_state(world, "signature", "signed", plan=plan, unit=person.seats.get().unit)
        put(person=person, at=at)(world, signature, at)


def signed_in(world: World, gathering: Any, at: datetime) -> None:
    gathering.participants.filter(capacity="member").update(signed_in_at=at, signed_how="desk")


def opinion(world: World, gathering: Any, at: datetime) -> None:
    first = gathering.participants.first()
    gathering.opinions.create(participant=first, text="同意", at=at, token=str(at))


def lights(world: World, gathering: Any, at: datetime) -> None:
    for kind in ("theme", "consultation", "problem", "case", "media"):
        gathering.lights.create(kind=kind, evidence="见附件", person=world.people["wang"], at=at)


def listed(world: World, feedback: Any, at: datetime) -> None:
    asked = given.in_state(world, "recommendation", "decided", topic=feedback.topic, result="已装好")
    feedback.items.create(recommendation=asked, result="已装好")


def score(world: World, topic: Any, at: datetime) -> None:
    topic.scores.create(person=world.people["wang"], scale="doable", first=3, second=3, third=3, at=at)


def discussed(world: World, recommendation: Any, at: datetime) -> None:
    topic = recommendation.topic
    type(topic)._default_manager.filter(pk=topic.pk).update(state="discussing")


FILLS: dict[str, Fill] = {
    "assignment.answers_itself": put(part="sole"),
    "assignment.only_helps": put(part="assist"),
    "assignment.has_draft": draft,
    "assignment.has_helpers": helper,
    "assignment.helpers_agree": draft,
    "dispatch.all_have_replied": all_replied,
    "promise.has_evidence": lambda world, promise, at: promise.evidence.create(
        text="照片", person=world.people["liu"], at=at
    ),
    "plan.has_items": lambda world, plan, at: given.one(world, "plan_item", plan=plan),
    "plan.three_rounds_held": rounds,
    "plan.items_complete": complete_items,
    "plan.three_offices_signed": signatures,
    "plan.every_item_settled": lambda world, plan, at: plan.items.update(state="held"),
    "gathering.has_agenda": lambda world, gathering, at: gathering.agenda.create(
        order=1, part="report", title="通报"
    ),
    "gathering.member_signed_in": signed_in,
    "gathering.has_opinions": opinion,
    "gathering.has_minutes": put(minutes="一致同意"),
    "gathering.five_lights": lights,
    "recommendation.topic_was_discussed": discussed,
    "recommendation.has_result": put(result="已装好"),
    "feedback.has_items": listed,
    "topic.has_score": score,
}


def unknown() -> set[str]:
    """Fills of guards that no flow asks for any more."""
    asked = {
        f"{kind.flow.kind}.{guard.__name__}"
        for kind in moves.kinds()
        for move in kind.flow.moves.values()
        for guard in move.guards
    }
    return FILLS.keys() - asked
