"""The verbs of the room.

rooms      open it, its rules, what the screen shows, the end
speaking   ask for the floor, let speak, clock, notes
asking     questions: put, support, screen, answer, hand on
captioning lines as they are taken down
following  what the journal makes of it: the meeting ends, the room winds up
"""

from shangliang.modules.floor.services.asking import (
    answer,
    hand,
    hide,
    put,
    reply,
    restore,
    show,
    support,
    take_back,
    unsupport,
)
from shangliang.modules.floor.services.captioning import caption, correct_caption
from shangliang.modules.floor.services.following import follow, wants
from shangliang.modules.floor.services.rooms import arrange, open_floor, show_on_screen, start
from shangliang.modules.floor.services.speaking import (
    admit,
    ask_to_speak,
    call,
    finish,
    mark_of,
    note,
    pause,
    refuse,
    requeue,
    resume,
    skip,
    withdraw,
)

__all__ = [
    "admit",
    "answer",
    "arrange",
    "ask_to_speak",
    "call",
    "caption",
    "correct_caption",
    "finish",
    "follow",
    "hand",
    "hide",
    "mark_of",
    "note",
    "open_floor",
    "pause",
    "put",
    "refuse",
    "reply",
    "requeue",
    "restore",
    "resume",
    "show",
    "show_on_screen",
    "skip",
    "start",
    "support",
    "take_back",
    "unsupport",
    "wants",
    "withdraw",
]
