"""Questions about dispatches, parts, replies and promises. Each says what it costs.

replies  one dispatch with all that belongs to it; its answer in words fit for a citizen
opened   one department's part with all that its page shows
desks    what lies before a department
boards   what waits for those who send and inspect; what is overdue
figures  how departments handle what they answer for
grades   the letters each place gives to results
ladders  the steps that a silent department climbs
leading  what a leader hears of it
history  replies of the time before this system
months   one month of handling, department by department; letters that urge
unhappy  who has not rated yet, who is not satisfied
"""

from shangliang.modules.handling.queries.boards import (
    Late,
    LateUnit,
    board,
    checked_late,
    disputed,
    office,
    public_board,
    register,
    to_check,
    to_rule,
    to_verify,
)
from shangliang.modules.handling.queries.desks import (
    CLOCKS,
    DIRECT,
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
from shangliang.modules.handling.queries.grades import Grade, grades
from shangliang.modules.handling.queries.grades import choices as grade_choices
from shangliang.modules.handling.queries.history import READERS, past_figures, past_replies, why
from shangliang.modules.handling.queries.ladders import Rung, ladder
from shangliang.modules.handling.queries.leading import climbed, kept, on_time, promises_late
from shangliang.modules.handling.queries.months import Month, MonthOf, month, urging_lines, urgings
from shangliang.modules.handling.queries.opened import Helper, helpers, leads, opened, promises, versions
from shangliang.modules.handling.queries.replies import (
    PartOf,
    answer_text,
    found,
    holders,
    latest_reply,
    may_answer_talks,
    newest_published,
    parts,
    reply_for,
    sent,
    slips,
    talks,
)
from shangliang.modules.handling.queries.unhappy import unhappy, unrated_by

__all__ = [
    "CLOCKS",
    "DIRECT",
    "OPEN_STATES",
    "PILES",
    "READERS",
    "DeskCounts",
    "Figures",
    "Grade",
    "Helper",
    "Late",
    "LateUnit",
    "Month",
    "MonthOf",
    "PartOf",
    "Rung",
    "Satisfaction",
    "answer_text",
    "basket",
    "board",
    "by_due",
    "checked_late",
    "climbed",
    "departments",
    "desk",
    "desk_counts",
    "disputed",
    "figures",
    "figures_by_unit",
    "following",
    "found",
    "grade_choices",
    "grades",
    "helpers",
    "holders",
    "kept",
    "ladder",
    "latest_reply",
    "leads",
    "may_answer_talks",
    "month",
    "newest_published",
    "office",
    "on_time",
    "opened",
    "oversees",
    "parts",
    "past_figures",
    "past_replies",
    "promises",
    "promises_late",
    "public_board",
    "register",
    "reply_for",
    "satisfaction",
    "sent",
    "slips",
    "talks",
    "to_check",
    "to_countersign",
    "to_rule",
    "to_verify",
    "unhappy",
    "unrated_by",
    "urging_lines",
    "urgings",
    "versions",
    "why",
]
