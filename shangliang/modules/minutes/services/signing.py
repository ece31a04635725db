"""Sent round, signed item by item, objected to, settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.wording import clean
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.minutes import queries
from shangliang.modules.minutes.models import Minutes, Signing, Verdict, Version
from shangliang.modules.minutes.services import versioning
from shangliang.modules.minutes.services.asking import ask_all
from shangliang.modules.minutes.services.permitting import held, holding
from shangliang.modules.people.services import person_of

LONGEST = 1000  # letters of an objection


@transaction.atomic
def circulate(paper: Minutes, *, actor: Actor, at: datetime) -> int:
    """送签认. Returns how many are asked."""
    moves.must(paper, "circulate", actor=actor)
    now = holding(paper, ["draft"])
    moves.make(now, "circulate", actor=actor, at=at)
    count = ask_all(now, actor=actor, at=at)
    paper.refresh_from_db()
    return count


@transaction.atomic
def sign(
    signing: Signing, *, seen: str, actor: Actor, at: datetime, objections: Mapping[int, str] | None = None
) -> None:
    """Everything of hers is right but what she objects to, in words (objections: by the number of the item).

    seen: the mark of her items and objections as she read them (queries.mark_of). Whoever changes her mind before the
    minutes are settled signs again.
    """
    moves.must(signing, "sign", actor=actor)
    holding(signing.minutes, ["circulating"])
    now = Signing.objects.select_related("unit", "minutes").get(pk=signing.pk)
    if now.state not in {"asked", "answered"}:
        raise moves.Stale(_("这份签认已经办结"), state=moves.label_of(now))
    mine = list(queries.items_of(now))
    said = {pk: clean(words, most=LONGEST) for pk, words in (objections or {}).items()}
    if set(said) - {i.pk for i in mine}:
        raise moves.Refused(_("只能对请您签认的条目提出异议"))
    person = person_of(actor)
    before = {v.item_id: v for v in now.verdicts.filter(void_at=None)}
    read = seen == queries.mark_of(mine, before.values())
    new = []
    for item in mine:
        words, last = said.get(item.pk, ""), before.get(item.pk)
        if last and (last.words == words or last.kept_at):
            continue
        new.append(
            Verdict(signing=now, item=item, revision=item.revision, agrees=not words, words=words, person=person, at=at)
        )  # fmt: skip
    if new and not read:  # pressed twice, the second press says nothing new
        raise moves.Stale(_("您打开页面之后内容改过，请再看一遍"), state=moves.label_of(now))
    now.verdicts.filter(void_at=None, item__in=[v.item_id for v in new]).update(void_at=at)
    Verdict.objects.bulk_create(new)
    if now.state == "asked":
        objected = [{"item": v.item.key, "words": v.words} for v in new if not v.agrees]
        moves.make(now, "sign", actor=actor, at=at, items=len(mine), objections=objected, seen=seen)
    elif new:
        changed = [{"item": v.item.key, "words": v.words} for v in new]
        moves.record(now, "sign", actor=actor, at=at, changed=changed, seen=seen)
    signing.refresh_from_db()


@transaction.atomic
def excuse(signing: Signing, *, how: str, actor: Actor, at: datetime) -> None:
    """线下核对: read to her at her home, by telephone, or she cannot be reached; how is said and stays."""
    moves.must(signing, "excuse", actor=actor)
    holding(signing.minutes, ["circulating"])
    now = Signing.objects.select_related("unit").get(pk=signing.pk)
    said = clean(how, missing=_("请写明怎么核对的"), most=300)
    Signing.objects.filter(pk=now.pk).update(how=said)
    now.how = said
    moves.make(now, "excuse", actor=actor, at=at, note=said)
    signing.refresh_from_db()


@transaction.atomic
def keep_objection(verdict: Verdict, *, why: str, actor: Actor, at: datetime) -> None:
    """The item stays as it is; the minutes state that somebody objected, what, and why it was not followed."""
    paper = held(verdict.item.minutes, "keep_objection", actor=actor, states=["circulating"])
    said = clean(why, missing=_("请写明为什么不改，这个理由会写进纪要"), most=LONGEST)
    won = Verdict.objects.filter(pk=verdict.pk, agrees=False, void_at=None, kept_at=None).update(
        kept_at=at, answer=said
    )
    if not won:
        raise moves.Stale(_("这处异议已经处理过了"), state=moves.label_of(paper))
    versioning.keep(paper, Version.Why.KEPT, actor=actor, at=at)
    moves.record(
        paper, "keep_objection", actor=actor, at=at, note=said, item=verdict.item.key, words=verdict.words
    )


@transaction.atomic
def settle(paper: Minutes, *, actor: Actor, at: datetime) -> None:
    """定稿: all have signed, every objection and every opinion has its answer. The gathering keeps the text."""
    moves.must(paper, "settle", actor=actor)
    now = holding(paper, ["circulating"])
    made = versioning.keep(now, Version.Why.SETTLED, actor=actor, at=at)
    facts: dict[str, Any] = {"version": made.number, "sha256": made.sha256} if made else {}
    moves.make(now, "settle", actor=actor, at=at, **facts)
    gatherings.write_minutes(now.gathering, text=queries.official_text(now), actor=actor, at=at)
    paper.refresh_from_db()


def rest(paper: Minutes, *, at: datetime) -> None:
    """What was signed rests with the minutes."""
    for signing in paper.signings.filter(state="answered").select_related("unit").order_by("pk"):
        moves.make(signing, "keep", actor=CLOCK, at=at)
