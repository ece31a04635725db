"""The tables of proposals.

sessions   会次 and the classes in which proposals are numbered
writing    the proposal itself
parts      its signers, its suggestions item by item, every version of its words, its files
reviewing  the panel with its groups, and what they said
assigning  departments asked before it is handed to them
keys       key proposals, who is asked about them, what is done to supervise them
"""

from shangliang.modules.proposals.models.assigning import PreAssignment
from shangliang.modules.proposals.models.keys import KeyInstruction, KeyProposal, KeyView, SuperviseAct
from shangliang.modules.proposals.models.parts import ProposalFile, Signer, Suggestion, Version
from shangliang.modules.proposals.models.reviewing import PanelGroup, PanelSeat, Review
from shangliang.modules.proposals.models.sessions import Category, Session
from shangliang.modules.proposals.models.writing import (
    COLLECTIVE,
    FILED,
    IN_REVIEW,
    WITH_DEPARTMENTS,
    WRITING,
    Proposal,
)

__all__ = [
    "COLLECTIVE",
    "FILED",
    "IN_REVIEW",
    "WITH_DEPARTMENTS",
    "WRITING",
    "Category",
    "KeyInstruction",
    "KeyProposal",
    "KeyView",
    "PanelGroup",
    "PanelSeat",
    "PreAssignment",
    "Proposal",
    "ProposalFile",
    "Review",
    "Session",
    "Signer",
    "Suggestion",
    "SuperviseAct",
    "Version",
]
