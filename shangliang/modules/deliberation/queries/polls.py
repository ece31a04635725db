"""What may be read of a poll, and when. Nothing here opens a ballot before the count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from shangliang.analysis import polls as counting
from shangliang.kernel import ballots, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.search import Found
from shangliang.kernel.text import tidy_code
from shangliang.modules.deliberation.models import COUNTED, NamedBallot, Poll, SecretBallot
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.topics.models import Topic

Content = dict[str, Any]
OF_GATHERING = (Poll.Voters.PRESENT, Poll.Voters.HALL, Poll.Voters.INVITED)
SHARES = {
    Poll.Share.HALF: (Fraction(1, 2), True),
    Poll.Share.TWO_THIRDS: (Fraction(2, 3), False),
    Poll.Share.ALL: (Fraction(1), False),
}


def found_poll(poll: Poll) -> Found | None:
    """What a searcher finds of a poll: nothing before it is published."""
    if poll.state != "published":
        return None
    return Found(poll.question, poll.explanation, poll.public_url(), True, poll.entered_at)


def listed_polls(polls: QuerySet[Poll]) -> QuerySet[Poll]:
    """What a list shows, with how many have voted (1 query)."""
    voted = Count("roll", filter=Q(roll__voted=True), distinct=True)
    return polls.select_related("unit", "gathering").annotate(voted=voted)


# --- what is asked


@dataclass(frozen=True)
class Choice:
    """Something to choose. key: what stands on ballots for it. topic: its number, where it is one."""

    key: str
    label: str
    topic: int | None = None


def choices(poll: Poll) -> list[Choice]:
    """In the order of the ballot (1 query, none for a motion)."""
    if poll.method == Poll.Method.MOTION:
        return [Choice("yes", _("赞成")), Choice("no", _("反对"))]
    return [Choice(str(o.order), o.text, o.topic_id) for o in poll.options.all()]


def asked(poll: Poll, options: list[Choice]) -> counting.Poll:
    """The poll as it is counted."""
    motion = poll.method == Poll.Method.MOTION
    return counting.Poll(
        tuple(o.key for o in options), counting.Method.SINGLE if motion else counting.Method(poll.method),
        places=poll.places, most=poll.most, low=poll.low, high=poll.high, entitled=poll.entitled or 0,
        quorum=poll.needed or 0,
    )  # fmt: skip


def motion(poll: Poll) -> counting.Motion:
    """What a motion needs; its quorum is that of the poll."""
    share, over = SHARES[Poll.Share(poll.share)]
    return counting.Motion(share, counting.Base(poll.base), over, Fraction(0), False)


def content_of(said: counting.Ballot) -> Content:
    """A ballot as it is kept; one with nothing on it is an abstention."""
    kept: Content = {}
    if said.chosen:
        kept["chosen"] = list(said.chosen)
    if said.marks:
        kept["marks"] = dict(said.marks)
    if any(said.ranks):
        kept["ranks"] = [list(rank) for rank in said.ranks if rank]
    return kept


def said_of(content: Content) -> counting.Ballot:
    ranks = tuple(tuple(rank) for rank in content.get("ranks", ()))
    return counting.Ballot(tuple(content.get("chosen", ())), content.get("marks"), ranks)


def spelled(content: Content, labels: dict[str, str]) -> str:
    """What a ballot says, in words. labels: of the choices by their keys."""
    if not content:
        return _("弃权")
    if marks := content.get("marks"):
        said = [_("%(o)s %(n)s 分") % {"o": labels[k], "n": marks[k]} for k in labels if k in marks]
        return _("、").join(said)
    if ranks := content.get("ranks"):
        return " > ".join(" = ".join(labels[k] for k in rank) for rank in ranks)
    return _("、").join(labels[k] for k in labels if k in content["chosen"])


def for_plan(poll: Poll) -> list[Topic]:
    """Topics that won a place in the plan and are not in one yet, in the order of the ballot (1 query, or none)."""
    if poll.plan_id is None or not poll.result:
        return []
    won = poll.options.filter(order__in=[int(k) for k in poll.result["winners"]], topic__state="filed")
    return [o.topic for o in won.select_related("topic") if o.topic]


# --- who votes


@dataclass(frozen=True)
class Entitled:
    """People by their accounts, and participants without one who vote from the telephone that signed them in."""

    people: list[int]
    guests: list[int]

    def __len__(self) -> int:
        return len(self.people) + len(self.guests)


def entitled_in(gathering: Gathering, voters: str) -> Entitled:
    """Who of a gathering may vote: those present, with or without an account, or all invited (1 query)."""
    found = gathering.participants.order_by("pk")
    if voters != Poll.Voters.INVITED:
        found = found.filter(signed_in_at__isnull=False)
    rows = list(found.values_list("person", "pk"))
    guests = [pk for person, pk in rows if not person] if voters == Poll.Voters.HALL else []
    return Entitled(list(dict.fromkeys(person for person, _pk in rows if person)), guests)


def not_secret(gathering: Gathering, at: datetime) -> dict[str, str | None]:
    """Who may vote → why a secret vote among them would be none; None where it is one (3 queries)."""
    path = gathering.unit.path
    return {who: ballots.too_few(path, len(entitled_in(gathering, who)), at) for who in OF_GATHERING}


def turnout(poll: Poll) -> tuple[int, int]:
    """How many are entitled, how many have voted: for the quorum, not for the result (1 query)."""
    found = poll.roll.aggregate(all=Count("pk"), voted=Count("pk", filter=Q(voted=True)))
    return found["all"], found["voted"]


def whose(actor: Actor) -> Q:
    """The row of a roll that is this actor's: by the account, or by the place on the list of who has none."""
    if actor.person_id is not None:
        return Q(person=actor.person_id)
    return Q(participant=guest) if (guest := actor.place("guest")) else Q(pk=None)


