"""The same verbs as JSON: wrong person, wrong moment, wrong matter told apart."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
from django.test import Client

from shangliang.modules.floor import services
from shangliang.modules.floor.models import Caption, LiveQuestion
from shangliang.modules.floor.tests import given
from shangliang.modules.gatherings.tests import given as gathering_given
from shangliang.modules.people import services as people
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
API = "/api/v1/floor/"
_keys = count(1)


class Caller:
    def __init__(self, world: World, who: str):
        self.client, self.headers = Client(), dict[str, str]()
        if who:
            key = people.give_token(
                world.people[who], actor=world.actor(who), name="听写", scopes={"read", "write"}, days=30,
                at=given.at(world),
            )[1]  # fmt: skip
            self.headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str) -> Any:
        return self.client.get(API + path, headers=self.headers)

    def post(self, path: str, base: str = API, **data: Any) -> Any:
        headers = {**self.headers, "Idempotency-Key": f"k{next(_keys)}"}
        return self.client.post(
            base + path, json.dumps(data), content_type="application/json", headers=headers
        )


def test_the_line_over_json(world: World) -> None:
    wang, lin = Caller(world, "wang"), Caller(world, "lin")
    meeting = gathering_given.sitting(world)
    assert lin.post(f"of/{meeting.pk}").status_code == 403
    made = wang.post(f"of/{meeting.pk}")
    assert made.status_code == 201 and wang.post(f"of/{meeting.pk}").json()["id"] == made.json()["id"]
    room = made.json()["id"]
    asked = lin.post(f"{room}/speeches")
    assert asked.status_code == 201 and asked.json()["state"] == "waiting"
    assert lin.post(f"{room}/speeches").json()["id"] == asked.json()["id"]
    assert lin.post(f"{room}/speeches", kind="song").status_code == 422
    assert wang.post(f"{room}/speeches").status_code == 403, "she is not on the list herself"
    speech = asked.json()["id"]
    assert lin.post(f"speeches/{speech}/call").status_code == 403
    assert [p["place"] for p in wang.get(f"{room}").json()["line"]] == [1]
    assert wang.post(f"speeches/{speech}/call").json()["state"] == "speaking"
    assert wang.post(f"speeches/{speech}/call").status_code == 409
    assert wang.get(f"{room}").json()["speaking"]["name"] == world.people["lin"].name
    assert wang.post(f"speeches/{speech}/finish", note="要点").json()["notes"] == "要点"
    assert wang.post(f"speeches/{speech}/dance").status_code == 404
    assert Caller(world, "tang").get(f"{room}").status_code == 404
    assert Caller(world, "").get(f"{room}").status_code in {401, 404}


def test_questions_over_json(world: World) -> None:
    room = given.floor(world)
    wang, lin, hou = Caller(world, "wang"), Caller(world, "lin"), Caller(world, "hou")
    made = lin.post(f"{room.pk}/questions", text="钱从哪里来", token="q1")
    assert made.status_code == 201 and made.json()["state"] == "shown"
    one = made.json()["id"]
    assert hou.post(f"questions/{one}/support").json()["support"] == 1
    assert hou.post(f"questions/{one}/support").json()["support"] == 1
    assert hou.post(f"questions/{one}/unsupport").json()["support"] == 0
    assert lin.post(f"questions/{one}/support").status_code == 422
    assert lin.post(f"questions/{one}/hide", note="不要").status_code == 403
    assert wang.post(f"questions/{one}/hand", unit="nowhere", due_on="2026-03-30").status_code == 422
    assert (
        wang.post(f"questions/{one}/hand", unit="d-housing", due_on="2026-03-30").json()["state"] == "handed"
    )
    assert Caller(world, "liu").post(f"questions/{one}/reply", note="已列预算").json()["reply"] == "已列预算"
    two = lin.post(f"{room.pk}/questions", text="什么时候装", token="q2").json()["id"]
    head = given.seat(room, "head").pk
    assert wang.post(f"questions/{two}/answer", participant=head, text="六月").json()["state"] == "answered"
    three = lin.post(f"{room.pk}/questions", text="某某家", token="q3").json()["id"]
    assert wang.post(f"questions/{three}/hide", note="涉及个人").json()["told"] == "涉及个人"
    assert {q["id"] for q in hou.get(f"{room.pk}/questions").json()} == {one, two}
    assert LiveQuestion.objects.count() == 3


def test_a_dictation_program(world: World) -> None:
    room, wang = given.floor(world), Caller(world, "wang")
    first = wang.post(f"{room.pk}/captions", text="现在开会", token="c1")
    assert first.status_code == 201
    assert wang.post(f"{room.pk}/captions", text="现在开会", token="c1").json() == first.json()
    fixed = wang.post(f"captions/{first.json()['id']}/correct", text="现在开会。", token="c2")
    assert fixed.json()["was"] == "现在开会" and Caption.objects.count() == 2
    lin = Caller(world, "lin")
    assert lin.post(f"{room.pk}/captions", text="我也记", token="c3").status_code == 403
    assert lin.get(f"{room.pk}/captions").json()[0]["text"] == "现在开会。"
    assert wang.post(f"{room.pk}/captions", text="", token="c4").status_code == 422
    assert wang.post("captions/0/correct", text="x", token="c5").status_code == 404


def test_rules_screen_and_excuse(world: World) -> None:
    room, wang = given.floor(world), Caller(world, "wang")
    ruled = wang.post(f"{room.pk}/rules", minutes=3, alternate=True).json()
    assert ruled["minutes"] == 3 and "轮流" in ruled["rule"]
    assert wang.post(f"{room.pk}/rules", minutes=0).status_code == 422
    assert wang.post(f"{room.pk}/screen", shows="questions").json()["shows"] == "questions"
    assert wang.post(f"{room.pk}/screen", shows="poll").status_code == 422
    late = given.another(world, room, "迟到的人")
    at = f"{room.gathering_id}/participants/{late.pk}"
    base = "/api/v1/gatherings/"
    assert wang.post(f"{at}/excuse", base=base, note="有事").status_code == 422
    assert wang.post(f"{at}/unsign", base=base, note="没来").status_code == 200
    assert wang.post(f"{at}/excuse", base=base, note="有事").json()["excused_at"]


def test_a_room_costs_the_same_however_much_was_asked(
    world: World, django_assert_max_num_queries: Any
) -> None:
    room, wang = given.floor(world), Caller(world, "wang")
    for capacity in ("member", "head", "expert", "grassroots"):
        for _ in range(3):
            given.question(world, room, given.seat(room, capacity))
    with django_assert_max_num_queries(9):
        assert len(wang.get(f"{room.pk}").json()["questions"]) == 12


def test_seconds_run_while_somebody_speaks(world: World) -> None:
    room = given.floor(world)
    speech = given.wish(world, room, given.seat(room, "member"))
    services.call(speech, actor=world.actor("wang"), at=given.at(world, 20))
    assert Caller(world, "wang").get(f"{room.pk}").json()["speaking"]["spoken"] == 40


def test_what_is_shown_again_goes_without_the_reason_why_it_was_not(world: World) -> None:
    room, wang = given.floor(world), Caller(world, "wang")
    asked = given.question(world, room, given.seat(room, "member"))
    assert wang.post(f"questions/{asked.pk}/hide", note="与议题无关").json()["told"] == "与议题无关"
    path = f"live_question/{asked.pk}/moves/restore"
    assert wang.post(path, base="/api/v1/", note="是本题").json()["state"] == "shown"
    assert wang.get(f"{room.pk}").json()["questions"][0]["told"] == ""
