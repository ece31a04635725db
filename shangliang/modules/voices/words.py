"""What the journal says of each verb, whom it tells, and what the raiser is told."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

VOICE = {
    "begin": Verb(_("收到来声"), tell=("take",), public=True),
    "take": Verb(_("并入议题"), public=True),
    "release": Verb(_("移出议题，重新筛选")),
    "pass_on": Verb(_("转部门直接办理"), public=True),
    "decline": Verb(_("未采用，已说明理由"), public=True),
    "decline_with_topic": Verb(_("所在议题未采用，已说明理由"), public=True),
    "answer": Verb(_("结果已告知提出人"), public=True),
    "rate": Verb(_("提出人作出评价"), tell=("take",), public=True),
    "settle": Verb(_("评价期满，了结"), public=True),
    "say_unsolved": Verb(_("提出人说没有解决"), tell=("take_again", "oversee"), urgent=True, public=True),
    "take_again": Verb(_("再次列入议题"), public=True),
    "explain": Verb(_("向提出人说明情况"), public=True),
    "withdraw": Verb(_("提出人撤回"), public=True),
    "read_contact": Verb(_("查看联系方式")),
}
CALL = {
    "open": Verb(_("开始征集"), public=True),
    "close": Verb(_("提前截止"), public=True),
    "run_out": Verb(_("到期截止"), public=True),
    "drop": Verb(_("作废")),
}
# What the raiser reads, by verb. {answer} and {note} are filled in.
LETTERS = {
    "begin": _("您反映的事已收到。我们会在 {due} 前告诉您怎么办。"),
    "take": _("您反映的事已并入议题“{topic}”，与反映同一件事的人一起推进。"),
    "release": _("您反映的事正在重新筛选，结果会告诉您。"),
    "pass_on": _("您反映的事已转有关部门直接办理，办理结果会告诉您。"),
    "decline": _("您反映的事这次没有采用。理由：{note}"),
    "decline_with_topic": _("您反映的事这次没有采用。理由：{note}"),
    "answer": _("您反映的事有了结果：{answer}"),
    "take_again": _("您说事情没有解决，我们已重新列入议题“{topic}”，再商量。"),
    "explain": _("关于您说“没有解决”，说明如下：{note}"),
}
