"""What comes back from a device: each entry is taken in once, and sent again it gets the answer it got.

Entries of one gathering arrive one batch after the other (its row is held), each within a savepoint of its own: what is
wrong with one is no matter of the others. What our rules do not simply take in becomes a matter for a person, with all
that it said; what is not complete goes back to whoever noted it, and stays on the device.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, params, text
from shangliang.kernel.access import Actor
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.kits.models import Carried, Kit, Matter
from shangliang.modules.kits.services.entering import Asks, Into, Made, Sent, Waits, enter, file_of

MOST = 2000  # entries of one kit: a long day of a full room
OVER = ("held", "concluded", "closed")


@dataclass(frozen=True)
class Result:
    """state: kept, matter (a person decides), asks (say more), waits (for the entry it speaks of), refused."""

    id: Any
    state: str
    words: str = ""
    made: Made = field(default_factory=dict)
    matter: int | None = None
    candidates: tuple[Participant, ...] = ()
    again: bool = False


@transaction.atomic
def receive(kit: Kit, *, entries: Sequence[Sent], actor: Actor, at: datetime) -> list[Result]:
    """Take in what one device brings, in its order. Only whoever took the kit along brings it back."""
    if kit.person_id != actor.person_id or (actor.scopes is not None and "write" not in actor.scopes):
        raise moves.NotAllowed(_("谁带下去的，由谁送回来"))
    into = Into(held(kit.gathering), actor, at)
    known = set(Carried.objects.filter(pk__in=[e.id for e in entries]).values_list("pk", flat=True))
    left = MOST - kit.carried.count()
    found = []
    for sent in entries:
        left -= sent.id not in known
        if left < 0 and sent.id not in known:
            found.append(Result(sent.id, "refused", _("这个离线包已记满 %d 条，请另带一个") % MOST))
        else:
            found.append(arrive(sent, into=into, kit=kit))
    Kit.objects.filter(pk=kit.pk).update(returned_at=at)
    return found


def held(gathering: Gathering) -> Gathering:
    """The gathering, held until the batch is in."""
    return moves.held(gathering, "unit", no_key=True)


def arrive(
    sent: Sent,
    *,
    into: Into,
    kit: Kit | None = None,
    phone: str = "",
    make: Callable[..., tuple[Made, str]] = enter,
) -> Result:
    """One entry: answered as before, taken in (`make`), or put before a person."""
    if earlier := Carried.objects.select_related("matter", "kit").filter(pk=sent.id).first():
        return _again(earlier, sent, kit, phone)
    try:
        with transaction.atomic():
            if reason := _disputed(sent, into, kit):
                raise moves.Stale(reason)
            made, words = make(sent, into=into)
            _write(sent, into, made=made, words=words, kit=kit, phone=phone)
            return Result(sent.id, "kept", words, made)
    except Waits:
        return Result(sent.id, "waits", _("它所依的那一条还没有送到"))
    except Asks as asks:
        return Result(sent.id, "asks", str(asks), candidates=tuple(asks.candidates))
    except (moves.NotAllowed, moves.Stale) as refused:
        # Read by whoever decides, who may: “not you” would be about the wrong person.
        own = isinstance(refused, moves.NotAllowed)
        why = _("记的人没有做这一步的权限") if own else str(refused)
        return _put(sent, into, why, kit=kit, phone=phone)
    except (moves.Refused, DataError, IntegrityError) as refused:
        told = str(refused) if isinstance(refused, moves.Refused) else _("内容里有存不下的东西")
        return Result(sent.id, "refused", told)
    finally:
        into.gathering.refresh_from_db(fields=["state", "version", "entered_at"])


def _again(earlier: Carried, sent: Sent, kit: Kit | None, phone: str) -> Result:
    """Sent before: the same answer. The number of an entry of somebody else's, or with other words, is taken."""
    hers = earlier.kit is not None and kit is not None and earlier.kit.person_id == kit.person_id
    if not (hers or (phone and earlier.phone == phone)):
        return Result(sent.id, "refused", _("这个编号已经用过，请作为新的一条再送"))
    if earlier.sha256 != mark_of(sent):
        return Result(
            sent.id, "refused", _("这一条先前已按另外的内容送到：%s。改动请作为更正再送") % earlier.words
        )
    matter = Matter.objects.filter(carried=earlier).first()
    waiting = matter is not None and not earlier.made and matter.state != "taken"
    state = "matter" if waiting else "kept"
    return Result(sent.id, state, earlier.words, earlier.made, matter.pk if matter else None, again=True)


def mark_of(sent: Sent) -> str:
    said = json.dumps([sent.kind, sent.content], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(
        said.encode(errors="surrogatepass")
    ).hexdigest()  # half a character is refused later


def _disputed(sent: Sent, into: Into, kit: Kit | None) -> str:
    """Which of the stated rules speaks against simply taking it in; empty when none does."""
    now, gathering = into.at, into.gathering
    if gathering.state == "cancelled":
        return _("这次协商后来取消了")
    if gathering.state == "preparing" or (kit and kit.starts_at != gathering.starts_at):
        return _("这次协商后来改期了")
    if kit and sent.noted.on > kit.valid_until:
        return _("离线包过了有效期以后才记的")
    days = int(params.value(gathering.unit.path, "kits.late_within", calendar.day_of(now)))
    if gathering.state in OVER and now > gathering.entered_at + timedelta(days=days):
        return _("散会已经超过 %d 天才送到") % days
    return ""


def _write(sent: Sent, into: Into, *, made: Made, words: str, kit: Kit | None, phone: str) -> Carried:
    return Carried.objects.create(
        id=sent.id, gathering=into.gathering, kit=kit, phone=phone, kind=sent.kind, sha256=mark_of(sent),
        noted_at=sent.noted.on, device_at=sent.noted.device, arrived_at=into.at, words=words[:300], made=made,
    )  # fmt: skip


def _put(sent: Sent, into: Into, reason: str, *, kit: Kit | None, phone: str) -> Result:
    """Before a person, with all that it said; a picture is kept as a file."""
    words = _("要人定夺：%s") % reason
    try:
        with transaction.atomic():
            file = file_of(sent, into) if sent.kind == Carried.Kind.PHOTO else None
            carried = _write(sent, into, made={}, words=words, kit=kit, phone=phone)
            said = {name: value for name, value in sent.content.items() if name != "data"}
            matter = Matter(
                unit=into.gathering.unit, gathering=into.gathering, carried=carried, content=said, file=file,
                person=kit.person if kit else None, title=_title(sent), reason=reason[:300],
            )  # fmt: skip
            moves.begin(matter, actor=into.actor, at=into.at, of=sent.kind, gathering=into.gathering.pk)
    except (moves.Refused, DataError, IntegrityError) as bad:
        told = str(bad) if isinstance(bad, moves.Refused) else _("内容里有存不下的东西")
        return Result(sent.id, "refused", told)
    return Result(sent.id, "matter", words, matter=matter.pk)


def _title(sent: Sent) -> str:
    said = next(
        (str(sent.content[n]) for n in ("text", "question", "name", "title") if sent.content.get(n)), ""
    )
    label = Carried.Kind(sent.kind).label if sent.kind in Carried.Kind.values else sent.kind
    return text.shortened(f"{label} {text.normal(said)}".strip(), 160)
