"""The same through the API: answering for others, handing over twice or too early, rating by others."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from shangliang.modules.people import services as people
from shangliang.modules.proposals.models import KeyProposal
from shangliang.modules.proposals.tests import given as core
from shangliang.modules.proposals.tests import given_keys as given
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def call(world: World, who: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Status and answer of one call in somebody's own session."""
    client: Client = core.as_(world, who)
    more = {"HTTP_IDEMPOTENCY_KEY": uuid4().hex} if method == "post" else {}
    kept = {} if method == "get" else {"data": json.dumps(body or {}), "content_type": "application/json"}
    answer = getattr(client, method)(f"/api/v1/{path}", **kept, **more)
    return answer.status_code, answer.json() if answer.content else None


def post(world: World, who: str, path: str, body: Any = None) -> tuple[int, Any]:
    return call(world, who, "post", f"proposals/{path}", body)


def got(world: World, who: str, path: str) -> tuple[int, Any]:
    return call(world, who, "get", f"proposals/{path}")


def test_from_asking_to_handing_over(world: World) -> None:
    proposal = given.filed(world)
    place = f"proposals/{proposal.pk}"
    asked = {"lead": "d-housing", "joint": ["d-urban"]}
    assert post(world, "lin", f"{place}/pre-assign", asked)[0] == 403  # a proposer does not send her own
    assert post(world, "xu", f"{place}/pre-assign", asked)[0] == 404
    assert post(world, "wang", f"{place}/pre-assign", {"lead": "nobody"})[0] == 422
    status, rows = post(world, "wang", f"{place}/pre-assign", asked)
    assert status == 201 and [(r["unit"], r["part"], r["state"]) for r in rows] == [
        ("d-housing", "lead", "asked"), ("d-urban", "joint", "asked"),
    ]  # fmt: skip
    assert post(world, "wang", f"{place}/pre-assign", asked)[0] == 409
    assert post(world, "sun", f"{place}/assign")[0] == 422  # nobody has agreed yet
    housing, urban = (r["id"] for r in rows)
    assert [r["id"] for r in got(world, "xu", "to-answer")[1]] == [urban]
    assert [r["id"] for r in got(world, "xu", "pre-assignments")[1]["items"]] == [urban]
    objection = {"note": "不归我局", "instead": "d-urban"}
    for who, status in (("xu", 404), ("sun", 403), ("lin", 404), ("wang", 403)):
        assert post(world, who, f"pre-assignments/{housing}/object", objection)[0] == status
        assert call(world, who, "post", f"pre_assignment/{housing}/moves/agree", {})[0] == status
    assert post(world, "liu", f"pre-assignments/{housing}/object", {"note": ""})[0] == 422
    status, said = post(world, "liu", f"pre-assignments/{housing}/object", objection)
    assert status == 200 and (said["state"], said["instead"]) == ("objected", "d-urban")
    assert call(world, "xu", "post", f"pre_assignment/{urban}/moves/agree", {})[0] == 200
    status, problem = post(world, "sun", f"{place}/assign")
    assert status == 422 and "市住建局" in problem["detail"]
    for who, status in (("liu", 403), ("xu", 404), ("lin", 404)):
        assert post(world, who, f"pre-assignments/{housing}/uphold", {"ruling": "归你"})[0] == status
    assert post(world, "sun", f"pre-assignments/{housing}/uphold", {"ruling": ""})[0] == 422
    assert post(world, "sun", f"pre-assignments/{housing}/uphold", {"ruling": "住建主办"})[0] == 200
    assert post(world, "sun", f"{place}/assign", {"parts": {"lead": "d-civil"}})[0] == 422
    status, sent = post(world, "sun", f"{place}/assign")
    assert status == 200 and sent["state"] == "assigned"
    assert post(world, "sun", f"{place}/assign")[0] == 409
    assert post(world, "sun", f"{place}/repropose", {"note": "收回"})[0] == 409


def test_the_generic_door_does_not_open_what_carries_matter(world: World) -> None:
    """Objections, rulings and the handing over need more than a note; the clock's own steps are nobody's."""
    proposal = given.asked(world)
    row = given.row(proposal, "d-housing")
    for who, kind, pk, verb in (
        ("liu", "pre_assignment", row.pk, "object"), ("sun", "pre_assignment", row.pk, "uphold"),
        ("sun", "pre_assignment", row.pk, "void"), ("liu", "pre_assignment", row.pk, "fall_silent"),
        ("sun", "proposal", proposal.pk, "assign"), ("sun", "proposal", proposal.pk, "reply"),
        ("lin", "proposal", proposal.pk, "evaluate"), ("wang", "proposal", proposal.pk, "close"),
    ):  # fmt: skip
        assert call(world, who, "post", f"{kind}/{pk}/moves/{verb}", {"note": "试"})[0] == 404


