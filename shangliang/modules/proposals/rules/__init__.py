"""Who may do what with proposals.

proposing  the proposal itself
assigning  departments asked before it is handed to them
keys       key proposals and the activities that supervise them
"""

from shangliang.modules.proposals.rules.assigning import PRE_ASSIGNMENT
from shangliang.modules.proposals.rules.keys import KEY_PROPOSAL, SUPERVISE_ACT
from shangliang.modules.proposals.rules.proposing import PROPOSAL

__all__ = ["KEY_PROPOSAL", "PRE_ASSIGNMENT", "PROPOSAL", "SUPERVISE_ACT"]
