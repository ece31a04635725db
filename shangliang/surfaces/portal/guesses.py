"""Nobody finds somebody else's receipt by trying: wrong codes are counted for each address, for a while."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

MOST = 30
WINDOW = 600  # seconds


class TooMany(Exception):
    """More wrong codes than a person mistypes."""

    reasons = (_("输错的回执码太多了。请十分钟后再试，或核对回执上的码。"),)


def check(request: Any) -> None:
    if cache.get(_key(request), 0) >= MOST:
        raise TooMany


def missed(request: Any) -> None:
    key = _key(request)
    cache.add(key, 0, WINDOW)
    cache.incr(key)


def _key(request: Any) -> str:
    return f"guesses:{get_adapter(request).get_client_ip(request)}"
