"""The leader's page: four minutes of reading. What it holds, each module has named (kernel.leading)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import leading, moves
from shangliang.look import pages

FIRST = 5  # rows of a line that are read at once; the rest is folded


@require_GET
def page(request: Any) -> HttpResponse:
    """我牵头的, for 党政领导 and 政协领导 (1 query a line and a measure)."""
    leader = leading.as_leader(request.actor)
    if not leader.seats:
        raise moves.NotAllowed(_("这一页由党政领导和政协领导查看"))
    led = leading.led_by(leader, request.at)
    rows = [row for _line, found in led for row in found]
    late = sum(1 for row in rows if row.thing.due_at and row.thing.due_at < request.at)
    numbers = [_share(one.label, *one.ask(leader, request.at)) for one in leading.measures]
    context = {
        "led": [(line, found) for line, found in led if found], "first": FIRST, "numbers": numbers, "late": late,
        "nothing": [line.label for line, found in led if not found], "every": len(rows),
    }  # fmt: skip
    return pages.page(request, "desk/leading.html", context)


def _share(label: Any, well: int, every: int) -> tuple[Any, str, str]:
    """A share for ui.numbers: never without what it is a share of."""
    if not every:
        return label, "—", _("还没有")
    return label, f"{100 * well // every}%", _("%(every)d 件里 %(well)d 件") % {"every": every, "well": well}
