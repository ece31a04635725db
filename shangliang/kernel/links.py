"""Addresses of things, cheaply: the pattern is looked up once, the number put in each time."""

from __future__ import annotations

from functools import cache

from django.urls import reverse

_SPOT = 1234567890


@cache
def _around(name: str) -> tuple[str, str]:
    before, _number, after = reverse(name, args=[_SPOT]).partition(str(_SPOT))
    return before, after


@cache
def plain(name: str) -> str:
    """The address of a page that takes no argument."""
    return reverse(name)


def to(name: str, pk: int) -> str:
    """The address of a page whose only argument is a number."""
    before, after = _around(name)
    return f"{before}{pk}{after}"
