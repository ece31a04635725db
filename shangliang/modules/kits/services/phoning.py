"""Entries from a participant's own phone that lost the network half-way, by the code of the meeting.

The phone signs somebody in; from then on that phone may speak for her, and for nobody else. Who has an account signs in
to speak: a phone alone does not prove that it is hers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import PUBLIC
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.kits.models import Carried
from shangliang.modules.kits.services.arriving import Result, arrive, held
from shangliang.modules.kits.services.entering import Into, Made, Sent, Waits
from shangliang.modules.people.models import Person

MOST = 60  # entries that one phone brings to one meeting
ALL = 3000  # that all phones bring to it: whoever has the code could make up phones
OPEN = ("noticed", "sitting")


@transaction.atomic
def receive_from_phone(
    gathering: Gathering, *, entries: Sequence[Sent], phone: str, person: Person | None, at: datetime
) -> list[Result]:
    """Take in what one phone brings. phone: its own secret, of which a blind mark is kept."""
    mark = hashlib.sha256(f"{gathering.pk} {phone}".encode()).hexdigest()
    into = Into(held(gathering), PUBLIC, at)
    phones = gathering.carried.exclude(phone="")
    left = min(MOST - phones.filter(phone=mark).count(), ALL - phones.count())
    known = set(gathering.carried.filter(pk__in=[e.id for e in entries]).values_list("pk", flat=True))
    found = []
    for sent in entries:
        left -= sent.id not in known
        if left < 0 and sent.id not in known:
            found.append(Result(sent.id, "refused", _("这部手机记得太多了，请交给工作人员")))
            continue
        make = partial(_enter, mark=mark, person=person)
        found.append(arrive(_whose(sent, gathering, person), into=into, phone=mark, make=make))
    return found


def _whose(sent: Sent, gathering: Gathering, person: Person | None) -> Sent:
    """Who is signed in and picks nobody means herself."""
    if sent.kind != Carried.Kind.SIGN_IN or person is None or {"participant", "joining"} & set(sent.content):
        return sent
    me = gathering.participants.filter(person=person).values_list("pk", flat=True).first()
    return replace(sent, content={**sent.content, "participant": me}) if me else sent


def _enter(sent: Sent, *, into: Into, mark: str, person: Person | None) -> tuple[Made, str]:
    if sent.kind == Carried.Kind.SIGN_IN:
        return _sign_in(sent, into)
    if sent.kind == Carried.Kind.OPINION:
        return _speak(sent, into, mark, person)
    raise moves.Refused(_("这一类记录收不了，请更新页面再送"))


def _sign_in(sent: Sent, into: Into) -> tuple[Made, str]:
    told = (sent.content.get(n) for n in ("name", "standing", "entrance"))
    name, standing, entrance = (said[:200] if isinstance(said, str) else "" for said in told)
    picked, joining = sent.content.get("participant"), bool(sent.content.get("joining"))
    try:
        guest = gatherings.sign_in_by_code(
            into.gathering.sign_in_code, participant=picked if isinstance(picked, int) else None, name=name,
            standing=standing, entrance=entrance, joining=joining, at=into.at, noted=sent.noted,
        )  # fmt: skip
    except moves.Stale as stale:
        # Too early, or the code moves: whoever holds the phone can still do something about it.
        raise (moves.Refused(*stale.reasons) if into.gathering.state in OPEN else stale) from stale
    return {"participant": guest.pk}, _("%s，您已签到") % guest.name


def _speak(sent: Sent, into: Into, mark: str, person: Person | None) -> tuple[Made, str]:
    guest = _signed_here(sent, into, mark)
    if guest.person_id and guest.person_id != (person.pk if person else None):
        raise moves.Refused(_("您有账号，请先登录再送意见：光凭一部手机分不清是不是您本人"))
    text = sent.content.get("text")
    opinion = gatherings.opine(
        into.gathering, participant=guest, text=text if isinstance(text, str) else "", token=str(sent.id),
        actor=gatherings.bearer(into.gathering, participant=guest, person=person), at=into.at, noted=sent.noted,
    )  # fmt: skip
    return {"opinion": opinion.pk}, _("您的意见已记下")


def _signed_here(sent: Sent, into: Into, mark: str) -> Participant:
    """Whom this very phone has signed in."""
    said = sent.content.get("participant")
    try:
        number = UUID(str(said.get("entry") if isinstance(said, dict) else ""))
    except ValueError as bad:
        raise moves.Refused(_("请先在这部手机上签到")) from bad
    entry = into.gathering.carried.filter(pk=number, kind=Carried.Kind.SIGN_IN).first()
    if entry is None:
        raise Waits
    if entry.phone != mark:
        raise moves.Refused(_("请先在这部手机上签到"))
    if "participant" not in entry.made:
        raise moves.Stale(_("它所依的那一条还在等人定夺"))
    guest: Participant = into.gathering.participants.select_related("unit").get(pk=entry.made["participant"])
    return guest
