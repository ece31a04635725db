"""Adds one filed proposal, one key proposal to the world, through the services where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from shangliang.kernel import moves
from shangliang.modules.handling.models import Assignment, Dispatch
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import KeyProposal, PreAssignment, Proposal, SuperviseAct
from shangliang.modules.proposals.tests import given
from tests.world import World

again, deliver, told, move = handling.again, handling.deliver, handling.told, handling.move


def filed(
    world: World, *, cosigners: Sequence[str] = ("deng",), items: Sequence[str] = ("请装电梯", "建好坡道"),
    who: str = "lin", **more: Any,
) -> Proposal:  # fmt: skip
    """A filed proposal of 林晓梅; cosigners have signed in time, 冯雅琴 did not and was struck off."""
    more.setdefault("title", "关于为老旧小区加装电梯的提案")
    more["suggestions"] = list(items)
    if not cosigners:
        return given.filed(world, given.submitted(world, who=who, **more))
    proposal = given.invited(world, *cosigners, "feng", who=who, **more)
    for name in cosigners:
        given.answer(world, proposal, name)
    given.answer(world, proposal, "feng", agrees=False)
    return given.filed(world, given.submit(world, again(proposal), who=who))


def merged(world: World, main: Proposal, who: str = "jiang", **more: Any) -> Proposal:
    """Another's proposal that is merged into this one at review."""
    more.setdefault("suggestions", ["请先装文华社区的三栋。"])
    other = given.accepted(world, title="关于先装三栋电梯的提案", who=who, **more)
    return given.merged(world, main, other)


def asked(
    world: World, proposal: Proposal | None = None, *, who: str = "wang", lead: str = "d-housing", **more: Any
) -> Proposal:
    proposal = proposal or filed(world)
    units = {name: [world.units[c] for c in more.pop(name, ())] for name in ("joint", "split", "assist")}
    services.pre_assign(proposal, lead=world.units[lead], actor=world.actor(who), at=world.now, **units)
    return proposal


def bare(world: World, proposal: Proposal, unit: str = "d-housing") -> PreAssignment:
    """One more row for a department, past the services."""
    one = PreAssignment(proposal=proposal, unit=world.units[unit], part="lead")
    moves.begin(one, actor=world.actor("wang"), at=world.now)
    return one


def row(proposal: Proposal, unit: str) -> PreAssignment:
    rows = PreAssignment.objects.select_related("unit", "proposal__unit").filter(proposal=proposal)
    return rows.exclude(state__in=["replaced", "void"]).get(unit__code=unit)


def agreed(world: World, proposal: Proposal, unit: str, who: str) -> None:
    services.agree(row(proposal, unit), actor=world.actor(who), at=world.now)


def objected(
    world: World, proposal: Proposal, unit: str, who: str, *, at: datetime | None = None, instead: str = ""
) -> None:
    services.object_to(
        row(proposal, unit), note="按三定规定不归我局", instead=world.units[instead] if instead else None,
        actor=world.actor(who), at=at or world.now,
    )  # fmt: skip


def parts(world: World, lead: str = "d-housing", **more: Sequence[str]) -> services.Parts:
    return services.Parts(
        world.units[lead], **{n: [world.units[c] for c in codes] for n, codes in more.items()}
    )


def assigned(
    world: World, proposal: Proposal | None = None, *, who: str = "sun", lead: str = "d-housing", **more: Any
) -> Proposal:
    """Handed over without asking beforehand."""
    proposal = proposal or filed(world)
    services.assign(proposal, parts=parts(world, lead, **more), actor=world.actor(who), at=world.now)
    return fresh(proposal)


def fresh(proposal: Proposal) -> Proposal:
    related = ("unit", "dispatch__unit", "drafter", "category", "session__term")
    return Proposal.objects.select_related(*related).get(pk=proposal.pk)


def task(proposal: Proposal) -> Dispatch:
    found = fresh(proposal).dispatch
    assert found is not None
    return found


def part(proposal: Proposal, unit: str = "d-housing") -> Assignment:
    return handling.part(task(proposal), unit)


