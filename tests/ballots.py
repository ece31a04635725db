"""An open board with voters and their tickets. `python -m … 64` makes it in the database of the settings, as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()

from django.db import transaction
from django.utils import timezone

from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import Voter
from shangliang.modules.deliberation.tests import given
from shangliang.surfaces.demo import cast as demo
from tests.world import World


@transaction.atomic
def build(voters: int) -> dict[str, Any]:
    cast = demo.build()
    world = World(cast.units, cast.people, cast.fields, cast.brands)
    board, now = given.opened(world), timezone.now()
    heads = Voter.objects.bulk_create(
        Voter(board=board, head=given.device(n), at=now) for n in range(1, voters + 1)
    )
    return {
        "board": board.pk,
        "statements": list(board.statements.values_list("pk", flat=True)),
        "voters": [v.pk for v in heads],
        "tickets": [services.ticket(v, at=now) for v in heads],
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(build(int(sys.argv[1]))))
