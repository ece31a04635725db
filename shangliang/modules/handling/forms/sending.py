"""A task goes out, or to somebody else; many are signed for at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shangliang.modules.handling.forms.fields import area, day, departments
from shangliang.modules.org.models import Unit


class SendForm(forms.Form):
    title = forms.CharField(label=_("事项"), max_length=200)
    ask = area(_("请办内容"), 6, most=10000)
    items = area(
        _("逐条建议"), 4, required=False, most=10000, help_text=_("每行一条；写了的，承办单位要逐条回应。")
    )
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

    def clean_items(self) -> list[str]:
        return [row.strip() for row in self.cleaned_data["items"].splitlines() if row.strip()]


class ReassignForm(forms.Form):
    to = forms.ModelChoiceField(label=_("改派给"), queryset=Unit.objects.none(), empty_label=_("请选择"))
    note = area(_("改派理由"), 2, most=2000, help_text=_("原单位会看到。"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = units  # type: ignore[attr-defined]


class ExtensionForm(forms.Form):
    until = day(_("申请延到"))
    reason = area(_("延期理由"), 3, most=2000, help_text=_("审批的人和提出方都会看到。"))


class GrantForm(forms.Form):
    until = day(_("同意延到"), _("可以早于申请的日期"), required=False)
    note = area(_("批语"), 2, required=False, most=2000)


class PickForm(forms.Form):
    """The boxes that were ticked on the desk."""

    pick = forms.TypedMultipleChoiceField(coerce=int, choices=())

    def __init__(self, data: Any):
        super().__init__(data)
        field: Any = self.fields["pick"]
        given = data.getlist("pick")[:200]
        field.choices = [(v, v) for v in given if v.isascii() and v.isdigit() and len(v) < 19]
