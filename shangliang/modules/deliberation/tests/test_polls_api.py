"""The same verbs as JSON: refusals told apart, nothing of a result before the count, no secret ballot here."""

from __future__ import annotations

import hashlib
import json
from itertools import count
from typing import Any

import pytest
from django.test import Client

from shangliang.kernel.models import Once
from shangliang.modules.deliberation.models import NamedBallot, Poll, SecretBallot
from shangliang.modules.deliberation.tests import polling
from shangliang.modules.deliberation.tests.polling import chose
from shangliang.modules.people import services as people
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
API = "/api/v1/deliberation/"
_keys = count(1)


class Caller:
    def __init__(self, world: World, who: str):
        self.client, self.headers = Client(), dict[str, str]()
        if who != "public":
            key = people.give_token(
                world.people[who], actor=world.actor(who), name="测试", scopes={"read", "write"}, days=3, at=world.now
            )[1]  # fmt: skip
            self.headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str, base: str = API) -> Any:
        return self.client.get(base + path, headers=self.headers)

    def post(self, path: str, base: str = API, **data: Any) -> Any:
        headers = {**self.headers, "Idempotency-Key": f"k{next(_keys)}"}
        return self.client.post(
            base + path, json.dumps(data), content_type="application/json", headers=headers
        )


def test_the_whole_way_of_a_poll_by_name(world: World) -> None:
    wang, lin, deng = Caller(world, "wang"), Caller(world, "lin"), Caller(world, "deng")
    terms = {
        "question": "选哪种？", "method": "ranked", "voters": "named", "secret": False, "options": ["甲", "乙", "丙"],
        "people": [world.people[p].pk for p in ("lin", "deng", "feng")], "open_to_public": True,
    }  # fmt: skip
    assert lin.post("polls", unit="yunchuan", **terms).status_code == 403
    assert wang.post("polls", unit="yunchuan", **{**terms, "method": "guess"}).status_code == 422
    assert wang.post("polls", unit="yunchuan", **{**terms, "people": [0]}).status_code == 422
    made = wang.post("polls", unit="yunchuan", **terms)
    assert made.status_code == 201 and made.json()["options"][0] == {"key": "1", "label": "甲", "topic": None}
    at = f"polls/{made.json()['id']}"
    assert lin.get(at).status_code == 404
    assert wang.post(at, **{**terms, "question": "到底选哪种？"}).json()["question"] == "到底选哪种？"
    assert wang.post(f"{at}/open").json()["state"] == "open"
    assert wang.post(at, **terms).status_code == 409
    assert lin.post(f"{at}/ballot", chosen=["1"]).status_code == 422
    assert lin.post(f"{at}/ballot", ranks=[["2"], ["1"]]).status_code == 200
    assert lin.post(f"{at}/ballot", ranks=[["1"], ["2", "3"]]).json()["ranks"] == [["1"], ["2", "3"]]
    assert lin.get(f"{at}/ballot").json()["ranks"] == [["1"], ["2", "3"]]
    assert wang.post(f"{at}/ballot", ranks=[["1"]]).status_code == 403
    assert deng.get(f"{at}/ballot").status_code == 404
    assert deng.get(f"{at}/turnout").json() == {"entitled": 3, "cast": 1, "voted": False}
    assert deng.get(f"{at}/result").status_code == 409
    assert wang.post(f"{at}/close").json()["state"] == "counted"
    result = deng.get(f"{at}/result").json()
    assert result["winners"] == ["1"] and {"before": "1", "after": "2", "ballots": 1} in result["pairs"]
    assert result["order"] == [["1"], ["2", "3"]] and "胜出" in result["sentence"]
    assert deng.get(f"{at}/ballots").json()["ballots"][0]["key"] == world.people["lin"].name
    nobody = Caller(world, "public")
    assert nobody.get(f"{at}/result").status_code in {401, 404}
    assert wang.post(f"poll/{made.json()['id']}/moves/publish", base="/api/v1/").status_code == 200
    assert nobody.get(f"{at}/result").json()["digest"] == result["digest"]


def test_nothing_of_a_ballot_before_the_count(world: World) -> None:
    for secret in (True, False):
        thing = polling.opened(world, secret=secret)
        paths = [
            f"polls/{thing.pk}",
            "polls",
            *(f"polls/{thing.pk}/{p}" for p in ("result", "ballots", "ballots/A")),
        ]
        callers = {who: Caller(world, who) for who in ("wang", "chen", "feng", "liu", "public")}
        before = {(w, p): c.get(p).content for w, c in callers.items() for p in paths}
        (polling.secretly if secret else polling.named)(world, thing, "lin", chose("2"))
        after = {(w, p): c.get(p).content for w, c in callers.items() for p in paths}
        assert before == after, "a ballot changes no answer but the turnout"
        for who, caller in callers.items():
            for path in paths[2:]:
                assert caller.get(path).status_code in {401, 403, 404, 409}, (who, path)
            story = caller.get(f"poll/{thing.pk}/journal", base="/api/v1/").content.decode()
            assert "chosen" not in story
        assert callers["feng"].get(f"polls/{thing.pk}/turnout").json()["cast"] == 1


