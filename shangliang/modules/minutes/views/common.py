"""What the views of this module share."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from shangliang.kernel import moves, text
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.minutes.models import Item, Minutes

Request = Any  # an HttpRequest on which Seating has put `actor` and `at`
RELATED = ("unit", "gathering__unit", "gathering__convener", "gathering__topic")


def find(request: Request, pk: int, verb: str = "view") -> Minutes:
    """The minutes as far as this actor may see them; seen but not hers to do is refused (1 query, or 2)."""
    paper = pages.find(Minutes, request.actor, "view", *RELATED, pk=pk)
    if verb != "view":
        moves.must(paper, verb, actor=request.actor)
    return paper


def find_item(request: Request, pk: int) -> Item:
    """An item of minutes that this actor may edit (3 queries)."""
    item = Item.objects.select_related("minutes", "office", "speaker").filter(pk=pk).first()
    if item is None:
        raise Http404
    item.minutes = find(request, item.minutes_id, "edit")
    return item


def crumbs(paper: Minutes, *last: str) -> list[Link]:
    return [
        Link(_("纪要"), reverse("minutes:list")),
        Link(text.shortened(paper.gathering.title, 24), paper.get_absolute_url()),
        *(Link(words) for words in last),
    ]


def refused(form: Form) -> moves.Refused:
    return moves.Refused(*[words for _id, _label, words in pages.form_errors(form)])


def small(request: Request, paper: Minutes, form: Form, **context: Any) -> HttpResponse:
    """A page with one form; 422 when it came back with errors. context: title, button, lead, above, warn."""
    context = {
        "paper": paper, "form": form, "crumbs": crumbs(paper, context["title"]), "draft": request.path,
        "back": paper.get_absolute_url(), "lead": "", "above": [], "warn": "", **context,
    }  # fmt: skip
    return pages.page(request, "minutes/small.html", context, status=422 if form.errors else 200)
