"""Who may do what with the two lists.

listing  campaigns, concerns and their parts, asks, counsels
acting   matches, actions, posts, invitations
"""

from shangliang.modules.lists.rules.acting import (
    EXPERIENCE_POST,
    INVITEE,
    LIST_ACTION,
    LIST_INVITATION,
    LIST_MATCH,
    SIGN_UP,
)
from shangliang.modules.lists.rules.listing import CAMPAIGN, CONCERN, CONCERN_PART, COUNSEL, DEPT_ASK

__all__ = [
    "CAMPAIGN",
    "CONCERN",
    "CONCERN_PART",
    "COUNSEL",
    "DEPT_ASK",
    "EXPERIENCE_POST",
    "INVITEE",
    "LIST_ACTION",
    "LIST_INVITATION",
    "LIST_MATCH",
    "SIGN_UP",
]
