"""Questions about gatherings. Each says what it costs.

patterns  the step templates and the kinds of gathering, read once from data/
boards    lists, counts by kind, what a searcher finds
pages     everything one gathering's page and its console show
joining   what the sign-in page needs
records   minutes drafted from the record, the ledger (台账), evidence for the lights
"""

from shangliang.modules.gatherings.queries.boards import (
    ITEM_STATES,
    TOPIC_STATES,
    TypeCount,
    answerable,
    attended_by,
    conveners,
    filtered,
    found,
    guests,
    inside,
    newest,
    open_topics,
    persons_named,
    plan_items,
    preparing_units,
    type_counts,
)
from shangliang.modules.gatherings.queries.joining import Face, door, faces, shut
from shangliang.modules.gatherings.queries.pages import (
    Console,
    Lamp,
    Reminder,
    Room,
    Side,
    console,
    lamps,
    reminders,
    room,
    sides,
)
from shangliang.modules.gatherings.queries.patterns import (
    REMIND,
    BadTemplate,
    KindNote,
    Pattern,
    PatternStep,
    kind_notes,
    pattern,
    patterns,
)
from shangliang.modules.gatherings.queries.records import (
    LEDGER,
    PARTICIPANTS,
    draft_minutes,
    evidence_for,
    ledger,
    participant_rows,
)

__all__ = [
    "ITEM_STATES",
    "LEDGER",
    "PARTICIPANTS",
    "REMIND",
    "TOPIC_STATES",
    "BadTemplate",
    "Console",
    "Face",
    "KindNote",
    "Lamp",
    "Pattern",
    "PatternStep",
    "Reminder",
    "Room",
    "Side",
    "TypeCount",
    "answerable",
    "attended_by",
    "console",
    "conveners",
    "door",
    "draft_minutes",
    "evidence_for",
    "faces",
    "filtered",
    "found",
    "guests",
    "inside",
    "kind_notes",
    "lamps",
    "ledger",
    "newest",
    "open_topics",
    "participant_rows",
    "pattern",
    "patterns",
    "persons_named",
    "plan_items",
    "preparing_units",
    "reminders",
    "room",
    "shut",
    "sides",
    "type_counts",
]
