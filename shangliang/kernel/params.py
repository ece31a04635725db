"""Numbers, not graphs: what each unit may set for itself, each value with a start date.

A module defines its parameters once with a default and a source; a unit sets a value from a date on; the
nearest unit upwards that has set one decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from shangliang.kernel.access import steps
from shangliang.kernel.models import Parameter


@dataclass(frozen=True)
class Definition:
    name: str
    label: Any
    default: Any
    kind: str  # working_days, days, number, text, choice
    source: str = ""  # rule of DOMAIN.md it comes from


class UnknownParameter(LookupError):
    pass


class BadValue(ValueError):
    """A value that this parameter cannot take; fit for people to read."""


definitions: dict[str, Definition] = {}


def define(name: str, label: Any, default: Any, kind: str, source: str = "") -> None:
    if name in definitions:
        raise ValueError(f"parameter {name} is defined twice")
    definitions[name] = Definition(name, label, default, kind, source)


def definition(name: str) -> Definition:
    try:
        return definitions[name]
    except KeyError:
        raise UnknownParameter(name) from None


def value(path: str, name: str, on: date) -> Any:
    """What holds for this unit on this day (1 query)."""
    found = (
        Parameter.objects.filter(path__in=["", *steps(path)], name=name, starts_on__lte=on)
        .order_by("-path", "-starts_on")
        .values_list("value", flat=True)
        .first()
    )
    return definition(name).default if found is None else found


def check(name: str, new: Any) -> Any:
    """The value as it is kept, or BadValue."""
    kind = definition(name).kind
    if kind in {"working_days", "days", "number"}:
        if isinstance(new, bool) or not isinstance(new, int) or not 0 <= new <= 3660:
            raise BadValue(f"{definition(name).label}：应为 0 到 3660 之间的整数")
    elif not isinstance(new, str) or not new.strip():
        raise BadValue(f"{definition(name).label}：不能为空")
    return new
