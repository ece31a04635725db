"""Sequential proportional approval voting, for projects that all cost the same (places in a plan, seats).

A project counts for a voter 1, a half, a third … the more of what the voter supports is chosen already; the one
that counts most is chosen next. Reckoned in whole numbers throughout. Points count as approvals.
"""

import heapq
import math

import numpy as np

from shangliang.analysis.choosing.election import Election
from shangliang.analysis.refusal import Refusal


def sequential_pav(election: Election) -> list[int]:
    """The projects in order of choice. Refusal when they do not all cost the same."""
    costs = {project.cost for project in election.projects}
    if len(costs) > 1:
        raise Refusal(
            "比例赞成投票（pav）只用于费用相同的项目。请改用 equal-shares。",
            "Sequential PAV is for projects of one cost. Take equal-shares.",
        )
    places = min(election.budget // costs.pop(), len(election.projects))
    whole = math.lcm(*range(1, places + 1)) if places else 1
    satisfied = np.zeros(len(election.voters), dtype=np.int64)
    ranks = election.ranks

    def worth(c: int) -> int:
        have = np.bincount(satisfied[election.supporters[c]]).tolist()
        return sum(many * (whole // (k + 1)) for k, many in enumerate(have))

    # What a project counts only falls as others are chosen: an old value is an upper bound of the new.
    waiting = [(-worth(c), ranks[c], c) for c, who in enumerate(election.supporters) if len(who)]
    heapq.heapify(waiting)
    chosen: list[int] = []
    while waiting and len(chosen) < places:
        was, rank, c = heapq.heappop(waiting)
        if (now := -worth(c)) != was:
            heapq.heappush(waiting, (now, rank, c))
            continue
        chosen.append(c)
        satisfied[election.supporters[c]] += 1
    return chosen
