"""The same verbs as JSON: lists page, refusals tell the three kinds apart, unchecked replies stay inside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shangliang.modules.handling.models import Assignment, Dispatch, Evidence, Promise, Reply
from shangliang.modules.handling.tests import given
from shangliang.modules.people import services as people
from tests.world import World

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/handling"


class Session:
    """A caller with a browser's session, whom a rating needs."""

    def __init__(self, world: World, who: str):
        self.client = Client()
        self.client.force_login(world.people[who], backend="django.contrib.auth.backends.ModelBackend")

    def post(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"Idempotency-Key": uuid4().hex}
        return self.client.post(ROOT + path, body, content_type="application/json", headers=headers)

    def rate(self, path: str, **body: str) -> Any:
        """Both steps: the code, then the same words with it."""
        code = self.post(f"{path}/ratings", body)
        return self.post(f"{path}/ratings", {**body, **code.json()}) if code.status_code == 200 else code


class Program:
    """A caller with somebody's key; without a name, the public."""

    def __init__(self, world: World, who: str = "", scopes: frozenset[str] = frozenset({"read", "write"})):
        self.headers: dict[str, str] = {}
        if who:
            _token, key = people.give_token(
                world.people[who], actor=world.actor(who), name="x", scopes=set(scopes), days=2, at=world.now
            )
            self.headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str, **query: Any) -> Any:
        return Client().get(ROOT + path, query, headers=self.headers)

    def post(self, path: str, body: dict[str, Any], key: str = "") -> Any:
        headers = {**self.headers, "Idempotency-Key": key or uuid4().hex}
        return Client().post(ROOT + path, body, content_type="application/json", headers=headers)


def draft(**more: str) -> dict[str, str]:
    return {"text": given.TEXT, "adoption": "adopted", "norm": "solved", **more}


def test_dispatches_page_by_cursor(today: World) -> None:
    for _ in range(3):
        given.dispatch(today)
    wang = Program(today, "wang")
    first = wang.get("/dispatches", limit=2).json()
    rest = wang.get("/dispatches", limit=2, cursor=first["next"]).json()
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 1, ""]
    assert first["items"][0]["state_label"] == "已交办" and first["items"][0]["unit"] == "yunchuan"
    assert Program(today, "xu").get("/dispatches").json()["items"] == []
    assert wang.get("/dispatches", cursor="nonsense").status_code == 400


def test_send_and_read_whole(today: World) -> None:
    body = {
        "unit": "yunchuan",
        "title": "村道照明",
        "ask": "请研究",
        "origin": "批示",
        "lead": "d-urban",
        "assist": ["d-civil"],
    }
    wang, key = Program(today, "wang"), uuid4().hex
    made = wang.post("/dispatches", body, key)
    assert made.status_code == 201 and wang.post("/dispatches", body, key).json() == made.json()
    assert Dispatch.objects.count() == 1
    whole = wang.get(f"/dispatches/{made.json()['id']}").json()
    assert [(p["unit"], p["part"], p["reply"]) for p in whole["parts"]] == [
        ("d-urban", "lead", None),
        ("d-civil", "assist", None),
    ]
    assert wang.post("/dispatches", {**body, "lead": "nowhere"}).status_code == 422
    assert wang.post("/dispatches", {**body, "assist": ["d-urban"]}).status_code == 422
    assert Program(today, "liu").post("/dispatches", body).status_code == 403
    assert Program(today, "wang", frozenset({"read"})).post("/dispatches", body).status_code == 403
    assert Program(today, "he").get(f"/dispatches/{made.json()['id']}").status_code == 404


def test_tasks_of_the_callers_department(today: World) -> None:
    part = given.signed(today)
    liu = Program(today, "liu")
    assert [t["id"] for t in liu.get("/tasks", pile="write").json()["items"]] == [part.pk]
    assert (
        liu.get("/tasks", pile="sign").json()["items"]
        == []
        == liu.get("/tasks", clock="overdue").json()["items"]
    )
    assert liu.get("/tasks", pile="x").status_code == 422
    assert Program(today, "wang").get("/tasks").json()["items"] == []
    assert liu.get(f"/tasks/{part.pk}").json()["part"] == "sole"
    assert Program(today, "xu").get(f"/tasks/{part.pk}").status_code == 404


