"""What each guard of a flow asks for, supplied by hand: the least that satisfies it. For walks through flows.

A guard is named "kind.guard"; its module supplies it (`tests/bare.py`). One that is not there cannot be satisfied
by a walk; the walks' tests say which.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shangliang.kernel import moves
from shangliang.kernel.flow import Move
from tests import given
from tests.world import World


def ready(world: World, thing: Any, move: Move, at: datetime) -> list[str]:
    """Make this move possible as far as can be; the names of the guards that still stand in the way."""
    kind = moves.kind_of(thing).flow.kind
    row = type(thing)._default_manager.filter(pk=thing.pk)
    if needed := given.needs(world, kind, move.target):
        row.update(**needed)
        thing.refresh_from_db()
    for guard in move.checks:
        if guard(thing, at) and (fill := given.told("FILLS").get(f"{kind}.{guard.__name__}")):
            fill(world, thing, at)
            thing.refresh_from_db()
    return [f"{kind}.{guard.__name__}" for guard in move.checks if guard(thing, at)]


def unknown() -> set[str]:
    """Fills of guards that no flow asks for any more."""
    asked = {
        f"{kind.flow.kind}.{guard.__name__}"
        for kind in moves.kinds()
        for move in kind.flow.moves.values()
        for guard in move.checks
    }
    return given.told("FILLS").keys() - asked
