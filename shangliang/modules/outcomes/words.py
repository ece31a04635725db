"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

DOCUMENT = {
    "begin": Verb(_("起草成果文件")),
    "check": Verb(_("送党组把关"), tell=("send_back",)),
    "send_back": Verb(_("退回修改"), tell=("edit",)),
    "clear": Verb(_("党组把关通过"), tell=("submit",)),
    "submit": Verb(_("报送"), tell=("instruct",), public=True),
    "echo": Verb(_("登记回音"), tell=("oversee",), public=True),
    "drop": Verb(_("作废")),
    "edit": Verb(_("修改")),
    "instruct": Verb(_("登记领导批示"), tell=("oversee",), public=True),
}
INSTRUCTION = {
    "begin": Verb(_("登记批示"), tell=("forward",)),
    "forward": Verb(_("批示转办"), tell=("answer",), urgent=True, public=True),
    "answer": Verb(_("反馈批示落实情况"), tell=("forward",), public=True),
    "note_only": Verb(_("阅示")),
}
RECOMMENDATION = {
    "begin": Verb(_("提出建议")),
    "send": Verb(_("交部门办理"), public=True),
    "withdraw": Verb(_("撤回")),
    "recall": Verb(_("交办已撤回，建议退回起草"), tell=("send",)),
    "rehandle": Verb(_("部门二次办理，等新的答复"), tell=("oversee",), public=True),
    "decide": Verb(_("部门已答复是否采纳"), tell=("feed_back",), public=True),
    "deliver": Verb(_("落实到位"), tell=("feed_back",), public=True),
    "feed_back": Verb(_("结果已反馈群众"), public=True),
    "reopen": Verb(_("没有解决，重新交办"), tell=("oversee",), urgent=True, public=True),
    "settle": Verb(_("回头看期满，了结"), public=True),
    "edit": Verb(_("修改")),
}
FEEDBACK = {
    "begin": Verb(_("起草结果反馈清单")),
    "publish": Verb(_("公布结果反馈清单，逐人告知"), public=True),
    "drop": Verb(_("作废")),
    "edit": Verb(_("修改")),
}
LOOK_BACK = {
    "begin": Verb(_("安排回头看"), tell=("conclude",)),
    "reschedule": Verb(_("回头看改期"), tell=("conclude",)),
    "conclude": Verb(_("回头看有了结论"), tell=("oversee",), public=True),
    "drop": Verb(_("取消")),
}
