"""Sent back, reviewed by two, by the panel, by the committee; never by those who brought it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import moves
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import Proposal, Review, Version
from shangliang.modules.proposals.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


# --- preliminary review and review


def test_sent_back_with_a_reason_and_handed_in_anew(world: World) -> None:
    proposal = given.joint(world, "deng")
    with pytest.raises(moves.Refused, match="理由"):
        moves.make(proposal, "send_back", actor=world.actor("wang"), at=world.now)
    moves.make(proposal, "send_back", actor=world.actor("wang"), at=world.now, note="请补充数据")
    given.deliver(world)
    assert given.told(world, proposal, "send_back") == {"lin", "deng"}
    services.write(
        proposal, words=given.words(situation="有数据了。"), actor=world.actor("lin"), at=world.now
    )
    services.submit(proposal, actor=world.actor("lin"), at=world.now + given.days(20), note="补了数据")
    assert (proposal.serial_no, proposal.timing, proposal.original.number) == (1, "conference", 2)
    first, second = proposal.versions.order_by("number")
    assert (first.situation, second.situation, second.note) == (given.SITUATION, "有数据了。", "补了数据")
    assert [c.changed > 0 for c in queries.changes(first, second)] == [False, True, False]


def test_versions_and_reviews_stay(world: World) -> None:
    proposal = given.reviewed(world)
    for rows in (Version.objects.filter(proposal=proposal), Review.objects.filter(proposal=proposal)):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            rows.update(note="改")
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            rows.delete()
    with pytest.raises(Exception, match="stay as they were"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(title="别的")


def test_the_panel(world: World) -> None:
    group, p = given.panel(world), given.accepted(world)
    assert moves.kind_of(Proposal).policy.may(world.actor("liu"), "view", p)
    given.deliver(world)
    assert p.panel == group, "the class decides, where nobody chose"
    assert given.told(world, p, "accept") == {"lin", "liu", "tang"}
    elsewhere = given.accepted(world, title="关于养老的提案", classed="民政劳动")
    assert elsewhere.panel is None
    with pytest.raises(moves.NotAllowed):
        given.said(world, elsewhere, "liu")
    given.said(world, p, "liu")
    with pytest.raises(moves.Refused, match="已经提过"):
        given.said(world, p, "liu", advice="merge")
    services.unseat_panel(
        group.seats.get(person=world.people["liu"]), actor=world.actor("wang"), at=world.now
    )
    with pytest.raises(moves.NotAllowed):
        given.said(world, p, "liu", stage="second")
    assert not moves.kind_of(Proposal).policy.may(world.actor("liu"), "view", p)
    assert given.told(world, p, "accept") and p.reviews.count() == 1


def test_stages_come_in_their_order(world: World) -> None:
    p = given.accepted(world, group=given.panel(world))
    for stage in ("second", "joint"):
        with pytest.raises(moves.Refused, match="要在"):
            given.said(world, p, "liu", stage=stage)
    given.said(world, p, "liu")
    with pytest.raises(moves.Refused, match="别人初审"):
        given.said(world, p, "liu", stage="second")
    given.said(world, p, "tang", stage="second")
    given.said(world, p, "liu", stage="joint")


def test_a_review_is_whole(world: World) -> None:
    p = given.accepted(world)
    wrong: list[dict[str, Any]] = [
        {"stage": "fourth"}, {"advice": "maybe"}, {"qualified": False}, {"form_fit": False},
        {"advice": "not_file", "note": " "}, {"advice": "revise", "note": ""},
    ]  # fmt: skip
    for more in wrong:
        with pytest.raises(moves.Refused):
            given.said(world, p, **more)
    assert not p.reviews.exists()
    row = given.said(world, p, advice="not_file", content_fit=False, note="空泛")
    columns = {"proposal": p, "version": 1, "stage": "second", "person": world.people["gao"], "at": world.now}
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(**columns, advice="file", qualified=True, content_fit=False, form_fit=True)
    assert row.version == 1


def test_reviews_of_other_words_do_not_count(world: World) -> None:
    p = given.reviewed(world)
    moves.make(p, "send_back", actor=world.actor("wang"), at=world.now, note="请补数据")
    given.submit(world, p)
    given.accepted(world, p)
    with pytest.raises(moves.Refused, match="还要 2 人"):
        services.file(p, actor=world.actor("wang"), at=world.now)
    given.said(world, p, "wang")
    given.said(world, p, "hu", stage="second")
    services.file(p, actor=world.actor("wang"), at=world.now)


def test_nobody_decides_on_her_own(world: World) -> None:
    """Whoever brings or signs it neither accepts, reviews, files, merges nor refuses it, whatever seats she has."""
    for who in ("lin", "deng"):
        given.seated(world, who, "yunchuan", "secretary")
    given.panel(world, who=("deng", "liu"))
    p = given.joint(world, "deng")
    acts: dict[str, Any] = {
        "accept": lambda who: services.accept(
            given.again(p), category=given.category(world), actor=world.actor(who), at=world.now
        ),
        "file": lambda who: services.file(given.again(p), actor=world.actor(who), at=world.now),
        "review": lambda who: given.said(world, given.again(p), who),
        "not_file": lambda who: services.not_file(
            given.again(p), ground="vague", note="空", course="returned", actor=world.actor(who), at=world.now
        ),
    }
    for who in ("lin", "deng"):
        for act in acts.values():
            with pytest.raises(moves.NotAllowed, match="您是提案者"):
                act(who)
        with pytest.raises(moves.NotAllowed):
            moves.make(given.again(p), "send_back", actor=world.actor(who), at=world.now, note="退")
    main = given.accepted(world, title="关于公厕的提案", who="feng")
    given.accepted(world, p)
    with pytest.raises(moves.NotAllowed):
        services.merge(main, into=p, actor=world.actor("deng"), at=world.now)


def test_the_proposals_committee_does_the_committees_steps(world: World) -> None:
    given.seated(world, "hu", "c-proposals", "secretary")
    given.seated(world, "guo", "c-economy", "secretary")
    policy = moves.kind_of(Proposal).policy
    p = given.submitted(world)
    assert policy.may(world.actor("hu"), "accept", p) and policy.may_at(world.actor("hu"), "arrange", "001.")
    assert not policy.may(world.actor("guo"), "view", p) and not policy.may_at(
        world.actor("guo"), "arrange", "001."
    )
    assert not policy.may_at(world.actor("hu"), "arrange", world.units["lanxi"].path)
    seats = policy.holders("accept", p)
    assert {s.person.username for s in seats} == {"wang", "hu"}
    for who in ("wang", "hu"):
        services.classify(p, category=given.category(world), actor=world.actor(who), at=world.now)
    services.accept(p, category=given.category(world), actor=world.actor("hu"), at=world.now)
    given.said(world, p, "hu")
    given.said(world, p, "wang", stage="second")
    services.file(p, actor=world.actor("hu"), at=world.now)
    draft = given.draft(world)
    assert not policy.may(world.actor("hu"), "view", draft) and not policy.may(
        world.actor("wang"), "view", draft
    )
