"""What happens by itself, and what departments do with a proposal: the consumer `proposals` of the journal.

It reads where the dispatch stands now and brings the proposal there step by step, whatever it heard of first and
however much it missed. Replayed from the start it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import Entry
from shangliang.modules.handling.models import Dispatch, Rating
from shangliang.modules.proposals.models import PreAssignment, Proposal
from shangliang.modules.proposals.services.assigning import take_all_back
from shangliang.modules.proposals.services.common import put
from shangliang.modules.proposals.services.leading import follow_key
from shangliang.modules.proposals.services.signing import strike

WANTED = {
    "dispatch": {
        "start", "finish", "redo", "force_redo", "withdraw", "rest", "accept_result", "all_rated", "complete",
        "track",
    },
    "proposal": {"withdraw", "cosign_lapse", "decline_brief", "offer_lapse"},
    "pre_assignment": {"agree"},
    "key_proposal": {"report", "drop"},
}  # fmt: skip
BEFORE_REPLY = ("assigned", "handling", "rehandling")
ANSWERED = ("replied", "evaluated", "tracking", "closed", "archived")


def wants(kind: str, verb: str) -> bool:
    return verb in WANTED.get(kind, ())


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """A department signed, answered, began again or kept its word: the proposal and its key proposal catch up.

    Who did not sign in time is struck off; what its proposer did not want as a brief goes back to her.
    """
    if entry.kind == "pre_assignment":
        PreAssignment.objects.filter(pk=int(entry.ref), person=None).update(person_id=entry.actor_id)
        return
    rows = Proposal.objects.select_for_update(no_key=True, of=("self",)).select_related("unit")
    if entry.kind == "key_proposal":
        found = rows.filter(keys=int(entry.ref))
    else:
        found = rows.filter(**{"dispatch" if entry.kind == "dispatch" else "pk": int(entry.ref)})
    for proposal in found.order_by("pk"):
        if entry.verb == "cosign_lapse" and proposal.state == "draft":
            strike(proposal, at=entry.at)
        elif proposal.state == "not_filed" and proposal.course == Proposal.Course.BRIEF:
            put(proposal, course=Proposal.Course.RETURNED)
        elif proposal.state == "withdrawn":
            take_all_back(proposal, at=at)
        elif proposal.dispatch_id:
            _catch_up(proposal, Dispatch.objects.get(pk=proposal.dispatch_id), at)
        follow_key(proposal, at=at)


def _catch_up(proposal: Proposal, dispatch: Dispatch, at: datetime) -> None:
    if dispatch.state == "withdrawn":
        if proposal.state == "assigned":
            moves.make(proposal, "call_back", actor=CLOCK, at=at, dispatch=dispatch.number)
            Proposal.objects.filter(pk=proposal.pk).update(dispatch=None, assigned_at=None)
            proposal.dispatch, proposal.assigned_at = None, None
            take_all_back(proposal, at=at)
        return
    seen = _round_of(proposal, dispatch)
    for verb, round_ in way(proposal.state, seen, dispatch.state, dispatch.round):
        moves.make(proposal, verb, actor=CLOCK, at=at, **_facts(verb, dispatch, round_))


def _round_of(proposal: Proposal, dispatch: Dispatch) -> int:
    """In which round of this dispatch the proposal stands, as its own journal tells (1 query)."""
    again = Entry.objects.filter(kind="proposal", ref=str(proposal.pk), verb="rehandle")
    return 1 + again.filter(facts__dispatch=dispatch.number).count()


def way(state: str, seen: int, there: str, round_: int) -> Iterator[tuple[str, int]]:
    """The steps, each with the round it belongs to, from where a proposal stands to where its dispatch stands."""
    while seen < round_:
        if state in BEFORE_REPLY:
            yield "reply", seen
        seen += 1
        yield "rehandle", seen
        state = "rehandling"
    if there == "handling" and state == "assigned":
        yield "start", seen
    if there not in {"replied", "tracking", "closed"}:
        return
    if state in BEFORE_REPLY:
        yield "reply", seen
        state = "replied"
    if there == "replied":
        return
    if state == "replied":
        yield "evaluate", seen
        state = "evaluated"
    if there == "tracking" and state in {"evaluated", "closed", "archived"}:
        yield "track", seen
    elif there == "closed" and state in {"evaluated", "tracking"}:
        yield "close", seen


def _facts(verb: str, dispatch: Dispatch, round_: int) -> dict[str, Any]:
    """What is kept of a step: for an evaluation who said something, in a round, and who did not."""
    facts: dict[str, Any] = {"dispatch": dispatch.number, "round": round_}
    if verb in {"evaluate", "rehandle"}:
        judged = round_ if verb == "evaluate" else round_ - 1
        rated = Rating.objects.filter(dispatch=dispatch, round=judged, replaced_at=None).order_by("pk")
        said = dict(rated.values_list("by", "label"))
        named = dict(dispatch.concerned.exclude(person=None).values_list("by", "label"))
        facts |= {"rated": list(said.values()), "silent": [n for by, n in named.items() if by not in said]}
    return facts
