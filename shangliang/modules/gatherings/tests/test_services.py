"""The verbs: the right person, the wrong one, the wrong moment, what is missing, pressed twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal, moves
from shangliang.kernel.access import CLOCK, PUBLIC
from shangliang.kernel.models import Entry
from shangliang.modules.gatherings import queries, services
from shangliang.modules.gatherings.models import Gathering, Material, Opinion, Participant
from shangliang.modules.gatherings.tests import given
from shangliang.modules.plans.tests import given as plans
from tests.world import World


def verbs(gathering: Gathering) -> list[str]:
    return [e.verb for e in journal.story("gathering", gathering.pk)]


def test_preparing_gives_number_code_and_steps(world: World) -> None:
    gathering = given.prepared(world)
    assert gathering.number.startswith("商〔2026〕") and len(gathering.sign_in_code) == 8
    steps = list(gathering.steps.values_list("order", "label", "done_at"))
    assert len(steps) == 7 and steps[0][2] == world.now and steps[1][2] is None
    assert gathering.state == "preparing" and verbs(gathering) == ["begin"]


def test_numbers_follow_each_other_within_the_unit(world: World) -> None:
    first, second = given.prepared(world), given.prepared(world)
    number = [int(g.number.removeprefix("商〔2026〕").removesuffix("号")) for g in (first, second)]
    assert number[1] == number[0] + 1


def test_prepared_twice_with_one_token_is_one(world: World) -> None:
    about = given.topic(world)
    first, again = (given.prepared(world, about, token="the-same") for _ in range(2))
    assert first == again and Gathering.objects.filter(topic=about).count() == 1


@pytest.mark.parametrize("who", ["lin", "chen", "liu", "gao"])
def test_only_the_office_of_the_unit_prepares(world: World, who: str) -> None:
    about = given.topic(world)
    with pytest.raises(moves.NotAllowed):
        given.prepared(world, about, who=who)
    assert not Gathering.objects.filter(topic=about).exists()


def test_a_county_office_prepares_in_its_county(world: World) -> None:
    gathering = given.prepared(world, who="gao", unit=world.units["liudi"])
    assert gathering.unit == world.units["liudi"]


def test_preparing_says_everything_that_does_not_fit(world: World) -> None:
    item = plans.item(world, plans.plan(world))
    with pytest.raises(moves.Refused) as refused:
        given.prepared(
            world,
            plan_item=item,
            template="nowhere",
            starts_at=world.now,
            ends_at=world.now - timedelta(hours=1),
        )
    assert len(refused.value.reasons) == 3


def test_a_topic_not_yet_filed_cannot_be_consulted_on(world: World) -> None:
    about = given.topic(world)
    type(about).objects.filter(pk=about.pk).update(state="candidate")
    about.refresh_from_db()
    with pytest.raises(moves.Refused, match="还没有立题"):
        given.prepared(world, about)


def test_a_topic_of_another_county_is_not_taken(world: World) -> None:
    theirs = given.prepared(world, who="luo", unit=world.units["wangling"]).topic
    type(theirs).objects.filter(pk=theirs.pk).update(unit=world.units["wangling"])
    theirs.refresh_from_db()
    with pytest.raises(moves.Refused, match="望岭县政协"):
        given.prepared(world, theirs, who="gao", unit=world.units["lanxi"])
    assert theirs not in queries.open_topics(world.actor("gao"))
    assert theirs in queries.open_topics(world.actor("luo"))


def test_edit_keeps_what_was_done_under_the_same_words(world: World) -> None:
    gathering = given.prepared(world)
    services.tick_step(gathering, order=2, note="跑了三个小区", actor=world.actor("wang"), at=world.now)
    services.edit(
        gathering,
        title="加装电梯协商会",
        type="local",
        template="jiangsu",
        place=gathering.place,
        starts_at=gathering.starts_at,
        convener=gathering.convener,
        actor=world.actor("wang"),
        at=world.now,
    )
    gathering.refresh_from_db()
    assert gathering.title == "加装电梯协商会" and gathering.ends_at is None
    assert [s.label for s in gathering.steps.all()][:2] == ["议题提出", "议题确定"]
    assert Entry.objects.get(kind="gathering", ref=str(gathering.pk), verb="edit").facts["changed"] == [
        "ends_at",
        "template",
        "title",
        "type",
    ]


def test_nothing_is_edited_after_the_notice(world: World) -> None:
    gathering = given.noticed(world)
    with pytest.raises(moves.Stale, match="已通知"):
        services.edit(
            gathering, title="x", type="local", template="city", actor=world.actor("wang"), at=world.now
        )


def test_agenda_is_set_as_a_whole(world: World) -> None:
    gathering = given.ready(world)
    two = [services.AgendaItem("report", "通报", 5), services.AgendaItem("vote", "表决", 5)]
    services.set_agenda(gathering, items=two, actor=world.actor("wang"), at=world.now)
    assert list(gathering.agenda.values_list("order", "part")) == [(1, "report"), (2, "vote")]
    with pytest.raises(moves.Refused, match="第 1 项"):
        services.set_agenda(
            gathering, items=[services.AgendaItem("report", " ", 5)], actor=world.actor("wang"), at=world.now
        )
    with pytest.raises(moves.NotAllowed):
        services.set_agenda(gathering, items=two, actor=world.actor("chen"), at=world.now)


def test_invited_twice_is_on_the_list_once(world: World) -> None:
    gathering = given.prepared(world)
    assert given.guest(world, gathering, "member", "lin") == given.guest(world, gathering, "member", "lin")
    assert given.guest(world, gathering, "expert", "顾维") == given.guest(world, gathering, "expert", "顾维")
    with pytest.raises(moves.Refused, match="政协委员"):
        given.guest(world, gathering, "expert", "lin")
    assert gathering.participants.count() == 2


def test_the_table_itself_keeps_a_person_on_the_list_once(world: World) -> None:
    gathering = given.prepared(world)
    guest = given.guest(world, gathering, "expert", "顾维")
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(gathering=gathering, name=guest.name, capacity="expert")


def test_who_has_come_cannot_be_taken_off_the_list(world: World) -> None:
    gathering = given.sitting(world)
    expert, member = given.seat(gathering, "expert"), given.seat(gathering, "member")
    services.uninvite(expert, actor=world.actor("wang"), at=given.the_day(world))
    services.sign_in(member, actor=world.actor("wang"), at=given.the_day(world))
    with pytest.raises(moves.Refused, match="已经签到"):
        services.uninvite(member, actor=world.actor("wang"), at=given.the_day(world))
    assert gathering.participants.count() == 3


def test_a_visit_lies_behind_us_and_is_kept_once(world: World) -> None:
    gathering = given.prepared(world)
    made = {"place": "三号楼", "notes": "看了。", "actor": world.actor("wang"), "at": world.now}
    with pytest.raises(moves.Refused, match="还没有到"):
        services.visit(gathering, on=world.now.date() + timedelta(days=1), **made)
    first, again = (services.visit(gathering, on=world.now.date(), **made) for _ in range(2))
    assert first == again and verbs(gathering).count("visit") == 1


def test_material_is_a_file_or_a_link(world: World) -> None:
    gathering = given.prepared(world)
    asked = {"kind": "recording", "title": "会议录像", "actor": world.actor("wang"), "at": world.now}
    with pytest.raises(moves.Refused, match="上传一个文件"):
        services.add_material(gathering, **asked)
    first = services.add_material(gathering, link="https://example.org/v/1", **asked)
    assert services.add_material(gathering, link="https://example.org/v/1", **asked) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Material.objects.create(
            gathering=gathering, kind="other", title="空", person=world.people["wang"], at=world.now
        )


def test_sign_in_at_the_desk_counts_once(world: World) -> None:
    gathering = given.sitting(world)
    member = given.seat(gathering, "member")
    at = given.the_day(world)
    with pytest.raises(moves.NotAllowed):
        services.sign_in(member, actor=world.actor("lin"), at=at)
    assert services.sign_in(member, actor=world.actor("chen"), at=at) is True
    assert services.sign_in(member, actor=world.actor("chen"), at=at + timedelta(hours=1)) is False
    member.refresh_from_db()
    assert (member.signed_in_at, member.signed_how) == (at, "desk")


def test_a_wrong_sign_in_is_taken_back_with_its_reason(world: World) -> None:
    gathering = given.sitting(world)
    member = given.seat(gathering, "member")
    asked = {"actor": world.actor("wang"), "at": given.the_day(world)}
    services.sign_in(member, **asked)
    with pytest.raises(moves.Refused, match="理由"):
        services.unsign(member, note=" ", **asked)
    assert services.unsign(member, note="点错了人", **asked) is True
    assert services.unsign(member, note="点错了人", **asked) is False
    member.refresh_from_db()
    assert member.signed_in_at is None and Entry.objects.filter(verb="unsign", note="点错了人").count() == 1


def test_an_opinion_sent_twice_is_kept_once(world: World) -> None:
    gathering = given.sitting(world)
    first, again = (given.said(world, gathering, token="one-press") for _ in range(2))
    assert first == again and gathering.opinions.count() == 1 and verbs(gathering).count("opine") == 1


def test_members_write_for_themselves_departments_for_theirs(world: World) -> None:
    gathering = given.sitting(world)
    at = given.the_day(world)

    def speak(who: str, capacity: str) -> Opinion:
        return services.opine(
            gathering,
            participant=given.seat(gathering, capacity),
            text="同意。",
            token=f"{who}-{capacity}",
            actor=world.actor(who),
            at=at,
        )

    assert speak("lin", "member").participant.person == world.people["lin"]
    assert speak("liu", "head").participant.unit == world.units["d-housing"]
    assert speak("chen", "expert").participant.name == "顾维"
    for who, capacity in (("lin", "head"), ("liu", "member"), ("deng", "member"), ("tang", "head")):
        with pytest.raises(moves.NotAllowed):
            speak(who, capacity)


def test_an_answer_to_an_answer_stands_under_the_first(world: World) -> None:
    gathering = given.sitting(world)
    first = given.said(world, gathering)
    second = given.said(world, gathering, "head", "部门答复。", replies_to=first)
    third = given.said(world, gathering, "member", "再问一句。", replies_to=second)
    assert third.replies_to == first


def test_an_opinion_belongs_to_one_meeting(world: World) -> None:
    here, there = given.sitting(world), given.sitting(world)
    with pytest.raises(moves.Refused, match="名单"):
        services.opine(
            here,
            participant=given.seat(there, "member"),
            text="串场",
            token="t",
            actor=world.actor("wang"),
            at=world.now,
        )
    with pytest.raises(moves.Refused, match="不属于本次"):
        given.said(world, here, replies_to=given.said(world, there))


def test_no_opinion_before_the_notice_and_none_after_the_minutes(world: World) -> None:
    gathering = given.ready(world)
    with pytest.raises(moves.Stale, match="筹备中"):
        given.said(world, gathering)
    done = given.concluded(world)
    with pytest.raises(moves.Stale, match="纪要已定"):
        given.said(world, done)


def test_a_correction_leaves_what_stood_there_in_the_journal(world: World) -> None:
    gathering = given.sitting(world)
    opinion = given.said(world, gathering, text="每户出三千。")
    with pytest.raises(moves.NotAllowed):
        services.correct(opinion, text="每户出两千。", actor=world.actor("lin"), at=world.now)
    services.correct(opinion, text="每户出两千。", actor=world.actor("wang"), at=world.now)
    opinion.refresh_from_db()
    assert opinion.text == "每户出两千。"
    assert Entry.objects.get(verb="correct", ref=str(gathering.pk)).facts["was"] == "每户出三千。"


def test_the_running_part_is_the_one_opened_last(world: World) -> None:
    gathering = given.sitting(world)
    first, second = list(gathering.agenda.select_related("gathering"))[:2]
    at = given.the_day(world)
    services.open_part(first, actor=world.actor("chen"), at=at)
    services.open_part(second, actor=world.actor("chen"), at=at + timedelta(minutes=20))
    services.open_part(second, actor=world.actor("chen"), at=at + timedelta(minutes=25))
    second.refresh_from_db()
    assert second.started_at == at + timedelta(minutes=20) and verbs(gathering).count("part") == 2
    with pytest.raises(moves.NotAllowed):
        services.open_part(first, actor=world.actor("lin"), at=at)


def test_consensus_lands_on_somebody_by_a_day(world: World) -> None:
    gathering = given.sitting(world)
    opinion = given.said(world, gathering)
    first, again = (given.agreed(world, gathering, opinions=[opinion]) for _ in range(2))
    assert first == again and list(first.opinions.all()) == [opinion]
    with pytest.raises(moves.Refused) as refused:
        given.agreed(world, gathering, text=" ", due_on=world.now.date())
    assert len(refused.value.reasons) == 2
    other = given.said(world, given.sitting(world))
    with pytest.raises(moves.Refused, match="本次协商的意见"):
        given.agreed(world, gathering, text="另一项", opinions=[other])


def test_consensus_is_amended_until_the_minutes_are_settled(world: World) -> None:
    gathering = given.held(world)
    row = gathering.consensus.select_related("gathering", "responsible").get()
    new = {"text": "一个月内出台办法", "responsible": world.units["d-civil"], "due_on": row.due_on}
    services.amend(row, **new, actor=world.actor("wang"), at=given.the_day(world))
    assert Entry.objects.get(verb="amend", ref=str(gathering.pk)).facts["was"]["responsible"] == "市住建局"
    done = given.concluded(world)
    with pytest.raises(moves.Stale):
        services.amend(done.consensus.get(), **new, actor=world.actor("wang"), at=given.the_day(world))


def test_a_micro_consultation_on_one_page(world: World) -> None:
    about = given.topic(world)
    asked = {
        "topic": about,
        "title": "三号楼下的垃圾桶挪到哪里",
        "place": "三号楼前",
        "starts_at": world.now,
        "convener": world.people["lin"],
        "actor": world.actor("wang"),
        "at": world.now,
        "token": "micro-once",
    }
    with pytest.raises(moves.Refused, match="至少请一名委员"):
        services.prepare_quick(
            world.units["shiqiao"], guests=[services.Guest("grassroots", "方阿婆")], **asked
        )
    guests = [services.Guest("member", person=world.people["lin"]), services.Guest("grassroots", "方阿婆")]
    first, again = (services.prepare_quick(world.units["shiqiao"], guests=guests, **asked) for _ in range(2))
    assert first == again and first.state == "noticed" and first.agenda.count() == 3
    assert first.type == "micro" and first.participants.count() == 2


def test_the_public_can_do_nothing_but_look(world: World) -> None:
    gathering = given.sitting(world)
    for actor in (PUBLIC, CLOCK):
        with pytest.raises(moves.NotAllowed):
            services.light(gathering, kind="theme", evidence="x", actor=actor, at=world.now)
