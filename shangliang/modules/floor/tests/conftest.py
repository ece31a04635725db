"""Pages read a clock that stands on the day of the meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shangliang.modules.floor.tests import given
from tests.world import World


@pytest.fixture
def today(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    moment = given.at(world, 60)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    settings.MEDIA_ROOT = tmp_path
