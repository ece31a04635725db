"""What each unit may set for itself around proposals: marks, shares, days (DOMAIN 1.10; places differ)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.modules.proposals.models import DIMENSIONS, MANNERS


def weighted(names: Mapping[str, object]) -> str:
    """Equal weights, one line each, as the parameter keeps them."""
    return "\n".join(f"{name} {100 // len(names)}" for name in names)


def read(lines: str) -> dict[str, int]:
    """name → weight. Raises ValueError for a line that is not a name and a whole number."""
    found: dict[str, int] = {}
    for line in filter(None, (row.strip() for row in lines.splitlines())):
        name, _space, weight = line.partition(" ")
        found[name] = int(weight)
    return found


def readable(names: Mapping[str, object]) -> Callable[[Any], str | None]:
    """The check of such a parameter: every name once, whole numbers, 100 in all."""

    def wrong(lines: Any) -> str | None:
        try:
            found = read(lines)
        except ValueError:
            return _("每行写一项：代码、空格、权重（整数）")
        if set(found) != set(names):
            return _("应有这几项：%s") % " ".join(names)
        if min(found.values()) < 0 or sum(found.values()) != 100:
            return _("权重不能是负数，合计应为 100")
        return None

    return wrong


params.define("proposals.topic_within", lazy("选题筛选期限"), 15, "working_days", "SYSTEMS 31, 各地取值")
params.define(
    "proposals.incubation_within",
    lazy("培育评审征求同意、定时间的期限"),
    10,
    "working_days",
    "SYSTEMS 32, 各地取值",
)
params.define("proposals.mutual_within", lazy("提办互评期限"), 20, "working_days", "DOMAIN 1.10 [W24]")
params.define(
    "proposals.quality_weights", lazy("提案五性的权重：每行一项"), weighted(DIMENSIONS), "lines", "DOMAIN 1.10 [W24]",
    check=readable(DIMENSIONS),
)  # fmt: skip
params.define(
    "proposals.manner_weights", lazy("办理评价四项的权重：每行一项"), weighted(MANNERS), "lines", "DOMAIN 1.10 [W25]",
    check=readable(MANNERS),
)  # fmt: skip
params.define("proposals.excellent_from", lazy("优秀的起点分"), 90, "number", "DOMAIN 1.10 [W24]")
params.define("proposals.good_from", lazy("良好的起点分"), 75, "number", "DOMAIN 1.10 [W24]")
params.define("proposals.fair_from", lazy("一般的起点分"), 60, "number", "DOMAIN 1.10 [W24]")
params.define("proposals.award_permille", lazy("好提案占立案数的千分比"), 10, "number", "DOMAIN 1.10 [W23]")
params.define(
    "proposals.award_collective", lazy("好提案里集体提案的最低百分比"), 20, "number", "DOMAIN 1.10 [W23]"
)
params.define(
    "proposals.award_departments", lazy("先进承办单位占承办单位的百分比"), 20, "number", "DOMAIN 1.10 [W26]"
)