def has_voted(poll: Poll, actor: Actor) -> bool | None:
    """None for somebody who is not on the roll (1 query)."""
    return poll.roll.filter(whose(actor)).values_list("voted", flat=True).first()


def present(poll: Poll) -> int:
    """How many of the roll are there: they have signed in at the gathering, or voted (1 query)."""
    there = Q(voted=True)
    if poll.gathering_id:
        came = poll.gathering.participants.filter(signed_in_at__isnull=False)  # type: ignore[union-attr]
        there |= Q(person__in=came.filter(person__isnull=False).values("person")) | Q(participant__in=came)
    return poll.roll.filter(there).count()


def my_ballot(poll: Poll, actor: Actor) -> NamedBallot | None:
    """One's own ballot in a poll by name: her own words, at any time (1 query)."""
    if poll.secret:
        return None
    return poll.named_ballots.filter(voter__in=poll.roll.filter(whose(actor))).first()


# --- after the count


def _must_be_counted(poll: Poll) -> None:
    if poll.state not in COUNTED:
        raise moves.Stale(_("还没有计票，选票不能看"), state=moves.label_of(poll))


@dataclass(frozen=True)
class Slip:
    """A counted ballot. key: its receipt, or the name of its voter."""

    key: str
    content: Content

    @property
    def line(self) -> str:
        return ballots.line(self.key, self.content)


def slips(poll: Poll) -> list[Slip]:
    """All ballots as they were counted, for anybody's recount, by what is hashed (1 query). Stale before the count."""
    _must_be_counted(poll)
    found: Any = poll.secret_ballots.values_list("receipt", "content")
    if not poll.secret:
        found = poll.named_ballots.values_list("name", "content")
    return sorted((Slip(key, content) for key, content in found), key=lambda s: s.line)


def slip_of(poll: Poll, receipt: str) -> SecretBallot | None:
    """The secret ballot with this receipt, as it was counted (1 query). Raises Stale before the count."""
    _must_be_counted(poll)
    return poll.secret_ballots.filter(receipt=tidy_code(receipt)).first()


def public_polls() -> QuerySet[Poll]:
    """Published results, newest first (1 query)."""
    return Poll.objects.filter(state="published").select_related("unit", "gathering").order_by("-pk")
