"""The pages of minutes: for whoever works on them, whoever signs, whoever spoke, and everybody."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from django.urls import reverse

from shangliang.modules.gatherings import services as gathered
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.models import Draft, Minutes
from shangliang.modules.minutes.tests import given
from shangliang.modules.minutes.tests.test_machine import allowed
from tests.world import World


def at(name: str, *args: Any) -> str:
    return reverse(f"minutes:{name}", args=args)


def page(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]
    return re.sub(r"\s+", " ", response.content.decode())


def test_from_the_end_of_the_meeting_to_settled_minutes(as_: Any, world: World) -> None:
    gathering = given.held(world)
    wang = as_("wang")
    assert reverse("minutes:of", args=[gathering.pk]) in page(wang.get(gathering.get_absolute_url()))
    assert "会开过了，还没有汇编纪要" in page(wang.get(at("list")))
    assert "按记录汇编" in page(wang.get(at("of", gathering.pk)))
    assert "还没有纪要" in page(as_("lin").get(at("of", gathering.pk)))
    assert as_("lin").post(at("of", gathering.pk)).status_code == 403
    paper_url = wang.post(at("of", gathering.pk)).url
    assert wang.get(at("of", gathering.pk)).url == paper_url
    paper = Minutes.objects.get(gathering=gathering)
    words = page(wang.get(paper_url))
    assert "综述（按规则摘录）" in words and "没有人回应的意见" in words and "没有改写。" in words
    assert "规则第 1 版" in page(wang.get(at("version", paper.pk, 1)))
    assert as_("lin").get(paper_url).status_code == 404
    assert wang.post(at("circulate", paper.pk)).status_code == 303
    lin = as_("lin")
    assert "请您签认" in page(lin.get(paper_url)) and "按记录再汇编" not in page(lin.get(paper_url))
    assert "纪要签认" in page(lin.get("/desk/"))
    for name in ("林晓梅", "市住建局", "陈立群"):
        one = given.signing(paper, name)
        mine = list(queries.items_of(one))
        form = {"seen": queries.mark_of(mine)}
        browser = as_(given.HANDS[name])
        assert "请您签认的条目" in page(browser.get(at("sign", one.pk)))
        assert browser.post(at("sign", one.pk), form).status_code == 303
        assert "已认可" in page(browser.get(at("sign", one.pk)))
    her = given.signing(paper, "方阿婆")
    assert "没有账号，请当面念给本人听" in page(wang.get(paper_url))
    assert wang.post(at("excuse", her.pk), {"how": ""}).status_code == 422
    assert wang.post(at("excuse", her.pk), {"how": "念过"}).status_code == 303
    assert wang.post(at("settle", paper.pk)).status_code == 422
    first = paper.treatments.order_by("pk")[0]
    assert '<option value="" selected>请选择' in page(wang.get(at("answer", first.pk)))  # it is final
    assert wang.post(at("answer", first.pk), {"what": "adopted", "why": "已写进办法"}).status_code == 303
    assert wang.post(at("answer_rest", paper.pk), {"what": "adopted", "why": ""}).status_code == 422
    assert wang.post(at("answer_rest", paper.pk), {"what": "declined", "why": "另案办理"}).status_code == 303
    assert "已写进办法" in page(lin.get(at("mine"))) and "采纳" in page(lin.get(at("treatment", first.pk)))
    assert wang.post(at("settle", paper.pk)).status_code == 303
    assert "回协商活动定纪要" in page(wang.get(paper_url))
    move = reverse("desk:move", args=["gathering", gathering.pk, "conclude"])
    assert wang.post(move, {"note": ""}).status_code == 303


def test_an_objection_by_form(as_: Any, world: World) -> None:
    paper = given.circulating(world)
    one = given.signing(paper, "林晓梅")
    [item] = queries.items_of(one)
    form = {"seen": queries.mark_of([item]), f"item_{item.pk}": "我说的是三楼以下。"}
    assert as_("lin").post(at("sign", one.pk), form).status_code == 303
    other = {**form, "seen": "old", f"item_{item.pk}": "我没有这样说。"}
    assert as_("lin").post(at("sign", one.pk), other).status_code == 409
    assert as_("hou").get(at("sign", one.pk)).status_code == 404
    wang = as_("wang")
    verdict = queries.objections(paper).get()
    left = page(wang.get(paper.get_absolute_url())).split("还没有处理的异议")[1].split("</section>")[0]
    assert at("item", item.pk) in left and at("keep_objection", verdict.pk) in left
    assert "我说的是三楼以下" in page(wang.get(at("keep_objection", verdict.pk)))
    assert wang.post(at("keep_objection", verdict.pk), {"why": ""}).status_code == 422
    assert wang.post(at("keep_objection", verdict.pk), {"why": "录音里是一楼"}).status_code == 303
    assert "没有改，因为：" in page(wang.get(paper.get_absolute_url()))
    assert wang.get(at("keep_objection", 999_999)).status_code == 404


def test_one_item_by_form(as_: Any, world: World) -> None:
    paper = given.assembled(world)
    item = given.opinion_item(paper, "一楼不出钱")
    wang = as_("wang")
    form = {"text": "改过的说法。", "revision": "1"}
    assert "看来源" in page(wang.get(at("item", item.pk)))
    assert as_("chen").get(at("item", item.pk)).status_code == 403
    assert wang.post(at("item", item.pk), {**form, "text": ""}).status_code == 422
    assert wang.post(at("item", item.pk), form).status_code == 303
    assert wang.post(at("item", item.pk), {**form, "text": "别的"}).status_code == 409
    gathered.correct(item.opinion, text="记录里又改了。", **given.by(world))
    wang.post(at("of", paper.gathering_id))
    assert "记录变了，请对照" in page(wang.get(paper.get_absolute_url()))
    words = page(wang.get(at("item", item.pk)))
    assert "用记录里的" in words and "<del>" in words and "<ins>" in words
    assert wang.post(at("decide", item.pk), {"revision": "x"}).status_code == 422
    assert wang.post(at("decide", item.pk), {"revision": "2", "take": "1"}).status_code == 303
    assert given.fresh(item).text == "记录里又改了。"
    assert wang.post(at("add", paper.pk), {"title": "", "text": "下月再议。"}).status_code == 303
    added = given.item(paper, "added")
    assert "删去这一条" in page(wang.get(at("item", added.pk)))
    assert wang.post(at("remove", added.pk), {"revision": "1"}).status_code == 303
    assert wang.get(at("item", added.pk)).status_code == 404


def test_versions_and_what_is_different(as_: Any, world: World) -> None:
    paper = given.assembled(world)
    item = given.opinion_item(paper, "一楼不出钱")
    services.edit_item(item, text="费用按楼层递增分摊，一楼少出钱。", revision=1, **given.by(world))
    wang = as_("wang")
    words = page(wang.get(at("versions", paper.pk)))
    assert "第 1 版到第 2 版" in words and "<ins>" in words
    assert "这两版没有不同" in page(wang.get(at("versions", paper.pk), {"a": "2", "b": "2"}))
    assert wang.get(at("versions", paper.pk), {"a": "1", "b": "9"}).status_code == 404
    assert "一楼不出钱" in page(wang.get(at("version", paper.pk, 1)))
    assert wang.get(at("version", paper.pk, 9)).status_code == 404
    services.circulate(paper, **given.by(world))
    assert as_("lin").get(at("versions", paper.pk)).status_code == 403


def test_on_what_a_consensus_rests_by_form(as_: Any, world: World) -> None:
    paper = given.assembled(world)
    one = paper.gathering.consensus.get()
    address = at("cite", paper.pk, one.pk)
    chen = as_("chen")
    assert "费用按楼层递增分摊" in page(chen.get(address))
    assert chen.post(address, {}).status_code == 422
    assert chen.post(address, {"reason": "主持人提议"}).status_code == 303
    assert "没有意见作依据" in page(chen.get(paper.get_absolute_url()))
    assert chen.get(at("cite", paper.pk, 999_999)).status_code == 404


def test_the_machine_by_form(as_: Any, world: World, settings: Any) -> None:
    settings.DRAFTER_URL, settings.DRAFTER_MODEL = "http://127.0.0.1:9/v1", "small-zh"
    paper = given.assembled(world)
    wang, address = as_("wang"), at("machine", paper.pk)
    assert "没有开机器起草" in page(wang.get(address)) and wang.post(address).status_code == 422
    allowed(world)
    assert wang.post(address).status_code == 303 and "正在起草" in page(wang.get(address))
    draft = Draft.objects.get()
    key = given.opinion_item(paper, "一楼不出钱").key
    Draft.objects.filter(pk=draft.pk).update(
        done_at=given.after(world), answer="…", sentences=[{"text": "按楼层分摊。", "sources": [key]}]
    )
    assert "出处：林晓梅（政协委员）" in page(wang.get(address))
    assert wang.post(at("take", draft.pk), {"sentences": ["7"]}).status_code == 422
    assert wang.post(at("take", draft.pk), {"sentences": ["0"]}).status_code == 303
    assert "机器起草：small-zh" in page(wang.get(paper.get_absolute_url())) and "已采用" in page(
        wang.get(address)
    )
    assert as_("chen").get(address).status_code == 403
    assert as_("lin").post(at("take", draft.pk), {"sentences": ["0"]}).status_code == 404
    assert wang.post(at("take", 999_999)).status_code == 404


def test_what_everybody_reads(as_: Any, world: World) -> None:
    early = given.circulating(world)
    public = as_()
    assert public.get(early.public_url()).status_code == 404
    paper = given.kept(world)
    words = page(public.get(paper.public_url()))
    assert "方**（基层群众代表）" in words and "方阿婆" not in words and "138****5678" in words
    assert "写进了办法" in words and "两个月内出台" in words and "夜市太吵" in words
    assert paper.gathering.title in page(public.get(reverse("portal:minutes_list")))
    assert paper.public_url() in page(public.get(reverse("portal:topic", args=[paper.gathering.topic_id])))
    # A department that had no part reads what everybody reads.
    assert as_("tang").get(paper.get_absolute_url()).url == paper.public_url()
    assert as_("tang").get(at("treatment", paper.treatments.get(opinion__text__contains="夜市").pk)).url
    assert as_("tang").get(at("paper", paper.pk)).status_code == 403
    shut = given.kept(world, open_to_public=False)
    assert public.get(shut.public_url()).status_code == 404
    assert as_("tang").get(shut.get_absolute_url()).status_code == 404


def test_the_paper(as_: Any, world: World) -> None:
    paper = given.circulating(world)
    for who, said in (("lin", "（征求意见稿）"), ("wang", "（征求意见稿）")):
        content = as_(who).get(at("paper", paper.pk)).content
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
        assert said in text and "一、到会情况" in text and "费用按楼层递增分摊" in text


def test_what_is_not_hers_is_refused(as_: Any, world: World) -> None:
    paper = given.circulating(world)
    lin = as_("lin")
    for name in ("circulate", "settle", "answer_rest"):
        answer = lin.post(at(name, paper.pk), {"what": "adopted", "why": "好"})
        assert answer.status_code == 403, name
    assert lin.get(at("add", paper.pk)).status_code == 403
    assert as_().get(paper.get_absolute_url()).status_code == 302
    assert as_("tang").get(paper.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("who", ["wang", "chen", "lin", "hou"])
def test_the_price_of_the_page(as_: Any, world: World, django_assert_max_num_queries: Any, who: str) -> None:
    paper = given.circulating(world)
    given.signed(world, paper, "陈立群")
    client = as_(who)
    with django_assert_max_num_queries(55):
        assert client.get(paper.get_absolute_url()).status_code == 200
