"""What a language model was asked, and whether it may be asked at all."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from shangliang.kernel import calendar, params
from shangliang.modules.minutes.models import Draft, Minutes


def machine_allowed(path: str, at: datetime) -> bool:
    """Whoever runs the site has named a machine, and this place has said that it may be used (1 query)."""
    if not (settings.DRAFTER_URL and settings.DRAFTER_MODEL):
        return False
    return bool(params.value(path, "minutes.machine", calendar.day_of(at)))


def running_drafts() -> QuerySet[Draft]:
    """Asked for and neither answered nor given up, the oldest first."""
    return Draft.objects.filter(done_at=None).select_related("gathering", "person").order_by("pk")


def drafts(paper: Minutes) -> list[Draft]:
    """The newest first (2 queries)."""
    return list(
        Draft.objects.filter(gathering=paper.gathering_id).select_related("person").prefetch_related("items")
    )
