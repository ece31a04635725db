"""What becomes of a voice, and what its raiser says to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.modules.voices.models import Rating, Voice
from shangliang.modules.voices.services.filing import Contact


@transaction.atomic
def decline(voice: Voice, *, reason: str, note: str, actor: Actor, at: datetime) -> None:
    """Not taken up, with a reason code and words; the raiser is told both."""
    if reason not in Voice.DeclineReason.values:
        raise moves.Refused(_("请选择不采用的原因"))
    label = Voice.DeclineReason(reason).label
    Voice.objects.filter(pk=voice.pk).update(decline_reason=reason)
    voice.decline_reason = reason
    moves.make(
        voice, "decline", actor=actor, at=at, note=f"{label}。{note}" if note.strip() else "", reason=reason
    )


@transaction.atomic
def decline_with_topic(voice: Voice, *, reason: str, note: str, at: datetime) -> None:
    """The topic it stands in was not taken up: the raiser is told the topic's reason."""
    Voice.objects.filter(pk=voice.pk).update(decline_reason=reason)
    voice.decline_reason = reason
    moves.make(voice, "decline_with_topic", actor=CLOCK, at=at, note=note, reason=reason)


@transaction.atomic
def answer(voice: Voice, *, text: str, at: datetime, link: str = "") -> None:
    """What came of it. Made by consumers of the journal when a result is published or a department replied."""
    Voice.objects.filter(pk=voice.pk).update(answer=text)
    voice.answer = text
    moves.make(voice, "answer", actor=CLOCK, at=at, link=link)


@transaction.atomic
def rate(voice: Voice, *, attitude: int, result: str, comment: str, actor: Actor, at: datetime) -> Rating:
    """The raiser's judgement, of the attitude and of the result apart. "Not solved" opens it again."""
    if not 1 <= attitude <= 5 or result not in Rating.Result.values:
        raise moves.Refused(_("请选择评价"))
    if result == Rating.Result.UNSOLVED and not comment.strip():
        raise moves.Refused(_("请说明哪里没有解决"))
    verb = "say_unsolved" if result == Rating.Result.UNSOLVED else "rate"
    moves.make(voice, verb, actor=actor, at=at, result=result, attitude=attitude)
    return Rating.objects.create(voice=voice, attitude=attitude, result=result, comment=comment, at=at)


@transaction.atomic
def explain(voice: Voice, *, note: str, actor: Actor, at: datetime) -> None:
    moves.make(voice, "explain", actor=actor, at=at, note=note)


@transaction.atomic
def withdraw(voice: Voice, *, actor: Actor, at: datetime) -> None:
    moves.make(voice, "withdraw", actor=actor, at=at)


@transaction.atomic
def read_contact(voice: Voice, *, actor: Actor, at: datetime, why: str) -> Contact:
    """Show how to reach the raiser, to those who may, with the reading and its reason in the journal."""
    if not why.strip():
        raise moves.Refused(_("请写明查看联系方式的用途"))
    moves.record(voice, "read_contact", actor=actor, at=at, note=why)
    return Contact(voice.contact_name, voice.contact_phone, voice.contact_email)
