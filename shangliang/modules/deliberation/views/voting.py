"""Voting in a poll, and counting again.

A secret ballot's words go from the form to the confirmation and to the ballot, and are kept nowhere else: the form
carries no token of its own, and the receipt is shown on the answer to the very request.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import moves, text
from shangliang.kernel.access import Actor
from shangliang.look import doors, pages
from shangliang.look.shapes import Link
from shangliang.modules.deliberation import forms, queries, services
from shangliang.modules.deliberation.models import COUNTED, HELD, Poll
from shangliang.modules.deliberation.views import polls
from shangliang.modules.gatherings import queries as gatherings

Request = Any


@dataclass(frozen=True)
class Place:
    """Where somebody votes: what her pages stand in, the way to them, where they lead back to, who tells her that she
    comes too late.
    """

    base: str
    trail: Sequence[Link]
    back: str
    late: Callable[[Request, Poll, str], HttpResponse]


def vote(request: Request, pk: int) -> HttpResponse:
    """At the desk, in a session of one's own."""
    poll = polls.find(request, pk)
    desk = Place("look/desk.html", polls.trail(poll, _("投票")), poll.get_absolute_url(), _too_late)
    return fill_in(request, poll, request.actor, desk)


def fill_in(request: Request, poll: Poll, actor: Actor, place: Place) -> HttpResponse:
    """By name: filled in and cast. Secretly: filled in, read once more and confirmed, then cast: three answers, no
    redirect, nothing kept. Who comes too late is told so where she votes.
    """
    voted = queries.has_voted(poll, actor)
    sure = request.POST.get("sure", "")
    again = sure == "yes" and poll.secret  # the same press twice is answered with the same receipt
    if voted is not None and (poll.state != "open" or (voted and poll.secret and not again)):
        return place.late(
            request, poll, _("您已经投过票") if voted and poll.state == "open" else _("现在不能投票")
        )
    moves.must(poll, "vote", actor=actor)
    options = queries.choices(poll)
    mine = queries.my_ballot(poll, actor)
    form = forms.BallotForm(
        poll,
        options,
        request.POST if request.method == "POST" else None,
        before=mine.content if mine else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            if not poll.secret:
                services.cast_by_name(poll, said=form.said(), actor=actor, at=request.at)
                return pages.done(request, place.back, _("已记下您的票；截止以前还可以改"))
            if sure == "yes":
                return _cast(request, poll, form, options, actor, place)
            if sure != "back":
                return _confirm(request, poll, form, options, actor, place)
        except moves.Stale as late:
            return place.late(request, poll, str(late))
    context = {"poll": poll, "form": form, "mine": mine, "place": place}
    return pages.page(request, "deliberation/poll_vote.html", context, status=422 if form.errors else 200)


@login_not_required
def here(request: Request, pk: int) -> HttpResponse:
    """In the hall, on the telephone of who has no account: filled in while it is open, read after the count."""
    poll = Poll.objects.select_related(*polls.ROWS).filter(pk=pk, state__in=HELD).first()
    if poll is None or poll.gathering is None:
        raise Http404
    if request.actor.person_id is not None:
        return redirect("deliberation:poll_vote" if poll.state == "open" else "deliberation:poll", pk)
    guest = gatherings.holder_of(request.COOKIES.get(gatherings.PASS, ""))
    if guest is None or guest.gathering_id != poll.gathering_id:
        raise Http404
    actor, back = gatherings.guest_actor(guest), doors.way_of("poll.hall", poll)

    def late(request: Request, _poll: Poll, why: str) -> HttpResponse:
        messages.warning(request, why)
        return redirect(back)

    if not moves.kind_of(poll).policy.may(actor, "view", poll):
        return late(request, poll, _("您不在这次表决的名册上：名册在开始投票时就定了；有账号的请先登录"))
    way = [Link(text.shortened(poll.gathering.title, 24), back), Link(_("投票"))]
    if poll.state not in COUNTED:
        place = Place("look/portal.html", way, back, late)
        return pages.private(fill_in(request, poll, actor, place))
    found = queries.results(poll, queries.choices(poll))
    context = {"poll": poll, "trail": way, "back": back, "results": found, **checked(request, poll)}
    return pages.private(pages.page(request, "deliberation/poll_here.html", context))


def _too_late(request: Request, poll: Poll, why: str) -> HttpResponse:
    poll.refresh_from_db()
    messages.warning(request, _("这一次没有投出：%s") % why)
    return polls.show(request, poll, status=409)


def _cast(
    request: Request, poll: Poll, form: forms.BallotForm, options: list[queries.Choice], actor: Actor, place: Place
) -> HttpResponse:  # fmt: skip
    """What was confirmed too long ago, or not in these words, is read and confirmed again."""
    try:
        receipt = services.cast_secretly(
            poll, said=form.said(), code=request.POST.get("code", ""), actor=actor, at=request.at
        )
    except (moves.NotAllowed, moves.Stale):
        raise
    except moves.Refused as refused:
        return _confirm(request, poll, form, options, actor, place, why=str(refused))
    context = {"poll": poll, "receipt": receipt, "place": place}
    return pages.page(request, "deliberation/poll_voted.html", context)


def _confirm(
    request: Request, poll: Poll, form: forms.BallotForm, options: list[queries.Choice], actor: Actor, place: Place,
    why: str = "",
) -> HttpResponse:  # fmt: skip
    first = services.confirm_ballot(poll, said=form.said(), actor=actor, at=request.at)
    read = queries.spelled(queries.content_of(form.said()), {o.key: o.label for o in options})
    context = {"poll": poll, "form": form, "code": first.code, "read": read, "why": why, "place": place}
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
    """Is my ballot there, and as I cast it?"""
    poll = polls.find(request, pk, "recount", *COUNTED)
    context = {"poll": poll, "trail": polls.trail(poll, _("核对我的票")), **checked(request, poll)}
    return pages.page(request, "deliberation/poll_check.html", context)


def checked(request: Request, poll: Poll) -> dict[str, Any]:
    """What the receipt that was sent finds. It alone asks; it is not written down who asked."""
    form = forms.ReceiptForm(request.POST or None)
    asked = form.is_bound and form.is_valid()
    found = queries.slip_of(poll, form.cleaned_data["receipt"]) if asked else None
    labels = {o.key: o.label for o in queries.choices(poll)}
    read = queries.spelled(found.content, labels) if found else ""
    return {"receipt_form": form, "asked": asked, "found": found, "read": read}
