"""The shape of what comes in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shangliang.modules.handling.models import Assignment, Rating, Reply
from shangliang.modules.handling.services.replying import CONTACT_PHASES, CONTACT_WAYS
from shangliang.modules.org.models import Unit


def area(
    label: Any, rows: int = 4, *, required: bool = True, most: int = 5000, help_text: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text)


def departments(label: Any, help_text: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=label, queryset=Unit.objects.none(), required=False, help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class ReplyForm(forms.Form):
    """seen: when the text on the screen had been saved, so that a colleague's text is not written over."""

    text = area(
        _("答复内容"), 14, most=20000, help_text=_("逐条回应所提的事；写明做了什么、准备怎么做、谁来做。")
    )
    adoption = forms.ChoiceField(
        label=_("采纳情况"), choices=Reply.Adoption.choices, widget=forms.RadioSelect
    )
    norm = forms.ChoiceField(
        label=_("办理结果"), choices=Reply.Norm.choices, widget=forms.RadioSelect,
        help_text=_("选“正在解决”“列入计划”的，要在下面登记承诺和兑现日期。"),
    )  # fmt: skip
    reason = area(_("不采纳的理由"), 3, required=False, help_text=_("选“不采纳”的必须写，对方会看到。"))
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class CountersignForm(forms.Form):
    agrees = forms.ChoiceField(
        label=_("会签意见"), choices=[("yes", _("同意")), ("no", _("要修改"))], widget=forms.RadioSelect
    )
    note = area(_("说明"), 3, required=False, most=2000, help_text=_("要修改的，写明改哪里。"))


class AdviceForm(forms.Form):
    opinion = area(_("协办意见"), 8, help_text=_("写给主办单位，供其起草答复。"))


class PromiseForm(forms.Form):
    text = forms.CharField(label=_("承诺做什么"), max_length=300)
    due_on = day(_("哪天前兑现"))


class EvidenceForm(forms.Form):
    text = area(_("做了什么、看得到什么"), 3, most=2000)
    file = forms.FileField(label=_("照片或文件"), required=False)


class PostponeForm(forms.Form):
    due_on = day(_("改到哪天"))
    note = area(_("延期理由"), 2, most=2000, help_text=_("公众会看到这项承诺延期过几天。"))


class ContactForm(forms.Form):
    phase = forms.ChoiceField(label=_("时段"), choices=list(CONTACT_PHASES.items()))
    way = forms.ChoiceField(label=_("方式"), choices=list(CONTACT_WAYS.items()))
    note = area(_("和谁谈了什么"), 3, most=2000, help_text=_("不要写电话和住址。"))


class ReassignForm(forms.Form):
    to = forms.ModelChoiceField(label=_("改派给"), queryset=Unit.objects.none(), empty_label=_("请选择"))
    note = area(_("改派理由"), 2, most=2000, help_text=_("原单位会看到。"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = units  # type: ignore[attr-defined]


class JudgeForm(forms.Form):
    attitude = forms.ChoiceField(
        label=_("对办理态度"), choices=Rating.Attitude.choices, widget=forms.RadioSelect
    )
    result = forms.ChoiceField(label=_("对办理结果"), choices=Rating.Result.choices, widget=forms.RadioSelect)
    comment = area(
        _("说明"),
        3,
        required=False,
        most=2000,
        help_text=_("不满意、没有解决或要求二次办理的，请说明哪里不行。"),
    )


class RedoForm(forms.Form):
    only = forms.ModelMultipleChoiceField(
        label=_("由哪些单位重新办理"), queryset=Assignment.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("一个都不选，就是全部重新办理。"),
    )  # fmt: skip
    note = area(_("哪里不行、要求怎么办"), 3, most=2000)

    def __init__(self, *args: Any, parts: QuerySet[Assignment], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["only"]
        field.queryset = parts
        field.label_from_instance = lambda part: str(part.unit)


class SendForm(forms.Form):
    title = forms.CharField(label=_("事项"), max_length=200)
    ask = area(_("请办内容"), 6, most=10000)
    origin = forms.CharField(
        label=_("来源"), max_length=200, help_text=_("例如“市领导批示”“约谈纪要第 3 条”。")
    )
    lead = forms.ModelChoiceField(
        label=_("主办（单办）单位"), queryset=Unit.objects.none(), empty_label=_("请选择")
    )
    split = departments(_("分办单位"), _("选了分办，上面的单位也是分办之一，各自答复。"))
    joint = departments(_("会办单位"), _("会办单位一起办、会签，不单独答复。"))
    assist = departments(_("协办单位"), _("协办单位提意见、会签，不单独答复。"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("lead", "split", "joint", "assist"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]


class PickForm(forms.Form):
    """The boxes that were ticked on the desk."""

    pick = forms.TypedMultipleChoiceField(coerce=int, choices=())

    def __init__(self, data: Any):
        super().__init__(data)
        field: Any = self.fields["pick"]
        given = data.getlist("pick")[:200]
        field.choices = [(v, v) for v in given if v.isascii() and v.isdigit() and len(v) < 19]
