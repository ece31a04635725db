"""整改: who does what by when, with proof; and somebody of the team sees whether it is so."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import official
from shangliang.kernel.wording import clean
from shangliang.modules.handling import services as handling
from shangliang.modules.people.services import person_of
from shangliang.modules.supervision.models import Finding, Proof, Recheck
from shangliang.modules.supervision.services.feeding_back import send_findings


@transaction.atomic
def plan_rectification(
    finding: Finding, *, responsible: str, measures: str, actor: Actor, at: datetime
) -> None:
    """整改责任人和措施, said by the department before it begins."""
    moves.must(finding, "plan", actor=actor)
    if finding.state not in {"sent", "answered"}:
        raise moves.Stale(_("现在不能改整改措施"), state=moves.label_of(finding))
    _put(finding, responsible, measures)
    moves.record(finding, "plan", actor=actor, at=at)


def _put(finding: Finding, responsible: str, measures: str) -> None:
    finding.responsible = clean(responsible, missing=_("请写整改责任人"), most=60)
    finding.measures = clean(measures, missing=_("请写整改措施"))
    Finding.objects.filter(pk=finding.pk).update(responsible=finding.responsible, measures=finding.measures)


@transaction.atomic
def claim_rectified(
    finding: Finding, *, responsible: str, measures: str, proof: str, actor: Actor, at: datetime,
    file: StoredFile | None = None,
) -> None:  # fmt: skip
    """报整改完成, with what shows it. Only after the department has answered on its desk."""
    moves.must(finding, "claim", actor=actor)
    if finding.state == "sent":
        raise moves.Refused(_("请先在办理台答复交办件，再报整改完成"))
    _put(finding, responsible, measures)
    Proof.objects.create(
        finding=finding, round=finding.round, text=clean(proof, missing=_("请写整改佐证")), file=file,
        person=person_of(actor), at=at,
    )  # fmt: skip
    moves.make(
        finding, "claim", actor=actor, at=at, proofs=finding.proofs.filter(round=finding.round).count()
    )


@transaction.atomic
def recheck(finding: Finding, *, passes: bool, text: str, actor: Actor, at: datetime) -> Recheck:
    """复核, by somebody of the team who is not of the department. Not passed, it goes back with the reason."""
    verb = "pass" if passes else "fail"
    moves.must(finding, verb, actor=actor)
    words = clean(text, missing=_("请写复核情况") if passes else _("请写明哪里没有改好"))
    if finding.state != "claimed":
        raise moves.Stale(_("部门报整改完成以后才能复核"), state=moves.label_of(finding))
    try:
        with transaction.atomic():
            made = Recheck.objects.create(
                finding=finding,
                round=finding.round,
                passes=passes,
                text=words,
                person=person_of(actor),
                at=at,
            )
    except IntegrityError:
        raise moves.Stale(_("刚刚已有人复核"), state=moves.label_of(finding)) from None
    moves.make(finding, verb, actor=actor, at=at, note=words, round=finding.round)
    return made


@transaction.atomic
def resend(finding: Finding, *, rectify_by: date, actor: Actor, at: datetime) -> None:
    """重新交办: a second handling where the task was this finding alone, else a task of its own."""
    moves.must(finding, "resend", actor=actor)
    if finding.state != "failed":
        raise moves.Stale(_("复核没有通过的才重新交办"), state=moves.label_of(finding))
    if rectify_by <= calendar.day_of(at):
        raise moves.Refused(_("整改期限应在今天以后"))
    why, dispatch = _why(finding), finding.dispatch
    finding.rectify_by, finding.round = rectify_by, finding.round + 1
    Finding.objects.filter(pk=finding.pk).update(rectify_by=rectify_by, round=finding.round)
    alone = dispatch is not None and dispatch.items.count() == 1
    if dispatch is not None and alone and dispatch.state in {"replied", "tracking", "closed"}:
        handling.redo(dispatch, note=why, actor=actor, at=at)
        moves.make(finding, "resend", actor=actor, at=at, note=why, dispatch=dispatch.number)
        return
    if dispatch is not None:
        finding.earlier.add(dispatch)
    send_findings(finding.supervision, findings=[finding], actor=actor, at=at, again=why)


def _why(finding: Finding) -> str:
    """What was seen last: by the re-check, or by whoever went back later."""
    last = finding.rechecks.order_by("-id").first()
    back = finding.follow_ups.filter(result="slipped").order_by("-id").first()
    with official():
        if back is not None and (last is None or last.passes):
            return _("回头看发现反弹：%s") % back.note
        return _("复核没有通过：%s") % (last.text if last else "")
