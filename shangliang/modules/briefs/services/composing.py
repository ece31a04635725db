"""综合稿: one brief made of several. Each of them keeps its words, its authors and their share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves, once
from shangliang.kernel.access import Actor
from shangliang.kernel.text import normal, official, without_contacts
from shangliang.modules.briefs.models import Brief, Version
from shangliang.modules.briefs.services.crediting import recount
from shangliang.modules.briefs.services.drafting import add_version
from shangliang.modules.briefs.services.editing import _fits
from shangliang.modules.org.models import Unit
from shangliang.modules.people.services import person_of

MERGEABLE = ("submitted", "edited", "rejected")


@transaction.atomic
def compose(
    unit: Unit, *, title: str, situation: str, advice: str, sources: Sequence[Brief], actor: Actor, at: datetime,
    token: str = "",
) -> Brief:  # fmt: skip
    """A composite of at least two briefs of this unit, in the order given. Its original is their words, joined."""
    person = person_of(actor)
    if earlier := once.made_before(Brief, place="briefs.compose", token=token, actor=actor, at=at):
        return earlier
    if not moves.kind_of(Brief).policy.may_at(actor, "compose", unit.path):
        raise moves.NotAllowed(_("综合稿由政协办编写"))
    held = _locked(unit, sources)
    words = [without_contacts(normal(w)) for w in (title, situation, advice)]
    brief = Brief(
        unit=unit, drafter=person, source=Brief.Source.OTHER, composite=True, title=words[0], field=held[0].field,
        situation=joined(held, part="situation"), advice=joined(held, part="advice"),
        sudden=any(s.sudden for s in held), sensitive=any(s.sensitive for s in held),
        open_ok=all(s.open_ok for s in held), open_reason=next((s.open_reason for s in held if not s.open_ok), ""),
    )  # fmt: skip
    _fits(brief, words, at)
    moves.begin(brief, actor=actor, at=at, sources=[s.pk for s in held])
    for place, source in enumerate(held, start=1):
        _merge(source, brief, place, actor, at)
    brief.original = add_version(brief, kind=Version.Kind.ORIGINAL, person=None, at=at)
    brief.edition = add_version(
        brief,
        kind=Version.Kind.EDITED,
        person=person,
        at=at,
        title=words[0],
        situation=words[1],
        advice=words[2],
    )
    brief.editor = person
    Brief.objects.filter(pk=brief.pk).update(original=brief.original, edition=brief.edition, editor=person)
    moves.make(brief, "compose", actor=actor, at=at, sources=[s.pk for s in held])
    recount(brief, at=at)
    once.remember(brief, place="briefs.compose", token=token, actor=actor)
    return brief


def _locked(unit: Unit, sources: Sequence[Brief]) -> list[Brief]:
    """The sources in their order, held until the transaction ends. Raises Refused or Stale."""
    wanted = list(dict.fromkeys(s.pk for s in sources))
    if len(wanted) < 2:
        raise moves.Refused(_("综合稿至少由两篇信息合成"))
    rows = Brief.objects.select_for_update(of=("self",)).select_related(
        "unit", "edition", "original", "field"
    )
    found = {b.pk: b for b in rows.filter(pk__in=wanted).order_by("pk")}
    held = [found[pk] for pk in wanted]
    for source in held:
        if source.unit_id != unit.pk:
            raise moves.Refused(_("“%s”不是报给本级的信息") % source)
        if source.composite:
            raise moves.Refused(_("“%s”本身是综合稿，不能再并") % source)
        if source.state not in MERGEABLE:
            raise moves.Stale(
                _("“%(title)s”现在的状态是“%(state)s”，不能并入")
                % {"title": source, "state": moves.label_of(source)},
                state=moves.label_of(source),
            )
    return held


def joined(sources: Sequence[Brief], *, part: str, edited: bool = False) -> str:
    """The sources' own words one under the other, each with its title; edited: the office's words where it has any."""
    texts = [s.edition if edited and s.edition else s for s in sources]
    with official():
        pieces = [
            _("（%(n)d）%(title)s\n%(words)s") % {"n": n, "title": text.title, "words": getattr(text, part)}
            for n, text in enumerate(texts, start=1)
        ]
    return "\n\n".join(pieces)


def _merge(source: Brief, into: Brief, place: int, actor: Actor, at: datetime) -> None:
    Brief.objects.filter(pk=source.pk).update(merged_into=into, merged_place=place)
    source.merged_into, source.merged_place = into, place
    moves.make(source, "merge", actor=actor, at=at, into=into.pk)


@transaction.atomic
def release(source: Brief, *, note: str, actor: Actor, at: datetime) -> None:
    """One goes out of a composite that has not been reviewed, and back to screening."""
    into = source.merged_into
    if into is None or into.state not in {"submitted", "edited"}:
        raise moves.Stale(_("综合稿已经核稿，不能再移出"), state=moves.label_of(source))
    if into.sources.count() <= 2:
        raise moves.Refused(_("移出后不足两篇，请撤销综合稿"))
    _release(source, actor=actor, at=at, note=note)
    moves.record(into, "revise", actor=actor, at=at, released=source.pk)
    recount(source, at=at)


def _release(source: Brief, *, actor: Actor, at: datetime, note: str) -> None:
    gone = {"merged_into": None, "merged_place": None, "reviewer": None, "signer": None}
    moves.make(source, "release", actor=actor, at=at, note=note, out_of=source.merged_into_id or 0)
    Brief.objects.filter(pk=source.pk).update(**gone)
    for name, value in gone.items():
        setattr(source, name, value)


@transaction.atomic
def dissolve(brief: Brief, *, note: str, actor: Actor, at: datetime) -> None:
    """The composite is given up; every source goes back to screening with its own clock."""
    moves.make(brief, "dissolve", actor=actor, at=at, note=note)
    for source in brief.sources.select_related("unit").order_by("merged_place"):
        _release(source, actor=actor, at=at, note=note)
        recount(source, at=at)
