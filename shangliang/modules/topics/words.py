"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

TOPIC = {
    "begin": Verb(_("形成议题线索"), tell=("file",)),
    "file": Verb(_("立为议题"), tell=("score",), public=True),
    "merge": Verb(_("并入其他议题"), public=True),
    "pass_on": Verb(_("转部门直接办理"), public=True),
    "decline": Verb(_("未列入，已说明理由"), public=True),
    "plan": Verb(_("列入年度协商计划"), tell=("oversee",), public=True),
    "unplan": Verb(_("移出年度计划")),
    "discuss": Verb(_("开始协商"), public=True),
    "call_off": Verb(_("取消协商")),
    "send": Verb(_("协商建议交部门办理"), public=True),
    "answer": Verb(_("办理结果已反馈"), tell=("reopen",), public=True),
    "reopen": Verb(_("没有解决，再商量"), tell=("oversee",), urgent=True, public=True),
    "close": Verb(_("回头看期满，了结"), public=True),
    "score": Verb(_("评分")),
    "edit": Verb(_("修改")),
    "join": Verb(_("并入来声"), public=True),
}
