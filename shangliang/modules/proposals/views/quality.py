"""质量评价、互评."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, journal
from shangliang.look import pages
from shangliang.modules.proposals import forms, queries, services
from shangliang.modules.proposals.models import DIMENSIONS, MANNERS, MutualReview, MutualScore
from shangliang.modules.proposals.views.common import (
    Request,
    found,
    may,
    must,
    one_form,
    see_other,
    tabs,
    within,
)

Side = MutualScore.Side
NAMES = {Side.DEPARTMENT: DIMENSIONS, Side.PROPOSER: MANNERS}
VERBS = {Side.DEPARTMENT: "score_proposal", Side.PROPOSER: "score_handling"}


def score(request: Request, pk: int) -> HttpResponse:
    """五性: by those who review it, never by those who brought it."""
    proposal = found(request, pk)
    must(request, proposal, "score")
    own = proposal.quality_scores.filter(person=request.actor.person_id).first()
    first = {name: getattr(own, name) for name in (*DIMENSIONS, "note")} if own else {}
    form = forms.MarksForm(DIMENSIONS, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        made = services.score_quality(
            proposal, given=form.given, note=form.cleaned_data["note"], actor=request.actor, at=request.at
        )
        messages.success(request, _("已评分，总分 %d") % made.total)
        return see_other(proposal)
    lead = _("每一项 0 到 100 分：90 以上优秀，75 以上良好，60 以上一般。提案者看不到谁评了多少分。")
    return one_form(
        request, form, _("质量评分"), _("保存"), proposal.get_absolute_url(), proposal=proposal, lead=lead
    )


@require_GET
def mutuals(request: Request) -> HttpResponse:
    """My mutual reviews, those that still wait first."""
    held = queries.reviews().filter(pk__in=within(request, MutualReview).values("pk"))
    context = {
        "tabs": tabs(request, "mutuals"), "open": list(held.filter(state="open").order_by("due_at", "pk")[:60]),
        "slice": pages.keyset(request, held.filter(state="shown")),
    }  # fmt: skip
    return pages.page(request, "proposals/mutuals.html", context)


def mutual(request: Request, pk: int) -> HttpResponse:
    """One of them: one's own side to fill in, and both once both are in."""
    related = ("unit", "proposal__drafter", "proposal__unit", "assignment__unit", "assignment__dispatch")
    review = pages.find(MutualReview, request.actor, "view", *related, pk=pk)
    allowed = may(request, review, *VERBS.values(), "inside")
    side = next((side for side, verb in VERBS.items() if verb in allowed), None)
    shown = queries.scores_for(review, request.actor)
    form: Any = None
    if review.state == "open" and side is not None:
        own = shown.get(side)
        first = {name: getattr(own, name) for name in (*NAMES[side], "note")} if own else {}
        form = forms.MarksForm(NAMES[side], request.POST or None, initial=first)
    if request.method == "POST":
        if side is None:
            raise Http404
        given = forms.MarksForm(NAMES[side], request.POST)
        if given.is_valid():
            note = given.cleaned_data["note"]
            services.score_mutual(
                review, side=side, given=given.given, note=note, actor=request.actor, at=request.at
            )
            messages.success(request, _("已记下；双方都评完或者期满以后，互相才看得到"))
            return see_other(review)
    return _mutual(request, review, side, shown, form, "inside" in allowed)


def _mutual(
    request: Request, review: MutualReview, side: Any, shown: dict[str, MutualScore], form: Any, inside: bool
) -> HttpResponse:  # fmt: skip
    grades = queries.marks(review.unit.path, calendar.day_of(review.entered_at))
    sides = [
        (
            MutualScore.Side(name), shown.get(name),
            [(label, getattr(shown[name], mark)) for mark, label in names.items()] if name in shown else [],
        )
        for name, names in NAMES.items()
    ]  # fmt: skip
    context = {
        "review": review, "side": side, "sides": sides, "form": form, "grades": grades,
        "hints": queries.hints(review, grades=grades), "said": side in shown,
        "sees": bool(may(request, review.proposal, "view")),
        "entries": journal.story("mutual_review", review.pk) if inside else [],
    }  # fmt: skip
    bad = form is not None and form.errors
    return pages.page(request, "proposals/mutual.html", context, status=422 if bad else 200)