def test_draft_submit_check_and_who_reads_what(today: World) -> None:
    part = given.signed(today)
    liu, wang = Program(today, "liu"), Program(today, "wang")
    path = f"/tasks/{part.pk}"
    saved = liu.post(f"{path}/draft", draft())
    assert saved.status_code == 200 and saved.json()["version"] == 1
    assert wang.post(f"{path}/draft", draft()).status_code == 403
    assert Program(today, "xu").post(f"{path}/draft", draft()).status_code == 404
    assert liu.post(f"{path}/draft", draft(adoption="rejected")).status_code == 422
    assert liu.post(f"{path}/draft", draft(text="x", seen="2020-01-01T00:00:00Z")).status_code == 409
    assert [len(p.get(f"{path}/replies").json()) for p in (liu, wang)] == [1, 0]
    given.move(today, given.again(part), "submit", "liu")
    assert liu.post(f"{path}/draft", draft(text="改")).status_code == 409
    given.move(today, given.again(part), "pass_check", "sun")
    assert wang.get(f"{path}/replies").json()[0]["text"] == given.TEXT
    whole = wang.get(f"/dispatches/{part.dispatch_id}").json()
    assert whole["dispatch"]["state"] == "replied" and whole["parts"][0]["reply"]["norm"] == "solved"


def test_countersign_advise_contact(today: World) -> None:
    thing = given.part(given.dispatch(today, joint=["d-urban"]))
    given.move(today, thing, "sign", "liu")
    given.drafted(today, thing)
    given.move(today, thing, "circulate", "liu")
    helper = given.move(today, given.part(thing.dispatch, "d-urban"), "sign_help", "xu")
    liu, xu = Program(today, "liu"), Program(today, "xu")
    body = {"version": 1, "unit": "d-urban", "agrees": False}
    path = f"/tasks/{thing.pk}/countersigns"
    assert xu.post(path, body).status_code == 422
    assert xu.post(path, {**body, "version": 2}).status_code == 404
    assert liu.post(path, {**body, "agrees": True}).status_code == 403
    assert Program(today, "wang").post(path, {**body, "agrees": True}).status_code == 404
    assert xu.post(path, {**body, "agrees": True}).status_code == 201
    assert xu.post(f"/tasks/{helper.pk}/advice", {"opinion": "可行"}).json()["state"] == "advised"
    assert xu.post(f"/tasks/{helper.pk}/advice", {"opinion": "可行"}).status_code == 409
    assert liu.get(f"/tasks/{helper.pk}").json()["opinion"] == "可行"
    assert Program(today, "wang").get(f"/tasks/{helper.pk}").json()["opinion"] == ""
    call = {"phase": "before", "way": "phone", "note": "约好周四看现场"}
    assert liu.post(f"/tasks/{thing.pk}/contacts", call).status_code == 201
    assert xu.post(f"/tasks/{thing.pk}/contacts", call).status_code == 403


def test_reassign(today: World) -> None:
    part = given.part(given.dispatch(today))
    sun = Program(today, "sun")
    assert sun.post(f"/tasks/{part.pk}/reassign", {"to": "d-urban", "note": ""}).status_code == 422
    assert (
        Program(today, "liu").post(f"/tasks/{part.pk}/reassign", {"to": "d-urban", "note": "x"}).status_code
        == 403
    )
    new = sun.post(f"/tasks/{part.pk}/reassign", {"to": "d-urban", "note": "派错了"})
    assert new.status_code == 201 and (new.json()["unit"], new.json()["part"]) == ("d-urban", "sole")


