"""When a gathering may do what, and what its topic makes of it. 0_2: an invariant of DOMAIN 0.2."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shangliang.kernel import journal, moves, params
from shangliang.kernel.models import Entry, Notice, Parameter
from shangliang.modules.gatherings import queries, services
from shangliang.modules.gatherings.flow import GATHERING
from shangliang.modules.gatherings.models import Gathering, Light, Participant
from shangliang.modules.gatherings.services import following
from shangliang.modules.gatherings.tests import given
from shangliang.modules.plans.tests import given as plans
from shangliang.modules.topics.models import Topic
from tests.world import World


def blockers(world: World, gathering: Gathering, verb: str, who: str = "wang") -> tuple[str, ...]:
    options = moves.options(gathering, actor=world.actor(who), at=given.the_day(world))
    return next(o.blockers for o in options if o.move.name == verb)


def again(thing: Any) -> Any:
    return type(thing).objects.get(pk=thing.pk)


def test_the_notice_waits_for_everything_and_says_so(world: World) -> None:
    gathering = given.prepared(world, place="", starts_at=None, ends_at=None, convener=None)
    said = blockers(world, gathering, "notice")
    assert [s[:6] for s in said] == [
        "还没有定时间",
        "还没有召集人",
        "还没有议程",
        "参加人里还缺",
        "会前调研要 ",
    ]
    assert "政协人、政府人、专业人" in said[3]


def test_the_three_sides_are_all_there_or_named(world: World) -> None:
    gathering = given.ready(world)
    gathering.participants.filter(capacity="expert").delete()
    assert blockers(world, gathering, "notice") == ("参加人里还缺：专业人",)
    given.guest(world, gathering, "legal", "陆律师")
    assert blockers(world, gathering, "notice") == ()


@pytest.mark.parametrize("type", ["micro", "local"])
def test_quick_kinds_need_neither_three_sides_nor_research(world: World, type: str) -> None:
    gathering = given.prepared(world, type=type)
    services.set_agenda(
        gathering, items=[services.AgendaItem("speech", "商量", 30)], actor=world.actor("wang"), at=world.now
    )
    moves.make(gathering, "notice", actor=world.actor("wang"), at=world.now)
    assert gathering.state == "noticed"


def test_jinan_asks_for_three_visits(world: World) -> None:
    gathering = given.ready(world, template="jinan")
    assert blockers(world, gathering, "notice") == ("会前调研要 3 次，还差 2 次",)


def test_a_remote_meeting_needs_an_address_instead_of_a_place(world: World) -> None:
    gathering = given.ready(world, type="remote", place="", online="https://example.org/room/1")
    assert blockers(world, gathering, "notice") == ()


def test_0_2_7_every_meeting_has_a_member_signed_in(world: World) -> None:
    gathering = given.sitting(world)
    given.said(world, gathering)
    services.sign_in(given.seat(gathering, "head"), actor=world.actor("wang"), at=given.the_day(world))
    with pytest.raises(moves.Refused, match="还没有委员签到"):
        services.end(gathering, actor=world.actor("wang"), at=given.the_day(world))
    services.sign_in(given.seat(gathering, "member"), actor=world.actor("wang"), at=given.the_day(world))
    services.end(gathering, actor=world.actor("wang"), at=given.the_day(world))
    assert gathering.state == "held"


def test_a_meeting_without_a_recorded_opinion_does_not_end(world: World) -> None:
    gathering = given.sitting(world)
    services.sign_in(given.seat(gathering, "member"), actor=world.actor("wang"), at=given.the_day(world))
    with pytest.raises(moves.Refused, match="还没有记录意见"):
        services.end(gathering, actor=world.actor("chen"), at=given.the_day(world))


def test_0_2_8_not_closed_before_all_five_lights_are_lit(world: World) -> None:
    gathering = given.concluded(world)
    at = given.the_day(world) + timedelta(days=30)
    for kind in Light.Kind.values:
        with pytest.raises(moves.Refused, match="五个一还缺"):
            moves.make(gathering, "close", actor=world.actor("wang"), at=at)
        services.light(gathering, kind=kind, evidence=f"{kind} 的佐证", actor=world.actor("wang"), at=at)
    moves.make(gathering, "close", actor=world.actor("wang"), at=at)
    assert gathering.state == "closed" and gathering.due_at is None


def test_minutes_are_due_seven_working_days_after_the_meeting(world: World) -> None:
    gathering = given.held(world)
    assert gathering.due_at is not None and gathering.due_at.date().isoformat() == "2026-03-18"
    with pytest.raises(moves.Refused, match="还没有纪要"):
        moves.make(gathering, "conclude", actor=world.actor("wang"), at=given.the_day(world))


def test_a_unit_sets_its_own_days(world: World) -> None:
    Parameter.objects.create(
        path=world.units["yunchuan"].path,
        name="gatherings.notice_before",
        value=3,
        starts_on=world.now.date(),
        reason="小会不用那么早",
    )
    gathering = given.ready(world)
    notice = queries.reminders(gathering, at=world.now, has_material=False)[0]
    assert (notice.days, notice.on.isoformat(), notice.late) == (3, "2026-03-04", False)
    assert params.definition("gatherings.notice_before").default == 15


def test_the_convener_runs_the_meeting_but_sends_no_notice(world: World) -> None:
    gathering = given.ready(world)
    with pytest.raises(moves.NotAllowed):
        moves.make(gathering, "notice", actor=world.actor("chen"), at=world.now)
    moves.make(gathering, "notice", actor=world.actor("wang"), at=world.now)
    moves.make(gathering, "start", actor=world.actor("chen"), at=given.the_day(world))
    assert gathering.state == "sitting"


def test_rescheduled_it_is_prepared_again(world: World) -> None:
    gathering = given.noticed(world)
    moves.make(gathering, "reschedule", actor=world.actor("wang"), at=world.now, note="领导出差")
    assert gathering.state == "preparing" and [
        o.move.name for o in moves.options(gathering, actor=world.actor("wang"), at=world.now)
    ] == ["notice", "cancel"]


def test_every_verb_in_the_rules_has_words() -> None:
    kind = moves.kind_named("gathering")
    silent = kind.policy.verbs - set(kind.words) - {"view", "oversee"}
    assert silent == set() and GATHERING.reachable() == set(GATHERING.states)


def test_the_notice_brings_the_topic_into_discussion(world: World) -> None:
    about = given.topic(world)
    gathering = given.noticed(world, about)
    given.followed(world)
    topic = again(about)
    assert topic.state == "discussing"
    entry = Entry.objects.get(kind="topic", ref=str(about.pk), verb="discuss")
    assert entry.facts == {"gathering": gathering.pk, "number": gathering.number}


def test_called_off_the_topic_goes_back(world: World) -> None:
    about = given.topic(world)
    gathering = given.noticed(world, about)
    given.followed(world)
    services.cancel(
        gathering, note="部门准备不足", actor=world.actor("wang"), at=world.now + timedelta(days=31)
    )
    given.followed(world)
    assert again(about).state == "filed"
    assert Entry.objects.get(kind="topic", ref=str(about.pk), verb="call_off").note == "部门准备不足"


def test_called_off_a_planned_topic_stays_in_the_plan(world: World) -> None:
    item = plans.issued(world).items.first()
    assert item is not None
    gathering = given.noticed(world, item.topic, plan_item=item)
    given.followed(world)
    assert again(item.topic).state == "discussing"
    services.cancel(gathering, note="另行安排", actor=world.actor("wang"), at=world.now + timedelta(days=31))
    given.followed(world)
    assert again(item.topic).state == "planned" and again(item).state == "listed"


def test_called_off_while_another_meeting_is_on_nothing_moves(world: World) -> None:
    about = given.topic(world)
    first, second = given.noticed(world, about), given.noticed(world, about)
    given.followed(world)
    services.cancel(first, note="并到第二场", actor=world.actor("wang"), at=world.now)
    given.followed(world)
    assert again(about).state == "discussing"
    moves.make(second, "reschedule", actor=world.actor("wang"), at=world.now, note="改期")
    given.followed(world)
    assert again(about).state == "discussing"
    services.cancel(second, note="不办了", actor=world.actor("wang"), at=world.now)
    given.followed(world)
    assert again(about).state == "filed"


def test_replayed_from_the_first_entry_nothing_changes(world: World) -> None:
    about, other = given.topic(world), given.topic(world, "另一件事")
    given.concluded(world, about)
    services.cancel(given.noticed(world, other), note="不办了", actor=world.actor("wang"), at=world.now)
    given.followed(world)
    # The first topic has come back since: a new round must not be taken for the old one.
    Topic.objects.filter(pk=about.pk).update(state="filed", entered_at=world.now + timedelta(days=200))
    before = (again(about).state, again(other).state, Entry.objects.count())
    journal.replay("gatherings", world.now + timedelta(days=300))
    assert (
        (again(about).state, again(other).state, Entry.objects.count())
        == before
        == ("filed", "filed", before[2])
    )


def test_a_cancelled_second_round_sends_the_topic_back_in_spite_of_the_first(world: World) -> None:
    about = given.topic(world)
    given.concluded(world, about)
    given.followed(world)
    later = world.now + timedelta(days=200)
    Topic.objects.filter(pk=about.pk).update(state="filed", entered_at=later)
    second = given.ready(world, again(about), starts_at=later + timedelta(days=9), ends_at=None)
    moves.make(second, "notice", actor=world.actor("wang"), at=later)
    journal.deliver_all(later)
    assert again(about).state == "discussing"
    services.cancel(second, note="条件不成熟", actor=world.actor("wang"), at=later + timedelta(days=1))
    journal.deliver_all(later + timedelta(days=1))
    assert again(about).state == "filed"


def test_steps_tick_themselves_once_and_stay_taken_back(world: World) -> None:
    gathering = given.held(world)
    given.followed(world)
    done = {s.label: s.done_at for s in gathering.steps.all()}
    assert [label for label, at in done.items() if at] == [
        "议题产生",
        "调查研究",
        "方案与公示",
        "事中协商",
        "形成共识",
    ]
    services.tick_step(gathering, order=2, done=False, actor=world.actor("wang"), at=given.the_day(world))
    journal.replay("gatherings", given.the_day(world))
    assert gathering.steps.get(order=2).done_at is None


def test_the_consumer_leaves_what_is_not_its_own(world: World) -> None:
    assert following.follows("gathering", "notice") and not following.follows("topic", "notice")
    assert not following.follows("gathering", "step")
    following.follow(Entry(kind="gathering", ref="0", verb="notice", at=world.now), world.now)


def test_guests_hear_of_the_notice(world: World) -> None:
    gathering = given.noticed(world)
    given.followed(world)
    rows = Notice.objects.filter(entry__ref=str(gathering.pk), entry__verb="notice")
    told = set(rows.values_list("person__username", flat=True))
    assert {"lin", "hou", "liu", "chen"} <= told and "deng" not in told and "wang" not in told


def test_sides_name_who_stands_for_them(world: World) -> None:
    gathering = given.ready(world)
    sides = {s.key: s.names for s in queries.sides(list(gathering.participants.all()))}
    assert sides == {"cppcc": ("林晓梅",), "government": ("侯明亮",), "expert": ("顾维",)}
    assert set().union(*Participant.SIDES.values()) == set(Participant.Capacity) - {
        Participant.Capacity.GRASSROOTS,
        Participant.Capacity.STAKEHOLDER,
    }
