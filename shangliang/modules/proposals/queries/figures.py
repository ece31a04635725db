"""报表口径 (DOMAIN 1.11): a session in figures; how departments answered for its proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from shangliang.kernel.models import Entry
from shangliang.modules.handling.models import Assignment, ItemAnswer, Promise, Rating, Reply, Talk
from shangliang.modules.handling.queries import Satisfaction, newest_published
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import COLLECTIVE, FILED, PastAnswer, Proposal, Session

Part = Assignment.Part
SOLVED = Reply.Norm.SOLVED


@dataclass(frozen=True)
class Both:
    """Received and filed of one kind of proposals."""

    received: int = 0
    filed: int = 0


@dataclass(frozen=True)
class Shares:
    """How parts were answered. Shares are left to the reader: so many of so many.

    answering: parts of which an answer of their own is due (sole, lead, split); helping: the others.
    """

    sole: int = 0
    lead: int = 0
    split: int = 0
    joint: int = 0
    assist: int = 0
    answered: int = 0  # of the answering: a reply has been published
    on_time: int = 0  # of the answered: no time limit for the reply was missed
    talked: int = 0  # of the answered: talked with those who asked before
    advised: int = 0  # of the helping
    items: int = 0  # items answered in published replies
    solved: int = 0  # of these (办成率)
    promised: int = 0
    kept: int = 0
    broken: int = 0

    @property
    def answering(self) -> int:
        return self.sole + self.lead + self.split

    @property
    def helping(self) -> int:
        return self.joint + self.assist

    def __add__(self, other: Shares) -> Shares:
        return Shares(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Shares)})


@dataclass(frozen=True)
class Of:
    """One department's shares."""

    unit: Unit
    shares: Shares


@dataclass(frozen=True)
class Classes:
    """One class of numbers, with the nation's main class."""

    name: str
    main: str
    received: int
    filed: int


@dataclass(frozen=True)
class SessionFigures:
    """A session. grades: (letter, its words) → replies; norms: meaning → replies; past: meaning → proposals that
    the system before this one had answered, counted apart."""

    session: Session
    received: int
    filed: int
    merged: int
    not_filed: int
    turned: int
    withdrawn: int
    open: int
    personal: Both
    joint: Both
    collective: Both
    classes: list[Classes]
    units: list[Of]
    total: Shares
    grades: dict[tuple[str, str], int]
    norms: dict[str, int]
    satisfaction: Satisfaction
    past: dict[str, int] = field(default_factory=dict)
    past_items: int = 0


def session_figures(session: Session) -> SessionFigures:
    """8 queries, however many proposals."""
    ours = Proposal.objects.filter(session=session)
    counted: list[Any] = list(
        ours.filter(submitted_at__isnull=False)
        .order_by()
        .values("state", "kind", "category__name", "category__main", "category__order")
        .annotate(n=Count("pk"))
    )
    units = shares(ours)
    grades, norms = _results(ours)
    past, past_items = _past(ours)
    held = Counter(_fate(row["state"]) for row in counted for _ in range(row["n"]))
    return SessionFigures(
        session, sum(held.values()), held["filed"], held["merged"], held["not_filed"], held["turned"],
        held["withdrawn"], held["open"], *_kinds(counted), _classes(counted), units, total_of(units), grades, norms,
        _satisfaction(ours), past, past_items,
    )  # fmt: skip


def _fate(state: str) -> str:
    if state in FILED:
        return "filed"
    return state if state in {"merged", "not_filed", "turned", "withdrawn"} else "open"


def _kinds(counted: Iterable[dict[str, Any]]) -> tuple[Both, Both, Both]:
    held: dict[str, list[int]] = {name: [0, 0] for name in ("personal", "joint", "collective")}
    for row in counted:
        name = "collective" if row["kind"] in COLLECTIVE else row["kind"]
        held[name][0] += row["n"]
        held[name][1] += row["n"] * (row["state"] in FILED)
    return Both(*held["personal"]), Both(*held["joint"]), Both(*held["collective"])


def _classes(counted: Iterable[dict[str, Any]]) -> list[Classes]:
    held: dict[tuple[int, str, str], list[int]] = {}
    for row in counted:
        key = (row["category__order"] or 0, row["category__name"] or "", row["category__main"] or "")
        both = held.setdefault(key, [0, 0])
        both[0] += row["n"]
        both[1] += row["n"] * (row["state"] in FILED)
    return [
        Classes(name, main, received, filed)
        for (_order, name, main), (received, filed) in sorted(held.items())
    ]


def parts_of(proposals: QuerySet[Proposal]) -> QuerySet[Assignment]:
    """What departments have to do with these proposals; what was passed on or called back is left out."""
    ours = Assignment.objects.filter(dispatch__proposal__in=proposals.values("pk"))
    return ours.exclude(state__in=Assignment.OUT)


