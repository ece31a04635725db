"""Two lists become one matter: compared, decided by a person, carried through; nothing is dropped silently."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal, moves, sweeper
from shangliang.kernel.models import Notice
from shangliang.modules.lists import queries, services
from shangliang.modules.lists.models import Campaign, Candidate, Match
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import again, by
from tests.crowd import together
from tests.world import World

pytestmark = pytest.mark.django_db


def two_lists(world: World) -> Campaign:
    around = given.campaign(world)
    given.concern(world, around)
    given.concern(
        world,
        around,
        who="deng",
        title="文华路路灯昏暗",
        present="夜里看不清路。",
        suggestion="更换文华路路灯。",
    )
    given.ask(world, around)
    given.ask(
        world,
        around,
        who="xu",
        unit="d-urban",
        title="文华路路灯怎么改",
        wanted="文华路路灯更换先做哪一段，请委员出主意。",
    )
    return around


def pair(around: Campaign) -> Candidate:
    return queries.candidates(around)[0]


def test_the_comparison_finds_what_belongs_together(world: World) -> None:
    around = two_lists(world)
    ran = services.compare(around, **by(world, "wang"))
    found = {(c.concern.title, c.ask.title) for c in queries.candidates(around)}
    assert ran.found == len(found) and (given.TITLE, given.ASKED) in found
    assert ("文华路路灯昏暗", "文华路路灯怎么改") in found
    best = pair(around)
    assert 0 < best.score <= 1000 and best.why


def test_comparing_again_asks_nothing_twice(world: World) -> None:
    around = two_lists(world)
    services.compare(around, **by(world, "wang"))
    first = queries.candidates(around)
    services.refuse(first[0].concern, ask=first[0].ask, **by(world, "wang"))
    services.confirm(first[1].concern, ask=first[1].ask, **by(world, "wang"))
    services.compare(around, **by(world, "wang"))
    left = {(c.concern_id, c.ask_id) for c in queries.candidates(around)}
    assert not left & {(c.concern_id, c.ask_id) for c in first[:2]}


def test_only_the_office_compares_and_decides(world: World) -> None:
    around = two_lists(world)
    services.compare(around, **by(world, "wang"))
    for who in ("lin", "tang", "chen", "gao"):
        with pytest.raises(moves.NotAllowed):
            services.compare(around, **by(world, who))
        with pytest.raises(moves.NotAllowed):
            services.confirm(pair(around).concern, ask=pair(around).ask, **by(world, who))
        with pytest.raises(moves.NotAllowed):
            services.refuse(pair(around).concern, ask=pair(around).ask, **by(world, who))


def test_alike_concerns_are_named_for_the_desk(world: World) -> None:
    around = given.campaign(world)
    first, second = given.concern(world, around), given.concern(world, around, who="deng")
    ran = services.compare(around, **by(world, "wang"))
    assert ran.alike == 1 and again(second).like == first and again(first).like is None


def test_confirmed_both_sides_are_told_and_the_department_owes_an_answer(world: World) -> None:
    match = given.match(world)
    given.deliver(world)
    assert match.state == "confirmed" and match.due_at is not None
    people = set(Notice.objects.filter(text__contains="确认对接").values_list("person__username", flat=True))
    assert {"lin", "tang"} <= people
    assert again(match.concern).state == "pushed" and given.part(match.concern).unit.code == "d-education"


def test_a_pair_is_joined_once(world: World) -> None:
    match = given.match(world)
    with pytest.raises(moves.Stale):
        services.confirm(again(match.concern), ask=again(match.ask), **by(world, "wang"))


def test_pairs_of_two_campaigns_do_not_meet(world: World) -> None:
    concern = given.concern(world)
    ask = given.ask(world, given.campaign(world, title="另一次"))
    with pytest.raises(moves.Refused):
        services.confirm(concern, ask=ask, **by(world, "wang"))


def test_contacts_on_both_sides_and_a_next_step_with_a_date(world: World) -> None:
    match = given.match(world)
    good = {
        "member_contact": world.people["lin"], "dept_contact": world.people["tang"], "next_step": "登门",
        "next_on": given.day(world, 5),
    }  # fmt: skip
    for wrong in (
        {"member_contact": world.people["deng"]}, {"dept_contact": world.people["xu"]}, {"next_step": " "},
        {"next_on": given.day(world, -1)},
    ):  # fmt: skip
        with pytest.raises(moves.Refused):
            services.link(again(match), **{**good, **wrong}, **by(world, "wang"))
    services.link(match, **good, **by(world, "tang"))
    assert match.state == "linked" and match.due_at is not None
    assert again(match).next_step == "登门"


def test_progress_moves_the_date_on(world: World) -> None:
    match = given.linked(world)
    was = match.due_at
    services.step(match, done="见了面", next_step="写方案", next_on=given.day(world, 30), **by(world, "lin"))
    assert match.due_at is not None and was is not None and match.due_at > was
    with pytest.raises(moves.NotAllowed):
        services.step(
            match, done="我也来", next_step="看看", next_on=given.day(world, 30), **by(world, "deng")
        )


def test_a_next_step_that_is_not_taken_is_seen(world: World) -> None:
    match = given.linked(world)
    assert match.due_at is not None
    list(sweeper.sweep(at=match.due_at + timedelta(minutes=1)))
    assert "clock_overdue" in {e.verb for e in journal.story("list_match", match.pk)}


def test_a_match_is_not_dropped_silently(world: World) -> None:
    match = given.match(world)
    with pytest.raises(moves.Refused):
        moves.make(match, "dissolve", note=" ", **by(world, "wang"))
    for who in ("tang", "lin"):
        with pytest.raises(moves.NotAllowed):
            moves.make(match, "dissolve", note="算了", **by(world, who))
    moves.make(match, "dissolve", note="说的不是一件事", **by(world, "wang"))
    given.deliver(world)
    told = set(Notice.objects.filter(text__contains="解除对接").values_list("person__username", flat=True))
    assert {"lin", "tang"} <= told
    assert given.part(match.concern).state == "waiting", "the concern still has to be answered"


def test_with_an_action_under_way_it_cannot_be_dissolved(world: World) -> None:
    match = given.linked(world)
    given.action(world, match)
    with pytest.raises(moves.Stale):
        moves.make(again(match), "dissolve", note="算了", **by(world, "wang"))


def test_settled_only_with_words(world: World) -> None:
    match = given.linked(world)
    with pytest.raises(moves.Refused):
        services.settle(match, outcome=" ", **by(world, "tang"))
    services.settle(match, outcome="由心理协会值守", **by(world, "tang"))
    assert again(match).state == "settled"


def test_a_campaign_closes_when_nothing_waits(world: World) -> None:
    match = given.linked(world)
    around = again(match.campaign)
    moves.make(around, "match", **by(world, "wang"))
    moves.make(around, "act", **by(world, "wang"))
    with pytest.raises(moves.Refused) as refused:
        moves.make(around, "close", **by(world, "wang"))
    assert "1 条委员关注" in str(refused.value) and "1 项对接" in str(refused.value)
    given.answered(world, match.concern)
    services.settle(match, outcome="已商定", **by(world, "tang"))
    ask = again(match.ask)
    moves.make(ask, "stop", note="都听到了", **by(world, "tang"))
    services.conclude_ask(ask, summary="采纳 1 条", **by(world, "tang"))
    moves.make(around, "close", **by(world, "wang"))
    assert around.state == "closed"


def test_a_campaign_does_not_go_on_over_unplaced_concerns(world: World) -> None:
    around = given.campaign(world)
    given.concern(world, around)
    moves.make(around, "match", **by(world, "wang"))
    with pytest.raises(moves.Refused):
        moves.make(around, "act", **by(world, "wang"))


def test_dates_of_a_campaign(world: World) -> None:
    with pytest.raises(moves.Refused):
        given.campaign(world, match_until=given.day(world, 5))
    with pytest.raises(moves.Refused):
        given.campaign(world, departments=[])
    with pytest.raises(moves.NotAllowed):
        given.campaign(world, who="lin")
    around = given.campaign(world)
    with pytest.raises(moves.Refused):
        given.campaign(world, title=around.title)
    services.postpone_campaign(around, until=given.day(world, 90), note="部门要求", **by(world, "wang"))
    fresh = again(around)
    assert (
        fresh.collect_until == fresh.match_until == given.day(world, 90)
        and fresh.act_until == around.act_until
    )
    with pytest.raises(moves.NotAllowed):
        services.postpone_campaign(fresh, until=given.day(world, 95), note="再延", **by(world, "tang"))


def test_a_department_with_asks_does_not_leave(world: World) -> None:
    around = given.campaign(world)
    given.ask(world, around)
    words = {"title": around.title, "about": ""}
    with pytest.raises(moves.Refused):
        services.edit_campaign(around, **words, departments=[world.units["d-urban"]], **by(world, "wang"))
    units = [world.units[c] for c in ("d-education", "d-water")]
    services.edit_campaign(around, **words, departments=units, **by(world, "wang"))
    assert set(around.departments.values_list("code", flat=True)) == {"d-education", "d-water"}


def test_the_table_keeps_the_promises_of_a_match(world: World) -> None:
    match = given.match(world)
    for columns in ({"state": "linked"}, {"state": "settled"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Match.objects.filter(pk=match.pk).update(**columns)


@pytest.mark.django_db(transaction=True)
def test_two_people_decide_about_one_pair(world: World) -> None:
    around = two_lists(world)
    services.compare(around, **by(world, "wang"))
    found = pair(around)
    jobs = [lambda: services.confirm(found.concern, ask=found.ask, **by(world, "wang"))] * 2
    got = together(jobs)
    assert sum(isinstance(g, Match) for g in got) == 1
    assert sum(isinstance(g, moves.Stale) for g in got) == 1
