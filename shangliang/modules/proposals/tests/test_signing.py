"""联名、附议 and their deadline (DOMAIN 0.2 no. 4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import calendar, moves, params, sweeper
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import Proposal, Signer, Suggestion
from shangliang.modules.proposals.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
HOURS = timedelta(hours=3)


def standing(proposal: Proposal) -> set[str]:
    """Who is listed on it."""
    return {s.person.username for s in queries.view(given.again(proposal)).named}


def test_three_hours_while_it_sits_a_day_otherwise(world: World) -> None:
    sitting = given.invited(world, "deng")
    assert sitting.cosign_until == sitting.due_at == world.now + HOURS
    later = world.now + given.days(20)
    quiet = given.invited(world, "deng", at=later)
    assert quiet.cosign_until == later + given.days(1)
    day = calendar.day_of(world.now) + given.days(30)
    params.put(
        "001.",
        "proposals.cosign_days",
        new=4,
        starts_on=day,
        reason="议定",
        actor=world.actor("wang"),
        at=world.now,
    )
    longer = given.invited(world, "deng", at=world.now + given.days(31))
    assert longer.cosign_until == world.now + given.days(35)


def test_invariant_04_who_did_not_sign_in_time_is_not_listed(world: World) -> None:
    """Expired signatures are struck: by the clock, by handing in, by stopping; none can sign afterwards."""
    proposal = given.invited(world, "deng", "feng", "jiang")
    given.answer(world, proposal, "deng")
    given.answer(world, proposal, "jiang", agrees=False)
    late = world.now + HOURS
    for who in ("feng", "jiang"):
        with pytest.raises(moves.Stale, match="已经截止"):
            given.answer(world, proposal, who, at=late)
    list(sweeper.sweep(at=late))
    given.deliver(world, late)
    assert standing(proposal) == {"lin", "deng"} and given.again(proposal).state == "draft"
    feng = Signer.objects.get(proposal=proposal, person=world.people["feng"])
    assert (feng.agreed_at, feng.struck_at) == (None, late)
    with pytest.raises(moves.Refused):
        given.answer(world, proposal, "feng", at=late)
    # She does not even see it any more, nor is she told of what follows.
    assert not moves.kind_of(Proposal).policy.may(world.actor("feng"), "view", proposal)
    given.submit(world, given.again(proposal), at=late)
    given.deliver(world, late)
    assert given.told(world, proposal, "submit") == {"wang", "deng"}
    assert queries.proposers_of([given.again(proposal)]) == {proposal.pk: "林晓梅、邓小军"}


def test_the_very_last_second_counts_and_the_next_does_not(world: World) -> None:
    proposal = given.invited(world, "deng", "feng")
    given.answer(world, proposal, "deng", at=world.now + HOURS - SECOND)
    with pytest.raises(moves.Stale):
        given.answer(world, proposal, "feng", at=world.now + HOURS)


def test_handing_in_after_the_time_strikes_before_the_clock_does(world: World) -> None:
    proposal = given.invited(world, "deng", "feng")
    given.answer(world, proposal, "deng")
    with pytest.raises(moves.Refused, match="冯雅琴"):
        given.submit(world, given.again(proposal), at=world.now + HOURS - SECOND)
    given.submit(world, given.again(proposal), at=world.now + HOURS)
    assert standing(proposal) == {"lin", "deng"}


def test_stopping_strikes(world: World) -> None:
    proposal = given.invited(world, "deng", "feng")
    given.answer(world, proposal, "deng")
    proposal = given.again(proposal)
    services.stop_cosigning(proposal, actor=world.actor("lin"), at=world.now)
    assert standing(proposal) == {"lin", "deng"}
    with pytest.raises(moves.Refused):
        given.answer(world, proposal, "feng")
    # Asked anew she may sign after all; who has signed is not asked again.
    services.invite(proposal, people=[world.people["feng"]], actor=world.actor("lin"), at=world.now)
    given.answer(world, proposal, "feng")
    given.submit(world, given.again(proposal))
    assert standing(proposal) == {"lin", "deng", "feng"}


def test_other_words_are_signed_anew(world: World) -> None:
    proposal = given.invited(world, "deng")
    given.answer(world, proposal, "deng")
    proposal = given.again(proposal)
    more = {"researched": True, "suggestions": given.ITEMS}
    services.write(proposal, words=given.words(**more), actor=world.actor("lin"), at=world.now)
    assert standing(proposal) == {"lin", "deng"}, "what is no word of the text needs no new signature"
    more = {"suggestions": (*given.ITEMS, "再加一条")}
    services.write(proposal, words=given.words(**more), actor=world.actor("lin"), at=world.now)
    assert standing(proposal) == {"lin"}
    with pytest.raises(moves.Refused, match="邓小军"):
        given.submit(world, given.again(proposal))
    given.answer(world, proposal, "deng")
    given.submit(world, given.again(proposal))


def test_who_cannot_be_asked(world: World) -> None:
    given.session(world)
    proposal = given.draft(world, kind="joint")

    def ask(*names: str) -> None:
        people = [world.people[n] for n in names]
        services.invite(given.again(proposal), people=people, actor=world.actor("lin"), at=world.now)

    with pytest.raises(moves.Refused, match="不是本届委员，不能联名：王秀兰、范文博"):
        ask("wang", "deng", "fan")
    with pytest.raises(moves.Refused, match="还没有写请谁联名"):
        ask("lin")
    assert given.again(proposal).signers.count() == 1 and given.again(proposal).cosign_until is None
    alone = given.draft(world)
    with pytest.raises(moves.Refused, match="种类要选委员联名"):
        services.invite(alone, people=[world.people["deng"]], actor=world.actor("lin"), at=world.now)
    with pytest.raises(moves.NotAllowed):
        services.invite(proposal, people=[world.people["deng"]], actor=world.actor("feng"), at=world.now)
    with pytest.raises(moves.NotAllowed, match="没有请您联名"):
        given.answer(world, given.invited(world, "deng"), "lin")


def test_nobody_signs_for_somebody_else(world: World) -> None:
    proposal = given.invited(world, "deng")
    for who in ("feng", "wang", "chen", "lin"):
        with pytest.raises(moves.NotAllowed):
            given.answer(world, proposal, who)


def test_seconding(world: World) -> None:
    proposal = given.submitted(world, cosign_open=True)
    closed = given.submitted(world, "关于公厕的提案")
    with pytest.raises(moves.Refused, match="没有开放附议"):
        services.second(closed, actor=world.actor("deng"), at=world.now)
    with pytest.raises(moves.Refused, match="已经在这件提案上"):
        services.second(proposal, actor=world.actor("lin"), at=world.now)
    row = services.second(proposal, actor=world.actor("deng"), at=world.now)
    assert (row.role, row.place) == ("seconder", 1) and standing(proposal) == {"lin", "deng"}
    assert queries.proposers_of([proposal]) == {proposal.pk: "林晓梅"}, "a seconder does not bring it"
    with pytest.raises(moves.Refused):
        services.second(proposal, actor=world.actor("deng"), at=world.now)
    with pytest.raises(moves.Stale, match="时间已过"):
        services.second(proposal, actor=world.actor("feng"), at=world.now + given.days(11))
    with pytest.raises(moves.NotAllowed):
        services.second(proposal, actor=world.actor("gao"), at=world.now)
    given.filed(world, proposal)
    with pytest.raises(moves.Stale):
        services.second(given.again(proposal), actor=world.actor("feng"), at=world.now)


def test_the_database_knows_who_stands_where(world: World) -> None:
    proposal = given.invited(world, "deng")
    deng = proposal.signers.get(place=1)
    wrong = [
        {"agreed_at": world.now, "struck_at": world.now}, {"role": "first"}, {"place": 0}, {"role": "seconder"},
        {"person": world.people["lin"]},
    ]  # fmt: skip
    for columns in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Signer.objects.filter(pk=deng.pk).update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(cosign_until=None)


def test_what_is_asked_stays_once_handed_in(world: World) -> None:
    proposal = given.submitted(world)
    first = proposal.suggestions.get(number=1)
    acts = [
        lambda: Suggestion.objects.filter(pk=first.pk).update(text="别的"),
        lambda: Suggestion.objects.filter(pk=first.pk).delete(),
        lambda: Suggestion.objects.create(proposal=proposal, number=9, text="塞进来"),
    ]
    for act in acts:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    moves.make(proposal, "send_back", actor=world.actor("wang"), at=world.now, note="请补数据")
    services.write(
        proposal, words=given.words(suggestions=("只有一条",)), actor=world.actor("lin"), at=world.now
    )
    assert [s.text for s in proposal.suggestions.all()] == ["只有一条"]
