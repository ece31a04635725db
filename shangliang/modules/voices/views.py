"""The desk's pages of voices. The public's pages are in surfaces/portal."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, loop, moves
from shangliang.look import doors, pages, shapes
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.voices import forms, queries, services
from shangliang.modules.voices.flow import VOICE
from shangliang.modules.voices.models import Call, Voice

Request = Any
EXPORTED = 5000  # rows of a table that is taken along


def home_path(request: Request, role: str) -> str:
    """The path of the highest unit where this actor has the role."""
    paths = sorted((s.path for s in request.actor.seats if s.role == role), key=len)
    if not paths:
        raise moves.NotAllowed(_("您没有办理这一步的席位"))
    return paths[0]


@require_GET
def voice_list(request: Request) -> HttpResponse:
    voices = queries.board(moves.kind_of(Voice).policy.reachable(request.actor, "view", Voice.objects.all()))
    chosen = {name: request.GET.get(name, "") for name in ("state", "source")}
    for name, value in chosen.items():
        if value:
            voices = voices.filter(**{name: value})
    if request.GET.get("format") == "csv":
        rows: list[tuple[Any, ...]] = [
            (
                v.pk, v.title, v.get_source_display(), str(v.place or ""), v.place_text, calendar.day_of(v.raised_at),
                moves.label_of(v), v.me_too,
            )
            for v in voices.order_by("-pk")[:EXPORTED]
        ]  # fmt: skip
        if len(rows) == EXPORTED:
            rows.append((_("只列最新的 %d 条；更早的请按状态、来源分开导出") % EXPORTED,))
        headings = [
            _("编号"),
            _("标题"),
            _("来源"),
            _("镇村"),
            _("地点"),
            _("日期"),
            _("状态"),
            _("我也有这事"),
        ]
        return pages.csv_response(rows, headings, "voices.csv")
    context = {
        "slice": pages.keyset(request, voices), "chosen": chosen, "states": VOICE.states.values(),
        "sources": Voice.Source.choices,
    }  # fmt: skip
    return pages.page(request, "voices/list.html", context)


def _page(request: Request, voice: Voice, status: int = 200, **more: Any) -> HttpResponse:
    departments = org.departments(voice.unit.path)
    decline, pass_on, field = forms.DeclineForm(), forms.PassOnForm(), forms.FieldForm()
    pass_on.fields["lead"].queryset = departments  # type: ignore[attr-defined]
    field.fields["field"].queryset = org.fields(voice.unit.path)  # type: ignore[attr-defined]
    new_topic = doors.way_of("voice.take", voice)
    topic_links = voice.topic_links.select_related("topic__unit")
    options = moves.options(voice, actor=request.actor, at=request.at)
    context = {
        "voice": voice, "options": options, "steps": {o.move.name for o in options},
        "form_url_for": lambda verb: {"decline": "#decline", "pass_on": "#pass-on", "take": new_topic}.get(verb, ""),
        "suggestion": getattr(voice, "suggestion", None),
        "chain": loop.chain("voice", voice.pk, actor=request.actor), "entries": journal.story("voice", voice.pk),
        "letters": queries.letters(voice), "files": _files(request, voice),
        "topics": [link.topic for link in topic_links], "ratings": list(voice.ratings.all()),
        "may_contact": moves.kind_of(Voice).policy.may(request.actor, "read_contact", voice),
        "decline_form": decline, "pass_on_form": pass_on, "field_form": field,
        "contact_form": forms.ContactForm(), "contact": None, **more,
    }  # fmt: skip
    return pages.page(request, "voices/voice.html", context, status=status)


def _files(request: Request, voice: Voice) -> list[shapes.File]:
    """What came with it, for those who deal with it: a picture may show more of its raiser than the words do."""
    if not moves.kind_of(Voice).policy.may(request.actor, "oversee", voice):
        return []
    return [
        shapes.File(f.file.name, reverse("voices:file", args=[voice.pk, f.file_id]), f.file.size)
        for f in voice.files.select_related("file")
    ]


@require_GET
def file(request: Request, pk: int, file: int) -> FileResponse:
    """One attachment as a download, never shown inside the page."""
    found = pages.find(Voice, request.actor, "oversee", pk=pk)
    kept = get_object_or_404(found.files.select_related("file"), file_id=file).file
    response = FileResponse(
        kept.content.open("rb"), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_GET
def voice(request: Request, pk: int) -> HttpResponse:
    return _page(request, pages.find(Voice, request.actor, "view", "unit", "place", "field", "call", pk=pk))


@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    found = pages.find(Voice, request.actor, "view", "unit", pk=pk)
    form = forms.DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, decline_form=form)
    services.decline(found, **form.cleaned_data, actor=request.actor, at=request.at)
    messages.success(request, _("已说明理由，提出人会看到"))
    return redirect(found)


@require_POST
def contact(request: Request, pk: int) -> HttpResponse:
    """Show how to reach the raiser: to those who may, once, with the reason in the journal."""
    found = pages.find(Voice, request.actor, "view", "unit", pk=pk)
    form = forms.ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, contact_form=form)
    shown = services.read_contact(found, actor=request.actor, at=request.at, why=form.cleaned_data["why"])
    return _page(request, found, contact=shown)


@require_GET
def call_list(request: Request) -> HttpResponse:
    calls = moves.kind_of(Call).policy.reachable(
        request.actor, "view", Call.objects.select_related("unit", "brand")
    )
    return pages.page(request, "voices/calls.html", {"slice": pages.keyset(request, calls, 30)})


@require_GET
def call(request: Request, pk: int) -> HttpResponse:
    """One call as the desk sees it: what can be done with it, its code, where the public finds it."""
    found = pages.find(Call, request.actor, "view", "unit", "brand", pk=pk)
    runs = moves.kind_of(Call).policy.which(request.actor, ("open", "close", "drop"), found)
    context = {
        "call": found,
        "count": found.voices.count(),
        "options": moves.options(found, actor=request.actor, at=request.at),
        "entries": journal.story("call", found.pk) if runs else [],
    }
    return pages.page(request, "voices/call.html", context)


def call_new(request: Request) -> HttpResponse:
    path = home_path(request, "secretary")
    form = forms.CallForm(request.POST or None)
    form.fields["brand"].queryset = org.brands(path)  # type: ignore[attr-defined]
    form.fields["unit"].queryset = org.below(path).filter(kind=Unit.Kind.CPPCC)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        call = services.open_call(**form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("征集已经开始，二维码在征集页上"))
        return redirect(call)
    return pages.page(request, "voices/call_new.html", {"form": form}, status=422 if form.errors else 200)


def sheet_new(request: Request) -> HttpResponse:
    """Batch entry from paper forms: many lines on one page, kept all together or not at all."""
    path = home_path(request, "grid")
    form = forms.SheetForm(
        request.POST or None, initial={"token": uuid.uuid4().hex, "collected_on": calendar.day_of(request.at)}
    )
    lines = forms.LineFormSet(request.POST or None, prefix="line")
    longer = "longer" in request.POST
    if longer:
        form = forms.SheetForm(initial=request.POST.dict())
        lines = forms.longer(request.POST)
    form.fields["place"].queryset = org.below(path)  # type: ignore[attr-defined]
    if request.method == "POST" and not longer and form.is_valid() and lines.is_valid():
        filled = [
            services.SheetLine(
                c["title"], c["body"], c["place_text"], services.Contact(c["name"], c["phone"])
            )
            for c in (f.cleaned_data for f in lines.forms) if c
        ]  # fmt: skip
        data = form.cleaned_data
        try:
            sheet = services.type_sheet(
                queries.receiver_of(path), worker=request.user, paper_no=data["paper_no"],
                collected_on=data["collected_on"], handed_out=data["handed_out"] or 0, place=data["place"],
                token=data["token"], lines=filled, actor=request.actor, at=request.at,
            )  # fmt: skip
        except moves.Refused as refused:
            if isinstance(refused, moves.NotAllowed | moves.Stale):
                raise
            form.add_error(None, list(refused.reasons))  # what was typed from paper stays in the form
        else:
            messages.success(request, _("已收下 %d 条，每条都有回执码") % len(filled))
            return redirect("voices:sheet", sheet.pk)
    bad = request.method == "POST" and not longer and bool(form.errors or lines.total_error_count())
    return pages.page(
        request, "voices/sheet_new.html", {"form": form, "lines": lines}, status=422 if bad else 200
    )


@require_GET
def sheet_list(request: Request) -> HttpResponse:
    return pages.page(
        request,
        "voices/sheets.html",
        {"slice": pages.keyset(request, queries.sheets(request.actor.person_id), 30)},
    )


@require_GET
def sheet(request: Request, pk: int) -> HttpResponse:
    found = queries.sheet(pk, worker_id=request.actor.person_id)
    return pages.page(
        request, "voices/sheet.html", {"sheet": found, "voices": list(found.voices.select_related("unit"))}
    )
