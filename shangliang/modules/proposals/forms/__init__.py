"""Shapes of input for proposals.

writing    the proposal, its signers, its review, sessions and the panel
assigning  whom to ask, what departments answer, rulings, the assigning meeting
keys       key proposals and the activities that supervise them
around     the catalogue, incubation, marks, awards
"""

from shangliang.modules.proposals.forms.around import (
    AdviceForm,
    AwardForm,
    CallForm,
    ChoiceForm,
    ConclusionForm,
    ConveneForm,
    GuestsForm,
    JuryForm,
    ListForm,
    MarksForm,
    NominateForm,
    OutsideField,
    ReasonForm,
    TopicChoiceForm,
    TopicForm,
    VoiceForm,
    VoteForm,
    WishForm,
    area,
)
from shangliang.modules.proposals.forms.writing import (
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
    "AdviceForm",
    "AwardForm",
    "CallForm",
    "CategoryForm",
    "ChoiceForm",
    "ConclusionForm",
    "ConveneForm",
    "GroupForm",
    "GuestsForm",
    "InviteForm",
    "JuryForm",
    "ListForm",
    "MarksForm",
    "MergeForm",
    "NominateForm",
    "NotFileForm",
    "NoteForm",
    "OutsideField",
    "PlaceForm",
    "ReasonForm",
    "ReviewForm",
    "SeatForm",
    "SessionForm",
    "TopicChoiceForm",
    "TopicForm",
    "VoiceForm",
    "VoteForm",
    "WishForm",
    "WriteForm",
    "area",
]
