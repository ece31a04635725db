"""Talking with those who asked: before, during and after handling (DOMAIN 1.8 办理协商)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import without_contacts
from shangliang.modules.handling.models import Assignment, Contact, Dispatch, Talk

TALKING = ("accepted", "drafting", "countersigning", "bounced")


def owe_first_talk(part: Assignment, *, at: datetime) -> None:
    """The department talks first with those who asked, who are named: owed once, by whoever answers."""
    if part.answers and part.state in TALKING and not hasattr(part, "contact"):
        moves.begin(Contact(assignment=part, unit=part.unit), actor=CLOCK, at=at, assignment=part.pk)


def _hold(assignment: Assignment, at: datetime) -> None:
    """A talk may be written down before the journal was followed up to the signature: it is the first all the same."""
    sent = Dispatch.objects.select_for_update(no_key=True).get(pk=assignment.dispatch_id)
    rows = Assignment.objects.select_for_update(no_key=True, of=("self",)).select_related("unit")
    held = rows.get(pk=assignment.pk)
    if sent.concerned.exclude(person=None).exists():
        owe_first_talk(held, at=at)


@transaction.atomic
def contact(
    assignment: Assignment, *, phase: str, way: str, note: str, actor: Actor, at: datetime,
    held_on: date | None = None, people: str = "", agreed: str = "", differed: str = "",
    photo: StoredFile | None = None,
) -> Talk:  # fmt: skip
    """Note a talk with those who asked. The first one before the reply ends the duty to talk first.

    The same talk, sent twice, is kept once.
    """
    if phase not in Talk.Phase.values or way not in Talk.Way.values:
        raise moves.Refused(_("请选择沟通的时段和方式"))
    if not note.strip():
        raise moves.Refused(_("请写明和谁谈了什么"))
    if assignment.state in {"pending", "refusing", *Assignment.OUT}:
        raise moves.Stale(_("签收以后才能登记沟通"), state=moves.label_of(assignment))
    moves.must(assignment, "contact", actor=actor)
    day = held_on or calendar.day_of(at)
    if day > calendar.day_of(at):
        raise moves.Refused(_("沟通的日期还没有到"))
    matter = {
        name: without_contacts(words.strip())
        for name, words in {"note": note, "people": people, "agreed": agreed, "differed": differed}.items()
    }  # the record keeps no telephone numbers
    _hold(assignment, at)
    same = assignment.talks.filter(phase=phase, way=way, held_on=day, note=matter["note"])
    if earlier := same.first():
        return earlier
    entry_facts = {"phase": phase, "way": way, "held_on": day.isoformat()}
    moves.record(assignment, "contact", actor=actor, at=at, note=matter["note"], **entry_facts)
    talk = Talk.objects.create(
        assignment=assignment, phase=phase, way=way, held_on=day, photo=photo, person_id=actor.person, at=at,
        **matter,
    )  # fmt: skip
    first = Contact.objects.filter(assignment=assignment, state__in=["due", "unreachable"]).first()
    if first and phase != Talk.Phase.AFTER:
        moves.make(first, "meet", actor=actor, at=at, talk=talk.pk)
    return talk


@transaction.atomic
def answer_talk(talk: Talk, *, confirmed: bool, said: str, actor: Actor, at: datetime) -> None:
    """Those who asked say whether it was so. A first talk that never was is owed again."""
    if not confirmed and not said.strip():
        raise moves.Refused(_("请说明哪里不符"))
    assignment = talk.assignment
    words = without_contacts(said.strip())[:300]
    moves.record(assignment, "answer_talk", actor=actor, at=at, note=words, talk=talk.pk, confirmed=confirmed)
    Talk.objects.filter(pk=talk.pk).update(confirmed=confirmed, said=words, said_by_id=actor.person)
    if confirmed or assignment.talks.exclude(pk=talk.pk).exclude(confirmed=False).exists():
        return
    first = Contact.objects.filter(assignment=assignment, state="met").first()
    if first and assignment.state != "replied":
        moves.make(first, "deny", actor=actor, at=at, note=words, talk=talk.pk)
