"""Telling raisers: one letter for each thing that happens to their voice, read by receipt, mailed when they wish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shangliang.kernel.models import Entry
from shangliang.modules.voices.models import Letter, Voice
from shangliang.modules.voices.words import LETTERS


def wants(kind: str, verb: str) -> bool:
    return kind == "voice" and verb in LETTERS


def consume(entry: Entry, at: datetime) -> None:
    """Write the letter of one entry (the consumer `letters`)."""
    voice = Voice.objects.filter(pk=entry.ref).first()
    if voice is None or (voice.batch_id and entry.verb == "begin"):
        return  # nobody holds the receipt of an imported voice yet
    day = timezone.localtime(voice.due_at) if voice.due_at else None
    due = f"{day.year}年{day.month}月{day.day}日" if day else ""
    facts: dict[str, Any] = entry.facts
    text = str(LETTERS[entry.verb]).format(
        due=due, topic=facts.get("topic", ""), note=entry.note, answer=voice.answer
    )
    Letter.objects.get_or_create(voice=voice, entry=entry, defaults={"at": entry.at, "text": text})


def seen(voice: Voice, *, at: datetime) -> None:
    """The raiser has opened the receipt: what was told has been read."""
    Letter.objects.filter(voice=voice, seen_at=None).update(seen_at=at)


def mail(at: datetime) -> int:
    """Mail letters to those who left an address; a letter that could not be sent stays owed."""
    owed = Letter.objects.filter(mailed_at=None).select_related("voice").order_by("id")[:500]
    sent = 0
    with get_connection() as connection:
        for letter in owed:
            voice = letter.voice
            if voice.contact_email:
                link = settings.PUBLIC_URL + reverse("portal:receipt", args=[voice.receipt])
                body = f"{letter.text}\n\n{_('查看进展：')}{link}\n"
                EmailMessage(
                    _("关于您反映的事"), body, to=[voice.contact_email], connection=connection
                ).send()
                sent += 1
            Letter.objects.filter(pk=letter.pk).update(mailed_at=at)
    return sent
