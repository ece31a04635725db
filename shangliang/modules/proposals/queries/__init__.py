"""Questions about proposals. Each says what it costs.

reading   rows of lists, everything of one proposal, the printed sheet
desk      what stands before the committee, before a reviewer, and what each person has of her own
sessions  会次: in which one a proposal falls; classes and the panel
grounds   why a proposal is not filed
assigning who was asked to take it, what waits to be handed over
keys      key proposals
publishing what everybody may read
alike     相似旧案: old proposals about the same matter, with what became of them
catalogue 选题目录 by field; a year of it in figures
quality   marks and their grades; who may see which side of a mutual review
awards    how many may be chosen; the candidates with their figures
figures   a session in figures, department by department
"""

from shangliang.modules.proposals.queries import assigning, keys, publishing
from shangliang.modules.proposals.queries.alike import Alike, alike
from shangliang.modules.proposals.queries.awards import (
    Candidate,
    Quota,
    candidates,
    filed_between,
    handlers_between,
    quota,
)
from shangliang.modules.proposals.queries.catalogue import (
    FieldOf,
    by_field,
    catalogue,
    catalogue_figures,
    topics,
)
from shangliang.modules.proposals.queries.catalogue import years as catalogue_years
from shangliang.modules.proposals.queries.desk import (
    MINE,
    STAGES,
    Desk,
    asked,
    desk,
    former,
    in_state,
    mine,
    mine_by,
    to_review,
)
from shangliang.modules.proposals.queries.figures import SessionFigures, session_figures, shares, total_of
from shangliang.modules.proposals.queries.grounds import grounds
from shangliang.modules.proposals.queries.keys import led, led_by
from shangliang.modules.proposals.queries.quality import (
    Marks,
    Quality,
    hints,
    marks,
    mutual_means,
    quality,
    quality_scores,
    reviews,
    scores_for,
    sides_of,
)
from shangliang.modules.proposals.queries.reading import (
    ProposalView,
    Sheet,
    changes,
    found,
    proposers,
    proposers_of,
    rows,
    sheet,
    view,
)
from shangliang.modules.proposals.queries.sessions import (
    Chosen,
    categories,
    panel,
    session_on,
    sessions,
    sitting,
)

__all__ = [
    "MINE",
    "STAGES",
    "Alike",
    "Candidate",
    "Chosen",
    "Desk",
    "FieldOf",
    "Marks",
    "ProposalView",
    "Quality",
    "Quota",
    "SessionFigures",
    "Sheet",
    "alike",
    "asked",
    "assigning",
    "by_field",
    "candidates",
    "catalogue",
    "catalogue_figures",
    "catalogue_years",
    "categories",
    "changes",
    "desk",
    "filed_between",
    "former",
    "found",
    "grounds",
    "handlers_between",
    "hints",
    "in_state",
    "keys",
    "led",
    "led_by",
    "marks",
    "mine",
    "mine_by",
    "mutual_means",
    "panel",
    "proposers",
    "proposers_of",
    "publishing",
    "quality",
    "quality_scores",
    "quota",
    "reviews",
    "rows",
    "scores_for",
    "session_figures",
    "session_on",
    "sessions",
    "shares",
    "sheet",
    "sides_of",
    "sitting",
    "to_review",
    "topics",
    "total_of",
    "view",
]
