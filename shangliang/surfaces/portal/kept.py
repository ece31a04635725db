"""What departments promised, who is late, and the question: is it really so?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import moves
from shangliang.look import pages
from shangliang.modules.handling import forms, queries, services
from shangliang.modules.handling.models import Promise, Question
from shangliang.surfaces.portal import guesses

Request = Any
OPEN = ("asked", "silent")


@require_GET
def promises(request: Request) -> HttpResponse:
    """承诺登记: every promise of a reply that has been published, with how far it slipped and what shows for it."""
    state, unit = request.GET.get("state", "")[:20], request.GET.get("unit", "")[:40]
    states = {n: s.label for n, s in moves.kind_of(Promise).flow.states.items() if n != "dropped"}
    late = state == "late"
    rows = queries.register(state=state if state in states else "", unit=unit, late=late, at=request.at)
    context = {"slice": pages.keyset(request, rows), "state": state, "states": states, "unit": unit}
    return pages.page(request, "portal/promises.html", context)


@require_GET
def overdue(request: Request) -> HttpResponse:
    """逾期名单: departments that owe an answer, longest first."""
    return pages.page(request, "portal/overdue.html", {"units": queries.public_board(at=request.at)})


def really(request: Request, token: str) -> HttpResponse:
    """回访: answered from the link, without signing in; once."""
    guesses.check(request)
    try:
        question, actor = services.holder(token)
    except Question.DoesNotExist:
        guesses.missed(request)
        raise Http404 from None
    form = forms.ReallyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.answer(question, **form.cleaned_data, actor=actor, at=request.at)
        messages.success(request, _("谢谢您，已经记下。"))
        return redirect(request.path)
    replies = [p for p in queries.parts(question.dispatch) if p.reply]
    context = {"question": question, "form": form if question.state in OPEN else None, "replies": replies}
    return pages.page(request, "portal/really.html", context, status=422 if form.errors else 200)
