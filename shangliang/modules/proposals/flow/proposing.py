"""When a proposal may do what (DOMAIN 1.3)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import calendar, clocks, params
from shangliang.kernel.flow import Ask, Due, Flow, Move, State
from shangliang.kernel.text import listed
from shangliang.modules.people.models import Seat
from shangliang.modules.proposals.models import Proposal, Signer
from shangliang.modules.proposals.queries.sessions import session_on, sitting

Kind = Proposal.Kind


def length(proposal: Proposal) -> int:
    """字数: signs without spaces and line breaks, as the office counts them (1 query)."""
    asked = proposal.suggestions.values_list("text", flat=True)
    words = "".join([proposal.title, proposal.situation, proposal.reasons, *asked])
    return len("".join(words.split()))


def has_words(proposal: Proposal, at: datetime) -> str | None:
    return None if proposal.situation.strip() else _("还没有写情况与问题")


def has_suggestions(proposal: Proposal, at: datetime) -> str | None:
    return None if proposal.suggestions.exists() else _("至少要有一条具体建议")


def is_short_enough(proposal: Proposal, at: datetime) -> str | None:
    most = int(params.value(clocks.path_of(proposal), "proposals.longest", calendar.day_of(at)))
    now = length(proposal)
    return (
        None if now <= most else _("提案全文不超过 %(most)d 字，现有 %(now)d 字") % {"most": most, "now": now}
    )


def says_why_not_open(proposal: Proposal, at: datetime) -> str | None:
    return None if proposal.open_ok or proposal.open_reason.strip() else _("不同意公开的，请写明理由")


def is_not_secret(proposal: Proposal, at: datetime) -> str | None:
    """Secrets never enter this system (DOMAIN 1.7)."""
    return None if proposal.not_secret else _("请确认提案不涉及国家秘密；涉密提案请走机要渠道，不能用本系统")


def has_session(proposal: Proposal, at: datetime) -> str | None:
    found = proposal.session_id or session_on(proposal.unit, calendar.day_of(at))
    return None if found else _("还没有可以提交的会次，请联系提案委员会")


def proposers_qualify(proposal: Proposal, at: datetime) -> str | None:
    """资格: persons who bring a proposal are members of the session's term (本届委员, DOMAIN 1.4)."""
    chosen = session_on(proposal.unit, calendar.day_of(at))
    session = proposal.session or (chosen.session if chosen else None)
    if session is None or proposal.collective_kind:
        return None
    persons = proposal.signers.filter(agreed_at__isnull=False).exclude(role=Signer.Role.SECONDER)
    outside = persons.exclude(person__memberships__term=session.term_id).select_related("person")
    names = listed(s.person.name for s in outside)
    return _("不是本届委员，不能提出委员提案：%s") % names if names else None


def everybody_answered(proposal: Proposal, at: datetime) -> str | None:
    """Who was asked to sign has answered, or the time for it is over (DOMAIN 0.2 no. 4)."""
    open_ = proposal.signers.filter(agreed_at=None, struck_at=None).select_related("person")
    names = listed(s.person.name for s in open_)
    return _("还有人没有答复联名：%s；可以等到时限，或先截止征集") % names if names else None


def kind_is_fit(proposal: Proposal, at: datetime) -> str | None:
    """What each kind needs before it is handed in (DOMAIN 1.4)."""
    if proposal.collective_kind:
        return _body_is_fit(proposal) or _sits_for(proposal, at) or _group_signed(proposal, at)
    agreed = proposal.signers.filter(agreed_at__isnull=False).exclude(role=Signer.Role.SECONDER).count()
    if proposal.kind == Kind.JOINT:
        return None if agreed >= 2 else _("联名提案至少要有两人签署；没有人联名的，请把种类改为委员提案")
    return None if agreed < 2 else _("已有人联名，请把种类改为委员联名提案")


def _body_is_fit(proposal: Proposal) -> str | None:
    if proposal.collective_id is None:
        return _("集体提案请选择以哪个集体的名义提出")
    if not proposal.responsible.strip():
        return _("集体提案请写明负责人")
    if not proposal.contact_name.strip() or not proposal.contact_office.strip():
        return _("集体提案请写明联系人、办公电话和地址")
    if proposal.kind in {Kind.PARTY, Kind.ORGANIZATION} and not proposal.seal_id:
        return _("党派、团体提案请上传加盖公章、负责人签字的原件")
    if proposal.kind == Kind.SECTOR and not (proposal.discussed_on and proposal.discussed_by.strip()):
        return _("界别提案请写明什么时候由哪些委员讨论过")
    return None


