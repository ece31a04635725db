"""Replies of the time before this system: which say nothing, which do not answer, and how long they took."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.analysis.asks import Need
from shangliang.analysis.replies import Reason
from shangliang.kernel.access import Actor
from shangliang.kernel.text import listed
from shangliang.modules.handling.models import PastReply
from shangliang.modules.org.models import Unit

READERS = ("dispatcher", "secretary", "chair", "leader")
SAID: dict[str, Any] = {
    Reason.NO_REPLY: lazy("没有答复内容"),
    Reason.RECEIPT_ONLY: lazy("只说已收悉，没有实质内容"),
    Reason.COURTESY_ONLY: lazy("只有致谢等客套话，没有实质内容"),
    Reason.TRANSFER_ONLY: lazy("只说已转交，没有办理情况"),
    Reason.CALL_ONLY: lazy("只留电话请来人咨询，没有实质内容"),
    Reason.PROMISE_ONLY: lazy("只说会办理、会再答复，没有实质内容"),
    Reason.TOO_SHORT: lazy("只有几个字，没有实质内容"),
    Reason.SENT_ELSEWHERE: lazy("只说不归本单位管或请向别处反映，没有办理结果"),
    Reason.PASSED_ON: lazy("只说将向上级或有关部门反映，没有办理结果"),
    Reason.ONLY_CONSIDERED: lazy("只说将研究考虑，没有具体安排"),
    Reason.DETAILS_WANTED: lazy("只要求补充信息，没有回答所问"),
    Reason.OTHER_MATTER: lazy("所答与所问不是一件事"),
    Reason.OTHER_PLACE: lazy("所答与所问不是一个地方"),
    Reason.QUESTION_OPEN: lazy("没有回答问到的"),
    Reason.ANSWERED: lazy("已回应"),
    Reason.STILL_CONSIDERED: lazy("部分事项只说将研究考虑"),
    Reason.POINT_OPEN: lazy("可能还有没提到的"),
    Reason.NO_DATE: lazy("留言时间缺失或看不懂"),
    Reason.NO_REPLY_DATE: lazy("答复时间缺失或看不懂"),
    Reason.BEFORE_MESSAGE: lazy("答复时间早于留言时间，未计天数"),
    Reason.DAYS_NOT_LISTED: lazy("所涉年份没有节假日安排，工作日只按周末和法定固定日期计"),
}
NEEDED: dict[str, Any] = {Need.WHEN: lazy("时间"), Need.AMOUNT: lazy("数额")}
FLAGS = {"empty": Q(empty=True), "open": Q(answers=False, empty=False), "flagged": Q(answers=False)}
ORDERS = {"": ("-asked_on", "-pk"), "days": ("-days", "-pk")}


def why(row: PastReply) -> list[str]:
    """The reasons in words, with the words of the texts that they rest on."""
    found = []
    for code, terms in row.why:
        said = [str(NEEDED.get(t, t)) for t in terms] if code == Reason.QUESTION_OPEN else terms
        words = str(SAID.get(code, code))
        found.append(_("%(why)s：%(words)s") % {"why": words, "words": listed(said)} if said else words)
    return found


def past_replies(actor: Actor, *, flag: str = "", query: str = "") -> QuerySet[PastReply]:
    """Those that this actor may read, newest message first (1 query a page)."""
    rows = PastReply.objects.filter(unit__path__in=_paths(actor))
    if flag in FLAGS:
        rows = rows.filter(FLAGS[flag])
    if query:
        rows = rows.filter(Q(title__icontains=query) | Q(ref=query))
    return rows


def _paths(actor: Actor) -> list[str]:
    """The units whose records these are: at or under a seat of somebody who inspects (1 query)."""
    seats = [s.path for s in actor.seats if s.role in READERS and s.path]
    under = Q(pk__in=[])
    for path in seats:
        under |= Q(path__gte=path, path__lt=path + "~")
    return list(
        Unit.objects.filter(under, past_replies__isnull=False).distinct().values_list("path", flat=True)
    )


@dataclass(frozen=True)
class PastFigures:
    total: int
    empty: int
    open: int  # not empty, but not what was asked
    dated: int
    median_days: float
    median_working_days: float
    longest: int
    over: int  # longer than the working days allowed


def past_figures(rows: QuerySet[PastReply], *, within: int) -> PastFigures:
    """2 queries. within: the working days that are thought right."""
    counts = rows.order_by().aggregate(
        all=Count("pk"), nothing=Count("pk", filter=Q(empty=True)),
        aside=Count("pk", filter=Q(answers=False, empty=False)),
    )  # fmt: skip
    took = list(rows.order_by().exclude(days=None).values_list("days", "working_days"))
    days = [d for d, _w in took if d is not None]
    working = [w for _d, w in took if w is not None]
    return PastFigures(
        total=counts["all"], empty=counts["nothing"], open=counts["aside"], dated=len(took),
        median_days=median(days) if days else 0,
        median_working_days=median(working) if working else 0, longest=max(days, default=0),
        over=sum(w > within for w in working),
    )  # fmt: skip
