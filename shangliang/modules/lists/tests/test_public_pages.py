"""What was published stands where everybody reads it, without the names of those who raised it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shangliang.kernel import moves
from shangliang.modules.lists import queries, services
from shangliang.modules.lists.models import ListAction
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import by, get, words
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def test_a_published_action_is_found_from_the_public_pages(
    world: World, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    made = given.claimed(world)
    page = reverse("portal:measure", args=[made.pk])
    assert Client().get(page).status_code == 404
    assert page not in words(Client().get(reverse("portal:measures")))
    moves.make(made, "verify", **by(world, "lin"))
    asked = words(get(world, "wang", "action_publish", made.pk))
    assert "热线已接通，可拨打试听" in asked  # whoever publishes reads all that everybody will read
    services.publish(made, **by(world, "wang"))
    assert page in words(get(world, "wang", "action", made.pk))
    with django_assert_max_num_queries(6):
        told = words(Client().get(page))
    assert "热线已接通，可拨打试听" in told and "林晓梅" not in told
    listed = words(Client().get(reverse("portal:measures")))
    assert page in listed and reverse("portal:measures") in words(Client().get(reverse("portal:promises")))


def test_open_asks_and_posts_stand_there_too(world: World) -> None:
    given.ask(world, title="公开的问计")
    given.ask(world, title="内部的问计", open_to_public=False)
    given.post(world, title="公开的岗位")
    shown = words(Client().get(reverse("portal:measures")))
    assert "公开的问计" in shown and "公开的岗位" in shown and "内部的问计" not in shown


def test_evidence_is_read_by_everybody_only_where_that_was_said_when_publishing(world: World) -> None:
    """What was published before the public page was there keeps to what people were told then."""
    made = given.published(world)
    page = reverse("portal:measure", args=[made.pk])
    evidence = f"/api/v1/lists/actions/{made.pk}/evidence"
    assert "可拨打试听" in words(Client().get(page))
    assert len(given.as_(world, "xu").get(evidence).json()) == 1
    ListAction.objects.filter(pk=made.pk).update(evidence_open=False)
    assert "可拨打试听" not in words(Client().get(page))
    assert given.as_(world, "xu").get(evidence).json() == []
    assert "可拨打试听" in words(get(world, "wang", "action", made.pk))


def test_outside_a_measure_does_not_say_whose_concern_it_was(world: World) -> None:
    made = given.published(world)
    answer = get(world, "zhou", "action", made.pk)
    assert answer.status_code == 302 and answer["Location"] == reverse("portal:measure", args=[made.pk])


def test_everybody_finds_it(world: World) -> None:
    made = given.published(world)
    given.deliver(world)
    found = words(Client().get(reverse("portal:search"), {"q": "心理援助热线"}))
    assert reverse("portal:measure", args=[made.pk]) in found


def test_the_strip_names_whoever_acts_now(world: World) -> None:
    made = given.claimed(world)
    assert made.concern is not None

    def holders() -> str:
        stops = queries.chain(concern=made.concern, actor=world.actor("wang"))
        return next(s.station.holder(s.here) for s in stops if s.station.name == "list_action")

    assert holders() == "提出的委员"
    moves.make(made, "verify", **by(world, "lin"))
    assert holders() == str(world.units["yunchuan"])
    moves.make(given.action(world, made.concern), "start", **by(world, "tang"))
    services.publish(made, **by(world, "wang"))
    assert holders() == str(world.units["d-education"])
