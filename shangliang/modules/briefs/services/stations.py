"""信息站: opened by the office, with a contact and special informants."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import Actor
from shangliang.kernel.text import normal, without_contacts
from shangliang.modules.briefs.models import Informant, Station
from shangliang.modules.briefs.services.drafting import LONGEST_CONTACT
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


@transaction.atomic
def open_station(
    unit: Unit, *, name: str, place: str, contact: Person, opened_on: date, actor: Actor, at: datetime,
    about: str = "", token: str = "",
) -> Station:  # fmt: skip
    """A new station of a CPPCC. Its name stands once in the unit."""
    if earlier := once.made_before(Station, place="briefs.station", token=token, actor=actor, at=at):
        return earlier
    if not moves.kind_of(Station).policy.may_at(actor, "edit", unit.path):
        raise moves.NotAllowed(_("信息站由政协办设立"))
    if unit.kind != Unit.Kind.CPPCC:
        raise moves.Refused(_("信息站由政协设立"))
    station = Station(
        unit=unit,
        name=normal(name),
        place=normal(place),
        contact=contact,
        opened_on=opened_on,
        about=normal(about),
    )
    try:
        with transaction.atomic():
            moves.begin(station, actor=actor, at=at, contact=contact.pk)
    except IntegrityError:
        raise moves.Refused(_("已经有叫这个名字的信息站")) from None
    once.remember(station, place="briefs.station", token=token, actor=actor)
    return station


@transaction.atomic
def edit_station(
    station: Station, *, name: str, place: str, contact: Person, about: str, actor: Actor, at: datetime
) -> None:
    """Another name, place or contact."""
    moves.record(station, "edit", actor=actor, at=at, was=station.contact_id, contact=contact.pk)
    new = {"name": normal(name), "place": normal(place), "contact": contact, "about": normal(about)}
    for column, value in new.items():
        setattr(station, column, value)
    moves.fits(station)
    try:
        with transaction.atomic():
            Station.objects.filter(pk=station.pk).update(**new)
    except IntegrityError:
        raise moves.Refused(_("已经有叫这个名字的信息站")) from None


@transaction.atomic
def appoint(
    station: Station,
    *,
    actor: Actor,
    at: datetime,
    person: Person | None = None,
    name: str = "",
    contact: str = "",
    token: str = "",
) -> Informant:
    """聘任特邀信息员: somebody with an account, or a name with contact data, which are sealed."""
    if earlier := once.made_before(Informant, place="briefs.informant", token=token, actor=actor, at=at):
        return earlier
    if station.state != "open":
        raise moves.Stale(_("信息站已停用"), state=moves.label_of(station))
    said = person.name if person else normal(name)
    if not said:
        raise moves.Refused(_("请选择人员，或写明姓名"))
    moves.record(station, "appoint", actor=actor, at=at, name=said)
    row = Informant(
        station=station, person=person, name=said, contact="" if person else normal(contact),
        since=calendar.day_of(at),
    )  # fmt: skip
    moves.fits(row, apart_from=("station", "person"))
    if len(row.contact) > LONGEST_CONTACT:
        raise moves.Refused(_("联系方式最多 %d 字") % LONGEST_CONTACT)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise moves.Refused(_("“%s”已经是这个站的特邀信息员") % said) from None
    once.remember(row, place="briefs.informant", token=token, actor=actor)
    return row


@transaction.atomic
def read_informants(station: Station, *, why: str, actor: Actor, at: datetime) -> list[Informant]:
    """Show how to reach the informants without an account; reading and reason stay recorded."""
    if not why.strip():
        raise moves.Refused(_("请写明查看联系方式的用途"))
    moves.record(station, "read_contact", actor=actor, at=at, note=without_contacts(normal(why)))
    return list(station.informants.filter(person=None, until=None))


@transaction.atomic
def dismiss(informant: Informant, *, actor: Actor, at: datetime) -> None:
    """解聘; what she reported stays hers."""
    if informant.until is not None:
        raise moves.Stale(_("已经解聘"), state=_("已经解聘"))
    moves.record(informant.station, "dismiss", actor=actor, at=at, name=informant.name)
    informant.until = calendar.day_of(at)
    Informant.objects.filter(pk=informant.pk).update(until=informant.until)
