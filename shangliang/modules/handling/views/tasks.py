"""The working page of one department's part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, loop, moves
from shangliang.kernel.models import Entry
from shangliang.kernel.text import points
from shangliang.look import pages
from shangliang.modules.handling import forms, queries, services
from shangliang.modules.handling.models import Assignment, Reply
from shangliang.modules.handling.services.replying import CONTACT_PHASES, CONTACT_WAYS, TO_DRAFT
from shangliang.modules.handling.views import cards
from shangliang.modules.handling.views.common import Request, done, find_part, may, see_other
from shangliang.modules.org import queries as org

WRITING = {*TO_DRAFT, "drafting"}
VERBS = (
    "read_draft", "save_draft", "advise", "promise", "contact", "reassign", "countersign", "extend",
    "read_advice",
)  # fmt: skip
# What others said that the department must know before it goes on: state → verbs whose note says it.
SAID = {
    "pending": {"keep"}, "refusing": {"refuse"}, "bounced": {"bounce"}, "redoing": {"reopen"},
    "drafting": {"bounce", "reopen"},
}  # fmt: skip

SAID_TITLES = {
    "pending": lazy("申退被驳回"), "refusing": lazy("申请退办的理由"), "bounced": lazy("审核没有通过"),
    "redoing": lazy("要求二次办理"), "drafting": lazy("退回时的意见"),
}  # fmt: skip


@require_GET
def assignment(request: Request, pk: int) -> HttpResponse:
    return show(request, find_part(request, pk))


def show(request: Request, part: Assignment, status: int = 200, **bound: Any) -> HttpResponse:
    """The page; `bound` are forms that came back with errors, in place of empty ones."""
    rights = may(request, part, *VERBS)
    versions = queries.versions(part, drafts="read_draft" in rights)
    reply = versions[0] if versions else None
    entries = journal.story("assignment", part.pk)
    writing = "save_draft" in rights and part.answers and part.state in WRITING
    helpers = queries.helpers(part, reply) if part.answers else []
    returned = bound.pop("evidence_form", None), bound.pop("postpone_form", None)
    context = {
        "part": part, "dispatch": part.dispatch, "may": rights, "reply": reply,
        "versions": [(v, list(v.countersigns.all())) for v in versions[1:]],
        "writing": writing, "helpers": helpers, "leads": queries.leads(part) if not part.answers else [],
        "promises": cards.promises(request, part, *returned),
        "options": _options(request, part, writing, bool(helpers)), "entries": entries[::-1],
        "said": _said(part, entries), "said_title": SAID_TITLES.get(part.state, ""),
        "chain": loop.chain("dispatch", part.dispatch_id),
        "following": queries.following(part, request.actor) if "save_draft" in rights else None,
        "ours": _to_countersign(request, part, reply, rights), "talks": _talks(entries),
        **_forms(request, part, reply, rights, writing), **bound,
    }  # fmt: skip
    return pages.page(request, "handling/assignment.html", context, status=status)


def _forms(
    request: Request, part: Assignment, reply: Reply | None, rights: set[str], writing: bool
) -> dict[str, Any]:
    """The empty forms of what this actor may do now; the others are None."""
    open_part = part.state not in {"pending", "refusing", *Assignment.OUT}
    initial = {}
    if reply:
        initial = {name: getattr(reply, name) for name in ("text", "adoption", "norm", "reason")}
        initial["seen"] = reply.at.isoformat()
    earliest = (calendar.day_of(request.at) + timedelta(days=1)).isoformat()
    promise = forms.PromiseForm(auto_id="promise_%s") if writing else None
    if promise:
        promise.fields["due_on"].widget.attrs["min"] = earliest
    return {
        "reply_form": forms.ReplyForm(initial=initial) if writing else None,
        "promise_form": promise,
        "advice_form": forms.AdviceForm() if "advise" in rights and part.state == "advising" else None,
        "contact_form": forms.ContactForm(auto_id="contact_%s")
        if "contact" in rights and open_part
        else None,
        "countersign_form": forms.CountersignForm(auto_id="countersign_%s"),
        "reassign_form": _reassign(part)
        if "reassign" in rights and part.state in {"pending", "refusing"}
        else None,
    }


def _reassign(part: Assignment, data: Any = None) -> forms.ReassignForm:
    units = org.departments(part.dispatch.unit.path).exclude(pk=part.unit_id)
    return forms.ReassignForm(data, units=units, auto_id="reassign_%s")


def _options(request: Request, part: Assignment, writing: bool, helped: bool) -> list[moves.Option]:
    """The next steps. What is not this part's way is left out; what the editor's own buttons do, too."""
    options = moves.options(part, actor=request.actor, at=request.at)
    wrong = {"sign_help", "advise"} if part.answers else {"sign", "draft", "circulate", "submit"}
    if not helped:
        wrong |= {"circulate"}
    mine = [o for o in options if o.move.name not in wrong]
    return [o for o in mine if o.blockers or not writing or o.move.name not in {"circulate", "submit"}]


def _said(part: Assignment, entries: list[Entry]) -> Entry | None:
    """The last word of those who sent it back, as long as it has not been answered."""
    for entry in reversed(entries):
        if entry.note and entry.verb in SAID.get(part.state, ()):
            return entry
        if entry.verb == "submit":
            return None
    return None


def _talks(entries: list[Entry]) -> list[tuple[Any, Any, Entry]]:
    """Talks with those who asked: when, how, and the entry that says what about."""
    return [
        (CONTACT_PHASES.get(e.facts["phase"], ""), CONTACT_WAYS.get(e.facts["way"], ""), e)
        for e in entries
        if e.verb == "contact"
    ]


def _to_countersign(request: Request, part: Assignment, reply: Reply | None, rights: set[str]) -> list[Any]:
    """The helping departments of this actor that have not yet agreed to the newest version."""
    if "countersign" not in rights or part.state != "countersigning" or reply is None:
        return []
    ours = set(queries.departments(request.actor))
    return [h for h in queries.helpers(part, reply) if h.assignment.unit.path in ours]


@require_POST
def draft(request: Request, pk: int) -> HttpResponse:
    """Save; with `then`, go on: to the helping departments ("circulate") or to the check ("submit")."""
    part = find_part(request, pk)
    form = forms.ReplyForm(request.POST)
    if not form.is_valid():
        return show(request, part, 422, reply_form=form)
    services.save_draft(part, **form.cleaned_data, actor=request.actor, at=request.at)
    then = request.POST.get("then", "")
    if then not in {"circulate", "submit"}:
        return done(request, part, _("答复稿已保存"))
    try:
        moves.make(part, then, actor=request.actor, at=request.at)
    except moves.Refused as refused:
        messages.warning(request, _("答复稿已保存，还不能提交：%s") % points(refused.reasons))
        return see_other(part)
    return done(request, part, _("已提交督查审核") if then == "submit" else _("已送协办单位会签"))


@require_POST
def countersign(request: Request, pk: int) -> HttpResponse:
    """On the newest version that the page showed (`version`)."""
    part = find_part(request, pk)
    form = forms.CountersignForm(request.POST, auto_id="countersign_%s")
    if not form.is_valid():
        return show(request, part, 422, countersign_form=form)
    shown = request.POST.get("version", "")
    reply = part.replies.filter(version=int(shown) if shown.isascii() and shown.isdigit() else 0).first()
    if reply is None:
        raise moves.Stale(_("答复稿已有新的一版，请看新稿再会签"), state=moves.label_of(part))
    seated = set(queries.departments(request.actor))
    ours = [h.assignment.unit for h in queries.helpers(part, reply) if h.assignment.unit.path in seated]
    if not ours:
        raise moves.NotAllowed(_("会签由协办单位的人办理"))
    for unit in ours:
        services.countersign(
            reply, unit=unit, agrees=form.cleaned_data["agrees"] == "yes", note=form.cleaned_data["note"],
            actor=request.actor, at=request.at,
        )  # fmt: skip
    return done(request, part, _("会签意见已送主办单位"))


@require_POST
def advise(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    form = forms.AdviceForm(request.POST)
    if not form.is_valid():
        return show(request, part, 422, advice_form=form)
    services.advise(part, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, part, _("协办意见已送主办单位"))


@require_POST
def contact(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    form = forms.ContactForm(request.POST, auto_id="contact_%s")
    if not form.is_valid():
        return show(request, part, 422, contact_form=form)
    services.contact(part, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, part, _("沟通情况已登记"))


@require_POST
def reassign(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    form = _reassign(part, request.POST)
    if not form.is_valid():
        return show(request, part, 422, reassign_form=form)
    new = services.reassign(part, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, part.dispatch, _("已改派%s，原单位已收到通知") % new.unit)
