"""审查并案: several proposals on one matter become one case; everybody is named on it (DOMAIN 1.3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.text import normal
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.services.common import hold, must_be_impartial, put

# Once departments have it, nothing is added to what they were asked.
TAKES_MORE = ("reviewing", "filed", "pre_assigned")


@transaction.atomic
def merge(proposal: Proposal, *, into: Proposal, actor: Actor, at: datetime, note: str = "") -> None:
    """并案: its proposers stand on the main one, get its answer and may rate it. No chains.

    Raises Stale when either has moved on, Refused for a main one that cannot take it.
    """
    for one in (proposal, into):
        must_be_impartial(one, actor=actor)
    moves.must_stand(proposal, "reviewing")
    _fits(proposal, into)
    for one in sorted(
        (proposal, into), key=lambda p: p.pk
    ):  # in one order, so that two at once cannot lock up
        hold(one)
    if into.state not in TAKES_MORE:
        raise moves.Stale(
            _("主案现在的状态是“%s”，不能再并入") % moves.label_of(into), state=moves.label_of(into)
        )
    if Proposal.objects.filter(pk=into.pk, merged_into__isnull=False).exists():
        raise moves.Refused(_("主案自己已经并入别的提案，请直接并入那一件"))
    moves.must(proposal, "merge", actor=actor)
    if proposal.merged.exists():
        raise moves.Refused(_("已有提案并入这件提案，先取消那些并案"))
    put(proposal, merged_into=into)
    moves.make(proposal, "merge", actor=actor, at=at, note=normal(note), main=into.pk)
    moves.record(into, "joined", actor=CLOCK, at=at, merged=proposal.pk)


def _fits(proposal: Proposal, into: Proposal) -> None:
    if proposal.pk == into.pk:
        raise moves.Refused(_("提案不能并入它自己"))
    if (proposal.unit_id, proposal.session_id) != (into.unit_id, into.session_id):
        raise moves.Refused(_("只能并入同一次会议的提案"))


@transaction.atomic
def unmerge(proposal: Proposal, *, note: str, actor: Actor, at: datetime) -> None:
    """取消并案 while the main one is not with departments yet; it is reviewed on its own again."""
    must_be_impartial(proposal, actor=actor)
    if proposal.merged_into_id:
        # The main one is not handed over while this is done.
        Proposal.objects.select_for_update(no_key=True).get(pk=proposal.merged_into_id)
    proposal.refresh_from_db(fields=["merged_into"])
    main = proposal.merged_into_id or 0
    moves.make(proposal, "unmerge", actor=actor, at=at, note=normal(note), main=main)
    put(proposal, merged_into=None)
