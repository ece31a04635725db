"""What the endpoints share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from shangliang.kernel import moves
from shangliang.look import answers, pages
from shangliang.modules.floor import queries
from shangliang.modules.floor.models import Floor
from shangliang.modules.gatherings.models import Participant


class FloorRouter(Router):
    """Programs were generated from the names of these operations, so those do not follow a function to another file."""

    def add_api_operation(
        self, path: str, methods: list[str], view_func: Callable[..., Any], **more: Any
    ) -> None:
        more["operation_id"] = f"shangliang_modules_floor_api_{view_func.__name__}"
        super().add_api_operation(path, methods, view_func, **more)


class ActIn(Schema):
    note: str = ""


def find(request: HttpRequest, pk: int) -> Floor:
    related = ("unit", "gathering__unit")
    return pages.find(Floor, answers.actor_of(request), "view", *related, pk=pk)


def person(request: HttpRequest, floor: Floor, pk: int | None) -> Participant:
    """Somebody on the list, or the caller herself."""
    if pk is None:
        me = queries.me_in(floor, answers.actor_of(request))
        if me is None:
            raise moves.NotAllowed(_("您不在本次协商的名单里"))
        return me
    found = floor.gathering.participants.filter(pk=pk).first()
    if found is None:
        raise moves.Refused(_("这个人不在本次协商的名单里"))
    return found
