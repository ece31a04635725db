"""Telling people: those who may act, never the one who acted, once; letters that cannot be sent stay owed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends import locmem

from shangliang.kernel import journal, moves, notices
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import Entry, Notice
from tests import given
from tests.world import NOON, World


def link_of(thing: Any) -> str:
    return f"/{type(thing).__name__}/{thing.pk}"


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are another floor's; a link is a link."""
    for kind in moves.kinds():
        monkeypatch.setattr(
            kind.model, "get_absolute_url", lambda self: f"/{type(self).__name__}/{self.pk}", raising=False
        )
    return


def told(entry: Entry) -> set[str]:
    notices.consume(entry, NOON)
    return set(Notice.objects.filter(entry=entry).values_list("person__username", flat=True))


def begun(kind: str, thing: Any) -> Entry:
    return journal.story(kind, thing.pk)[0]


def test_those_who_may_sign_are_told(world: World) -> None:
    part = given.one(world, "assignment")
    assert told(begun("assignment", part)) == {"liu"}
    notice = Notice.objects.get(person__username="liu")
    assert notice.urgent and notice.link == f"/Assignment/{part.pk}" and "请签收" in notice.text
    assert notice.at == NOON and notices.unread(world.people["liu"].pk) == 1


def test_the_one_who_did_it_is_not_told(world: World) -> None:
    voice = given.voice(world)
    assert (
        told(begun("voice", voice)) == set()
    )  # Wang received it herself and is the only one who could take it
    seen = moves.record(given.voice(world, unit=world.units["lanxi"]), "begin", actor=CLOCK, at=NOON)
    assert told(seen) == {"wang", "gao"}


def test_told_twice_is_told_once(world: World) -> None:
    entry = begun("assignment", given.one(world, "assignment"))
    told(entry), told(entry)
    assert Notice.objects.filter(entry=entry).count() == 1


def test_a_warning_goes_to_those_who_can_act(world: World) -> None:
    part = given.one(world, "assignment")
    warned = told(moves.record(part, "clock_warn", actor=CLOCK, at=NOON))
    assert "liu" in warned and not {"lin", "tang", "chen", "hou"} & warned


def test_what_is_overdue_goes_to_those_who_oversee(world: World) -> None:
    part = given.one(world, "assignment")
    entry = moves.record(part, "clock_overdue", actor=CLOCK, at=NOON)
    kind = moves.kind_named("assignment")
    seats = [kind.policy.holders(verb, part) for verb in kind.words["clock_overdue"].tell]
    expected = {name for held in seats for name in held.values_list("person__username", flat=True)}
    assert told(entry) == expected >= {"hou", "sun", "wang"} and not {"lin", "tang"} & expected
    assert set(Notice.objects.filter(entry=entry).values_list("urgent", flat=True)) == {True}


def test_who_left_is_not_told(world: World) -> None:
    """Seats are those of the day of telling."""
    seat = world.people["liu"].seats.get()
    seat.ends_on = NOON.date()
    seat.save()
    entry = begun("assignment", given.one(world, "assignment"))
    notices.consume(entry, NOON + timedelta(days=1))
    assert not Notice.objects.filter(entry=entry).exists()
    notices.consume(entry, NOON)
    assert Notice.objects.filter(entry=entry).count() == 1


def test_things_and_kinds_that_are_gone(world: World) -> None:
    call = given.one(world, "call")
    entry = begun("call", call)
    type(call)._default_manager.filter(pk=call.pk).delete()
    assert told(entry) == set()
    [strange] = journal.write(
        [journal.entry_of(root="001.", kind="unknown", ref=1, verb="x", actor=CLOCK, at=NOON)]
    )
    assert told(strange) == set()


# --- letters


def notice(world: World, who: str = "liu", urgent: bool = False, text: str = "请签收") -> Notice:
    entry = begun("topic", given.one(world, "topic"))
    return Notice.objects.create(
        person=world.people[who], entry=entry, at=NOON, text=text, link="/x", urgent=urgent
    )


def test_urgent_ones_at_once_the_rest_in_one_letter(world: World) -> None:
    notice(world, urgent=True), notice(world, text="一"), notice(world, text="二"), notice(world, "hou")
    assert notices.mail(at=NOON, digest=False) == 1
    assert notices.mail(at=NOON, digest=True) == 2
    first, *rest = mail.outbox
    assert first.to == ["liu@example.org"] and "1 件事" in first.subject and "2026-03-02" in first.subject
    liu = next(letter for letter in rest if letter.to == ["liu@example.org"])
    assert "2 件事" in liu.subject and "· 一" in liu.body and "· 二" in liu.body and "刘敏" in liu.body
    assert notices.mail(at=NOON, digest=True) == notices.mail(at=NOON, digest=False) == 0


def test_no_letter_for_what_was_read_or_is_not_wished(world: World) -> None:
    one = notice(world)
    Notice.objects.filter(pk=one.pk).update(read_at=NOON)
    hou = world.people["hou"]
    hou.wants_mail = False
    hou.save()
    two = notice(world, "hou")
    lin = world.people["lin"]
    lin.email = ""
    lin.save()
    notice(world, "lin")
    assert notices.mail(at=NOON, digest=True) == 0 and mail.outbox == []
    two.refresh_from_db()
    assert two.mailed_at == NOON  # settled: wishing for letters later brings no old ones


def test_a_letter_that_could_not_be_sent_stays_owed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One address that the server refuses neither loses its letter nor keeps the others from theirs."""
    send = locmem.EmailBackend.send_messages

    def picky(self: Any, messages: Any) -> int:
        if any("liu@example.org" in m.to for m in messages):
            raise OSError("mailbox unavailable")
        return send(self, messages)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", picky)
    owed, fine = notice(world), notice(world, "hou")
    assert notices.mail(at=NOON, digest=True) == 1
    assert [letter.to for letter in mail.outbox] == [["hou@example.org"]]
    owed.refresh_from_db(), fine.refresh_from_db()
    assert owed.mailed_at is None and fine.mailed_at == NOON
    monkeypatch.setattr(locmem.EmailBackend, "send_messages", send)
    assert notices.mail(at=NOON, digest=True) == 1
