"""Shapes of input.

proposing  writing, signing, review, sessions and the panel
assigning  whom to ask, what departments answer, rulings, the assigning meeting
keys       key proposals and the activities that supervise them
"""

from shangliang.modules.proposals.forms.proposing import (
    BODY,
    EMPTY_ROWS,
    CategoryForm,
    GroupForm,
    InviteForm,
    MergeForm,
    NoteForm,
    NotFileForm,
    PlaceForm,
    ReviewForm,
    SeatForm,
    SessionForm,
    WriteForm,
)

__all__ = [
    "BODY",
    "EMPTY_ROWS",
    "CategoryForm",
    "GroupForm",
    "InviteForm",
    "MergeForm",
    "NotFileForm",
    "NoteForm",
    "PlaceForm",
    "ReviewForm",
    "SeatForm",
    "SessionForm",
    "WriteForm",
]
