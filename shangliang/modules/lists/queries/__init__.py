"""Questions about the two lists. Each says what it costs.

concerns   what lists show of concerns and asks, likeness, what a searcher finds
campaigns  a campaign in figures, the two lists side by side, the matching desk
desks      a department's page (委员关注), a member's page (部门动态), posts, invitations, briefings
chain      the strip from a concern to what was made public
public     what everybody may read
"""

from shangliang.modules.lists.queries.campaigns import (
    DepartmentLine,
    Figures,
    by_department,
    campaigns,
    candidates,
    candidates_of,
    figures,
    joined,
    unjoined,
)
from shangliang.modules.lists.queries.chain import chain
from shangliang.modules.lists.queries.concerns import (
    Line,
    Near,
    actions_of,
    asks,
    concerns,
    counsels_of,
    filter_asks,
    filter_concerns,
    found_action,
    found_ask,
    found_concern,
    lines,
    matches_of,
    own_units,
    parts_of,
    similar_to,
)
from shangliang.modules.lists.queries.desks import (
    DepartmentDesk,
    News,
    briefing_departments,
    briefings,
    department_desk,
    invitations_with_answers,
    may_question,
    news,
    posts_with_places,
    reach,
)
from shangliang.modules.lists.queries.public import (
    PublicAction,
    public_action,
    public_actions,
    public_asks,
    public_posts,
)

__all__ = [
    "DepartmentDesk",
    "DepartmentLine",
    "Figures",
    "Line",
    "Near",
    "News",
    "PublicAction",
    "actions_of",
    "asks",
    "briefing_departments",
    "briefings",
    "by_department",
    "campaigns",
    "candidates",
    "candidates_of",
    "chain",
    "concerns",
    "counsels_of",
    "department_desk",
    "figures",
    "filter_asks",
    "filter_concerns",
    "found_action",
    "found_ask",
    "found_concern",
    "invitations_with_answers",
    "joined",
    "lines",
    "matches_of",
    "may_question",
    "news",
    "own_units",
    "parts_of",
    "posts_with_places",
    "public_action",
    "public_actions",
    "public_asks",
    "public_posts",
    "reach",
    "similar_to",
    "unjoined",
]
