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

from shangliang.modules.briefs import services
from shangliang.modules.briefs.models import Adoption, Brief, Station
from shangliang.modules.briefs.tests import given
from shangliang.modules.briefs.tests.given import get, page, post, rows
from shangliang.modules.topics.tests import given as topics
from shangliang.modules.voices.tests import given as voices
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def form(**more: Any) -> dict[str, Any]:
    return {
        "source": "member", "title": "校门口缺减速带", "situation": given.SITUATION, "advice": given.ADVICE,
        "open_ok": "on", "token": "t1", **more,
    }  # fmt: skip


def test_a_member_writes_and_hands_in(world: World) -> None:
    unit = world.units["yunchuan"].pk
    sent = [
        post(world, "lin", "new", **form(unit=unit, cosigners="邓小军、feng", outside="张大妈，13812345678"))
        for _ in range(2)
    ]
    brief = Brief.objects.get()
    assert [r.status_code for r in sent] == [303, 303] and sent[0]["Location"] == brief.get_absolute_url()
    assert list(brief.authors.values_list("name", flat=True)) == ["林晓梅", "邓小军", "冯雅琴", "张大妈"]
    shown = page(get(world, "lin", "brief", brief.pk))
    assert "确认报送" in shown and "还没有同意" in shown and "13812345678" not in shown
    assert "请您联名" in page(get(world, "deng", "mine"))
    asked = page(get(world, "deng", "brief", brief.pk))
    assert "同意联名" in asked and "现在没有等您办的事" not in asked
    assert post(world, "deng", "cosign", brief.pk, agrees="1").status_code == 303
    assert post(world, "feng", "cosign", brief.pk, agrees="0")["Location"] == "/desk/briefs/"
    assert get(world, "feng", "brief", brief.pk).status_code == 404
    changed = form(cosigners="邓小军", outside="张大妈，13812345678", title="文华小学门口缺减速带")
    assert "张大妈，13812345678" in page(get(world, "lin", "write", brief.pk))
    assert post(world, "lin", "write", brief.pk, **changed).status_code == 303
    assert post(world, "lin", "submit", brief.pk).status_code == 303
    assert given.again(brief).state == "submitted"
    assert post(world, "lin", "write", brief.pk, **changed | {"token": "t2"}).status_code == 409


def test_what_is_wrong_stays_in_the_form(world: World) -> None:
    unit = world.units["yunchuan"].pk
    for wrong, said in (
        ({"cosigners": "查无此人"}, "没有找到：查无此人"), ({"title": ""}, "还有"),
        ({"open_ok": ""}, "请写明理由"), ({"proxy": "on"}, "请写明谁是反映人"),
    ):  # fmt: skip
        answer = post(world, "lin", "new", **form(unit=unit, **wrong))
        assert answer.status_code == 422 and said in page(answer) and "剐蹭" in page(answer), wrong
    assert not Brief.objects.exists()
    assert get(world, "zhao", "new").status_code == 403


def test_typed_for_somebody_else(world: World) -> None:
    unit = world.units["yunchuan"].pk
    post(world, "wang", "new", **form(unit=unit, source="public", proxy="on", outside="张大妈，13812345678"))
    brief = Brief.objects.get()
    assert [(a.name, a.person_id, a.place) for a in brief.authors.all()] == [("张大妈", None, 0)]
    assert post(world, "wang", "submit", brief.pk).status_code == 303


@pytest.mark.parametrize(
    ("who", "status"), [("lin", 200), ("wang", 200), ("chen", 200), ("yao", 200), ("deng", 404), ("zhao", 404),
                        ("liu", 404), ("gao", 404), ("qian", 404)],
)  # fmt: skip
def test_who_sees_a_brief_in_the_office(world: World, who: str, status: int) -> None:
    brief = given.edited(world)
    assert get(world, who, "brief", brief.pk).status_code == status


def test_a_draft_is_its_writers_own(world: World) -> None:
    brief = given.draft(world)
    assert get(world, "wang", "brief", brief.pk).status_code == 404
    assert get(world, "lin", "brief", brief.pk).status_code == 200


