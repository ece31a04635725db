"""Pages of what stands around proposals: the whole way by hand, by those who may; others are refused or see nothing."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from shangliang.modules.proposals.models import (
    DIMENSIONS,
    MANNERS,
    AwardRound,
    Incubation,
    MutualReview,
    MutualScore,
    Proposal,
    ProposalTopic,
)
from shangliang.modules.proposals.tests import given, old
from shangliang.modules.proposals.tests import given_around as more
from shangliang.modules.proposals.tests.given import get, page, post, rows
from shangliang.modules.voices.tests import given as voices
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def public(path: str, *args: Any) -> Any:
    return given.as_(None, "public").get(reverse(f"portal:{path}", args=args))  # type: ignore[arg-type]


def test_a_topic_from_offer_to_the_public_page(world: World) -> None:
    form = {
        "title": "校园周边交通安全",
        "background": "车速快，电话 13812345678。",
        "wanted": "怎样慢下来？",
        "token": "t",
    }
    unit = {"unit": world.units["yunchuan"].pk}
    for _ in range(2):
        answer = post(world, "liu", "topic_new", **form, **unit)
        assert answer.status_code == 303
    topic = ProposalTopic.objects.get()
    assert topic.source == "department" and "13812345678" not in topic.background
    assert get(world, "lin", "topic", topic.pk).status_code == 404  # not listed yet
    assert "等筛选" in page(get(world, "wang", "catalogue")) and "列入目录" in page(
        get(world, "wang", "topic", topic.pk)
    )
    assert get(world, "lin", "topic_list", topic.pk).status_code == 404
    assert get(world, "liu", "topic_list", topic.pk).status_code == 403
    field = world.fields["交通运输"]
    assert post(world, "wang", "topic_list", topic.pk, field=field.pk).status_code == 303
    shown = page(public("catalogue"))
    assert topic.title in shown and "交通运输" in shown and "刘敏" not in shown
    assert post(world, "lin", "topic_claim", topic.pk).status_code == 303
    mine = page(get(world, "lin", "topic", topic.pk))
    assert "不写了" in mine and "林晓梅" in mine
    assert post(world, "lin", "topic_claim", topic.pk, drop="1").status_code == 303
    assert post(world, "zhao", "topic_claim", topic.pk).status_code == 403
    assert post(world, "wang", "topic_decline", topic.pk, reason="").status_code == 422
    assert post(world, "wang", "topic_decline", topic.pk, reason="已有同类").status_code == 303
    assert "已有同类" in page(get(world, "liu", "topic", topic.pk))
    assert topic.title not in page(public("catalogue"))
    assert get(world, "lin", "topic", topic.pk).status_code == 404


def test_a_topic_out_of_a_voice_and_a_proposal_out_of_a_topic(world: World) -> None:
    voice = voices.voice(world)
    answer = post(world, "wang", "topic_from_voice", number=voice.pk)
    topic = ProposalTopic.objects.get()
    assert answer["Location"] == topic.get_absolute_url() and voice.title in page(
        get(world, "wang", "topic", topic.pk)
    )
    assert post(world, "wang", "topic_from_voice", number=99999).status_code == 422
    assert post(world, "lin", "topic_from_voice", number=voice.pk).status_code in {403, 422}
    edited = {"title": "换个说法", "background": "几位居民都说。", "field": world.fields["交通运输"].pk}
    assert post(world, "wang", "topic_edit", topic.pk, **edited).status_code == 303
    assert post(world, "wang", "topic_list", topic.pk, field=world.fields["交通运输"].pk).status_code == 303
    draft = given.draft(world)
    assert "换个说法" in page(get(world, "lin", "write_on", draft.pk))
    assert post(world, "lin", "write_on", draft.pk, topic=topic.pk).status_code == 303
    assert get(world, "wang", "write_on", draft.pk).status_code == 404
    assert rows(get(world, "wang", "catalogue", format="csv"))[1][3] == "换个说法"


def test_incubation_by_hand(world: World) -> None:
    proposal = given.accepted(world)
    form = {"about": "数据够不够", "day": "2026-03-05", "people": "刘敏", "outside": "沈教授，云川大学"}
    assert (
        post(
            world, "wang", "incubation_call", proposal.pk, **{**form, "people": "", "outside": ""}
        ).status_code
        == 422
    )
    assert post(world, "lin", "incubation_call", proposal.pk, **form).status_code == 403
    assert post(world, "wang", "incubation_call", proposal.pk, **form).status_code == 303
    held = Incubation.objects.get()
    assert get(world, "liu", "incubation", held.pk).status_code == 404
    assert "同意培育评审" in page(get(world, "lin", "incubation", held.pk))
    assert post(world, "wang", "incubation_consent", held.pk).status_code == 403
    assert post(world, "lin", "incubation_consent", held.pk).status_code == 303
    seen = page(get(world, "liu", "incubation", held.pk))
    assert given.ITEMS[0] in seen and "提交意见" in seen
    assert post(world, "liu", "incubation_advise", held.pk, number="1", text="补数据").status_code == 303
    assert post(world, "liu", "incubation_advise", held.pk, number="1", text="").status_code == 422
    expert = held.guests.get(person=None)
    assert (
        post(
            world, "wang", "incubation_advise", held.pk, number="0", guest=expert.pk, text="可行"
        ).status_code
        == 303
    )
    assert (
        post(world, "wang", "incubation_conclude", held.pk, ripe="0", conclusion="补充数据").status_code
        == 303
    )
    shown = page(get(world, "lin", "incubation", held.pk))
    assert "补数据" in shown and "代记" in shown and "补充数据" in shown
    assert "补充数据" in page(get(world, "wang", "proposal", proposal.pk))
    assert get(world, "deng", "incubation", held.pk).status_code == 404


def test_the_proposer_s_wish_by_hand(world: World) -> None:
    draft = given.draft(world)
    assert post(world, "lin", "incubation_wish", draft.pk, about="请看看").status_code == 303
    held = Incubation.objects.get()
    assert get(world, "wang", "proposal", draft.pk).status_code == 404
    assert given.SITUATION in page(get(world, "wang", "incubation", held.pk))
    assert post(world, "wang", "incubation_invite", held.pk, people="徐凯").status_code == 303
    assert post(world, "wang", "incubation_convene", held.pk, day="2026-03-06", place="").status_code == 303
    assert get(world, "xu", "incubation", held.pk).status_code == 200
    assert get(world, "xu", "proposal", draft.pk).status_code == 404


def test_back_to_back_in_pages(world: World) -> None:
    """Attacked through every page and through JSON: what the other side gave is nowhere before it is shown."""
    review = more.mutual(world)
    marks = {**dict.fromkeys(DIMENSIONS, "37"), "note": "不合格的说明"}
    assert post(world, "liu", "mutual", review.pk, **marks).status_code == 303
    proposal = review.proposal_id
    for who in ("lin", "wang", "chen", "sun"):
        for answer in (
            get(world, who, "mutual", review.pk), get(world, who, "mutuals"), get(world, who, "proposal", proposal),
            given.as_(world, who).get(reverse("desk:story", args=["mutual_review", review.pk])),
            given.as_(world, who).get(reverse("desk:home")), given.as_(world, who).get(reverse("desk:notices")),
            given.as_(world, who).get(f"/api/v1/proposals/mutual/{review.pk}"),
            given.as_(world, who).get("/api/v1/proposals/mutual"),
            given.as_(world, who).get(f"/api/v1/journal/mutual_review/{review.pk}"),
            get(world, who, "figures"),
        ):  # fmt: skip
            text = answer.content.decode()
            assert "不合格的说明" not in text and ">37<" not in text and '"science"' not in text, (
                who,
                answer,
            )
    own = page(get(world, "liu", "mutual", review.pk))
    assert "不合格的说明" in own and "您已经评过" in own
    for who in ("zhao", "deng", "xu", "public"):
        assert get(world, who, "mutual", review.pk).status_code in {302, 404}
    assert post(world, "lin", "mutual", review.pk, **dict.fromkeys(MANNERS, "101")).status_code == 422
    assert post(world, "lin", "mutual", review.pk, **dict.fromkeys(MANNERS, "90")).status_code == 303
    for who in ("lin", "liu", "wang"):
        shown = page(get(world, who, "mutual", review.pk))
        assert "不合格的说明" in shown and "建议提案者完善提案" in shown
    assert "建议提案者完善提案" in page(get(world, "lin", "proposal", proposal))
    assert post(world, "liu", "mutual", review.pk, **marks).status_code == 409
    assert MutualScore.objects.get(side="department").total == 37


def test_marks_stay_with_those_who_give_them(world: World) -> None:
    proposal = given.filed(world)
    marks = {**dict.fromkeys(DIMENSIONS, "93"), "note": "写得实"}
    assert post(world, "wang", "score", proposal.pk, **marks).status_code == 303
    assert "质量评分平均 93 分" in page(get(world, "wang", "proposal", proposal.pk))
    assert "93" in page(get(world, "wang", "score", proposal.pk))
    for who in ("lin", "deng"):
        seen = page(get(world, who, "proposal", proposal.pk))
        assert "质量评分平均" not in seen and get(world, who, "score", proposal.pk).status_code == 403
        status = given.as_(world, who).get(f"/api/v1/proposals/proposals/{proposal.pk}/quality").status_code
        assert status == 404


def test_an_award_by_hand(world: World) -> None:
    proposal = given.filed(world)
    Proposal.objects.filter(pk=proposal.pk).update(kind="committee")
    form = {
        "kind": "proposals",
        "title": "2026 年度好提案",
        "since": "2026-01-01",
        "until": "2026-03-02",
        "token": "t",
    }
    form["unit"] = str(world.units["yunchuan"].pk)
    assert post(world, "lin", "award_new", **form).status_code == 403
    assert post(world, "wang", "award_new", **{**form, "until": "2026-03-09"}).status_code == 422
    assert post(world, "wang", "award_new", **form).status_code == 303
    award = AwardRound.objects.get()
    assert post(world, "wang", "award_jury", award.pk, people="冯雅琴、蒋振华").status_code == 303
    assert post(world, "wang", "award_nominate", award.pk, case="99", why="好").status_code == 422
    assert post(world, "deng", "award_nominate", award.pk, case="1", why="调研扎实").status_code == 303
    nominee = award.nominees.get()
    assert "正在收候选" in page(get(world, "deng", "award", award.pk))
    more.move(world, given.again(award), "assess", "wang")
    assert get(world, "deng", "award", award.pk).status_code == 404
    assert post(world, "feng", "award_vote", nominee.pk, yes="1", note="").status_code == 303
    assert post(world, "wang", "award_vote", nominee.pk, yes="1", note="").status_code == 403
    assert post(world, "wang", "award_choose", nominee.pk, chosen="1", reason="调研扎实").status_code == 303
    seen = page(get(world, "chen", "award", award.pk))
    assert "赞成 1 票" in seen and "千分之10" in seen
    assert public("award", award.pk).status_code == 404
    more.move(world, given.again(award), "decide", "chen")
    assert post(world, "chen", "award_publish", award.pk).status_code == 303
    shown = page(public("award", award.pk))
    assert proposal.title in shown and "调研扎实" in shown and "赞成" not in shown
    assert award.title in page(public("awards")) and "2026 年度好提案" in page(
        get(world, "lin", "proposal", proposal.pk)
    )


def test_figures_and_what_is_taken_along(world: World) -> None:
    assert "还没有会次" in page(get(world, "wang", "figures"))
    more.answered(world)
    for who in ("lin", "liu"):
        assert get(world, who, "figures").status_code == 404
    seen = page(get(world, "sun", "figures"))
    assert "办成率" in seen and "市住建局" in seen
    table = rows(get(world, "wang", "figures", format="csv"))
    assert (
        table[0][0] == "承办单位"
        and table[1][:2] == ["云川市住房和城乡建设局", "1"]
        and table[-1][0] == "合计"
    )
    book = load_workbook(io.BytesIO(get(world, "wang", "figures", format="xlsx").content))
    assert [c.value for c in book.worksheets[0][1]][:3] == ["承办单位", "单办", "主办"]


def test_old_similar_ones_while_one_writes(world: World) -> None:
    before = given.filed(world, who="deng")
    unit = {"unit": world.units["yunchuan"].pk, "title": "校门口减速带", "situation": given.SITUATION}
    part = given.as_(world, "lin").post(reverse("proposals:alike"), unit, headers={"HX-Request": "true"})
    assert before.title in page(part) and "<html" not in page(part)
    whole = post(world, "lin", "alike", **unit)
    assert before.title in page(whole) and "<html" in page(whole)
    assert post(world, "liu", "alike", **unit).status_code == 404
    proposal = given.accepted(world, title="校门口减速带怎么装")
    desk = page(get(world, "wang", "alike_to", proposal.pk))
    assert "标为当年重复" in desk and "标为当年重复" not in page(get(world, "lin", "alike_to", proposal.pk))
    assert get(world, "feng", "alike_to", proposal.pk).status_code == 404
    assert post(world, "lin", "repeat", proposal.pk, previous=before.pk).status_code == 403
    assert post(world, "wang", "repeat", proposal.pk, previous=before.pk).status_code == 303
    assert "当年重复" in page(get(world, "wang", "proposal", proposal.pk))
    assert post(world, "wang", "repeat", proposal.pk).status_code == 303


def test_old_answers_on_the_page(world: World) -> None:
    old.bring(world, old.row(1, "9", 主办="老交通局", 办理结果="A", 答复="1. 已装好；2. 已派人。"))
    seen = page(get(world, "lin", "proposal", Proposal.objects.get().pk))
    assert "原系统里的办理结果" in seen and "已装好" in seen and "老交通局" in seen and "第 2 条建议" in seen


def test_prices_of_lists(world: World) -> None:
    """As many queries for ten as for one."""
    spent = []
    for n in (1, 5):
        for k in range(n):
            more.listed(world, title=f"第 {n}-{k} 题")
        with CaptureQueriesContext(connection) as seen:
            get(world, "wang", "catalogue")
        spent.append(len(seen))
    assert spent[0] == spent[1] <= 24


def test_every_mutual_review_is_found_by_its_people(world: World) -> None:
    review = more.mutual(world)
    assert MutualReview.objects.get().entered_at.date() == date(2026, 3, 2)
    for who in ("lin", "liu", "hou", "wang", "sun"):
        assert review.proposal.title in page(get(world, who, "mutuals")), who


def test_a_county_registers_its_term_before_its_first_session(world: World) -> None:
    """What a county has not got yet is asked for, not stumbled over."""
    county = world.units["lanxi"]
    days = {"opens_on": "2026-02-27", "closes_on": "2026-03-04", "deadline": "2026-03-03"}
    sent_on = get(world, "gao", "session_new", county.pk)
    assert sent_on.status_code == 302 and sent_on["Location"].endswith(f"/terms/new/{county.pk}/")
    assert post(world, "gao", "session_new", county.pk, **days).status_code == 302
    term = {"number": 3, "starts_on": "2022-01-10", "ends_on": "2027-01-09"}
    assert post(world, "gao", "term_new", county.pk, **{**term, "ends_on": "2021-01-01"}).status_code == 422
    assert post(world, "gao", "term_new", world.units["wangling"].pk, **term).status_code == 404
    assert post(world, "gao", "term_new", county.pk, **term).status_code == 303
    assert post(world, "gao", "term_new", county.pk, **term).status_code == 422  # pressed twice
    held = county.terms.get()
    assert post(world, "gao", "session_new", county.pk, term=held.pk, number=1, **days).status_code == 303
