"""The same verbs as JSON: lists, one, every verb, and the three kinds of refusal."""

from __future__ import annotations

import pytest

from shangliang.kernel import moves
from shangliang.modules.outcomes.models import Recommendation
from shangliang.modules.outcomes.tests import given
from tests import visits
from tests.world import World

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/outcomes"
API = visits.Api(ROOT)
call, get, post = API.call, API.get, API.post


@pytest.fixture(autouse=True)
def at_noon(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)


def test_recommendations_from_words_to_departments(world: World) -> None:
    matter = given.topic(world)
    met = given.gathering(world, matter)
    agreed = given.agreed(world, met, given.opinion(world, met))
    status, made = post(
        world, "wang", f"/topics/{matter.pk}/recommendations", text="加装电梯", consensus=agreed.pk
    )
    assert (status, made["order"], made["state"], made["gathering_id"]) == (201, 1, "draft", met.pk)
    path = f"/recommendations/{made['id']}"
    assert (
        post(world, "wang", f"{path}/edit", text="加装 6 部电梯", department="d-housing")[1]["text"]
        == "加装 6 部电梯"
    )
    status, sent = post(world, "wang", f"{path}/send", lead="d-housing")
    assert (status, sent["state"]) == (200, "sent") and sent["dispatch_id"]
    status, problem = post(world, "wang", f"{path}/send", lead="d-housing")
    assert (status, problem["state"]) == (409, "已交办，等答复")
    given.answered(world, Recommendation.objects.select_related("unit", "dispatch").get())
    status, again = post(world, "wang", f"{path}/reopen", note="没有解决")
    assert (status, again["state"], again["adoption"]) == (200, "sent", "")


def test_several_at_once(world: World) -> None:
    matter = given.topic(world)
    one, two = given.recommendation(world, matter), given.recommendation(world, matter, text="第二条")
    wanted = [{"recommendation": r.pk, "lead": "d-housing"} for r in (one, two)]
    status, rows = call(world, "wang", "post", f"/topics/{matter.pk}/send", wanted)
    assert (status, [r["state"] for r in rows]) == (200, ["sent", "sent"])


def test_lists_page_and_filter(world: World) -> None:
    matter = given.topic(world)
    for n in range(3):
        given.sent(world, matter, text=f"第 {n} 条")
    given.recommendation(world, matter, text="草稿")
    status, first = get(world, "public", "/recommendations", limit=2)
    assert (status, [r["text"] for r in first["items"]]) == (200, ["第 2 条", "第 1 条"])
    status, rest = get(world, "public", "/recommendations", limit=2, cursor=first["next"])
    assert ([r["text"] for r in rest["items"]], rest["next"]) == (["第 0 条"], "")
    assert len(get(world, "wang", "/recommendations")[1]["items"]) == 4
    assert len(get(world, "wang", "/recommendations", state="draft", topic=matter.pk)[1]["items"]) == 1
    assert len(get(world, "wang", "/recommendations", department="d-housing")[1]["items"]) == 3
    assert get(world, "wang", "/recommendations", department="d-urban")[1]["items"] == []


def test_what_one_may_not_see_does_not_exist(world: World) -> None:
    draft = given.recommendation(world)
    assert get(world, "wang", f"/recommendations/{draft.pk}")[0] == 200
    for who in ("lin", "public"):
        assert get(world, who, f"/recommendations/{draft.pk}")[0] == 404
    assert get(world, "liu", f"/documents/{given.document(world).pk}")[0] == 404
    assert get(world, "public", "/documents")[1]["items"] == []


def test_refusals_keep_apart(world: World) -> None:
    matter = given.topic(world)
    assert post(world, "lin", f"/topics/{matter.pk}/recommendations", text="x")[0] == 403
    assert post(world, "wang", f"/topics/{matter.pk}/recommendations", text=" ")[0] == 422
    draft = given.recommendation(world, matter)
    status, problem = post(world, "wang", f"/recommendations/{draft.pk}/send", lead="nobody")
    assert status == 422 and "没有这个单位" in problem["reasons"][0]
    assert post(world, "wang", f"/topics/{matter.pk}/recommendations", text="x", gathering=999)[0] == 422


