"""When things of the two lists may do what (DOMAIN 6.4).

listing  campaigns, concerns and their parts, asks, counsels
acting   matches and what departments do
joining  posts and who signed up, invitations and who was invited
"""

from shangliang.modules.lists.flow.acting import LIST_ACTION, LIST_MATCH
from shangliang.modules.lists.flow.joining import EXPERIENCE_POST, INVITEE, LIST_INVITATION, SIGN_UP
from shangliang.modules.lists.flow.listing import CAMPAIGN, CONCERN, CONCERN_PART, COUNSEL, DEPT_ASK

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
