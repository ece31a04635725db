"""民主评议部门: set up, voted, closed, recounted.

A ballot's words go from the form to the confirmation and to the ballot, and are kept nowhere else: the form carries
no token of its own, and the receipt is shown on the answer to the very request.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, journal, moves
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.org import queries as org
from shangliang.modules.supervision import forms, queries, services
from shangliang.modules.supervision.models import Appraisal
from shangliang.modules.supervision.models.appraisals import Choice
from shangliang.modules.supervision.views.common import (
    Request,
    crumbs,
    data_of,
    institution,
    may,
    must,
    one_form,
    reach,
    tabs,
    token,
)

Slips = dict[str, services.Slip]


@require_GET
def listing(request: Request) -> HttpResponse:
    reached = reach(request, Appraisal)
    rows = queries.appraisals(Appraisal.objects.filter(pk__in=reached.values("pk")))
    context = {
        "tabs": tabs(request, "appraisals"), "slice": pages.keyset(request, rows),
        "may_open": "secretary" in request.actor.roles,
    }  # fmt: skip
    return pages.page(request, "supervision/appraisals.html", context)


def new(request: Request) -> HttpResponse:
    unit, today = institution(request), calendar.day_of(request.at)
    people = queries.members(unit, today)
    form = forms.AppraisalForm(
        list(org.departments(unit.path)), people, data_of(request)[0],
        initial={"held_on": today, "people": people, "quorum": len(people) // 2 + 1},
    )  # fmt: skip

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        made = services.plan_appraisal(unit, **data, actor=request.actor, at=request.at, token=token(request))
        return made, _("已准备好；会上点“开始投票”")

    return one_form(
        request, form, act, title=_("准备民主评议"), first=_("保存"), back=reverse("supervision:appraisals"),
        crumbs=_crumbs(Link(_("准备民主评议"))), lead=_("投票开始以后，部门和名册不能再改。"),
    )  # fmt: skip


def _crumbs(*links: Link) -> list[Link]:
    return crumbs(Link(_("民主评议"), reverse("supervision:appraisals")), *links)


def _found(request: Request, pk: int) -> Appraisal:
    return pages.find(Appraisal, request.actor, "view", "unit", pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    return _show(request, _found(request, pk))


def _show(request: Request, one: Appraisal, status: int = 200) -> HttpResponse:
    allowed = may(request, one, "vote", "edit", "recount", "inside", "close")
    closed = one.state in {"counted", "published"}
    shown = closed and (one.state == "published" or "recount" in allowed)
    context = {
        "appraisal": one, "may": allowed, "lines": queries.lines(one), "shown": shown, "turnout": queries.turnout(one),
        "voted": queries.has_voted(one, request.actor.person_id), "choices": Choice.choices,
        # Closing has a page of its own, whether it will be counted or void.
        "options": [
            o for o in moves.options(one, actor=request.actor, at=request.at) if o.move.name not in {"close", "void"}
        ],
        "receipt_form": forms.ReceiptForm() if closed and "recount" in allowed else None,
        "entries": journal.story("appraisal", one.pk) if "inside" in allowed else [],
    }  # fmt: skip
    return pages.page(request, "supervision/appraisal.html", context, status=status)


def edit(request: Request, pk: int) -> HttpResponse:
    one = _found(request, pk)
    must(request, one, "edit", "draft")
    initial = {
        "quorum": one.quorum, "departments": [d.department for d in one.departments.select_related("department")],
        "people": [r.person for r in one.roll.select_related("person")],
    }  # fmt: skip
    form = forms.EditAppraisalForm(
        list(org.departments(one.unit.path)), queries.members(one.unit, calendar.day_of(request.at)),
        data_of(request)[0], initial=initial,
    )  # fmt: skip

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.edit_appraisal(one, **data, actor=request.actor, at=request.at)
        return one, _("已保存")

    return one_form(
        request, form, act, title=_("修改名册和部门"), first=_("保存"), back=one.get_absolute_url(),
        crumbs=_crumbs(Link(one.title, one.get_absolute_url()), Link(_("修改名册和部门"))),
    )  # fmt: skip


def vote(request: Request, pk: int) -> HttpResponse:
    """First filled in, then read once more and confirmed, then cast: three answers, no redirect, nothing kept.

    Who comes too late is told so where the appraisal stands: no page of failures repeats a secret ballot.
    """
    one = _found(request, pk)
    voted = queries.has_voted(one, request.actor.person_id)
    if voted is not None and (voted or one.state != "open"):
        return _too_late(request, one, _("您已经投过票") if voted else _("现在不能投票"))
    must(request, one, "vote", "open")
    departments = list(one.departments.select_related("department"))
    form = forms.BallotForm(departments, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        slips = {code: services.Slip(*said) for code, said in form.said().items()}
        try:
            if request.POST.get("sure") == "yes":
                return _cast(request, one, form, slips)
            if request.POST.get("sure") != "back":
                return _confirm(request, one, form, slips)
        except moves.Stale as late:
            return _too_late(request, one, str(late))
    context = {"appraisal": one, "form": form, "departments": departments}
    return pages.page(request, "supervision/vote.html", context, status=422 if form.errors else 200)


def _too_late(request: Request, one: Appraisal, why: str) -> HttpResponse:
    one.refresh_from_db()
    messages.warning(request, _("这一次没有投出：%s") % why)
    return _show(request, one, status=409)


def _cast(request: Request, one: Appraisal, form: forms.BallotForm, slips: Slips) -> HttpResponse:
    """What was confirmed too long ago, or not in these words, is read and confirmed again."""
    try:
        receipt = services.vote(one, slips=slips, code=request.POST.get("code", ""), actor=request.actor)
    except (moves.NotAllowed, moves.Stale):
        raise
    except moves.Refused as refused:
        return _confirm(request, one, form, slips, why=str(refused))
    return pages.page(request, "supervision/voted.html", {"appraisal": one, "receipt": receipt})


def _confirm(
    request: Request, one: Appraisal, form: forms.BallotForm, slips: Slips, why: str = ""
) -> HttpResponse:
    code = services.confirmation(one, slips=slips, actor=request.actor)
    labels = dict(Choice.choices)
    names = dict(one.departments.values_list("department__code", "department__name"))
    read = [(names[c], labels[s.choice], s.choice, s.remark) for c, s in slips.items()]
    context = {
        "appraisal": one,
        "form": form,
        "code": code,
        "read": read,
        "data": form.cleaned_data,
        "why": why,
    }
    return pages.page(request, "supervision/confirm.html", context, status=422 if why else 200)


def close(request: Request, pk: int) -> HttpResponse:
    one = _found(request, pk)
    must(request, one, "close", "open")
    entitled, voted = queries.turnout(one)

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.close_ballot(one, actor=request.actor, at=request.at)
        if one.state == "void":
            return one, _("票数不足，评议无效")
        return one, _("投票已结束，收回 %d 票，已计票") % (one.cast or 0)

    return one_form(
        request, forms.SureForm(data_of(request)[0]), act, title=_("结束投票"), first=_("结束投票并计票"),
        back=one.get_absolute_url(), crumbs=_crumbs(Link(one.title, one.get_absolute_url()), Link(_("结束投票"))),
        lead=_("名册 %(n)d 人，已投 %(v)d 票，有效票数下限 %(q)d 票。") % {"n": entitled, "v": voted, "q": one.quorum},
        warn=_("结束以后不能再投；票数不足的，评议无效。"),
    )  # fmt: skip


@require_GET
def ballots(request: Request, pk: int) -> HttpResponse:
    """All ballots as they were counted, for anybody's recount."""
    one = _found(request, pk)
    must(request, one, "recount")
    held = queries.counted_ballots(one)
    labels = dict(Choice.choices)
    names = list(one.departments.values_list("department__code", "department__short"))
    headings = [_("回执码")]
    for _code, short in names:
        headings += [short, _("%s（附言）") % short]
    rows = []
    for ballot in held:
        said = [ballot.content[code] for code, __ in names]
        cells = [cell for s in said for cell in (labels[s["choice"]], s["remark"])]
        rows.append([ballot.receipt, *cells])
    return pages.table_response(rows, headings, _("选票"), form=request.GET.get("format", "csv"))


def check(request: Request, pk: int) -> HttpResponse:
    """Is my ballot there, and as I cast it? The receipt alone asks; it is not written down who asked."""
    one = _found(request, pk)
    must(request, one, "recount", "counted", "published")
    form = forms.ReceiptForm(data_of(request)[0])
    found = (
        queries.ballot_of(one, form.cleaned_data["receipt"]) if form.is_bound and form.is_valid() else None
    )
    labels = dict(Choice.choices)
    names = dict(one.departments.values_list("department__code", "department__name"))
    said = found.content if found else {}
    read = [(name, labels[said[c]["choice"]], said[c]["remark"]) for c, name in names.items() if c in said]
    context = {
        "appraisal": one, "receipt_form": form, "read": read, "asked": form.is_bound and form.is_valid(),
        "found": found,
    }  # fmt: skip
    return pages.page(request, "supervision/check.html", context)
