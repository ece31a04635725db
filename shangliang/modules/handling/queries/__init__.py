"""Questions about dispatches, parts, replies and promises. Each says what it costs.

replies  one dispatch with all that belongs to it; its answer in words fit for a citizen
desks    what lies before a department
boards   what waits for those who send and inspect; what is overdue
figures  how departments handle what they answer for
"""

from shangliang.modules.handling.queries.boards import Late, LateUnit, board, to_check, to_rule, to_verify
from shangliang.modules.handling.queries.desks import (
    CLOCKS,
    OPEN_STATES,
    PILES,
    DeskCounts,
    basket,
    by_due,
    departments,
    desk,
    desk_counts,
    following,
    to_countersign,
)
from shangliang.modules.handling.queries.figures import (
    Figures,
    Satisfaction,
    figures,
    figures_by_unit,
    oversees,
    satisfaction,
)
from shangliang.modules.handling.queries.replies import (
    Helper,
    PartOf,
    answer_text,
    found,
    helpers,
    holders,
    latest_reply,
    leads,
    newest_published,
    parts,
    promises,
    reply_for,
    sent,
    versions,
)

__all__ = [
    "CLOCKS",
    "OPEN_STATES",
    "PILES",
    "DeskCounts",
    "Figures",
    "Helper",
    "Late",
    "LateUnit",
    "PartOf",
    "Satisfaction",
    "answer_text",
    "basket",
    "board",
    "by_due",
    "departments",
    "desk",
    "desk_counts",
    "figures",
    "figures_by_unit",
    "following",
    "found",
    "helpers",
    "holders",
    "latest_reply",
    "leads",
    "newest_published",
    "oversees",
    "parts",
    "promises",
    "reply_for",
    "satisfaction",
    "sent",
    "to_check",
    "to_countersign",
    "to_rule",
    "to_verify",
    "versions",
]
