"""The desk's pages: who sees them, who may act on them, and what they say."""

from __future__ import annotations

import csv
import io
import uuid
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shangliang.kernel import moves
from shangliang.modules.outcomes.models import Document, FeedbackList, LookBack, Recommendation
from shangliang.modules.outcomes.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db
LISTS = ["recommendations", "documents", "instructions", "feedback_lists", "look_backs"]


def as_(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def get(world: World, who: str, name: str, *args: Any, **query: Any) -> Any:
    return as_(world, who).get(reverse(f"outcomes:{name}", args=args), query)


def post(world: World, who: str, name: str, *args: Any, **data: Any) -> Any:
    return as_(world, who).post(reverse(f"outcomes:{name}", args=args), data)


def words(response: Any) -> str:
    return response.content.decode()


@pytest.fixture(autouse=True)
def today(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages read the clock at their edge; here it stands at the world's noon."""
    monkeypatch.setattr("shangliang.modules.people.seating.timezone.now", lambda: world.now)


def test_try(world: World) -> None:
    matter = given.topic(world)
    r = given.decided(world, matter, promise="6 栋楼全部开工", norm="in_progress")
    f = given.feedback(world, matter)
    d = given.submitted(world, matter)
    i = given.instruction(world, d, recommendations=[r])
    b = given.look_back(world, matter)
    for who in ("wang", "chen", "lin", "zhao"):
        for name in LISTS:
            assert get(world, who, name).status_code == 200, name
            assert get(world, who, name, format="csv").status_code == 200
    for name, pk in [
        ("topic", matter.pk),
        ("recommendation", r.pk),
        ("feedback", f.pk),
        ("document", d.pk),
        ("instruction", i.pk),
        ("look_back", b.pk),
        ("years", matter.pk),
        ("draft_document", matter.pk),
        ("plan_look_back", matter.pk),
        ("edit_feedback", f.pk),
        ("forward", i.pk),
        ("instruct", d.pk),
    ]:
        response = get(world, "wang", name, pk)
        assert response.status_code == 200, name
    assert get(world, "wang", "loop").status_code == 200