def test_original_beside_edited_word_by_word(world: World) -> None:
    brief = given.edited(world)
    shown = page(get(world, "lin", "brief", brief.pk))
    assert "<del>" in shown and "<ins>" in shown and "（删去：" in shown and "原稿与编辑稿" in shown
    editing = page(get(world, "wang", "edit", brief.pk))
    assert given.SITUATION in editing and 'name="seen" value="2"' in editing
    assert get(world, "lin", "edit", brief.pk).status_code == 403
    both = page(get(world, "lin", "versions", brief.pk, old="2", new="1"))
    assert "第 2 稿" in both and "<del>" in both
    assert get(world, "lin", "versions", brief.pk, old="x", new="99").status_code == 200
    assert "还没有报送" in page(get(world, "lin", "versions", given.draft(world).pk))


def test_the_office_edits_reviews_signs_issues(world: World) -> None:
    brief = given.submitted(world)
    text = {
        "title": "关于校门口减速带的情况",
        "situation": given.SITUATION,
        "advice": given.ADVICE,
        "seen": "1",
    }
    assert post(world, "wang", "edit", brief.pk, **text).status_code == 303
    assert post(world, "wang", "edit", brief.pk, **text).status_code == 303  # pressed twice
    assert brief.versions.count() == 2
    stale = post(world, "wang", "edit", brief.pk, **{**text, "title": "又一个标题"})
    assert stale.status_code == 409 and "又存了一稿" in page(stale)
    assert "等另一位同志核稿" in page(get(world, "wang", "brief", brief.pk))
    refused = post(world, "wang", "review", brief.pk)
    assert refused.status_code == 403 and "不能是同一个人" in page(refused)
    assert "核稿意见" in page(get(world, "yao", "brief", brief.pk))
    assert post(world, "yao", "review", brief.pk, note="数字核对过").status_code == 303
    assert "市委、市政府领导" in page(get(world, "chen", "sign", brief.pk))
    assert post(world, "chen", "sign", brief.pk, sent_to="市委、市政府", copies_to="").status_code == 303
    assert "将要印发的样子" in page(get(world, "wang", "issue", brief.pk))
    assert get(world, "chen", "issue", brief.pk).status_code == 403
    assert [post(world, "wang", "issue", brief.pk).status_code for _ in range(2)] == [303, 409]
    assert given.again(brief).number == "〔2026〕第1期"


def test_not_taken_up_with_words(world: World) -> None:
    brief = given.submitted(world)
    assert "留存" in page(get(world, "wang", "reject", brief.pk))
    assert post(world, "wang", "reject", brief.pk, reason="vague", note="").status_code == 422
    assert post(world, "wang", "reject", brief.pk, reason="vague", note="请写明学校").status_code == 303
    shown = page(get(world, "lin", "brief", brief.pk))
    assert "情况不具体" in shown and "请写明学校" in shown


def test_a_composite_in_two_steps(world: World) -> None:
    first, second = given.submitted(world, "第一篇"), given.submitted(world, "第二篇", who="deng")
    picked = page(get(world, "wang", "compose"))
    assert "第一篇" in picked and "第二篇" in picked
    assert "至少勾选两篇" in page(get(world, "wang", "compose", pick=first.pk))
    query = {"pick": [first.pk, second.pk], f"place-{first.pk}": "2", f"place-{second.pk}": "1"}
    joined = page(get(world, "wang", "compose", **query))
    assert joined.index("（1）第二篇") < joined.index("（2）第一篇")
    text = {"title": "校园周边", "situation": given.SITUATION, "advice": given.ADVICE, "token": "c"}
    assert post(world, "wang", "compose", **query, **{**text, "advice": ""}).status_code == 422
    for _ in range(2):
        assert post(world, "wang", "compose", **query, **text).status_code == 303
    made = Brief.objects.get(composite=True)
    assert list(made.sources.order_by("merged_place").values_list("title", flat=True)) == ["第二篇", "第一篇"]
    assert "由这几篇合成" in page(get(world, "wang", "brief", made.pk))
    assert "已并入综合稿" in page(get(world, "lin", "brief", first.pk))
    assert get(world, "lin", "brief", made.pk).status_code == 200
    assert "第二篇" not in page(get(world, "lin", "brief", made.pk)), "others' originals stay with the office"
    assert get(world, "lin", "compose").status_code == 403
    assert post(world, "wang", "release", first.pk, note="不是一件事").status_code == 422
    assert post(world, "wang", "dissolve", made.pk, note="各说各的").status_code == 303


