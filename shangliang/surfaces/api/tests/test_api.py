import json
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from ninja import Schema

from shangliang.kernel.models import Entry
from shangliang.modules.people import services as people
from shangliang.modules.topics.models import Topic
from shangliang.modules.topics.tests import given
from shangliang.modules.voices.models import Voice
from shangliang.modules.voices.tests import given as given_voices
from shangliang.surfaces.api.management.commands import openapi

pytestmark = pytest.mark.django_db


def token(world, username, scopes):
    person = world.people[username]
    _row, key = people.give_token(
        person, actor=world.actor(username), name="test", scopes=scopes, days=30, at=timezone.now()
    )
    return {"Authorization": f"Bearer {key}"}


def post(client, path, body, headers=None, key=None):
    return client.post(
        f"/api/v1{path}", json.dumps(body), content_type="application/json",
        headers={"Idempotency-Key": key or uuid.uuid4().hex, **(headers or {})},
    )  # fmt: skip


def test_no_two_shapes_share_a_name():
    """The document names shapes by their class alone: of two with one name it would show only one."""
    found, todo = Counter(), [Schema]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        if kind.__module__.startswith("shangliang."):
            found[kind.__name__] += 1
    assert [name for name, times in found.items() if times > 1] == []


def test_the_openapi_document_is_the_committed_one():
    assert openapi.SNAPSHOT.read_text(encoding="utf-8") == openapi.text()


def test_health_needs_nobody(client):
    assert client.get("/api/v1/health").json()["status"] == "ok"


def test_the_public_reads_what_the_public_may_see(world, client):
    given.filed(world, "公开的议题")
    given.topic(world, "还在筛选")
    rows = client.get("/api/v1/topics/").json()["items"]
    assert [r["title"] for r in rows] == ["公开的议题"]
    hidden = Topic.objects.get(title="还在筛选")
    answer = client.get(f"/api/v1/topics/{hidden.pk}")
    assert answer.status_code == 404 and answer["Content-Type"] == "application/problem+json"


def test_a_wrong_token_is_nobody_not_the_public(client, world):
    answer = client.get("/api/v1/topics/", headers={"Authorization": "Bearer slk_wrong"})
    assert answer.status_code == 401 and answer["WWW-Authenticate"] == "Bearer"


def test_a_reading_token_cannot_write(world, client):
    topic = given.topic(world)
    reading, writing = token(world, "wang", {"read"}), token(world, "wang", {"write"})
    body = {"reason": "done", "note": "已办"}
    assert client.get(f"/api/v1/topics/{topic.pk}", headers=reading).status_code == 200
    assert post(client, f"/topics/{topic.pk}/decline", body, reading).status_code == 403
    assert post(client, f"/topics/{topic.pk}/decline", body, writing).json()["state"] == "not_taken"
    assert post(client, f"/topics/{topic.pk}/decline", body, writing).status_code == 409


def test_an_ended_token_is_worth_nothing(world, client):
    headers = token(world, "wang", {"read"})
    people.end_token(world.people["wang"].tokens.get(), actor=world.actor("wang"), at=timezone.now())
    assert client.get("/api/v1/topics/", headers=headers).status_code == 401


def test_every_post_needs_a_key_and_the_same_key_acts_once(world, client):
    body = {"unit": "yunchuan", "title": "路灯", "body": "东巷三盏灯不亮", "token": "t-1"}
    headers = token(world, "lin", {"write"})
    plain = client.post("/api/v1/voices/", json.dumps(body), content_type="application/json", headers=headers)
    assert plain.status_code == 400 and not Voice.objects.exists()
    first = post(client, "/voices/", body, headers, key="k-1")
    again = post(client, "/voices/", body, headers, key="k-1")
    assert first.status_code == again.status_code == 201 and first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true" and Voice.objects.count() == 1
    other = post(client, "/voices/", {**body, "title": "换了内容"}, headers, key="k-1")
    assert other.status_code == 422 and Voice.objects.count() == 1


def test_a_failed_post_leaves_its_key_free(world, client):
    headers = token(world, "lin", {"write"})
    body = {"unit": "nowhere", "title": "路灯", "body": "不亮", "token": "t-2"}
    assert post(client, "/voices/", body, headers, key="k-2").status_code == 422
    assert post(client, "/voices/", {**body, "unit": "yunchuan"}, headers, key="k-2").status_code == 201


def test_lists_page_by_cursor(world, client):
    for n in range(5):
        given.filed(world, f"第 {n} 个")
    first = client.get("/api/v1/topics/?limit=2").json()
    second = client.get(f"/api/v1/topics/?limit=2&cursor={first['next']}").json()
    third = client.get(f"/api/v1/topics/?limit=2&cursor={second['next']}").json()
    titles = [r["title"] for page in (first, second, third) for r in page["items"]]
    assert titles == [f"第 {n} 个" for n in (4, 3, 2, 1, 0)] and third["next"] == ""
    assert client.get("/api/v1/topics/?cursor=nonsense").status_code == 400


