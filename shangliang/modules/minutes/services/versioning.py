"""Every version is kept."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from shangliang.kernel.access import Actor
from shangliang.modules.gatherings.queries import Room
from shangliang.modules.minutes import queries
from shangliang.modules.minutes.models import Minutes, Version


def keep(paper: Minutes, why: str, *, actor: Actor, at: datetime, room: Room | None = None) -> Version | None:
    """Another version, where anything is different from the last one. The minutes are held by whoever calls.

    room: the record, where it was read anyway: then the summary is made anew too.
    """
    content = queries.rows(queries.items(paper))
    last = queries.newest(paper)
    summary = queries.summary_of(last)
    summary = queries.summarised(room, last=summary) if room else summary
    sealed = _sealed(content)
    if last and (last.sha256, last.summary) == (sealed, summary) and why != Version.Why.SETTLED:
        return None
    return Version.objects.create(
        minutes=paper, number=last.number + 1 if last else 1, at=at, person_id=actor.person_id, why=why,
        content=content, summary=summary, sha256=sealed,
    )  # fmt: skip


def _sealed(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
