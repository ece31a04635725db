"""Topics come from voices about the same matter, or from somebody who recommends one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Avg, F
from django.utils.translation import gettext as _

from shangliang.kernel import moves, text
from shangliang.kernel.access import Actor
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.topics.models import Score, Topic, TopicVoice
from shangliang.modules.voices.models import Voice

# Heads: distinct marks of raisers and of those who said "me too"; a voice without a mark is one head.
_HEADS = """
    WITH mine AS (
        SELECT v.id, v.head FROM voices_voice v JOIN topics_topicvoice l ON l.voice_id = v.id WHERE l.topic_id = %s
    )
    SELECT (SELECT count(*) FROM mine),
        (SELECT count(*) FROM mine WHERE head = '')
        + (SELECT count(*) FROM (
            SELECT head FROM mine WHERE head <> ''
            UNION SELECT m.head FROM voices_metoo m JOIN mine ON mine.id = m.voice_id
        ) AS marks)
"""


@transaction.atomic
def open_topic(
    unit: Unit, *, title: str, summary: str, origin: str, actor: Actor, at: datetime,
    voices: Iterable[Voice] = (), field: Field | None = None, place: Unit | None = None, follows: Topic | None = None,
) -> Topic:  # fmt: skip
    """A new candidate with the voices it came from; every voice keeps its link and is told."""
    if not moves.kind_of(Topic).policy.may_at(actor, "edit", unit.path):
        raise moves.NotAllowed(_("您不能在“%s”立题") % unit)
    topic = Topic(
        unit=unit, title=text.normal(title), summary=text.normal(summary), origin=origin, field=field,
        department=field.department if field else None, place=place, follows=follows,
    )  # fmt: skip
    moves.begin(topic, actor=actor, at=at)
    join(topic, voices=voices, actor=actor, at=at)
    return topic


@transaction.atomic
def join(topic: Topic, *, voices: Iterable[Voice], actor: Actor, at: datetime) -> int:
    """Put voices into the topic; those already in are left alone. Returns how many came in."""
    count = 0
    for voice in voices:
        if topic.links.filter(voice=voice).exists():
            continue
        verb = "take_again" if voice.state == "unsolved" else "take"
        moves.make(voice, verb, actor=actor, at=at, topic=topic.title, topic_id=topic.pk)
        TopicVoice.objects.create(topic=topic, voice=voice, joined_at=at)
        count += 1
    if count:
        moves.record(topic, "edit", actor=actor, at=at, joined=count)
    count_heads(topic)
    return count


@transaction.atomic
def release(topic: Topic, *, voice: Voice, note: str, actor: Actor, at: datetime) -> None:
    """Take a voice out that was put in by mistake; it waits for screening again."""
    links = TopicVoice.objects.filter(topic=topic, voice=voice)
    if not links.exists():
        raise moves.Refused(_("这条来声不在本议题里"))
    moves.make(voice, "release", actor=actor, at=at, note=note, topic=topic.title)
    links.delete()
    count_heads(topic)


def count_heads(topic: Topic) -> None:
    """Bring the number of voices and of distinct people up to date (1 query and 1 update)."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [topic.pk])
        topic.voice_count, topic.heads = cursor.fetchone()
    Topic.objects.filter(pk=topic.pk).update(voice_count=topic.voice_count, heads=topic.heads)


@transaction.atomic
def edit(
    topic: Topic,
    *,
    title: str,
    summary: str,
    field: Field | None,
    department: Unit | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Put the matter in better words; what was changed stands in the journal."""
    new = {
        "title": text.normal(title),
        "summary": text.normal(summary),
        "field": field,
        "department": department,
    }
    changed = [name for name, value in new.items() if getattr(topic, name) != value]
    if not changed:
        return
    was = topic.title
    for name in changed:
        setattr(topic, name, new[name])
    moves.fits(topic)
    Topic.objects.filter(pk=topic.pk).update(**{name: new[name] for name in changed})
    moves.record(topic, "edit", actor=actor, at=at, changed=changed, was=was)


@transaction.atomic
def score(
    topic: Topic,
    *,
    scale: str,
    first: int,
    second: int,
    third: int,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> Score:
    """One person's marks, 0 to 5 each; giving them again replaces the earlier ones."""
    if scale not in Score.Scale.values or not all(0 <= mark <= 5 for mark in (first, second, third)):
        raise moves.Refused(_("每项评分应为 0 到 5"))
    moves.record(topic, "score", actor=actor, at=at, scale=scale, marks=[first, second, third])
    marks = {"first": first, "second": second, "third": third, "note": note, "at": at}
    given, _new = Score.objects.update_or_create(
        topic=topic, person_id=actor.person, scale=scale, defaults=marks
    )
    mean = topic.scores.aggregate(mean=Avg(F("first") + F("second") + F("third")))["mean"]
    topic.score = round(mean * 1000 / 15)
    Topic.objects.filter(pk=topic.pk).update(score=topic.score)
    return given
