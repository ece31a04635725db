"""Who may do what with proposals.

proposing  the proposal itself
assigning  departments asked before it is handed to them
"""

from shangliang.modules.proposals.rules.assigning import PRE_ASSIGNMENT
from shangliang.modules.proposals.rules.proposing import PROPOSAL

__all__ = ["PRE_ASSIGNMENT", "PROPOSAL"]
