"""A form of the desk sent twice does once what it says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from shangliang.kernel.models import Once
from shangliang.modules.topics.models import Topic
from shangliang.modules.topics.tests import given

pytestmark = pytest.mark.django_db


def form(world: Any, title: str = "老旧小区加装电梯", **more: Any) -> dict[str, Any]:
    unit = world.units["yunchuan"].pk
    field = given.topic(world).field_id
    return {
        "title": title, "summary": "摘要", "origin": "pointed", "unit": unit, "field": field, "token": "one-form",
        **more,
    }  # fmt: skip


def test_a_form_sent_twice_is_done_once(world: Any, client: Client) -> None:
    client.force_login(world.people["wang"])
    said = form(world)
    before = Topic.objects.count()
    first, again = client.post("/desk/topics/new/", said), client.post("/desk/topics/new/", said)
    assert first.status_code == 302 and again.status_code == 303 and first["Location"] == again["Location"]
    assert Topic.objects.count() == before + 1


def test_going_back_and_changing_the_words_is_another_form(world: Any, client: Client) -> None:
    client.force_login(world.people["wang"])
    said = form(world)
    before = Topic.objects.count()
    client.post("/desk/topics/new/", said)
    client.post("/desk/topics/new/", {**said, "title": "石桥中学门口堵车"})
    assert Topic.objects.count() == before + 2


def test_what_was_refused_can_be_sent_again(world: Any, client: Client) -> None:
    client.force_login(world.people["wang"])
    said = form(world)
    assert client.post("/desk/topics/new/", {**said, "title": ""}).status_code == 422
    assert not Once.objects.exists()
    assert client.post("/desk/topics/new/", said).status_code == 302


def test_anothers_token_is_not_mine(world: Any, client: Client) -> None:
    client.force_login(world.people["wang"])
    said = form(world)
    client.post("/desk/topics/new/", said)
    client.force_login(world.people["liu"])
    assert client.post("/desk/topics/new/", said).status_code == 403


def test_an_odd_address_is_no_page_and_no_error(world: Any, client: Client) -> None:
    client.force_login(world.people["zhou"])
    answer = client.post("/desk/move/%00/1/%00/", {"token": "t"})
    assert answer.status_code == 404
