"""What happens elsewhere comes back by itself: the consumer `lists` of the journal.

It reads where the thing stands now, and moves what belongs to it there. Replayed from the start it changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, clocks, moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.flow import EXTEND
from shangliang.kernel.models import Entry
from shangliang.kernel.text import official, without_contacts
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.lists.models import (
    Campaign,
    Counsel,
    DeptAsk,
    ExperiencePost,
    Invitation,
    Invitee,
    ListAction,
    Match,
    MemberConcern,
)
from shangliang.modules.lists.services.acting import round_off
from shangliang.modules.lists.services.answering import adoption_of, come_to
from shangliang.modules.lists.services.campaigning import UNTIL
from shangliang.modules.lists.services.experiencing import lapse_queue
from shangliang.modules.lists.services.inviting import lapse_unanswered
from shangliang.modules.outcomes import queries as outcomes

WANTED = {
    "dispatch": {"finish", "complete", "withdraw"},
    "experience_post": {"end"},
    "list_invitation": {"hold"},
    "list_action": {"keep", EXTEND},
    **{kind: {EXTEND} for kind in ("campaign", "list_match", "dept_ask", "counsel", "invitee")},
}
# What has a day of its own; an extension, wherever it was given, moves that day too.
DATED = {
    "list_action": ListAction, "list_match": Match, "dept_ask": DeptAsk, "counsel": Counsel, "invitee": Invitee,
    "campaign": Campaign,
}  # fmt: skip


def wants(kind: str, verb: str) -> bool:
    return verb in WANTED.get(kind, ())


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """A dispatch ended, a post or an invitation came to its day, an action was kept inside, time was given."""
    if entry.verb == EXTEND:
        _day_catches_up(DATED[entry.kind], int(entry.ref))
    elif entry.kind == "dispatch":
        with official():
            _concerns_catch_up(int(entry.ref), at)
    elif entry.kind == "experience_post":
        for post in ExperiencePost.objects.select_for_update().filter(
            pk=int(entry.ref), state__in=["over", "closed"]
        ):
            lapse_queue(post, at=at)
    elif entry.kind == "list_invitation":
        for thing in Invitation.objects.select_for_update().filter(pk=int(entry.ref), state="held"):
            lapse_unanswered(thing, at=at)
    else:
        for action in ListAction.objects.filter(pk=int(entry.ref), state="kept"):
            round_off(action, at=at)


def _day_catches_up(model: Any, pk: int) -> None:
    """The day that people read is the one to which the clock runs. A campaign's later stages move along."""
    thing = model.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    due = clocks.running(moves.kind_of(thing).flow, thing) if thing else None
    if thing is None or due is None or not due.field or thing.due_at is None:
        return
    day = calendar.day_of(thing.due_at)
    new = {due.field: day}
    if model is Campaign:
        stages = list(UNTIL.values())
        new |= {name: max(day, getattr(thing, name)) for name in stages[stages.index(due.field) + 1 :]}
    model.objects.filter(pk=pk).update(**new)


def _concerns_catch_up(dispatch_id: int, at: datetime) -> None:
    rows = MemberConcern.objects.select_for_update(of=("self",)).select_related("unit", "dispatch")
    for concern in rows.filter(dispatch=dispatch_id, state="handled"):
        dispatch = concern.dispatch
        if dispatch is None:
            continue
        if dispatch.state == "withdrawn":
            moves.make(concern, "put_back", actor=CLOCK, at=at)
        elif dispatch.state in {"replied", "tracking", "closed"}:
            _take_replies(concern, dispatch, at)


def _take_replies(concern: MemberConcern, dispatch: Dispatch, at: datetime) -> None:
    """The departments' published replies are the answer to the concern."""
    replies = outcomes.published_replies(dispatch)
    if not replies:
        return
    lines = [(r.assignment.unit.short, without_contacts(r.text), without_contacts(r.reason)) for r in replies]
    come_to(
        concern,
        adoption=adoption_of([r.adoption for r in replies]),
        answer="\n".join(_("%(unit)s：%(text)s") % {"unit": u, "text": said} for u, said, __ in lines),
        reason="\n".join(
            _("%(unit)s：%(text)s") % {"unit": u, "text": why} for u, __, why in lines if why.strip()
        ),
        at=at,
    )
