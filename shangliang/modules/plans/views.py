"""The desk's pages of the year's plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, loop, moves
from shangliang.look import pages, shapes
from shangliang.look.rewriting import rewriting
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.plans import forms, queries, services
from shangliang.modules.plans.flow import PLAN
from shangliang.modules.plans.models import Plan, PlanItem, Round
from shangliang.modules.topics.models import Topic

Request = Any
SHOWN_TOPICS = 60


def _to(thing: Any) -> HttpResponse:
    response = redirect(thing)
    response.status_code = 303
    return response


def _done(form: Form, act: Callable[[], Any]) -> Any:
    """What the act gives; None when not ready: then the form says why, and keeps what was typed."""
    try:
        return act()
    except (moves.NotAllowed, moves.Stale):
        raise
    except moves.Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return None


def _plan(request: Request, pk: int) -> Plan:
    return pages.find(Plan, request.actor, "view", "unit", pk=pk)


def _item(request: Request, pk: int) -> PlanItem:
    related = ("unit", "plan__unit", "topic__unit", "topic__field", "leader", "committee")
    return pages.find(PlanItem, request.actor, "view", *related, pk=pk)


def _whole(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _units_to_plan_for(request: Request) -> QuerySet[Unit]:
    """The committees whose plan this actor may draw up (1 query)."""
    inside = Q(pk__in=[])
    for seat in request.actor.seats:
        if seat.role == "secretary":
            inside |= Q(path__gte=seat.path, path__lt=seat.path + "~")
    return Unit.objects.filter(inside, kind=Unit.Kind.CPPCC, active=True)


@require_GET
def plan_list(request: Request) -> HttpResponse:
    plans = moves.kind_of(Plan).policy.reachable(request.actor, "view", queries.board(Plan.objects.all()))
    chosen = {name: request.GET.get(name, "") for name in ("year", "state")}
    if (year := _whole(chosen["year"])) is not None:
        plans = plans.filter(year=year)
    if chosen["state"]:
        plans = plans.filter(state=chosen["state"])
    if request.GET.get("format") == "csv":
        rows = [
            (
                p.year,
                str(p.unit),
                p.title,
                p.number,
                p.issued_on or "",
                moves.label_of(p),
                p.item_count,
                p.held_count,
            )
            for p in plans.order_by("-pk")[:2000]
        ]
        headings = [
            _("年度"),
            _("单位"),
            _("名称"),
            _("文号"),
            _("印发日期"),
            _("状态"),
            _("题目数"),
            _("已协商"),
        ]
        return pages.csv_response(rows, headings, "plans.csv")
    context = {
        "slice": pages.keyset(request, plans, 30), "chosen": chosen, "states": PLAN.states.values(),
        "years": sorted(set(Plan.objects.values_list("year", flat=True)), reverse=True),
        "may_open": _units_to_plan_for(request).exists(),
    }  # fmt: skip
    return pages.page(request, "plans/list.html", context)


def plan_open(request: Request) -> HttpResponse:
    units = _units_to_plan_for(request)
    if not units:
        raise moves.NotAllowed(_("年度协商计划由政协办公室编制"))
    today = calendar.day_of(request.at)
    first = units[0]
    year = today.year + (today.month >= 10)
    title = _("%(unit)s%(year)d年度协商计划") % {"unit": first.name, "year": year}
    form = forms.OpenForm(request.POST or None, initial={"year": year, "unit": first, "title": title})
    form.fields["unit"].queryset = units  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "token": request.POST.get("token", "")}
        opened = _done(form, lambda: services.open_plan(**given, actor=request.actor, at=request.at))
        if opened:
            messages.success(request, _("计划已经建立，请从已立的议题里选题"))
            return _to(opened)
    return pages.page(request, "plans/open.html", {"form": form}, status=422 if form.errors else 200)


def plan_title(request: Request, pk: int) -> HttpResponse:
    found = _plan(request, pk)
    services.permit(found, verb="edit", actor=request.actor)
    services.must_be_open(found)
    form = rewriting(forms.TitleForm(request.POST or None, initial={"title": found.title}))
    if request.method == "POST" and form.is_valid():
        services.edit_plan(found, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("名称已改"))
        return _to(found)
    context = {"plan": found, "form": form, "heading": _("改计划名称"), "action": _("保存")}
    return pages.page(request, "plans/form.html", context, status=422 if form.errors else 200)


def _slots(plan: Plan, rows: list[PlanItem], request: Request, adds: bool) -> list[shapes.Slot]:
    """The months as the year's calendar draws them; a gap that can still be filled has a link."""
    add = reverse("plans:add", args=[plan.pk])
    found = []
    for slot in queries.calendar(plan, calendar.day_of(request.at), rows):
        cards = tuple(
            shapes.Card(
                i.title, i.get_absolute_url(),
                tuple(filter(None, [i.get_type_display(), i.leader.name if i.leader else ""])), state=i,
            )
            for i in slot.items
        )  # fmt: skip
        link = f"{add}?month={slot.month}" if adds and not slot.past else ""
        found.append(shapes.Slot(slot.month, cards, slot.past, slot.current, link))
    return found


