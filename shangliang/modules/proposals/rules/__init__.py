"""Who may do what with proposals.

proposing  the proposal itself
assigning  departments asked before it is handed to them
around     选题目录、培育评审、互评、评选
keys       key proposals and the activities that supervise them
"""

from shangliang.modules.proposals.rules.around import AWARD_ROUND, INCUBATION, MUTUAL_REVIEW, PROPOSAL_TOPIC
from shangliang.modules.proposals.rules.assigning import PRE_ASSIGNMENT
from shangliang.modules.proposals.rules.keys import KEY_PROPOSAL, SUPERVISE_ACT
from shangliang.modules.proposals.rules.proposing import PROPOSAL

__all__ = [
    "AWARD_ROUND",
    "INCUBATION",
    "KEY_PROPOSAL",
    "MUTUAL_REVIEW",
    "PRE_ASSIGNMENT",
    "PROPOSAL",
    "PROPOSAL_TOPIC",
    "SUPERVISE_ACT",
]
