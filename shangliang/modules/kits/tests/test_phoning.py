"""What a participant's own phone kept while it had no network."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from shangliang.kernel.models import Entry
from shangliang.modules.gatherings import queries as meetings_asked
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given as meetings
from shangliang.modules.kits import services
from shangliang.modules.kits.models import Carried, Matter
from shangliang.modules.kits.services import phoning
from shangliang.modules.kits.tests import given
from shangliang.modules.kits.tests.given import entry, states
from tests.world import World

pytestmark = pytest.mark.django_db
PHONE, OTHER = "a" * 32, "b" * 32


def brings(
    world: World, g: Gathering, *entries: services.Sent, phone: str = PHONE, who: str = "", hours: float = 2
) -> list[services.Result]:
    person = world.people[who] if who else None
    return services.receive_from_phone(
        g, entries=entries, phone=phone, person=person, at=given.now(world, hours)
    )  # fmt: skip


def fang(world: World, g: Gathering) -> services.Sent:
    return entry(world, "sign_in", {"participant": meetings.seat_named(g, "方阿婆").pk})


def says(world: World, signed: services.Sent, text: str = "楼下怕挡光。") -> services.Sent:
    return entry(world, "opinion", {"participant": {"entry": str(signed.id)}, "text": text})


def test_she_signs_in_and_speaks_once(world: World) -> None:
    g = meetings.sitting(world)
    signed = fang(world, g)
    said = says(world, signed)
    assert states(brings(world, g, said)) == ["waits"]
    assert (
        states(brings(world, g, signed, said)) == states(brings(world, g, signed, said)) == ["kept", "kept"]
    )
    assert meetings.seat_named(g, "方阿婆").signed_in_at == given.now(world)
    opinion = g.opinions.get()
    assert (opinion.participant.name, opinion.at) == ("方阿婆", given.now(world))
    line = Entry.objects.filter(verb="opine").get()
    assert line.actor_label == "方**" and "noted_at" in line.facts


def test_somebody_new_adds_herself(world: World) -> None:
    g = meetings.sitting(world)
    signed = entry(world, "sign_in", {"joining": True, "name": "顾大娘", "standing": "二号楼"})
    assert states(brings(world, g, signed, says(world, signed))) == ["kept", "kept"]
    assert g.opinions.get().participant.capacity == "stakeholder"


def test_another_phone_does_not_speak_for_her(world: World) -> None:
    g = meetings.sitting(world)
    signed = fang(world, g)
    brings(world, g, signed)
    assert states(brings(world, g, says(world, signed), phone=OTHER)) == ["refused"]
    assert states(brings(world, g, signed, phone=OTHER)) == ["refused"]
    assert not g.opinions.exists()


def test_who_has_an_account_signs_in_to_speak(world: World) -> None:
    g = meetings.sitting(world)
    signed = entry(world, "sign_in", {"participant": meetings.seat(g, "member").pk})
    said = says(world, signed)
    assert states(brings(world, g, signed, said)) == ["kept", "refused"]
    assert states(brings(world, g, said, who="hou")) == ["refused"]
    assert states(brings(world, g, said, who="lin")) == ["kept"]
    assert Entry.objects.filter(verb="opine").get().actor_id == world.people["lin"].pk


def test_signed_in_she_is_known(world: World) -> None:
    g = meetings.sitting(world)
    assert states(brings(world, g, entry(world, "sign_in"), who="lin")) == ["kept"]
    assert meetings.seat(g, "member").signed_in_at
    assert states(brings(world, g, entry(world, "sign_in"))) == ["refused"]


def test_a_code_that_moved_on_counts_for_when_it_was_noted(world: World) -> None:
    g = meetings.sitting(world)
    gatherings.move_code(g, on=True, actor=world.actor("wang"), at=given.now(world, 0))
    g.refresh_from_db()
    then = given.now(world)
    entrance = meetings_asked.entrance(g, meetings_asked.moving_key(g, then), then)
    signed = fang(world, g)
    assert states(brings(world, g, signed)) == ["refused"]
    good = entry(world, "sign_in", {**signed.content, "entrance": entrance})
    assert states(brings(world, g, good, hours=4)) == ["kept"]


def test_after_the_end_it_is_taken_in_and_later_it_is_a_matter(world: World) -> None:
    g = meetings.held(world)
    assert states(brings(world, g, fang(world, g), hours=20)) == ["kept"]
    signed = entry(world, "sign_in", {"joining": True, "name": "顾大娘", "standing": ""})
    late = brings(world, g, signed, says(world, signed), hours=24 * 6)
    assert states(late) == ["matter", "matter"]
    first, second = Matter.objects.order_by("pk")
    for matter in (first, second):
        services.take(matter, actor=world.actor("wang"), at=given.now(world, 24 * 6))
    assert g.opinions.filter(participant__name="顾大娘", participant__signed_in_at__isnull=False).count() == 1


def test_before_the_day_it_is_refused(world: World) -> None:
    g = meetings.noticed(world)
    found = brings(world, g, entry(world, "sign_in", fang(world, g).content, hours=-48), hours=-40)
    assert states(found) == ["refused"] and "还没有到" in found[0].words


def test_one_phone_brings_so_much_and_no_more(world: World) -> None:
    g = meetings.sitting(world)
    signed = fang(world, g)
    many = [says(world, signed, f"第 {n} 条") for n in range(60)]
    found = brings(world, g, signed, *many)
    assert states(found) == ["kept"] * 60 + ["refused"]
    assert states(brings(world, g, *many[:3])) == ["kept"] * 3


def test_made_up_phones_end_somewhere(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    g = meetings.sitting(world)
    monkeypatch.setattr(phoning, "ALL", 1)
    assert states(brings(world, g, fang(world, g))) == ["kept"]
    assert states(brings(world, g, fang(world, g), phone=OTHER)) == ["refused"]


# --- the address


def post(g: Gathering, body: Any, **more: Any) -> Any:
    said = body if isinstance(body, str) else json.dumps(body)
    return Client().post(f"/desk/kits/phone/{g.sign_in_code}/", said, content_type="application/json", **more)


def test_the_address_answers_each_entry(world: World, today: Any) -> None:
    g = meetings.sitting(world)
    one = {"id": str(uuid4()), "kind": "sign_in", "noted_at": (today - timedelta(minutes=5)).isoformat()}
    one["content"] = {"participant": meetings.seat_named(g, "方阿婆").pk}
    batch = {"phone": PHONE, "ahead": 0, "entries": [one]}
    answer = post(g, batch)
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    [told] = answer.json()["entries"]
    way = told.pop("way")
    assert told == {"id": one["id"], "state": "kept", "words": "方阿婆，您已签到"}
    assert post(g, batch).json()["entries"][0]["words"] == told["words"] and Carried.objects.count() == 1
    # From the sign-in into the hall, as she who signed in, and not before.
    phone = Client()
    assert phone.get(way).url == f"/desk/floor/hall/{g.sign_in_code}/"
    wrong = {**one, "id": str(uuid4()), "content": {"participant": 0}}
    assert post(g, {**batch, "entries": [wrong]}).json()["entries"][0]["way"] == ""


@pytest.mark.parametrize(
    "body",
    ["", "x", "[]", {}, {"phone": "short", "entries": []}, {"phone": PHONE, "entries": [{"id": 1}] * 3}],
)
def test_garbage_is_told(world: World, today: Any, body: Any) -> None:
    assert post(meetings.sitting(world), body).status_code == 400


def test_no_such_code_and_no_reading(world: World, today: Any) -> None:
    g = meetings.sitting(world)
    g.sign_in_code = "NOSUCH"
    assert post(g, {}).status_code == 404
    assert Client().get("/desk/kits/phone/NOSUCH/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/desk/kits/phone/NOSUCH/").status_code == 403
