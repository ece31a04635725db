"""A proposal is written, changed, handed in; or begun out of a voice or a topic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shangliang.kernel import calendar, files, moves, params
from shangliang.kernel.models import StoredFile
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals import forms, queries, services
from shangliang.modules.proposals.models import WRITING, Proposal
from shangliang.modules.proposals.views.common import (
    Request,
    found,
    kept,
    missing,
    must,
    see_other,
    tabs,
    token,
    units_for,
)
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

Kind = Proposal.Kind
MEMBERS = (Kind.PERSONAL, Kind.JOINT)
BODY_OF = {unit: kind for kind, unit in services.BODIES.items()}


def new(request: Request) -> HttpResponse:
    units = units_for(request, "draft")
    if not units:
        raise moves.NotAllowed(_("提案由委员和党派、团体、界别、小组、专委会的负责人提出"))
    bodies, kinds = _bodies(request)
    form = forms.WriteForm(
        *_given(request), units=units, departments=list(org.departments(units[0].path)), bodies=bodies, kinds=kinds,
        former=queries.former(request.actor.person),
        initial={"unit": units[0], "open_ok": True, "self_written": True, "kind": kinds[0]},
    )  # fmt: skip
    if _sent(request) and form.is_valid():
        data = form.cleaned_data
        proposal = services.draft(
            data["unit"], kind=data["kind"], words=_words(data, _items(request)),
            body=_body(request, data, data["unit"].path[:4]), files=_uploads(request, data["unit"].path[:4]),
            actor=request.actor, at=request.at, token=token(request),
        )  # fmt: skip
        messages.success(request, _("已存为草稿；核对后请提交"))
        return see_other(proposal)
    return _page(request, form, _("写一件提案"), reverse("proposals:mine"), units[0])


def write(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "write", *WRITING)
    bodies, kinds = _bodies(request)
    form = forms.WriteForm(
        *_given(request), departments=list(org.departments(proposal.unit.path)), bodies=bodies, kinds=kinds,
        former=queries.former(request.actor.person, of=proposal),
        initial={name: getattr(proposal, name, None) for name in forms.WriteForm.base_fields}
        | {name: getattr(proposal, name) for name in (*forms.BODY, "suggested_lead", "previous") if name != "seal"},
    )  # fmt: skip
    form = rewriting(form)
    if _sent(request) and form.is_valid():
        data = form.cleaned_data
        services.write(
            proposal, words=_words(data, _items(request), proposal), kind=data["kind"],
            body=_body(request, data, proposal.root, proposal), actor=request.actor, at=request.at,
        )  # fmt: skip
        services.attach(proposal, files=_uploads(request, proposal.root), actor=request.actor, at=request.at)
        messages.success(request, _("已保存"))
        return see_other(proposal)
    return _page(request, form, _("修改提案"), proposal.get_absolute_url(), proposal.unit, proposal)


def _given(request: Request) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _sent(request: Request) -> bool:
    """Pressing 再加一条 only gives the form back with more room; nothing is kept yet."""
    return request.method == "POST" and "more" not in request.POST


def _page(
    request: Request, form: Any, title: str, back: str, unit: Unit, proposal: Proposal | None = None
) -> HttpResponse:
    day = calendar.day_of(request.at)
    most = int(params.value(unit.path, "proposals.items_max", day))
    context = {
        "tabs": tabs(request, "mine"), "form": form, "title": title, "back": back, "proposal": proposal,
        "items": _rows(request, proposal, most), "most": int(params.value(unit.path, "proposals.longest", day)),
        "items_most": most, "files_most": int(params.value(unit.path, "proposals.files_max", day)),
        "files": list(proposal.files.select_related("file")) if proposal else [],
    }  # fmt: skip
    failed = form.is_bound and _sent(request)
    return pages.page(request, "proposals/write.html", context, status=422 if failed else 200)


def _rows(request: Request, proposal: Proposal | None, most: int) -> list[str]:
    """The suggestions with some room for more."""
    if request.method == "POST":
        held = _items(request)
    else:
        held = (
            list(proposal.suggestions.order_by("number").values_list("text", flat=True)) if proposal else []
        )
    room = 2 if "more" in request.POST else 1
    return (held + [""] * max(room, forms.EMPTY_ROWS - len(held)))[:most]


def _items(request: Request) -> list[str]:
    return [text for text in request.POST.getlist("item") if text.strip()]


def _words(data: dict[str, Any], items: Sequence[str], proposal: Proposal | None = None) -> services.Words:
    plain = [n for n in services.Words.__dataclass_fields__ if n not in {"suggestions", "previous"}]
    previous = data.get("previous", proposal.previous if proposal else None)
    return services.Words(suggestions=tuple(items), previous=previous, **{name: data[name] for name in plain})


def _body(
    request: Request, data: dict[str, Any], root: str, proposal: Proposal | None = None
) -> services.Body | None:
    if not data.get("collective"):
        return None
    sealed = kept(request, data.get("seal"), root) if data.get("seal") else None
    named = {name: data[name] for name in forms.BODY if name != "seal"}
    return services.Body(**named, seal=sealed or (proposal.seal if proposal else None))


def _uploads(request: Request, root: str) -> list[StoredFile]:
    given = request.FILES.getlist("files")
    return [files.keep(one, root=root, person_id=request.actor.person_id, at=request.at) for one in given]


def _bodies(request: Request) -> tuple[list[Unit], list[str]]:
    """The bodies for which this person speaks, and the kinds of proposal she may bring (1 query)."""
    paths = {s.path for s in request.actor.seats if s.role in {"convener", "member"}}
    units = list(Unit.objects.filter(path__in=paths, kind__in=list(BODY_OF), active=True))
    heads = {s.path for s in request.actor.seats if s.role == "convener"}
    able = [u for u in units if u.path in heads or u.kind == Unit.Kind.GROUP]
    kinds = [str(k) for k in MEMBERS] if "member" in request.actor.roles else []
    return able, kinds + [str(k) for k in dict.fromkeys(BODY_OF[Unit.Kind(u.kind)] for u in able)]


@require_POST
def detach(request: Request, pk: int, file: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "write")
    if held := proposal.files.filter(pk=file).first():
        services.detach(proposal, file=held, actor=request.actor, at=request.at)
        messages.success(request, _("附件已移除"))
    return see_other(reverse("proposals:write", args=[pk]))


def submit(request: Request, pk: int) -> HttpResponse:
    """What cannot be changed afterwards is shown once more before it is handed in."""
    proposal = found(request, pk)
    must(request, proposal, "submit", *WRITING)
    if request.method == "POST":
        note = request.POST.get("note", "")[:200]
        services.submit(proposal, note=note, actor=request.actor, at=request.at)
        messages.success(request, _("已提交，流水号 %d；每一步办理都会告诉您") % (proposal.serial_no or 0))
        return see_other(proposal)
    chosen = (
        queries.session_on(proposal.unit, calendar.day_of(request.at)) if not proposal.session_id else None
    )
    context = {
        "proposal": proposal, "chosen": chosen,
        "timing": Proposal.Timing(chosen.timing).label if chosen else "",
        "suggestions": list(proposal.suggestions.order_by("number").values_list("text", flat=True)),
        "missing": missing(proposal, "submit", at=request.at),
    }  # fmt: skip
    return pages.page(request, "proposals/submit.html", context)


@require_POST
def consent(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    services.consent_brief(proposal, actor=request.actor, at=request.at)
    messages.success(request, _("已转为社情民意信息，办到哪一步都会告诉您"))
    return see_other(proposal)


@require_POST
def from_voice(request: Request, pk: int) -> HttpResponse:
    voice = pages.find(Voice, request.actor, "view", "unit", pk=pk)
    made = services.from_voice(voice, actor=request.actor, at=request.at, token=token(request))
    messages.success(request, _("已带出来声的内容；请写明建议，核对后提交"))
    return see_other(reverse("proposals:write", args=[made.pk]))


@require_POST
def from_topic(request: Request, pk: int) -> HttpResponse:
    topic = pages.find(Topic, request.actor, "view", "unit", pk=pk)
    made = services.from_topic(topic, actor=request.actor, at=request.at, token=token(request))
    messages.success(request, _("已带出议题的内容；请写明建议，核对后提交"))
    return see_other(reverse("proposals:write", args=[made.pk]))
