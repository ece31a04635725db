"""Two at once: numbers without gaps, one version each, one valid credit each, one brief from one proposal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shangliang.kernel import moves
from shangliang.modules.briefs import services
from shangliang.modules.briefs.models import Adoption, Brief, Credit
from shangliang.modules.briefs.tests import given
from tests.crowd import together
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True)]


def issue(world: World, brief: Brief) -> Callable[[], Any]:
    return lambda: services.issue(given.again(brief), actor=world.actor("wang"), at=world.now)


def test_numbers_are_gapless_under_concurrency(world: World) -> None:
    held = [given.signed(world, title=f"第 {n} 篇") for n in range(4)]
    assert together(issue(world, b) for b in held) == [None] * 4
    assert sorted(Brief.objects.exclude(number="").values_list("issue_no", flat=True)) == [1, 2, 3, 4]


def test_one_brief_is_issued_once(world: World) -> None:
    brief = given.signed(world)
    faults = [f for f in together([issue(world, brief), issue(world, brief)]) if f is not None]
    assert [type(f) for f in faults] == [moves.Stale]
    assert issue(world, given.signed(world))() is None
    assert sorted(Brief.objects.exclude(number="").values_list("issue_no", flat=True)) == [1, 2]


def test_two_editors_make_two_versions_or_one_is_told(world: World) -> None:
    brief = given.submitted(world)

    def edit(title: str) -> Callable[[], Any]:
        return lambda: services.edit(
            given.again(brief), title=title, situation="情况", advice="建议", actor=world.actor("wang"),
            at=world.now, seen=1,
        )  # fmt: skip

    found = together([edit("甲题"), edit("乙题")])
    assert sum(isinstance(f, moves.Stale) for f in found) == 1 and brief.versions.count() == 2


def test_adoptions_entered_at_once_leave_one_credit(world: World) -> None:
    brief = given.issued(world)
    found = together(lambda n=n: given.adopted(world, given.again(brief), token=f"t{n}") for n in range(3))
    assert all(isinstance(f, Adoption) for f in found) and brief.adoptions.count() == 3
    assert Credit.objects.filter(brief=brief, rule="city.used", reversed_at=None).count() == 1


def test_one_proposal_makes_one_brief(world: World) -> None:
    def take() -> Any:
        return services.take_in(
            world.units["yunchuan"], title="减速带", situation=given.SITUATION, advice=given.ADVICE,
            reporter=world.people["lin"], origin="提案 12 号", origin_link="", actor=world.actor("wang"),
            at=world.now, token="proposal:12",
        )  # fmt: skip

    found = together([take, take])
    assert len({b.pk for b in found}) == 1 and Brief.objects.count() == 1


def test_one_source_goes_into_one_composite(world: World) -> None:
    one, two, three = (given.submitted(world, f"第 {n} 篇") for n in range(3))
    found = together(
        [
            lambda: given.composite(world, [given.again(one), given.again(two)]),
            lambda: given.composite(world, [given.again(one), given.again(three)]),
        ]
    )
    assert (
        sum(isinstance(f, Brief) for f in found) == 1 and sum(isinstance(f, moves.Stale) for f in found) == 1
    )
    assert given.again(one).merged_into == Brief.objects.get(composite=True)
