"""逐条回应: every item gets an answer of its own, and the letters that each place gives to results."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import moves, params
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import Assignment, ItemAnswer, Reply
from shangliang.modules.handling.queries.grades import GRADES, read
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db
ITEMS = ["补贴标准提高到每部二十万元", "管线迁改由业主单位负责"]


def said(number: int, adoption: str = "adopted", reason: str = "", text: str = "已列入") -> services.Said:
    return services.Said(number, text, adoption, "solved", reason)


def asked(world: World) -> Assignment:
    return given.signed(world, items=ITEMS)


def test_a_reply_answers_every_item(world: World, django_assert_num_queries: Any) -> None:
    """DOMAIN 0.2 no. 9, first half: each ends adopted, partly, as reference or rejected with a reason."""
    part = asked(world)
    given.drafted(world, part, adoption="", answers=[said(1)])
    with pytest.raises(moves.Refused, match="第2条"):
        given.move(world, part, "submit", "liu")
    given.drafted(world, part, adoption="", answers=[said(1), said(2, "rejected", "产权不明")])
    given.move(world, part, "submit", "liu")
    given.move(world, given.again(part), "pass_check", "sun")
    reply = Reply.objects.get()
    assert (reply.adoption, [a.adoption for a in reply.answers.all()]) == ("partly", ["adopted", "rejected"])
    with django_assert_num_queries(3):
        assert "第1条（采纳）：已列入" in queries.answer_text(part.dispatch_id)
    with django_assert_num_queries(4):
        found = queries.parts(part.dispatch)
        assert [a.item.text for a in found[0].reply.by_item] == ITEMS
    figures = queries.figures(world.units["d-housing"], at=world.now)
    assert (figures.norms, figures.done) == ({"solved": 1}, (2, 2))


def test_a_rejected_item_says_why(world: World) -> None:
    """DOMAIN 0.2 no. 9: rejected 必有理由, in the service and in the table."""
    part = asked(world)
    with pytest.raises(moves.Refused, match="第2条建议：不采纳的，须写明理由"):
        given.drafted(world, part, adoption="", answers=[said(1), said(2, "rejected")])
    given.drafted(world, part, adoption="", answers=[said(1), said(2)])
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemAnswer.objects.update(adoption="rejected", reason="")
    with pytest.raises(moves.Refused, match="采纳情况和办理结果"):
        given.drafted(world, part, adoption="", answers=[services.Said(1, "好", "maybe", "solved")])


@pytest.mark.parametrize(
    ("adoptions", "whole"),
    [
        (("adopted", "adopted"), "adopted"), (("adopted", "reference"), "partly"),
        (("reference", "reference"), "reference"), (("rejected", "rejected"), "rejected"),
    ],
)  # fmt: skip
def test_the_whole_follows_from_the_items(world: World, adoptions: tuple[str, str], whole: str) -> None:
    part = asked(world)
    why = "无此职权"
    answers = [said(n, a, why if a == "rejected" else "") for n, a in enumerate(adoptions, start=1)]
    assert given.drafted(world, part, adoption="", answers=answers).adoption == whole


def test_the_same_draft_again_is_the_same_version(world: World) -> None:
    part = asked(world)
    first = given.drafted(world, part, adoption="", answers=[said(1), said(2)])
    again = given.drafted(world, part, adoption="", answers=[said(1), said(2)])
    assert again.pk == first.pk and ItemAnswer.objects.count() == 2
    given.drafted(world, part, adoption="", answers=[said(1, text="改了一条"), said(2)])
    assert ItemAnswer.objects.count() == 2 and ItemAnswer.objects.get(item__number=1).text == "改了一条"


# Letters


def put(world: World, words: str) -> None:
    params.put(
        "001.", "handling.grades", new=words, starts_on=date(2026, 3, 2), reason="市里的办法",
        actor=world.actor("wang"), at=world.now,
    )  # fmt: skip


def test_letters_mean_what_the_place_says(world: World) -> None:
    """DOMAIN 0.1 no. 3: C is "planned" here and "reference" there; the normal meaning stays the same."""
    part = given.signed(world)
    assert (given.drafted(world, part, norm="reference").grade, Reply.objects.get().grade_label) == (
        "D",
        "留作参考",
    )
    put(
        world,
        "A 已解决 = solved\nB 正在解决 = in_progress\nC 已列入规划逐步解决 = planned\nD 留作参考 = reference",
    )
    assert given.drafted(world, part, norm="planned", text="列入规划").grade == "C"
    with pytest.raises(moves.Refused, match="没有这一种"):
        given.drafted(world, part, norm="deferred")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("A 已解决", "应写成"), ("A 已解决 = done", "不是规范语义"), ("= solved", "应写成"),
        ("A 好 = solved\nA 行 = planned", "只能出现一次"), ("A 好 = solved\nB 行 = solved", "只能出现一次"),
    ],
)  # fmt: skip
def test_letters_that_cannot_be_read_are_refused(world: World, words: str, why: str) -> None:
    with pytest.raises(params.BadValue, match=why):
        put(world, words)


def test_the_letters_given_at_first_cover_every_meaning() -> None:
    assert {norm for grade in read(GRADES) for norm in grade.norms} == set(Reply.Norm.values)


def test_those_who_check_may_give_another_letter_with_a_reason(world: World) -> None:
    part = given.signed(world)
    given.drafted(world, part)
    sun = world.actor("sun")
    with pytest.raises(moves.Stale):
        services.regrade(part, norm="reference", note="没有实质举措", actor=sun, at=world.now)
    given.move(world, part, "submit", "liu")
    with pytest.raises(moves.Refused, match="为什么"):
        services.regrade(part, norm="reference", note=" ", actor=sun, at=world.now)
    for who in ("liu", "wang"):
        with pytest.raises(moves.NotAllowed):
            services.regrade(part, norm="reference", note="x", actor=world.actor(who), at=world.now)
    services.regrade(part, norm="reference", note="没有实质举措", actor=sun, at=world.now)
    assert (Reply.objects.get().norm, Reply.objects.get().grade) == ("reference", "D")
    assert given.told(world, part, "regrade") == {"liu"}
