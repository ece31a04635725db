"""Which version of a reply was submitted, and which has passed the check.

Submitting and passing are bare moves that know nothing of replies, so the answer is read from the journal,
where drafts and moves stand in one order. Whoever reads it, whenever entries are delivered, finds the same.
"""

from __future__ import annotations

from datetime import datetime

from shangliang.kernel.models import Entry
from shangliang.modules.handling.models import Reply


def catch_up(assignment_id: int) -> None:
    """Bring submitted_at and published_at in step with the journal (1 query and updates)."""
    entries = Entry.objects.filter(
        kind="assignment", ref=str(assignment_id), verb__in=["save_draft", "submit", "pass_check"]
    )
    current: int | None = None
    submitted: dict[int, datetime] = {}
    published: dict[int, datetime] = {}
    for verb, at, facts in entries.order_by("id").values_list("verb", "at", "facts"):
        if verb == "save_draft":
            current = facts["version"]
        elif current is not None:
            (submitted if verb == "submit" else published)[current] = at
    replies = Reply.objects.filter(assignment=assignment_id)
    for version, at in submitted.items():
        replies.filter(version=version, submitted_at=None).update(submitted_at=at)
    for version, at in published.items():
        replies.filter(version=version, published_at=None).update(published_at=at)
