from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import params


class MoveForm(forms.Form):
    note = forms.CharField(label=_("理由"), required=False, max_length=2000)
    version = forms.IntegerField(required=False, min_value=0)


class ExtendForm(forms.Form):
    until = forms.DateField(label=_("延到"))
    note = forms.CharField(label=_("理由"), max_length=2000)


class NumberForm(forms.Form):
    """One parameter of a unit from a day on."""

    name = forms.ChoiceField(label=_("哪一项"))
    value = forms.CharField(label=_("定为"), max_length=120, help_text=_("天数、比例写数字"))
    starts_on = forms.DateField(
        label=_("从哪天起"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = forms.CharField(label=_("为什么这样定"), max_length=300, help_text=_("例如依据的文件"))

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = sorted(params.definitions.values(), key=lambda d: d.name)
        self.fields["name"].choices = [(d.name, d.label) for d in known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        name, value = found.get("name"), str(found.get("value", "")).strip()
        if name and params.definition(name).kind in {"days", "working_days", "number"}:
            if not value.isascii() or not value.isdigit():
                self.add_error("value", _("请写整数"))
            else:
                found["value"] = int(value)
        return found


class MeForm(forms.Form):
    email = forms.EmailField(label=_("邮箱"), required=False)
    wants_mail = forms.BooleanField(label=_("每天把没看的通知合成一封信发给我"), required=False)
    elder = forms.BooleanField(label=_("默认使用长辈版"), required=False)


class TokenForm(forms.Form):
    name = forms.CharField(label=_("用途"), max_length=80)
    days = forms.IntegerField(label=_("有效天数"), min_value=1, max_value=366, initial=90)
    write = forms.BooleanField(label=_("允许办理（不勾选则只能查看）"), required=False)
