"""字幕: lines as they are taken down by the stenographer or by a program of hers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.wording import clean
from shangliang.modules.floor.models import Caption, Floor
from shangliang.modules.floor.models.captions import LONGEST
from shangliang.modules.floor.services.holding import same_words
from shangliang.modules.people.services import person_of

MOST = 20_000  # lines of one room, corrections too: some days of speech
TOKEN = 40


def caption(floor: Floor, *, text: str, token: str, actor: Actor, at: datetime) -> Caption:
    """One more line. Sent twice (`token`), it is kept once."""
    moves.must(floor, "caption", actor=actor)
    said = clean(text, missing=_("这一行是空的"), most=LONGEST)
    return _kept(floor, "caption", Caption(floor=floor, text=said, at=at, token=token), actor=actor, at=at)


def correct_caption(line: Caption, *, text: str, token: str, actor: Actor, at: datetime) -> Caption:
    """Put a line right: the new words are shown, the old ones stay in the record."""
    floor, first = line.floor, line.corrects or line
    moves.must(floor, "correct_caption", actor=actor)
    said = clean(text, missing=_("这一行是空的"), most=LONGEST)
    last = first.corrections.order_by("-id").first() or first
    if said == last.text:
        return last
    made = Caption(floor=floor, text=said, at=at, token=token, corrects=first)
    return _kept(floor, "correct_caption", made, actor=actor, at=at)


def _kept(floor: Floor, verb: str, made: Caption, *, actor: Actor, at: datetime) -> Caption:
    if not 0 < len(made.token) <= TOKEN:
        raise moves.Refused(_("表单缺少标记，请刷新后再提交"))
    if earlier := floor.captions.filter(token=made.token).first():
        return same_words(earlier, made.text, state=moves.label_of(floor))
    if floor.captions.count() >= MOST:
        raise moves.Refused(_("本场字幕已满 %d 行") % MOST)
    try:
        with transaction.atomic():
            # Closing the room waits for a line on its way.
            state = Floor.objects.select_for_update(no_key=True).values_list("state", flat=True)
            now = state.get(pk=floor.pk)
            if now in {"settled", "dropped"}:
                raise moves.Stale(_("会场已经关闭"), state=moves.label_of(floor))
            made.person = person_of(actor)
            made.save()
            facts: dict[str, Any] = {"corrects": made.corrects_id} if made.corrects_id else {}
            moves.record(floor, verb, actor=actor, at=at, caption=made.pk, **facts)
    except IntegrityError:
        return same_words(floor.captions.get(token=made.token), made.text, state=moves.label_of(floor))
    return made
