"""Questions about topics. Each says what it costs."""

from __future__ import annotations

from shangliang.kernel.search import Found
from shangliang.modules.topics.models import PUBLIC_STATES, Topic


def found(topic: Topic) -> Found | None:
    if topic.state in {"merged", "not_taken"}:
        return None
    return Found(topic.title, topic.summary, topic.get_absolute_url(), topic.state in PUBLIC_STATES, topic.entered_at)
