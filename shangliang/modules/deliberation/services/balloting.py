"""Ballots of a poll: cast secretly or by name, counted at the close.

What is written of a vote: the flag on the roll, and the ballot. No line of the journal, no key of a form, no time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.analysis import polls as counting
from shangliang.analysis.polls.counting import fault
from shangliang.kernel import ballots, moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import Entry
from shangliang.modules.deliberation import queries
from shangliang.modules.deliberation.models import NamedBallot, Poll, PollVoter, SecretBallot
from shangliang.modules.gatherings import queries as gatherings

SALT = "deliberation.ballot"
FAULTS = {
    "kind": lazy("这张票的填法和这次投票的方式不符"),
    "unknown": lazy("票上有一项不在选项里"),
    "twice": lazy("票上有一项写了两次"),
    "too_many": lazy("选得太多了"),
    "mark": lazy("分数超出了范围"),
}


@dataclass(frozen=True)
class Confirmation:
    """code: what the second step sends back. receipt: what the ballot will be found by, shown when it is cast."""

    code: str
    receipt: str


# --- voting


def confirm_ballot(poll: Poll, *, said: counting.Ballot, actor: Actor, at: datetime) -> Confirmation:
    """The first step of a secret vote. Raises as `cast_secretly` would."""
    voter = _in_person(poll, actor)
    _takes_ballots(poll, at)
    content = _content(poll, said)
    if voter.voted:
        raise moves.Stale(_("您已经投过票"), state=moves.label_of(poll))
    receipt = ballots.receipt()
    return Confirmation(
        ballots.confirmation(SALT, poll.pk, voter.pk, ballots.words_hash(content), receipt), receipt
    )


@transaction.atomic
def cast_secretly(poll: Poll, *, said: counting.Ballot, code: str, actor: Actor, at: datetime) -> str:
    """One ballot. Returns the receipt, which is kept with nobody's name; the same confirmation sent again returns it
    again.

    Voters wait for each other: of two presses at once one casts, the other is told what the first one was.
    """
    voter = _in_person(poll, actor)
    content = _content(poll, said)
    *seal, receipt = ballots.confirmed(SALT, code)
    if seal != [poll.pk, voter.pk, ballots.words_hash(content)]:
        raise moves.Refused(_("要确认的和填写的不一致，请重新确认"))
    held = _held(poll, at)
    if not held.secret:
        raise moves.Refused(_("这次是记名投票"))
    if not held.roll.filter(pk=voter.pk, voted=False).update(voted=True):
        if held.secret_ballots.filter(receipt=receipt, content=content).exists():
            return str(receipt)
        raise moves.Stale(_("您已经投过票"), state=moves.label_of(held))
    return SecretBallot.objects.create(poll=held, receipt=receipt, content=content).receipt


@transaction.atomic
def cast_by_name(poll: Poll, *, said: counting.Ballot, actor: Actor, at: datetime) -> NamedBallot:
    """One's ballot, or another one in its place: the last one counts."""
    voter = _on_the_roll(poll, actor)
    content = _content(poll, said)
    held = _held(poll, at)
    if held.secret:
        raise moves.NotAllowed(_("无记名投票须由本人登录网页进行，先看一遍再确认"))
    held.roll.filter(pk=voter.pk, voted=False).update(voted=True)
    ballot, _new = NamedBallot.objects.update_or_create(
        voter=voter, defaults={"poll": held, "name": _name(voter), "content": content}
    )
    return ballot


def _name(voter: PollVoter) -> str:
    """As it stands beside her ballot, which may be published: of ordinary people without an account the surname."""
    if voter.participant is None:
        return str(voter)
    return gatherings.shown_name(voter.participant, inside=False)


def _in_person(poll: Poll, actor: Actor) -> PollVoter:
    """Not by a program's key: a secret ballot is cast in one's own session."""
    if actor.scopes is not None:
        raise moves.NotAllowed(_("投票须由本人登录网页进行，不能用程序密钥"))
    return _on_the_roll(poll, actor)


def _on_the_roll(poll: Poll, actor: Actor) -> PollVoter:
    voter = poll.roll.select_related("person", "participant").filter(queries.whose(actor)).first()
    if voter is None:
        raise moves.NotAllowed(_("您不在投票人名册上"))
    return voter


def _takes_ballots(poll: Poll, at: datetime) -> None:
    if poll.state != "open" or (poll.closes_at and poll.closes_at <= at):
        raise moves.Stale(_("现在不能投票"), state=moves.label_of(poll))


