"""重点提案: the board, one key proposal, every step of it, its activities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, files, journal, moves
from shangliang.kernel.text import whole
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.look.shapes import Link
from shangliang.modules.handling import queries as handling
from shangliang.modules.proposals import services
from shangliang.modules.proposals.flow import KEY_PROPOSAL
from shangliang.modules.proposals.forms import keys as forms
from shangliang.modules.proposals.models import FILED, KeyInstruction, KeyProposal, Proposal, SuperviseAct
from shangliang.modules.proposals.queries import keys as queries
from shangliang.modules.proposals.views.common import (
    Request,
    found,
    kept,
    may,
    must,
    one_form,
    refill,
    see_other,
    tabs,
)

ABOUT = (
    "unit", "proposal__unit", "proposal__category", "proposal__session__term", "proposal__dispatch__unit", "leader",
    "supervisor", "nominator", "decider", "concluder",
)  # fmt: skip
# Where the moves that carry matter are made.
FORMS = {
    "consult": "key_consult", "decide": "key_decide", "start": "key_start", "conclude": "key_conclude",
    "report": "key_report", "summarise": "key_summarise",
}  # fmt: skip


def found_key(request: Request, pk: int) -> KeyProposal:
    return pages.find(KeyProposal, request.actor, "view", *ABOUT, pk=pk)


def found_act(request: Request, pk: int) -> SuperviseAct:
    return pages.find(SuperviseAct, request.actor, "view", "unit", "key__proposal", "photo", pk=pk)


def of_proposal(request: Request, proposal: Proposal, *, allowed: set[str]) -> dict[str, Any]:
    """What `_keys.html` shows on a proposal's page; talks only to those who may see its task (3 queries at most)."""
    key = queries.of_proposal(proposal, request.actor) if proposal.state in FILED else None
    seen = proposal.dispatch and "view" in may(request, proposal.dispatch, "view")
    # Who nominates is the committee's office, but for its proposers: as for handling two together.
    office = key is None and proposal.state in FILED and "handle_with" in allowed
    return {
        "key": key, "talks": handling.talks(proposal.dispatch) if seen and proposal.dispatch else [],
        "may_nominate": office,
    }  # fmt: skip


@require_GET
def board(request: Request) -> HttpResponse:
    """Every key proposal this actor may see: state, its two leaders, activities, the clock."""
    if request.actor.person_id is None:
        raise Http404
    state, year = request.GET.get("state", ""), whole(request.GET.get("year", "")) or 0
    rows = queries.rows(request.actor, state=state if state in KEY_PROPOSAL.states else "", year=year)
    states = [Link(_("全部"), pages.with_query(request, state=None, before=None, after=None), not state)]
    states += [
        Link(s.label, pages.with_query(request, state=s.name, before=None, after=None), state == s.name)
        for s in KEY_PROPOSAL.states.values()
    ]
    context = {
        "tabs": tabs(request, "keys"),
        "slice": pages.keyset(request, rows),
        "states": states,
        "year": year,
    }
    return pages.page(request, "proposals/keys.html", context)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    key = found_key(request, pk)
    allowed = may(request, key, "say", "enter", "plan", "instruct", "inside", "oversee")
    acting = moves.kind_of(SuperviseAct).policy.reachable(
        request.actor, "hold", SuperviseAct.objects.filter(key=key)
    )
    sheet, mine = queries.sheet(key), {s.path for s in request.actor.seats if s.role in {"convener", "head"}}
    context = {
        "key": key, "proposal": key.proposal, "may": allowed,
        "answered": any(v.says for v in sheet.views if v.unit.path in mine),
        "sheet": sheet, "steps": {verb: reverse(f"proposals:{n}", args=[pk]) for verb, n in FORMS.items()},
        "options": moves.options(key, actor=request.actor, at=request.at),
        "acting": set(acting.values_list("pk", flat=True)), "entries": journal.story("key_proposal", pk),
    }  # fmt: skip
    return pages.page(request, "proposals/key.html", context)


