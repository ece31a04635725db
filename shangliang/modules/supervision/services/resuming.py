"""再监督: what was promised last year and not delivered is looked at again, with one press (SYSTEMS 6, 103)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import official, shortened
from shangliang.modules.handling.models import Assignment
from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes.models import Document, FeedbackList, Recommendation
from shangliang.modules.supervision.models import Matter, Supervision
from shangliang.modules.supervision.services.planning import Plan, open_supervision

# Nothing is owed any more: all that was promised has been kept, or it was called back.
SETTLED = Q(dispatch__state__in=["closed", "withdrawn"]) | Q(state="delivered") | Q(adoption="rejected")


@transaction.atomic
def supervise_again(
    thing: Recommendation | FeedbackList | Document, *, actor: Actor, at: datetime
) -> Supervision:
    """One press: a supervision of this year whose matters are what was not delivered, with the departments that had
    it. Pressed again in the same year it gives the first one back.
    """
    if not moves.kind_of(thing).policy.may(actor, "view", thing):
        raise moves.NotAllowed(_("这一步不归您办理"))
    year, column = calendar.day_of(at).year, _column(thing)
    type(thing)._default_manager.select_for_update(no_key=True).get(
        pk=thing.pk
    )  # two at once: the second waits
    made = Supervision.objects.filter(year=year, **{column: thing}).exclude(state="dropped").first()
    if made:
        if not moves.kind_of(Supervision).policy.may_at(actor, "open", made.unit.path):
            raise moves.NotAllowed(_("监督事项由政协办列入"))
        return made
    owed = list(_owed(thing))
    if not owed:
        raise moves.Refused(_("没有承诺了还没落实的建议，不用再监督"))
    origin: dict[str, Any] = {column: thing}
    supervision = open_supervision(
        thing.unit, plan=_plan(thing, owed), source=Supervision.Source.RESULTS, actor=actor, at=at,
        **origin,
    )  # fmt: skip
    Matter.objects.bulk_create(
        Matter(supervision=supervision, order=order, text=r.text, recommendation=r, dispatch=r.dispatch)
        for order, r in enumerate(owed, start=1)
    )
    return supervision


def _column(thing: Recommendation | FeedbackList | Document) -> str:
    return {Recommendation: "recommendation", FeedbackList: "feedback", Document: "document"}[type(thing)]


def _owed(thing: Recommendation | FeedbackList | Document) -> QuerySet[Recommendation]:
    """Sent to departments, and not delivered; of a list that was published or a document that was submitted."""
    if isinstance(thing, Recommendation):
        rows = Recommendation.objects.filter(pk=thing.pk)
    elif isinstance(thing, FeedbackList):
        if thing.state != "published":
            raise moves.Stale(_("清单还没有公布"), state=moves.label_of(thing))
        rows = Recommendation.objects.filter(feedback_items__list=thing)
    else:
        if thing.state not in {"submitted", "echoed"}:
            raise moves.Stale(_("文件还没有报送"), state=moves.label_of(thing))
        rows = Recommendation.objects.filter(document=thing)
    rows = rows.exclude(state__in=["draft", "withdrawn"]).exclude(dispatch=None).exclude(SETTLED)
    return rows.select_related("dispatch", "topic").order_by("order", "pk")


def _plan(thing: Recommendation | FeedbackList | Document, owed: list[Recommendation]) -> Plan:
    topic = thing.topic
    dispatches = [r.dispatch_id for r in owed]
    answering = Assignment.objects.filter(dispatch__in=dispatches, part__in=Assignment.ANSWERING)
    departments = Unit.objects.filter(
        pk__in=answering.exclude(state__in=Assignment.OUT).values("unit"), active=True
    )
    with official():
        title = _("再监督：%s") % topic.title
        basis = _("“%(topic)s”协商成果转化情况，%(n)d 条建议承诺后尚未落实到位") % {
            "topic": topic.title, "n": len(owed),
        }  # fmt: skip
        subject = _("逐条看承诺兑现没有、卡在哪里、群众认不认")
    return Plan(
        form=Supervision.Form.SPECIAL, title=shortened(title, 120), basis=basis, subject=subject, owner=topic.unit,
        departments=list(departments),
    )  # fmt: skip
