"""What the tests of pages stand on."""

from pathlib import Path
from typing import Any

import pytest

from shangliang.modules.lists.tests import given
from tests.world import World


@pytest.fixture
def at_noon(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    """Pages read the clock at their edge; here it stands at the world's noon."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def full(world: World) -> dict[str, Any]:
    """One campaign with one of everything."""
    around = given.campaign(world)
    concern = given.concern(world, around)
    ask = given.ask(world, around)
    given.replied(world, ask)
    match = given.linked(world, given.services.confirm(concern, ask=ask, **given.by(world, "wang")))
    action = given.claimed(world, given.action(world, match))
    place = given.attended(world, given.post(world, campaign=around))
    met = given.briefing(world)
    return {
        "campaign": around, "concern": given.again(concern), "ask": ask, "match": given.again(match), "action": action,
        "post": place.post, "sign_up": place, "counsel": given.suggestion(world, place), "briefing": met,
        "question": given.question(world, met), "invitation": given.invitation(world, campaign=around),
    }  # fmt: skip
