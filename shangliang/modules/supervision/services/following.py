"""What happens elsewhere comes back by itself: the consumer `supervision` of the journal.

It reads where things stand now and moves what belongs to them there. Replayed from the start it changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from shangliang.kernel import calendar, clocks, moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.flow import EXTEND
from shangliang.kernel.models import Entry
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.supervision.models import (
    PAPER_OUT,
    Appraisal,
    Finding,
    FollowUp,
    SpecialSupervisor,
    Supervision,
)
from shangliang.modules.supervision.services.looking_back import set_follow_ups

# What has a day of its own; an extension, wherever it was given, moves that day too.
DATED: dict[str, Any] = {
    "supervision": Supervision, "finding": Finding, "follow_up": FollowUp, "special_supervisor": SpecialSupervisor,
    "appraisal": Appraisal,
}  # fmt: skip
WANTED = {
    "dispatch": {
        "finish",
        "redo",
        "force_redo",
        "withdraw",
        "rest",
        "accept_result",
        "all_rated",
        "complete",
    },
    **{kind: {EXTEND} for kind in DATED},
    "supervision": {EXTEND, "send", "close", "drop"},
}
ANSWERED = {"replied", "tracking", "closed"}


def wants(kind: str, verb: str) -> bool:
    return verb in WANTED.get(kind, ())


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """A department answered or began again, a supervision was closed, time was given."""
    if entry.verb == EXTEND:
        _day_catches_up(DATED[entry.kind], int(entry.ref))
    elif entry.kind == "supervision":
        rows = Supervision.objects.select_for_update(of=("self",)).select_related("unit")
        for supervision in rows.filter(pk=int(entry.ref)):
            if entry.verb == "close":
                set_follow_ups(supervision, at=entry.at)
            else:
                _departments_end(supervision, at)
    else:
        dispatch = Dispatch.objects.filter(pk=int(entry.ref)).first()
        if dispatch is not None:  # the journal outlives what it is about
            _findings_catch_up(dispatch, at)


def _findings_catch_up(dispatch: Dispatch, at: datetime) -> None:
    rows = Finding.objects.select_for_update(of=("self",)).select_related("unit").filter(dispatch=dispatch)
    for finding in rows.order_by("order"):
        if dispatch.state == "withdrawn" and finding.state in {"sent", "answered"}:
            moves.make(finding, "call_back", actor=CLOCK, at=at)
            Finding.objects.filter(pk=finding.pk).update(dispatch=None, item=None)
        elif dispatch.state == "rehandling" and finding.state in {"answered", "claimed"}:
            moves.make(finding, "rehandle", actor=CLOCK, at=at)
        elif dispatch.state in ANSWERED and finding.state == "sent":
            moves.make(finding, "answer", actor=CLOCK, at=at, dispatch=dispatch.number)


def _departments_end(supervision: Supervision, at: datetime) -> None:
    """With the opinion paper, or with a matter called off, ends what each department was told it was in."""
    sent = supervision.state in PAPER_OUT
    rows = supervision.supervised.select_for_update(of=("self",)).select_related("unit", "department")
    for one in rows.filter(state__in=["named", "talked"]).order_by("pk"):
        heard = sent and one.state == "talked"
        moves.make(one, "feed_back" if heard else "leave_out", actor=CLOCK, at=at)


def _day_catches_up(model: Any, pk: int) -> None:
    """The day that people read is the one to which the clock runs."""
    thing = model.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    due = clocks.running(moves.kind_of(thing).flow, thing) if thing else None
    if thing is None or due is None or not due.field or thing.due_at is None:
        return
    model.objects.filter(pk=pk).update(**{due.field: calendar.day_of(thing.due_at)})
