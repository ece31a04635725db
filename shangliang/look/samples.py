"""Plain objects with realistic content for the style guide at /style/ and for the tests of the parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import diff
from shangliang.kernel.calendar import CALENDAR, WORKING, end_of
from shangliang.kernel.flow import Move
from shangliang.kernel.loop import Stop
from shangliang.kernel.moves import Option
from shangliang.look import maps, signs
from shangliang.look.pages import Slice
from shangliang.look.shapes import Bar, Card, Column, File, Lane, Light, Link, Slot
from shangliang.look.signs import ClockWords, Line, StateWords

NOW = timezone.make_aware(datetime(2026, 4, 2, 10, 30))


@dataclass
class Sample:
    """Stands for a staged thing."""

    title: str
    href: str = "#"
    clock: ClockWords | None = None
    version: int = 3
    holder: str = ""

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.href


@dataclass(frozen=True)
class SampleStation:
    label: str
    holder: Callable[[Any], str] = field(default=lambda thing: thing.holder)
    done: Callable[[Any], bool] = field(default=lambda thing: False)


def clock_in(days: int, kind: str = WORKING) -> ClockWords:
    """A clock that ends so many calendar days from NOW."""
    return signs.told(end_of((NOW + timedelta(days=days)).date()), NOW, kind, signs.National())


TITLES = ("建议尽快加装电梯", "关于加快老旧小区加装电梯的建议")
ADVICE = (
    "请住建局尽快摸底，逐栋公示。经费由财政解决。",
    "请住建局年内完成摸底，逐栋公示进度。经费由财政解决。",
)


def compared(label: str, old: str, new: str) -> dict[str, Any]:
    """One part of a text before and after."""
    pieces = diff.words(old, new)
    return {"label": label, "pieces": pieces, "changed": diff.changed(pieces)}


def states() -> list[StateWords]:
    return [
        StateWords("待筛选", "moving"),
        StateWords("已答复", "good"),
        StateWords("退回重办", "bad"),
        StateWords("未列入", "quiet"),
    ]


def clocks() -> list[ClockWords]:
    return [clock_in(40, CALENDAR), clock_in(12), clock_in(5), clock_in(0), clock_in(-2)]


def chain() -> list[Stop]:
    names = ["来声", "议题", "计划", "协商", "意见", "建议", "部门", "反馈"]
    here = "区住建局 · 物业科 王敏"
    stops = []
    for i, name in enumerate(names):
        place = "passed" if i < 6 else "here" if i == 6 else "ahead"
        things = (
            [
                Sample(f"{name} {n + 1}", clock=clock_in(5), holder=here)
                for n in range({0: 37, 4: 6, 5: 3}.get(i, 1))
            ]
            if i < 7
            else []
        )
        stops.append(Stop(SampleStation(name), things, place))  # type: ignore[arg-type]
    return stops


def lines() -> list[Line]:
    sha = "9f2c4b7e1d0a68350f7be4c29a1165d3c8872f40b6e95a3d17ce0248fb6a91d5"
    return [
        Line(
            418,
            "时限将到，提醒经办",
            "时钟",
            NOW - timedelta(hours=2),
            urgent=True,
            seq=418,
            hash=sha,
            root="001.",
        ),
        Line(
            402,
            "答复稿送会签",
            "区住建局 王敏",
            NOW - timedelta(days=3),
            before="拟稿中",
            after="会签中",
            seq=402,
            hash=sha,
            root="001.",
        ),
        Line(
            377,
            "签收",
            "区住建局 王敏",
            NOW - timedelta(days=9),
            note="老旧小区加装电梯涉及管线迁改，需自来水公司会签。",
            before="待签收",
            after="已签收，待答复",
            public=True,
            seq=377,
            hash=sha,
            root="001.",
        ),
        Line(
            351,
            "建议交办",
            "区政协办 李娜",
            NOW - timedelta(days=12),
            after="已交办",
            public=True,
            seq=351,
            hash=sha,
            root="001.",
        ),
    ]


def options() -> list[Option]:
    return [
        Option(Move("submit", "drafting", "checking", "提交审核", bare=True)),
        Option(Move("refuse", "pending", "refusing", "申请退办", bare=True, note=True)),
        Option(Move("close", "held", "closed", "标记闭环", bare=True, undoable=False)),
        Option(
            Move("publish", "a", "b", "公开答复"),
            ("还有 2 个协办单位没有会签", "结果为“列入计划”，请写明承诺事项和兑现日期"),
        ),
    ]


def lights() -> list[Light]:
    return [
        Light("一个主题", True, "老旧小区加装电梯怎么加快", "#"),
        Light("一次协商活动", True, "3月18日 民生会客厅", "#"),
        Light("解决一个问题", True, "首批 12 部电梯开工", "#"),
        Light("一个典型案例", False),
        Light("一次媒体报道", False),
    ]


def lanes() -> list[Lane]:
    moving, soon, late = clock_in(12), clock_in(5), clock_in(-2)
    return [
        Lane(
            "待筛选",
            (
                Card(
                    "凤城街道背街小巷路灯不亮",
                    "#",
                    ("37 人反映", "凤城街道"),
                    StateWords("待筛选", "moving"),
                    moving,
                ),
                Card(
                    "学校门口早晚高峰停车乱",
                    "#",
                    ("21 人反映", "鹏泉街道"),
                    StateWords("待筛选", "moving"),
                    late,
                ),
            ),
            count=14,
            more="#",
        ),
        Lane(
            "已立题",
            (
                Card(
                    "老旧小区加装电梯怎么加快",
                    "#",
                    ("112 人反映", "全区"),
                    StateWords("已立题", "moving"),
                    soon,
                ),
            ),
            tone="soon",
        ),
        Lane("已转部门", (), tone="quiet", empty="还没有直接转部门的"),
        Lane(
            "未列入",
            (Card("个人劳动合同纠纷", "#", ("1 人反映",), StateWords("未列入", "quiet")),),
            tone="quiet",
        ),
    ]


def table() -> dict[str, Any]:
    columns = [
        Column("title", "议题", wide=True),
        Column("unit", "承办单位"),
        Column("heads", "反映人数", numeric=True, sort="#", sorted="descending"),
        Column("clock", "时限", sort="#"),
    ]
    rows = [
        {"title": "老旧小区加装电梯怎么加快", "unit": "区住建局", "heads": 112, "clock": clock_in(5)},
        {"title": "农村公路养护经费怎么保障", "unit": "区交通运输局", "heads": 64, "clock": clock_in(20)},
        {"title": "学校门口早晚高峰停车乱", "unit": "区公安分局交警大队", "heads": 21, "clock": clock_in(-2)},
    ]
    return {"columns": columns, "rows": rows}


def year() -> list[Slot]:
    held, listed = StateWords("已协商", "good"), StateWords("已列入", "moving")
    planned = {
        1: ("春节前农民工工资清欠", held),
        2: ("校外托管怎么管", held),
        3: ("老旧小区加装电梯", held),
        4: ("农村公路养护", listed),
        5: ("中小企业融资", listed),
        7: ("夜间经济与噪声", listed),
        8: ("乡村医生留得住", listed),
        9: ("社区食堂可持续", listed),
        11: ("冬季供暖", listed),
        12: ("明年题目", listed),
    }
    return [
        Slot(
            m,
            (Card(planned[m][0], "#", ("牵头：张副主席",), planned[m][1]),) if m in planned else (),
            past=m < 4,
            current=m == 4,
            add="#" if m > 4 else "",
        )
        for m in range(1, 13)
    ]


class SampleForm(forms.Form):
    title = forms.CharField(label=_("一句话说清楚"), max_length=60, help_text=_("例如：某某路口晚上没有路灯"))
    body = forms.CharField(label=_("情况和建议"), widget=forms.Textarea, max_length=5000)
    place = forms.ChoiceField(
        label=_("在哪里"), choices=[("", "请选择"), ("1", "凤城街道"), ("2", "鹏泉街道")]
    )
    kind = forms.ChoiceField(
        label=_("您希望怎样"),
        widget=forms.RadioSelect,
        choices=[("talk", "大家一起商量"), ("tell", "只让部门知道")],
    )
    day = forms.DateField(
        label=_("哪天发生的"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    photo = forms.FileField(label=_("照片"), required=False, help_text=_("最多 5 张，每张不超过 32 MB"))
    open_ok = forms.BooleanField(label=_("同意公开内容（不公开姓名电话）"), required=False)


def opinions(*, answers: bool = False) -> maps.Picture:
    """Two groups on either side, one person in neither, and who looks."""
    left = [(230 + 40 * (n % 4), 380 + 55 * (n % 5), 0) for n in range(14)]
    right = [(660 + 45 * (n % 3), 400 + 50 * (n % 4), 1) for n in range(10)]
    points = [*left, *right, (500, 220, -1)]
    hulls = [
        [(230, 380), (350, 380), (350, 600), (230, 600)],
        [(660, 400), (750, 400), (750, 550), (660, 550)],
    ]
    said = [(1, 1, 0, -1, None)[n % 5] for n in range(len(points))] if answers else []
    return maps.picture(points, hulls, me=left[5], answers=said)


def everything() -> dict[str, Any]:
    """The context of look/style.html."""
    wrong = SampleForm(
        {"title": "", "body": "路灯坏了三个月", "place": "9", "kind": "talk"}, auto_id="wrong_%s"
    )
    wrong.is_valid()
    ratings = {
        ("satisfied", "solved"): 41,
        ("satisfied", "partly"): 12,
        ("satisfied", "unsolved"): 3,
        ("understood", "partly"): 9,
        ("understood", "unsolved"): 6,
        ("dissatisfied", "unsolved"): 4,
        ("dissatisfied", "partly"): 1,
    }
    funnel = [("来声", 1284), ("议题", 312), ("协商", 96), ("建议", 88), ("答复", 71), ("群众说解决了", 58)]
    return {
        "now": NOW,
        "states": states(),
        "clocks": clocks(),
        "stops": chain(),
        "lines": lines(),
        "public_lines": [replace(line, id=line.id + 1000) for line in lines()],
        "options": options(),
        "thing": Sample("答复"),
        "lights": lights(),
        "lanes": lanes(),
        "table": table(),
        "slots": year(),
        "form": SampleForm(),
        "wrong": wrong,
        "ratings": ratings,
        "attitudes": [("satisfied", "满意"), ("understood", "理解"), ("dissatisfied", "不满意")],
        "results": [("solved", "解决了"), ("partly", "解决了一部分"), ("unsolved", "没有解决")],
        "funnel": [
            Bar(label, value, tone="accent" if i == 5 else "") for i, (label, value) in enumerate(funnel)
        ],
        "units": [
            Bar("区住建局", 96, tone=""),
            Bar("区教体局", 91),
            Bar("区交通运输局", 78, tone="soon"),
            Bar("区公安分局", 42, "有 7 件逾期", tone="overdue"),
        ],
        "crumbs": [Link("工作台", "#"), Link("议题", "#"), Link("老旧小区加装电梯怎么加快")],
        "tabs": [
            Link("全部", "#", count=31),
            Link("等我办", "#", True, 4),
            Link("已办", "#", count=27),
            Link("逾期", "#", count=2),
        ],
        "files": [File("会议通知.pdf", "#", 182_400, "PDF"), File("签到表.xlsx", "#", 23_800, "Excel")],
        "slice": Slice([], older="?before=5", newer="?after=9"),
        "opinions": opinions(),
        "coloured": opinions(answers=True),
        "changes": [compared("标题", *TITLES), compared("意见建议", *ADVICE)],
        "colours": [
            "accent",
            "accent-fill",
            "teal",
            "amber",
            "late",
            "late-fill",
            "good",
            "ink",
            "ink-2",
            "ink-3",
            "edge",
            "line",
            "wash",
            "wash-2",
            "ground",
        ],
        "icons": [
            "home",
            "speak",
            "receipt",
            "topic",
            "plan",
            "people",
            "list",
            "search",
            "bell",
            "inbox",
            "sieve",
            "send",
            "reply",
            "late",
            "me",
            "more",
            "elder",
            "lock",
            "file",
            "download",
            "left",
            "right",
            "info",
            "seal",
            "empty",
        ],
    }
