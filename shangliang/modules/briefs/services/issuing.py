"""Signed, numbered and printed; forwarded to departments; opened to the public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, numbering, params
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.text import normal, official, shortened
from shangliang.modules.briefs.models import PRINTED, Brief
from shangliang.modules.briefs.services.crediting import recount
from shangliang.modules.briefs.services.editing import must_be_impartial, must_be_seen
from shangliang.modules.handling import services as handling
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.org.models import Unit
from shangliang.modules.people.services import person_of


@transaction.atomic
def sign(
    brief: Brief, *, sent_to: str, copies_to: str, actor: Actor, at: datetime, seen: int | None = None
) -> None:
    """签发: to whom it goes, and who answers for that. seen: the number of the version that the signer read."""
    must_be_impartial(brief, actor=actor)
    if not sent_to.strip():
        raise moves.Refused(_("请写明主送"))
    if brief.state != "reviewed":
        raise moves.Stale(
            _("现在的状态是“%s”，不能签发") % moves.label_of(brief), state=moves.label_of(brief)
        )
    must_be_seen(brief, seen)
    brief.signer, brief.sent_to, brief.copies_to = person_of(actor), normal(sent_to), normal(copies_to)
    moves.fits(brief)
    Brief.objects.filter(pk=brief.pk).update(
        signer=brief.signer, sent_to=brief.sent_to, copies_to=brief.copies_to
    )
    moves.make(brief, "sign", actor=actor, at=at, to=brief.sent_to)


@transaction.atomic
def issue(brief: Brief, *, actor: Actor, at: datetime) -> None:
    """印发: it gets the next number of its unit and year, without gaps; the sources of a composite are told."""
    must_be_impartial(brief, actor=actor)
    if brief.state != "signed":
        raise moves.Stale(
            _("现在的状态是“%s”，不能印发") % moves.label_of(brief), state=moves.label_of(brief)
        )
    today = calendar.day_of(at)
    brief.issue_year, brief.issued_on = today.year, today
    brief.issue_no = numbering.take(brief.unit.path, "brief", today.year)
    form = str(params.value(brief.unit.path, "briefs.number_form", today))
    brief.number = form.replace("{year}", str(today.year)).replace("{number}", str(brief.issue_no))
    columns = ("issue_year", "issue_no", "number", "issued_on")
    Brief.objects.filter(pk=brief.pk, state="signed").update(
        **{name: getattr(brief, name) for name in columns}
    )
    moves.make(brief, "issue", actor=actor, at=at, number=brief.number)
    for source in brief.sources.order_by("pk"):
        moves.record(source, "printed_in", actor=CLOCK, at=at, number=brief.number)
    recount(brief, at=at)


@transaction.atomic
def forward(
    brief: Brief, *, lead: Unit, actor: Actor, at: datetime, joint: Sequence[Unit] = (),
    split: Sequence[Unit] = (), assist: Sequence[Unit] = (), token: str = "",
) -> Dispatch:  # fmt: skip
    """转办: departments answer it as they answer everything else; what they do comes back by itself."""
    must_be_impartial(brief, actor=actor)
    text = brief.edition or brief.original
    with official():
        origin = _("社情民意信息 · %s") % brief.number
        ask = _("情况反映：\n%(situation)s\n\n意见建议：\n%(advice)s") % {
            "situation": text.situation if text else "", "advice": text.advice if text else "",
        }  # fmt: skip
    dispatch = handling.send(
        brief.unit, title=shortened(text.title if text else brief.title, 200), ask=ask, origin=origin,
        origin_link=brief.get_absolute_url(), lead=lead, joint=joint, split=split, assist=assist, actor=actor,
        at=at, token=token,
    )  # fmt: skip
    if brief.dispatch_id == dispatch.pk:
        return dispatch
    Brief.objects.filter(pk=brief.pk).update(dispatch=dispatch, forwarded_at=at)
    brief.dispatch, brief.forwarded_at = dispatch, at
    moves.make(brief, "forward", actor=actor, at=at, dispatch=dispatch.number, lead=lead.short)
    return dispatch


@transaction.atomic
def publish(brief: Brief, *, actor: Actor, at: datetime) -> None:
    """批准公开: an act of its own, by who may sign; never against the author's wish (DOMAIN 0.2 no. 11)."""
    must_be_impartial(brief, actor=actor)
    if brief.state not in PRINTED or not brief.number:
        raise moves.Stale(_("还没有印发，不能公开"), state=moves.label_of(brief))
    if not brief.open_ok:
        raise moves.Refused(_("反映人不同意公开：%s") % brief.open_reason)
    if brief.sensitive:
        raise moves.Refused(_("内容敏感的信息不能公开"))
    if brief.published_at is not None:
        raise moves.Stale(_("已经公开"), state=moves.label_of(brief))
    moves.record(brief, "publish", actor=actor, at=at)
    brief.published_at, brief.publisher = at, person_of(actor)
    Brief.objects.filter(pk=brief.pk).update(published_at=at, publisher=brief.publisher)


@transaction.atomic
def unpublish(brief: Brief, *, note: str, actor: Actor, at: datetime) -> None:
    """停止公开, with a reason."""
    if not note.strip():
        raise moves.Refused(_("请写明理由"))
    if brief.published_at is None:
        raise moves.Stale(_("现在没有公开"), state=moves.label_of(brief))
    moves.record(brief, "unpublish", actor=actor, at=at, note=normal(note))
    brief.published_at, brief.publisher = None, None
    Brief.objects.filter(pk=brief.pk).update(published_at=None, publisher=None)
