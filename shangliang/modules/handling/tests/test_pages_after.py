"""Pages after the reply: promises, the inspection desk, ratings, sending, boards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shangliang.modules.handling.models import Assignment, Dispatch, Evidence, Promise, Rating
from shangliang.modules.handling.tests import given
from shangliang.modules.handling.tests.visiting import Desk, said
from tests.world import World

pytestmark = pytest.mark.django_db


# Promises


def test_promise_and_evidence_pages(today: World) -> None:
    thing = given.signed(today)
    liu, sun = Desk(today, "liu"), Desk(today, "sun")
    assert liu.post("promise", thing.pk, text="全部开工", due_on="").status_code == 422
    past = liu.post("promise", thing.pk, text="全部开工", due_on="2020-01-01")
    assert past.status_code == 422 and "今天以后" in said(past)
    day = (today.now + timedelta(days=30)).date()
    for _ in range(2):
        assert liu.post("promise", thing.pk, text="全部开工", due_on=day.isoformat()).status_code == 303
    promise = Promise.objects.get()
    assert liu.post("evidence", promise.pk, text="").status_code == 422
    bad = liu.post("evidence", promise.pk, text="照片", file=SimpleUploadedFile("a.exe", b"MZ\x00\x01"))
    assert bad.status_code == 422 and "类型不收" in said(bad) and not Evidence.objects.exists()
    for _ in range(2):
        good = SimpleUploadedFile("记录.txt", "已开工".encode())
        assert liu.post("evidence", promise.pk, text="照片", file=good).status_code == 303
    proof = Evidence.objects.get()
    file = liu.get("evidence_file", proof.pk)
    assert (
        b"".join(file.streaming_content).decode() == "已开工"
        and "attachment" in file.headers["Content-Disposition"]
    )
    assert Desk(today, "he").get("evidence_file", proof.pk).status_code == 404
    assert liu.get("evidence_file", 0).status_code == 404
    assert liu.post("postpone", promise.pk, due_on="2099-01-01", note="x").status_code == 403
    assert sun.post("postpone", promise.pk, due_on="", note="x").status_code == 422
    later = (today.now + timedelta(days=60)).date()
    assert sun.post("postpone", promise.pk, due_on=later.isoformat(), note="雨季").status_code == 303
    page = said(sun.get("assignment", thing.pk))
    assert "已延 30 天" in page and "记录.txt" in page


def test_check_page_shows_what_waits(today: World) -> None:
    checking, refusing = given.signed(today), given.part(given.dispatch(today, title="村道照明"))
    given.promised(today, checking, due_on=(today.now + timedelta(days=30)).date())
    given.drafted(today, checking, norm="planned")
    given.move(today, checking, "submit", "liu")
    given.move(today, refusing, "refuse", "liu", note="属城管职责")
    promise = Promise.objects.get()
    given.proven(today, promise)
    given.move(today, given.again(promise), "claim", "liu")
    page = said(Desk(today, "sun").get("check"))
    for words in (given.TEXT, "属城管职责", "6 栋楼已全部开工", "核实属实"):
        assert words in page, words
    door = reverse("desk:move", args=["assignment", checking.pk, "pass_check"])
    back = Desk(today, "sun").client.post(door, {"next": reverse("handling:check")})
    assert back.status_code == 303 and back.headers["Location"] == reverse("handling:check")
    assert given.TEXT not in said(Desk(today, "wang").get("check"))


# Ratings


def judged(**more: str) -> dict[str, str]:
    return {"attitude": "satisfied", "result": "solved", "comment": "", "then": "", **more}


def test_judge_page(today: World) -> None:
    thing = given.answered(today)
    wang, lin = Desk(today, "wang"), Desk(today, "lin")
    page = said(wang.get("dispatch", thing.pk))
    assert given.TEXT in page and "评价并认可结果" in page and 'id="redo"' in page
    page = said(lin.get("dispatch", thing.pk))
    assert "提交评价" in page and "评价并认可结果" not in page and 'id="redo"' not in page
    assert wang.post("judge", thing.pk, **judged(result="")).status_code == 422
    why = wang.post("judge", thing.pk, **judged(result="unsolved"))
    assert why.status_code == 422 and "哪里不行" in said(why)
    assert lin.post("judge", thing.pk, **judged(then="accept")).status_code == 403
    assert Desk(today, "liu").post("judge", thing.pk, **judged()).status_code == 403
    assert not Rating.objects.exists()
    assert lin.judge(thing.pk, **judged()).status_code == 303
    assert wang.judge(thing.pk, **judged(then="accept")).status_code == 303
    given.deliver(today)
    assert given.again(thing).state == "closed" and "您的评价" in said(lin.get("dispatch", thing.pk))


def test_accept_after_rating(today: World) -> None:
    thing = given.answered(today)
    wang = Desk(today, "wang")
    assert wang.post("judge", thing.pk, **judged()).status_code == 200 and not Rating.objects.exists()
    wang.judge(thing.pk, **judged())
    assert reverse("handling:accept", args=[thing.pk]) in said(wang.get("dispatch", thing.pk))
    assert Desk(today, "sun").post("accept", thing.pk).status_code == 403
    assert wang.post("accept", thing.pk).status_code == 303
    assert wang.post("accept", thing.pk).status_code == 409


def test_redo_page(today: World) -> None:
    thing = given.answered(today)
    wang = Desk(today, "wang")
    assert wang.post("redo", thing.pk, note="").status_code == 422
    other = given.signed(today)
    assert wang.post("redo", thing.pk, note="x", only=[other.pk]).status_code == 422
    assert Desk(today, "sun").post("redo", thing.pk, note="x").status_code == 403
    assert wang.post("redo", thing.pk, note="没有动工").status_code == 303
    page = said(Desk(today, "liu").get("assignment", given.part(thing).pk))
    assert "没有动工" in page and "第 2 轮办理" in page
    assert wang.post("redo", thing.pk, note="再来").status_code == 409


def test_dispatch_price(today: World, django_assert_max_num_queries: Any) -> None:
    thing = given.answered(today)
    desk = Desk(today, "wang")
    desk.get("dispatch", thing.pk)
    with django_assert_max_num_queries(28):
        desk.get("dispatch", thing.pk)


def test_the_check_itself_has_its_days(today: World) -> None:
    """handling.check_within: five working days; the department's clock runs on meanwhile, so it is said."""
    part = given.signed(today)
    given.drafted(today, part)
    given.move(today, part, "submit", "liu")
    sun = Desk(today, "sun")
    assert "审核超期" not in said(sun.get("check"))
    Assignment.objects.update(entered_at=today.now - timedelta(days=30))
    assert "审核超期" in said(sun.get("check"))


