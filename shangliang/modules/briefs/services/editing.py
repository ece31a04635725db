"""The office's hand: screened, edited, reviewed. The original stays beside every version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import normal, without_contacts
from shangliang.modules.briefs import flow
from shangliang.modules.briefs.models import Author, Brief, Version
from shangliang.modules.briefs.services.drafting import add_version
from shangliang.modules.people.models import Person
from shangliang.modules.people.services import person_of


def must_be_impartial(brief: Brief, *, actor: Actor) -> None:
    """Says in words why an author of a brief cannot decide on it. Raises NotAllowed."""
    if actor.person_id is None:
        return
    mine = Author.objects.filter(person_id=actor.person_id)
    if (mine.filter(brief=brief) | mine.filter(brief__merged_into=brief)).exists():
        raise moves.NotAllowed(_("您是反映人，这篇信息要由别人办理"))


@transaction.atomic
def edit(
    brief: Brief, *, title: str, situation: str, advice: str, actor: Actor, at: datetime, note: str = "",
    seen: int | None = None,
) -> Version:  # fmt: skip
    """A new version of the office's text; the first one moves the brief on. What was there stays readable.

    seen: the number of the version that the editor had before her; when another came meanwhile, Stale is raised.
    """
    must_be_impartial(brief, actor=actor)
    if brief.state not in {"submitted", "edited"}:
        raise moves.Stale(
            _("现在的状态是“%s”，不能编辑") % moves.label_of(brief), state=moves.label_of(brief)
        )
    person = person_of(actor)
    if not moves.kind_of(brief).policy.may(actor, "edit", brief):
        raise moves.NotAllowed(_("编辑由政协办办理"))
    clean = [without_contacts(normal(words)) for words in (title, situation, advice)]
    _fits(brief, clean, at)
    newest = _newest(brief)
    if newest and seen and newest.number == seen + 1 and _is_the_same(newest, person, clean):
        return newest  # pressed twice
    must_be_seen(brief, seen)
    version = add_version(
        brief, kind=Version.Kind.EDITED, person=person, at=at, note=normal(note), title=clean[0],
        situation=clean[1], advice=clean[2],
    )  # fmt: skip
    new = {"edition": version, "editor": person, "reviewer": None, "signer": None}
    Brief.objects.filter(pk=brief.pk).update(**new)
    for name, value in new.items():
        setattr(brief, name, value)
    if brief.state == "submitted":
        moves.make(brief, "edit", actor=actor, at=at, version=version.number)
    else:
        moves.record(brief, "revise", actor=actor, at=at, version=version.number)
    return version


def _fits(brief: Brief, words: list[str], at: datetime) -> None:
    if not all(words):
        raise moves.Refused(_("标题、情况反映、意见建议都要有"))
    if len(words[0]) > Version._meta.get_field("title").max_length:  # type: ignore[operator]
        raise moves.Refused(_("标题太长"))
    most = flow.longest(brief.unit.path, at, composite=brief.composite)
    if (now := flow.length(*words)) > most:
        raise moves.Refused(_("全文不超过 %(most)d 字，现有 %(now)d 字") % {"most": most, "now": now})


def _is_the_same(version: Version, person: Person, words: list[str]) -> bool:
    return version.person_id == person.pk and [version.title, version.situation, version.advice] == words


def _newest(brief: Brief) -> Version | None:
    """The newest version; the brief is held until the transaction ends, so that no other comes after it."""
    moves.held(brief, no_key=True)
    return brief.versions.select_related("person").first()


def must_be_seen(brief: Brief, seen: int | None) -> None:
    """Nobody passes words she has not read: Stale when there is a newer version than the one she had before her."""
    newest = _newest(brief)
    if seen is not None and newest is not None and newest.number != seen:
        by = newest.person.name if newest.person else ""
        raise moves.Stale(_("%s刚刚又存了一稿，请看过再办") % by, state=moves.label_of(brief))


@transaction.atomic
def review(brief: Brief, *, actor: Actor, at: datetime, note: str = "", seen: int | None = None) -> None:
    """核稿: by somebody who did not edit it. seen: the number of the version that she read."""
    must_be_impartial(brief, actor=actor)
    if brief.editor_id and brief.editor_id == actor.person_id:
        raise moves.NotAllowed(_("编辑和核稿不能是同一个人，请另一位同志核稿"))
    if brief.state != "edited":
        raise moves.Stale(
            _("现在的状态是“%s”，不能核稿") % moves.label_of(brief), state=moves.label_of(brief)
        )
    must_be_seen(brief, seen)
    brief.reviewer = person_of(actor)
    if not Brief.objects.filter(pk=brief.pk).exclude(editor=brief.reviewer).update(reviewer=brief.reviewer):
        raise moves.NotAllowed(_("编辑和核稿不能是同一个人，请另一位同志核稿"))
    moves.make(brief, "review", actor=actor, at=at, note=normal(note), editor=brief.editor_id or 0)


@transaction.atomic
def reject(brief: Brief, *, reason: str, note: str, actor: Actor, at: datetime) -> None:
    """不采用: kept with its reason; the author is told why in words."""
    must_be_impartial(brief, actor=actor)
    if reason not in Brief.RejectReason.values:
        raise moves.Refused(_("请选择不采用的原因"))
    brief.reject_reason = reason
    Brief.objects.filter(pk=brief.pk).update(reject_reason=reason)
    moves.make(brief, "reject", actor=actor, at=at, note=without_contacts(normal(note)), reason=reason)
