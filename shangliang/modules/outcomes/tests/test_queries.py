"""The questions: right answers, at the price they say, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from shangliang.kernel import loop, moves, search
from shangliang.kernel.access import Actor, Seat
from shangliang.kernel.models import SearchRow
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.outcomes import queries, services
from shangliang.modules.outcomes.models import Recommendation
from shangliang.modules.outcomes.tests import given
from shangliang.modules.topics import services as topics
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices import services as voices
from shangliang.modules.voices.models import Voice
from shangliang.modules.voices.tests import given as voices_given
from tests.world import World

pytestmark = pytest.mark.django_db
ROOT = "001."
Prices = Callable[[int], Any]


def rich(world: World) -> Topic:
    """A topic with everything in it."""
    matter = given.topic(world)
    met = given.gathering(world, matter)
    given.agreed(world, met, given.opinion(world, met))
    for n in range(3):
        given.decided(world, matter, ask=f"第 {n + 1} 条", promise=f"承诺 {n}", norm="in_progress")
    thing = given.submitted(world, matter)
    given.instruction(world, thing)
    given.feedback(world, matter)
    given.look_back(world, matter)
    return given.again(matter)  # type: ignore[no-any-return]


# Who holds what


def test_lines_say_who_must_act_and_until_when(world: World) -> None:
    matter = given.topic(world)
    draft = given.recommendation(world, matter)
    sent = given.sent(world, matter, split=["d-urban"])
    rows = {line.recommendation.pk: line for line in queries.lines(queries.recommendations())}
    assert rows[draft.pk].holders == ("市政协",) and rows[draft.pk].departments == ()
    assert rows[sent.pk].holders == ("市住建局", "市城管局")
    assert rows[sent.pk].clock is not None and rows[sent.pk].due_at == handling.part(sent.dispatch).due_at
    given.answered(world, sent)
    line = queries.lines(queries.recommendations().filter(pk=sent.pk))[0]
    assert (line.departments, line.holders) == (("市住建局", "市城管局"), ("市城管局",))
    given.answered(world, sent, unit="d-urban", who="xu")
    line = queries.lines(queries.recommendations().filter(pk=sent.pk))[0]
    assert line.holders == ("市政协",) and line.due_at == given.again(sent).due_at


def test_nobody_holds_what_has_been_fed_back(world: World) -> None:
    matter = given.topic(world)
    given.decided(world, matter)
    given.published(world, matter)
    assert queries.lines(queries.recommendations())[0].holders == ()


def test_late_is_late_wherever_the_clock_runs(world: World) -> None:
    matter = given.topic(world)
    sent, decided = given.sent(world, matter), given.decided(world, matter, ask="第二条")
    late = lambda at: set(Recommendation.objects.filter(queries.handled.overdue(at)))  # noqa: E731
    assert late(world.now) == set()
    assert late(world.now + timedelta(days=8)) == {sent}  # not signed for within five working days
    assert late(world.now + timedelta(days=60)) == {sent, decided}


def test_the_board_in_three_queries(world: World, django_assert_num_queries: Prices) -> None:
    matter = rich(world)
    for n in range(4):
        given.recommendation(world, matter, text=f"还没交办 {n}")
    with django_assert_num_queries(3):
        lanes = {lane.state: lane for lane in queries.board(ROOT, each=2)}
        assert [line.recommendation.topic.title for line in lanes["draft"].lines] == [matter.title] * 2
    assert (lanes["draft"].count, lanes["decided"].count, lanes["sent"].count) == (4, 3, 0)
    assert [line.recommendation.text for line in lanes["decided"].lines] == ["第 3 条", "第 2 条"]
    assert queries.board("001.001.")[0].count == 0


# One topic


def test_everything_of_a_topic_in_eight_queries(world: World, django_assert_max_num_queries: Prices) -> None:
    matter = rich(world)
    with django_assert_max_num_queries(8):
        came = queries.topic_outcomes(matter)
        assert [line.departments for line in came.lines] == [("市住建局",)] * 3
        assert came.instructions[0].document.title == came.documents[0].title
        assert came.look_backs[0].person.name == "王秀兰"
        assert sum(len(made) for made in came.promises.values()) == 3
    assert came.draft_feedback is not None and came.waiting == 0
    assert came.voices == {"in_topic": 2}


def test_what_can_be_drawn_on_in_three_queries(world: World, django_assert_num_queries: Prices) -> None:
    matter = given.topic(world)
    met = given.gathering(world, matter)
    said = given.opinion(world, met)
    agreed = given.agreed(world, met, said)
    given.recommendation(world, matter, text="先写一条", consensus=agreed)
    with django_assert_num_queries(3):
        found = queries.sources(matter)
        assert [(c.responsible.short, c.pk in found.drawn) for c in found.consensus] == [("市住建局", True)]
        assert [o.participant.name for o in found.opinions] == ["林晓梅"]
    assert found.gatherings == [met]


def test_a_matter_is_followed_through_the_years(world: World, django_assert_num_queries: Prices) -> None:
    """批办件一督到底，连年跟踪 (SYSTEMS 60)."""
    first = rich(world)
    wang = world.actor("wang")
    second = topics.open_topic(
        first.unit,
        title="电梯再商量",
        summary="第二年",
        origin="looked_back",
        follows=first,
        actor=wang,
        at=world.now,
    )
    third = topics.open_topic(
        first.unit,
        title="第三年",
        summary="第三年",
        origin="looked_back",
        follows=second,
        actor=wang,
        at=world.now,
    )
    given.look_back(world, third, visit_on=date(2028, 5, 1))
    for matter in (first, second, third):
        with django_assert_num_queries(5):
            events = queries.tracking(matter)
        assert [e.on for e in events] == sorted((e.on for e in events), reverse=True)
        assert {e.what for e in events} == {"topic", "instruction", "look_back"}
        assert events[0].on.year == 2028 and events[0].topic == third


def test_the_list_as_the_desk_sees_it_in_five_queries(
    world: World, django_assert_num_queries: Prices
) -> None:
    matter = given.topic(world)
    for n in range(3):
        given.decided(world, matter, ask=f"第 {n} 条")
    thing = given.published(world, matter)
    voice = Voice.objects.filter(topic_links__topic=matter).order_by("pk").first()
    assert voice is not None
    voice.letters.filter(entry__verb="answer").update(seen_at=world.now)
    with django_assert_num_queries(5):
        view = queries.feedback(thing)
        assert [view.lines[i.recommendation_id].departments for i in view.items] == [("市住建局",)] * 3
    assert (view.voices, view.told, view.seen) == ({"answered": 2}, 2, 1)


# What everybody may read


def test_the_public_list_says_all_and_no_contact_data(
    world: World, django_assert_num_queries: Prices
) -> None:
    """公开页不含任何加密字段 (DOMAIN 0.2 no. 11)."""
    matter = given.topic(world)
    for n in range(3):
        given.decided(
            world, matter, ask=f"第 {n} 条，找张三 13812345678", promise=f"办 {n} 号楼", norm="in_progress"
        )
    thing = given.feedback(world, matter)
    item = thing.items.all()[0]
    services.edit_item(item, result="有事打 13912345678。", actor=world.actor("wang"), at=world.now)
    services.publish(thing, actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    voice = Voice.objects.filter(topic_links__topic=matter).select_related("unit").order_by("pk").first()
    assert voice is not None
    raiser = Actor("提出人", (Seat("raiser", "", voice.pk),))
    voices.rate(voice, attitude=5, result="solved", comment="", actor=raiser, at=world.now)
    with django_assert_num_queries(5):
        found = queries.public_feedback(thing.pk)
    assert (
        found is not None
        and found.told == 2
        and found.count("adopted") == 3
        and found.ratings == {"solved": 1}
    )
    assert [line.departments for line in found.lines] == [("市住建局",)] * 3
    assert [p.text for p in found.lines[1].promises] == ["办 1 号楼"]
    assert (
        "1381234" not in repr(found)
        and "1391234" not in repr(found)
        and "139****5678" in found.lines[0].result
    )


def test_a_draft_list_is_nobodys_to_read(world: World) -> None:
    thing = given.feedback(world)
    assert queries.public_feedback(thing.pk) is None and queries.public_feedback(0) is None


def test_the_public_page_of_a_topic_in_five_queries(world: World, django_assert_num_queries: Prices) -> None:
    matter = given.topic(world)
    given.recommendation(world, matter, text="只是草稿")
    part = given.sent(world, matter, text="已经交办")
    assignment = handling.part(handling.again(part.dispatch))
    handling.move(world, assignment, "sign", "liu")
    handling.promised(world, assignment)  # written, but not yet answered
    given.decided(world, matter, ask="已经答复", promise="开工", norm="in_progress")
    given.concluded(world, given.look_back(world, matter), finding="partly")
    given.look_back(world, matter)
    with django_assert_num_queries(5):
        found = queries.public_outcomes(matter.pk)
    assert [(line.text, line.state, len(line.promises)) for line in found.lines] == [
        ("已经交办", "sent", 0), ("已经答复", "decided", 1),
    ]  # fmt: skip
    assert [(b.round, b.label) for b in found.look_backs] == [(1, "部分落实")] and found.feedback == ()


def test_a_published_list_is_found_by_everybody(world: World) -> None:
    thing = given.published(world)
    row = SearchRow.objects.get(kind="feedback", ref=str(thing.pk))
    assert row.public and search.find("加装电梯", kinds=["feedback"]).exists()
    draft = given.feedback(world, given.again(given.decided(world, given.topic(world, title="另一件")).topic))
    given.deliver(world)
    assert not SearchRow.objects.get(kind="feedback", ref=str(draft.pk)).public
    moves.make(draft, "drop", actor=world.actor("wang"), at=world.now, note="作废")
    assert queries.found(draft) is None


def test_the_desk_finds_recommendations_and_documents(world: World) -> None:
    matter = given.topic(world)
    asked = given.recommendation(world, matter, text="给校门口装减速带")
    thing = given.document(world, matter, title="减速带调研")
    given.deliver(world)
    found = {(row.kind, row.public) for row in search.find("减速带", public_only=False)}
    assert found == {("recommendation", False), ("document", False)} and not search.find("减速带").exists()
    for each, verb in ((asked, "withdraw"), (thing, "drop")):
        moves.make(each, verb, actor=world.actor("wang"), at=world.now, note="作废")
    given.deliver(world)
    assert not search.find("减速带", public_only=False).exists()


def test_the_chain_reaches_from_the_voice_to_the_list(world: World) -> None:
    matter = given.topic(world)
    asked = given.decided(world, matter)
    thing = given.published(world, matter)
    for name, pk in (("recommendation", asked.pk), ("feedback", thing.pk), ("topic", matter.pk)):
        found = loop.walk(name, pk)
        assert found["recommendation"] == {asked.pk} and found["feedback"] == {thing.pk}
        assert found["dispatch"] == {asked.dispatch_id} and len(found["voice"]) == 2


# Counted


def test_instructions_are_counted_by_rank(world: World, django_assert_num_queries: Prices) -> None:
    """批示次数 (SYSTEMS 27)."""
    thing = given.submitted(world)
    given.instruction(world, thing)
    thing = given.again(thing)
    done = given.instruction(world, thing)
    services.forward(done, passed_to=world.units["d-housing"], actor=world.actor("wang"), at=world.now)
    services.answer_instruction(done, answer="办好了", actor=world.actor("liu"), at=world.now)
    late = given.instruction(world, thing, rank="province")
    services.forward(late, passed_to=world.units["d-urban"], actor=world.actor("wang"), at=world.now)
    noted = given.instruction(world, thing, rank="province")
    moves.make(noted, "note_only", actor=world.actor("wang"), at=world.now, note="圈阅")
    given.instruction(world, thing, on=date(2025, 12, 30))
    with django_assert_num_queries(1):
        counts = queries.instruction_counts(ROOT, year=2026, at=world.now + timedelta(days=60))
    assert [(c.rank, c.count, c.passed_on, c.answered, c.overdue) for c in counts] == [
        ("county", 0, 0, 0, 0), ("city", 2, 1, 1, 0), ("province", 2, 1, 0, 1), ("national", 0, 0, 0, 0),
    ]  # fmt: skip
    with django_assert_num_queries(1):
        assert {i.document.topic.title for i in queries.instructions()} == {"老旧小区加装电梯"}


def test_documents_are_counted_by_kind(world: World, django_assert_num_queries: Prices) -> None:
    """《政协专报》25 份、320 余条 (SYSTEMS 50): documents, recommendations in them, and what came of them."""
    matter = given.topic(world)
    first = given.submitted(world, matter)
    for n in range(2):
        given.decided(world, matter, document=first, ask=f"第 {n} 条")
    given.tracked(world, Recommendation.objects.order_by("pk")[0])
    given.instruction(world, first)
    given.submitted(world, matter)
    given.document(world, matter)
    with django_assert_num_queries(1):
        (special,) = queries.documents_by_kind(ROOT, year=2026)
    assert (special.kind, special.submitted, special.echoed, special.instructed) == (
        "special_report",
        2,
        1,
        1,
    )
    assert (special.recommendations, special.delivered) == (2, 1)
    assert queries.documents_by_kind(ROOT, year=2025) == []


def test_documents_without_an_echo(world: World, django_assert_num_queries: Prices) -> None:
    late = given.submitted(world)
    given.instruction(world, given.submitted(world, given.topic(world, title="另一件")))
    assert not queries.echoless(ROOT, world.now).exists()
    with django_assert_num_queries(1):
        assert [d.topic.title for d in queries.echoless(ROOT, world.now + timedelta(days=16))] == [
            late.topic.title
        ]


# 闭环率


def test_the_meter_tells_how_far_where_how_long_and_with_whom(
    world: World, django_assert_num_queries: Prices
) -> None:
    given.topic(world, title="还没开会", heads=1)
    sitting = given.topic(world, title="正在商量", heads=1)
    given.gathering(world, sitting)
    with_two = given.topic(world, title="在部门", heads=1)
    given.sent(world, with_two, split=["d-urban"])
    answered = given.topic(world, title="等反馈", heads=1)
    given.decided(world, answered)
    fed_back = given.topic(world, title="已反馈", heads=1)
    given.decided(world, fed_back)
    given.published(world, fed_back)
    straight = given.topic(world, title="直接转办", heads=1, discussing=False)
    topics.pass_on(
        straight, lead=world.units["d-civil"], ask="请办。", actor=world.actor("wang"), at=world.now
    )
    voices_given.voice(world, "还没筛选")
    at = world.now + timedelta(days=12)
    with django_assert_num_queries(6):
        meter = queries.loop_meter(ROOT, at)
    held = meter.topics
    assert (held.total, held.closed, held.permille) == (6, 1, 167)
    by_name = {s.name: s for s in held.stations}
    assert {name: (s.passed, s.waiting) for name, s in by_name.items()} == {
        "topic": (6, 0),
        "plan_item": (6, 0),
        "gathering": (4, 2),
        "opinion": (4, 0),
        "recommendation": (4, 0),
        "dispatch": (2, 2),
        "feedback": (1, 1),
    }
    dispatch = by_name["dispatch"]
    assert {(w.holder, w.count, w.days) for w in dispatch.holders} == {
        ("市住建局", 1, 12), ("市城管局", 1, 12), ("市民政局", 1, 12),
    }  # fmt: skip
    assert (dispatch.days, dispatch.overdue) == (12, 3)
    assert [w.holder for w in by_name["feedback"].holders] == ["市政协"]
    assert held.slowest is not None and held.slowest.name in {"gathering", "dispatch"}
    assert (meter.voices.total, meter.voices.closed) == (7, 1)
    assert {s.name: s.waiting for s in meter.voices.stations} == {
        "voice": 1,
        "topic": 5,
        "dispatch": 0,
        "unsolved": 0,
    }


def test_an_empty_meter_is_nought(world: World) -> None:
    meter = queries.loop_meter("001.001.", world.now)
    assert (meter.topics.total, meter.topics.permille, meter.topics.slowest) == (0, 0, None)


def test_the_price_of_the_meter_does_not_grow(world: World, django_assert_num_queries: Prices) -> None:
    for n in range(3):
        given.decided(world, given.topic(world, title=f"第 {n} 件"))
    with django_assert_num_queries(6):
        assert queries.loop_meter(ROOT, world.now).topics.total == 3


def test_the_chain_of_one_topic(world: World, django_assert_max_num_queries: Prices) -> None:
    matter = given.topic(world)
    given.sent(world, matter, split=["d-urban"])
    price = 2 * len(loop.arrows) + len(loop.stations) + 1
    with django_assert_max_num_queries(price):
        stops = {s.name: s for s in queries.loop_of(matter, world.now + timedelta(days=3))}
    assert (stops["topic"].place, stops["feedback"].place, stops["voice"].count) == ("passed", "ahead", 2)
    here = next(s for s in stops.values() if s.place == "here")
    assert here.name == "dispatch" and here.holders == ("市住建局", "市城管局") and here.days == 3
