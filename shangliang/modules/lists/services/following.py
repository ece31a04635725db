"""What happens elsewhere comes back by itself: the consumer `lists` of the journal.

It reads where the thing stands now, and moves what belongs to it there. Replayed from the start it changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import Entry
from shangliang.kernel.text import official, without_contacts
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.lists.models import (
    ExperiencePost,
    Invitation,
    ListAction,
    MemberConcern,
)
from shangliang.modules.lists.services.acting import round_off
from shangliang.modules.lists.services.answering import adoption_of, come_to
from shangliang.modules.lists.services.experiencing import lapse_queue
from shangliang.modules.lists.services.inviting import lapse_unanswered
from shangliang.modules.outcomes import queries as outcomes

WANTED = {
    "dispatch": {"finish", "complete", "withdraw"},
    "experience_post": {"end"},
    "list_invitation": {"hold"},
    "list_action": {"keep"},
}


def wants(kind: str, verb: str) -> bool:
    return verb in WANTED.get(kind, ())


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """A dispatch ended, a post or an invitation came to its day, an action was kept inside."""
    if entry.kind == "dispatch":
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


def _concerns_catch_up(dispatch_id: int, at: datetime) -> None:
    rows = MemberConcern.objects.select_for_update(of=("self",)).select_related("unit", "dispatch")
    for concern in rows.filter(dispatch=dispatch_id, state="handled").order_by("pk"):
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
