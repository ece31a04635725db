"""预交办 and 交办: who is asked, who may answer, what stands in the way, what goes out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import moves, sweeper
from shangliang.modules.handling.models import Assignment
from shangliang.modules.people import services as people
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import PreAssignment, Proposal, Signer
from shangliang.modules.proposals.queries import assigning as queries
from shangliang.modules.proposals.tests import given as core
from shangliang.modules.proposals.tests import given_keys as given
from tests.world import World

pytestmark = pytest.mark.django_db


def states(proposal: Proposal) -> dict[str, str]:
    rows = proposal.pre_assignments.exclude(state__in=["void", "replaced"])
    return dict(rows.values_list("unit__code", "state"))


# Asked beforehand


def test_several_departments_are_asked_at_once_and_told(world: World) -> None:
    proposal = given.asked(world, joint=["d-urban"], assist=["d-civil"])
    assert (
        proposal.state == "pre_assigned" and proposal.due_at is not None
    )  # the clock of handing over runs on
    assert states(proposal) == {"d-housing": "asked", "d-urban": "asked", "d-civil": "asked"}
    assert {r.part for r in proposal.pre_assignments.all()} == {"lead", "joint", "assist"}
    assert given.told(world, given.row(proposal, "d-urban"), "begin") == {"xu"}
    assert [r.unit.code for r in queries.to_answer(world.actor("xu"))] == ["d-urban"]


@pytest.mark.parametrize("who", ["lin", "deng", "zhao", "liu", "chen", "gao"])
def test_who_does_not_send_does_not_ask(world: World, who: str) -> None:
    """The proposer least of all; the county's secretary neither."""
    with pytest.raises(moves.NotAllowed):
        given.asked(world, who=who)


def test_a_proposer_who_sits_in_the_office_does_not_send_her_own(world: World) -> None:
    proposal = given.filed(world)
    Signer.objects.filter(proposal=proposal, person=world.people["deng"]).update(person=world.people["wang"])
    for act in (
        lambda: given.asked(world, proposal, who="wang"),
        lambda: services.assign(proposal, parts=given.parts(world), actor=world.actor("wang"), at=world.now),
        lambda: services.handle_with(proposal, main=None, actor=world.actor("wang"), at=world.now),
    ):
        with pytest.raises(moves.NotAllowed):
            act()
    assert given.asked(world, proposal, who="sun").state == "pre_assigned"


def test_the_proposals_committee_asks_and_rules_too(world: World) -> None:
    ye, office = world.people["ye"], world.units["c-proposals"]
    people.seat(ye, unit=office, role="secretary", starts_on=date(2022, 1, 10), title="提案委干事")
    proposal = given.asked(world, who="ye")
    given.objected(world, proposal, "d-housing", "liu")
    services.uphold(given.row(proposal, "d-housing"), ruling="归你局", actor=world.actor("ye"), at=world.now)
    assert states(proposal) == {"d-housing": "upheld"}


def test_one_answers_for_ones_own_department_only(world: World) -> None:
    proposal = given.asked(world)
    row = given.row(proposal, "d-housing")
    for who in ("xu", "wang", "sun", "lin", "chen"):
        with pytest.raises(moves.NotAllowed):
            services.agree(given.row(proposal, "d-housing"), actor=world.actor(who), at=world.now)
        with pytest.raises(moves.NotAllowed):
            given.objected(world, proposal, "d-housing", who)
    services.agree(row, actor=world.actor("hou"), at=world.now)
    assert (given.row(proposal, "d-housing").state, row.person) == ("agreed", world.people["hou"])
    with pytest.raises(moves.Stale):
        services.agree(given.row(proposal, "d-housing"), actor=world.actor("liu"), at=world.now)


def test_silence_is_agreement_and_comes_too_late_to_object(world: World) -> None:
    proposal = given.asked(world)
    row = given.row(proposal, "d-housing")
    assert row.due_at is not None
    late = row.due_at + timedelta(minutes=1)
    with pytest.raises(moves.Stale, match="视为同意"):  # also before the sweeper has come by
        given.objected(world, proposal, "d-housing", "liu", at=late)
    list(sweeper.sweep(at=late))
    assert states(proposal) == {"d-housing": "silent"}
    with pytest.raises(moves.Stale, match="视为同意"):
        given.objected(world, proposal, "d-housing", "liu", at=late)
    services.assign(given.fresh(proposal), actor=world.actor("sun"), at=late)
    assert given.fresh(proposal).state == "assigned"


