"""Pages and endpoints read the clock of the house; here it stands at the world's noon."""

import pytest
from django.utils import timezone

from tests.world import World


@pytest.fixture
def today(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: world.now)
    return world
