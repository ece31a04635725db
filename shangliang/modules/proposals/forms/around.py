"""Shapes of input around proposals: the catalogue, incubation, marks, awards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shangliang.look.fields import NamesField, OneOf, day_input
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import AwardRound

_CONTACT = re.compile(r"[，,\t ]+")


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TopicForm(forms.Form):
    """A topic as it is offered, and as the office puts it before it is listed."""

    title = forms.CharField(label=_("选题"), max_length=60, help_text=_("一个题一件事，不超过 60 字"))
    background = forms.CharField(label=_("为什么要写"), widget=area(5), max_length=3000)
    wanted = forms.CharField(label=_("希望提案回答什么"), widget=area(4), max_length=3000, required=False)

    def __init__(
        self, fields: Iterable[Any], *args: Any, units: Sequence[Unit] = (), own: Sequence[Unit] = (), **named: Any
    ):  # fmt: skip
        super().__init__(*args, **named)
        self.fields["field"] = OneOf(fields, label=_("领域"), required=False)
        if len(units) > 1:
            self.fields["unit"] = OneOf(units, label=_("推荐给"))
        if len(own) > 1:
            self.fields["offered_by"] = OneOf(own, label=_("以哪个单位的名义"))
        self.order_fields(["unit", "offered_by", "title", "field"])


class ListForm(forms.Form):
    def __init__(self, fields: Iterable[Any], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["field"] = OneOf(fields, label=_("归入领域"))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), widget=area(3), max_length=1000)


class VoiceForm(forms.Form):
    number = forms.IntegerField(label=_("来声的编号"), min_value=1)


class TopicChoiceForm(forms.Form):
    """Which topic of the catalogue a proposal answers."""

    def __init__(self, topics: Iterable[Any], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["topic"] = OneOf(topics, label=_("写选题目录里的哪个题"), required=False)


class OutsideField(forms.CharField):
    """People without an account, one a line: the name, then who they are. Gives (name, role) pairs."""

    def __init__(self, **named: Any):
        super().__init__(required=False, widget=area(2), **named)

    def clean(self, value: Any) -> list[tuple[str, str]]:
        rows = [_CONTACT.split(line.strip(), maxsplit=1) for line in super().clean(value).splitlines()]
        return [(row[0][:60], row[1][:120] if len(row) > 1 else "") for row in rows if row[0]]


class GuestsForm(forms.Form):
    def __init__(self, people: Any, *args: Any, **named: Any):
        super().__init__(*args, **named)
        names = NamesField(people, label=_("邀请谁"), help_text=_("写姓名，用顿号隔开；部门的人、专家都可以"))
        names.required = False
        self.fields["people"] = names
        self.fields["outside"] = OutsideField(
            label=_("没有账号的专家"), help_text=_("一行一位：姓名，单位职务；意见由提案委代记")
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("people") and not data.get("outside"):
            self.add_error("people", _now("请写明邀请谁"))
        return data


class CallForm(GuestsForm):
    about = forms.CharField(label=_("想请大家看什么"), widget=area(3), max_length=2000)
    day = forms.DateField(label=_("评审日期"), widget=day_input())
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    field_order = ("about", "day", "place", "people", "outside")


class WishForm(forms.Form):
    about = forms.CharField(
        label=_("想请大家看什么"), widget=area(3), max_length=2000,
        help_text=_("申请以后，提案委和受邀的人能看到您现在写的内容"),
    )  # fmt: skip


class ConveneForm(forms.Form):
    day = forms.DateField(label=_("评审日期"), widget=day_input())
    place = forms.CharField(label=_("地点"), max_length=120, required=False)


class AdviceForm(forms.Form):
    text = forms.CharField(label=_("意见"), widget=area(3), max_length=2000)

    def __init__(self, items: Sequence[Any], *args: Any, guests: Sequence[Any] = (), **named: Any):
        super().__init__(*args, **named)
        choices = [(0, _now("整件提案")), *((i.number, _now("第 %d 条建议") % i.number) for i in items)]
        self.fields["number"] = forms.TypedChoiceField(label=_("对哪一条"), choices=choices, coerce=int)
        if guests:
            self.fields["guest"] = OneOf(guests, label=_("谁的意见"))
        self.order_fields(["number", "guest"])


class ConclusionForm(forms.Form):
    ripe = forms.TypedChoiceField(
        label=_("结论"), choices=[("1", _("已成熟")), ("0", _("还要修改"))], coerce=lambda said: said == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    conclusion = forms.CharField(label=_("说明"), widget=area(4), max_length=3000)


class MarksForm(forms.Form):
    """One mark from 0 to 100 for each name, and words."""

    note = forms.CharField(label=_("评语"), widget=area(3), max_length=1000, required=False)

    def __init__(self, names: Mapping[str, Any], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.names = list(names)
        for name, label in names.items():
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=100)
        self.order_fields(self.names)

    @property
    def given(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in self.names}


class AwardForm(forms.Form):
    kind = forms.ChoiceField(label=_("评什么"), choices=AwardRound.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("名称"), max_length=80)
    since = forms.DateField(label=_("从哪天"), widget=day_input())
    until = forms.DateField(label=_("到哪天"), widget=day_input(), help_text=_("评这段时间里立案、办理的"))

    def __init__(self, units: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        if len(units) > 1:
            self.fields["unit"] = OneOf(units, label=_("单位"))
        self.order_fields(["unit"])


class JuryForm(forms.Form):
    def __init__(self, people: Any, *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["people"] = NamesField(people, label=_("评委"), help_text=_("写姓名，用顿号隔开"))


class NominateForm(forms.Form):
    why = forms.CharField(label=_("推荐理由"), widget=area(3), max_length=1000)

    def __init__(self, departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        if departments:
            self.fields["department"] = OneOf(departments, label=_("承办单位"))
        else:
            self.fields["case"] = forms.IntegerField(label=_("提案的案号"), min_value=1)
        self.order_fields(["department", "case"])


class VoteForm(forms.Form):
    yes = forms.TypedChoiceField(
        label=_("意见"), choices=[("1", _("赞成")), ("0", _("不赞成"))], coerce=lambda said: said == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = forms.CharField(label=_("理由"), max_length=300, required=False, help_text=_("不赞成的请写理由"))


class ChoiceForm(forms.Form):
    chosen = forms.TypedChoiceField(
        label=_("入选"), choices=[("1", _("入选")), ("0", _("不入选"))], coerce=lambda said: said == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(label=_("理由"), widget=area(3), max_length=1000)