def test_documents_and_instructions(world: World) -> None:
    matter = given.topic(world)
    status, made = post(
        world, "wang", f"/topics/{matter.pk}/documents", kind="special_report", title="专报", body="正文"
    )
    assert (status, made["kind_label"], made["body"]) == (201, "协商专报", "正文")
    path = f"/documents/{made['id']}"
    assert post(world, "wang", f"{path}/edit", title="专报", body="新正文")[1]["body"] == "新正文"
    thing = given.again(matter).documents.select_related("unit").get()
    moves.make(thing, "check", actor=world.actor("wang"), at=world.now)
    status, sent = post(world, "chen", f"{path}/submit", sent_to="市委")
    assert (status, sent["number"], sent["submitted_on"]) == (200, "市政协协商专报〔2026〕1号", "2026-03-02")
    written = {"leader": "市长", "rank": "city", "text": "抓紧办。", "on": "2026-03-01"}
    status, instruction = post(world, "wang", f"{path}/instructions", **written)
    assert (status, instruction["state"]) == (201, "recorded")
    path = f"/instructions/{instruction['id']}"
    assert post(world, "wang", f"{path}/forward", passed_to="d-housing")[1]["due_on"] == "2026-04-01"
    assert get(world, "liu", path)[1]["text"] == "抓紧办。"
    assert post(world, "liu", f"{path}/answer", answer="办好了。")[1]["state"] == "answered"
    assert [i["id"] for i in get(world, "wang", "/instructions", state="answered")[1]["items"]] == [
        instruction["id"]
    ]
    assert [d["state"] for d in get(world, "zhao", "/documents", kind="special_report")[1]["items"]] == [
        "echoed"
    ]
    counts = get(world, "wang", "/instructions/counts", unit="yunchuan", year=2026)[1]
    assert {c["rank"]: c["answered"] for c in counts} == {
        "county": 0,
        "city": 1,
        "province": 0,
        "national": 0,
    }
    assert get(world, "liu", "/instructions/counts", unit="yunchuan", year=2026)[0] == 403


def test_the_list(world: World) -> None:
    matter = given.topic(world)
    given.decided(world, matter)
    status, made = post(world, "wang", f"/topics/{matter.pk}/feedback", title="清单", summary="商量了一次。")
    assert (status, len(made["items"])) == (201, 1)
    path, item = f"/feedback/{made['id']}", made["items"][0]["id"]
    assert (
        post(world, "wang", f"{path}/items/{item}", result="装上了。")[1]["items"][0]["result"] == "装上了。"
    )
    assert post(world, "wang", f"{path}/items/999999", result="x")[0] == 422
    assert post(world, "wang", f"{path}/refill")[0] == 200
    assert get(world, "public", path)[0] == 404
    status, out = post(world, "wang", f"{path}/publish")
    assert (status, out["state"], out["told"], out["published_on"]) == (200, "published", 2, "2026-03-02")
    assert get(world, "public", path)[1]["items"][0]["result"] == "装上了。"
    assert [f["id"] for f in get(world, "public", "/feedback", topic=matter.pk)[1]["items"]] == [made["id"]]


def test_look_backs(world: World) -> None:
    matter = given.topic(world)
    asked = given.decided(world, matter)
    given.published(world, matter)
    status, made = post(world, "wang", f"/topics/{matter.pk}/look-backs", visit_on="2026-05-01", why="去看看")
    assert (status, made["round"]) == (201, 1)
    path = f"/look-backs/{made['id']}"
    assert (
        post(world, "wang", f"{path}/reschedule", visit_on="2026-05-08", note="下雨")[1]["visit_on"]
        == "2026-05-08"
    )
    assert get(world, "public", path)[0] == 404
    given_back = {"notes": "没有开工", "finding": "slipped", "recommendations": [asked.pk], "again": True}
    status, out = post(world, "wang", f"{path}/conclude", **given_back)
    assert (status, out["state"], out["finding"]) == (200, "concluded", "slipped")
    assert get(world, "public", path)[0] == 200
    assert [b["id"] for b in get(world, "wang", "/look-backs", state="concluded")[1]["items"]] == [made["id"]]


def test_the_board_and_the_meter(world: World) -> None:
    matter = given.topic(world)
    given.sent(world, matter)
    lanes = {lane["state"]: lane for lane in get(world, "chen", "/board", unit="yunchuan")[1]}
    assert lanes["sent"]["lines"][0]["holders"] == ["市住建局"] and lanes["sent"]["count"] == 1
    status, meter = get(world, "wang", "/loop", unit="yunchuan")
    assert (status, meter["topics"]["total"], meter["topics"]["permille"]) == (200, 1, 0)
    for path in ("/board", "/loop"):
        assert get(world, "lin", path, unit="yunchuan")[0] == 403
        assert get(world, "gao", path, unit="yunchuan")[0] == 403
        assert get(world, "gao", path, unit="lanxi")[0] == 200
    status, stops = get(world, "public", f"/topics/{matter.pk}/loop")
    assert status == 200 and next(s for s in stops if s["place"] == "here")["holders"] == ["市住建局"]
