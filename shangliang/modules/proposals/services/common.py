"""What every verb of proposals needs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.proposals.models import Proposal


def must_be_impartial(proposal: Proposal, *, actor: Actor) -> None:
    """Says in words why somebody who signed a proposal cannot decide on it. Raises NotAllowed."""
    if actor.person_id and proposal.signers.filter(person_id=actor.person_id).exists():
        raise moves.NotAllowed(_("您是提案者，这件提案要由别人办理"))


def hold(proposal: Proposal) -> None:
    """Nobody else acts on it until this is done. Raises Stale when somebody has since it was read."""
    now = Proposal.objects.select_for_update(no_key=True).only("state", "version").get(pk=proposal.pk)
    if (now.state, now.version) != (proposal.state, proposal.version):
        label = moves.label_of(now)
        raise moves.Stale(_("刚刚已有人办理，现在的状态是“%s”") % label, state=label)


def put(proposal: Proposal, **columns: object) -> None:
    """Columns of one proposal, in the table and in hand."""
    for name, value in columns.items():
        setattr(proposal, name, value)
    Proposal.objects.filter(pk=proposal.pk).update(**columns)
