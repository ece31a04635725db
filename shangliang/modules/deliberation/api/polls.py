"""Polls over JSON. A secret ballot is cast in one's own session on the page, never here: whoever keeps the answers of
requests would keep with them who got which receipt.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.analysis.polls import Ballot
from shangliang.kernel import ballots, moves
from shangliang.look import answers, pages
from shangliang.modules.deliberation import queries, services
from shangliang.modules.deliberation.models import COUNTED, Board, Poll
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.plans.models import Plan
from shangliang.modules.topics.models import Topic

router = Router()


class PollOptionOut(Schema):
    """key: what stands on ballots for it. topic: its number, where it is one."""

    key: str
    label: str
    topic: int | None


class PollOut(answers.StagedOut):
    """cast and digest are empty before the count; so is everything about what was voted."""

    question: str
    explanation: str
    unit: answers.UnitCode
    gathering: int | None
    board: int | None
    plan: int | None
    method: str
    secret: bool
    voters: str
    places: int
    most: int
    low: int
    high: int
    quorum_of: str
    quorum: int
    share: str
    base: str
    open_to_public: bool
    closes_at: datetime | None
    entitled: int | None
    needed: int | None
    cast: int | None
    digest: str
    options: list[PollOptionOut]

    @staticmethod
    def resolve_gathering(poll: Poll) -> int | None:
        return poll.gathering_id

    @staticmethod
    def resolve_board(poll: Poll) -> int | None:
        return poll.board_id

    @staticmethod
    def resolve_plan(poll: Poll) -> int | None:
        return poll.plan_id

    @staticmethod
    def resolve_options(poll: Poll) -> list[queries.Choice]:
        return queries.choices(poll)


class PollsOut(answers.Page[PollOut]):
    pass


class PollNowIn(Schema):
    """Without options it is a motion."""

    question: str
    options: list[str] = []
    secret: bool = True
    voters: str = "present"


class PollTermsIn(Schema):
    question: str
    method: str
    voters: str
    options: list[str] = []
    explanation: str = ""
    secret: bool = True
    places: int = 1
    most: int = 0
    low: int = 0
    high: int = 5
    quorum_of: str = "none"
    quorum: int = 0
    share: str = "half"
    base: str = "cast"
    open_to_public: bool = False
    closes_at: answers.Moment | None = None
    gathering: int | None = None
    board: int | None = None
    plan: int | None = None
    topics: list[int] = []
    people: list[int] = []


class PollIn(PollTermsIn):
    unit: str


class PollTurnoutOut(Schema):
    """voted: whether the caller has; null for somebody who is not on the roll."""

    entitled: int
    cast: int
    voted: bool | None


class PollBallotIn(Schema):
    """marks: key → mark, for score; ranks: best first, equal ones together, for ranked; chosen: keys, for all others.

    Nothing at all is an abstention.
    """

    chosen: list[str] = []
    marks: dict[str, int] = {}
    ranks: list[list[str]] = []


class PollLineOut(Schema):
    """votes: votes, sum of marks, or how many others it beats (ranked). ballots: on how many ballots it stands."""

    key: str
    votes: int
    ballots: int


class PollPairOut(Schema):
    """How many ballots put `before` before `after`."""

    before: str
    after: str
    ballots: int


class PollMotionOut(Schema):
    carried: bool
    needed: int
    yes: int
    no: int
    abstained: int
    entitled: int
    present: int


class PollFairOut(Schema):
    """Of `shares`. in_doubt: where the order of the ballot decided. by_votes: whom votes alone would have chosen.

    heard, heard_by_votes: voters with one of theirs among them.
    """

    in_doubt: list[str]
    by_votes: list[str]
    heard: int
    heard_by_votes: int


class PollResultOut(Schema):
    """order: best first, equal ones together. tied: those between whom `open` last places are not decided."""

    sentence: str
    cast: int
    counted: int
    abstained: int
    lines: list[PollLineOut]
    order: list[list[str]]
    winners: list[str]
    tied: list[str]
    open: int
    pairs: list[PollPairOut]
    motion: PollMotionOut | None
    fair: PollFairOut | None
    digest: str


class PollSlipOut(Schema):
    """key: the receipt, or the name of the voter. line: what is hashed: key, a tab, content."""

    key: str
    content: dict[str, Any]
    line: str


class PollRecountOut(Schema):
    """digest: SHA-256 of the lines in their order, each ended by a line feed."""

    digest: str
    ballots: list[PollSlipOut]


def _poll(request: HttpRequest, pk: int) -> Poll:
    return pages.find(Poll, answers.actor_of(request), "view", "unit", "gathering", "board", pk=pk)


def _terms(request: HttpRequest, data: PollTermsIn) -> services.Terms:
    said = data.dict(include=set(PollTermsIn.model_fields))
    for name, model in (("gathering", Gathering), ("board", Board), ("plan", Plan)):
        if said[name] is not None:
            said[name] = answers.find(request, model, said[name])
    said["topics"] = [answers.find(request, Topic, pk) for pk in said["topics"]]
    found = {p.pk: p for p in Person.objects.filter(pk__in=said["people"], is_active=True)}
    if missing := [n for n in said["people"] if n not in found]:
        raise moves.Refused(_("没有这个人：%d") % missing[0])
    _known(data)
    return services.Terms(**{**said, "people": [found[n] for n in said["people"]]})


def _known(data: PollTermsIn) -> None:
    """A choice that is none of ours is told with its name."""
    for name in ("method", "voters", "quorum_of", "share", "base"):
        said, allowed = getattr(data, name), dict(Poll._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
        if said not in allowed:
            raise moves.Refused(f"{name}: {said}")


def _counted(request: HttpRequest, pk: int) -> Poll:
    """Its result is read by the roll and the office; once published, by everybody. 409 before the count."""
    poll = _poll(request, pk)
    if poll.state != "published":
        moves.must(poll, "recount", actor=answers.actor_of(request))
    if poll.state not in COUNTED:
        raise moves.Stale(_("还没有计票，选票不能看"), state=moves.label_of(poll))
    return poll


@router.get("/polls", response=PollsOut)
def polls_list(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 20) -> dict[str, Any]:
    rows = answers.reachable(request, Poll).select_related("unit").prefetch_related("options")
    return answers.sliced(rows.filter(state=state) if state else rows, cursor, limit)


@router.post("/polls", response={201: PollOut})
def polls_plan(request: HttpRequest, data: PollIn) -> Status[Poll]:
    unit = Unit.objects.filter(code=data.unit).first()
    if unit is None:
        raise moves.Refused(_("没有这个单位：%s") % data.unit)
    return Status(201, services.plan_poll(unit, terms=_terms(request, data), **answers.by(request)))


@router.post("/polls/now/{int:gathering}", response={201: PollOut})
def polls_now(request: HttpRequest, gathering: int, data: PollNowIn) -> Status[Poll]:
    """现场表决: made and opened in one step while the gathering sits."""
    meeting = pages.find(Gathering, answers.actor_of(request), "view", "unit", pk=gathering)
    full = PollTermsIn(**data.dict(), method="single" if data.options else "motion", gathering=gathering)
    return Status(201, services.ask_now(meeting, terms=_terms(request, full), **answers.by(request)))


@router.get("/polls/{int:pk}", response=PollOut)
def polls_get(request: HttpRequest, pk: int) -> Poll:
    return _poll(request, pk)


@router.post("/polls/{int:pk}", response=PollOut)
def polls_edit(request: HttpRequest, pk: int, data: PollTermsIn) -> Poll:
    poll = _poll(request, pk)
    services.edit_poll(poll, terms=_terms(request, data), **answers.by(request))
    return poll


@router.post("/polls/{int:pk}/open", response=PollOut)
def polls_open(request: HttpRequest, pk: int) -> Poll:
    poll = _poll(request, pk)
    services.open_poll(poll, **answers.by(request))
    return poll


@router.post("/polls/{int:pk}/close", response=PollOut)
def polls_close(request: HttpRequest, pk: int) -> Poll:
    """结束投票: counted, or void below the quorum."""
    poll = _poll(request, pk)
    services.close_poll(poll, **answers.by(request))
    return poll


@router.get("/polls/{int:pk}/turnout", response=PollTurnoutOut)
def polls_turnout(request: HttpRequest, pk: int) -> dict[str, Any]:
    """How many are entitled and how many have voted, for the quorum."""
    poll, actor = _poll(request, pk), answers.actor_of(request)
    if poll.state != "published":
        moves.must(poll, "recount", actor=actor)
    entitled, cast = queries.turnout(poll)
    return {"entitled": entitled, "cast": cast, "voted": queries.has_voted(poll, actor)}


@router.post("/polls/{int:pk}/ballot", response=PollBallotIn)
def polls_vote(request: HttpRequest, pk: int, data: PollBallotIn) -> dict[str, Any]:
    """One's own ballot in a poll by name, or another one in its place. 403 for a secret poll."""
    ranks = tuple(tuple(rank) for rank in data.ranks)
    said = Ballot(tuple(data.chosen), data.marks or None, ranks)
    return services.cast_by_name(_poll(request, pk), said=said, **answers.by(request)).content


