"""议事板 in public: answer statements one at a time, see the map, read what was hidden and why, check one's answers.

Without an account a device is one head: its blind mark is kept, nothing else of it.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import moves, text
from shangliang.look import answers, maps, pages
from shangliang.modules.deliberation import forms, queries, services
from shangliang.modules.deliberation.models import Board, Statement, Voter
from shangliang.surfaces.portal import devices

Request = Any
VALUES = {"agree": 1, "pass": 0, "disagree": -1}
PUT_OFF = 5  # statements that "later" keeps away for now


def _find(request: Request, pk: int) -> Board:
    return pages.find(Board, request.actor, "view", "unit", "topic", "gathering", pk=pk)


def _head(request: Request) -> str:
    """The blind mark of this device; empty for somebody who has signed in."""
    return "" if request.actor.person_id else services.head_of(devices.mark_of(request))


def _voter(request: Request, board: Board) -> Voter | None:
    if (me := request.actor.person_id) is not None:
        return board.heads.filter(person=me).first()
    return board.heads.filter(head=_head(request)).first() if devices.known(request) else None


def _ticket(request: Request, voter: Voter | None, may: Any) -> str:
    """For the live process; who has not answered on this board yet has none, and sends the plain form."""
    return services.ticket(voter, at=request.at) if voter and "vote" in may else ""


def _own(response: HttpResponse) -> HttpResponse:
    """What stands on it is for this device alone."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _back(request: Request, address: str) -> HttpResponse:
    response = redirect(address)
    response.status_code = 303
    return devices.remember(request, response)


@require_GET
def boards(request: Request) -> HttpResponse:
    found = queries.listed(answers.reachable(request, Board).exclude(state__in=["draft", "dropped"]))
    return pages.page(request, "portal/boards.html", {"slice": pages.keyset(request, found, 20)})


@require_GET
def board(request: Request, pk: int) -> HttpResponse:
    """One statement at a time, on a phone first of all."""
    found = _find(request, pk)
    may = moves.kind_of(found).policy.which(request.actor, ["vote", "say"], found)
    voter = _voter(request, found)
    put_off = [n for v in request.GET.getlist("later") if (n := text.whole(v)) is not None][-PUT_OFF:]
    whose = str(voter.pk) if voter else devices.mark_of(request)
    context = {
        "board": found,
        "may": may,
        "turn": queries.turn(found, voter, head=whose, skip=put_off) if "vote" in may else None,
        "token": uuid.uuid4(),
        "ticket": _ticket(request, voter, may),
        "put_form": forms.PutForm(initial={"token": uuid.uuid4().hex}),
        "mine": queries.said_by(found, person_id=request.actor.person_id, head=_head(request)),
        "put_off": put_off,
    }
    return devices.remember(request, _own(pages.page(request, "portal/board.html", context)))


@require_POST
def cast(request: Request, pk: int) -> HttpResponse:
    """One answer. The same form sent twice is one answer; the page that follows shows the next statement."""
    found = _find(request, pk)
    which, value = text.whole(request.POST.get("statement", "")), VALUES.get(request.POST.get("value", ""))
    statement, token = found.statements.filter(pk=which or 0).first(), _token(request)
    if statement is None or value is None or token is None:
        raise moves.Refused(_("这次表态没有写全，请回到议事板再按一次"))
    statement.board = found
    services.cast(
        statement, value=value, token=token, actor=request.actor, at=request.at, head=_head(request)
    )
    stay = "stay" in request.POST
    return _back(
        request, reverse("portal:statement", args=[pk, statement.number]) if stay else found.public_url()
    )


def _token(request: Request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return None


def put(request: Request, pk: int) -> HttpResponse:
    """A statement of one's own."""
    found = _find(request, pk)
    moves.must(found, "say", actor=request.actor)
    form = forms.PutForm(request.POST or None, initial={"token": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        made = services.put(
            found, **form.cleaned_data, actor=request.actor, at=request.at, head=_head(request)
        )
        shown = made.state == "shown"
        messages.success(
            request, _("已发布，大家可以表态了") if shown else _("已收到，审看后发布；不展示的会公开理由")
        )
        return _back(request, found.public_url())
    context = {"board": found, "form": form}
    return pages.page(request, "portal/board_put.html", context, status=422 if form.errors else 200)


@require_GET
def opinion_map(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    voter = _voter(request, found)
    face = queries.face_of(found, voter_id=voter.pk if voter else None)
    chosen = text.whole(request.GET.get("statement", ""))
    lit = next((r for r in face.rows if r.statement.pk == chosen), None)
    said = queries.coloured(found, lit.statement, face) if lit else []
    picture = maps.picture(face.points, face.hulls, me=face.me, answers=said) if face.chart else None
    context = {"board": found, "face": face, "lit": lit, "picture": picture}
    return pages.page(request, "portal/board_map.html", context)


@require_GET
def statements(request: Request, pk: int) -> HttpResponse:
    """Everything that was let in, and the open trace of what is hidden."""
    found = _find(request, pk)
    context = {
        "board": found,
        "lines": [s for s in queries.statement_lines(found) if s.state != "hidden"],
        "traces": queries.traces(found),
        "counts": queries.tallies(found),
    }
    return pages.page(request, "portal/board_statements.html", context)


def statement(request: Request, pk: int, number: int) -> HttpResponse:
    """One statement with the reasons under it; who may, adds one."""
    found = _find(request, pk)
    one: Statement | None = found.statements.filter(number=number).exclude(state="waiting").first()
    if one is None:
        raise Http404
    one.board = found
    may = moves.kind_of(found).policy.which(request.actor, ["vote", "say"], found)
    voter = _voter(request, found)
    form = forms.ReasonForm(
        request.POST or None, statement=one, initial={"token": uuid.uuid4().hex, "side": "for"}
    )
    if request.method == "POST":
        moves.must(found, "say", actor=request.actor)
        if form.is_valid():
            services.reason(one, **form.cleaned_data, actor=request.actor, at=request.at, head=_head(request))
            messages.success(request, _("已收到") if found.screened else _("已发布"))
            return _back(request, reverse("portal:statement", args=[pk, number]) + "#reasons")
    context = {
        "board": found, "s": one, "reasons": queries.reasons_of(one), "form": form, "may": may,
        "count": queries.tallies(found).get(one.pk, (0, 0, 0)), "token": uuid.uuid4(),
        "my": queries.answers_of(voter).get(one.pk), "ticket": _ticket(request, voter, may),
    }  # fmt: skip
    return _own(pages.page(request, "portal/statement.html", context, status=422 if form.errors else 200))


@require_GET
def mine(request: Request, pk: int) -> HttpResponse:
    """One's own answers, each with the way from it to the journal."""
    found = _find(request, pk)
    voter = _voter(request, found)
    context = {"board": found, "receipts": queries.receipts(voter) if voter else []}
    return _own(pages.page(request, "portal/board_mine.html", context))


@require_GET
def seals(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    return pages.page(
        request, "portal/board_seals.html", {"board": found, "seals": list(found.seals.order_by("-number"))}
    )


@require_GET
def leaves(request: Request, pk: int, number: int) -> HttpResponse:
    """The leaves under one seal, a line each in hexadecimal: they say nothing about anybody."""
    seal = _find(request, pk).seals.filter(number=number).first()
    if seal is None:
        raise Http404
    lines = "".join(f"{leaf.hex()}\n" for leaf in queries.leaves(seal))
    response = HttpResponse(lines, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename=board-{pk}-seal-{number}.txt"
    return response
