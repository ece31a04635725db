"""A language model may propose sentences; asked of a tiny server of this test, with everything that can go wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from shangliang.kernel import calendar, journal, moves, params
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.models import Draft, Minutes
from shangliang.modules.minutes.services import drafting, machine
from shangliang.modules.minutes.tests import given
from tests.world import World


class Model:
    """What the server answers, and what it was asked."""

    def __init__(self) -> None:
        self.status, self.raw, self.asked, self.hold = 200, b"", [], threading.Event()
        self.hold.set()

    def says(self, content: Any) -> None:
        self.raw = json.dumps({"choices": [{"message": {"content": content}}]}).encode()


@pytest.fixture
def model(settings: Any) -> Iterator[Model]:
    told = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.asked.append((self.path, self.headers.get("Authorization"), body))
            told.hold.wait(10)
            self.send_response(told.status)
            if told.status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(told.raw)))
            self.end_headers()
            self.wfile.write(told.raw)

        def log_message(self, *_args: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.DRAFTER_URL = f"http://127.0.0.1:{server.server_port}/v1"
    settings.DRAFTER_MODEL, settings.DRAFTER_KEY, settings.DRAFTER_SECONDS = "small-zh", "sk-secret", 5
    yield told
    told.hold.set()
    server.shutdown()
    server.server_close()
    thread.join()


def allowed(world: World) -> None:
    day = calendar.day_of(given.after(world))
    params.put(
        world.units["yunchuan"].path,
        "minutes.machine",
        new=1,
        starts_on=day,
        reason="试用",
        **given.by(world),
    )


def asked(world: World) -> tuple[Minutes, Draft]:
    allowed(world)
    paper = given.assembled(world)
    return paper, services.ask_machine(paper, **given.by(world))


def failed(draft: Draft, world: World) -> str:
    services.run_draft(draft, at=given.after(world))
    return str(given.fresh(draft).failed)


def test_it_is_off_until_both_have_switched_it_on(world: World, settings: Any) -> None:
    paper = given.assembled(world)
    settings.DRAFTER_URL, settings.DRAFTER_MODEL = "http://127.0.0.1:9/v1", "m"
    with pytest.raises(moves.Refused, match="没有开"):
        services.ask_machine(paper, **given.by(world))
    allowed(world)
    settings.DRAFTER_URL = ""
    assert not queries.machine_allowed(paper.unit.path, given.after(world))
    settings.DRAFTER_URL = "ftp://example"
    with pytest.raises(moves.Refused, match="地址不对"):
        services.ask_machine(paper, **given.by(world))
    with pytest.raises(params.BadValue):
        params.check("minutes.machine", 2)


def test_a_draft_comes_by_the_worker_and_both_texts_are_kept(world: World, model: Model) -> None:
    paper, draft = asked(world)
    with pytest.raises(moves.NotAllowed):
        services.ask_machine(paper, **given.by(world, "chen"))
    assert services.ask_machine(paper, **given.by(world)).pk == draft.pk and model.asked == []
    known = given.opinion_item(paper, "一楼不出钱").key
    rows = [
        {"text": "委员建议按楼层分摊，电话 13812345678。", "sources": [known, "opinion:0"]},
        {"text": "还有夜市的事。"},
    ]
    model.says("```json\n" + json.dumps({"sentences": rows}, ensure_ascii=False) + "\n```")
    assert services.run_drafts(given.after(world)) == 1 and services.run_drafts(given.after(world)) == 0
    now = given.fresh(draft)
    assert [s["sources"] for s in now.sentences] == [[known], []] and "138****5678" in now.sentences[0][
        "text"
    ]
    [(path, key, body)] = model.asked
    assert path == "/v1/chat/completions" and key == "Bearer sk-secret" and body["model"] == "small-zh"
    sent = body["messages"][1]["content"]
    assert (
        sent == now.prompt and "13812345678" not in sent and "方阿婆" not in sent and "基层群众代表" in sent
    )
    story = {e.verb: e for e in journal.story("minutes", paper.pk)}
    assert story["ask_machine"].facts["prompt_sha256"] == now.prompt_sha256
    assert story["machine_drafted"].facts["answer_sha256"] == now.answer_sha256
    assert story["machine_drafted"].actor_label == "时钟" and "sk-secret" not in str(
        story["ask_machine"].payload
    )
    # Nothing of it is in the minutes.
    assert not paper.items.exclude(draft=None).exists()


def test_a_person_takes_sentences_over(world: World, model: Model) -> None:
    paper, draft = asked(world)
    model.says(json.dumps([{"text": "第一句说分摊。"}, {"text": "第二句说夜市。"}]))
    with pytest.raises(moves.Stale, match="还没有起草好"):
        services.take_over(draft, numbers=[0], **given.by(world))
    services.run_draft(draft, at=given.after(world))
    draft = given.fresh(draft)
    for wrong in ([], [2], [-1]):
        with pytest.raises(moves.Refused, match="请选"):
            services.take_over(draft, numbers=wrong, **given.by(world))
    [made] = services.take_over(draft, numbers=[1], **given.by(world))
    assert made.text == "第二句说夜市。" and made.draft == draft
    assert services.take_over(draft, numbers=[1], **given.by(world)) == []
    assert paper.versions.last().why == "taken"
    with pytest.raises(moves.NotAllowed):
        services.take_over(draft, numbers=[0], **given.by(world, "lin"))


@pytest.mark.parametrize(
    ("status", "raw", "said"),
    [
        (500, b"no", "没有答应（HTTP 500）"),
        (302, b"", "没有答应（HTTP 302）"),
        (200, b"<html>", "看不懂"),
        (200, b'{"choices": []}', "看不懂"),
        (200, b'{"choices": [{"message": {"content": "  "}}]}', "什么也没有写"),
        (200, b'{"choices": [{"message": {"content": "{broken"}}]}', "看不懂"),
        (200, b"[" * 100_000, "看不懂"),
        (200, b"x" * (machine.LARGEST + 1), "太长"),
        (200, json.dumps({"choices": [{"message": {"content": "长" * 20_001}}]}).encode(), "太长"),
    ],
)
def test_what_is_no_answer_is_told(world: World, model: Model, status: int, raw: bytes, said: str) -> None:
    paper, draft = asked(world)
    model.status, model.raw = status, raw
    assert said in failed(draft, world)
    last = journal.story("minutes", paper.pk)[-1]
    assert last.verb == "machine_failed" and said in last.note and len(model.asked) == 1
    assert services.ask_machine(paper, **given.by(world)).pk != draft.pk


def test_too_many_sentences_and_words_that_are_no_json(world: World, model: Model) -> None:
    _paper, draft = asked(world)
    model.says(json.dumps([{"text": f"第{n}句说的是电梯。"} for n in range(41)]))
    assert "写了 41 句" in failed(draft, world)
    found = drafting.read("会议商量了加装电梯的费用。大家同意按楼层分摊。", known=set())
    assert [s["sources"] for s in found] == [[], []]
    mixed = drafting.read('[3, {"text": 4}, {"text": "电梯的事", "sources": "x"}]', known=set())
    assert [s["text"] for s in mixed] == ["电梯的事"]


def test_silence_and_a_closed_door(world: World, model: Model, settings: Any) -> None:
    paper, draft = asked(world)
    settings.DRAFTER_SECONDS = 1
    model.hold.clear()
    assert "1 秒内没有回答" in failed(draft, world)
    again = services.ask_machine(paper, **given.by(world))
    settings.DRAFTER_URL = "http://127.0.0.1:1/v1"
    assert "连不上" in failed(again, world)
    settings.DRAFTER_URL = ""
    last = Draft.objects.create(
        gathering=paper.gathering, person=world.people["wang"], at=given.after(world), model="m", host="h",
        prompt="p", prompt_sha256="0",
    )  # fmt: skip
    assert "没有设置" in failed(last, world)


def test_what_nobody_foresaw_is_kept_and_raised(
    world: World, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    _paper, draft = asked(world)

    def broken(*_args: Any, **_named: Any) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(machine, "ask", broken)
    with pytest.raises(ZeroDivisionError):
        services.run_draft(draft, at=given.after(world))
    assert given.fresh(draft).failed == "ZeroDivisionError"
