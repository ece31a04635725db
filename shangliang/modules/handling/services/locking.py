"""Holding a part while several things of it are looked at together."""

from __future__ import annotations

from shangliang.kernel import moves
from shangliang.modules.handling.models import Assignment

FIELDS = ("state", "version", "entered_at", "due_at", "clock_of", "clock_from", "clock_at", "clock_step")


def locked(assignment: Assignment) -> Assignment:
    """Hold the row until the end of the transaction, and see it as it is now."""
    now = moves.held(assignment, no_key=True)
    for name in FIELDS:
        setattr(assignment, name, getattr(now, name))
    return assignment
