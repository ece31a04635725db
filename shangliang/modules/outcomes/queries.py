"""Questions about outcomes. Each says what it costs."""

from __future__ import annotations

from shangliang.kernel.search import Found
from shangliang.modules.outcomes.models import FeedbackList


def found(feedback: FeedbackList) -> Found | None:
    if feedback.state == "dropped":
        return None
    link = feedback.get_absolute_url()
    return Found(feedback.title, feedback.summary, link, feedback.state == "published", feedback.entered_at)
