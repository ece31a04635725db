"""三源: a proposal out of a voice or a topic (a member writes it, the chain leads back)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import shortened, without_contacts
from shangliang.modules.org.models import Unit
from shangliang.modules.org.queries import above
from shangliang.modules.people.services import person_of
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.services.drafting import Words, draft
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

TITLE = 50


@transaction.atomic
def from_voice(voice: Voice, *, actor: Actor, at: datetime, token: str = "") -> Proposal:
    """A draft filled with what was said, without contact data. The member says herself what she asks for."""
    _sees(voice, actor)
    words = Words(
        title=shortened(without_contacts(voice.title), TITLE), situation=without_contacts(voice.body),
        self_written=True,
    )  # fmt: skip
    return draft(
        _office(voice.unit),
        kind=Proposal.Kind.PERSONAL,
        words=words,
        actor=actor,
        at=at,
        token=token,
        voice=voice,
    )


@transaction.atomic
def from_topic(topic: Topic, *, actor: Actor, at: datetime, token: str = "") -> Proposal:
    """A draft out of a topic that was taken up."""
    _sees(topic, actor)
    if topic.state in {"merged", "not_taken"}:
        raise moves.Stale(_("这个议题没有列入或已并入其他议题"), state=moves.label_of(topic))
    words = Words(
        title=shortened(without_contacts(topic.title), TITLE), situation=without_contacts(topic.summary)
    )
    return draft(
        _office(topic.unit),
        kind=Proposal.Kind.PERSONAL,
        words=words,
        actor=actor,
        at=at,
        token=token,
        topic=topic,
    )


def _sees(thing: Voice | Topic, actor: Actor) -> None:
    person_of(actor)
    if not moves.kind_of(thing).policy.may(actor, "view", thing):
        raise moves.NotAllowed(_("您不能为这件事写提案"))


def _office(unit: Unit) -> Unit:
    """The CPPCC that a place belongs to (1 query)."""
    found = above(unit.path).filter(kind=Unit.Kind.CPPCC).order_by("-path").first()
    if found is None:
        raise moves.Refused(_("没有可以提出的政协"))
    return found
