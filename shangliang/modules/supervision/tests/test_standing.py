"""Special supervisors: appointed for a time, and every report is answered."""

from __future__ import annotations

import pytest

from shangliang.kernel import moves
from shangliang.modules.supervision import services
from shangliang.modules.supervision.models import Observation, SpecialSupervisor
from shangliang.modules.supervision.tests import given
from shangliang.modules.supervision.tests.test_before import refused
from tests import given as least
from tests.world import World

pytestmark = pytest.mark.django_db


def test_appointed_with_field_term_and_letter(world: World) -> None:
    one = given.supervisor(world, token="t")
    assert given.supervisor(world, token="t") == one and SpecialSupervisor.objects.count() == 1
    assert given.told(world, one, "begin") == {"lin"}
    refused(lambda: given.supervisor(world, letter_no="另号"), "已经聘任", moves.Stale)
    refused(lambda: given.supervisor(world, who="deng", letter_no=one.letter_no), "聘书编号", moves.Stale)
    refused(lambda: given.supervisor(world, who="wang"), "不是本届委员")
    refused(lambda: given.supervisor(world, who="deng", ends_on=given.DAY), "聘期结束")
    for who in ("chen", "lin", "liu"):
        refused(
            lambda who=who: services.appoint(
                world.units["yunchuan"], department=world.units["d-urban"], person=world.people["deng"], field="城管",
                letter_no="9", starts_on=given.DAY, ends_on=given.DAY + given.days(9), actor=world.actor(who),
                at=world.now,
            ),
            "政协办聘任", moves.NotAllowed,
        )  # fmt: skip


def test_the_departments_own_invitation_must_have_been_accepted(world: World) -> None:
    invitation = least.one(world, "list_invitation")
    type(invitation).objects.filter(pk=invitation.pk).update(kind="delegate")
    invitation.refresh_from_db()
    asked = least.one(world, "invitee", invitation=invitation)
    refused(lambda: given.supervisor(world, invitee=asked), "还没有接受")
    accepted = given.move(world, asked, "accept", "lin")
    refused(lambda: given.supervisor(world, unit="d-urban", invitee=accepted), "这份邀请不是")
    assert given.supervisor(world, invitee=accepted).invitee == accepted


def test_the_term_ends_by_the_clock(world: World) -> None:
    one = given.supervisor(world)
    list(given.moves_by_clock(given.again(one).due_at + given.days(1)))
    ended = given.again(one)
    assert ended.state == "expired"
    refused(lambda: given.observation(world, ended), "聘期已经结束", moves.Stale)
    assert given.supervisor(world, letter_no="续聘").state == "serving"


def test_only_she_reports_and_the_office_answers(world: World) -> None:
    one = given.supervisor(world)
    refused(lambda: given.observation(world, one, who="deng"), "不归您", moves.NotAllowed)
    told = given.observation(world, one, token="t")
    assert given.observation(world, one, token="t") == told and Observation.objects.count() == 1
    assert given.told(world, told, "begin") == {"wang"}
    for who in ("lin", "liu", "chen"):
        refused(
            lambda who=who: services.answer_observation(told, answer="好", actor=world.actor(who), at=world.now),
            "不归您", moves.NotAllowed,
        )  # fmt: skip
    refused(
        lambda: services.answer_observation(told, answer=" ", actor=world.actor("wang"), at=world.now), "答复"
    )
    services.answer_observation(told, answer="已增开一个窗口。", actor=world.actor("wang"), at=world.now)
    assert given.told(world, told, "answer") == {"lin"}
    refused(
        lambda: services.file_observation(told, note="再办", actor=world.actor("wang"), at=world.now), "已经处理",
        moves.Stale,
    )  # fmt: skip


def test_an_unanswered_report_goes_up(world: World) -> None:
    told = given.observation(world)
    late = given.again(told).due_at + given.days(8)
    list(given.moves_by_clock(late))
    assert {"wang", "chen"} <= given.told(world, told, "clock_overdue", at=late)


def test_taken_up_as_a_finding_of_the_supervisor(world: World) -> None:
    running = given.running(world)
    told = given.observation(world)
    finding = services.take_up(
        told,
        supervision=running,
        advice="增开窗口",
        answer="已列入监督意见",
        actor=world.actor("wang"),
        at=world.now,
    )
    assert (finding.finder, finding.department.code) == (world.people["lin"], "d-housing")
    assert given.again(told).state == "taken" and given.again(told).finding == finding
    other = given.observation(world, given.supervisor(world, who="deng", unit="d-urban"), who="deng")
    refused(
        lambda: services.take_up(
            other, supervision=running, advice="改", answer="列入", actor=world.actor("wang"), at=world.now
        ),
        "不是被监督单位",
    )
    services.file_observation(given.again(other), note="已经在办", actor=world.actor("wang"), at=world.now)
    assert given.again(other).answer == "已经在办"


def test_a_department_does_not_read_what_is_reported_of_it(world: World) -> None:
    told = given.observation(world)
    policy = moves.kind_of(told).policy
    assert not any(
        policy.may(world.actor(who), "view", told) for who in ("liu", "hou", "deng", "zhao", "public")
    )
