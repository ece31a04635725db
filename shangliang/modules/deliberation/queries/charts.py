"""The map as its page shows it, and results by sector and place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from shangliang.analysis.opinions.own import Before
from shangliang.modules.deliberation.models import Board, Cast, Chart, Statement
from shangliang.modules.deliberation.queries.votes import tallies, votes_of

LEAST_TOLD = 10  # people: results of fewer would tell who said what
MOST_POINTS = 1500  # of people that are drawn one by one
SIDE = 1000  # the map's own measure


def before_of(chart: Chart) -> Before:
    """What the next map starts from."""
    data = chart.data
    return Before(
        tuple(data["people"]), tuple(data["statements"]), np.array(data["axes"], dtype=float),
        np.array(data["groups"], dtype=np.int64), np.array(data["centres"], dtype=float).reshape(-1, 2),
        chart.sha256,
    )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One statement with what everybody and each group says of it. shares: groups' agreement in percent, None for a
    group nobody of which answered it.
    """

    statement: Statement
    agree: int
    disagree: int
    passed: int
    shares: tuple[int | None, ...]
    consensus: bool
    stands_for: tuple[tuple[int, bool], ...]  # (group, whether it agrees)

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed

    @property
    def share(self) -> int | None:
        """How many in a hundred agree, of those who answered."""
        return round(100 * self.agree / self.seen) if self.seen else None

    @property
    def split(self) -> int:
        """How far apart the groups are, in points of a hundred."""
        told = [s for s in self.shares if s is not None]
        return max(told) - min(told) if len(told) > 1 else 0


@dataclass(frozen=True)
class Face:
    """The map: points (x, y, group), hulls (one a group, as points), sizes of groups, and every statement's row."""

    chart: Chart | None
    points: list[tuple[int, int, int]]
    hulls: list[list[tuple[int, int]]]
    sizes: list[int]
    me: tuple[int, int, int] | None
    rows: list[Row]
    who: tuple[str, ...] = ()  # whose each point is; never shown
    left_out: int = 0  # points that are not drawn one by one

    @property
    def shared(self) -> list[Row]:
        """What all groups agree on, most first."""
        return [r for r in self.rows if r.consensus]

    @property
    def dividing(self) -> list[Row]:
        """What divides the groups most."""
        return sorted((r for r in self.rows if r.split >= 30), key=lambda r: -r.split)[:5]

    def standing_for(self, group: int) -> list[tuple[Row, bool]]:
        """What a group stands for, and whether it agrees with it."""
        return [(r, agrees) for r in self.rows for g, agrees in r.stands_for if g == group]


def face_of(board: Board, *, voter_id: int | None = None) -> Face:
    """What the map's page shows (3 queries)."""
    chart = board.charts.order_by("-number").first()
    statements = list(board.statements.exclude(state__in=["waiting", "hidden"]).order_by("number"))
    counted = tallies(board)
    if chart is None:
        return Face(None, [], [], [], None, [_row(s, counted, None, 1) for s in statements])
    data, k = chart.data, chart.groups
    rows = [_row(s, counted, data, k) for s in statements]
    placed = _placed(data)
    kept = _thinned(len(placed))
    me = next((p for p, who in zip(placed, data["people"], strict=True) if who == str(voter_id)), None)
    return Face(
        chart, [placed[i] for i in kept], _hulls(placed, k), _sizes(data, k), me, rows,
        tuple(data["people"][i] for i in kept), len(placed) - len(kept),
    )  # fmt: skip


def coloured(board: Board, statement: Statement, face: Face) -> list[int | None]:
    """What each point of the map answered to this statement, None where nothing (1 query)."""
    last = Cast.objects.filter(board=board, statement=statement).order_by("voter", "-pk").distinct("voter")
    said = dict(last.values_list("voter", "value"))
    return [said.get(int(who)) for who in face.who]


def _placed(data: dict[str, Any]) -> list[tuple[int, int, int]]:
    """Everybody's place on a square of SIDE, the middle in its middle."""
    places = np.array(data["places"], dtype=float).reshape(-1, 2)
    far = float(np.abs(places).max()) if places.size else 0.0
    scale = (SIDE / 2 - 60) / far if far else 0.0
    at = np.rint(SIDE / 2 + places * scale * np.array([1, -1])).astype(int).tolist()
    return [(x, y, g) for (x, y), g in zip(at, data["groups"], strict=True)]


