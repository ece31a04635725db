"""The tables of the two lists.

campaigns    a campaign, and who takes part
concerns     what members care about, with all its authors, and each department's part in answering
asks         what departments ask
posts        posts to try, who signed up, what they wrote
counsels     what a member says to a department: an answer to an ask, a suggestion, a question at a briefing
matches      concern × ask: candidates, and those a person confirmed
actions      what a department does about it, with evidence
invitations  departments invite members into their work
"""

from shangliang.modules.lists.models.actions import ActionEvidence, ListAction
from shangliang.modules.lists.models.asks import DeptAsk
from shangliang.modules.lists.models.campaigns import Campaign, ListBatch, TakingPart
from shangliang.modules.lists.models.concerns import Author, ConcernPart, MemberConcern
from shangliang.modules.lists.models.counsels import Counsel
from shangliang.modules.lists.models.invitations import Invitation, Invitee
from shangliang.modules.lists.models.matches import Candidate, Comparison, Match
from shangliang.modules.lists.models.posts import ExperienceLog, ExperiencePost, SignUp

__all__ = [
    "ActionEvidence",
    "Author",
    "Campaign",
    "Candidate",
    "Comparison",
    "ConcernPart",
    "Counsel",
    "DeptAsk",
    "ExperienceLog",
    "ExperiencePost",
    "Invitation",
    "Invitee",
    "ListAction",
    "ListBatch",
    "Match",
    "MemberConcern",
    "SignUp",
    "TakingPart",
]
