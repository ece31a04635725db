"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

DISPATCH = {
    "begin": Verb(_("交部门办理"), public=True),
    "start": Verb(_("承办单位已签收，开始办理"), public=True),
    "finish": Verb(_("承办单位全部答复，请评价"), tell=("accept_result", "hear"), public=True),
    "redo": Verb(_("对结果不满意，要求二次办理"), tell=("oversee",), urgent=True, public=True),
    "force_redo": Verb(_("有人不满意，进入二次办理"), tell=("oversee", "hear"), urgent=True, public=True),
    "unresolved": Verb(_("办理几轮仍不满意，报督办领导"), tell=("oversee",), urgent=True, public=True),
    "accept_result": Verb(_("认可办理结果，转入承诺跟踪"), public=True),
    "all_rated": Verb(_("提出人都已评价，转入承诺跟踪"), tell=("hear",), public=True),
    "rest": Verb(_("评价期满，转入承诺跟踪"), tell=("accept_result",), public=True),
    "complete": Verb(_("承诺事项了结，办结"), tell=("accept_result",), public=True),
    "track": Verb(_("承诺没有兑现，恢复跟踪"), tell=("oversee", "hear"), public=True),
    "withdraw": Verb(_("撤回交办"), tell=("chase", "hear")),
    "rate_proxy": Verb(_("代录书面评价"), tell=("hear",)),
    "rate": Verb(_("作出评价"), tell=("accept_result",)),
}
ASSIGNMENT = {
    "begin": Verb(_("交来一件新任务，请签收"), tell=("sign",), urgent=True),
    "sign": Verb(_("签收"), tell=("reassign",)),
    "sign_help": Verb(_("签收，配合办理")),
    "refuse": Verb(_("申请退办，请裁定"), tell=("keep",), urgent=True),
    "keep": Verb(_("申退被驳回，请签收"), tell=("sign",), urgent=True),
    "reassign": Verb(_("改派其他单位"), tell=("sign", "chase")),
    "lapse": Verb(_("逾期未签收，视为签收"), tell=("sign", "chase")),
    "lapse_help": Verb(_("转为协办，请提意见")),
    "draft": Verb(_("开始拟稿")),
    "circulate": Verb(_("答复稿送会签")),
    "revise": Verb(_("收回改稿")),
    "submit": Verb(_("答复稿提交审核"), tell=("pass_check",)),
    "pass_check": Verb(_("审核通过，答复送达"), tell=("draft", "reassign"), public=True),
    "bounce": Verb(_("审核不通过，退回重办"), tell=("draft",), urgent=True),
    "advise": Verb(_("协办单位提出意见"), tell=("read_advice",)),
    "reopen": Verb(_("进入二次办理"), tell=("draft", "chase"), urgent=True),
    "recall": Verb(_("交办件已撤回，不用办了"), tell=("sign",)),
    "save_draft": Verb(_("保存答复稿")),
    "regrade": Verb(_("审核中调整办理结果"), tell=("draft",)),
    "promise": Verb(_("登记承诺")),
    "contact": Verb(_("与提出人沟通")),
    "answer_talk": Verb(_("提出人对沟通记录表态"), tell=("draft",)),
    "ask_extension": Verb(_("申请延期")),
    "urge": Verb(_("收到催办函"), tell=("draft", "sign", "chase"), urgent=True),
    "extend": Verb(_("同意延长答复期限"), tell=("draft", "chase")),
    "clock_overdue": Verb(_("已逾期"), tell=("sign", "chase"), urgent=True),
}
PROMISE = {
    "begin": Verb(_("作出承诺")),
    "claim": Verb(_("提交佐证，申请核实"), tell=("confirm",)),
    "confirm": Verb(_("核实属实，承诺兑现"), tell=("claim",), public=True),
    "refute": Verb(_("核实不实，继续兑现"), tell=("claim",), urgent=True, public=True),
    "give_up": Verb(_("说明不能兑现"), tell=("confirm", "oversee"), urgent=True, public=True),
    "drop": Verb(_("送达前撤销")),
    "reopen": Verb(_("承诺没有真正兑现，恢复跟踪"), tell=("claim", "chase"), urgent=True, public=True),
    "add_evidence": Verb(_("补充佐证")),
    "add_step": Verb(_("写明节点")),
    "visit": Verb(_("现场查看"), public=True),
    "urge": Verb(_("收到催办函"), tell=("claim", "chase"), urgent=True),
    "extend": Verb(_("承诺延期"), tell=("claim", "chase"), public=True),
    "clock_overdue": Verb(_("承诺到期没有兑现"), tell=("claim", "chase"), urgent=True),
}
CONTACT = {
    "begin": Verb(_("请在期限内和提出人沟通"), tell=("meet",)),
    "meet": Verb(_("已和提出人沟通")),
    "waive": Verb(_("提出人说不需要沟通"), tell=("meet",)),
    "miss": Verb(_("联系不上提出人"), tell=("waive",)),
    "deny": Verb(_("提出人说没有沟通过"), tell=("meet", "chase"), urgent=True),
    "clock_overdue": Verb(_("到期还没有和提出人沟通"), tell=("meet", "chase"), urgent=True),
}
COUNTERSIGN = {
    "begin": Verb(_("答复稿送来会签，请阅提意见"), tell=("agree",), urgent=True),
    "agree": Verb(_("会签同意"), tell=("hear",)),
    "object": Verb(_("会签提出修改意见"), tell=("hear",), urgent=True),
    "overrule": Verb(_("对会签分歧作出裁定"), tell=("hear", "agree"), urgent=True),
    "void": Verb(_("答复稿已换新稿，这次会签作废")),
    "clock_overdue": Verb(_("到期没有会签"), tell=("agree", "chase"), urgent=True),
}
EXTENSION = {
    "begin": Verb(_("申请延期，请审批"), tell=("grant",)),
    "grant": Verb(_("同意延期"), tell=("ask_extension",)),
    "deny": Verb(_("不同意延期"), tell=("ask_extension",), urgent=True),
    "void": Verb(_("申请已不需要")),
}
MILESTONE = {
    "begin": Verb(_("写明节点")),
    "reach": Verb(_("节点完成")),
    "void": Verb(_("节点不再需要")),
    "clock_overdue": Verb(_("节点到期没有完成"), tell=("reach", "chase")),
}
QUESTION = {
    "begin": Verb(_("安排回访")),
    "ask": Verb(_("请您说一声：真的办好了吗"), tell=("confirm",)),
    "fall_silent": Verb(_("回访没有收到回答")),
    "confirm": Verb(_("提出人说：是这样"), public=True),
    "doubt": Verb(_("提出人说：不是这样，请核实"), tell=("uphold",), urgent=True, public=True),
    "uphold": Verb(_("核实属实，重新办理"), tell=("confirm", "oversee"), public=True),
    "dismiss": Verb(_("核实后说明情况"), tell=("confirm",), public=True),
    "void": Verb(_("又办了一轮，这次回访作废")),
}
