"""民主评议部门 by secret ballot: one ballot a person, cast in her own session and confirmed; nothing of it can be read
before the close, and nothing joins a ballot to whoever cast it at any time.

What is written of a vote: the flag on the roll, and the ballot. No line of the journal, no key of a form, no time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import ballots, calendar, moves, once
from shangliang.kernel.access import Actor
from shangliang.kernel.wording import clean
from shangliang.modules.org.models import Unit
from shangliang.modules.org.services import must_be_in
from shangliang.modules.people.models import Member, Person
from shangliang.modules.people.services import person_of
from shangliang.modules.supervision.models import Appraisal, Appraised, Ballot, RollEntry
from shangliang.modules.supervision.models.appraisals import Choice

SALT = "supervision.ballot"
REMARK = 300


@dataclass(frozen=True)
class Slip:
    """What one voter says of one department."""

    choice: str
    remark: str = ""


# --- before


@transaction.atomic
def plan_appraisal(
    unit: Unit, *, title: str, meeting: str, held_on: date, quorum: int, departments: Sequence[Unit],
    actor: Actor, at: datetime, about: str = "", people: Sequence[Person] = (), token: str = "",
) -> Appraisal:  # fmt: skip
    """A new appraisal with its departments and the roll of those entitled."""
    if earlier := once.made_before(Appraisal, place="appraisal", token=token, actor=actor, at=at):
        return earlier
    if not moves.kind_of(Appraisal).policy.may_at(actor, "plan", unit.path):
        raise moves.NotAllowed(_("民主评议由政协办组织"))
    if held_on < calendar.day_of(at):
        raise moves.Refused(_("日期不能早于今天"))
    if quorum < 1:
        raise moves.Refused(_("有效票数至少 1 票"))
    thing = Appraisal(
        unit=unit, title=clean(title, missing=_("请写题目"), most=120),
        meeting=clean(meeting, missing=_("请写在哪次会议上"), most=120), about=clean(about), held_on=held_on,
        quorum=quorum,
    )  # fmt: skip
    moves.begin(thing, actor=actor, at=at, quorum=quorum, departments=[u.code for u in departments])
    _name(thing, departments)
    _enrol(thing, people)
    once.remember(thing, place="appraisal", token=token, actor=actor)
    return thing


@transaction.atomic
def edit_appraisal(
    appraisal: Appraisal, *, quorum: int, departments: Sequence[Unit], people: Sequence[Person], actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Other departments, another roll, until the ballot is opened."""
    moves.must(appraisal, "edit", actor=actor)
    held = moves.held(appraisal)
    if held.state != "draft":
        raise moves.Stale(_("投票开始以后不能再改"), state=moves.label_of(held))
    if quorum < 1:
        raise moves.Refused(_("有效票数至少 1 票"))
    Appraisal.objects.filter(pk=appraisal.pk).update(quorum=quorum)
    appraisal.quorum = quorum
    appraisal.departments.all().delete()
    appraisal.roll.all().delete()
    _name(appraisal, departments)
    _enrol(appraisal, people)
    codes = [u.code for u in departments]
    moves.record(
        appraisal, "edit", actor=actor, at=at, quorum=quorum, departments=codes, roll=len(set(people))
    )


@transaction.atomic
def enrol_members(appraisal: Appraisal, *, actor: Actor, at: datetime) -> int:
    """All members of the term that runs. Returns how many are on the roll."""
    day = calendar.day_of(at)
    members = Member.objects.filter(
        term__unit=appraisal.unit, term__starts_on__lte=day, term__ends_on__gte=day
    ).select_related("person")
    departments = [a.department for a in appraisal.departments.select_related("department")]
    edit_appraisal(
        appraisal, quorum=appraisal.quorum, departments=departments, people=[m.person for m in members],
        actor=actor, at=at,
    )  # fmt: skip
    return len(members)


def _name(appraisal: Appraisal, departments: Sequence[Unit]) -> None:
    must_be_in(appraisal.unit.path, units=departments)
    Appraised.objects.bulk_create(
        Appraised(appraisal=appraisal, order=order, department=unit)
        for order, unit in enumerate(dict.fromkeys(departments), start=1)
    )


def _enrol(appraisal: Appraisal, people: Sequence[Person]) -> None:
    RollEntry.objects.bulk_create(RollEntry(appraisal=appraisal, person=p) for p in dict.fromkeys(people))


# --- voting


def confirmation(appraisal: Appraisal, *, slips: Mapping[str, Slip], actor: Actor) -> str:
    """What the second step sends back: this person, this ballot, these very words. Raises as `vote` would."""
    _in_person(appraisal, actor)
    if appraisal.state != "open":
        raise moves.Stale(_("现在不能投票"), state=moves.label_of(appraisal))
    if appraisal.roll.filter(person=actor.person, voted=True).exists():
        raise moves.Stale(_("您已经投过票"), state=moves.label_of(appraisal))
    return ballots.confirmation(SALT, *_sealed(appraisal, _content(appraisal, slips), actor))


