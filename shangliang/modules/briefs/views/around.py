"""三源征题: briefs out of voices and topics. A year in figures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, moves, params
from shangliang.kernel.access import STEP
from shangliang.kernel.text import whole
from shangliang.look import pages
from shangliang.look.shapes import Bar, Column
from shangliang.modules.briefs import forms, queries, services
from shangliang.modules.briefs.models import Adoption
from shangliang.modules.briefs.views.common import (
    Request,
    desks,
    offices,
    tabs,
    token,
    within,
)
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

SHOWN = 12


@require_GET
def sources(request: Request) -> HttpResponse:
    """Candidates, and a form for any other by its number."""
    return _sources(request)


def _sources(request: Request, status: int = 200, **more: Any) -> HttpResponse:
    root = min((s.path for s in request.actor.seats if s.path), default="")[:STEP]
    heads = int(params.value(root, "briefs.common_heads", calendar.day_of(request.at)))
    words = request.GET.get("q", "").strip()[:60]
    able = offices(request)
    if not able:
        raise moves.NotAllowed(_("这一步不归您办理"))
    voices = queries.common_voices(within(request, Voice)).filter(unit__in=able)
    topics = queries.common_topics(within(request, Topic), heads=heads).filter(unit__in=able)
    if words:
        voices, topics = voices.filter(title__icontains=words), topics.filter(title__icontains=words)
    context = {
        "tabs": tabs(request, "sources"), "topics": list(topics[:SHOWN]), "voices": list(voices[:SHOWN]), "q": words,
        "heads": heads, "voice_form": forms.NumberForm(prefix="voice"),
        "topic_form": forms.NumberForm(prefix="topic"), **more,
    }  # fmt: skip
    return pages.page(request, "briefs/sources.html", context, status=status)


@require_POST
def from_voice(request: Request) -> HttpResponse:
    form = forms.NumberForm(request.POST, prefix="voice")
    if not form.is_valid():
        return _sources(request, 422, voice_form=form)
    voice = (
        within(request, Voice).filter(pk=form.cleaned_data["number"]).select_related("unit", "field").first()
    )
    if voice is None:
        form.add_error("number", _("没有这个编号的来声，或者您看不到它"))
        return _sources(request, 422, voice_form=form)
    brief = services.from_voice(voice, actor=request.actor, at=request.at, token=token(request))
    messages.success(request, _("已转成信息草稿，来声连着它；补上意见建议再报送"))
    return pages.see_other(brief)


@require_POST
def from_topic(request: Request) -> HttpResponse:
    form = forms.NumberForm(request.POST, prefix="topic")
    if not form.is_valid():
        return _sources(request, 422, topic_form=form)
    topic = (
        within(request, Topic).filter(pk=form.cleaned_data["number"]).select_related("unit", "field").first()
    )
    if topic is None:
        form.add_error("number", _("没有这个编号的议题，或者您看不到它"))
        return _sources(request, 422, topic_form=form)
    brief = services.from_topic(topic, actor=request.actor, at=request.at, token=token(request))
    messages.success(request, _("已转成信息草稿，议题连着它；补上意见建议再报送"))
    return pages.see_other(brief)


@require_GET
def figures(request: Request) -> HttpResponse:
    """A year of one CPPCC: received, issued, adopted by level and source; ?format=csv|xlsx."""
    units = desks(request, "secretary", "chair")
    if not units:
        raise Http404
    unit = next((u for u in units if u.code == request.GET.get("unit")), units[0])
    this = calendar.day_of(request.at).year
    year = whole(request.GET.get("year", "")) or this
    if not this - 50 < year <= this:
        raise Http404
    counted = queries.year(unit, year=year, total_label=_("合计"))
    if (form := request.GET.get("format")) in {"csv", "xlsx"}:
        headings, table = _headings(), [_row(line) for line in (*counted.lines, counted.total)]
        name = _("%(unit)s%(year)d年社情民意信息统计") % {"unit": unit.short, "year": year}
        return pages.table_response(table, headings, name, form=form)
    context = {
        "tabs": tabs(request, "figures"), "units": units, "unit": unit, "year": counted,
        "years": queries.years(unit, now=this),
        "level_columns": [Column(v, _("%s采用") % label, numeric=True) for v, label in Adoption.Level.choices],
        "bars": [Bar(line.label, line.received, _("印发 %d") % line.issued) for line in counted.lines],
    }  # fmt: skip
    return pages.page(request, "briefs/figures.html", context)


def _headings() -> list[str]:
    levels = [_("%s采用") % label for label in Adoption.Level.labels]
    return [_("来源"), _("收到"), _("未采用"), _("印发"), *levels, _("领导批示"), _("已反馈")]


def _row(line: queries.Line) -> list[Any]:
    levels = [line.adopted[level] for level in queries.LEVELS]
    return [line.label, line.received, line.rejected, line.issued, *levels, line.instructed, line.fed_back]