def shares(proposals: QuerySet[Proposal]) -> list[Of]:
    """Department by department, those that answer most first (4 queries)."""
    parts = parts_of(proposals)
    rows: dict[int, dict[str, int]] = {}
    for name, counts in (*_parts(parts), *_items(parts), *_promises(parts)):
        for unit, n in counts:
            rows.setdefault(unit, {})[name] = n
    units = Unit.objects.in_bulk(rows)
    found = [Of(units[pk], Shares(**row)) for pk, row in rows.items()]
    return sorted(found, key=lambda o: (-o.shares.answering, -o.shares.helping, o.unit.path))


def total_of(units: Iterable[Of]) -> Shares:
    return sum((o.shares for o in units), start=Shares())


Counts = Iterable[tuple[str, list[tuple[int, int]]]]


def _parts(parts: QuerySet[Assignment]) -> Counts:
    about = Entry.objects.filter(kind="assignment", ref=Cast(OuterRef("pk"), CharField()))
    published = Reply.objects.filter(assignment=OuterRef("pk"), published_at__isnull=False)
    before = Talk.objects.filter(assignment=OuterRef("pk"), phase=Talk.Phase.BEFORE).exclude(confirmed=False)
    marked = parts.annotate(
        has_reply=Exists(published),
        was_late=Exists(about.filter(verb="clock_overdue", before__in=Assignment.WRITING)),
        has_talk=Exists(before),
    )
    answers = Q(part__in=Assignment.ANSWERING, has_reply=True)
    counted = (
        marked.order_by()
        .values("unit")
        .annotate(
            **{part.value: Count("pk", filter=Q(part=part)) for part in Part},
            answered=Count("pk", filter=answers),
            on_time=Count("pk", filter=answers & Q(was_late=False)),
            talked=Count("pk", filter=answers & Q(has_talk=True)),
            advised=Count("pk", filter=Q(part__in=Assignment.HELPING, state="advised")),
        )
    )
    rows: list[Any] = list(counted)
    names = [n for n in (rows[0] if rows else {}) if n != "unit"]
    return [(name, [(row["unit"], row[name]) for row in rows]) for name in names]


def _items(parts: QuerySet[Assignment]) -> Counts:
    said = ItemAnswer.objects.filter(reply__in=_latest(parts).values("pk"))
    rows = list(
        said.order_by()
        .values_list("reply__assignment__unit")
        .annotate(n=Count("pk"), done=Count("pk", filter=Q(norm=SOLVED)))
    )
    return [("items", [(u, n) for u, n, _d in rows]), ("solved", [(u, d) for u, _n, d in rows])]


def _promises(parts: QuerySet[Assignment]) -> Counts:
    held = Promise.objects.filter(assignment__in=parts.values("pk")).exclude(state="dropped")
    rows = list(
        held.order_by()
        .values_list("unit")
        .annotate(
            promised=Count("pk"),
            kept=Count("pk", filter=Q(state="kept")),
            broken=Count("pk", filter=Q(state="broken")),
        )
    )
    names = ("promised", "kept", "broken")
    return [(name, [(row[0], row[i]) for row in rows]) for i, name in enumerate(names, start=1)]


def _latest(parts: QuerySet[Assignment]) -> QuerySet[Reply]:
    answering = parts.filter(part__in=Assignment.ANSWERING)
    return Reply.objects.filter(pk__in=newest_published(answering).values("pk"))


def _results(proposals: QuerySet[Proposal]) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
    """The place's own letters, and what they mean everywhere (1 query)."""
    rows = _latest(parts_of(proposals)).order_by().values_list("grade", "grade_label", "norm")
    grades: Counter[tuple[str, str]] = Counter()
    norms: Counter[str] = Counter()
    for grade, label, norm, n in rows.annotate(n=Count("pk")):
        grades[grade, label] += n
        norms[norm] += n
    return dict(sorted(grades.items())), dict(norms)


def _satisfaction(proposals: QuerySet[Proposal]) -> Satisfaction:
    """Attitude and result apart, of the round that counts now (1 query)."""
    said = Rating.objects.filter(
        dispatch__proposal__in=proposals.values("pk"), round=F("dispatch__round"), replaced_at=None
    )
    rows = said.order_by().values_list("attitude", "result").annotate(n=Count("pk"))
    return Satisfaction({(attitude, result): n for attitude, result, n in rows})


def _past(proposals: QuerySet[Proposal]) -> tuple[dict[str, int], int]:
    """Answers of the system before this one: proposals by meaning, and how many items were answered (1 query)."""
    rows = PastAnswer.objects.filter(proposal__in=proposals.values("pk")).order_by().values_list("norm")
    found: dict[str, int] = {}
    items = 0
    for norm, n, of_items in rows.annotate(n=Count("proposal", distinct=True), of_items=Count("item")):
        found[norm] = n
        items += of_items
    return found, items
