"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

DISPATCH = {
    "begin": Verb(_("交部门办理"), public=True),
    "start": Verb(_("承办单位已签收，开始办理"), public=True),
    "finish": Verb(_("承办单位全部答复，请评价"), tell=("accept_result",), public=True),
    "redo": Verb(_("对结果不满意，要求二次办理"), tell=("oversee",), urgent=True, public=True),
    "accept_result": Verb(_("认可办理结果，转入承诺跟踪"), public=True),
    "rest": Verb(_("评价期满，转入承诺跟踪"), tell=("accept_result",), public=True),
    "complete": Verb(_("承诺事项了结，办结"), tell=("accept_result",), public=True),
    "withdraw": Verb(_("撤回交办"), tell=("chase",)),
    "rate": Verb(_("作出评价"), tell=("accept_result",)),
}
ASSIGNMENT = {
    "begin": Verb(_("交来一件新任务，请签收"), tell=("sign",), urgent=True),
    "sign": Verb(_("签收"), tell=("reassign",)),
    "sign_help": Verb(_("签收（协办）")),
    "refuse": Verb(_("申请退办，请裁定"), tell=("keep",), urgent=True),
    "keep": Verb(_("申退被驳回，请签收"), tell=("sign",), urgent=True),
    "reassign": Verb(_("改派其他单位"), tell=("sign", "chase")),
    "lapse": Verb(_("逾期未签收，视为签收"), tell=("sign", "chase")),
    "lapse_help": Verb(_("转为协办，请提意见")),
    "draft": Verb(_("开始拟稿")),
    "circulate": Verb(_("答复稿送会签，请阅提意见"), tell=("countersign",), urgent=True),
    "revise": Verb(_("收回改稿"), tell=("countersign",)),
    "submit": Verb(_("答复稿提交审核"), tell=("pass_check",)),
    "pass_check": Verb(_("审核通过，答复送达"), tell=("draft", "reassign"), public=True),
    "bounce": Verb(_("审核不通过，退回重办"), tell=("draft",), urgent=True),
    "advise": Verb(_("协办单位提出意见"), tell=("read_advice",)),
    "reopen": Verb(_("进入二次办理"), tell=("draft", "chase"), urgent=True),
    "recall": Verb(_("交办件已撤回，不用办了"), tell=("sign",)),
    "save_draft": Verb(_("保存答复稿")),
    "countersign": Verb(_("会签同意"), tell=("draft",)),
    "object": Verb(_("会签提出修改意见"), tell=("draft",), urgent=True),
    "promise": Verb(_("登记承诺")),
    "contact": Verb(_("与提出人沟通")),
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
    "add_evidence": Verb(_("补充佐证")),
    "extend": Verb(_("承诺延期"), tell=("claim", "chase"), public=True),
    "clock_overdue": Verb(_("承诺到期没有兑现"), tell=("claim", "chase"), urgent=True),
}
