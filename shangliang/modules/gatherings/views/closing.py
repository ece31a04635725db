"""The end of the meeting, lights, steps."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shangliang.kernel import moves
from shangliang.look import doors, pages
from shangliang.modules.gatherings import forms, queries, services
from shangliang.modules.gatherings.models import Light
from shangliang.modules.gatherings.views.common import Request, done, find, find_as, keep, small


def end(request: Request, pk: int) -> HttpResponse:
    """散会：what was recorded, what is missing, and the button."""
    g = find_as(request, pk, "end")
    if request.method == "POST":
        services.end(g, actor=request.actor, at=request.at, note=request.POST.get("note", ""))
        return done(request, doors.way_of("gathering.ended", g) or g, _("会已散。请在期限内按记录汇编纪要"))
    blockers = [
        o.blockers for o in moves.options(g, actor=request.actor, at=request.at) if o.move.name == "end"
    ]
    context = {
        "g": g,
        "seen": queries.console(g, at=request.at),
        "blockers": blockers[0] if blockers else None,
        "left": doors.doors_of("gathering.ending", g),
    }
    return pages.page(request, "gatherings/end.html", context)


def cancel(request: Request, pk: int) -> HttpResponse:
    g = find_as(request, pk, "cancel")
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.cancel(g, **form.cleaned_data, actor=request.actor, at=request.at)
        return done(request, g, _("已取消，名单上的人都会收到通知"))
    return small(
        request,
        g,
        form,
        title=_("取消这次协商"),
        button=_("确认取消"),
        warn=_("取消以后不能恢复，议题会退回待协商。"),
        lead=_("理由会告诉名单上的每一个人。只是换时间的话，请用“改期”。"),
    )


def light(request: Request, pk: int, kind: str) -> HttpResponse:
    if kind not in Light.Kind.values:
        raise Http404
    g = find_as(request, pk, "light")
    lit = g.lights.filter(kind=kind).first()
    evidence = lit.evidence if lit else queries.evidence_for(kind, queries.room(g))
    form = forms.LightForm(request.POST or None, request.FILES or None, initial={"evidence": evidence})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            file = keep(request, g, form.cleaned_data["file"])
            words = form.cleaned_data["evidence"]
            services.light(g, kind=kind, evidence=words, file=file, actor=request.actor, at=request.at)
        return done(request, g, _("“%s”已点亮") % Light.Kind(kind).label, part="#lights")
    return small(
        request, g, form, title=_("五个一：%s") % Light.Kind(kind).label, button=_("点亮"), uploads=True
    )


@require_POST
def step(request: Request, pk: int, order: int) -> HttpResponse:
    g = find(request, pk)
    form = forms.StepForm(request.POST)
    if not form.is_valid():
        raise moves.Refused(*[words for _id, _label, words in pages.form_errors(form)])
    done_now = form.cleaned_data["done"] != "0"
    services.tick_step(
        g, order=order, note=form.cleaned_data["note"], done=done_now, actor=request.actor, at=request.at
    )
    return done(request, g, _("已勾选") if done_now else _("已收回"), part="#steps")
