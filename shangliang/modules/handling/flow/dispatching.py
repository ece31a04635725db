"""When a dispatch and a department's part in it may do what (DOMAIN 1.3, 1.8)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import calendar, clocks, params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.kernel.models import Entry
from shangliang.kernel.text import listed
from shangliang.modules.handling.models import Assignment, Dispatch, Promise
from shangliang.modules.handling.queries.unhappy import unhappy


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


def nobody_unhappy(dispatch: Dispatch, at: datetime) -> str | None:
    """A result is not taken in the name of those who said that it is none (DOMAIN 0.1 no. 7)."""
    names = listed(r.label for r in unhappy(dispatch))
    return _("还有人不满意：%s。请要求二次办理") % names if names else None


def helping(assignment: Assignment) -> list[Assignment]:
    """The departments that help with this part now. Like every guard on the way of a reply it reads what was
    fetched with the part, where that was (queries.opened).
    """
    others = assignment.dispatch.assignments.all()
    return [a for a in others if not a.answers and a.state not in Assignment.OUT]


def may_refuse(assignment: Assignment, at: datetime) -> str | None:
    """Refusals do not go round: not twice by one department, and not for ever from hand to hand."""
    kept = Entry.objects.filter(kind="assignment", ref=str(assignment.pk), verb="keep")
    if kept.exists():
        return _("申退已经裁定驳回，不能再次申退")
    most = int(params.value(clocks.path_of(assignment), "handling.refusals_max", calendar.day_of(at)))
    moved = assignment.dispatch.assignments.filter(state="reassigned", part=assignment.part).count()
    if moved >= most:
        return _("这件事已经改派 %d 次，不能再申退；确有困难的，请督查室开会协调") % moved
    return None


def contacted(assignment: Assignment, at: datetime) -> str | None:
    """A reply is written after talking with those who asked (DOMAIN 1.8 办前面商)."""
    contact = getattr(assignment, "contact", None)
    if contact is None or contact.state != "due":
        return None
    first = int(params.value(clocks.path_of(assignment), "handling.contact_first", calendar.day_of(at)))
    return _("还没有和提出人沟通，请先登记办前沟通") if first else None


def items_answered(assignment: Assignment, at: datetime) -> str | None:
    """Every item gets an answer of its own (逐条回应)."""
    reply = assignment.replies.first()
    items = {i.pk: i.number for i in assignment.dispatch.items.all()}
    if reply is None or not items:
        return None
    missing = sorted(items[pk] for pk in items.keys() - {a.item_id for a in reply.answers.all()})
    return _("还有建议没有逐条回应：第%s条") % listed(str(n) for n in missing) if missing else None


def has_draft(assignment: Assignment, at: datetime) -> str | None:
    """The newest version has not been submitted before: what was sent back is answered with a new text."""
    newest = assignment.replies.first()
    return None if newest and newest.submitted_at is None else _("还没有新的答复稿")


def helpers_agree(assignment: Assignment, at: datetime) -> str | None:
    """A lead may not submit before every helping department has countersigned, or its objection has been
    ruled upon (DOMAIN 0.2 no. 5)."""
    draft = assignment.replies.first()
    said = draft.countersigns.all() if draft else ()
    settled = {c.unit_id for c in said if c.state in {"agreed", "overruled"}}
    names = listed(h.unit.short for h in helping(assignment) if h.unit_id not in settled)
    return _("协办单位还没有会签同意：%s") % names if names else None


def has_helpers(assignment: Assignment, at: datetime) -> str | None:
    return None if helping(assignment) else _("没有协办单位，请直接提交审核")


def plan_has_promise(assignment: Assignment, at: datetime) -> str | None:
    """What is not solved yet but taken on needs a promise with a date (DOMAIN 8.3)."""
    reply = assignment.replies.first()
    if reply is None or reply.norm not in {"in_progress", "planned"}:
        return None
    if any(p.state not in {"broken", "dropped"} for p in assignment.promises.all()):
        return None
    return _("结果为“%s”，请写明承诺事项和兑现日期") % reply.get_norm_display()


def answers_itself(assignment: Assignment, at: datetime) -> str | None:
    return None if assignment.answers else _("协办单位请办“提交协办意见”")


def only_helps(assignment: Assignment, at: datetime) -> str | None:
    return _("主办单位请办“签收”") if assignment.answers else None


def has_opinion(assignment: Assignment, at: datetime) -> str | None:
    return None if assignment.opinion.strip() else _("还没有写协办意见")


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
        # Not an end: what turns out not to be so is handled again.
        State("closed", lazy("办结"), tone="good"),
        State("withdrawn", lazy("已撤回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("start", "sent", "handling", lazy("开始办理"), clock=True),
        Move(
            "finish", "handling rehandling", "replied", lazy("全部答复"), guards=(all_have_replied,),
            clock=True,
        ),
        Move("redo", "replied tracking closed", "rehandling", lazy("要求二次办理"), note=True, option=True),
        # Also from the end: accepting quickly takes nobody's say.
        Move("force_redo", "replied tracking closed", "rehandling", lazy("不满意，二次办理"), clock=True),
        Move("accept_result", "replied", "tracking", lazy("认可办理结果"), guards=(nobody_unhappy,)),
        Move("all_rated", "replied", "tracking", lazy("提出人都已评价"), guards=(nobody_unhappy,), clock=True),
        Move("rest", "replied", "tracking", lazy("评价期满"), clock=True),
        Move("complete", "tracking", "closed", lazy("办结"), guards=(promises_ended,), clock=True),
        Move("track", "closed", "tracking", lazy("承诺没有兑现，恢复跟踪"), clock=True),
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
            "pending", lazy("待签收"),
            due=Due("handling.refuse_within", warn=(1,), escalate=(), limit="handling.extend_max"),
            on_due="lapse",
        ),
        State(
            "refusing", lazy("申退待裁定"),
            due=Due("handling.refuse_ruling_within", warn=(2,), escalate=(3,), limit="handling.extend_max"),
        ),
        State("reassigned", lazy("已改派"), final=True, tone="quiet"),
        State("recalled", lazy("已随交办件撤回"), final=True, tone="quiet"),
        State(
            "accepted", lazy("已签收，待答复"),
            due=Due(
                "handling.reply_within", warn=(30, 15, 3), escalate=(7, 30), limit="handling.extend_max",
                since="sent_at",
            ),
        ),
        State("drafting", lazy("拟稿中"), carry=True),
        State("countersigning", lazy("会签中"), carry=True),
        State("checking", lazy("督查审核"), carry=True),
        State("bounced", lazy("退回重办"), carry=True, tone="bad"),
        State(
            "advising", lazy("待协办意见"),
            due=Due(
                "handling.opinion_within", warn=(7, 3), escalate=(5,), limit="handling.extend_max",
                since="sent_at",
            ),
        ),
        State("advised", lazy("已提协办意见"), final=True, tone="good"),
        State("replied", lazy("已答复"), tone="good"),
        State(
            "redoing", lazy("二次办理"),
            due=Due("handling.rehandle_within", warn=(7, 3), escalate=(5,), limit="handling.rehandle_max"),
        ),
    ],
    moves=[
        Move("sign", "pending", "accepted", lazy("签收"), bare=True, guards=(answers_itself,)),
        Move("sign_help", "pending", "advising", lazy("签收，配合办理"), bare=True, guards=(only_helps,)),
        Move(
            "refuse", "pending", "refusing", lazy("申请退办"), bare=True, note=True, option=True,
            guards=(may_refuse,),
        ),
        Move("keep", "refusing", "pending", lazy("驳回申退"), bare=True, note=True),
        Move("reassign", "refusing pending", "reassigned", lazy("改派"), note=True, option=True),
        Move("lapse", "pending", "accepted", lazy("逾期未签，视为签收"), clock=True),
        # The clock knows one way on; a helping department is put on its own way by services.follow.
        Move("lapse_help", "accepted", "advising", lazy("转为协办"), guards=(only_helps,), clock=True),
        Move("draft", "accepted bounced redoing", "drafting", lazy("拟稿"), guards=(answers_itself,)),
        Move(
            "circulate", "drafting", "countersigning", lazy("送会签"), bare=True,
            # What others sign is whole: nothing is added to it afterwards.
            guards=(has_helpers, has_draft, items_answered, plan_has_promise),
        ),
        Move("revise", "countersigning", "drafting", lazy("改稿"), bare=True, option=True),
        Move(
            "submit", "drafting countersigning", "checking", lazy("提交审核"),
            bare=True, guards=(has_draft, items_answered, contacted, helpers_agree, plan_has_promise),
        ),
        Move("pass_check", "checking", "replied", lazy("审核通过，送达"), bare=True),
        Move("bounce", "checking", "bounced", lazy("退回重办"), bare=True, note=True),
        Move("advise", "advising", "advised", lazy("提交协办意见"), brings=(has_opinion,)),
        Move("reopen", "replied", "redoing", lazy("二次办理"), clock=True),
        Move(
            "recall", "pending refusing accepted drafting countersigning checking bounced advising",
            "recalled",
            lazy("随交办件撤回"), clock=True,
        ),
    ],
)  # fmt: skip
