"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

BRIEF = {
    "begin": Verb(_("起草信息")),
    "write": Verb(_("修改草稿")),
    "invite": Verb(_("请您联名"), tell=("cosign",)),
    "cosign": Verb(_("同意联名"), tell=("submit",)),
    "decline": Verb(_("没有参加联名"), tell=("submit",)),
    "submit": Verb(_("报送信息"), tell=("edit", "cosign")),
    "take_in": Verb(_("经提出人同意，转为社情民意信息"), tell=("edit", "hear")),
    "drop": Verb(_("草稿作废")),
    "recall": Verb(_("撤回修改"), tell=("edit",)),
    "send_back": Verb(_("退回补充，补充后请再报送"), tell=("hear",), urgent=True),
    "reject": Verb(_("没有采用，已留存；理由见信息页"), tell=("hear",)),
    "revive": Verb(_("留存的信息重新启用"), tell=("hear", "edit")),
    "edit": Verb(_("已采用，进入编辑"), tell=("hear", "review")),
    "revise": Verb(_("又改了一稿"), tell=("review",)),
    "compose": Verb(_("编成综合稿"), tell=("review",)),
    "merge": Verb(_("已采用，并入综合稿"), tell=("hear",)),
    "release": Verb(_("移出综合稿，重新审查"), tell=("hear", "edit")),
    "dissolve": Verb(_("撤销综合稿，原稿各自退回审查"), tell=("edit",)),
    "review": Verb(_("核稿通过"), tell=("sign",)),
    "sign": Verb(_("已签发"), tell=("issue",)),
    "rework": Verb(_("退回重新编辑"), tell=("edit",)),
    "issue": Verb(_("已编号印发"), tell=("hear",)),
    "printed_in": Verb(_("所在的综合稿已编号印发"), tell=("hear",)),
    "forward": Verb(_("转部门办理"), tell=("hear_more",)),
    "start": Verb(_("部门已签收办理")),
    "refuse": Verb(_("部门申请退办，等裁定"), tell=("forward",)),
    "rule": Verb(_("申退已裁定，重新交办")),
    "answer": Verb(_("部门已答复，等反馈反映人"), tell=("feed_back",)),
    "rehandle": Verb(_("部门二次办理"), tell=("hear_more", "feed_back")),
    "call_back": Verb(_("交办已撤回"), tell=("forward",)),
    "adopt": Verb(_("登记采用情况"), tell=("hear",)),
    "adopted_with": Verb(_("所在的综合稿被采用"), tell=("hear",)),
    "correct": Verb(_("更正采用登记"), tell=("hear",)),
    "tell": Verb(_("已把结果告知反映人"), tell=("hear",)),
    "feed_back": Verb(_("已反馈反映人，办结"), tell=("hear",)),
    "feed_back_merged": Verb(_("随综合稿反馈，办结"), tell=("hear",)),
    "publish": Verb(_("批准公开"), tell=("hear_more", "edit")),
    "unpublish": Verb(_("停止公开"), tell=("edit",)),
    "read_contact": Verb(_("查看反映人的联系方式")),
}
ADOPTION = {
    "begin": Verb(_("登记采用，应告知反映人"), tell=("tell",)),
    "tell": Verb(_("已告知反映人")),
    "correct": Verb(_("登记有误，另行更正")),
}
STATION = {
    "begin": Verb(_("设立信息站"), tell=("report",)),
    "edit": Verb(_("修改信息站")),
    "appoint": Verb(_("聘任特邀信息员"), tell=("report",)),
    "dismiss": Verb(_("解聘特邀信息员")),
    "read_contact": Verb(_("查看特邀信息员的联系方式")),
    "close": Verb(_("信息站停用"), tell=("report",)),
}
