"""What follows from a move by itself.

Bare moves go through one generic door that knows nothing of dispatches, so the consequences are drawn here:
from the present state of the whole dispatch, never from a single entry. Run twice, late or in
another order, the end is the same.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, params
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import Entry
from shangliang.kernel.text import listed, official, points, without_contacts
from shangliang.modules.handling.models import (
    Assignment,
    Concerned,
    Countersign,
    Dispatch,
    Extension,
    Promise,
    Rating,
)
from shangliang.modules.handling.queries.unhappy import unhappy
from shangliang.modules.handling.services.asking import plan_questions
from shangliang.modules.handling.services.countersigning import ask_countersigns
from shangliang.modules.handling.services.rating import force_redo
from shangliang.modules.handling.services.talking import owe_first_talk
from shangliang.modules.handling.services.versions import catch_up

WANTED = {
    "dispatch": {"accept_result", "all_rated", "rest", "withdraw", "rate", "rate_proxy"},
    "assignment": {
        "sign", "sign_help", "lapse", "circulate", "revise", "submit", "pass_check", "reassign", "begin",
    },
    "promise": {"confirm", "give_up", "drop", "reopen"},
}  # fmt: skip
# In these the first talk is owed; only in the first round.
ENDED = ("kept", "broken", "dropped")


def wants(kind: str, verb: str) -> bool:
    return verb in WANTED.get(kind, ())


# How a dispatch is found from what the entry is about.
WAYS = {"dispatch": "pk", "assignment": "assignments", "promise": "assignments__promises"}


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """Draw the consequences of one entry (the consumer `handling`)."""
    if entry.kind == "assignment":
        _about(int(entry.ref), entry)
    elif entry.kind == "promise":
        for promise in Promise.objects.select_related("assignment").filter(pk=entry.ref):
            _end_steps(promise, at)
    rows = Dispatch.objects.select_for_update(no_key=True, of=("self",)).select_related("unit")
    for dispatch in rows.filter(**{WAYS[entry.kind]: int(entry.ref)}).order_by("pk"):
        settle(dispatch, at=at)


def _about(assignment_id: int, entry: Entry) -> None:
    if entry.verb in {"sign", "sign_help"}:
        Assignment.objects.filter(pk=assignment_id, handler=None).update(handler_id=entry.actor_id)
    if entry.verb in {"submit", "pass_check"}:
        catch_up(assignment_id)


def _end_steps(promise: Promise, at: datetime) -> None:
    if promise.state in ENDED:
        for step in promise.milestones.filter(state="ahead").select_related("unit").order_by("pk"):
            moves.make(step, "void", actor=CLOCK, at=at)


def settle(dispatch: Dispatch, *, at: datetime) -> None:
    """Bring a dispatch, whose row is held, and its parts to where they belong now. Does nothing when they are there."""
    asking = Extension.objects.filter(assignment=OuterRef("pk"), state="asked")
    rows: Any = dispatch.assignments.select_related("unit", "dispatch__unit", "contact__unit")
    everybody = list(rows.annotate(asking=Exists(asking)).order_by("pk"))
    parts = [a for a in everybody if a.state not in Assignment.OUT]
    if dispatch.state == "withdrawn":
        _recall(parts, at)
        parts = []
    named = list(dispatch.concerned.all())
    for part in parts:
        _settle_part(part, any(c.person_id for c in named), at)
    if any(not a.answers for a in everybody):
        of_them = Countersign.objects.filter(reply__assignment__dispatch=dispatch).exclude(state="void")
        asked = set(of_them.values_list("reply__assignment", flat=True))
        for part in everybody:
            if part.state == "countersigning" or part.pk in asked:
                ask_countersigns(part, at=at)
    _end(everybody, at)
    if dispatch.state == "withdrawn":
        return
    answering = [p for p in parts if p.answers]
    if dispatch.state == "sent" and any(p.state not in {"pending", "refusing"} for p in answering):
        moves.make(dispatch, "start", actor=CLOCK, at=at)
    if (
        dispatch.state in {"handling", "rehandling"}
        and answering
        and all(p.state == "replied" for p in answering)
    ):
        for part in answering:
            catch_up(part.pk)
        moves.make(dispatch, "finish", actor=CLOCK, at=at, round=dispatch.round)
        plan_questions(dispatch, at=at)
    _weigh(dispatch, named, at)
    _track(dispatch, at)


def _settle_part(part: Assignment, named: bool, at: datetime) -> None:
    if not part.answers and part.state == "accepted":
        moves.make(part, "lapse_help", actor=CLOCK, at=at)
    if named:
        owe_first_talk(part, at=at)


def _end(parts: list[Any], at: datetime) -> None:
    """What a department asked for on the way ends with its part."""
    done = [p.pk for p in parts if p.asking and p.state not in Assignment.WRITING]
    asking = Extension.objects.filter(assignment__in=done, state="asked").select_related("unit")
    for asked in asking.order_by("pk"):
        moves.make(asked, "void", actor=CLOCK, at=at)


def _weigh(dispatch: Dispatch, named: list[Concerned], at: datetime) -> None:
    """Those who are not satisfied get a second handling; after the last round they are heard higher up."""
    if dispatch.state not in {"replied", "tracking", "closed"}:
        return
    people = {c.by for c in named if c.person_id}
    said = set(Rating.objects.filter(dispatch=dispatch, round=dispatch.round).values_list("by", flat=True))
    if dispatch.state == "replied" and not (people and people <= said):
        return
    if found := unhappy(dispatch):
        _unhappy(dispatch, found, at)
    elif dispatch.state == "replied":
        moves.make(dispatch, "all_rated", actor=CLOCK, at=at, round=dispatch.round)


@official()
def _unhappy(dispatch: Dispatch, found: list[Rating], at: datetime) -> None:
    most = int(params.value(dispatch.unit.path, "handling.rounds_max", calendar.day_of(at)))
    names = listed(r.label for r in found)
    if dispatch.round < most:
        note = _("%(names)s不满意：%(why)s") % {
            "names": names, "why": points(without_contacts(r.comment) for r in found if r.comment),
        }  # fmt: skip
        force_redo(dispatch, note=note, at=at)
        return
    told = Entry.objects.filter(kind="dispatch", ref=str(dispatch.pk), verb="unresolved")
    if not told.filter(facts__round=dispatch.round).exists():
        note = _("办理 %(round)d 轮，%(names)s仍不满意") % {"round": dispatch.round, "names": names}
        moves.record(dispatch, "unresolved", actor=CLOCK, at=at, note=note, round=dispatch.round)
    if dispatch.state == "replied":
        moves.make(dispatch, "rest", actor=CLOCK, at=at)


def _track(dispatch: Dispatch, at: datetime) -> None:
    if dispatch.state not in {"closed", "tracking"}:
        return
    owed = Promise.objects.filter(assignment__dispatch=dispatch, state__in=["open", "claimed"]).exists()
    if dispatch.state == "closed" and owed:
        moves.make(dispatch, "track", actor=CLOCK, at=at)
    elif dispatch.state == "tracking" and not owed:
        moves.make(dispatch, "complete", actor=CLOCK, at=at)


def _recall(parts: list[Assignment], at: datetime) -> None:
    sources = moves.kind_of(Assignment).flow.moves["recall"].sources
    for part in parts:
        if part.state in sources:
            moves.make(part, "recall", actor=CLOCK, at=at)
