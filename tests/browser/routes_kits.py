"""The addresses of kits."""

from collections.abc import Callable
from typing import Any

from shangliang.modules.kits.models import Kit, Matter

POST_ONLY = {"kits:phone"}


def kits(found: Any, newest: Callable[..., Any]) -> None:
    found.add("-", "look:worker", kind="file")
    found.add("wang", "kits:pocket")
    found.add("wang", "kits:gathering", newest(Kit, "gathering_id", gathering__unit__code="yunchuan"))
    for state in ("waiting", "taken", "set_aside"):
        found.add("wang", "kits:matter", newest(Matter, state=state))
    found.add("wang", "kits:take", newest(Matter, state="waiting"))
    found.add("wang", "kits:photo", newest(Matter, file__isnull=False), kind="file")
