"""Small things that every page of outcomes needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from shangliang.kernel import moves, once
from shangliang.kernel.access import STEP
from shangliang.kernel.models import StoredFile
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.topics.models import Topic

EXPORTED = 5000  # rows of a table that is taken along
may, see_other, sent_file = pages.may, pages.see_other, pages.sent_file
Request = Any  # an HttpRequest on which Seating has put `actor` and `at`

TABS = (
    ("recommendations", noop("建议")), ("documents", noop("成果文件")), ("instructions", noop("批示")),
    ("feedback_lists", noop("反馈清单")), ("look_backs", noop("再商量")), ("loop", noop("闭环率")),
)  # fmt: skip


OVERSEES = {"secretary", "chair", "leader"}  # who sees the board
METERED = OVERSEES | {"member"}  # who sees 闭环率


def tabs(request: Request, current: str) -> list[Link]:
    metered = bool(request.actor.roles & METERED)
    shown = [(name, label) for name, label in TABS if name != "loop" or metered]
    return [Link(_(label), reverse(f"outcomes:{name}"), name == current) for name, label in shown]


def found_topic(request: Request, pk: int) -> Topic:
    return pages.find(Topic, request.actor, "view", "unit", "field", "department", pk=pk)


def reached(request: Request, model: Any, verb: str = "view") -> Any:
    return moves.kind_of(model).policy.reachable(request.actor, verb, model.objects.all())


def may_open(request: Request, rows: list[Any]) -> list[Any]:
    """Those of these that this actor may view (1 query; none for no rows)."""
    if not rows:
        return []
    seen = reached(request, type(rows[0])).filter(pk__in=[r.pk for r in rows])
    open_ones = set(seen.values_list("pk", flat=True))
    return [r for r in rows if r.pk in open_ones]


def listed(request: Request, model: Any) -> Any:
    """What a list shows: what this actor may see within their own city or province."""
    roots = {s.path[:STEP] for s in request.actor.seats if s.path}
    return reached(request, model).filter(root__in=roots)


@transaction.atomic
def only_once(request: Request, place: str, act: Callable[[], str]) -> HttpResponse:
    """Do what the form asks and go to the address that `act` gives; the same form sent twice is done once."""
    token = request.POST.get("token", "")[:100]
    if not token:
        return see_other(act())
    scope = f"outcomes {place} by {request.actor.person_id}"
    if earlier := once.claim(scope, token, b"", request.at):
        return see_other(earlier.body)
    address = act()
    once.keep(scope, token, 303, address)
    return see_other(address)


def upload(request: Request, form: Form, root: str) -> StoredFile | None:
    """The file of a valid form, kept. Raises files.BadFile with words."""
    return pages.keep(request, form.cleaned_data.get("file"), root)
