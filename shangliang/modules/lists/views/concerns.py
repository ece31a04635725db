"""Members' concerns: the list, one of them, and every step of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, moves, text
from shangliang.kernel.access import STEP
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.look.shapes import Link
from shangliang.modules.lists import forms, queries, services
from shangliang.modules.lists.flow import CONCERN
from shangliang.modules.lists.models import Campaign, ConcernPart, ListAction, Match, MemberConcern
from shangliang.modules.lists.views.campaigns import crumbs
from shangliang.modules.lists.views.common import (
    EXPORTED,
    FORMATS,
    Request,
    campaigns_for,
    chosen,
    data_of,
    done,
    found_campaign,
    listed,
    may,
    one_form,
    tabs,
)
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit

SAYING = {
    "decline": (services.decline, noop("不予推送，说明理由"), noop("说明理由")),
    "split": (services.split, noop("取消归并"), noop("取消归并")),
    "withdraw": (services.withdraw, noop("撤回"), noop("撤回")),
    "object": (services.object_to, noop("不满意，请再回应"), noop("请再回应")),
}


@require_GET
def listing(request: Request) -> HttpResponse:
    """Filters stand in the address; `?format=csv|xlsx` gives the same rows as a table."""
    by = chosen(request, "state", "field", "department", "campaign", "matched", "alike", "mine", "q")
    rows = queries.filter_concerns(listed(request, MemberConcern), by)
    if by["mine"]:
        rows = rows.filter(authors__person=request.actor.person_id)
    rows = queries.concerns().filter(pk__in=rows.values("pk")) if by["mine"] else _with(rows)
    if request.GET.get("format") in FORMATS:
        return _table(request, queries.lines(rows.order_by("-pk")[:EXPORTED]))
    slice_ = pages.keyset(request, rows)
    path = min((s.path for s in request.actor.seats if s.path), default="")
    context = {
        "tabs": tabs(request, "concerns"), "slice": slice_, "lines": queries.lines(slice_.rows), "chosen": by,
        "states": list(CONCERN.states.values()), "fields": list(org.fields(path)) if path else [],
        "departments": list(org.departments(path)) if path else [],
        "campaigns": campaigns_for(request, "raise") if "member" in request.actor.roles else [],
        "picking": by["state"] == "new" and "secretary" in request.actor.roles,
    }  # fmt: skip
    return pages.page(request, "lists/concerns.html", context)


def _with(rows: QuerySet[MemberConcern]) -> QuerySet[MemberConcern]:
    return rows.select_related("unit", "member", "field", "campaign__unit", "like", "merged_into")


def _table(request: Request, lines: list[queries.Line]) -> HttpResponse:
    headings = [
        _("编号"), _("标题"), _("委员"), _("人数"), _("领域"), _("现状"), _("建议"), _("推送部门"),
        _("状态"), _("采纳情况"), _("回应"), _("理由"), _("等谁"), _("期限"), _("提出时间"),
    ]  # fmt: skip
    rows = [
        (
            c.pk, c.title, c.member.name, line.authors, c.field.name if c.field else "", c.present, c.suggestion,
            text.listed(line.departments), moves.label_of(c), c.get_adoption_display() if c.adoption else "",
            c.answer, c.reason, text.listed(line.holders),
            calendar.day_of(line.clock.due_at) if line.clock else "", calendar.day_of(c.raised_at),
        )
        for line in lines for c in [line.concern]
    ]  # fmt: skip
    return pages.table_response(rows, headings, _("委员关注"), form=request.GET.get("format"))


def _form(request: Request, campaign: Campaign, also: Sequence[Unit] = (), **named: Any) -> forms.ConcernForm:
    """Members name departments that take part; `also`: others that were named before."""
    departments = list(dict.fromkeys([*campaign.departments.order_by("path"), *also]))
    fields = list(org.fields(campaign.unit.path))
    return forms.ConcernForm(fields, departments, data_of(request)[0], **named)


def new(request: Request, pk: int) -> HttpResponse:
    """What is like it is shown first; whoever goes on knows of it."""
    campaign = found_campaign(request, pk, "raise")
    form = _form(request, campaign)
    near: list[queries.Near] = []
    if request.method == "POST" and form.is_valid() and not request.POST.get("sure"):
        said = form.cleaned_data
        body = f"{said['present']}\n{said['suggestion']}"
        near = [n for n in queries.similar_to(said["title"], body, root=campaign.root) if n.same]

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        token = request.POST.get("token", "")
        made = services.raise_concern(campaign, **data, token=token, actor=request.actor, at=request.at)
        return made, _("已列入委员关注清单，有了去处会告诉您")

    around: dict[str, Any] = {
        "title": _("提出关注"), "first": _("提出"), "back": campaign.get_absolute_url(),
        "crumbs": crumbs(Link(campaign.title, campaign.get_absolute_url()), Link(_("提出关注"))),
        "similar_url": reverse("lists:similar", args=[pk]),
    }  # fmt: skip
    if near:
        more = {"form": form, "near": near, "lead": "", "uploads": False, "warn": ""}
        return pages.page(request, "lists/form.html", {**around, **more})
    return one_form(request, form, act, **around)


@require_POST
def similar(request: Request, pk: int) -> HttpResponse:
    """A part of the page while somebody is writing: what may be the same matter."""
    campaign = found_campaign(request, pk)
    title = request.POST.get("title", "")[:120]
    body = f"{request.POST.get('present', '')}\n{request.POST.get('suggestion', '')}"[:3000]
    near = queries.similar_to(title, body, root=campaign.root) if title.strip() else []
    return pages.page(request, "lists/similar.html", {"near": near})


def _found(request: Request, pk: int) -> MemberConcern:
    related = ("unit", "campaign__unit", "member", "field", "merged_into", "like", "dispatch")
    return pages.find(MemberConcern, request.actor, "view", *related, pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(request: Request, found: MemberConcern, status: int = 200, **more: Any) -> HttpResponse:
    own = queries.own_units(request.actor)
    parts = queries.parts_of(found)
    mine = next((p for p in parts if p.state == "waiting" and p.unit in own), None)
    asked = {p.unit_id for p in parts if p.round == found.round and p.state in ConcernPart.ASKED}
    allowed = may(request, found, "edit", "claim", "plan", "push")
    office = "push" in allowed
    claimable = [u for u in own if u.pk not in asked] if found.state in {"new", "pushed"} else []
    context = {
        "concern": found,
        "line": queries.lines([found])[0],
        "authors": list(found.authors.select_related("person", "through")),
        "departments": list(found.departments.all()),
        "department_parts": parts,
        "mine": mine,
        "answer_form": forms.AnswerForm() if mine else None,
        "claimable": claimable,
        "own": own,
        "merged_ones": list(found.merged_ones.filter(state="merged").select_related("unit", "member")),
        "candidates": queries.candidates_of(found) if office else [],
        "matches": queries.matches_of(queries.reach(request.actor, Match), concern=found),
        "actions": queries.actions_of(queries.reach(request.actor, ListAction), concern=found),
        "came_from": found.came_from.select_related("unit").first(),
        "may": allowed,
        "task_open": bool(found.dispatch and may(request, found.dispatch, "view")),
        "options": moves.options(found, actor=request.actor, at=request.at),
        "steps": _steps(found),
        "chain": queries.chain(concern=found, actor=request.actor),
        "entries": journal.story("concern", found.pk),
        **more,
    }
    return pages.page(request, "lists/concern.html", context, status=status)


def _steps(found: MemberConcern) -> dict[str, str]:
    by_note = {verb: reverse("lists:concern_say", args=[found.pk, verb]) for verb in SAYING}
    own = {name: reverse(f"lists:concern_{name}", args=[found.pk]) for name in ("push", "merge", "send")}
    return {**by_note, **own, "push_more": own["push"], "claim": "#claim"}


def _trail(found: MemberConcern, last: str) -> list[Link]:
    lists = Link(_("委员关注"), reverse("lists:concerns"))
    return crumbs(lists, Link(text.shortened(found.title, 24), found.get_absolute_url()), Link(last))


def edit(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    first: dict[str, Any] = {
        "title": found.title, "present": found.present, "suggestion": found.suggestion, "field": found.field,
        "departments": list(found.departments.all()),
    }  # fmt: skip
    form = rewriting(_form(request, found.campaign, first["departments"], initial=first))

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.edit_concern(found, **data, actor=request.actor, at=request.at)
        return found, _("已保存")

    return one_form(
        request, form, act, title=_("修改关注"), first=_("保存"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("修改")),
    )  # fmt: skip


def push(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    joined = found.campaign.departments.order_by("path")
    departments = list(dict.fromkeys([*joined, *org.departments(found.unit.path)]))
    form = forms.DepartmentsForm(
        departments, data_of(request)[0], initial={"departments": list(found.departments.all())}
    )

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.push(found, **data, actor=request.actor, at=request.at)
        return found, _("已推送，部门要按期回应")

    return one_form(
        request, form, act, title=_("推送给部门"), first=_("推送"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("推送")), lead=_("每个部门各自回应，到期没有回应会逐级提醒。"),
    )  # fmt: skip


@require_POST
def push_many(request: Request) -> HttpResponse:
    """The ticked ones of a list, each to the departments it names, or all to one."""
    picked = [pk for typed in request.POST.getlist("pick")[:200] if (pk := text.whole(typed)) is not None]
    rows = listed(request, MemberConcern).filter(pk__in=picked).select_related("unit").order_by("pk")
    chosen_unit = text.whole(request.POST.get("unit", ""))
    roots = {s.path[:STEP] for s in request.actor.seats if s.path}
    units = [u for root in roots for u in org.departments(root) if u.pk == chosen_unit]
    went, left = services.push_many(
        list(rows), unit=units[0] if units else None, actor=request.actor, at=request.at
    )
    words = _("已推送 %d 条，部门要按期回应") % went
    if left:
        words += _("；%d 条没有写涉及部门，没有推送") % left
    back = request.POST.get("back", "")
    return done(request, reverse("lists:concerns") + (back if back.startswith("?") else ""), words)


@require_POST
def claim(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    own = {str(u.pk): u for u in queries.own_units(request.actor)}
    unit = own.get(request.POST.get("unit", ""))
    if unit is None:
        raise Http404
    services.claim(found, unit=unit, actor=request.actor, at=request.at)
    return done(request, found, _("已认领，请按期回应"))


def merge(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    near = [
        n.concern
        for n in queries.similar_to(found.title, f"{found.present}\n{found.suggestion}", root=found.root)
    ]
    near = [
        c
        for c in ([found.like] if found.like else []) + near
        if c.pk != found.pk and c.campaign_id == found.campaign_id
    ]
    form = forms.MergeForm(list(dict.fromkeys(near)), data_of(request)[0], initial={"into": found.like_id})

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        into = data.get("into") or listed(request, MemberConcern).filter(pk=data["number"]).first()
        if into is None:
            raise moves.Refused(_("没有编号为 %d 的关注") % data["number"])
        services.merge(found, into=into, actor=request.actor, at=request.at)
        return into, _("已归并，提出的委员都保留在一起")

    return one_form(
        request, form, act, title=_("归并到同一件事"), first=_("归并"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("归并")), lead=_("归并以后由那一条继续办，两条的提出委员都会收到结果。"),
    )  # fmt: skip


def send(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    first = found.departments.first()
    form = forms.SendForm(
        list(org.departments(found.unit.path)), data_of(request)[0], initial={"lead": first}
    )

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        dispatch = services.send(found, **data, actor=request.actor, at=request.at)
        return found, _("已正式交办，编号 %s") % dispatch.number

    return one_form(
        request, form, act, title=_("正式交办"), first=_("交办"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("正式交办")),
        lead=_("转入部门办理台，按交办件的时限、审核和评价办理；部门还没有回应的推送同时收回。"),
    )  # fmt: skip


def say(request: Request, pk: int, verb: str) -> HttpResponse:
    """The steps that need a reason and nothing else."""
    if verb not in SAYING:
        raise Http404
    service, title, first = SAYING[verb]
    found = _found(request, pk)
    form = forms.NoteForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        service(found, **data, actor=request.actor, at=request.at)
        return found, _("已办理：%s") % _(title)

    return one_form(
        request, form, act, title=_(title), first=_(first), back=found.get_absolute_url(),
        crumbs=_trail(found, _(title)),
    )  # fmt: skip


def _found_part(request: Request, pk: int) -> ConcernPart:
    return pages.find(ConcernPart, request.actor, "view", "unit", "concern__unit", pk=pk)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    part = _found_part(request, pk)
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, _found(request, part.concern_id), 422, mine=part, answer_form=form)
    services.answer_part(part, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, part, _("已回应，提出的委员会收到通知"))


def give_back(request: Request, pk: int) -> HttpResponse:
    part = _found_part(request, pk)
    form = forms.NoteForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.give_back(part, **data, actor=request.actor, at=request.at)
        return part.concern, _("已退回政协办公室")

    return one_form(
        request, form, act, title=_("不属本单位，退回"), first=_("退回"), back=part.concern.get_absolute_url(),
        crumbs=_trail(part.concern, _("退回")),
    )  # fmt: skip