def test_an_objection_says_why_and_whom_it_should_be(world: World) -> None:
    proposal = given.asked(world)
    row, liu = given.row(proposal, "d-housing"), world.actor("liu")
    with pytest.raises(moves.Refused, match="理由"):
        services.object_to(row, note=" ", actor=liu, at=world.now)
    for wrong in ("d-housing",):
        with pytest.raises(moves.Refused, match="不能建议"):
            given.objected(world, proposal, "d-housing", "liu", instead=wrong)
    given.objected(world, proposal, "d-housing", "liu", instead="d-urban")
    row = given.row(proposal, "d-housing")
    assert (row.state, row.instead, row.person) == ("objected", world.units["d-urban"], world.people["liu"])
    assert {"wang", "sun"} <= given.told(world, row, "object")


def test_nothing_goes_out_while_anybody_waits_or_objects(world: World) -> None:
    proposal = given.asked(world, joint=["d-urban"])
    for who in ("sun", "wang"):
        with pytest.raises(moves.Refused, match="市住建局"):
            services.assign(given.fresh(proposal), actor=world.actor(who), at=world.now)
    given.agreed(world, proposal, "d-urban", "xu")
    given.objected(world, proposal, "d-housing", "liu")
    with pytest.raises(moves.Refused, match="市住建局"):
        services.assign(given.fresh(proposal), actor=world.actor("sun"), at=world.now)
    assert given.fresh(proposal).dispatch is None and Assignment.objects.count() == 0


def test_two_that_name_each_other_are_seen_and_ruled_upon(world: World) -> None:
    proposal = given.asked(world, joint=["d-urban"])
    given.objected(world, proposal, "d-housing", "liu", instead="d-urban")
    assert [(a.row.unit.code, a.crossed) for a in queries.asked(proposal)] == [
        ("d-housing", False),
        ("d-urban", False),
    ]
    given.objected(world, proposal, "d-urban", "xu", instead="d-housing")
    seen = queries.asked(proposal)
    assert queries.disagree(seen) and all(a.crossed for a in seen)
    assert [u.code for u in seen[0].named_by] == ["d-urban"]
    for who in ("liu", "xu", "lin", "chen", "zhao"):
        with pytest.raises(moves.NotAllowed):
            services.uphold(
                given.row(proposal, "d-housing"), ruling="归你", actor=world.actor(who), at=world.now
            )
    with pytest.raises(moves.Refused, match="怎样裁定"):
        services.uphold(given.row(proposal, "d-housing"), ruling=" ", actor=world.actor("sun"), at=world.now)
    services.uphold(
        given.row(proposal, "d-housing"), ruling="住建主办", actor=world.actor("sun"), at=world.now
    )
    kept = given.row(proposal, "d-housing")
    assert (kept.note, kept.ruling, kept.ruler) == ("按三定规定不归我局", "住建主办", world.people["sun"])


def test_another_department_is_asked_instead(world: World) -> None:
    """Also one that was asked for another part: the new one counts; the old row stays to be read."""
    proposal = given.asked(world, joint=["d-urban"])
    given.agreed(world, proposal, "d-urban", "xu")
    given.objected(world, proposal, "d-housing", "liu", instead="d-urban")
    with pytest.raises(moves.Refused, match="还是"):
        services.replace(
            given.row(proposal, "d-housing"), to=world.units["d-housing"], note="换", actor=world.actor("sun"),
            at=world.now,
        )  # fmt: skip
    made = services.replace(
        given.row(proposal, "d-housing"), to=world.units["d-urban"], note="归城管局", actor=world.actor("sun"),
        at=world.now,
    )  # fmt: skip
    assert (made.part, states(proposal)) == ("lead", {"d-urban": "asked"})
    assert sorted(PreAssignment.objects.values_list("state", flat=True)) == ["asked", "replaced", "void"]
    given.agreed(world, proposal, "d-urban", "xu")
    services.assign(given.fresh(proposal), actor=world.actor("sun"), at=world.now)
    assert [(a.unit.code, a.part) for a in given.task(proposal).assignments.all()] == [("d-urban", "sole")]


