"""Recommendations: wrong person, wrong moment, not ready, pressed twice."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal, moves
from shangliang.kernel.access import CLOCK
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.outcomes import services
from shangliang.modules.outcomes.models import Recommendation
from shangliang.modules.outcomes.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def verbs(thing: object) -> list[str]:
    return [e.verb for e in journal.story(moves.kind_of(thing).flow.kind, thing.pk)]  # type: ignore[arg-type, attr-defined]


def test_recommendations_are_numbered_and_keep_their_sources(world: World) -> None:
    matter = given.topic(world)
    met = given.gathering(world, matter)
    said = given.opinion(world, met)
    agreed = given.agreed(world, met, said)
    first = given.recommendation(world, matter, gathering=met, opinions=[said])
    second = given.recommendation(world, matter, text=agreed.text, consensus=agreed)
    assert [first.order, second.order] == [1, 2]
    assert list(first.opinions.all()) == list(second.opinions.all()) == [said]
    assert (second.gathering, second.department) == (met, world.units["d-housing"])


def test_a_withdrawn_one_gives_its_place_back(world: World) -> None:
    matter = given.topic(world)
    first = given.recommendation(world, matter)
    moves.make(first, "withdraw", actor=world.actor("wang"), at=world.now, note="重复")
    assert given.recommendation(world, matter).order == 1


@pytest.mark.parametrize("who", ["lin", "zhao", "liu", "chen"])
def test_who_may_not_recommend(world: World, who: str) -> None:
    matter = given.topic(world)
    with pytest.raises(moves.NotAllowed):
        services.recommend(matter, text="建议", actor=world.actor(who), at=world.now)


def test_a_recommendation_has_words_and_its_own_topics_sources(world: World) -> None:
    matter = given.topic(world)
    met = given.gathering(world, given.topic(world, title="另一件"))
    for wrong in ({"text": " "}, {"gathering": met}, {"opinions": [given.opinion(world, met)]}):
        with pytest.raises(moves.Refused):
            given.recommendation(world, matter, **wrong)  # type: ignore[arg-type]
    assert not matter.recommendations.exists()


def test_edit_a_recommendation_before_it_goes(world: World) -> None:
    thing = given.recommendation(world)
    wang = world.actor("wang")
    services.edit_recommendation(thing, text="改好的建议", actor=wang, at=world.now)
    services.edit_recommendation(thing, text="改好的建议", actor=wang, at=world.now)
    assert (given.again(thing).text, verbs(thing).count("edit")) == ("改好的建议", 1)
    services.send(thing, lead=world.units["d-housing"], actor=wang, at=world.now)
    with pytest.raises(moves.Stale):
        services.edit_recommendation(thing, text="再改", actor=wang, at=world.now)


def test_the_first_one_sent_moves_the_topic_on(world: World) -> None:
    matter = given.topic(world)
    first = given.sent(world, matter, assist=["d-civil"])
    assert (first.state, given.again(matter).state) == ("sent", "dispatched")
    assert first.dispatch is not None and first.dispatch.origin_link == first.get_absolute_url()
    assert {(a.unit.code, a.part) for a in first.dispatch.assignments.select_related("unit")} == {
        ("d-housing", "lead"), ("d-civil", "assist"),
    }  # fmt: skip
    second = given.sent(world, given.again(matter), text="第二条")
    assert (second.state, verbs(matter).count("send")) == ("sent", 1)


def test_nothing_is_sent_before_the_consultation(world: World) -> None:
    thing = given.recommendation(world, given.topic(world, discussing=False))
    with pytest.raises(moves.Refused, match="还没有协商"):
        services.send(thing, lead=world.units["d-housing"], actor=world.actor("wang"), at=world.now)
    assert not Dispatch.objects.exists() and given.again(thing).dispatch is None


@pytest.mark.parametrize("who", ["lin", "sun", "liu", "chen"])
def test_who_may_not_send(world: World, who: str) -> None:
    thing = given.recommendation(world)
    with pytest.raises(moves.NotAllowed):
        services.send(thing, lead=world.units["d-housing"], actor=world.actor(who), at=world.now)
    assert not Dispatch.objects.exists()


def test_pressed_twice_it_is_sent_once(world: World) -> None:
    thing = given.sent(world)
    stale = Recommendation.objects.get(pk=thing.pk)
    with pytest.raises(moves.Stale):
        services.send(stale, lead=world.units["d-urban"], actor=world.actor("wang"), at=world.now)
    assert Dispatch.objects.count() == 1


def test_several_are_all_sent_or_none(world: World) -> None:
    matter = given.topic(world)
    one, two = given.recommendation(world, matter), given.recommendation(world, matter, text="第二条")
    send = services.Sending
    wang = world.actor("wang")
    bad = [
        send(one, world.units["d-housing"]),
        send(two, world.units["d-urban"], assist=[world.units["d-urban"]]),
    ]
    with pytest.raises(moves.Refused):
        services.send_all(matter, sendings=bad, actor=wang, at=world.now)
    assert not Dispatch.objects.exists()
    matter, one, two = given.again(matter), given.again(one), given.again(two)
    good = [send(one, world.units["d-housing"]), send(two, world.units["d-urban"])]
    assert len(services.send_all(matter, sendings=good, actor=wang, at=world.now)) == 2
    assert given.again(matter).state == "dispatched"


def test_send_all_needs_some_and_of_this_topic(world: World) -> None:
    matter, other = given.topic(world), given.recommendation(world, given.topic(world, title="另一件"))
    wang = world.actor("wang")
    with pytest.raises(moves.Refused):
        services.send_all(matter, sendings=[], actor=wang, at=world.now)
    with pytest.raises(moves.Refused, match="不是这个议题"):
        services.send_all(
            matter, sendings=[services.Sending(other, world.units["d-urban"])], actor=wang, at=world.now
        )


def test_every_recommendation_ends_in_one_of_four_and_a_rejection_has_its_reason(world: World) -> None:
    """DOMAIN 0.2 no. 9, kept by the table itself."""
    thing = given.decided(world)
    for wrong in ({"adoption": ""}, {"adoption": "rejected", "reason": ""}, {"dispatch": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recommendation.objects.filter(pk=thing.pk).update(**wrong)
    with pytest.raises(moves.NotAllowed):
        moves.make(thing, "decide", actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.Stale):
        moves.make(thing, "decide", actor=CLOCK, at=world.now)


def test_a_dispatch_called_back_gives_the_recommendation_back(world: World) -> None:
    thing = given.sent(world)
    handling.move(world, handling.again(thing.dispatch), "withdraw", "wang", note="交错了单位")
    back = given.again(thing)
    assert (back.state, back.dispatch) == ("draft", None)
    services.send(back, lead=world.units["d-urban"], actor=world.actor("wang"), at=world.now)
    assert back.state == "sent"
