"""What the teams did, form by form."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, journal
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.people.models import Person
from shangliang.modules.supervision import forms, queries, services
from shangliang.modules.supervision.models import Supervised, Supervision
from shangliang.modules.supervision.views.common import (
    Request,
    crumbs,
    data_of,
    kept,
    may,
    must,
    one_form,
    token,
    trail,
)
from shangliang.modules.supervision.views.supervising import found


def _people(supervision: Supervision) -> list[Person]:
    teams = supervision.teams.values("people__person")
    return list(Person.objects.filter(pk__in=teams).order_by("sound"))


def _form(request: Request, supervision: Supervision, **more: Any) -> forms.RecordForm:
    first = {"on": calendar.day_of(request.at)}
    return forms.RecordForm(
        _people(supervision), list(supervision.teams.all()), *data_of(request), initial=first, **more
    )


def _record(request: Request, supervision: Supervision, data: dict[str, Any]) -> services.Record:
    stored = kept(request, data["file"], supervision.root)
    return services.Record(
        on=data["on"], place=data["place"], text=data["text"], people=data["people"], team=data["team"],
        files=[stored] if stored else [],
    )  # fmt: skip


def train(request: Request, pk: int) -> HttpResponse:
    supervision = found(request, pk)
    must(request, supervision, "record", "approved", "running")

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        record = _record(request, supervision, data)
        services.train(supervision, record=record, actor=request.actor, at=request.at, token=token(request))
        return supervision, _("培训已登记，签到的人可以参加视察")

    return one_form(
        request, _form(request, supervision, label=_("签到的人")), act, title=_("登记培训"), first=_("登记"),
        uploads=True,
        back=supervision.get_absolute_url(), crumbs=trail(supervision, _("登记培训")),
        lead=_("先培训后视察：每个小组都要有人签到；没有签到的人不能参加视察。"),
    )  # fmt: skip


def inspect(request: Request, pk: int) -> HttpResponse:
    supervision = found(request, pk)
    must(request, supervision, "record", "running")
    targets = list(supervision.supervised.filter(state="talked").select_related("department"))

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.inspect(
            supervision, kind=data["kind"], supervised=data["supervised"],
            record=_record(request, supervision, data), actor=request.actor, at=request.at, token=token(request),
        )  # fmt: skip
        return supervision, _("活动已登记")

    return one_form(
        request, _form(request, supervision, kinds=True, targets=targets), act, title=_("登记走访、座谈、查阅资料"),
        first=_("登记"), uploads=True, back=supervision.get_absolute_url(),
        crumbs=trail(supervision, _("登记走访、座谈、查阅资料")),
        lead=_("先沟通后督查：还没有和部门沟通的，先到部门一栏登记沟通。"),
    )  # fmt: skip


def discuss(request: Request, pk: int) -> HttpResponse:
    supervision = found(request, pk)
    must(request, supervision, "record", "running", "reviewing")

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        record = _record(request, supervision, data)
        services.discuss(supervision, record=record, actor=request.actor, at=request.at, token=token(request))
        return supervision, _("研讨已登记")

    return one_form(
        request, _form(request, supervision), act, title=_("登记集体研讨"), first=_("登记"), uploads=True,
        back=supervision.get_absolute_url(), crumbs=trail(supervision, _("登记集体研讨")),
        lead=_("先研讨后反馈：每个小组都要有人参加，意见书才能送出。"),
    )  # fmt: skip


# --- with one department


def _found_supervised(request: Request, pk: int) -> Supervised:
    return pages.find(Supervised, request.actor, "view", "unit", "department", "supervision__unit", pk=pk)


@require_GET
def supervised(request: Request, pk: int) -> HttpResponse:
    """What the department reads: the talk, what was told of the progress, its findings once they were sent."""
    one = _found_supervised(request, pk)
    talks, findings = queries.told_of(one)
    allowed = may(request, one, "talk", "inform", "inside")
    context = {
        "supervised": one, "talks": talks, "findings": findings, "may": allowed,
        "crumbs": trail(one.supervision, one.department.short) if "inside" in allowed
        else crumbs(Link(one.supervision.title)),
        "entries": journal.story("supervised", one.pk) if "inside" in allowed else [],
    }  # fmt: skip
    return pages.page(request, "supervision/supervised.html", context)


def talk(request: Request, pk: int) -> HttpResponse:
    one = _found_supervised(request, pk)
    must(request, one, "talk")

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        record = _record(request, one.supervision, data)
        services.talk(one, record=record, actor=request.actor, at=request.at, token=token(request))
        return one.supervision, _("沟通已登记，%s会收到通知") % one.department.short

    return one_form(
        request, _form(request, one.supervision, required=False), act, title=_("登记督查前沟通"),
        first=_("登记并告知部门"),
        uploads=True, back=one.supervision.get_absolute_url(),
        crumbs=trail(one.supervision, one.department.short), lead=_("和“%s”沟通；部门能看到记录。") % one.department,
    )  # fmt: skip


def inform(request: Request, pk: int) -> HttpResponse:
    one = _found_supervised(request, pk)
    must(request, one, "inform", "talked")

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        record = _record(request, one.supervision, data)
        services.inform(one, record=record, actor=request.actor, at=request.at, token=token(request))
        return one.supervision, _("已向%s通报进展") % one.department.short

    return one_form(
        request, _form(request, one.supervision, required=False), act, title=_("通报进展"), first=_("通报"),
        uploads=True,
        back=one.supervision.get_absolute_url(), crumbs=trail(one.supervision, one.department.short),
        lead=_("记录原样给“%s”看。") % one.department,
    )  # fmt: skip
