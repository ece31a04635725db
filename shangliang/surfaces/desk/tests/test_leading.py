"""The leader's page: what it shows to whom, and its price."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shangliang.kernel import calendar, journal, leading, sweeper
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given as meetings
from shangliang.modules.handling.models import Assignment, Promise
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.outcomes.models import Instruction
from shangliang.modules.outcomes.services import answer_instruction
from shangliang.modules.outcomes.tests import given as outcomes
from shangliang.modules.plans.models import PlanItem
from tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: world.now)
    return world


def seen(world: World, who: str) -> Any:
    client = Client()
    client.force_login(world.people[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def named(world: World, who: str) -> dict[str, list[str]]:
    actor = leading.as_leader(world.actor(who))
    return {line.name: [row.title for row in rows] for line, rows in leading.led_by(actor, world.now) if rows}


def test_only_leaders_have_the_page(today: World) -> None:
    for who in ("zhao", "chen"):
        page = seen(today, who).get("/desk/leading/")
        assert page.status_code == 200 and "现在没有您牵头的事" in page.content.decode()
    for who in ("wang", "sun", "liu", "hou", "lin"):
        assert seen(today, who).get("/desk/leading/").status_code == 403, who
    assert seen(today, "liu").get("/api/v1/leading").json() == []


def test_what_climbed_the_ladder_reaches_the_leader_and_not_before(world: World) -> None:
    part = handling.signed(world, title="消防通道被占")
    late = part.due_at + timedelta(days=2)
    for moment, found in ((late, {}), (late + timedelta(days=6), {"climbed": ["消防通道被占"]})):
        list(sweeper.sweep(at=moment))
        world.now = moment
        assert named(world, "zhao") == found == named(world, "chen")
    Assignment.objects.filter(pk=part.pk).update(due_at=late + timedelta(days=60))  # more time was given
    assert named(world, "zhao") == {}


def test_promises_late_in_the_area_only(world: World) -> None:
    promise = handling.promised(world, handling.signed(world))
    world.now = promise.due_at + timedelta(hours=1)
    assert named(world, "zhao")["promises_late"] == ["6 栋楼全部开工"]
    Promise.objects.update(state="kept")
    assert "promises_late" not in named(world, "zhao")
    assert leading.measures[1].ask(leading.as_leader(world.actor("zhao")), world.now) == (1, 1)


def test_plan_items_and_meetings_of_this_person(world: World) -> None:
    item = given.in_state(world, "plan_item", "listed")
    PlanItem.objects.filter(pk=item.pk).update(leader=world.people["zhao"])
    gathering = meetings.noticed(world)
    Gathering.objects.filter(pk=gathering.pk).update(convener=world.people["chen"], plan_item=None)
    assert named(world, "zhao") == {"plan_item": [item.title]}
    assert named(world, "chen") == {"gathering": [gathering.title]}
    Gathering.objects.filter(pk=gathering.pk).update(plan_item=item)
    assert named(world, "zhao") == {"plan_item": [item.title], "gathering": [gathering.title]}


def test_instructions_passed_on_until_they_are_answered(world: World) -> None:
    made = outcomes.forwarded(world)
    Instruction.objects.filter(pk=made.pk).update(leader="副市长 赵国栋")
    assert named(world, "zhao") == {"instruction": [made.text[:60]]} and named(world, "chen") == {}
    answer_instruction(outcomes.again(made), answer="已开工", actor=world.actor("liu"), at=world.now)
    assert named(world, "zhao") == {}


def test_a_leader_who_is_also_something_else_sees_what_she_leads(world: World) -> None:
    """A seat as secretary elsewhere does not widen the page."""
    actor = world.actor("wang")
    assert leading.as_leader(actor).seats == ()


def test_two_shares(world: World) -> None:
    on_time, kept = leading.measures
    handling.answered(world)
    late = handling.signed(world)
    after = late.due_at + timedelta(days=1)
    list(sweeper.sweep(at=after))
    handling.replied(world, handling.again(late), at=after)
    journal.deliver_all(after)
    zhao = leading.as_leader(world.actor("zhao"))
    assert (on_time.ask(zhao, after), kept.ask(zhao, after)) == ((1, 2), (0, 0))


def test_price_does_not_grow(today: World, django_assert_num_queries: Any) -> None:
    """One question a line and a measure, however much there is; and the three of every page."""
    for n in range(12):
        part = handling.signed(today, title=f"第 {n} 件", at=today.now - timedelta(days=110))
        handling.promised(today, part, due_on=calendar.day_of(today.now) + timedelta(days=n + 1))
    Promise.objects.update(due_at=today.now - timedelta(days=3))
    list(sweeper.sweep(at=today.now))
    client = seen(today, "zhao")
    client.get("/desk/leading/")
    with django_assert_num_queries(3 + len(leading.lines) + len(leading.measures)):
        page = client.get("/desk/leading/").content.decode()
    assert "其余 7 件" in page
    rows = client.get("/api/v1/leading").json()
    assert {r["line"] for r in rows} == {"climbed", "promises_late"} and len(rows) == 24
    assert rows[0]["kind"] == "assignment" and rows[0]["holder"] == "市住建局"
