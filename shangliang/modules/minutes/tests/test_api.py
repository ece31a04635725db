"""Minutes over JSON: the same services as the pages."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.test import Client

from shangliang.modules.minutes import queries
from shangliang.modules.minutes.models import Draft, Minutes
from shangliang.modules.minutes.tests import given
from tests.world import World

ROOT = "/api/v1/minutes/"
_keys = count(1)


class Caller:
    def __init__(self, client: Client):
        self.client = client

    def get(self, path: str = "", status: int = 200) -> Any:
        response = self.client.get(ROOT + path)
        assert response.status_code == status, response.content.decode()
        return response.json()

    def post(self, path: str, status: int = 200, **body: Any) -> Any:
        response = self.client.post(
            ROOT + path, body, content_type="application/json", headers={"Idempotency-Key": f"k{next(_keys)}"}
        )
        assert response.status_code == status, response.content.decode()
        return response.json()


def test_from_the_record_to_settled_minutes_by_programs(as_: Any, world: World) -> None:
    gathering = given.held(world)
    wang, lin = Caller(as_("wang")), Caller(as_("lin"))
    lin.post(f"of/{gathering.pk}/assemble", 403)
    made = wang.post(f"of/{gathering.pk}/assemble", 201)
    base = str(made["id"])
    assert [m["id"] for m in wang.get("")["items"]] == [made["id"]] and lin.get("")["items"] == []
    row = next(r for r in made["rows"] if "一楼不出钱" in r["text"])
    assert row["link"] and row["section"] == "opinion" and row["machine"] == ""
    edited = wang.post(f"items/{row['id']}", text="费用按楼层分摊。", revision=row["revision"])
    assert edited["edited"] and edited["revision"] == 2
    wang.post(f"items/{row['id']}", 409, text="别的", revision=1)
    wang.post(f"items/{row['id']}/decide", 409, take=True, revision=2)
    assert wang.post(f"{base}/items", 201, text="下月再议。")["section"] == "added"
    [consensus] = gathering.consensus.all()
    wang.post(f"{base}/consensus/{consensus.pk}/cite", 422)
    wang.post(f"{base}/consensus/{consensus.pk}/cite", 422, opinions=[0])
    wang.post(f"{base}/consensus/0/cite", 422, reason="x")
    wang.post(f"{base}/consensus/{consensus.pk}/cite", reason="主持人提议")
    assert wang.post(f"{base}/circulate")["state"] == "circulating"
    [mine] = lin.get(f"{base}/signings")
    full = lin.get(f"signings/{mine['id']}")
    assert [i["text"] for i in full["items"]] == ["费用按楼层分摊。"]
    objection = {str(full["items"][0]["id"]): "我说的是递增。"}
    assert (
        lin.post(f"signings/{mine['id']}/sign", seen=full["seen"], objections=objection)["state"]
        == "answered"
    )
    paper = Minutes.objects.get(pk=made["id"])
    verdict = queries.objections(paper).get()
    lin.post(f"objections/{verdict.pk}/keep", 403, why="x")
    assert wang.post(f"objections/{verdict.pk}/keep", why="录音如此")["who"] == "林晓梅"
    her = given.signing(paper, "方阿婆")
    assert wang.post(f"signings/{her.pk}/excuse", how="念过")["state"] == "excused"
    wang.post(f"{base}/settle", 422)
    for name in ("陈立群", "市住建局"):
        given.signed(world, paper, name)
    [first, _second] = wang.get(f"{base}/treatments")
    assert wang.post(f"treatments/{first['id']}/answer", what="partly", why="部分写进")["state"] == "partly"
    assert wang.post(f"{base}/answer-rest", what="declined", why="另案") == 1
    assert lin.get("mine/opinions")[0]["told"] == "部分写进"
    assert wang.post(f"{base}/settle")["state"] == "settled"
    numbers = [v["number"] for v in wang.get(f"{base}/versions")]
    assert numbers == sorted(numbers, reverse=True) and len(numbers) == 6
    assert (
        wang.get(f"{base}/versions/1")["content"] and wang.get(f"{base}/versions/1")["summary"]["sentences"]
    )
    assert any(c["pieces"] for c in wang.get(f"{base}/versions/2/since/1"))
    wang.get(f"{base}/versions/99", 404)
    lin.get(f"{base}/versions", 403)


def test_everybody_reads_what_is_for_everybody(as_: Any, world: World) -> None:
    paper = given.kept(world)
    anybody = Caller(as_())
    found = anybody.get(str(paper.pk))
    assert "方阿婆" not in str(found) and "13812345678" not in str(found)
    assert all(not r["inside"] for r in found["rows"]) and found["rows"]
    assert "方阿婆" in str(Caller(as_("lin")).get(str(paper.pk)))
    assert [t["state"] for t in anybody.get(f"{paper.pk}/treatments")] == ["adopted", "adopted"]
    assert anybody.get(f"{paper.pk}/signings") == []
    anybody.get("mine/opinions", 403)
    anybody.get(f"{given.circulating(world).pk}", 404)


def test_the_machine_by_programs(as_: Any, world: World) -> None:
    paper = given.assembled(world)
    wang, lin = Caller(as_("wang")), Caller(as_("lin"))
    wang.post(f"{paper.pk}/drafts", 422)
    draft = Draft.objects.create(
        gathering=paper.gathering, person=world.people["wang"], at=given.after(world), model="m", host="h",
        prompt="p", prompt_sha256="0", done_at=given.after(world), sentences=[{"text": "一句话。", "sources": []}],
    )  # fmt: skip
    assert wang.get(f"{paper.pk}/drafts")[0]["sentences"][0]["text"] == "一句话。"
    lin.get(f"{paper.pk}/drafts", 404)
    assert wang.post(f"drafts/{draft.pk}/take", sentences=[0])[0]["machine"] == "m"
    wang.post("drafts/0/take", 404, sentences=[0])
    lin.post(f"drafts/{draft.pk}/take", 404, sentences=[0])
