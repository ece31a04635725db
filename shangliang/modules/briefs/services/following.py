"""What departments do with a brief comes back by itself: the consumer `briefs` of the journal.

It reads where the dispatch stands now and moves the brief there, whatever it heard of first. Replayed from the
start it changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import Entry
from shangliang.modules.briefs.models import WITH_DEPARTMENTS, Brief
from shangliang.modules.briefs.services.crediting import recount
from shangliang.modules.handling.models import Assignment, Dispatch

WANTED = {
    "dispatch": {"start", "finish", "redo", "withdraw", "rest", "accept_result", "complete"},
    "assignment": {"refuse", "keep", "reassign", "sign", "lapse"},
    "brief": {"recall", "send_back"},
}
ANSWERED = {"replied", "tracking", "closed"}


def wants(kind: str, verb: str) -> bool:
    return verb in WANTED.get(kind, ())


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """A department signed, refused, answered or began again: its briefs catch up. A brief taken back loses credit."""
    if entry.kind == "brief":
        for brief in Brief.objects.filter(pk=int(entry.ref)):
            recount(brief, at=at)
        return
    way = "dispatch__assignments" if entry.kind == "assignment" else "dispatch"
    rows = Brief.objects.select_for_update(of=("self",)).select_related("unit", "dispatch")
    for brief in rows.filter(**{way: int(entry.ref)}).order_by("pk"):
        if brief.dispatch:
            _catch_up(brief, brief.dispatch, at)


def _catch_up(brief: Brief, dispatch: Dispatch, at: datetime) -> None:
    if dispatch.state == "rehandling":
        if brief.state in {"handled", "fed_back"}:
            Brief.objects.filter(pk=brief.pk).update(forwarded_at=at)
            brief.forwarded_at = at
            moves.make(brief, "rehandle", actor=CLOCK, at=at)
        return
    if brief.state not in WITH_DEPARTMENTS:
        return
    if dispatch.state == "withdrawn":
        moves.make(brief, "call_back", actor=CLOCK, at=at)
        Brief.objects.filter(pk=brief.pk).update(dispatch=None, forwarded_at=None)
    elif dispatch.state in ANSWERED:
        moves.make(brief, "answer", actor=CLOCK, at=at, dispatch=dispatch.number)
    elif verb := _verb(brief.state, dispatch):
        moves.make(brief, verb, actor=CLOCK, at=at)


def _verb(state: str, dispatch: Dispatch) -> str:
    """While departments are at it: which step, if any, leads from here to where the dispatch stands."""
    answering = dispatch.assignments.filter(part__in=Assignment.ANSWERING).exclude(state__in=Assignment.OUT)
    states = set(answering.values_list("state", flat=True))
    if "refusing" in states:
        return "" if state == "refusing" else "refuse"
    if states <= {"pending"}:
        return "rule" if state == "refusing" else ""
    return "" if state == "handling" else "start"
