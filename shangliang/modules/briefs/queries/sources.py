"""三源征题: voices and topics out of which a brief may be written (SYSTEMS 48, 90)."""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

HEARD = ["answered", "unsolved", "settled", "in_topic"]
OPENED = ["filed", "planned", "discussing", "dispatched", "passed_on", "answered", "closed"]


def common_voices(voices: QuerySet[Voice]) -> QuerySet[Voice]:
    """Screened voices that no brief was made of, first what most people say (1 query)."""
    free = voices.filter(state__in=HEARD).exclude(Q(briefs__isnull=False) & ~Q(briefs__state="withdrawn"))
    return free.select_related("unit", "field", "place").order_by(F("me_too").desc(), "-pk")


def common_topics(topics: QuerySet[Topic], *, heads: int) -> QuerySet[Topic]:
    """共性问题: topics behind which at least so many stand and of which no brief was made (1 query)."""
    made = Count("briefs", filter=~Q(briefs__state="withdrawn"))
    free = topics.filter(state__in=OPENED, heads__gte=heads).annotate(made=made).filter(made=0)
    return free.select_related("unit", "field").order_by("-heads", "-pk")
