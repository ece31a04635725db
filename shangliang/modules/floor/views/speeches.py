"""Acts on the line: each button is one of these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from shangliang.kernel import moves
from shangliang.look import pages
from shangliang.modules.floor import forms, services
from shangliang.modules.floor.models import Speech
from shangliang.modules.floor.views.common import Request, console_at, find, small

PLAIN: dict[str, tuple[Callable[..., None], Any]] = {
    "call": (services.call, lazy("请 %s 发言")),
    "pause": (services.pause, lazy("%s 的发言已暂停")),
    "resume": (services.resume, lazy("%s 继续发言")),
    "admit": (services.admit, lazy("已准许 %s 的程序动议")),
    "requeue": (services.requeue, lazy("%s 重新排队")),
    "withdraw": (services.withdraw, lazy("%s 不发言了")),
}
WITH_WHY: dict[str, tuple[Callable[..., None], Any]] = {
    "skip": (services.skip, lazy("已跳过 %s")),
    "refuse": (services.refuse, lazy("没有准许 %s 的程序动议")),
}


def _one(request: Request, pk: int) -> Speech:
    return pages.find(
        Speech, request.actor, "view", "unit", "participant", "floor__gathering__unit", pk=pk
    )  # fmt: skip


@require_POST
def enter(request: Request, pk: int) -> HttpResponse:
    """For somebody without a telephone."""
    floor = find(request, pk, "arrange")
    form = forms.EntryForm(request.POST, floor=floor)
    if not form.is_valid():
        raise moves.Refused(*[words for _id, _label, words in pages.form_errors(form)])
    speech = services.ask_to_speak(floor, **form.wish(), actor=request.actor, at=request.at)
    return pages.done(request, console_at(floor, "line"), _("已替 %s 排队") % speech.participant.name)


@require_POST
def act(request: Request, pk: int, act: str) -> HttpResponse:
    speech = _one(request, pk)
    if act == "finish":
        notes = request.POST.get("notes", "")
        services.finish(speech, notes=notes, actor=request.actor, at=request.at)
        said = _("%(who)s 发言结束，讲了 %(n)d 秒") % {
            "who": speech.participant.name, "n": speech.spoken_ms // 1000,
        }  # fmt: skip
    elif act in PLAIN:
        do, words = PLAIN[act]
        do(speech, actor=request.actor, at=request.at)
        said = words % speech.participant.name
    elif act in WITH_WHY:
        do, words = WITH_WHY[act]
        do(speech, why=request.POST.get("why", ""), actor=request.actor, at=request.at)
        said = words % speech.participant.name
    else:
        raise Http404
    return pages.done(request, console_at(speech.floor, "line"), said)


def notes(request: Request, pk: int) -> HttpResponse:
    speech = _one(request, pk)
    moves.must(speech, "note", actor=request.actor)
    first = {"notes": speech.notes, "seen": services.mark_of(speech.notes)}
    form = forms.NotesForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        services.note(speech, **form.cleaned_data, actor=request.actor, at=request.at)
        return pages.done(request, speech, _("发言要点已保存"))
    return small(
        request, speech.floor, form, title=_("%s 的发言要点") % speech.participant.name, button=_("保存"),
        back=speech.get_absolute_url(),
    )  # fmt: skip
