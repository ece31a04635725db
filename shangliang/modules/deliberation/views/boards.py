"""The desk of boards: find, permit, parse, act."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import journal, loop, moves, text
from shangliang.look import answers, pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.deliberation import forms, queries, services
from shangliang.modules.deliberation.flow import BOARD
from shangliang.modules.deliberation.models import Board, Reason, Statement
from shangliang.modules.deliberation.views.polls import tabs
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.topics.models import Topic

Request = Any  # an HttpRequest on which Seating has put `actor` and `at`
BOARD_ROWS = ("unit", "topic", "gathering")
STATEMENT_ROWS = ("unit", "board__unit", "board__topic", "author", "opinion")


def back(request: Request, to: Any, words: Any) -> HttpResponse:
    messages.success(request, words)
    response = redirect(to)
    response.status_code = 303
    return response


def _find(request: Request, pk: int, verb: str = "view") -> Board:
    board = pages.find(Board, request.actor, "view", *BOARD_ROWS, pk=pk)
    if verb != "view":
        moves.must(board, verb, actor=request.actor)
    return board


@require_GET
def board_list(request: Request) -> HttpResponse:
    boards = answers.reachable(request, Board)
    state = request.GET.get("state", "")
    if state in BOARD.states:
        boards = boards.filter(state=state)
    context = {
        "slice": pages.keyset(request, queries.listed(boards)),
        "state": state,
        "states": BOARD.states.values(),
        "may_plan": queries.units_of(request.actor).exists(),
        "tabs": tabs("list"),
    }
    return pages.page(request, "deliberation/list.html", context)


def _gatherings(request: Request, topic: Topic | None) -> Any:
    mine = answers.reachable(request, Gathering).exclude(state="cancelled")
    return (mine.filter(topic=topic) if topic else mine).order_by("-pk")


def board_new(request: Request) -> HttpResponse:
    units = queries.units_of(request.actor)
    if not units:
        raise moves.NotAllowed(_("议事板由政协办公室或本次协商的召集人准备"))
    topics = answers.reachable(request, Topic).exclude(state__in=["merged", "not_taken", "passed_on"])
    chosen = text.whole(request.GET.get("topic", ""))
    form = forms.PlanForm(
        request.POST or None, units=units, topics=topics.order_by("-pk"), gatherings=_gatherings(request, None),
        initial={"token": uuid.uuid4().hex, "topic": chosen, "unit": units[0], "voters": "anybody",
                 "gathering": text.whole(request.GET.get("gathering", ""))},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        board = services.plan(data.pop("unit"), **data, actor=request.actor, at=request.at)
        return back(request, board, _("议事板已经建好，看一看就可以开始表态"))
    context = {
        "form": form,
        "title": _("准备议事板"),
        "button": _("建好"),
        "lead": _("一个问题，若干条看法，人人一条一条表态；分成哪几种意见、哪些是大家共同认可的，一图看清。"),
        "crumb": None,
    }
    return pages.page(request, "deliberation/form.html", context, status=422 if form.errors else 200)


@require_GET
def board(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    may = moves.kind_of(found).policy.which(
        request.actor, ["inside", "edit", "seed", "answer", "view", *moves.steps(found)], found
    )
    if "inside" not in may:
        return redirect("portal:board", pk)
    context = {
        "board": found,
        "desk": queries.desk(found),
        "options": moves.options(found, actor=request.actor, at=request.at, may=may),
        "may": may,
        "entries": journal.story("board", pk),
        "chain": loop.chain("board", pk, actor=request.actor),
        "rest": forms.AnswerForm(prefix="rest"),
    }
    return pages.page(request, "deliberation/board.html", context)


def _small(
    request: Request, board: Board, form: Any, *, title: Any, button: Any, lead: Any = "", warn: Any = ""
) -> HttpResponse:
    context = {
        "board": board,
        "crumb": board,
        "form": form,
        "title": title,
        "button": button,
        "lead": lead,
        "warn": warn,
    }
    return pages.page(request, "deliberation/form.html", context, status=422 if form.errors else 200)


def board_edit(request: Request, pk: int) -> HttpResponse:
    board = _find(request, pk, "edit")
    first = {name: getattr(board, name) for name in forms.BoardForm.base_fields}
    form = rewriting(
        forms.BoardForm(request.POST or None, gatherings=_gatherings(request, board.topic), initial=first)
    )
    if request.method == "POST" and form.is_valid():
        services.edit(board, **form.cleaned_data, actor=request.actor, at=request.at)
        return back(request, board, _("已修改"))
    return _small(request, board, form, title=_("修改议事板"), button=_("保存"))


def board_seed(request: Request, pk: int) -> HttpResponse:
    board = _find(request, pk, "seed")
    form = forms.SeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.sow(board, seeds=form.cleaned_data["seeds"], actor=request.actor, at=request.at)
        return back(request, board, _("已放上 %d 条看法") % len(made))
    return _small(request, board, form, title=_("放上看法"), button=_("放上去"), lead=_("已有的不会重复放。"))


def board_conclude(request: Request, pk: int) -> HttpResponse:
    board = _find(request, pk, "conclude")
    form = forms.ConcludeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.conclude(board, **form.cleaned_data, actor=request.actor, at=request.at)
        return back(request, board, _("结论已公布"))
    return _small(
        request, board, form, title=_("公布结论"), button=_("公布"), warn=_("公布以后不能再改。"),
        lead=_("每条看法怎么处理、为什么，已经告诉提出人；这里写总的结论。"),
    )  # fmt: skip


@require_POST
def answer_rest(request: Request, pk: int) -> HttpResponse:
    board = _find(request, pk, "answer")
    form = forms.AnswerForm(request.POST, prefix="rest")
    if not form.is_valid():
        return _small(request, board, form, title=_("其余看法一并处理"), button=_("一并处理"))
    count = services.answer_rest(board, **form.cleaned_data, actor=request.actor, at=request.at)
    return back(request, board, _("已写明 %d 条看法怎么处理") % count)


@require_GET
def parts(request: Request, pk: int) -> HttpResponse:
    """Results by sector and by place: for the institution; only where ten people or more stand behind them."""
    board = _find(request, pk, "inside")
    rows = {s.pk: s for s in queries.statement_lines(board)}
    context = {
        "board": board, "least": queries.LEAST_TOLD, "statements": list(rows.values()),
        "sectors": queries.by_part(board, "sector"), "places": queries.by_part(board, "place"),
    }  # fmt: skip
    return pages.page(request, "deliberation/parts.html", context)


# --- one statement


def _statement(request: Request, pk: int) -> Statement:
    return pages.find(Statement, request.actor, "view", *STATEMENT_ROWS, pk=pk)


@require_GET
def statement(request: Request, pk: int) -> HttpResponse:
    found = _statement(request, pk)
    may = moves.kind_of(found).policy.which(request.actor, ["oversee", "hear", *moves.steps(found)], found)
    screens = moves.kind_of(found).policy.may(request.actor, "hide", found)
    if not screens and "hear" not in may:
        return redirect("portal:statement", found.board_id, found.number)
    context = {
        "s": found,
        "screens": screens,
        "options": moves.options(found, actor=request.actor, at=request.at, may=may),
        "reasons": list(found.reasons.select_related("author", "answers").order_by("pk")) if screens else [],
        "entries": journal.story("statement", pk),
        "hide_form": forms.WhyForm(),
        "answer_form": forms.AnswerForm(),
    }
    return pages.page(request, "deliberation/statement.html", context)


def statement_hide(request: Request, pk: int) -> HttpResponse:
    found = _statement(request, pk)
    return _hiding(request, found, found.board)


def reason_hide(request: Request, pk: int) -> HttpResponse:
    found = pages.find(Reason, request.actor, "view", "unit", "statement__board", pk=pk)
    return _hiding(request, found, found.statement.board)


def _hiding(request: Request, thing: Statement | Reason, board: Board) -> HttpResponse:
    moves.must(thing, "hide", actor=request.actor)
    form = forms.WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.hide(thing, why=form.cleaned_data["why"], actor=request.actor, at=request.at)
        return back(request, thing, _("不再展示，理由已公开"))
    return _small(request, board, form, title=_("不展示：%s") % thing, button=_("不展示"))


def statement_answer(request: Request, pk: int) -> HttpResponse:
    found = _statement(request, pk)
    moves.must(found, "adopt", actor=request.actor)
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.answer(found, **form.cleaned_data, actor=request.actor, at=request.at)
        return back(request, found.board, _("已写明，提出人会看到"))
    return _small(request, found.board, form, title=_("怎么处理：%s") % found, button=_("写明"))
