"""What the journal makes of a gathering: its topic moves along, and steps of the template tick themselves.

A consumer: safe to run twice and to replay from the first entry.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import Entry
from shangliang.kernel.text import official
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.queries import pattern
from shangliang.modules.gatherings.queries.catalogue import TICKING
from shangliang.modules.people import queries as people
from shangliang.modules.people.models import Person
from shangliang.modules.topics.models import Topic

ON = ("noticed", "sitting", "held")
PAST = ("concluded", "closed")


def follows(kind: str, verb: str) -> bool:
    return kind == "gathering" and (verb in TICKING or verb == "cancel")


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """The consumer `gatherings`."""
    gathering = Gathering.objects.filter(pk=entry.ref).select_related("topic__unit").first()
    if gathering is None:
        return
    if entry.verb == "notice":
        _discuss(gathering, entry, at)
    if entry.verb == "cancel":
        _call_off(gathering, entry, at)
    _tick(gathering, entry)


def _discuss(gathering: Gathering, entry: Entry, at: datetime) -> None:
    """The notice is out: the topic is being discussed. A topic that has moved on since is left alone."""
    topic = gathering.topic
    waiting = topic.state in {"filed", "planned"} and topic.entered_at <= entry.at
    if waiting and gathering.state in ON:
        moves.make(topic, "discuss", actor=CLOCK, at=at, gathering=gathering.pk, number=gathering.number)


def _call_off(gathering: Gathering, entry: Entry, at: datetime) -> None:
    """Called off: the topic goes back, unless another meeting on it is on or was held in this round."""
    topic = gathering.topic
    if topic.state != "discussing" or gathering.state != "cancelled":
        return
    this_round = Q(state__in=ON) | Q(state__in=PAST, entered_at__gte=topic.entered_at)
    if Gathering.objects.filter(this_round, topic=topic).exclude(pk=gathering.pk).exists():
        return
    with official():
        note = entry.note or _("协商活动已取消")
    facts = {"gathering": gathering.pk, "number": gathering.number}
    moves.make(topic, "call_off", actor=CLOCK, at=at, note=note, **facts)
    _plan_again(topic, entry, at)


def _plan_again(topic: Topic, entry: Entry, at: datetime) -> None:
    """A topic that still stands in the year's plan goes back there, in the name of whoever called it off."""
    person = Person.objects.filter(pk=entry.actor_id).first() if entry.actor_id else None
    if person is None or not topic.plan_items.filter(state="listed").exists():
        return
    actor = people.actor_for(person, calendar.day_of(entry.at))
    if moves.kind_of(topic).policy.may(actor, "plan", topic):
        moves.make(topic, "plan", actor=actor, at=at)


def _tick(gathering: Gathering, entry: Entry) -> None:
    """The steps that this verb ticks; one that a person ticked or took back is left alone."""
    orders = pattern(gathering.template).ticked_by(entry.verb)
    if orders:
        gathering.steps.filter(order__in=orders, done_at=None, note="").update(done_at=entry.at)
