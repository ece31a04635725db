"""When things may happen to proposals.

numbers    what each unit may set for itself
proposing  the proposal itself
assigning  departments asked before it is handed to them
keys       key proposals and the activities that supervise them
"""

from shangliang.modules.proposals.flow import numbers
from shangliang.modules.proposals.flow.assigning import PRE_ASSIGNMENT
from shangliang.modules.proposals.flow.keys import KEY_PROPOSAL, SUPERVISE_ACT
from shangliang.modules.proposals.flow.proposing import PROPOSAL

__all__ = ["KEY_PROPOSAL", "PRE_ASSIGNMENT", "PROPOSAL", "SUPERVISE_ACT", "numbers"]
