"""联名、附议: asked, answered on a telephone, stopped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shangliang.kernel import calendar
from shangliang.look import pages
from shangliang.modules.people.models import Person
from shangliang.modules.proposals import forms, queries, services
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.views.common import Request, found, must, one_form, see_other


def invite(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "invite", "draft")
    form = forms.InviteForm(_members(proposal, request), request.POST or None, initial=_asked(proposal))
    if request.method == "POST" and form.is_valid():
        services.invite(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已发出邀请；到时限没有签的不列名"))
        return see_other(proposal)
    lead = _("全体会议期间几小时内要签，平时一天；时限由提案委员会定。邀请后改动内容，签过的人要再签一次。")
    return one_form(request, form, _("请人联名"), _("发出邀请"), proposal.get_absolute_url(), lead=lead)


def _members(proposal: Proposal, request: Request) -> Any:
    """Members of the term that runs, whom one may ask to sign with one."""
    day = calendar.day_of(request.at)
    held = Person.objects.filter(
        memberships__term__unit=proposal.unit_id, memberships__term__starts_on__lte=day,
        memberships__term__ends_on__gte=day, is_active=True,
    )  # fmt: skip
    return held.exclude(pk=proposal.drafter_id)


def _asked(proposal: Proposal) -> dict[str, str]:
    """Those who had been asked and whose words have changed since."""
    again = proposal.signers.filter(agreed_at=None, struck_at=None).select_related("person")
    return {"people": "、".join(s.person.name for s in again)}


def sign(request: Request, pk: int) -> HttpResponse:
    """The whole text on one page of a telephone, and two buttons under it."""
    proposal = found(request, pk)
    row = proposal.signers.filter(person=request.actor.person_id).first()
    if row is None or not row.place:
        raise Http404
    if request.method == "POST":
        agrees = request.POST.get("agrees") == "1"
        services.answer(proposal, agrees=agrees, actor=request.actor, at=request.at)
        messages.success(request, _("已联名") if agrees else _("已告诉对方您不参加联名"))
        return see_other(proposal if agrees else reverse("proposals:mine"))
    over = (
        proposal.state != "cosigning" or proposal.cosign_until is None or proposal.cosign_until <= request.at
    )
    context = {
        "proposal": proposal, "row": row, "over": over, "suggestions": list(proposal.suggestions.order_by("number")),
        "proposers": queries.proposers(proposal, proposal.signers.select_related("person")),
    }  # fmt: skip
    return pages.page(request, "proposals/sign.html", context)


@require_POST
def second(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    services.second(proposal, actor=request.actor, at=request.at)
    messages.success(request, _("已附议"))
    return see_other(proposal)


def stop(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "stop_cosigning", "cosigning")
    if request.method == "POST":
        services.stop_cosigning(proposal, actor=request.actor, at=request.at)
        messages.success(request, _("已截止征集"))
        return see_other(proposal)
    waiting = proposal.signers.filter(agreed_at=None, struck_at=None).select_related("person")
    context = {"proposal": proposal, "waiting": list(waiting)}
    return pages.page(request, "proposals/stop.html", context)
