"""重复提案: the review desk marks that the same was asked before, in this session or in earlier ones (DOMAIN 1.7)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.proposals.models import IN_REVIEW, Proposal
from shangliang.modules.proposals.queries.alike import COUNTED

Repeat = Proposal.Repeat


@transaction.atomic
def mark_repeat(proposal: Proposal, *, previous: Proposal | None, actor: Actor, at: datetime) -> None:
    """One press: which old case it repeats; whether of this session or of others follows from that. None: it does not.

    Only while it is reviewed, and only a case that was filed or merged into one.
    """
    if proposal.state not in IN_REVIEW:
        raise moves.Stale(_("审查以后不能再改"), state=moves.label_of(proposal))
    if previous is not None:
        if previous.pk == proposal.pk or previous.root != proposal.root or previous.state not in COUNTED:
            raise moves.Refused(_("请选择以前立案的提案"))
        same = previous.session_id == proposal.session_id
        repeat = Repeat.YEAR if same else Repeat.YEARS
    else:
        repeat = Repeat.NO
    moves.record(
        proposal, "mark_repeat", actor=actor, at=at, previous=previous.pk if previous else 0, repeat=str(repeat)
    )  # fmt: skip
    if not Proposal.objects.filter(pk=proposal.pk, state__in=IN_REVIEW).update(
        previous=previous, repeat=repeat
    ):
        raise moves.Stale(_("审查以后不能再改"), state=moves.label_of(proposal))
    proposal.previous, proposal.repeat = previous, repeat
