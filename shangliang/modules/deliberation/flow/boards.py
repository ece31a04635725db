"""When a board, a statement and a reason may do what."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import adopting, params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.deliberation.models import Board, Reason, Statement

params.define("deliberation.screen_within", lazy("新看法审看期限"), 2, "working_days", "公开审看")
params.define("deliberation.conclude_within", lazy("截止后公布结论期限"), 15, "working_days", "件件有回音")
LEAST = 3  # statements to begin with: fewer say nothing about who stands where


def has_statements(board: Board, at: datetime) -> str | None:
    there = board.statements.filter(state="shown").count()
    if there >= LEAST:
        return None
    return _("至少要有 %(n)d 条看法才能开始，现在有 %(now)d 条") % {"n": LEAST, "now": there}


def closes_later(board: Board, at: datetime) -> str | None:
    return None if board.closes_at > at else _("截止时间已经过了，请先改截止时间")


def nothing_waits(board: Board, at: datetime) -> str | None:
    waiting = board.statements.filter(state="waiting").count()
    if waiting:
        return _("还有 %d 条看法没有审看") % waiting
    reasons = Reason.objects.filter(statement__board=board, state="waiting").count()
    return _("还有 %d 条理由没有审看") % reasons if reasons else None


def everybody_answered(board: Board, at: datetime) -> str | None:
    """件件有回音: what was shown has been answered, with why."""
    left = board.statements.filter(state="shown").count()
    return _("还有 %d 条看法没有写明怎么处理") % left if left else None


def has_conclusion(board: Board, at: datetime) -> str | None:
    return None if board.conclusion.strip() else _("请写结论")


BOARD = Flow(
    "board",
    lazy("议事板"),
    start="draft",
    states=[
        State("draft", lazy("准备中"), tone="quiet"),
        State("open", lazy("正在表态"), due=Due(field="closes_at", warn=(1,), escalate=()), on_due="time_up"),
        State(
            "closed", lazy("已截止，待结论"), due=Due("deliberation.conclude_within", warn=(3, 1), escalate=(5,)),
        ),
        State("concluded", lazy("已公布结论"), final=True, tone="good"),
        State("dropped", lazy("不办了"), final=True, tone="quiet"),
    ],
    moves=[
        Move("open", "draft", "open", lazy("开始表态"), bare=True, guards=(has_statements, closes_later)),
        Move("drop", "draft", "dropped", lazy("不办了"), bare=True, note=True, option=True, undoable=False),
        Move("time_up", "open", "closed", lazy("到期截止"), clock=True),
        Move("close", "open", "closed", lazy("提前截止"), bare=True, note=True, option=True, undoable=False),
        Move(
            "conclude", "closed", "concluded", lazy("公布结论"), undoable=False,
            guards=(nothing_waits, everybody_answered), brings=(has_conclusion,),
        ),
    ],
)  # fmt: skip


def can_be_answered(statement: Statement, at: datetime) -> str | None:
    return None if statement.board.state == "closed" else _("表态截止以后才写怎么处理")


def is_not_over(statement: Statement, at: datetime) -> str | None:
    return None if statement.board.state in {"draft", "open", "closed"} else _("这块议事板已经结束")


STATEMENT = Flow(
    "statement",
    lazy("看法"),
    start="waiting",
    states=[
        State("waiting", lazy("待审看"), due=Due("deliberation.screen_within", warn=(1,), escalate=(2,))),
        State("shown", lazy("已发布")),
        State("hidden", lazy("不展示"), tone="quiet"),
        *adopting.states(),
    ],
    moves=[
        Move("show", "waiting", "shown", lazy("发布"), bare=True, guards=(is_not_over,)),
        Move("let_through", "waiting", "shown", lazy("先发后看，直接发布"), clock=True),
        Move("hide", "waiting shown", "hidden", lazy("不展示"), note=True, option=True, guards=(is_not_over,)),
        Move("restore", "hidden", "shown", lazy("恢复展示"), bare=True, note=True, option=True, guards=(is_not_over,)),
        *adopting.moves("shown", guards=(can_be_answered,)),
    ],
)  # fmt: skip

REASON = Flow(
    "reason",
    lazy("理由"),
    start="waiting",
    states=[
        State("waiting", lazy("待审看"), due=Due("deliberation.screen_within", warn=(1,), escalate=(2,))),
        State("shown", lazy("已发布")),
        State("hidden", lazy("不展示"), tone="quiet"),
        State("kept", lazy("随议事板结束"), final=True, tone="quiet"),
    ],
    moves=[
        Move("rest", "shown", "kept", lazy("随议事板结束"), clock=True),
        Move("show", "waiting", "shown", lazy("发布"), bare=True),
        Move("let_through", "waiting", "shown", lazy("先发后看，直接发布"), clock=True),
        Move("hide", "waiting shown", "hidden", lazy("不展示"), note=True, option=True),
        Move("restore", "hidden", "shown", lazy("恢复展示"), bare=True, note=True, option=True),
    ],
)
