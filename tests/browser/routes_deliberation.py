"""What to open of boards, and who opens it. `found.add` and `newest` are those of tests.browser.routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shangliang.modules.deliberation.models import Board, Draw, Reason, Statement

POST_ONLY = {"portal:board_cast", "deliberation:answer_rest"}
PUBLIC = "-"


def deliberation(found: Any, newest: Callable[..., Any]) -> None:
    open_, ended = newest(Board, state="open", voters="anybody"), newest(Board, state="concluded")
    found.add(PUBLIC, "portal:boards")
    for board in (open_, ended, newest(Board, state="closed", voters="members")):
        found.add(PUBLIC, "portal:board", board)
    for name in ("map", "statements", "mine", "seals"):
        found.add(PUBLIC, f"portal:board_{name}", open_)
    lit = (
        Statement.objects.filter(board=open_, state="shown")
        .order_by("number")
        .values_list("pk", flat=True)
        .first()
    )
    found.add(PUBLIC, "portal:board_map", open_, query=f"?statement={lit}")
    found.add(PUBLIC, "portal:board_map", ended)
    found.add(PUBLIC, "portal:board_put", open_)
    argued = Reason.objects.filter(statement__board=open_, state="shown").order_by("pk").first()
    found.add(PUBLIC, "portal:statement", open_, argued and argued.statement.number)
    found.add(PUBLIC, "portal:statement", open_, newest(Statement, "number", board=open_, state="hidden"))
    found.add(PUBLIC, "portal:statement", ended, 2)
    found.add(PUBLIC, "portal:board_leaves", open_, 1, kind="file")
    _desk(found, newest, open_)
    _lots(found, newest)


def _desk(found: Any, newest: Callable[..., Any], open_: int | None) -> None:
    draft, closed = newest(Board, state="draft"), newest(Board, state="closed")
    found.add("wang", "deliberation:list")
    found.add("wang", "deliberation:new")
    for board in (draft, open_, closed, newest(Board, state="concluded")):
        found.add("wang", "deliberation:board", board)
    found.add("wang", "deliberation:edit", draft)
    found.add("wang", "deliberation:seed", draft)
    found.add("wang", "deliberation:conclude", closed)
    found.add("wang", "deliberation:parts", closed)
    for state in ("waiting", "hidden", "shown", "adopted"):
        found.add("wang", "deliberation:statement", newest(Statement, state=state))
    found.add("lin", "deliberation:statement", newest(Statement, author__username="lin"))
    found.add("wang", "deliberation:hide", newest(Statement, state="waiting"))
    found.add("wang", "deliberation:answer", newest(Statement, state="shown", board=closed))
    found.add("wang", "deliberation:hide_reason", newest(Reason, state="waiting"))


def _lots(found: Any, newest: Callable[..., Any]) -> None:
    draft, sealed, drawn = (newest(Draw, state=state) for state in ("draft", "sealed", "drawn"))
    found.add(PUBLIC, "portal:draws")
    found.add(PUBLIC, "portal:draw_verifier", kind="file")
    for draw in (sealed, drawn):
        found.add(PUBLIC, "portal:draw", draw)
        found.add(PUBLIC, "portal:draw_published", draw, kind="file")
        found.add("wang", "deliberation:draw", draw)
    found.add("wang", "deliberation:draws")
    found.add("wang", "deliberation:draw_new")
    found.add("wang", "deliberation:draw", draft)
    found.add("wang", "deliberation:draw_seal", draft)
    found.add("wang", "deliberation:draw_seed", sealed)
    found.add("wang", "deliberation:draw_file", drawn, "panel", kind="file")
