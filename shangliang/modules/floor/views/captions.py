"""The stenographer's page, and the record of all lines."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import moves
from shangliang.look import pages, words
from shangliang.modules.floor import forms, queries, services
from shangliang.modules.floor.models import Caption, Floor
from shangliang.modules.floor.views.common import Request, among, find, small, trail


def _form() -> forms.CaptionForm:
    return forms.CaptionForm(auto_id="caption_%s", initial={"token": words.token()})


@require_GET
def captions(request: Request, pk: int) -> HttpResponse:
    floor = find(request, pk)
    may = pages.may(request, floor, "caption", "correct_caption")
    context: dict[str, Any] = {
        "floor": floor, "g": floor.gathering, "lines": queries.captions(floor), "may": may, "caption_form": _form(),
        "crumbs": trail(floor, _("字幕")), "live_room": queries.ticket(floor),
    }  # fmt: skip
    part = request.GET.get("part") == "lines"
    return pages.page(request, "floor/captions_lines.html" if part else "floor/captions.html", context)


@require_POST
def add(request: Request, pk: int) -> HttpResponse:
    """One more line; the entry comes back empty, ready for the next."""
    floor = find(request, pk, "caption")
    form = forms.CaptionForm(request.POST, auto_id="caption_%s")
    if form.is_valid():
        services.caption(floor, **form.cleaned_data, actor=request.actor, at=request.at)
        form = _form()
    elif not request.htmx:
        raise moves.Refused(*[said for _id, _label, said in pages.form_errors(form)])
    if request.htmx:
        context = {"floor": floor, "caption_form": form, "renewed": True}
        return pages.page(request, "floor/captions_entry.html", context, status=422 if form.errors else 200)
    return pages.see_other(reverse("floor:captions", args=[pk]))


def correct(request: Request, pk: int) -> HttpResponse:
    """Put a line right; what stood there stays in the record."""
    reached = moves.kind_of(Floor).policy.reachable(request.actor, "view", Floor.objects.all())
    row = among(
        Caption.objects.filter(corrects=None, floor__in=reached).select_related(
            "floor__unit", "floor__gathering__unit"
        ),
        pk=pk,
    )
    moves.must(row.floor, "correct_caption", actor=request.actor)
    first = {"text": queries.read(row).text, "token": words.token()}
    form = forms.CaptionForm(request.POST or None, initial=first)
    back = reverse("floor:captions", args=[row.floor_id])
    if request.method == "POST" and form.is_valid():
        services.correct_caption(row, **form.cleaned_data, actor=request.actor, at=request.at)
        return pages.done(request, back, _("已更正，原来的一行留在记录里"))
    return small(request, row.floor, form, title=_("更正字幕"), button=_("更正"), back=back)