def test_another_is_asked_and_all_is_taken_back(world: World) -> None:
    proposal = given.asked(world)
    given.objected(world, proposal, "d-housing", "liu")
    row = given.row(proposal, "d-housing").pk
    assert post(world, "wang", f"pre-assignments/{row}/replace", {"to": "", "note": "换"})[0] == 422
    status, made = post(world, "wang", f"pre-assignments/{row}/replace", {"to": "d-civil", "note": "归民政"})
    assert status == 201 and made["unit"] == "d-civil"
    assert post(world, "wang", f"proposals/{proposal.pk}/repropose", {"note": ""})[0] == 422
    status, back = post(world, "wang", f"proposals/{proposal.pk}/repropose", {"note": "另议"})
    assert status == 200 and back["state"] == "filed"


def test_many_and_together(world: World) -> None:
    one, two = given.filed(world), given.filed(world, title="另一件提案", who="jiang", cosigners=())
    three = given.filed(world, title="第三件提案", who="deng", cosigners=())
    assert post(world, "lin", f"proposals/{two.pk}/handle-with", {"main": one.pk})[0] == 403
    assert post(world, "wang", f"proposals/{two.pk}/handle-with", {"main": two.pk})[0] == 422
    assert post(world, "wang", f"proposals/{two.pk}/handle-with", {"main": one.pk})[0] == 200
    picks = [{"proposal": one.pk, "parts": {"lead": "d-housing"}}, {"proposal": three.pk}]
    status, done = post(world, "sun", "proposals/assign-many", {"picks": picks})
    assert status == 200 and [d["ok"] for d in done] == [True, False]
    assert [given.fresh(p).state for p in (one, two, three)] == ["assigned", "assigned", "filed"]
    status, done = post(
        world,
        "lin",
        "proposals/assign-many",
        {"picks": [{"proposal": three.pk, "parts": {"lead": "d-urban"}}]},
    )
    assert [d["ok"] for d in done] == [False] and given.fresh(three).state == "filed"


def test_only_those_who_brought_it_rate_it(world: World) -> None:
    proposal = given.replied(world, given.assigned(world))
    task = given.task(proposal)
    said = {"attitude": "satisfied", "result": "solved"}
    for who in ("feng", "jiang", "liu", "wang", "sun", "zhao", "chen"):
        client = core.as_(world, who)
        answer = client.post(
            f"/api/v1/handling/dispatches/{task.pk}/rate", json.dumps(said), content_type="application/json",
            HTTP_IDEMPOTENCY_KEY=uuid4().hex,
        )  # fmt: skip
        assert answer.status_code in {403, 404}, who
    assert task.ratings.count() == 0 and given.fresh(proposal).state == "replied"


def test_a_key_that_may_only_read(world: World) -> None:
    proposal = given.asked(world)
    row = given.row(proposal, "d-housing").pk
    _token, plain = people.give_token(
        world.people["liu"], name="读", scopes={"read"}, days=9, actor=world.actor("liu"), at=world.now
    )
    client = Client(headers={"Authorization": f"Bearer {plain}"})
    assert client.get("/api/v1/proposals/to-answer").json() == []  # may not agree, so nothing waits
    answer = client.post(
        f"/api/v1/proposals/pre-assignments/{row}/object", json.dumps({"note": "不归我局"}),
        content_type="application/json", HTTP_IDEMPOTENCY_KEY=uuid4().hex,
    )  # fmt: skip
    assert answer.status_code == 403 and given.row(proposal, "d-housing").state == "asked"


