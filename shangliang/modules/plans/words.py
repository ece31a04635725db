"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

PLAN = {
    "begin": Verb(_("开始征题编制")),
    "consult": Verb(_("开始三轮座谈"), tell=("to_party",)),
    "to_party_group": Verb(_("提请政协党组研究"), tell=("to_party",)),
    "to_party": Verb(_("报党委审定"), tell=("approve",)),
    "send_back": Verb(_("退回修改"), tell=("edit",), urgent=True),
    "approve": Verb(_("党委审定通过"), tell=("issue",), public=True),
    "issue": Verb(_("三家办公室联合印发"), tell=("view",), public=True),
    "close": Verb(_("年度了结"), public=True),
    "sign": Verb(_("会签"), tell=("issue",)),
    "hold_round": Verb(_("举行征题座谈")),
    "add_item": Verb(_("加入题目")),
    "edit": Verb(_("修改")),
}
SIGNATURE = {
    "begin": Verb(_("请会签年度协商计划"), tell=("sign",)),
    "sign": Verb(_("会签")),
    "void": Verb(_("计划退回修改，会签作废")),
}
ITEM = {
    "begin": Verb(_("拟列入计划")),
    "list": Verb(_("列入计划"), public=True),
    "drop": Verb(_("移出计划"), public=True),
    "hold": Verb(_("协商已举行"), public=True),
    "finish": Verb(_("结果已反馈"), public=True),
    "change": Verb(_("调整"), tell=("oversee",), public=True),
    "edit": Verb(_("修改")),
}
