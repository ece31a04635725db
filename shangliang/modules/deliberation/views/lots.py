"""抽签 on the desk: find, permit, parse, act."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import journal, moves
from shangliang.look import answers, pages
from shangliang.modules.deliberation import queries, services
from shangliang.modules.deliberation.forms import DrawForm, DrawSeedForm, SealForm
from shangliang.modules.deliberation.models import Draw
from shangliang.modules.deliberation.views.boards import Request, back
from shangliang.modules.topics.models import Topic


def _find(request: Request, pk: int, verb: str = "view") -> Draw:
    draw = pages.find(Draw, request.actor, "view", "unit", "topic", "gathering", pk=pk)
    if verb != "view":
        moves.must(draw, verb, actor=request.actor)
    return draw


@require_GET
def draws(request: Request) -> HttpResponse:
    rows = answers.reachable(request, Draw).select_related("unit")
    context = {"slice": pages.keyset(request, rows), "may_plan": queries.units_of(request.actor).exists()}
    return pages.page(request, "deliberation/draws.html", context)


def draw_new(request: Request) -> HttpResponse:
    units = queries.units_of(request.actor)
    if not units:
        raise moves.NotAllowed(_("抽签由政协办公室或本次协商的召集人准备"))
    topics = answers.reachable(request, Topic).exclude(state__in=["merged", "not_taken", "passed_on"])
    form = DrawForm(
        request.POST or None, request.FILES or None, units=units, topics=topics.order_by("-pk"),
        initial={"token": uuid.uuid4().hex, "unit": units[0]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            draw = services.plan_draw(data.pop("unit"), **data, actor=request.actor, at=request.at)
        except moves.Refused as refused:
            if isinstance(refused, moves.NotAllowed | moves.Stale):
                raise
            form.add_error(None, list(refused.reasons))
        else:
            return back(request, draw, _("签表已做好，看一看再公布封印"))
    context = {
        "form": form, "title": _("准备抽签"), "button": _("做签表"), "crumb": None, "files": True,
        "lead": _("按名额要求抽人，人人机会尽量均等。先公布封印，再等公开的种子，谁拿着名单都能重抽一遍。"),
    }  # fmt: skip
    return pages.page(request, "deliberation/draw_form.html", context, status=422 if form.errors else 200)


@require_GET
def draw(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    may = moves.kind_of(found).policy.which(request.actor, ["inside", *moves.steps(found)], found)
    context = {
        "draw": found, "face": queries.face_of_draw(found), "may": may,
        "options": moves.options(found, actor=request.actor, at=request.at, may=may),
        "entries": journal.story("draw", pk),
    }  # fmt: skip
    return pages.page(request, "deliberation/draw.html", context)


def draw_seal(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk, "seal")
    form = SealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.announce(found, **form.cleaned_data, actor=request.actor, at=request.at)
        return back(request, found, _("封印已公布"))
    context = {
        "form": form, "title": _("公布封印"), "button": _("公布"), "crumb": found, "files": False,
        "lead": _("封印：%s") % found.seal, "warn": _("公布以后，签表、名单和种子来源都不能再改。"),
    }  # fmt: skip
    return pages.page(request, "deliberation/draw_form.html", context, status=422 if form.errors else 200)


def draw_seed(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk, "draw")
    form = DrawSeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        drawn = services.draw_lots(found, **form.cleaned_data, actor=request.actor, at=request.at)
        return back(request, found, _("已抽出 %d 人") % len(drawn))
    context = {
        "form": form, "title": _("用种子抽签"), "button": _("抽签"), "crumb": found, "files": False,
        "lead": _("种子来源：%s") % found.source, "warn": _("同一个种子永远抽出同样的人，抽了不能重来。"),
    }  # fmt: skip
    return pages.page(request, "deliberation/draw_form.html", context, status=422 if form.errors else 200)


@require_GET
def draw_file(request: Request, pk: int, what: str) -> HttpResponse:
    """The pool and the panel with all their columns: for the institution only."""
    found = _find(request, pk, "inside")
    if what == "panel" and found.state != "drawn":
        raise Http404
    content = {"pool": found.pool, "quotas": found.quotas, "panel": queries.panel_csv(found)}.get(what)
    if content is None:
        raise Http404
    return pages.download(content.encode("utf-8-sig"), f"{what}-{pk}.csv", "text/csv; charset=utf-8")