@router.get("/polls/{int:pk}/ballot", response=PollBallotIn)
def polls_mine(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One's own ballot in a poll by name."""
    mine = queries.my_ballot(_poll(request, pk), answers.actor_of(request))
    if mine is None:
        raise Http404
    return mine.content


@router.get("/polls/{int:pk}/result", response=PollResultOut)
def polls_result(request: HttpRequest, pk: int) -> dict[str, Any]:
    """409 before the count."""
    poll = _counted(request, pk)
    kept = poll.result or {}
    return {
        "sentence": queries.results(poll, queries.choices(poll)).sentence, "cast": poll.cast,
        "digest": poll.digest, "motion": kept.get("motion"), "fair": kept.get("fair"),
        "lines": [{"key": k, "votes": v, "ballots": b} for k, v, b in kept["lines"]],
        "pairs": [{"before": a, "after": b, "ballots": n} for a, b, n in kept["pairs"]],
        **{name: kept[name] for name in ("counted", "abstained", "order", "winners", "tied", "open")},
    }  # fmt: skip


@router.get("/polls/{int:pk}/ballots", response=PollRecountOut)
def polls_ballots(request: HttpRequest, pk: int) -> dict[str, Any]:
    """All ballots as they were counted, for anybody's recount. 409 before the count."""
    poll = _counted(request, pk)
    return {"digest": poll.digest, "ballots": queries.slips(poll)}


@router.get("/polls/{int:pk}/ballots/{str:receipt}", response=PollSlipOut)
def polls_slip(request: HttpRequest, pk: int, receipt: str) -> dict[str, Any]:
    """The secret ballot with this receipt, as it was counted. 409 before the count."""
    ballot = queries.slip_of(_counted(request, pk), receipt)
    if ballot is None:
        raise Http404
    line = ballots.line(ballot.receipt, ballot.content)
    return {"key": ballot.receipt, "content": ballot.content, "line": line}
