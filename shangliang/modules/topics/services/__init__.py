"""The verbs of topics.

grouping   put received voices into groups of the same matter; guess their field
opening    make a topic from voices or from a recommendation; join and release voices; score
screening  file, merge, pass on, not take up
answering  tell every voice what came of it; open it again
"""

from shangliang.modules.topics.services.answering import answer, on_dispatch, reopen
from shangliang.modules.topics.services.grouping import (
    confirm_field,
    guess_fields,
    message,
    regroup,
    stale,
    suggest,
)
from shangliang.modules.topics.services.opening import edit, join, open_topic, release, score
from shangliang.modules.topics.services.screening import decline, merge, pass_on, pass_voice_on

__all__ = [
    "answer",
    "confirm_field",
    "decline",
    "edit",
    "guess_fields",
    "join",
    "merge",
    "message",
    "on_dispatch",
    "open_topic",
    "pass_on",
    "pass_voice_on",
    "regroup",
    "release",
    "reopen",
    "score",
    "stale",
    "suggest",
]
