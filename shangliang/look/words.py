"""Dates, numbers and short texts as people read them. No database."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import segno
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from shangliang.kernel import text

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def say(message: str, /, **variables: Any) -> Markup:
    """`_` of the templates: what is filled in is escaped. A page says a hundred texts; each is looked up once."""
    return _said(message, get_language()) % variables


@lru_cache(maxsize=8192)
def _said(message: str, language: str | None) -> Markup:
    return Markup(_(message))  # our own catalogue, not what anybody typed


def _chinese() -> bool:
    return (get_language() or "zh-hans").startswith("zh")


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def day(value: date | datetime | None) -> str:
    """2026年3月2日; empty for nothing."""
    if value is None:
        return ""
    d = _local(value)
    return f"{d.year}年{d.month}月{d.day}日" if _chinese() else f"{d.day} {MONTHS[d.month - 1]} {d.year}"


def month(number: int) -> str:
    """3月."""
    return f"{number}月" if _chinese() else MONTHS[number - 1]


def short_day(value: date | datetime | None) -> str:
    """3月2日."""
    if value is None:
        return ""
    d = _local(value)
    return f"{d.month}月{d.day}日" if _chinese() else f"{d.day} {MONTHS[d.month - 1]}"


def weekday(value: date | datetime) -> str:
    """周一."""
    d = _local(value)
    return f"周{WEEKDAYS[d.weekday()]}" if _chinese() else DAYS[d.weekday()]


def moment(value: datetime | None) -> str:
    """3月2日 14:30 in the house's time zone."""
    if value is None:
        return ""
    return f"{short_day(value)} {_local(value):%H:%M}"


def full_moment(value: datetime | None) -> str:
    """2026年3月2日 14:30."""
    return f"{day(value)} {_local(value):%H:%M}" if value is not None else ""


def iso(value: date | datetime | None) -> str:
    """For <time datetime>: with the offset of the house's time zone, to the second."""
    if value is None:
        return ""
    d = _local(value)
    return d.isoformat(timespec="seconds") if isinstance(d, datetime) else d.isoformat()


def ago(value: datetime | None, now: datetime) -> str:
    """How long before (or after) `now`, in words; from a month on the day itself."""
    if value is None:
        return ""
    seconds = int((now - value).total_seconds())
    if abs(seconds) < 60:
        return _("刚刚") if seconds >= 0 else _("马上")
    minutes = abs(seconds) // 60
    days = abs((_local(now).toordinal()) - (_local(value).toordinal()))
    if minutes < 60:
        words = ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}
    elif days == 0 or minutes < 12 * 60:
        words = ngettext("%(n)d 小时", "%(n)d 小时", minutes // 60) % {"n": minutes // 60}
    elif days < 30:
        words = ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}
    else:
        return day(value)
    return _("%s前") % words if seconds > 0 else _("%s后") % words


def number(value: Any, places: int = 0) -> str:
    """1234567 → 1,234,567."""
    return "" if value is None else f"{value:,.{places}f}"


def percent(part: float, whole: float) -> str:
    """The share of a whole, in whole per cent; a dash when there is no whole."""
    return f"{round(100 * part / whole)}%" if whole else "—"


def size(count: int) -> str:
    """Bytes as people say them."""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.0f} KB" if count < 1024**2 else f"{count / 1024**2:.1f} MB"


def lines(value: str | None) -> SafeString:
    """Plain text as paragraphs: an empty line parts them, a single one breaks; everything escaped."""
    paragraphs = [p.strip() for p in re.split(r"\n\s*\n", (value or "").replace("\r\n", "\n")) if p.strip()]
    return mark_safe("".join(f"<p>{escape(p).replace(chr(10), '<br>')}</p>" for p in paragraphs))


def short(value: str | None, length: int = 60) -> str:
    return text.shortened(value or "", length)


def grouped(code: str) -> str:
    """A receipt code in groups of four, as it is read out: 7K4M-9PXQ."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def token() -> str:
    """A fresh key for one form: sent twice, it is done once (kernel.once)."""
    return secrets.token_urlsafe(16)


def qr(address: str) -> str:
    """A data: URI of the code of an address, sharp at any size (an SVG picture for <img>)."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(border=2, scale=4))
