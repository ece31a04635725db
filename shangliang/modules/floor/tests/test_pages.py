"""Pages of the room: telephone, console, screen, questions; by whom, and what a wrong press is told."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from shangliang.kernel import files
from shangliang.modules.deliberation import services as deliberation
from shangliang.modules.deliberation.tests import polling
from shangliang.modules.floor.models import Caption, Floor, LiveQuestion, Speech
from shangliang.modules.floor.tests import given
from shangliang.modules.gatherings import queries as gathering_queries
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.tests import given as gathering_given
from tests import visits
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


client, at = visits.as_, visits.Pages("floor").at


def page(response: Any) -> str:
    return html.unescape(response.content.decode())


def hall(room: Floor, name: str = "hall", *more: Any) -> str:
    return at(name, room.gathering.sign_in_code, *more)


def guest(world: World, room: Floor, capacity: str = "grassroots") -> Client:
    """A telephone without an account, after the sign-in page."""
    phone = client(world)
    carried = gathering_queries.pass_of(given.seat(room, capacity))
    assert phone.get(at("enter", carried)).status_code == 302
    return phone


def test_the_way_of_a_room_from_the_meeting_to_the_console(world: World, settings: Any) -> None:
    settings.LIVE_URL = "http://live.example.org"
    meeting = gathering_given.sitting(world)
    wang = client(world, "wang")
    assert at("of", meeting.pk) in page(wang.get(reverse("gatherings:console", args=[meeting.pk])))
    assert "开放会场" in page(wang.get(at("of", meeting.pk)))
    opened = wang.post(at("of", meeting.pk))
    room = Floor.objects.get()
    assert opened.status_code == 303 and opened.url == at("console", room.pk)
    assert wang.get(at("of", meeting.pk)).url == at("console", room.pk)
    shown = page(wang.get(at("console", room.pk)))
    assert reverse("deliberation:poll_now", args=[meeting.pk]) in shown and "data-live-room" in shown
    for name in ("clock", "line", "questions", "screen", "captions"):
        assert wang.get(at("part", room.pk, name)).status_code == 200
    assert wang.get(at("part", room.pk, "other")).status_code == 404
    assert client(world, "lin").get(at("console", room.pk)).status_code == 403
    assert client(world, "tang").get(at("floor", room.pk)).status_code == 404


def test_a_telephone_with_an_account(world: World) -> None:
    room, lin = given.floor(world), client(world, "lin")
    assert "我要发言" in page(lin.get(hall(room)))
    for _ in range(2):
        assert lin.post(hall(room, "ask"), {"kind": "speech"}).status_code == 303
    speech = Speech.objects.get()
    assert "下一个就是您" in page(lin.get(hall(room)))
    assert "您已排队" in page(lin.get(hall(room, "mine", "line"))) and "我要发言" in page(
        client(world, "hou").get(hall(room, "mine", "line"))
    )
    assert lin.get(hall(room, "mine", "other")).status_code == 404
    assert lin.post(hall(room, "ask"), {"kind": "order"}).status_code == 422
    assert lin.post(hall(room, "ask"), {"kind": "order", "about": "超时了"}).status_code == 303
    assert "等主持人裁定" in page(lin.get(hall(room)))
    assert lin.post(hall(room, "withdraw", speech.pk)).status_code == 303
    assert Speech.objects.get(pk=speech.pk).state == "withdrawn"
    assert lin.post(hall(room, "withdraw", speech.pk)).status_code == 409
    assert lin.get(hall(room, "ask")).status_code == 405


def test_a_telephone_without_an_account(world: World) -> None:
    room = given.floor(world)
    phone = guest(world, room)
    shown = page(phone.get(hall(room)))
    assert "您是 方阿婆" in shown and "请大家一起投的表决在这里就能投" in shown
    assert phone.post(hall(room, "ask"), {"kind": "speech"}).status_code == 303
    assert Speech.objects.get().participant.name == "方阿婆"
    put = {"text": "电梯什么时候装", "token": "t1"}
    for _ in range(2):
        assert phone.post(hall(room, "put"), put).status_code == 303
    mine = LiveQuestion.objects.get()
    assert "我提的问题" in page(phone.get(hall(room)))
    assert phone.post(hall(room, "support"), {"question": mine.pk}).status_code == 422
    assert phone.post(hall(room, "take_back", mine.pk)).status_code == 303
    other = given.question(world, room, given.seat(room, "member"))
    assert phone.post(hall(room, "take_back", other.pk)).status_code == 404
    assert phone.post(hall(room, "support"), {"question": other.pk}).status_code == 303
    by_script = {"X-Requested-With": "fetch"}
    assert phone.post(hall(room, "support"), {"back": other.pk}, headers=by_script).status_code == 204
    assert not other.supports.exists()
    assert phone.post(hall(room, "support"), {"question": "9" * 30}).status_code == 404


def test_a_stranger_is_shown_the_way_in(world: World) -> None:
    room = given.floor(world)
    nobody = client(world)
    shown = nobody.get(hall(room))
    assert shown.status_code == 404 and reverse(
        "gatherings:join", args=[room.gathering.sign_in_code]
    ) in page(shown)
    assert nobody.get(at("hall", "nothing")).status_code == 404
    assert nobody.get(at("enter", "forged")).status_code == 404
    for name in ("ask", "put", "support"):
        assert nobody.post(hall(room, name)).status_code == 404
    elsewhere = given.floor(
        world, gathering=gathering_given.sitting(world, gathering_given.topic(world, "路灯"))
    )
    assert guest(world, elsewhere).get(hall(room)).status_code == 404, "a pass opens one hall"


def test_the_join_page_leads_into_the_hall(world: World) -> None:
    room = given.floor(world)
    gatherings.unsign(
        given.seat(room, "grassroots"), note="再来一次", actor=world.actor("wang"), at=given.at(world)
    )
    phone = client(world)
    signed = page(
        phone.post(
            reverse("gatherings:join", args=[room.gathering.sign_in_code]),
            {"participant": given.seat(room, "grassroots").pk},
        )
    )
    way = re.search(r'href="(/desk/floor/enter/[^"]+)"', signed)
    assert way and "方阿婆" in page(phone.get(way[1], follow=True))


def test_the_secretary_runs_the_line(world: World) -> None:
    room, wang = given.floor(world), client(world, "wang")
    elder = given.seat(room, "grassroots")
    assert wang.post(at("enter_speech", room.pk), {"participant": elder.pk}).status_code == 303
    assert wang.post(at("enter_speech", room.pk), {"participant": "0"}).status_code == 422
    speech = Speech.objects.get()
    for act, state in (("call", "speaking"), ("pause", "paused"), ("resume", "speaking")):
        assert wang.post(at("speech", speech.pk, act)).status_code == 303
        assert Speech.objects.get(pk=speech.pk).state == state
    assert "方阿婆" in page(wang.get(at("part", room.pk, "line")))
    assert wang.post(at("speech", speech.pk, "finish"), {"notes": "支持"}).status_code == 303
    assert wang.post(at("speech", speech.pk, "finish")).status_code == 409
    assert wang.post(at("speech", speech.pk, "sing")).status_code == 404
    assert wang.post(at("notes", speech.pk), {"notes": "支持装电梯"}).status_code == 303
    assert wang.post(at("notes", speech.pk), {"notes": ""}).status_code == 422
    second = given.wish(world, room, elder)
    assert wang.post(at("speech", second.pk, "skip"), {"why": ""}).status_code == 422
    assert wang.post(at("speech", second.pk, "skip"), {"why": "离席"}).status_code == 303
    assert wang.post(at("speech", second.pk, "requeue")).status_code == 303
    assert client(world, "lin").post(at("speech", second.pk, "call")).status_code == 403
    record = page(wang.get(at("floor", room.pk)))
    assert "支持装电梯" in record and f'id="speech-{speech.pk}"' in record


def test_questions_by_pages(world: World) -> None:
    room, wang = given.floor(world, screened=True), client(world, "wang")
    asked = [given.question(world, room, given.seat(room, "member")) for _ in range(3)]
    one, two, three = (q.pk for q in asked)
    assert wang.post(at("show", one)).status_code == 303
    assert wang.get(at("answer", one)).status_code == 200
    assert wang.post(at("answer", one), {"participant": ""}).status_code == 422
    assert wang.post(at("answer", one), {"participant": given.seat(room, "head").pk}).status_code == 303
    assert wang.post(at("hide", two), {"why": "重复"}).status_code == 303
    unit = world.units["d-housing"].pk
    assert wang.post(at("hand", three), {"unit": unit, "due_on": "2020-01-01"}).status_code == 422
    assert wang.post(at("hand", three), {"unit": unit, "due_on": "2026-03-30"}).status_code == 303
    assert wang.get(at("hand", three)).status_code == 409
    liu = client(world, "liu")
    shown = page(liu.get(at("question", three)))
    assert "答复" in shown and liu.get(at("question", one)).status_code == 404
    assert at("floor", room.pk) not in shown and liu.get(at("floor", room.pk)).status_code == 404
    assert liu.post(at("reply", three), {"text": "已列入预算"}).status_code == 303
    assert "已列入预算" in page(client(world, "lin").get(hall(room)))
    assert "重复" in page(client(world, "hou").get(hall(room)))


def test_captions_by_pages(world: World) -> None:
    room, wang = given.floor(world), client(world, "wang")
    sent = {"text": "现在开会", "token": "c1"}
    assert wang.post(at("caption", room.pk), sent).status_code == 303
    assert wang.post(at("caption", room.pk), sent).status_code == 303
    line = Caption.objects.get()
    more = wang.post(
        at("caption", room.pk), {"text": "第二句", "token": "c0"}, headers={"HX-Request": "true"}
    )
    assert more.status_code == 200 and "autofocus" in page(more) and Caption.objects.count() == 2
    assert wang.post(at("correct", line.pk), {"text": "现在开会。", "token": "c2"}).status_code == 303
    assert "已更正，原来是“现在开会”" in page(client(world, "lin").get(at("captions", room.pk)))
    assert client(world, "lin").post(at("caption", room.pk), sent).status_code == 403
    assert client(world, "lin").get(at("correct", line.pk)).status_code == 403
    assert client(world, "tang").get(at("correct", line.pk)).status_code == 404
    assert wang.post(at("caption", room.pk), {"text": "", "token": "x"}).status_code == 422


def _kept(world: World, room: Floor, name: str, content: bytes) -> Any:
    stored = files.keep(SimpleUploadedFile(name, content), root=room.root, person_id=None, at=given.at(world))
    return gatherings.add_material(
        room.gathering, kind="background", title=name, file=stored, actor=world.actor("wang"), at=given.at(world)
    )  # fmt: skip


def test_the_screen_follows_what_was_chosen(world: World) -> None:
    room, wang = given.floor(world), client(world, "wang")
    given.wish(world, room, given.seat(room, "member"))
    picture, paper = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    pages = [Image.new("RGB", (60, 80), "white") for _ in range(2)]
    pages[0].save(paper, "PDF", save_all=True, append_images=pages[1:])
    png, pdf = (
        _kept(world, room, "图.png", picture.getvalue()),
        _kept(world, room, "稿.pdf", paper.getvalue()),
    )
    poll = polling.motion(world, gathering=room.gathering)
    for sent, words in (
        ({"shows": "agenda"}, "市住建局通报情况"), ({"shows": "speakers"}, "接下来"),
        ({"shows": "questions"}, "现场提问"), ({"shows": "code"}, "扫码签到"), ({"shows": "captions"}, "还没有字幕"),
        ({"shows": "poll", "poll": poll.pk}, poll.question),
        ({"shows": "material", "material": png.pk}, at("picture", room.pk, png.pk, 1)),
        ({"shows": "material", "material": pdf.pk, "page": 9}, at("picture", room.pk, pdf.pk, 2)),
    ):  # fmt: skip
        assert wang.post(at("switch", room.pk), sent).status_code == 303, sent
        assert words in page(wang.get(at("screen_part", room.pk))), sent
    drawn = wang.get(at("picture", room.pk, pdf.pk, 2))
    assert drawn["Content-Type"] == "image/png" and Image.open(io.BytesIO(drawn.content)).width == 1600
    assert wang.get(at("picture", room.pk, pdf.pk, 3)).status_code == 404
    assert wang.get(at("picture", room.pk, png.pk, 1))["Content-Type"].startswith("image/")
    assert wang.post(at("switch", room.pk), {"shows": "film"}).status_code == 422
    assert wang.get(at("screen", room.pk)).status_code == 200
    assert client(world, "lin").get(at("screen", room.pk)).status_code == 403


def test_whoever_is_invited_finds_the_room_on_her_desk_while_it_sits(world: World) -> None:
    meeting = gathering_given.sitting(world)
    lin = client(world, "lin")
    assert "正在开会" not in page(lin.get("/desk/"))
    room = given.floor(world, gathering=meeting)
    into = reverse("floor:hall", args=[meeting.sign_in_code])
    home = page(lin.get("/desk/"))
    assert "正在开会" in home and into in home
    assert "正在开会" not in page(client(world, "xu").get("/desk/"))
    given.ended(world, room)
    assert into not in page(lin.get("/desk/"))


def test_excused_and_absent(world: World) -> None:
    meeting = gathering_given.noticed(world)
    lin = client(world, "lin")
    mine = gathering_given.seat(meeting, "member")
    away = reverse("gatherings:excuse", args=[meeting.pk, mine.pk])
    assert away in page(lin.get(meeting.get_absolute_url()))
    assert lin.post(away, {"note": ""}).status_code == 422
    assert lin.post(away, {"note": "出差"}).status_code == 303
    other = reverse("gatherings:excuse", args=[meeting.pk, gathering_given.seat(meeting, "head").pk])
    assert lin.post(other, {"note": "替他请"}).status_code == 403
    came = gathering_queries.attendance(meeting)
    assert [p.excuse for p in came.excused] == ["出差"] and not came.over
    assert {came.state_of(p) for p in came.missing} == {"未到"}
    assert "出差" in page(client(world, "wang").get(reverse("gatherings:people", args=[meeting.pk])))


def test_the_console_begins_the_meeting(world: World) -> None:
    meeting = gathering_given.noticed(world)
    wang = client(world, "wang")
    wang.post(at("of", meeting.pk))
    room = Floor.objects.get()
    assert at("begin", room.pk) in page(wang.get(at("console", room.pk)))
    assert client(world, "lin").post(at("begin", room.pk)).status_code == 403
    for _ in range(2):
        assert wang.post(at("begin", room.pk)).status_code == 303
    meeting.refresh_from_db()
    assert meeting.state == "sitting"
    assert at("begin", room.pk) not in page(wang.get(at("console", room.pk)))


def test_what_was_said_to_the_secretary_does_not_stay_on_the_hall_s_screen(world: World) -> None:
    room, wang = given.floor(world), client(world, "wang")
    wang.post(at("switch", room.pk), {"shows": "agenda"})
    assert 'class="flash' not in page(wang.get(at("screen", room.pk)))
    assert 'class="flash' in page(wang.get(at("console", room.pk)))


def test_before_the_end_it_is_said_what_is_left(world: World) -> None:
    room, wang = given.floor(world), client(world, "wang")
    ending = reverse("gatherings:end", args=[room.gathering_id])
    assert "散会以前看一看" not in page(wang.get(ending))
    given.wish(world, room, given.seat(room, "member"))
    given.question(world, room, given.seat(room, "head"))
    polling.motion(world, gathering=room.gathering)
    left = page(wang.get(ending))
    assert "还有 1 人等着发言，1 个提问没有答复" in left and "还有 1 项投票没有结束" in left


def test_a_telephone_without_an_account_votes(world: World) -> None:
    """Read once more and confirmed, as at a desk; the receipt finds the ballot after the count."""
    room = given.floor(world)
    phone = guest(world, room)
    meeting = room.gathering
    terms = polling.terms(world, gathering=meeting, voters="hall", people=[])
    poll = deliberation.ask_now(meeting, terms=terms, actor=world.actor("wang"), at=given.at(world))
    closed = polling.opened(world, gathering=meeting, voters="present", people=[], question="只请委员的")
    address = reverse("deliberation:poll_here", args=[poll.pk])
    assert address in page(phone.get(hall(room)))
    asked = phone.get(address)
    assert "无记名" in page(asked) and asked.headers["Cache-Control"] == "private, no-store"
    assert phone.post(address).status_code == 422
    first = page(phone.post(address, {"choice": "2"}))
    data = {"choice": "2", "code": first.split('name="code" value="')[1].split('"')[0], "sure": "yes"}
    voted = page(phone.post(address, data))
    receipt = re.search(r'id="receipt-code" data-copy>([^<]+)<', voted)
    assert receipt and f'href="{hall(room)}#polls"' in voted
    assert receipt[1] in page(phone.post(address, data)), "pressed twice, the receipt is not lost"
    assert "您已经投过票" in page(phone.get(address, follow=True))
    assert "您不在这次表决的名册上" in page(
        phone.get(reverse("deliberation:poll_here", args=[closed.pk]), follow=True)
    )
    assert client(world, "lin").get(address).url == reverse("deliberation:poll_vote", args=[poll.pk])
    assert Client().get(address).status_code == 404
    assert phone.get(reverse("deliberation:poll_here", args=[0])).status_code == 404
    polling.close(world, poll)
    assert address in page(phone.get(hall(room)))
    assert "“按面积”得票最多" in page(phone.get(address))
    assert "这张票原样计入" in page(phone.post(address, {"receipt": receipt[1]}))
    assert "没有这个回执码" in page(phone.post(address, {"receipt": "AAAA"}))


def test_a_telephone_without_an_account_votes_by_name(world: World) -> None:
    room = given.floor(world)
    phone = guest(world, room)
    poll = deliberation.ask_now(
        room.gathering, actor=world.actor("wang"), at=given.at(world),
        terms=polling.terms(world, gathering=room.gathering, voters="hall", people=[], secret=False),
    )  # fmt: skip
    address = reverse("deliberation:poll_here", args=[poll.pk])
    for key in ("1", "3"):
        answer = phone.post(address, {"choice": key})
        assert answer.status_code == 303 and answer.url == hall(room) + "#polls"
    assert "您已投过，再投一次就换成新的" in page(phone.get(address))
    assert poll.named_ballots.get().content == {"chosen": ["3"]}
    polling.close(world, poll)
    assert "方**" not in page(phone.get(address)) and "得票最多" in page(phone.get(address))
