"""What the sign-in page needs to know of a meeting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, text
from shangliang.kernel.access import Actor, Seat
from shangliang.look import words
from shangliang.modules.gatherings.models import Gathering, Participant


@dataclass(frozen=True)
class Face:
    """An invited person as the sign-in page shows her: surname and capacity, nothing more. `twins`: there is
    somebody else who reads the same, so the full name must be given.
    """

    id: int
    shown: str
    capacity: str
    twins: bool


def door(code: str) -> Gathering | None:
    """The gathering of a code that somebody scanned or typed; None when there is none (1 query)."""
    return Gathering.objects.filter(sign_in_code=text.tidy_code(code)).select_related("unit", "topic").first()


TURN = 30  # seconds that one code on the screen lives; the one before still counts
TURNS_INSIDE = 20  # that many turns a page once opened with it may take to be filled in


def _key(gathering: Gathering, turn: int, use: str) -> str:
    said = f"{gathering.sign_in_code} {turn}"
    return salted_hmac(f"gatherings.{use}", said, algorithm="sha256").hexdigest()[:12]


def turn_of(at: datetime) -> int:
    """Which half minute this is: another one, another code."""
    return int(at.timestamp()) // TURN


def moving_key(gathering: Gathering, at: datetime) -> str:
    """What the code on the screen carries at this moment."""
    return _key(gathering, turn_of(at), "screen")


def entrance(gathering: Gathering, key: str, at: datetime) -> str:
    """For a page opened with a code that is on the screen, or was just now: what its form sends back. Else empty."""
    now = turn_of(at)
    if not any(constant_time_compare(key, _key(gathering, now - n, "screen")) for n in (0, 1)):
        return ""
    return f"{now}-{_key(gathering, now, 'entrance')}"


def let_in(gathering: Gathering, entrance: str, at: datetime) -> bool:
    """Whether a form may sign somebody in: always with a code that does not move, else for ten minutes."""
    if not gathering.moving_code:
        return True
    turn, _dash, key = entrance.partition("-")
    if not (turn.isascii() and turn.isdigit() and len(turn) < 12):
        return False
    fresh = 0 <= turn_of(at) - int(turn) <= TURNS_INSIDE
    return fresh and constant_time_compare(key, _key(gathering, int(turn), "entrance"))


PASS = "hall"  # the cookie that carries it
PASS_LASTS = 12 * 3600  # seconds: as long as somebody stays signed in


def pass_of(participant: Participant) -> str:
    """What somebody without an account carries from the sign-in page into the hall (no query)."""
    return signing.dumps(participant.pk, salt="gatherings.pass")


def holder_of(words: str) -> Participant | None:
    """Whose pass this is, if she has signed in; None for one that was altered or is too old (1 query)."""
    try:
        pk = signing.loads(words, salt="gatherings.pass", max_age=PASS_LASTS)
    except signing.BadSignature:
        return None
    came = Participant.objects.filter(pk=pk, signed_in_at__isnull=False)
    return came.select_related("gathering", "gathering__unit").first()


def shut(gathering: Gathering, at: datetime) -> str:
    """Why nobody can sign in by code now; empty when everybody can (no query)."""
    if gathering.state == "cancelled":
        return _("这次协商已经取消，不用签到了。")
    if gathering.state == "preparing":
        return _("这次协商正在重新安排，时间定下来会再通知您。")
    if gathering.state not in {"noticed", "sitting"}:
        return _("这次协商已经结束，签到已关闭。没有签上的，请告诉现场工作人员。")
    if gathering.state == "noticed" and gathering.starts_at:
        day = calendar.day_of(gathering.starts_at)
        if calendar.day_of(at) < day:
            return _("还没有到开会的日子。请在%s到场后再签到。") % words.short_day(day)
    return ""


def faces(gathering: Gathering) -> list[Face]:
    """Who is invited and has not signed in yet, ordered by sound (1 query)."""
    waiting = gathering.participants.filter(signed_in_at=None)
    people = sorted(waiting, key=lambda p: (text.sort_key(p.name), p.pk))
    same = Counter((p.name[:1], p.capacity) for p in people)
    return [
        Face(p.pk, text.masked(p.name[:4]), p.get_capacity_display(), same[(p.name[:1], p.capacity)] > 1)
        for p in people
    ]


def guest_actor(participant: Participant) -> Actor:
    """Somebody without an account who has signed in with the code. The journal is for ever: it keeps her surname."""
    seats = (Seat("guest", "", participant.pk), Seat("public"))
    return Actor(text.masked(participant.name[:4]), seats)
