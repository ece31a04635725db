"""The desk's pages: who sees them, who may act on them, and what they say."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from shangliang.kernel import moves
from shangliang.modules.outcomes.models import Recommendation
from shangliang.modules.outcomes.tests import given
from shangliang.modules.outcomes.tests.given import as_, get, post, rows, words
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LISTS = ["recommendations", "documents", "instructions", "feedback_lists", "look_backs"]
POSTED = ["write", "send_all", "publish", "refill"]


# Who sees what


@pytest.mark.parametrize("who", ["zhou", "liu", "lin", "gao"])
def test_no_page_leads_where_its_reader_may_not_go(world: World, full: dict[str, Any], who: str) -> None:
    pages = [
        ("recommendations", ()),
        ("topic", (full["topic"].pk,)),
        ("recommendation", (full["recommendation"].pk,)),
    ]
    client = as_(world, who)
    for name, args in pages:
        page = client.get(reverse(f"outcomes:{name}", args=args)).content.decode()
        for address in set(
            re.findall(r'<a [^>]*href="(/desk/outcomes/[^"#]*|/desk/handling/[^"#]*|[?][^"]*)"', page)
        ):
            there = reverse("outcomes:recommendations") + address if address.startswith("?") else address
            assert client.get(there.replace("&amp;", "&")).status_code == 200, (name, address)


@pytest.mark.parametrize("who", ["wang", "chen", "zhao", "lin", "sun", "liu", "hou", "gao", "zhou"])
def test_lists_open_for_everybody_who_signs_in(world: World, full: dict[str, Any], who: str) -> None:
    for name in LISTS:
        assert get(world, who, name).status_code == 200, name
        assert rows(get(world, who, name, format="csv")), name


def test_the_public_is_asked_to_sign_in(world: World, full: dict[str, Any]) -> None:
    for name in LISTS:
        assert get(world, "public", name).status_code == 302


@pytest.mark.parametrize(
    "name, yes, no",
    [
        ("topic", ["wang", "chen", "lin", "zhao", "liu", "public"][:-1], []),
        ("recommendation", ["wang", "chen", "lin", "zhao", "liu"], []),
        ("document", ["wang", "chen", "lin", "zhao"], ["liu", "hou", "gao", "sun"]),
        ("instruction", ["wang", "chen", "zhao", "sun"], ["lin", "liu", "gao"]),
        ("feedback", ["wang", "chen"], ["lin", "zhao", "liu"]),
        ("look_back", ["wang", "chen", "lin"], ["liu", "zhou"]),
    ],
)
def test_who_opens_a_page(
    world: World, full: dict[str, Any], name: str, yes: list[str], no: list[str]
) -> None:
    for who in yes:
        assert get(world, who, name, full[name].pk).status_code == 200, who
    for who in no:
        assert get(world, who, name, full[name].pk).status_code == 404, who


def test_drafts_are_for_those_who_run_the_topic(world: World) -> None:
    matter = given.topic(world)
    draft = given.recommendation(world, matter, text="还在斟酌的一条")
    given.document(world, matter, title="还在斟酌的专报")
    assert get(world, "lin", "recommendation", draft.pk).status_code == 404
    for_member = words(get(world, "lin", "topic", matter.pk))
    assert "还在斟酌" not in for_member and "写建议" not in for_member
    assert words(get(world, "wang", "topic", matter.pk)).count("还在斟酌") >= 2


def test_instructions_stay_inside_the_office(world: World, full: dict[str, Any]) -> None:
    assert "请住建局认真研究" in words(get(world, "wang", "topic", full["topic"].pk))
    assert "请住建局认真研究" not in words(get(world, "lin", "topic", full["topic"].pk))
    assert "赵国栋" not in words(get(world, "lin", "years", full["topic"].pk))


@pytest.mark.parametrize(
    "name, of",
    [
        ("edit_document", "document"),
        ("submit", "document"),
        ("instruct", "document"),
        ("forward", "instruction"),
        ("answer", "instruction"),
        ("edit_recommendation", "recommendation"),
        ("reopen", "recommendation"),
        ("edit_feedback", "feedback"),
        ("reschedule", "look_back"),
        ("draft_document", "topic"),
        ("plan_look_back", "topic"),
        ("years", "topic"),
    ],
)
def test_every_form_opens(world: World, full: dict[str, Any], name: str, of: str) -> None:
    assert get(world, "wang", name, full[of].pk).status_code == 200


def test_what_only_acts_refuses_to_be_read(world: World, full: dict[str, Any]) -> None:
    for name in POSTED:
        of = "topic" if name in {"write", "send_all"} else "feedback"
        assert get(world, "wang", name, full[of].pk).status_code == 405, name


def test_a_department_reads_what_was_passed_to_it_and_answers(world: World) -> None:
    thing = given.forwarded(world)
    page = words(get(world, "liu", "instruction", thing.pk))
    assert thing.text in page and reverse("outcomes:document", args=[thing.document_id]) not in page
    assert get(world, "xu", "instruction", thing.pk).status_code == 404
    assert post(world, "liu", "answer", thing.pk, answer="").status_code == 422
    assert post(world, "liu", "answer", thing.pk, answer="三月开工。").status_code == 303
    assert given.again(thing).state == "answered"
    assert post(world, "liu", "answer", thing.pk, answer="再答").status_code == 409


# What pages say


def test_not_solved_stands_on_the_page_of_the_topic(world: World) -> None:
    matter = given.topic(world)
    given.decided(world, matter)
    given.published(world, matter)
    voices = type(matter).objects.get(pk=matter.pk).links.select_related("voice__unit").all()
    moves.kind_named("voice").model._default_manager.filter(pk=voices[0].voice_id).update(state="unsolved")
    page = words(get(world, "wang", "topic", matter.pk))
    assert "1 位提出人说没有解决" in page and "要由人来定" in page


def test_the_list_filters_and_exports_what_one_sees(world: World) -> None:
    matter = given.topic(world)
    given.recommendation(world, matter, text="=1+1 草稿")
    given.sent(world, matter, text="等住建局的一条")
    given.decided(world, matter, ask="不采纳的一条", adoption="rejected", norm="reference", reason="条件不够")
    query = {
        "state": "sent",
        "adoption": "rejected",
        "department": str(world.units["d-housing"].pk),
        "q": "住建局的",
    }
    expected = {"state": ["等住建局的一条"], "adoption": ["不采纳的一条"], "q": ["等住建局的一条"],
                "department": ["不采纳的一条", "等住建局的一条"]}  # fmt: skip
    for name, value in query.items():
        found = rows(get(world, "wang", "recommendations", format="csv", **{name: value}))[1:]
        assert [row[3] for row in found] == expected[name], name
    everything = rows(get(world, "wang", "recommendations", format="csv"))
    assert everything[0][3] == "建议" and everything[-1][3] == "'=1+1 草稿"
    assert len(rows(get(world, "lin", "recommendations", format="csv"))) == 3, (
        "a member's export has no drafts"
    )
    page = words(get(world, "wang", "recommendations", state="settled"))
    assert "没有符合条件的建议" in page


def test_late_ones_are_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    given.submitted(world)
    given.forwarded(world)
    given.sent(world)
    for name, late in (("documents", 1), ("instructions", 1), ("recommendations", 1)):
        assert len(rows(get(world, "wang", name, format="csv", late="1"))) == 1, name
        monkeypatch.setattr("django.utils.timezone.now", lambda: world.now + timedelta(days=40))
        assert len(rows(get(world, "wang", name, format="csv", late="1"))) == 1 + late, name
        monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)


def test_the_meter_is_for_those_who_answer_for_it(world: World, full: dict[str, Any]) -> None:
    page = words(get(world, "wang", "loop"))
    assert "议题闭环率" in page and "部门办理" in page
    assert get(world, "zhao", "loop").status_code == 200
    assert get(world, "liu", "loop").status_code == 403


def test_the_price_of_the_long_pages(
    world: World, full: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    client = as_(world, "wang")
    for n in range(5):
        given.sent(world, full["topic"], text=f"再加一条 {n}")
    for name, pk, most in (
        ("recommendations", None, 10),
        ("topic", full["topic"].pk, 55),
        ("feedback", full["feedback"].pk, 55),
    ):
        address = reverse(f"outcomes:{name}", args=[pk] if pk else [])
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_promises_stand_under_their_recommendation(world: World, full: dict[str, Any]) -> None:
    page = words(get(world, "lin", "topic", full["topic"].pk))
    assert "承诺：6 栋楼全部开工" in page and page.count("6 栋楼全部开工") == 1


def test_the_board_is_for_those_who_oversee(world: World, full: dict[str, Any]) -> None:
    page = words(get(world, "chen", "recommendations", view="board"))
    assert "部门已答复" in page and full["recommendation"].text[:20] in page
    assert get(world, "zhao", "recommendations", view="board").status_code == 200
    assert get(world, "lin", "recommendations", view="board").status_code == 403


def test_a_list_stays_within_ones_own_city(world: World, full: dict[str, Any]) -> None:
    Recommendation.objects.filter(pk=full["recommendation"].pk).update(root="002.")
    assert len(rows(get(world, "lin", "recommendations", format="csv"))) == 1
    assert get(world, "lin", "recommendation", full["recommendation"].pk).status_code == 200


def test_a_later_answer_stands_beside_what_was_written(world: World) -> None:
    matter = given.topic(world)
    asked = given.sent(world, matter)
    thing = given.feedback(world, matter)
    assert "部门现在的答复" not in words(get(world, "wang", "feedback", thing.pk))
    given.answered(world, asked)
    assert "部门现在的答复" in words(get(world, "wang", "feedback", thing.pk))


def test_a_leader_who_instructs_need_not_write_her_own_name(world: World) -> None:
    document = given.submitted(world)
    assert "赵国栋 副市长" in words(get(world, "zhao", "instruct", document.pk))
    assert "副市长" not in words(get(world, "wang", "instruct", document.pk))
