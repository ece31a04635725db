"""The demo's polls, played once in the world of the tests."""

from __future__ import annotations

import pytest

from shangliang.modules.deliberation import queries
from shangliang.modules.deliberation.tests import polling
from shangliang.surfaces.demo.year import polling as demo
from shangliang.surfaces.demo.year.stage import Stage
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_handful_of_polls_in_every_state(world: World) -> None:
    stage = Stage(world, world.now, lambda said: None)
    made = demo.polls(stage, polling.sitting(world, "lin", "deng"))
    assert {p.state for p in made} >= {"draft", "open", "counted", "published", "cancelled"}
    ranked, motion, *_rest = made
    assert queries.results(ranked, queries.choices(ranked)).sentence
    assert motion.state == "void" or motion.result["motion"]["carried"]
    assert next(p for p in made if p.question.startswith("同意下次")).state in {"void", "counted"}
