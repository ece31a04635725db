"""Polls: how ballots of each kind are read and counted, and whether a motion is carried.

records   what is asked, what was cast, what came out
counting  single, multiple, approval and score ballots
fair      approval ballots, the places in proportion: Equal Shares
schulze   ranked ballots: every pair of options compared
motions   表决: yes, no and abstentions against a quorum and the share that is needed
"""

from shangliang.analysis.polls.counting import VERSION, count
from shangliang.analysis.polls.motions import Base, Decision, Motion, decide
from shangliang.analysis.polls.records import Ballot, Fair, Line, Method, Outcome, Poll

__all__ = [
    "VERSION",
    "Ballot",
    "Base",
    "Decision",
    "Fair",
    "Line",
    "Method",
    "Motion",
    "Outcome",
    "Poll",
    "count",
    "decide",
]
