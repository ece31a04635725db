"""When a dispatch, a department's part in it, and a promise may do what (DOMAIN 1.3, 1.8)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.kernel.text import listed
from shangliang.modules.handling.models import Assignment, Dispatch, Promise

params.define("handling.refuse_within", lazy("申退期限"), 5, "working_days", "DOMAIN 1.8 refuse_within")
params.define(
    "handling.refuse_ruling_within", lazy("申退裁定期限"), 7, "days", "DOMAIN 1.8 refuse_ruling_within"
)
params.define("handling.opinion_within", lazy("协办意见期限"), 30, "days", "DOMAIN 1.8 co_opinion_within")
params.define("handling.reply_within", lazy("答复期限"), 90, "days", "DOMAIN 1.8 reply_within")
params.define("handling.extend_max", lazy("延期后最长"), 180, "days", "DOMAIN 1.8 extend_max")
params.define("handling.check_within", lazy("审核期限"), 5, "working_days")
params.define("handling.rehandle_within", lazy("二次办理期限"), 30, "days", "DOMAIN 1.8 rehandle_within")
params.define("handling.rate_within", lazy("评价期限"), 15, "working_days", "DOMAIN 1.8 feedback_within")
params.define("handling.number_form", lazy("交办编号格式"), "交办〔{year}〕{number}号", "text")


def nobody_has_signed(dispatch: Dispatch, at: datetime) -> str | None:
    waiting = ["pending", "refusing", *Assignment.OUT]
    signed = dispatch.assignments.filter(part__in=Assignment.ANSWERING).exclude(state__in=waiting)
    return _("已有单位签收，不能撤回") if signed.exists() else None


def all_have_replied(dispatch: Dispatch, at: datetime) -> str | None:
    answering = dispatch.assignments.filter(part__in=Assignment.ANSWERING).exclude(state__in=Assignment.OUT)
    waiting = answering.exclude(state="replied").select_related("unit")
    names = listed(a.unit.short for a in waiting)
    return _("还有单位没有答复：%s") % names if names else None


def promises_ended(dispatch: Dispatch, at: datetime) -> str | None:
    count = Promise.objects.filter(assignment__dispatch=dispatch, state__in=["open", "claimed"]).count()
    return _("还有 %d 项承诺没有兑现") % count if count else None


def has_draft(assignment: Assignment, at: datetime) -> str | None:
    """The newest version has not been submitted before: what was sent back is answered with a new text."""
    newest = assignment.replies.first()
    return None if newest and newest.submitted_at is None else _("还没有新的答复稿")


def helpers_agree(assignment: Assignment, at: datetime) -> str | None:
    """A lead may not submit before every helping department has countersigned (DOMAIN 0.2 no. 5)."""
    helping = assignment.dispatch.assignments.filter(part__in=Assignment.HELPING).exclude(
        state__in=Assignment.OUT
    )
    asked = dict(helping.values_list("unit", "unit__short"))
    draft = assignment.replies.first()
    agreed = set(draft.countersigns.filter(agrees=True).values_list("unit", flat=True)) if draft else set()
    names = listed(short for unit, short in asked.items() if unit not in agreed)
    return _("协办单位还没有会签同意：%s") % names if names else None


def has_helpers(assignment: Assignment, at: datetime) -> str | None:
    helping = assignment.dispatch.assignments.filter(part__in=Assignment.HELPING)
    asked = helping.exclude(state__in=Assignment.OUT).exists()
    return None if asked else _("没有协办单位，请直接提交审核")


def plan_has_promise(assignment: Assignment, at: datetime) -> str | None:
    """What is not solved yet but taken on needs a promise with a date (DOMAIN 8.3)."""
    reply = assignment.replies.first()
    if reply is None or reply.norm not in {"in_progress", "planned"}:
        return None
    if assignment.promises.exclude(state__in=["broken", "dropped"]).exists():
        return None
    return _("结果为“%s”，请写明承诺事项和兑现日期") % reply.get_norm_display()


def answers_itself(assignment: Assignment, at: datetime) -> str | None:
    return None if assignment.answers else _("协办单位请办“提交协办意见”")


def only_helps(assignment: Assignment, at: datetime) -> str | None:
    return _("主办单位请办“签收”") if assignment.answers else None


def has_opinion(assignment: Assignment, at: datetime) -> str | None:
    return None if assignment.opinion.strip() else _("还没有写协办意见")


def has_evidence(promise: Promise, at: datetime) -> str | None:
    """Evidence that came after the last refutation: what was found untrue does not prove anything twice."""
    fresh = any(e.at >= promise.entered_at for e in promise.evidence.all())
    return None if fresh else _("请先上传（新的）佐证")


def not_yet_answered(promise: Promise, at: datetime) -> str | None:
    """Once people have read a promise it can be kept or broken, not taken away."""
    part = promise.assignment
    told = part.state == "replied" or any(r.published_at for r in part.replies.all())
    return _("答复已经送达，承诺不能撤销；不能兑现的请办“说明不能兑现”") if told else None


DISPATCH = Flow(
    "dispatch",
    lazy("交办件"),
    start="sent",
    states=[
        State("sent", lazy("已交办")),
        State("handling", lazy("办理中")),
        State(
            "replied", lazy("已答复，待评价"), due=Due("handling.rate_within", warn=(3,), escalate=()),
            on_due="rest",
        ),
        State("rehandling", lazy("二次办理")),
        State("tracking", lazy("承诺跟踪")),
        State("closed", lazy("办结"), final=True, tone="good"),
        State("withdrawn", lazy("已撤回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("start", "sent", "handling", lazy("开始办理"), clock=True),
        Move(
            "finish", "handling rehandling", "replied", lazy("全部答复"), guards=(all_have_replied,),
            clock=True,
        ),
        Move("redo", "replied tracking", "rehandling", lazy("要求二次办理"), note=True, option=True),
        Move("accept_result", "replied", "tracking", lazy("认可办理结果")),
        Move("rest", "replied", "tracking", lazy("评价期满"), clock=True),
        Move("complete", "tracking", "closed", lazy("办结"), guards=(promises_ended,), clock=True),
        Move(
            "withdraw", "sent", "withdrawn", lazy("撤回"),
            guards=(nobody_has_signed,), bare=True, note=True, undoable=False, option=True,
        ),
    ],
)  # fmt: skip

ASSIGNMENT = Flow(
    "assignment",
    lazy("承办任务"),
    start="pending",
    states=[
        State(
            "pending", lazy("待签收"), due=Due("handling.refuse_within", warn=(1,), escalate=()),
            on_due="lapse",
        ),
        State(
            "refusing", lazy("申退待裁定"),
            due=Due("handling.refuse_ruling_within", warn=(2,), escalate=(3,)),
        ),
        State("reassigned", lazy("已改派"), final=True, tone="quiet"),
        State("recalled", lazy("已随交办件撤回"), final=True, tone="quiet"),
        State(
            "accepted", lazy("已签收，待答复"),
            due=Due("handling.reply_within", warn=(30, 15, 3), escalate=(7, 30), limit="handling.extend_max"),
        ),
        State("drafting", lazy("拟稿中"), carry=True),
        State("countersigning", lazy("会签中"), carry=True),
        State("checking", lazy("督查审核"), carry=True),
        State("bounced", lazy("退回重办"), carry=True, tone="bad"),
        State("advising", lazy("待协办意见"), due=Due("handling.opinion_within", warn=(7, 3), escalate=(5,))),
        State("advised", lazy("已提协办意见"), final=True, tone="good"),
        State("replied", lazy("已答复"), tone="good"),
        State("redoing", lazy("二次办理"), due=Due("handling.rehandle_within", warn=(7, 3), escalate=(5,))),
    ],
    moves=[
        Move("sign", "pending", "accepted", lazy("签收"), bare=True, guards=(answers_itself,)),
        Move("sign_help", "pending", "advising", lazy("签收（协办）"), bare=True, guards=(only_helps,)),
        Move("refuse", "pending", "refusing", lazy("申请退办"), bare=True, note=True, option=True),
        Move("keep", "refusing", "pending", lazy("驳回申退"), bare=True, note=True),
        Move("reassign", "refusing pending", "reassigned", lazy("改派"), note=True, option=True),
        Move("lapse", "pending", "accepted", lazy("逾期未签，视为签收"), clock=True),
        # The clock knows one way on; a helping department is put on its own way by services.follow.
        Move("lapse_help", "accepted", "advising", lazy("转为协办"), guards=(only_helps,), clock=True),
        Move("draft", "accepted bounced redoing", "drafting", lazy("拟稿"), guards=(answers_itself,)),
        Move(
            "circulate", "drafting", "countersigning", lazy("送会签"), bare=True,
            guards=(has_helpers, has_draft),
        ),
        Move("revise", "countersigning", "drafting", lazy("改稿"), bare=True, option=True),
        Move(
            "submit", "drafting countersigning", "checking", lazy("提交审核"),
            bare=True, guards=(has_draft, helpers_agree, plan_has_promise),
        ),
        Move("pass_check", "checking", "replied", lazy("审核通过，送达"), bare=True),
        Move("bounce", "checking", "bounced", lazy("退回重办"), bare=True, note=True),
        Move("advise", "advising", "advised", lazy("提交协办意见"), guards=(has_opinion,)),
        Move("reopen", "replied", "redoing", lazy("二次办理"), clock=True),
        Move(
            "recall", "pending refusing accepted drafting countersigning checking bounced advising",
            "recalled",
            lazy("随交办件撤回"), clock=True,
        ),
    ],
)  # fmt: skip

PROMISE = Flow(
    "promise",
    lazy("承诺"),
    start="open",
    states=[
        State("open", lazy("待兑现"), due=Due(field="due_on", warn=(30, 10, 3), escalate=(7, 30))),
        State("claimed", lazy("称已兑现，待核实"), carry=True),
        State("kept", lazy("已兑现"), final=True, tone="good"),
        State("broken", lazy("未能兑现"), final=True, tone="bad"),
        State("dropped", lazy("已撤销"), final=True, tone="quiet"),
    ],
    moves=[
        Move("claim", "open", "claimed", lazy("申请核实"), bare=True, guards=(has_evidence,)),
        Move("confirm", "claimed", "kept", lazy("核实属实"), bare=True),
        Move("refute", "claimed", "open", lazy("核实不实"), bare=True, note=True),
        Move(
            "give_up",
            "open",
            "broken",
            lazy("说明不能兑现"),
            bare=True,
            note=True,
            undoable=False,
            option=True,
        ),
        Move(
            "drop",
            "open",
            "dropped",
            lazy("撤销这项承诺"),
            bare=True,
            guards=(not_yet_answered,),
            option=True,
        ),
    ],
)
