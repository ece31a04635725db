"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

SUPERVISION = {
    "begin": Verb(_("列入监督事项"), tell=("propose",)),
    "edit": Verb(_("修改方案")),
    "propose": Verb(_("方案送审"), tell=("approve",)),
    "send_back": Verb(_("方案退回修改"), tell=("propose",), urgent=True),
    "approve": Verb(_("方案已审定，请组队培训"), tell=("start",)),
    "team": Verb(_("组队"), tell=("record",)),
    "record": Verb(_("登记监督活动")),
    "note": Verb(_("问题列入清单")),
    "start": Verb(_("培训完成，开始监督"), tell=("record",), public=True),
    "review": Verb(_("转入研讨"), tell=("write_opinion",)),
    "look_more": Verb(_("补充走访"), tell=("record",)),
    "write_opinion": Verb(_("修改意见书")),
    "send": Verb(_("监督意见书已送出"), tell=("record", "oversee"), public=True),
    "close": Verb(_("意见全部复核，办结"), tell=("record", "oversee"), public=True),
    "resume": Verb(_("回头看有反弹，恢复整改"), tell=("close", "oversee"), public=True),
    "drop": Verb(_("取消"), tell=("propose",)),
    "publish": Verb(_("批准公开"), public=True),
    "unpublish": Verb(_("停止公开")),
}
SUPERVISED = {
    "begin": Verb(_("确定为被监督单位")),
    "talk": Verb(_("政协与贵单位沟通监督事项"), tell=("hear",)),
    "inform": Verb(_("通报监督进展"), tell=("hear",)),
    "feed_back": Verb(_("监督意见书已送出"), tell=("hear",)),
    "leave_out": Verb(_("这次监督不再涉及贵单位"), tell=("hear",)),
}
FINDING = {
    "begin": Verb(_("列入问题清单")),
    "edit": Verb(_("修改")),
    "drop": Verb(_("不列入意见书"), tell=("consent",)),
    "ask_consent": Verb(_("请您决定是否同意转为社情民意信息"), tell=("consent",)),
    "consent": Verb(_("同意转为社情民意信息"), tell=("turn",)),
    "turn": Verb(_("已转社情民意信息"), tell=("edit",)),
    "send": Verb(_("交部门整改")),
    "answer": Verb(_("部门已答复，整改中"), tell=("pass",)),
    "rehandle": Verb(_("部门二次办理"), tell=("pass",)),
    "call_back": Verb(_("交办已撤回"), tell=("send",)),
    "plan": Verb(_("写明整改责任人和措施")),
    "claim": Verb(_("部门报整改完成，请复核"), tell=("pass",)),
    "pass": Verb(_("复核通过"), tell=("claim", "oversee")),
    "fail": Verb(_("复核不通过，待重新交办"), tell=("resend", "claim"), urgent=True),
    "fall_back": Verb(_("回头看发现反弹，待重新交办"), tell=("resend", "claim", "oversee"), urgent=True),
    "resend": Verb(_("重新交办整改"), tell=("pass",)),
}
FOLLOW_UP = {
    "begin": Verb(_("定下回头看")),
    "hold": Verb(_("已回头看"), tell=("oversee",), public=True),
}
SPECIAL_SUPERVISOR = {
    "begin": Verb(_("聘任特邀监督员"), tell=("hear",)),
    "expire": Verb(_("聘期届满"), tell=("hear", "appoint")),
    "dismiss": Verb(_("解聘"), tell=("hear",), urgent=True),
}
OBSERVATION = {
    "begin": Verb(_("监督员报告情况"), tell=("answer",)),
    "answer": Verb(_("报告已答复"), tell=("hear",)),
    "take_up": Verb(_("报告已列入监督意见"), tell=("hear",)),
    "file": Verb(_("报告留存，理由见报告页"), tell=("hear",)),
}
APPRAISAL = {
    "begin": Verb(_("准备民主评议")),
    "edit": Verb(_("修改名册和部门")),
    "open_ballot": Verb(_("开始投票，请您投票"), tell=("vote",), urgent=True, public=True),
    "close": Verb(_("投票结束，已计票"), tell=("publish",), public=True),
    "void": Verb(_("投票结束，票数不足，评议无效"), tell=("publish",), public=True),
    "publish": Verb(_("公布评议结果"), tell=("recount",), public=True),
    "cancel": Verb(_("取消评议")),
    "export": Verb(_("导出选票供复核")),
}
