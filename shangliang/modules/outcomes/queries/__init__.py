"""Questions about outcomes. Each says what it costs.

handled    what departments answered; recommendations with holder and clock
topics     everything of one topic, what its recommendations are drawn from, the years it is followed through
public     what everybody may read of a topic and of a feedback list
documents  documents and instructions, counted and listed
meter      闭环率: how far topics and voices have come, where they wait, how long and with whom
"""

from shangliang.modules.outcomes.queries.documents import (
    KindCount,
    RankCount,
    documents_by_kind,
    echoless,
    instruction_counts,
    instructions,
    instructions_led,
)
from shangliang.modules.outcomes.queries.handled import (
    Lane,
    Line,
    board,
    lines,
    promises_of,
    published_replies,
    recommendations,
)
from shangliang.modules.outcomes.queries.meter import Loop, Meter, Station, Stop, Waiting, loop_meter, loop_of
from shangliang.modules.outcomes.queries.public import (
    PublicFeedback,
    PublicLine,
    PublicOutcomes,
    public_feedback,
    public_outcomes,
)
from shangliang.modules.outcomes.queries.topics import (
    Event,
    FeedbackView,
    Sources,
    TopicOutcomes,
    feedback,
    found,
    found_document,
    found_recommendation,
    reopenable,
    sources,
    topic_outcomes,
    tracking,
)

__all__ = [
    "Event",
    "FeedbackView",
    "KindCount",
    "Lane",
    "Line",
    "Loop",
    "Meter",
    "PublicFeedback",
    "PublicLine",
    "PublicOutcomes",
    "RankCount",
    "Sources",
    "Station",
    "Stop",
    "TopicOutcomes",
    "Waiting",
    "board",
    "documents_by_kind",
    "echoless",
    "feedback",
    "found",
    "found_document",
    "found_recommendation",
    "instruction_counts",
    "instructions",
    "instructions_led",
    "lines",
    "loop_meter",
    "loop_of",
    "promises_of",
    "public_feedback",
    "public_outcomes",
    "published_replies",
    "recommendations",
    "reopenable",
    "sources",
    "topic_outcomes",
    "tracking",
]
