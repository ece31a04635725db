"""Signing in by the code on the wall: the service and its pages."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from shangliang.kernel import journal, moves
from shangliang.kernel.models import Entry
from shangliang.modules.gatherings import queries, services
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given
from shangliang.modules.gatherings.tests.test_pages import at, page
from tests.world import World


def verbs(gathering: Gathering) -> list[str]:
    return [e.verb for e in journal.story("gathering", gathering.pk)]


def test_code_recognises_who_is_signed_in(world: World) -> None:
    gathering = given.sitting(world)
    code = gathering.sign_in_code.lower()
    at = given.the_day(world)
    guest = services.sign_in_by_code(code, person=world.people["lin"], at=at)
    assert guest.signed_how == "code" and guest.person == world.people["lin"]
    again = services.sign_in_by_code(code, person=world.people["lin"], at=at + timedelta(minutes=5))
    assert again.signed_in_at == at and verbs(gathering).count("sign_in") == 1
    with pytest.raises(moves.Refused, match="没有找到您"):
        services.sign_in_by_code(code, person=world.people["deng"], at=at)


def test_a_moving_code_lets_in_who_sees_the_screen(
    world: World, as_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathering = given.sitting(world)
    now = given.the_day(world)
    wang, phone = as_("wang"), as_("")
    wang.post(at("move_code", gathering.pk), {"on": "1"})
    gathering.refresh_from_db()
    assert gathering.moving_code and verbs(gathering).count("move_code") == 1
    door = at("join", gathering.sign_in_code)
    assert "请对着大屏幕再扫一次" in phone.get(door).content.decode()
    key = queries.moving_key(gathering, now)
    assert wang.get(at("qr", gathering.pk)).headers["Cache-Control"] == "private, no-store"
    shown = phone.get(f"{door}?k={key}").content.decode()
    entrance = re.search(r'name="entrance" value="([^"]+)"', shown)
    assert entrance
    guest = given.seat(gathering, "grassroots")
    forged = phone.post(door, {"participant": guest.pk, "entrance": "1-" + "0" * 12})
    assert forged.status_code == 422
    minutes = timedelta(minutes=4)
    monkeypatch.setattr(timezone, "now", lambda: now + minutes)
    assert "请对着大屏幕再扫一次" in phone.get(f"{door}?k={key}").content.decode()
    signed = phone.post(door, {"participant": guest.pk, "entrance": entrance.group(1)})
    assert "您已签到" in signed.content.decode()
    monkeypatch.setattr(timezone, "now", lambda: now + 4 * minutes)
    late = phone.post(
        door, {"participant": given.seat(gathering, "expert").pk, "entrance": entrance.group(1)}
    )
    assert late.status_code == 422
    with pytest.raises(moves.Refused, match="大屏幕"):
        services.sign_in_by_code(gathering.sign_in_code, person=world.people["lin"], at=now)
    wang = as_("wang")
    wang.post(at("move_code", gathering.pk), {"on": "0"})
    assert "我到了" in as_("lin").get(door).content.decode()


def test_the_hall_sees_agenda_clock_and_code(world: World, as_: Any) -> None:
    gathering = given.sitting(world)
    services.open_part(gathering.agenda.first(), actor=world.actor("wang"), at=given.the_day(world))
    wang = as_("wang")
    shown = wang.get(at("screen", gathering.pk)).content.decode()
    assert "市住建局通报情况" in shown and "还剩 20 分" in shown and "0 / 4" in shown
    given.said(world, gathering)
    seen = wang.get(at("screen", gathering.pk) + "?part=seen").content.decode()
    assert "林晓梅" not in seen and "<html" not in seen
    assert "turn=" in wang.get(at("screen", gathering.pk) + "?part=code").content.decode()
    assert as_("deng").get(at("screen", gathering.pk)).status_code in {403, 404}


def test_code_with_a_name_picked_from_the_list(world: World) -> None:
    gathering = given.sitting(world)
    guest = given.seat(gathering, "grassroots")
    signed = services.sign_in_by_code(gathering.sign_in_code, participant=guest.pk, at=given.the_day(world))
    assert signed == guest and signed.signed_in_at == given.the_day(world)
    entry = Entry.objects.get(kind="gathering", ref=str(gathering.pk), verb="sign_in")
    assert (entry.actor_label, entry.actor_id, entry.facts["how"]) == ("方**", None, "code")


def test_two_of_one_surname_give_their_full_names(world: World) -> None:
    gathering = given.sitting(world)
    given.guest(world, gathering, "grassroots", "方建国")
    old = given.seat_named(gathering, "方阿婆")
    at, code = given.the_day(world), gathering.sign_in_code
    with pytest.raises(moves.Refused, match="全名"):
        services.sign_in_by_code(code, participant=old.pk, at=at)
    with pytest.raises(moves.Refused, match="没有找到您"):
        services.sign_in_by_code(code, participant=old.pk, name="方小明", at=at)
    assert services.sign_in_by_code(code, participant=old.pk, name="方 建国", at=at).name == "方建国"
    assert services.sign_in_by_code(code, participant=old.pk, name="方阿婆", at=at) == old


def test_a_stakeholder_adds_herself_once(world: World) -> None:
    gathering = given.sitting(world)
    asked = {"joining": True, "name": "韩梅", "standing": "三号楼二层", "at": given.the_day(world)}
    first = services.sign_in_by_code(gathering.sign_in_code, **asked)
    assert services.sign_in_by_code(gathering.sign_in_code, **asked) == first
    assert first.capacity == "stakeholder" and gathering.participants.filter(name="韩梅").count() == 1
    with pytest.raises(moves.Refused, match="不收电话"):
        services.sign_in_by_code(
            gathering.sign_in_code, joining=True, name="韩梅13812345678", at=given.the_day(world)
        )


def test_nobody_adds_herself_to_a_closed_meeting(world: World) -> None:
    gathering = given.sitting(world, open_to_public=False)
    with pytest.raises(moves.Refused, match="不对外开放"):
        services.sign_in_by_code(gathering.sign_in_code, joining=True, name="韩梅", at=given.the_day(world))


def test_the_code_is_good_on_the_day_only(world: World) -> None:
    gathering = given.noticed(world)
    code, lin = gathering.sign_in_code, world.people["lin"]
    with pytest.raises(moves.Refused, match="3月9日"):
        services.sign_in_by_code(code, person=lin, at=world.now)
    services.cancel(gathering, note="场地停电", actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.Stale, match="已经取消"):
        services.sign_in_by_code(code, person=lin, at=given.the_day(world))
    after = given.held(world)
    with pytest.raises(moves.Stale, match="已经结束"):
        services.sign_in_by_code(after.sign_in_code, person=lin, at=given.the_day(world))
    with pytest.raises(moves.Refused, match="没有这个签到码"):
        services.sign_in_by_code("NOPENOPE", person=lin, at=given.the_day(world))


def test_the_code_on_the_wall(as_: Any, world: World) -> None:
    gathering = given.sitting(world)
    text = page(as_("chen").get(at("poster", gathering.pk)))
    assert at("join", gathering.sign_in_code) in text and "还有 4 人没有签到" in text
    response = as_("chen").get(at("qr", gathering.pk))
    assert response.headers["Content-Type"] == "image/svg+xml" and response.content.startswith(b"<svg")
    assert b"style=" not in response.content and b"<script" not in response.content


def test_signing_in_by_the_code_without_an_account(as_: Any, world: World) -> None:
    gathering = given.sitting(world)
    client, address = as_(""), at("join", gathering.sign_in_code)
    text = page(client.get(address))
    assert "方** · 基层群众代表" in text and "方阿婆" not in text and "林晓梅" not in text
    guest = given.seat(gathering, "grassroots")
    signed = client.post(address, {"participant": guest.pk})
    assert signed.status_code == 200 and "方阿婆，您已签到" in page(signed)
    assert "您已签到" in page(client.post(address, {"participant": guest.pk}))
    assert "方**" not in page(client.get(address))
    joined = client.post(address, {"joining": "1", "name": "韩梅", "standing": "三号楼"})
    assert "韩梅，您已签到" in page(joined) and gathering.participants.filter(name="韩梅").count() == 1
    wrong = client.post(address, {"joining": "1", "name": "韩"})
    assert wrong.status_code == 422 and "请填写您的姓名" in page(wrong)
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"participant": "abc"}).status_code == 422


def test_signing_in_by_the_code_with_an_account(as_: Any, world: World) -> None:
    gathering = given.sitting(world)
    client, address = as_("lin"), at("join", gathering.sign_in_code.lower())
    assert "您是 林晓梅" in page(client.get(address))
    assert "林晓梅，您已签到" in page(client.post(address))
    stranger = as_("deng").post(address)
    assert stranger.status_code == 422 and "没有找到您" in page(stranger)


def test_a_code_that_is_over_says_so(as_: Any, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    gathering = given.held(world)
    address = at("join", gathering.sign_in_code)
    assert "签到已关闭" in page(as_("").get(address))
    late = as_("").post(address, {"participant": given.seat(gathering, "expert").pk})
    assert late.status_code == 409 and "签到已关闭" in page(late)
    assert as_("").get(at("join", "NOPENOPE")).status_code == 404
    early = given.noticed(world)
    monkeypatch.setattr(timezone, "now", lambda: given.the_day(world) - timedelta(days=3))
    assert "请在3月9日到场后再签到" in page(as_("").get(at("join", early.sign_in_code)))


def test_the_sign_in_page_is_cheap(
    as_: Any, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    gathering = given.sitting(world)
    client = as_("")
    with django_assert_num_queries(2):
        client.get(at("join", gathering.sign_in_code))
