"""What the tests of pages stand on."""

from pathlib import Path
from typing import Any

import pytest

from tests.world import World


@pytest.fixture
def at_noon(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    """Pages read the clock at their edge; here it stands at the world's noon."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)
    settings.MEDIA_ROOT = tmp_path
