"""Polls: prepared, put to a roll that stays, counted each in its own way, closed by people or by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from shangliang.analysis.polls import Ballot, count
from shangliang.kernel import journal, moves, sweeper
from shangliang.kernel.models import Notice, SearchRow
from shangliang.modules.deliberation import queries, services
from shangliang.modules.deliberation.models import NamedBallot, SecretBallot
from shangliang.modules.deliberation.tests import polling
from shangliang.modules.deliberation.tests.polling import chose, refused
from tests.world import World

pytestmark = pytest.mark.django_db


# --- before


@pytest.mark.parametrize(
    "more, why",
    [
        ({"options": ("一",)}, "至少 2 个"),
        ({"options": ("一", "一")}, "一模一样"),
        ({"places": 3}, "少于选项数"),
        ({"method": "multiple", "most": 4}, "不能超过选项数"),
        ({"method": "score", "low": 5, "high": 5}, "最低分"),
        ({"voters": "present"}, "先选是哪次协商"),
        ({"quorum_of": "number"}, "至少 1 票"),
        ({"question": " "}, "请写问题"),
    ],
)
def test_terms_that_do_not_fit(world: World, more: dict[str, Any], why: str) -> None:
    refused(lambda: polling.poll(world, **more), why)


def test_a_poll_that_would_end_before_it_begins(world: World) -> None:
    refused(lambda: polling.poll(world, closes_at=world.now), "截止时间")
    thing = polling.poll(world, closes_at=world.now + timedelta(hours=1))
    late = world.now + timedelta(hours=2)
    refused(lambda: services.open_poll(thing, actor=world.actor("wang"), at=late), "截止时间已经过了")


def test_edited_until_it_is_opened_and_then_neither_options_nor_roll_change(world: World) -> None:
    thing = polling.poll(world)
    changed = polling.terms(world, people=["lin"], options=("甲", "乙"), quorum_of="number", quorum=2)
    services.edit_poll(thing, terms=changed, actor=world.actor("wang"), at=world.now)
    assert [o.text for o in thing.options.all()] == ["甲", "乙"] and thing.roll.count() == 1
    refused(
        lambda: services.open_poll(thing, actor=world.actor("wang"), at=world.now),
        "应投 1 人，达不到有效票数 2",
    )
    services.edit_poll(thing, terms=polling.terms(world), actor=world.actor("wang"), at=world.now)
    services.open_poll(thing, actor=world.actor("wang"), at=world.now)
    assert (thing.state, thing.entitled, thing.needed) == ("open", 4, 1)
    refused(
        lambda: services.edit_poll(thing, terms=changed, actor=world.actor("wang"), at=world.now),
        "不能再改", moves.Stale,
    )  # fmt: skip
    for act in (
        lambda: thing.roll.create(person=world.people["yao"]),
        lambda: thing.roll.all().delete(),
        lambda: thing.options.create(order=9, text="丁"),
        lambda: thing.options.update(text="戊"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_who_is_on_the_roll(world: World) -> None:
    meeting = polling.sitting(world, "lin", "deng")
    rolls = {"present": {"lin", "deng"}, "invited": {"lin", "deng", "hou"}, "members": set(polling.ROLL)}
    for voters, expected in rolls.items():
        thing = polling.opened(world, voters=voters, gathering=meeting, people=[])
        found = set(thing.roll.values_list("person__username", flat=True))
        assert expected <= found and (voters == "members" or found == expected), voters
    empty = polling.poll(world, people=[])
    refused(
        lambda: services.open_poll(empty, actor=world.actor("wang"), at=world.now), "没有一个可以投票的人"
    )


@pytest.mark.parametrize(
    "quorum, needed", [("none", 1), ("number", 2), ("half", 3), ("two_thirds", 3)]
)  # of four
def test_the_quorum_is_known_when_it_is_opened(world: World, quorum: str, needed: int) -> None:
    assert polling.opened(world, quorum_of=quorum, quorum=2).needed == needed


def test_the_convener_asks_the_people_of_the_meeting_and_nobody_else(world: World) -> None:
    meeting = polling.sitting(world, "lin", "deng")
    now = {"gathering": meeting, "people": [], "voters": "present"}
    for who in ("wang", "chen"):
        made = services.ask_now(
            meeting, terms=polling.terms(world, **now), actor=world.actor(who), at=world.now, token="t"
        )
        again = services.ask_now(
            meeting, terms=polling.terms(world, **now), actor=world.actor(who), at=world.now, token="t"
        )
        assert made == again and made.state == "open" and made.entitled == 2
    for more in ({"voters": "named", "people": ["lin"]}, {"voters": "members"}):
        refused(
            lambda more=more: polling.poll(world, who="chen", **{**now, **more}),
            "召集人可以请", moves.NotAllowed,
        )  # fmt: skip
    refused(lambda: polling.poll(world, who="lin", **now), "由政协办公室准备", moves.NotAllowed)
    type(meeting).objects.filter(pk=meeting.pk).update(state="held")
    meeting.refresh_from_db()
    ask = lambda: services.ask_now(  # noqa: E731
        meeting, terms=polling.terms(world, **now), actor=world.actor("wang"), at=world.now
    )
    refused(ask, "正在开会", moves.Stale)


# --- every way of voting against analysis.polls

SAID = {
    "single": [chose("1"), chose("2"), chose("1"), chose()],
    "multiple": [chose("1", "2"), chose("2", "3"), chose("2"), chose()],
    "approval": [chose("1", "2", "3"), chose("2", "3"), chose("3"), chose("3")],
    "shares": [chose("1", "2"), chose("1", "2"), chose("1"), chose("3")],
    "score": [Ballot(marks={"1": 5, "2": 1}), Ballot(marks={"1": 4}), Ballot(marks={"2": 5, "3": 0}), chose()],
    "ranked": [
        Ballot(ranks=(("1",), ("2",), ("3",))), Ballot(ranks=(("2",), ("1", "3"))),
        Ballot(ranks=(("1",),)), Ballot(ranks=(("3",), ("1",))),
    ],
}  # fmt: skip
SENTENCES = {
    "single": "“按楼层递增”得票最多：2 票",
    "multiple": "“按面积”得票最多：3 票",
    "approval": "“平均分摊”得到最多认可：4 票",
    "shares": "“按楼层递增”得票最多：3 票",
    "score": "“按楼层递增”总分最高：9 分，平均 4.5 分",
    "ranked": "“按楼层递增”胜出：和其余每一项两两相比都胜",
}


@pytest.mark.parametrize("secret", [True, False])
@pytest.mark.parametrize("method", SAID)
def test_counted_as_the_analysis_counts(world: World, method: str, secret: bool) -> None:
    thing = polling.held(world, SAID[method], method=method, secret=secret, most=2)
    asked = queries.asked(thing, queries.choices(thing))
    expected, kept = count(asked, SAID[method]), thing.result
    assert (kept["sha256"], kept["counted"], kept["abstained"]) == (
        expected.sha256, expected.counted, expected.abstained,
    )  # fmt: skip
    assert [tuple(line) for line in kept["lines"]] == [(n.option, n.votes, n.ballots) for n in expected.lines]
    assert kept["order"] == [list(level) for level in expected.order]
    assert {(a, b): n for a, b, n in kept["pairs"]} == dict(expected.pairs)
    told = queries.results(thing, queries.choices(thing))
    assert told.sentence == SENTENCES[method] and not told.ties
    assert bool(told.pairs) == (method == "ranked")


def test_what_is_tied_is_said_and_not_decided(world: World) -> None:
    thing = polling.held(world, [chose("1"), chose("2")])
    told = queries.results(thing, queries.choices(thing))
    assert told.sentence == "最多的并列，没有选出" and told.ties.startswith(
        "按楼层递增、按面积 并列，还有 1 个名额"
    )
    assert [(level.place, level.labels) for level in told.ranking] == [
        (1, ["按楼层递增", "按面积"]), (3, ["平均分摊"]),
    ]  # fmt: skip
    none = polling.held(world, [chose(), chose()])
    told = queries.results(none, queries.choices(none))
    assert told.sentence == "收回的都是弃权票，没有选出" and not told.ties and not told.ranking


@pytest.mark.parametrize(
    "base, share, said, carried, needed",
    [
        ("cast", "half", "yes yes no -", True, 2),
        ("entitled", "half", "yes yes no -", False, 3),
        ("present", "two_thirds", "yes yes no", True, 2),
        ("cast", "all", "yes yes yes -", True, 3),
        ("cast", "half", "- -", False, 1),
    ],
)
def test_motions(world: World, base: str, share: str, said: str, carried: bool, needed: int) -> None:
    thing = polling.held(
        world, [chose(*([] if v == "-" else [v])) for v in said.split()], method="motion", options=(), base=base,
        share=share,
    )  # fmt: skip
    assert (thing.result["motion"]["carried"], thing.result["motion"]["needed"]) == (carried, needed)
    told = queries.results(thing, queries.choices(thing))
    assert (
        told.sentence.startswith("通过" if carried else "没有通过") and f"要 {needed} 票赞成" in told.needed
    )


def test_those_present_are_those_who_signed_in(world: World) -> None:
    meeting = polling.sitting(world, "lin", "deng", "feng")
    thing = polling.motion(world, gathering=meeting, voters="invited", people=[], base="present")
    polling.secretly(world, thing, "lin", chose("yes"))
    polling.close(world, thing)
    assert thing.result["motion"] == {
        "carried": False, "needed": 2, "yes": 1, "no": 0, "abstained": 0, "entitled": 4, "present": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    "method, said, why",
    [
        ("single", chose("1", "2"), "选得太多"),
        ("multiple", chose("1", "2", "3"), "选得太多"),
        ("approval", chose("1", "1"), "写了两次"),
        ("single", chose("7"), "不在选项里"),
        ("score", Ballot(marks={"1": 6}), "超出了范围"),
        ("ranked", chose("1"), "方式不符"),
    ],
)
def test_ballots_that_break_a_rule_are_not_taken(world: World, method: str, said: Ballot, why: str) -> None:
    thing = polling.opened(world, method=method, most=2, secret=False)
    refused(lambda: polling.named(world, thing, "lin", said), why)
    assert not NamedBallot.objects.exists() and queries.turnout(thing) == (4, 0)


# --- by name


def test_ones_named_ballot_may_be_changed_until_the_close(world: World) -> None:
    thing = polling.opened(world, secret=False)
    polling.named(world, thing, "lin", chose("1"))
    polling.named(world, thing, "lin", chose("2"))
    polling.named(world, thing, "deng", chose("1"))
    mine = queries.my_ballot(thing, world.actor("lin"))
    assert mine and mine.content == {"chosen": ["2"]} and queries.turnout(thing) == (4, 2)
    polling.close(world, thing)
    assert {s.key: s.content for s in queries.slips(thing)} == {
        world.people["lin"].name: {"chosen": ["2"]}, world.people["deng"].name: {"chosen": ["1"]},
    }  # fmt: skip
    refused(lambda: polling.named(world, thing, "lin", chose("3")), "现在不能投票", moves.Stale)
    with pytest.raises(DatabaseError), transaction.atomic():
        NamedBallot.objects.update(content={})


# --- the end


def test_below_the_quorum_it_is_void_and_nothing_is_kept(world: World) -> None:
    for secret in (True, False):
        thing = polling.opened(world, secret=secret, quorum_of="half")
        (polling.secretly if secret else polling.named)(world, thing, "lin", chose("1"))
        polling.close(world, thing)
        assert (thing.state, thing.cast, thing.digest, thing.result) == ("void", 1, "", None)
        assert journal.story("poll", thing.pk)[-1].facts == {"cast": 1, "needed": 3}
    assert not SecretBallot.objects.exists() and not NamedBallot.objects.exists()


def test_the_clock_closes_and_counts(world: World) -> None:
    end = world.now + timedelta(hours=1)
    thing, empty = polling.opened(world, closes_at=end), polling.opened(world, closes_at=end)
    endless = polling.opened(world)
    assert endless.due_at is None
    polling.secretly(world, thing, "lin", chose("1"))
    late = end + timedelta(seconds=1)
    refused(
        lambda: services.confirm_ballot(thing, said=chose("1"), actor=world.actor("deng"), at=late),
        "现在不能投票", moves.Stale,
    )  # fmt: skip
    list(sweeper.sweep(at=late))
    assert {polling.again(p).state for p in (thing, empty)} == {"closed"}
    with pytest.raises(DatabaseError), transaction.atomic():
        thing.secret_ballots.create(receipt="LATE", content={})
    journal.deliver_all(late)
    states = [polling.again(p).state for p in (thing, empty, endless)]
    assert states == ["counted", "void", "open"]
    told = Notice.objects.filter(person=world.people["lin"]).values_list("text", flat=True)
    assert any("已计票" in t for t in told)


def test_a_count_that_does_not_fit_the_roll_is_refused(world: World) -> None:
    thing = polling.opened(world)
    polling.secretly(world, thing, "lin", chose("1"))
    thing.secret_ballots.create(receipt="STUFFED", content={})
    refused(lambda: polling.close(world, thing), "选票数与名册不符")


def test_who_counts_and_who_publishes(world: World) -> None:
    thing = polling.opened(world, open_to_public=True)
    polling.secretly(world, thing, "lin", chose("1"))
    for who in ("chen", "lin", "liu"):
        refused(lambda who=who: polling.close(world, thing, who), "不归您", moves.NotAllowed)
    polling.close(world, thing)
    refused(lambda: polling.close(world, thing), "现在没有在投票", moves.Stale)
    policy = moves.kind_of(thing).policy
    seen = {
        w
        for w in ("wang", "chen", "lin", "liu", "zhao", "public")
        if policy.may(world.actor(w), "view", thing)
    }
    assert seen == {"wang", "chen", "lin"}
    refused(
        lambda: moves.make(thing, "publish", actor=world.actor("lin"), at=world.now),
        "不归您",
        moves.NotAllowed,
    )
    moves.make(thing, "publish", actor=world.actor("chen"), at=world.now)
    assert policy.may(world.actor("public"), "view", thing) and list(queries.public_polls()) == [thing]
    journal.deliver_all(world.now)
    assert SearchRow.objects.get(kind="poll").public
    private = polling.held(world, [chose("1")])
    refused(lambda: moves.make(private, "publish", actor=world.actor("wang"), at=world.now), "定为不公开")