@require_GET
def plan(request: Request, pk: int) -> HttpResponse:
    found, on = _plan(request, pk), calendar.day_of(request.at)
    policy = moves.kind_of(Plan).policy
    may = policy.which(request.actor, ["edit", "add_item", "hold_round", "sign", "read_rounds"], found)
    rows = queries.items(found)
    story = journal.story("plan", found.pk)
    is_open = found.state in Plan.OPEN
    adds = "add_item" in may and (is_open or found.state == "issued")
    offices = queries.offices(found)
    signer_of = {s.path for s in request.actor.seats if s.role == "signer"} if "sign" in may else set()
    to_sign = [o.unit for o in offices if o.unit and not o.valid and o.unit.path in signer_of]
    options = moves.options(found, actor=request.actor, at=request.at)
    shown = {str(o.move.label) for o in options if o.blockers}  # the next steps say these already
    needs = queries.needs(found, request.at) if "read_rounds" in may else []
    context = {
        "plan": found, "may": may, "adds": adds, "is_open": is_open, "rows": rows, "entries": story,
        "options": options, "needs": [n for n in needs if n.step not in shown],
        "form_url_for": {"issue": reverse("plans:issue", args=[found.pk])}.get,
        "years": policy.reachable(request.actor, "view", queries.years(found)),
        "way": queries.way(found, story), "slots": _slots(found, rows, request, adds),
        "gaps": [s.month for s in queries.calendar(found, on, rows) if s.gap],
        "share": queries.livelihood(found, on, rows), "sources": queries.sources(rows),
        "talks": queries.talks(found), "offices": offices,
        "to_sign": to_sign if found.state == "joint" else [],
        "changes": queries.changes(found), "is_livelihood": queries.is_livelihood,
        "departments_of": queries.departments_of,
    }  # fmt: skip
    return pages.page(request, "plans/plan.html", context)


@require_GET
def plan_print(request: Request, pk: int) -> HttpResponse:
    found = _plan(request, pk)
    paper = queries.document(found)
    return pages.page(request, "plans/print.html", {"plan": found, "paper": paper})


@require_GET
def plan_paper(request: Request, pk: int) -> HttpResponse:
    """The paper of the joint issue, or before it the draft for the signers, as .docx."""
    found = _plan(request, pk)
    return pages.docx_response(services.paper(found, on=calendar.day_of(request.at)), f"{found.title}.docx")


@require_GET
def plan_table(request: Request, pk: int, form: str) -> HttpResponse:
    found = _plan(request, pk)
    rows = queries.as_rows(queries.lines(queries.items(found)))
    if form not in {"csv", "xlsx"}:
        raise Http404
    return pages.table_response(rows, queries.headings(), found.title, form=form)


def round_hold(request: Request, pk: int, held_with: str) -> HttpResponse:
    found = _plan(request, pk)
    if held_with not in Round.With.values:
        raise Http404
    services.permit(found, verb="hold_round", actor=request.actor)
    earlier = found.rounds.filter(held_with=held_with).first()
    initial = {
        "held_on": earlier.held_on if earlier else calendar.day_of(request.at),
        "note": earlier.note if earlier else "",
    }
    form = forms.RoundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"held_with": held_with, **form.cleaned_data}
        if _done(form, lambda: services.hold_round(found, **given, actor=request.actor, at=request.at)):
            messages.success(request, _("座谈已登记"))
            return _to(found)
    heading = _("登记座谈：%s") % Round.With(held_with).label
    context = {"plan": found, "form": form, "heading": heading, "action": _("保存")}
    return pages.page(request, "plans/form.html", context, status=422 if form.errors else 200)


@require_POST
def plan_sign(request: Request, pk: int) -> HttpResponse:
    found = _plan(request, pk)
    office = org.below(found.unit.path).filter(pk=_whole(request.POST.get("office", "")) or 0).first()
    if office is None:
        raise moves.Refused(_("请选择会签的办公室"))
    services.sign(found, office=office, actor=request.actor, at=request.at)
    messages.success(request, _("已代表%s会签") % office)
    return _to(found)


def plan_issue(request: Request, pk: int) -> HttpResponse:
    """What cannot be undone is shown once more before it is done."""
    found = _plan(request, pk)
    services.permit(found, verb="issue", actor=request.actor)
    if request.method == "POST":
        services.issue(found, actor=request.actor, at=request.at)
        messages.success(request, _("计划已联合印发，文号 %s") % found.number)
        return _to(found)
    if found.number:
        raise moves.Stale(_("计划已经印发，文号 %s") % found.number, state=moves.label_of(found))
    needs = queries.needs(found, request.at)
    context = {
        "plan": found, "needs": needs, "ready": not needs and found.state == "joint",
        "offices": queries.offices(found),
        "number": queries.number_of(found, calendar.day_of(request.at), "　"),
        "rows": [i for i in queries.items(found) if i.state != "dropped"],
    }  # fmt: skip
    return pages.page(request, "plans/issue.html", context)


