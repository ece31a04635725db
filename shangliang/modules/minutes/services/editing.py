"""The words of an item, changed by hand; what was signed of it is void then, and those who signed are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves, once
from shangliang.kernel.access import Actor
from shangliang.kernel.wording import clean
from shangliang.modules.minutes.models import OPEN, Item, Minutes, Section, Version
from shangliang.modules.minutes.services import versioning
from shangliang.modules.minutes.services.asking import ask_all, void
from shangliang.modules.minutes.services.permitting import held

LONGEST = 8000  # letters of one item
FREE = 90_000  # where what somebody adds comes
MOST_FREE = 200  # every version keeps all of them


def _item(paper: Minutes, item: Item, revision: int) -> Item:
    """The item as it is now, which is the one she saw. The minutes are held."""
    now = Item.objects.filter(minutes=paper, pk=item.pk).first()
    if now is None:
        raise moves.Stale(_("这一条已经没有了"), state=moves.label_of(paper))
    if now.revision != revision:
        raise moves.Stale(_("您打开页面之后已有人改过这一条，请先看看新的说法"), state=moves.label_of(paper))
    return now


def _written(paper: Minutes, item: Item, why: str, was: str, *, actor: Actor, at: datetime) -> None:
    """After a change: a version, a line in the journal, and the signatures on it are void."""
    made = versioning.keep(paper, why, actor=actor, at=at)
    moves.record(
        paper, "edit", actor=actor, at=at, item=item.key, was=was, version=made.number if made else None
    )
    void([item], at=at)
    if paper.state == "circulating":
        ask_all(paper, actor=actor, at=at)


@transaction.atomic
def edit_item(
    item: Item, *, text: str, revision: int, actor: Actor, at: datetime, inside: bool | None = None
) -> Item:
    """Other words for an item. revision: of the item as the writer saw it. The same words again change nothing."""
    paper = held(item.minutes, "edit", actor=actor)
    said = clean(text, missing=_("请写内容；不要这一条的，请标为不公开"), most=LONGEST)
    now = Item.objects.filter(minutes=paper, pk=item.pk).first()
    hidden = inside if inside is not None or now is None else now.inside
    if now and (now.text, now.inside) == (said, hidden):
        return now
    now = _item(paper, item, revision)
    was, words_differ = now.text, now.text != said
    now.text, now.inside = said, bool(hidden)
    now.edited = now.edited or (words_differ and not now.free)
    now.revision += 1  # also where it is only kept inside: a page opened before would publish it again
    now.save(update_fields=["text", "inside", "edited", "revision"])
    if words_differ:
        _written(paper, now, Version.Why.EDITED, was, actor=actor, at=at)
    else:
        versioning.keep(paper, Version.Why.EDITED, actor=actor, at=at)
        moves.record(paper, "edit", actor=actor, at=at, item=now.key, inside=now.inside)
    return now


@transaction.atomic
def decide(item: Item, *, take: bool, revision: int, actor: Actor, at: datetime) -> None:
    """Between what somebody wrote and what the record says by now (take). Of a source that is gone: take it out."""
    paper = held(item.minutes, "edit", actor=actor)
    now = _item(paper, item, revision)
    if not now.fresh and not now.gone:
        raise moves.Stale(_("这一条已经定过了"), state=moves.label_of(paper))
    if now.gone and take:
        _taken_out(paper, now, actor=actor, at=at)
        return
    was = now.text
    if take:
        now.text, now.edited, now.revision = now.fresh, False, now.revision + 1
    now.record, now.fresh = ("" if now.gone else now.fresh), ""
    now.gone = False
    now.save(update_fields=["text", "record", "fresh", "gone", "edited", "revision"])
    if take:
        _written(paper, now, Version.Why.EDITED, was, actor=actor, at=at)
    else:
        moves.record(paper, "edit", actor=actor, at=at, item=now.key, kept=True)


@transaction.atomic
def add_item(paper: Minutes, *, title: str, text: str, actor: Actor, at: datetime, token: str = "") -> Item:
    """补记: what the record does not have. The same form sent twice adds one."""
    if earlier := once.made_before(Item, place="minutes.add", token=token, actor=actor, at=at):
        return earlier
    now = held(paper, "edit", actor=actor)
    made = add_all(now, [(clean(title, most=200), clean(text, missing=_("请写内容"), most=LONGEST))])[0]
    once.remember(made, place="minutes.add", token=token, actor=actor)
    _written(now, made, Version.Why.ADDED, "", actor=actor, at=at)
    return made


def add_all(paper: Minutes, said: Sequence[tuple[str, str]]) -> list[Item]:
    """At the end of the minutes, which are held by whoever calls. said: titles and texts."""
    last = (
        paper.items.filter(section=Section.ADDED).order_by("-order").values_list("order", flat=True).first()
    )
    if paper.items.filter(section=Section.ADDED).count() + len(said) > MOST_FREE:
        raise moves.Refused(_("补记最多 %d 条，请合并或删去一些") % MOST_FREE)
    number = paper.versions.count() + 1  # each time something is added there is a version more
    return Item.objects.bulk_create(
        Item(
            minutes=paper, key=f"added:{number}.{n}", section=Section.ADDED, order=(last or FREE) + n, title=title,
            text=words,
        )
        for n, (title, words) in enumerate(said, start=1)
    )  # fmt: skip


@transaction.atomic
def remove_item(item: Item, *, revision: int, actor: Actor, at: datetime) -> None:
    """Only what somebody added: what the record has stays, in whatever words."""
    paper = held(item.minutes, "edit", actor=actor, states=OPEN)
    now = _item(paper, item, revision)
    if not now.free:
        raise moves.Refused(_("记录里有的，纪要里不能删去；可以改写，也可以标为不公开"))
    _taken_out(paper, now, actor=actor, at=at)


def _taken_out(paper: Minutes, item: Item, *, actor: Actor, at: datetime) -> None:
    void([item], at=at)
    was, key = item.text, item.key
    item.delete()
    made = versioning.keep(paper, Version.Why.REMOVED, actor=actor, at=at)
    moves.record(
        paper, "edit", actor=actor, at=at, item=key, was=was, gone=True, version=made.number if made else None
    )
