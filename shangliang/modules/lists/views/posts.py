"""委员体验岗: the list, one post with its places, logs and suggestions."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, moves, text
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.look.shapes import Link
from shangliang.modules.lists import forms, queries, services
from shangliang.modules.lists.flow import EXPERIENCE_POST
from shangliang.modules.lists.models import Counsel, ExperienceLog, ExperiencePost, SignUp
from shangliang.modules.lists.models.posts import HOLDING
from shangliang.modules.lists.views.campaigns import crumbs
from shangliang.modules.lists.views.common import (
    EXPORTED,
    FORMATS,
    Request,
    campaigns_for,
    chosen,
    data_of,
    done,
    hosts_of,
    kept,
    listed,
    may,
    one_form,
    sent_file,
    tabs,
)
from shangliang.modules.org import queries as org


@require_GET
def listing(request: Request) -> HttpResponse:
    by = chosen(request, "state", "department", "mine")
    reached = listed(request, ExperiencePost)
    reached = reached.filter(state=by["state"]) if by["state"] else reached.exclude(state="cancelled")
    if (number := text.whole(by["department"])) is not None:
        reached = reached.filter(unit_id=number)
    if by["mine"]:
        mine = SignUp.objects.filter(member=request.actor.person_id).exclude(
            state__in=["withdrawn", "lapsed"]
        )
        reached = reached.filter(pk__in=mine.values("post"))
    rows = queries.posts_with_places(ExperiencePost.objects.filter(pk__in=reached.values("pk")))
    if request.GET.get("format") in FORMATS:
        headings = [
            _("编号"), _("岗位"), _("部门"), _("地点"), _("开始"), _("结束"), _("名额"), _("已报"),
            _("候补"), _("状态"),
        ]  # fmt: skip
        lines = [
            (
                p.pk, p.title, p.unit.short, p.place, p.starts_on, p.ends_on, p.places,
                p.taken, p.queue, moves.label_of(p),  # type: ignore[attr-defined]
            )
            for p in rows.order_by("-pk")[:EXPORTED]
        ]  # fmt: skip
        return pages.table_response(lines, headings, _("委员体验岗"), form=request.GET.get("format"))
    path = min((s.path for s in request.actor.seats if s.path), default="")
    context = {
        "tabs": tabs(request, "posts"), "slice": pages.keyset(request, rows), "chosen": by,
        "states": list(EXPERIENCE_POST.states.values()), "departments": list(org.departments(path)) if path else [],
        "may_open": bool(request.actor.roles & {"clerk", "head"}),
    }  # fmt: skip
    return pages.page(request, "lists/posts.html", context)


def new(request: Request) -> HttpResponse:
    units, hosts = queries.own_units(request.actor), hosts_of(request)
    if not units or not hosts:
        raise moves.NotAllowed(_("体验岗由部门开放"))
    campaigns = campaigns_for(request, "ask", "collecting", "matching", "acting")
    form = forms.PostForm(units, campaigns, data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        token = request.POST.get("token", "")
        made = services.open_post(**data, host=hosts[0], token=token, actor=request.actor, at=request.at)
        return made, _("岗位已开放，委员会收到通知")

    return one_form(
        request, form, act, title=_("开放体验岗"), first=_("开放报名"), back=reverse("lists:posts"),
        crumbs=crumbs(Link(_("体验岗"), reverse("lists:posts")), Link(_("开放体验岗"))),
    )  # fmt: skip


def _found(request: Request, pk: int) -> ExperiencePost:
    return pages.find(ExperiencePost, request.actor, "view", "unit", "host", "campaign", pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    allowed = may(request, found, "inside", "edit", "mark", "sign_up")
    inside = "inside" in allowed
    signed = list(found.sign_ups.select_related("unit", "member").order_by("place_no", "pk"))
    mine = next(
        (
            s
            for s in signed
            if s.member_id == request.actor.person_id and s.state not in {"withdrawn", "lapsed", "released"}
        ),
        None,
    )
    context = {
        "post": found,
        "signed": [s for s in signed if s.state in HOLDING],
        "queue": [s for s in signed if s.state == "waiting"],
        "mine": mine,
        "logs": queries.logs_of(found) if inside else [],
        "counsels": queries.counsels_of(queries.reach(request.actor, Counsel), sign_up__post=found),
        "inside": inside,  # others see the post, not who goes there
        "marking": "mark" in allowed and calendar.day_of(request.at) >= found.starts_on,
        "may": allowed,
        "options": moves.options(found, actor=request.actor, at=request.at),
        "steps": {"cancel": reverse("lists:post_cancel", args=[pk])},
        "entries": journal.story("experience_post", found.pk) if inside else [],
    }
    return pages.page(request, "lists/post.html", context)


def _trail(found: ExperiencePost, last: str) -> list[Link]:
    lists = Link(_("体验岗"), reverse("lists:posts"))
    return crumbs(lists, Link(text.shortened(found.title, 24), found.get_absolute_url()), Link(last))


def edit(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    names = ("title", "about", "place", "places", "open_to_public")
    form = rewriting(forms.EditPostForm(data_of(request)[0], initial={n: getattr(found, n) for n in names}))

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.edit_post(found, **data, actor=request.actor, at=request.at)
        return found, _("已保存；名额增加的，候补委员已经递补")

    return one_form(
        request, form, act, title=_("修改岗位"), first=_("保存"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("修改")),
    )  # fmt: skip


def cancel(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.NoteForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.cancel_post(found, **data, actor=request.actor, at=request.at)
        return found, _("已取消，报名的委员会收到通知")

    return one_form(
        request, form, act, title=_("取消岗位"), first=_("取消岗位"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("取消")),
    )  # fmt: skip


@require_POST
def sign_up(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    place = services.sign_up(found, actor=request.actor, at=request.at)
    placed = _("已报名，第 %d 号名额是您的") % place.place_no if place.place_no else ""
    return done(request, found, placed or _("名额已满，您在候补；有人退出时按先后递补，会通知您"))


def _found_place(request: Request, pk: int) -> SignUp:
    return pages.find(SignUp, request.actor, "view", "unit", "post__unit", "post__host", "member", pk=pk)


def leave(request: Request, pk: int) -> HttpResponse:
    place = _found_place(request, pk)
    form = forms.NoteForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.leave(place, **data, actor=request.actor, at=request.at)
        return place.post, _("已退出，名额给下一位")

    return one_form(
        request, form, act, title=_("退出体验岗"), first=_("退出"), back=place.post.get_absolute_url(),
        crumbs=_trail(place.post, _("退出")),
    )  # fmt: skip


@require_POST
def mark(request: Request, pk: int) -> HttpResponse:
    place = _found_place(request, pk)
    came = request.POST.get("came") == "yes"
    services.mark(place, came=came, actor=request.actor, at=request.at)
    return done(request, place.post, _("已登记到岗") if came else _("已登记未到岗"))


def log(request: Request, pk: int) -> HttpResponse:
    place = _found_place(request, pk)
    last = min(place.post.ends_on, calendar.day_of(request.at))
    form = forms.LogForm(*data_of(request), initial={"on": last})

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        stored = kept(request, data["file"], place.root)
        more = {"on": data["on"], "text": data["text"], "file": stored}
        services.write_log(place, **more, actor=request.actor, at=request.at)
        return place.post, _("体验日志已交")

    return one_form(
        request, form, act, title=_("写体验日志"), first=_("交日志"), back=place.post.get_absolute_url(),
        uploads=True, crumbs=_trail(place.post, _("体验日志")),
    )  # fmt: skip


def suggest(request: Request, pk: int) -> HttpResponse:
    place = _found_place(request, pk)
    form = forms.TextForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        token = request.POST.get("token", "")
        services.suggest(place, **data, token=token, actor=request.actor, at=request.at)
        return place.post, _("建议已送到部门，采纳没有、为什么，会告诉您")

    return one_form(
        request, form, act, title=_("提体验建议"), first=_("提出"), back=place.post.get_absolute_url(),
        crumbs=_trail(place.post, _("体验建议")),
    )  # fmt: skip


@require_GET
def log_file(request: Request, pk: int) -> FileResponse:
    """A picture of a log, for those who may read the logs."""
    logs = ExperienceLog.objects.select_related("file", "sign_up").exclude(file=None)
    found = get_object_or_404(logs, pk=pk)
    pages.find(ExperiencePost, request.actor, "inside", pk=found.sign_up.post_id)
    return sent_file(found.file)
