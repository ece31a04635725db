"""The same verbs as JSON: the whole way, and the three kinds of refusal."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from shangliang.modules.briefs.models import Adoption, Brief, Version
from shangliang.modules.briefs.tests import given
from shangliang.modules.people import services as people
from shangliang.modules.topics.tests import given as topics
from shangliang.modules.voices.tests import given as voices
from tests import visits
from tests.world import World

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/briefs"
API = visits.Api(ROOT)
call, get, post = API.call, API.get, API.post
TEXT = {"title": "关于减速带的情况", "situation": given.SITUATION, "advice": given.ADVICE}


@pytest.fixture(autouse=True)
def at_noon(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)


def test_from_draft_to_feedback(world: World) -> None:
    writers = [{"username": "lin"}, {"username": "deng"}, {"name": "张大妈", "contact": "13812345678"}]
    status, made = post(
        world, "lin", "/briefs", unit="yunchuan", source="member", field="城市管理", writers=writers, **TEXT
    )
    assert (status, made["state"], made["field"]) == (201, "draft", "城市管理")
    assert "13812345678" not in json.dumps(made) and [a["agreed"] for a in made["inside"]["authors"]] == [
        True, False, True,
    ]  # fmt: skip
    path = f"/briefs/{made['id']}"
    assert post(world, "deng", f"{path}/cosign", agrees=True)[0] == 200
    assert post(world, "lin", f"{path}/write", **{**TEXT, "title": "减速带"})[1]["title"] == "减速带"
    assert post(world, "lin", f"{path}/submit")[1]["state"] == "submitted"
    assert get(world, "wang", f"/api/v1/brief/{made['id']}/moves")[0] == 200
    status, edited = post(world, "wang", f"{path}/edit", **TEXT, seen=1)
    assert (status, edited["state"]) == (200, "edited")
    assert {p["kind"] for c in edited["inside"]["changes"] for p in c["pieces"]} >= {"same", "new"}
    again = post(world, "wang", f"{path}/edit", **TEXT, seen=1)
    assert again[0] == 200 and len(again[1]["inside"]["versions"]) == 2  # pressed twice
    assert post(world, "wang", f"{path}/edit", **{**TEXT, "title": "又一题"}, seen=1)[0] == 409
    assert post(world, "wang", f"{path}/review")[0] == 403
    assert post(world, "yao", f"{path}/review", note="核过")[1]["state"] == "reviewed"
    assert post(world, "chen", f"{path}/sign", sent_to="")[0] == 422
    assert post(world, "chen", f"{path}/sign", sent_to="市委")[1]["state"] == "signed"
    assert post(world, "wang", f"{path}/issue")[1]["number"] == "〔2026〕第1期"
    said = {"level": "city", "kind": "single", "result": "used", "on": "2026-03-02"}
    assert post(world, "wang", f"{path}/adoptions", **said)[0] == 422
    status, row = post(world, "wang", f"{path}/adoptions", **said, evidence="通知")
    assert (status, row["state"]) == (201, "owed")
    status, right = post(
        world,
        "wang",
        f"/adoptions/{row['id']}/correct",
        note="应为县级",
        said={**said, "level": "county", "evidence": "函"},
    )
    assert (status, right["corrects_id"], right["level"]) == (201, row["id"], "county")
    assert post(world, "lin", f"/adoptions/{right['id']}/correct", note="撤")[0] == 403
    assert [a["id"] for a in get(world, "lin", "/adoptions", state="owed")[1]["items"]] == [right["id"]]
    assert post(world, "wang", f"{path}/tell", text="县里采用。", outside="电话")[0] == 200
    assert post(world, "wang", f"{path}/forward", lead="d-transport")[1]["state"] == "forwarded"
    found = get(world, "lin", "/credits", unit="yunchuan", since="2026-01-01", until="2026-12-31")[1]
    assert {(c["rule"], c["numerator"], c["denominator"]) for c in found} == {
        ("submit", 1, 2), ("issue", 1, 2), ("county.used", 1, 2),
    }  # fmt: skip
    given.answered(world, given.again(Brief.objects.get()))
    assert post(world, "wang", f"{path}/feed-back", text="装好了。", outside="电话")[1]["state"] == "fed_back"


def test_composites(world: World) -> None:
    held = [given.submitted(world, f"第 {n} 篇").pk for n in range(3)]
    body = {"unit": "yunchuan", **TEXT}
    assert post(world, "wang", "/composites", **body, sources=[*held, 999])[0] == 422
    assert post(world, "lin", "/composites", **body, sources=held)[0] == 403
    status, made = post(world, "wang", "/composites", **body, sources=held[::-1])
    assert (status, made["inside"]["sources"]) == (201, held[::-1])
    assert post(world, "wang", f"/briefs/{held[0]}/release", note="不是")[1]["state"] == "submitted"
    assert post(world, "wang", f"/briefs/{made['id']}/dissolve", note="算了")[0] == 204
    assert (
        post(world, "wang", f"/briefs/{held[1]}/reject", reason="vague", note="不具体")[1]["state"]
        == "rejected"
    )


def test_who_reads_how_much(world: World) -> None:
    brief = given.issued(world, outside=["张大妈"])
    path = f"/briefs/{brief.pk}"
    assert get(world, "lin", path)[1]["inside"]["authors"][0]["name"] == "林晓梅"
    status, seen = get(world, "zhao", path)
    assert status == 200 and seen["inside"] is None and "张大妈" not in json.dumps(seen)
    told = f"/api/v1/brief/{brief.pk}/journal"
    assert get(world, "lin", told)[0] == 200 and get(world, "zhao", told)[0] == 404
    assert given.as_(world, "zhao").get(f"/desk/story/brief/{brief.pk}/").status_code == 404
    for who in ("public", "deng", "liu"):
        assert get(world, who, path)[0] == 404
    assert get(world, "public", "/public")[1]["items"] == []
    assert post(world, "wang", f"{path}/publish")[0] == 403
    assert post(world, "chen", f"{path}/publish")[1]["published"] is True
    (shown,) = get(world, "public", "/public")[1]["items"]
    assert shown["number"] == brief.number and "林晓梅" not in json.dumps(shown)
    assert get(world, "public", path)[0] == 404
    assert post(world, "chen", f"{path}/unpublish", note="有变")[1]["published"] is False
    assert [b["id"] for b in get(world, "wang", "/briefs", state="issued")[1]["items"]] == [brief.pk]


def test_the_invariants_hold_against_the_api(world: World) -> None:
    """Attacked from outside: no number before printing, no move by the back door, no foreign unit or person."""
    brief = given.submitted(world)
    path = f"/briefs/{brief.pk}"
    for verb in ("edit", "review", "sign", "issue", "feed_back", "submit", "merge", "answer", "take_in"):
        for who in ("lin", "wang", "chen"):
            assert post(world, who, f"/api/v1/brief/{brief.pk}/moves/{verb}", note="硬来")[0] == 404, verb
    assert post(world, "wang", f"{path}/issue")[0] == 409
    assert post(world, "lin", f"{path}/edit", **TEXT)[0] == 403
    assert post(world, "deng", f"{path}/submit")[0] == 404
    for wrong in ({"unit": "d-housing"}, {"unit": "nowhere"}, {"source": "x"}, {"field": "没有"},
                  {"writers": [{"username": "nobody"}]}, {"writers": [{"username": "lin"}, {"username": "lin"}]},
                  {"title": "长" * 101}):  # fmt: skip
        body = {"unit": "yunchuan", "source": "member", **TEXT, **wrong}
        assert post(world, "lin", "/briefs", **body)[0] == 422, wrong
    assert post(world, "zhao", "/briefs", unit="yunchuan", source="member", **TEXT)[0] == 403
    assert post(world, "public", "/briefs", unit="yunchuan", source="member", **TEXT)[0] in {401, 403}
    assert Brief.objects.count() == 1 and Version.objects.count() == 1 and not Adoption.objects.exists()


def test_sources_and_stations(world: World) -> None:
    topic, voice = topics.filed(world, "共性问题"), voices.voice(world, "楼道灯")
    assert post(world, "lin", f"/topics/{topic.pk}/briefs")[1]["inside"]["topic_id"] == topic.pk
    assert post(world, "wang", f"/voices/{voice.pk}/briefs")[0] == 201
    assert post(world, "wang", f"/voices/{voice.pk}/briefs")[0] == 409
    station = {
        "unit": "yunchuan",
        "name": "文华站",
        "place": "文华社区",
        "contact": "zhou",
        "opened_on": "2026-03-02",
    }
    assert post(world, "lin", "/stations", **station)[0] == 403
    status, made = post(world, "wang", "/stations", **station)
    assert (status, made["state"]) == (201, "open")
    path = f"/stations/{made['id']}"
    assert (
        post(world, "wang", f"{path}/edit", name="文华社区站", place="二楼", contact="lin")[1]["name"]
        == "文华社区站"
    )
    status, informant = post(world, "wang", f"{path}/informants", username="feng")
    assert status == 201 and "contact" not in informant
    body = {"unit": "yunchuan", "source": "informant", "station": made["id"], **TEXT}
    status, brief = post(world, "feng", "/briefs", **body)
    assert status == 201 and post(world, "feng", f"/briefs/{brief['id']}/submit")[0] == 200
    assert post(world, "wang", f"/informants/{informant['id']}/dismiss")[1]["until"] == "2026-03-02"
    (line,) = get(world, "wang", "/stations/figures", year=2026)[1]
    assert (line["received"], line["station"]["id"]) == (1, made["id"])
    assert [s["id"] for s in get(world, "lin", "/stations")[1]["items"]] == [made["id"]]
    assert get(world, "lin", path)[0] == 200 and get(world, "liu", path)[0] == 404


def test_figures_are_for_those_who_oversee(world: World) -> None:
    given.adopted(world, given.issued(world))
    status, year = get(world, "chen", "/figures", unit="yunchuan", year=2026)
    assert (status, year["printed"], year["total"]["adopted"]["city"]) == (200, 1, 1)
    assert get(world, "lin", "/figures", unit="yunchuan", year=2026)[0] == 403
    assert get(world, "public", "/credits", unit="yunchuan", since="2026-01-01", until="2026-12-31")[0] == 403


def test_a_reading_key_reads_and_does_not_write(world: World) -> None:
    brief = given.submitted(world)
    lin = world.people["lin"]
    _row, key = people.give_token(
        lin, actor=world.actor("lin"), name="test", scopes={"read"}, days=30, at=world.now
    )
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "k"}
    shown = Client().get(f"{ROOT}/briefs/{brief.pk}", headers=headers).json()
    assert shown["inside"]["authors"][0]["name"] == "林晓梅"
    assert Client().get(f"/api/v1/brief/{brief.pk}/journal", headers=headers).status_code == 200
    recall = Client().post(
        f"/api/v1/brief/{brief.pk}/moves/recall", "{}", "application/json", headers=headers
    )
    assert recall.status_code == 403


def test_one_key_one_brief(world: World) -> None:
    body = {"unit": "yunchuan", "source": "member", **TEXT}
    client = Client()
    client.force_login(world.people["lin"])
    sent = [
        client.post(f"{ROOT}/briefs", json.dumps(body), "application/json", headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    assert [r.status_code for r in sent] == [201, 201] and Brief.objects.count() == 1
