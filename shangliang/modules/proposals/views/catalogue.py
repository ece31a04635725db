"""选题目录: what may be written about; who offered it, who writes on it, what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, moves
from shangliang.kernel.access import STEP
from shangliang.kernel.text import whole
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Seat
from shangliang.modules.proposals import forms, queries, services
from shangliang.modules.proposals.models import LISTED, Proposal, ProposalTopic
from shangliang.modules.proposals.views.common import (
    Request,
    found,
    may,
    must,
    one_form,
    see_other,
    tabs,
    token,
    within,
)
from shangliang.modules.voices.models import Voice

OFFICE = {"secretary", "chair"}
SHOWN = 60


@require_GET
def catalogue(request: Request) -> HttpResponse:
    """A year by field; the office sees first what waits for it. ?format=csv."""
    reach = within(request, ProposalTopic)
    day = calendar.day_of(request.at)
    held = queries.catalogue_years(reach) or [day.year]
    year = whole(request.GET.get("year", "")) or held[0]
    source = request.GET.get("source", "")
    rows = queries.catalogue(reach, year=year, source=source)
    if request.GET.get("format") == "csv":
        return _table(rows, year)
    office = bool(request.actor.roles & OFFICE)
    mine = (
        queries.topics(reach.filter(offerer=request.actor.person_id))
        if request.actor.person_id
        else reach.none()
    )
    waiting = queries.topics(reach.filter(state="offered")) if office else reach.none()
    context = {
        "tabs": tabs(request, "catalogue"), "fields": queries.by_field(rows), "year": year, "years": held,
        "source": source, "sources": ProposalTopic.Source.choices, "office": office, "count": len(rows),
        "waiting": list(waiting.order_by("due_at", "pk")[:SHOWN]), "mine": list(mine.order_by("-pk")[:SHOWN]),
        "figures": queries.catalogue_figures(reach, year=year) if office else [],
        "can_list": "secretary" in request.actor.roles, "voice_form": forms.VoiceForm(),
    }  # fmt: skip
    return pages.page(request, "proposals/catalogue.html", context)


def _table(rows: list[Any], year: int) -> HttpResponse:
    headings = [
        _("年度"),
        _("来源"),
        _("领域"),
        _("选题"),
        _("荐题单位"),
        _("状态"),
        _("认领"),
        _("提案"),
        _("立案"),
    ]
    table = [
        (
            t.year, t.get_source_display(), t.field or "", t.title, t.offered_by or "", moves.label_of(t), t.writers,
            t.handed_in, t.filed,
        )
        for t in rows
    ]  # fmt: skip
    return pages.csv_response(table, headings, f"topics-{year}.csv")


def _topic(request: Request, pk: int) -> ProposalTopic:
    related = ("unit", "field", "offered_by", "offerer")
    return pages.find(ProposalTopic, request.actor, "view", *related, pk=pk)


@require_GET
def topic(request: Request, pk: int) -> HttpResponse:
    held = _topic(request, pk)
    allowed = may(request, held, "inside", "list", "decline", "edit", "claim")
    claims = list(held.claims.filter(dropped_at=None).select_related("person"))
    voices = held.voices.all()
    context = {
        "topic": held, "may": allowed, "claims": claims,
        "mine": any(c.person_id == request.actor.person_id for c in claims),
        "options": moves.options(held, actor=request.actor, at=request.at),
        "steps": _steps(held),
        "proposals": list(queries.rows(within(request, Proposal).filter(catalogue_topic=held)).order_by("-pk")[:SHOWN]),
        "voices": list(within(request, Voice).filter(pk__in=voices.values("pk"))[:SHOWN]) if "list" in allowed else [],
        "entries": journal.story("proposal_topic", held.pk) if "inside" in allowed else [],
    }  # fmt: skip
    return pages.page(request, "proposals/topic.html", context)


def _steps(held: ProposalTopic) -> dict[str, str]:
    return {
        "list": reverse("proposals:topic_list", args=[held.pk]),
        "decline": reverse("proposals:topic_decline", args=[held.pk]),
    }


def _committees(request: Request) -> list[Unit]:
    """The committees of one's own city or province, the nearest first (1 query)."""
    paths = {s.path for s in request.actor.seats if s.path}
    if not paths:
        return []
    units = list(org.below(min(paths)[:STEP]).filter(kind=Unit.Kind.CPPCC).order_by("path"))
    near = max(paths, key=len)
    return sorted(units, key=lambda u: (not near.startswith(u.path), -len(u.path)))


