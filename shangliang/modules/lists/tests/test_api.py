"""The same verbs as JSON: lists, one, every verb, and the three kinds of refusal."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from shangliang.modules.lists import services
from shangliang.modules.lists.tests import given
from tests import visits
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
ROOT = "/api/v1/lists"
API = visits.Api(ROOT)
call, get, post = API.call, API.get, API.post


def campaign(world: World) -> int:
    status, made = post(
        world, "wang", "/campaigns", unit="yunchuan", title="知情明政", departments=list(given.DEPARTMENTS),
        collect_until=given.day(world, 30), match_until=given.day(world, 60), act_until=given.day(world, 90),
    )  # fmt: skip
    assert status == 201, made
    return int(made["id"])


def test_from_two_lists_to_a_public_action(world: World) -> None:
    around = campaign(world)
    concern = {
        "title": given.TITLE, "present": given.PRESENT, "suggestion": given.SUGGESTION, "field": "教育文体",
        "departments": ["d-education"],
    }  # fmt: skip
    assert post(world, "tang", f"/campaigns/{around}/concerns", **concern)[0] == 403
    status, left = post(world, "lin", f"/campaigns/{around}/concerns", **concern)
    assert status == 201 and left["departments"] == ["d-education"] and left["field"] == "教育文体"
    ask = {
        "unit": "d-education",
        "title": given.ASKED,
        "wanted": "学生心理健康热线谁来值守",
        "deadline": given.day(world, 9),
    }
    status, right = post(world, "tang", f"/campaigns/{around}/asks", **ask)
    assert status == 201 and right["answers"] == 0
    status, ran = post(world, "wang", f"/campaigns/{around}/compare")
    assert (status, ran["done"], ran["total"], ran["done_at"]) == (202, 0, 1, None)
    assert services.run_comparisons(world.now) == 1
    ran = get(world, "wang", f"/campaigns/{around}/comparison")[1]
    assert (ran["done"], ran["found"], ran["failed"]) == (1, 1, "") and ran["done_at"]
    assert get(world, "lin", f"/campaigns/{around}/candidates")[0] == 403
    pairs = get(world, "wang", f"/campaigns/{around}/candidates")[1]
    assert pairs[0]["concern_id"] == left["id"] and pairs[0]["why"]
    status, match = post(world, "wang", f"/campaigns/{around}/confirm", concern=left["id"], ask=right["id"])
    assert status == 201 and match["state"] == "confirmed"
    assert post(world, "wang", f"/campaigns/{around}/confirm", concern=left["id"], ask=right["id"])[0] == 409
    contacts = {"member_contact": world.people["lin"].pk, "dept_contact": world.people["tang"].pk}
    step = {"next_step": "登门", "next_on": given.day(world, 4)}
    assert post(world, "tang", f"/matches/{match['id']}/link", **contacts, **step)[1]["state"] == "linked"
    assert post(world, "lin", f"/matches/{match['id']}/step", done="见面", **step)[0] == 200
    plan = {
        "origin": "match",
        "id": match["id"],
        "unit": "d-education",
        "text": "开通热线",
        "due_on": given.day(world, 50),
    }
    assert post(world, "xu", "/actions", **plan)[0] == 404
    status, made = post(world, "tang", "/actions", **plan)
    assert status == 201 and made["slipped"] == 0
    assert post(world, "tang", f"/actions/{made['id']}/claim", result="好了")[0] == 422
    client = Client()
    client.force_login(world.people["tang"])
    key = {"Idempotency-Key": uuid4().hex}
    assert (
        client.post(f"{ROOT}/actions/{made['id']}/evidence", {"text": "已接通"}, headers=key).status_code
        == 201
    )
    assert post(world, "tang", f"/actions/{made['id']}/claim", result="好了")[1]["state"] == "claimed"
    assert get(world, "tang", f"/actions/{made['id']}/evidence")[1][0]["text"] == "已接通"
    assert post(world, "lin", f"/api/v1/list_action/{made['id']}/moves/verify")[0] == 200
    assert post(world, "lin", f"/actions/{made['id']}/publish")[0] == 403
    assert post(world, "wang", f"/actions/{made['id']}/publish")[1]["state"] == "published"
    assert get(world, "lin", f"/matches/{match['id']}")[1]["state"] == "settled"
    assert get(world, "wang", f"/campaigns/{around}/figures")[1]["published"] == 1
    assert get(world, "wang", "/matches", campaign=around)[1]["items"][0]["id"] == match["id"]
    assert get(world, "wang", "/actions", match=match["id"])[1]["items"]


def test_a_concern_from_push_to_objection(world: World) -> None:
    thing = given.concern(world)
    path = f"/concerns/{thing.pk}"
    assert get(world, "gao", path)[0] == 404 and get(world, "public", path)[0] in {401, 404}
    assert post(world, "wang", f"{path}/push", departments=["d-mars"])[0] == 422
    assert post(world, "wang", f"{path}/push", departments=["d-education"])[1]["state"] == "pushed"
    part = get(world, "tang", path)[1]["parts"][0]["id"]
    assert post(world, "tang", f"/concern-parts/{part}/answer", adoption="rejected", answer="否")[0] == 422
    said = {"adoption": "rejected", "answer": "否", "reason": "无经费"}
    assert post(world, "tang", f"/concern-parts/{part}/answer", **said)[1]["state"] == "answered"
    assert get(world, "lin", path)[1]["state"] == "declined"
    assert post(world, "deng", f"{path}/object", note="再想想")[0] == 403
    assert post(world, "lin", f"{path}/object", note="再想想")[1]["round"] == 2
    assert post(world, "wang", f"{path}/send", lead="d-housing")[1]["state"] == "handled"
    assert get(world, "wang", "/concerns", state="handled", campaign=thing.campaign_id)[1]["items"]
    assert get(world, "lin", "/concerns", mine=True)[1]["items"]
    assert get(world, "wang", "/concerns", cursor="nonsense")[0] == 400


def test_merging_splitting_claiming_declining_withdrawing(world: World) -> None:
    around = given.campaign(world)
    first, second, third = (given.concern(world, around, who=w) for w in ("lin", "deng", "feng"))
    assert post(world, "wang", f"/concerns/{second.pk}/merge", into=9999)[0] == 422
    assert post(world, "wang", f"/concerns/{second.pk}/merge", into=first.pk)[1]["merged_into_id"] == first.pk
    assert len(get(world, "wang", f"/concerns/{first.pk}")[1]["authors"]) == 2
    assert post(world, "wang", f"/concerns/{second.pk}/split", note="两件事")[1]["state"] == "new"
    assert post(world, "tang", f"/concerns/{first.pk}/claim", unit="d-education")[1]["claimed"]
    part = get(world, "tang", f"/concerns/{first.pk}")[1]["parts"][0]["id"]
    assert post(world, "tang", f"/concern-parts/{part}/give-back", note="属卫健")[1]["state"] == "returned"
    assert post(world, "wang", f"/concerns/{second.pk}/decline", note="重复")[1]["adoption"] == "rejected"
    assert post(world, "feng", f"/concerns/{third.pk}/withdraw", note="不提了")[1]["state"] == "withdrawn"
    edited = {"title": "新题", "present": "新", "suggestion": "新"}
    assert post(world, "lin", f"/concerns/{first.pk}/edit", **edited)[1]["title"] == "新题"
    assert get(world, "lin", f"/campaigns/{around.pk}/similar-concerns", title="新题")[0] == 200
    assert (
        post(
            world, "wang", f"/campaigns/{around.pk}/refuse", concern=first.pk, ask=given.ask(world, around).pk
        )[0]
        == 409
    )
    assert (
        post(world, "wang", f"/campaigns/{around.pk}/postpone", until=given.day(world, 40), note="延")[0]
        == 200
    )
    units = list(given.DEPARTMENTS)
    assert (
        post(world, "wang", f"/campaigns/{around.pk}/edit", title="改名", departments=units)[1]["title"]
        == "改名"
    )


def test_asks_answers_and_questions(world: World) -> None:
    thing = given.ask(world)
    said = post(world, "lin", f"/asks/{thing.pk}/counsels", text="轮流值守")[1]
    assert said["occasion"] == "ask" and get(world, "wang", "/counsels", ask=thing.pk)[1]["items"]
    assert post(world, "xu", f"/counsels/{said['id']}/answer", answer="好", adoption="adopted")[0] == 404
    assert (
        post(world, "tang", f"/counsels/{said['id']}/answer", answer="好", adoption="adopted")[1]["state"]
        == "answered"
    )
    raised = {"campaign": thing.campaign_id, "present": "没人值守"}
    assert post(world, "lin", f"/counsels/{said['id']}/raise", **raised)[1]["concern_id"]
    edited = {"title": "换个问法", "wanted": "谁来"}
    assert post(world, "tang", f"/asks/{thing.pk}/edit", **edited)[1]["title"] == "换个问法"
    assert post(world, "tang", f"/asks/{thing.pk}/conclude", summary="好")[0] == 409
    assert post(world, "tang", f"/api/v1/dept_ask/{thing.pk}/moves/stop", note="够了")[0] == 200
    assert post(world, "tang", f"/asks/{thing.pk}/conclude", summary="采纳 1 条")[1]["state"] == "concluded"
    assert get(world, "public", f"/asks/{thing.pk}")[0] in {200, 401}
    met = given.briefing(world)
    asked = post(world, "lin", f"/briefings/{met.pk}/questions", unit="d-education", text="何时？")
    assert asked[0] == 201 and asked[1]["gathering_id"] == met.pk
    assert post(world, "lin", "/briefings/9999/questions", unit="d-education", text="何时？")[0] == 404
    assert get(world, "lin", "/asks", q="换个")[1]["items"][0]["answers"] == 1


def test_posts_and_invitations(world: World) -> None:
    new = {
        "unit": "d-urban", "host": "yunchuan", "title": "园长", "about": "跟班", "place": "公园", "places": 1,
        "starts_on": given.day(world, 5), "ends_on": given.day(world, 6),
    }  # fmt: skip
    assert post(world, "lin", "/posts", **new)[0] == 403
    made = post(world, "xu", "/posts", **new)[1]
    first = post(world, "lin", f"/posts/{made['id']}/sign-ups")[1]
    second = post(world, "deng", f"/posts/{made['id']}/sign-ups")[1]
    assert (first["place_no"], second["state"]) == (1, "waiting")
    assert post(world, "xu", f"/sign-ups/{first['id']}/mark", came=True)[0] == 422
    assert post(world, "lin", f"/sign-ups/{first['id']}/leave", note="有事")[1]["state"] == "withdrawn"
    assert [s["member_id"] for s in get(world, "wang", f"/posts/{made['id']}/sign-ups")[1]] == [
        world.people["deng"].pk
    ]
    again = {name: new[name] for name in ("title", "about", "place")}
    assert post(world, "xu", f"/posts/{made['id']}/edit", **again, places=3)[1]["places"] == 3
    assert post(world, "xu", f"/posts/{made['id']}/cancel", note="下雨")[1]["state"] == "cancelled"
    place = given.signed(world, who="feng")
    assert post(world, "feng", f"/sign-ups/{place.pk}/logs", on=given.day(world, 1), text="日志")[0] == 409
    assert post(world, "feng", f"/sign-ups/{place.pk}/suggestions", text="建议")[0] == 409
    invite = {
        "unit": "d-urban", "host": "yunchuan", "kind": "hearing", "title": "听证", "about": "水价", "place": "大厅",
        "held_on": given.day(world, 9), "answer_by": given.day(world, 5), "people": [world.people["lin"].pk],
    }  # fmt: skip
    assert post(world, "xu", "/invitations", **{**invite, "people": [987654]})[0] == 422
    thing = post(world, "xu", "/invitations", **invite)[1]
    asked = get(world, "lin", f"/invitations/{thing['id']}/invitees")[1][0]
    assert post(world, "lin", f"/invitees/{asked['id']}/decline", reason="出差")[1]["state"] == "declined"
    more = {"people": [world.people["deng"].pk], "answer_by": given.day(world, 6)}
    assert post(world, "xu", f"/invitations/{thing['id']}/invitees", **more)[1]["wanted"] == 2
    assert post(world, "xu", f"/invitations/{thing['id']}/report", text="好")[0] == 422
    assert post(world, "xu", f"/invitations/{thing['id']}/cancel", note="改期")[1]["state"] == "cancelled"
    assert (
        get(world, "lin", "/invitations", kind="hearing")[1]["items"]
        and get(world, "lin", "/posts")[1]["items"]
    )
