"""Merged, not filed, made a brief, taken back: invariants 2 and 3 (DOMAIN 0.2)."""

from __future__ import annotations

from datetime import date

import pytest

from shangliang.kernel import calendar, moves, params
from shangliang.kernel.models import Notice
from shangliang.modules.briefs.models import Brief
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import Category, Proposal
from shangliang.modules.proposals.tests import given
from tests import given as kernel
from tests.world import World

pytestmark = pytest.mark.django_db


# --- invariant 2: merged at review


def test_invariant_02_every_proposer_stands_on_the_case(world: World) -> None:
    """审查并案: everybody is named on the main one, sees it and is told of what becomes of it."""
    main, other = given.reviewed(world), given.accepted(world, given.joint(world, "feng", who="deng"))
    given.merged(world, main, other)
    services.file(main, actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    seen = queries.view(given.again(main))
    assert [s.person.username for s in seen.named] == ["lin", "deng", "feng"]
    assert {s.person.username for s in queries.view(given.again(other)).named} == {"lin", "deng", "feng"}
    assert given.told(world, main, "file") >= {"lin", "deng", "feng"}
    assert given.told(world, other, "merge") == {"deng", "feng"}
    assert (other.case_no, other.serial_no) == (None, 2)
    for who in ("deng", "feng"):
        assert moves.kind_of(Proposal).policy.may(world.actor(who), "view", main)


def test_merges_make_no_chains(world: World) -> None:
    one, two, three = (given.accepted(world, title=f"关于第 {n} 件事的提案") for n in range(3))
    act = {"actor": world.actor("wang"), "at": world.now}
    with pytest.raises(moves.Refused, match="它自己"):
        services.merge(one, into=one, **act)
    services.merge(one, into=two, **act)
    with pytest.raises(moves.Refused, match="已有提案并入"):
        services.merge(given.again(two), into=three, **act)
    with pytest.raises(moves.Stale):
        services.merge(three, into=given.again(one), **act)
    with pytest.raises(moves.Stale):
        services.merge(given.again(one), into=three, **act)
    given.refused(two, merged_into=three)
    given.refused(three, merged_into=one)
    given.refused(one, merged_into=one)
    given.refused(one, merged_into=None)
    for verb in ("not_file", "offer_brief"):
        said = {"ground": "vague", "note": "空", **({"course": "returned"} if verb == "not_file" else {})}
        with pytest.raises(moves.Refused, match="先取消那些并案"):
            getattr(services, verb)(given.again(two), **said, **act)
    with pytest.raises(moves.Refused, match="先取消那些并案"):
        moves.make(given.again(two), "withdraw", actor=world.actor("lin"), at=world.now, note="不提了")


def test_a_merge_is_undone(world: World) -> None:
    main = given.reviewed(world)
    other = given.merged(world, main)
    with pytest.raises(moves.Refused, match="理由"):
        services.unmerge(other, note=" ", actor=world.actor("wang"), at=world.now)
    other = given.again(other)
    services.unmerge(other, note="说的不是一件事", actor=world.actor("wang"), at=world.now)
    assert (other.state, other.merged_into) == ("reviewing", None)
    assert not moves.kind_of(Proposal).policy.may(world.actor("deng"), "view", main)


def test_only_into_the_same_session(world: World) -> None:
    old = given.accepted(world)
    given.session(
        world, 6, opens_on=date(2026, 12, 20), closes_on=date(2026, 12, 24), deadline=date(2026, 12, 23)
    )
    new = given.accepted(world, given.submitted(world, "关于公厕的提案", at=world.now + given.days(240)))
    with pytest.raises(moves.Refused, match="同一次会议"):
        services.merge(new, into=old, actor=world.actor("wang"), at=world.now)


# --- invariant 3: not filed


def test_invariant_03_not_filed_has_a_ground_and_is_told(world: World) -> None:
    """A ground of the list, a reason in words, a course; the proposers got a notice; a brief only with consent."""
    p = given.accepted(world, given.joint(world, "deng"))
    act = {"actor": world.actor("wang"), "at": world.now}
    wrong = [
        ("dull", "空", "returned"),
        ("vague", " ", "returned"),
        ("vague", "空", ""),
        ("vague", "空", "brief"),
    ]
    for ground, note, course in wrong:
        with pytest.raises(moves.Refused):
            services.not_file(p, ground=ground, note=note, course=course, **act)
    assert given.again(p).ground == ""
    given.not_filed(world, p)
    given.deliver(world)
    given.settle()
    assert given.told(world, p, "not_file") == {"lin", "deng"}
    assert Notice.objects.filter(link=p.get_absolute_url(), urgent=True).count() == 2
    for column in ("ground", "ground_note", "course"):
        given.refused(p, **{column: ""})
    given.refused(p, brief=kernel.one(world, "brief"), consented_at=world.now)
    given.refused(p, brief=kernel.one(world, "brief"))
    given.refused(p, state="turned")
    services.revive(p, note="补了材料", **act)
    assert (p.state, p.ground, p.ground_note, p.course) == ("reviewing", "", "", "")


def test_a_brief_with_the_proposers_consent(world: World) -> None:
    p = given.offered(world, given.accepted(world, given.joint(world, "deng")))
    given.deliver(world)
    assert given.told(world, p, "offer_brief") == {"lin", "deng"} and not Brief.objects.exists()
    for who in ("wang", "deng", "chen"):
        with pytest.raises(moves.NotAllowed):
            services.consent_brief(given.again(p), actor=world.actor(who), at=world.now)
    services.consent_brief(p, actor=world.actor("lin"), at=world.now)
    given.settle()
    assert (p.state, p.consented_at) == ("turned", world.now) and p.brief is not None
    assert (
        p.brief.state == "submitted" and p.brief.advice == "1. " + given.ITEMS[0] + "\n2. " + given.ITEMS[1]
    )
    assert list(p.brief.authors.values_list("person__username", flat=True)) == ["lin"]
    with pytest.raises(moves.Stale):
        services.consent_brief(given.again(p), actor=world.actor("lin"), at=world.now)
    given.refused(p, consented_at=None)
    given.refused(p, brief=None)


def test_a_brief_refused(world: World) -> None:
    p = given.offered(world)
    moves.make(p, "decline_brief", actor=world.actor("lin"), at=world.now)
    given.deliver(world)
    now = given.again(p)
    assert (now.state, now.course, now.ground) == (
        "not_filed",
        "returned",
        "academic",
    ) and not Brief.objects.exists()


def test_local_grounds(world: World) -> None:
    day = calendar.day_of(world.now)
    lines = "repeat 与在办提案重复\nabroad 涉外事项"
    params.put(
        "001.",
        "proposals.local_grounds",
        new=lines,
        starts_on=day,
        reason="议定",
        actor=world.actor("wang"),
        at=world.now,
    )
    held = queries.grounds("001.", day)
    assert len(held) == 12 and held["repeat"] == "与在办提案重复" and next(iter(held)) == "secret"
    services.not_file(
        given.accepted(world),
        ground="repeat",
        note="重复",
        course="reference",
        actor=world.actor("wang"),
        at=world.now,
    )
    for bad in ("vague 空泛", "a b\na c", "错 误", "alone"):
        with pytest.raises(params.BadValue):
            params.put(
                "001.", "proposals.local_grounds", new=bad, starts_on=day, reason="议定", actor=world.actor("wang"),
                at=world.now,
            )  # fmt: skip


# --- taken back


def test_taken_back_before_it_is_handed_over(world: World) -> None:
    for made in (given.submitted(world), given.accepted(world), given.filed(world, title="关于公厕的提案")):
        moves.make(made, "withdraw", actor=world.actor("lin"), at=world.now, note="已解决")
        assert made.state == "withdrawn"
    sent = kernel.in_state(world, "proposal", "assigned")
    with pytest.raises(moves.Stale):
        moves.make(sent, "withdraw", actor=world.actor("lin"), at=world.now, note="已解决")
    with pytest.raises(moves.NotAllowed):
        moves.make(given.submitted(world), "withdraw", actor=world.actor("wang"), at=world.now, note="替她撤")


def test_classes_until_it_is_filed(world: World) -> None:
    p = given.reviewed(world)
    act = {"actor": world.actor("wang"), "at": world.now}
    services.classify(p, category=given.category(world, "其他"), **act)
    services.file(p, **act)
    assert p.number.endswith("（其他类001号）")
    with pytest.raises(moves.Stale):
        services.classify(p, category=given.category(world), **act)
    away = Category.objects.create(unit=world.units["lanxi"], name="别处的", main="other")
    for wrong in (away, services.put_category(p.unit, name="停用的", main="other", active=False, **act)):
        with pytest.raises(moves.Refused, match="本会在用的类别"):
            services.accept(given.submitted(world), category=wrong, **act)
