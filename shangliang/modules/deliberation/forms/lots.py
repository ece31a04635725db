"""The shape of what comes in for a draw of lots."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.look.fields import day_input
from shangliang.modules.org.models import Unit
from shangliang.modules.topics.models import Topic

MOST_BYTES = 2_000_000


class DrawForm(forms.Form):
    """Pool and quotas as files, how many are drawn, what for."""

    title = forms.CharField(label=_("名称"), max_length=80)
    purpose = forms.CharField(
        label=_("抽来做什么"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    unit = forms.ModelChoiceField(label=_("举办单位"), queryset=Unit.objects.none(), empty_label=None)
    topic = forms.ModelChoiceField(
        label=_("议题"), queryset=Topic.objects.none(), required=False, empty_label=_("不限")
    )
    size = forms.IntegerField(label=_("抽几人"), min_value=1, max_value=500)
    pool = forms.FileField(
        label=_("名单"),
        help_text=_("CSV：第一列 id，其余是特征，如 sex、age；同住一户的写 household。id 会公布，请用编号。"),
    )  # fmt: skip
    quotas = forms.FileField(label=_("名额要求"), help_text=_("CSV：feature,value,min,max，一行一项"))
    token = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Any, topics: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]

    def _bytes(self, name: str) -> bytes:
        file = self.cleaned_data[name]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件太大，最多 2 MB"))
        data: bytes = file.read()
        return data

    def clean_pool(self) -> bytes:
        return self._bytes("pool")

    def clean_quotas(self) -> bytes:
        return self._bytes("quotas")


class SealForm(forms.Form):
    source = forms.CharField(
        label=_("种子从哪里来"), max_length=200,
        help_text=_("事先谁也不知道、事后人人查得到的：如某一期福利彩票的开奖号码、某日收盘指数"),
    )  # fmt: skip
    seeded_on = forms.DateField(label=_("哪天产生"), widget=day_input())


class SeedForm(forms.Form):
    seed = forms.CharField(
        label=_("种子的原文"), max_length=200, help_text=_("照公布的原样写，一个字也不要改")
    )
