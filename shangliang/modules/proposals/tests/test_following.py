"""From filing to second handling: what departments do comes back, in any order, once."""

from __future__ import annotations

from datetime import date

import pytest

from shangliang.kernel import journal, moves
from shangliang.kernel.models import Entry
from shangliang.modules.handling import services as handling_services
from shangliang.modules.handling.models import Countersign
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.services.following import way
from shangliang.modules.proposals.tests import given_keys as given
from tests.world import World

pytestmark = pytest.mark.django_db


def verbs(proposal: Proposal) -> list[str]:
    """What happened after it was filed."""
    said = [e.verb for e in journal.story("proposal", proposal.pk)]
    return [verb for verb in said[said.index("file") + 1 :] if verb != "joined"]


def test_the_whole_way_with_two_departments_that_disagree(world: World) -> None:
    """Objected, ruled; a countersign refused, ruled; replied, not satisfied, handled again, closed."""
    proposal = given.filed(world)
    other = given.merged(world, proposal)
    given.asked(world, proposal, joint=["d-urban"])
    given.objected(world, proposal, "d-housing", "liu", instead="d-urban")
    given.objected(world, proposal, "d-urban", "xu", instead="d-housing")
    with pytest.raises(moves.Refused, match="市住建局"):
        services.assign(given.fresh(proposal), actor=world.actor("sun"), at=world.now)
    for unit in ("d-housing", "d-urban"):
        services.uphold(
            given.row(proposal, unit), ruling="住建主办，城管会办", actor=world.actor("sun"), at=world.now
        )
    services.assign(given.fresh(proposal), actor=world.actor("sun"), at=world.now)
    given.deliver(world)
    task = given.task(proposal)
    assert {c.label for c in task.concerned.all()} == {"林晓梅", "邓小军", "蒋振华"}
    assert [i.text for i in task.items.all()][:2] == [
        "请装电梯",
        "建好坡道",
    ] and task.items.count() == 3

    given.move(world, given.part(proposal), "sign", "liu")
    given.move(world, given.part(proposal, "d-urban"), "sign_help", "xu")
    assert given.fresh(proposal).state == "handling"
    handling.talked(world, given.part(proposal))
    reply = handling.drafted(world, given.part(proposal), answers=given.answers(proposal))
    given.move(world, given.part(proposal), "circulate", "liu")
    handling.agreed(world, reply, agrees=False, note="占道部分不归我局")
    with pytest.raises(moves.Refused, match="会签"):
        given.move(world, given.part(proposal), "submit", "liu")
    against = Countersign.objects.select_related("reply__assignment__dispatch", "unit").get(state="objected")
    handling_services.overrule(against, ruling="照主办意见", actor=world.actor("sun"), at=world.now)
    given.move(world, given.part(proposal), "submit", "liu")
    given.move(world, given.part(proposal), "pass_check", "sun")
    assert given.fresh(proposal).state == "replied"
    assert given.told(world, proposal, "reply") == {"lin", "deng", "jiang"}  # merged ones' proposers, too

    given.rated(world, proposal, "lin", "jiang")
    proposal = given.rated(world, proposal, "deng", happy=False)
    assert (proposal.state, given.task(proposal).round) == ("rehandling", 2)
    again = Entry.objects.get(kind="proposal", ref=str(proposal.pk), verb="rehandle")
    assert (again.facts["rated"], again.facts["silent"]) == (["林晓梅", "蒋振华", "邓小军"], [])

    reply = handling.drafted(world, given.part(proposal), answers=given.answers(proposal), text="又办了一轮")
    given.move(world, given.part(proposal), "circulate", "liu")
    handling.agreed(world, reply)
    given.move(world, given.part(proposal), "submit", "liu")
    given.move(world, given.part(proposal), "pass_check", "sun")
    proposal = given.rated(world, proposal, "lin", "deng", "jiang")
    assert (proposal.state, given.again(other).state) == ("closed", "merged")
    assert verbs(proposal) == [
        "pre_assign", "assign", "start", "reply", "rehandle", "reply", "evaluate", "close",
    ]  # fmt: skip


def test_promises_are_tracked_until_kept(world: World) -> None:
    proposal = given.replied(world, given.assigned(world), norm="planned")
    proposal = given.rated(world, proposal, "lin", "deng")
    assert proposal.state == "tracking"
    judged = Entry.objects.get(kind="proposal", ref=str(proposal.pk), verb="evaluate")
    assert judged.facts["rated"] == ["林晓梅", "邓小军"]
    promise = given.part(proposal).promises.get()
    handling.proven(world, promise)
    given.move(world, promise, "claim", "liu")
    given.move(world, promise, "confirm", "sun")
    assert given.fresh(proposal).state == "closed"
    handling_services.reopen(
        given.again(promise),
        note="第三栋没有开工",
        due_on=date(2026, 12, 1),
        actor=world.actor("sun"),
        at=world.now,
    )
    given.deliver(world)
    assert given.fresh(proposal).state == "tracking"