def test_all_is_taken_back_and_others_are_asked(world: World) -> None:
    proposal = given.asked(world, joint=["d-urban"])
    given.agreed(world, proposal, "d-housing", "liu")
    with pytest.raises(moves.Refused, match="理由"):
        services.repropose(given.fresh(proposal), note="", actor=world.actor("wang"), at=world.now)
    services.repropose(given.fresh(proposal), note="另行研究", actor=world.actor("wang"), at=world.now)
    assert (given.fresh(proposal).state, states(proposal)) == ("filed", {})
    assert given.told(world, proposal.pre_assignments.get(unit__code="d-housing"), "void") == {"liu", "hou"}
    given.asked(world, given.fresh(proposal), lead="d-housing")
    assert states(proposal) == {"d-housing": "asked"}


def test_the_database_keeps_what_was_asked_whole(world: World) -> None:
    proposal = given.asked(world)
    row = given.row(proposal, "d-housing")
    with pytest.raises(IntegrityError), transaction.atomic():
        PreAssignment.objects.filter(pk=row.pk).update(state="objected")
    with pytest.raises(IntegrityError), transaction.atomic():
        PreAssignment.objects.filter(pk=row.pk).update(state="upheld")
    with pytest.raises(IntegrityError), transaction.atomic():
        given.bare(world, proposal)


# Handed over


def test_it_goes_out_as_a_task_with_everything(world: World) -> None:
    proposal = given.filed(world)
    given.merged(world, proposal)
    proposal = given.assigned(world, proposal, joint=["d-urban"], assist=["d-civil"])
    task = given.task(proposal)
    assert (task.source, task.public, task.origin) == ("proposal", True, f"提案 · {proposal.number}")
    assert task.title == proposal.title and proposal.situation in task.ask
    assert {(a.unit.code, a.part) for a in task.assignments.all()} == {
        ("d-housing", "lead"), ("d-urban", "joint"), ("d-civil", "assist"),
    }  # fmt: skip
    assert {c.by for c in task.concerned.all()} == {
        f"person:{world.people[n].pk}" for n in ("lin", "deng", "jiang")
    }
    assert "并案提案" in task.items.last().text
    assert {"lin", "deng", "jiang"} <= given.told(world, proposal, "assign")


def test_what_somebody_will_not_have_open_is_not_open(world: World) -> None:
    proposal = given.filed(world)
    given.merged(world, proposal, open_ok=False, open_reason="涉及企业")
    assert not given.task(given.assigned(world, proposal)).public


def test_it_is_handed_over_once(world: World) -> None:
    proposal = given.filed(world)
    first = services.assign(
        proposal, parts=given.parts(world), actor=world.actor("sun"), at=world.now, token="t"
    )
    again = services.assign(
        given.fresh(proposal), parts=given.parts(world), actor=world.actor("sun"), at=world.now, token="t"
    )
    assert first.pk == again.pk
    for token in ("", "u"):
        with pytest.raises(moves.Stale):
            services.assign(
                given.fresh(proposal),
                parts=given.parts(world),
                actor=world.actor("sun"),
                at=world.now,
                token=token,
            )
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("who", ["lin", "deng", "jiang", "liu", "zhao", "chen", "gao"])
def test_who_may_not_hand_over(world: World, who: str) -> None:
    with pytest.raises(moves.NotAllowed):
        given.assigned(world, who=who)


def test_from_filed_one_says_to_whom(world: World) -> None:
    with pytest.raises(moves.Refused, match="没有选定"):
        services.assign(given.filed(world), actor=world.actor("sun"), at=world.now)
    asked = given.asked(world, given.filed(world, title="另一件提案"))
    given.agreed(world, asked, "d-housing", "liu")
    with pytest.raises(moves.Refused, match="已经定下"):
        services.assign(
            given.fresh(asked), parts=given.parts(world, "d-urban"), actor=world.actor("sun"), at=world.now
        )


# 办理并案


