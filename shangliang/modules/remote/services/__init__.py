"""What is done with rooms on the network.

rooms   prepared, opened with their meeting, entered, consented to, closed
server  the video server: whether there is one, a room on it, what a browser needs to come in
"""

from shangliang.modules.remote.services.rooms import answer, edit, enter, follow, plan, record, wants
from shangliang.modules.remote.services.server import Call, Silent, call_for, server

__all__ = [
    "Call",
    "Silent",
    "answer",
    "call_for",
    "edit",
    "enter",
    "follow",
    "plan",
    "record",
    "server",
    "wants",
]