def topic_new(request: Request) -> HttpResponse:
    """荐题: anybody with a seat."""
    units = _committees(request)
    today = calendar.day_of(request.at)
    seats = Seat.objects.on(today).filter(person=request.actor.person_id).select_related("unit")
    own = list({s.unit_id: s.unit for s in seats}.values())
    if not units or not own:
        raise moves.NotAllowed(_("有单位的人才能推荐选题"))
    fields = list(org.fields(units[0].path))
    form = forms.TopicForm(
        fields, request.POST or None, units=units, own=own, initial={"unit": units[0], "offered_by": own[0]}
    )
    if request.method == "POST" and form.is_valid():
        data = {"unit": units[0], "offered_by": own[0], **form.cleaned_data}
        made = services.offer_topic(
            data.pop("unit"), **data, actor=request.actor, at=request.at, token=token(request)
        )
        messages.success(request, _("已推荐；列不列入目录，都会告诉您"))
        return see_other(made)
    return one_form(request, form, _("推荐提案选题"), _("推荐"), reverse("proposals:catalogue"))


@require_POST
def topic_from_voice(request: Request) -> HttpResponse:
    form = forms.VoiceForm(request.POST)
    voice = within(request, Voice).filter(pk=form.cleaned_data["number"]).first() if form.is_valid() else None
    if voice is None:
        raise moves.Refused(_("没有这个编号的来声，或者您看不到它"))
    units = [
        u
        for u in _committees(request)
        if moves.kind_of(ProposalTopic).policy.may_at(request.actor, "list", u.path)
    ]
    if not units:
        raise moves.NotAllowed(_("来声由政协办转为选题"))
    made = services.topic_from_voice(voice, unit=units[0], actor=request.actor, at=request.at)
    messages.success(request, _("已转为选题；归入领域以后可以列入目录"))
    return see_other(made)


def topic_edit(request: Request, pk: int) -> HttpResponse:
    held = _topic(request, pk)
    must(request, held, "edit", "offered", "declined")
    first = {name: getattr(held, name) for name in ("title", "background", "wanted", "field")}
    form = rewriting(forms.TopicForm(list(org.fields(held.unit.path)), request.POST or None, initial=first))
    if request.method == "POST" and form.is_valid():
        services.edit_topic(held, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已保存"))
        return see_other(held)
    return one_form(request, form, _("修改选题"), _("保存"), held.get_absolute_url())


def topic_list(request: Request, pk: int) -> HttpResponse:
    held = _topic(request, pk)
    must(request, held, "list", "offered", "declined")
    form = forms.ListForm(
        list(org.fields(held.unit.path)), request.POST or None, initial={"field": held.field}
    )
    if request.method == "POST" and form.is_valid():
        services.list_topic(held, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已列入目录，公众和委员都能看到"))
        return see_other(held)
    return one_form(request, form, _("列入目录"), _("列入目录"), held.get_absolute_url())


def topic_decline(request: Request, pk: int) -> HttpResponse:
    held = _topic(request, pk)
    must(request, held, "decline", "offered", "listed")
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.decline_topic(held, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已写明理由，荐题的人会看到"))
        return see_other(held)
    return one_form(request, form, _("不列入目录"), _("不列入"), held.get_absolute_url())


@require_POST
def topic_claim(request: Request, pk: int) -> HttpResponse:
    held = _topic(request, pk)
    if request.POST.get("drop"):
        services.unclaim_topic(held, actor=request.actor, at=request.at)
        messages.success(request, _("已取消认领"))
    else:
        services.claim_topic(held, actor=request.actor, at=request.at)
        messages.success(request, _("已认领；写提案的时候选上这个题"))
    return see_other(held)


def write_on(request: Request, pk: int) -> HttpResponse:
    """Which topic the proposal being written answers."""
    proposal = found(request, pk)
    if "write" not in may(request, proposal, "write"):
        raise Http404
    topics = ProposalTopic.objects.filter(unit=proposal.unit_id, state__in=LISTED).order_by(
        "field__order", "-pk"
    )
    form = forms.TopicChoiceForm(
        list(topics), request.POST or None, initial={"topic": proposal.catalogue_topic}
    )
    if request.method == "POST" and form.is_valid():
        services.write_on(proposal, topic=form.cleaned_data["topic"], actor=request.actor, at=request.at)
        messages.success(request, _("已保存"))
        return see_other(proposal)
    return one_form(
        request, form, _("写选题目录里的题"), _("保存"), proposal.get_absolute_url(), proposal=proposal
    )
