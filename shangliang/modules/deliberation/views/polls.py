"""The desk of polls: listed, prepared, put to the voters, closed."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import journal, loop, moves, text
from shangliang.kernel.access import STEP
from shangliang.look import answers, pages
from shangliang.look.rewriting import rewriting
from shangliang.look.shapes import Link
from shangliang.modules.deliberation import forms, queries, services
from shangliang.modules.deliberation.flow import POLL
from shangliang.modules.deliberation.models import COUNTED, Board, Poll
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.people.models import Member, Person, Seat
from shangliang.modules.plans.models import Plan

Request = Any  # an HttpRequest on which Seating has put `actor` and `at`
ROWS = ("unit", "gathering", "board")


def tabs(current: str) -> list[Link]:
    named = (("list", _("议事板")), ("polls", _("投票表决")), ("draws", _("抽签")))
    return [Link(label, reverse(f"deliberation:{name}"), name == current) for name, label in named]


def crumbs(*links: Link) -> list[Link]:
    return [Link(_("投票表决"), reverse("deliberation:polls")), *links]


def trail(poll: Poll, *last: str) -> list[Link]:
    return crumbs(
        Link(text.shortened(poll.question, 24), poll.get_absolute_url()), *(Link(words) for words in last)
    )


def find(request: Request, pk: int, verb: str = "view", *states: str) -> Poll:
    """The poll; a page that only leads to one act is shown while it can be done. NotAllowed, Stale."""
    poll = pages.find(Poll, request.actor, "view", *ROWS, pk=pk)
    if verb != "view":
        moves.must(poll, verb, actor=request.actor)
    if states:
        moves.must_stand(poll, *states)
    return poll


@require_GET
def polls(request: Request) -> HttpResponse:
    reached = answers.reachable(request, Poll)
    state = request.GET.get("state", "")
    if state in POLL.states:
        reached = reached.filter(state=state)
    sitting = queries.run_by(request.actor).filter(state="sitting").order_by("-pk")[:5]
    context = {
        "slice": pages.keyset(request, queries.listed_polls(reached)), "state": state, "tabs": tabs("polls"),
        "states": POLL.states.values(), "may_plan": queries.units_of(request.actor).exists(), "sitting": list(sitting),
    }  # fmt: skip
    return pages.page(request, "deliberation/polls.html", context)


def _offered(request: Request, root: str) -> dict[str, Any]:
    """What the fields of the form offer."""
    seats = Seat.objects.filter(unit__path__startswith=root).values("person")
    members = Member.objects.filter(term__unit__path__startswith=root).values("person")
    people = Person.objects.filter(is_active=True)
    return {
        "gatherings": queries.run_by(request.actor).order_by("-pk"),
        "boards": answers.reachable(request, Board).order_by("-pk"),
        "people": people.filter(pk__in=seats) | people.filter(pk__in=members),
    }  # fmt: skip


def _form(request: Request, form: Any, **context: Any) -> HttpResponse:
    context = {"form": form, "draft": request.path, **context}
    return pages.page(request, "deliberation/poll_form.html", context, status=422 if form.errors else 200)


def new(request: Request) -> HttpResponse:
    units = queries.units_of(request.actor)
    if not units:
        raise moves.NotAllowed(_("投票由政协办公室准备；召集人可以请本次协商的参加人投票"))
    gathering, board, plan = (
        text.whole(request.GET.get(name, "")) for name in ("gathering", "board", "plan")
    )
    chosen_for = pages.find(Plan, request.actor, "view", "unit", pk=plan) if plan else None
    form = forms.PlanPollForm(
        request.POST or None, units=units,
        initial={"token": uuid.uuid4().hex, "unit": chosen_for.unit if chosen_for else units[0],
                 "gathering": gathering, "board": board, "voters": "invited" if gathering else "members",
                 "method": "shares" if chosen_for else "motion"},
        plan=chosen_for, **_offered(request, units[0].path[:STEP]),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.terms()
        unit, token = data.pop("unit"), data.pop("token")
        poll = services.plan_poll(
            unit, terms=services.Terms(**data), actor=request.actor, at=request.at, token=token
        )
        return pages.done(request, poll, _("已准备好，看一遍就可以开始投票"))
    return _form(
        request, form, title=_("准备投票"), button=_("保存"), back=reverse("deliberation:polls"),
        crumbs=crumbs(Link(_("准备投票"))), lead=_("投票开始以后，问题、选项和名册都不能再改。"),
    )  # fmt: skip


def edit(request: Request, pk: int) -> HttpResponse:
    poll = find(request, pk, "edit", "draft")
    people = list(poll.roll.order_by("pk").values_list("person__username", flat=True))
    form = forms.PollForm(
        request.POST or None, initial=forms.first_of(poll, queries.choices(poll), people),
        plan=poll.plan, **_offered(request, poll.root),
    )  # fmt: skip
    form = rewriting(form)
    if request.method == "POST" and form.is_valid():
        services.edit_poll(poll, terms=services.Terms(**form.terms()), actor=request.actor, at=request.at)
        return pages.done(request, poll, _("已保存"))
    return _form(
        request, form, title=_("修改投票"), button=_("保存"), back=poll.get_absolute_url(),
        crumbs=trail(poll, _("修改投票")),
    )  # fmt: skip


def quick(request: Request, pk: int) -> HttpResponse:
    """现场表决: one short form while the meeting sits, and the poll is open."""
    gathering = pages.find(Gathering, request.actor, "view", "unit", pk=pk)
    if not queries.run_by(request.actor).filter(pk=pk).exists():
        raise moves.NotAllowed(_("现场表决由政协办公室或本次协商的召集人发起"))
    if gathering.state != "sitting":
        raise moves.Stale(_("正在开会时才能现场表决"), state=moves.label_of(gathering))
    hall = queries.entitled_in(gathering, Poll.Voters.HALL)
    form = forms.AskForm(
        request.POST or None, few=queries.not_secret(gathering, request.at),
        initial={"voters": Poll.Voters.HALL if hall.guests else Poll.Voters.PRESENT},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        terms = services.Terms(**form.terms(), gathering=gathering)
        poll = services.ask_now(
            gathering, terms=terms, actor=request.actor, at=request.at, token=request.POST.get("token", "")
        )
        return pages.done(request, poll, _("已开始投票，%d 人可以投") % (poll.entitled or 0))
    return _form(
        request, form, title=_("现场表决"), button=_("开始投票"), back=gathering.get_absolute_url(), token=True,
        crumbs=crumbs(Link(text.shortened(gathering.title, 24), gathering.get_absolute_url()), Link(_("现场表决"))),
        lead=_("按下就开始，参加人在自己的手机上投。"),
    )  # fmt: skip


@require_GET
def poll(request: Request, pk: int) -> HttpResponse:
    return show(request, find(request, pk))


def show(request: Request, one: Poll, status: int = 200) -> HttpResponse:
    """The poll by its state: what is asked, who has voted, after the count the result."""
    may = pages.may(request, one, "vote", "edit", "recount", "inside", *moves.steps(one))
    options = queries.choices(one)
    shown = one.state in COUNTED and (one.state == "published" or "recount" in may)
    chain = ("board", one.board_id) if one.board_id else ("gathering", one.gathering_id)
    context = {
        "poll": one, "may": may, "choices": options, "turnout": queries.turnout(one), "tabs": tabs("polls"),
        "voted": queries.has_voted(one, request.actor),
        "results": queries.results(one, options) if shown else None, "hands": queries.hands_for(one),
        "slips": slips(one, options) if shown else [],
        "for_plan": queries.for_plan(one) if shown and _plans(request, one) else [],
        "receipt_form": forms.ReceiptForm() if shown and one.secret else None,
        # Closing has a page of its own, whether it will be counted or void; what is not public is never published.
        "options": [
            o for o in moves.options(one, actor=request.actor, at=request.at, may=may)
            if o.move.name not in {"count", "void"} and (o.move.name != "publish" or one.open_to_public)
        ],
        "entries": journal.story("poll", one.pk) if "inside" in may else [],
        "chain": loop.chain(chain[0], chain[1], actor=request.actor) if chain[1] else [],
    }  # fmt: skip
    return pages.page(request, "deliberation/poll.html", context, status=status)


def _plans(request: Request, one: Poll) -> bool:
    """Whether the actor puts into the plan what was chosen for it."""
    return one.plan is not None and moves.kind_of(one.plan).policy.may(request.actor, "add_item", one.plan)


@require_GET
def turnout(request: Request, pk: int) -> HttpResponse:
    """How many have voted, for a room that waits; once the poll is over the page around it is asked for anew."""
    one = find(request, pk, "recount")
    context = {"poll": one, "turnout": queries.turnout(one)}
    response = pages.page(request, "deliberation/poll_turnout.html", context)
    if one.state != "open":
        response.headers["HX-Refresh"] = "true"
    return response


def slips(one: Poll, options: list[queries.Choice]) -> list[tuple[str, str]]:
    """Every ballot in words, by its receipt or by name."""
    labels = {o.key: o.label for o in options}
    return [(s.key, queries.spelled(s.content, labels)) for s in queries.slips(one)]


def open_poll(request: Request, pk: int) -> HttpResponse:
    one = find(request, pk, "open", "draft")
    form = forms.SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.open_poll(one, actor=request.actor, at=request.at)
        return pages.done(request, one, _("已开始投票，%d 人可以投") % (one.entitled or 0))
    return _form(
        request, form, title=_("开始投票"), button=_("开始投票"), back=one.get_absolute_url(),
        crumbs=trail(one, _("开始投票")), lead=one.question,
        warn=_("开始以后，问题、选项和名册都不能再改。"),
    )  # fmt: skip


def close(request: Request, pk: int) -> HttpResponse:
    """结束投票: one page, whether it will be counted or void."""
    one = find(request, pk, "count", "open", "closed")
    form = forms.SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.close_poll(one, actor=request.actor, at=request.at)
        void = one.state == "void"
        said = _("票数不足，投票无效") if void else _("投票已结束，收回 %d 票，已计票") % (one.cast or 0)
        return pages.done(request, one, said)
    entitled, voted = queries.turnout(one)
    return _form(
        request, form, title=_("结束投票"), button=_("结束投票并计票"), back=one.get_absolute_url(),
        crumbs=trail(one, _("结束投票")), warn=_("结束以后不能再投；票数不足的，投票无效，选票不留。"),
        lead=_("应投 %(n)d 人，已投 %(v)d 票，有效票数下限 %(q)d 票。")
        % {"n": entitled, "v": voted, "q": one.needed or 0},
    )  # fmt: skip
