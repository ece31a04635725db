"""One dispatch, for those who asked and those who sent it: replies, ratings, second handling, the question."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, files, journal, loop, moves
from shangliang.look import pages
from shangliang.modules.handling import forms, queries, services
from shangliang.modules.handling.models import Assignment, Concerned, Dispatch, Question, Rating
from shangliang.modules.handling.services import printing
from shangliang.modules.handling.services.rating import RATABLE
from shangliang.modules.handling.views.common import Request, done, find_dispatch, may, sent_file

THEN = {"accept": "accept_result", "redo": "redo"}
VERBS = ("rate", "accept_result", "redo", "rate_proxy", "oversee")


@require_GET
def dispatch(request: Request, pk: int) -> HttpResponse:
    return _show(request, find_dispatch(request, pk))


def _show(request: Request, thing: Dispatch, status: int = 200, **bound: Any) -> HttpResponse:
    rights = may(request, thing, *VERBS, *moves.steps(thing))
    parts = queries.parts(thing)
    ratings = list(thing.ratings.select_related("form", "entered_by").order_by("-pk")[:100])
    mine = next((r for r in ratings if _mine(r, thing, request)), None)
    options = moves.options(thing, actor=request.actor, at=request.at, may=rights)
    accept = next((o for o in options if o.move.name == "accept_result"), None)
    concerned = list(thing.concerned.all())
    context = {
        "dispatch": thing, "parts": parts, "mine": mine, "accept": accept, "decides": bool(accept),
        "ratings": ratings, "satisfaction": queries.satisfaction(thing),
        "attitudes": Rating.Attitude.choices, "results": Rating.Result.choices,
        "options": options, "may": rights, "items": list(thing.items.all()),
        "concerned": concerned, "talks": queries.talks(thing),
        "talk_form": forms.AnswerTalkForm(), "talk_ours": queries.may_answer_talks(request.actor, thing),
        "entries": journal.story("dispatch", thing.pk),
        "chain": loop.chain("dispatch", thing.pk, actor=request.actor),
        "seen": _seen(request, parts), **_forms(thing, rights, mine, concerned),
        **_questions(request, thing), **bound,
    }  # fmt: skip
    return pages.page(request, "handling/dispatch.html", context, status=status)


def _mine(rating: Rating, thing: Dispatch, request: Request) -> bool:
    own = rating.by == f"person:{request.actor.person_id}"
    return own and rating.round == thing.round and rating.replaced_at is None


def _forms(
    thing: Dispatch, rights: set[str], mine: Rating | None, concerned: list[Concerned]
) -> dict[str, Any]:
    open_now = thing.state in RATABLE
    can_rate = "rate" in rights and open_now and (mine is None or mine.proxy)
    can_redo = "redo" in rights and thing.state in {"replied", "tracking", "closed"}
    named = thing.concerned.filter(person__isnull=False)
    by_proxy = "rate_proxy" in rights and open_now and any(c.person_id for c in concerned)
    return {
        "judge_form": forms.JudgeForm() if can_rate else None,
        "redo_form": _redo(thing) if can_redo else None,
        "proxy_form": forms.ProxyForm(concerned=named, auto_id="proxy_%s") if by_proxy else None,
    }


def _questions(request: Request, thing: Dispatch) -> dict[str, Any]:
    """The question to those concerned: who said what, and what this actor may do about a doubt."""
    asked = list(thing.questions.select_related("unit").exclude(state="void"))
    doubted = [q for q in asked if q.state == "doubted"]
    verbs = may(request, doubted[0], "uphold", "dismiss") if doubted else set()
    return {
        "questions": asked, "question_verbs": verbs, "uphold_form": forms.UpholdForm(auto_id="uphold_%s"),
        "dismiss_move": moves.kind_of(Question).flow.moves["dismiss"],
    }  # fmt: skip


def _seen(request: Request, parts: list[queries.PartOf]) -> set[int]:
    """The parts whose own page this actor may open (1 query)."""
    rows = Assignment.objects.filter(pk__in=[p.assignment.pk for p in parts])
    policy = moves.kind_of(Assignment).policy
    return set(policy.reachable(request.actor, "view", rows).values_list("pk", flat=True))


def _redo(thing: Dispatch, data: Any = None) -> forms.RedoForm:
    parts = thing.assignments.filter(part__in=Assignment.ANSWERING, state="replied").select_related("unit")
    return forms.RedoForm(data, parts=parts, auto_id="redo_%s")


@require_GET
def letter(request: Request, pk: int) -> HttpResponse:
    """答复函 of one department, for everybody who may see the dispatch; only what has passed the check."""
    found = Assignment.objects.select_related("unit", "dispatch__unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    find_dispatch(request, found.dispatch_id)
    reply = queries.latest_reply(found, published=True)
    if reply is None:
        raise Http404
    reply.assignment = found
    name = _("%(unit)s的答复.docx") % {"unit": found.unit}
    return pages.docx_response(printing.reply_letter(reply, on=calendar.day_of(request.at)), name)


@require_POST
def judge(request: Request, pk: int) -> HttpResponse:
    """One's own rating in two steps: filled in, then shown once more and confirmed (`code`)."""
    thing = find_dispatch(request, pk)
    form, then = forms.JudgeForm(request.POST), request.POST.get("then", "")
    then = then if then in THEN else ""
    if not form.is_valid():
        return _show(request, thing, 422, judge_form=form)
    if then:
        moves.must(thing, THEN[then], actor=request.actor)
    opinion, code = form.opinion(), request.POST.get("code", "")
    if not code:
        sealed = services.confirmation(thing, opinion=opinion, actor=request.actor)
        context = {"dispatch": thing, "form": form, "opinion": opinion, "code": sealed, "then": then}
        return pages.page(request, "handling/confirm.html", context)
    session = services.Session(
        address=request.META.get("REMOTE_ADDR"), device=request.headers.get("user-agent", "")
    )
    services.judge(
        thing, opinion=opinion, label=request.actor.label, then=then, code=code, session=session,
        actor=request.actor, at=request.at,
    )  # fmt: skip
    return done(request, thing, _("评价已记下"))