def _sealed(appraisal: Appraisal, content: dict[str, Any], actor: Actor) -> list[object]:
    return [appraisal.pk, actor.person_id, ballots.words_hash(content)]


def _in_person(appraisal: Appraisal, actor: Actor) -> None:
    """Not by a program's key: a ballot is cast in one's own session."""
    person_of(actor)
    if actor.scopes is not None:
        raise moves.NotAllowed(_("投票须由本人登录网页进行，不能用程序密钥"))
    if not appraisal.roll.filter(person=actor.person).exists():
        raise moves.NotAllowed(_("您不在投票人名册上"))


def _content(appraisal: Appraisal, slips: Mapping[str, Slip]) -> dict[str, Any]:
    codes = list(appraisal.departments.values_list("department__code", flat=True))
    if set(slips) != set(codes) or any(s.choice not in Choice.values for s in slips.values()):
        raise moves.Refused(_("请给每个部门选一项：满意、基本满意或不满意"))
    return {
        code: {"choice": slips[code].choice, "remark": clean(slips[code].remark, most=REMARK)}
        for code in codes
    }


@transaction.atomic
def vote(appraisal: Appraisal, *, slips: Mapping[str, Slip], code: str, actor: Actor) -> str:
    """One ballot. Returns the receipt, which is shown once and kept with nobody's name.

    Voters wait for each other: of two presses at once one casts, the other is told that she has voted.
    """
    _in_person(appraisal, actor)
    content = _content(appraisal, slips)
    _confirmed(appraisal, content, code, actor)
    held = moves.held(appraisal, no_key=True)
    if held.state != "open":
        raise moves.Stale(_("投票已经结束"), state=moves.label_of(held))
    if not RollEntry.objects.filter(appraisal=held, person=actor.person, voted=False).update(voted=True):
        raise moves.Stale(_("您已经投过票"), state=moves.label_of(held))
    ballot = Ballot.objects.create(appraisal=held, receipt=ballots.receipt(), content=content)
    return ballot.receipt


def _confirmed(appraisal: Appraisal, content: dict[str, Any], code: str, actor: Actor) -> None:
    if ballots.confirmed(SALT, code) != _sealed(appraisal, content, actor):
        raise moves.Refused(_("要确认的和填写的不一致，请重新确认"))


# --- after


@transaction.atomic
def close_ballot(appraisal: Appraisal, *, actor: Actor, at: datetime) -> None:
    """结束投票: counted when enough have voted, else void. Who votes at this moment is in, or told that it is over."""
    moves.must(appraisal, "close", actor=actor)
    held = moves.held(appraisal, "unit")
    if held.state != "open":
        raise moves.Stale(_("现在没有在投票"), state=moves.label_of(held))
    cast = held.ballots.count()
    if cast != held.roll.filter(voted=True).count():
        raise moves.Refused(_("选票数与名册不符，不能计票，请联系系统管理员"))
    if cast < held.quorum:
        held.ballots.all().delete()  # what is void is not counted, and not kept
        Appraisal.objects.filter(pk=held.pk).update(cast=cast)
        moves.make(held, "void", actor=actor, at=at, cast=cast, quorum=held.quorum)
    else:
        _count(held, actor=actor, at=at)
    appraisal.refresh_from_db()


def _count(appraisal: Appraisal, *, actor: Actor, at: datetime) -> None:
    cast = ballots.rewritten(appraisal.ballots.all())
    sums, seal = tally(cast), digest(cast)
    Appraisal.objects.filter(pk=appraisal.pk).update(cast=len(cast), digest=seal)
    for one in appraisal.departments.select_related("department"):
        Appraised.objects.filter(pk=one.pk).update(**sums[one.department.code])
    facts: dict[str, Any] = {"cast": len(cast), "quorum": appraisal.quorum, "digest": seal, "tally": sums}
    moves.make(appraisal, "close", actor=actor, at=at, **facts)


def digest(cast: Sequence[Ballot]) -> str:
    return ballots.digest(ballots.line(b.receipt, b.content) for b in cast)


def tally(cast: Sequence[Ballot]) -> dict[str, dict[str, int]]:
    """Code of a department → how many said what."""
    sums: dict[str, Counter[str]] = {}
    for ballot in cast:
        for code, said in ballot.content.items():
            sums.setdefault(code, Counter())[said["choice"]] += 1
    return {code: {choice: found[choice] for choice in Choice.values} for code, found in sums.items()}