def test_a_task_that_is_called_back_frees_the_proposal(world: World) -> None:
    proposal = given.asked(world)
    given.agreed(world, proposal, "d-housing", "liu")
    services.assign(given.fresh(proposal), actor=world.actor("sun"), at=world.now)
    task = given.task(proposal)
    given.move(world, task, "withdraw", "wang", note="交错了单位")
    proposal = given.fresh(proposal)
    assert (proposal.state, proposal.dispatch, proposal.assigned_at) == ("filed", None, None)
    assert set(proposal.pre_assignments.values_list("state", flat=True)) == {"void"}
    assert "lin" in given.told(world, proposal, "call_back")
    services.assign(proposal, parts=given.parts(world, "d-urban"), actor=world.actor("sun"), at=world.now)
    assert given.task(proposal).pk != task.pk


def test_it_catches_up_whatever_it_missed_and_replays_to_nothing(world: World) -> None:
    """All deliveries lost till the second round; then one entry brings it there; twice changes nothing."""
    with journal.without("proposals"):
        proposal = given.replied(world, given.assigned(world))
        given.rated(world, proposal, "lin", "deng", happy=False)
        reply = handling.drafted(world, given.part(proposal), answers=given.answers(proposal), text="又办")
        given.move(world, given.part(proposal), "submit", "liu")
        given.move(world, given.part(proposal), "pass_check", "sun")
        assert reply.version == 2
    proposal = given.fresh(proposal)
    assert proposal.state == "assigned"
    entries = list(Entry.objects.filter(kind="dispatch", ref=str(proposal.dispatch_id)).order_by("-id"))
    services.follow(entries[0], world.now)
    assert given.fresh(proposal).state == "replied"
    said = verbs(proposal)
    assert said == ["assign", "reply", "rehandle", "reply"]
    for entry in (*entries, *entries[::-1]):
        services.follow(entry, world.now)
    assert verbs(proposal) == said


def test_withdrawing_takes_back_whom_one_asked(world: World) -> None:
    proposal = given.asked(world, joint=["d-urban"])
    given.agreed(world, proposal, "d-urban", "xu")
    moves.make(given.fresh(proposal), "withdraw", actor=world.actor("lin"), at=world.now, note="情况变了")
    given.deliver(world)
    assert set(proposal.pre_assignments.values_list("state", flat=True)) == {"void"}


def test_a_button_pressed_elsewhere_still_tells_who_agreed(world: World) -> None:
    proposal = given.asked(world)
    given.move(world, given.row(proposal, "d-housing"), "agree", "liu")
    assert given.row(proposal, "d-housing").person == world.people["liu"]


@pytest.mark.parametrize(
    ("state", "seen", "there", "round_", "steps"),
    [
        ("assigned", 1, "sent", 1, ""),
        ("assigned", 1, "handling", 1, "start"),
        ("handling", 1, "handling", 1, ""),
        ("assigned", 1, "replied", 1, "reply"),
        ("handling", 1, "tracking", 1, "reply evaluate track"),
        ("assigned", 1, "closed", 1, "reply evaluate close"),
        ("replied", 1, "replied", 1, ""),
        ("replied", 1, "rehandling", 2, "rehandle"),
        ("handling", 1, "rehandling", 2, "reply rehandle"),
        ("tracking", 1, "replied", 2, "rehandle reply"),
        ("tracking", 1, "tracking", 2, "rehandle reply evaluate track"),
        ("closed", 1, "rehandling", 3, "rehandle reply rehandle"),
        ("archived", 1, "rehandling", 2, "rehandle"),
        ("archived", 1, "tracking", 1, "track"),
        ("archived", 1, "closed", 1, ""),
        ("closed", 2, "tracking", 2, "track"),
        ("tracking", 2, "closed", 2, "close"),
        ("rehandling", 2, "rehandling", 2, ""),
        ("rehandling", 2, "closed", 2, "reply evaluate close"),
        ("evaluated", 1, "tracking", 1, "track"),
    ],
)
def test_the_way_from_where_it_stands(state: str, seen: int, there: str, round_: int, steps: str) -> None:
    found = list(way(state, seen, there, round_))
    assert " ".join(verb for verb, _round in found) == steps
    flow = moves.kind_named("proposal").flow
    for verb, _round in found:
        assert state in flow.moves[verb].sources
        state = flow.moves[verb].target
