"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

PROPOSAL = {
    "begin": Verb(_("起草提案")),
    "write": Verb(_("修改提案")),
    "invite": Verb(_("请您联名，请在时限内答复"), tell=("cosign",), urgent=True),
    "cosign": Verb(_("同意联名"), tell=("submit",)),
    "decline": Verb(_("没有参加联名"), tell=("submit",)),
    "second": Verb(_("附议"), tell=("submit",)),
    "stop_cosigning": Verb(_("截止征集联名")),
    "cosign_lapse": Verb(_("联名时限到，没有签署的不列名"), tell=("submit", "hear")),
    "submit": Verb(_("提交提案"), tell=("accept", "hear")),
    "drop": Verb(_("草稿作废")),
    "withdraw": Verb(_("撤案"), tell=("accept", "hear")),
    "send_back": Verb(_("退回修改，改好请再提交；理由见提案页"), tell=("hear",), urgent=True),
    "accept": Verb(_("预审通过，进入审查"), tell=("hear", "panel")),
    "classify": Verb(_("调整分类")),
    "review": Verb(_("提出审查意见")),
    "joined": Verb(_("有提案并入这件提案，一并答复"), tell=("hear",)),
    "file": Verb(_("已立案"), tell=("hear", "assign")),
    "merge": Verb(_("已并案，并案后的答复同样会送给您"), tell=("hear",)),
    "unmerge": Verb(_("取消并案，重新审查"), tell=("hear",)),
    "not_file": Verb(_("没有立案；原因和去向见提案页"), tell=("hear",), urgent=True),
    "offer_brief": Verb(
        _("没有立案，拟转社情民意信息，请答复是否同意"), tell=("consent_brief", "hear"), urgent=True
    ),
    "consent_brief": Verb(_("同意转为社情民意信息"), tell=("file",)),
    "decline_brief": Verb(_("不同意转为社情民意信息"), tell=("file",)),
    "offer_lapse": Verb(_("没有收到答复，不转社情民意信息"), tell=("hear",)),
    "revive": Verb(_("重新审查"), tell=("hear",)),
    "handle_with": Verb(_("和另一件提案合并办理，分别答复"), tell=("hear",)),
    "pre_assign": Verb(_("预交办，请有关单位确认"), tell=("assign",)),
    "repropose": Verb(_("收回预交办，另选承办单位")),
    "assign": Verb(_("已交办；承办单位见提案页，请保持联系"), tell=("hear",), public=True),
    "call_back": Verb(_("交办已撤回，另行交办"), tell=("assign", "hear")),
    "start": Verb(_("承办单位已签收，开始办理"), public=True),
    "reply": Verb(_("承办单位已全部答复，请评价"), tell=("hear",), urgent=True, public=True),
    "evaluate": Verb(_("评价完毕"), public=True),
    "rehandle": Verb(_("进入二次办理"), tell=("hear",), urgent=True, public=True),
    "track": Verb(_("转入承诺跟踪"), tell=("hear",), public=True),
    "close": Verb(_("办结"), tell=("hear", "archive"), public=True),
    "archive": Verb(_("归档")),
    "take_over_filed": Verb(_("从原系统接续，已立案")),
    "take_over_not_filed": Verb(_("从原系统接续，不立案")),
    "take_over_archived": Verb(_("从原系统接续，已归档")),
    "publish": Verb(_("批准公开"), tell=("hear",)),
    "unpublish": Verb(_("停止公开"), tell=("hear",)),
}
PRE_ASSIGNMENT = {
    "begin": Verb(_("拟由你单位承办，请确认或提出异议"), tell=("agree",), urgent=True),
    "agree": Verb(_("确认承办"), tell=("uphold",)),
    "object": Verb(_("对承办提出异议，请裁定"), tell=("uphold",), urgent=True),
    "fall_silent": Verb(_("到期没有答复，视为同意承办"), tell=("agree", "chase")),
    "uphold": Verb(_("异议不成立，仍由你单位承办"), tell=("agree",), urgent=True),
    "replace": Verb(_("已改由其他单位承办"), tell=("agree",)),
    "void": Verb(_("预交办已收回"), tell=("agree",)),
}
