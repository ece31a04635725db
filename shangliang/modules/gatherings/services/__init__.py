"""The verbs of gatherings.

preparing  prepare, edit, set the agenda, research visits, materials; the one-page way of a micro consultation
inviting   who takes part: invite, take off the list, sign in by code or at the desk, excused
noting     what was written down without network and came in later
sitting    during the meeting: agenda parts, opinions and answers, what was agreed
closing    end, minutes, the five lights, steps, calling off
following  what the journal makes of it: topics move along, steps tick themselves
"""

from shangliang.modules.gatherings.services.closing import (
    cancel,
    end,
    light,
    mark_of,
    tick_step,
    write_minutes,
)
from shangliang.modules.gatherings.services.following import follow, follows
from shangliang.modules.gatherings.services.inviting import (
    bearer,
    excuse,
    invite,
    move_code,
    sign_in,
    sign_in_by_code,
    uninvite,
    unsign,
)
from shangliang.modules.gatherings.services.noting import Noted, told
from shangliang.modules.gatherings.services.preparing import (
    AgendaItem,
    Guest,
    add_material,
    edit,
    prepare,
    prepare_quick,
    set_agenda,
    visit,
)
from shangliang.modules.gatherings.services.sitting import (
    agree,
    amend,
    cite,
    correct,
    open_part,
    opine,
)

__all__ = [
    "AgendaItem",
    "Guest",
    "Noted",
    "add_material",
    "agree",
    "amend",
    "bearer",
    "cancel",
    "cite",
    "correct",
    "edit",
    "end",
    "excuse",
    "follow",
    "follows",
    "invite",
    "light",
    "mark_of",
    "move_code",
    "open_part",
    "opine",
    "prepare",
    "prepare_quick",
    "set_agenda",
    "sign_in",
    "sign_in_by_code",
    "tick_step",
    "told",
    "uninvite",
    "unsign",
    "visit",
    "write_minutes",
]
