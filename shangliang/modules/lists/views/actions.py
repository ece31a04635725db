"""What departments do: the list, one with its evidence, and every step of it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import journal, moves, text
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.lists import forms, queries, services
from shangliang.modules.lists.flow import LIST_ACTION
from shangliang.modules.lists.models import ActionEvidence, DeptAsk, ListAction, Match, MemberConcern
from shangliang.modules.lists.views.campaigns import crumbs
from shangliang.modules.lists.views.common import (
    EXPORTED,
    FORMATS,
    Request,
    chosen,
    data_of,
    kept,
    listed,
    may,
    one_form,
    sent_file,
    tabs,
)
from shangliang.modules.org import queries as org

ORIGINS: dict[str, Any] = {"concern": MemberConcern, "ask": DeptAsk, "match": Match}


@require_GET
def listing(request: Request) -> HttpResponse:
    by = chosen(request, "state", "department", "campaign", "late")
    rows = listed(request, ListAction).select_related("unit", "concern", "ask")
    if by["state"]:
        rows = rows.filter(state=by["state"])
    for name, column in (("department", "unit_id"), ("campaign", "campaign_id")):
        if (number := text.whole(by[name])) is not None:
            rows = rows.filter(**{column: number})
    if by["late"]:
        rows = rows.filter(due_at__lt=request.at)
    known = listed(request, ListAction, "inside").filter(pk__in=rows.values("pk"))
    if request.GET.get("format") in FORMATS:
        inside = set(known.values_list("pk", flat=True))
        headings = [
            _("编号"), _("举措"), _("部门"), _("委员关注"), _("部门问计"), _("第一次承诺"), _("完成日期"),
            _("推迟天数"), _("状态"),
            _("完成情况"), _("公开日期"),
        ]  # fmt: skip
        lines = [
            (
                a.pk, a.text, a.unit.short, a.concern.title if a.concern and a.pk in inside else "",
                a.ask.title if a.ask and a.pk in inside else "",
                a.first_due_on, a.due_on, (a.due_on - a.first_due_on).days, moves.label_of(a), a.result,
                a.published_on or "",
            )
            for a in rows.order_by("-pk")[:EXPORTED]
        ]  # fmt: skip
        return pages.table_response(lines, headings, _("部门举措"), form=request.GET.get("format"))
    path = min((s.path for s in request.actor.seats if s.path), default="")
    slice_ = pages.keyset(request, rows)
    context = {
        "tabs": tabs(request, "actions"), "slice": slice_, "chosen": by,
        "inside": set(known.filter(pk__in=[a.pk for a in slice_.rows]).values_list("pk", flat=True)),
        "states": list(LIST_ACTION.states.values()), "departments": list(org.departments(path)) if path else [],
    }  # fmt: skip
    return pages.page(request, "lists/actions.html", context)


def new(request: Request, kind: str, pk: int) -> HttpResponse:
    if kind not in ORIGINS:
        raise Http404
    related = (
        ("unit", "campaign__unit", "concern", "ask__unit") if kind == "match" else ("unit", "campaign__unit")
    )
    origin: Any = pages.find(ORIGINS[kind], request.actor, "plan", *related, pk=pk)
    units = queries.own_units(request.actor)
    form = forms.ActionForm(units, data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        token = request.POST.get("token", "")
        made = services.plan_action(origin, **data, token=token, actor=request.actor, at=request.at)
        return made, _("举措已提出，委员会收到通知；到期前会提醒您")

    back = Link(text.shortened(str(origin), 24), origin.get_absolute_url())
    return one_form(
        request, form, act, title=_("提出举措"), first=_("提出"), back=origin.get_absolute_url(),
        crumbs=crumbs(back, Link(_("提出举措"))), lead=_("针对：%s") % origin,
    )  # fmt: skip


def _found(request: Request, pk: int) -> ListAction:
    related = (
        "unit",
        "campaign__unit",
        "concern__unit",
        "ask__unit",
        "match__unit",
        "match__ask__unit",
        "author",
    )
    return pages.find(ListAction, request.actor, "view", *related, pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    """For those inside; others read the public page, which does not say whose concern it was."""
    found = _found(request, pk)
    allowed = may(request, found, "inside", "add_evidence", "extend")
    if "inside" not in allowed:
        return redirect("portal:measure", pk)
    context = {
        "action": found,
        "slipped": (found.due_on - found.first_due_on).days,
        "evidence": list(found.evidence.select_related("file", "person")),
        "may": allowed,
        "options": moves.options(found, actor=request.actor, at=request.at),
        "steps": {
            "claim": reverse("lists:action_claim", args=[pk]), "publish": reverse("lists:action_publish", args=[pk]),
            "give_up": reverse("lists:action_give_up", args=[pk]),
        },
        "chain": queries.chain(concern=found.concern, ask=found.ask, actor=request.actor),
        "entries": journal.story("list_action", found.pk),
    }  # fmt: skip
    return pages.page(request, "lists/action.html", context)


def _trail(found: ListAction, last: str) -> list[Link]:
    lists = Link(_("举措"), reverse("lists:actions"))
    return crumbs(lists, Link(text.shortened(found.text, 24), found.get_absolute_url()), Link(last))


def evidence(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.EvidenceForm(*data_of(request))

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        stored = kept(request, data["file"], found.root)
        services.add_evidence(found, text=data["text"], file=stored, actor=request.actor, at=request.at)
        return found, _("佐证已存入")

    return one_form(
        request, form, act, title=_("存入佐证"), first=_("存入"), back=found.get_absolute_url(), uploads=True,
        crumbs=_trail(found, _("佐证")),
    )  # fmt: skip


def claim(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.ResultForm(data_of(request)[0], initial={"result": found.result})

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.claim_done(found, **data, actor=request.actor, at=request.at)
        return found, _("已报完成，请提出的委员和政协办公室核验")

    return one_form(
        request, form, act, title=_("报完成"), first=_("报完成"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("报完成")),
    )  # fmt: skip


def publish(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.SureForm(data_of(request)[0])
    shown = list(found.evidence.values_list("text", flat=True))

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.publish(found, actor=request.actor, at=request.at)
        return found, _("已向社会公开，提出的委员会收到通知")

    return one_form(
        request, form, act, title=_("向社会公开"), first=_("确认公开"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("公开")),
        lead=_("公开的内容：%(text)s。%(result)s佐证：%(shown)s")
        % {"text": found.text, "result": found.result, "shown": text.listed(shown)},
        warn=_("公开以后不能撤回。不公布委员姓名和附件。"),
    )  # fmt: skip


def give_up(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.NoteForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.give_up(found, **data, actor=request.actor, at=request.at)
        return found, _("已说明原因，提出的委员会收到通知")

    return one_form(
        request, form, act, title=_("办不成，说明原因"), first=_("说明原因"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("没有办成")), lead=_("原因会告诉提出的委员；已对接的退回双方，继续想办法。"),
    )  # fmt: skip


def postpone(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.PostponeForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        more = {"due_on": data["until"], "note": data["note"]}
        services.postpone_action(found, **more, actor=request.actor, at=request.at)
        return found, _("已延期，第一次承诺的日期仍会显示")

    return one_form(
        request, form, act, title=_("举措延期"), first=_("延期"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("延期")),
    )  # fmt: skip


@require_GET
def evidence_file(request: Request, pk: int) -> FileResponse:
    """A file, for those who may see the action; not for everybody, also when the action is public."""
    found = get_object_or_404(ActionEvidence.objects.select_related("file").exclude(file=None), pk=pk)
    pages.find(ListAction, request.actor, "inside", pk=found.action_id)
    return sent_file(found.file)
