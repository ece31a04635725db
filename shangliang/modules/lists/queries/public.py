"""What everybody may read: published actions, posts and asks that are marked public. Never who raised it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from shangliang.modules.lists.models import DeptAsk, ExperiencePost, ListAction
from shangliang.modules.lists.models.posts import HOLDING


@dataclass(frozen=True)
class PublicAction:
    """A published action in words fit for everybody; evidence without files, where it was opened with the action."""

    action: ListAction
    department: str
    evidence: tuple[str, ...]
    slipped: int  # days after the day first promised


def public_actions(root: str = "") -> QuerySet[ListAction]:
    """Published actions, newest first (1 query)."""
    rows = ListAction.objects.filter(state="published").select_related("unit", "ask")
    return (rows.filter(root=root) if root else rows).order_by("-published_on", "-pk")


def public_action(pk: int) -> PublicAction | None:
    """One published action with what shows that it was done (2 queries)."""
    action = public_actions().filter(pk=pk).first()
    if action is None:
        return None
    texts = tuple(action.evidence.values_list("text", flat=True)) if action.evidence_open else ()
    return PublicAction(action, action.unit.short, texts, max(0, (action.due_on - action.first_due_on).days))


def public_asks(root: str = "", *, on: date | None = None) -> QuerySet[DeptAsk]:
    """Asks that are marked public, with how many members answered; `on`: only those still open that day (1 query)."""
    rows = DeptAsk.objects.filter(open_to_public=True).exclude(state="withdrawn").select_related("unit")
    if root:
        rows = rows.filter(root=root)
    if on is not None:
        rows = rows.filter(state="open", deadline__gte=on)
    return rows.annotate(answers=Count("counsels", filter=~Q(counsels__state="withdrawn"))).order_by("-pk")


def public_posts(root: str = "") -> QuerySet[ExperiencePost]:
    """Posts that are marked public, with the places that are taken (1 query)."""
    rows = (
        ExperiencePost.objects.filter(open_to_public=True).exclude(state="cancelled").select_related("unit")
    )
    if root:
        rows = rows.filter(root=root)
    return rows.annotate(taken=Count("sign_ups", filter=Q(sign_ups__state__in=HOLDING))).order_by(
        "-starts_on", "-pk"
    )
