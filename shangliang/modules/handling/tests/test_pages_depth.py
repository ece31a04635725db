"""The pages of handling at full depth: who gets what, and what comes back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse

from shangliang.kernel import sweeper
from shangliang.modules.handling import services
from shangliang.modules.handling.models import (
    Assignment,
    Countersign,
    Dispatch,
    Extension,
    Memo,
    Question,
    Rating,
    ReplyTemplate,
    Urging,
)
from shangliang.modules.handling.tests import given
from shangliang.modules.handling.tests.visiting import Desk, said
from tests.world import World

pytestmark = pytest.mark.django_db
ITEMS = ["补贴提高到二十万元", "管线迁改由专营单位承担"]


def asked(world: World) -> Assignment:
    return given.signed(world, items=ITEMS, concerned=given.asked_by(world, "lin"), joint=["d-urban"])


def item(n: int, **more: str) -> dict[str, str]:
    given = {"text": "已列入", "adoption": "adopted", "norm": "solved", "reason": "", **more}
    return {f"item-{n}-{name}": value for name, value in given.items()}


def answered(world: World) -> Dispatch:
    part = given.signed(world, concerned=given.asked_by(world, "lin"), items=ITEMS, public=True)
    given.talked(world, part)
    said_ = [services.Said(n, "已列入计划。", "adopted", "solved") for n in (1, 2)]
    given.replied(
        world,
        given.again(part),
        adoption="",
        answers=said_,
        letter_no="云建提〔2026〕8号",
        office="办公室 0000",
    )
    return given.again(part.dispatch)


def test_a_reply_is_written_item_by_item(today: World) -> None:
    part = asked(today)
    liu = Desk(today, "liu")
    page = said(liu.get("assignment", part.pk))
    assert "第 1 条建议" in page and ITEMS[1] in page and "先沟通，再提交答复" in page
    whole = {"text": "现答复如下。", "norm": "solved"}
    half = liu.post("draft", part.pk, **whole, **item(1), **item(2, adoption="rejected"))
    assert half.status_code == 422 and "不采纳的，须写明理由" in said(half) and "现答复如下。" in said(half)
    saved = liu.post("draft", part.pk, **whole, **item(1), **item(2, text=""), then="circulate")
    assert saved.status_code == 303 and given.again(part).state == "drafting"  # what others sign is whole
    assert "第 2 条" in said(liu.get("assignment", part.pk))
    liu.post("draft", part.pk, **whole, **item(1), **item(2), then="circulate")
    assert given.again(part).state == "countersigning"


def test_two_departments_disagree_on_the_page(today: World) -> None:
    part = asked(today)
    given.talked(today, part)
    whole = {"text": "现答复如下。", "norm": "solved"}
    Desk(today, "liu").post("draft", part.pk, **whole, **item(1), **item(2), then="circulate")
    given.deliver(today)
    Desk(today, "xu").post("countersign", part.pk, agrees="no", note="占道不归我局", version=1)
    sun = Desk(today, "sun")
    assert "占道不归我局" in said(sun.get("check")) and 'id="rulings"' in said(sun.get("assignment", part.pk))
    one = Countersign.objects.get()
    assert sun.post("overrule", one.pk, ruling="").status_code == 422
    assert Desk(today, "liu").post("overrule", one.pk, ruling="x").status_code == 403
    assert Desk(today, "he").post("overrule", one.pk, ruling="x").status_code == 404
    assert sun.post("overrule", one.pk, ruling="照主办意见办").status_code == 303
    assert "照主办意见办" in said(Desk(today, "liu").get("assignment", part.pk))


def test_more_time_on_the_page(today: World) -> None:
    part = given.signed(today)
    liu, sun = Desk(today, "liu"), Desk(today, "sun")
    until = (today.now + timedelta(days=120)).date().isoformat()
    assert liu.post("ask_extension", part.pk, until=until, reason="").status_code == 422
    assert liu.post("ask_extension", part.pk, until=until, reason="资金七月下达").status_code == 303
    one = Extension.objects.get()
    assert "资金七月下达" in said(sun.get("check")) and liu.post("grant_extension", one.pk).status_code == 403
    assert sun.post("grant_extension", one.pk).status_code == 303
    assert "同意延期" in said(liu.get("assignment", part.pk))


def test_a_rating_is_shown_once_more_before_it_counts(today: World) -> None:
    thing = answered(today)
    lin = Desk(today, "lin")
    filled = {"attitude": "satisfied", "result": "solved", "comment": "修好了", "visited": "yes"}
    page = lin.post("judge", thing.pk, **filled)
    assert page.status_code == 200 and "这是您本人的评价吗" in said(page) and "走访过" in said(page)
    assert not Rating.objects.exists()
    assert lin.post("judge", thing.pk, code="x", **filled).status_code == 422
    assert lin.judge(thing.pk, **filled).status_code == 303
    rating = Rating.objects.get()
    assert (rating.visited, rating.address, rating.comment) == ("yes", "127.0.0.1", "修好了")


def test_a_rating_on_paper_on_the_page(today: World) -> None:
    thing = answered(today)
    wang = Desk(today, "wang")
    by = f"person:{today.people['lin'].pk}"
    filled = {"by": by, "attitude": "understood", "result": "partly", "comment": ""}
    assert "代录书面评价" in said(wang.get("dispatch", thing.pk))
    assert wang.post("proxy", thing.pk, **filled).status_code == 422
    form = io.BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    form.name = "表.pdf"
    assert Desk(today, "liu").post("proxy", thing.pk, **filled, form=form).status_code in {403, 422}
    form.seek(0)
    assert wang.post("proxy", thing.pk, **filled, form=form).status_code == 303
    rating = Rating.objects.get()
    assert "代录" in said(Desk(today, "zhao").get("dispatch", thing.pk))
    for who, status in (("lin", 200), ("wang", 200), ("zhao", 404), ("liu", 404)):
        found = Desk(today, who).get("proxy_file", rating.pk)
        assert b"".join(getattr(found, "streaming_content", [])) or status == 404
        assert found.status_code == status, who


def test_the_letter_says_everything_item_by_item(today: World) -> None:
    thing = answered(today)
    part = given.part(thing)
    found = Desk(today, "lin").get("reply_letter", part.pk)
    assert found.status_code == 200
    paper = docx.Document(io.BytesIO(found.content))
    words = "\n".join(p.text for p in paper.paragraphs)
    for told in ("云建提〔2026〕8号", "关于老旧小区加装电梯的答复", "林晓梅：", "（一）关于“补贴提高到二十万元”",
                 "已列入计划", "同意对外公开", "办公室 0000"):  # fmt: skip
        assert told in words, told
    assert paper.sections[0].different_first_page_header_footer
    assert Desk(today, "he").get("reply_letter", part.pk).status_code == 404
    unread = given.signed(today)
    given.drafted(today, unread)
    assert Desk(today, "wang").get("reply_letter", unread.pk).status_code == 404


def test_letters_to_the_late_in_one_batch(today: World, settings: Any) -> None:
    first = given.signed(today)
    Assignment.objects.filter(pk=first.pk).update(due_at=today.now - timedelta(days=3))
    sun = Desk(today, "sun")
    assert "给勾选的单位各发一封催办函" in said(sun.get("board"))
    assert "催办函" not in said(Desk(today, "hou").get("board"))
    ticked = {"owed": [f"assignment:{first.pk}"], "token": "t"}
    assert Desk(today, "wang").post("urge", **ticked).status_code == 403
    assert sun.post("urge").status_code == 422
    assert sun.post("urge", **ticked).status_code == 303
    assert sun.post("urge", **ticked).status_code == 303 and Urging.objects.count() == 1
    letter = Urging.objects.get()
    for who, status in (("sun", 200), ("liu", 200), ("wang", 200), ("xu", 404), ("lin", 404), ("gao", 404)):
        assert Desk(today, who).get("urging", letter.pk).status_code == status, who
    made = docx.Document(io.BytesIO(Desk(today, "liu").get("urging", letter.pk, format="docx").content))
    assert (
        letter.number in "".join(p.text for p in made.paragraphs)
        and "加装电梯" in made.tables[0].cell(1, 2).text
    )


def test_the_month_in_figures(today: World, django_assert_max_num_queries: Any) -> None:
    answered(today)
    late = given.signed(today)
    Assignment.objects.filter(pk=late.pk).update(due_at=today.now - timedelta(days=3))
    sun, month = Desk(today, "sun"), f"{today.now:%Y-%m}"
    sun.get("report")
    with django_assert_max_num_queries(11):
        page = said(sun.get("report", month=month))
    assert "交办 2 件，答复 1 件，其中按期 1 件；逾期未复 1 件" in page
    assert "市住建局" in sun.get("report", month=month, format="csv").content.decode()
    paper = docx.Document(io.BytesIO(sun.get("report", month=month, format="docx").content))
    assert f"{today.now.year}年{today.now.month}月，共交办2件，答复1件" in "".join(
        p.text for p in paper.paragraphs
    )
    for odd in ("", "x", "2026-13", "9999-01", "0-0"):
        assert sun.get("report", month=odd).status_code == 200
    assert Desk(today, "liu").get("report").status_code == 403


def test_a_department_sees_its_own_figures(today: World) -> None:
    answered(today)
    page = said(Desk(today, "liu").get("figures"))
    assert "承办 1 件，已答复 1 件" in page and "解决 2 / 2 条" in page
    assert Desk(today, "wang").get("figures").status_code == 403


def test_templates_and_notes_on_the_page(today: World) -> None:
    part = given.signed(today)
    liu = Desk(today, "liu")
    assert liu.post("templates", name="", text="x").status_code == 422
    assert (
        liu.post("templates", name="列入计划", norm="planned", text="您提出的建议已列入……").status_code == 303
    )
    kept = ReplyTemplate.objects.get()
    assert "列入计划" in said(liu.get("assignment", part.pk))
    assert "您提出的建议已列入……" in said(liu.get("assignment", part.pk, template=kept.pk))
    xu = Desk(today, "xu")
    assert xu.get("template", kept.pk).status_code == xu.post("drop_template", kept.pk).status_code == 404
    assert liu.post("memo", part.pk, text="先问财政").status_code == 303 and Memo.objects.count() == 1
    assert "先问财政" in said(Desk(today, "hou").get("assignment", part.pk))
    assert "先问财政" not in said(Desk(today, "sun").get("assignment", part.pk))
    assert liu.post("drop_template", kept.pk).status_code == 303 and not ReplyTemplate.objects.exists()


def test_the_desk_by_where_it_came_from(today: World) -> None:
    given.dispatch(today, source="recommendation", title="建议来的")
    given.dispatch(today, source="voice", title="来声来的")
    liu = Desk(today, "liu")
    assert "按来源看" in said(liu.get("desk"))
    page = said(liu.get("desk", source="voice"))
    assert "来声来的" in page and "建议来的" not in page


# The public


def test_is_it_really_so_from_a_link(today: World) -> None:
    thing = answered(today)
    at = today.now + timedelta(days=29)
    list(sweeper.sweep(at=at))
    question = Question.objects.get(dispatch=thing)
    client, link = Client(), question.get_absolute_url()
    page = client.get(link)
    assert (
        page.status_code == 200
        and "真的办好了吗" in page.content.decode()
        and ITEMS[0] in page.content.decode()
    )
    why = client.post(link, {"answer": "no", "comment": ""})
    assert why.status_code == 422
    assert client.post(link, {"answer": "no", "comment": "没有动工"}).status_code == 302
    assert "没有动工" in client.get(link).content.decode() and given.again(question).state == "doubted"
    assert client.post(link, {"answer": "yes"}).status_code == 409
    assert Client().get("/really/abc:def/").status_code == 404
    wang = Desk(today, "wang")
    assert wang.post("uphold", question.pk, note="").status_code == 422
    assert wang.post("uphold", question.pk, note="现场确实没有动工").status_code == 303
    assert given.again(thing).state == "rehandling"


def test_promises_and_the_late_are_public(today: World) -> None:
    part = given.signed(today, public=True)
    promise = given.promised(today, part, due_on=(today.now + timedelta(days=60)).date())
    page = Client().get(reverse("portal:promises")).content.decode()
    assert promise.text not in page
    given.replied(today, part, norm="planned")
    page = Client().get(reverse("portal:promises"), {"state": "open"}).content.decode()
    assert promise.text in page
    late = given.signed(today, title="某户的事")
    Assignment.objects.filter(pk=late.pk).update(due_at=today.now - timedelta(days=30))
    page = Client().get(reverse("portal:overdue")).content.decode()
    assert "市住建局" in page and "未公开的事项" in page and "某户的事" not in page
