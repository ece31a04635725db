"""The list, one gathering's minutes, their items and versions, the paper."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, diff, journal, moves, text
from shangliang.look import answers, pages
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.minutes import forms, queries, services
from shangliang.modules.minutes.flow import MINUTES
from shangliang.modules.minutes.models import Minutes
from shangliang.modules.minutes.views.common import (
    Request,
    crumbs,
    find,
    find_item,
    refused,
    small,
)

ASKED = ("inside", "edit", "cite", "assemble", "ask_machine", "keep_objection", "settle")


@require_GET
def listed(request: Request) -> HttpResponse:
    reached = answers.reachable(request, Minutes).select_related("unit", "gathering")
    state = request.GET.get("state", "")
    if state in MINUTES.states:
        reached = reached.filter(state=state)
    held = answers.reachable(request, Gathering, "write_minutes").filter(state="held", paper=None)
    context = {
        "slice": pages.keyset(request, reached), "state": state, "states": MINUTES.states.values(),
        "waiting": list(held.select_related("unit").order_by("entered_at")[:20]),
    }  # fmt: skip
    return pages.page(request, "minutes/list.html", context)


def of(request: Request, pk: int) -> HttpResponse:
    """The minutes of this gathering; where there are none yet, the button that puts them together."""
    gathering = pages.find(Gathering, request.actor, "view", "unit", "topic", pk=pk)
    paper = answers.reachable(request, Minutes).filter(gathering=gathering).first()
    if request.method == "POST":
        paper, did = services.assemble(gathering, actor=request.actor, at=request.at)
        said = _("已按记录汇编：新增 %(a)d 条，更新 %(c)d 条") % {"a": did.added, "c": did.changed}
        if did.dropped:
            said += _("，去掉记录里已经没有的 %d 条") % did.dropped
        if did.waiting or did.gone:
            said += _("；%d 条改过的没有动，请对照着定") % (did.waiting + did.gone)
        return pages.done(request, paper.get_absolute_url(), said)
    if paper:
        return redirect(paper)
    may = moves.kind_of(gathering).policy.may(request.actor, "write_minutes", gathering)
    context = {"g": gathering, "may": may, "ready": gathering.state in {"sitting", "held"}}
    return pages.page(request, "minutes/of.html", context)


@require_GET
def minutes(request: Request, pk: int) -> HttpResponse:
    paper = find(request, pk)
    may = pages.may(request, paper, "read", *ASKED, *moves.steps(paper))
    if "read" not in may:
        return redirect(paper.public_url())
    found = queries.items(paper)
    working = paper.state in {"draft", "circulating"} and bool(may & {"edit", "cite"})
    full = gatherings.room(paper.gathering) if working else None
    version = queries.newest(paper)
    options = moves.options(paper, actor=request.actor, at=request.at, may=may)
    context = {
        "paper": paper, "g": paper.gathering, "may": may, "parts": queries.parts(found), "version": version,
        "places": {i.key: i.pk for i in found},
        "summary": queries.summary_of(version), "signings": queries.signings(paper) if "inside" in may else [],
        "treatments": queries.treatments(paper), "grounds": queries.grounds(full) if full else None,
        "objections": list(queries.objections(paper)) if "keep_objection" in may else [],
        "options": options, "ready": {o.move.name for o in options if not o.blockers}, "works": may - {"read"},
        "mine": _mine(request, paper), "rest": forms.AnswerForm(),
        "machine": "ask_machine" in may and queries.machine_allowed(paper.unit.path, request.at),
        "entries": journal.story("minutes", pk) if "inside" in may else [],
        "crumbs": crumbs(paper),
    }  # fmt: skip
    return pages.page(request, "minutes/minutes.html", context)


def _mine(request: Request, paper: Minutes) -> list[Any]:
    """What this person herself is asked to sign of these minutes."""
    kind = moves.kind_named("signing")
    return list(kind.policy.reachable(request.actor, "sign", paper.signings.select_related("unit")))


def item(request: Request, pk: int) -> HttpResponse:
    """One item: its words, and beside them what the record says by now where that is something else."""
    found = find_item(request, pk)
    first = {"text": found.text, "inside": found.inside, "revision": found.revision}
    form = forms.ItemForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.edit_item(found, **data, actor=request.actor, at=request.at)
        drafted = found.minutes.state == "draft"
        said = _("已改好") if drafted else _("已改好；签认过这一条的人会再收到一次")
        return pages.done(request, _to(found), said)
    changes = [diff.change(_("这一条"), found.text, found.fresh)] if found.fresh else []
    context = {
        "item": found, "paper": found.minutes, "form": form, "changes": changes,
        "crumbs": crumbs(found.minutes, _("改一条")),
    }  # fmt: skip
    return pages.page(request, "minutes/item.html", context, status=422 if form.errors else 200)


def _to(found: Any) -> str:
    return f"{found.minutes.get_absolute_url()}#item-{found.pk}"


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    found = find_item(request, pk)
    form = forms.RevisionForm(request.POST)
    if not form.is_valid():
        raise refused(form)
    services.decide(found, **form.cleaned_data, actor=request.actor, at=request.at)
    taken = form.cleaned_data["take"]
    return pages.done(request, _to(found), _("已用记录里的说法") if taken else _("已保留原来的说法"))


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    found = find_item(request, pk)
    form = forms.RevisionForm(request.POST)
    if not form.is_valid():
        raise refused(form)
    revision = form.cleaned_data["revision"]
    services.remove_item(found, revision=revision, actor=request.actor, at=request.at)
    return pages.done(request, found.minutes.get_absolute_url(), _("已删去这一条，旧版里还在"))


def add(request: Request, pk: int) -> HttpResponse:
    paper = find(request, pk, "edit")
    form = forms.AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = request.POST.get("token", "")
        services.add_item(paper, **form.cleaned_data, token=token, actor=request.actor, at=request.at)
        return pages.done(request, f"{paper.get_absolute_url()}#added", _("已补记"))
    return small(
        request, paper, form, title=_("补记一条"), button=_("补记"),
        lead=_("记录里没有、又应当写进纪要的，写在这里。有人发言没有记下来的，请先回会场记录补记意见。"),
    )  # fmt: skip


@require_GET
def versions(request: Request, pk: int) -> HttpResponse:
    """Every version; ?a=…&b=… what is different between any two."""
    paper = find(request, pk, "inside")
    rows = queries.versions(paper)
    last = rows[0].number if rows else 0
    a = text.whole(request.GET.get("a", "")) or max(last - 1, 1)
    b = text.whole(request.GET.get("b", "")) or last
    old, new = queries.version(paper, a), queries.version(paper, b)
    if rows and (old is None or new is None):
        raise Http404
    context = {
        "paper": paper, "versions": rows, "old": old, "new": new,
        "changes": queries.changes(old, new) if old and new else [], "crumbs": crumbs(paper, _("各个版本")),
    }  # fmt: skip
    return pages.page(request, "minutes/versions.html", context)


@require_GET
def version(request: Request, pk: int, number: int) -> HttpResponse:
    """The minutes as they stood once, whole."""
    paper = find(request, pk, "inside")
    found = queries.version(paper, number)
    if found is None:
        raise Http404
    context = {
        "paper": paper, "version": found, "text": queries.composed(str(paper), found.content),
        "crumbs": crumbs(paper, _("第 %d 版") % number),
    }  # fmt: skip
    return pages.page(request, "minutes/version.html", context)


@require_GET
def paper(request: Request, pk: int) -> HttpResponse:
    """The official document."""
    found = find(request, pk, "read")
    content = services.paper(found, on=calendar.day_of(request.at))
    return pages.docx_response(content, f"{found}.docx")
