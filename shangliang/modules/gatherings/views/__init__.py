"""Find, permit, parse, act.

boards   the list, the ledger, templates, preparing
things   one gathering's page, its agenda, people, visits, materials
sitting  the console, opinions, consensus
closing  the end, minutes, lights, steps
joining  signing in by code
"""

from shangliang.modules.gatherings.views import boards, closing, joining, sitting, things

__all__ = ["boards", "closing", "joining", "sitting", "things"]
