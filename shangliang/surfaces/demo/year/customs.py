"""What units set for themselves: numbers with a start and a reason, days of their own; and the calls and paper forms
of the year.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from shangliang.kernel import params
from shangliang.kernel.models import DayRule, Parameter
from shangliang.surfaces.demo.year.stage import Stage

# unit, name, value, days before now from which it holds, reason
NUMBERS: list[tuple[str, str, int | str, int, str]] = [
    # The national custom of one day would be over before anybody opens the demo after a weekend.
    ("yunchuan", "proposals.cosign_days", 9, 800, "委员分散在各县，平时联名给足九天"),
    (
        "yunchuan",
        "handling.number_form",
        "云商交〔{year}〕{number}号",
        800,
        "与市委办、市政府办商定的交办件文号",
    ),
    (
        "yunchuan",
        "plans.number_form",
        "云办发〔{year}〕{n}号",
        800,
        "年度协商计划由三办联合印发，使用市委办公室文号",
    ),
    ("yunchuan", "plans.livelihood_share", 60, 420, "市政协党组会议要求：民生类题目不少于六成"),
    ("yunchuan", "voices.screen_within", 8, 300, "群众反映等回音时间长，由10个工作日压缩到8个工作日"),
    (
        "yunchuan",
        "outcomes.feed_back_within",
        10,
        210,
        "“件件有回音”专项行动：部门答复后10个工作日内反馈群众",
    ),
    ("lanxi", "handling.number_form", "澜商交〔{year}〕{number}号", 800, "澜溪县自编文号"),
    ("lanxi", "plans.number_form", "澜办发〔{year}〕{n}号", 800, "使用县委办公室文号"),
    ("lanxi", "voices.screen_within", 7, 260, "县级来声少，7个工作日内可以筛完"),
    ("lanxi", "gatherings.minutes_within", 5, 260, "板凳会纪要一页纸，5个工作日内送到村"),
    ("wangling", "handling.number_form", "望商交〔{year}〕{number}号", 800, "望岭县自编文号"),
    ("wangling", "plans.number_form", "望办发〔{year}〕{n}号", 800, "使用县委办公室文号"),
    ("wangling", "topics.look_back_within", 150, 330, "山区工程抢农闲，回头看提前到5个月"),
    ("wangling", "voices.unsolved_within", 15, 330, "山村路远，给核实留足时间"),
]
# A day of the own calendar: unit, month, day, whether it is worked, name
DAYS = [
    ("lanxi", 3, 27, False, "澜溪龙舟文化节"),
    ("wangling", 9, 18, False, "望岭山货节"),
    ("yunchuan", 10, 16, False, "云川解放纪念日"),
    ("wangling", 9, 19, True, "望岭山货节调休"),
]


def build(stage: Stage) -> None:
    """Set them, where they are not set yet."""
    for unit, name, value, days, reason in NUMBERS:
        path, starts_on = stage.cast.units[unit].path, stage.ago(days)
        Parameter.objects.get_or_create(
            path=path,
            name=name,
            starts_on=starts_on,
            defaults={"value": params.check(name, value), "reason": reason},
        )
    for unit, month, day, works, name in DAYS:
        path = stage.cast.units[unit].path
        for year in (stage.today.year - 1, stage.today.year):
            DayRule.objects.get_or_create(
                path=path, day=date(year, month, day), defaults={"works": works, "name": name}
            )


def calls(stage: Stage, year: int) -> list[dict[str, Any]]:
    """Calls besides the two for the plans."""
    today = stage.today
    return [
        {
            "key": "call summer", "unit": "yunchuan", "title": "夜里吵不吵、亮不亮，您来说",
            "body": "入夏以来，关于夜间烧烤、广场舞、路灯的反映多了起来。请说说您家楼下几点最吵、哪一段路最黑，您觉得怎么管才公道。",
            "opens": stage.ago(150), "closes": stage.ago(100), "brand": "有事多商量·云商量",
        },
        {
            "key": "call lanxi", "unit": "lanxi", "title": "澜溪夜话：今晚说说村里的灯和路",
            "body": "晚饭后带上板凳来，也可以扫码写下来：哪盏灯不亮、哪段路难走、哪个井盖松了。",
            "opens": stage.ago(240), "closes": stage.ago(205), "brand": "澜溪夜话",
        },
        {
            "key": "call next", "unit": "yunchuan", "title": f"{year + 1}年商量什么，请您出题",
            "body": "明年商量什么，请您出题。一件事写一条，写清在哪里、什么时候、盼着怎么办。每一条都会有回音。",
            "opens": stage.ago(24), "closes": today + timedelta(days=21), "brand": "有事多商量·云商量",
        },
        {
            "key": "call wangling", "unit": "wangling", "title": "岭上有约：灌溉、快递、看病，先办哪一件",
            "body": "秋收以后县里要定明年的事。请各村乡亲说说，水渠、快递进村、卫生室的药，哪一件最该先办，难在哪里。",
            "opens": stage.ago(20), "closes": today + timedelta(days=10), "brand": "岭上有约",
        },
    ]  # fmt: skip


# who, unit, place, days before now, keys of matters
SHEETS: list[tuple[str, str, str, int, list[str]]] = [
    (
        "zhou",
        "yunchuan",
        "shiqiao-wenhua",
        300,
        ["elevator", "canteen", "charging", "school-gate", "wires", "parking", "elevator"],
    ),
    (
        "wu",
        "lanxi",
        "liudi-dong",
        222,
        ["lamps", "clinic-lanxi", "lamps", "bins", "square-dance", "bank-road", "lamps"],
    ),
    (
        "shao",
        "wangling",
        "qingshi-shang",
        190,
        ["canal", "parcels", "canal", "horns", "parcels", "signal", "canal", "feasts"],
    ),
    ("zhou", "yunchuan", "shiqiao-wenhua", 165, ["barbecue", "dogs", "barbecue", "wires", "parking", "dogs"]),
    ("pang", "wangling", "nantang-he", 150, ["parcels", "canal", "feasts", "bridge-rail", "signal", "horns"]),
    (
        "wu",
        "lanxi",
        "liudi-dong",
        8,
        [
            "lamps-new",
            "bus-shelter",
            "lamps-new",
            "square-new",
            "bus-shelter",
            "water-pressure",
            "square-new",
        ],
    ),
]
