"""Named questions, each with its price."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

import pytest

from shangliang.kernel import loop, search
from shangliang.kernel.models import SearchRow
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.tests import given
from shangliang.modules.topics.tests import given as topics
from tests.world import World

pytestmark = pytest.mark.django_db


class Prices(Protocol):
    def __call__(self, count: int) -> AbstractContextManager[object]: ...


def related(proposal: Proposal) -> Proposal:
    wanted = ("unit", "session__term", "original", "merged_into", "category", "collective")
    return Proposal.objects.select_related(*wanted).get(pk=proposal.pk)


def test_everything_of_one(world: World, django_assert_num_queries: Prices) -> None:
    """The same price alone, joint and with others merged into it."""
    alone, main = given.reviewed(world), given.reviewed(world, title="关于公厕的提案")
    given.merged(world, main, given.accepted(world, given.joint(world, "feng", who="deng")))
    for proposal, names in ((alone, ["林晓梅"]), (main, ["林晓梅", "邓小军", "冯雅琴"])):
        fresh = related(proposal)
        with django_assert_num_queries(6):
            seen = queries.view(fresh)
            assert [s.person.name for s in seen.named] == names and len(seen.present) == 2
            assert queries.proposers(fresh, seen.signers) == "林晓梅"
    assert [m.title for m in seen.merged] == ["关于在校门口加装减速带的提案"]


def test_the_desks(world: World, django_assert_num_queries: Prices) -> None:
    given.submitted(world)
    group = given.panel(world)
    first = given.accepted(world, title="关于甲事的提案", classed="其他")
    ours = given.accepted(world, title="关于乙事的提案", group=group)
    done = given.accepted(world, title="关于丙事的提案", group=group)
    given.said(world, done, "liu")
    asked = given.invited(world, "deng", title="关于丁事的提案")
    held = Proposal.objects.all()
    with django_assert_num_queries(1):
        desk = queries.desk(held, at=world.now + given.days(40))
    assert (desk.counts["submitted"], desk.counts["reviewing"], desk.total_late) == (1, 3, 4)
    with django_assert_num_queries(1):
        assert [p.title[:4] for p in queries.in_state(held, "submitted")] == ["关于在校"]
    with django_assert_num_queries(1):
        rows = list(queries.to_review(held, world.people["liu"].pk))
    assert [p.pk for p in rows] == [ours.pk, first.pk, done.pk]
    with django_assert_num_queries(1):
        assert queries.asked(world.people["deng"].pk, at=world.now) == [asked]
    assert queries.asked(world.people["deng"].pk, at=world.now + given.days(1)) == []
    with django_assert_num_queries(1):
        assert queries.proposers_of(rows)[ours.pk] == "林晓梅"
    assert not queries.mine(world.people["deng"].pk).exists(), "asked is not yet mine"
    given.answer(world, asked, "deng")
    assert queries.mine(world.people["deng"].pk).get() == asked


def test_the_sheet(world: World, django_assert_num_queries: Prices) -> None:
    fresh = related(given.filed(world))
    with django_assert_num_queries(2):
        sheet = queries.sheet(fresh)
    assert (sheet.number, sheet.proposers, sheet.suggestions) == (fresh.number, "林晓梅", given.ITEMS)


def test_the_session_of_a_day(world: World, django_assert_num_queries: Prices) -> None:
    given.session(world)
    with django_assert_num_queries(2):
        assert queries.session_on(world.units["yunchuan"], world.now.date())
    with django_assert_num_queries(1):
        assert queries.sitting(world.units["yunchuan"], world.now.date())
    given.panel(world)
    session = given.session(world)
    with django_assert_num_queries(5):
        (group,) = queries.panel(session)
        assert [s.person.name for s in group.seats.all()] == ["刘敏", "唐海燕"]
        assert [c.name for c in group.categories.all()] == ["交通旅游"]


def test_found_only_when_handed_in(world: World) -> None:
    given.draft(world, "关于还在写的事的提案")
    filed = given.filed(world)
    given.deliver(world)
    assert [r.ref for r in search.find("减速带", public_only=False, kinds=["proposal"])] == [str(filed.pk)]
    assert not SearchRow.objects.filter(kind="proposal", public=True).exists()
    assert not list(search.find("还在写", public_only=False, kinds=["proposal"]))


def test_its_place_in_the_loop(world: World) -> None:
    """topic → proposal → brief; a draft shows on nobody's chain."""
    topic = topics.filed(world)
    proposal = services.from_topic(topic, actor=world.actor("lin"), at=world.now)
    assert loop.walk("topic", topic.pk)["proposal"] == set()
    services.write(proposal, words=given.words(), actor=world.actor("lin"), at=world.now)
    given.session(world)
    given.submit(world, proposal)
    given.offered(world, given.accepted(world, proposal))
    services.consent_brief(proposal, actor=world.actor("lin"), at=world.now)
    assert proposal.brief is not None
    walked = loop.walk("topic", topic.pk)
    assert walked["proposal"] == {proposal.pk} and walked["brief"] == {proposal.brief.pk}
    assert loop.walk("brief", proposal.brief.pk)["topic"] == {topic.pk}
