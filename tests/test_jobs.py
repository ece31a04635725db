"""What was asked for in a request is left to the worker, once."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from shangliang.kernel import journal
from shangliang.modules.lists import services
from shangliang.modules.lists.models import Comparison
from shangliang.modules.lists.tests.test_matching import two_lists
from shangliang.project import jobs
from tests.world import World

pytestmark = pytest.mark.django_db


def test_asking_leaves_one_job_for_the_worker(world: World) -> None:
    around = two_lists(world)
    services.ask_comparison(around, actor=world.actor("wang"), at=world.now)
    for _twice in range(2):
        journal.replay("comparing", world.now)
    waiting = ProcrastinateJob.objects.filter(task_name="shangliang.project.jobs.compare", status="todo")
    assert waiting.count() == 1
    assert jobs.compare(int(world.now.timestamp())) == 1
    assert jobs.compare(int(world.now.timestamp())) == 0
    assert Comparison.objects.get().done_at is not None
    waiting.delete()
    journal.replay("comparing", world.now)
    assert not waiting.exists()
