"""Who is asked to sign, and again when what she signed was changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.modules.minutes import queries
from shangliang.modules.minutes.models import Item, Minutes, Signing, Verdict


def ask_all(paper: Minutes, *, actor: Actor, at: datetime) -> int:
    """Everybody for whom the minutes speak by now and who was not asked yet. Returns how many.

    The minutes are held by whoever calls. Those who have signed and for whom there is more to sign are asked again.
    """
    found = queries.asked(paper, queries.items(paper))
    known = list(paper.signings.values_list("chair", "speaker", "office"))
    chairs, speakers, offices = (
        {row[place] for row in known} for place in range(3)
    )  # fmt: skip
    new = [Signing(chair_id=found.chair)] if found.chair and found.chair not in chairs else []
    new += [Signing(speaker_id=n) for n in sorted(found.speakers - speakers)]
    new += [Signing(office_id=n) for n in sorted(found.offices - offices)]
    _name(new)
    for signing in new:
        signing.unit, signing.minutes = paper.unit, paper
        signing.title = f"{paper.title}（{signing.who}）"
    moves.begin_many(new, actor=actor, at=at, minutes=paper.pk)
    again(paper.signings.filter(state="answered"), at=at)
    return len(new)


def _name(new: Sequence[Signing]) -> None:
    """Each with whom it asks, read at once (1 query a kind)."""
    for field in ("chair", "speaker", "office"):
        numbers = [n for s in new if (n := getattr(s, f"{field}_id"))]
        found = Signing._meta.get_field(field).related_model._default_manager.in_bulk(numbers)  # type: ignore[union-attr]
        for signing in new:
            if number := getattr(signing, f"{field}_id"):
                setattr(signing, field, found[number])


def void(items: Sequence[Item], *, at: datetime) -> int:
    """What was said to these items no longer counts: their words are others now. Returns how many are asked again."""
    live = Verdict.objects.filter(item__in=items, void_at=None)
    concerned = list(live.values_list("signing", flat=True).distinct())
    live.update(void_at=at)
    return again(Signing.objects.filter(pk__in=concerned, state="answered"), at=at)


def again(signings: Iterable[Signing], *, at: datetime) -> int:
    """Those of them who have something left to sign are asked again, and told so."""
    rows: list[Signing] = list(signings.select_related("unit"))  # type: ignore[attr-defined]
    back = [s for s in rows if queries.unsaid(s)]
    for signing in back:
        moves.make(signing, "ask_again", actor=CLOCK, at=at)
    return len(back)