def test_who_is_asked_to_sign_finds_it_waiting(world: World) -> None:
    brief = given.draft(world, cosigners=["deng"])
    own = given.draft(world, "停车难", who="deng")
    desk = page(given.as_(world, "deng").get("/desk/"))
    assert brief.get_absolute_url() in desk and own.get_absolute_url() in desk
    # What the one asks of him and what the other asks are not mixed up.
    assert "可办：答复联名" in desk and "可办：报送" in desk
    services.answer_invitation(brief, agrees=True, actor=world.actor("deng"), at=world.now)
    assert brief.get_absolute_url() not in page(given.as_(world, "deng").get("/desk/"))


def test_the_office_can_edit_again_and_its_words_go_into_a_composite(world: World) -> None:
    brief, other = given.edited(world), given.submitted(world, "第二篇", who="deng")
    edit = reverse("briefs:edit", args=[brief.pk])
    assert f'href="{edit}"' in page(get(world, "wang", "brief", brief.pk))
    assert f'href="{edit}"' not in page(get(world, "lin", "brief", brief.pk))
    written = page(get(world, "wang", "compose", pick=[brief.pk, other.pk])).split("<textarea", 1)[1]
    assert f"（1）关于{brief.title}的情况" in written and "上下学时段" in written


def test_adopted_corrected_told_closed(world: World) -> None:
    brief = given.issued(world)
    scan = SimpleUploadedFile("批示.txt", "请交通局办理".encode(), "text/plain")
    entry = {"level": "city", "kind": "single", "result": "used", "on": "2026-03-02", "token": "a"}
    assert post(world, "wang", "adopt", brief.pk, **entry).status_code == 422
    entry |= {"token": "b", "file": scan}
    assert post(world, "wang", "adopt", brief.pk, **entry).status_code == 303
    row = Adoption.objects.get()
    kept = get(world, "wang", "adoption_file", row.pk)
    assert b"".join(kept.streaming_content).decode() == "请交通局办理"
    assert kept["Content-Disposition"].startswith("attachment")
    assert get(world, "deng", "adoption_file", row.pk).status_code == 404
    assert "待告知反映人" in page(get(world, "wang", "desk", state="owed"))
    fix = {**entry, "level": "county", "note": "应为县级", "evidence": "通知"}
    fix.pop("file")
    assert post(world, "wang", "correct", row.pk, **fix).status_code == 303
    shown = page(get(world, "wang", "brief", brief.pk))
    assert "已更正" in shown and "县（区）" in shown and "反馈反映人并办结" in shown
    assert "还不能“反馈反映人并办结”" not in shown
    assert "县（区）" in page(get(world, "wang", "tell", brief.pk))
    assert post(world, "wang", "tell", brief.pk, text="县里采用了。").status_code == 303
    assert post(world, "wang", "feed_back", brief.pk, text="").status_code == 422
    assert post(world, "wang", "feed_back", brief.pk, text="县里采用，已经办好。").status_code == 303
    assert post(world, "wang", "feed_back", brief.pk, text="再来").status_code == 409
    assert "县里采用，已经办好。" in page(get(world, "lin", "brief", brief.pk))


def test_leaders_and_departments_read_the_paper_alone(world: World) -> None:
    brief = given.forwarded(world, given.issued(world, outside=["张大妈"]))
    for who in ("zhao", "sun", "he"):
        shown = page(get(world, who, "brief", brief.pk))
        assert "公文预览" in shown and "计分份额" not in shown and "原稿与编辑稿" not in shown, who
        assert get(world, who, "versions", brief.pk).status_code == 404
    assert get(world, "liu", "brief", brief.pk).status_code == 404


