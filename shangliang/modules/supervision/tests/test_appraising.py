"""Secret ballots: once each, nothing to be read before the close, nothing that joins a ballot to its voter, and a
count that everybody can repeat.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from shangliang.kernel import ballots, journal, moves
from shangliang.kernel.models import Entry, Once, SearchRow
from shangliang.modules.supervision import queries, services
from shangliang.modules.supervision.models import Appraisal, Ballot, RollEntry
from shangliang.modules.supervision.tests import given
from shangliang.modules.supervision.tests.test_before import refused
from tests.world import World

pytestmark = pytest.mark.django_db


def close(world: World, thing: Appraisal, who: str = "wang") -> Appraisal:
    services.close_ballot(thing, actor=world.actor(who), at=world.now)
    return thing


def test_opened_with_departments_and_a_roll(world: World) -> None:
    bare = given.appraisal(world, people=[], departments=[])
    refused(lambda: given.move(world, bare, "open_ballot", "wang"), "还没有被评议的部门")
    refused(lambda: given.move(world, bare, "open_ballot", "wang"), "名册")
    small = given.appraisal(world, people=["lin"], quorum=2)
    refused(lambda: given.move(world, small, "open_ballot", "wang"), "名册只有 1 人，达不到有效票数 2")
    assert services.enrol_members(small, actor=world.actor("wang"), at=world.now) == 4
    for who in ("chen", "lin", "liu"):
        refused(lambda who=who: given.move(world, small, "open_ballot", who), "不归您", moves.NotAllowed)
    opened = given.move(world, small, "open_ballot", "wang")
    assert given.told(world, opened, "open_ballot") == {"lin", "deng", "feng", "jiang"}
    refused(
        lambda: services.enrol_members(opened, actor=world.actor("wang"), at=world.now),
        "不能再改",
        moves.Stale,
    )
    for act in (lambda: opened.roll.create(person=world.people["yao"]), lambda: opened.roll.all().delete()):
        with pytest.raises(DatabaseError, match="roll is closed"), transaction.atomic():
            act()


def test_one_ballot_each_confirmed_in_her_own_session(world: World) -> None:
    thing = given.polling(world)
    code = services.confirmation(thing, slips=given.slips(), actor=world.actor("lin"))
    vote = lambda who="lin", said=None, code=code: services.vote(  # noqa: E731
        thing, slips=said or given.slips(), code=code, actor=world.actor(who)
    )
    refused(lambda: vote(code=""), "由您本人确认")
    refused(lambda: vote("deng"), "不一致")
    refused(lambda: vote(said=given.slips("dissatisfied")), "不一致")
    refused(lambda: vote("wang"), "不在投票人名册", moves.NotAllowed)
    key = world.actor("lin").narrowed({"read", "write"})
    refused(
        lambda: services.vote(thing, slips=given.slips(), code=code, actor=key), "程序密钥", moves.NotAllowed
    )
    refused(lambda: services.confirmation(thing, slips={}, actor=world.actor("lin")), "每个部门")
    refused(
        lambda: services.confirmation(thing, slips=given.slips("blank"), actor=world.actor("lin")), "每个部门"
    )
    receipt = vote()
    assert len(receipt) == 10
    refused(vote, "您已经投过票", moves.Stale)
    refused(
        lambda: services.confirmation(thing, slips=given.slips(), actor=world.actor("lin")),
        "已经投过",
        moves.Stale,
    )
    assert Ballot.objects.count() == 1 and queries.turnout(thing) == (4, 1)


def test_nothing_joins_roll_and_ballot() -> None:
    """No key from one to the other, no time, no running number; no other table points at either."""
    names = {f.name for f in Ballot._meta.get_fields()}
    assert names == {"id", "appraisal", "receipt", "content"}
    assert {f.name for f in RollEntry._meta.get_fields()} == {"id", "appraisal", "person", "voted"}
    assert Ballot._meta.pk.get_internal_type() == "UUIDField"
    pointing = [
        f for m in apps.get_models() for f in m._meta.get_fields() if f.related_model in (Ballot, RollEntry)
    ]
    assert {f.model for f in pointing} == {Appraisal}


def everything_written() -> dict[str, int]:
    """Table → its rows, of all that is ours."""
    return {m._meta.label: m._default_manager.count() for m in apps.get_models()}


def test_a_vote_leaves_nothing_but_the_flag_and_the_ballot(world: World) -> None:
    thing = given.polling(world)
    before = everything_written()
    given.ballot(world, thing, "lin", given.slips(remark="窗口太少"))
    after = everything_written()
    assert {name: after[name] - n for name, n in before.items() if after[name] != n} == {
        "supervision.Ballot": 1
    }
    assert given.again(thing).version == thing.version


def test_nothing_of_the_result_is_readable_before_the_close(world: World) -> None:
    thing = given.polling(world)
    receipt = given.ballot(world, thing, "lin", given.slips(remark="窗口太少"))
    given.deliver(world)
    refused(lambda: queries.counted_ballots(thing), "投票没有结束", moves.Stale)
    refused(lambda: queries.ballot_of(thing, receipt), "投票没有结束", moves.Stale)
    assert [(n.satisfied, n.dissatisfied) for n in queries.lines(thing)] == [(None, None)] * 2
    said = json.dumps(list(Entry.objects.values_list("payload", flat=True)), ensure_ascii=False)
    said += str(list(SearchRow.objects.values())) + str(list(Once.objects.values()))
    assert "窗口太少" not in said and receipt not in said and "satisfied" not in said
    assert not SearchRow.objects.filter(kind="appraisal").exists()


def test_at_the_close_ballots_are_new_rows_in_one_version(world: World) -> None:
    thing = given.polling(world)
    receipts = {given.ballot(world, thing, who) for who in given.ENTITLED}
    before = {b.pk for b in Ballot.objects.all()}
    close(world, thing)
    rows = Ballot.objects.filter(appraisal=thing)
    assert {b.receipt for b in rows} == receipts and not before & {b.pk for b in rows}
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text, cmin::text FROM supervision_ballot")
        assert len(cursor.fetchall()) == 1  # all by one statement
    for act in (
        rows.delete,
        lambda: rows.update(receipt="X"),
        lambda: rows.create(receipt="Y", content={}),
    ):
        with pytest.raises(DatabaseError, match="only while the ballot is open"), transaction.atomic():
            act()


def test_the_order_of_rows_tells_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shuffle comes from the system's random source, and it is what is written."""
    thing = given.polling(world)
    cast = [given.ballot(world, thing, who) for who in given.ENTITLED]
    monkeypatch.setattr(
        ballots.secrets.SystemRandom, "shuffle", lambda self, rows: rows.sort(key=lambda b: b.receipt)
    )
    close(world, thing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipt FROM supervision_ballot ORDER BY ctid")
        assert [row[0] for row in cursor.fetchall()] == sorted(cast)


def test_counted_sealed_and_recounted_by_anybody(world: World) -> None:
    thing = given.polling(world)
    mine = given.ballot(world, thing, "lin", given.slips("basically", "dissatisfied", "请多开窗口"))
    given.ballot(world, thing, "deng")
    close(world, thing)
    assert thing.state == "counted" and thing.cast == 2
    sums = {
        n.department.department.code: (n.satisfied, n.basically, n.dissatisfied) for n in queries.lines(thing)
    }
    assert sums == {"d-housing": (1, 1, 0), "d-urban": (0, 0, 2)}
    entry = journal.story("appraisal", thing.pk)[-1]
    assert entry.facts["digest"] == thing.digest and entry.facts["tally"]["d-housing"]["basically"] == 1
    text = "".join(
        f"{b.receipt}\t{json.dumps(b.content, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}\n"
        for b in queries.counted_ballots(thing)
    )
    assert hashlib.sha256(text.encode()).hexdigest() == thing.digest
    found = queries.ballot_of(thing, f" {mine.lower()[:5]}-{mine[5:]} ")
    assert found is not None and found.content["d-housing"] == {"choice": "basically", "remark": "请多开窗口"}
    assert queries.ballot_of(thing, "AAAA") is None


def test_below_the_quorum_it_is_void_and_says_so(world: World) -> None:
    thing = given.polling(world, quorum=3)
    given.ballot(world, thing, "lin")
    refused(lambda: given.move(world, thing, "close", "wang"), "只收回 1 票，不足 3 票")
    close(world, thing)
    assert (thing.state, thing.cast, thing.digest) == ("void", 1, "") and not Ballot.objects.exists()
    assert all(n.satisfied is None for n in queries.lines(thing))
    assert journal.story("appraisal", thing.pk)[-1].facts == {"cast": 1, "quorum": 3}


def test_only_the_office_closes_and_only_the_chair_publishes(world: World) -> None:
    thing = given.polling(world)
    for who in given.ENTITLED[:2]:
        given.ballot(world, thing, who)
    for who in ("chen", "lin", "liu"):
        refused(lambda who=who: close(world, thing, who), "不归您", moves.NotAllowed)
    refused(lambda: given.move(world, thing, "void", "wang"), "票数已经有效")
    close(world, thing)
    refused(lambda: close(world, thing), "现在没有在投票", moves.Stale)
    refused(lambda: given.move(world, thing, "publish", "wang"), "不归您", moves.NotAllowed)
    policy = moves.kind_of(thing).policy
    assert not policy.may(world.actor("public"), "view", thing) and not policy.may(
        world.actor("liu"), "view", thing
    )
    done = given.move(world, thing, "publish", "chen")
    assert policy.may(world.actor("public"), "view", done) and policy.may(world.actor("liu"), "view", done)
    assert list(queries.public_appraisals("001.")) == [done]


def test_late_is_told_to_those_who_oversee(world: World) -> None:
    thing: Any = given.polling(world)
    list(given.moves_by_clock(given.again(thing).due_at + given.days(3)))
    assert {"clock_overdue", "clock_escalate"} <= set(given.verbs(thing))


def test_a_count_that_does_not_fit_the_roll_is_refused(world: World) -> None:
    thing = given.polling(world)
    given.ballot(world, thing, "lin")
    Ballot.objects.create(appraisal=thing, receipt="STUFFED", content={})
    refused(lambda: close(world, thing), "选票数与名册不符")
