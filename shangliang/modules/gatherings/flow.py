"""When a gathering may do what (DOMAIN 3.3–3.5)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.kernel.text import listed
from shangliang.modules.gatherings import queries
from shangliang.modules.gatherings.models import Gathering, Light, Participant
from shangliang.modules.plans.models import EventType

params.define("gatherings.minutes_within", lazy("会后报送纪要期限"), 7, "working_days", "DOMAIN 3.4 minutes")
params.define("gatherings.close_within", lazy("会后闭环期限"), 120, "days")
params.define("gatherings.notice_before", lazy("提前书面通知"), 15, "working_days", "DOMAIN 3.4 notice")
params.define("gatherings.materials_before", lazy("提前送材料"), 10, "working_days", "DOMAIN 3.4 materials")
# The quick kinds need neither the three sides nor a research visit (DOMAIN 3.4: micro 全免).
QUICK = {EventType.MICRO, EventType.LOCAL}
# A department tells members how things stand; nothing is decided, so nobody has to be heard first.
UNPREPARED = QUICK | {EventType.BRIEFING}
SIDE_NAMES = {"cppcc": lazy("政协人"), "government": lazy("政府人"), "expert": lazy("专业人")}


def has_time_and_place(gathering: Gathering, at: datetime) -> str | None:
    where = gathering.place or gathering.online
    return None if gathering.starts_at and where else _("还没有定时间和地点")


def has_convener(gathering: Gathering, at: datetime) -> str | None:
    return None if gathering.convener_id else _("还没有召集人")


def has_agenda(gathering: Gathering, at: datetime) -> str | None:
    return None if gathering.agenda.exists() else _("还没有议程")


def three_sides(gathering: Gathering, at: datetime) -> str | None:
    """政协人 + 政府人 + 专业人 (DOMAIN 3.3)."""
    if gathering.type in UNPREPARED:
        return None
    present = set(gathering.participants.values_list("capacity", flat=True))
    missing = [
        str(SIDE_NAMES[s]) for s, capacities in Participant.SIDES.items() if not present & set(capacities)
    ]
    return _("参加人里还缺：%s") % listed(missing) if missing else None


def was_researched(gathering: Gathering, at: datetime) -> str | None:
    """As many research visits as its template asks for (Jinan: three on every topic)."""
    asked = 0 if gathering.type in UNPREPARED else queries.pattern(gathering.template).visits
    if not asked:
        return None
    made = gathering.visits.count()
    if made >= asked:
        return None
    return _("会前调研要 %(asked)d 次，还差 %(left)d 次") % {"asked": asked, "left": asked - made}


def member_signed_in(gathering: Gathering, at: datetime) -> str | None:
    """Every gathering has at least one member present (DOMAIN 0.2 no. 7)."""
    present = gathering.participants.filter(capacity=Participant.Capacity.MEMBER, signed_in_at__isnull=False)
    return None if present.exists() else _("还没有委员签到")


def has_opinions(gathering: Gathering, at: datetime) -> str | None:
    return None if gathering.opinions.exists() else _("还没有记录意见")


def has_minutes(gathering: Gathering, at: datetime) -> str | None:
    return None if gathering.minutes.strip() else _("还没有纪要")


def five_lights(gathering: Gathering, at: datetime) -> str | None:
    """五格未满不得标“闭环” (DOMAIN 0.2 no. 8)."""
    lit = set(gathering.lights.values_list("kind", flat=True))
    missing = [str(label) for value, label in Light.Kind.choices if value not in lit]
    return _("五个一还缺：%s") % listed(missing) if missing else None


GATHERING = Flow(
    "gathering",
    lazy("协商活动"),
    start="preparing",
    states=[
        State("preparing", lazy("筹备中")),
        State("noticed", lazy("已通知")),
        State("sitting", lazy("正在协商")),
        State("held", lazy("已举行，待纪要"), due=Due("gatherings.minutes_within", warn=(3, 1))),
        State(
            "concluded", lazy("纪要已定"), due=Due("gatherings.close_within", warn=(30, 7), escalate=(30,)),
        ),
        State("closed", lazy("已闭环"), final=True, tone="good"),
        State("cancelled", lazy("已取消"), final=True, tone="quiet"),
    ],
    moves=[
        Move(
            "notice", "preparing", "noticed", lazy("发通知"), bare=True,
            guards=(has_time_and_place, has_convener, has_agenda, three_sides, was_researched),
        ),
        Move("reschedule", "noticed", "preparing", lazy("改期"), bare=True, note=True, option=True),
        Move(
            "cancel", "preparing noticed", "cancelled", lazy("取消"), note=True, undoable=False, option=True,
        ),
        Move("start", "noticed", "sitting", lazy("开会"), bare=True),
        Move("end", "sitting", "held", lazy("散会"), guards=(member_signed_in, has_opinions)),
        Move("conclude", "held", "concluded", lazy("定纪要"), bare=True, guards=(has_minutes,)),
        Move("close", "concluded", "closed", lazy("闭环"), bare=True, guards=(five_lights,), undoable=False),
    ],
)  # fmt: skip
