"""What happens by itself: the consumer `proposals` of the journal. Replayed from the start it changes nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shangliang.kernel.models import Entry
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.services.common import put
from shangliang.modules.proposals.services.signing import strike

WANTED = {"proposal": {"cosign_lapse", "decline_brief", "offer_lapse"}}


def wants(kind: str, verb: str) -> bool:
    return verb in WANTED.get(kind, ())


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """Who did not sign in time is struck off; what its proposer did not want as a brief goes back to her."""
    found = Proposal.objects.select_for_update(no_key=True, of=("self",)).filter(pk=int(entry.ref))
    for proposal in found.select_related("unit"):
        if entry.verb == "cosign_lapse" and proposal.state == "draft":
            strike(proposal, at=entry.at)
        elif proposal.state == "not_filed" and proposal.course == Proposal.Course.BRIEF:
            put(proposal, course=Proposal.Course.RETURNED)
