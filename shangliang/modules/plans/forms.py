"""The shape of what comes in. Whether it may be done is asked elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.people import queries as people
from shangliang.modules.people.models import Person
from shangliang.modules.plans import queries
from shangliang.modules.plans.models import EventType, Plan
from shangliang.modules.topics.models import Topic

MONTHS = [(month, _("%d 月") % month) for month in range(1, 13)]


class OpenForm(forms.Form):
    unit = forms.ModelChoiceField(label=_("编制单位"), queryset=Unit.objects.none(), empty_label=None)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    title = forms.CharField(
        label=_("名称"), max_length=120, help_text=_("印发时用的全称，如“云川市政协2026年度协商计划”")
    )


class TitleForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=120)


class TermsForm(forms.Form):
    """What an item says."""

    title = forms.CharField(label=_("题目"), max_length=120)
    type = forms.ChoiceField(label=_("协商形式"), choices=EventType.choices)
    month = forms.TypedChoiceField(label=_("月份"), coerce=int, choices=MONTHS)
    leader = forms.ModelChoiceField(
        label=_("牵头领导"), queryset=Person.objects.none(), required=False, empty_label=_("以后再定")
    )
    committee = forms.ModelChoiceField(
        label=_("承办专委会"), queryset=Unit.objects.none(), required=False, empty_label=_("以后再定")
    )
    departments = forms.ModelMultipleChoiceField(
        label=_("协办部门"), queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    supervising = forms.BooleanField(label=_("监督性议题"), required=False)

    def __init__(self, *args: Any, plan: Plan, on: date, **named: Any):
        super().__init__(*args, **named)
        offered = {
            "leader": people.leaders(plan.unit.path, on),
            "committee": queries.committees(plan),
            "departments": org.departments(plan.unit.path),
        }
        for name, things in offered.items():
            self.fields[name].queryset = things  # type: ignore[attr-defined]


class AddForm(TermsForm):
    """A topic and what the plan says of it; without a title of its own it takes the topic's."""

    topic = forms.ModelChoiceField(
        label=_("议题"), queryset=Topic.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(
        label=_("增补理由"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("计划已经印发，临时增补要写明理由，会和题目一起公开"),
    )  # fmt: skip
    field_order = ("topic", "title", "type", "month")

    def __init__(self, *args: Any, plan: Plan, on: date, **named: Any):
        super().__init__(*args, plan=plan, on=on, **named)
        self.fields["topic"].queryset = queries.choosable(plan)  # type: ignore[attr-defined]
        self.fields["title"].required = False
        self.fields["title"].help_text = _("不填就用议题的标题")
        if plan.state != "issued":
            del self.fields["reason"]


class ChangeForm(TermsForm):
    """An item of an issued plan: what it shall say now, and why."""

    reason = forms.CharField(
        label=_("调整理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("会和调整内容一起留在计划里，并公开"),
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, on: date, **named: Any):
        super().__init__(*args, plan=plan, on=on, **named)
        self.fields["leader"].required = self.fields["committee"].required = True


class RoundForm(forms.Form):
    held_on = forms.DateField(
        label=_("座谈日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("主要意见"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("对题目的增减、时间、形式有什么意见；办公室内部使用，不公开"),
    )  # fmt: skip