def _sits_for(proposal: Proposal, at: datetime) -> str | None:
    """Sectors and groups bring proposals while the plenary session sits; what was sent back may come in later."""
    if proposal.kind not in {Kind.SECTOR, Kind.GROUP} or proposal.state == "returned":
        return None
    return None if sitting(proposal.unit, calendar.day_of(at)) else _("界别、小组提案只在全体会议期间提出")


def _group_signed(proposal: Proposal, at: datetime) -> str | None:
    """小组提案: its leader signs, or everybody in it does."""
    if proposal.kind != Kind.GROUP:
        return None
    seats = Seat.objects.on(calendar.day_of(at)).filter(
        unit=proposal.collective, role__in=["member", "convener"]
    )
    signed = set(proposal.signers.filter(agreed_at__isnull=False).values_list("person", flat=True))
    if signed & {s.person_id for s in seats if s.role == "convener"}:
        return None
    rows = seats.select_related("person").order_by("pk")
    missing = listed(s.person.name for s in rows if s.person_id not in signed)
    return _("小组提案要由组长签署，或者全组签署；还没有签的：%s") % missing if missing else None


def may_be_asked(proposal: Proposal, at: datetime) -> str | None:
    asked = proposal.signers.filter(agreed_at=None, struck_at=None).exists()
    return None if asked else _("还没有写请谁联名")


def reviewed_enough(proposal: Proposal, at: datetime) -> str | None:
    """初审、复审: so many different people have read the words as they now stand (parameter)."""
    most = int(params.value(clocks.path_of(proposal), "proposals.reviews_needed", calendar.day_of(at)))
    read = proposal.original.number if proposal.original else 0
    done = proposal.reviews.filter(version=read).values("person").distinct().count()
    return None if done >= most else _("还要 %d 人提出审查意见") % (most - done)


def has_category(proposal: Proposal, at: datetime) -> str | None:
    return None if proposal.category_id else _("还没有分类")


def is_nobodys_main(proposal: Proposal, at: datetime) -> str | None:
    """A case into which others were merged stays a case of its own."""
    return _("已有提案并入这件提案，先取消那些并案") if proposal.merged.exists() else None


def main_is_not_assigned(proposal: Proposal, at: datetime) -> str | None:
    """Once departments answer for both, they are one case."""
    main = proposal.merged_into
    assigned = main is not None and main.dispatch_id is not None
    return _("主案已经交办，不能再取消并案") if assigned else None


def departments_agree(proposal: Proposal, at: datetime) -> str | None:
    """预交办: nobody's objection is left without a ruling, nobody's time to answer has been cut short."""
    waiting = proposal.pre_assignments.filter(state__in=["asked", "objected"]).select_related("unit")
    names = listed(p.unit.short for p in waiting)
    return _("还有单位没有确认，或异议还没有裁定：%s") % names if names else None


def has_pre_assignment(proposal: Proposal, at: datetime) -> str | None:
    live = proposal.pre_assignments.exclude(state__in=["replaced", "void"]).exists()
    return None if live else _("还没有选定拟承办单位")


