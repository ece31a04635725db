"""The named questions: what they answer, and their price."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shangliang.kernel import sweeper
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import Assignment, Dispatch
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def due(part: Assignment, at: datetime) -> Assignment:
    """The part with another time limit, as if it had been sent at another time."""
    Assignment.objects.filter(pk=part.pk).update(due_at=at)
    return part


# The answer


def test_answer_text_is_fit_for_a_citizen(world: World, django_assert_num_queries: Any) -> None:
    thing = given.dispatch(world, split=["d-housing", "d-urban"])
    for unit, who in (("d-housing", "liu"), ("d-urban", "xu")):
        given.move(world, given.part(thing, unit), "sign", who)
    given.promised(world, given.part(thing))
    given.replied(world, given.part(thing), norm="planned", adoption="partly")
    given.replied(
        world,
        given.part(thing, "d-urban"),
        who="xu",
        adoption="rejected",
        norm="deferred",
        reason="道路红线内不能占用",
        text="暂不能办。",
    )
    with django_assert_num_queries(2):
        said = queries.answer_text(thing.pk)
    assert said == (
        f"市住建局答复（部分采纳，列入计划）：\n{given.TEXT}\n承诺：6 栋楼全部开工，2026年6月30日前兑现\n\n"
        "市城管局答复（不采纳，条件所限，暂缓）：\n暂不能办。\n理由：道路红线内不能占用"
    )


def test_answer_text_says_what_became_of_promises(world: World) -> None:
    thing = given.signed(world)
    kept, broken = (
        given.promised(world, thing),
        given.promised(world, thing, text="公示资金", due_on=date(2026, 7, 1)),
    )
    dropped = given.promised(world, thing, text="写错了的")
    given.move(world, dropped, "drop", "liu")
    given.replied(world, thing, norm="planned")
    given.proven(world, kept)
    given.move(world, given.again(kept), "claim", "liu")
    given.move(world, given.again(kept), "confirm", "sun")
    given.move(world, given.again(broken), "give_up", "hou", note="资金未落实")
    said = queries.answer_text(thing.dispatch_id)
    assert (
        "6 栋楼全部开工（已兑现）；公示资金（原定2026年7月1日前，已说明不能兑现）" in said
        and "写错了的" not in said
    )


def test_answer_text_of_nothing_is_empty(world: World) -> None:
    assert queries.answer_text(given.dispatch(world).pk) == "" and queries.answer_text(0) == ""


# The reply desk


def test_desk_by_clock(world: World, django_assert_num_queries: Any) -> None:
    """Noon on Monday 2 March: overdue, today, this week (to Sunday), later."""
    liu, now = world.actor("liu"), world.now
    parts = [given.signed(world) for _ in range(5)]
    moments = [
        now - timedelta(days=1),
        now + timedelta(hours=3),
        now + timedelta(days=4),
        now + timedelta(days=6, hours=11),
        now + timedelta(days=7),
    ]
    for part, moment in zip(parts, moments, strict=True):
        due(part, moment)
    given.part(given.dispatch(world, "d-urban"), "d-urban")
    found = {}
    for clock in queries.CLOCKS:
        with django_assert_num_queries(1):
            found[clock] = [a.pk for a in queries.desk(liu, at=now, clock=clock)]
    pks = [p.pk for p in parts]
    assert found == {"overdue": pks[:1], "today": pks[1:2], "week": pks[1:4], "none": [], "all": pks}
    with django_assert_num_queries(1):
        counts = queries.desk_counts(liu, at=now)
    assert counts.clocks == {"overdue": 1, "today": 1, "week": 3, "none": 0, "all": 5}
    assert counts.piles == {
        "sign": 0,
        "write": 5,
        "advise": 0,
        "countersign": 0,
        "check": 0,
        "refuse": 0,
        "done": 0,
    }


def test_what_has_no_time_limit_is_found_and_comes_last(world: World) -> None:
    liu = world.actor("liu")
    without, with_one = [given.signed(world) for _ in range(3)], given.signed(world)
    Assignment.objects.filter(pk__in=[p.pk for p in without]).update(due_at=None)
    assert list(queries.desk(liu, at=world.now, clock="none")) == without
    assert queries.desk_counts(liu, at=world.now).clocks["none"] == 3
    rows, seen, after = queries.desk(liu, at=world.now), [], ""
    for _ in range(4):
        taken, after = queries.by_due(rows, after=after, size=1)
        seen += taken
    assert seen == [with_one, *without] and after == ""


def test_what_was_sent_directly_is_a_source_too(world: World) -> None:
    liu = world.actor("liu")
    direct, other = given.signed(world), given.signed(world, source="topic")
    assert queries.desk_counts(liu, at=world.now).sources == {queries.DIRECT: 1, "topic": 1}
    assert list(queries.desk(liu, at=world.now, source=queries.DIRECT)) == [direct]
    assert list(queries.desk(liu, at=world.now, source="topic")) == [other]


def test_solved_of_what_was_asked_counts_items_and_whole_replies(world: World) -> None:
    """DOMAIN 1.11 办成率: a task without items is one thing asked, beside one with two."""
    given.replied(world, given.signed(world))
    part = given.signed(world, items=["一", "二"])
    said = [services.Said(1, "已办", "adopted", "solved"), services.Said(2, "暂缓", "reference", "deferred")]
    given.replied(world, part, adoption="", answers=said)
    assert queries.figures(world.units["d-housing"], at=world.now).done == (2, 3)


def test_a_talk_after_the_reply_is_no_contact_before_it(world: World) -> None:
    part = given.signed(world)
    given.replied(world, part)
    given.talked(world, given.again(part), phase="after")
    assert queries.figures(world.units["d-housing"], at=world.now).contacted == 0


def test_desk_of_the_head_and_of_outsiders(world: World) -> None:
    part = given.signed(world)
    assert list(queries.desk(world.actor("hou"), at=world.now)) == [part]
    for who in ("wang", "sun", "lin", "xu", "public"):
        assert not queries.desk(world.actor(who), at=world.now).exists()


def test_desk_done(world: World) -> None:
    thing = given.answered(world)
    assert [a.dispatch_id for a in queries.desk(world.actor("liu"), at=world.now, pile="done")] == [thing.pk]
    assert not queries.desk(world.actor("liu"), at=world.now).exists()


def test_by_due_walks_all_rows_once(world: World, django_assert_num_queries: Any) -> None:
    liu = world.actor("liu")
    pks = [given.signed(world).pk for _ in range(5)]  # all due in the same second
    rows, seen, after = queries.desk(liu, at=world.now), [], ""
    for _ in range(3):
        with django_assert_num_queries(1):
            taken, after = queries.by_due(rows, after=after, size=2)
        seen += [a.pk for a in taken]
    assert seen == pks and after == ""
    for nonsense in ("x", "-", "1-", "9" * 50 + "-1", "٣-٣", "99999999999999999-1"):
        assert len(queries.by_due(rows, after=nonsense, size=9)[0]) in {0, 5}


def test_following_is_the_next_to_write(world: World, django_assert_num_queries: Any) -> None:
    first, second, liu = given.signed(world), given.signed(world), world.actor("liu")
    with django_assert_num_queries(1):
        assert queries.following(first, liu) == second
    given.drafted(world, second)
    given.move(world, second, "submit", "liu")
    assert queries.following(first, world.actor("liu")) is None


def test_to_countersign(world: World, django_assert_num_queries: Any) -> None:
    thing = given.part(given.dispatch(world, joint=["d-urban"], assist=["d-civil"]))
    given.move(world, thing, "sign", "liu")
    reply = given.drafted(world, thing)
    assert queries.to_countersign(world.actor("xu")) == []
    given.move(world, thing, "circulate", "liu")
    xu = world.actor("xu")
    with django_assert_num_queries(1):
        assert [c.reply.assignment for c in queries.to_countersign(xu)] == [thing]
    assert queries.to_countersign(world.actor("liu")) == [] == queries.to_countersign(world.actor("wang"))
    given.agreed(world, reply, agrees=False, note="改")
    assert queries.to_countersign(xu) == []
    given.move(world, given.again(thing), "revise", "liu")
    given.drafted(world, given.again(thing), text="新稿")
    given.move(world, given.again(thing), "circulate", "liu")
    assert [c.reply.version for c in queries.to_countersign(xu)] == [2]


# Dispatches


def test_parts_show_only_what_is_published(world: World, django_assert_max_num_queries: Any) -> None:
    thing = given.dispatch(world, split=["d-housing", "d-urban"])
    for unit, who in (("d-housing", "liu"), ("d-urban", "xu")):
        given.move(world, given.part(thing, unit), "sign", who)
    given.promised(world, given.part(thing))
    given.replied(world, given.part(thing), norm="planned")
    given.drafted(world, given.part(thing, "d-urban"), who="xu")
    with django_assert_max_num_queries(3):
        found = queries.parts(thing)
        shown = [(p.assignment.unit.code, bool(p.reply), len(p.promises)) for p in found]
    assert shown == [("d-housing", True, 1), ("d-urban", False, 0)]


def test_latest_reply(world: World, django_assert_num_queries: Any) -> None:
    thing = given.answered(world)
    part = given.part(thing)
    services.redo(thing, note="不行", actor=world.actor("wang"), at=world.now)
    given.drafted(world, given.part(thing), text="第二轮")
    with django_assert_num_queries(1):
        newest = queries.latest_reply(part)
    with django_assert_num_queries(1):
        published = queries.latest_reply(part, published=True)
    assert newest and published and (newest.version, published.version) == (2, 1)


def test_sent_is_what_one_may_see(world: World, django_assert_num_queries: Any) -> None:
    open_one, done = given.dispatch(world), given.answered(world)
    county = given.dispatch(world, sender="gao", unit=world.units["lanxi"], title="村道照明")
    wang = world.actor("wang")
    with django_assert_num_queries(2):
        rows = list(queries.sent(wang).order_by("pk"))
        assert [[a.unit.code for a in d.inside] for d in rows] == [["d-housing"]] * 3
    assert rows == [open_one, done, county]
    for who, found in [("gao", [county]), ("lin", [done]), ("liu", rows), ("xu", []), ("luo", [])]:
        assert list(queries.sent(world.actor(who)).order_by("pk")) == found, who
    assert list(queries.sent(wang, query="照明")) == [county]
    assert list(queries.sent(wang, state="replied")) == [done]
    assert not queries.sent(wang, unit="d-urban").exists()


# Those who inspect


def test_inspection_lists(world: World, django_assert_num_queries: Any) -> None:
    checking, refusing = given.signed(world), given.part(given.dispatch(world))
    given.drafted(world, checking)
    given.move(world, checking, "submit", "liu")
    given.move(world, refusing, "refuse", "liu", note="属城管职责")
    sun = world.actor("sun")
    with django_assert_num_queries(2):
        assert [(a, a.drafts[0].text) for a in queries.to_check(sun)] == [(checking, given.TEXT)]
    with django_assert_num_queries(2):
        assert queries.to_rule(sun) == [(refusing, "属城管职责")]
    for who in ("wang", "liu", "hou", "gao"):
        assert not queries.to_check(world.actor(who)).exists() and not queries.to_rule(world.actor(who))


def test_board_by_department_oldest_first(world: World, django_assert_num_queries: Any) -> None:
    """SYSTEMS 101: what got no echo in time is shown, by department."""
    now = world.now
    owed = given.signed(world, title="请联系 13812345678 的张先生")
    newer = given.signed(world)
    urban = given.move(world, given.part(given.dispatch(world, "d-urban"), "d-urban"), "sign", "xu")
    promise = given.promised(world, given.signed(world), due_on=date(2026, 3, 3))
    for part, days in ((owed, 9), (newer, 1), (urban, 30)):
        due(part, now - timedelta(days=days))
    late = now + timedelta(days=4)
    with django_assert_num_queries(2):
        board = queries.board(owed.root, at=late)
        lines = [[(line.kind, line.pk, line.days, line.link) for line in u.lines] for u in board]
    assert [u.unit.code for u in board] == ["d-urban", "d-housing"] and [u.days for u in board] == [34, 13]
    assert lines[1] == [
        ("assignment", owed.pk, 13, owed.get_absolute_url()),
        ("assignment", newer.pk, 5, newer.get_absolute_url()),
        ("promise", promise.pk, 3, promise.get_absolute_url()),
    ]  # fmt: skip
    assert "13812345678" not in board[1].lines[0].title
    hou = world.actor("hou")
    with django_assert_num_queries(2):
        mine = queries.board(owed.root, at=late, actor=hou)
    assert [u.unit.code for u in mine] == ["d-housing"]
    assert queries.board(owed.root, at=late, actor=world.actor("liu")) == []
    assert queries.board("002.", at=late) == []


# Figures


def test_figures(world: World, django_assert_num_queries: Any) -> None:
    on_time, late = given.signed(world), given.signed(world)
    services.contact(
        on_time, phase="before", way="visit", note="已上门", actor=world.actor("liu"), at=world.now
    )
    first, second = given.promised(world, on_time), given.promised(world, on_time, text="公示资金")
    services.postpone(second, due_on=date(2026, 8, 1), note="雨季", actor=world.actor("sun"), at=world.now)
    given.replied(world, on_time, norm="planned")
    given.proven(world, first)
    given.move(world, given.again(first), "claim", "liu")
    given.move(world, given.again(first), "confirm", "sun")
    given.rated(world, given.again(on_time.dispatch), result="partly")
    after = late.due_at + timedelta(days=1)
    list(sweeper.sweep(at=after))
    given.replied(world, given.again(late), at=after)
    given.signed(world, at=world.now)  # its clock has run out at `after`
    with django_assert_num_queries(4):
        found = queries.figures(world.units["d-housing"], at=after)
    assert (found.taken, found.answered, found.on_time, found.overdue, found.contacted) == (3, 2, 1, 1, 1)
    assert (found.norms, found.solved) == ({"planned": 1, "solved": 1}, 1)
    assert (found.promised, found.kept, found.broken, found.slipped) == (2, 1, 0, 1)
    assert found.satisfaction.counts == {("satisfied", "partly"): 1}


def test_figures_of_many_cost_the_same(world: World, django_assert_num_queries: Any) -> None:
    given.answered(world)
    ids = [world.units[code].pk for code in ("d-housing", "d-urban", "d-civil")]
    with django_assert_num_queries(4):
        found = queries.figures_by_unit(ids, at=world.now)
    assert [found[pk].answered for pk in ids] == [1, 0, 0]


def test_a_late_signature_is_not_a_late_reply(world: World) -> None:
    part = given.part(given.dispatch(world))
    at = world.now + timedelta(days=8)
    list(sweeper.sweep(at=at))
    given.deliver(world, at)
    given.replied(world, given.again(part), at=at)
    found = queries.figures(world.units["d-housing"], at=at)
    assert (found.answered, found.on_time) == (1, 1)


def test_found_by_search_never_in_public(world: World) -> None:
    thing = given.dispatch(world)
    found = queries.found(thing)
    assert found and not found.public and thing.number in found.body
    given.move(world, thing, "withdraw", "wang", note="发错了")
    assert queries.found(Dispatch.objects.get()) is None
