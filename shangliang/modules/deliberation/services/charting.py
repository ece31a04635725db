"""Maps of opinions, drawn from the answers that count and kept with what is needed to draw them again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from shangliang.analysis.opinions import chart as drawing
from shangliang.analysis.opinions.records import NOBODY, OpinionMap
from shangliang.modules.deliberation import queries
from shangliang.modules.deliberation.models import Board, Cast, Chart
from shangliang.modules.deliberation.services.alone import alone

SEED = 1
DIGITS = 5


def redraw_stale(at: datetime) -> int:
    """Every board with answers newer than its map. Returns how many were drawn."""
    drawn = Chart.objects.filter(board=OuterRef("pk")).order_by("-number").values("up_to")[:1]
    last = Cast.objects.filter(board=OuterRef("pk")).values("board").annotate(last=Max("pk")).values("last")
    boards = Board.objects.annotate(last=Subquery(last), drawn=Coalesce(Subquery(drawn), 0))
    return sum(1 for b in boards.filter(last__gt=0).order_by("pk") if b.last > b.drawn and redraw(b, at=at))


@transaction.atomic
def redraw(board: Board, *, at: datetime) -> Chart | None:
    """The map of now, numbered; None while nobody has answered anything. It starts from the last one, so that it keeps
    its face.
    """
    alone("chart", board)
    up_to, votes = queries.votes_of(board)
    if not len(votes):
        return None
    last = board.charts.order_by("-number").first()
    out = queries.taken_out(board, votes.statements)
    made = drawing.chart(votes, seed=SEED, out=out, before=queries.before_of(last) if last else None)
    return Chart.objects.create(
        board=board, number=last.number + 1 if last else 1, at=at, up_to=up_to, votes=len(votes),
        people=len(made.people), groups=made.k if made.layout.health.clear else 1, seed=SEED,
        version=made.version, sha256=made.sha256, data=_kept(made),
    )  # fmt: skip


def _kept(made: OpinionMap) -> dict[str, Any]:
    """What the page shows of a map, and what the next one starts from."""
    rep = [
        [
            {
                "statement": made.statements[r.statement], "agree": r.for_agree, "success": r.success,
                "trials": r.trials, "repness": round(r.repness, DIGITS),
            }
            for r in group
        ]
        for group in made.representative
    ]  # fmt: skip
    return {
        "people": list(made.people),
        "statements": list(made.statements),
        "places": [[round(v, DIGITS) for v in row] for row in made.places.tolist()],
        "inside": [int(v) for v in made.layout.inside.tolist()],
        "groups": made.groups.tolist(),
        "nobody": NOBODY,
        "centres": made.centres.tolist(),
        "axes": made.layout.axes.comps.tolist(),
        "clear": bool(made.layout.health.clear),
        "counts": {
            "agree": made.counts.agree.tolist(),
            "disagree": made.counts.disagree.tolist(),
            "seen": made.counts.seen.tolist(),
        },
        "representative": rep,
        "agreed": [made.statements[a.statement] for a in made.agreed],
        "rejected": [made.statements[a.statement] for a in made.rejected],
        "across": [round(v, DIGITS) for v in made.across.tolist()],
        "against": [round(v, DIGITS) for v in made.against.tolist()],
        "extremity": [round(v, DIGITS) for v in made.extremity.tolist()],
        "priority": [round(v, DIGITS) for v in made.priority.tolist()],
        "started_from": made.started_from,
    }
