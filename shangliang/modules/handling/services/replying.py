"""A department writes its reply, item by item; those who help give their opinion; those who check may regrade."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, clocks, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import official
from shangliang.modules.handling.models import Assignment, ItemAnswer, Reply
from shangliang.modules.handling.queries.grades import grade_of
from shangliang.modules.handling.services.locking import locked
from shangliang.modules.handling.services.versions import catch_up

TO_DRAFT = ("accepted", "bounced", "redoing")


@dataclass(frozen=True)
class Said:
    """What the reply says to one item (its number in the dispatch)."""

    item: int
    text: str
    adoption: str
    norm: str
    reason: str = ""


@transaction.atomic
def save_draft(
    assignment: Assignment, *, text: str, adoption: str, norm: str, reason: str, actor: Actor, at: datetime,
    seen: datetime | None = None, answers: Sequence[Said] = (), letter_no: str = "", signer: str = "",
    office: str = "",
) -> Reply:  # fmt: skip
    """Keep the reply as it stands now. A version that was submitted or countersigned stays as it was: the
    next saving begins a new one. `seen`: when the text on the screen had been saved; if a colleague has saved
    since, nothing is written over. With answers to items and no adoption, the whole follows from them.
    """
    said = [_said(answer) for answer in answers if answer.text.strip()]
    new = _checked(text, adoption or whole(said), norm, reason or _reasons(said))
    locked(assignment)
    moves.must(assignment, "save_draft", actor=actor)
    catch_up(assignment.pk)
    if assignment.state not in {*TO_DRAFT, "drafting"}:
        label = moves.label_of(assignment)
        raise moves.Stale(_("现在的状态是“%s”，不能改答复稿") % label, state=label)
    new |= {"letter_no": letter_no.strip(), "signer": signer.strip(), "office": office.strip()}
    new |= _graded(assignment, new["norm"], at)
    newest = assignment.replies.select_related("author").first()
    if newest and _same(newest, new, said) and newest.submitted_at is None:
        return newest
    if newest and seen and newest.at != seen:
        raise moves.Stale(
            _("%s刚刚保存过这份答复稿，请先看看改了什么") % newest.author, state=moves.label_of(assignment)
        )
    if assignment.state in TO_DRAFT:
        moves.make(assignment, "draft", actor=actor, at=at)
    return _keep(assignment, newest, new, said, actor, at)


def _keep(
    assignment: Assignment, newest: Reply | None, new: dict[str, str], said: Sequence[Said], actor: Actor,
    at: datetime,
) -> Reply:  # fmt: skip
    reply = _version(assignment, newest)
    whole_text = "\n".join([new["text"], *(f"{s.item} {s.text}" for s in said)])
    seal = hashlib.sha256(whole_text.encode()).hexdigest()
    facts: dict[str, Any] = {
        "version": reply.version, "adoption": new["adoption"], "norm": new["norm"], "sha256": seal,
        "items": len(said),
    }  # fmt: skip
    moves.record(assignment, "save_draft", actor=actor, at=at, **facts)
    for name, value in new.items():
        setattr(reply, name, value)
    reply.author_id, reply.at = _person(actor), at
    reply.save()
    reply.answers.all().delete()
    numbers = dict(assignment.dispatch.items.values_list("number", "pk"))
    ItemAnswer.objects.bulk_create(
        ItemAnswer(
            reply=reply,
            item_id=numbers[s.item],
            text=s.text,
            adoption=s.adoption,
            norm=s.norm,
            reason=s.reason,
        )
        for s in said
        if s.item in numbers
    )
    Assignment.objects.filter(pk=assignment.pk, handler=None).update(handler_id=actor.person_id)
    return reply


def _same(reply: Reply, new: dict[str, str], said: Sequence[Said]) -> bool:
    if any(getattr(reply, name) != value for name, value in new.items()):
        return False
    kept = reply.answers.values_list("item__number", "text", "adoption", "norm", "reason")
    return {tuple(asdict(s).values()) for s in said} == set(kept)


def _version(assignment: Assignment, newest: Reply | None) -> Reply:
    """The version that this saving belongs to: what others have read stays as they read it."""
    if newest is None:
        return Reply(assignment=assignment, version=1)
    if newest.submitted_at is not None or newest.countersigns.exists():
        return Reply(assignment=assignment, version=newest.version + 1)
    return newest


def _checked(text: str, adoption: str, norm: str, reason: str) -> dict[str, str]:
    missing = []
    if not text.strip():
        missing.append(_("请写答复内容"))
    if adoption not in Reply.Adoption.values:
        missing.append(_("请选择采纳情况"))
    if norm not in Reply.Norm.values:
        missing.append(_("请选择办理结果"))
    if adoption == Reply.Adoption.REJECTED and not reason.strip():
        missing.append(_("不采纳的，须写明理由"))
    if missing:
        raise moves.Refused(*missing)
    return {"text": _plain(text), "adoption": adoption, "norm": norm, "reason": _plain(reason)}


def _said(answer: Said) -> Said:
    """One answer in order, or Refused with the number of the item."""
    if answer.adoption not in Reply.Adoption.values or answer.norm not in Reply.Norm.values:
        raise moves.Refused(_("第%d条建议：请选择采纳情况和办理结果") % answer.item)
    if answer.adoption == Reply.Adoption.REJECTED and not answer.reason.strip():
        raise moves.Refused(_("第%d条建议：不采纳的，须写明理由") % answer.item)
    return Said(answer.item, _plain(answer.text), answer.adoption, answer.norm, _plain(answer.reason))


def whole(said: Sequence[Said]) -> str:
    """One word for the answers to all items: the common one, else partly."""
    found = {s.adoption for s in said}
    if not found:
        return ""
    return found.pop() if len(found) == 1 else str(Reply.Adoption.PARTLY)


@official()
def _reasons(said: Sequence[Said]) -> str:
    rejected = [s for s in said if s.adoption == Reply.Adoption.REJECTED]
    if len(rejected) < len(said):
        return ""
    return "\n".join(
        _("第%(number)d条：%(reason)s") % {"number": s.item, "reason": s.reason} for s in rejected
    )


def _graded(assignment: Assignment, norm: str, at: datetime) -> dict[str, str]:
    """The letter that the sender's place gives to this result today. Refused when its list has none."""
    grade = grade_of(clocks.path_of(assignment.dispatch), norm, calendar.day_of(at))
    if grade is None:
        raise moves.Refused(_("本地的办理结果类别里没有这一种，请另选"))
    return {"grade": grade.code, "grade_label": grade.label}


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise moves.NotAllowed(_("这一步不归您办理"))
    return actor.person_id


