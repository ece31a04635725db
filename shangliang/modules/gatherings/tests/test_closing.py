"""The end of the meeting, minutes, lights and steps: the services and their pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from shangliang.kernel import journal, moves
from shangliang.kernel.models import Entry
from shangliang.modules.gatherings import services
from shangliang.modules.gatherings.models import Gathering, Light
from shangliang.modules.gatherings.tests import given
from shangliang.modules.gatherings.tests.test_pages import at, page
from shangliang.modules.plans.tests import given as plans
from tests.world import World


def verbs(gathering: Gathering) -> list[str]:
    return [e.verb for e in journal.story("gathering", gathering.pk)]


def test_minutes_of_another_hand_are_not_overwritten(world: World) -> None:
    gathering = given.held(world)
    asked = {"actor": world.actor("wang"), "at": given.the_day(world)}
    before = services.mark_of("")
    services.write_minutes(gathering, text="第一稿", seen=before, **asked)
    with pytest.raises(moves.Stale, match="已有人改过"):
        services.write_minutes(gathering, text="第二稿", seen=before, **asked)
    services.write_minutes(gathering, text="第二稿", seen=services.mark_of("第一稿"), **asked)
    services.write_minutes(gathering, text="第二稿", seen=before, **asked)
    gathering.refresh_from_db()
    assert gathering.minutes == "第二稿" and verbs(gathering).count("write_minutes") == 2
    with pytest.raises(moves.NotAllowed):
        services.write_minutes(gathering, text="x", actor=world.actor("chen"), at=world.now)


def test_a_light_needs_evidence(world: World) -> None:
    gathering = given.ready(world)
    asked = {"actor": world.actor("wang"), "at": world.now}
    with pytest.raises(moves.Refused, match="没有佐证"):
        services.light(gathering, kind="theme", evidence=" ", **asked)
    with pytest.raises(moves.Refused, match="还没有举行"):
        services.light(gathering, kind="consultation", evidence="开过了", **asked)
    first = services.light(gathering, kind="theme", evidence="加装电梯", **asked)
    again = services.light(gathering, kind="theme", evidence="加装电梯费用分摊", **asked)
    assert first.pk == again.pk and gathering.lights.count() == 1
    assert Entry.objects.filter(verb="light", ref=str(gathering.pk)).last().facts["was"] == "加装电梯"
    with pytest.raises(IntegrityError), transaction.atomic():
        Light.objects.create(
            gathering=gathering, kind="case", evidence="", person=world.people["wang"], at=world.now
        )


def test_steps_are_ticked_and_taken_back(world: World) -> None:
    gathering = given.prepared(world)
    asked = {"actor": world.actor("wang"), "at": world.now}
    assert services.tick_step(gathering, order=3, note="公示七天", **asked) is True
    assert services.tick_step(gathering, order=3, note="公示七天", **asked) is False
    assert services.tick_step(gathering, order=3, done=False, **asked) is True
    assert gathering.steps.get(order=3).done_at is None
    with pytest.raises(moves.Refused, match="第 9 步"):
        services.tick_step(gathering, order=9, **asked)
    with pytest.raises(moves.NotAllowed):
        services.tick_step(gathering, order=3, actor=world.actor("lin"), at=world.now)


def test_ending_tells_the_plan(world: World) -> None:
    plan = plans.issued(world)
    item = plan.items.first()
    assert item is not None
    gathering = given.held(world, item.topic, plan_item=item)
    given.followed(world)
    item.refresh_from_db()
    facts = Entry.objects.get(kind="gathering", ref=str(gathering.pk), verb="end").facts
    came = {"signed": 2, "excused": 0, "absent": 2}
    assert facts == {"plan_item": item.pk, "opinions": 2, **came} and item.state == "held"


def test_cancelling_needs_a_reason(world: World) -> None:
    gathering = given.noticed(world)
    with pytest.raises(moves.Refused, match="理由"):
        services.cancel(gathering, note=" ", actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.NotAllowed):
        services.cancel(gathering, note="改天", actor=world.actor("chen"), at=world.now)
    assert Gathering.objects.get(pk=gathering.pk).state == "noticed"


def test_the_end_says_what_is_missing(as_: Any, world: World) -> None:
    gathering = given.sitting(world)
    client, address = as_("wang"), at("end", gathering.pk)
    assert "还没有委员签到" in page(client.get(address))
    assert client.post(address).status_code == 422
    services.sign_in(given.seat(gathering, "member"), actor=world.actor("wang"), at=given.the_day(world))
    given.said(world, gathering)
    assert "还没有记下一项共识" in page(client.get(address))
    assert client.post(address).url == reverse("minutes:of", args=[gathering.pk])
    assert "还不能散会" in page(client.get(address)) and client.post(address).status_code == 409


def test_cancelling_by_form(as_: Any, world: World) -> None:
    gathering = given.noticed(world)
    client, address = as_("wang"), at("cancel", gathering.pk)
    assert "不能恢复" in page(client.get(address))
    assert client.post(address, {"note": ""}).status_code == 422
    assert client.post(address, {"note": "停电"}).status_code == 303
    assert client.post(address, {"note": "停电"}).status_code == 409


def test_lights_and_steps_by_form(as_: Any, world: World) -> None:
    gathering = given.held(world)
    client = as_("wang")
    address = at("light", gathering.pk, "consultation")
    assert "到会 2 人" in page(client.get(address))
    upload = SimpleUploadedFile("照片.txt", "现场".encode())
    assert client.post(address, {"evidence": "开过了", "file": upload}).status_code == 303
    assert gathering.lights.get().file is not None
    assert client.post(address, {"evidence": ""}).status_code == 422
    assert client.get(at("light", gathering.pk, "sixth")).status_code == 404
    step = at("step", gathering.pk, 7)
    assert client.post(step, {"done": "1", "note": "回访三户"}).status_code == 303
    assert gathering.steps.get(order=7).note == "回访三户"
    assert client.post(step, {"done": "0"}).status_code == 303
    assert gathering.steps.get(order=7).done_at is None
    assert client.post(step, {"done": "7"}).status_code == 422
