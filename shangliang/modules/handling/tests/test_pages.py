"""Every page: for those who may, for those who may not, and when it comes back with errors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from shangliang.modules.handling.models import Promise, Reply
from shangliang.modules.handling.tests import given
from shangliang.modules.handling.tests.visiting import Desk, said
from tests.world import World

pytestmark = pytest.mark.django_db


LOOKS = ["desk", "dispatches", "board", "check", "send"]
MAY_LOOK = {
    "desk": {"liu", "hou"}, "dispatches": {"liu", "hou", "wang", "sun", "chen", "zhao", "lin"},
    "board": {"hou", "wang", "sun", "chen", "zhao"}, "check": {"sun", "wang"}, "send": {"wang", "sun"},
}  # fmt: skip


@pytest.mark.parametrize("name", LOOKS)
def test_who_may_open_which_page(today: World, name: str) -> None:
    given.signed(today)
    for who in ("liu", "hou", "wang", "sun", "chen", "zhao", "lin"):
        assert Desk(today, who).get(name).status_code == (200 if who in MAY_LOOK[name] else 403), who
    away = Desk(today, "nobody").get(name)
    assert away.status_code == 302 and "/account/login/" in away.headers["Location"]


def test_empty_pages_say_what_to_do(today: World) -> None:
    assert "这里没有任务" in said(Desk(today, "liu").get("desk"))
    assert "没有逾期的事" in said(Desk(today, "wang").get("board"))
    assert "没有待审核的答复" in said(Desk(today, "sun").get("check"))
    assert "没有这样的交办件" in said(Desk(today, "wang").get("dispatches"))


@pytest.mark.parametrize(
    ("who", "part", "dispatch"),
    [
        ("liu", 200, 200), ("hou", 200, 200), ("xu", 200, 200), ("sun", 200, 200), ("wang", 200, 200),
        ("chen", 200, 200),
        ("zhao", 200, 200), ("lin", 404, 404), ("he", 404, 404), ("gao", 404, 404), ("zhou", 404, 404),
    ],
)  # fmt: skip
def test_what_one_cannot_see_does_not_exist(today: World, who: str, part: int, dispatch: int) -> None:
    thing = given.dispatch(today, joint=["d-urban"])
    desk = Desk(today, who)
    assert desk.get("assignment", given.part(thing).pk).status_code == part
    assert desk.get("dispatch", thing.pk).status_code == dispatch
    assert desk.get("assignment", 0).status_code == desk.get("dispatch", 0).status_code == 404


# The reply desk


def test_desk_shows_work_and_exports_it(today: World) -> None:
    given.signed(today, title="=老旧小区加装电梯")
    desk = Desk(today, "liu")
    page = said(desk.get("desk"))
    assert "=老旧小区加装电梯" in page and "待答复" in page
    table = desk.get("desk", format="csv")
    assert table.headers["Content-Type"].startswith("text/csv") and "'=老旧小区加装电梯" in said(table)
    assert "这里没有任务" in said(desk.get("desk", clock="overdue"))
    assert "这里没有任务" not in said(desk.get("desk", clock="nonsense", pile="nonsense", after="x"))


def test_desk_price(today: World, django_assert_max_num_queries: Any) -> None:
    """Forty replies due on Friday cost as much as one."""
    for _ in range(40):
        given.part(given.dispatch(today))
    desk = Desk(today, "liu")
    desk.get("desk")
    with django_assert_max_num_queries(7):
        assert said(desk.get("desk")).count('name="pick"') == 40


def test_sign_many_says_how_each_went(today: World) -> None:
    first, second = given.part(given.dispatch(today)), given.part(given.dispatch(today, title="村道照明"))
    elsewhere = given.part(given.dispatch(today, "d-urban"), "d-urban")
    given.move(today, second, "refuse", "liu", note="x")
    page = Desk(today, "liu").post("sign_many", pick=[first.pk, second.pk, elsewhere.pk, 999999])
    assert page.status_code == 200 and "1 / 2" in said(page)
    assert "已签收" in said(page) and "申退待裁定" in said(page)
    assert given.again(first).state == "accepted" and given.again(elsewhere).state == "pending"
    nothing = Desk(today, "liu").post("sign_many")
    assert nothing.status_code == 422 and "还没有勾选" in said(nothing)
    assert Desk(today, "liu").get("sign_many").status_code == 405


def test_tick_all_is_asked_for(today: World) -> None:
    given.dispatch(today)
    desk = Desk(today, "liu")
    assert " checked" not in said(desk.get("desk")) and " checked" in said(desk.get("desk", tick="1"))
    assert 'name="pick"' not in said(Desk(today, "hou").get("desk"))


def test_next_slice(today: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(51):
        given.dispatch(today)
    desk = Desk(today, "liu")
    first = desk.get("desk")
    following = said(first).split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = said(desk.client.get(reverse("handling:desk") + following))
    assert said(first).count('name="pick"') == 50 and rest.count('name="pick"') == 1


# The working page


def test_assignment_price(today: World, django_assert_max_num_queries: Any) -> None:
    thing = given.part(given.dispatch(today, joint=["d-urban"], assist=["d-civil"]))
    given.move(today, thing, "sign", "liu")
    for n in range(4):
        given.promised(today, thing, text=f"第 {n} 项", due_on=(today.now + timedelta(days=40)).date())
    given.drafted(today, thing)
    desk = Desk(today, "liu")
    desk.get("assignment", thing.pk)
    # One for each arrow of the chain, and one for what of it she may open.
    with django_assert_max_num_queries(33):
        assert desk.get("assignment", thing.pk).status_code == 200


def draft(**more: str) -> dict[str, str]:
    return {"text": given.TEXT, "adoption": "adopted", "norm": "solved", "reason": "", **more}


def test_draft_saved_and_submitted_in_one_touch(today: World) -> None:
    thing = given.signed(today)
    desk = Desk(today, "liu")
    assert 'data-draft="reply-' in said(desk.get("assignment", thing.pk))
    back = desk.post("draft", thing.pk, **draft(), then="submit")
    assert back.status_code == 303 and back.headers["Location"] == thing.get_absolute_url()
    assert given.again(thing).state == "checking" and Reply.objects.get().author == today.people["liu"]
    late = desk.post("draft", thing.pk, **draft(text="改"))
    assert late.status_code == 409 and "督查审核" in said(late)


def test_draft_is_kept_when_it_cannot_be_submitted_yet(today: World) -> None:
    thing = given.signed(today)
    desk = Desk(today, "liu")
    assert desk.post("draft", thing.pk, **draft(norm="planned"), then="submit").status_code == 303
    page = said(desk.get("assignment", thing.pk))
    assert "答复稿已保存，还不能提交" in page and "承诺事项和兑现日期" in page
    assert given.again(thing).state == "drafting" and Reply.objects.get().norm == "planned"


def test_draft_comes_back_with_errors_and_its_text(today: World) -> None:
    thing = given.signed(today)
    page = Desk(today, "liu").post("draft", thing.pk, **draft(norm="", text="写了一半"))
    assert page.status_code == 422 and "写了一半" in said(page) and "还有 1 处要改" in said(page)
    reason = Desk(today, "liu").post("draft", thing.pk, **draft(adoption="rejected"))
    assert reason.status_code == 422 and "理由" in said(reason)
    assert not Reply.objects.exists()


def test_draft_of_a_colleague_is_not_written_over(today: World) -> None:
    thing = given.signed(today)
    seen = given.drafted(today, thing).at
    desk = Desk(today, "liu")
    assert seen.isoformat() in said(desk.get("assignment", thing.pk)).replace("&#43;", "+")
    given.drafted(today, thing, text="同事写的", at=today.now + timedelta(minutes=1))
    clash = desk.post("draft", thing.pk, **draft(text="我写的"), seen=seen.isoformat())
    assert clash.status_code == 409 and "我写的" in said(clash)
    assert Reply.objects.get().text == "同事写的"


def test_who_may_not_write(today: World) -> None:
    thing = given.part(given.dispatch(today, joint=["d-urban"]))
    given.move(today, thing, "sign", "liu")
    for who, status in [("xu", 403), ("wang", 403), ("sun", 403), ("hou", 403), ("he", 404), ("lin", 404)]:
        assert Desk(today, who).post("draft", thing.pk, **draft()).status_code == status, who
        assert (
            Desk(today, who).post("promise", thing.pk, text="x", due_on="2099-01-01").status_code == status
        ), who
    assert Desk(today, "liu").get("draft", thing.pk).status_code == 405
    assert not Reply.objects.exists() and not Promise.objects.exists()


def test_a_draft_is_hidden_from_those_who_asked(today: World) -> None:
    """DOMAIN 0.2 no. 5, on the page."""
    thing = given.part(given.dispatch(today, joint=["d-urban"]))
    given.move(today, thing, "sign", "liu")
    given.drafted(today, thing, text="机密的草稿")
    for who in ("wang", "chen", "zhao", "sun", "xu"):
        for page in (
            Desk(today, who).get("assignment", thing.pk),
            Desk(today, who).get("dispatch", thing.dispatch_id),
        ):
            assert page.status_code == 200 and "机密的草稿" not in said(page), who
    for who in ("hou", "liu"):
        assert "机密的草稿" in said(Desk(today, who).get("assignment", thing.pk)), who


def test_countersign_page(today: World) -> None:
    thing = given.part(given.dispatch(today, joint=["d-urban"]))
    given.move(today, thing, "sign", "liu")
    reply = given.drafted(today, thing)
    Desk(today, "liu").post("draft", thing.pk, **draft(), then="circulate")
    xu = Desk(today, "xu")
    assert 'id="countersign"' in said(xu.get("assignment", thing.pk))  # before the jobs have asked her
    given.deliver(today)
    assert "等我单位会签" in said(xu.get("desk")) and 'id="countersign"' in said(
        xu.get("assignment", thing.pk)
    )
    no = xu.post("countersign", thing.pk, agrees="no", note="", version=reply.version)
    assert no.status_code == 422 and "要改什么" in said(no)
    assert xu.post("countersign", thing.pk, agrees="", version=1).status_code == 422
    assert xu.post("countersign", thing.pk, agrees="yes", version=9).status_code == 409
    assert Desk(today, "liu").post("countersign", thing.pk, agrees="yes", version=1).status_code == 403
    assert xu.post("countersign", thing.pk, agrees="yes", version=1).status_code == 303
    assert "等我单位会签" not in said(xu.get("desk"))
    assert "会签同意" in said(Desk(today, "liu").get("assignment", thing.pk))


def test_advise_page(today: World) -> None:
    thing = given.dispatch(today, assist=["d-urban"])
    helper = given.move(today, given.part(thing, "d-urban"), "sign_help", "xu")
    xu = Desk(today, "xu")
    assert 'id="advise"' in said(xu.get("assignment", helper.pk))
    assert xu.post("advise", helper.pk, opinion="").status_code == 422
    assert xu.post("advise", helper.pk, opinion="占道部分可行").status_code == 303
    assert "占道部分可行" in said(Desk(today, "liu").get("assignment", given.part(thing).pk))
    assert xu.post("advise", helper.pk, opinion="再提").status_code == 409
    for who, reads in [("xu", True), ("liu", True), ("sun", True), ("wang", False), ("zhao", False)]:
        assert ("占道部分可行" in said(Desk(today, who).get("assignment", helper.pk))) is reads, who


def test_contact_page(today: World) -> None:
    thing = given.signed(today)
    desk = Desk(today, "liu")
    assert desk.post("contact", thing.pk, phase="before", way="visit", note="").status_code == 422
    assert (
        desk.post(
            "contact", thing.pk, phase="before", way="visit", note="到文华社区看现场", held_on="2026-03-02"
        ).status_code
        == 303
    )
    assert "到文华社区看现场" in said(desk.get("assignment", thing.pk))


def test_reassign_page(today: World) -> None:
    thing = given.move(today, given.part(given.dispatch(today)), "refuse", "liu", note="属城管职责")
    sun = Desk(today, "sun")
    page = said(sun.get("assignment", thing.pk))
    assert "属城管职责" in page and 'id="reassign"' in page
    urban = today.units["d-urban"].pk
    assert sun.post("reassign", thing.pk, to=urban, note="").status_code == 422
    assert sun.post("reassign", thing.pk, to=today.units["liudi"].pk, note="x").status_code == 422
    assert Desk(today, "liu").post("reassign", thing.pk, to=urban, note="x").status_code == 403
    back = sun.post("reassign", thing.pk, to=urban, note="改由城管")
    assert back.status_code == 303 and given.part(thing.dispatch, "d-urban").state == "pending"
    assert sun.post("reassign", thing.pk, to=today.units["d-civil"].pk, note="再改").status_code == 409


def test_bare_moves_go_through_the_generic_door(today: World) -> None:
    thing = given.part(given.dispatch(today))
    door = reverse("desk:move", args=["assignment", thing.pk, "sign"])
    page = said(Desk(today, "liu").get("assignment", thing.pk))
    assert door in page and reverse("desk:move", args=["assignment", thing.pk, "sign_help"]) not in page
    assert Desk(today, "liu").client.post(door, {"version": "0"}).status_code == 303
    assert given.again(thing).state == "accepted"
