"""公开: never against the wish of those who brought it; what everybody reads holds no names, no contact data."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import moves
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.queries import publishing
from shangliang.modules.proposals.tests import given as core
from shangliang.modules.proposals.tests import given_keys as given
from tests.world import World

pytestmark = pytest.mark.django_db


def published(world: World, proposal: Proposal) -> Proposal:
    services.publish(proposal, actor=world.actor("chen"), at=world.now)
    return given.fresh(proposal)


def test_only_the_chair_and_only_with_consent(world: World) -> None:
    """DOMAIN 0.2 no. 11: open_ok and an approval."""
    proposal = given.filed(world)
    for who in ("wang", "lin", "sun", "zhao", "liu"):
        with pytest.raises(moves.NotAllowed):
            services.publish(proposal, actor=world.actor(who), at=world.now)
    closed = given.filed(
        world, title="不公开的提案", who="jiang", cosigners=(), open_ok=False, open_reason="涉及企业"
    )
    with pytest.raises(moves.Refused, match="涉及企业"):
        published(world, closed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=closed.pk).update(published_at=world.now, publisher=world.people["chen"])
    with pytest.raises((moves.Stale, moves.NotAllowed)):
        published(world, core.accepted(world, title="没立案的", who="deng"))
    published(world, proposal)
    with pytest.raises(moves.Stale):
        published(world, proposal)
    assert list(publishing.public()) == [proposal]
    with pytest.raises(moves.Refused, match="理由"):
        services.unpublish(proposal, note="", actor=world.actor("chen"), at=world.now)
    services.unpublish(proposal, note="内容有误", actor=world.actor("chen"), at=world.now)
    assert not publishing.public().exists() and given.fresh(proposal).publisher is None


def test_what_everybody_reads(world: World, at_noon: None, django_assert_max_num_queries: Any) -> None:
    proposal = given.filed(world, situation="老人下楼难，联系电话 13812345678，请帮忙。")
    proposal = given.rated(
        world, given.replied(world, given.assigned(world, proposal), norm="planned"), "lin"
    )
    proposal = published(world, proposal)
    with django_assert_max_num_queries(12):
        shown = publishing.public_of(proposal)
    assert [i.text for i in shown.items] == ["请装电梯", "建好坡道"] and "13812345678" not in shown.situation
    assert [(p.unit, len(p.answers), len(p.promises)) for p in shown.parts] == [
        ("云川市住房和城乡建设局", 2, 1)
    ]
    assert shown.rated == {("satisfied", "solved"): 1}
    for path in ("/proposals/", f"/proposals/{proposal.pk}/"):
        page = core.page(core.as_(world, "public").get(path))
        assert proposal.title in page
        for hidden in ("13812345678", "林晓梅", "邓小军", "冯雅琴"):
            assert hidden not in page
    assert core.as_(world, "public").get("/proposals/?q=没有这样的").status_code == 200
    services.unpublish(proposal, note="有误", actor=world.actor("chen"), at=world.now)
    assert core.as_(world, "public").get(f"/proposals/{proposal.pk}/").status_code == 404


def test_what_one_of_several_will_not_have_open(world: World) -> None:
    """Items of a merged proposal whose proposers did not agree are not shown, nor what was answered to them."""
    proposal = given.filed(world)
    given.merged(world, proposal, open_ok=False, open_reason="涉及企业")
    proposal = published(world, given.replied(world, given.assigned(world, proposal)))
    shown = publishing.public_of(proposal)
    assert [i.number for i in shown.items] == [1, 2] and [a.number for a in shown.parts[0].answers] == [1, 2]
    assert given.task(proposal).items.count() == 3


def test_drafts_of_replies_are_nobodys(world: World) -> None:
    proposal = published(world, given.assigned(world))
    given.move(world, given.part(proposal), "sign", "liu")
    given.handling.drafted(
        world, given.part(proposal), text="还没有审核的稿", answers=given.answers(proposal)
    )
    shown = publishing.public_of(given.fresh(proposal))
    assert [(p.text, p.answers) for p in shown.parts] == [("", ())]


def test_filters(world: World) -> None:
    proposal = published(world, given.assigned(world))
    for kept in (
        {"department": "d-housing"},
        {"category": "交通旅游"},
        {"query": "电梯"},
        {"unit": "yunchuan"},
    ):
        assert list(publishing.public(**kept)) == [proposal]
    for none in ({"department": "d-urban"}, {"category": "其他"}, {"query": "坡道"}, {"unit": "lanxi"}):
        assert not publishing.public(**none).exists()
    assert publishing.categories() == ["交通旅游"] and [u.code for u in publishing.departments()] == [
        "d-housing"
    ]
