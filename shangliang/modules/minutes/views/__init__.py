"""Find, permit, parse, act.

papers     the list, one gathering's minutes, their items and versions, the paper
signing    sent round, signed, objected to, settled
answering  what became of opinions; on what a consensus rests
drafting   what a machine proposes
"""

from shangliang.modules.minutes.views import answering, drafting, papers, signing

__all__ = ["answering", "drafting", "papers", "signing"]
