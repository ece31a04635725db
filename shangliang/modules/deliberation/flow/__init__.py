"""When things of deliberation may do what.

boards   议事板, statements and reasons on it
polls    投票表决
lots     抽签
"""

from shangliang.modules.deliberation.flow.boards import BOARD, REASON, STATEMENT
from shangliang.modules.deliberation.flow.lots import DRAW
from shangliang.modules.deliberation.flow.polls import POLL

__all__ = ["BOARD", "DRAW", "POLL", "REASON", "STATEMENT"]
