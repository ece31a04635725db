"""What came of it goes back to everyone who raised it; "not solved" opens it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import Entry
from shangliang.modules.handling import queries as handling
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice
from shangliang.modules.voices.services.answering import answer as answer_voice


@transaction.atomic
def answer(topic: Topic, *, text: str, at: datetime, link: str = "") -> int:
    """The result is out: the topic moves on and every voice in it is told. Returns how many were told.

    Safe to run twice: what has been answered is left alone.
    """
    if topic.state in {"dispatched", "passed_on"}:
        moves.make(topic, "answer", actor=CLOCK, at=at, link=link)
    told = 0
    waiting = (
        Voice.objects.filter(topic_links__topic=topic, state="in_topic")
        .select_related("unit")
        .distinct()
        .order_by("pk")
    )
    for voice in waiting:
        answer_voice(voice, text=text, at=at, link=link)
        told += 1
    return told


def on_dispatch(entry: Entry, at: datetime) -> None:
    """A department has replied to what was passed on (consumer of the journal: dispatch, finish)."""
    passed = {"dispatch_id": entry.ref, "state": "passed_on"}
    topics = list(Topic.objects.filter(**passed).select_related("unit").order_by("pk"))
    voices = list(Voice.objects.filter(**passed).select_related("unit").order_by("pk"))
    if topics or voices:
        text = handling.answer_text(int(entry.ref))
        for topic in topics:
            answer(topic, text=text, at=at)
        for voice in voices:
            answer_voice(voice, text=text, at=at)


@transaction.atomic
def reopen(topic: Topic, *, note: str, actor: Actor, at: datetime) -> int:
    """再商量：back to the filed topics, together with the voices that said it was not solved."""
    moves.make(topic, "reopen", actor=actor, at=at, note=note)
    unsolved = (
        Voice.objects.filter(topic_links__topic=topic, state="unsolved")
        .select_related("unit")
        .distinct()
        .order_by("pk")
    )
    count = 0
    for voice in unsolved:
        moves.make(voice, "take_again", actor=actor, at=at, topic=topic.title, topic_id=topic.pk)
        count += 1
    return count
