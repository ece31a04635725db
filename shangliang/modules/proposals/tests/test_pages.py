"""Pages: what each person sees, what they can press, what is refused in words and never lost."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from shangliang.kernel import moves
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import PanelGroup, PanelSeat, Proposal, Session
from shangliang.modules.proposals.tests import given
from shangliang.modules.proposals.tests.given import get, page, post, rows
from shangliang.modules.topics.tests import given as topics
from shangliang.modules.voices.tests import given as voices
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def form(world: World, **more: Any) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"].pk, "kind": "personal", "title": "关于在校门口加装减速带的提案",
        "situation": given.SITUATION, "item": [*given.ITEMS, ""], "open_ok": "on", "not_secret": "on",
        "token": "t1", **more,
    }  # fmt: skip


def test_a_member_writes_and_hands_in(world: World) -> None:
    given.session(world)
    assert "写一件提案" in page(get(world, "lin", "mine"))
    shown = page(get(world, "lin", "new"))
    assert shown.count('name="item"') == 3 and "集体提案另填" not in shown and "data-draft" in shown
    sent = [post(world, "lin", "new", **form(world)) for _ in range(2)]
    p = Proposal.objects.get()
    assert [r.status_code for r in sent] == [303, 303] and sent[0]["Location"] == p.get_absolute_url()
    assert [s.text for s in p.suggestions.all()] == list(given.ITEMS)
    assert "确认提交" in page(get(world, "lin", "submit", p.pk))
    assert "第 3 条" not in page(get(world, "lin", "proposal", p.pk))
    assert post(world, "lin", "submit", p.pk).status_code == 303
    assert post(world, "lin", "submit", p.pk).status_code == 409
    assert "流水号 1" in page(get(world, "lin", "proposal", p.pk))
    assert get(world, "lin", "write", p.pk).status_code == 409


def test_items_come_and_go_without_javascript(world: World) -> None:
    more = post(world, "lin", "new", **form(world, more="1"))
    assert more.status_code == 200 and not Proposal.objects.exists()
    shown = page(more)
    assert (
        shown.count('name="item"') == 4 and given.ITEMS[1] in shown and "还有" not in shown.split("<main")[1]
    )
    post(world, "lin", "new", **form(world, item=["甲", " ", "乙", "丙"]))
    p = Proposal.objects.get()
    assert [(s.number, s.text) for s in p.suggestions.all()] == [(1, "甲"), (2, "乙"), (3, "丙")]
    post(world, "lin", "write", p.pk, **form(world, item=["", "乙"]))
    assert [(s.number, s.text) for s in p.suggestions.all()] == [(1, "乙")]
    many = post(world, "lin", "write", p.pk, **form(world, item=[f"第 {n} 条" for n in range(11)]))
    assert many.status_code == 422 and "最多 10 条" in page(many) and p.suggestions.count() == 1


def test_what_is_wrong_stays_in_the_form(world: World) -> None:
    wrong = post(world, "lin", "new", **form(world, title="", open_ok=""))
    shown = page(wrong)
    assert wrong.status_code == 422 and "还有 2 处要改" in shown and given.ITEMS[0] in shown
    assert "请写明理由" in shown and not Proposal.objects.exists()


def test_going_on_from_an_earlier_one(world: World) -> None:
    """连续提案: one of hers, and what the review desk has put there; never one she has no part in."""
    old, strange = given.not_filed(world, title="关于公厕的提案"), given.filed(world, who="deng")
    assert "接着以前哪一件" in page(get(world, "lin", "new"))
    assert "接着以前哪一件" not in page(get(world, "sun", "new"))
    assert post(world, "lin", "new", **form(world, previous=strange.pk)).status_code == 422
    post(world, "lin", "new", **form(world, repeat="years", previous=old.pk))
    p = Proposal.objects.get(previous=old)
    assert p.repeat == "years"
    post(world, "lin", "write", p.pk, **form(world, previous=""))
    assert given.again(p).previous is None
    Proposal.objects.filter(pk=p.pk).update(previous=strange)
    post(world, "lin", "write", p.pk, **form(world, previous=strange.pk))
    assert given.again(p).previous == strange


def test_files_up_to_five(world: World) -> None:
    p = given.draft(world)
    held = [SimpleUploadedFile(f"{n}.txt", f"附件{n}".encode()) for n in range(5)]
    assert post(world, "lin", "write", p.pk, **form(world, files=held[:4])).status_code == 303
    more = post(world, "lin", "write", p.pk, **form(world, files=held[3:]))
    assert more.status_code == 422 and p.files.count() == 4
    one = p.files.first()
    sent = get(world, "lin", "attachment", p.pk, one.pk)
    assert given.downloaded(sent) == "附件0" and "attachment" in sent["Content-Disposition"]
    assert get(world, "deng", "attachment", p.pk, one.pk).status_code == 404
    assert post(world, "lin", "detach", p.pk, one.pk).status_code == 303 and p.files.count() == 3
    bad = post(world, "lin", "write", p.pk, **form(world, files=[SimpleUploadedFile("a.exe", b"MZ\x00\x00")]))
    assert bad.status_code == 422 and p.files.count() == 3


def test_a_body_brings_one(world: World) -> None:
    given.session(world)
    shown = page(get(world, "fan", "new"))
    assert "民盟市委会" in shown and "委员提案" not in shown and "党派提案" in shown
    sealed = SimpleUploadedFile("原件.txt", "盖章".encode())
    body = {
        "kind": "party", "collective": world.units["p-minmeng"].pk, "responsible": "范文博", "contact_name": "小李",
        "contact_office": "0536-1234567", "seal": sealed,
    }  # fmt: skip
    assert post(world, "fan", "new", **form(world, **body)).status_code == 303
    p = Proposal.objects.get()
    assert p.collective == world.units["p-minmeng"] and p.seal is not None
    assert post(world, "fan", "write", p.pk, **form(world, **{**body, "seal": ""})).status_code == 303
    assert given.again(p).seal is not None, "the sealed original stays"
    assert post(world, "fan", "submit", p.pk).status_code == 303
    assert "中国民主同盟云川市委员会" in page(get(world, "wang", "proposal", p.pk))
    assert given.downloaded(get(world, "wang", "seal", p.pk)) == "盖章"
    assert get(world, "lin", "seal", p.pk).status_code == 404


def test_signing_on_a_telephone(world: World) -> None:
    given.session(world)
    p = given.draft(world, kind="joint")
    wrong = post(world, "lin", "invite", p.pk, people="邓小军、张三")
    assert wrong.status_code == 422 and "没有找到这位委员：张三" in page(wrong)
    assert post(world, "lin", "invite", p.pk, people="邓小军、feng、蒋振华").status_code == 303
    assert "等我签" in page(get(world, "deng", "mine"))
    assert "可办：答复联名" in page(given.as_(world, "deng").get("/desk/"))
    shown = page(get(world, "deng", "sign", p.pk))
    assert given.ITEMS[1] in shown and "同意联名" in shown and "到时没有签的不列名" in shown
    assert post(world, "deng", "sign", p.pk, agrees="1")["Location"] == p.get_absolute_url()
    assert post(world, "feng", "sign", p.pk, agrees="0")["Location"] == "/desk/proposals/"
    assert get(world, "feng", "sign", p.pk).status_code == 404
    assert get(world, "wang", "sign", p.pk).status_code == 404
    assert "您已经联名" in page(get(world, "deng", "sign", p.pk))
    stop = page(get(world, "lin", "stop_cosigning", p.pk))
    assert "蒋振华" in stop and post(world, "lin", "stop_cosigning", p.pk).status_code == 303
    assert post(world, "jiang", "sign", p.pk, agrees="1").status_code == 404
    world.now += given.days(1)
    late = given.invited(world, "deng")
    world.now += given.days(1)
    assert "联名已经截止" in page(get(world, "deng", "sign", late.pk))
    assert post(world, "deng", "sign", late.pk, agrees="1").status_code == 409


def test_the_committees_way(world: World) -> None:
    given.panel(world)
    p = given.joint(world, "deng", cosign_open=True)
    desk = page(get(world, "wang", "desk"))
    assert p.title in desk and "林晓梅、邓小军" in desk
    assert get(world, "lin", "desk").status_code == 403
    wrong = post(world, "wang", "accept", p.pk, category="")
    assert wrong.status_code == 422
    assert post(world, "wang", "accept", p.pk, category=given.category(world).pk).status_code == 303
    assert post(world, "feng", "second", p.pk).status_code == 303
    assert "冯雅琴" in page(get(world, "lin", "proposal", p.pk))
    board = page(get(world, "liu", "reviewing"))
    assert p.title in board and "本组" in board
    assert get(world, "lin", "reviewing").status_code == 403
    opinion = {"stage": "first", "advice": "file", "qualified": "on", "content_fit": "on", "form_fit": "on"}
    assert "我的意见" in page(get(world, "liu", "review", p.pk))
    assert post(world, "liu", "review", p.pk, **opinion)["Location"] == "/desk/proposals/reviewing/"
    blocked = page(get(world, "wang", "filing", p.pk))
    assert "还要 1 人" in blocked and "立案并编号" not in blocked
    assert post(world, "wang", "filing", p.pk).status_code == 422
    assert post(world, "wang", "review", p.pk, **{**opinion, "stage": "second"}).status_code == 303
    assert "立案并编号" in page(get(world, "wang", "filing", p.pk))
    assert post(world, "wang", "filing", p.pk).status_code == 303
    number = "政协云川市九届五次会议 第0001号（交通旅游类001号）"
    for who in ("wang", "lin", "jiang", "chen", "zhao", "sun"):
        assert number in page(get(world, who, "proposal", p.pk)), who
    assert "建议立案" in page(get(world, "lin", "proposal", p.pk))
    assert "建议立案" not in page(get(world, "jiang", "proposal", p.pk))
    for who in ("public", "xu", "wu"):
        assert get(world, who, "proposal", p.pk).status_code in (302, 404), who


def test_sent_back(world: World) -> None:
    p = given.submitted(world)
    sent = given.as_(world, "wang").post(
        reverse("desk:move", args=["proposal", p.pk, "send_back"]),
        {"note": "请补充数据", "version": p.version},
    )
    assert sent.status_code == 303
    shown = page(get(world, "lin", "proposal", p.pk))
    assert "退回修改" in shown and "请补充数据" in shown
    assert post(world, "lin", "write", p.pk, **form(world, situation="有数据了。")).status_code == 303
    assert post(world, "lin", "submit", p.pk, note="补了数据").status_code == 303
    two = page(get(world, "wang", "versions", p.pk))
    assert "补了数据" in two and "<ins>" in two and get(world, "jiang", "versions", p.pk).status_code == 404


def test_merged_not_filed_offered_revived(world: World) -> None:
    main = given.accepted(world)
    p = given.accepted(world, title="关于校门口交通安全的提案", who="deng")
    assert main.title in page(get(world, "wang", "merge", p.pk))
    assert post(world, "wang", "merge", p.pk, into=p.pk).status_code == 422
    assert post(world, "wang", "merge", p.pk, into=main.pk, note="一件事").status_code == 303
    assert "并案提案者" in page(get(world, "deng", "proposal", main.pk))
    assert "您列在主案上" in page(get(world, "deng", "proposal", p.pk))
    assert post(world, "wang", "unmerge", p.pk, note=" ").status_code == 422
    assert post(world, "wang", "unmerge", p.pk, note="不是一件事").status_code == 303
    said = {"ground": "vague", "note": "没有具体建议。"}
    assert post(world, "wang", "not_file", p.pk, **said).status_code == 422
    assert post(world, "wang", "not_file", p.pk, **said, course="reference").status_code == 303
    shown = page(get(world, "deng", "proposal", p.pk))
    assert "没有立案：内容空泛，没有具体建议" in shown and "转有关单位参考" in shown
    assert post(world, "wang", "revive", p.pk, note="补了材料").status_code == 303
    assert post(world, "wang", "offer_brief", p.pk, **said).status_code == 303
    shown = page(get(world, "deng", "proposal", p.pk))
    assert "同意转为信息" in shown and 'href="#consent"' in shown
    assert post(world, "wang", "consent", p.pk).status_code == 403
    assert post(world, "deng", "consent", p.pk).status_code == 303
    assert "已转社情民意信息" in page(get(world, "deng", "proposal", p.pk))


def test_the_register(world: World) -> None:
    first = given.filed(world)
    given.not_filed(world, title="=1+1 关于公厕的提案")
    given.draft(world, "还在写的提案")
    shown = page(get(world, "wang", "list"))
    assert first.number in shown and "还在写的提案" not in shown
    assert "公厕" not in page(get(world, "lin", "list", q="0001"))
    assert first.title not in page(get(world, "wang", "list", state="not_filed"))
    assert 'aria-sort="ascending"' in page(get(world, "wang", "list", sort="number"))
    for by in ("session", "category"):
        assert first.title not in page(get(world, "wang", "list", **{by: 999_999}))
    for query in (
        {"main": "economy"},
        {"timing": "conference"},
        {"kind": "personal"},
        {"q": "林晓梅"},
        {"q": "1"},
    ):
        assert first.title in page(get(world, "wang", "list", **query)), query
    assert first.title not in page(get(world, "wang", "list", late="1"))
    table = rows(get(world, "wang", "list", format="csv"))
    assert [r[0] for r in table] == ["流水号", "2", "1"] and table[1][4].startswith("'=1+1")
    book = load_workbook(io.BytesIO(get(world, "wang", "list", format="xlsx").content)).active
    assert [c.value for c in book[3]][:4] == [1, 1, 1, first.number] and book[
        "E2"
    ].value == "=1+1 关于公厕的提案"
    assert book["E2"].data_type == "s"
    seen_by_member = rows(get(world, "jiang", "list", format="csv"))
    assert len(seen_by_member) == 2, "a member sees what was filed, not what was refused"


def test_my_own(world: World) -> None:
    given.filed(world)
    given.not_filed(world, title="关于公厕的提案")
    given.draft(world, "还在写的提案")
    for stage, title in (("writing", "还在写的提案"), ("handling", "减速带"), ("ended", "公厕")):
        shown = page(get(world, "lin", "mine", stage=stage))
        assert title in shown and shown.count("<tr>") == 2
    assert get(world, "lin", "mine", stage="nothing").status_code == 404


def test_the_paper(world: World) -> None:
    p = given.filed(world, reasons="没有标线，也没有减速带。")
    content = get(world, "jiang", "docx", p.pk)
    assert zipfile.is_zipfile(io.BytesIO(content.content))
    text = "\n".join(line.text for line in Document(io.BytesIO(content.content)).paragraphs)
    for said in (
        p.number,
        "提案者：林晓梅",
        "一、情况与问题",
        "二、分析",
        "三、建议",
        "1.请市交通局",
        p.title,
    ):
        assert said in text
    draft = given.draft(world, "还在写的提案")
    body = Document(io.BytesIO(get(world, "lin", "docx", draft.pk).content))
    assert "（草稿，未提交）" in "\n".join(line.text for line in body.paragraphs)
    assert get(world, "wang", "docx", draft.pk).status_code == 404


def test_out_of_a_voice_and_a_topic(world: World) -> None:
    topic = topics.filed(world)
    made = post(world, "lin", "from_topic", topic.pk, token="a")
    p = Proposal.objects.get()
    assert made["Location"] == reverse("proposals:write", args=[p.pk]) and p.topic == topic
    assert post(world, "wang", "from_topic", topic.pk, token="b").status_code == 403
    voice = voices.voice(
        world,
        "校门口车太快",
        body="请打 13812345678 找我",
        actor=world.actor("lin"),
        source="member",
    )
    made = post(world, "lin", "from_voice", voice.pk, token="c")
    p = Proposal.objects.get(voice=voice)
    assert made.status_code == 303 and "138****5678" in p.situation
    assert post(world, "lin", "from_voice", voice.pk, token="c").status_code == 303
    assert Proposal.objects.filter(voice=voice).count() == 1, "the same form twice makes one"


def test_sessions_classes_and_the_panel(world: World) -> None:
    city = world.units["yunchuan"]
    empty = page(get(world, "wang", "sessions"))
    assert "还没有登记会次" in empty and get(world, "lin", "sessions").status_code == 403
    days = {"opens_on": "2026-02-27", "closes_on": "2026-03-04", "deadline": "2026-03-03"}
    term = city.terms.get()
    wrong = post(
        world, "wang", "session_new", city.pk, term=term.pk, number=5, **{**days, "deadline": "2026-03-09"}
    )
    assert wrong.status_code == 422 and not Session.objects.exists()
    assert post(world, "wang", "session_new", city.pk, term=term.pk, number=5, **days).status_code == 303
    assert post(world, "wang", "session_new", city.pk, term=term.pk, number=5, **days).status_code == 422
    session = Session.objects.get()
    assert city.proposal_categories.count() == 13 and "民族宗教" in page(get(world, "wang", "sessions"))
    assert (
        post(world, "wang", "session", session.pk, **{**days, "closes_on": "2026-03-05"}).status_code == 303
    )
    classes = list(city.proposal_categories.values_list("pk", flat=True)[:2])
    assert post(world, "wang", "group_new", session.pk, name="经济组", categories=classes).status_code == 303
    assert post(world, "wang", "group_new", session.pk, name="城建组", categories=classes).status_code == 422
    group = PanelGroup.objects.get()
    lent = world.units["d-housing"].pk
    assert post(world, "wang", "seat", group.pk, people="刘敏、唐海燕", lent_by=lent).status_code == 303
    assert "由市住建局抽调" in page(get(world, "wang", "session", session.pk))
    seat = PanelSeat.objects.filter(person=world.people["liu"]).get()
    assert post(world, "wang", "unseat", seat.pk).status_code == 303
    assert post(world, "wang", "unseat", seat.pk).status_code == 409
    assert (
        post(world, "wang", "category_new", city.pk, name="数字经济", main="economy", active="on").status_code
        == 303
    )
    assert post(world, "wang", "category_new", city.pk, name="数字经济", main="economy").status_code == 422
    one = city.proposal_categories.get(name="数字经济")
    assert post(world, "wang", "category", one.pk, name="数字经济", main="economy").status_code == 303
    assert not city.proposal_categories.get(pk=one.pk).active
    for name, args in (
        ("session", session.pk),
        ("group", group.pk),
        ("category", one.pk),
        ("session_new", city.pk),
    ):
        assert get(world, "wang", name, args).status_code == 200
        assert get(world, "lin", name, args).status_code == 404, name
        assert get(world, "luo", name, args).status_code == 404, name


def test_prices_of_pages(world: World) -> None:
    """However many there are, a page asks the same few questions."""
    for n in range(3):
        given.filed(world, title=f"关于第 {n} 件事的提案")
    given.joint(world, "deng", "feng")
    p = Proposal.objects.filter(state="filed").first()
    assert p is not None
    # Three of these are the session's, the person's and the seats'.
    for who, path, price in (
        ("lin", "mine", 7), ("wang", "desk", 9), ("wang", "list", 8), ("wang", "reviewing", 6), ("jiang", "list", 9),
    ):  # fmt: skip
        client = given.as_(world, who)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"proposals:{path}")).status_code == 200
        assert len(asked) <= price, (path, len(asked), [q["sql"][:120] for q in asked])
    client = given.as_(world, "wang")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(p.get_absolute_url()).status_code == 200
    # Nine of these belong to what other pages of the module show too: hand-over, key proposals, what stands around.
    assert len(asked) <= 27, (len(asked), [q["sql"][:120] for q in asked])


def test_two_press_the_same_button(world: World) -> None:
    p = given.reviewed(world)
    moves.make(p, "send_back", actor=world.actor("wang"), at=world.now, note="请补数据")
    assert post(world, "wang", "filing", p.pk).status_code == 409
    services.submit(p, actor=world.actor("lin"), at=world.now)
    assert post(world, "wang", "filing", p.pk).status_code == 409
