"""Questions about voices and calls. Each says what it costs."""

from __future__ import annotations

from shangliang.kernel.search import Found
from shangliang.modules.voices.models import Voice


def found(voice: Voice) -> Found | None:
    """How a voice reads to a searcher; one that was not taken or is withdrawn is not found."""
    if voice.state in {"withdrawn", "not_taken"}:
        return None
    public = voice.open_ok and voice.state in {"in_topic", "passed_on", "answered", "settled"}
    return Found(voice.title, voice.body, voice.get_absolute_url(), public, voice.raised_at)