def test_two_are_handled_together_and_answered_apart(world: World) -> None:
    main, other = given.filed(world), given.filed(world, title="另一件提案", who="jiang", cosigners=())
    services.handle_with(other, main=main, actor=world.actor("wang"), at=world.now)
    assert [p.pk for p in queries.together(main)] == [other.pk] and queries.together(other)[0].pk == main.pk
    with pytest.raises(moves.Refused, match="那一件上预交办"):
        given.asked(world, given.fresh(other))
    with pytest.raises(moves.Refused, match="随它一起交办"):
        given.assigned(world, given.fresh(other))
    given.asked(world, main, joint=["d-urban"])
    for unit, who in (("d-housing", "liu"), ("d-urban", "xu")):
        given.agreed(world, main, unit, who)
    services.assign(given.fresh(main), actor=world.actor("sun"), at=world.now)
    first, second = given.task(main), given.task(other)
    assert first.pk != second.pk and given.fresh(other).state == "assigned"
    for task in (first, second):
        assert {(a.unit.code, a.part) for a in task.assignments.all()} == {
            ("d-housing", "lead"),
            ("d-urban", "joint"),
        }
    assert {c.label for c in second.concerned.all()} == {"蒋振华"}


def test_one_joins_what_is_with_departments_already(world: World) -> None:
    main = given.assigned(world, joint=["d-urban"])
    other = given.filed(world, title="另一件提案", who="jiang", cosigners=())
    services.handle_with(other, main=main, actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.Refused, match="已经定下"):
        given.assigned(world, given.fresh(other), lead="d-civil")
    services.assign(given.fresh(other), actor=world.actor("sun"), at=world.now)
    assert {a.unit.code for a in given.task(other).assignments.all()} == {"d-housing", "d-urban"}


def test_what_cannot_be_handled_together(world: World) -> None:
    main, other = given.filed(world), given.filed(world, title="另一件提案", who="jiang", cosigners=())
    third = given.filed(world, title="第三件提案", who="jiang", cosigners=())
    wang = world.actor("wang")
    services.handle_with(other, main=main, actor=wang, at=world.now)
    for one, at_ in ((main, main), (third, other), (main, third)):
        with pytest.raises(moves.Refused):
            services.handle_with(one, main=at_, actor=wang, at=world.now)
    with pytest.raises(moves.Stale):
        services.handle_with(
            third, main=core.accepted(world, title="没立案的", who="feng"), actor=wang, at=world.now
        )
    for who in ("lin", "liu", "gao"):
        with pytest.raises(moves.NotAllowed):
            services.handle_with(third, main=main, actor=world.actor(who), at=world.now)
    services.handle_with(other, main=None, actor=wang, at=world.now)
    assert given.fresh(other).handled_with is None


# 交办会


def test_many_at_once_each_by_itself(world: World) -> None:
    ready = given.asked(world)
    given.agreed(world, ready, "d-housing", "liu")
    disputed = given.asked(world, given.filed(world, title="有异议的提案", who="jiang", cosigners=()))
    given.objected(world, disputed, "d-housing", "liu")
    plain = given.filed(world, title="没有问过部门的提案", who="deng", cosigners=())
    chosen = [
        (given.fresh(ready), None),
        (given.fresh(disputed), None),
        (plain, given.parts(world, "d-urban")),
    ]
    done = services.assign_many(chosen, actor=world.actor("sun"), at=world.now)
    assert [h.ok for h in done] == [True, False, True] and "市住建局" in done[1].words
    assert [given.fresh(p).state for p in (ready, disputed, plain)] == [
        "assigned",
        "pre_assigned",
        "assigned",
    ]


def test_the_desk_sorts_what_waits(world: World, django_assert_num_queries: object) -> None:
    agreed, waiting, against, plain = (
        given.filed(world, title=f"第{n}件提案", who="jiang", cosigners=()) for n in range(4)
    )
    for one in (agreed, waiting, against):
        given.asked(world, one)
    given.agreed(world, agreed, "d-housing", "liu")
    given.objected(world, against, "d-housing", "liu")
    sun, liu = world.actor("sun"), world.actor("liu")
    with django_assert_num_queries(2):  # type: ignore[operator]
        desk = queries.assigning(sun)
    found = [[a.proposal.pk for a in pile] for pile in (desk.agreed, desk.waiting, desk.objected, desk.filed)]
    assert found == [[agreed.pk], [waiting.pk], [against.pk], [plain.pk]]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(queries.to_answer(liu)) == 1
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.asked(against)


def test_somebody_new_in_a_department_answers(world: World) -> None:
    """Rights come from seats, whoever sits there."""
    proposal = given.asked(world)
    people.seat(
        world.people["feng"],
        unit=world.units["d-housing"],
        role="clerk",
        starts_on=world.now.date(),
        title="科员",
    )
    given.agreed(world, proposal, "d-housing", "feng")
    assert states(proposal) == {"d-housing": "agreed"}
