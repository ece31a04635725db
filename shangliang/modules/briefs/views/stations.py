"""信息站: where special informants collect what people say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, moves
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.briefs import forms, queries, services
from shangliang.modules.briefs.models import Brief, Informant, Station
from shangliang.modules.briefs.views.common import (
    Request,
    desks,
    may,
    must,
    one_form,
    reached,
    tabs,
    token,
    within,
)


@require_GET
def listing(request: Request) -> HttpResponse:
    """Every station one may see, with what came from it this year; ?format=csv."""
    year = calendar.day_of(request.at).year
    lines = queries.stations(within(request, Station), year=year)
    if request.GET.get("format") == "csv":
        headings = [
            _("信息站"), _("属于"), _("地点"), _("联系人"), _("特邀信息员"), _("收到"), _("印发"), _("采用"), _("状态"),
        ]  # fmt: skip
        table = [
            (
                x.station.name, x.station.unit.short, x.station.place, x.station.contact.name, x.informants, x.received,
                x.issued, x.adopted, moves.label_of(x.station),
            )
            for x in lines
        ]  # fmt: skip
        return pages.csv_response(table, headings, "stations.csv")
    context = {
        "tabs": tabs(request, "stations"), "lines": lines, "year": year, "can_open": bool(desks(request, "secretary")),
    }  # fmt: skip
    return pages.page(request, "briefs/stations.html", context)


def _station(request: Request, pk: int) -> Station:
    return pages.find(Station, request.actor, "view", "unit", "contact", pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    return _page(request, _station(request, pk))


def _page(request: Request, station: Station, status: int = 200, form: Any = None) -> HttpResponse:
    allowed = may(request, station, "edit", "report")
    runs = "edit" in allowed
    briefs = reached(request, Brief).filter(station=station).exclude(state__in=["draft", "withdrawn"])
    year = calendar.day_of(request.at).year
    context = {
        "station": station, "may": allowed, "year": year,
        "line": queries.stations(Station.objects.filter(pk=station.pk), year=year)[0],
        "informants": list(station.informants.select_related("person").order_by("until", "pk")) if allowed else [],
        "slice": pages.keyset(request, queries.rows(briefs)),
        "options": moves.options(station, actor=request.actor, at=request.at),
        "entries": journal.story("info_station", station.pk) if runs else [],
        "form": form or (forms.InformantForm(_people(request, station.unit.path)) if runs else None),
    }  # fmt: skip
    return pages.page(request, "briefs/station.html", context, status=status)


def _people(request: Request, path: str) -> Any:
    return queries.officers(path, on=calendar.day_of(request.at))


def new(request: Request) -> HttpResponse:
    units = desks(request, "secretary")
    if not units:
        raise moves.NotAllowed(_("信息站由政协办设立"))
    first = {"unit": units[0], "opened_on": calendar.day_of(request.at)}
    form = forms.StationForm(
        _people(request, units[0].path), request.POST or None, units=units, initial=first
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        station = services.open_station(
            data.pop("unit"), **data, actor=request.actor, at=request.at, token=token(request)
        )
        messages.success(request, _("信息站已设立"))
        return pages.see_other(station)
    return one_form(request, form, _("设立信息站"), _("设立"), reverse("briefs:stations"))


def edit(request: Request, pk: int) -> HttpResponse:
    station = _station(request, pk)
    must(request, station, "edit")
    first = {name: getattr(station, name) for name in ("name", "place", "about", "contact")}
    form = rewriting(
        forms.StationForm(_people(request, station.unit.path), request.POST or None, initial=first)
    )
    if request.method == "POST" and form.is_valid():
        services.edit_station(station, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已保存"))
        return pages.see_other(station)
    return one_form(request, form, _("修改信息站"), _("保存"), station.get_absolute_url())


@require_POST
def appoint(request: Request, pk: int) -> HttpResponse:
    station = _station(request, pk)
    must(request, station, "edit")
    form = forms.InformantForm(_people(request, station.unit.path), request.POST)
    if not form.is_valid():
        return _page(request, station, 422, form)
    services.appoint(station, **form.cleaned_data, actor=request.actor, at=request.at, token=token(request))
    messages.success(request, _("已聘任"))
    return pages.see_other(station)


def contacts(request: Request, pk: int) -> HttpResponse:
    station = _station(request, pk)
    must(request, station, "read_contact")
    form = forms.WhyForm(request.POST or None)
    shown: list[Any] = []
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["note"]
        shown = services.read_informants(station, why=why, actor=request.actor, at=request.at)
    return one_form(request, form, _("查看联系方式"), _("查看"), station.get_absolute_url(), contacts=shown)


@require_POST
def dismiss(request: Request, pk: int) -> HttpResponse:
    informant = Informant.objects.select_related("station").filter(pk=pk).first()
    if informant is None:
        raise Http404
    station = _station(request, informant.station_id)
    services.dismiss(informant, actor=request.actor, at=request.at)
    messages.success(request, _("已解聘；以前报送的信息都在"))
    return pages.see_other(station)
