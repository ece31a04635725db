"""Pages read a clock that stands on the day of the meeting; `as_("wang")` is her browser."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from shangliang.modules.minutes.tests import given
from tests import visits
from tests.world import World


@pytest.fixture
def today(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> datetime:
    moment = given.after(world)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    settings.MEDIA_ROOT = tmp_path
    return moment


@pytest.fixture
def as_(world: World, today: datetime) -> Any:
    return partial(visits.as_, world)
