"""Dates, numbers and texts as people read them."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from shangliang.look import words

NOW = timezone.make_aware(datetime(2026, 3, 2, 14, 30))


def test_days_and_moments() -> None:
    assert words.day(date(2026, 3, 2)) == "2026年3月2日"
    assert words.moment(NOW) == "3月2日 14:30"
    assert words.full_moment(NOW) == "2026年3月2日 14:30"
    assert words.iso(NOW) == "2026-03-02T14:30:00+08:00"
    assert words.weekday(date(2026, 3, 2)) == "周一"
    assert (words.day(None), words.moment(None), words.iso(None)) == ("", "", "")


def test_days_in_english() -> None:
    with translation.override("en"):
        assert words.day(date(2026, 3, 2)) == "2 Mar 2026"
        assert words.weekday(date(2026, 3, 2)) == "Mon"


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=5), "5 分钟前"),
        (timedelta(hours=3), "3 小时前"),
        (timedelta(hours=16), "1 天前"),
        (timedelta(days=3), "3 天前"),
        (timedelta(days=45), "2026年1月16日"),
        (timedelta(days=-2), "2 天后"),
    ],
)
def test_ago(back: timedelta, said: str) -> None:
    assert words.ago(NOW - back, NOW) == said


def test_numbers() -> None:
    assert words.number(1234567) == "1,234,567"
    assert words.percent(6, 8) == "75%"
    assert words.percent(0, 0) == "—"
    assert words.size(182_400) == "178 KB"


def test_lines_escape_and_part() -> None:
    assert words.lines("一<b>\n二\r\n\r\n三") == "<p>一&lt;b&gt;<br>二</p><p>三</p>"
    assert words.lines(None) == ""


def test_codes() -> None:
    assert words.grouped("7K4M9PXQ") == "7K4M-9PXQ"
    assert words.qr("https://example.org/r/7K4M9PXQ").startswith("data:image/svg+xml")
    assert words.token() != words.token()
