"""What every view here needs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.look import pages
from shangliang.modules.handling.models import Assignment, Dispatch, Promise

may, see_other, done, sent_file = pages.may, pages.see_other, pages.done, pages.sent_file
Request = Any  # an HttpRequest on which Seating has put `actor` and `at`


def find_part(request: Request, pk: int) -> Assignment:
    related = ("unit", "dispatch__unit", "handler", "instead_of__unit", "contact__unit")
    return pages.find(Assignment, request.actor, "view", *related, pk=pk)


def find_dispatch(request: Request, pk: int) -> Dispatch:
    return pages.find(Dispatch, request.actor, "view", "unit", "sender", pk=pk)


def find_promise(request: Request, pk: int) -> Promise:
    related = ("unit", "assignment__unit", "assignment__dispatch__unit", "assignment__handler")
    return pages.find(Promise, request.actor, "view", *related, pk=pk)


def must_see_part(request: Request, part: Assignment) -> Assignment:
    """404 also when something beside the part was found but the part itself may not be seen."""
    return find_part(request, part.pk)


def source_label(source: str) -> str:
    """What kind of thing a task came from, in words."""
    try:
        return str(moves.kind_named(source).flow.label)
    except LookupError:
        return _("直接交办")


def number(words: str) -> int:
    """A number that came in, or 0."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0
