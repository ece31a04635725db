"""A room while its meeting sits. `python -m tests.halls` makes it in the database of the settings, as JSON."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()

from django.db import transaction
from django.utils import timezone

from shangliang.modules.floor import queries
from shangliang.modules.floor.tests import given
from shangliang.surfaces.demo import cast as demo
from tests.world import World


@transaction.atomic
def build() -> dict[str, Any]:
    """Twenty wait in the line, twenty questions are put."""
    cast = demo.build()
    world = World(cast.units, cast.people, cast.fields, cast.brands)
    world.now = timezone.now() - timedelta(days=7)
    room = given.floor(world)
    for n in range(1, 21):
        someone = given.another(world, room, f"与会{n}", "grassroots" if n % 2 else "member")
        given.wish(world, room, someone, after=n)
        given.question(world, room, someone, f"第{n}个问题：加装电梯以后，一楼的采光和补偿怎么算？", after=n)
    return {"floor": room.pk, "ticket": queries.ticket(room)}


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(build()))
