"""What is written from the record: evidence, the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import moves
from shangliang.kernel.text import official
from shangliang.modules.gatherings.models import (
    Consensus,
    Gathering,
    Light,
    Material,
    Opinion,
    Participant,
    Visit,
)
from shangliang.modules.gatherings.queries.boards import counted
from shangliang.modules.gatherings.queries.pages import ORDINARY, Room

# 台账列 (DOMAIN 3.6) as far as this stage of the loop knows them.
LEDGER = (
    lazy("序号"),
    lazy("编号"),
    lazy("时间"),
    lazy("地点"),
    lazy("议题"),
    lazy("来源"),
    lazy("类型"),
    lazy("主持"),
    lazy("委员人数"),
    lazy("部门人数"),
    lazy("群众人数"),
    lazy("到会合计"),
    lazy("调研次数"),
    lazy("主要意见条数"),
    lazy("共识"),
    lazy("责任单位"),
    lazy("时限"),
    lazy("议题进展"),
    lazy("五个一"),
    lazy("附件数"),
    lazy("报道"),
    lazy("状态"),
)
PARTICIPANTS = (
    lazy("姓名"),
    lazy("身份"),
    lazy("单位"),
    lazy("单位职务"),
    lazy("签到时间"),
    lazy("签到方式"),
    lazy("请假事由"),
    lazy("意见条数"),
)
DEPARTMENT = (Participant.Capacity.LEADER, Participant.Capacity.HEAD)


def _when(gathering: Gathering) -> str:
    if gathering.starts_at is None:
        return ""
    start = timezone.localtime(gathering.starts_at)
    said = f"{start.year}年{start.month}月{start.day}日 {start:%H:%M}"
    return f"{said}—{timezone.localtime(gathering.ends_at):%H:%M}" if gathering.ends_at else said


@official()
def evidence_for(kind: str, full: Room) -> str:
    """The evidence that the record itself holds for a light; empty when a person must say it (no query)."""
    g = full.gathering
    if kind == Light.Kind.THEME:
        return _("议题：%s") % g.topic.title
    if kind == Light.Kind.CONSULTATION and g.state in {"held", "concluded", "closed"}:
        return _(
            "%(when)s在%(place)s举行，到会 %(signed)d 人，记录意见 %(said)d 条，形成共识 %(agreed)d 项"
        ) % {
            "when": _when(g),
            "place": g.place or _("线上会场"),
            "signed": full.signed,
            "said": len(full.opinions),
            "agreed": len(full.consensus),
        }
    return ""


def participant_rows(gathering: Gathering) -> Iterator[tuple[Any, ...]]:
    """The list of participants for a sheet, in the order of PARTICIPANTS (1 query)."""
    how = {"code": _("扫码"), "desk": _("代签")}
    for p in gathering.participants.select_related("unit").annotate(said=Count("opinions")).order_by("id"):
        signed = f"{timezone.localtime(p.signed_in_at):%Y-%m-%d %H:%M}" if p.signed_in_at else ""
        yield (
            p.name,
            p.get_capacity_display(),
            p.unit or "",
            p.standing,
            signed,
            how.get(p.signed_how, ""),
            p.excuse,
            p.said,
        )


def ledger(things: QuerySet[Gathering]) -> Iterator[tuple[Any, ...]]:
    """活动台账 in the order of LEDGER (3 queries, however many rows)."""
    came = Participant.objects.filter(signed_in_at__isnull=False)
    rows = (
        things.exclude(state__in=["preparing", "cancelled"])
        .select_related("topic", "convener", "unit")
        .annotate(
            members=counted(came.filter(capacity=Participant.Capacity.MEMBER)),
            offices=counted(came.filter(capacity__in=DEPARTMENT)),
            people=counted(came.filter(capacity__in=ORDINARY)),
            came=counted(came),
            visited=counted(Visit.objects.all()),
            said=counted(Opinion.objects.all()),
            kept=counted(Material.objects.all()),
        )
        .order_by("starts_at", "pk")
        .prefetch_related(
            Prefetch("consensus", Consensus.objects.select_related("responsible")),
            Prefetch("lights", Light.objects.all()),
        )
    )
    for number, g in enumerate(rows, start=1):
        yield _ledger_row(number, g)


def _ledger_row(number: int, g: Any) -> tuple[Any, ...]:
    agreed, lit = list(g.consensus.all()), {light.kind: light for light in g.lights.all()}
    media = lit.get(Light.Kind.MEDIA)
    return (
        number,
        g.number,
        _when(g),
        g.place or g.online,
        g.topic.title,
        g.topic.get_origin_display(),
        g.get_type_display(),
        g.convener.name if g.convener else "",
        g.members,
        g.offices,
        g.people,
        g.came,
        g.visited,
        g.said,
        "；".join(c.text for c in agreed),
        "、".join(dict.fromkeys(c.responsible.short for c in agreed)),
        max((c.due_on.isoformat() for c in agreed), default=""),
        moves.label_of(g.topic),
        f"{len(lit)}/5",
        g.kept,
        media.evidence if media else "",
        moves.label_of(g),
    )


def calendar_entry(gathering: Gathering, address: str) -> str:
    """The meeting as one event of an iCalendar file (RFC 5545); without an end, two hours (no query)."""
    start = gathering.starts_at
    if start is None:
        raise ValueError("a gathering without a time stands in no calendar")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//shangliang//gatherings//ZH",
        "BEGIN:VEVENT",
        f"UID:gathering-{gathering.pk}-{gathering.sign_in_code}@shangliang",
        f"SEQUENCE:{gathering.version}",
        f"DTSTAMP:{_utc(gathering.entered_at)}",
        f"DTSTART:{_utc(start)}",
        f"DTEND:{_utc(gathering.ends_at or start + timedelta(hours=2))}",
        f"SUMMARY:{_escaped(gathering.title)}",
        f"LOCATION:{_escaped(gathering.place or gathering.online)}",
        f"URL:{address}",
        *(["STATUS:CANCELLED"] if gathering.state == "cancelled" else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(part for line in lines for part in _folded(line)) + "\r\n"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, "\\" + mark)
    return words.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """No line longer than 75 bytes; what follows begins with a blank."""
    piece = ""
    for char in line:
        if len((piece + char).encode()) > 74:
            yield piece
            piece = " "
        piece += char
    yield piece
