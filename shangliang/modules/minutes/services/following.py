"""What the journal makes of minutes: once the gathering has concluded they are kept, and the signatures with them.

A consumer: safe to run twice and to replay from the first entry.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import Entry
from shangliang.modules.minutes.models import Minutes
from shangliang.modules.minutes.services.signing import rest


def wants(kind: str, verb: str) -> bool:
    return (kind, verb) == ("gathering", "conclude")


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """The consumer `minutes`."""
    paper = Minutes.objects.filter(gathering__pk=entry.ref, state="settled").select_related("unit").first()
    if paper:
        moves.make(paper, "keep", actor=CLOCK, at=at)
        rest(paper, at=at)
