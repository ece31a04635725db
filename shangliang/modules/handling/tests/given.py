"""Adds one thing to the world, through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from shangliang.kernel import journal, moves
from shangliang.modules.handling import services
from shangliang.modules.handling.models import Assignment, Countersign, Dispatch, Promise, Rating, Reply, Talk
from tests.world import World

TEXT = "已会同街道完成入户摸底，符合条件的 6 栋楼列入今年加装电梯计划，按栋公示进度。"


def dispatch(world: World, lead: str = "d-housing", *, at: datetime | None = None, **more: Any) -> Dispatch:
    """A dispatch from the city's secretary. joint, split, assist: codes of units; the rest as for send."""
    units = {name: [world.units[c] for c in more.pop(name, ())] for name in ("joint", "split", "assist")}
    sender = more.pop("sender", "wang")
    matter = {
        "title": "老旧小区加装电梯", "ask": "请研究文华社区 6 栋楼加装电梯的办法。",
        "origin": "协商建议 · 老旧小区加装电梯",
        "origin_link": "/desk/outcomes/recommendations/1/", **more,
    }  # fmt: skip
    unit = matter.pop("unit", world.units["yunchuan"])
    return services.send(
        unit, lead=world.units[lead], actor=world.actor(sender), at=at or world.now, **units, **matter
    )


def part(thing: Dispatch, unit: str = "d-housing") -> Assignment:
    """The part of one department, fresh from the database."""
    rows = thing.assignments.select_related("unit", "dispatch__unit").exclude(state__in=Assignment.OUT)
    return rows.get(unit__code=unit)


def again(thing: Any) -> Any:
    """The same thing, fresh from the database."""
    return type(thing).objects.select_related("unit").get(pk=thing.pk)


def deliver(world: World, at: datetime | None = None) -> None:
    journal.deliver_all(at or world.now)


def move(world: World, thing: Any, verb: str, who: str, *, at: datetime | None = None, note: str = "") -> Any:
    """A bare move, as the generic button makes it, and what follows from it."""
    moves.make(thing, verb, actor=world.actor(who), at=at or world.now, note=note)
    deliver(world, at)
    return thing


def signed(world: World, *, at: datetime | None = None, **more: Any) -> Assignment:
    thing = part(dispatch(world, at=at, **more))
    return move(world, thing, "sign", "liu", at=at)


def drafted(
    world: World, assignment: Assignment, *, who: str = "liu", text: str = TEXT, adoption: str = "adopted",
    norm: str = "solved", reason: str = "", at: datetime | None = None, **more: Any,
) -> Reply:  # fmt: skip
    return services.save_draft(
        assignment,
        text=text,
        adoption=adoption,
        norm=norm,
        reason=reason,
        actor=world.actor(who),
        at=at or world.now,
        **more,
    )


def replied(
    world: World, assignment: Assignment, *, who: str = "liu", at: datetime | None = None, **more: Any
) -> Reply:
    """Drafted, submitted and passed; helpers, if any, must have countersigned."""
    reply = drafted(world, assignment, who=who, at=at, **more)
    move(world, assignment, "submit", who, at=at)
    move(world, assignment, "pass_check", "sun", at=at)
    reply.refresh_from_db()
    return reply


def answered(world: World, *, at: datetime | None = None, **more: Any) -> Dispatch:
    """A dispatch whose only department has replied: it waits for ratings."""
    assignment = signed(world, at=at)
    replied(world, assignment, at=at, **more)
    return again(assignment.dispatch)


def agreed(world: World, reply: Reply, unit: str = "d-urban", who: str = "xu", **more: Any) -> Countersign:
    matter = {"agrees": True, "note": "", **more}
    return services.countersign(reply, unit=world.units[unit], actor=world.actor(who), at=world.now, **matter)


def promised(
    world: World, assignment: Assignment, *, due_on: date = date(2026, 6, 30), text: str = "6 栋楼全部开工"
) -> Promise:
    return services.promise(assignment, text=text, due_on=due_on, actor=world.actor("liu"), at=world.now)


def proven(world: World, promise: Promise, text: str = "6 栋楼已全部开工，附现场照片。") -> Any:
    return services.add_evidence(promise, text=text, file=None, actor=world.actor("liu"), at=world.now)


def rated(world: World, thing: Dispatch, who: str = "wang", *, by: str = "", **more: str) -> Rating:
    """One's own rating, confirmed; `by` tries to speak for somebody else."""
    actor = world.actor(who)
    opinion = services.Opinion(**{"attitude": "satisfied", "result": "solved", **more})
    code = services.confirmation(again(thing), opinion=opinion, actor=actor)
    return services.rate(
        thing, by=by or f"person:{actor.person_id}", label=actor.label, opinion=opinion, code=code, actor=actor,
        at=world.now,
    )  # fmt: skip


def asked_by(world: World, *names: str) -> list[tuple[str, str]]:
    """Members as those whom an answer concerns."""
    return [(f"person:{world.people[n].pk}", world.people[n].name) for n in names]


def talked(world: World, assignment: Assignment, who: str = "liu", **more: Any) -> Talk:
    matter = {"phase": "before", "way": "visit", "note": "到现场看了 6 栋楼", **more}
    return services.contact(assignment, actor=world.actor(who), at=world.now, **matter)


def told(world: World, thing: Any, verb: str, *, at: datetime | None = None) -> set[str]:
    """The login names of those who got a notice of the newest such entry."""
    from_entry = journal.Entry.objects.filter(
        kind=moves.kind_of(thing).flow.kind, ref=str(thing.pk), verb=verb
    )
    deliver(world, at)
    newest = from_entry.order_by("-id").first()
    people: Sequence[int] = list(
        world.people["wang"].notices.model.objects.filter(entry=newest).values_list("person_id", flat=True)
    )
    return {name for name, person in world.people.items() if person.pk in people}


def replied_then_bounced(world: World, assignment: Assignment) -> Assignment:
    """Submitted and sent back; then put back to drafting without a new text, as only a test can."""
    move(world, assignment, "submit", "liu")
    move(world, assignment, "bounce", "sun", note="不具体")
    moves.make(assignment, "draft", actor=world.actor("liu"), at=world.now)
    return assignment
