"""Where briefs come from: voices, topics, other modules, stations; and who may be reached how."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal, loop, moves
from shangliang.kernel.models import Entry, Notice
from shangliang.modules.briefs import queries, services
from shangliang.modules.briefs.models import Brief
from shangliang.modules.briefs.tests import given
from shangliang.modules.topics.tests import given as topics
from shangliang.modules.voices.tests import given as voices
from tests.world import World

pytestmark = pytest.mark.django_db


# 三源征题


def test_from_a_voice_with_one_action(world: World) -> None:
    voice = voices.voice(world, "校门口没有减速带")
    wang = world.actor("wang")
    brief = services.from_voice(voice, actor=wang, at=world.now, token="t")
    assert services.from_voice(voice, actor=wang, at=world.now, token="t") == brief
    with pytest.raises(moves.Stale):
        services.from_voice(voice, actor=world.actor("lin"), at=world.now)
    assert (brief.voice, brief.title, brief.state) == (voice, "校门口没有减速带", "draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        given.draft(world)
        Brief.objects.exclude(pk=brief.pk).update(voice=voice)
    services.write(brief, words=given.words(), actor=wang, at=world.now)
    services.submit(brief, actor=wang, at=world.now)
    assert loop.walk("voice", voice.pk)["brief"] == {brief.pk}
    assert loop.walk("brief", brief.pk)["voice"] == {voice.pk}


def test_from_a_topic_and_down_to_the_departments(world: World) -> None:
    topic = topics.filed(world, "校园周边交通")
    brief = services.from_topic(topic, actor=world.actor("lin"), at=world.now)
    services.write(brief, words=given.words(), actor=world.actor("lin"), at=world.now)
    services.submit(brief, actor=world.actor("lin"), at=world.now)
    given.forwarded(world, given.issued(world, brief))
    found = loop.walk("topic", topic.pk)
    assert found["brief"] == {brief.pk} and found["dispatch"] == {brief.dispatch_id}
    names = [stop.station.name for stop in loop.chain("topic", topic.pk)]
    assert "brief" in names
    assert "brief" not in [s.station.name for s in loop.chain("topic", topics.filed(world, "别的").pk)]


def test_taken_in_from_another_module_once_for_ever(world: World) -> None:
    """DOMAIN 0.2 no. 3: a proposal that was not filed, with its proposer's consent; replayed it stays one."""
    handed: dict[str, Any] = {
        "title": "校门口缺减速带", "situation": given.SITUATION, "advice": given.ADVICE,
        "reporter": world.people["lin"], "origin": "提案 12 号转", "origin_link": "/desk/proposals/12/",
        "actor": world.actor("wang"), "at": world.now, "token": "proposal:12",
    }  # fmt: skip
    brief = services.take_in(world.units["yunchuan"], **handed)
    assert services.take_in(world.units["yunchuan"], **{**handed, "at": world.now + given.days(400)}) == brief
    assert (brief.state, brief.drafter, brief.origin) == ("submitted", world.people["lin"], "提案 12 号转")
    assert given.told(world, brief, "take_in") >= {"lin", "wang"} and Brief.objects.count() == 1
    assert given.shares(brief) == {("lin", "submit", "1/1")}


# 信息站


def test_a_station_reports(world: World) -> None:
    station = given.station(world)
    services.appoint(station, person=world.people["feng"], actor=world.actor("wang"), at=world.now)
    outside = services.appoint(
        station, name="老李", contact="13812345678", actor=world.actor("wang"), at=world.now
    )
    assert outside.contact == "13812345678"
    with pytest.raises(moves.Refused, match="已经是"):
        services.appoint(station, person=world.people["feng"], actor=world.actor("wang"), at=world.now)
    for who, source in (("zhou", "station"), ("feng", "informant")):
        given.submitted(world, who=who, source=source, station=station)
    with pytest.raises(moves.NotAllowed, match="信息站"):
        given.draft(world, who="deng", station=station)
    given.adopted(world, given.issued(world, Brief.objects.filter(station=station).first()))
    (line,) = queries.stations(type(station).objects.all(), year=2026)
    assert (line.received, line.issued, line.adopted, line.informants) == (2, 1, 1, 2)
    services.dismiss(
        station.informants.get(person=world.people["feng"]), actor=world.actor("wang"), at=world.now
    )
    with pytest.raises(moves.NotAllowed):
        given.draft(world, who="feng", station=station)
    moves.make(station, "close", actor=world.actor("wang"), at=world.now, note="迁址")
    with pytest.raises(moves.Stale):
        given.draft(world, who="zhou", station=station)
    with pytest.raises(moves.NotAllowed):
        services.open_station(
            world.units["yunchuan"], name="x", place="y", contact=world.people["lin"],
            opened_on=world.now.date(), actor=world.actor("lin"), at=world.now,
        )  # fmt: skip