def _held(poll: Poll, at: datetime) -> Poll:
    """The poll, held so that nobody closes it under a pen and voters come one after the other."""
    held = moves.held(poll, no_key=True)
    _takes_ballots(held, at)
    return held


def _content(poll: Poll, said: counting.Ballot) -> queries.Content:
    """In the order of the options: how somebody listed them tells nothing of her."""
    asked = queries.asked(poll, queries.choices(poll))
    if wrong := fault(asked, said):
        raise moves.Refused(str(FAULTS[wrong]))
    place = asked.options.index
    ranks = tuple(tuple(sorted(rank, key=place)) for rank in said.ranks)
    return queries.content_of(
        counting.Ballot(tuple(sorted(said.chosen, key=place)), said.marks, ranks)
    )  # fmt: skip


# --- counting


@transaction.atomic
def close_poll(poll: Poll, *, actor: Actor, at: datetime) -> None:
    """结束投票: counted when enough have voted, else void. Who votes at this moment is in, or told that it is over."""
    moves.must(poll, "count", actor=actor)
    _end(poll, actor=actor, at=at)
    poll.refresh_from_db()


def wants(kind: str, verb: str) -> bool:
    return (kind, verb) == ("poll", "time_up")


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """Its time is up: the clock counts (the consumer `polls`). A poll that somebody has counted meanwhile stays."""
    poll = Poll.objects.get(pk=entry.ref)
    if poll.state == "closed":
        _end(poll, actor=CLOCK, at=at)


def _end(poll: Poll, *, actor: Actor, at: datetime) -> None:
    held = moves.held(poll, "unit", "gathering")
    if held.state not in {"open", "closed"}:
        raise moves.Stale(_("现在没有在投票"), state=moves.label_of(held))
    cast: Any = held.secret_ballots if held.secret else held.named_ballots
    count = cast.count()
    if count != held.roll.filter(voted=True).count():
        raise moves.Refused(_("选票数与名册不符，不能计票，请联系系统管理员"))
    by_clock = "_on_time" if actor.is_clock else ""
    if count < (held.needed or 0):
        cast.all().delete()  # what is void is not counted, and not kept
        Poll.objects.filter(pk=held.pk).update(cast=count)
        moves.make(held, f"void{by_clock}", actor=actor, at=at, cast=count, needed=held.needed)
        return
    if held.secret:
        ballots.rewritten(cast.all(), counted=True)
    rows = cast.values_list("receipt" if held.secret else "name", "content")
    slips = [queries.Slip(key, content) for key, content in rows]
    seal, result = ballots.digest(s.line for s in slips), _counted(held, slips)
    Poll.objects.filter(pk=held.pk).update(cast=count, digest=seal, result=result)
    moves.make(held, f"count{by_clock}", actor=actor, at=at, cast=count, digest=seal, result=_told(result))


def _counted(poll: Poll, slips: list[queries.Slip]) -> dict[str, Any]:
    options = queries.choices(poll)
    found = counting.count(queries.asked(poll, options), [queries.said_of(s.content) for s in slips])
    result: dict[str, Any] = {
        "counted": found.counted, "abstained": found.abstained, "spoiled": dict(found.spoiled),
        "lines": [[line.option, line.votes, line.ballots] for line in found.lines],
        "order": [list(level) for level in found.order], "winners": list(found.winners),
        "tied": list(found.tied), "open": found.open_places,
        "pairs": [[one, other, n] for (one, other), n in found.pairs.items()],
        "version": found.version, "sha256": found.sha256,
    }  # fmt: skip
    if found.fair:
        result["fair"] = {
            "in_doubt": list(found.fair.in_doubt), "by_votes": list(found.fair.by_votes), "heard": found.fair.heard,
            "heard_by_votes": found.fair.heard_by_votes,
        }  # fmt: skip
    if poll.method == Poll.Method.MOTION:
        yes, no = (line.votes for line in found.lines)
        decision = counting.decide(
            queries.motion(poll), yes=yes, no=no, abstained=found.abstained, entitled=poll.entitled or 0,
            present=queries.present(poll),
        )  # fmt: skip
        result["motion"] = {
            "carried": bool(decision.carried), "needed": decision.needed, "yes": yes, "no": no,
            "abstained": decision.abstained, "entitled": decision.entitled, "present": decision.present,
        }  # fmt: skip
    return result


def _told(result: dict[str, Any]) -> dict[str, Any]:
    """What the journal keeps of a result."""
    return {
        name: result[name] for name in ("lines", "abstained", "winners", "tied", "motion") if name in result
    }
