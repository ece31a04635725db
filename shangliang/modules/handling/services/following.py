"""What follows from a move by itself.

Bare moves go through one generic door that knows nothing of dispatches, so the consequences are drawn here:
from the present state of the whole dispatch, never from a single entry. Run twice, late or in
another order, the end is the same.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import Entry
from shangliang.modules.handling.models import Assignment, Dispatch, Promise
from shangliang.modules.handling.services.versions import catch_up

WANTED = {
    "dispatch": {"accept_result", "rest", "withdraw"},
    "assignment": {"sign", "sign_help", "lapse", "submit", "pass_check"},
    "promise": {"confirm", "give_up", "drop", "extend"},
}


def wants(kind: str, verb: str) -> bool:
    return verb in WANTED.get(kind, ())


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """Draw the consequences of one entry (the consumer `handling`)."""
    dispatch_id: int | None = None
    if entry.kind == "dispatch":
        dispatch_id = int(entry.ref)
    elif entry.kind == "assignment" and (assignment := Assignment.objects.filter(pk=entry.ref).first()):
        _about(assignment, entry)
        dispatch_id = assignment.dispatch_id
    elif entry.kind == "promise" and (
        promise := Promise.objects.select_related("assignment").filter(pk=entry.ref).first()
    ):
        _same_day(promise)
        dispatch_id = promise.assignment.dispatch_id
    if dispatch_id is not None:
        settle(dispatch_id, at=at)


def _about(assignment: Assignment, entry: Entry) -> None:
    if entry.verb in {"sign", "sign_help"}:
        Assignment.objects.filter(pk=assignment.pk, handler=None).update(handler_id=entry.actor_id)
    if entry.verb in {"submit", "pass_check"}:
        catch_up(assignment)


def _same_day(promise: Promise) -> None:
    """An extension through the generic form moves the clock; the day that people read moves with it."""
    if promise.due_at and promise.due_on != calendar.day_of(promise.due_at):
        Promise.objects.filter(pk=promise.pk).update(due_on=calendar.day_of(promise.due_at))


@transaction.atomic
def settle(dispatch_id: int, *, at: datetime) -> None:
    """Bring a dispatch and its parts to where they belong now. Does nothing when they are there."""
    dispatch = (
        Dispatch.objects.select_for_update(no_key=True, of=("self",))
        .select_related("unit")
        .get(pk=dispatch_id)
    )
    parts = list(dispatch.assignments.select_related("unit", "dispatch").exclude(state__in=Assignment.OUT))
    if dispatch.state == "withdrawn":
        _recall(parts, at)
        return
    for part in parts:
        if not part.answers and part.state == "accepted":
            moves.make(part, "lapse_help", actor=CLOCK, at=at)
    answering = [p for p in parts if p.answers]
    if dispatch.state == "sent" and any(p.state not in {"pending", "refusing"} for p in answering):
        moves.make(dispatch, "start", actor=CLOCK, at=at)
    if (
        dispatch.state in {"handling", "rehandling"}
        and answering
        and all(p.state == "replied" for p in answering)
    ):
        for part in answering:
            catch_up(part)
        moves.make(dispatch, "finish", actor=CLOCK, at=at, round=dispatch.round)
    if dispatch.state == "tracking" and not _open_promises(dispatch):
        moves.make(dispatch, "complete", actor=CLOCK, at=at)


def _recall(parts: list[Assignment], at: datetime) -> None:
    sources = moves.kind_of(Assignment).flow.moves["recall"].sources
    for part in parts:
        if part.state in sources:
            moves.make(part, "recall", actor=CLOCK, at=at)


def _open_promises(dispatch: Dispatch) -> bool:
    return Promise.objects.filter(assignment__dispatch=dispatch, state__in=["open", "claimed"]).exists()
