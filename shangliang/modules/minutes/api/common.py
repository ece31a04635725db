"""What the endpoints share."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from shangliang.look import answers, pages
from shangliang.modules.minutes import queries
from shangliang.modules.minutes.models import Item, Minutes


def find(request: HttpRequest, pk: int) -> Minutes:
    related = ("unit", "gathering__unit", "gathering__convener")
    return pages.find(Minutes, answers.actor_of(request), "view", *related, pk=pk)


def find_item(request: HttpRequest, pk: int) -> Item:
    """An item of minutes the caller may see; whether she may change it, the service says."""
    item = Item.objects.filter(pk=pk).first()
    if item is None:
        raise Http404
    item.minutes = find(request, item.minutes_id)
    return item


def full(paper: Minutes) -> Minutes:
    """The minutes anew, with their items."""
    fresh: Any = Minutes.objects.select_related("unit", "gathering").get(pk=paper.pk)
    fresh.rows = queries.items(fresh)
    return fresh