def _thinned(count: int) -> list[int]:
    """Of so many points the ones that are drawn, evenly."""
    step = max(1.0, count / MOST_POINTS)
    return [int(i * step) for i in range(min(count, MOST_POINTS))]


def _hulls(placed: list[tuple[int, int, int]], k: int) -> list[list[tuple[int, int]]]:
    hulls = []
    for group in range(k if k > 1 else 0):
        inside = np.array([(x, y) for x, y, g in placed if g == group], dtype=float).reshape(-1, 2)
        spots = np.unique(inside, axis=0)
        try:
            edge = spots[ConvexHull(spots).vertices] if len(spots) > 2 else spots
        except QhullError:  # all on one line
            edge = spots[[0, -1]]
        hulls.append([(int(x), int(y)) for x, y in edge.tolist()])
    return hulls


def _sizes(data: dict[str, Any], k: int) -> list[int]:
    return [data["groups"].count(group) for group in range(k)] if k > 1 else [len(data["people"])]


def _row(statement: Statement, counted: dict[int, Any], data: dict[str, Any] | None, k: int) -> Row:
    agree, disagree, passed = counted.get(statement.pk, (0, 0, 0))
    name = str(statement.pk)
    if data is None or k < 2 or name not in data["statements"]:
        shared = bool(data and name in data["agreed"])
        return Row(statement, agree, disagree, passed, (), shared, ())
    at = data["statements"].index(name)
    seen = [row[at] for row in data["counts"]["seen"][:k]]
    yes = [row[at] for row in data["counts"]["agree"][:k]]
    shares = tuple(round(100 * y / n) if n else None for y, n in zip(yes, seen, strict=True))
    stands = tuple(
        (g, bool(r["agree"])) for g, group in enumerate(data["representative"]) for r in group
        if r["statement"] == name
    )  # fmt: skip
    told = [s for s in shares if s is not None]
    shared = len(told) == k and min(told) >= 60 and name in data["agreed"]
    return Row(statement, agree, disagree, passed, shares, shared, stands)


@dataclass(frozen=True)
class Part:
    """What the people of one sector or place say: only told for LEAST_TOLD of them or more."""

    name: str
    people: int
    shares: dict[int, int]  # statement → how many in a hundred agree, where LEAST_TOLD answered it


def by_part(board: Board, part: str) -> tuple[list[Part], int]:
    """Results by "sector" or "place", and how many people are in parts too small to be told (3 queries)."""
    names = {"sector": "sector__name", "place": "place__short"}
    where = dict(board.heads.values_list("pk", names[part]))
    _up_to, votes = votes_of(board)
    matrix = votes.matrix()
    answered = votes.matrix(np.ones(len(votes), dtype=np.int8))
    members: dict[str, list[int]] = {}
    for row, who in enumerate(votes.people):
        if name := where.get(int(who)):
            members.setdefault(name, []).append(row)
    told, few = [], 0
    for name, rows in sorted(members.items(), key=lambda item: -len(item[1])):
        if len(rows) < LEAST_TOLD:
            few += len(rows)
            continue
        yes = np.asarray((matrix[rows] == 1).sum(axis=0)).ravel().tolist()
        seen = np.asarray(answered[rows].sum(axis=0)).ravel().tolist()
        told.append(Part(name, len(rows), _shares(votes.statements, yes, seen)))
    # One small part alone would be found by taking the others away: then the smallest told one goes too.
    hidden = [rows for rows in members.values() if len(rows) < LEAST_TOLD]
    if len(hidden) == 1 and told and few < LEAST_TOLD:
        few += told.pop().people
    return told, few


def _shares(statements: Iterable[str], yes: list[int], seen: list[int]) -> dict[int, int]:
    return {
        int(s): round(100 * y / n) for s, y, n in zip(statements, yes, seen, strict=True) if n >= LEAST_TOLD
    }
