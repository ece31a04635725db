"""A brief is drafted, changed, handed in; others sign with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shangliang.kernel import calendar, moves
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.briefs import forms, queries, services
from shangliang.modules.briefs.flow import length, longest
from shangliang.modules.briefs.models import Author, Brief, Station
from shangliang.modules.briefs.views.common import (
    Request,
    found,
    must,
    offices,
    tabs,
    token,
    within,
)
from shangliang.modules.org import queries as org
from shangliang.modules.people.models import Person

S = Brief.Source
# What somebody in this role can truly say about where it comes from; the first is offered first.
SOURCES = {
    "member": (S.MEMBER, S.COMMITTEE, S.PARTY, S.PUBLIC),
    "convener": (S.PARTY, S.COMMITTEE, S.MEMBER, S.OTHER),
    "grid": (S.GRID, S.PUBLIC),
    "secretary": (S.COMMITTEE, S.LOWER, S.PUBLIC, S.PARTY, S.INFORMANT, S.STATION, S.OTHER),
}


def new(request: Request) -> HttpResponse:
    units = offices(request)
    stations = list(within(request, Station, "report").filter(state="open").select_related("unit"))
    units += [s.unit for s in stations if s.unit not in units]
    if not units:
        raise moves.NotAllowed(_("您现在不能报送信息"))
    form = forms.DraftForm(
        org.fields(units[0].path), _people(units[0].path, request), request.POST or None, units=units,
        sources=_sources(request, bool(stations)), stations=stations,
        initial={"unit": units[0], "open_ok": True, "proxy": request.actor.roles == {"secretary", "public"}},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        brief = services.draft(
            data["unit"], words=_words(data), source=data["source"], writers=_writers(request, data),
            station=data.get("station"), actor=request.actor, at=request.at, token=token(request),
        )  # fmt: skip
        messages.success(request, _("已存为草稿；核对后请报送"))
        return pages.see_other(brief)
    return _page(request, form, _("写一篇信息"), reverse("briefs:mine"), units[0])


def write(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    must(request, brief, "write", "draft")
    authors = list(brief.authors.select_related("person").order_by("place"))
    form = forms.DraftForm(
        org.fields(brief.unit.path), _people(brief.unit.path, request), request.POST or None,
        sources=_sources(request, brief.station_id is not None, brief.source), initial=_first(brief, authors),
    )  # fmt: skip
    form = rewriting(form)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.write(
            brief, words=_words(data), source=data["source"], writers=_writers(request, data, brief),
            actor=request.actor, at=request.at,
        )  # fmt: skip
        messages.success(request, _("已保存"))
        return pages.see_other(brief)
    return _page(request, form, _("修改草稿"), brief.get_absolute_url(), brief.unit)


def _page(request: Request, form: Any, title: str, back: str, unit: Any) -> HttpResponse:
    most = longest(unit.path, request.at, composite=False)
    now = length(*(str(form[name].value() or "") for name in ("title", "situation", "advice")))
    context = {
        "tabs": tabs(request, "mine"), "form": form, "title": title, "back": back, "most": most, "now_long": now,
    }  # fmt: skip
    return pages.page(request, "briefs/write.html", context, status=422 if form.errors else 200)


def _people(path: str, request: Request) -> Any:
    others = queries.cosigners(path, on=calendar.day_of(request.at))
    return others.exclude(pk=request.actor.person_id)


def _sources(request: Request, station: bool, kept: str = "") -> list[tuple[str, Any]]:
    able = [s for role, held in SOURCES.items() if role in request.actor.roles for s in held]
    able += [S.INFORMANT, S.STATION] if station else []
    able += [S(kept)] if kept else []
    return [(str(s), s.label) for s in dict.fromkeys(able)]


def _words(data: dict[str, Any]) -> services.Words:
    names = ("title", "situation", "advice", "field", "sudden", "sensitive", "open_ok", "open_reason")
    return services.Words(**{name: data[name] for name in names})


def _writers(request: Request, data: dict[str, Any], brief: Brief | None = None) -> list[services.Writer]:
    """Whoever drafts reports first, unless she only types for others."""
    drafter = brief.drafter if brief else Person.objects.get(pk=request.actor.person)
    own = [] if data["proxy"] else [services.Writer(drafter)]
    inside = [services.Writer(p) for p in data["cosigners"] if p.pk != drafter.pk]
    outside = [services.Writer(name=name, contact=contact) for name, contact in data["outside"]]
    return [*own, *outside, *inside] if data["proxy"] and outside else [*own, *inside, *outside]


def _first(brief: Brief, authors: list[Author]) -> dict[str, Any]:
    names = (
        "title",
        "situation",
        "advice",
        "field",
        "sudden",
        "sensitive",
        "open_ok",
        "open_reason",
        "source",
    )
    others = [a for a in authors if a.person_id not in (None, brief.drafter_id)]
    outside = [a for a in authors if a.person_id is None]
    return {
        **{name: getattr(brief, name) for name in names},
        "proxy": all(a.person_id != brief.drafter_id for a in authors),
        "cosigners": "、".join(a.name for a in others),
        "outside": "\n".join(f"{a.name}，{a.contact}" if a.contact else a.name for a in outside),
    }


@require_POST
def submit(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    services.submit(brief, actor=request.actor, at=request.at)
    messages.success(request, _("已报送；每一步办理都会告诉您"))
    return pages.see_other(brief)


@require_POST
def cosign(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    agrees = request.POST.get("agrees") == "1"
    services.answer_invitation(brief, agrees=agrees, actor=request.actor, at=request.at)
    messages.success(request, _("已联名") if agrees else _("已告诉对方您不参加联名"))
    return pages.see_other(brief if agrees else reverse("briefs:mine"))
