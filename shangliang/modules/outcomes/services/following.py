"""What departments do with a recommendation comes back by itself: the consumer `outcomes` of the journal.

It never trusts the order in which it hears of things: it reads where the dispatch stands now, and moves the
recommendation there. Replayed from the start it changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import Entry
from shangliang.kernel.text import official, shortened, without_contacts
from shangliang.modules.handling.models import Dispatch, Promise, Reply
from shangliang.modules.outcomes import queries
from shangliang.modules.outcomes.models import Recommendation
from shangliang.modules.outcomes.services.recommending import forget_reply

WANTED = {
    "dispatch": {"finish", "complete", "redo", "withdraw"},
    "promise": {"claim", "confirm", "refute", "give_up", "extend"},
}
ANSWERED = {"replied", "tracking", "closed"}
TAKEN = {Reply.Adoption.ADOPTED, Reply.Adoption.PARTLY}


def wants(kind: str, verb: str) -> bool:
    return verb in WANTED.get(kind, ())


@transaction.atomic
def on_dispatch(entry: Entry, at: datetime) -> None:
    """A department replied, began again, kept a promise or finished: its recommendations catch up."""
    way = "dispatch__assignments__promises" if entry.kind == "promise" else "dispatch"
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("unit", "dispatch")
    # What is written for the public is written in the house's own language.
    with official():
        for recommendation in rows.filter(**{way: int(entry.ref)}).order_by("pk"):
            if recommendation.dispatch:
                _catch_up(recommendation, recommendation.dispatch, at)


def _catch_up(recommendation: Recommendation, dispatch: Dispatch, at: datetime) -> None:
    if dispatch.state == "withdrawn":
        _recall(recommendation, at)
    elif dispatch.state == "rehandling":
        _rehandle(recommendation, at)
    elif dispatch.state in ANSWERED and recommendation.state not in {"draft", "withdrawn", "settled"}:
        replies = queries.published_replies(dispatch)
        if replies:
            promises = queries.promises_of(replies)
            _decide(recommendation, replies, promises, at)
            if dispatch.state == "closed":
                _deliver(recommendation, replies, promises, at)


def _recall(recommendation: Recommendation, at: datetime) -> None:
    if recommendation.state == "sent":
        moves.make(recommendation, "recall", actor=CLOCK, at=at)
        Recommendation.objects.filter(pk=recommendation.pk).update(dispatch=None)


def _rehandle(recommendation: Recommendation, at: datetime) -> None:
    if recommendation.state in {"decided", "delivered", "fed_back"}:
        moves.make(recommendation, "rehandle", actor=CLOCK, at=at)
    if recommendation.state == "sent" and recommendation.adoption:
        forget_reply(recommendation)


def _decide(
    recommendation: Recommendation, replies: Sequence[Reply], promises: Sequence[Promise], at: datetime
) -> None:
    """The adoption and its reason as the department wrote them. A newer reply decides anew."""
    newest = max(r.pk for r in replies)
    renewed = recommendation.reply_id != newest
    if renewed and recommendation.state in {"decided", "delivered", "fed_back"}:
        moves.make(recommendation, "rehandle", actor=CLOCK, at=at)
    new = {
        "adoption": adoption_of(replies), "reason": reason_of(replies), "reply_id": newest,
        "result": result_text(replies, promises=promises),
    }  # fmt: skip
    if any(getattr(recommendation, name) != value for name, value in new.items()):
        Recommendation.objects.filter(pk=recommendation.pk).update(**new)
        for name, value in new.items():
            setattr(recommendation, name, value)
    if recommendation.state == "sent":
        adoption = recommendation.adoption
        moves.make(recommendation, "decide", actor=CLOCK, at=at, adoption=adoption, reply=newest)


def _deliver(
    recommendation: Recommendation, replies: Sequence[Reply], promises: Sequence[Promise], at: datetime
) -> None:
    """Delivered: every promise was kept, or there was nothing left to promise.

    People who have been told that it is solved are not told so again; a promise kept later is news to them.
    """
    if recommendation.state not in {"decided", "fed_back"} or recommendation.adoption not in TAKEN:
        return
    kept = bool(promises) and all(p.state == "kept" for p in promises)
    solved = not promises and all(r.norm == Reply.Norm.SOLVED for r in replies)
    if kept or (solved and recommendation.state == "decided"):
        moves.make(recommendation, "deliver", actor=CLOCK, at=at, promises=len(promises))


def adoption_of(replies: Sequence[Reply]) -> str:
    """One word for several answers (分办): the common one, else partly."""
    found = {r.adoption for r in replies}
    return found.pop() if len(found) == 1 else str(Reply.Adoption.PARTLY)


def reason_of(replies: Sequence[Reply]) -> str:
    given = [
        (r.assignment.unit.short, without_contacts(r.reason.strip())) for r in replies if r.reason.strip()
    ]
    if len(replies) == 1:
        return given[0][1] if given else ""
    return "\n".join(_("%(unit)s：%(reason)s") % {"unit": unit, "reason": reason} for unit, reason in given)


def result_text(replies: Sequence[Reply], *, promises: Sequence[Promise]) -> str:
    """What came of it, in a raiser's words: adopted or not and why, how far, what was promised by when."""
    lines = []
    for reply in replies:
        head = _("%(unit)s：%(adoption)s，%(norm)s。") % {
            "unit": reply.assignment.unit.short, "adoption": reply.get_adoption_display(),
            "norm": reply.get_norm_display(),
        }  # fmt: skip
        lines.append(head + shortened(reply.text, 300))
        if reply.reason.strip():
            lines.append(_("理由：%s") % reply.reason.strip())
        lines += [_promised(p) for p in promises if p.assignment_id == reply.assignment_id]
    return without_contacts("\n".join(lines))


def _promised(promise: Promise) -> str:
    day = calendar.day_of(promise.due_at) if promise.due_at else promise.due_on
    said = _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}
    return _("承诺：%(text)s（%(day)s前，%(state)s）") % {
        "text": promise.text, "day": said, "state": moves.label_of(promise),
    }  # fmt: skip
