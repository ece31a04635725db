"""Polls: nothing joins a secret ballot to its voter, nothing is read before the count, anybody can count again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from shangliang.analysis.polls import Ballot
from shangliang.kernel import ballots, journal, moves, params
from shangliang.kernel.models import Entry, Once, SearchRow
from shangliang.modules.deliberation import queries, services
from shangliang.modules.deliberation.models import NamedBallot, Poll, PollVoter, SecretBallot
from shangliang.modules.deliberation.tests import polling
from shangliang.modules.deliberation.tests.polling import chose, refused
from tests.world import World

pytestmark = pytest.mark.django_db


def test_one_secret_ballot_each_confirmed_in_her_own_session(world: World) -> None:
    thing, lin = polling.opened(world), world.actor("lin")
    said = chose("1")
    first = services.confirm_ballot(thing, said=said, actor=lin, at=world.now)

    def cast(who: str = "lin", said: Ballot = said, code: str = first.code) -> str:
        return services.cast_secretly(thing, said=said, code=code, actor=world.actor(who), at=world.now)

    refused(lambda: cast(code=""), "由您本人确认")
    refused(lambda: cast("deng"), "不一致")
    refused(lambda: cast(said=chose("2")), "不一致")
    refused(lambda: cast("wang"), "不在投票人名册", moves.NotAllowed)
    key = lin.narrowed({"read", "write"})
    refused(
        lambda: services.cast_secretly(thing, said=said, code=first.code, actor=key, at=world.now),
        "程序密钥", moves.NotAllowed,
    )  # fmt: skip
    other = services.confirm_ballot(thing, said=said, actor=lin, at=world.now)
    assert cast() == first.receipt and cast() == first.receipt, (
        "pressed twice, cast once, the receipt is not lost"
    )
    refused(lambda: cast(code=other.code), "您已经投过票", moves.Stale)
    refused(
        lambda: services.confirm_ballot(thing, said=said, actor=lin, at=world.now), "已经投过", moves.Stale
    )
    refused(lambda: polling.named(world, thing, "deng", said), "无记名", moves.NotAllowed)
    assert SecretBallot.objects.count() == 1 and queries.turnout(thing) == (4, 1)


def test_nothing_joins_roll_and_secret_ballot() -> None:
    """No key from one to the other, no time, no running number; no other table points at either."""
    assert {f.name for f in SecretBallot._meta.get_fields()} == {
        "id",
        "poll",
        "receipt",
        "content",
        "counted",
    }
    assert {f.name for f in PollVoter._meta.concrete_fields} == {
        "id", "poll", "person", "participant", "voted",
    }  # fmt: skip
    assert SecretBallot._meta.pk.get_internal_type() == "UUIDField"
    pointing = [
        f.model
        for m in apps.get_models()
        for f in m._meta.get_fields()
        if f.related_model in (SecretBallot, PollVoter)
    ]
    assert set(pointing) == {Poll, NamedBallot}
    assert NamedBallot._meta.get_field("voter").related_model is PollVoter


def test_the_database_keeps_the_two_kinds_apart(world: World) -> None:
    thing, by_name = polling.opened(world), polling.opened(world, secret=False)
    lin, deng = thing.roll.get(person__username="lin"), by_name.roll.get(person__username="deng")
    row: dict[str, Any] = {"name": "x", "content": {}}
    for act in (
        lambda: thing.named_ballots.create(voter=lin, **row),
        lambda: by_name.named_ballots.create(voter=lin, **row),
        lambda: by_name.secret_ballots.create(receipt="x", content={}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    cast = by_name.named_ballots.create(voter=deng, **row)
    with pytest.raises(DatabaseError), transaction.atomic():
        NamedBallot.objects.filter(pk=cast.pk).update(voter=by_name.roll.get(person__username="lin"))


def test_how_options_were_listed_tells_nothing(world: World) -> None:
    thing = polling.opened(world, method="ranked")
    polling.secretly(world, thing, "lin", Ballot(ranks=(("3", "1"), ("2",))))
    assert SecretBallot.objects.get().content == {"ranks": [["1", "3"], ["2"]]}
    ticked = polling.opened(world, method="approval", secret=False)
    assert polling.named(world, ticked, "lin", chose("3", "1")).content == {"chosen": ["1", "3"]}


def everything_written() -> dict[str, int]:
    return {m._meta.label: m._default_manager.count() for m in apps.get_models()}


def test_a_secret_vote_leaves_nothing_but_the_flag_and_the_ballot(world: World) -> None:
    thing = polling.opened(world)
    before = everything_written()
    polling.secretly(world, thing, "lin", chose("1"))
    after = everything_written()
    changed = {name: after[name] - n for name, n in before.items() if after[name] != n}
    assert changed == {"deliberation.SecretBallot": 1}
    assert polling.again(thing).version == thing.version


@pytest.mark.parametrize("secret", [True, False])
def test_nothing_of_the_result_is_readable_before_the_count(world: World, secret: bool) -> None:
    thing = polling.opened(world, secret=secret)
    (polling.secretly if secret else polling.named)(world, thing, "lin", chose("2"))
    journal.deliver_all(world.now)
    refused(lambda: queries.slips(thing), "还没有计票", moves.Stale)
    refused(lambda: queries.slip_of(thing, "AAAA"), "还没有计票", moves.Stale)
    assert polling.again(thing).result is None and polling.again(thing).cast is None
    said = json.dumps(list(Entry.objects.values_list("payload", flat=True)), ensure_ascii=False)
    said += str(list(SearchRow.objects.values())) + str(list(Once.objects.values()))
    assert '"chosen"' not in said and not SearchRow.objects.filter(kind="poll").exists()


def test_at_the_count_secret_ballots_are_new_rows_in_one_version(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = polling.opened(world)
    receipts = [polling.secretly(world, thing, who, chose("1")) for who in polling.ROLL]
    before = {b.pk for b in SecretBallot.objects.all()}
    monkeypatch.setattr(
        ballots.secrets.SystemRandom, "shuffle", lambda self, rows: rows.sort(key=lambda b: b.receipt)
    )
    polling.close(world, thing)
    rows = SecretBallot.objects.filter(poll=thing)
    assert not before & {b.pk for b in rows} and all(b.counted for b in rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text, cmin::text FROM deliberation_secretballot")
        assert len(cursor.fetchall()) == 1  # all by one statement
        cursor.execute("SELECT receipt FROM deliberation_secretballot ORDER BY ctid")
        assert [row[0] for row in cursor.fetchall()] == sorted(receipts)  # the shuffle is what is written
    for act in (
        rows.delete,
        lambda: rows.update(receipt="X"),
        lambda: thing.secret_ballots.create(receipt="Y", content={}, counted=True),
    ):
        with pytest.raises(DatabaseError, match="only while the poll is open"), transaction.atomic():
            act()


def test_counted_sealed_and_recounted_by_anybody(world: World) -> None:
    for secret in (True, False):
        thing = polling.opened(world, secret=secret)
        cast = polling.secretly if secret else polling.named
        mine = cast(world, thing, "lin", chose("3"))
        cast(world, thing, "deng", chose("2"))
        polling.close(world, thing)
        entry = journal.story("poll", thing.pk)[-1]
        assert entry.facts["digest"] == thing.digest and entry.facts["result"]["lines"][2] == ["3", 1, 1]
        text = "".join(f"{s.line}\n" for s in queries.slips(thing))
        assert hashlib.sha256(text.encode()).hexdigest() == thing.digest
        key = mine if secret else world.people["lin"].name
        assert f'{key}\t{{"chosen":["3"]}}\n' in text
        found = queries.slip_of(thing, f" {key.lower()[:5]}-{key[5:]} ") if secret else None
        assert found is None or found.content == {"chosen": ["3"]}


def test_a_secret_vote_of_a_few_is_no_secret(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five unless a place says otherwise; by name three may vote."""
    usual = params.definitions[ballots.LEAST]
    monkeypatch.setitem(params.definitions, ballots.LEAST, replace(usual, default=5))
    with pytest.raises(moves.Refused, match="至少要有 5 人"):
        polling.opened(world)
    assert polling.opened(world, secret=False).state == "open"
    assert polling.opened(world, people=[*polling.ROLL, "chen"]).state == "open"
    params.put(
        world.units["yunchuan"].path, ballots.LEAST, new=4, starts_on=world.now.date(), reason="小会",
        actor=world.actor("wang"), at=world.now,
    )  # fmt: skip
    assert polling.opened(world).state == "open"
    with pytest.raises(params.BadValue):
        params.check(ballots.LEAST, 0)
