"""What became of each opinion, on what a consensus rests, the summary, and every version."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from shangliang.kernel import journal, moves
from shangliang.kernel.models import Notice
from shangliang.modules.gatherings import queries as gathered
from shangliang.modules.gatherings.models import Consensus, Gathering
from shangliang.modules.gatherings.tests import given as gatherings
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.models import Treatment, Version
from shangliang.modules.minutes.tests import given
from tests.world import World


def test_every_opinion_is_answered_once_and_its_author_is_told(world: World) -> None:
    paper = given.assembled(world)
    first, second = queries.treatments(paper)
    assert {first.state, second.state} == {"open"} and queries.unanswered(paper) == 2
    with pytest.raises(moves.Refused, match="为什么"):
        services.answer(first, what="adopted", why=" ", **given.by(world))
    with pytest.raises(moves.Refused, match="请选"):
        services.answer(first, what="maybe", why="好", **given.by(world))
    with pytest.raises(moves.NotAllowed):
        services.answer(first, what="adopted", why="好", **given.by(world, "lin"))
    services.answer(first, what="partly", why="按楼层递增，一楼少出。", **given.by(world, "chen"))
    now = given.fresh(first)
    assert (now.state, now.told) == ("partly", "按楼层递增，一楼少出。")
    with pytest.raises(moves.Stale):
        services.answer(now, what="declined", why="不办", **given.by(world))
    gatherings.followed(world)
    mine = Notice.objects.filter(person=world.people["lin"], link=now.get_absolute_url())
    assert "部分采纳" in mine.get().text
    assert [t.pk for t in queries.mine(world.people["lin"].pk)] == [first.pk]
    assert services.answer_rest(paper, what="declined", why="不归本次协商。", **given.by(world)) == 1
    assert queries.unanswered(paper) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Treatment.objects.filter(pk=first.pk).update(told="")


def test_what_nobody_took_up_is_named(world: World) -> None:
    paper = given.assembled(world)
    found = queries.grounds(gathered.room(paper.gathering))
    assert [o.text[:7] for o in found.open] == ["小区围墙边的夜"]
    [row] = found.rows
    assert row.cited and [o.text[:4] for o in row.linked] == ["费用按楼"]


def test_a_consensus_says_on_what_it_rests(world: World) -> None:
    gathering = given.held(world)
    Consensus.objects.get(gathering=gathering).opinions.clear()
    paper = given.assembled(world, gathering)
    one = Consensus.objects.select_related("gathering").get(gathering=gathering)
    with pytest.raises(moves.Refused, match="1 项共识没有写明"):
        services.circulate(paper, **given.by(world))
    with pytest.raises(moves.Refused, match="请选这项共识"):
        services.cite(paper, consensus=one, **given.by(world))
    said = list(gathering.opinions.filter(replies_to=None))
    with pytest.raises(moves.Refused, match="不用写理由"):
        services.cite(paper, consensus=one, opinions=said, reason="主持人提议", **given.by(world))
    with pytest.raises(moves.NotAllowed):
        services.cite(paper, consensus=one, opinions=said, **given.by(world, "lin"))
    services.cite(paper, consensus=one, reason="主持人当场提议", **given.by(world, "chen"))
    assert "没有会上记录的意见作依据：主持人当场提议。" in given.item(paper, "consensus").text
    services.circulate(paper, **given.by(world))
    given.all_signed(world, paper)
    services.cite(paper, consensus=one, opinions=said, **given.by(world))
    item = given.item(paper, "consensus")
    assert "依据：林晓梅、基层群众代表的 2 条意见。" in item.text and "方阿婆" not in item.text
    assert item.verdicts.filter(void_at=None).count() == 0
    assert not hasattr(given.fresh(one), "unsourced")
    other = gatherings.agreed(world, given.held(world))
    with pytest.raises(moves.Refused, match="不是本次协商"):
        services.cite(paper, consensus=other, reason="x", **given.by(world))


def test_the_summary_is_word_for_word_and_says_how_it_was_made(world: World) -> None:
    paper = given.assembled(world)
    summary = queries.summary_of(queries.newest(paper))
    by_id = {o.pk: o.text for o in paper.gathering.opinions.all()}
    assert summary["sentences"] and all(s["text"] in by_id[s["opinion"]] for s in summary["sentences"])
    assert summary["version"] == "1" and len(summary["sha256"]) == 64 and summary["opinions"] == 2
    gatherings.said(world, paper.gathering, text="楼道照明坏了三个月没有人修。", token="late")
    services.assemble(paper.gathering, **given.by(world))
    first, second = paper.versions.all()
    assert first.summary["sha256"] == summary["sha256"] != second.summary["sha256"]


def test_every_version_stays_and_any_two_are_compared(world: World) -> None:
    paper = given.assembled(world)
    item = given.opinion_item(paper, "一楼不出钱")
    services.edit_item(item, text="费用按楼层递增分摊，一楼少出钱。", revision=1, **given.by(world))
    services.edit_item(item, text="费用按楼层递增分摊，一楼少出钱。", revision=1, **given.by(world))
    services.add_item(paper, title="", text="下月再议。", **given.by(world))
    first, second, third = paper.versions.all()
    assert [v.why for v in paper.versions.all()] == ["assembled", "edited", "added"]
    [change] = queries.changes(first, second)
    assert change.label == "意见和答复 · 林晓梅（政协委员）" and 0 < change.changed < 6
    assert len(queries.changes(first, third)) == 2 and queries.changes(third, third) == []
    [back] = queries.changes(third, second)
    assert [p.kind for p in back.pieces] == ["gone"]
    words = queries.composed(str(paper), second.content)
    assert "一楼少出钱" in words and "二、会前调研" in words and "下月再议" not in words


def test_settling_keeps_a_version_of_its_own(world: World) -> None:
    paper = given.settled(world)
    last = queries.newest(paper)
    assert last is not None and last.why == Version.Why.SETTLED
    settle = next(e for e in journal.story("minutes", paper.pk) if e.verb == "settle")
    assert settle.facts == {"version": last.number, "sha256": last.sha256}


def test_what_reading_costs(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    paper = given.circulating(world)
    given.signed(world, paper, "陈立群")
    room = gathered.room(Gathering.objects.select_related("convener").get(pk=paper.gathering_id))
    with django_assert_num_queries(2):
        queries.rows(queries.items(paper))
    with django_assert_num_queries(5):  # polls, why a consensus rests on nothing, speeches, questions, hands
        queries.pieces(room)
    with django_assert_num_queries(1):
        queries.treatments(paper)
    with django_assert_num_queries(1):
        queries.grounds(room)
    with django_assert_num_queries(1):
        [s.who for s in queries.signings(paper)]


def test_who_may_not_answer_is_told_so_also_where_nothing_is_left(world: World) -> None:
    paper = given.settled(world)
    with pytest.raises(moves.NotAllowed):
        services.answer_rest(paper, what="adopted", why="写进了办法。", **given.by(world, "lin"))
    assert services.answer_rest(paper, what="adopted", why="写进了办法。", **given.by(world)) == 0