def test_the_paper(world: World) -> None:
    """The institution's document: masthead, number, whom it goes to, who reported it; no contact data."""
    brief = given.submitted(world, situation=given.SITUATION + "联系人电话13812345678。")
    services.edit(
        brief, title="关于减速带的情况", situation=brief.situation, advice=brief.advice, actor=world.actor("wang"),
        at=world.now,
    )  # fmt: skip
    given.issued(world, given.signed(world, given.reviewed(world, brief)))
    answer = get(world, "lin", "docx", brief.pk)
    assert zipfile.is_zipfile(io.BytesIO(answer.content))
    words = "\n".join(p.text for p in Document(io.BytesIO(answer.content)).paragraphs)
    for said in (
        "社情民意信息",
        "〔2026〕第1期",
        "一、情况反映",
        "二、意见建议",
        "反映人：林晓梅",
        "签发：陈立群",
    ):
        assert said in words, said
    assert "13812345678" not in words and "文件" not in words


def test_the_desk_shows_each_step(world: World) -> None:
    given.submitted(world, "急事", sudden=True)
    given.submitted(world, "慢事")
    shown = page(get(world, "wang", "desk"))
    assert shown.index("急事") < shown.index("慢事") and "待审查的突发信息" in shown
    assert get(world, "wang", "desk", state="nothing").status_code == 404
    assert get(world, "lin", "desk").status_code == 403
    own = given.edited(world, cosigners=["chen"])
    assert own.edition.title not in page(get(world, "chen", "desk", state="edited"))


def test_the_list_filters_and_goes_along(world: World) -> None:
    brief = given.adopted(world, given.issued(world, title="采用的", outside=["张大妈"])).brief
    given.submitted(world, "=1+1 另一篇", who="zhou", source="grid")
    shown = page(get(world, "wang", "list", level="city"))
    assert brief.edition.title in shown and "另一篇" not in shown
    for query in ({"state": "issued"}, {"q": "采用的"}, {"source": "member"}, {"form": "single", "late": ""}):
        assert brief.edition.title in page(get(world, "wang", "list", **query))
    table = rows(get(world, "wang", "list", format="csv"))
    assert len(table) == 3 and table[1][2].startswith("'=") and table[2][5] == "林晓梅、张大妈"
    book = load_workbook(io.BytesIO(get(world, "wang", "list", format="xlsx").content))
    cells = [c.value for row in book.worksheets[0].iter_rows() for c in row]
    assert "采用的" in " ".join(map(str, cells)) and "13812345678" not in str(cells)
    assert "没有符合条件" in page(get(world, "wang", "list", q="没有这样的"))


def test_one_action_from_a_topic_or_a_voice(world: World) -> None:
    topic, voice = topics.filed(world, "共性问题"), voices.voice(world, "楼道灯不亮")
    assert get(world, "wang", "sources").status_code == 200
    made = post(world, "wang", "from_topic", **{"topic-number": topic.pk, "token": "t"})
    assert made.status_code == 303 and Brief.objects.get().topic == topic
    assert post(world, "wang", "from_voice", **{"voice-number": voice.pk, "token": "v"}).status_code == 303
    assert post(world, "wang", "from_voice", **{"voice-number": voice.pk, "token": "w"}).status_code == 303
    assert Brief.objects.filter(voice=voice).count() == 1
    missing = post(world, "wang", "from_voice", **{"voice-number": 999999})
    assert missing.status_code == 422 and "没有这个编号" in page(missing)
    assert post(world, "wang", "from_topic", **{"topic-number": "x"}).status_code == 422


def test_contact_data_are_shown_once_with_a_reason(world: World) -> None:
    brief = given.submitted(world, outside=["张大妈"])
    assert "查看联系方式" in page(get(world, "wang", "brief", brief.pk))
    assert "13812345678" not in page(get(world, "wang", "contacts", brief.pk))
    assert post(world, "wang", "contacts", brief.pk, note="").status_code == 422
    assert "13812345678" in page(post(world, "wang", "contacts", brief.pk, note="电话反馈"))
    assert "13812345678" not in page(get(world, "wang", "contacts", brief.pk))
    assert get(world, "lin", "contacts", brief.pk).status_code == 403
    station = given.station(world)
    services.appoint(station, name="老李", contact="13812345678", actor=world.actor("wang"), at=world.now)
    assert "13812345678" in page(post(world, "wang", "station_contacts", station.pk, note="开会通知"))


