"""The verbs of voices.

calls      open a call and give it its code
filing     raise a voice, say "me too", type a paper sheet
answering  decline, answer, rate, say it is not solved; read contact data
letters    what the raiser is told
importing  a file of voices: preview, then commit
"""

from shangliang.modules.voices.services.answering import (
    answer,
    decline,
    explain,
    rate,
    read_contact,
    withdraw,
)
from shangliang.modules.voices.services.calls import open_call
from shangliang.modules.voices.services.filing import Contact, SheetLine, me_too, raise_voice, type_sheet
from shangliang.modules.voices.services.importing import commit, preview, wrong_rows
from shangliang.modules.voices.services.letters import seen

__all__ = [
    "Contact",
    "SheetLine",
    "answer",
    "commit",
    "decline",
    "explain",
    "me_too",
    "open_call",
    "preview",
    "raise_voice",
    "rate",
    "read_contact",
    "seen",
    "type_sheet",
    "withdraw",
    "wrong_rows",
]
