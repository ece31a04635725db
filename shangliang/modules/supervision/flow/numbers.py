"""The numbers that a unit sets for its supervision (各地取值)."""

from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params

_HERE = "DOMAIN 4, 各地取值"

params.define("supervision.scheme_within", lazy("监督实施方案期限"), 20, "working_days", _HERE)
params.define("supervision.approve_within", lazy("监督方案审定期限"), 5, "working_days", _HERE)
params.define("supervision.prepare_within", lazy("组队培训期限"), 20, "working_days", _HERE)
params.define("supervision.review_within", lazy("研讨并送出意见书期限"), 20, "working_days", _HERE)
params.define("supervision.team_least", lazy("每组组长以外最少人数"), 2, "number", _HERE)
params.define("supervision.rectify_within", lazy("监督意见整改期限"), 60, "days", _HERE)
params.define("supervision.recheck_within", lazy("整改复核期限"), 15, "working_days", _HERE)
params.define("supervision.resend_within", lazy("复核未通过重新交办期限"), 3, "working_days", _HERE)
params.define("supervision.follow_up_first", lazy("第一次回头看"), 182, "days", "issue: after 6 months")
params.define("supervision.follow_up_second", lazy("第二次回头看"), 365, "days", "issue: after 12 months")
params.define("supervision.answer_within", lazy("监督员报告答复期限"), 15, "working_days", _HERE)
params.define(
    "supervision.number_form", lazy("监督意见书编号格式"), "云协监〔{year}〕{number}号", "text", "DOMAIN 7.1"
)
