"""The story of a thing reads the same on its page and when it is fetched anew."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from shangliang.modules.topics.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def test_newest_first_with_one_heading_also_when_fetched_anew(world: World) -> None:
    topic = given.filed(world)
    client = Client()
    client.force_login(world.people["wang"])
    page = client.get(topic.get_absolute_url()).content.decode()
    whole = page.split(f'data-live="topic:{topic.pk}"')[1].split("</section>")[0]
    again = client.get(f"/desk/story/topic/{topic.pk}/").content.decode()
    lines = [[int(n) for n in re.findall(r'id="entry-(\d+)"', text)] for text in (whole, again)]
    assert lines[0] == lines[1] == sorted(lines[0], reverse=True) and len(lines[0]) > 1
    assert whole.count('id="story"') == again.count('id="story"') == 1
