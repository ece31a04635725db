from django import forms
from django.utils.translation import gettext_lazy as _


class MoveForm(forms.Form):
    note = forms.CharField(label=_("理由"), required=False, max_length=2000)
    version = forms.IntegerField(required=False, min_value=0)


class ExtendForm(forms.Form):
    until = forms.DateField(label=_("延到"))
    note = forms.CharField(label=_("理由"), max_length=2000)


class MeForm(forms.Form):
    email = forms.EmailField(label=_("邮箱"), required=False)
    wants_mail = forms.BooleanField(label=_("每天把没看的通知合成一封信发给我"), required=False)
    elder = forms.BooleanField(label=_("默认使用长辈版"), required=False)


class TokenForm(forms.Form):
    name = forms.CharField(label=_("用途"), max_length=80)
    days = forms.IntegerField(label=_("有效天数"), min_value=1, max_value=366, initial=90)
    write = forms.BooleanField(label=_("允许办理（不勾选则只能查看）"), required=False)