def test_contact_data_are_read_with_a_reason(world: World) -> None:
    brief, station = given.submitted(world, outside=["张大妈"]), given.station(world)
    services.appoint(station, name="老李", contact="13812345678", actor=world.actor("wang"), at=world.now)
    for read, thing in ((services.read_contacts, brief), (services.read_informants, station)):
        with pytest.raises(moves.Refused, match="用途"):
            read(thing, why=" ", actor=world.actor("wang"), at=world.now)
        for who in ("lin", "yao", "zhao"):
            with pytest.raises(moves.NotAllowed):
                read(thing, why="看看", actor=world.actor(who), at=world.now)
        (row,) = read(thing, why="电话反馈 13812345678", actor=world.actor("wang"), at=world.now)
        assert row.contact == "13812345678"
        last = journal.story(moves.kind_of(thing).flow.kind, thing.pk)[-1]
        assert last.verb == "read_contact" and "13812345678" not in last.payload


def test_who_is_named_as_reporter_says_so_herself(world: World) -> None:
    """Typed in by the office: she is asked, credited when she agrees, taken off when she declines."""
    writer = services.Writer
    brief = services.draft(
        world.units["yunchuan"], words=given.words(), source="member", actor=world.actor("wang"), at=world.now,
        writers=[writer(world.people["feng"]), writer(world.people["deng"])],
    )  # fmt: skip
    services.submit(brief, actor=world.actor("wang"), at=world.now)
    assert given.shares(brief) == set()
    services.answer_invitation(brief, agrees=True, actor=world.actor("deng"), at=world.now)
    services.answer_invitation(brief, agrees=False, actor=world.actor("feng"), at=world.now)
    assert given.shares(brief) == {("deng", "submit", "1/1")}
    assert list(brief.authors.values_list("name", "place")) == [("邓小军", 0)]


def test_whoever_is_in_a_composite_is_told_of_each_step_once(world: World) -> None:
    """By her own brief where that tells of it, by the composite where it alone does."""
    made = given.issued(world, given.composite(world))
    own = made.sources.get(title="校门口缺减速带")
    given.closed(world, given.answered(world, given.forwarded(world, made)))
    given.adopted(world, made)
    services.tell(made, text="市里采用了。", actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    before = Entry.objects.get(kind="brief", ref=str(own.pk), verb="merge")
    heard = Notice.objects.filter(person=world.people["lin"], entry_id__gte=before.pk).order_by("entry_id")
    assert list(heard.values_list("entry__verb", "entry__ref")) == [
        ("merge", str(own.pk)), ("printed_in", str(own.pk)), ("forward", str(made.pk)),
        ("feed_back_merged", str(own.pk)), ("adopted_with", str(own.pk)), ("tell", str(own.pk)),
    ]  # fmt: skip


def test_what_an_instruction_needs_is_marked_and_asked_for_in_its_field(world: World) -> None:
    brief = given.issued(world)
    asked = given.page(given.get(world, "wang", "adopt", brief.pk))
    assert asked.count("领导批示时必填") == 2 and "转送时必填" in asked
    said = {
        "level": "city",
        "kind": "single",
        "result": "instruction",
        "on": "2026-03-02",
        "evidence": "12 号",
    }
    refused = given.post(world, "wang", "adopt", brief.pk, **said)
    assert refused.status_code == 422 and 'id="id_leader_error"' in given.page(refused)
    assert not brief.adoptions.exists()


def test_only_what_one_may_turn_into_a_brief_is_offered(world: World) -> None:
    """A city's topic is offered to its people, a county's office does not press a button that refuses it."""
    matter = topics.filed(world, "校园周边交通")
    topics.Topic.objects.filter(pk=matter.pk).update(heads=900)
    county = topics.filed(world, "县里的路")
    topics.Topic.objects.filter(pk=county.pk).update(heads=900, unit=world.units["lanxi"])
    seen = {who: given.page(given.get(world, who, "sources")) for who in ("lin", "gao", "luo")}
    there = county.get_absolute_url()
    assert matter.get_absolute_url() in seen["lin"] and there in seen["gao"]
    assert there not in seen["lin"] and there not in seen["luo"]
    assert given.get(world, "zhao", "sources").status_code == 403
