"""Voting in a poll, and counting again.

A secret ballot's words go from the form to the confirmation and to the ballot, and are kept nowhere else: the form
carries no token of its own, and the receipt is shown on the answer to the very request.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import moves
from shangliang.look import pages
from shangliang.modules.deliberation import forms, queries, services
from shangliang.modules.deliberation.models import COUNTED, Poll
from shangliang.modules.deliberation.views import polls

Request = Any


def vote(request: Request, pk: int) -> HttpResponse:
    """By name: filled in and cast. Secretly: filled in, read once more and confirmed, then cast: three answers, no
    redirect, nothing kept. Who comes too late is told so where the poll stands.
    """
    poll = polls.find(request, pk)
    voted = queries.has_voted(poll, request.actor.person_id)
    sure = request.POST.get("sure", "")
    again = sure == "yes" and poll.secret  # the same press twice is answered with the same receipt
    if voted is not None and (poll.state != "open" or (voted and poll.secret and not again)):
        return _too_late(
            request, poll, _("您已经投过票") if voted and poll.state == "open" else _("现在不能投票")
        )
    moves.must(poll, "vote", actor=request.actor)
    options = queries.choices(poll)
    mine = queries.my_ballot(poll, request.actor.person_id)
    form = forms.BallotForm(
        poll,
        options,
        request.POST if request.method == "POST" else None,
        before=mine.content if mine else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            if not poll.secret:
                services.cast_by_name(poll, said=form.said(), actor=request.actor, at=request.at)
                return pages.done(request, poll, _("已记下您的票；截止以前还可以改"))
            if sure == "yes":
                return _cast(request, poll, form, options)
            if sure != "back":
                return _confirm(request, poll, form, options)
        except moves.Stale as late:
            return _too_late(request, poll, str(late))
    context = {"poll": poll, "form": form, "mine": mine, "trail": polls.trail(poll, _("投票"))}
    return pages.page(request, "deliberation/poll_vote.html", context, status=422 if form.errors else 200)


def _too_late(request: Request, poll: Poll, why: str) -> HttpResponse:
    poll.refresh_from_db()
    messages.warning(request, _("这一次没有投出：%s") % why)
    return polls.show(request, poll, status=409)


def _cast(
    request: Request, poll: Poll, form: forms.BallotForm, options: list[queries.Choice]
) -> HttpResponse:
    """What was confirmed too long ago, or not in these words, is read and confirmed again."""
    try:
        receipt = services.cast_secretly(
            poll, said=form.said(), code=request.POST.get("code", ""), actor=request.actor, at=request.at
        )
    except (moves.NotAllowed, moves.Stale):
        raise
    except moves.Refused as refused:
        return _confirm(request, poll, form, options, why=str(refused))
    return pages.page(request, "deliberation/poll_voted.html", {"poll": poll, "receipt": receipt})


def _confirm(
    request: Request, poll: Poll, form: forms.BallotForm, options: list[queries.Choice], why: str = ""
) -> HttpResponse:
    first = services.confirm_ballot(poll, said=form.said(), actor=request.actor, at=request.at)
    read = queries.spelled(queries.content_of(form.said()), {o.key: o.label for o in options})
    context = {"poll": poll, "form": form, "code": first.code, "read": read, "why": why}
    return pages.page(request, "deliberation/poll_confirm.html", context, status=422 if why else 200)


@require_GET
def ballots(request: Request, pk: int) -> HttpResponse:
    """All ballots as they were counted, in words, for a spreadsheet."""
    poll = polls.find(request, pk, "recount")
    rows = polls.slips(poll, queries.choices(poll))
    headings = [_("回执码") if poll.secret else _("姓名"), _("选择")]
    return pages.table_response(rows, headings, _("选票"), form=request.GET.get("format", "csv"))


@require_GET
def lines(request: Request, pk: int) -> HttpResponse:
    """The very lines that were hashed: whoever hashes them again gets the digest."""
    return lines_of(polls.find(request, pk, "recount"))


def lines_of(poll: Poll) -> HttpResponse:
    said = "".join(f"{s.line}\n" for s in queries.slips(poll))
    return pages.download(said.encode(), f"poll-{poll.pk}.txt", "text/plain; charset=utf-8")


def check(request: Request, pk: int) -> HttpResponse:
    """Is my ballot there, and as I cast it? The receipt alone asks; it is not written down who asked."""
    poll = polls.find(request, pk, "recount", *COUNTED)
    form = forms.ReceiptForm(request.POST or None)
    asked = form.is_bound and form.is_valid()
    found = queries.slip_of(poll, form.cleaned_data["receipt"]) if asked else None
    labels = {o.key: o.label for o in queries.choices(poll)}
    context = {
        "poll": poll, "receipt_form": form, "asked": asked, "found": found,
        "read": queries.spelled(found.content, labels) if found else "",
        "trail": polls.trail(poll, _("核对我的票")),
    }  # fmt: skip
    return pages.page(request, "deliberation/poll_check.html", context)
