"""All outcomes of one topic on one page; the years it is followed through; 闭环率."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import loop, moves
from shangliang.look import pages
from shangliang.modules.org import queries as org
from shangliang.modules.outcomes import forms, queries, services
from shangliang.modules.outcomes.views.common import (
    METERED,
    Request,
    found_topic,
    may,
    may_open,
    only_once,
    see_other,
    tabs,
)
from shangliang.modules.topics.models import Topic

Sheet = list[tuple[Any, forms.SendForm]]


@require_GET
def topic(request: Request, pk: int) -> HttpResponse:
    return _page(request, found_topic(request, pk))


def _page(
    request: Request, found: Topic, status: int = 200, *,
    write_form: forms.WriteForm | None = None, sheet: Sheet | None = None,
) -> HttpResponse:  # fmt: skip
    """Those who run the topic see drafts and the forms; everybody else what has been sent."""
    runs = "edit" in may(request, found, "edit")
    came = queries.topic_outcomes(found)
    if runs and write_form is None:
        write_form = forms.WriteForm(queries.sources(found))
    if runs and sheet is None:
        sheet = _sheet(found, came)
    context = {
        "topic": found, "came": came, "runs": runs, "chain": loop.chain("topic", found.pk, actor=request.actor),
        "write_form": write_form, "sheet": sheet or [],
        "lines": [line for line in came.lines if runs or line.recommendation.state != "draft"],
        "documents": came.documents if runs else may_open(request, came.documents),
        "look_backs": came.look_backs if runs else may_open(request, came.look_backs),
        "feedback_lists": [f for f in came.feedback_lists if runs or f.state == "published"],
        "instructions": came.instructions if runs else [],
    }  # fmt: skip
    return pages.page(request, "outcomes/topic.html", context, status=status)


def _sheet(found: Topic, came: queries.TopicOutcomes, data: Any = None) -> Sheet:
    """One row for each recommendation that has not been sent, with the department it would go to."""
    drafts = [line.recommendation for line in came.lines if line.recommendation.state == "draft"]
    if not drafts:
        return []
    departments = list(org.departments(found.unit.path))
    return [
        (
            r,
            forms.SendForm(
                departments,
                data,
                prefix=f"r{r.pk}",
                must=False,
                initial={"lead": r.department or found.department},
            ),
        )
        for r in drafts
    ]


@require_POST
def write(request: Request, pk: int) -> HttpResponse:
    found = found_topic(request, pk)
    form = forms.WriteForm(queries.sources(found), request.POST)
    if not form.is_valid():
        return _page(request, found, 422, write_form=form)
    data = form.cleaned_data

    def act() -> str:
        more: dict[str, Any] = {"actor": request.actor, "at": request.at}
        for consensus in data.get("consensus", []):
            services.recommend(found, text=consensus.text, consensus=consensus, **more)
        for line in data["lines"]:
            services.recommend(
                found, text=line, gathering=data.get("gathering"), opinions=data.get("opinions", []), **more
            )
        messages.success(
            request, _("已写下 %d 条建议") % (len(data["lines"]) + len(data.get("consensus", [])))
        )
        return reverse("outcomes:topic", args=[pk]) + "#send"

    return only_once(request, f"write {pk}", act)


@require_POST
def send_all(request: Request, pk: int) -> HttpResponse:
    found = found_topic(request, pk)
    sheet = _sheet(found, queries.topic_outcomes(found), request.POST)
    if not all(form.is_valid() for _r, form in sheet):
        return _page(request, found, 422, sheet=sheet)
    sendings = [services.Sending(r, **form.cleaned_data) for r, form in sheet if form.cleaned_data["lead"]]
    sent = services.send_all(found, sendings=sendings, actor=request.actor, at=request.at)
    messages.success(request, _("已交办 %d 条建议，部门会收到通知") % len(sent))
    return see_other(reverse("outcomes:topic", args=[pk]))


@require_GET
def years(request: Request, pk: int) -> HttpResponse:
    """批办件一督到底: the same matter through all its years."""
    found = found_topic(request, pk)
    runs = "edit" in may(request, found, "edit")
    events = [e for e in queries.tracking(found) if runs or e.what != "instruction"]
    verbs = {name: str(verb.said) for name, verb in moves.kind_of(Topic).words.items()}
    return pages.page(request, "outcomes/years.html", {"topic": found, "events": events, "verbs": verbs})


@require_GET
def meter(request: Request) -> HttpResponse:
    """闭环率 of one's own tree."""
    seats = [s.path for s in request.actor.seats if s.role in METERED]
    if not seats:
        raise moves.NotAllowed(_("这里的数字由政协办和党政领导查看"))
    context = {"tabs": tabs(request, "loop"), "meter": queries.loop_meter(min(seats, key=len), request.at)}
    return pages.page(request, "outcomes/loop.html", context)