def test_published_by_an_act_of_its_own(world: World) -> None:
    brief = given.issued(world)
    assert get(world, "deng", "brief", brief.pk).status_code == 404
    assert post(world, "wang", "publish", brief.pk).status_code == 403
    assert "批准公开" in page(get(world, "chen", "brief", brief.pk))
    assert post(world, "chen", "publish", brief.pk).status_code == 303
    assert get(world, "deng", "brief", brief.pk).status_code == 200
    assert post(world, "chen", "unpublish", brief.pk, note="有变").status_code == 303
    assert get(world, "deng", "brief", brief.pk).status_code == 404


def test_forwarded_and_the_department_sees_it(world: World) -> None:
    brief = given.issued(world)
    lead = world.units["d-transport"].pk
    assert "交办" in page(get(world, "wang", "forward", brief.pk))
    assert post(world, "wang", "forward", brief.pk, token="f").status_code == 422
    for _ in range(2):
        assert post(world, "wang", "forward", brief.pk, lead=lead, token="f").status_code == 303
    assert (
        given.again(brief).state == "forwarded"
        and given.dispatch_of(given.again(brief)).assignments.count() == 1
    )


def test_figures_and_stations(world: World) -> None:
    unit = world.units["yunchuan"].pk
    opened = {"unit": unit, "name": "文华站", "place": "文华社区", "contact": world.people["zhou"].pk,
              "opened_on": "2026-03-02", "token": "s"}  # fmt: skip
    for _ in range(2):
        assert post(world, "wang", "station_new", **opened).status_code == 303
    station = Station.objects.get()
    again = post(world, "wang", "station_new", **{**opened, "token": "other"})
    assert again.status_code == 422 and "已经有" in page(again)
    assert post(world, "wang", "appoint", station.pk, name="老李", contact="13812345678").status_code == 303
    assert post(world, "wang", "appoint", station.pk).status_code == 422
    shown = page(get(world, "zhou", "station", station.pk))
    assert "写一篇信息" in shown and "老李" in shown and "13812345678" not in shown
    assert get(world, "liu", "station", station.pk).status_code == 404
    assert post(world, "lin", "appoint", station.pk, name="x").status_code == 403
    assert post(world, "wang", "dismiss", station.informants.get().pk).status_code == 303
    edit = {"name": "文华社区站", "place": "二楼", "contact": world.people["lin"].pk}
    assert post(world, "wang", "station_edit", station.pk, **edit).status_code == 303
    assert rows(get(world, "wang", "stations", format="csv"))[1][0] == "文华社区站"
    given.adopted(world, given.issued(world))
    shown = page(get(world, "wang", "figures"))
    assert "市政协 2026 年社情民意" in shown
    table = rows(get(world, "chen", "figures", format="csv", year="2026", unit="yunchuan"))
    assert table[1][:4] == ["委员", "1", "0", "1"] and table[-1][5] == "1"
    assert get(world, "chen", "figures", format="xlsx").status_code == 200
    assert get(world, "lin", "figures").status_code == 404
    assert get(world, "wang", "figures", year="1800").status_code == 404
    assert "还没有信息" in page(get(world, "wang", "figures", year="2025"))


@pytest.mark.parametrize(
    ("who", "name"),
    [("wang", "list"), ("wang", "desk"), ("lin", "mine"), ("wang", "compose"), ("wang", "stations")],
)
def test_the_price_of_a_page_does_not_grow(world: World, who: str, name: str) -> None:
    def price() -> int:
        client = given.as_(world, who)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"briefs:{name}")).status_code == 200
        return len(asked)

    def more(count: int) -> None:
        for n in range(count):
            station = given.station(world, name=f"信息站 {count} {n}", contact="lin")
            given.submitted(world, f"第 {n} 篇", source="station", station=station, cosigners=["deng"])

    more(1)
    first = price()
    more(4)
    assert price() <= first


def test_the_price_of_one_brief(world: World) -> None:
    brief = given.answered(world, given.forwarded(world, given.issued(world, given.composite(world))))
    given.adopted(world, brief)
    client = given.as_(world, "wang")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(brief.get_absolute_url()).status_code == 200
    assert len(asked) <= 24, len(asked)
