"""Questions about briefs. Each says what it costs.

reading    rows of lists, everything of one brief, the printed sheet, what everybody may read
desk       what stands before the office, by state and clock; what may be merged
sources    三源征题: voices and topics that may become briefs; who may sign with one or serve a station
figures    a year in figures; each author's credits; stations
"""

from shangliang.modules.briefs.queries.desk import STAGES, Desk, desk, in_state, mergeable, owed
from shangliang.modules.briefs.queries.figures import (
    LEVELS,
    VALID,
    Line,
    StationLine,
    Year,
    credits,
    stations,
    year,
    years,
)
from shangliang.modules.briefs.queries.reading import (
    BriefView,
    PublicBrief,
    Sheet,
    changes,
    found,
    proposed_feedback,
    public,
    public_of,
    reporters,
    rows,
    sheet,
    text_of,
    view,
)
from shangliang.modules.briefs.queries.sources import common_topics, common_voices, cosigners, officers

__all__ = [
    "LEVELS",
    "STAGES",
    "VALID",
    "BriefView",
    "Desk",
    "Line",
    "PublicBrief",
    "Sheet",
    "StationLine",
    "Year",
    "changes",
    "common_topics",
    "common_voices",
    "cosigners",
    "credits",
    "desk",
    "found",
    "in_state",
    "mergeable",
    "officers",
    "owed",
    "proposed_feedback",
    "public",
    "public_of",
    "reporters",
    "rows",
    "sheet",
    "stations",
    "text_of",
    "view",
    "year",
    "years",
]
