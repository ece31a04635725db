"""What each unit may set for itself (DOMAIN 1; places differ)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.modules.proposals.queries.grounds import readable

params.define("proposals.longest", lazy("提案最长字数"), 2500, "number", "DOMAIN 1.7 [W20]")
params.define("proposals.items_max", lazy("一件提案最多几条建议"), 10, "number", "DOMAIN 1.7")
params.define("proposals.files_max", lazy("提案附件最多几个"), 5, "number", "DOMAIN 1.7 [G3]")
params.define("proposals.conference_from", lazy("开幕前多久起算大会提案"), 90, "days", "DOMAIN 1.7 timing")
params.define("proposals.cosign_hours", lazy("会议期间联名时限（小时）"), 3, "number", "DOMAIN 1.3 [G1]")
params.define("proposals.cosign_days", lazy("平时联名时限"), 1, "days", "DOMAIN 1.3 [G1]")
params.define("proposals.second_within", lazy("交上以后多久还可以附议"), 10, "days", "DOMAIN 1.7 [G6]")
params.define("proposals.prereview_within", lazy("预审期限"), 5, "working_days", "DOMAIN 1.3, 各地取值")
params.define("proposals.revise_within", lazy("退回修改期限"), 10, "days", "DOMAIN 1.3, 各地取值")
params.define("proposals.review_within", lazy("审查期限"), 30, "days", "DOMAIN 1.3, 各地取值")
params.define("proposals.reviews_needed", lazy("立案前要几个人审查过"), 2, "number", "DOMAIN 1.3 初审、复审")
params.define("proposals.consent_within", lazy("转信息征求同意期限"), 10, "working_days", "DOMAIN 1.5 [W31]")
params.define(
    "proposals.assign_within", lazy("立案后交办期限"), 30, "days", "DOMAIN 1.8 assign_meeting_within"
)
params.define(
    "proposals.confirm_within", lazy("预交办确认期限"), 3, "working_days", "DOMAIN 1.3 pre_assigned"
)
params.define(
    "proposals.objection_within", lazy("预交办异议裁定期限"), 5, "working_days", "DOMAIN 1.3, 各地取值"
)
params.define("proposals.archive_within", lazy("办结后归档期限"), 30, "days", "DOMAIN 1.3, 各地取值")
params.define(
    "proposals.number_form",
    lazy("提案编号格式"),
    "政协{unit}{term}届{meeting}次会议 第{case}号（{category}类{within}号）",
    "text",
    "DOMAIN 1.6 [G10]",
)
params.define("proposals.case_digits", lazy("案号写成几位数"), 4, "number", "DOMAIN 1.6 [G10]")
params.define(
    "proposals.local_grounds", lazy("本地不立案原因：每行一条，写成“代码 释义”"), "none 无", "lines", "DOMAIN 1.5 [G1]",
    check=readable,
)  # fmt: skip
