"""Two people with the same page open: neither undoes unread what the other wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import QueryDict

from shangliang.look.rewriting import SEEN, rewriting

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


class RoomForm(forms.Form):
    heading = forms.CharField(label="名称")
    place = forms.CharField(label="地点", required=False)
    ends = forms.DateTimeField(label="截止", required=False)
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲"), ("b", "乙")])


FIRST = {"heading": "夜市", "place": None, "ends": NOON, "kind": "a"}
SENT = {"heading": "夜市", "place": "", "ends": "2026-03-02 12:00", "kind": "a"}


def opened(first: dict[str, Any]) -> str:
    """What the page that was opened then brings back."""
    return str(rewriting(RoomForm(initial=first))[SEEN].value())


def pressed(marks: str, *, there: dict[str, Any] | None = None, **said: str) -> RoomForm:
    data = QueryDict(mutable=True)
    data.update({**SENT, **said, SEEN: marks})
    return rewriting(RoomForm(data, initial=there or FIRST))


def test_nobody_else_wrote() -> None:
    form = pressed(opened(FIRST), heading="夜市的油烟")
    assert form.is_valid() and form.cleaned_data["heading"] == "夜市的油烟" and SEEN not in form.cleaned_data


def test_what_somebody_wrote_meanwhile_is_said_and_then_overwritten() -> None:
    there = {**FIRST, "heading": "夜市的噪声", "ends": NOON.replace(hour=6), "kind": "b"}
    marks = opened(FIRST)
    form = pressed(marks, there=there, heading="夜市的油烟")
    [told] = form.non_field_errors()
    assert (
        "名称（现在是“夜市的噪声”）" in told and "截止（现在是“2026-03-02 14:00”）" in told and "类别" in told
    )
    assert "地点" not in told and form["heading"].value() == "夜市的油烟"
    assert pressed(str(form[SEEN].value()), there=there, heading="夜市的油烟").is_valid()


def test_pressed_twice_or_written_alike_is_nothing_to_tell() -> None:
    there = {**FIRST, "heading": "夜市\n油烟", "ends": NOON.replace(hour=5, second=9)}
    assert pressed(opened(FIRST), there=there, heading="夜市\r\n油烟 ", ends="2026-03-02 13:00").is_valid()


def test_who_sends_no_marks_or_nonsense_is_not_asked() -> None:
    there = {**FIRST, "heading": "夜市的噪声"}
    for marks in ("", "x", "heading", ": :", "elsewhere:1"):
        assert pressed(marks, there=there).is_valid()
    assert not pressed("heading:0", there=there).is_valid()


def test_its_own_mistakes_are_told_as_well() -> None:
    form = pressed(opened(FIRST), there={**FIRST, "heading": "夜市的噪声"}, kind="c", heading="夜")
    assert set(form.errors) == {"kind", "__all__"}
