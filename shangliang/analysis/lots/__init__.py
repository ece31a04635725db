"""Drawing lots so that a panel has the make-up of the place, and everybody as fair a chance as can be.

`draw_up` turns a pool and quotas into a sealed lottery of panels (LEXIMIN: the smallest chance is as large as it
can be, then the next); `published.written` draws one of them with a public seed; `published.faults` checks all of
it against the pool. docs/decisions/0011-choosing-fairly.md tells the ceremony step by step.
"""

from shangliang.analysis.lots.lottery import draw_up
from shangliang.analysis.lots.published import faults, read, written
from shangliang.analysis.lots.records import TOTAL, Impossible, Lottery, Pool, Quota
from shangliang.analysis.lots.tables import has_households, read_pool, read_quotas

__all__ = [
    "TOTAL", "Impossible", "Lottery", "Pool", "Quota", "draw_up", "faults", "has_households", "read", "read_pool",
    "read_quotas", "written",
]  # fmt: skip
