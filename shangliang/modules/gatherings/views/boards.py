"""The list, the ledger, the templates, and the way to a new gathering."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import STEP, Actor
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.gatherings import forms, queries, services
from shangliang.modules.gatherings.flow import GATHERING
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.views.common import Request, done, find
from shangliang.modules.people.models import Role
from shangliang.modules.plans.models import EventType, PlanItem
from shangliang.modules.topics.models import Topic


def root_of(actor: Actor) -> str:
    """The root in which this actor prepares; empty when nowhere."""
    return next((s.path[:STEP] for s in actor.seats if s.role == Role.SECRETARY), "")


def _wanted(request: Request) -> tuple[Any, forms.BoardForm]:
    """What this actor may see of what was asked for, and the filters."""
    form = forms.BoardForm(request.GET)
    things = moves.kind_of(Gathering).policy.reachable(request.actor, "view", Gathering.objects.all())
    wanted = form.wanted()
    mine = request.actor.person_id if form.cleaned_data.get("mine") else None
    return queries.filtered(things, **wanted, mine=mine), form


@require_GET
def board(request: Request) -> HttpResponse:
    things, form = _wanted(request)
    year = calendar.day_of(request.at).year
    seen = moves.kind_of(Gathering).policy.reachable(request.actor, "view", Gathering.objects.all())
    context = {
        "slice": pages.keyset(request, queries.newest(things), 30),
        "chosen": {name: form.cleaned_data.get(name) for name in form.fields},
        "states": GATHERING.states.values(),
        "types": EventType.choices,
        "counts": queries.type_counts(seen, year),
        "year": year,
        "may_prepare": bool(root_of(request.actor)),
    }
    return pages.page(request, "gatherings/list.html", context)


@require_GET
def ledger(request: Request) -> HttpResponse:
    """活动台账 of what one sees, with the filters of the list."""
    things, _form = _wanted(request)
    return pages.csv_response(queries.ledger(things), [str(h) for h in queries.LEDGER], _("协商活动台账.csv"))


@require_GET
def patterns(request: Request) -> HttpResponse:
    context = {"patterns": queries.patterns().values(), "notes": queries.kind_notes().values()}
    return pages.page(request, "gatherings/patterns.html", context)


def _preparing(request: Request) -> str:
    """The root in which this actor may prepare, or NotAllowed."""
    root = root_of(request.actor)
    if not root:
        raise moves.NotAllowed(_("协商活动由政协办公室的工作人员筹备"))
    return root


def _first(request: Request) -> dict[str, Any]:
    """What the address already says: ?topic=, ?item= (of the plan), ?type=."""
    first: dict[str, Any] = {}
    asked = {name: request.GET.get(name, "") for name in ("topic", "item", "type")}
    if asked["item"].isdecimal():
        item = queries.plan_items(request.actor).filter(pk=asked["item"]).first()
        if isinstance(item, PlanItem):
            first = {"plan_item": item, "topic": item.topic, "title": item.title, "type": item.type}
            first["convener"] = item.leader_id
    if asked["topic"].isdecimal() and "topic" not in first:
        topic = queries.open_topics(request.actor).filter(pk=asked["topic"]).first()
        if isinstance(topic, Topic):
            first = {"topic": topic, "title": topic.title}
    note = queries.kind_notes().get(str(first.get("type") or asked["type"] or "thematic"))
    return {"type": note.type, "template": note.template, **first} if note else first


def prepare(request: Request) -> HttpResponse:
    root = _preparing(request)
    units, topics = queries.preparing_units(request.actor), queries.open_topics(request.actor)
    form = forms.PrepareForm(
        request.POST or None,
        initial=_first(request),
        units=units,
        topics=topics,
        actor=request.actor,
        root=root,
        on=calendar.day_of(request.at),
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        made = services.prepare(
            data.pop("unit"), **data, actor=request.actor, at=request.at, token=request.POST.get("token", "")
        )
        return done(request, made, _("已开始筹备，编号 %s。接着排议程、请人、登记调研") % made.number)
    context = {"form": form, "notes": queries.kind_notes().values(), "g": None}
    return pages.page(request, "gatherings/form.html", context, status=422 if form.errors else 200)


def edit(request: Request, pk: int) -> HttpResponse:
    g = find(request, pk)
    if not moves.kind_of(g).policy.may(request.actor, "edit", g):
        raise moves.NotAllowed(_("这一步不归您办理"))
    names = (
        "title",
        "type",
        "template",
        "plan_item",
        "brand",
        "starts_at",
        "ends_at",
        "place",
        "region",
        "online",
        "convener",
        "open_to_public",
    )
    form = forms.GatheringForm(
        request.POST or None,
        initial={n: getattr(g, n) for n in names},
        actor=request.actor,
        root=g.unit.path[:STEP],
        on=calendar.day_of(request.at),
        topic=g.topic,
    )
    form = rewriting(form)
    if request.method == "POST" and form.is_valid():
        services.edit(g, **form.cleaned_data, actor=request.actor, at=request.at)
        return done(request, g, _("已保存"))
    context = {"form": form, "notes": queries.kind_notes().values(), "g": g}
    return pages.page(request, "gatherings/form.html", context, status=422 if form.errors else 200)


def quick(request: Request) -> HttpResponse:
    """微协商：one page, and the notice is out."""
    root = _preparing(request)
    form = forms.QuickForm(
        request.POST or None,
        initial=_first(request),
        units=queries.preparing_units(request.actor),
        root=root,
        topics=queries.open_topics(request.actor),
        on=calendar.day_of(request.at),
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        made = services.prepare_quick(
            data.pop("unit"), **data, actor=request.actor, at=request.at, token=request.POST.get("token", "")
        )
        return done(request, made, _("通知已经发出。到现场打开“会场记录”就能签到、记意见"))
    return pages.page(request, "gatherings/quick.html", {"form": form}, status=422 if form.errors else 200)