def test_check_price(today: World, django_assert_max_num_queries: Any) -> None:
    """Three promises to verify with steps and evidence cost as much as one."""
    part = given.signed(today)
    for n in range(3):
        promise = given.promised(
            today, part, text=f"第 {n} 项", due_on=(today.now + timedelta(days=9)).date()
        )
        given.proven(today, promise)
        given.move(today, given.again(promise), "claim", "liu")
    sun = Desk(today, "sun")
    assert said(sun.get("check")).count("第 ") >= 3
    with django_assert_max_num_queries(12):
        sun.get("check")


# Sending and boards


def matter(world: World, **more: Any) -> dict[str, Any]:
    return {
        "title": "村道照明", "ask": "请研究村道照明。", "origin": "市领导批示",
        "lead": world.units["d-urban"].pk,
        "assist": [world.units["d-civil"].pk], "token": "once", **more,
    }  # fmt: skip


def test_send_page(today: World) -> None:
    wang = Desk(today, "wang")
    assert wang.post("send", **matter(today, title="")).status_code == 422
    same = wang.post("send", **matter(today, assist=[today.units["d-urban"].pk]))
    assert same.status_code == 422 and "只能有一种分工" in said(same)
    assert wang.post("send", **matter(today, lead=today.units["o-cppcc"].pk)).status_code == 422
    assert not Dispatch.objects.exists()
    for _ in range(2):
        assert wang.post("send", **matter(today)).status_code == 303
    assert Dispatch.objects.get().number in said(wang.get("dispatches"))
    assert Desk(today, "liu").post("send", **matter(today)).status_code == 403


def test_dispatches_list_and_export(today: World) -> None:
    given.dispatch(today, title="村道照明")
    given.answered(today)
    wang = Desk(today, "wang")
    page = said(wang.get("dispatches", state="sent"))
    assert "村道照明" in page and "老旧小区加装电梯</a>" not in page
    assert "村道照明" not in said(wang.get("dispatches", q="电梯"))
    assert "村道照明" in said(wang.get("dispatches", format="csv"))


def test_board_page(today: World) -> None:
    thing = given.signed(today)
    Assignment.objects.filter(pk=thing.pk).update(due_at=today.now - timedelta(days=12))
    page = said(Desk(today, "zhao").get("board"))
    assert (
        "市住建局拖得最久" in page and thing.dispatch.number in page and "刘敏" not in page.split("<main")[1]
    )
    table = said(Desk(today, "zhao").get("board", format="csv"))
    assert "老旧小区加装电梯" in table and "刘敏" not in table
    assert "没有逾期的事" in said(Desk(today, "gao").get("board"))


def test_board_price(today: World, django_assert_max_num_queries: Any) -> None:
    for code, who in (("d-housing", "liu"), ("d-urban", "xu"), ("d-civil", "hu")):
        for _ in range(4):
            part = given.move(today, given.part(given.dispatch(today, code), code), "sign", who)
            Assignment.objects.filter(pk=part.pk).update(due_at=today.now - timedelta(days=12))
    desk = Desk(today, "sun")
    desk.get("board")
    with django_assert_max_num_queries(9):
        desk.get("board")