def item_add(request: Request, pk: int) -> HttpResponse:
    found = _plan(request, pk)
    services.permit(found, verb="add_item", actor=request.actor)
    if found.state != "issued":
        services.must_be_open(found)
    on = calendar.day_of(request.at)
    first = {"month": request.GET.get("month", ""), "topic": request.GET.get("topic", ""), "type": "thematic"}
    form = forms.AddForm(request.POST or None, plan=found, on=on, initial=first)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "token": request.POST.get("token", "")}
        added = _done(form, lambda: services.add_item(found, **given, actor=request.actor, at=request.at))
        if added:
            messages.success(request, _("“%s”已加入计划") % added)
            return _to(found)
    chosen = {name: request.GET.get(name, "") for name in ("q", "field", "origin")}
    topics = _narrowed(queries.choosable(found), chosen)
    context = {
        "plan": found, "form": form, "chosen": chosen, "fields": org.fields(found.unit.path),
        "origins": Topic.Origin.choices, "topics": topics[:SHOWN_TOPICS], "count": topics.count(),
        "picked": str(form["topic"].value() or ""),
    }  # fmt: skip
    return pages.page(request, "plans/add.html", context, status=422 if form.errors else 200)


def _narrowed(topics: QuerySet[Topic], chosen: dict[str, str]) -> QuerySet[Topic]:
    if chosen["q"]:
        topics = topics.filter(Q(title__icontains=chosen["q"]) | Q(summary__icontains=chosen["q"]))
    if (field := _whole(chosen["field"])) is not None:
        topics = topics.filter(field=field)
    if chosen["origin"]:
        topics = topics.filter(origin=chosen["origin"])
    return topics


@require_GET
def item(request: Request, pk: int) -> HttpResponse:
    found = _item(request, pk)
    may = moves.kind_of(PlanItem).policy.which(request.actor, ["edit", "change"], found)
    # Who runs the topic prepares its gathering, as on the topic's own page.
    runs = moves.kind_of(Topic).policy.may(request.actor, "edit", found.topic)
    alive = found.state in ("proposed", "listed")
    context = {
        "item": found, "options": moves.options(found, actor=request.actor, at=request.at),
        "may_edit": "edit" in may and alive and found.plan.state in Plan.OPEN,
        "may_prepare": runs and found.state == "listed" and found.topic.state in ("planned", "discussing"),
        "may_change": "change" in may and found.state == "listed" and found.plan.state == "issued",
        "departments": queries.departments_of(found),
        "chain": loop.chain("plan_item", found.pk, actor=request.actor),
        "entries": journal.story("plan_item", found.pk),
        "changes": queries.item_changes(found), "is_livelihood": queries.is_livelihood(found),
    }  # fmt: skip
    return pages.page(request, "plans/item.html", context)


def _terms(found: PlanItem) -> dict[str, Any]:
    names = ("title", "type", "month", "leader", "committee", "supervising")
    return {name: getattr(found, name) for name in names} | {"departments": list(found.departments.all())}


def item_edit(request: Request, pk: int) -> HttpResponse:
    found = _item(request, pk)
    services.permit(found, verb="edit", actor=request.actor)
    services.must_be_open(found.plan)
    on = calendar.day_of(request.at)
    form = rewriting(forms.TermsForm(request.POST or None, plan=found.plan, on=on, initial=_terms(found)))
    if request.method == "POST" and form.is_valid():
        act = lambda: services.edit_item(found, **form.cleaned_data, actor=request.actor, at=request.at)  # noqa: E731
        if _done(form, act) is not None:
            messages.success(request, _("已保存"))
            return _to(found)
    context = {"plan": found.plan, "item": found, "form": form, "heading": _("修改题目"), "action": _("保存")}
    return pages.page(request, "plans/form.html", context, status=422 if form.errors else 200)


def item_change(request: Request, pk: int) -> HttpResponse:
    found = _item(request, pk)
    services.permit(found, verb="change", actor=request.actor)
    services.must_be_issued(found.plan)
    on = calendar.day_of(request.at)
    form = rewriting(forms.ChangeForm(request.POST or None, plan=found.plan, on=on, initial=_terms(found)))
    if request.method == "POST" and form.is_valid():
        act = lambda: services.change_item(found, **form.cleaned_data, actor=request.actor, at=request.at)  # noqa: E731
        if _done(form, act) is not None:
            messages.success(request, _("已调整，理由已记入计划"))
            return _to(found)
    context = {
        "plan": found.plan,
        "item": found,
        "form": form,
        "heading": _("遇事调整"),
        "action": _("调整并公布理由"),
    }
    return pages.page(request, "plans/form.html", context, status=422 if form.errors else 200)