@transaction.atomic
def regrade(assignment: Assignment, *, norm: str, note: str, actor: Actor, at: datetime) -> None:
    """Those who check give the result another letter, with a reason, before the asker sees it."""
    locked(assignment)
    catch_up(assignment.pk)
    reply = assignment.replies.first()
    if assignment.state != "checking" or reply is None:
        raise moves.Stale(_("只有审核中的答复可以调整办理结果"), state=moves.label_of(assignment))
    if norm not in Reply.Norm.values or not note.strip():
        raise moves.Refused(_("请选择办理结果，并写明为什么调整"))
    if norm == reply.norm:
        return
    new = {"norm": norm, **_graded(assignment, norm, at)}
    moves.record(
        assignment, "regrade", actor=actor, at=at, note=note.strip(), was=reply.norm, now=norm,
        version=reply.version,
    )  # fmt: skip
    Reply.objects.filter(pk=reply.pk).update(**new)


@transaction.atomic
def advise(assignment: Assignment, *, opinion: str, actor: Actor, at: datetime) -> None:
    """A helping department gives its opinion to those it helps."""
    if not opinion.strip():
        raise moves.Refused(_("还没有写协办意见"))
    assignment.opinion = _plain(opinion)
    moves.make(assignment, "advise", actor=actor, at=at)
    Assignment.objects.filter(pk=assignment.pk).update(opinion=assignment.opinion, handler_id=_person(actor))
