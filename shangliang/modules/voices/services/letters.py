"""Telling raisers: one letter for each thing that happens to their voice, read by receipt, mailed when they wish."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shangliang.kernel.models import Entry
from shangliang.kernel.text import official
from shangliang.modules.handling.models import Question
from shangliang.modules.voices.models import Letter, Voice
from shangliang.modules.voices.words import LETTERS

log = logging.getLogger(__name__)
GIVE_UP = 5  # failures in one round: then it is the server, not an address


def wants(kind: str, verb: str) -> bool:
    return (kind == "voice" and verb in LETTERS) or (kind, verb) == ("question", "ask")


def consume(entry: Entry, at: datetime) -> None:
    """Write the letter of one entry (the consumer `letters`)."""
    tell([entry], at)


def tell(entries: Sequence[Entry], at: datetime) -> None:
    """The same for several entries at once (3 queries, and 1 for each question)."""
    voices = Voice.objects.in_bulk([int(e.ref) for e in entries if e.kind == "voice"])
    letters = []
    for entry in entries:
        if entry.kind == "question":
            letters += _ask(entry)
        elif voice := voices.get(int(entry.ref)):
            letters += _told(voice, entry)
    Letter.objects.bulk_create(letters, ignore_conflicts=True)


def _told(voice: Voice, entry: Entry) -> list[Letter]:
    if voice.batch_id and entry.verb == "begin":
        return []  # nobody holds the receipt of an imported voice yet
    day = timezone.localtime(voice.due_at) if voice.due_at else None
    due = f"{day.year}年{day.month}月{day.day}日" if day else ""
    facts: dict[str, Any] = entry.facts
    text = str(LETTERS[entry.verb]).format(
        due=due, topic=facts.get("topic", ""), note=entry.note, answer=voice.answer
    )
    return [Letter(voice=voice, entry=entry, at=entry.at, text=text)]


@official()
def _ask(entry: Entry) -> list[Letter]:
    """回访: some weeks after the answer, with a link that needs no signing in."""
    question = Question.objects.select_related("dispatch").filter(pk=entry.ref).first()
    if question is None or not question.by.startswith("voice:"):
        return []  # persons get a notice
    voice = Voice.objects.filter(pk=int(question.by.removeprefix("voice:"))).first()
    if voice is None:
        return []
    text = _("四周前答复过您的“%(title)s”，真的办好了吗？点开就能答，不用登录：%(link)s") % {
        "title": question.dispatch.title, "link": settings.PUBLIC_URL + question.get_absolute_url(),
    }  # fmt: skip
    return [Letter(voice=voice, entry=entry, at=entry.at, text=text)]


def seen(voice: Voice, *, at: datetime) -> None:
    """The raiser has opened the receipt: what was told has been read."""
    Letter.objects.filter(voice=voice, seen_at=None).update(seen_at=at)


def mail(at: datetime) -> int:
    """Mail letters to those who left an address. One that could not be sent stays owed and keeps nobody
    else from theirs; one whose address is no address is read by the receipt alone.
    """
    owed = Letter.objects.filter(mailed_at=None).select_related("voice")
    sent = failed = 0
    with get_connection() as connection:
        # The newest first: letters that fail again and again must not stand before the others.
        for letter in owed.order_by("-id")[:500]:
            if letter.voice.contact_email:
                try:
                    connection.send_messages([_mailed(letter)])
                    sent += 1
                except (OSError, ValueError) as fault:  # smtplib's own failures are OSErrors too
                    log.warning("letter %s could not be sent: %s", letter.pk, type(fault).__name__)
                    connection.close()
                    if not _is_for_good(fault):
                        failed += 1
                        if failed >= GIVE_UP:
                            break
                        continue
            Letter.objects.filter(pk=letter.pk).update(mailed_at=at)
    return sent


def _is_for_good(fault: Exception) -> bool:
    """Whether it is the address, not the server: what is no address at all, or is refused with a 5xx."""
    if isinstance(fault, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in fault.recipients.values())
    return isinstance(fault, ValueError)


def _mailed(letter: Letter) -> EmailMessage:
    link = settings.PUBLIC_URL + reverse("portal:receipt", args=[letter.voice.receipt])
    body = f"{letter.text}\n\n{_('查看进展：')}{link}\n"
    return EmailMessage(_("关于您反映的事"), body, to=[letter.voice.contact_email])