def test_bare_moves_by_one_endpoint_with_the_three_refusals(world, client):
    topic = given.topic(world, field=None)
    headers, member = token(world, "wang", {"write"}), token(world, "lin", {"write"})
    path = f"/topic/{topic.pk}/moves/file"
    missing = post(client, path, {}, headers)
    assert missing.status_code == 422 and missing.json()["reasons"] == ["请先确认领域", "还没有人评分"]
    assert post(client, path, {}, member).status_code == 403
    stale = post(client, path, {"version": 99}, headers)
    assert stale.status_code == 409 and stale.json()["state"] == "待筛选"
    assert post(client, f"/topic/{topic.pk}/moves/decline", {}, headers).status_code == 404
    assert post(client, f"/nothing/{topic.pk}/moves/file", {}, headers).status_code == 404
    options = client.get(f"/api/v1/topic/{topic.pk}/moves", headers=headers).json()
    assert {"verb": "file", "label": "立为议题", "bare": True, "needs_note": False,
            "blockers": ["请先确认领域", "还没有人评分"]} in options  # fmt: skip


def test_the_journal_is_for_signed_in_callers(world, client):
    topic = given.filed(world)
    assert client.get(f"/api/v1/topic/{topic.pk}/journal").status_code == 403
    rows = client.get(f"/api/v1/topic/{topic.pk}/journal", headers=token(world, "lin", {"read"})).json()
    assert rows[0]["verb"] == "begin" and len(rows) == Entry.objects.filter(kind="topic").count()


def test_no_answer_of_the_api_holds_contact_data(world, client):
    given_voices.voice(world, contact=given_voices.services.Contact("张奶奶", "13800138000", "z@example.org"))
    headers = token(world, "wang", {"read"})
    text = client.get("/api/v1/voices/", headers=headers).content.decode()
    assert not any(plain in text for plain in ("张奶奶", "13800138000", "z@example.org"))


def test_a_malformed_body_says_where(world, client):
    answer = post(client, "/voices/", {"unit": 7}, token(world, "lin", {"write"}))
    assert answer.status_code == 422 and any("title" in e["loc"] for e in answer.json()["errors"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "长" * 201}, {"body": "长" * 10001}, {"email": "a@example.org\nBcc: b@example.org"},
        {"email": "no address"}, {"phone": "call me"}, {"unit": "\x00"}, {"unit": "nowhere"}, {"title": "a\x00"},
        {"title": ["list"]}, {"open_ok": {"a": 1}}, {"token": None}, {"name": "名" * 41},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_whole_never_cut(world, client, wrong):
    body = {"unit": "yunchuan", "title": "路灯坏了", "body": "望江路", "token": uuid.uuid4().hex, **wrong}
    answer = post(client, "/voices/", body, token(world, "wang", {"write"}))
    if wrong == {"title": "a\x00"}:
        assert answer.status_code == 201 and Voice.objects.get().title == "a"
    else:
        assert answer.status_code == 422 and not Voice.objects.exists()
        assert answer["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize("query", ["unit=%00", "unit=nowhere", "unit=²"])
def test_similar_ones_of_no_unit(world, client, query):
    answer = client.get(f"/api/v1/voices/similar/?title=a&{query}", headers=token(world, "wang", {"read"}))
    assert answer.status_code == 422


@pytest.mark.parametrize("until", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_day_beyond_the_calendar_is_told(world, client, until):
    voice = given_voices.voice(world)
    body = {"until": until, "note": "还要补充调研"}
    answer = post(client, f"/voice/{voice.pk}/extend", body, token(world, "wang", {"write"}))
    assert answer.status_code == 422


def test_a_day_without_a_zone_is_of_this_place(world, client):
    voice = given_voices.voice(world, at=timezone.now())
    until = (timezone.localtime(voice.due_at) + timedelta(days=3)).date()
    body = {"until": until.isoformat(), "note": "还要补充调研"}
    answer = post(client, f"/voice/{voice.pk}/extend", body, token(world, "wang", {"write"}))
    assert answer.status_code in {200, 201}, answer.content.decode()
    voice.refresh_from_db()
    assert timezone.localtime(voice.due_at).date() == until


def test_an_invisible_letter_in_an_address_is_told(world, client):
    answer = client.get("/api/v1/voices/?state=%00", headers=token(world, "wang", {"read"}))
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"


def test_half_a_character_is_told(world, client):
    """JSON may hold one half of a pair of surrogates, which is no text: neither kept nor an error of ours."""
    body = {"name": "测试", "places": "\ud800", "token": "\ud800", "text": "\ud800", "title": "\ud800"}
    for path in ("/floor/1/questions", "/minutes/1/items", "/voices/"):
        answer = post(client, path, body, token(world, "wang", {"write", "read"}))
        assert answer.status_code in {404, 422}, path
    housing = {"unit": "\ud800", "question": "?", "method": "motion", "voters": "members"}
    answer = post(client, "/deliberation/polls", housing, token(world, "wang", {"write", "read"}))
    assert answer.status_code == 422 and answer["Content-Type"].startswith("application/problem+json")


def test_a_reading_key_does_not_write_what_is_its_owners_own(world, client):
    """No grant is asked where something is one's own: a meeting one has called, a ballot."""
    answer = post(client, "/deliberation/polls/1/ballot", {"chosen": []}, token(world, "lin", {"read"}))
    assert answer.status_code == 403 and "只能读" in answer.json()["detail"]
