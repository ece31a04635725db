"""How voices come in: by telephone and poster, from members and departments, from paper."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, sealed, text
from shangliang.kernel.access import Actor
from shangliang.kernel.models import StoredFile
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people.models import Person
from shangliang.modules.voices.models import Call, GridSheet, MeToo, Voice, VoiceFile


@dataclass(frozen=True)
class Contact:
    """How to reach whoever raised it. Sealed at rest; all of it may be empty."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class SheetLine:
    """One matter on a paper form."""

    title: str
    body: str
    place_text: str = ""
    contact: Contact = Contact()
    field: Field | None = None


def head_of(contact: Contact, *, device: str = "", person_id: int | None = None) -> str:
    """The blind mark by which heads are counted: telephone, then e-mail, then account, then device."""
    if digits := "".join(c for c in contact.phone if c.isdigit()):
        return sealed.mark("phone", digits)
    if contact.email:
        return sealed.mark("email", contact.email)
    if person_id:
        return sealed.mark("person", str(person_id))
    return sealed.mark("device", device) if device else ""


def raise_voice(
    unit: Unit, *, title: str, body: str, source: str, actor: Actor, at: datetime, token: str,
    contact: Contact = Contact(), device: str = "", place: Unit | None = None, place_text: str = "",
    call: Call | None = None, field: Field | None = None, open_ok: bool = True, files: Iterable[StoredFile] = (),
) -> Voice:  # fmt: skip
    """Take one voice and give it a receipt. The same form sent twice (`token`) gives the first voice back."""
    key = hashlib.sha256(f"form:{token}".encode()).hexdigest()
    if earlier := Voice.objects.filter(same_key=key).first():
        return earlier
    if call and call.state != "open":
        raise moves.Stale(_("这次征集已经截止"), state=moves.label_of(call))
    voice = Voice(
        unit=unit, place=place, place_text=text.normal(place_text), call=call, field=field, source=source,
        title=text.normal(title), body=text.normal(body), raised_at=at, receipt=text.code(), open_ok=open_ok,
        person_id=actor.person_id, head=head_of(contact, device=device, person_id=actor.person_id),
        contact_name=contact.name, contact_phone=contact.phone, contact_email=contact.email, same_key=key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            moves.begin(voice, actor=actor, at=at)
            VoiceFile.objects.bulk_create(VoiceFile(voice=voice, file=f) for f in files)
    except IntegrityError:
        return Voice.objects.get(same_key=key)
    return voice


@transaction.atomic
def me_too(voice: Voice, *, device: str, contact: Contact = Contact(), at: datetime) -> bool:
    """One more head behind an open voice; False when this head was counted already."""
    if voice.state in {"not_taken", "withdrawn", "settled"}:
        raise moves.Stale(_("这件事已经了结"), state=moves.label_of(voice))
    head = head_of(contact, device=device)
    if not head or head == voice.head:
        return False
    _row, new = MeToo.objects.get_or_create(voice=voice, head=head, defaults={"at": at})
    if new:
        Voice.objects.filter(pk=voice.pk).update(me_too=F("me_too") + 1)
    return new


@transaction.atomic
def type_sheet(
    unit: Unit, *, worker: Person, paper_no: str, collected_on: date, lines: Sequence[SheetLine], token: str,
    actor: Actor, at: datetime, call: Call | None = None, place: Unit | None = None, handed_out: int = 0,
) -> GridSheet:  # fmt: skip
    """A batch typed from a paper form: all lines are kept, or none. The same form sent twice is kept once."""
    if "grid" not in actor.roles or actor.person_id != worker.pk:
        raise moves.NotAllowed(_("纸表由网格员本人录入"))
    if earlier := GridSheet.objects.filter(token=token).first():
        return earlier
    if not lines:
        raise moves.Refused(_("还没有填写任何一条"))
    if GridSheet.objects.filter(unit=unit, paper_no=paper_no).exists():
        raise moves.Refused(_("纸表编号 %s 已经录入过") % paper_no)
    if collected_on > calendar.day_of(at):
        raise moves.Refused(_("采集日期还没有到"))
    sheet = GridSheet.objects.create(
        unit=unit, worker=worker, paper_no=paper_no, collected_on=collected_on, handed_out=handed_out,
        token=token, at=at,
    )  # fmt: skip
    moves.begin_many(
        (
            Voice(
                unit=unit, place=place, place_text=text.normal(line.place_text), call=call, sheet=sheet,
                source=Voice.Source.GRID, field=line.field, title=text.normal(line.title),
                body=text.normal(line.body), raised_at=at, receipt=text.code(), head=head_of(line.contact),
                contact_name=line.contact.name, contact_phone=line.contact.phone,
                contact_email=line.contact.email,
                same_key=hashlib.sha256(f"sheet:{token}:{number}".encode()).hexdigest(),
            )
            for number, line in enumerate(lines)
        ),
        actor=actor, at=at, sheet=paper_no,
    )  # fmt: skip
    return sheet
