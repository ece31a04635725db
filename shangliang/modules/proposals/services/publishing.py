"""公开: a proposal and its published replies are opened to everybody, and taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import normal, without_contacts
from shangliang.modules.proposals.models import FILED, Proposal


@transaction.atomic
def publish(proposal: Proposal, *, actor: Actor, at: datetime) -> None:
    """批准公开: never against the wish of those who brought it (DOMAIN 0.2 no. 11)."""
    now = moves.held(proposal, no_key=True)
    moves.must(now, "publish", actor=actor)
    if now.state not in FILED:
        raise moves.Stale(_("没有立案的提案不能公开"), state=moves.label_of(now))
    if not now.open_ok:
        raise moves.Refused(_("提案者不同意公开：%s") % now.open_reason)
    if now.published_at is not None:
        raise moves.Stale(_("已经公开"), state=moves.label_of(now))
    moves.record(now, "publish", actor=actor, at=at)
    proposal.published_at, proposal.publisher_id = at, actor.person
    Proposal.objects.filter(pk=now.pk).update(published_at=at, publisher=actor.person)


@transaction.atomic
def unpublish(proposal: Proposal, *, note: str, actor: Actor, at: datetime) -> None:
    """停止公开, with a reason."""
    now = moves.held(proposal, no_key=True)
    moves.must(now, "unpublish", actor=actor)
    if not note.strip():
        raise moves.Refused(_("请写明理由"))
    if now.published_at is None:
        raise moves.Stale(_("现在没有公开"), state=moves.label_of(now))
    moves.record(now, "unpublish", actor=actor, at=at, note=without_contacts(normal(note)))
    proposal.published_at, proposal.publisher_id = None, None
    Proposal.objects.filter(pk=now.pk).update(published_at=None, publisher=None)