@require_POST
def proxy(request: Request, pk: int) -> HttpResponse:
    """代录: what was written on paper, with the signed form."""
    thing = find_dispatch(request, pk)
    named = thing.concerned.filter(person__isnull=False)
    form = forms.ProxyForm(request.POST, request.FILES, concerned=named, auto_id="proxy_%s")
    if form.is_valid():
        try:
            _enter(request, thing, form)
        except files.BadFile as fault:
            form.add_error("form", str(fault))
        else:
            return done(request, thing, _("书面评价已代录，本人会收到通知"))
    return _show(request, thing, 422, proxy_form=form)


@transaction.atomic
def _enter(request: Request, thing: Dispatch, form: forms.ProxyForm) -> None:
    given, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
    kept = files.keep(given["form"], root=thing.root, person_id=request.actor.person_id, at=request.at)
    services.rate_proxy(thing, by=given["by"], opinion=form.opinion(), form=kept, **who)


@require_GET
def proxy_file(request: Request, pk: int) -> FileResponse:
    """The signed form, for those who may enter one and for the person it speaks for."""
    rating = Rating.objects.select_related("form").filter(pk=pk).exclude(form=None).first()
    if rating is None or rating.form is None:
        raise Http404
    thing = find_dispatch(request, rating.dispatch_id)
    if not may(request, thing, "rate_proxy") and rating.by != f"person:{request.actor.person_id}":
        raise Http404
    return sent_file(rating.form)


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    thing = find_dispatch(request, pk)
    services.accept_result(thing, actor=request.actor, at=request.at)
    return done(request, thing, _("已认可办理结果，转入承诺跟踪"))


@require_POST
def redo(request: Request, pk: int) -> HttpResponse:
    thing = find_dispatch(request, pk)
    form = _redo(thing, request.POST)
    if not form.is_valid():
        return _show(request, thing, 422, redo_form=form)
    services.redo(thing, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, thing, _("已要求二次办理，承办单位已收到通知"))


@require_POST
def uphold(request: Request, pk: int) -> HttpResponse:
    question = pages.find(Question, request.actor, "view", "unit", "dispatch__unit", pk=pk)
    thing = find_dispatch(request, question.dispatch_id)
    form = forms.UpholdForm(request.POST, auto_id="uphold_%s")
    if not form.is_valid():
        return _show(request, thing, 422, uphold_form=form)
    services.uphold(question, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, thing, _("异议成立，已进入二次办理"))
