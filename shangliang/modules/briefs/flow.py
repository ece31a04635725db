"""When a brief, an adoption and a station may do what (DOMAIN 2.2, 2.3)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import calendar, params
from shangliang.kernel.flow import Ask, Due, Flow, Move, State
from shangliang.modules.briefs.models import COSIGNING, Brief

LONGEST_FORM = 40

params.define("briefs.longest", lazy("信息最长字数"), 1500, "number", "DOMAIN 2.1")
params.define("briefs.longest_composite", lazy("综合稿最长字数"), 3000, "number", "DOMAIN 2.1, 各地取值")
params.define("briefs.screen_within", lazy("信息审查期限"), 10, "working_days", "DOMAIN 2.2, 各地取值")
params.define("briefs.review_within", lazy("信息核稿期限"), 3, "working_days", "DOMAIN 2.2, 各地取值")
params.define("briefs.sign_within", lazy("信息签发期限"), 3, "working_days", "DOMAIN 2.2, 各地取值")
params.define("briefs.issue_within", lazy("信息印发期限"), 2, "working_days", "DOMAIN 2.2, 各地取值")
params.define("briefs.result_within", lazy("信息印发后等结果期限"), 90, "days", "DOMAIN 2.2, 各地取值")
params.define("briefs.handle_within", lazy("信息转办期限"), 90, "days", "DOMAIN 1.8 reply_within")
params.define("briefs.feed_back_within", lazy("向反映人反馈期限"), 5, "working_days", "DOMAIN 2.2 [W34]")


def tells_briefs_apart(form: str) -> str | None:
    """A number that lacks the year or the serial would be given twice."""
    if "{year}" not in form or "{number}" not in form:
        return _("要写出 {year} 和 {number} 放在哪里")
    return None if len(form) <= LONGEST_FORM else _("最多 %d 字") % LONGEST_FORM


params.define(
    "briefs.number_form", lazy("信息编号格式"), "〔{year}〕第{number}期", "text", "DOMAIN 2.1", check=tells_briefs_apart
)  # fmt: skip
params.define("briefs.masthead", lazy("信息刊头"), "社情民意信息", "text", "DOMAIN 2.1")
params.define("briefs.send_to", lazy("信息通常主送"), "市委、市政府领导", "text", "DOMAIN 2.3")
params.define("briefs.common_heads", lazy("共性问题的反映人数"), 5, "number", "SYSTEMS 90")
# Each is the n of 1/n; 0: no credit.
params.define("briefs.part_joint", lazy("联名单篇每人份额的分母"), 2, "number", "DOMAIN 2.4")
params.define("briefs.part_composite", lazy("单独综合稿份额的分母"), 2, "number", "DOMAIN 2.4")
params.define("briefs.part_joint_composite", lazy("联名综合稿每人份额的分母"), 4, "number", "DOMAIN 2.4")
params.define("briefs.submit_part_composite", lazy("提交项综合稿份额的分母"), 1, "number", "DOMAIN 2.4")
params.define(
    "briefs.submit_part_joint_composite", lazy("提交项联名综合稿每人份额的分母"), 2, "number", "DOMAIN 2.4"
)


def length(title: str, situation: str, advice: str) -> int:
    """字数: signs without spaces and line breaks, as the office counts them."""
    return len("".join(f"{title}{situation}{advice}".split()))


def longest(unit_path: str, at: datetime, *, composite: bool) -> int:
    name = "briefs.longest_composite" if composite else "briefs.longest"
    return int(params.value(unit_path, name, calendar.day_of(at)))


def has_words(brief: Brief, at: datetime) -> str | None:
    if not brief.situation.strip():
        return _("还没有写情况反映")
    return None if brief.advice.strip() else _("还没有写意见建议")


def is_short_enough(brief: Brief, at: datetime) -> str | None:
    most = longest(brief.unit.path, at, composite=brief.composite)
    now = length(brief.title, brief.situation, brief.advice)
    return (
        None
        if now <= most
        else _("一事一议，全文不超过 %(most)d 字，现有 %(now)d 字") % {"most": most, "now": now}
    )


def says_why_not_open(brief: Brief, at: datetime) -> str | None:
    return None if brief.open_ok or brief.open_reason.strip() else _("不同意公开的，请写明理由")


def has_author(brief: Brief, at: datetime) -> str | None:
    return None if brief.authors.filter(place=0).exists() else _("还没有写明反映人")


def is_composite(brief: Brief, at: datetime) -> str | None:
    return None if brief.composite else _("只有综合稿可以这样办，单篇请办“不采用”或“退回补充”")


def is_single(brief: Brief, at: datetime) -> str | None:
    return _("综合稿请办“撤销综合稿”，原稿会各自退回审查") if brief.composite else None


# What a brief is, it stays: a move that waits for it to be the other is never made.
OF_A_KIND = (is_composite, is_single)


def can_ever(brief: Brief, move: Move, at: datetime) -> bool:
    return not any(guard(brief, at) for guard in move.guards if guard in OF_A_KIND)


def all_are_told(brief: Brief, at: datetime) -> str | None:
    """DOMAIN 2.2: who reported it is told of every result before it is closed."""
    owed = brief.adoptions.filter(state="owed").count()
    return _("还有 %d 条采用情况没有告知反映人") % owed if owed else None


def has_feedback(brief: Brief, at: datetime) -> str | None:
    return None if brief.feedback.strip() else _("还没有写给反映人的反馈")


def _handling(name: str, label: object, tone: str = "moving") -> State:
    """With departments: their own clocks run on the dispatch; this one counts from the day it was forwarded."""
    due = Due("briefs.handle_within", since="forwarded_at", warn=(15, 5), escalate=(10,))
    return State(name, label, due=due, tone=tone)


BRIEF = Flow(
    "brief",
    lazy("社情民意信息"),
    start="draft",
    states=[
        State("draft", lazy("草稿"), tone="quiet"),
        State("submitted", lazy("待审查"), due=Due("briefs.screen_within", warn=(3, 1), escalate=(5,))),
        State("rejected", lazy("未采用（留存）"), tone="quiet"),
        State("merged", lazy("已并入综合稿")),
        State("edited", lazy("已编辑，待核稿"), due=Due("briefs.review_within", warn=(1,), escalate=(3,))),
        State("reviewed", lazy("已核稿，待签发"), due=Due("briefs.sign_within", warn=(1,), escalate=(3,))),
        State("signed", lazy("已签发，待印发"), due=Due("briefs.issue_within", warn=(1,), escalate=(3,))),
        State("issued", lazy("已印发，等结果"), due=Due("briefs.result_within", warn=(30, 7), escalate=(15,))),
        _handling("forwarded", lazy("转办中")),
        _handling("handling", lazy("部门办理中")),
        _handling("refusing", lazy("部门申退待裁定"), tone="bad"),
        State(
            "handled", lazy("部门已答复，待反馈"),
            due=Due("briefs.feed_back_within", warn=(3, 1), escalate=(5,)),
        ),
        State("fed_back", lazy("已反馈"), tone="good"),
        State("withdrawn", lazy("已撤回"), final=True, tone="quiet"),
    ],
    moves=[
        Move(
            "submit", "draft", "submitted", lazy("报送"),
            guards=(has_author, has_words, is_short_enough, says_why_not_open),
        ),
        Move("take_in", "draft", "submitted", lazy("转入"), guards=(has_author,), clock=True),
        Move("drop", "draft", "withdrawn", lazy("不写了"), bare=True, undoable=False, option=True),
        Move("recall", "submitted", "draft", lazy("撤回修改"), bare=True, option=True, guards=(is_single,)),
        Move(
            "send_back", "submitted", "draft", lazy("退回补充"), bare=True, note=True, option=True,
            guards=(is_single,),
        ),
        Move("reject", "submitted", "rejected", lazy("不采用"), note=True, option=True, guards=(is_single,)),
        Move("revive", "rejected", "submitted", lazy("重新启用"), bare=True, note=True, option=True),
        Move("edit", "submitted", "edited", lazy("编辑")),
        Move("compose", "draft", "edited", lazy("编成综合稿"), guards=(is_composite,), option=True),
        Move(
            "merge", "submitted edited rejected", "merged", lazy("并入综合稿"), guards=(is_single,), option=True
        ),
        Move("release", "merged", "submitted", lazy("移出综合稿"), note=True, option=True),
        Move(
            "dissolve", "submitted edited", "withdrawn", lazy("撤销综合稿"), note=True, option=True,
            undoable=False, guards=(is_composite,),
        ),
        Move("review", "edited", "reviewed", lazy("核稿通过")),
        Move("sign", "reviewed", "signed", lazy("签发")),
        Move(
            "rework", "edited reviewed signed", "submitted", lazy("退回重新编辑"), bare=True, note=True,
            option=True,
        ),
        Move("issue", "signed", "issued", lazy("编号印发"), undoable=False),
        Move("forward", "issued handled fed_back", "forwarded", lazy("转部门办理"), option=True),
        Move("start", "forwarded refusing", "handling", lazy("部门已签收"), clock=True),
        Move("refuse", "forwarded handling", "refusing", lazy("部门申退"), clock=True),
        Move("rule", "refusing", "forwarded", lazy("申退已裁定"), clock=True),
        Move("answer", "forwarded handling refusing", "handled", lazy("部门答复"), clock=True),
        Move("rehandle", "handled fed_back", "handling", lazy("部门二次办理"), clock=True),
        Move("call_back", "forwarded handling refusing", "issued", lazy("交办已撤回"), clock=True),
        Move("feed_back", "issued handled", "fed_back", lazy("反馈反映人并办结"), brings=(has_feedback, all_are_told)),
        Move("feed_back_merged", "merged", "fed_back", lazy("随综合稿反馈"), guards=(has_feedback,), clock=True),
    ],
    asks=[Ask("owe_signature", " ".join(COSIGNING), lazy("答复联名"))],
)  # fmt: skip

ADOPTION = Flow(
    "adoption",
    lazy("信息采用"),
    start="owed",
    states=[
        State("owed", lazy("待告知反映人"), due=Due("briefs.feed_back_within", warn=(3, 1), escalate=(5,))),
        State("told", lazy("已告知反映人"), tone="good"),
        State("corrected", lazy("已更正"), final=True, tone="quiet"),
    ],
    moves=[
        Move("tell", "owed", "told", lazy("告知反映人")),
        Move("correct", "owed told", "corrected", lazy("更正"), note=True, option=True),
    ],
)

STATION = Flow(
    "info_station",
    lazy("社情民意信息站"),
    start="open",
    states=[State("open", lazy("在用")), State("closed", lazy("停用"), final=True, tone="quiet")],
    moves=[
        Move("close", "open", "closed", lazy("停用"), bare=True, note=True, option=True),
    ],
)
