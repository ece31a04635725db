"""Two at once: numbers without gaps, one handing-in, one winner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shangliang.kernel import moves, sweeper
from shangliang.modules.briefs.models import Brief
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.tests import given
from tests.crowd import together
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True)]


def kinds(found: list[Any]) -> list[type]:
    return sorted({type(f) for f in found if isinstance(f, Exception)}, key=lambda t: t.__name__)


def file(world: World, proposal: Proposal) -> Callable[[], Any]:
    return lambda: services.file(given.again(proposal), actor=world.actor("wang"), at=world.now)


def test_ten_filings_at_once_leave_no_gap_and_no_double(world: World) -> None:
    classes = ["交通旅游", "民政劳动"]
    held = [
        given.reviewed(world, given.accepted(world, title=f"关于第 {n} 件事的提案", classed=classes[n % 2]))
        for n in range(10)
    ]
    assert together(file(world, p) for p in held) == [None] * 10
    rows = Proposal.objects.order_by("case_no").values_list("category__name", "case_no", "category_no")
    assert [case for _name, case, _within in rows] == list(range(1, 11))
    for name in classes:
        assert [within for held, _case, within in rows if held == name] == list(range(1, 6))


def test_one_proposal_is_filed_once(world: World) -> None:
    p = given.reviewed(world)
    found = together([file(world, p), file(world, p), file(world, p)])
    assert found.count(None) == 1 and kinds(found) == [moves.Stale]
    assert given.filed(world, title="关于公厕的提案").case_no == 2


def test_handing_in_pressed_twice(world: World) -> None:
    given.session(world)
    p = given.draft(world)
    found = together(lambda: given.submit(world, given.again(p)) for _ in range(3))
    assert kinds(found) == [moves.Stale] and sum(isinstance(f, Proposal) for f in found) == 1
    assert p.versions.count() == 1 and given.submitted(world, "关于公厕的提案").serial_no == 2


def test_many_hand_in_at_once(world: World) -> None:
    given.session(world)
    held = [given.draft(world, f"关于第 {n} 件事的提案") for n in range(8)]
    found = together(lambda p=p: given.submit(world, given.again(p)) for p in held)
    assert not kinds(found)
    assert sorted(Proposal.objects.values_list("serial_no", flat=True)) == list(range(1, 9))


def test_the_same_form_twice_makes_one_draft(world: World) -> None:
    given.session(world)
    found = together(lambda: given.draft(world, token="t1") for _ in range(2))
    assert len({p.pk for p in found}) == 1 and Proposal.objects.count() == 1


def test_signing_at_the_very_deadline(world: World) -> None:
    """The clock and a signature in the last second: either she stands on it, or she was too late and is struck."""
    p = given.invited(world, "deng", "feng")
    end = world.now + timedelta(hours=3)
    found = together(
        [
            lambda: given.answer(world, p, "deng", at=end - timedelta(seconds=1)),
            lambda: list(sweeper.sweep(at=end)),
            lambda: given.answer(world, p, "feng", at=end),
        ]
    )
    given.deliver(world, end)
    deng, feng = p.signers.get(place=1), p.signers.get(place=2)
    assert isinstance(found[2], moves.Stale) and feng.agreed_at is None and feng.struck_at is not None
    late = isinstance(found[0], moves.Stale)
    assert late == (deng.agreed_at is None) == (deng.struck_at is not None)
    assert given.again(p).state == "draft"


def test_merging_against_filing(world: World) -> None:
    main, p = given.accepted(world), given.reviewed(world, title="关于公厕的提案")
    found = together(
        [
            file(world, p),
            lambda: services.merge(
                given.again(p), into=given.again(main), actor=world.actor("wang"), at=world.now
            ),
        ]
    )
    assert found.count(None) == 1 and kinds(found) == [moves.Stale]
    now = given.again(p)
    assert (now.state, now.case_no, now.merged_into) in [("filed", 1, None), ("merged", None, main)]


def test_two_do_not_merge_into_each_other(world: World) -> None:
    one, two = given.accepted(world), given.accepted(world, title="关于公厕的提案")

    def merge(this: Proposal, into: Proposal) -> Callable[[], Any]:
        act = {"actor": world.actor("wang"), "at": world.now}
        return lambda: services.merge(given.again(this), into=given.again(into), **act)

    found = together([merge(one, two), merge(two, one)])
    assert found.count(None) == 1 and all(isinstance(f, moves.Refused) for f in found if f)
    assert Proposal.objects.filter(merged_into__isnull=False).count() == 1


def test_two_people_decide(world: World) -> None:
    p = given.reviewed(world)

    def not_file() -> None:
        services.not_file(
            given.again(p),
            ground="vague",
            note="空",
            course="returned",
            actor=world.actor("hu"),
            at=world.now,
        )

    found = together([file(world, p), not_file])
    assert found.count(None) == 1 and kinds(found) == [moves.Stale]
    now = given.again(p)
    assert (now.state, now.case_no, now.ground) in [("filed", 1, ""), ("not_filed", None, "vague")]


def test_consent_pressed_twice_makes_one_brief(world: World) -> None:
    p = given.offered(world)
    found = together(
        lambda: services.consent_brief(given.again(p), actor=world.actor("lin"), at=world.now) for _ in "12"
    )
    assert found.count(None) == 1 and kinds(found) == [moves.Stale] and Brief.objects.count() == 1


def test_taken_back_against_filed(world: World) -> None:
    p = given.reviewed(world)
    found = together(
        [
            file(world, p),
            lambda: moves.make(
                given.again(p), "withdraw", actor=world.actor("lin"), at=world.now, note="不提了"
            ),
        ]
    )
    now = given.again(p)
    if found[0] is None and not isinstance(found[1], Exception):
        assert now.state == "withdrawn" and now.case_no == 1, "filed, then taken back"
    else:
        assert kinds(found) == [moves.Stale] and (now.state == "filed") == (now.case_no == 1)
