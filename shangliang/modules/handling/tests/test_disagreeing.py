"""Two departments that disagree: the objection, the ruling, and who may not be passed over."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from shangliang.kernel import moves, sweeper
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import Assignment, Countersign, Reply
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def circulated(world: World) -> tuple[Assignment, Reply]:
    part = given.part(given.dispatch(world, joint=["d-urban"]))
    given.move(world, part, "sign", "liu")
    reply = given.drafted(world, part)
    given.move(world, part, "circulate", "liu")
    return part, reply


def newest(part: Assignment) -> Countersign:
    rows = Countersign.objects.select_related("unit", "reply__assignment__dispatch__unit").exclude(
        state="void"
    )
    return rows.get(reply__assignment=part)


def test_an_objection_holds_the_reply_until_it_is_ruled_upon(world: World) -> None:
    """DOMAIN 0.2 no. 5: without the countersign the lead cannot submit; a ruling is recorded beside the objection."""
    part, reply = circulated(world)
    given.agreed(world, reply, agrees=False, note="占道部分不归我局")
    with pytest.raises(moves.Refused, match="市城管局"):
        given.move(world, given.again(part), "submit", "liu")
    for who in ("liu", "xu", "wang", "zhao"):
        with pytest.raises(moves.NotAllowed):
            services.overrule(newest(part), ruling="照主办意见", actor=world.actor(who), at=world.now)
    with pytest.raises(moves.Refused, match="怎样裁定"):
        services.overrule(newest(part), ruling=" ", actor=world.actor("sun"), at=world.now)
    services.overrule(
        newest(part), ruling="占道由城管局配合，照主办意见", actor=world.actor("sun"), at=world.now
    )
    assert given.told(world, newest(part), "overrule") == {"liu", "xu"}
    given.move(world, given.again(part), "submit", "liu")
    kept = newest(part)
    assert (kept.state, kept.note, kept.ruler) == ("overruled", "占道部分不归我局", world.people["sun"])
    assert [c.note for c in queries.versions(part, drafts=True)[0].said] == ["占道部分不归我局"]


def test_silence_is_ruled_upon_only_after_its_time(world: World) -> None:
    part, _reply = circulated(world)
    sun = world.actor("sun")
    with pytest.raises(moves.Refused, match="会签期限内"):
        services.overrule(newest(part), ruling="不等了", actor=sun, at=world.now)
    late = newest(part).due_at + timedelta(minutes=1)
    list(sweeper.sweep(at=late))
    assert given.told(world, newest(part), "clock_overdue", at=late) == {"xu", "sun"}
    services.overrule(newest(part), ruling="逾期未会签，视为无意见", actor=sun, at=late)
    given.move(world, given.again(part), "submit", "liu", at=late)


def test_a_new_version_asks_anew_and_a_ruling_does_not_carry_over(world: World) -> None:
    part, reply = circulated(world)
    given.agreed(world, reply, agrees=False, note="改")
    services.overrule(newest(part), ruling="照主办意见", actor=world.actor("sun"), at=world.now)
    given.move(world, given.again(part), "revise", "liu")
    given.drafted(world, given.again(part), text="换了说法")
    given.move(world, given.again(part), "circulate", "liu")
    with pytest.raises(moves.Refused, match="市城管局"):
        given.move(world, given.again(part), "submit", "liu")
    states = Countersign.objects.order_by("pk").values_list("reply__version", "state")
    assert list(states) == [(1, "overruled"), (2, "asked")]


def test_what_was_asked_is_void_while_the_lead_revises(world: World) -> None:
    part, reply = circulated(world)
    given.move(world, given.again(part), "revise", "liu")
    assert Countersign.objects.get().state == "void" and queries.to_countersign(world.actor("xu")) == []
    given.move(world, given.again(part), "circulate", "liu")
    given.agreed(world, reply)
    given.move(world, given.again(part), "submit", "liu")
    with pytest.raises(moves.Stale):
        given.agreed(world, reply, agrees=False, note="反悔")


def test_one_may_change_ones_mind_until_it_is_submitted(world: World) -> None:
    part, reply = circulated(world)
    given.agreed(world, reply, agrees=False, note="改一处")
    given.agreed(world, reply, agrees=False, note="改两处")
    assert (newest(part).state, newest(part).note) == ("objected", "改两处")
    given.agreed(world, reply)
    assert (newest(part).state, newest(part).note) == ("agreed", "")


def test_the_database_keeps_a_countersign_whole(world: World) -> None:
    circulated(world)
    for wrong in (
        {"state": "agreed"}, {"state": "objected", "person": world.people["xu"], "at": world.now},
        {"state": "overruled"}, {"state": "overruled", "ruler": world.people["sun"]},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Countersign.objects.update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_countersign_and_revision_at_once(world: World) -> None:
    """One of the two wins; the reply is never submitted on a countersign of another version."""
    part, reply = circulated(world)
    barrier, said = threading.Barrier(2), []

    def run(act: object) -> None:
        barrier.wait()
        try:
            act()  # type: ignore[operator]
            said.append("done")
        except moves.Refused as refused:
            said.append(type(refused).__name__)
        finally:
            connection.close()

    liu, xu, unit = world.actor("liu"), world.actor("xu"), world.units["d-urban"]
    mine = Assignment.objects.select_related("unit", "dispatch__unit").get(pk=part.pk)
    theirs = Reply.objects.select_related("assignment__dispatch", "assignment__unit").get(pk=reply.pk)

    def revise() -> None:
        moves.make(mine, "revise", actor=liu, at=world.now)

    def agree() -> None:
        services.countersign(theirs, unit=unit, agrees=True, note="", actor=xu, at=world.now)

    threads = [threading.Thread(target=run, args=(act,)) for act in (revise, agree)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    state = Assignment.objects.get(pk=part.pk).state
    assert state == "drafting" and set(said) <= {"done", "Stale"} and "done" in said
