"""结果反馈清单 and 再商量: nothing is left out, everybody is told, what slipped is taken up again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import calendar, journal, moves, sweeper
from shangliang.kernel.access import CLOCK, Actor, Seat
from shangliang.modules.outcomes import services
from shangliang.modules.outcomes.models import FeedbackItem, FeedbackList, LookBack
from shangliang.modules.outcomes.tests import given
from shangliang.modules.plans.models import Plan, PlanItem
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices import services as voices
from shangliang.modules.voices.models import Letter, Voice
from tests.world import World

pytestmark = pytest.mark.django_db


def raised(matter: Topic) -> list[Voice]:
    return list(Voice.objects.filter(topic_links__topic=matter).select_related("unit").order_by("pk"))


def unsolved(world: World, voice: Voice) -> None:
    """Its raiser says, by receipt, that nothing was solved."""
    raiser = Actor("提出人", (Seat("raiser", "", voice.pk),))
    voices.rate(voice, attitude=2, result="unsolved", comment="电梯还没有影子。", actor=raiser, at=world.now)


# The list


def test_a_list_is_filled_with_what_departments_answered(world: World) -> None:
    matter = given.topic(world)
    first = given.decided(world, matter)
    second = given.recommendation(world, matter, text="还没有交办的")
    gone = given.recommendation(world, matter, text="撤回的")
    moves.make(gone, "withdraw", actor=world.actor("wang"), at=world.now, note="重复")
    items = list(given.feedback(world, matter).items.select_related("recommendation"))
    assert [i.recommendation for i in items] == [first, second]
    assert items[0].result == first.result and items[1].result == ""


def test_no_contact_data_get_into_the_list(world: World) -> None:
    """公开页不含联系方式 (DOMAIN 0.2 no. 11)."""
    matter = given.topic(world)
    given.decided(world, matter, text="请联系 13812345678 咨询。")
    assert "13812345678" not in given.feedback(world, matter).items.get().result


def test_one_draft_a_topic(world: World) -> None:
    thing = given.feedback(world)
    with pytest.raises(moves.Stale):
        given.feedback(world, thing.topic)
    with pytest.raises(IntegrityError), transaction.atomic():
        moves.begin(
            FeedbackList(unit=thing.unit, topic=thing.topic, title="x", summary="y"),
            actor=CLOCK,
            at=world.now,
        )
    moves.make(thing, "drop", actor=world.actor("wang"), at=world.now, note="重写")
    assert given.feedback(world, thing.topic).state == "draft"


def test_a_topic_without_recommendations_has_nothing_to_feed_back(world: World) -> None:
    with pytest.raises(moves.Refused):
        given.feedback(world, given.topic(world))


@pytest.mark.parametrize("who", ["lin", "zhao", "liu", "chen", "gao"])
def test_who_may_not_draft(world: World, who: str) -> None:
    matter = given.topic(world)
    given.decided(world, matter)
    with pytest.raises(moves.NotAllowed):
        services.draft_feedback(matter, title="x", summary="y", actor=world.actor(who), at=world.now)


def test_lines_are_edited_until_it_is_public(world: World) -> None:
    thing = given.feedback(world)
    item = thing.items.get()
    wang = world.actor("wang")
    services.edit_item(item, result="换成大家听得懂的话。", actor=wang, at=world.now)
    services.edit_feedback(
        thing, title="新标题", summary="新说明", results={item.pk: "再改"}, actor=wang, at=world.now
    )
    assert thing.items.get().result == "再改" and given.again(thing).title == "新标题"
    with pytest.raises(moves.NotAllowed):
        services.edit_item(item, result="别人改", actor=world.actor("chen"), at=world.now)
    with pytest.raises(moves.Refused):
        services.edit_feedback(thing, title=" ", summary="x", results={}, actor=wang, at=world.now)
    services.publish(thing, actor=wang, at=world.now)
    for act in (
        lambda: services.edit_item(
            FeedbackItem.objects.select_related("list").get(), result="x", actor=wang, at=world.now
        ),
        lambda: services.edit_feedback(thing, title="x", summary="y", results={}, actor=wang, at=world.now),
        lambda: services.refill(thing, actor=wang, at=world.now),
    ):
        with pytest.raises(moves.Stale):
            act()


def test_refill_brings_what_has_come_since(world: World) -> None:
    matter = given.topic(world)
    late = given.sent(world, matter)
    thing = given.feedback(world, matter)
    written = thing.items.get()
    late = given.answered(world, late)
    more = given.recommendation(world, matter, text="又一条")
    assert services.refill(thing, actor=world.actor("wang"), at=world.now) == 2
    assert {i.recommendation_id: i.result for i in thing.items.all()} == {late.pk: late.result, more.pk: ""}
    assert services.refill(thing, actor=world.actor("wang"), at=world.now) == 0
    moves.make(more, "withdraw", actor=world.actor("wang"), at=world.now, note="不提了")
    assert services.refill(thing, actor=world.actor("wang"), at=world.now) == 1
    assert list(thing.items.values_list("pk", flat=True)) == [written.pk]


def test_publishing_waits_until_nothing_is_left_out(world: World) -> None:
    """件件有回音: everything listed, everything answered, everything put in words."""
    matter = given.topic(world)
    asked = given.sent(world, matter)
    thing = given.feedback(world, matter)
    wang = world.actor("wang")
    another = given.recommendation(world, matter, text="后来又写的一条")
    with pytest.raises(moves.Refused) as refused:
        services.publish(thing, actor=wang, at=world.now)
    assert refused.value.reasons == (
        "还有 2 条建议部门没有答复", "还有 1 条建议不在清单里", "还有 1 条没有写明结果",
    )  # fmt: skip
    assert given.again(thing).published_on is None
    moves.make(another, "withdraw", actor=wang, at=world.now, note="合并到第一条")
    given.answered(world, asked)
    services.refill(thing, actor=wang, at=world.now)
    services.publish(given.again(thing), actor=wang, at=world.now)


def test_an_emptied_list_is_not_published(world: World) -> None:
    thing = given.feedback(world)
    thing.items.get().delete()
    with pytest.raises(moves.Refused, match="清单里还没有建议"):
        services.publish(thing, actor=world.actor("wang"), at=world.now)


@pytest.mark.parametrize("who", ["wang", "chen"])
def test_publishing_tells_every_voice_and_moves_everything_on(world: World, who: str) -> None:
    """结果反馈清单 (SYSTEMS 49): public, and to each raiser directly."""
    matter = given.topic(world, heads=3)
    asked = given.decided(world, matter)
    thing = given.feedback(world, matter)
    told = services.publish(thing, actor=world.actor(who), at=world.now)
    given.deliver(world)
    assert (told, given.again(thing).told, thing.state) == (3, 3, "published")
    assert thing.published_on == date(2026, 3, 2)
    assert (given.again(asked).state, given.again(matter).state) == ("fed_back", "answered")
    assert {v.state for v in raised(matter)} == {"answered"}
    letters = Letter.objects.filter(entry__verb="answer")
    assert letters.count() == 3
    for letter in letters:
        assert "6 栋楼列入今年计划" in letter.text and "1. 对文华社区" in letter.text
    answered = journal.Entry.objects.filter(kind="voice", verb="answer").latest("id")
    assert answered.facts["link"] == thing.public_url()


@pytest.mark.parametrize("who", ["lin", "zhao", "sun", "liu", "gao"])
def test_who_may_not_publish(world: World, who: str) -> None:
    thing = given.feedback(world)
    with pytest.raises(moves.NotAllowed):
        services.publish(thing, actor=world.actor(who), at=world.now)
    assert given.again(thing).published_on is None and raised(thing.topic)[0].state == "in_topic"


def test_pressed_twice_people_are_told_once(world: World) -> None:
    thing = given.published(world)
    with pytest.raises(moves.Stale):
        services.publish(FeedbackList.objects.get(pk=thing.pk), actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    assert Letter.objects.filter(entry__verb="answer").count() == 2


def test_the_plan_is_through_with_it(world: World) -> None:
    matter = given.topic(world)
    given.decided(world, matter)
    plan = Plan(unit=matter.unit, year=2026, title="2026 年度协商计划")
    moves.begin(plan, actor=world.actor("wang"), at=world.now)
    held = PlanItem(plan=plan, unit=matter.unit, topic=matter, title=matter.title, type="micro", month=3)
    moves.begin(held, actor=world.actor("wang"), at=world.now)
    moves.make(held, "list", actor=world.actor("wang"), at=world.now)
    moves.make(held, "hold", actor=CLOCK, at=world.now)
    given.published(world, matter)
    assert given.again(held).state == "done"


def test_not_solved_is_shown_and_nothing_happens_by_itself(world: World) -> None:
    matter = given.topic(world)
    asked = given.decided(world, matter)
    given.published(world, matter)
    unsolved(world, raised(matter)[0])
    given.deliver(world)
    assert (given.again(asked).state, given.again(matter).state) == ("fed_back", "answered")


def test_a_second_list_tells_those_who_wait_again(world: World) -> None:
    matter = given.topic(world)
    asked = given.decided(world, matter)
    given.published(world, matter)
    unsolved(world, raised(matter)[0])
    services.reopen(given.again(asked), note="群众说没有解决", actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    given.answered(world, given.again(asked), text="第二次：电梯已经开工。")
    second = given.published(world, given.again(matter))
    assert second.told == 0 and given.again(asked).state == "fed_back"


# The look-back


def test_rounds_count_up_and_the_clock_runs_to_the_day(world: World) -> None:
    matter = given.topic(world)
    first, second = given.look_back(world, matter), given.look_back(world, matter)
    assert (first.round, second.round) == (1, 2)
    assert first.due_at == calendar.end_of(date(2026, 4, 1))
    list(sweeper.sweep(at=first.due_at + timedelta(minutes=1)))
    assert "clock_overdue" in [e.verb for e in journal.story("look_back", first.pk)]


def test_no_visit_in_the_past_and_only_by_those_who_run_it(world: World) -> None:
    matter = given.topic(world)
    with pytest.raises(moves.Refused):
        given.look_back(world, matter, visit_on=date(2026, 3, 1))
    with pytest.raises(moves.NotAllowed):
        services.plan_look_back(
            matter, visit_on=date(2026, 5, 1), why="看看", actor=world.actor("lin"), at=world.now
        )


def test_another_day_with_a_reason(world: World) -> None:
    thing = given.look_back(world)
    wang = world.actor("wang")
    services.reschedule(thing, visit_on=date(2026, 4, 20), note="下雨", actor=wang, at=world.now)
    assert thing.due_at == calendar.end_of(date(2026, 4, 20)) and thing.state == "planned"
    with pytest.raises(moves.Refused):
        services.reschedule(given.again(thing), visit_on=date(2026, 4, 21), note="", actor=wang, at=world.now)
    with pytest.raises(moves.Refused):
        services.reschedule(given.again(thing), visit_on=date(2026, 2, 1), note="x", actor=wang, at=world.now)
    assert given.again(thing).visit_on == date(2026, 4, 20)


def test_whoever_leads_the_visit_concludes(world: World) -> None:
    thing = given.look_back(world, person=world.people["lin"])
    with pytest.raises(moves.NotAllowed):
        given.concluded(world, given.again(thing), finding="kept", who="deng")
    given.concluded(world, given.again(thing), finding="kept", who="lin")
    assert LookBack.objects.get(pk=thing.pk).finding == "kept"


@pytest.mark.parametrize("wrong", [{"finding": "fine"}, {"notes": "  "}])
def test_a_conclusion_has_words_and_a_finding(world: World, wrong: dict[str, str]) -> None:
    content = {"finding": "kept", "notes": "都在用。", **wrong}
    with pytest.raises(moves.Refused):
        services.conclude(given.look_back(world), **content, actor=world.actor("wang"), at=world.now)


def test_what_slipped_goes_back_to_departments_and_the_topic_opens_again(world: World) -> None:
    """再视察、再商量 (SYSTEMS 103)."""
    matter = given.topic(world)
    asked, fine = given.decided(world, matter), given.decided(world, matter, ask="第二条，办得好")
    given.published(world, matter)
    unsolved(world, raised(matter)[0])
    thing = given.look_back(world, given.again(matter))
    given.concluded(world, thing, recommendations=[given.again(asked)], again=True)
    assert (given.again(asked).state, given.again(fine).state) == ("sent", "fed_back")
    assert given.again(matter).state == "filed"
    assert [v.state for v in raised(matter)] == ["in_topic", "answered"]
    note = journal.story("topic", matter.pk)[-1].note
    assert "第 1 次再商量" in note and "3 栋还没有开工" in note


def test_kept_reopens_nothing(world: World) -> None:
    matter = given.topic(world)
    asked = given.decided(world, matter)
    given.published(world, matter)
    thing = given.look_back(world, given.again(matter))
    with pytest.raises(moves.Refused):
        given.concluded(world, thing, finding="kept", recommendations=[given.again(asked)])
    with pytest.raises(moves.Refused):
        given.concluded(world, given.again(thing), finding="kept", again=True)
    given.concluded(world, given.again(thing), finding="kept")
    assert given.again(asked).state == "fed_back"


def test_a_member_who_leads_cannot_send_back_to_departments(world: World) -> None:
    """Who may conclude is not yet who may reopen; refused, nothing is written."""
    matter = given.topic(world)
    asked = given.decided(world, matter)
    given.published(world, matter)
    thing = given.look_back(world, given.again(matter), person=world.people["lin"])
    with pytest.raises(moves.NotAllowed):
        given.concluded(world, thing, recommendations=[given.again(asked)], who="lin")
    assert given.again(thing).state == "planned" and given.again(thing).notes == ""
