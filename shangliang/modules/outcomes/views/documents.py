"""Documents that go up, and what leaders wrote on them."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, files, journal, loop, moves
from shangliang.kernel.text import official
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes import forms, queries, services
from shangliang.modules.outcomes.flow import DOCUMENT, INSTRUCTION
from shangliang.modules.outcomes.models import Document, Instruction
from shangliang.modules.outcomes.views import paper
from shangliang.modules.outcomes.views.common import (
    EXPORTED,
    Request,
    found_topic,
    listed,
    may,
    only_once,
    see_other,
    sent_file,
    tabs,
    upload,
)
from shangliang.modules.people import queries as people


@require_GET
def listing(request: Request) -> HttpResponse:
    rows = listed(request, Document).exclude(state="dropped").select_related("unit", "topic", "author")
    by = {name: request.GET.get(name, "") for name in ("state", "kind", "late")}
    rows = rows.filter(**{name: by[name] for name in ("state", "kind") if by[name]})
    if by["late"]:
        rows = rows.filter(state="submitted", due_at__lt=request.at)
    if request.GET.get("format") == "csv":
        headings = [
            _("编号"),
            _("文种"),
            _("文号"),
            _("标题"),
            _("议题"),
            _("报送"),
            _("报送日期"),
            _("状态"),
        ]
        table = [
            (
                d.pk,
                d.get_kind_display(),
                d.number,
                d.title,
                d.topic.title,
                d.sent_to,
                d.submitted_on,
                moves.label_of(d),
            )
            for d in rows.order_by("-pk")[:EXPORTED]
        ]
        return pages.csv_response(table, headings, "documents.csv")
    year = calendar.day_of(request.at).year
    path = min((s.path for s in request.actor.seats if s.path), default="")
    context = {
        "tabs": tabs(request, "documents"),
        "slice": pages.keyset(request, rows),
        "chosen": by,
        "year": year,
        "states": [s for s in DOCUMENT.states.values() if s.name != "dropped"],
        "kinds": Document.Kind.choices,
        "counts": queries.documents_by_kind(path, year=year) if path else [],
    }
    return pages.page(request, "outcomes/documents.html", context)


def _found(request: Request, pk: int) -> Document:
    return pages.find(Document, request.actor, "view", "unit", "topic", "gathering", "author", "file", pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    steps = {"submit": reverse("outcomes:submit", args=[pk])}
    context = {
        "document": found, "may": may(request, found, "edit", "instruct"), "steps": steps,
        "options": moves.options(found, actor=request.actor, at=request.at), "parts": paper.parts(found.body),
        "instructions": list(queries.instructions().filter(document=found).order_by("-on", "-pk")),
        "lines": queries.lines(queries.recommendations().filter(document=found).exclude(state="withdrawn")),
        "chain": loop.chain("topic", found.topic_id, actor=request.actor),
        "entries": journal.story("document", found.pk),
    }  # fmt: skip
    return pages.page(request, "outcomes/document.html", context)


def _form(request: Request, form: Any, title: str, first: str, back: str, **more: Any) -> HttpResponse:
    context = {"thing": None, "form": form, "title": title, "first": first, "back": back, **more}
    return pages.page(request, "outcomes/form.html", context, status=422 if form.errors else 200)


def draft(request: Request, pk: int) -> HttpResponse:
    topic = found_topic(request, pk)
    form = forms.DocumentForm(
        topic, request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "")}
    )
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            data = {**form.cleaned_data, "file": upload(request, form, topic.root)}
            begun = services.draft_document(topic, **data, actor=request.actor, at=request.at)
            messages.success(request, _("已存为草稿"))
            return begun.get_absolute_url()

        return only_once(request, f"document {pk}", act)
    back = reverse("outcomes:topic", args=[pk])
    return _form(request, form, _("起草成果文件"), _("存为草稿"), back, topic=topic, files=True)


def edit(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    first = {"title": found.title, "body": found.body}
    form = rewriting(forms.EditDocumentForm(request.POST or None, request.FILES or None, initial=first))
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "file": upload(request, form, found.root)}
        services.edit_document(found, **data, actor=request.actor, at=request.at)
        messages.success(request, _("已保存"))
        return see_other(found)
    return _form(request, form, _("修改成果文件"), _("保存"), found.get_absolute_url(), files=True)


def submit(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    with official():
        usual = str(forms.USUAL.get(Document.Kind(found.kind), _("市委、市政府")))
    form = forms.SubmitForm(request.POST or None, initial={"sent_to": usual})
    if request.method == "POST" and form.is_valid():
        services.submit(found, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已报送，文号 %s；到期没有回音会提醒") % found.number)
        return see_other(found)
    return _form(
        request,
        form,
        _("报送"),
        _("编号并报送"),
        found.get_absolute_url(),
        warn=_("报送后不能撤回，文号随即生成。"),
    )


def instruct(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    about = found.topic.recommendations.exclude(state="withdrawn")
    today = calendar.day_of(request.at)
    first = {"on": today, **people.own_hand(request.actor, today)}
    form = forms.InstructForm(about, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            data = {**form.cleaned_data, "file": upload(request, form, found.root)}
            written = services.instruct(found, **data, actor=request.actor, at=request.at)
            messages.success(request, _("批示已登记"))
            return written.get_absolute_url()

        return only_once(request, f"instruct {pk}", act)
    return _form(request, form, _("登记领导批示"), _("登记"), found.get_absolute_url(), files=True)


@require_GET
def docx(request: Request, pk: int) -> FileResponse:
    found = _found(request, pk)
    content = io.BytesIO(paper.red_head(found, today=calendar.day_of(request.at)))
    kind = files.OFFICE["word/document.xml"]
    return FileResponse(content, as_attachment=True, filename=f"{found.title}.docx", content_type=kind)


@require_GET
def file(request: Request, pk: int) -> FileResponse:
    return sent_file(_found(request, pk).file)


@require_GET
def instructions(request: Request) -> HttpResponse:
    """批示台账."""
    rows = listed(request, Instruction).select_related("unit", "document__topic", "passed_to")
    by = {name: request.GET.get(name, "") for name in ("state", "rank", "late")}
    rows = rows.filter(**{name: by[name] for name in ("state", "rank") if by[name]})
    if by["late"]:
        rows = rows.filter(state="forwarded", due_at__lt=request.at)
    if request.GET.get("format") == "csv":
        headings = [
            _("编号"),
            _("批示领导"),
            _("级别"),
            _("批示日期"),
            _("批示内容"),
            _("成果"),
            _("转办单位"),
            _("要求反馈"),
            _("状态"),
            _("落实情况"),
        ]
        table = [
            (
                i.pk, i.leader, i.get_rank_display(), i.on, i.text, i.document.title,
                i.passed_to.short if i.passed_to else "", i.due_on, moves.label_of(i), i.answer,
            )
            for i in rows.order_by("-pk")[:EXPORTED]
        ]  # fmt: skip
        return pages.csv_response(table, headings, "instructions.csv")
    year = calendar.day_of(request.at).year
    paths = [s.path for s in request.actor.seats if s.role in {"secretary", "chair", "leader", "dispatcher"}]
    counts = queries.instruction_counts(min(paths, key=len), year=year, at=request.at) if paths else []
    context = {
        "tabs": tabs(request, "instructions"),
        "slice": pages.keyset(request, rows),
        "chosen": by,
        "year": year,
        "counts": counts,
        "states": INSTRUCTION.states.values(),
        "ranks": Instruction.Rank.choices,
    }
    return pages.page(request, "outcomes/instructions.html", context)


def _instruction(request: Request, pk: int) -> Instruction:
    return pages.find(
        Instruction, request.actor, "view", "unit", "document__topic", "passed_to", "file", pk=pk
    )


@require_GET
def instruction(request: Request, pk: int) -> HttpResponse:
    """Also for those it was passed to: they see what was written and of what, not the whole document."""
    found = _instruction(request, pk)
    steps = {
        "forward": reverse("outcomes:forward", args=[pk]),
        "answer": reverse("outcomes:answer", args=[pk]),
    }
    about = queries.recommendations().filter(instructions=found).exclude(state="withdrawn")
    context = {
        "instruction": found,
        "steps": steps,
        "lines": queries.lines(about),
        "options": moves.options(found, actor=request.actor, at=request.at),
        "sees_document": bool(may(request, found.document, "view")),
        "chain": loop.chain("topic", found.document.topic_id, actor=request.actor),
        "entries": journal.story("instruction", found.pk),
    }
    return pages.page(request, "outcomes/instruction.html", context)


def forward(request: Request, pk: int) -> HttpResponse:
    found = _instruction(request, pk)
    kinds = [Unit.Kind.DEPARTMENT, Unit.Kind.GOVERNMENT, Unit.Kind.PARTY, Unit.Kind.CPPCC, Unit.Kind.PLACE]
    units = list(org.below(found.root).filter(kind__in=kinds).exclude(pk=found.unit_id))
    form = forms.ForwardForm(units, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.forward(found, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已转办，到期前会提醒"))
        return see_other(found)
    return _form(request, form, _("转办批示"), _("转办"), found.get_absolute_url())


def answer(request: Request, pk: int) -> HttpResponse:
    found = _instruction(request, pk)
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.answer_instruction(found, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("落实情况已反馈"))
        return see_other(found)
    return _form(request, form, _("反馈落实情况"), _("反馈"), found.get_absolute_url())


@require_GET
def instruction_file(request: Request, pk: int) -> FileResponse:
    return sent_file(_instruction(request, pk).file)
