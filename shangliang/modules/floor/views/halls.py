"""会场页: what everybody has in her hand while the meeting sits; with an account, or with a pass from the sign-in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.look import pages, words
from shangliang.modules.floor import forms, queries, services
from shangliang.modules.floor.models import WAITING, Floor, LiveQuestion, Speech
from shangliang.modules.floor.views.common import Request, among, shown
from shangliang.modules.floor.views.pieces import pieces
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings.models import Participant


@login_not_required
@require_GET
def enter(request: Request, carried: str) -> HttpResponse:
    """From the sign-in page into the hall: this device keeps who its bearer is."""
    guest = gatherings.holder_of(carried)
    if guest is None:
        return pages.page(request, "floor/stranger.html", {"g": None}, status=404)
    response = redirect("floor:hall", guest.gathering.sign_in_code)
    response.set_cookie(
        gatherings.PASS, carried, max_age=gatherings.PASS_LASTS, httponly=True, samesite="Lax",
        secure=request.is_secure(), path="/desk/",
    )  # fmt: skip
    return response


def _who(request: Request, floor: Floor) -> tuple[Actor, Participant | None]:
    """Who this is in the room: somebody signed in who is on the list or runs it, or the holder of a pass."""
    me = queries.me_in(floor, request.actor)
    if me is not None:
        return request.actor, me
    guest = gatherings.holder_of(request.COOKIES.get(gatherings.PASS, ""))
    if guest is not None and guest.gathering_id == floor.gathering_id:
        return gatherings.guest_actor(guest), guest
    return request.actor, None


def _room(request: Request, code: str) -> tuple[Floor, Actor, Participant | None]:
    """The room by its code, for those who are in it; 404 for all others."""
    floor = queries.room_by_code(code)
    if floor is None:
        raise Http404
    actor, me = _who(request, floor)
    if not moves.kind_of(floor).policy.may(actor, "view", floor):
        raise Http404
    return floor, actor, me


def _mine(request: Request, code: str) -> tuple[Floor, Actor, Participant]:
    floor, actor, me = _room(request, code)
    if me is None:
        raise moves.NotAllowed(_("请先签到，再进会场"))
    return floor, actor, me


@login_not_required
@require_GET
def hall(request: Request, code: str) -> HttpResponse:
    floor = queries.room_by_code(code)
    actor, me = _who(request, floor) if floor else (request.actor, None)
    if floor is None or not moves.kind_of(floor).policy.may(actor, "view", floor):
        door = gatherings.door(code)
        return pages.page(request, "floor/stranger.html", {"g": door, "room_open": floor}, status=404)
    context = _own(request, floor, me)
    more = {
        "pieces": pieces(context["hall"]),
        "live_room": queries.ticket(floor),
        "supported": _supported(floor, me),
    }
    return pages.page(request, "floor/hall.html", {**context, **more})


@login_not_required
@require_GET
def mine(request: Request, code: str, part: str) -> HttpResponse:
    """What is hers on that page, fetched anew when it changes: `line` or `asked`."""
    floor, _actor, me = _mine(request, code)
    if part not in {"line", "asked"}:
        raise Http404
    return pages.page(request, f"floor/hall_{part}.html", _own(request, floor, me))


def _own(request: Request, floor: Floor, me: Participant | None) -> dict[str, Any]:
    """The room as one person finds it."""
    now = queries.hall(floor, at=request.at)
    return {
        "floor": floor, "g": floor.gathering, "hall": now, "me": me, "shown": shown, "fresh": words.token(),
        "place": _place(now, me), "waits": _waits(now, me), "account": request.actor.person_id is not None,
        "asked": _asked(floor, me),
    }  # fmt: skip


def _place(now: queries.Hall, me: Participant | None) -> int:
    """Which place in the line; 0 for none."""
    mine = [p.place for p in now.line.now + now.line.later if me and p.speech.participant_id == me.pk]
    return min(mine, default=0)


def _waits(now: queries.Hall, me: Participant | None) -> list[Speech]:
    every = [*now.line.now, *now.line.later, *now.line.orders]
    return [p.speech for p in every if me and p.speech.participant_id == me.pk and p.speech.state in WAITING]


def _supported(floor: Floor, me: Participant | None) -> list[int]:
    if me is None:
        return []
    return list(floor.questions.filter(supports__participant=me).values_list("pk", flat=True))


def _asked(floor: Floor, me: Participant | None) -> list[LiveQuestion]:
    if me is None:
        return []
    return list(floor.questions.filter(participant=me).select_related("answerer", "answered_by", "unit"))


def _back(request: Request, floor: Floor, said: Any, part: str) -> HttpResponse:
    to = reverse("floor:hall", args=[floor.gathering.sign_in_code])
    return pages.done(request, f"{to}#{part}", said)


@login_not_required
@require_POST
def ask(request: Request, code: str) -> HttpResponse:
    """要求发言."""
    floor, actor, me = _mine(request, code)
    form = forms.WishForm(request.POST, floor=floor)
    if not form.is_valid():
        raise moves.Refused(*[said for _id, _label, said in pages.form_errors(form)])
    speech = services.ask_to_speak(floor, participant=me, **form.wish(), actor=actor, at=request.at)
    order = speech.kind == Speech.Kind.ORDER
    said = _("程序动议已提出，等主持人裁定") if order else _("已排队，轮到时会请您")
    return _back(request, floor, said, "line")


@login_not_required
@require_POST
def withdraw(request: Request, code: str, speech: int) -> HttpResponse:
    floor, actor, me = _mine(request, code)
    row = among(floor.speeches.select_related("unit", "participant"), pk=speech, participant=me)
    services.withdraw(row, actor=actor, at=request.at)
    return _back(request, floor, _("已撤回"), "line")


@login_not_required
@require_POST
def put(request: Request, code: str) -> HttpResponse:
    floor, actor, me = _mine(request, code)
    form = forms.QuestionForm(request.POST)
    if not form.is_valid():
        raise moves.Refused(*[said for _id, _label, said in pages.form_errors(form)])
    made = services.put(floor, participant=me, **form.cleaned_data, actor=actor, at=request.at)
    waits = made.state == "waiting"
    said = _("问题已交上去，看过就展示") if waits else _("问题已展示，第 %d 问") % made.number
    return _back(request, floor, said, "questions")


@login_not_required
@require_POST
def support(request: Request, code: str) -> HttpResponse:
    """One's support for a question, or taken back (`back`). The page's own script needs no page after it."""
    floor, actor, me = _mine(request, code)
    wanted, back = request.POST.get("question", ""), request.POST.get("back", "")
    number = wanted or back
    known = floor.questions.select_related("unit", "floor__gathering", "floor__unit")
    row = among(known, pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    if wanted:
        services.support(row, participant=me, actor=actor, at=request.at)
    else:
        services.unsupport(row, participant=me, actor=actor, at=request.at)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return _back(request, floor, _("已支持") if wanted else _("已收回支持"), "questions")


@login_not_required
@require_POST
def take_back(request: Request, code: str, question: int) -> HttpResponse:
    floor, actor, me = _mine(request, code)
    row = among(floor.questions.select_related("unit"), pk=question, participant=me)
    services.take_back(row, actor=actor, at=request.at)
    return _back(request, floor, _("问题已撤回"), "questions")
