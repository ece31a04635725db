"""三源征题: a brief out of a voice, out of a topic, or out of another module's thing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.text import normal, official, shortened, without_contacts
from shangliang.modules.briefs.models import Author, Brief
from shangliang.modules.briefs.services.crediting import recount
from shangliang.modules.briefs.services.drafting import Words, Writer, draft, identity_of, keep_original
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.people.services import person_of
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

SOURCES = {
    Voice.Source.MEMBER: Brief.Source.MEMBER,
    Voice.Source.GRID: Brief.Source.GRID,
    Voice.Source.CITIZEN: Brief.Source.PUBLIC,
    Voice.Source.IMPORT: Brief.Source.PUBLIC,
}
TITLE = 100
KEY = 80


@transaction.atomic
def from_voice(voice: Voice, *, actor: Actor, at: datetime, token: str = "") -> Brief:
    """A draft filled with what was said; contact data stay sealed with the voice. Once for each voice.

    Who raised it with an account reports it; else it is reported by 群众 and the chain leads to the voice.
    """
    _sees(voice, actor)
    moves.held(voice, no_key=True)  # two at once: the second finds the first
    earlier = voice.briefs.exclude(state="withdrawn").first()
    if earlier and not token:
        raise moves.Stale(_("这条来声已经转成信息"), state=moves.label_of(earlier))
    if earlier and earlier.drafter_id != actor.person_id:
        raise moves.Stale(_("这条来声已经转成信息"), state=moves.label_of(earlier))
    if earlier:
        return earlier
    with official():
        outside = Writer(name=_("群众（来声 %d 号）") % voice.pk, identity=Author.Identity.OTHER)
    words = Words(
        title=shortened(without_contacts(voice.title), TITLE), situation=without_contacts(voice.body),
        advice="", field=voice.field, open_ok=voice.open_ok, open_reason=_closed(voice.open_ok),
    )  # fmt: skip
    return draft(
        _office(voice.unit), words=words, source=SOURCES.get(Voice.Source(voice.source), Brief.Source.OTHER),
        writers=[Writer(voice.person) if voice.person else outside], voice=voice, actor=actor, at=at, token=token,
    )  # fmt: skip


@transaction.atomic
def from_topic(topic: Topic, *, actor: Actor, at: datetime, token: str = "") -> Brief:
    """A draft out of a topic (共性问题转信息), reported by whoever writes it."""
    _sees(topic, actor)
    if topic.state in {"merged", "not_taken"}:
        raise moves.Stale(_("这个议题没有列入或已并入其他议题"), state=moves.label_of(topic))
    words = Words(
        title=shortened(without_contacts(topic.title), TITLE),
        situation=without_contacts(topic.summary), advice="", field=topic.field,
    )  # fmt: skip
    source = Brief.Source.MEMBER if "member" in actor.roles else Brief.Source.COMMITTEE
    return draft(
        _office(topic.unit), words=words, source=source, topic=topic, actor=actor, at=at, token=token
    )


@transaction.atomic
def take_in(
    unit: Unit, *, title: str, situation: str, advice: str, reporter: Person, origin: str, origin_link: str,
    actor: Actor, at: datetime, token: str,
) -> Brief:  # fmt: skip
    """What another module hands over with its author's consent (a proposal that was not filed) is submitted at once.

    token: the key of that thing ("proposal:12"); handed over again, also years later, it gives the first brief back.
    """
    key = token.strip()
    if not key or len(key) > KEY:
        raise moves.Refused(_("转入的信息要有来源编号"))
    moves.held(unit, no_key=True)  # two at once: the second finds the first
    if earlier := Brief.objects.filter(origin_key=key).first():
        return earlier
    brief = Brief(
        unit=unit, drafter=reporter, source=Brief.Source.MEMBER, title=shortened(normal(title), TITLE),
        situation=normal(situation), advice=normal(advice), origin=normal(origin)[:200],
        origin_link=origin_link, origin_key=key,
    )  # fmt: skip
    moves.begin(brief, actor=actor, at=at, source=str(brief.source), origin=brief.origin)
    Author.objects.create(
        brief=brief,
        place=0,
        person=reporter,
        name=reporter.name,
        identity=identity_of(reporter, at),
        agreed_at=at,
    )
    keep_original(brief, person=reporter, at=at)
    moves.make(brief, "take_in", actor=CLOCK, at=at, origin=brief.origin)
    recount(brief, at=at)
    return brief


def _closed(open_ok: bool) -> str:
    with official():
        return "" if open_ok else str(_("提出人不同意公开"))


def _sees(thing: Voice | Topic, actor: Actor) -> None:
    person_of(actor)
    if not moves.kind_of(thing).policy.may(actor, "view", thing):
        raise moves.NotAllowed(_("您不能转办这件事"))


def _office(unit: Unit) -> Unit:
    """The CPPCC that a place, a committee or a body belongs to (1 query)."""
    if unit.kind == Unit.Kind.CPPCC:
        return unit
    above = [unit.path[:end] for end in range(4, len(unit.path), 4)]
    found = Unit.objects.filter(path__in=above, kind=Unit.Kind.CPPCC).order_by("-path").first()
    if found is None:
        raise moves.Refused(_("没有可以报送的政协"))
    return found
