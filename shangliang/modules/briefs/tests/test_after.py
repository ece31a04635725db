"""Composites, adoptions, credits, feedback, departments: what comes after and how it comes back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from shangliang.kernel import calendar, journal, moves, params, sweeper
from shangliang.modules.briefs import queries, services
from shangliang.modules.briefs.models import Adoption, Brief, Credit, Telling
from shangliang.modules.briefs.tests import given
from shangliang.modules.handling import services as handling_services
from shangliang.modules.handling.tests import given as handling
from tests.world import World

pytestmark = pytest.mark.django_db


# 综合稿


def test_a_composite_keeps_its_sources_in_order(world: World) -> None:
    """DOMAIN 2.1 merged_from: each keeps its words, its authors and their share; each is told."""
    first, second = (
        given.submitted(world, "校门口缺减速带"),
        given.submitted(world, "校门口没有护栏", who="deng"),
    )
    made = given.composite(world, [second, first])
    assert [(s.title, s.merged_place, s.state) for s in made.sources.order_by("merged_place")] == [
        ("校门口没有护栏", 1, "merged"), ("校门口缺减速带", 2, "merged"),
    ]  # fmt: skip
    assert made.state == "edited" and "校门口没有护栏" in made.original.situation
    assert given.told(world, second, "merge") == {"deng"} and given.told(world, first, "merge") == {"lin"}
    given.issued(world, made)
    assert given.told(world, second, "printed_in") == {"deng"}
    assert [a.name for a in queries.view(given.again(made)).authors] == ["邓小军", "林晓梅"]
    given.closed(world, made, "已被市里采用。")
    for source in made.sources.all():
        assert (source.state, source.feedback) == ("fed_back", "已被市里采用。")
    assert given.told(world, first, "feed_back_merged") == {"lin"}


def test_what_cannot_be_merged(world: World) -> None:
    one, other = given.submitted(world), given.submitted(world, "另一篇")
    made = given.composite(world, [one, other])
    third = given.submitted(world, "第三篇")
    for held, fault in (
        ([third], moves.Refused), ([third, third], moves.Refused), ([third, given.again(one)], moves.Stale),
        ([third, made], moves.Refused), ([third, given.issued(world)], moves.Stale),
        ([third, given.submitted(world, unit="lanxi", who="gao", source="lower")], moves.Refused),
    ):  # fmt: skip
        with pytest.raises(fault):
            given.composite(world, held)
    for who in ("lin", "chen", "gao"):
        with pytest.raises(moves.NotAllowed):
            services.compose(
                third.unit, title="题", situation="情况", advice="建议", sources=[third, one],
                actor=world.actor(who), at=world.now,
            )  # fmt: skip
    assert given.again(third).state == "submitted"


def test_one_goes_out_and_a_composite_is_given_up(world: World) -> None:
    held = [given.submitted(world, f"第 {n} 篇") for n in range(3)]
    made, wang = given.composite(world, held), world.actor("wang")
    services.release(given.again(held[0]), note="说的不是一件事", actor=wang, at=world.now)
    with pytest.raises(moves.Refused, match="不足两篇"):
        services.release(given.again(held[1]), note="也不是", actor=wang, at=world.now)
    with pytest.raises(moves.Refused, match="综合稿"):
        moves.make(given.again(made), "rework", actor=world.actor("chen"), at=world.now, note="重写")
        services.reject(given.again(made), reason="vague", note="不用", actor=wang, at=world.now)
    services.dissolve(given.again(made), note="各说各的", actor=wang, at=world.now)
    states = {b.state for b in Brief.objects.filter(pk__in=[b.pk for b in held])}
    assert (states, given.again(made).state) == ({"submitted"}, "withdrawn")
    assert all(given.again(b).due_at and given.again(b).merged_into is None for b in held)


# 四级采用链


def test_adoption_says_who_entered_it_on_what(world: World) -> None:
    brief = given.issued(world)
    for lacks, match in (
        ({"evidence": ""}, "依据"), ({"result": "instruction"}, "批示"), ({"level": "x"}, "层级"),
        ({"kind": "forwarded"}, "转给"), ({"on": world.now.date() + given.days(1)}, "日期"),
        ({"on": world.now.date() - given.days(1)}, "日期"),
    ):  # fmt: skip
        with pytest.raises(moves.Refused, match=match):
            given.adopted(world, brief, **lacks)
    for who in ("lin", "chen", "zhao", "sun", "luo"):
        with pytest.raises(moves.NotAllowed):
            services.adopt(brief, said=given.said(world), actor=world.actor(who), at=world.now)
    row = given.adopted(world, brief)
    assert (row.person, row.evidence, row.state) == (world.people["wang"], "采用通知 12 号", "owed")
    for wrong in ({"evidence": ""}, {"level": "national"}, {"result": "instruction"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Adoption.objects.filter(pk=row.pk).update(**wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        Adoption.objects.filter(pk=row.pk).delete()


def test_pressed_twice_it_is_one_adoption(world: World) -> None:
    brief = given.issued(world)
    assert given.adopted(world, brief, token="t").pk == given.adopted(world, brief, token="t").pk
    assert brief.adoptions.count() == 1


def test_a_correction_is_another_row(world: World) -> None:
    """Never overwriting: the wrong row stays, the right one stands in its place, shares follow."""
    brief, wang = given.issued(world), world.actor("wang")
    wrong = given.adopted(world, brief, level="province")
    with pytest.raises(moves.Refused, match="理由"):
        services.correct(wrong, said=given.said(world), note="", actor=wang, at=world.now)
    right = services.correct(wrong, said=given.said(world), note="应为市级", actor=wang, at=world.now)
    assert (given.again(wrong).state, right.corrects_id, right.level) == ("corrected", wrong.pk, "city")
    assert ("lin", "city.used", "1/1") in given.shares(brief)
    assert not [s for s in given.shares(brief) if s[1] == "province.used"]
    with pytest.raises(moves.Stale):
        services.correct(given.again(wrong), said=None, note="再改", actor=wang, at=world.now)
    gone = services.correct(right, said=None, note="不是这一篇", actor=wang, at=world.now)
    assert gone.void and gone.state == "owed" and given.shares(brief) == {
        ("lin", "submit", "1/1"), ("lin", "issue", "1/1"),
    }  # fmt: skip
    assert "lin" in given.told(world, brief, "correct")


def test_every_result_is_owed_to_the_author_and_has_a_clock(world: World) -> None:
    """DOMAIN 2.2 反馈义务: within N working days, a number of the unit; the brief cannot be closed without it."""
    brief, wang = given.issued(world), world.actor("wang")
    params.put(
        brief.unit.path, "briefs.feed_back_within", new=2, starts_on=world.now.date(), reason="快", actor=wang,
        at=world.now,
    )  # fmt: skip
    row = given.instructed(world, brief)
    due = calendar.Calendar(brief.unit.path).add(world.now.date(), 2)
    assert row.due_at is not None and calendar.day_of(row.due_at) == due
    list(sweeper.sweep(at=row.due_at + given.days(1)))
    assert journal.story("adoption", row.pk)[-1].verb == "clock_overdue"
    Brief.objects.filter(pk=brief.pk).update(feedback="想跳过")
    with pytest.raises(moves.Refused, match="没有告知"):
        moves.make(given.again(brief), "feed_back", actor=wang, at=world.now)
    telling = services.tell(brief, text="赵副市长已批示。", actor=wang, at=world.now)
    fresh = given.again(row)
    assert (fresh.state, fresh.telling, given.again(brief).state) == ("told", telling, "issued")
    assert "lin" in given.told(world, brief, "tell")
    given.closed(world, brief)
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.filter(pk=brief.pk).update(feedback="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Telling.objects.filter(pk=telling.pk).update(text="没说过")


def test_nothing_is_closed_in_silence(world: World) -> None:
    """A brief that nobody adopted ends with words too, and people without an account are told some other way."""
    brief, wang = given.issued(world, outside=["张大妈"]), world.actor("wang")
    for lacks in ({"text": " "}, {"text": "没有采用，谢谢。"}):
        with pytest.raises(moves.Refused):
            services.feed_back(brief, actor=wang, at=world.now, **lacks)
    services.feed_back(brief, text="没有采用，谢谢。", outside="3月2日电话告知", actor=wang, at=world.now)
    telling = brief.tellings.get()
    assert (telling.closing, telling.outside, given.again(brief).state) == (
        True,
        "3月2日电话告知",
        "fed_back",
    )


def test_news_after_closing_is_told_too(world: World) -> None:
    brief = given.closed(world, given.issued(world))
    row = given.adopted(world, given.again(brief), level="national", at=world.now + given.days(90))
    assert row.state == "owed" and row.due_at is not None
    services.tell(given.again(brief), text="全国政协已采用。", actor=world.actor("wang"), at=world.now)
    assert given.again(row).state == "told" and given.again(brief).state == "fed_back"


# 计分份额


@pytest.mark.parametrize(
    ("rule", "joint", "composite", "part"),
    [
        ("city.used", False, False, Fraction(1)), ("city.used", True, False, Fraction(1, 2)),
        ("city.used", False, True, Fraction(1, 2)), ("city.used", True, True, Fraction(1, 4)),
        ("submit", False, True, Fraction(1)), ("submit", True, True, Fraction(1, 2)),
        ("submit", True, False, Fraction(1, 2)), ("submit", False, False, Fraction(1)),
    ],
)  # fmt: skip
def test_shares_by_the_book(world: World, rule: str, joint: bool, composite: bool, part: Fraction) -> None:
    """DOMAIN 2.4."""
    path = world.units["yunchuan"].path
    assert services.share(path, rule=rule, joint=joint, composite=composite, on=world.now.date()) == part


def test_one_valid_credit_for_each_rule_source_and_member(world: World) -> None:
    """DOMAIN 0.2 no. 10: reckoned again it stays the same; what no longer holds is reversed, never removed."""
    one = given.submitted(world, cosigners=["feng"])
    other = given.submitted(world, "另一篇", who="deng")
    assert given.shares(one) == {("lin", "submit", "1/2"), ("feng", "submit", "1/2")}
    made = given.issued(world, given.composite(world, [one, other]))
    given.adopted(world, made)
    given.adopted(world, made, evidence="又一期")
    assert given.shares(one) == {
        (who, rule, part)
        for who in ("lin", "feng")
        for rule, part in (("submit", "1/2"), ("issue", "1/4"), ("city.used", "1/4"))
    }
    assert given.shares(other) == {
        ("deng", "submit", "1/1"), ("deng", "issue", "1/2"), ("deng", "city.used", "1/2"),
    }  # fmt: skip
    before = list(Credit.objects.order_by("pk").values_list("pk", "reversed_at"))
    for _ in range(2):
        services.recount(made, at=world.now)
    assert list(Credit.objects.order_by("pk").values_list("pk", "reversed_at")) == before
    valid = Credit.objects.filter(reversed_at=None).first()
    assert valid is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Credit.objects.create(
            brief=valid.brief, person=valid.person, rule=valid.rule, numerator=1, denominator=1, on=valid.on,
            at=world.now,
        )  # fmt: skip
    path = made.unit.path
    found = queries.credits(path, since=world.now.date(), until=world.now.date())
    assert {(c.person.username, c.rule) for c in found} >= {("deng", "issue"), ("feng", "city.used")}


def test_an_adoption_in_the_composite_of_a_higher_level_counts_half(world: World) -> None:
    brief = given.issued(world)
    row = given.adopted(world, brief, kind="composite")
    assert ("lin", "city.used", "1/2") in given.shares(brief)
    given.adopted(world, brief)
    assert ("lin", "city.used", "1/1") in given.shares(brief), "the larger share counts, once"
    assert Credit.objects.filter(adoption=row, reversed_at__isnull=False).exists()


def test_what_is_taken_back_counts_for_nothing(world: World) -> None:
    brief = given.submitted(world)
    moves.make(brief, "recall", actor=world.actor("lin"), at=world.now)
    given.deliver(world)
    assert given.shares(brief) == set()
    services.submit(brief, actor=world.actor("lin"), at=world.now)
    assert given.shares(brief) == {("lin", "submit", "1/1")}


# 转办


def test_departments_answer_and_it_comes_back(world: World) -> None:
    brief = given.forwarded(world)
    assert brief.state == "forwarded" and given.dispatch_of(brief).origin == f"社情民意信息 · {brief.number}"
    part = handling.part(given.dispatch_of(brief), "d-transport")
    handling.move(world, part, "sign", "he")
    given.deliver(world)
    assert given.again(brief).state == "handling"
    handling.replied(world, part, who="he")
    given.deliver(world)
    fresh = given.again(brief)
    assert fresh.state == "handled" and fresh.due_at is not None
    assert "wang" in given.told(world, brief, "answer")
    assert "摸底" in queries.proposed_feedback(fresh)
    given.closed(world, fresh)
    handling_services.redo(given.dispatch_of(fresh), note="没装好", actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    assert given.again(brief).state == "handling"


def test_a_refusal_shows_and_is_ruled(world: World) -> None:
    brief = given.forwarded(world)
    part = handling.part(given.dispatch_of(brief), "d-transport")
    handling.move(world, part, "refuse", "he", note="属公安职责")
    given.deliver(world)
    assert given.again(brief).state == "refusing"
    handling.move(world, part, "keep", "sun", note="请主办")
    given.deliver(world)
    assert given.again(brief).state == "forwarded"
    handling.move(world, given.dispatch_of(brief), "withdraw", "wang", note="交错了")
    given.deliver(world)
    fresh = given.again(brief)
    assert (fresh.state, fresh.dispatch) == ("issued", None)
    given.forwarded(world, fresh, lead="d-urban")
    assert fresh.state == "forwarded"


def test_heard_again_nothing_changes(world: World) -> None:
    brief = given.answered(world, given.forwarded(world))
    before = (brief.state, brief.version, len(given.verbs(brief)))
    for entry in journal.Entry.objects.filter(kind__in=["dispatch", "assignment", "brief"]).order_by("id"):
        if services.wants(entry.kind, entry.verb):
            services.follow(entry, world.now)
    fresh = given.again(brief)
    assert (fresh.state, fresh.version, len(given.verbs(fresh))) == before


@pytest.mark.parametrize("who", ["lin", "chen", "sun", "he"])
def test_who_does_not_forward(world: World, who: str) -> None:
    brief = given.issued(world)
    with pytest.raises(moves.NotAllowed):
        services.forward(brief, lead=world.units["d-transport"], actor=world.actor(who), at=world.now)
    assert given.again(brief).dispatch is None


# What the forms bring


def test_words_that_were_told_are_not_proposed_again(world: World) -> None:
    brief = given.issued(world)
    first = given.instructed(world, brief)
    assert "请交通局抓紧办理" in queries.proposed_feedback(brief, closing=True)
    services.tell(brief, text="市长批示了。", actor=world.actor("wang"), at=world.now)
    assert queries.proposed_feedback(brief) == ""
    ending = queries.proposed_feedback(brief, closing=True)
    assert "请交通局抓紧办理" not in ending and "此前已经告知您" in ending
    given.adopted(world, brief, level="province")
    news = queries.proposed_feedback(brief, closing=True)
    assert "省：" in news and "请交通局抓紧办理" not in news
    first.refresh_from_db()
    services.correct(first, note="张冠李戴", actor=world.actor("wang"), at=world.now)
    assert "误登，已撤销" in queries.proposed_feedback(brief)