PROPOSAL = Flow(
    "proposal",
    lazy("提案"),
    start="draft",
    states=[
        State("draft", lazy("草稿"), tone="quiet"),
        State(
            "cosigning", lazy("征集联名"), due=Due(field="cosign_until", warn=(), escalate=()),
            on_due="cosign_lapse",
        ),
        State("submitted", lazy("已提交，待预审"), due=Due("proposals.prereview_within", warn=(3, 1), escalate=(5,))),
        State(
            "returned", lazy("预审退回修改"), due=Due("proposals.revise_within", warn=(3, 1), escalate=()), tone="bad"
        ),
        State("reviewing", lazy("审查中"), due=Due("proposals.review_within", warn=(7, 3), escalate=(7,))),
        State(
            "offered", lazy("不立案，征求转信息的同意"), due=Due("proposals.consent_within", warn=(3,), escalate=()),
            on_due="offer_lapse",
        ),
        State("not_filed", lazy("不立案"), tone="quiet"),
        State("turned", lazy("已转社情民意信息"), final=True, tone="quiet"),
        State("merged", lazy("已并案")),
        State("filed", lazy("已立案，待交办"), due=Due("proposals.assign_within", warn=(7, 3), escalate=(5,))),
        State("pre_assigned", lazy("预交办，等部门确认"), carry=True),
        State("assigned", lazy("已交办")),
        State("handling", lazy("办理中")),
        State("replied", lazy("已答复，待评价")),
        State("evaluated", lazy("已评价")),
        State("rehandling", lazy("二次办理"), tone="bad"),
        State("tracking", lazy("承诺跟踪")),
        State(
            "closed", lazy("办结，待归档"), due=Due("proposals.archive_within", warn=(7,), escalate=(10,)), tone="good"
        ),
        State("archived", lazy("已归档"), tone="good"),
        State("withdrawn", lazy("已撤案"), final=True, tone="quiet"),
    ],
    moves=[
        Move("invite", "draft", "cosigning", lazy("请人联名"), brings=(may_be_asked,), option=True),
        Move("stop_cosigning", "cosigning", "draft", lazy("截止征集"), option=True),
        Move("cosign_lapse", "cosigning", "draft", lazy("联名时限到"), clock=True),
        Move(
            "submit", "draft cosigning returned", "submitted", lazy("提交"),
            guards=(
                has_words, has_suggestions, is_short_enough, says_why_not_open, is_not_secret, has_session,
                everybody_answered, proposers_qualify, kind_is_fit,
            ),
        ),
        Move("drop", "draft", "withdrawn", lazy("不写了"), bare=True, undoable=False, option=True),
        Move(
            "withdraw", "cosigning submitted returned reviewing filed pre_assigned", "withdrawn", lazy("撤案"),
            bare=True, note=True, undoable=False, option=True, guards=(is_nobodys_main,),
        ),
        Move("send_back", "submitted reviewing", "returned", lazy("退回修改"), bare=True, note=True, option=True),
        Move("accept", "submitted", "reviewing", lazy("预审通过，进入审查")),
        Move("file", "reviewing", "filed", lazy("立案"), guards=(has_category, has_suggestions, reviewed_enough)),
        Move("merge", "reviewing", "merged", lazy("并案"), option=True, guards=(is_nobodys_main,)),
        Move(
            "unmerge", "merged", "reviewing", lazy("取消并案"), note=True, option=True, guards=(main_is_not_assigned,)
        ),
        Move("not_file", "reviewing", "not_filed", lazy("不立案"), option=True, guards=(is_nobodys_main,)),
        Move("offer_brief", "reviewing", "offered", lazy("不立案，拟转信息"), option=True, guards=(is_nobodys_main,)),
        Move("consent_brief", "offered", "turned", lazy("同意转为社情民意信息")),
        Move("decline_brief", "offered", "not_filed", lazy("不同意转为信息"), bare=True, option=True),
        Move("offer_lapse", "offered", "not_filed", lazy("没有答复，不转信息"), clock=True),
        Move("revive", "not_filed", "reviewing", lazy("重新审查"), note=True, option=True),
        Move("pre_assign", "filed", "pre_assigned", lazy("预交办"), brings=(has_pre_assignment,)),
        Move("repropose", "pre_assigned", "filed", lazy("收回预交办"), note=True, option=True),
        Move("assign", "filed pre_assigned", "assigned", lazy("交办"), guards=(departments_agree,)),
        Move("call_back", "assigned", "filed", lazy("交办已撤回"), clock=True),
        Move("start", "assigned", "handling", lazy("承办单位已签收"), clock=True),
        Move("reply", "assigned handling rehandling", "replied", lazy("全部答复"), clock=True),
        Move("evaluate", "replied", "evaluated", lazy("评价完毕"), clock=True),
        Move(
            "rehandle", "replied evaluated tracking closed archived", "rehandling", lazy("进入二次办理"), clock=True
        ),
        Move("track", "evaluated closed archived", "tracking", lazy("转入承诺跟踪"), clock=True),
        Move("close", "evaluated tracking", "closed", lazy("办结"), clock=True),
        Move("archive", "closed", "archived", lazy("归档"), bare=True),
        # What was brought over from the system before this one stands at once where it stood there.
        Move("take_over_submitted", "draft", "submitted", lazy("接续：待预审"), clock=True),
        Move("take_over_filed", "draft", "filed", lazy("接续：已立案"), clock=True),
        Move("take_over_not_filed", "draft", "not_filed", lazy("接续：不立案"), clock=True),
        Move("take_over_archived", "draft", "archived", lazy("接续：已归档"), clock=True),
    ],
    asks=[Ask("owe_signature", "cosigning", lazy("答复联名"))],
)  # fmt: skip
