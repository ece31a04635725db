"""The world as it is now, for pages and endpoints that read the clock of the house."""

import pytest
from django.utils import timezone

from tests.world import World


@pytest.fixture
def today(world: World) -> World:
    world.now = timezone.now()
    return world
