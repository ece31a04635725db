"""Opened to everybody, or not any more: an act of its own, by the chair."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.wording import clean
from shangliang.modules.people.services import person_of
from shangliang.modules.supervision.models import PAPER_OUT, Supervision


@transaction.atomic
def publish(supervision: Supervision, *, actor: Actor, at: datetime) -> None:
    """批准公开, once the paper has gone out."""
    moves.must(supervision, "publish", actor=actor)
    if supervision.state not in PAPER_OUT:
        raise moves.Stale(_("意见书送出以后才能公开"), state=moves.label_of(supervision))
    if not Supervision.objects.filter(pk=supervision.pk, published_at=None).update(
        published_at=at, publisher=person_of(actor)
    ):
        raise moves.Stale(_("已经公开"), state=moves.label_of(supervision))
    moves.record(supervision, "publish", actor=actor, at=at)
    supervision.refresh_from_db(fields=["published_at", "publisher"])


@transaction.atomic
def unpublish(supervision: Supervision, *, note: str, actor: Actor, at: datetime) -> None:
    """停止公开, with a reason."""
    moves.must(supervision, "unpublish", actor=actor)
    why = clean(note, missing=_("请写明理由"))
    rows = Supervision.objects.filter(pk=supervision.pk, published_at__isnull=False)
    if not rows.update(published_at=None, publisher=None):
        raise moves.Stale(_("现在没有公开"), state=moves.label_of(supervision))
    moves.record(supervision, "unpublish", actor=actor, at=at, note=why)
    supervision.refresh_from_db(fields=["published_at", "publisher"])
