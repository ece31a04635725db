"""Telling people: in the app at once, by e-mail as each wishes, and one digest a day.

The consumer `notices` reads the journal; whom to tell stands beside each verb's words (moves.Verb.tell).
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Count, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.flow import BEGIN, KERNEL_VERBS, WARN
from shangliang.kernel.models import Entry, Notice, Staged

log = logging.getLogger(__name__)
GIVE_UP = 5  # failures in one round: then it is the server, not an address


def wants(kind: str, verb: str) -> bool:
    """Only lines that somebody is told of become deliveries."""
    try:
        words = moves.kind_named(kind).words.get(verb)
    except LookupError:
        return False
    return words is not None and (bool(words.tell) or verb == WARN)


def consume(entry: Entry, at: datetime) -> None:
    """Write one notice for each person who should know (never for the one who did it)."""
    tell([entry], at)


def tell(entries: Sequence[Entry], at: datetime) -> None:
    """The same for several entries at once."""
    notices: list[Notice] = []
    for kind, entry, thing in _about(entries):
        if verb := kind.words.get(entry.verb):
            people = set(_holders(kind, _tell(kind, entry, verb), thing, at)) - {entry.actor_id}
            text = f"{str(thing).rstrip('。')}：{verb.said}"[:400]
            link = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else "/desk/"
            notices += [
                Notice(person_id=p, entry=entry, at=entry.at, text=text, link=link, urgent=verb.urgent)
                for p in sorted(people)
            ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def _about(entries: Sequence[Entry]) -> Iterator[tuple[moves.Kind, Entry, Staged]]:
    """Each entry with what it is about, where that is still there (1 query a kind)."""
    # Whoever brought in thousands at once is told of the whole, not of each.
    told = [e for e in entries if not (e.verb == BEGIN and ("batch" in e.facts or "sheet" in e.facts))]
    refs: dict[str, set[str]] = defaultdict(set)
    for entry in told:
        refs[entry.kind].add(entry.ref)
    kinds = {kind.flow.kind: kind for kind in moves.kinds() if kind.flow.kind in refs}
    things: dict[tuple[str, str], Staged] = {}
    for name, kind in kinds.items():
        rows: Any = kind.model._default_manager.filter(pk__in=refs[name])
        things |= {(name, str(thing.pk)): thing for thing in rows.select_related("unit")}
    for entry in told:
        if thing := things.get((entry.kind, entry.ref)):
            yield kinds[entry.kind], entry, thing


def _tell(kind: moves.Kind, entry: Entry, verb: moves.Verb) -> tuple[str, ...]:
    """Warnings go to those who can do the next step; everything else to those its words name."""
    if entry.verb == WARN or (entry.verb in KERNEL_VERBS and not verb.tell):
        return (
            tuple(m.name for m in kind.flow.moves_from(entry.after) if not m.clock)
            if entry.verb == WARN
            else ()
        )
    return verb.tell


def _holders(kind: moves.Kind, verbs: tuple[str, ...], thing: Staged, at: datetime) -> list[int]:
    """Those who hold the seats on the day of telling."""
    if not verbs:
        return []
    seats = apps.get_model(settings.SEAT_MODEL)._default_manager.on(calendar.day_of(at))
    return list(kind.policy.holders(" ".join(verbs), thing, seats).values_list("person_id", flat=True))


def read_all(person_id: int, *, at: datetime) -> int:
    """Everything up to now has been seen; returns how many were new."""
    return Notice.objects.filter(person_id=person_id, read_at=None).update(read_at=at)


def unread(person_id: int) -> int:
    return Notice.objects.filter(person_id=person_id, read_at=None).count()


def unread_of(person: Any) -> Subquery:
    """The same as a column of another question, which then costs no query of its own."""
    mine = Notice.objects.filter(person=person, read_at=None).order_by().values("person")
    return Subquery(mine.values(count=Count("pk")))


def mail(*, at: datetime, digest: bool) -> int:
    """Send what has not been sent: urgent notices at once, the rest in one letter a day for each person.

    A letter that could not be sent stays owed and keeps nobody else from theirs. Returns how many were sent.
    """
    owed = Notice.objects.filter(mailed_at=None, read_at=None, urgent=not digest).select_related("person")
    letters: dict[Any, list[Notice]] = defaultdict(list)
    for notice in owed.order_by("id")[:5000]:
        letters[notice.person].append(notice)
    sent = 0
    failed = 0
    with get_connection() as connection:
        for person, notices in letters.items():
            if person.email and person.wants_mail:
                try:
                    connection.send_messages([_letter(person, notices, at)])
                except OSError:  # smtplib's own failures are OSErrors too
                    log.exception("no letter could be sent to person %s", person.pk)
                    connection.close()
                    failed += 1
                    if failed >= GIVE_UP:
                        break
                    continue
                sent += 1
            Notice.objects.filter(pk__in=[n.pk for n in notices]).update(mailed_at=at)
    return sent


def _letter(person: Any, notices: list[Notice], at: datetime) -> EmailMessage:
    day = timezone.localtime(at).strftime("%Y-%m-%d")
    lines = [f"· {n.text}\n  {settings.PUBLIC_URL}{n.link}" for n in notices]
    subject = _("商量：%(count)d 件事等您知晓（%(day)s）") % {"count": len(notices), "day": day}
    body = _("%(name)s，您好：") % {"name": person.name} + "\n\n" + "\n".join(lines) + "\n"
    return EmailMessage(subject, body, to=[person.email])
