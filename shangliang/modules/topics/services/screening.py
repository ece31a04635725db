"""Screening: filed / merged / passed on / not taken up, each with a reason and a notice to every voice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import PUBLIC, Actor
from shangliang.kernel.text import official
from shangliang.modules.handling import services as handling
from shangliang.modules.org.models import Unit
from shangliang.modules.topics.models import Topic, TopicVoice
from shangliang.modules.topics.services.opening import count_heads
from shangliang.modules.voices.models import Voice
from shangliang.modules.voices.services.answering import decline_with_topic


@transaction.atomic
def merge(topic: Topic, *, into: Topic, note: str, actor: Actor, at: datetime) -> None:
    """The same matter as another topic: its voices go there with it, and stay findable here."""
    if into.pk == topic.pk or into.state in {"merged", "not_taken", "closed"}:
        raise moves.Refused(_("不能并入“%s”") % into)
    if into.root != topic.root or not moves.kind_of(Topic).policy.may(actor, "view", into):
        raise moves.NotAllowed(_("您看不到要并入的议题"))
    Topic.objects.filter(pk=topic.pk).update(merged_into=into)
    topic.merged_into = into
    moves.make(topic, "merge", actor=actor, at=at, note=note, into=into.pk, into_title=into.title)
    mine = topic.links.values_list("voice", flat=True)
    TopicVoice.objects.bulk_create(
        [TopicVoice(topic=into, voice_id=v, joined_at=at, by_merge=topic) for v in mine],
        ignore_conflicts=True,
    )
    count_heads(into)


@official()
def raisers(voices: QuerySet[Voice]) -> list[tuple[str, str]]:
    """Those who will be asked whether it is really so: whoever holds a receipt; imported voices have none."""
    rows = voices.filter(batch=None).distinct().order_by("pk").values_list("pk", flat=True)
    return [(f"voice:{pk}", _("提出人")) for pk in rows]


@transaction.atomic
def pass_on(
    topic: Topic, *, lead: Unit, ask: str, actor: Actor, at: datetime, assist: Sequence[Unit] = ()
) -> None:
    """A matter that one department can simply do: it goes there, with a clock, and comes back here."""
    with official():
        origin = _("议题 · %s") % topic.title
    dispatch = handling.send(
        topic.unit, title=topic.title, ask=ask, origin=origin,
        origin_link=topic.get_absolute_url(), lead=lead, assist=assist, actor=actor, at=at, source="topic",
        public=moves.kind_of(topic).policy.may(PUBLIC, "view", topic),
        concerned=raisers(Voice.objects.filter(topic_links__topic=topic)),
    )  # fmt: skip
    Topic.objects.filter(pk=topic.pk).update(dispatch=dispatch)
    topic.dispatch = dispatch
    moves.make(topic, "pass_on", actor=actor, at=at, department=lead.short, dispatch=dispatch.number)


@transaction.atomic
def pass_voice_on(voice: Voice, *, lead: Unit, ask: str, actor: Actor, at: datetime) -> None:
    """One voice that needs no topic goes straight to a department."""
    with official():
        origin = _("来声 · %s") % voice.title
    dispatch = handling.send(
        voice.unit, title=voice.title, ask=ask, origin=origin,
        origin_link=voice.get_absolute_url(), lead=lead, actor=actor, at=at, source="voice",
        concerned=raisers(Voice.objects.filter(pk=voice.pk)),
    )  # fmt: skip
    Voice.objects.filter(pk=voice.pk).update(dispatch=dispatch)
    voice.dispatch = dispatch
    moves.make(voice, "pass_on", actor=actor, at=at, department=lead.short, dispatch=dispatch.number)


@transaction.atomic
def decline(topic: Topic, *, reason: str, note: str, actor: Actor, at: datetime) -> None:
    """Not taken up: a reason code and words, and every voice in it is told."""
    if reason not in Topic.DeclineReason.values:
        raise moves.Refused(_("请选择不列入的原因"))
    label = Topic.DeclineReason(reason).label
    Topic.objects.filter(pk=topic.pk).update(decline_reason=reason)
    topic.decline_reason = reason
    said = f"{label}。{note}" if note.strip() else ""
    moves.make(topic, "decline", actor=actor, at=at, note=said, reason=reason)
    for voice in (
        Voice.objects.filter(topic_links__topic=topic, state="in_topic").select_related("unit").order_by("pk")
    ):
        if not _elsewhere(voice, topic):
            decline_with_topic(voice, reason="other_channel", note=said, at=at)


def _elsewhere(voice: Voice, topic: Topic) -> bool:
    """Whether the voice also stands in a topic that goes on."""
    others = Topic.objects.filter(links__voice=voice).exclude(pk=topic.pk)
    return others.exclude(state__in=["not_taken", "merged"]).exists()