def test_no_secret_ballot_is_cast_here(world: World) -> None:
    thing = polling.opened(world)
    assert Caller(world, "lin").post(f"polls/{thing.pk}/ballot", chosen=["1"]).status_code == 403
    session = Client()
    session.force_login(world.people["lin"])
    answer = session.post(
        f"{API}polls/{thing.pk}/ballot", '{"chosen": ["1"]}', content_type="application/json",
        headers={"Idempotency-Key": "s1"},
    )  # fmt: skip
    assert answer.status_code == 403
    for verb in ("open", "count", "void", "time_up", "count_on_time"):
        assert Caller(world, "wang").post(f"poll/{thing.pk}/moves/{verb}", base="/api/v1/").status_code in {
            403, 404, 409, 422,
        }, verb  # fmt: skip
    assert polling.again(thing).state == "open" and not SecretBallot.objects.exists()
    assert not NamedBallot.objects.exists() and "chosen" not in str(list(Once.objects.values("answer")))


def test_anybody_on_the_roll_counts_again(world: World) -> None:
    thing = polling.opened(world)
    mine = polling.secretly(world, thing, "lin", chose("3"))
    polling.secretly(world, thing, "deng", chose())
    polling.close(world, thing)
    lin = Caller(world, "lin")
    told = lin.get(f"polls/{thing.pk}/ballots").json()
    text = "".join(f"{b['line']}\n" for b in told["ballots"])
    assert hashlib.sha256(text.encode()).hexdigest() == told["digest"] == thing.digest
    assert lin.get(f"polls/{thing.pk}/ballots/{mine.lower()}").json()["content"] == {"chosen": ["3"]}
    assert lin.get(f"polls/{thing.pk}/ballots/AAAA").status_code == 404
    assert Caller(world, "liu").get(f"polls/{thing.pk}/ballots").status_code == 404


def test_a_quick_poll(world: World) -> None:
    meeting = polling.sitting(world, "lin", "deng")
    chen = Caller(world, "chen")
    made = chen.post(f"polls/now/{meeting.pk}", question="同意吗？", secret=False)
    assert made.status_code == 201 and (made.json()["state"], made.json()["method"]) == ("open", "motion")
    assert Caller(world, "lin").post(f"polls/now/{meeting.pk}", question="同意吗？").status_code == 403
    at = f"polls/{made.json()['id']}"
    assert Caller(world, "lin").post(f"{at}/ballot", chosen=["yes"]).status_code == 200
    chen.post(f"{at}/close")
    motion = Caller(world, "deng").get(f"{at}/result").json()["motion"]
    assert motion == {
        "carried": True, "needed": 1, "yes": 1, "no": 0, "abstained": 0, "entitled": 2, "present": 2,
    }  # fmt: skip
    assert Poll.objects.count() == 1


def test_a_moment_without_a_zone_is_of_this_place(world: World) -> None:
    terms = {
        "question": "选哪种？",
        "method": "shares",
        "voters": "named",
        "options": ["甲", "乙", "丙"],
        "places": 2,
    }
    wang = Caller(world, "wang")
    made = wang.post("polls", unit="yunchuan", **terms, closes_at="2026-03-09T18:00:00")
    assert made.status_code == 201 and made.json()["closes_at"] == "2026-03-09T18:00:00+08:00"


def test_a_poll_beyond_the_calendar_does_not_take_the_lists_with_it(world: World) -> None:
    terms = {"question": "选哪种？", "method": "single", "voters": "named", "options": ["甲", "乙"]}
    wang = Caller(world, "wang")
    for far in ("9999-12-31T23:59:59-12:00", "9999-12-31T10:00:00+08:00"):
        answer = wang.post("polls", unit="yunchuan", **terms, closes_at=far)
        assert answer.status_code == 422 and "2199" in answer.json()["detail"]
    assert wang.get("polls").status_code == 200


def test_a_reading_key_casts_no_ballot(world: World) -> None:
    thing = polling.opened(world, secret=False)
    lin = Caller(world, "lin")
    key = people.give_token(
        world.people["lin"], actor=world.actor("lin"), name="只读", scopes={"read"}, days=3, at=world.now
    )[1]
    lin.headers = {"Authorization": f"Bearer {key}"}
    assert lin.get(f"polls/{thing.pk}").status_code == 200
    assert lin.post(f"polls/{thing.pk}/ballot", chosen=["1"]).status_code == 403
    assert not NamedBallot.objects.exists()
