"""A session in figures; old proposals like the one that is being written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import moves
from shangliang.kernel.access import STEP
from shangliang.kernel.text import whole
from shangliang.look import pages
from shangliang.look.shapes import Bar
from shangliang.modules.handling.models import Reply
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import Category, Proposal, Session
from shangliang.modules.proposals.views.common import Request, found, may, see_other, tabs, within

READERS = {"secretary", "chair", "dispatcher", "leader"}


def _sessions(request: Request) -> list[Session]:
    """Of the committees at and under this actor's seats, the newest first (1 query)."""
    paths = [s.path for s in request.actor.seats if s.role in READERS and s.path]
    if not paths:
        return []
    rows = Session.objects.filter(unit__path__startswith=min(paths)[:STEP]).select_related("unit", "term")
    return [
        s for s in rows.order_by("-opens_on", "unit__path") if any(s.unit.path.startswith(p) for p in paths)
    ]


@require_GET
def figures(request: Request) -> HttpResponse:
    """One session; ?format=csv|xlsx takes the table of departments along."""
    held = _sessions(request)
    if not held and not request.actor.roles & READERS:
        raise Http404
    if not held:
        return pages.page(request, "proposals/no_figures.html", {"tabs": tabs(request, "figures")})
    pk = whole(request.GET.get("session", ""))
    chosen = next((s for s in held if s.pk == pk), held[0])
    seen = queries.session_figures(chosen)
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _taken_along(request, seen)
    mains = dict(Category.Main.choices)
    norms = dict(Reply.Norm.choices)
    context = {
        "tabs": tabs(request, "figures"), "sessions": held, "session": chosen, "f": seen, "mains": mains,
        "norms": [(norms[n], seen.norms.get(n, 0)) for n in Reply.Norm.values],
        "grades": [
            Bar(f"{letter} {label}".strip() or _("没有标类别"), n) for (letter, label), n in seen.grades.items()
        ],
        "past": [(norms.get(n) or _("没有对应的语义"), count) for n, count in sorted(seen.past.items())],
        "classes": [
            Bar(c.name or _("没有分类"), c.filed, note=_("收到 %d") % c.received) for c in seen.classes if c.filed
        ],
        "attitudes": _two_axes(seen),
    }  # fmt: skip
    return pages.page(request, "proposals/figures.html", context)


def _two_axes(seen: queries.SessionFigures) -> dict[str, int]:
    said = seen.satisfaction
    return {
        "total": said.total,
        "attitude": said.attitude("satisfied"),
        "result": said.result("solved"),
    }


def _taken_along(request: Request, seen: queries.SessionFigures) -> HttpResponse:
    headings = [
        _("承办单位"), _("单办"), _("主办"), _("分办"), _("会办"), _("协办"), _("已答复"), _("按期"), _("答复前面商"),
        _("建议条目"), _("已解决"), _("承诺"), _("已兑现"), _("没有兑现"),
    ]  # fmt: skip
    lines = [(o.unit.name, o.shares) for o in seen.units] + [(_("合计"), seen.total)]
    table: list[list[Any]] = [
        [
            name, s.sole, s.lead, s.split, s.joint, s.assist, s.answered, s.on_time, s.talked, s.items, s.solved,
            s.promised, s.kept, s.broken,
        ]
        for name, s in lines
    ]  # fmt: skip
    return pages.table_response(table, headings, _("提案办理统计"), form=request.GET["format"])


@require_POST
def alike(request: Request) -> HttpResponse:
    """A part of the page while somebody writes; without scripts a page of its own."""
    unit = Unit.objects.filter(pk=whole(request.POST.get("unit", "")) or 0).first()
    policy = moves.kind_of(Proposal).policy
    if unit is None or not (
        policy.may_at(request.actor, "draft", unit.path) or policy.may_at(request.actor, "arrange", unit.path)
    ):
        raise Http404
    title, text = request.POST.get("title", "")[:50], request.POST.get("situation", "")[:3000]
    text += "\n" + "\n".join(request.POST.getlist("item"))[:3000]
    leave = within(request, Proposal).filter(pk=whole(request.POST.get("proposal", "")) or 0).first()
    near = queries.alike(unit, title=title, text=text, leave=leave) if title.strip() else []
    part = request.headers.get("HX-Request") == "true"
    template = "proposals/_alike_found.html" if part else "proposals/alike.html"
    return pages.page(request, template, {"near": near, "title": title})


@require_GET
def alike_to(request: Request, pk: int) -> HttpResponse:
    """What was asked before like this proposal: for its signers and its reviewers, who may mark it as repeated."""
    proposal = found(request, pk)
    allowed = may(request, proposal, "inside", "mark_repeat")
    if "inside" not in allowed:
        raise Http404
    asked = "\n".join(proposal.suggestions.values_list("text", flat=True))
    near = queries.alike(
        proposal.unit, title=proposal.title, text=f"{proposal.situation}\n{asked}", leave=proposal
    )
    context = {
        "proposal": proposal, "near": near, "title": proposal.title,
        "can_mark": "mark_repeat" in allowed and proposal.state in {"submitted", "reviewing"},
    }  # fmt: skip
    return pages.page(request, "proposals/alike.html", context)


@require_POST
def repeat(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    number = whole(request.POST.get("previous", "")) or 0
    previous = within(request, Proposal).filter(pk=number).first() if number else None
    if number and previous is None:
        raise Http404
    services.mark_repeat(proposal, previous=previous, actor=request.actor, at=request.at)
    messages.success(request, _("已标明重复") if previous else _("已去掉重复标记"))
    return see_other(proposal)
