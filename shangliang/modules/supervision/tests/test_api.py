"""The same verbs as JSON: gates attacked, refusals told apart, secrecy kept."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from shangliang.modules.people import services as people
from shangliang.modules.supervision.models import Ballot, Finding, Supervision
from shangliang.modules.supervision.tests import given
from tests import given as least
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
API = "/api/v1/supervision/"


class Caller:
    def __init__(self, world: World, who: str):
        self.client, self.key = given.as_(world, "public"), ""
        if who != "public":
            person = world.people[who]
            actor = world.actor(who)
            self.key = people.give_token(
                person, actor=actor, name="测试", scopes={"read", "write"}, days=3, at=world.now
            )[1]

    def get(self, path: str, base: str = API, **query: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return self.client.get(base + path, query, headers=headers)

    def post(self, path: str, base: str = API, **data: Any) -> Any:
        Caller.count += 1
        headers = {"Idempotency-Key": f"k{Caller.count}"}
        headers |= {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return self.client.post(
            base + path, json.dumps(data), content_type="application/json", headers=headers
        )

    count = 0


def record(world: World, *who: str, **more: Any) -> dict[str, Any]:
    filled = {"on": "2026-03-02", "place": "会议室", "text": "记录"}
    return {**filled, "people": [world.people[w].pk for w in who], **more}


def opened(wang: Caller) -> int:
    made = wang.post(
        "supervisions", unit="yunchuan", form="special", title="物业监督", basis="主席会议", subject="物业",
        owner="c-education", departments=["d-housing"],
    )  # fmt: skip
    assert made.status_code == 201, made.content
    return int(made.json()["id"])


def test_the_whole_way_and_every_gate_attacked(world: World) -> None:
    wang, chen, lin, liu = (Caller(world, who) for who in ("wang", "chen", "lin", "liu"))
    pk = opened(wang)
    base = f"supervisions/{pk}"
    move = lambda who, verb: who.post(f"supervision/{pk}/moves/{verb}", base="/api/v1/")  # noqa: E731
    assert move(wang, "propose").status_code == 422
    scheme = {
        "scheme": "分组",
        "starts_on": "2026-03-02",
        "ends_on": "2026-05-01",
        "departments": ["d-housing"],
    }
    assert wang.post(f"{base}/scheme", **scheme).status_code == 200
    assert move(wang, "propose").status_code == 200 and wang.post(f"{base}/approve").status_code == 403
    assert move(chen, "approve").status_code == 404  # needs more than a note
    assert chen.post(f"{base}/approve").json()["state"] == "approved"
    team = {
        "name": "第一组",
        "leader": world.people["lin"].pk,
        "members": [world.people[w].pk for w in ("deng", "feng")],
    }
    assert wang.post(f"{base}/teams", **team).status_code == 201
    # 先培训后视察
    target = given.supervised(Supervision.objects.get(pk=pk)).pk
    visit = record(world, "lin", kind="visit", supervised=target)
    early = lin.post(f"{base}/inspect", **visit)
    assert early.status_code == 422 and "先培训后视察" in early.json()["detail"]
    assert move(wang, "start").status_code == 422
    assert lin.post(f"{base}/train", **record(world, "lin", "deng", "feng")).status_code == 201
    assert move(wang, "start").status_code == 200
    # 先沟通后督查
    untold = lin.post(f"{base}/inspect", **visit)
    assert untold.status_code == 422 and "先沟通后督查" in untold.json()["detail"]
    assert liu.get(f"supervised/{target}").status_code == 404
    assert lin.post(f"supervised/{target}/talk", **record(world, "lin")).status_code == 201
    assert liu.get(f"supervised/{target}/talks").json()[0]["kind"] == "talk"
    assert lin.post(f"{base}/inspect", **visit).status_code == 201
    finding = {"title": "不公示", "problem": "三处", "advice": "公示", "department": "d-housing"}
    assert lin.post(f"{base}/findings", **finding).status_code == 201
    assert move(wang, "review").status_code == 422  # 通报
    assert lin.post(f"supervised/{target}/inform", **record(world)).status_code == 201
    assert move(wang, "review").status_code == 200
    # 先研讨后反馈
    assert wang.post(f"{base}/opinion", title="意见", to="市住建局", opinion="总的好").status_code == 200
    silent = wang.post(f"{base}/send")
    assert silent.status_code == 422 and "先研讨后反馈" in silent.json()["detail"]
    assert move(wang, "send").status_code == 404
    assert lin.post(f"{base}/discuss", **record(world, "lin")).status_code == 201
    assert liu.get("findings").json()["items"] == []
    assert wang.post(f"{base}/send").json()["number"] == "云协监〔2026〕1号"
    assert [f["state"] for f in liu.get("findings").json()["items"]] == ["sent"]
    gates = wang.get(f"{base}/inside").json()["gates"]
    assert [g["done"] for g in gates] == [True, True, True]
    assert liu.get(base).status_code == 404 and lin.get(f"{base}/inside").status_code == 200


def test_rectified_rechecked_and_sent_back(world: World) -> None:
    finding = given.answered(world, given.first(given.sent(world)))
    liu, lin, wang = (Caller(world, who) for who in ("liu", "lin", "wang"))
    path = f"findings/{finding.pk}"
    done = {"responsible": "侯明亮", "measures": "补办", "proof": "文书"}
    assert lin.post(f"{path}/claim", **done).status_code == 403
    assert liu.post(f"{path}/claim", **done).json()["state"] == "claimed"
    assert liu.post(f"{path}/recheck", passes=True, text="好").status_code == 403
    for verb in ("pass", "fail"):
        assert lin.post(f"finding/{finding.pk}/moves/{verb}", base="/api/v1/", note="x").status_code == 404
    assert lin.post(f"{path}/recheck", passes=False, text="没改好").json()["state"] == "failed"
    assert lin.post(f"{path}/recheck", passes=True, text="好").status_code == 409
    assert wang.post(f"{path}/resend", rectify_by="2026-03-02").status_code == 422
    assert wang.post(f"{path}/resend", rectify_by="2026-05-02").json()["round"] == 2
    assert [r["passes"] for r in liu.get(f"{path}/rectification").json()] == [None, False]


def test_a_programs_key_gives_no_consent(world: World) -> None:
    finding = given.found(world, given.running(world))
    lin, wang = Caller(world, "lin"), Caller(world, "wang")
    assert wang.post(f"findings/{finding.pk}/brief").status_code == 422
    assert lin.post(f"findings/{finding.pk}/consent").status_code == 403
    assert lin.post(f"findings/{finding.pk}/brief").status_code == 403
    assert Finding.objects.get().state == "noted"


def test_again_from_results_and_from_sources(world: World) -> None:
    wang = Caller(world, "wang")
    rec = least.one(world, "recommendation")
    type(rec).objects.filter(pk=rec.pk).update(
        state="decided", adoption="adopted", dispatch=least.one(world, "dispatch")
    )
    first = wang.post("supervisions/again", kind="recommendation", id=rec.pk).json()
    assert wang.post("supervisions/again", kind="recommendation", id=rec.pk).json()["id"] == first["id"]
    assert wang.post("supervisions/again", kind="voice", id=rec.pk).status_code == 404
    item = least.one(world, "plan_item")
    made = wang.post("supervisions/from", kind="plan_item", id=item.pk, owner="c-society")
    assert made.json()["source"] == "plan"
    assert wang.post("supervisions/from", kind="plan_item", id=item.pk, owner="c-society").status_code == 409
    listed = wang.get("supervisions", year=2026).json()["items"]
    assert [s["source"] for s in listed] == ["plan", "results"]


def test_standing_supervisors(world: World) -> None:
    wang, lin, liu = (Caller(world, who) for who in ("wang", "lin", "liu"))
    asked = {
        "unit": "yunchuan", "department": "d-housing", "person": world.people["lin"].pk, "field": "窗口",
        "letter_no": "1号", "starts_on": "2026-03-02", "ends_on": "2027-03-02",
    }  # fmt: skip
    assert lin.post("supervisors", **asked).status_code == 403
    one = wang.post("supervisors", **asked).json()
    told = lin.post(
        f"supervisors/{one['id']}/report", seen_on="2026-03-02", title="排队", text="一小时"
    ).json()
    assert (
        liu.get("observations").json()["items"] == []
        and liu.get(f"observations/{told['id']}").status_code == 404
    )
    assert wang.post(f"observations/{told['id']}/answer", answer="已增开").json()["state"] == "answered"
    assert wang.post(f"observations/{told['id']}/file", note="留存").status_code == 409


def test_going_back(world: World) -> None:
    thing = given.closed(world)
    back, finding = given.follow_up(thing), given.first(thing)
    deng = Caller(world, "deng")
    seen = [{"finding": finding.pk, "result": "slipped", "note": "又超期"}]
    held = {"held_on": "2026-03-02", "notes": "看了"}
    assert deng.post(f"follow-ups/{back.pk}/hold", **held, seen=[]).status_code == 422
    assert deng.post(f"follow-ups/{back.pk}/hold", **held, seen=seen).json()["state"] == "held"
    assert [f["state"] for f in deng.get("follow-ups").json()["items"]] == ["waiting", "held"]


# --- ballots


def test_nothing_of_a_ballot_through_the_api_before_the_close(world: World) -> None:
    thing = given.polling(world)
    receipt = given.ballot(world, thing, "deng", given.slips(remark="窗口太少"))
    paths = (
        f"appraisals/{thing.pk}", "appraisals", f"appraisals/{thing.pk}/ballots",
        f"appraisals/{thing.pk}/ballots/{receipt}", f"appraisals/{thing.pk}/turnout",
    )  # fmt: skip
    for who in ("wang", "chen", "lin", "deng", "liu", "zhao", "public"):
        caller = Caller(world, who)
        for path in paths:
            answer = caller.get(path)
            said = answer.content.decode()
            assert "窗口太少" not in said, (who, path)
            if not path.endswith(receipt):
                assert receipt not in said, (who, path)
            if "ballots" in path:
                assert answer.status_code in {401, 403, 404, 409}, (who, path)
        journal = caller.get(f"appraisal/{thing.pk}/journal", base="/api/v1/")
        assert "窗口太少" not in journal.content.decode() and receipt not in journal.content.decode()
    one = Caller(world, "wang").get(f"appraisals/{thing.pk}").json()
    assert one["cast"] is None and one["digest"] == "" and one["departments"][0]["satisfied"] is None


def test_no_endpoint_casts_a_ballot(world: World) -> None:
    thing = given.polling(world)
    lin = Caller(world, "lin")
    assert lin.post(f"appraisals/{thing.pk}/vote", choice="satisfied").status_code in {404, 405}
    for verb in ("vote", "close", "void"):
        assert lin.post(f"appraisal/{thing.pk}/moves/{verb}", base="/api/v1/").status_code == 404
        assert (
            Caller(world, "wang").post(f"appraisal/{thing.pk}/moves/{verb}", base="/api/v1/").status_code
            == 404
        )
    assert not Ballot.objects.exists()


def test_recounted_from_the_export(world: World) -> None:
    thing = given.counted(world)
    told = Caller(world, "lin").get(f"appraisals/{thing.pk}/ballots").json()
    lines = [b["line"] for b in told["ballots"]]
    text = "".join(line + "\n" for line in sorted(lines))
    assert hashlib.sha256(text.encode()).hexdigest() == told["digest"] == thing.digest
    mine = told["ballots"][0]["receipt"]
    assert Caller(world, "deng").get(f"appraisals/{thing.pk}/ballots/{mine}").json()["receipt"] == mine
    assert Caller(world, "jiang").get(f"appraisals/{thing.pk}/ballots/AAAA").status_code == 404
    assert Caller(world, "liu").get(f"appraisals/{thing.pk}/ballots").status_code == 404


def test_set_up_and_closed(world: World) -> None:
    wang = Caller(world, "wang")
    people_ = [world.people[w].pk for w in ("lin", "deng")]
    made = wang.post(
        "appraisals", unit="yunchuan", title="评议", meeting="常委会", held_on="2026-03-02", quorum=1,
        departments=["d-housing"], people=people_,
    ).json()  # fmt: skip
    assert wang.post(f"appraisal/{made['id']}/moves/open_ballot", base="/api/v1/").status_code == 200
    changed = {"quorum": 1, "departments": ["d-urban"], "people": people_}
    assert wang.post(f"appraisals/{made['id']}/edit", **changed).status_code == 409
    assert wang.get(f"appraisals/{made['id']}/turnout").json() == {"entitled": 2, "voted": 0}
    assert Caller(world, "chen").post(f"appraisals/{made['id']}/close").status_code == 403
    assert wang.post(f"appraisals/{made['id']}/close").json()["state"] == "void"
