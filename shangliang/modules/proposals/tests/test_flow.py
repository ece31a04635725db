"""The table itself: what each step asks for, named as people read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shangliang.kernel import moves, sweeper
from shangliang.modules.proposals import services
from shangliang.modules.proposals.flow import PROPOSAL
from shangliang.modules.proposals.models import (
    COLLECTIVE,
    FILED,
    IN_REVIEW,
    WITH_DEPARTMENTS,
    WRITING,
    Proposal,
)
from shangliang.modules.proposals.queries import MINE, STAGES
from shangliang.modules.proposals.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db
WEN = {"responsible": "温繁星", "contact_name": "小李", "contact_office": "0536-1234567"}


def missing(world: World, proposal: Proposal, who: str = "lin") -> list[str]:
    """What keeps it from being handed in."""
    with pytest.raises(moves.Refused) as refused:
        given.submit(world, given.again(proposal), who=who)
    return list(refused.value.reasons)


def test_lists_of_states_name_states_of_the_flow() -> None:
    known = set(PROPOSAL.states)
    for held in (WRITING, IN_REVIEW, WITH_DEPARTMENTS, FILED, STAGES):
        assert set(held) <= known
    assert known == {s for stage in MINE.values() for s in stage}
    assert set(STAGES) == known - {"draft", "cosigning"}


def test_everything_that_is_missing_is_said_at_once(world: World) -> None:
    proposal = given.draft(
        world, situation=" ", suggestions=(), not_secret=False, open_ok=False, open_reason="不便公开"
    )
    Proposal.objects.filter(pk=proposal.pk).update(open_reason="")
    said = missing(world, proposal)
    assert [s[:6] for s in said] == [
        "还没有写情况",
        "至少要有一条",
        "不同意公开的",
        "请确认提案不",
        "还没有可以提",
    ]


def test_too_long(world: World) -> None:
    given.session(world)
    proposal = given.draft(world, situation="路" * 2500)
    assert "全文不超过 2500 字" in missing(world, proposal)[0]
    given.submit(world, given.draft(world, situation="路 \n" * 2400))


@pytest.mark.parametrize(
    ("kind", "who", "unit"),
    [
        ("party", "fan", "p-minmeng"), ("sector", "shu", "s-education"), ("group", "gu", "g-first"),
        ("committee", "wen", "c-education"),
    ],
)  # fmt: skip
def test_what_each_body_needs(world: World, kind: str, who: str, unit: str) -> None:
    given.session(world)
    assert kind in COLLECTIVE
    bare = given.draft(world, who=who, kind=kind, body=services.Body(world.units[unit]))
    assert missing(world, bare, who) == ["集体提案请写明负责人"]
    no_contact = given.body(world, unit, contact_name="")
    services.write(bare, words=given.words(), body=no_contact, actor=world.actor(who), at=world.now)
    assert missing(world, bare, who) == ["集体提案请写明联系人、办公电话和地址"]
    services.write(
        bare, words=given.words(), body=given.body(world, unit), actor=world.actor(who), at=world.now
    )
    if kind == "party":
        assert "加盖公章" in missing(world, bare, who)[0]
        services.put_seal(bare, file=given.stored(world), actor=world.actor(who), at=world.now)
    if kind == "sector":
        assert "哪些委员讨论过" in missing(world, bare, who)[0]
        discussed = given.body(world, unit, discussed_on=world.now.date(), discussed_by="教育界 12 名委员")
        services.write(bare, words=given.words(), body=discussed, actor=world.actor(who), at=world.now)
        assert given.again(bare).sector.name == "教育"
    given.submit(world, given.again(bare), who=who)
    assert given.again(bare).state == "submitted"


@pytest.mark.parametrize(
    ("kind", "who", "unit"), [("sector", "shu", "s-education"), ("group", "gu", "g-first")]
)
def test_sectors_and_groups_only_while_it_sits(world: World, kind: str, who: str, unit: str) -> None:
    given.session(world)
    body = given.body(world, unit, discussed_on=world.now.date(), discussed_by="全体")
    proposal = given.draft(world, who=who, kind=kind, body=body)
    with pytest.raises(moves.Refused, match="只在全体会议期间提出"):
        given.submit(world, proposal, who=who, at=world.now + given.days(3))
    proposal = given.submit(world, given.again(proposal), who=who, at=world.now + given.days(1))
    # What was sent back then may come in again when everybody has gone home.
    moves.make(
        proposal, "send_back", actor=world.actor("wang"), at=world.now + given.days(1), note="请补数据"
    )
    given.submit(world, proposal, who=who, at=world.now + given.days(5))


def test_a_group_signs_by_its_leader_or_all_of_it(world: World) -> None:
    given.session(world)
    for name in ("lin", "deng"):
        given.seated(world, name, "g-first", "member")
    proposal = given.draft(world, kind="group", body=given.body(world, "g-first"))
    assert "还没有签的：顾志强、邓小军" in missing(world, proposal)[0]
    services.invite(proposal, people=[world.people["deng"]], actor=world.actor("lin"), at=world.now)
    given.answer(world, proposal, "deng")
    assert "顾志强" in missing(world, proposal)[0]
    world.people["gu"].seats.update(ends_on=world.now.date() - given.days(1))
    given.submit(world, given.again(proposal))


def test_joint_and_personal_are_told_apart(world: World) -> None:
    given.session(world)
    alone = given.draft(world, kind="joint")
    assert "至少要有两人签署" in missing(world, alone)[0]
    two = given.invited(world, "deng")
    given.answer(world, two, "deng")
    Proposal.objects.filter(pk=two.pk).update(kind="personal")
    assert "改为委员联名提案" in missing(world, given.again(two))[0]


def test_only_members_of_the_term_bring_one(world: World) -> None:
    """资格: a seat is not enough; who is not a member of this term cannot hand in (本届委员)."""
    given.session(world)
    world.people["lin"].memberships.all().delete()
    assert missing(world, given.draft(world)) == ["不是本届委员，不能提出委员提案：林晓梅"]


@pytest.mark.parametrize(
    ("who", "kind", "unit", "words"),
    [
        ("wang", "personal", "", "不能向"), ("liu", "personal", "", "不能向"), ("fan", "personal", "", "由委员提出"),
        ("fan", "party", "", "以哪个集体"), ("fan", "sector", "s-education", "只有“教育界”的负责人"),
        ("fan", "committee", "p-minmeng", "不能提出专委会提案"), ("lin", "party", "p-minmeng", "只有“民盟市委会”"),
        ("lin", "group", "g-first", "只有“第一小组”"), ("lin", "rumour", "", "请选择提案种类"),
    ],
)  # fmt: skip
def test_who_may_not_bring_what(world: World, who: str, kind: str, unit: str, words: str) -> None:
    body = given.body(world, unit) if unit else None
    with pytest.raises(moves.Refused, match=words):
        given.draft(world, who=who, kind=kind, body=body)
    assert not Proposal.objects.exists()


def test_not_to_any_unit(world: World) -> None:
    for unit in ("d-housing", "c-economy"):
        with pytest.raises(moves.Refused, match="只能向政协提出"):
            given.draft(world, unit=unit)
    with pytest.raises(moves.NotAllowed):
        given.draft(world, unit="lanxi")


def test_clocks(world: World) -> None:
    proposal = given.submitted(world)
    assert proposal.due_at is not None and proposal.clock_of == "submitted"
    for days in (2, 6, 30):
        list(sweeper.sweep(at=world.now + given.days(days)))
    assert {"clock_warn", "clock_overdue", "clock_escalate"} <= set(given.verbs(proposal))
    waiting = given.offered(world)
    list(sweeper.sweep(at=world.now + given.days(40)))
    given.deliver(world, world.now + given.days(40))
    lapsed: Any = given.again(waiting)
    assert (lapsed.state, lapsed.course, lapsed.brief) == ("not_filed", "returned", None)
    assert timedelta(days=10) < waiting.due_at - world.now < timedelta(days=16)
