"""The shape of what comes in. Whether it may be done is asked elsewhere."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from shangliang.kernel.text import whole
from shangliang.modules.org.models import Brand, Field, Unit
from shangliang.modules.voices.models import Rating, Voice

# The browser's own picker knows this one way of writing a date.
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
PHONE = RegexValidator(r"^[0-9+\-() ]{6,20}$", _("请填写电话号码"))


class PhoneField(forms.CharField):
    """A telephone number; full-width digits, as Chinese keyboards type them, are the same digits."""

    default_validators = [PHONE]

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value) or "")


class RaiseForm(forms.Form):
    """What a citizen fills in: two fields, the rest may stay empty."""

    title = forms.CharField(label=_("什么事"), max_length=120, help_text=_("一句话说清楚"))
    body = forms.CharField(
        label=_("具体情况和您的建议"), max_length=5000, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("时间、地点、影响了多少人、希望怎么办。请不要写身份证号和电话。"),
    )  # fmt: skip
    unit = forms.ModelChoiceField(label=_("向哪里反映"), queryset=Unit.objects.none())
    place = forms.ModelChoiceField(label=_("事情在哪个镇村"), queryset=Unit.objects.none(), required=False)
    place_text = forms.CharField(
        label=_("具体地点"), max_length=120, required=False, help_text=_("小区、路段、村组")
    )
    name = forms.CharField(label=_("怎么称呼您"), max_length=40, required=False)
    phone = PhoneField(label=_("电话"), max_length=20, required=False)
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("留下邮箱，有进展会写信告诉您"))
    open_ok = forms.BooleanField(label=_("同意公开反映的内容（不公开您是谁）"), required=False, initial=True)
    agree = forms.BooleanField(label=_("我知道联系方式只用于回访，加密保存，每次查看都有记录"))
    kept = forms.CharField(required=False, widget=forms.HiddenInput)  # signed: files that came before
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("原因"), choices=Voice.DeclineReason.choices)
    note = forms.CharField(
        label=_("向提出人说明"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("提出人会看到这段话。请告诉她可以去哪里。"),
    )  # fmt: skip


class PassOnForm(forms.Form):
    lead = forms.ModelChoiceField(label=_("转给哪个部门"), queryset=Unit.objects.none())
    ask = forms.CharField(label=_("请办内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ContactForm(forms.Form):
    why = forms.CharField(label=_("查看用途"), max_length=200, help_text=_("会记入日志"))


class FieldForm(forms.Form):
    field = forms.ModelChoiceField(label=_("领域"), queryset=Field.objects.none())


class RateForm(forms.Form):
    attitude = forms.TypedChoiceField(
        label=_("办理的人态度怎么样"), coerce=int, widget=forms.RadioSelect,
        choices=[(5, _("很好")), (4, _("好")), (3, _("一般")), (2, _("不好")), (1, _("很不好"))],
    )  # fmt: skip
    result = forms.ChoiceField(
        label=_("事情解决了吗"), choices=Rating.Result.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("想说的话"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("没有解决的，请写哪里没有解决"),
    )  # fmt: skip


class CallForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=100)
    body = forms.CharField(label=_("说明"), max_length=3000, widget=forms.Textarea(attrs={"rows": 6}))
    closes_on = forms.DateField(label=_("截止日期"), widget=DAY)
    brand = forms.ModelChoiceField(label=_("品牌"), queryset=Brand.objects.none(), required=False)
    unit = forms.ModelChoiceField(label=_("发起单位"), queryset=Unit.objects.none())


class SheetForm(forms.Form):
    paper_no = forms.CharField(label=_("纸表编号"), max_length=40)
    collected_on = forms.DateField(label=_("采集日期"), widget=DAY)
    handed_out = forms.IntegerField(label=_("发放份数"), min_value=0, max_value=100000, required=False)
    place = forms.ModelChoiceField(label=_("村（社区）"), queryset=Unit.objects.none())
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)


class LineForm(forms.Form):
    title = forms.CharField(label=_("什么事"), max_length=120)
    body = forms.CharField(label=_("情况和建议"), max_length=3000, widget=forms.Textarea(attrs={"rows": 3}))
    place_text = forms.CharField(label=_("具体地点"), max_length=120, required=False)
    name = forms.CharField(label=_("反映人"), max_length=40, required=False)
    phone = PhoneField(label=_("电话"), max_length=20, required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if self.empty_permitted and not str(self.prefix).endswith("-0"):
            for name in ("title", "body"):
                self.fields[name].needed = _("写了这一条就必填")  # type: ignore[attr-defined]


MORE, MOST = 3, 60  # lines of a paper form
LineFormSet = forms.formset_factory(LineForm, extra=MORE, max_num=MOST, validate_max=True)


def longer(typed: QueryDict) -> Any:
    """The same lines with some empty ones after them: a paper form has as many as it has."""
    data = typed.copy()
    now = whole(typed.get("line-TOTAL_FORMS", "")) or MORE
    data["line-TOTAL_FORMS"] = str(min(now + MORE, MOST))
    return LineFormSet(data, prefix="line")
