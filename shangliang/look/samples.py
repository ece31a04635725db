"""Plain objects with realistic content for the style guide at /style/ and for the tests of the parts."""

from typing import Any


def everything() -> dict[str, Any]:
    return {}
