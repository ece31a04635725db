"""What departments do comes back by itself; what did not help is sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shangliang.kernel import journal, moves, sweeper
from shangliang.kernel.models import Entry
from shangliang.modules.handling import services as handling_services
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.outcomes import services
from shangliang.modules.outcomes.models import Recommendation
from shangliang.modules.outcomes.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db
PROMISED = {"promise": "6 栋楼全部开工", "norm": "in_progress"}


def verbs(thing: Recommendation) -> list[str]:
    return [e.verb for e in journal.story("recommendation", thing.pk)]


def columns(thing: Recommendation) -> tuple[object, ...]:
    r = Recommendation.objects.get(pk=thing.pk)
    return r.state, r.version, r.adoption, r.reason, r.result, r.reply_id, r.dispatch_id


@pytest.mark.parametrize("adoption", ["adopted", "partly", "reference"])
def test_a_reply_decides(world: World, adoption: str) -> None:
    thing = given.decided(world, adoption=adoption)
    assert (thing.state, thing.adoption) == ("decided", adoption)
    assert thing.reply is not None and thing.reply.published_at is not None
    assert thing.result.startswith("市住建局：") and handling.TEXT in thing.result


def test_a_rejection_comes_with_its_reason(world: World) -> None:
    thing = given.decided(world, adoption="rejected", norm="reference", reason="楼体结构不允许。")
    assert (thing.adoption, thing.reason) == ("rejected", "楼体结构不允许。")
    assert "理由：楼体结构不允许。" in thing.result


def test_what_has_not_passed_the_check_decides_nothing(world: World) -> None:
    thing = given.sent(world)
    part = handling.part(handling.again(thing.dispatch))
    handling.move(world, part, "sign", "liu")
    handling.drafted(world, part)
    handling.move(world, part, "submit", "liu")
    assert given.again(thing).state == "sent"


def test_split_departments_answer_each_for_itself(world: World) -> None:
    thing = given.sent(world, split=["d-urban"])
    thing = given.answered(world, thing, adoption="adopted")
    assert thing.state == "sent", "one of two has answered"
    thing = given.answered(
        world, thing, unit="d-urban", who="xu", adoption="rejected", norm="reference", reason="不归我们管。"
    )
    assert (thing.state, thing.adoption, thing.reason) == ("decided", "partly", "市城管局：不归我们管。")
    assert "市住建局：采纳" in thing.result and "市城管局：不采纳" in thing.result


def test_promises_stand_in_the_result_and_deliver_when_kept(world: World) -> None:
    thing = given.decided(world, **PROMISED)
    assert "承诺：6 栋楼全部开工（2026年6月30日前，待兑现）" in thing.result
    thing = given.tracked(world, thing)
    assert thing.state == "decided", "a promise is still open"
    thing = given.kept(world, thing)
    assert (thing.state, given.again(thing.dispatch).state) == ("delivered", "closed")
    assert "已兑现" in thing.result and verbs(thing)[-1] == "deliver"


def test_solved_without_a_promise_delivers_when_closed(world: World) -> None:
    thing = given.decided(world, norm="solved")
    assert given.tracked(world, thing).state == "delivered"


@pytest.mark.parametrize(
    "reply",
    [
        {"adoption": "rejected", "norm": "reference", "reason": "不行"},
        {"adoption": "adopted", "norm": "deferred"},
    ],
)
def test_what_was_not_done_is_not_delivered(world: World, reply: dict[str, str]) -> None:
    thing = given.tracked(world, given.decided(world, **reply))
    assert (thing.state, given.again(thing.dispatch).state) == ("decided", "closed")


def test_a_broken_promise_does_not_deliver(world: World) -> None:
    thing = given.tracked(world, given.decided(world, **PROMISED))
    promise = handling.part(thing.dispatch).promises.select_related("unit").get()
    handling.move(world, promise, "give_up", "hou", note="资金没有到位")
    thing = given.again(thing)
    assert (thing.state, given.again(thing.dispatch).state) == ("decided", "closed")
    assert "未能兑现" in thing.result


def test_a_promise_kept_after_people_were_told_is_news(world: World) -> None:
    matter = given.topic(world)
    thing = given.decided(world, matter, **PROMISED)
    given.published(world, matter)
    thing = given.kept(world, given.tracked(world, given.again(thing)))
    assert thing.state == "delivered" and thing.due_at is not None


def test_solved_and_told_is_not_told_again(world: World) -> None:
    matter = given.topic(world)
    thing = given.decided(world, matter, norm="solved")
    given.published(world, matter)
    assert given.tracked(world, given.again(thing)).state == "fed_back"


def test_the_consumer_may_run_twice_late_and_in_any_order(world: World) -> None:
    """Idempotent and order-safe: the same end, whatever it hears first and however often."""
    matter = given.topic(world)
    thing = given.kept(world, given.tracked(world, given.decided(world, matter, **PROMISED)))
    second = given.decided(world, matter, ask="第二条", adoption="rejected", norm="reference", reason="不行")
    before = columns(thing), columns(second), Entry.objects.count()
    heard = [e for e in Entry.objects.order_by("id") if services.wants(e.kind, e.verb)]
    assert heard
    for entry in [*heard, *reversed(heard)]:
        services.on_dispatch(entry, world.now + timedelta(days=400))
    assert (columns(thing), columns(second), Entry.objects.count()) == before
    journal.replay("outcomes", world.now)
    assert (columns(thing), columns(second), Entry.objects.count()) == before


def test_entries_heard_only_at_the_end_lead_to_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = given.sent(world)
    monkeypatch.delitem(journal._consumers, "outcomes")
    given.kept(world, given.tracked(world, given.answered(world, thing, **PROMISED)))
    assert given.again(thing).state == "sent"
    newest_first = Entry.objects.order_by("-id")
    for entry in [e for e in newest_first if services.wants(e.kind, e.verb)]:
        services.on_dispatch(entry, world.now)
    assert given.again(thing).state == "delivered"
    assert verbs(thing)[-2:] == ["decide", "deliver"]


def test_what_is_no_longer_there_is_passed_over(world: World) -> None:
    for kind, verb in (("dispatch", "finish"), ("promise", "confirm")):
        services.on_dispatch(Entry(kind=kind, verb=verb, ref="999999"), world.now)
    assert not Recommendation.objects.exists()


def test_what_others_do_is_not_wanted() -> None:
    assert services.wants("dispatch", "finish") and services.wants("promise", "confirm")
    assert not services.wants("dispatch", "rate") and not services.wants("voice", "answer")


# Sent again


def test_second_handling_of_the_same_dispatch(world: World) -> None:
    thing = given.decided(world)
    dispatch = services.reopen(thing, note="只摸了 2 栋。", actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    thing = given.again(thing)
    assert (dispatch.pk, thing.state, thing.adoption, thing.result) == (thing.dispatch_id, "sent", "", "")
    assert (given.again(dispatch).state, given.again(dispatch).round) == ("rehandling", 2)
    thing = given.answered(world, thing, adoption="partly", text="第二次答复：6 栋已全部摸底。")
    assert (thing.state, thing.adoption) == ("decided", "partly") and "第二次答复" in thing.result


def test_after_it_was_closed_a_new_dispatch_with_the_same_parts(world: World) -> None:
    thing = given.sent(world, split=["d-urban"], assist=["d-civil"])
    for unit, who in (("d-housing", "liu"), ("d-urban", "xu")):
        part = handling.part(handling.again(thing.dispatch), unit)
        handling.move(world, part, "sign", who)
        if unit == "d-housing":
            helper = handling.part(handling.again(thing.dispatch), "d-civil")
            handling.move(world, helper, "sign_help", "hu")
        reply = handling.drafted(world, part, who=who)
        handling.move(world, part, "circulate", who)
        handling.agreed(world, reply, unit="d-civil", who="hu")
        handling.move(world, part, "submit", who)
        handling.move(world, part, "pass_check", "sun")
    thing = given.tracked(world, given.again(thing))
    assert thing.state == "delivered"
    first = thing.dispatch
    second = services.reopen(thing, note="半年后又坏了。", actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    thing = given.again(thing)
    assert (thing.state, thing.dispatch, list(thing.earlier.all())) == ("sent", second, [first])
    assert "半年后又坏了。" in second.ask and first is not None and first.number in second.ask
    parts = {(a.unit.code, a.part) for a in second.assignments.select_related("unit")}
    assert parts == {("d-housing", "split"), ("d-urban", "split"), ("d-civil", "assist")}


def test_an_old_entry_of_the_first_dispatch_changes_nothing_after_it_was_reopened(world: World) -> None:
    thing = given.decided(world)
    finished = Entry.objects.get(kind="dispatch", verb="finish")
    services.reopen(thing, note="没有解决", actor=world.actor("wang"), at=world.now)
    services.on_dispatch(finished, world.now)
    assert given.again(thing).state == "sent"


def test_redo_asked_on_the_department_s_side_takes_the_recommendation_back(world: World) -> None:
    """Whoever asks for second handling on the page of the dispatch need not also press a button here."""
    thing = given.decided(world)
    dispatch = handling.again(thing.dispatch)
    handling_services.redo(dispatch, note="不具体", actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    thing = given.again(thing)
    assert (thing.state, thing.adoption, verbs(thing)[-1]) == ("sent", "", "rehandle")
    assert given.answered(world, thing, adoption="reference").adoption == "reference"


@pytest.mark.parametrize("who", ["lin", "liu", "chen", "sun"])
def test_who_may_not_reopen(world: World, who: str) -> None:
    thing = given.decided(world)
    with pytest.raises(moves.NotAllowed):
        services.reopen(thing, note="没有解决", actor=world.actor(who), at=world.now)
    assert columns(thing)[0] == "decided"


def test_reopen_needs_a_reason_and_an_answer_to_be_unhappy_with(world: World) -> None:
    with pytest.raises(moves.Refused, match="理由"):
        services.reopen(given.decided(world), note=" ", actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.Stale):
        services.reopen(given.sent(world), note="x", actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.Stale):
        services.reopen(given.recommendation(world), note="x", actor=world.actor("wang"), at=world.now)


def test_an_answer_that_is_not_fed_back_goes_overdue(world: World) -> None:
    thing = given.decided(world)
    assert thing.due_at is not None
    list(sweeper.sweep(at=thing.due_at + timedelta(minutes=1)))
    assert "clock_overdue" in verbs(thing)


def test_after_half_a_year_without_complaint_it_is_settled(world: World) -> None:
    matter = given.topic(world)
    thing = given.decided(world, matter)
    given.published(world, matter)
    thing = given.again(thing)
    list(sweeper.sweep(at=thing.due_at + timedelta(minutes=1)))
    assert given.again(thing).state == "settled"
