"""三源征题: voices and topics out of which a brief may be written (SYSTEMS 48, 90); whom one may ask to sign."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, Q, QuerySet

from shangliang.kernel.access import STEP
from shangliang.modules.people.models import Person, Seat
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

HEARD = ["answered", "unsolved", "settled", "in_topic"]
OPENED = ["filed", "planned", "discussing", "dispatched", "passed_on", "answered", "closed"]


def common_voices(voices: QuerySet[Voice]) -> QuerySet[Voice]:
    """Screened voices that no brief was made of, first what most people say (1 query)."""
    free = voices.filter(state__in=HEARD).exclude(Q(briefs__isnull=False) & ~Q(briefs__state="withdrawn"))
    return free.select_related("unit", "field", "place").order_by(F("me_too").desc(), "-pk")


def common_topics(topics: QuerySet[Topic], *, heads: int) -> QuerySet[Topic]:
    """共性问题: topics behind which at least so many stand and of which no brief was made (1 query)."""
    made = Count("briefs", filter=~Q(briefs__state="withdrawn"))
    free = topics.filter(state__in=OPENED, heads__gte=heads).annotate(made=made).filter(made=0)
    return free.select_related("unit", "field").order_by("-heads", "-pk")


def cosigners(path: str, *, on: date) -> QuerySet[Person]:
    """Members, conveners and chairs of this root on a day, whom one may ask to sign with one (1 query)."""
    seats = seated(path, on=on).filter(role__in=["member", "convener", "chair"])
    return Person.objects.filter(pk__in=seats.values("person"))


def officers(path: str, *, on: date) -> QuerySet[Person]:
    """Everybody with a seat in this root on a day, by sound: who may be a station's contact or informant (1 query)."""
    return Person.objects.filter(pk__in=seated(path, on=on).values("person")).order_by("sound")


def seated(path: str, *, on: date) -> QuerySet[Seat]:
    return Seat.objects.on(on).filter(unit__path__startswith=path[:STEP])
