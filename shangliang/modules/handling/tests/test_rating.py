"""Ratings in two axes and second handling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import moves, sweeper
from shangliang.kernel.access import Actor, Seat
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import (
    Dispatch,
    Rating,
    Reply,
)
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def rate(world: World, thing: Dispatch, who: str = "wang", *, by: str = "", **more: str) -> Rating:
    return given.rated(world, thing, who, by=by, **more)


def test_rate_two_axes_once_a_round(world: World) -> None:
    thing = given.answered(world)
    first = rate(world, thing)
    assert rate(world, thing).pk == first.pk
    with pytest.raises(moves.Refused, match="已经评价过"):
        rate(world, thing, attitude="understood")
    rate(world, thing, "lin", attitude="satisfied", result="unsolved", comment="楼道口没动")
    found = queries.satisfaction(thing)
    assert (found.attitude("satisfied"), found.result("solved"), found.total) == (2, 1, 2)


def test_rate_cannot_be_filled_in_for_somebody_else(world: World) -> None:
    thing = given.answered(world)
    with pytest.raises(moves.NotAllowed, match="不能代填"):
        rate(world, thing, "wang", by=f"person:{world.people['lin'].pk}")
    for who in ("liu", "hou", "sun", "zhao", "gao"):
        with pytest.raises(moves.NotAllowed):
            rate(world, thing, who)
    assert not Rating.objects.exists()


def test_raiser_rates_by_receipt(world: World) -> None:
    thing = given.answered(world)
    raiser = Actor("提出人", seats=(Seat("raiser", "", 345),))
    matter = {"label": "群众", "opinion": services.Opinion("understood", "partly")}
    rating = services.rate(thing, by="voice:345", actor=raiser, at=world.now, **matter)
    assert (rating.by, rating.round) == ("voice:345", 1)
    with pytest.raises(moves.NotAllowed):
        services.rate(thing, by="voice:346", actor=raiser, at=world.now, **matter)


def test_dissatisfaction_says_why(world: World) -> None:
    thing = given.answered(world)
    for more in ({"attitude": "dissatisfied"}, {"result": "unsolved"}):
        with pytest.raises(moves.Refused, match="哪里不行"):
            rate(world, thing, **more)
    with pytest.raises(moves.Refused, match="分别评价"):
        rate(world, thing, attitude="5")
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(
            dispatch=thing,
            round=1,
            by="x",
            label="x",
            attitude="dissatisfied",
            result="solved",
            comment="",
            at=world.now,
        )


def test_no_rating_before_the_reply(world: World) -> None:
    thing = given.signed(world).dispatch
    with pytest.raises(moves.Stale, match="还不能评价"):
        rate(world, thing)


def test_accept_closes_when_nothing_was_promised(world: World) -> None:
    thing = given.answered(world)
    with pytest.raises(moves.NotAllowed):
        services.accept_result(thing, actor=world.actor("lin"), at=world.now)
    services.accept_result(thing, actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    assert given.again(thing).state == "closed"


def test_promises_are_tracked_before_it_closes(world: World) -> None:
    """SYSTEMS 98: from answering to doing."""
    thing = given.signed(world)
    first, second = given.promised(world, thing), given.promised(world, thing, text="公示资金")
    given.replied(world, thing, norm="planned")
    services.accept_result(given.again(thing.dispatch), actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    assert given.again(thing.dispatch).state == "tracking"
    given.proven(world, first)
    given.move(world, given.again(first), "claim", "liu")
    given.move(world, given.again(first), "confirm", "sun")
    assert given.again(thing.dispatch).state == "tracking"
    given.move(world, given.again(second), "give_up", "hou", note="资金未落实")
    assert given.again(thing.dispatch).state == "closed"
    assert given.told(world, given.again(second), "give_up") == {"sun", "wang", "chen", "zhao"}


def test_rating_window_ends_by_itself(world: World) -> None:
    thing = given.answered(world)
    late = thing.due_at + timedelta(minutes=1)
    list(sweeper.sweep(at=late))
    given.deliver(world, late)
    assert given.again(thing).state == "closed"
    rate(world, given.again(thing), "lin")
    assert Rating.objects.count() == 1


def test_redo_opens_a_new_round_with_a_new_clock(world: World) -> None:
    thing = given.answered(world)
    rate(world, thing, attitude="satisfied", result="unsolved", comment="没有动工")
    for who in ("lin", "sun", "liu"):
        with pytest.raises(moves.NotAllowed):
            services.redo(given.again(thing), note="x", actor=world.actor(who), at=world.now)
    services.redo(thing, note="没有动工", actor=world.actor("wang"), at=world.now)
    assert (thing.round, given.again(thing).round, given.again(thing).state) == (2, 2, "rehandling")
    again = given.part(thing)
    assert again.state == "redoing" and again.due_at == datetime(2026, 4, 1, 15, 59, 59, tzinfo=UTC)
    assert given.told(world, again, "reopen") == {"liu", "hou", "sun", "wang"}
    given.deliver(world)
    assert given.again(thing).state == "rehandling"  # old entries do not finish the new round
    given.replied(world, again, text="已于 2 月动工")
    assert given.again(thing).state == "replied" and Reply.objects.get(version=2).published_at
    assert "已于 2 月动工" in queries.answer_text(thing.pk) and given.TEXT not in queries.answer_text(
        thing.pk
    )
    rate(world, given.again(thing))
    assert set(Rating.objects.values_list("round", flat=True)) == {1, 2}


def test_redo_of_one_split_department_only(world: World) -> None:
    thing = given.dispatch(world, split=["d-housing", "d-urban"])
    for unit, who in (("d-housing", "liu"), ("d-urban", "xu")):
        given.replied(world, given.move(world, given.part(thing, unit), "sign", who), who=who)
    services.redo(
        given.again(thing),
        note="城管部分不行",
        actor=world.actor("wang"),
        at=world.now,
        only=[given.part(thing, "d-urban")],
    )
    assert (given.part(thing).state, given.part(thing, "d-urban").state) == ("replied", "redoing")
    given.replied(world, given.part(thing, "d-urban"), who="xu", text="城管二次答复")
    assert given.again(thing).state == "replied"


def test_redo_of_nobody_is_refused_whole(world: World) -> None:
    thing = given.answered(world)
    other = given.part(given.dispatch(world, "d-urban"), "d-urban")
    with pytest.raises(moves.Refused, match="重新办理的单位"):
        services.redo(thing, note="x", actor=world.actor("wang"), at=world.now, only=[other])
    assert (given.again(thing).state, given.again(thing).round) == ("replied", 1)


@pytest.mark.parametrize(("then", "state"), [("accept", "closed"), ("redo", "rehandling"), ("", "replied")])
def test_judge_rates_and_decides_in_one_step(world: World, then: str, state: str) -> None:
    thing = given.answered(world)
    actor, opinion = world.actor("wang"), services.Opinion("satisfied", "partly", "三号楼还差")
    code = services.confirmation(thing, opinion=opinion, actor=actor)
    services.judge(thing, label="王秀兰", opinion=opinion, then=then, code=code, actor=actor, at=world.now)
    given.deliver(world)
    assert given.again(thing).state == state and Rating.objects.count() == 1


def test_judge_leaves_nothing_behind_when_the_decision_is_not_hers(world: World) -> None:
    thing = given.answered(world)
    actor, opinion = world.actor("lin"), services.Opinion("satisfied", "solved")
    code = services.confirmation(thing, opinion=opinion, actor=actor)
    with pytest.raises(moves.NotAllowed):
        services.judge(
            thing, label="林晓梅", opinion=opinion, then="accept", code=code, actor=actor, at=world.now
        )
    assert not Rating.objects.exists()
