"""Questions about minutes. Each says what it costs.

sources  what of the record becomes which item
reading  items, the text, versions and their differences, what became of opinions
signing  who is asked, and what each has still to say
grounds  on which opinions a consensus rests; the summary by rule
machine  drafts of a language model
"""

from shangliang.modules.minutes.queries.grounds import Ground, Grounds, grounds, summarised, summary_of
from shangliang.modules.minutes.queries.machine import drafts, machine_allowed, running_drafts
from shangliang.modules.minutes.queries.reading import (
    Part,
    Row,
    changes,
    composed,
    items,
    line_of,
    mine,
    newest,
    objections,
    official_text,
    parts,
    public_answers,
    public_rows,
    published,
    published_of,
    rows,
    stated,
    treatments,
    unanswered,
    uncited,
    undecided,
    version,
    versions,
)
from shangliang.modules.minutes.queries.signing import (
    Asked,
    asked,
    items_of,
    mark_of,
    signings,
    unsaid,
    without_account,
)
from shangliang.modules.minutes.queries.sources import SOURCES, Piece, Source, behind, pieces

__all__ = [
    "SOURCES",
    "Asked",
    "Ground",
    "Grounds",
    "Part",
    "Piece",
    "Row",
    "Source",
    "asked",
    "behind",
    "changes",
    "composed",
    "drafts",
    "grounds",
    "items",
    "items_of",
    "line_of",
    "machine_allowed",
    "mark_of",
    "mine",
    "newest",
    "objections",
    "official_text",
    "parts",
    "pieces",
    "public_answers",
    "public_rows",
    "published",
    "published_of",
    "rows",
    "running_drafts",
    "signings",
    "stated",
    "summarised",
    "summary_of",
    "treatments",
    "unanswered",
    "uncited",
    "undecided",
    "unsaid",
    "version",
    "versions",
    "without_account",
]
