"""The office's hand: edit beside the original, review, not take up; one made of several."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shangliang.kernel import moves
from shangliang.kernel.text import whole
from shangliang.look import pages
from shangliang.modules.briefs import forms, queries, services
from shangliang.modules.briefs.flow import length, longest
from shangliang.modules.briefs.models import Brief
from shangliang.modules.briefs.views.common import (
    Request,
    desks,
    found,
    must,
    one_form,
    reached,
    tabs,
    token,
    within,
)


def edit(request: Request, pk: int) -> HttpResponse:
    """The original on the left, the office's words on the right; what changed so far below."""
    brief = found(request, pk)
    must(request, brief, "edit")
    text, newest = queries.text_of(brief), brief.versions.first()
    first = {
        "title": text.title, "situation": text.situation, "advice": text.advice,
        "seen": newest.number if newest else None,
    }  # fmt: skip
    form = forms.EditForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        services.edit(brief, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已存为新的一稿；原稿没有动"))
        return pages.see_other(brief)
    if brief.state not in {"submitted", "edited"}:
        raise moves.Stale(
            _("现在的状态是“%s”，不能编辑") % moves.label_of(brief), state=moves.label_of(brief)
        )
    context = {
        "brief": brief, "form": form, "original": brief.original,
        "changes": queries.changes(brief.original, brief.edition) if brief.original and brief.edition else [],
        "most": longest(brief.unit.path, request.at, composite=brief.composite),
        "now_long": length(text.title, text.situation, text.advice),
    }  # fmt: skip
    return pages.page(request, "briefs/edit.html", context, status=422 if form.errors else 200)


@require_POST
def review(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    note, seen = request.POST.get("note", "")[:1000], whole(request.POST.get("seen", ""))
    services.review(brief, note=note, seen=seen, actor=request.actor, at=request.at)
    messages.success(request, _("核稿通过，等签发"))
    return pages.see_other(brief)


def reject(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    must(request, brief, "reject")
    form = forms.RejectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.reject(brief, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已留存，反映人会收到理由"))
        return pages.see_other(brief)
    lead = _("不采用的信息留存在信息库里，以后可以重新启用或并入综合稿。")
    return one_form(
        request, form, _("不采用"), _("不采用并告知"), brief.get_absolute_url(), brief=brief, lead=lead
    )


def compose(request: Request) -> HttpResponse:
    """First tick what goes in and number it, then write: the words of all stand joined in the form."""
    units = desks(request, "secretary")
    if not units:
        raise moves.NotAllowed(_("综合稿由政协办编写"))
    unit = next((u for u in units if str(u.pk) == request.GET.get("unit")), units[0])
    held = _picked(request)
    if request.method == "POST" and not held:
        raise moves.Refused(_("综合稿至少由两篇信息合成"))
    if request.method != "POST" and len(held) < 2:
        rows = queries.mergeable(within(request, Brief, "merge").filter(unit=unit))
        if words := request.GET.get("q", "")[:60]:
            rows = rows.filter(title__icontains=words)
        context = {
            "tabs": tabs(request, "compose"), "slice": pages.keyset(request, rows, 40), "units": units,
            "unit": unit, "q": request.GET.get("q", ""), "few": "pick" in request.GET,
        }  # fmt: skip
        return pages.page(request, "briefs/pick.html", context)
    return _compose(request, held)


def _picked(request: Request) -> list[Brief]:
    """The ticked ones in the order of the numbers beside them; without numbers as they stand in the list."""
    given = request.POST if request.method == "POST" else request.GET
    pks = [pk for pk in (whole(v) for v in given.getlist("pick")) if pk is not None]
    rows = queries.rows(reached(request, Brief, "merge").filter(pk__in=pks)).select_related("original")
    by_pk = {b.pk: b for b in rows}
    order = {pk: (whole(given.get(f"place-{pk}", "")) or 999, n) for n, pk in enumerate(pks)}
    return [by_pk[pk] for pk in sorted(dict.fromkeys(pks), key=order.__getitem__) if pk in by_pk]


def _compose(request: Request, held: list[Brief]) -> HttpResponse:
    first = {
        "title": held[0].title, "situation": services.joined(held, part="situation", edited=True),
        "advice": services.joined(held, part="advice", edited=True),
    }  # fmt: skip
    form = forms.ComposeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        brief = services.compose(
            held[0].unit,
            **form.cleaned_data,
            sources=held,
            actor=request.actor,
            at=request.at,
            token=token(request),
        )
        messages.success(request, _("综合稿已编成，等另一位同志核稿；各篇反映人会收到通知"))
        return pages.see_other(brief)
    context = {
        "form": form, "held": held, "most": longest(held[0].unit.path, request.at, composite=True),
        "now_long": length(*(str(form[name].value() or "") for name in ("title", "situation", "advice"))),
    }  # fmt: skip
    return pages.page(request, "briefs/compose.html", context, status=422 if form.errors else 200)


def release(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    must(request, brief, "release")
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.release(brief, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已移出综合稿，重新审查"))
        return pages.see_other(brief)
    return one_form(request, form, _("移出综合稿"), _("移出"), brief.get_absolute_url(), brief=brief)


def dissolve(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    must(request, brief, "dissolve")
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.dissolve(brief, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("综合稿已撤销，原稿各自退回审查"))
        return pages.see_other(reverse("briefs:desk"))
    warn = _("撤销后不能恢复；各篇原稿退回“待审查”，时限重新计算。")
    return one_form(
        request, form, _("撤销综合稿"), _("撤销"), brief.get_absolute_url(), brief=brief, warn=warn
    )
