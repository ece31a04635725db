"""Old similar proposals while somebody writes: one question among 3,000, against counting the same rows once.

Prints one JSON line: how many times dearer a question is than `SELECT count(*)` of those proposals, and what the first
question of a process costs, which reads them all. Ratios, and the time the process itself was busy, since
the machine may be.
"""

from __future__ import annotations

import json
import statistics
import time
from datetime import date

import django
from django.core.management import call_command

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from shangliang.analysis.tests import trial  # noqa: E402
from shangliang.kernel import moves  # noqa: E402
from shangliang.modules.org.models import Term  # noqa: E402
from shangliang.modules.proposals import queries  # noqa: E402
from shangliang.modules.proposals.models import Category, Proposal, Session, Version  # noqa: E402
from shangliang.modules.proposals.queries.alike import COUNTED, indexes  # noqa: E402
from shangliang.surfaces.demo import cast  # noqa: E402

COUNT, ROUNDS = 3_000, 60
PARTS = 12  # invented sentences that make one proposal: some five hundred letters


@transaction.atomic
def fill(texts: list[str]) -> Session:
    """Archived proposals without their journal (only reading is timed)."""
    world = cast.build()
    unit, drafter = world.units["yunchuan"], world.people["lin"]
    session = Session.objects.create(
        unit=unit, term=Term.objects.get(unit=unit), number=1, opens_on=date(2024, 1, 10), closes_on=date(2024, 1, 14),
        deadline=date(2024, 1, 12),
    )  # fmt: skip
    category = Category.objects.create(unit=unit, name="其他", main="other")
    now = timezone.now()
    rows = []
    for number, text in enumerate(texts, start=1):
        row = Proposal(
            unit=unit, session=session, kind="personal", timing="conference", drafter=drafter, title=text[:30],
            situation=text, not_secret=True, submitted_at=now, serial_no=number, category=category, case_no=number,
            category_no=number, filed_on=date(2024, 1, 20), number=f"第{number}号",
        )  # fmt: skip
        moves.prepare(row, now)
        rows.append(row)
    saved = Proposal.objects.bulk_create(rows, batch_size=500)
    versions = Version.objects.bulk_create(
        (
            Version(proposal=p, number=1, title=p.title, situation=p.situation, suggestions=[p.situation], at=now)
            for p in saved
        ),
        batch_size=500,
    )  # fmt: skip
    for p, version in zip(saved, versions, strict=True):
        p.original, p.state = version, "archived"
    Proposal.objects.bulk_update(saved, ["original", "state"], batch_size=500)
    return session


def main() -> None:
    call_command("migrate", verbosity=0)
    parts, _asks, _right = trial.lists(COUNT * PARTS, 10, seed=5)
    texts = ["".join(p.text for p in parts[k : k + PARTS]) for k in range(0, len(parts), PARTS)]
    session = fill(texts)
    unit = session.unit
    indexes.clear()
    start = time.perf_counter()
    queries.alike(unit, title=texts[0][:30], text=texts[0])
    first = time.perf_counter() - start
    asked, bare, busy = [], [], []
    for text in texts[:ROUNDS]:
        start, mine = time.perf_counter(), time.process_time()
        queries.alike(unit, title=text[:30], text=text)
        busy.append(time.process_time() - mine)
        asked.append(time.perf_counter() - start)
        start = time.perf_counter()
        Proposal.objects.filter(root=unit.path[:4], state__in=COUNTED).count()
        bare.append(time.perf_counter() - start)
    one = statistics.median(asked)
    told = {
        "bench": "proposals alike", "proposals": COUNT, "median_ms": round(1_000 * one, 1),
        "busy_ms": round(1_000 * statistics.median(busy), 1),
        "times_a_count": round(one / statistics.median(bare), 1), "first_times_the_next": round(first / one, 1),
    }  # fmt: skip
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
