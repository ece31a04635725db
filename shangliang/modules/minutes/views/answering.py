"""What became of opinions; on what a consensus rests."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import journal, moves
from shangliang.look import pages
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.minutes import forms, queries, services
from shangliang.modules.minutes.models import Treatment
from shangliang.modules.minutes.views.common import Request, crumbs, find, refused, small

ROWS = ("unit", "minutes__gathering", "opinion__participant__unit", "opinion__agenda")


@require_GET
def mine(request: Request) -> HttpResponse:
    """What became of everything I have said, at whatever gathering."""
    rows = queries.mine(request.actor.person)
    return pages.page(request, "minutes/mine.html", {"slice": pages.keyset(request, rows)})


@require_GET
def treatment(request: Request, pk: int) -> HttpResponse:
    """One opinion and what became of it."""
    found = pages.find(Treatment, request.actor, "view", *ROWS, pk=pk)
    may = pages.may(request, found, *moves.steps(found), "read", "hear", "oversee")
    if "read" not in may:
        return redirect(found.minutes.public_url())
    context = {
        "t": found, "paper": found.minutes, "crumbs": crumbs(found.minutes, _("意见采纳情况")),
        "options": moves.options(found, actor=request.actor, at=request.at, may=may),
        "replies": list(found.opinion.replies.select_related("participant__unit")),
        "rests": list(found.opinion.consensus.select_related("responsible")),
        "entries": journal.story("treatment", pk) if may - {"read"} else [],
    }  # fmt: skip
    return pages.page(request, "minutes/treatment.html", context)


def answer(request: Request, pk: int) -> HttpResponse:
    found = pages.find(Treatment, request.actor, "view", *ROWS, pk=pk)
    moves.must(found, "adopt", actor=request.actor)
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.answer(found, **form.cleaned_data, actor=request.actor, at=request.at)
        return pages.done(
            request, f"{found.minutes.get_absolute_url()}#opinions", _("已写明，提意见的人会看到")
        )
    who = found.opinion.participant
    return small(
        request, found.minutes, form, title=_("怎么处理这条意见"), button=_("写明"),
        above=[(who.name, found.opinion.text)], warn=_("写明以后不能再改。"),
    )  # fmt: skip


@require_POST
def answer_rest(request: Request, pk: int) -> HttpResponse:
    paper = find(request, pk)
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        raise refused(form)
    count = services.answer_rest(paper, **form.cleaned_data, actor=request.actor, at=request.at)
    return pages.done(request, f"{paper.get_absolute_url()}#opinions", _("已答复 %d 条意见") % count)


def cite(request: Request, pk: int, consensus: int) -> HttpResponse:
    """On which opinions a consensus rests; those that read alike are named beside."""
    paper = find(request, pk, "cite")
    rows = queries.grounds(gatherings.room(paper.gathering)).rows
    ground = next((r for r in rows if r.consensus.pk == consensus), None)
    if ground is None:
        raise Http404
    first = {"opinions": [o.pk for o in ground.linked], "reason": ground.reason}
    form = forms.CiteForm(
        request.POST if request.method == "POST" else None, gathering=paper.gathering_id, initial=first
    )
    if request.method == "POST" and form.is_valid():
        one = ground.consensus
        services.cite(paper, consensus=one, **form.cleaned_data, actor=request.actor, at=request.at)
        return pages.done(request, f"{paper.get_absolute_url()}#grounds", _("已写明依据"))
    alike = [(_("读起来也有关，请核对"), o.text) for o in ground.alike]
    return small(
        request, paper, form, title=_("共识从哪几条意见来"), button=_("写明依据"),
        above=[(_("共识"), ground.consensus.text), *alike],
    )  # fmt: skip
