"""Who is there counts in a poll; who is excused does not, until she comes."""

from __future__ import annotations

import pytest

from shangliang.modules.deliberation import queries as deliberation_queries
from shangliang.modules.deliberation import services as deliberation
from shangliang.modules.deliberation.models import Poll
from shangliang.modules.deliberation.tests import polling
from shangliang.modules.floor.tests import given
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given as gathering_given
from tests.world import World

pytestmark = pytest.mark.django_db


def _asked(world: World, gathering: Gathering, **more: str) -> Poll:
    terms = polling.terms(world, gathering=gathering, people=[], **more)
    return deliberation.ask_now(gathering, terms=terms, actor=world.actor("wang"), at=given.at(world))


def test_a_poll_among_those_present_asks_for_the_sign_in_alone(world: World) -> None:
    gathering, wang = polling.sitting(world, "lin", "deng"), world.actor("wang")
    head = gathering_given.seat(gathering, "head")
    gatherings.excuse(head, why="开会", actor=wang, at=given.at(world))
    voters = set(_asked(world, gathering, voters="present").roll.values_list("person__username", flat=True))
    assert voters == {"lin", "deng"}
    invited = _asked(world, gathering, voters="invited", question="还有谁来？")
    assert deliberation_queries.present(invited) == 2 and invited.entitled == 3
    gatherings.sign_in(head, actor=wang, at=given.at(world))
    assert deliberation_queries.present(invited) == 3
