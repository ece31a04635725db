"""What a machine proposes, and what a person takes over of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shangliang.kernel import moves
from shangliang.look import pages
from shangliang.modules.minutes import forms, queries, services
from shangliang.modules.minutes.models import OPEN, Draft, Minutes
from shangliang.modules.minutes.views.common import Request, crumbs, find, refused


def machine(request: Request, pk: int) -> HttpResponse:
    """Every draft of a machine with what it was asked and what it wrote; the button that asks for another."""
    paper = find(request, pk, "ask_machine")
    if request.method == "POST":
        services.ask_machine(paper, actor=request.actor, at=request.at)
        return pages.done(request, request.path, _("已请机器起草，写好了会通知您"))
    names = {i.key: (i.title or i.text[:20]) for i in paper.items.all()}
    drafts = [(d, {i.text for i in d.items.all()}) for d in queries.drafts(paper)]
    context = {
        "paper": paper, "drafts": drafts, "names": names, "crumbs": crumbs(paper, _("机器起草")),
        "allowed": queries.machine_allowed(paper.unit.path, request.at), "open": paper.state in OPEN,
        "running": any(d.done_at is None for d, _taken in drafts),
    }  # fmt: skip
    return pages.page(request, "minutes/machine.html", context)


@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    draft = Draft.objects.filter(pk=pk).first()
    paper = Minutes.objects.filter(gathering=draft.gathering_id).first() if draft else None
    if draft is None or paper is None:
        raise Http404
    paper = find(request, paper.pk)
    moves.must(paper, "take_over", actor=request.actor)
    form = forms.TakeForm(request.POST, draft=draft)
    if not form.is_valid():
        raise refused(form)
    made = services.take_over(
        draft, numbers=form.cleaned_data["sentences"], actor=request.actor, at=request.at
    )
    return pages.done(request, f"{paper.get_absolute_url()}#added", _("已采用 %d 句") % len(made))
