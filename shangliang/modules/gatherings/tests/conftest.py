"""Pages read a clock that stands on the day of the meeting; `as_("wang")` is her browser."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shangliang.modules.gatherings.tests import given
from tests.world import World


@pytest.fixture
def today(world: World, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Pages read the clock; here it stands on the day of the meeting."""
    moment = given.the_day(world)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


@pytest.fixture
def as_(world: World, today: datetime) -> Any:
    def signed_in(who: str) -> Client:
        client = Client()
        if who:
            client.force_login(world.people[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
