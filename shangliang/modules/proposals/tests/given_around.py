"""Adds one thing that stands around proposals to the world, through the services."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from shangliang.kernel import moves
from shangliang.modules.handling import services as handling
from shangliang.modules.handling.tests import given as tasks
from shangliang.modules.people import services as people
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import (
    DIMENSIONS,
    MANNERS,
    AwardRound,
    Incubation,
    MutualReview,
    Nominee,
    Proposal,
    ProposalTopic,
)
from shangliang.modules.proposals.tests import given
from tests.world import World

GOOD, POOR = 90, 40


def staff(world: World, who: str, *, unit: str = "yunchuan", role: str = "secretary") -> None:
    """Somebody of the cast has a second seat."""
    people.seat(
        world.people[who], unit=world.units[unit], role=role, starts_on=world.now.date(), title="兼任"
    )


def topic(
    world: World, title: str = "校园周边交通安全", *, who: str = "liu", unit: str = "yunchuan", token: str = "",
    **more: Any,
) -> ProposalTopic:  # fmt: skip
    filled = {"background": "几所学校门口车速快。", "wanted": "怎样让车慢下来？", **more}
    return services.offer_topic(
        world.units[unit], title=title, actor=world.actor(who), at=world.now, token=token, **filled
    )


def listed(world: World, **more: Any) -> ProposalTopic:
    made = topic(world, **more)
    services.list_topic(made, field=world.fields["交通运输"], actor=world.actor("wang"), at=world.now)
    return made


def written_on(world: World, on: ProposalTopic, *, who: str = "lin", **more: Any) -> Proposal:
    """A proposal that was handed in and answers this topic."""
    given.session(world)
    proposal = given.draft(world, who=who, **more)
    services.write_on(proposal, topic=on, actor=world.actor(who), at=world.now)
    given.submit(world, proposal, who=who)
    given.deliver(world)
    return proposal


def called(
    world: World, proposal: Proposal | None = None, *, guests: tuple[str, ...] = ("liu",), **more: Any
) -> Incubation:
    """The office asks the proposer; guests have accounts, an expert has none."""
    proposal = proposal or given.accepted(world)
    people = [services.Guest(world.people[name]) for name in guests]
    return services.call_incubation(
        proposal, about="数据够不够", day=more.get("day", world.now.date()), place="提案委会议室",
        guests=[*people, services.Guest(name="沈教授", role="云川大学")], actor=world.actor("wang"), at=world.now,
    )  # fmt: skip


def agreed(
    world: World, incubation: Incubation | None = None, *, who: str = "lin", **more: Any
) -> Incubation:
    incubation = incubation or called(world, **more)
    services.consent_incubation(incubation, actor=world.actor(who), at=world.now)
    return incubation


def advised(
    world: World, incubation: Incubation | None = None, *, who: str = "liu", number: int = 1
) -> Incubation:
    incubation = incubation or agreed(world)
    services.advise_incubation(
        incubation, text="请补充事故数据。", number=number, actor=world.actor(who), at=world.now
    )
    return incubation


def handed_over(
    world: World, proposal: Proposal | None = None, *, lead: str = "d-housing", **more: Any
) -> Proposal:
    """Filed and with its department, as the bench of hand-over does it."""
    proposal = proposal or given.filed(world)
    asked = [s.text for s in proposal.suggestions.all()]
    people = [(f"person:{s.person_id}", s.person.name) for s in proposal.signers.select_related("person")]
    dispatch = handling.send(
        proposal.unit, title=proposal.title, ask="请逐条办理", origin=f"提案 · {proposal.number}",
        origin_link=proposal.get_absolute_url(), lead=world.units[lead], items=asked, concerned=people,
        source="proposal", actor=world.actor("wang"), at=world.now,
        **{name: [world.units[c] for c in codes] for name, codes in more.items()},
    )  # fmt: skip
    Proposal.objects.filter(pk=proposal.pk).update(dispatch=dispatch, assigned_at=world.now)
    proposal.dispatch, proposal.assigned_at = dispatch, world.now
    moves.make(proposal, "assign", actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    return proposal


def answered(
    world: World, proposal: Proposal | None = None, *, norm: str = "solved", **more: Any
) -> Proposal:
    """Its department has talked, answered item by item and passed the check; both sides are asked to score."""
    proposal = handed_over(world, proposal, **more)
    assert proposal.dispatch is not None
    part = tasks.part(proposal.dispatch)
    tasks.move(world, part, "sign", "liu")
    handling.contact(
        part, phase="before", way="visit", held_on=world.now.date(), people="林晓梅", note="当面谈了",
        actor=world.actor("liu"), at=world.now,
    )  # fmt: skip
    said = [
        handling.Said(item.number, "已办好。", "adopted", norm) for item in proposal.dispatch.items.all()
    ]  # fmt: skip
    tasks.replied(world, part, norm=norm, answers=said)
    given.deliver(world)
    return given.again(proposal)  # type: ignore[no-any-return]


def mutual(world: World, proposal: Proposal | None = None, **more: Any) -> MutualReview:
    """Open: the department and the proposer are asked."""
    proposal = proposal or answered(world, **more)
    rows = MutualReview.objects.select_related("unit", "proposal", "assignment__unit")
    return rows.get(proposal=proposal)


def score(
    world: World, review: MutualReview, side: str, *, mark: int = GOOD, who: str = "", at: datetime | None = None
) -> MutualReview:  # fmt: skip
    names, usual = (DIMENSIONS, "liu") if side == "department" else (MANNERS, "lin")
    return services.score_mutual(
        review, side=side, given=dict.fromkeys(names, mark), note=f"说明 {mark}", actor=world.actor(who or usual),
        at=at or world.now,
    )  # fmt: skip


def marked(world: World, proposal: Proposal, *, who: str = "wang", mark: int = GOOD) -> None:
    services.score_quality(
        proposal, given=dict.fromkeys(DIMENSIONS, mark), note="", actor=world.actor(who), at=world.now
    )


def award(
    world: World, *, kind: str = "proposals", jury: tuple[str, ...] = ("feng", "deng"), **more: Any
) -> AwardRound:
    """Of what was filed in the first days of March."""
    filled = {"title": "2026 年度好提案", "since": date(2026, 1, 1), "until": date(2026, 3, 2), **more}
    made = services.open_award(
        world.units["yunchuan"], kind=kind, **filled, actor=world.actor("wang"), at=world.now
    )
    people = [world.people[name] for name in jury]
    services.appoint_jury(made, people=people, actor=world.actor("wang"), at=world.now)
    return made


def nominee(
    world: World, round: AwardRound, proposal: Proposal | None = None, *, who: str = "wang", **more: Any
) -> Nominee:
    return services.nominate_for_award(
        round, why="调研扎实，建议可行。", proposal=proposal, actor=world.actor(who), at=world.now, **more
    )


def move(world: World, thing: Any, verb: str, who: str, *, note: str = "") -> Any:
    moves.make(thing, verb, actor=world.actor(who), at=world.now, note=note)
    given.deliver(world)
    return given.again(thing)