def nominate(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "handle_with", *FILED)  # the committee's office, but for its proposers
    form = forms.NominateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = services.nominate(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已推荐；下一步征求各方面意见"))
        return see_other(key)
    return one_form(
        request, form, _("推荐为重点提案"), _("推荐"), proposal.get_absolute_url(), proposal=proposal
    )


def step(
    request: Request, key: KeyProposal, form: Any, act: Callable[..., Any], *, verb: str, title: str, first: str,
    said: str, states: tuple[str, ...] = (), **more: Any,
) -> HttpResponse:  # fmt: skip
    """One step of a key proposal that carries matter: the form, and what it does."""
    must(request, key, verb, *states)
    if request.method == "POST" and form.is_valid():
        try:
            act(key, **form.cleaned_data, actor=request.actor, at=request.at)
        except files.BadFile as fault:
            form.add_error("file", str(fault))
        except moves.Refused as refused:
            refill(form, refused)
        else:
            messages.success(request, said)
            return see_other(key)
    return one_form(request, form, title, first, key.get_absolute_url(), proposal=key.proposal, **more)


def consult(request: Request, pk: int) -> HttpResponse:
    key = found_key(request, pk)
    form = forms.ConsultForm(queries.may_be_asked(key), request.POST or None)
    return step(
        request, key, form, services.consult, verb="consult", states=("nominated",), title=_("征求意见"),
        first=_("送出"), said=_("已送出；到期没有答复的不再等"),
    )  # fmt: skip


def say(request: Request, pk: int) -> HttpResponse:
    """From one's own seat, or, for the office, from a letter."""
    key = found_key(request, pk)
    allowed = may(request, key, "say", "enter")
    asked = queries.may_be_asked(key).filter(pk__in=key.views.values("unit"))
    mine = {s.path for s in request.actor.seats if s.role in {"convener", "head"}}
    entered = "say" not in allowed
    if not entered:
        asked = asked.filter(path__in=mine)
    form = forms.SayForm(asked, request.POST or None)
    if entered:
        return step(
            request, key, form, _entered, verb="enter", states=("consulted",), title=_("代录征求到的意见"),
            first=_("存入"), said=_("已代录"), lead=_("没有账号的单位来函、来电的意见，写明依据后代录。"),
        )  # fmt: skip
    return step(
        request, key, form, services.say, verb="say", states=("consulted",), title=_("对列为重点提案提意见"),
        first=_("提交"), said=_("已提交，谢谢"),
    )  # fmt: skip


def _entered(key: KeyProposal, **said: Any) -> None:
    services.say(key, entered=True, **said)


def decide(request: Request, pk: int) -> HttpResponse:
    key = found_key(request, pk)
    on = calendar.day_of(request.at)
    form = forms.DecideForm(
        queries.leaders(key, on=on),
        queries.supervisors(key, on=on),
        request.POST or None,
        initial={"decided_on": on},
    )
    return step(
        request, key, form, services.decide, verb="decide", states=("ready",), title=_("主席会议审定"),
        first=_("审定"), said=_("已审定；领办、督办领导和提案者会收到通知"),
    )  # fmt: skip


def plan(request: Request, pk: int) -> HttpResponse:
    key = found_key(request, pk)
    form = rewriting(forms.PlanForm(request.POST or None, initial={"text": key.plan}))
    return step(
        request, key, form, services.plan, verb="plan", states=("decided", "under_way", "supervised"),
        title=_("督办方案"), first=_("保存"), said=_("已保存"),
    )  # fmt: skip


def start(request: Request, pk: int) -> HttpResponse:
    """What the departments will be told is shown once more before they are told."""
    key = found_key(request, pk)
    must(request, key, "start", "decided")
    if request.method == "POST":
        services.start(key, actor=request.actor, at=request.at)
        messages.success(request, _("已函告主办、会办单位"))
        return see_other(key)
    return pages.page(request, "proposals/key_start.html", {"key": key, "sheet": queries.sheet(key)})


def conclude(request: Request, pk: int) -> HttpResponse:
    key = found_key(request, pk)
    form = rewriting(forms.ConcludeForm(request.POST or None, initial={"text": key.conclusion}))
    return step(
        request, key, form, services.conclude, verb="conclude", states=("supervised",), title=_("督办结论报告"),
        first=_("完成结论"), said=_("已有结论，请报送党政领导"),
    )  # fmt: skip


def report(request: Request, pk: int) -> HttpResponse:
    key = found_key(request, pk)
    form = forms.ReportForm(request.POST or None)
    return step(
        request, key, form, services.report, verb="report", states=("concluded",), title=_("报送党政领导"),
        first=_("报送"), said=_("已报送；批示到了请登记"),
    )  # fmt: skip


def instruct(request: Request, pk: int) -> HttpResponse:
    key = found_key(request, pk)
    form = forms.InstructForm(request.POST or None, request.FILES or None)
    return step(
        request, key, form, _instructed(request), verb="instruct", states=("reported", "kept", "summarised"),
        title=_("登记批示"), first=_("登记"), said=_("已登记批示"), files=True,
    )  # fmt: skip


def _instructed(request: Request) -> Callable[..., None]:
    def act(key: KeyProposal, **said: Any) -> None:
        services.instruct(key, **{**said, "file": kept(request, said["file"], key.root)})

    return act


def summarise(request: Request, pk: int) -> HttpResponse:
    key = found_key(request, pk)
    form = forms.SummariseForm(request.POST or None)
    return step(
        request, key, form, services.summarise, verb="summarise", states=("kept",), title=_("年终总结"),
        first=_("完成"), said=_("已完成总结"),
    )  # fmt: skip


def arrange(request: Request, pk: int) -> HttpResponse:
    key = found_key(request, pk)
    form = forms.ArrangeForm(request.POST or None)
    return step(
        request, key, form, services.arrange, verb="plan", states=("under_way", "supervised"),
        title=_("安排督办活动"), first=_("安排并通知"), said=_("已安排；提案者、承办单位和领导会收到通知"),
    )  # fmt: skip


def hold(request: Request, pk: int) -> HttpResponse:
    act = found_act(request, pk)
    must(request, act, "hold", "planned")
    first = {"people": act.people}
    form = forms.HoldForm(
        queries.proposers(act.key.proposal), request.POST or None, request.FILES or None, initial=first
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            picture = kept(request, said.pop("file"), act.root)
        except files.BadFile as fault:
            form.add_error("file", str(fault))
        else:
            try:
                services.hold(act, **said, photo=picture, actor=request.actor, at=request.at)
            except moves.Refused as refused:
                refill(form, refused)
            else:
                messages.success(request, _("已登记活动结果"))
                return see_other(act)
    return one_form(
        request, form, _("登记活动结果"), _("登记"), act.get_absolute_url(), proposal=act.key.proposal, lead=str(act),
        files=True,
    )  # fmt: skip


def reschedule(request: Request, pk: int) -> HttpResponse:
    act = found_act(request, pk)
    must(request, act, "reschedule", "planned")
    form = forms.RescheduleForm(request.POST or None, initial={"day": act.day})
    if request.method == "POST" and form.is_valid():
        services.reschedule(act, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已改期，有关的人会收到通知"))
        return see_other(act)
    return one_form(
        request,
        form,
        _("督办活动改期"),
        _("改期"),
        act.get_absolute_url(),
        proposal=act.key.proposal,
        lead=str(act),
    )


@require_GET
def photo(request: Request, pk: int) -> FileResponse:
    return pages.sent_file(found_act(request, pk).photo)


@require_GET
def instruction_file(request: Request, pk: int) -> FileResponse:
    row = KeyInstruction.objects.select_related("file").filter(pk=pk).first()
    if row is None:
        raise Http404
    found_key(request, row.key_id)
    return pages.sent_file(row.file)
