"""A brief is written, signed with others and handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import STEP, Actor
from shangliang.kernel.text import listed, normal
from shangliang.modules.briefs import queries
from shangliang.modules.briefs.models import Author, Brief, Station, Version
from shangliang.modules.briefs.services.crediting import recount
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people.models import Member, Person
from shangliang.modules.people.services import person_of

MOST_WRITERS = 50
LONGEST_CONTACT = 200
LEVELS = {
    Unit.Level.PROVINCE: Author.Identity.PROVINCE,
    Unit.Level.CITY: Author.Identity.CITY,
    Unit.Level.COUNTY: Author.Identity.COUNTY,
}


@dataclass(frozen=True)
class Words:
    """What a brief says: its title, what is the case, what is advised; what it is about and how it may be used."""

    title: str
    situation: str
    advice: str
    field: Field | None = None
    sudden: bool = False
    sensitive: bool = False
    open_ok: bool = True
    open_reason: str = ""

    def columns(self) -> dict[str, Any]:
        return {
            "title": normal(self.title), "situation": normal(self.situation), "advice": normal(self.advice),
            "field": self.field, "sudden": self.sudden, "sensitive": self.sensitive, "open_ok": self.open_ok,
            "open_reason": "" if self.open_ok else normal(self.open_reason),
        }  # fmt: skip


@dataclass(frozen=True)
class Writer:
    """One of those who report it: somebody with an account, or somebody outside with name and contact data."""

    person: Person | None = None
    name: str = ""
    identity: str = ""
    contact: str = field(default="", repr=False)


@transaction.atomic
def draft(
    unit: Unit, *, words: Words, source: str, actor: Actor, at: datetime, writers: Sequence[Writer] = (),
    station: Station | None = None, token: str = "", **origin: Any,
) -> Brief:  # fmt: skip
    """A new draft. Without `writers` the drafter reports alone; the first of them reports, the rest sign with her.

    origin: voice, topic (see services.taking). The same form sent twice (`token`) gives the first draft back.
    """
    person = person_of(actor)
    if earlier := once.made_before(Brief, place="briefs.draft", token=token, actor=actor, at=at):
        return earlier
    _may_draft(unit, station, actor)
    if source not in Brief.Source.values:
        raise moves.Refused(_("请选择信息来源"))
    brief = Brief(
        unit=unit, drafter=person, source=source, station=station, **_of(unit, words).columns(), **origin
    )
    moves.begin(brief, actor=actor, at=at, source=source, station=station.pk if station else 0)
    _set_writers(brief, writers or [Writer(person)], actor=actor, at=at)
    once.remember(brief, place="briefs.draft", token=token, actor=actor)
    return brief


def _may_draft(unit: Unit, station: Station | None, actor: Actor) -> None:
    if not unit.active or unit.kind != Unit.Kind.CPPCC:
        raise moves.Refused(_("信息只能报送给政协"))
    if station is not None:
        reports = moves.kind_of(Station).policy.which(actor, ["report", "edit"], station)
        if station.unit_id != unit.pk or not reports:
            raise moves.NotAllowed(_("只有信息站联系人、特邀信息员和政协办能以信息站名义报送"))
        if station.state != "open":
            raise moves.Stale(_("信息站已停用"), state=moves.label_of(station))
    elif not moves.kind_of(Brief).policy.may_at(actor, "draft", unit.path):
        raise moves.NotAllowed(_("您不能向“%s”报送信息") % unit)


def _of(unit: Unit, words: Words) -> Words:
    """Raises Refused for a field of another root."""
    if words.field and words.field.unit_id and words.field.unit.path[:STEP] != unit.path[:STEP]:
        raise moves.Refused(_("请选择本地的分类"))
    return words


def _set_writers(brief: Brief, writers: Sequence[Writer], *, actor: Actor, at: datetime) -> None:
    """Those who drafted, and those outside for whom the drafter answers, have agreed; others are asked."""
    _may_stand(brief, writers, at)
    agreed = dict(brief.authors.exclude(person=None).values_list("person", "agreed_at"))
    brief.authors.all().delete()
    asked = []
    for place, writer in enumerate(writers):
        person = writer.person
        own = person is None or person.pk == brief.drafter_id
        row = Author(
            brief=brief, place=place, person=person, name=person.name if person else normal(writer.name),
            contact="" if person else normal(writer.contact),
            identity=writer.identity or (identity_of(person, at) if person else Author.Identity.OTHER),
            agreed_at=at if own else agreed.get(person.pk) if person else None,
        )  # fmt: skip
        moves.fits(row, apart_from=("brief", "person"))
        row.save()
        if person and not own and person.pk not in agreed:
            asked.append(person.pk)
    if asked:
        moves.record(brief, "invite", actor=actor, at=at, people=asked)


def _may_stand(brief: Brief, writers: Sequence[Writer], at: datetime) -> None:
    """Raises Refused: nobody twice, nobody without a name, and of those with an account only members of this
    place, whoever drafts it, and whoever raised the voice it came from.
    """
    if len(writers) > MOST_WRITERS:
        raise moves.Refused(_("反映人和联名人最多 %d 位") % MOST_WRITERS)
    people = [w.person.pk for w in writers if w.person]
    if len(set(people)) < len(people):
        raise moves.Refused(_("同一个人只能写一次"))
    if any(not w.person and not normal(w.name) for w in writers):
        raise moves.Refused(_("请写明反映人的姓名"))
    if any(len(w.contact) > LONGEST_CONTACT for w in writers):
        raise moves.Refused(_("联系方式最多 %d 字") % LONGEST_CONTACT)
    known = {brief.drafter_id, brief.voice.person_id if brief.voice else None}
    asked = [w.person for w in writers if w.person and w.person.pk not in known]
    if asked:
        able = set(queries.cosigners(brief.unit.path, on=calendar.day_of(at)).values_list("pk", flat=True))
        if strangers := [p.name for p in asked if p.pk not in able]:
            raise moves.Refused(_("只能请本地的委员、召集人联名：%s") % listed(strangers))


def identity_of(person: Person, at: datetime) -> str:
    """Member of which level, by the term that runs (1 query)."""
    day = calendar.day_of(at)
    terms = Member.objects.filter(person=person, term__starts_on__lte=day, term__ends_on__gte=day)
    level = terms.values_list("term__unit__level", flat=True).first()
    return str(LEVELS.get(level, Author.Identity.OTHER))  # type: ignore[call-overload]


@transaction.atomic
def write(
    brief: Brief, *, words: Words, actor: Actor, at: datetime, writers: Sequence[Writer] | None = None,
    source: str = "",
) -> None:  # fmt: skip
    """Better words while it is a draft; `writers` replaces those who report it."""
    if brief.state != "draft":
        raise moves.Stale(_("报送以后原稿不能再改"), state=moves.label_of(brief))
    if source and source not in Brief.Source.values:
        raise moves.Refused(_("请选择信息来源"))
    columns = _of(brief.unit, words).columns() | ({"source": source} if source else {})
    for name, value in columns.items():
        setattr(brief, name, value)
    moves.fits(brief)
    changed = Brief.objects.filter(pk=brief.pk, state="draft").update(**columns)
    if not changed:
        raise moves.Stale(_("报送以后原稿不能再改"), state=moves.label_of(brief))
    moves.record(brief, "write", actor=actor, at=at)
    if writers is not None:
        _set_writers(brief, writers, actor=actor, at=at)


@transaction.atomic
def answer_invitation(brief: Brief, *, agrees: bool, actor: Actor, at: datetime) -> None:
    """联名: only who says so herself stands on the brief and gets her share; who declines is taken off."""
    moves.record(brief, "cosign" if agrees else "decline", actor=_cosigner(brief, actor), at=at)
    row = brief.authors.get(person=person_of(actor))
    if not agrees:
        row.delete()
        _move_up(brief)
    elif row.agreed_at is None:
        brief.authors.filter(pk=row.pk).update(agreed_at=at)
    if brief.state != "draft":
        recount(brief, at=at)


def _cosigner(brief: Brief, actor: Actor) -> Actor:
    """Raises NotAllowed for whoever drafted it and for everybody who was not asked, Stale once it is too late."""
    person = person_of(actor)
    if person.pk == brief.drafter_id or not brief.authors.filter(person=person).exists():
        raise moves.NotAllowed(_("没有请您联名"))
    if not moves.kind_of(brief).policy.may(actor, "cosign", brief):
        raise moves.Stale(_("信息已经签发，不能再变更联名"), state=moves.label_of(brief))
    return actor


def _move_up(brief: Brief) -> None:
    """When whoever should report it declines, the next one reports it."""
    first = brief.authors.order_by("place").first()
    if first is not None and first.place:
        Author.objects.filter(pk=first.pk).update(place=0)


@transaction.atomic
def submit(brief: Brief, *, actor: Actor, at: datetime) -> None:
    """报送: from now on the original stays as it is; the clock of screening starts."""
    keep_original(brief, person=person_of(actor), at=at)
    moves.make(brief, "submit", actor=actor, at=at, version=brief.original.number if brief.original else 0)
    recount(brief, at=at)


def keep_original(brief: Brief, *, person: Person | None, at: datetime) -> None:
    """Every handing-in is a version of its own, also after it was sent back."""
    brief.original = add_version(brief, kind=Version.Kind.ORIGINAL, person=person, at=at)
    Brief.objects.filter(pk=brief.pk).update(original=brief.original)


def add_version(
    brief: Brief, *, kind: str, person: Person | None, at: datetime, title: str = "", situation: str = "",
    advice: str = "", note: str = "",
) -> Version:  # fmt: skip
    """The next version; without words of its own it is the text of the brief itself."""
    held = moves.held(brief, no_key=True)  # its words as they are, not as they were read
    last = brief.versions.aggregate(last=Max("number"))["last"] or 0
    given = (title, situation, advice) if title else (held.title, held.situation, held.advice)
    return Version.objects.create(
        brief=brief, number=last + 1, kind=kind, person=person, at=at, note=note[:200],
        title=given[0], situation=given[1], advice=given[2],
    )  # fmt: skip
