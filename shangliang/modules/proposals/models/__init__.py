"""The tables of proposals.

sessions   会次 and the classes in which proposals are numbered
writing    the proposal itself
parts      its signers, its suggestions item by item, every version of its words, its files
reviewing  the panel with its groups, and what they said
assigning  departments asked before it is handed to them
keys       key proposals, who is asked about them, what is done to supervise them
past       files of the system before this one, and what departments had answered there
catalogue  选题目录: what others would like to see written about, and who writes on it
incubation 培育评审: who read it together before it was filed, and what they advised
quality    marks for a proposal; 互评, back to back
awards     the year's good proposals and commended departments
"""

from shangliang.modules.proposals.models.assigning import PreAssignment
from shangliang.modules.proposals.models.awards import AwardRound, AwardVote, Nominee
from shangliang.modules.proposals.models.catalogue import LISTED, ProposalTopic, TopicClaim
from shangliang.modules.proposals.models.incubation import (
    CONVENED,
    Incubation,
    IncubationAdvice,
    IncubationGuest,
)
from shangliang.modules.proposals.models.keys import KeyInstruction, KeyProposal, KeyView, SuperviseAct
from shangliang.modules.proposals.models.parts import ProposalFile, Signer, Suggestion, Version
from shangliang.modules.proposals.models.past import PastAnswer, ProposalBatch
from shangliang.modules.proposals.models.quality import (
    DIMENSIONS,
    MANNERS,
    MutualReview,
    MutualScore,
    QualityScore,
)
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
    "CONVENED",
    "DIMENSIONS",
    "FILED",
    "IN_REVIEW",
    "LISTED",
    "MANNERS",
    "WITH_DEPARTMENTS",
    "WRITING",
    "AwardRound",
    "AwardVote",
    "Category",
    "Incubation",
    "IncubationAdvice",
    "IncubationGuest",
    "KeyInstruction",
    "KeyProposal",
    "KeyView",
    "MutualReview",
    "MutualScore",
    "Nominee",
    "PanelGroup",
    "PanelSeat",
    "PastAnswer",
    "PreAssignment",
    "Proposal",
    "ProposalBatch",
    "ProposalFile",
    "ProposalTopic",
    "QualityScore",
    "Review",
    "Session",
    "Signer",
    "Suggestion",
    "SuperviseAct",
    "TopicClaim",
    "Version",
]
