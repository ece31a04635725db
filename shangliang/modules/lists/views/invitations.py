"""Invitations: the list, one with its answers, and every step of it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, journal, moves, text
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.lists import forms, queries, services
from shangliang.modules.lists.flow import LIST_INVITATION
from shangliang.modules.lists.models import Invitation, Invitee
from shangliang.modules.lists.views.campaigns import crumbs
from shangliang.modules.lists.views.common import (
    EXPORTED,
    FORMATS,
    Request,
    campaigns_for,
    chosen,
    data_of,
    hosts_of,
    kept,
    listed,
    may,
    one_form,
    sent_file,
    tabs,
)
from shangliang.modules.people import queries as people
from shangliang.modules.people.models import Person, Role


@require_GET
def listing(request: Request) -> HttpResponse:
    by = chosen(request, "state", "kind", "mine")
    reached = listed(request, Invitation)
    reached = reached.filter(state=by["state"]) if by["state"] else reached.exclude(state="cancelled")
    if by["kind"]:
        reached = reached.filter(kind=by["kind"])
    if by["mine"]:
        reached = reached.filter(invitees__person=request.actor.person_id)
    rows = queries.invitations_with_answers(Invitation.objects.filter(pk__in=reached.values("pk")))
    if request.GET.get("format") in FORMATS:
        headings = [
            _("编号"), _("形式"), _("事由"), _("部门"), _("地点"), _("日期"), _("邀请"), _("参加"),
            _("不能参加"), _("未答复"), _("状态"), _("活动情况"),
        ]  # fmt: skip
        lines = [
            (
                i.pk, i.get_kind_display(), i.title, i.unit.short, i.place, i.held_on, i.wanted, i.yes, i.no, i.open,  # type: ignore[attr-defined]
                moves.label_of(i), i.report,
            )
            for i in rows.order_by("-pk")[:EXPORTED]
        ]  # fmt: skip
        return pages.table_response(lines, headings, _("部门邀请"), form=request.GET.get("format"))
    context = {
        "tabs": tabs(request, "invitations"), "slice": pages.keyset(request, rows), "chosen": by,
        "states": list(LIST_INVITATION.states.values()), "kinds": Invitation.Kind.choices,
        "may_open": bool(request.actor.roles & {"clerk", "head"}),
    }  # fmt: skip
    return pages.page(request, "lists/invitations.html", context)


def _members(request: Request, path: str) -> list[Person]:
    return list(people.holding(Role.MEMBER, path, calendar.day_of(request.at)).order_by("sound"))


def new(request: Request) -> HttpResponse:
    units, hosts = queries.own_units(request.actor), hosts_of(request)
    if not units or not hosts:
        raise moves.NotAllowed(_("邀请由部门发出"))
    campaigns = campaigns_for(request, "ask", "collecting", "matching", "acting")
    form = forms.InviteForm(units, campaigns, _members(request, hosts[0].path), data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        token = request.POST.get("token", "")
        made = services.invite(**data, host=hosts[0], token=token, actor=request.actor, at=request.at)
        return made, _("邀请已发出，委员会收到通知")

    return one_form(
        request, form, act, title=_("邀请委员"), first=_("发出邀请"), back=reverse("lists:invitations"),
        crumbs=crumbs(Link(_("邀请"), reverse("lists:invitations")), Link(_("邀请委员"))),
    )  # fmt: skip


def _found(request: Request, pk: int) -> Invitation:
    return pages.find(Invitation, request.actor, "view", "unit", "host", "campaign", "file", pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    invitees = list(found.invitees.select_related("unit", "person").order_by("person__sound"))
    mine = next((i for i in invitees if i.person_id == request.actor.person_id), None)
    report_url = reverse("lists:invitation_report", args=[pk])
    context = {
        "invitation": found,
        "invitees": invitees,
        "mine": mine,
        "my_options": moves.options(mine, actor=request.actor, at=request.at) if mine else [],
        "may": may(request, found, "invite"),
        "options": moves.options(found, actor=request.actor, at=request.at),
        "steps": {
            "report": report_url, "report_now": report_url, "cancel": reverse("lists:invitation_cancel", args=[pk]),
        },
        "entries": journal.story("list_invitation", found.pk),
    }  # fmt: skip
    return pages.page(request, "lists/invitation.html", context)


def _trail(found: Invitation, last: str) -> list[Link]:
    lists = Link(_("邀请"), reverse("lists:invitations"))
    return crumbs(lists, Link(text.shortened(found.title, 24), found.get_absolute_url()), Link(last))


def more(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    there = set(found.invitees.values_list("person_id", flat=True))
    free = [p for p in _members(request, found.host.path) if p.pk not in there]
    form = forms.InviteMoreForm(free, data_of(request)[0], initial={"answer_by": found.answer_by})

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        count = services.invite_more(found, **data, actor=request.actor, at=request.at)
        return found, _("又邀请了 %d 位委员") % count

    return one_form(
        request, form, act, title=_("再邀请委员"), first=_("发出邀请"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("再邀请")),
    )  # fmt: skip


def report(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    accepted = list(
        Person.objects.filter(list_invitations__invitation=found, list_invitations__state="accepted")
    )
    form = forms.ReportForm(accepted, *data_of(request))

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        stored = kept(request, data["file"], found.root)
        said = {"text": data["text"], "came": data.get("came", []), "file": stored}
        services.report(found, **said, actor=request.actor, at=request.at)
        return found, _("活动情况已报")

    return one_form(
        request, form, act, title=_("报活动情况"), first=_("报情况"), back=found.get_absolute_url(), uploads=True,
        crumbs=_trail(found, _("活动情况")),
    )  # fmt: skip


def cancel(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.NoteForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.cancel_invitation(found, **data, actor=request.actor, at=request.at)
        return found, _("已取消，受邀的委员会收到通知")

    return one_form(
        request, form, act, title=_("取消邀请"), first=_("取消邀请"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("取消")),
    )  # fmt: skip


def decline(request: Request, pk: int) -> HttpResponse:
    invitee = pages.find(Invitee, request.actor, "view", "unit", "invitation__unit", pk=pk)
    form = forms.NoteForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.decline_invitation(invitee, reason=data["note"], actor=request.actor, at=request.at)
        return invitee.invitation, _("已答复部门")

    return one_form(
        request, form, act, title=_("不能参加"), first=_("答复"), back=invitee.invitation.get_absolute_url(),
        crumbs=_trail(invitee.invitation, _("不能参加")),
    )  # fmt: skip


@require_GET
def file(request: Request, pk: int) -> FileResponse:
    return sent_file(_found(request, pk).file)
