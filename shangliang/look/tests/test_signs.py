"""Clock words over weekends and holidays."""

from datetime import date, datetime, time
from types import SimpleNamespace

import pytest
from django.utils import timezone

from shangliang.kernel.calendar import CALENDAR, WORKING, end_of
from shangliang.look import signs


def at(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def told(now: date, due: date, kind: str = WORKING) -> signs.ClockWords:
    return signs.told(end_of(due), at(now), kind, signs.National())


@pytest.mark.parametrize(
    ("now", "due", "words", "tone"),
    [
        # 2026-03-20 is a Friday.
        (date(2026, 3, 16), date(2026, 3, 20), "剩 4 个工作日", "moving"),
        (date(2026, 3, 20), date(2026, 3, 23), "剩 1 个工作日", "soon"),
        (date(2026, 3, 20), date(2026, 3, 20), "今天到期", "soon"),
        (date(2026, 3, 20), date(2026, 3, 22), "剩 2 天", "soon"),
        (date(2026, 3, 21), date(2026, 3, 20), "逾期 1 天", "overdue"),
        (date(2026, 3, 23), date(2026, 3, 20), "逾期 3 天", "overdue"),
        (date(2026, 3, 2), date(2026, 3, 31), "剩 21 个工作日", "quiet"),
    ],
)
def test_working_days(now: date, due: date, words: str, tone: str) -> None:
    clock = told(now, due)
    assert (clock.words, clock.tone) == (words, tone)


def test_calendar_days_count_weekends() -> None:
    assert told(date(2026, 3, 20), date(2026, 3, 30), CALENDAR).words == "剩 10 天"


def test_holiday_is_named_and_not_counted() -> None:
    # 清明 2026: 4 April (Saturday) to 6 April (Monday).
    clock = told(date(2026, 4, 2), date(2026, 4, 7))
    assert clock.words == "剩 2 个工作日"
    assert "2026年4月7日（周二）到期" in clock.title
    assert "今天之后还有 5 天，其中工作日 2 天" in clock.title
    assert "清明" in clock.title


def test_worked_weekend_counts_and_is_named() -> None:
    worked = [
        d for d, (works, _name) in signs.national().items() if works and d.weekday() >= 5 and d.year == 2026
    ]
    day = worked[0]
    clock = told(date.fromordinal(day.toordinal() - 1), day)
    assert clock.words == "剩 1 个工作日"
    assert "调休上班" in clock.title


def test_calendar_is_read_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    monkeypatch.setattr(signs, "Calendar", lambda path: read.append(path) or signs.National())
    signs.forget_calendars()
    for _ in range(50):
        signs.calendar_for("001.")
    assert read == ["001."]
    signs.forget_calendars()


def test_made_by_hand_passes_through() -> None:
    clock = told(date(2026, 3, 16), date(2026, 3, 20))
    assert signs.clock(clock, clock.due) is clock
    assert signs.clock(None, clock.due) is None
    assert signs.clock(SimpleNamespace(), clock.due) is None
    state = signs.StateWords("已立题", "moving")
    assert signs.state_of(state) is state


def test_line_of_an_unknown_kind_still_reads() -> None:
    entry = SimpleNamespace(
        id=1, kind="gone", verb="x", actor_id=7, actor_label="李", at=at(date(2026, 3, 2)), note=""
    )
    assert signs.said(entry) == "x"
