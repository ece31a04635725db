"""What was published stands where everybody reads it, without the names of those who raised it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shangliang.kernel import moves
from shangliang.modules.lists import services
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
