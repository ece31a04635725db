"""One proposal: its words, who stands on it, what was said of it, where it is."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, journal, loop, moves
from shangliang.kernel.text import whole
from shangliang.look import pages
from shangliang.look.shapes import File
from shangliang.modules.handling import queries as handling
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.views import assigning, keys
from shangliang.modules.proposals.views.around import around_of
from shangliang.modules.proposals.views.common import Request, found, may

ASKED = (
    "inside", "write", "submit", "invite", "cosign", "second", "review", "classify", "merge", "consent_brief",
    "publish", "unpublish", "handle_with",
)  # fmt: skip
# The moves that carry matter, and the page where each is made.
PAGES = {
    "submit": "submit", "invite": "invite", "stop_cosigning": "stop_cosigning", "accept": "accept", "file": "filing",
    "merge": "merge", "unmerge": "unmerge", "not_file": "not_file", "offer_brief": "offer_brief",
    "revive": "revive", "pre_assign": "pre_assign", "assign": "assign", "repropose": "repropose",
}  # fmt: skip


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    return show(request, found(request, pk))


def show(request: Request, proposal: Proposal, status: int = 200) -> HttpResponse:
    """Those inside see reviews, versions and journal; others the words, the numbers and where it stands."""
    allowed = may(request, proposal, *ASKED)
    inside = "inside" in allowed
    seen = queries.view(proposal)
    linked = proposal.voice_id or proposal.topic_id or proposal.dispatch_id or proposal.brief_id
    context: dict[str, Any] = {
        "proposal": proposal, "view": seen, "inside": inside, "may": allowed, "steps": _steps(proposal.pk),
        "options": moves.options(proposal, actor=request.actor, at=request.at),
        "chain": loop.chain("proposal", proposal.pk, actor=request.actor) if linked else [],
        "entries": journal.story("proposal", proposal.pk) if inside else [],
        "proposers": queries.proposers(proposal, seen.signers),
        "ground": _ground(proposal),
        "attachments": _attachments(proposal, seen),
        "around": around_of(request, proposal),
        "rates": bool(proposal.dispatch and handling.unrated_by(proposal.dispatch, request.actor.person_id)),
        "mine": next((s for s in seen.signers if s.person_id == request.actor.person_id), None),
        **assigning.of_proposal(request, proposal, inside=inside, allowed=allowed),
        **keys.of_proposal(request, proposal, allowed=allowed),
    }  # fmt: skip
    return pages.page(request, "proposals/proposal.html", context, status=status)


def _steps(pk: int) -> dict[str, str]:
    found_at = {verb: reverse(f"proposals:{name}", args=[pk]) for verb, name in PAGES.items()}
    return {**found_at, "consent_brief": "#consent"}


def _attachments(proposal: Proposal, seen: queries.ProposalView) -> list[File]:
    return [
        File(f.file.name, reverse("proposals:attachment", args=[proposal.pk, f.pk]), f.file.size)
        for f in seen.files
    ]


def _ground(proposal: Proposal) -> str:
    """Why it was not filed, in the words that held on that day (1 query, for those only)."""
    if not proposal.ground:
        return ""
    held = queries.grounds(proposal.unit.path, calendar.day_of(proposal.entered_at))
    return held.get(proposal.ground, proposal.ground)


@require_GET
def versions(request: Request, pk: int) -> HttpResponse:
    """Any two versions, word by word; without a choice the first and the newest."""
    proposal = found(request, pk)
    if "inside" not in may(request, proposal, "inside"):
        raise Http404
    held = list(proposal.versions.select_related("person"))
    by_number = {v.number: v for v in held}
    old = by_number.get(whole(request.GET.get("old", "")) or 0) or (held[-1] if held else None)
    new = by_number.get(whole(request.GET.get("new", "")) or 0) or (held[0] if held else None)
    context = {
        "proposal": proposal, "versions": held, "old": old, "new": new,
        "changes": queries.changes(old, new) if old and new else [],
    }  # fmt: skip
    return pages.page(request, "proposals/versions.html", context)


@require_GET
def docx(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    content = services.paper(proposal, on=calendar.day_of(request.at))
    return pages.docx_response(content, f"{proposal.number}{proposal.title}.docx")


@require_GET
def file(request: Request, pk: int, file: int) -> FileResponse:
    """An attachment, for everybody who sees the proposal."""
    held = found(request, pk).files.select_related("file").filter(pk=file).first()
    if held is None:
        raise Http404
    return pages.sent_file(held.file)


@require_GET
def seal(request: Request, pk: int) -> FileResponse:
    """The sealed original of a body's proposal, for those inside."""
    proposal = found(request, pk)
    if proposal.seal is None or "inside" not in may(request, proposal, "inside"):
        raise Http404
    return pages.sent_file(proposal.seal)
