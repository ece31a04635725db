"""A member's concern: raised, pushed, answered; never without an answer (DOMAIN 0.2 no. 9), all authors kept."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal, moves, sweeper
from shangliang.kernel.models import Notice
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.lists import services
from shangliang.modules.lists.models import ConcernPart, MemberConcern
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import again, by
from tests.crowd import together
from tests.world import World

pytestmark = pytest.mark.django_db


def told(who: str) -> list[str]:
    return list(Notice.objects.filter(person__username=who).order_by("pk").values_list("text", flat=True))


def test_a_member_raises_and_the_office_hears(world: World) -> None:
    thing = given.concern(world, departments=[world.units["d-education"]], field=world.fields["教育文体"])
    given.deliver(world)
    assert (thing.state, thing.member.username) == ("new", "lin") and thing.due_at is not None
    assert list(thing.authors.values_list("person__username", flat=True)) == ["lin"]
    assert any(given.TITLE in words for words in told("wang"))


def test_only_members_raise_and_only_while_it_collects(world: World) -> None:
    around = given.campaign(world)
    for who in ("wang", "tang", "zhou"):
        with pytest.raises(moves.NotAllowed):
            given.concern(world, around, who=who)
    moves.make(around, "match", **by(world, "wang"))
    with pytest.raises(moves.Stale):
        given.concern(world, around)


@pytest.mark.parametrize("missing", ["title", "present", "suggestion"])
def test_what_is_empty_or_too_long_is_refused(world: World, missing: str) -> None:
    around = given.campaign(world)
    with pytest.raises(moves.Refused):
        given.concern(world, around, **{missing: "  "})
    with pytest.raises(moves.Refused):
        given.concern(world, around, **{missing: "长" * 10_001})
    assert not MemberConcern.objects.exists()


def test_a_double_click_raises_once(world: World) -> None:
    around, token = given.campaign(world), uuid.uuid4().hex
    first = given.concern(world, around, token=token)
    assert given.concern(world, around, token=token) == first
    assert MemberConcern.objects.count() == 1


def test_contact_data_is_blotted_before_it_is_kept(world: World) -> None:
    thing = given.concern(world, present="请打 13812345678 找我", suggestion="发到 a@b.cn")
    assert "13812345678" not in thing.present and "a@b.cn" not in thing.suggestion


def test_pushed_departments_each_owe_an_answer_with_a_clock(world: World) -> None:
    thing = given.pushed(world, "d-education", "d-health")
    parts = list(thing.parts.all())
    assert [p.state for p in parts] == ["waiting"] * 2 and all(p.due_at for p in parts)
    with pytest.raises(moves.Refused):
        services.push(thing, departments=[world.units["d-health"]], **by(world, "wang"))
    services.push(again(thing), departments=[world.units["d-urban"]], **by(world, "wang"))
    assert thing.parts.count() == 3


def test_only_the_office_pushes(world: World) -> None:
    thing = given.concern(world)
    for who in ("lin", "tang", "chen", "gao"):
        with pytest.raises(moves.NotAllowed):
            services.push(thing, departments=[world.units["d-education"]], **by(world, who))


def test_the_last_answer_decides(world: World) -> None:
    thing = given.pushed(world, "d-education", "d-health")
    thing = given.answered(world, thing)
    assert thing.state == "pushed", "one of two has answered"
    thing = given.answered(world, thing, code="d-health", who="ma", adoption="reference", answer="供参考。")
    assert (thing.state, thing.adoption) == ("adopted", "partly")
    assert "市教育局：采纳" in thing.answer and "市卫健委：供参考" in thing.answer


@pytest.mark.parametrize(
    "adoption, state",
    [("adopted", "adopted"), ("partly", "adopted"), ("reference", "answered"), ("rejected", "declined")],
)
def test_each_answer_leads_somewhere(world: World, adoption: str, state: str) -> None:
    thing = given.answered(world, given.pushed(world), adoption=adoption, reason="财力不足")
    assert (thing.state, thing.adoption) == (state, adoption)


def test_a_rejection_without_a_reason_is_refused(world: World) -> None:
    thing = given.pushed(world)
    with pytest.raises(moves.Refused):
        given.answered(world, thing, adoption="rejected")
    with pytest.raises(moves.Refused):
        given.answered(world, thing, adoption="perhaps")
    assert given.part(thing).state == "waiting"


def test_another_department_cannot_answer(world: World) -> None:
    thing = given.pushed(world)
    for who in ("xu", "wang", "lin"):
        with pytest.raises(moves.NotAllowed):
            given.answered(world, thing, who=who)


def test_every_author_is_told_of_the_answer(world: World) -> None:
    around = given.campaign(world)
    first, second = given.concern(world, around), given.concern(world, around, who="deng")
    services.merge(second, into=first, **by(world, "wang"))
    given.answered(world, given.pushed(world, made=again(first)))
    given.deliver(world)
    for who in ("lin", "deng"):
        assert any("部门采纳" in words for words in told(who)), who


def test_claimed_by_a_department_itself(world: World) -> None:
    thing = given.concern(world)
    part = services.claim(thing, unit=world.units["d-education"], **by(world, "tang"))
    assert part.claimed and again(thing).state == "pushed"
    with pytest.raises(moves.Stale):
        services.claim(again(thing), unit=world.units["d-education"], **by(world, "tang"))
    with pytest.raises(moves.NotAllowed):
        services.claim(again(thing), unit=world.units["d-health"], **by(world, "tang"))


def test_given_back_by_all_it_waits_for_another_way(world: World) -> None:
    thing = given.pushed(world)
    with pytest.raises(moves.Refused):
        services.give_back(given.part(thing), note=" ", **by(world, "tang"))
    services.give_back(given.part(thing), note="属卫健部门", **by(world, "tang"))
    thing = again(thing)
    assert thing.state == "new" and thing.due_at is not None
    given.pushed(world, "d-health", made=thing)
    assert again(thing).state == "pushed"


def test_silence_climbs_to_those_who_oversee(world: World) -> None:
    thing = given.pushed(world)
    part = given.part(thing)
    assert part.due_at is not None
    list(sweeper.sweep(at=part.due_at + timedelta(days=6)))
    given.deliver(world, part.due_at)
    said = [e.verb for e in journal.story("concern_part", part.pk)]
    assert {"clock_overdue"} <= set(said)
    assert told("chen") and told("wang")


def test_nobodys_concern_stays_in_the_drawer(world: World) -> None:
    thing = given.concern(world)
    assert thing.due_at is not None
    list(sweeper.sweep(at=thing.due_at + timedelta(minutes=1)))
    assert "clock_overdue" in {e.verb for e in journal.story("concern", thing.pk)}


# merging


def test_merging_keeps_all_authors_and_can_be_undone(world: World) -> None:
    around = given.campaign(world)
    first, second = given.concern(world, around), given.concern(world, around, who="deng")
    assert second.like_id in {None, first.pk}
    services.merge(second, into=first, **by(world, "wang"))
    assert set(first.authors.values_list("person__username", flat=True)) == {"lin", "deng"}
    assert again(second).state == "merged" and again(second).merged_into == first
    services.split(again(second), note="其实是两件事", **by(world, "wang"))
    assert again(second).state == "new" and again(second).merged_into is None
    assert list(first.authors.values_list("person__username", flat=True)) == ["lin"]


def test_what_cannot_be_merged(world: World) -> None:
    around, other = given.campaign(world), given.campaign(world, title="第二次", batch=2)
    first, second, third = (given.concern(world, around, who=w) for w in ("lin", "deng", "feng"))
    for into in (first, given.concern(world, other)):
        with pytest.raises(moves.Refused):
            services.merge(first, into=into, **by(world, "wang"))
    services.merge(second, into=first, **by(world, "wang"))
    with pytest.raises(moves.Refused):
        services.merge(third, into=again(second), **by(world, "wang"))
    with pytest.raises(moves.Refused):
        services.merge(again(first), into=third, **by(world, "wang"))


def test_what_others_raised_too_is_not_taken_back_by_one(world: World) -> None:
    around = given.campaign(world)
    first, second = given.concern(world, around), given.concern(world, around, who="deng")
    services.merge(second, into=first, **by(world, "wang"))
    with pytest.raises(moves.Refused):
        services.withdraw(again(first), note="不提了", **by(world, "lin"))
    alone = given.pushed(world, made=given.concern(world, around, who="feng"))
    with pytest.raises(moves.NotAllowed):
        services.withdraw(alone, note="不提了", **by(world, "lin"))
    services.withdraw(alone, note="不提了", **by(world, "feng"))
    assert given.part(alone).state == "recalled"


# declining and objecting


def test_declined_only_with_a_reason_and_the_author_hears(world: World) -> None:
    thing = given.concern(world)
    with pytest.raises(moves.Refused):
        services.decline(thing, note=" ", **by(world, "wang"))
    services.decline(again(thing), note="不属于本次活动范围", **by(world, "wang"))
    given.deliver(world)
    assert (again(thing).state, again(thing).adoption) == ("declined", "rejected")
    assert any("不予推送" in words for words in told("lin"))


def test_an_objection_opens_another_round(world: World) -> None:
    thing = given.answered(world, given.pushed(world), adoption="rejected", reason="没有经费")
    with pytest.raises(moves.NotAllowed):
        services.object_to(thing, note="再想想", **by(world, "deng"))
    services.object_to(thing, note="经费可以分年安排", **by(world, "lin"))
    thing = again(thing)
    assert (thing.state, thing.round, thing.adoption) == ("new", 2, "")
    thing = given.answered(world, given.pushed(world, made=thing))
    assert thing.state == "adopted" and thing.parts.filter(state="answered").count() == 2


def test_an_objection_comes_in_time_or_not_at_all(world: World) -> None:
    thing = given.answered(world, given.pushed(world))
    with pytest.raises(moves.Refused):
        services.object_to(thing, note="太晚了", **by(world, "lin", world.now + timedelta(days=16)))


# formal handling


def formally(world: World) -> tuple[MemberConcern, Any]:
    thing = given.concern(world)
    dispatch = services.send(thing, lead=world.units["d-housing"], **by(world, "wang"))
    return again(thing), dispatch


def test_formally_sent_the_reply_comes_back_by_itself(world: World) -> None:
    thing, dispatch = formally(world)
    assert thing.state == "handled" and thing.dispatch == dispatch
    part = handling.part(dispatch)
    handling.move(world, part, "sign", "liu")
    handling.replied(world, part, adoption="partly", text="先开通白天线路。", reason="")
    given.deliver(world)
    thing = again(thing)
    assert (thing.state, thing.adoption) == ("adopted", "partly") and "先开通白天线路" in thing.answer
    journal.replay("lists", world.now)
    assert again(thing).version == thing.version


def test_a_dispatch_taken_back_gives_the_concern_back(world: World) -> None:
    thing, dispatch = formally(world)
    moves.make(dispatch, "withdraw", note="发错了", **by(world, "wang"))
    given.deliver(world)
    assert again(thing).state == "new"


def test_pushed_and_then_sent_formally_recalls_the_push(world: World) -> None:
    thing = given.pushed(world)
    services.send(thing, lead=world.units["d-education"], **by(world, "wang"))
    assert given.part(thing).state == "recalled"


# what the tables refuse, whoever writes


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "merged"},
        {"state": "handled"},
        {"state": "answered"},
        {"state": "adopted", "adoption": "rejected", "answer": "否"},
        {"state": "declined", "adoption": "rejected", "answer": "否"},
    ],
)
def test_the_table_keeps_the_promises(world: World, columns: dict[str, str]) -> None:
    thing = given.concern(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        MemberConcern.objects.filter(pk=thing.pk).update(**columns)


def test_the_table_keeps_a_parts_promises(world: World) -> None:
    part = given.part(given.pushed(world))
    for columns in ({"state": "answered"}, {"adoption": "rejected"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConcernPart.objects.filter(pk=part.pk).update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        moves.begin(ConcernPart(unit=part.unit, concern=part.concern, round=1), **by(world, "wang"))


@pytest.mark.django_db(transaction=True)
def test_two_departments_answer_at_once(world: World) -> None:
    """Each counts the other: exactly one of them closes the concern."""
    thing = given.pushed(world, "d-education", "d-health")
    jobs = [
        lambda code=code, who=who: given.answered(world, thing, code=code, who=who)  # type: ignore[misc]
        for code, who in (("d-education", "tang"), ("d-health", "ma"))
    ]
    raised = [r for r in together(jobs) if isinstance(r, Exception)]
    assert raised == [] and again(thing).state == "adopted"
    assert [e.verb for e in journal.story("concern", thing.pk)].count("adopt") == 1


def test_claiming_is_for_departments_that_have_no_part_yet(world: World) -> None:
    concern = given.concern(world)

    def offered(who: str) -> bool:
        return "claim" in {o.move.name for o in moves.options(concern, actor=world.actor(who), at=world.now)}

    assert offered("tang") and offered("ma") and not offered("wang")
    services.claim(concern, unit=world.units["d-education"], **given.by(world, "tang"))
    concern = given.again(concern)
    assert offered("ma") and not offered("tang")
    holders = moves.kind_of(concern).policy.holders("claim", concern)
    assert "tang" not in set(holders.values_list("person__username", flat=True))
