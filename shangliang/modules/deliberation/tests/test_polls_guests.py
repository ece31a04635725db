"""Polls in the hall: who has no account votes from the telephone that signed her in, once, for herself alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from shangliang.kernel import moves
from shangliang.kernel.access import PUBLIC, Actor
from shangliang.modules.deliberation import queries, services
from shangliang.modules.deliberation.models import NamedBallot, Poll, SecretBallot
from shangliang.modules.deliberation.tests import polling
from shangliang.modules.deliberation.tests.polling import chose, refused
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings import services as gathering_services
from shangliang.modules.gatherings.models import Gathering, Participant
from tests.crowd import together
from tests.world import World

pytestmark = pytest.mark.django_db


def signed_in(world: World, meeting: Gathering, name: str, capacity: str = "grassroots") -> Participant:
    guest = meeting.participants.filter(name=name).first()
    guest = guest or meeting.participants.create(name=name, capacity=capacity)
    gathering_services.sign_in(guest, actor=world.actor("wang"), at=world.now)
    return guest


def asked(world: World, meeting: Gathering, **more: Any) -> Poll:
    terms = polling.terms(world, gathering=meeting, voters="hall", people=[], **more)
    return services.ask_now(meeting, terms=terms, actor=world.actor("chen"), at=world.now)


def secretly(world: World, poll: Poll, actor: Actor, key: str) -> str:
    said = chose(key)
    code = services.confirm_ballot(poll, said=said, actor=actor, at=world.now).code
    return services.cast_secretly(poll, said=said, code=code, actor=actor, at=world.now)


@pytest.fixture
def meeting(world: World) -> Gathering:
    return polling.sitting(world, "lin", "deng")


def test_the_roll_has_everybody_who_has_signed_in(world: World, meeting: Gathering) -> None:
    fang = signed_in(world, meeting, "方阿婆")
    meeting.participants.create(name="没有来的人", capacity="grassroots")
    poll = asked(world, meeting)
    found = {(v.person and v.person.username, v.participant_id) for v in poll.roll.select_related("person")}
    assert found == {("lin", None), ("deng", None), (None, fang.pk)} and poll.entitled == 3
    accounts = polling.opened(world, gathering=meeting, voters="present", people=[])
    assert accounts.entitled == 2
    assert queries.not_secret(meeting, world.now) == dict.fromkeys(queries.OF_GATHERING)


@pytest.mark.parametrize("secret", [True, False])
def test_each_votes_for_herself_and_once(world: World, meeting: Gathering, secret: bool) -> None:
    fang, gu = signed_in(world, meeting, "方阿婆"), signed_in(world, meeting, "顾维", "expert")
    late = meeting.participants.create(name="晚来的人", capacity="grassroots")
    poll = asked(world, meeting, secret=secret)
    hers, his, nobody = (gatherings.guest_actor(p) for p in (fang, gu, late))
    for stranger in (nobody, PUBLIC, world.actor("wang")):
        assert queries.has_voted(poll, stranger) is None
        refused(lambda who=stranger: secretly(world, poll, who, "1"), "不在投票人名册", moves.NotAllowed)
        refused(
            lambda who=stranger: services.cast_by_name(poll, said=chose("1"), actor=who, at=world.now),
            "不在投票人名册", moves.NotAllowed,
        )  # fmt: skip
    if secret:
        code = services.confirm_ballot(poll, said=chose("1"), actor=hers, at=world.now).code
        refused(
            lambda: services.cast_secretly(poll, said=chose("1"), code=code, actor=his, at=world.now),
            "不一致",
        )
        first, again = (
            services.cast_secretly(poll, said=chose("1"), code=code, actor=hers, at=world.now) for _ in "12"
        )
        assert first == again and SecretBallot.objects.count() == 1
        refused(lambda: secretly(world, poll, hers, "2"), "您已经投过票", moves.Stale)
    else:
        for key in ("2", "1"):
            services.cast_by_name(poll, said=chose(key), actor=hers, at=world.now)
        services.cast_by_name(poll, said=chose("3"), actor=his, at=world.now)
        mine = queries.my_ballot(poll, hers)
        assert mine and mine.content == {"chosen": ["1"]} and NamedBallot.objects.count() == 2
    assert queries.has_voted(poll, hers) is True and queries.turnout(poll) == (4, 1 if secret else 2)
    polling.close(world, poll)
    assert poll.cast == (1 if secret else 2)
    if not secret:  # which may be published: ordinary people by their surname
        assert {s.key for s in queries.slips(poll)} == {"方**", "顾维"}


def test_what_a_guest_may_see(world: World, meeting: Gathering) -> None:
    fang = gatherings.guest_actor(signed_in(world, meeting, "方阿婆"))
    poll, other = asked(world, meeting), polling.opened(world, gathering=meeting, voters="present", people=[])
    policy = moves.kind_of(poll).policy
    assert policy.which(fang, ["view", "vote", "recount", "inside", "count"], poll) == {
        "view",
        "vote",
        "recount",
    }
    assert not policy.may(fang, "view", other)
    elsewhere = meeting.participants.create(name="别人", capacity="grassroots")
    assert not policy.may(gatherings.guest_actor(elsewhere), "view", poll)
    motion = asked(world, meeting, method="motion", options=(), base="present", question="同意吗？")
    assert queries.present(motion) == 3


def test_the_roll_holds_in_the_database(world: World, meeting: Gathering) -> None:
    fang, other = (
        signed_in(world, meeting, "方阿婆"),
        meeting.participants.create(name="别人", capacity="grassroots"),
    )
    draft = polling.poll(world, gathering=meeting, voters="hall", people=[])
    for row in ({}, {"person": world.people["lin"], "participant": fang}):
        with pytest.raises(IntegrityError), transaction.atomic():
            draft.roll.create(**row)
    poll = asked(world, meeting)
    voter = poll.roll.filter(participant=fang)
    for act in (
        lambda: voter.update(participant=other, voted=True),
        lambda: poll.roll.create(participant=other),
        voter.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    type(meeting).objects.filter(pk=meeting.pk).update(state="noticed")
    Participant.objects.filter(pk=fang.pk).update(signed_in_at=None)
    fang.refresh_from_db()
    refused(
        lambda: gathering_services.uninvite(fang, actor=world.actor("wang"), at=world.now), "列入投票名册"
    )


@pytest.mark.django_db(transaction=True)
def test_two_presses_of_a_guest_cast_one_ballot(world: World) -> None:
    meeting = polling.sitting(world, "lin")
    fang = gatherings.guest_actor(signed_in(world, meeting, "方阿婆"))
    poll = asked(world, meeting)
    code = services.confirm_ballot(poll, said=chose("1"), actor=fang, at=world.now).code
    press = lambda: services.cast_secretly(poll, said=chose("1"), code=code, actor=fang, at=world.now)  # noqa: E731
    found = together([press] * 4)
    assert len(set(found)) == 1 and SecretBallot.objects.count() == 1