def test_publishing(world: World) -> None:
    proposal = given.replied(world, given.assigned(world))
    place = f"proposals/{proposal.pk}"
    assert (
        got(world, "public", "public")[1]["items"] == []
        and got(world, "public", f"public/{proposal.pk}")[0] == 404
    )
    assert (
        post(world, "wang", f"{place}/publish")[0] == 403
        and post(world, "chen", f"{place}/publish")[0] == 200
    )
    status, shown = got(world, "public", f"public/{proposal.pk}")
    assert status == 200 and shown["number"] == proposal.number
    assert [a["number"] for a in shown["parts"][0]["answers"]] == [1, 2]
    assert "林晓梅" not in json.dumps(shown, ensure_ascii=False)
    assert len(got(world, "public", "public?department=d-housing")[1]["items"]) == 1
    assert post(world, "chen", f"{place}/unpublish", {"note": ""})[0] == 422
    assert post(world, "chen", f"{place}/unpublish", {"note": "有误"})[0] == 200


def test_a_key_proposal(world: World) -> None:
    proposal = given.assigned(world)
    assert post(world, "lin", f"proposals/{proposal.pk}/nominate", {"reason": "重要"})[0] == 403
    status, made = post(world, "wang", f"proposals/{proposal.pk}/nominate", {"reason": "重要"})
    assert status == 201
    pk = made["key"]["id"]
    assert post(world, "wang", f"proposals/{proposal.pk}/nominate", {"reason": "重要"})[0] == 409
    assert got(world, "zhao", f"keys/{pk}")[0] == 404 and got(world, "fan", f"keys/{pk}")[0] == 404
    assert post(world, "wang", f"keys/{pk}/consult", {"units": ["d-housing"]})[0] == 422
    assert post(world, "wang", f"keys/{pk}/consult", {"units": ["p-minmeng"]})[0] == 200
    view = {"unit": "p-minmeng", "says": "agree"}
    assert (
        post(world, "shu", f"keys/{pk}/say", view)[0] == 404
        and post(world, "lin", f"keys/{pk}/say", view)[0] == 403
    )
    assert post(world, "fan", f"keys/{pk}/say", {**view, "unit": "c-education"})[0] == 403
    assert post(world, "fan", f"keys/{pk}/say", view)[0] == 200
    assert call(world, "wang", "post", f"key_proposal/{pk}/moves/gather", {})[0] == 200
    decided = {"meeting": "第 30 次", "decided_on": "2026-03-02", "leader": "zhao", "supervisor": "chen"}
    assert post(world, "wang", f"keys/{pk}/decide", decided)[0] == 403
    assert post(world, "chen", f"keys/{pk}/decide", {**decided, "leader": "nobody"})[0] == 422
    assert post(world, "chen", f"keys/{pk}/decide", decided)[0] == 200
    assert post(world, "chen", f"keys/{pk}/plan", {"text": "三月督导"})[0] == 200
    assert (
        post(world, "chen", f"keys/{pk}/start")[0] == 403
        and post(world, "wang", f"keys/{pk}/start")[0] == 200
    )
    act = {"kind": "inspect", "day": "2026-03-02", "place": "文华社区", "aim": "看现场"}
    assert post(world, "liu", f"keys/{pk}/acts", act)[0] == 403
    assert post(world, "zhao", f"keys/{pk}/acts", {**act, "kind": "x"})[0] == 422
    status, arranged = post(world, "zhao", f"keys/{pk}/acts", act)
    assert status == 201
    held = {"record": "看了", "proposers": ["lin"]}
    answer = core.as_(world, "wang").post(
        f"/api/v1/proposals/acts/{arranged['id']}/hold", held, HTTP_IDEMPOTENCY_KEY=uuid4().hex
    )
    assert answer.status_code == 200 and answer.json()["proposers"] == [world.people["lin"].pk]
    assert post(world, "wang", f"keys/{pk}/conclude", {"text": "办成"})[0] == 200
    assert post(world, "wang", f"keys/{pk}/report", {"to": "长" * 201})[0] == 422
    assert post(world, "wang", f"keys/{pk}/report", {"to": "市委"})[0] == 200
    said = {"leader": "市长", "rank": "city", "text": "办好", "on": "2026-03-02"}
    assert post(world, "liu", f"keys/{pk}/instruct", said)[0] == 403
    assert post(world, "wang", f"keys/{pk}/instruct", said)[0] == 201
    assert post(world, "wang", f"keys/{pk}/summarise", {"text": "总结"})[0] == 409
    assert [(r["key"]["id"], r["leads"]) for r in got(world, "zhao", "led")[1]] == [(pk, True)]
    assert got(world, "public", "led")[0] == 403
    assert [k["id"] for k in got(world, "feng", "keys?state=reported")[1]["items"]] == [pk]
    assert KeyProposal.objects.get().state == "reported"
