"""What people do on the desk's pages: done once, refused in words, never lost."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shangliang.kernel import moves
from shangliang.modules.outcomes.models import Document, FeedbackList, Instruction, LookBack
from shangliang.modules.outcomes.tests import given
from shangliang.modules.outcomes.tests.given import get, post, words
from shangliang.modules.topics.models import Topic
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def test_recommendations_are_written_quickly_and_sent_together(world: World) -> None:
    matter = given.topic(world)
    met = given.gathering(world, matter)
    said = given.opinion(world, met)
    agreed = given.agreed(world, met, said)
    page = words(get(world, "wang", "topic", matter.pk))
    assert agreed.text in page and said.text in page
    form = {
        "consensus": [agreed.pk], "lines": "第一条\n\n 第二条 \n", "opinions": [said.pk], "gathering": met.pk,
        "token": "t1",
    }  # fmt: skip
    for _twice in range(2):
        assert post(world, "wang", "write", matter.pk, **form).status_code == 303
    made = list(matter.recommendations.order_by("order"))
    assert [r.text for r in made] == [agreed.text, "第一条", "第二条"]
    assert [list(r.opinions.all()) for r in made] == [[said]] * 3
    assert made[0].department == world.units["d-housing"]
    assert agreed.text not in words(get(world, "wang", "topic", matter.pk)).partition('id="write"')[2]
    sheet = {
        f"r{made[0].pk}-lead": world.units["d-housing"].pk,
        f"r{made[1].pk}-lead": world.units["d-urban"].pk,
    }
    sheet[f"r{made[1].pk}-assist"] = [world.units["d-civil"].pk]
    sheet[f"r{made[2].pk}-lead"] = ""
    assert post(world, "wang", "send_all", matter.pk, **sheet).status_code == 303
    assert [given.again(r).state for r in made] == ["sent", "sent", "draft"]
    assert given.again(matter).state == "dispatched"


def test_writing_nothing_or_by_the_wrong_person(world: World) -> None:
    matter = given.topic(world)
    refused = post(world, "wang", "write", matter.pk, lines="  ")
    assert refused.status_code == 422 and "至少写一行" in words(refused)
    assert post(world, "lin", "write", matter.pk, lines="一条").status_code == 403
    assert post(world, "wang", "send_all", matter.pk).status_code == 422
    assert not matter.recommendations.exists()


def test_one_is_sent_from_its_own_page(world: World) -> None:
    thing = given.recommendation(world)
    assert "交部门办理" in words(get(world, "wang", "recommendation", thing.pk))
    assert post(world, "wang", "send", thing.pk, lead="").status_code == 422
    assert post(world, "wang", "send", thing.pk, lead=world.units["d-urban"].pk).status_code == 303
    assert given.again(thing).state == "sent"
    again = post(world, "wang", "send", thing.pk, lead=world.units["d-urban"].pk)
    assert again.status_code == 409 and "已交办" in words(again)


def test_reopening_from_its_page(world: World, full: dict[str, Any]) -> None:
    thing = full["recommendation"]
    assert post(world, "wang", "reopen", thing.pk, note="").status_code == 422
    assert post(world, "lin", "reopen", thing.pk, note="没解决").status_code == 403
    for _twice in range(2):
        assert post(world, "wang", "reopen", thing.pk, note="没解决", token="t2").status_code == 303
    assert given.again(thing).state == "sent" and given.again(thing).dispatch.round == 2


def test_a_recommendation_is_reworded(world: World) -> None:
    thing = given.recommendation(world)
    form = {"text": "改好的", "department": world.units["d-civil"].pk}
    assert post(world, "wang", "edit_recommendation", thing.pk, **form).status_code == 303
    thing = given.again(thing)
    assert (thing.text, thing.department) == ("改好的", world.units["d-civil"])


def test_a_document_from_draft_to_docx(world: World) -> None:
    matter = given.topic(world)
    empty = {"kind": "special_report", "title": "专报", "body": ""}
    assert post(world, "wang", "draft_document", matter.pk, **empty).status_code == 422
    form = {**empty, "body": "一、情况\n\n大家说了很多。\n（一）怎么办\n先摸底。", "token": "t3"}
    for _twice in range(2):
        assert post(world, "wang", "draft_document", matter.pk, **form).status_code == 303
    thing = Document.objects.select_related("unit").get()
    assert post(world, "wang", "edit_document", thing.pk, title="新专报", body=thing.body).status_code == 303
    page = words(get(world, "wang", "document", thing.pk))
    assert 'class="paper-first">一、情况' in page and 'class="paper-second">（一）怎么办' in page
    moves.make(given.again(thing), "check", actor=world.actor("wang"), at=world.now)
    assert post(world, "wang", "submit", thing.pk, sent_to="市委").status_code == 403
    assert post(world, "chen", "submit", thing.pk, sent_to="").status_code == 422
    assert post(world, "chen", "submit", thing.pk, sent_to="市委、市政府").status_code == 303
    response = get(world, "wang", "docx", thing.pk)
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as packed:
        inside = packed.read("word/document.xml").decode()
    for said in ("新专报", "市政协协商专报〔2026〕1号", "一、情况", "先摸底。", "市委、市政府"):
        assert said in inside, said
    assert get(world, "liu", "docx", thing.pk).status_code == 404


def test_files_come_and_go_with_the_document(world: World) -> None:
    matter = given.topic(world)
    upload = SimpleUploadedFile("定稿.pdf", b"%PDF-1.4 the report")
    form = {"kind": "research_report", "title": "调研报告", "file": upload}
    assert post(world, "wang", "draft_document", matter.pk, **form).status_code == 303
    thing = Document.objects.select_related("unit").get()
    sent = get(world, "wang", "document_file", thing.pk)
    assert b"".join(sent.streaming_content) == b"%PDF-1.4 the report"
    assert (
        sent.headers["Content-Disposition"].startswith("attachment")
        and sent.headers["X-Content-Type-Options"] == "nosniff"
    )
    assert get(world, "lin", "document_file", thing.pk).status_code == 404, "a draft is not for members"
    bad = {"kind": "minutes", "title": "纪要", "file": SimpleUploadedFile("x.exe", b"MZ\x00\x01")}
    assert post(world, "wang", "draft_document", matter.pk, **bad).status_code == 422
    assert get(world, "wang", "instruction_file", given.instruction(world).pk).status_code == 404


def test_an_instruction_is_recorded_once_and_passed_on(world: World) -> None:
    thing = given.submitted(world)
    form = {"leader": "市长", "rank": "city", "on": "2026-03-01", "text": "抓紧办。", "token": "t4"}
    assert post(world, "wang", "instruct", thing.pk, **{**form, "on": "x"}).status_code == 422
    for _twice in range(2):
        assert post(world, "wang", "instruct", thing.pk, **form).status_code == 303
    written = Instruction.objects.get()
    assert post(world, "wang", "forward", written.pk, passed_to="").status_code == 422
    form = {"passed_to": world.units["lanxi"].pk, "due_on": "2026-03-20"}
    assert post(world, "wang", "forward", written.pk, **form).status_code == 303
    assert get(world, "gao", "instruction", written.pk).status_code == 200
    assert post(world, "wang", "forward", written.pk, **form).status_code == 409


def test_the_list_from_draft_to_the_public(world: World) -> None:
    matter = given.topic(world)
    asked = given.sent(world, matter)
    form = {"title": "清单", "summary": "商量了一次。", "token": "t5"}
    assert post(world, "wang", "draft_feedback", matter.pk, title="", summary="").status_code == 422
    assert post(world, "chen", "draft_feedback", matter.pk, **form).status_code == 403
    for _twice in range(2):
        assert post(world, "wang", "draft_feedback", matter.pk, **form).status_code == 303
    thing = FeedbackList.objects.select_related("unit").get()
    assert get(world, "wang", "draft_feedback", matter.pk).headers["Location"] == thing.get_absolute_url()
    page = words(get(world, "wang", "feedback", thing.pk))
    assert "还有 1 条建议部门没有答复" in page and "确认公布" not in page
    stuck = post(world, "wang", "publish", thing.pk)
    assert stuck.status_code == 422 and "还有 1 条没有写明结果" in words(stuck)
    given.answered(world, asked)
    assert post(world, "wang", "refill", thing.pk).status_code == 303
    item = thing.items.get()
    sheet = {"title": "清单", "summary": "商量了一次。", f"item-{item.pk}": "电梯装上了。"}
    assert post(world, "wang", "edit_feedback", thing.pk, **{**sheet, "title": ""}).status_code == 422
    assert post(world, "wang", "edit_feedback", thing.pk, **sheet).status_code == 303
    assert "确认公布" in words(get(world, "chen", "feedback", thing.pk))
    assert post(world, "lin", "publish", thing.pk).status_code == 404
    assert post(world, "wang", "publish", thing.pk).status_code == 303
    assert post(world, "wang", "publish", thing.pk).status_code == 409
    assert given.again(thing).told == 2
    assert "电梯装上了。" in words(get(world, "lin", "feedback", thing.pk))


def test_the_look_back_from_plan_to_conclusion(world: World) -> None:
    matter = given.topic(world)
    asked = given.decided(world, matter)
    given.published(world, matter)
    form = {"visit_on": "2026-05-01", "why": "反馈满两个月", "person": world.people["lin"].pk, "token": "t6"}
    assert post(world, "wang", "plan_look_back", matter.pk, **{**form, "visit_on": ""}).status_code == 422
    for _twice in range(2):
        assert post(world, "wang", "plan_look_back", matter.pk, **form).status_code == 303
    thing = LookBack.objects.select_related("unit").get()
    assert post(world, "wang", "reschedule", thing.pk, visit_on="2026-05-08", note="").status_code == 422
    assert post(world, "wang", "reschedule", thing.pk, visit_on="2026-05-08", note="下雨").status_code == 303
    for_member = words(get(world, "lin", "look_back", thing.pk))
    assert "记下结论" in for_member and "重新交办这些建议" not in for_member
    assert "记下结论" not in words(get(world, "deng", "look_back", thing.pk))
    assert post(world, "wang", "conclude", thing.pk, notes="", finding="").status_code == 422
    form = {"notes": "三栋没有开工。", "finding": "partly", "recommendations": [asked.pk], "again": "on"}
    assert post(world, "deng", "conclude", thing.pk, notes="x", finding="kept").status_code == 403
    assert post(world, "wang", "conclude", thing.pk, **form).status_code == 303
    assert (given.again(thing).state, given.again(asked).state) == ("concluded", "sent")
    assert Topic.objects.get(pk=matter.pk).state == "filed"
