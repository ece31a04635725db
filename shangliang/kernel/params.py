"""Numbers, not graphs: what each unit may set for itself, each value with a start date.

A module defines its parameters once with a default and a source; a unit sets a value from a date on; the
nearest unit upwards that has set one decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shangliang.kernel import journal
from shangliang.kernel.access import STEP, Actor, steps
from shangliang.kernel.models import Parameter


@dataclass(frozen=True)
class Definition:
    name: str
    label: Any
    default: Any
    kind: str  # working_days, days, number, text, lines
    source: str = ""  # the rule it comes from; for developers
    check: Callable[[Any], str | None] | None = None  # what is wrong with a value, fit for people to read


class UnknownParameter(LookupError):
    pass


class BadValue(ValueError):
    """A value that this parameter cannot take; fit for people to read."""


definitions: dict[str, Definition] = {}


def define(
    name: str, label: Any, default: Any, kind: str, source: str = "", *,
    check: Callable[[Any], str | None] | None = None,
) -> None:  # fmt: skip
    if name in definitions:
        raise ValueError(f"parameter {name} is defined twice")
    definitions[name] = Definition(name, label, default, kind, source, check)


def definition(name: str) -> Definition:
    try:
        return definitions[name]
    except KeyError:
        raise UnknownParameter(name) from None


_kept: ContextVar[list[Parameter] | None] = ContextVar("kept", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Meanwhile, in this thread, all numbers are read once: for long work during which nobody sets one.

    `put` refuses to set one inside.
    """
    before = _kept.set(list(Parameter.objects.order_by("-path", "-starts_on")))
    try:
        yield
    finally:
        _kept.reset(before)


def value(path: str, name: str, on: date) -> Any:
    """What holds for this unit on this day (1 query)."""
    places, kept = {"", *steps(path)}, _kept.get()
    if kept is not None:
        held = [r.value for r in kept if r.name == name and r.path in places and r.starts_on <= on]
        found = held[0] if held else None
    else:
        rows = Parameter.objects.filter(path__in=places, name=name, starts_on__lte=on)
        found = rows.order_by("-path", "-starts_on").values_list("value", flat=True).first()
    return definition(name).default if found is None else found


@dataclass(frozen=True)
class Held:
    """What holds for a unit, and where it comes from: the default, a unit above, or itself; what is to come."""

    definition: Definition
    value: Any
    since: Parameter | None
    coming: tuple[Parameter, ...]


def held(path: str, on: date) -> list[Held]:
    """Every number as it holds for this unit on this day (1 query)."""
    rows = list(Parameter.objects.filter(path__in=["", *steps(path)]).order_by("path", "starts_on"))
    found = []
    for name in sorted(definitions):
        mine = [r for r in rows if r.name == name]
        now = [r for r in mine if r.starts_on <= on]
        coming = tuple(r for r in mine if r.starts_on > on and r.path == path)
        nearest = max(now, key=lambda r: (len(r.path), r.starts_on), default=None)
        value = nearest.value if nearest else definitions[name].default
        found.append(Held(definitions[name], value, nearest, coming))
    return found


@transaction.atomic
def put(
    path: str, name: str, *, new: Any, starts_on: date, reason: str, actor: Actor, at: datetime
) -> Parameter:
    """Set a number for a unit from a day on; what held before stays for what was begun before.

    Raises BadValue for a value that cannot be, a day that has passed or a missing reason.
    """
    if _kept.get() is not None:
        raise RuntimeError("a number is set while all of them are read once")
    if starts_on < timezone.localtime(at).date():
        raise BadValue(_("起始日期已经过去，已经办过的事不能改时限"))
    if not reason.strip():
        raise BadValue(_("请写明为什么这样定"))
    row, _new = Parameter.objects.update_or_create(
        path=path,
        name=name,
        starts_on=starts_on,
        defaults={"value": check(name, new), "reason": reason[:300]},
    )
    journal.write(
        [
            journal.entry_of(
                root=path[:STEP], kind="parameter", ref=name, verb="put", actor=actor, at=at, note=reason,
                facts={"path": path, "value": row.value, "starts_on": starts_on.isoformat()},
            )
        ]
    )  # fmt: skip
    return row


def check(name: str, new: Any) -> Any:
    """The value as it is kept, or BadValue."""
    kind = definition(name).kind
    if kind in {"working_days", "days", "number"}:
        if isinstance(new, bool) or not isinstance(new, int) or not 0 <= new <= 3660:
            raise BadValue(_("%s：应为 0 到 3660 之间的整数") % definition(name).label)
    elif not isinstance(new, str) or not new.strip():
        raise BadValue(_("%s：不能为空") % definition(name).label)
    if (wrong := definition(name).check) and (words := wrong(new)):
        raise BadValue(_("%(name)s：%(why)s") % {"name": definition(name).label, "why": words})
    return new
