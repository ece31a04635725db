"""What came of it: adopted by which level, corrected where wrong, told to those who reported it, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import normal, without_contacts
from shangliang.modules.briefs.models import PRINTED, Adoption, Author, Brief, Telling
from shangliang.modules.briefs.services.crediting import recount
from shangliang.modules.briefs.services.editing import must_be_impartial
from shangliang.modules.people.services import person_of


@dataclass(frozen=True)
class Evidence:
    """What an adoption says, and what it rests on: words (a number, a page) or a file, or both."""

    level: str
    kind: str
    result: str
    on: date
    send_to: str = ""
    leader: str = ""
    instruction: str = ""
    evidence: str = ""
    file: StoredFile | None = None


@transaction.atomic
def adopt(brief: Brief, *, said: Evidence, actor: Actor, at: datetime, token: str = "") -> Adoption:
    """登记采用: who entered it on what evidence stays; those who reported it are owed the news from now on.

    It may come at any time after printing, also after the brief was closed. The same form sent twice is one row.
    """
    must_be_impartial(brief, actor=actor)
    if earlier := once.made_before(Adoption, place="briefs.adopt", token=token, actor=actor, at=at):
        return earlier
    if brief.merged_into_id is not None:
        raise moves.Refused(_("这篇已并入综合稿，请在综合稿上登记"))
    if brief.state not in PRINTED:
        raise moves.Stale(_("还没有印发，不会有采用"), state=moves.label_of(brief))
    moves.record(brief, "adopt", actor=actor, at=at, level=said.level, result=said.result)
    row = _enter(brief, said, actor, at)
    for source in brief.sources.order_by("pk"):
        moves.record(source, "adopted_with", actor=CLOCK, at=at, level=said.level, result=said.result)
    recount(brief, at=at)
    once.remember(row, place="briefs.adopt", token=token, actor=actor)
    return row


def _enter(
    brief: Brief,
    said: Evidence,
    actor: Actor,
    at: datetime,
    corrects: Adoption | None = None,
    void: bool = False,
) -> Adoption:
    _fits(brief, said, at)
    instructed = said.result == Adoption.Result.INSTRUCTION
    row = Adoption(
        unit=brief.unit, brief=brief, level=said.level, kind=said.kind, result=said.result, on=said.on,
        send_to=normal(said.send_to), leader=normal(said.leader) if instructed else "",
        instruction=normal(said.instruction) if instructed else "", evidence=normal(said.evidence),
        file=said.file, person=person_of(actor), corrects=corrects, void=void,
    )  # fmt: skip
    moves.begin(
        row, actor=actor, at=at, brief=brief.pk, level=said.level, how=said.kind, result=said.result,
        corrects=corrects.pk if corrects else 0, void=void,
    )  # fmt: skip
    return row


def _fits(brief: Brief, said: Evidence, at: datetime) -> None:
    lacking = []
    known = (Adoption.Level.values, Adoption.Kind.values, Adoption.Result.values)
    if any(v not in values for v, values in zip((said.level, said.kind, said.result), known, strict=True)):
        lacking.append(_("请选择层级、采用方式和结果"))
    if said.result == Adoption.Result.INSTRUCTION and not (said.leader.strip() and said.instruction.strip()):
        lacking.append(_("领导批示要写明批示领导和批示内容"))
    if said.kind == Adoption.Kind.FORWARDED and not said.send_to.strip():
        lacking.append(_("转送要写明转给谁"))
    if not said.evidence.strip() and said.file is None:
        lacking.append(_("请写明依据（采用通知、刊物期号、批示件编号），或上传扫描件"))
    if said.on > calendar.day_of(at) or (brief.issued_on and said.on < brief.issued_on):
        lacking.append(_("日期应在印发之后、今天之前"))
    if lacking:
        raise moves.Refused(*lacking)


@transaction.atomic
def correct(
    adoption: Adoption, *, note: str, actor: Actor, at: datetime, said: Evidence | None = None
) -> Adoption:
    """更正: another row in its place; without `said` the entry is taken back. Those who reported it hear of it."""
    brief = adoption.brief
    must_be_impartial(brief, actor=actor)
    moves.make(adoption, "correct", actor=actor, at=at, note=note, void=said is None)
    instead = said or Evidence(
        adoption.level, adoption.kind, adoption.result, adoption.on, adoption.send_to, adoption.leader,
        adoption.instruction, adoption.evidence, adoption.file,
    )  # fmt: skip
    row = _enter(brief, instead, actor, at, corrects=adoption, void=said is None)
    moves.record(brief, "correct", actor=actor, at=at, note=note, adoption=adoption.pk, by=row.pk)
    for source in brief.sources.order_by("pk"):
        moves.record(source, "correct", actor=CLOCK, at=at, note=note, adoption=adoption.pk)
    recount(brief, at=at)
    return row


@transaction.atomic
def tell(
    brief: Brief, *, text: str, actor: Actor, at: datetime, outside: str = "", token: str = ""
) -> Telling:
    """告知: what those who reported it are told between printing and closing; answers every adoption so far."""
    must_be_impartial(brief, actor=actor)
    if earlier := once.made_before(Telling, place="briefs.tell", token=token, actor=actor, at=at):
        return earlier
    if brief.state not in PRINTED or brief.merged_into_id is not None:
        raise moves.Stale(_("还没有印发，没有结果可以告知"), state=moves.label_of(brief))
    words = _words(brief, text, outside)
    moves.record(brief, "tell", actor=actor, at=at, note=words)
    telling = _told(brief, words, outside, closing=False, actor=actor, at=at)
    for source in brief.sources.order_by("pk"):
        moves.record(source, "tell", actor=CLOCK, at=at, note=words)
    once.remember(telling, place="briefs.tell", token=token, actor=actor)
    return telling


@transaction.atomic
def feed_back(brief: Brief, *, text: str, actor: Actor, at: datetime, outside: str = "") -> Telling:
    """反馈并办结: also one that nobody adopted ends with words to those who reported it (DOMAIN 2.2)."""
    must_be_impartial(brief, actor=actor)
    if brief.state not in {"issued", "handled"}:
        raise moves.Stale(
            _("现在的状态是“%s”，不能办结") % moves.label_of(brief), state=moves.label_of(brief)
        )
    words = _words(brief, text, outside)
    telling = _told(brief, words, outside, closing=True, actor=actor, at=at)
    Brief.objects.filter(pk=brief.pk).update(feedback=words)
    brief.feedback = words
    moves.make(brief, "feed_back", actor=actor, at=at, note=words, telling=telling.pk)
    for source in brief.sources.filter(state="merged").select_related("unit").order_by("pk"):
        Brief.objects.filter(pk=source.pk).update(feedback=words)
        source.feedback = words
        moves.make(source, "feed_back_merged", actor=CLOCK, at=at, note=words)
    for source in brief.sources.filter(state="fed_back").exclude(feedback=words).order_by("pk"):
        Brief.objects.filter(pk=source.pk).update(feedback=words)
        moves.record(source, "tell", actor=CLOCK, at=at, note=words)
    return telling


@transaction.atomic
def read_contacts(brief: Brief, *, why: str, actor: Actor, at: datetime) -> list[Author]:
    """Show how to reach those without an account, of a composite's sources too; reading and reason stay recorded."""
    must_be_impartial(brief, actor=actor)
    if not why.strip():
        raise moves.Refused(_("请写明查看联系方式的用途"))
    moves.record(brief, "read_contact", actor=actor, at=at, note=without_contacts(normal(why)))
    return list(_without_account(brief).order_by("brief", "place"))


def _without_account(brief: Brief) -> QuerySet[Author]:
    rows = Author.objects.filter(person=None)
    return rows.filter(brief=brief) | rows.filter(brief__merged_into=brief)


def _words(brief: Brief, text: str, outside: str) -> str:
    words = without_contacts(normal(text))
    if not words:
        raise moves.Refused(_("请写明告诉反映人什么"))
    if _without_account(brief).exists() and not outside.strip():
        raise moves.Refused(_("有反映人没有账号，请写明怎样告知了他们（电话、信函、当面）"))
    return words


def _told(brief: Brief, words: str, outside: str, *, closing: bool, actor: Actor, at: datetime) -> Telling:
    telling = Telling.objects.create(
        brief=brief, text=words, outside=without_contacts(normal(outside))[:200], closing=closing,
        person=person_of(actor), at=at,
    )  # fmt: skip
    for adoption in brief.adoptions.filter(state="owed").select_related("unit", "brief").order_by("pk"):
        Adoption.objects.filter(pk=adoption.pk).update(telling=telling)
        moves.make(adoption, "tell", actor=actor, at=at, telling=telling.pk)
    return telling