def replied(
    world: World, proposal: Proposal, unit: str = "d-housing", who: str = "liu", **more: Any
) -> Proposal:
    """Signed for, talked, drafted with an answer to every item, submitted, passed."""
    one = part(proposal, unit)
    if one.state == "pending":
        move(world, one, "sign", who)
    deliver(world)
    one = part(proposal, unit)
    if not one.talks.exists():
        handling.talked(world, one, who)
    reply = handling.drafted(world, part(proposal, unit), who=who, answers=answers(proposal), **more)
    if more.get("norm") in {"in_progress", "planned"}:
        handling.services.promise(
            part(proposal, unit), text="年内装完 6 栋", due_on=world.now.date() + timedelta(days=200),
            actor=world.actor(who), at=world.now,
        )  # fmt: skip
    move(world, part(proposal, unit), "submit", who)
    move(world, part(proposal, unit), "pass_check", "sun")
    assert reply.pk
    return fresh(proposal)


def answers(proposal: Proposal) -> list[Any]:
    """One answer to each item, as save_draft takes them."""
    said = handling.services.Said
    numbers = task(proposal).items.values_list("number", flat=True)
    return [said(n, f"第{n}条已办", "adopted", "solved") for n in numbers]


def rated(world: World, proposal: Proposal, *names: str, happy: bool = True) -> Proposal:
    words = {} if happy else {"attitude": "dissatisfied", "result": "unsolved", "comment": "没有动工"}
    for name in names:
        handling.rated(world, task(proposal), name, **words)
        deliver(world)
    return fresh(proposal)


# Key proposals


def nominated(world: World, proposal: Proposal | None = None) -> KeyProposal:
    return services.nominate(
        proposal or assigned(world), reason="群众反映集中，涉及面广", actor=world.actor("wang"), at=world.now
    )


def consulted(world: World, key: KeyProposal | None = None, *units: str) -> KeyProposal:
    key = key or nominated(world)
    units_ = [world.units[c] for c in units or ("p-minmeng", "c-education")]
    services.consult(key, units=units_, actor=world.actor("wang"), at=world.now)
    return key


def said(
    world: World,
    key: KeyProposal,
    unit: str = "p-minmeng",
    who: str = "fan",
    says: str = "agree",
    text: str = "",
    **more: Any,
) -> Any:
    return services.say(
        key, unit=world.units[unit], says=says, text=text, actor=world.actor(who), at=world.now, **more
    )


def ready(world: World, key: KeyProposal | None = None) -> KeyProposal:
    key = consulted(world, key, "p-minmeng")
    said(world, key)
    moves.make(key, "gather", actor=world.actor("wang"), at=world.now)
    return key


def decided(world: World, key: KeyProposal | None = None, **more: Any) -> KeyProposal:
    key = ready(world, key)
    filled = {
        "meeting": "第 30 次主席会议", "decided_on": world.now.date(), "leader": world.people["zhao"],
        "supervisor": world.people["chen"], **more,
    }  # fmt: skip
    services.decide(key, actor=world.actor("chen"), at=world.now, **filled)
    return key


def started(world: World, key: KeyProposal | None = None) -> KeyProposal:
    key = decided(world, key)
    services.plan(key, text="三月实地督导，五月督办协商。", actor=world.actor("wang"), at=world.now)
    key = again(key)
    services.start(key, actor=world.actor("wang"), at=world.now)
    return key


def arranged(world: World, key: KeyProposal, *, who: str = "wang", **more: Any) -> SuperviseAct:
    filled = {
        "kind": "consult",
        "day": world.now.date(),
        "place": "文华社区议事室",
        "aim": "看 6 栋楼的进度",
        **more,
    }
    return services.arrange(key, actor=world.actor(who), at=world.now, **filled)


def held(
    world: World, act: SuperviseAct, *, who: str = "wang", there: Sequence[str] = ("lin",), **more: Any
) -> SuperviseAct:
    filled = {
        "record": "逐栋看了现场，听了住建局汇报。",
        "agreed": "五月底前全部开工",
        "promised": "每周通报进度",
        **more,
    }
    people = [world.people[n] for n in there]
    services.hold(again(act), proposers_there=people, actor=world.actor(who), at=world.now, **filled)
    return again(act)  # type: ignore[no-any-return]


def supervised(world: World, key: KeyProposal | None = None) -> KeyProposal:
    key = started(world, key)
    held(world, arranged(world, key))
    return again(key)  # type: ignore[no-any-return]


def reported(world: World, key: KeyProposal | None = None) -> KeyProposal:
    key = supervised(world, key)
    services.conclude(key, text="6 栋楼全部开工，群众满意。", actor=world.actor("wang"), at=world.now)
    services.report(key, to="市委、市政府主要领导", actor=world.actor("wang"), at=world.now)
    return key
