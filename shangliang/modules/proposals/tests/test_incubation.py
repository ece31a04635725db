"""培育评审: only with the proposer's consent; what was advised stays as it was; the revision is linked."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from shangliang.kernel import moves, sweeper, waiting
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import Incubation, IncubationAdvice, Proposal
from shangliang.modules.proposals.tests import given
from shangliang.modules.proposals.tests import given_around as more
from tests.world import World

pytestmark = pytest.mark.django_db


def sees(world: World, who: str, thing: Any) -> bool:
    return moves.kind_of(thing).policy.may(world.actor(who), "view", thing)


def test_nobody_reads_it_before_its_proposer_agrees(world: World) -> None:
    held = more.called(world)
    assert given.told(world, held, "begin") >= {"lin"}
    assert not sees(world, "liu", held)
    for who in ("wang", "deng", "liu"):
        with pytest.raises(moves.NotAllowed):
            services.consent_incubation(given.again(held), actor=world.actor(who), at=world.now)
    with pytest.raises(moves.Stale):
        services.advise_incubation(held, text="好", number=0, actor=world.actor("wang"), at=world.now)
    more.agreed(world, held)
    assert sees(world, "liu", given.again(held)) and not sees(world, "xu", given.again(held))
    assert given.told(world, held, "consent") >= {"wang", "liu"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Incubation.objects.update(consented_at=None)


def test_she_may_say_no_and_silence_is_no(world: World) -> None:
    held = more.called(world)
    with pytest.raises(moves.Refused, match="请写明理由"):
        moves.make(held, "refuse", actor=world.actor("lin"), at=world.now)
    more.move(world, held, "refuse", "lin", note="想自己再改改")
    silent = more.called(world, given.accepted(world, title="另一件提案", who="deng"))
    list(sweeper.sweep(at=world.now + given.days(40)))
    assert (given.again(held).state, given.again(silent).state) == ("refused", "lapsed")
    assert not sees(world, "liu", given.again(held)) and not sees(world, "liu", given.again(silent))


def test_advice_item_by_item(world: World) -> None:
    held = more.agreed(world)
    more.advised(world, held, number=2)
    services.advise_incubation(
        held, text="总体可行。", number=0, guest=held.guests.get(person=None), actor=world.actor("wang"), at=world.now
    )  # fmt: skip
    advice = IncubationAdvice.objects.get(number=2)
    assert advice.read == given.ITEMS[1] and advice.guest.person == world.people["liu"]
    assert IncubationAdvice.objects.get(number=0).guest.name == "沈教授"
    for wrong, said in (
        ({"number": 9}, "没有第 9 条"), ({"text": " "}, "请写明意见"),
    ):  # fmt: skip
        with pytest.raises(moves.Refused, match=said):
            services.advise_incubation(
                held, **{"text": "好", "number": 0, **wrong}, actor=world.actor("liu"), at=world.now
            )
    with pytest.raises(moves.NotAllowed, match="请本人写"):
        services.advise_incubation(
            held, text="代写", number=0, guest=held.guests.get(person=world.people["liu"]), actor=world.actor("wang"),
            at=world.now,
        )  # fmt: skip
    with pytest.raises(moves.NotAllowed, match="自己的意见"):
        services.advise_incubation(
            held, text="冒名", number=0, guest=held.guests.get(person=None), actor=world.actor("liu"), at=world.now
        )  # fmt: skip
    with pytest.raises(moves.NotAllowed):
        services.advise_incubation(held, text="好", number=0, actor=world.actor("xu"), at=world.now)
    with pytest.raises(DatabaseError, match="advice stays"), transaction.atomic():
        IncubationAdvice.objects.update(text="改口")
    with pytest.raises(DatabaseError), transaction.atomic():
        IncubationAdvice.objects.all().delete()


def test_the_revision_is_linked_and_told(world: World) -> None:
    held = more.advised(world)
    with pytest.raises(moves.Refused, match="请写明评审结论"):
        services.conclude_incubation(held, ripe=False, conclusion="", actor=world.actor("wang"), at=world.now)
    services.conclude_incubation(
        held, ripe=False, conclusion="补充数据再审。", actor=world.actor("wang"), at=world.now
    )
    assert given.told(world, held, "defer") >= {"lin", "liu"}
    proposal = Proposal.objects.select_related("unit").get(pk=held.proposal_id)
    more.move(world, proposal, "send_back", "wang", note="请按评审意见修改")
    assert held.before is not None and held.before.number == 1
    later = world.now + given.days(1)
    proposal = given.again(proposal)
    services.write(
        proposal, words=given.words(situation="补充：去年 12 起事故。"), kind="personal", actor=world.actor("lin"),
        at=later,
    )  # fmt: skip
    services.submit(proposal, actor=world.actor("lin"), at=later)
    for _ in range(2):
        given.deliver(world, later)
    held = Incubation.objects.get(pk=held.pk)
    assert held.after is not None and held.after.number == 2 and given.verbs(held).count("revised") == 1
    assert IncubationAdvice.objects.get().read == given.ITEMS[0]


def test_the_proposer_may_wish_for_one(world: World) -> None:
    given.session(world)
    draft = given.draft(world)
    assert not sees(world, "wang", draft)
    with pytest.raises(moves.NotAllowed):
        services.wish_incubation(draft, about="请看看", actor=world.actor("deng"), at=world.now)
    held = services.wish_incubation(draft, about="请看看", actor=world.actor("lin"), at=world.now)
    assert sees(world, "wang", held) and not sees(world, "wang", draft)
    with pytest.raises(moves.Stale, match="已经在培育评审"):
        services.wish_incubation(draft, about="再来", actor=world.actor("lin"), at=world.now)
    with pytest.raises(moves.Refused, match="还没有邀请人"):
        services.convene(held, day=world.now.date(), place="", actor=world.actor("wang"), at=world.now)
    held = given.again(held)
    services.invite_guests(
        held, guests=[services.Guest(world.people["xu"])], actor=world.actor("wang"), at=world.now
    )
    with pytest.raises(moves.Refused, match="提案者"):
        services.invite_guests(
            held, guests=[services.Guest(world.people["lin"])], actor=world.actor("wang"), at=world.now
        )
    with pytest.raises(moves.Refused, match="已经过去"):
        services.convene(
            held, day=world.now.date() - given.days(1), place="", actor=world.actor("wang"), at=world.now
        )
    services.convene(held, day=world.now.date(), place="", actor=world.actor("wang"), at=world.now)
    assert sees(world, "xu", given.again(held)) and not sees(world, "xu", draft)


def test_who_signed_it_does_not_run_it(world: World) -> None:
    more.staff(world, "lin")
    proposal = given.accepted(world)
    with pytest.raises(moves.NotAllowed):
        services.call_incubation(
            proposal, about="看", day=world.now.date(), place="", guests=[services.Guest(world.people["liu"])],
            actor=world.actor("lin"), at=world.now,
        )  # fmt: skip
    held = more.advised(world, more.agreed(world, more.called(world, proposal)))
    with pytest.raises(moves.NotAllowed):
        services.conclude_incubation(held, ripe=True, conclusion="好", actor=world.actor("lin"), at=world.now)


def test_a_guest_finds_it_on_her_list_until_she_has_spoken(world: World) -> None:
    held = more.agreed(world, more.called(world))

    def waits() -> bool:
        piles = waiting.piles(world.actor("liu"), at=world.now)
        return any(w.thing.pk == held.pk for p in piles for w in p.rows if p.kind == "incubation")

    assert waits()
    services.advise_incubation(given.again(held), text="好", number=0, actor=world.actor("liu"), at=world.now)
    assert not waits()
