"""Boards, statements, reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import adopting
from shangliang.modules.deliberation.models import LONGEST, Board, Reason, Statement
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.topics.models import Topic


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class BoardForm(forms.Form):
    """What is asked, of whom, until when."""

    title = forms.CharField(label=_("名称"), max_length=80)
    question = forms.CharField(label=_("要大家商量什么"), max_length=2000, widget=_text(4))
    gathering = forms.ModelChoiceField(
        label=_("哪次协商"), queryset=Gathering.objects.none(), required=False, empty_label=_("不属于哪次协商"),
        help_text=_("会前、会中、会后都可以用同一块议事板，线上线下算一件事"),
    )  # fmt: skip
    voters = forms.ChoiceField(label=_("谁可以表态"), choices=Board.Voters.choices)
    closes_at = forms.DateTimeField(
        label=_("截止"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    may_add = forms.BooleanField(label=_("可以提新看法"), required=False, initial=True)
    screened = forms.BooleanField(
        label=_("新看法先看后发"), required=False, initial=True,
        help_text=_("不选就先发后看；不展示的，都会留下公开的理由"),
    )  # fmt: skip
    open_to_public = forms.BooleanField(label=_("结果公开"), required=False, initial=True)

    def __init__(self, *args: Any, gatherings: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["gathering"].queryset = gatherings  # type: ignore[attr-defined]


class PlanForm(BoardForm):
    """A new board: also whose it is, on which topic, and what it begins with."""

    unit = forms.ModelChoiceField(label=_("举办单位"), queryset=Unit.objects.none(), empty_label=None)
    topic = forms.ModelChoiceField(label=_("议题"), queryset=Topic.objects.none(), empty_label=_("请选择"))
    seeds = forms.CharField(
        label=_("开头的看法"), widget=_text(8), max_length=20000, required=False,
        help_text=_("一行一条，一条只说一件事，正反面的都要有"),
    )  # fmt: skip
    token = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    field_order = ("topic", "unit", "title", "question", "seeds")

    def __init__(self, *args: Any, units: Any, topics: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean_seeds(self) -> list[str]:
        return lines_of(self.cleaned_data["seeds"])


class SeedForm(forms.Form):
    seeds = forms.CharField(label=_("看法"), widget=_text(8), max_length=20000, help_text=_("一行一条"))

    def clean_seeds(self) -> list[str]:
        return lines_of(self.cleaned_data["seeds"])


def lines_of(typed: str) -> list[str]:
    """One statement a line. ValidationError names the first that is too long."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST:
            raise forms.ValidationError(
                _("第 %(n)d 行太长，一条看法最多 %(most)d 字") % {"n": number, "most": LONGEST}
            )
    return lines


class ConcludeForm(forms.Form):
    conclusion = forms.CharField(
        label=_("结论"), widget=_text(8), max_length=10_000,
        help_text=_("大家共同认可的是什么，分歧在哪里，接下来谁去办"),
    )  # fmt: skip


class WhyForm(forms.Form):
    why = forms.CharField(label=_("理由"), widget=_text(3), max_length=1000, help_text=_("这个理由会公开"))


class AnswerForm(forms.Form):
    what = forms.ChoiceField(label=_("怎么处理"), choices=adopting.CHOICES)
    why = forms.CharField(label=_("为什么"), widget=_text(3), max_length=1000, help_text=_("提出人会看到"))


class PutForm(forms.Form):
    """A statement of one's own."""

    text = forms.CharField(
        label=_("我有别的看法"), max_length=LONGEST, widget=_text(3),
        help_text=_("一条只说一件事，别人能直接赞成或反对。请不要写电话和住址。"),
    )  # fmt: skip
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    side = forms.ChoiceField(label=_("立场"), choices=Reason.Side.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("理由"), max_length=500, widget=_text(3))
    answers = forms.ModelChoiceField(
        label=_("回应哪一条"), queryset=Reason.objects.none(), required=False, empty_label=_("不是回应")
    )
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, statement: Statement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        shown = statement.reasons.filter(state="shown", answers=None)
        self.fields["answers"].queryset = shown  # type: ignore[attr-defined]
