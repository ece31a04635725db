"""Answers: durable when acknowledged, sent again safely, the last one of a voter on a statement counts.

One statement takes in any number of answers (INSERT … SELECT from arrays), so that those who take them in by the
hundred (surfaces.live) and a page that takes one are the same path. Whoever closes the board waits for answers on
their way in, and no answer comes in after.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, sealed
from shangliang.kernel.access import Actor
from shangliang.modules.deliberation.models import AGREE, DISAGREE, PASS, Board, Cast, Statement, Voter
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Member, Seat

VALUES = (AGREE, PASS, DISAGREE)
HEAD = "deliberation.head"  # what a device's blind mark is made for

# Parameters: voters, statements, values, tokens, moments; arrays of one length, no (voter, token) twice.
TAKE = """
    INSERT INTO deliberation_cast (board_id, statement_id, voter_id, value, token, at)
    SELECT s.board_id, s.id, g.voter, g.value, g.token, g.at
    FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::uuid[], %s::timestamptz[])
        WITH ORDINALITY AS g(voter, statement, value, token, at, n)
    JOIN deliberation_statement s ON s.id = g.statement AND s.state = 'shown'
    JOIN deliberation_voter v ON v.id = g.voter AND v.board_id = s.board_id
    JOIN deliberation_board b ON b.id = s.board_id AND b.state = 'open'
    ORDER BY g.n
    FOR SHARE OF b
    ON CONFLICT (voter_id, token) DO NOTHING
    RETURNING voter_id, token, id, statement_id, value
"""
# Parameters: voters, tokens. What stands there already, of those that TAKE did not return.
TAKEN = """
    SELECT c.voter_id, c.token, c.id, c.statement_id, c.value
    FROM unnest(%s::bigint[], %s::uuid[]) AS g(voter, token)
    JOIN deliberation_cast c ON c.voter_id = g.voter AND c.token = g.token
"""


@dataclass(frozen=True)
class Answer:
    """One answer as it comes in. token: made by whoever answers, the same when she sends it again."""

    voter: int
    statement: int
    value: int
    token: uuid.UUID
    at: datetime


def once(answers: Sequence[Answer]) -> list[Answer]:
    """The first of each (voter, token), in their order: what TAKE can be given."""
    return list({(a.voter, a.token): a for a in reversed(answers)}.values())[::-1]


def columns(answers: Sequence[Answer]) -> list[str]:
    """The parameters of TAKE."""
    voters, tokens = keys(answers)
    statements, values = _array(a.statement for a in answers), _array(a.value for a in answers)
    return [voters, statements, values, tokens, _array(a.at.isoformat() for a in answers)]


def keys(answers: Sequence[Answer]) -> list[str]:
    """The parameters of TAKEN."""
    return [_array(a.voter for a in answers), _array(a.token for a in answers)]


def _array(values: Iterable[object]) -> str:
    """An array as PostgreSQL writes it; a list would cost the driver ten times as much. None of these needs quotes."""
    return f"{{{','.join(map(str, values))}}}"


def tell_apart(answers: Sequence[Answer], found: Sequence[tuple[Any, ...]]) -> list[int | None]:
    """For each answer the number under which it is kept; None for one that was not taken: the board is not open, the
    statement not shown, or the token stands for something else. found: the rows of TAKE and TAKEN.
    """
    kept = {(voter, token): (pk, statement, value) for voter, token, pk, statement, value in found}
    numbers: list[int | None] = []
    for a in answers:
        pk, statement, value = kept.get((a.voter, a.token), (None, None, None))
        numbers.append(pk if (statement, value) == (a.statement, a.value) else None)
    return numbers


def take(answers: Sequence[Answer]) -> list[int | None]:
    """Keep answers of voters that are known; see `tell_apart` for what comes back."""
    first = once(answers)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE, columns(first))
        found = cursor.fetchall()
        if len(found) < len(first):
            cursor.execute(TAKEN, keys(first))
            found += cursor.fetchall()
        return tell_apart(answers, found)


def head_of(device: str) -> str:
    """The blind mark of a device on all boards."""
    return sealed.mark(HEAD, device)


def voter_of(board: Board, *, actor: Actor, at: datetime, head: str = "") -> Voter:
    """The head behind this actor or device on this board, made at the first answer (1 query, then 4)."""
    who: dict[str, Any] = {"person_id": actor.person_id} if actor.person_id else {"head": head}
    if not any(who.values()):
        raise moves.NotAllowed(_("请先登录"))
    if known := board.heads.filter(**who).first():
        return known
    try:
        with transaction.atomic():
            return Voter.objects.create(board=board, at=at, **who, **_stands(board, actor.person_id, at))
    except IntegrityError:
        return board.heads.get(**who)


def _stands(board: Board, person: int | None, at: datetime) -> dict[str, Any]:
    """Sector and place of a person on this day, as far as the house knows them."""
    if person is None:
        return {}
    day = calendar.day_of(at)
    member = Member.objects.filter(
        person=person,
        term__starts_on__lte=day,
        term__ends_on__gte=day,
        term__unit__path__startswith=board.root,
    ).first()
    seat = (
        Seat.objects.on(day).filter(person=person, unit__path__startswith=board.root).order_by("unit__path")
    )
    places = [s.unit for s in seat.select_related("unit")]
    place = next((u for u in places if u.kind == Unit.Kind.PLACE), places[0] if places else None)
    return {"sector_id": member.sector_id if member else None, "place": place}


def cast(
    statement: Statement, *, value: int, token: uuid.UUID, actor: Actor, at: datetime, head: str = ""
) -> Cast:
    """One answer, on disk when this returns. Raises Stale when the board or the statement no longer takes any."""
    board = statement.board
    moves.must(board, "vote", actor=actor)
    if value not in VALUES:
        raise moves.Refused(_("请选赞成、反对或跳过"))
    voter = voter_of(board, actor=actor, at=at, head=head)
    kept = take([Answer(voter.pk, statement.pk, value, token, at)])[0]
    if kept is None:
        raise moves.Stale(_("这条看法现在不能表态"), state=moves.label_of(statement))
    return Cast.objects.get(pk=kept)
