"""The chain of a public question can be walked both ways, with a price that does not grow."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from shangliang.kernel import loop
from tests import given
from tests.world import NOON, World


@pytest.fixture
def chain(world: World) -> dict[str, Any]:
    """Two voices in a topic; planned, consulted on, recommended, dispatched, fed back."""
    things: dict[str, Any] = {"voices": [given.in_state(world, "voice", "in_topic") for _ in range(2)]}
    things["topic"] = topic = given.in_state(world, "topic", "dispatched")
    for voice in things["voices"]:
        topic.links.create(voice=voice, joined_at=NOON)
    things["plan_item"] = item = given.in_state(world, "plan_item", "held", topic=topic)
    things["gathering"] = gathering = given.in_state(
        world, "gathering", "concluded", topic=topic, plan_item=item
    )
    gathering.opinions.create(participant=gathering.participants.first(), text="同意", at=NOON, token="1")
    things["dispatch"] = dispatch = given.in_state(world, "dispatch", "handling")
    things["recommendation"] = given.in_state(
        world, "recommendation", "decided", topic=topic, gathering=gathering
    )
    type(things["recommendation"])._default_manager.filter(pk=things["recommendation"].pk).update(
        dispatch=dispatch
    )
    return things


def ids(found: dict[str, set[int]], *names: str) -> dict[str, set[int]]:
    return {name: found[name] for name in names}


def test_stations_stand_in_the_order_of_the_year() -> None:
    order = [s.name for s in sorted(loop.stations.values(), key=lambda s: s.order)]
    assert order == [
        "voice",
        "topic",
        "plan_item",
        "gathering",
        "board",
        "opinion",
        "recommendation",
        "proposal",
        "brief",
        "supervision",
        "dispatch",
        "feedback",
    ]
    assert len({s.order for s in loop.stations.values()}) == len(order)
    for arrow in loop.arrows:
        assert loop.stations[arrow.later].order > loop.stations[arrow.earlier].order, arrow


def test_from_a_voice_to_its_end(chain: dict[str, Any]) -> None:
    found = loop.walk("voice", chain["voices"][0].pk)
    for name in ("topic", "plan_item", "gathering", "recommendation", "dispatch"):
        assert found[name] == {chain[name].pk}, name


def test_from_the_end_back_to_every_voice(chain: dict[str, Any]) -> None:
    found = loop.walk("dispatch", chain["dispatch"].pk)
    assert found["voice"] == {v.pk for v in chain["voices"]}
    assert found["topic"] == {chain["topic"].pk} and found["plan_item"] == {chain["plan_item"].pk}


def test_another_voices_matter_is_not_mixed_in(chain: dict[str, Any], world: World) -> None:
    other = given.in_state(world, "topic", "filed")
    stranger = given.in_state(world, "voice", "in_topic")
    other.links.create(voice=stranger, joined_at=NOON)
    found = loop.walk("voice", chain["voices"][0].pk)
    assert stranger.pk not in found["voice"] and other.pk not in found["topic"]
    assert loop.walk("voice", stranger.pk)["topic"] == {other.pk}


def test_what_was_dropped_is_no_part(chain: dict[str, Any]) -> None:
    gathering = chain["gathering"]
    type(gathering)._default_manager.filter(pk=gathering.pk).update(state="cancelled")
    assert loop.walk("topic", chain["topic"].pk)["gathering"] == set()


def places(stops: list[loop.Stop]) -> dict[str, str]:
    return {stop.station.name: stop.place for stop in stops}


def test_the_strip_says_where_it_is(chain: dict[str, Any]) -> None:
    stops = loop.chain("voice", chain["voices"][0].pk)
    assert places(stops) == {
        "voice": "passed",
        "topic": "passed",
        "plan_item": "passed",
        "gathering": "passed",
        "opinion": "passed",
        "recommendation": "passed",
        "dispatch": "here",
        "feedback": "ahead",
    }
    here = next(stop for stop in stops if stop.place == "here")
    assert here.here == chain["dispatch"] and here.station.holder(here.here) == "市住建局"


def test_a_station_that_is_done_hands_on(chain: dict[str, Any]) -> None:
    dispatch = chain["dispatch"]
    type(dispatch)._default_manager.filter(pk=dispatch.pk).update(state="tracking")
    assert places(loop.chain("topic", chain["topic"].pk))["feedback"] == "here"


def test_the_last_station_done_is_the_end(chain: dict[str, Any], world: World) -> None:
    given.in_state(world, "feedback", "published", topic=chain["topic"])
    assert set(places(loop.chain("topic", chain["topic"].pk)).values()) == {"passed"}


def test_a_voice_just_received(world: World) -> None:
    voice = given.voice(world)
    stops = loop.chain("voice", voice.pk)
    assert stops[0].place == "here" and stops[0].here == voice
    assert {stop.place for stop in stops[1:]} == {"ahead"}
    assert stops[1].here is None


def test_of_several_the_one_that_waits_is_named(world: World, chain: dict[str, Any]) -> None:
    late = given.in_state(world, "recommendation", "sent", topic=chain["topic"])
    stop = next(s for s in loop.chain("topic", chain["topic"].pk) if s.station.name == "recommendation")
    assert stop.here == late and len(stop.things) == 2


def test_the_price_does_not_grow(
    chain: dict[str, Any], world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """At most one query an arrow and direction and one a station, for two voices and for twenty."""
    for _ in range(18):
        chain["topic"].links.create(voice=given.in_state(world, "voice", "in_topic"), joined_at=NOON)
    with django_assert_max_num_queries(2 * len(loop.arrows) + len(loop.stations)):
        stops = loop.chain("dispatch", chain["dispatch"].pk)
        for stop in stops:
            for thing in stop.things:
                stop.station.done(thing), stop.station.holder(thing)
    assert len(stops[0].things) == 20


def test_a_branch_shows_only_where_it_was_taken(world: World, chain: dict[str, Any]) -> None:
    """信息 stands on the chain of the voice it was made of, and on no other."""
    topic = chain["topic"]
    assert "brief" not in [stop.station.name for stop in loop.chain("topic", topic.pk)]
    made = given.in_state(world, "brief", "submitted", topic=topic)
    stops = {stop.station.name: stop for stop in loop.chain("topic", topic.pk)}
    assert [b.pk for b in stops["brief"].things] == [made.pk]


def test_what_one_may_not_open_is_shut(
    world: World, chain: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The office opens every stop; a department only what was sent to it; one question for the whole strip."""
    stops = loop.chain("dispatch", chain["dispatch"].pk)
    wang, liu = world.actor("wang"), world.actor("liu")
    with django_assert_num_queries(1):
        loop.shut(stops, wang)
    assert [s.station.name for s in stops if s.shut] == []
    loop.shut(stops, liu)
    shut = {s.station.name: s.shut for s in stops if s.things}
    assert shut["plan_item"] and not shut["dispatch"] and not shut["recommendation"]
    assert loop.shut([], liu) == []
