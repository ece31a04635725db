"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

DISPATCH = {
    "start": Verb(_("承办单位已签收，开始办理"), public=True),
    "finish": Verb(_("承办单位全部答复，请评价"), tell=("accept_result",), public=True),
    "redo": Verb(_("对结果不满意，要求二次办理"), tell=("oversee",), urgent=True, public=True),
    "accept_result": Verb(_("认可办理结果，转入承诺跟踪"), public=True),
    "rest": Verb(_("评价期满，转入承诺跟踪"), public=True),
    "complete": Verb(_("承诺事项了结，办结"), tell=("accept_result",), public=True),
    "withdraw": Verb(_("撤回交办")),
    "rate": Verb(_("作出评价"), tell=("accept_result",)),
}
ASSIGNMENT = {
    "begin": Verb(_("交来一件新任务，请签收"), tell=("sign",), urgent=True),
    "sign": Verb(_("签收"), tell=("reassign",)),
    "sign_help": Verb(_("签收（协办）")),
    "refuse": Verb(_("申请退办，请裁定"), tell=("keep",), urgent=True),
    "keep": Verb(_("申退被驳回，请签收"), tell=("sign",), urgent=True),
    "reassign": Verb(_("改派其他单位"), tell=("sign", "oversee")),
    "lapse": Verb(_("逾期未签收，视为签收"), tell=("sign", "oversee")),
    "draft": Verb(_("开始拟稿")),
    "circulate": Verb(_("答复稿送会签")),
    "revise": Verb(_("收回改稿")),
    "submit": Verb(_("答复稿提交审核"), tell=("pass_check",)),
    "pass_check": Verb(_("审核通过，答复送达"), tell=("draft", "reassign"), public=True),
    "bounce": Verb(_("审核不通过，退回重办"), tell=("draft",), urgent=True),
    "advise": Verb(_("提交协办意见")),
    "reopen": Verb(_("进入二次办理"), tell=("draft", "oversee"), urgent=True),
    "save_draft": Verb(_("保存答复稿")),
    "countersign": Verb(_("会签")),
    "promise": Verb(_("登记承诺")),
}
PROMISE = {
    "claim": Verb(_("提交佐证，申请核实"), tell=("confirm",)),
    "confirm": Verb(_("核实属实，承诺兑现"), tell=("claim",), public=True),
    "refute": Verb(_("核实不实，继续兑现"), tell=("claim",), urgent=True, public=True),
    "give_up": Verb(_("说明不能兑现"), tell=("confirm", "oversee"), urgent=True, public=True),
    "add_evidence": Verb(_("补充佐证")),
}
