"""When things of deliberation may do what.

boards   议事板, statements and reasons on it
"""

from shangliang.modules.deliberation.flow.boards import BOARD, REASON, STATEMENT

__all__ = ["BOARD", "REASON", "STATEMENT"]
