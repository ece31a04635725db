"""What follows by itself around proposals: the consumer `proposals_around`. Replayed it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from shangliang.kernel.models import Entry
from shangliang.modules.proposals.services.catalogue import follow_topic
from shangliang.modules.proposals.services.incubation import follow_version
from shangliang.modules.proposals.services.quality import follow_dispatch

Step = Callable[[Entry, datetime], None]
STEPS: dict[tuple[str, str], tuple[Step, ...]] = {
    ("proposal", "submit"): (follow_topic, follow_version),
    ("proposal", "withdraw"): (follow_topic,),
    ("proposal", "send_back"): (follow_topic,),
    ("dispatch", "finish"): (follow_dispatch,),
}


def wants(kind: str, verb: str) -> bool:
    return (kind, verb) in STEPS


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """Each step looks at how things stand now, so an entry that comes again finds nothing to do."""
    for step in STEPS[entry.kind, entry.verb]:
        step(entry, at)