def test_promise_evidence_postpone(today: World) -> None:
    part = given.signed(today)
    liu, sun = Program(today, "liu"), Program(today, "sun")
    day = (today.now + timedelta(days=30)).date().isoformat()
    made = liu.post(f"/tasks/{part.pk}/promises", {"text": "全部开工", "due_on": day})
    assert made.status_code == 201 and made.json()["first_due_on"] == day
    pk = made.json()["id"]
    assert (
        liu.post(f"/tasks/{part.pk}/promises", {"text": "全部开工", "due_on": "2020-01-01"}).status_code
        == 422
    )
    headers = {**liu.headers, "Idempotency-Key": "e1"}
    file = SimpleUploadedFile("a.txt", "已开工".encode())
    proof = Client().post(f"{ROOT}/promises/{pk}/evidence", {"text": "开工令", "file": file}, headers=headers)
    assert proof.status_code == 201 and proof.json()["file"] == Evidence.objects.get().file.sha256
    headers["Idempotency-Key"] = "e2"
    assert (
        Client().post(f"{ROOT}/promises/{pk}/evidence", {"text": "口头说明"}, headers=headers).json()["file"]
        == ""
    )
    later = (today.now + timedelta(days=60)).date().isoformat()
    assert liu.post(f"/promises/{pk}/postpone", {"due_on": later, "note": "x"}).status_code == 403
    assert sun.post(f"/promises/{pk}/postpone", {"due_on": later, "note": "雨季"}).json()["due_on"] == later
    assert Promise.objects.get().first_due_on.isoformat() == day


def test_promises_are_public_once_the_reply_is(today: World) -> None:
    part = given.signed(today)
    promise = given.promised(today, part, due_on=(today.now + timedelta(days=30)).date())
    public = Program(today)
    assert public.get("/promises").json()["items"] == []
    assert public.get(f"/promises/{promise.pk}").status_code == 404
    given.replied(today, part, norm="planned")
    assert [p["unit"] for p in public.get("/promises", state="open", unit="d-housing").json()["items"]] == [
        "d-housing"
    ]
    assert public.get(f"/promises/{promise.pk}").json()["text"] == promise.text
    assert (
        public.get(f"/tasks/{part.pk}").status_code
        == 404
        == public.get(f"/dispatches/{part.dispatch_id}").status_code
    )


def test_rate_accept_redo(today: World) -> None:
    thing = given.answered(today)
    wang, lin = Program(today, "wang"), Program(today, "lin")
    path = f"/dispatches/{thing.pk}"
    happy = {"attitude": "satisfied", "result": "solved"}
    assert lin.post(f"{path}/ratings", happy).status_code == 403  # a key is not a person
    own = Session(today, "lin")
    assert own.rate(path, **happy).status_code == 201
    assert own.rate(path, **{**happy, "attitude": "understood"}).status_code == 422
    assert Session(today, "wang").rate(path, **{**happy, "result": "unsolved"}).status_code == 422
    assert lin.post(f"{path}/accept", {}).status_code == 403
    other = given.signed(today)
    assert wang.post(f"{path}/redo", {"note": "x", "only": [other.pk]}).status_code == 422
    again = wang.post(f"{path}/redo", {"note": "没有动工"})
    assert (again.status_code, again.json()["round"], again.json()["state"]) == (200, 2, "rehandling")
    assert wang.post(f"{path}/accept", {}).status_code == 409
    assert wang.get(path).json()["ratings"] == {}


def test_accept(today: World) -> None:
    thing = given.answered(today)
    wang = Program(today, "wang")
    assert wang.post(f"/dispatches/{thing.pk}/accept", {"note": ""}).json()["state"] == "tracking"


def test_figures_for_those_who_oversee(today: World) -> None:
    given.answered(today)
    found = Program(today, "zhao").get("/figures/d-housing").json()
    assert (found["taken"], found["answered"], found["solved"]) == (1, 1, 1)
    assert found["attitude"] == {"satisfied": 0, "understood": 0, "dissatisfied": 0}
    for who in ("liu", "lin", "gao"):
        assert Program(today, who).get("/figures/d-housing").status_code == 404
    assert Program(today, "zhao").get("/figures/nowhere").status_code == 404


def test_list_price(today: World, django_assert_max_num_queries: Any) -> None:
    for _ in range(10):
        given.dispatch(today, joint=["d-urban"])
    wang = Program(today, "wang")
    with django_assert_max_num_queries(4):
        assert len(wang.get("/dispatches").json()["items"]) == 10
    assert Assignment.objects.count() == 20 and not Reply.objects.exists()
