"""What each unit may set for itself (DOMAIN 1.8; places differ)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.modules.handling.queries.grades import GRADES, readable

params.define("handling.refuse_within", lazy("申退期限"), 5, "working_days", "DOMAIN 1.8 refuse_within")
params.define(
    "handling.refuse_ruling_within", lazy("申退裁定期限"), 7, "days", "DOMAIN 1.8 refuse_ruling_within"
)
params.define(
    "handling.refusals_max", lazy("一件事最多改派几次，再派就不能申退"), 2, "number", "DOMAIN 8.3 踢皮球"
)
params.define(
    "handling.contact_within",
    lazy("首次沟通期限（自交办起）"),
    15,
    "working_days",
    "DOMAIN 1.8 first_contact_within",
)
params.define("handling.contact_first", lazy("先沟通才能提交答复（1 是，0 否）"), 1, "number", "DOMAIN 1.8")
params.define(
    "handling.opinion_within", lazy("协办意见期限（自交办起）"), 30, "days", "DOMAIN 1.8 co_opinion_within"
)
params.define("handling.countersign_within", lazy("会签期限"), 5, "working_days")
params.define("handling.reply_within", lazy("答复期限（自交办起）"), 90, "days", "DOMAIN 1.8 reply_within")
params.define("handling.extend_max", lazy("延期后最长（自交办起）"), 180, "days", "DOMAIN 1.8 extend_max")
params.define("handling.extension_ruling_within", lazy("延期审批期限"), 5, "working_days")
params.define("handling.check_within", lazy("审核期限（审核台提示）"), 5, "working_days")
params.define("handling.rehandle_within", lazy("二次办理期限"), 30, "days", "DOMAIN 1.8 rehandle_within")
params.define("handling.rehandle_max", lazy("二次办理延期后最长"), 60, "days")
params.define("handling.rounds_max", lazy("不满意时最多办理几轮"), 2, "number", "DOMAIN 1.3 rehandling")
params.define(
    "handling.redo_share", lazy("多少百分比的群众不满意即二次办理"), 50, "number", "DOMAIN 8.3 被满意"
)
params.define("handling.rate_within", lazy("评价期限"), 15, "working_days", "DOMAIN 1.8 feedback_within")
params.define("handling.ask_after", lazy("答复后多久回访"), 28, "days")
params.define("handling.ask_within", lazy("回访等多久"), 14, "days")
params.define("handling.verify_within", lazy("回访有异议的核实期限"), 10, "working_days")
params.define("handling.public_after", lazy("逾期多久上公开名单"), 10, "days")
params.define("handling.number_form", lazy("交办编号格式"), "交办〔{year}〕{number}号", "text")
params.define("handling.urging_form", lazy("催办函编号格式"), "催办〔{year}〕{number}号", "text")
params.define(
    "handling.grades", lazy("办理结果类别：每行一类，写成“代码 释义 = 规范语义”"), GRADES, "lines", "DOMAIN 1.8",
    check=readable,
)  # fmt: skip
