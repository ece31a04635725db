"""What a department keeps for itself: beginnings of replies, and private notes."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.handling.models import Assignment, Memo, Reply, ReplyTemplate
from shangliang.modules.org.models import Unit


def _ours(unit: Unit, actor: Actor) -> None:
    if unit.path not in {s.path for s in actor.seats if s.role in {"clerk", "head"}}:
        raise moves.NotAllowed(_("只有本单位的人能做"))


@transaction.atomic
def keep_template(
    unit: Unit, *, name: str, norm: str, text: str, actor: Actor, at: datetime,
    template: ReplyTemplate | None = None,
) -> ReplyTemplate:  # fmt: skip
    """A new template, or a changed one."""
    _ours(unit, actor)
    if not name.strip() or not text.strip():
        raise moves.Refused(_("请写模板名称和内容"))
    if norm and norm not in Reply.Norm.values:
        raise moves.Refused(_("请选择办理结果"))
    kept = template or ReplyTemplate(unit=unit)
    kept.name, kept.norm, kept.text = name.strip(), norm, text.strip()
    kept.author_id, kept.at = actor.person, at
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise moves.Refused(_("已有同名的模板，请换一个名称")) from None
    return kept


@transaction.atomic
def drop_template(template: ReplyTemplate, *, actor: Actor) -> None:
    _ours(template.unit, actor)
    template.delete()


@transaction.atomic
def write_memo(assignment: Assignment, *, text: str, actor: Actor, at: datetime) -> Memo:
    """A private note. Its words stay in the department; the journal does not hold them."""
    moves.must(assignment, "write_memo", actor=actor)
    if not text.strip():
        raise moves.Refused(_("请写记事内容"))
    newest = assignment.memos.filter(person=actor.person).first()
    if newest and newest.text == text.strip():
        return newest
    return Memo.objects.create(assignment=assignment, text=text.strip(), person_id=actor.person, at=at)
