"""The same verbs as JSON: the whole way, and the three kinds of refusal."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shangliang.modules.proposals.models import PanelSeat, Proposal
from shangliang.modules.proposals.tests import given
from shangliang.modules.topics.tests import given as topics
from shangliang.modules.voices.tests import given as voices
from tests import visits
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
ROOT = "/api/v1/proposals"
API = visits.Api(ROOT)
call, get, post = API.call, API.get, API.post
TEXT = {
    "title": "关于在校门口加装减速带的提案", "situation": given.SITUATION, "suggestions": list(given.ITEMS),
    "not_secret": True,
}  # fmt: skip
OPINION = {"stage": "first", "advice": "file", "qualified": True, "content_fit": True, "form_fit": True}


def arranged(world: World) -> int:
    """The fifth session, with a group that reviews 交通旅游."""
    days = {"opens_on": "2026-02-27", "closes_on": "2026-03-04", "deadline": "2026-03-03"}
    status, session = post(world, "wang", "/sessions", unit="yunchuan", term=9, number=5, **days)
    assert (status, session["name"]) == (201, "九届五次会议")
    status, group = post(
        world, "wang", f"/sessions/{session['id']}/panel", name="经济组", categories=["交通旅游"]
    )
    assert status == 201
    status, seat = post(
        world, "wang", f"/panel/{group['id']}/seats", person="liu", lent_by="d-housing", leads=True
    )
    assert (status, seat["lent_by"], seat["leads"]) == (201, "d-housing", True)
    return int(session["id"])


def test_from_draft_to_filing(world: World) -> None:
    arranged(world)
    status, made = post(world, "lin", "/proposals", unit="yunchuan", kind="joint", **TEXT)
    pk = made["id"]
    assert status == 201 and [s["text"] for s in made["suggestions"]] == list(given.ITEMS)
    changed = {**TEXT, "reasons": "没有标线。"}
    assert post(world, "lin", f"/proposals/{pk}/write", **changed)[1]["kind"] == "joint"
    status, asked = post(world, "lin", f"/proposals/{pk}/invite", people=["deng", "feng"])
    assert status == 200 and [s["name"] for s in asked["inside"]["waiting"]] == ["邓小军", "冯雅琴"]
    assert asked["inside"]["cosign_until"] == "2026-03-02T07:00:00Z"
    assert post(world, "deng", f"/proposals/{pk}/cosign", agrees=True)[0] == 200
    assert post(world, "lin", f"/proposals/{pk}/submit")[0] == 422
    assert post(world, "feng", f"/proposals/{pk}/cosign", agrees=False) == (204, None)
    assert get(world, "feng", f"/proposals/{pk}")[0] == 404
    status, handed = post(world, "lin", f"/proposals/{pk}/submit")
    assert status == 200 and (handed["serial_no"], handed["timing"], handed["proposers"]) == (
        1,
        "conference",
        "林晓梅、邓小军",
    )
    assert post(world, "lin", f"/proposals/{pk}/submit")[0] == 409
    assert post(world, "lin", f"/proposals/{pk}/accept", category="交通旅游")[0] == 403
    assert post(world, "wang", f"/proposals/{pk}/accept", category="没有的")[0] == 422
    status, taken = post(world, "wang", f"/proposals/{pk}/accept", category="交通旅游")
    assert status == 200 and taken["inside"]["panel"] == "经济组"
    assert post(world, "wang", f"/proposals/{pk}/classify", category="交通旅游", panel="经济组")[0] == 200
    assert post(world, "liu", f"/proposals/{pk}/review", **OPINION, lead="d-transport")[0] == 200
    assert post(world, "wang", f"/proposals/{pk}/file")[0] == 422
    assert post(world, "wang", f"/proposals/{pk}/review", **{**OPINION, "stage": "second"})[0] == 200
    status, filed = post(world, "wang", f"/proposals/{pk}/file")
    assert status == 200 and filed["number"] == "政协云川市九届五次会议 第0001号（交通旅游类001号）"
    assert [r["lead"] for r in filed["inside"]["reviews"]] == ["d-transport", ""]
    status, seen = get(world, "jiang", f"/proposals/{pk}")
    assert status == 200 and seen["inside"] is None and seen["case_no"] == 1
    for who in ("public", "wu"):
        assert get(world, who, f"/proposals/{pk}")[0] == 404
    items = get(world, "jiang", "/proposals", number="0001", state="filed")[1]["items"]
    assert [p["id"] for p in items] == [pk]
    assert get(world, "jiang", "/proposals", kind="party")[1]["items"] == []


def test_sent_back_and_compared(world: World) -> None:
    p = given.submitted(world)
    response = given.as_(world, "wang").post(
        f"/api/v1/proposal/{p.pk}/moves/send_back", json.dumps({"note": "请补数据"}),
        content_type="application/json", headers={"Idempotency-Key": "k"},
    )  # fmt: skip
    assert response.status_code == 200
    assert post(world, "lin", f"/proposals/{p.pk}/write", **{**TEXT, "situation": "有数据了。"})[0] == 200
    status, again = post(world, "lin", f"/proposals/{p.pk}/submit", note="补了数据")
    assert status == 200 and [v["note"] for v in again["inside"]["versions"]] == ["补了数据", ""]
    assert [c["changed"] > 0 for c in again["inside"]["changes"]] == [False, True, False]


def test_merging_and_what_is_not_filed(world: World) -> None:
    main, other = given.accepted(world), given.accepted(world, title="关于校门口的提案", who="deng")
    assert post(world, "wang", f"/proposals/{other.pk}/merge", into=other.pk)[0] == 422
    assert post(world, "deng", f"/proposals/{other.pk}/merge", into=other.pk)[0] == 403
    status, merged = post(world, "wang", f"/proposals/{other.pk}/merge", into=main.pk, note="一件事")
    assert status == 200 and merged["merged_into_id"] == main.pk
    assert get(world, "wang", f"/proposals/{main.pk}")[1]["merged"] == [other.pk]
    assert [s["name"] for s in get(world, "deng", f"/proposals/{main.pk}")[1]["named"]] == [
        "林晓梅",
        "邓小军",
    ]
    assert post(world, "wang", f"/proposals/{other.pk}/unmerge", note="")[0] == 422
    assert post(world, "wang", f"/proposals/{other.pk}/unmerge", note="两件事")[0] == 200
    said = {"ground": "vague", "note": "没有具体建议"}
    assert post(world, "wang", f"/proposals/{other.pk}/not-file", **said, course="brief")[0] == 422
    status, no = post(world, "wang", f"/proposals/{other.pk}/not-file", **said, course="reference")
    assert status == 200 and no["inside"]["ground_note"] == "没有具体建议"
    assert post(world, "wang", f"/proposals/{other.pk}/not-file", **said, course="reference")[0] == 409
    assert post(world, "wang", f"/proposals/{other.pk}/revive", note="补了材料")[0] == 200
    assert post(world, "wang", f"/proposals/{other.pk}/offer-brief", **said)[0] == 200
    assert post(world, "wang", f"/proposals/{other.pk}/consent-brief")[0] == 403
    status, turned = post(world, "deng", f"/proposals/{other.pk}/consent-brief")
    assert status == 200 and turned["state"] == "turned" and turned["brief_id"]
    assert post(world, "deng", f"/proposals/{other.pk}/consent-brief")[0] == 409


def test_a_body_with_its_seal(world: World) -> None:
    given.session(world)
    body = {
        "collective": "p-minmeng",
        "responsible": "范文博",
        "contact_name": "小李",
        "contact_office": "0536-1",
    }
    assert post(world, "lin", "/proposals", unit="yunchuan", kind="party", body=body, **TEXT)[0] == 403
    assert post(world, "fan", "/proposals", unit="yunchuan", kind="party", **TEXT)[0] == 422
    status, made = post(world, "fan", "/proposals", unit="yunchuan", kind="party", body=body, **TEXT)
    assert status == 201 and made["proposers"] == "中国民主同盟云川市委员会"
    status, refused = post(world, "fan", f"/proposals/{made['id']}/submit")
    assert status == 422 and "加盖公章" in json.dumps(refused, ensure_ascii=False)
    for seal, name in (("true", "原件.txt"), ("false", "附件.txt")):
        sent = given.as_(world, "fan").post(
            f"{ROOT}/proposals/{made['id']}/files",
            {"file": SimpleUploadedFile(name, name.encode()), "seal": seal},
            headers={"Idempotency-Key": seal},
        )
        assert sent.status_code == 200
    assert json.loads(sent.content)["files"] == ["附件.txt"]
    assert post(world, "fan", f"/proposals/{made['id']}/write", **TEXT, body=body)[0] == 200
    assert post(world, "fan", f"/proposals/{made['id']}/submit")[0] == 200
    stranger = given.as_(world, "wang").post(
        f"{ROOT}/proposals/{made['id']}/files", {"file": SimpleUploadedFile("b.txt", b"b")},
        headers={"Idempotency-Key": "x"},
    )  # fmt: skip
    assert stranger.status_code == 403


def test_seconding_and_stopping(world: World) -> None:
    p = given.submitted(world, cosign_open=True)
    status, seen = post(world, "deng", f"/proposals/{p.pk}/second")
    assert status == 200 and [(s["name"], s["role"]) for s in seen["signers"]] == [
        ("林晓梅", "first"),
        ("邓小军", "seconder"),
    ]
    assert post(world, "deng", f"/proposals/{p.pk}/second")[0] == 422
    waiting = given.invited(world, "deng")
    assert post(world, "deng", f"/proposals/{waiting.pk}/stop-cosigning")[0] == 403
    assert post(world, "lin", f"/proposals/{waiting.pk}/stop-cosigning")[1]["state"] == "draft"


def test_out_of_a_topic(world: World) -> None:
    topic = topics.filed(world)
    status, made = post(world, "lin", f"/topics/{topic.pk}/proposals")
    assert (status, made["topic_id"]) == (201, topic.pk)
    assert post(world, "wang", f"/topics/{topic.pk}/proposals")[0] == 403
    voice = voices.voice(world, actor=world.actor("lin"), source="member")
    assert post(world, "lin", f"/voices/{voice.pk}/proposals")[1]["inside"]["voice_id"] == voice.pk
    assert post(world, "fan", f"/voices/{voice.pk}/proposals")[0] == 404


def test_an_old_case_is_named(world: World) -> None:
    old, hidden = given.filed(world), given.draft(world, who="deng")
    status, made = post(
        world, "lin", "/proposals", unit="yunchuan", kind="personal", repeat="years", previous=old.pk, **TEXT
    )
    assert status == 201 and (made["previous_id"], made["repeat"]) == (old.pk, "years")
    again = {"unit": "yunchuan", "kind": "personal", **TEXT, "previous": hidden.pk}
    assert post(world, "lin", "/proposals", **again)[0] == 404


def test_how_it_is_arranged(world: World) -> None:
    session = arranged(world)
    assert [s["number"] for s in get(world, "lin", "/units/yunchuan/sessions")[1]] == [5]
    assert len(get(world, "lin", "/units/yunchuan/categories")[1]) == 13
    assert len(get(world, "lin", "/units/yunchuan/grounds")[1]) == 10
    assert get(world, "wang", f"/sessions/{session}/panel")[1][0]["seats"][0]["name"] == "刘敏"
    assert get(world, "lin", f"/sessions/{session}/panel")[0] == 404
    days = {"opens_on": "2026-02-27", "closes_on": "2026-03-05", "deadline": "2026-03-03"}
    assert post(world, "wang", f"/sessions/{session}/days", **days)[1]["closes_on"] == "2026-03-05"
    assert post(world, "lin", f"/sessions/{session}/days", **days)[0] == 403
    assert post(world, "wang", "/categories", unit="yunchuan", name="数字经济", main="economy")[0] == 201
    assert post(world, "wang", "/categories", unit="yunchuan", name="数字经济", main="nothing")[0] == 422
    assert post(world, "lin", "/categories", unit="yunchuan", name="别的", main="other")[0] == 403
    assert post(world, "wang", "/sessions", unit="yunchuan", term=8, number=1, **days)[0] == 422
    seat = PanelSeat.objects.get()
    assert post(world, "lin", f"/seats/{seat.pk}/end")[0] == 404
    assert post(world, "wang", f"/seats/{seat.pk}/end")[1]["until"] == "2026-03-02"


def test_a_key_that_only_reads_writes_nothing(world: World) -> None:
    given.session(world)
    assert post(world, "public", "/proposals", unit="yunchuan", kind="personal", **TEXT)[0] in (401, 403)
    assert not Proposal.objects.exists()
