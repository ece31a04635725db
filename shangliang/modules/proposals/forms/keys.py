"""Key proposals, those asked about them, and the activities that supervise them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes.models import Instruction
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.forms.assigning import area
from shangliang.modules.proposals.models import KeyView, SuperviseAct


def day(label: Any, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=hint)


def line(label: Any, most: int = 120, *, must: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=must, help_text=hint)


class NominateForm(forms.Form):
    reason = area(_("推荐理由"), 4, most=2000, hint=_("为什么值得党政领导领办、政协领导督办。"))


class ConsultForm(forms.Form):
    units = forms.ModelMultipleChoiceField(
        label=_("征求谁的意见"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("党派、团体、专委会、界别；没有账号的，由提案委代录。"),
    )  # fmt: skip

    def __init__(self, units: QuerySet[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]


class SayForm(forms.Form):
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none(), empty_label=None)
    says = forms.ChoiceField(label=_("意见"), choices=KeyView.Says.choices, widget=forms.RadioSelect)
    text = area(
        _("说明"), 3, most=2000, must=False, hint=_("不同意或另有意见的，请写明理由；代录的，写明依据。")
    )

    def __init__(self, units: QuerySet[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    meeting = line(_("哪次主席会议"), 100, hint=_("例如“七届市政协第 30 次主席会议”。"))
    decided_on = day(_("审定日期"))
    leader = forms.ModelChoiceField(
        label=_("领办的党政领导"), queryset=Person.objects.none(), empty_label=_("请选择")
    )
    supervisor = forms.ModelChoiceField(
        label=_("督办的政协领导"), queryset=Person.objects.none(), empty_label=_("请选择")
    )

    def __init__(self, leaders: QuerySet[Person], supervisors: QuerySet[Person], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]
        self.fields["supervisor"].queryset = supervisors  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    text = area(_("督办方案"), 10, most=10000, hint=_("督办重点、方式、时间安排、参加的人。"))


class ArrangeForm(forms.Form):
    kind = forms.ChoiceField(label=_("方式"), choices=SuperviseAct.Kind.choices)
    day = day(_("日期"))
    place = line(_("地点"))
    aim = line(_("看什么、谈什么"), 300)
    people = line(_("参加的人"), 300, must=False, hint=_("提案者和承办单位会收到通知，不用写。"))


class RescheduleForm(forms.Form):
    day = day(_("改到哪天"))
    note = area(_("改期理由"), 2, most=500)


class HoldForm(forms.Form):
    proposers_there = forms.ModelMultipleChoiceField(
        label=_("到场的提案者"), queryset=Person.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    absent = line(_("提案者没有参加的原因"), 200, must=False, hint=_("一位都没有到场的必填。"))
    people = line(_("其他参加的人"), 300, must=False)
    record = area(_("活动记录"), 6, most=10000)
    agreed = area(_("达成的共识"), 3, must=False)
    promised = area(
        _("承办单位当场答应的"), 3, must=False, hint=_("有期限的，请承办单位在交办件里登记为承诺，一并跟踪。")
    )
    file = forms.FileField(label=_("照片"), required=False)

    def __init__(self, people: Sequence[Person], *args: Any, **named: Any):
        super().__init__(*args, **named)
        known = Person.objects.filter(pk__in=[p.pk for p in people])
        self.fields["proposers_there"].queryset = known  # type: ignore[attr-defined]


class ConcludeForm(forms.Form):
    text = area(_("督办结论报告"), 10, most=20000, hint=_("办到了什么、还差什么、建议怎么办。"))


class ReportForm(forms.Form):
    to = line(_("报送给谁"), 200, hint=_("例如“市委、市政府主要领导”。"))


class InstructForm(forms.Form):
    leader = line(_("批示领导"), 60)
    rank = forms.ChoiceField(label=_("级别"), choices=Instruction.Rank.choices, initial=Instruction.Rank.CITY)
    text = area(_("批示内容"), 4)
    on = day(_("批示日期"))
    file = forms.FileField(label=_("批示件"), required=False)


class SummariseForm(forms.Form):
    text = area(_("年终总结"), 8, most=10000)
