"""Writing a reply: the whole and item by item; countersigning, advising, regrading, ruling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.modules.handling.forms.fields import area, line, radio
from shangliang.modules.handling.models import Item, Reply
from shangliang.modules.handling.services import Said

Choices = Sequence[tuple[str, Any]]


class ReplyForm(forms.Form):
    """norms: the place's own letters for results. With items, what was adopted follows from the answers to them.
    seen: when the text on the screen had been saved, so that a colleague's text is not written over."""

    text = area(
        _("答复内容"), 14, most=20000, help_text=_("写明做了什么、准备怎么做、谁来做；不要只答不办。")
    )
    adoption = radio(_("采纳情况"), Reply.Adoption.choices)
    norm = radio(_("办理结果"), (), help_text=_("选“正在解决”“列入计划”的，要在下面登记承诺和兑现日期。"))
    reason = area(_("不采纳的理由"), 3, required=False, help_text=_("选“不采纳”的必须写，对方会看到。"))
    letter_no = line(
        _("发文字号"), required=False, most=60, help_text=_("本单位的编号，如“云建提〔2026〕8号”。")
    )
    signer = line(_("签发人"), required=False, most=60)
    office = line(_("联系人和办公电话"), required=False, most=120)
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, norms: Choices, by_item: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["norm"].choices = norms  # type: ignore[attr-defined]
        if by_item:
            del self.fields["adoption"], self.fields["reason"]

    def matter(self) -> dict[str, Any]:
        """What save_draft takes; where items are answered, the whole is left to them."""
        return {"adoption": "", "reason": "", **self.cleaned_data}


class ItemForm(forms.Form):
    """The answer to one item. It may still be missing while the reply is a draft."""

    text = area(_("回应"), 5, required=False, most=10000)
    adoption = radio(_("采纳情况"), Reply.Adoption.choices, required=False)
    norm = radio(_("办理结果"), (), required=False)
    reason = area(_("不采纳的理由"), 2, required=False)

    def __init__(self, data: Any = None, *, item: Item, norms: Choices, initial: dict[str, Any]):
        super().__init__(data, prefix=f"item-{item.number}", initial=initial)
        self.item = item
        self.fields["norm"].choices = norms  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("text"):
            for name in ("adoption", "norm"):
                if not given.get(name):
                    self.add_error(name, _("写了回应的，请选择"))
            if given.get("adoption") == Reply.Adoption.REJECTED and not given.get("reason"):
                self.add_error("reason", _("不采纳的，须写明理由"))
        return given

    def said(self) -> Said:
        return Said(item=self.item.number, **self.cleaned_data)


class CountersignForm(forms.Form):
    agrees = radio(_("会签意见"), [("yes", _("同意")), ("no", _("要修改"))])
    note = area(_("说明"), 3, required=False, most=2000, help_text=_("要修改的，写明改哪里。"))


class RulingForm(forms.Form):
    ruling = area(
        _("怎样裁定、为什么"), 3, most=2000, help_text=_("裁定以后主办单位可以提交；异议和裁定一并留在卷里。")
    )


class AdviceForm(forms.Form):
    opinion = area(_("协办意见"), 8, help_text=_("写给主办单位，供其起草答复。"))


class RegradeForm(forms.Form):
    norm = radio(_("调整为"), ())
    note = area(_("为什么调整"), 2, most=2000)

    def __init__(self, *args: Any, norms: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["norm"].choices = norms  # type: ignore[attr-defined]


class TemplateForm(forms.Form):
    name = line(_("名称"), most=60)
    norm = forms.ChoiceField(
        label=_("用于哪种结果"), required=False, choices=[("", _("都可以用")), *Reply.Norm.choices]
    )
    text = area(_("模板内容"), 10, most=10000, help_text=_("写答复时可以套用，套用以后还能改。"))


class MemoForm(forms.Form):
    text = area(_("内部记事"), 3, most=4000, help_text=_("只有本单位的人看得到。"))
