"""Making moves. The one door through which a state changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import calendar, clocks, journal, text
from shangliang.kernel.access import STEP, Actor, Policy
from shangliang.kernel.flow import BEGIN, ESCALATE, EXTEND, OVERDUE, WARN, Flow, Guard, Move
from shangliang.kernel.models import Entry, Staged

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound=Staged)


class Refused(Exception):
    """Not ready (422): something is missing. `reasons` are fit for people to read."""

    def __init__(self, *reasons: str):
        super().__init__(text.points(reasons))
        self.reasons = tuple(str(r) for r in reasons)


class NotAllowed(Refused):
    """Not you (403, or 404 where you may not know)."""


class Stale(Refused):
    """Not now (409): somebody moved it first. `state` is the label of the present state."""

    def __init__(self, *reasons: str, state: str = ""):
        super().__init__(*reasons)
        self.state = state


@dataclass(frozen=True)
class Verb:
    """The words of one verb: what the journal says, and whom to tell.

    tell: verbs whose holders get a notice, e.g. ("answer",) for those who may answer.
    """

    said: Any
    tell: tuple[str, ...] = ()
    urgent: bool = False
    public: bool = False  # the line may be read on public pages


@dataclass(frozen=True)
class Option:
    """A move that this actor could make now, and what stands in the way."""

    move: Move
    blockers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    model: type[Staged]
    flow: Flow
    policy: Policy
    words: dict[str, Verb] = field(default_factory=dict)


_kinds: dict[type[Staged], Kind] = {}

# Words every life-cycle shares; a module may say them its own way.
WORDS = {
    BEGIN: Verb(lazy("登记")),
    EXTEND: Verb(lazy("延长时限")),
    WARN: Verb(lazy("时限将到，提醒经办")),
    OVERDUE: Verb(lazy("已逾期"), tell=("oversee",), urgent=True),
    ESCALATE: Verb(lazy("逾期升级，报上一级督办"), tell=("oversee",), urgent=True),
}


def register(model: type[Staged], flow: Flow, policy: Policy, words: dict[str, Verb]) -> None:
    """Join when, who and words. A move that nobody may make or that has no words does not load."""
    hands = {m.name for m in flow.moves.values() if not m.clock}
    hands |= {a.name for a in flow.asks}
    if orphans := hands - policy.verbs:
        raise LookupError(f"{flow.kind}: nobody may {', '.join(sorted(orphans))}")
    if mute := set(flow.moves) - set(words):
        raise LookupError(f"{flow.kind}: no words for {', '.join(sorted(mute))}")
    _kinds[model] = Kind(model, flow, policy, {**WORDS, **words})


def kinds() -> list[Kind]:
    return list(_kinds.values())


def is_kind(model: type[Model]) -> bool:
    """Whether things of this model have a life-cycle and rights of their own."""
    return model in _kinds


def kind_of(thing: Staged | type[Staged]) -> Kind:
    return _kinds[thing if isinstance(thing, type) else type(thing)]


def kind_named(name: str) -> Kind:
    for kind in _kinds.values():
        if kind.flow.kind == name:
            return kind
    raise LookupError(name)


def begin(thing: Staged, *, actor: Actor, at: datetime, note: str = "", **facts: Any) -> Entry:
    """Save a new thing in its first state."""
    prepare(thing, at)
    fits(thing)
    with transaction.atomic():
        thing.save()
        return _write(thing, BEGIN, actor=actor, at=at, after=thing.state, note=note, facts=facts)


def fits(thing: Model, *, apart_from: Collection[str] = ()) -> None:
    """What is too long for its field, or missing, is told to whoever sent it, field by field (Refused)."""
    try:
        # Whether it is unique and keeps its constraints, the database looks after.
        thing.full_clean(exclude=set(apart_from), validate_unique=False, validate_constraints=False)
    except ValidationError as wrong:
        labels = {f.name: f.verbose_name for f in thing._meta.fields}
        told = [(labels.get(name, ""), said) for name, many in wrong.message_dict.items() for said in many]
        raise Refused(*(_("%s：%s") % one if one[0] else one[1] for one in told)) from wrong


def begin_many(things: Iterable[Staged], *, actor: Actor, at: datetime, **facts: Any) -> list[Any]:
    """Save many new things of one kind at once (an import): the same as begin, in three statements."""
    things = list(things)
    known: dict[Any, clocks.Clock] = {}
    for thing in things:
        prepare(thing, at, known)
    if not things:
        return []
    kind = kind_of(things[0])
    with transaction.atomic():
        saved = kind.model._default_manager.bulk_create(things)
        journal.write(
            journal.entry_of(
                root=t.root,
                kind=kind.flow.kind,
                ref=t.pk,
                verb=BEGIN,
                actor=actor,
                at=at,
                after=t.state,
                facts=facts,
            )
            for t in saved
        )
    return saved


def prepare(thing: Staged, at: datetime, known: dict[Any, clocks.Clock] | None = None) -> None:
    """Put a new thing into its first state. known: clocks worked out for others that begin at the same moment."""
    flow = kind_of(thing).flow
    thing.root = clocks.path_of(thing)[:STEP]
    thing.state, thing.entered_at, thing.version = flow.start, at, 0
    due = flow.states[flow.start].due
    asked = tuple(getattr(thing, name) for name in (due.field, due.since) if name) if due else ()
    key = (clocks.path_of(thing), asked)
    if known is None or key not in known:
        clock = clocks.entering(flow, thing, flow.start, at)
        if known is not None:
            known[key] = clock
    else:
        clock = known[key]
    clock.put(thing)


def options(thing: Staged, *, actor: Actor, at: datetime, may: Set[str] | None = None) -> list[Option]:
    """What this actor could do next, each with what stands in the way (1 query and the guards').

    may: the verbs of `steps(thing)` that this actor has, where that was asked before (no query).
    """
    if may is None:
        may = kind_of(thing).policy.which(actor, steps(thing), thing)
    here = kind_of(thing).flow.moves_from(thing.state)
    return [Option(m, _blockers(m.guards, thing, at)) for m in here if not m.clock and m.name in may]


def steps(thing: Staged) -> list[str]:
    """The names of the moves that people could make from where the thing stands."""
    return [m.name for m in kind_of(thing).flow.moves_from(thing.state) if not m.clock]


def must(thing: Staged, verb: str, *, actor: Actor) -> None:
    """Raises NotAllowed unless this actor may: for acts that look at something before they are written down."""
    if not actor.is_clock and not kind_of(thing).policy.may(actor, verb, thing):
        raise NotAllowed(_("这一步不归您办理"))


def must_now(thing: Staged, name: str, *, actor: Actor) -> None:
    """Raises NotAllowed or Stale unless this actor may make this move from where the thing stands: for acts that write
    into the thing before they move it.
    """
    must(thing, name, actor=actor)
    must_stand(thing, *kind_of(thing).flow.moves[name].sources)


def must_stand(thing: Staged, *states: str) -> None:
    """Raises Stale unless the thing stands in one of these states: for acts that change none."""
    if thing.state not in states:
        raise Stale(_("现在的状态是“%s”，不能再做这一步") % label_of(thing), state=label_of(thing))


def held(thing: M, *related: str, no_key: bool = False) -> M:
    """The thing as it is now, held until the end of the transaction: two who act at once follow each other (1 query).

    related: what is read along with it. no_key: rows that point to it may be added meanwhile.
    """
    rows = type(thing)._default_manager.select_for_update(of=("self",), no_key=no_key)
    return rows.select_related(*related).get(pk=thing.pk)


def make(thing: Staged, name: str, *, actor: Actor, at: datetime, note: str = "", **facts: Any) -> Entry:
    """Make one move: check who, when and what is missing; compare and set; write the journal.

    Raises NotAllowed, Stale or Refused; then nothing was changed in the database (reload the object).
    """
    kind = kind_of(thing)
    move = kind.flow.moves[name]
    with transaction.atomic():
        if move.clock != actor.is_clock or not (actor.is_clock or kind.policy.may(actor, name, thing)):
            raise NotAllowed(_("这一步不归您办理"))
        must_stand(thing, *move.sources)
        if move.note and not note.strip():
            raise Refused(_("请写明理由"))
        if blockers := _blockers(move.checks, thing, at):
            raise Refused(*blockers)
        before = thing.state
        _set(
            thing, state=move.target, clock=clocks.entering(kind.flow, thing, move.target, at), entered_at=at
        )
        return _write(
            thing, name, actor=actor, at=at, before=before, after=move.target, note=note, facts=facts
        )


def record(thing: Staged, verb: str, *, actor: Actor, at: datetime, note: str = "", **facts: Any) -> Entry:
    """Write down an act that changes no state (a reading, an addition), if the actor may do it."""
    must(thing, verb, actor=actor)
    return _write(
        thing, verb, actor=actor, at=at, before=thing.state, after=thing.state, note=note, facts=facts
    )


def extend(thing: Staged, *, until: datetime, actor: Actor, at: datetime, note: str) -> Entry:
    """Give more time, with a reason, never beyond what the unit allows in all (Due.limit).

    Where the time limit is a day of the thing's own (Due.field), that day moves too: the two never differ.
    """
    kind = kind_of(thing)
    due = clocks.running(kind.flow, thing)
    if not kind.policy.may(actor, EXTEND, thing):
        raise NotAllowed(_("延期须由有权批准的人办理"))
    if due is None or thing.due_at is None:
        raise Stale(_("现在没有在计时"), state=label_of(thing))
    if not note.strip():
        raise Refused(_("延期须写明理由"))
    if until <= thing.due_at:
        raise Refused(_("新的期限应晚于现在的期限"))
    started = thing.clock_from or thing.entered_at
    if due.limit and until > (last := clocks.time_limit(thing, due.limit, started)):
        raise Refused(_("最多延到 %s") % timezone.localtime(last).strftime("%Y-%m-%d"))
    day = calendar.day_of(until)
    own: dict[str, Any] = {}
    if due.field:
        own = {due.field: until if isinstance(getattr(thing, due.field), datetime) else day}
    own |= {name: max(day, getattr(thing, name)) for name in due.later}
    clock = clocks.until(thing, due, until, at, of=thing.clock_of, started=started)
    was = thing.due_at
    with transaction.atomic():
        _set(thing, state=thing.state, clock=clock, entered_at=thing.entered_at, **own)
        return _write(
            thing, EXTEND, actor=actor, at=at, before=thing.state, after=thing.state, note=note,
            facts={"was": was.isoformat(), "until": until.isoformat()},
        )  # fmt: skip


def label_of(thing: Staged) -> str:
    return str(kind_of(thing).flow.states[thing.state].label)


def _set(thing: Staged, *, state: str, clock: clocks.Clock, entered_at: datetime, **own: Any) -> None:
    """Compare and set: of two people pressing the button, exactly one wins."""
    new = {"state": state, "version": thing.version + 1, "entered_at": entered_at, **asdict(clock), **own}
    table, columns = type(thing)._meta.db_table, ", ".join(f'"{name}" = %s' for name in new)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {columns} WHERE id = %s AND state = %s AND version = %s",
            [*new.values(), thing.pk, thing.state, thing.version],
        )
        won = cursor.rowcount
    if not won:
        now = type(thing)._default_manager.filter(pk=thing.pk).first()
        label = label_of(now) if now else ""
        raise Stale(_("刚刚已有人办理，现在的状态是“%s”") % label, state=label)
    for name, value in new.items():
        setattr(thing, name, value)


def _write(
    thing: Staged, verb: str, *, actor: Actor, at: datetime, before: str = "", after: str = "", note: str = "",
    facts: dict[str, Any],
) -> Entry:  # fmt: skip
    entry = journal.entry_of(
        root=thing.root, kind=kind_of(thing).flow.kind, ref=thing.pk, verb=verb, actor=actor, at=at,
        before=before, after=after, note=note, facts=facts,
    )  # fmt: skip
    return journal.write([entry])[0]


def _blockers(guards: Iterable[Guard], thing: Staged, at: datetime) -> tuple[str, ...]:
    return tuple(str(reason) for guard in guards if (reason := guard(thing, at)))
