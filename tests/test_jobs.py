"""What was asked for in a request is left to the worker, once."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from shangliang.kernel import journal
from shangliang.modules.lists import services
from shangliang.modules.lists.models import Comparison
from shangliang.modules.lists.tests.test_matching import two_lists
from shangliang.modules.minutes import services as minutes
from shangliang.modules.minutes.models import Draft
from shangliang.modules.minutes.tests import given as minuted
from shangliang.modules.minutes.tests.test_machine import Model, allowed, model
from shangliang.project import jobs
from tests.world import World

pytestmark = pytest.mark.django_db
__all__ = ["model"]  # a fixture


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


def test_a_draft_by_machine_is_one_job_for_the_worker(world: World, model: Model) -> None:
    allowed(world)
    paper = minuted.assembled(world)
    minutes.ask_machine(paper, **minuted.by(world))
    for _twice in range(2):
        journal.replay("drafting", world.now)
    waiting = ProcrastinateJob.objects.filter(task_name="shangliang.project.jobs.draft", status="todo")
    assert waiting.count() == 1 and model.asked == []
    model.says("会议商量了加装电梯的费用。")
    assert jobs.draft(int(world.now.timestamp())) == 1
    assert jobs.draft(int(world.now.timestamp())) == 0
    draft = Draft.objects.get()
    assert draft.failed == "" and draft.done_at is not None and len(model.asked) == 1
    waiting.delete()
    journal.replay("drafting", world.now)
    assert not waiting.exists()
