"""Shapes of input for briefs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shangliang.kernel.text import listed
from shangliang.look.fields import NamesField, OneOf, day_input, needed_when, parties
from shangliang.modules.briefs.models import Adoption, Author, Brief, Station
from shangliang.modules.org.models import Unit

_CONTACT = re.compile(r"[，,\t ]+")


class OutsideField(forms.CharField):
    """People without an account, one a line: the name, then how to reach them. Gives (name, contact) pairs."""

    def __init__(self, **named: Any):
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2}), **named)

    def clean(self, value: Any) -> list[tuple[str, str]]:
        rows = [_CONTACT.split(line.strip(), maxsplit=1) for line in super().clean(value).splitlines()]
        return [(row[0], row[1] if len(row) > 1 else "") for row in rows if row[0]]


class WordsForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=100, help_text=_("一事一议，标题说清是什么事"))
    situation = forms.CharField(
        label=_("情况反映"), widget=forms.Textarea(attrs={"rows": 10}), max_length=20000,
        help_text=_("谁、在哪里、遇到什么、到什么程度、有什么依据"),
    )  # fmt: skip
    advice = needed_when(
        _("报送前必填"),
        forms.CharField(
            label=_("意见建议"), widget=forms.Textarea(attrs={"rows": 8}), max_length=20000,
            help_text=_("逐条写，写给谁办、怎么办"),
        ),
    )  # fmt: skip


class DraftForm(WordsForm):
    """A draft with those who report it."""

    sudden = forms.BooleanField(label=_("突发情况，请优先处理"), required=False)
    sensitive = forms.BooleanField(label=_("内容敏感，不宜公开"), required=False)
    open_ok = forms.BooleanField(label=_("同意公开"), required=False, initial=True)
    open_reason = needed_when(
        _("不同意公开时必填"), forms.CharField(label=_("不同意公开的理由"), max_length=200)
    )
    proxy = forms.BooleanField(
        label=_("代为录入：我不是反映人，下面第一位才是"), required=False,
    )  # fmt: skip

    def __init__(
        self, fields: Any, people: Any, *args: Any, units: Sequence[Unit] = (), sources: Sequence[Any] = (),
        stations: Sequence[Station] = (), **named: Any,
    ):  # fmt: skip
        super().__init__(*args, **named)
        if units:
            self.fields["unit"] = OneOf(units, label=_("报送给"))
        self.fields["source"] = forms.ChoiceField(label=_("来源"), choices=sources)
        if stations:
            by_pk = {str(s.pk): s for s in stations}
            self.fields["station"] = forms.TypedChoiceField(
                label=_("信息站"), choices=[("", _("不是信息站报送")), *((k, s.name) for k, s in by_pk.items())],
                coerce=by_pk.__getitem__, empty_value=None, required=False,
            )  # fmt: skip
        self.fields["field"] = forms.ModelChoiceField(label=_("分类"), queryset=fields, required=False)
        self.fields["cosigners"] = NamesField(
            people,
            label=_("联名人"),
            required=False,
            help_text=_("写姓名，用顿号隔开；本人同意后才列名、计分"),
            unknown=_("没有找到：%s；没有账号的人请写在下面"),
        )
        self.fields["outside"] = OutsideField(
            label=_("没有账号的反映人"), help_text=_("一行一位：姓名，联系方式。联系方式加密保存，只用来反馈")
        )
        order = [
            "unit", "source", "station", "title", "situation", "advice", "field", "proxy", "cosigners", "outside",
            "sudden", "sensitive", "open_ok", "open_reason",
        ]  # fmt: skip
        self.order_fields(order)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("open_ok") and not data.get("open_reason", "").strip():
            self.add_error("open_reason", _now("不同意公开的，请写明理由"))
        if data.get("proxy") and not data.get("outside") and not data.get("cosigners"):
            self.add_error("proxy", _now("请写明谁是反映人"))
        return data


class EditForm(WordsForm):
    note = forms.CharField(label=_("改了什么"), max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["advice"].required = True
        for name in ("situation", "advice"):
            self.fields[name].help_text = ""
        self.fields["title"].help_text = ""


class ComposeForm(WordsForm):
    def __init__(self, *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["advice"].required = True
        self.fields["title"].help_text = _("写各篇共同说的那件事")
        self.fields["situation"].help_text = self.fields["advice"].help_text = _(
            "已把各篇接在一起，编辑过的用编辑稿；请改写成一篇"
        )


class RejectForm(forms.Form):
    reason = forms.ChoiceField(label=_("原因"), choices=Brief.RejectReason.choices)
    note = forms.CharField(
        label=_("告诉反映人的话"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("反映人会收到这段话，请说具体"),
    )


class SignForm(forms.Form):
    sent_to = forms.CharField(label=_("主送"), max_length=200)
    copies_to = forms.CharField(label=_("抄送"), max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 3}))


class WhyForm(forms.Form):
    note = forms.CharField(
        label=_("用途"), max_length=200, help_text=_("查看会记入经过，例如：电话反馈办理结果")
    )


class ForwardForm(forms.Form):
    def __init__(self, departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields.update(parties(departments))


class AdoptForm(forms.Form):
    level = forms.ChoiceField(label=_("层级"), choices=Adoption.Level.choices)
    kind = forms.ChoiceField(label=_("采用方式"), choices=Adoption.Kind.choices)
    result = forms.ChoiceField(label=_("结果"), choices=Adoption.Result.choices)
    on = forms.DateField(label=_("日期"), widget=day_input())
    send_to = needed_when(
        _("转送时必填"),
        forms.CharField(label=_("转送"), max_length=120, help_text=_("例如：省政协、市住建局")),
    )
    leader = needed_when(_("领导批示时必填"), forms.CharField(label=_("批示领导"), max_length=60))
    instruction = needed_when(
        _("领导批示时必填"), forms.CharField(label=_("批示内容"), widget=forms.Textarea(attrs={"rows": 3}))
    )
    evidence = needed_when(
        _("与扫描件至少一样"),
        forms.CharField(label=_("依据"), max_length=200, help_text=_("采用通知、刊物期号、批示件编号")),
    )
    file = needed_when(_("与依据至少一样"), forms.FileField(label=_("扫描件")))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        asked = ["leader", "instruction"] if said.get("result") == Adoption.Result.INSTRUCTION else []
        asked += ["send_to"] if said.get("kind") == Adoption.Kind.FORWARDED else []
        for name in asked if not said.get("void") else ():
            if not said.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].needed)  # type: ignore[attr-defined]
        return said


class CorrectForm(AdoptForm):
    void = forms.BooleanField(
        label=_("撤销：原来就不该登记（下面各项不用改）"), required=False,
    )  # fmt: skip
    note = forms.CharField(label=_("为什么更正"), max_length=300)

    def __init__(self, *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.order_fields(["note", "void"])


class TellForm(forms.Form):
    text = forms.CharField(
        label=_("告诉反映人"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("采用到哪一级、谁批示了什么、部门怎样办；没有采用的也说明白"),
    )  # fmt: skip

    def __init__(self, outside: Iterable[Author], *args: Any, **named: Any):
        super().__init__(*args, **named)
        names = listed(a.name for a in outside)
        if names:
            self.fields["outside"] = forms.CharField(
                label=_now("怎样告知了没有账号的反映人（%s）") % names, max_length=200,
                help_text=_("例如：3月5日电话告知"),
            )  # fmt: skip


class StationForm(forms.Form):
    name = forms.CharField(label=_("站名"), max_length=60)
    place = forms.CharField(label=_("地点"), max_length=120)
    about = forms.CharField(label=_("联系范围"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, people: Any, *args: Any, units: Sequence[Unit] = (), **named: Any):
        super().__init__(*args, **named)
        self.fields["contact"] = forms.ModelChoiceField(label=_("联系人"), queryset=people)
        if units:
            self.fields["unit"] = OneOf(units, label=_("属于"))
            self.fields["opened_on"] = forms.DateField(
                label=_("设立日期"), widget=day_input(), initial=named.get("initial", {}).get("opened_on")
            )
        self.order_fields(["unit", "name", "place", "contact", "opened_on", "about"])


class InformantForm(forms.Form):
    def __init__(self, people: Any, *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["person"] = forms.ModelChoiceField(label=_("有账号的"), queryset=people, required=False)
        self.fields["name"] = forms.CharField(label=_("或者写姓名"), max_length=60, required=False)
        self.fields["contact"] = forms.CharField(
            label=_("联系方式"), max_length=60, required=False, help_text=_("加密保存")
        )


class NumberForm(forms.Form):
    """From a voice or a topic by its number."""

    number = forms.IntegerField(label=_("编号"), min_value=1)
