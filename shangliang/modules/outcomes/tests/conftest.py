"""What the tests of pages stand on."""

from pathlib import Path
from typing import Any

import pytest

from shangliang.modules.outcomes.tests import given
from tests.world import World


@pytest.fixture
def at_noon(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    """Pages read the clock at their edge; here it stands at the world's noon."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def full(world: World) -> dict[str, Any]:
    """One topic with one of everything."""
    matter = given.topic(world)
    met = given.gathering(world, matter)
    given.agreed(world, met, given.opinion(world, met))
    asked = given.decided(world, matter, promise="6 栋楼全部开工", norm="in_progress")
    thing = given.submitted(world, matter)
    return {
        "topic": matter, "gathering": met, "recommendation": asked, "document": thing,
        "instruction": given.instruction(world, thing, recommendations=[asked]),
        "feedback": given.feedback(world, matter), "look_back": given.look_back(world, matter),
    }  # fmt: skip
