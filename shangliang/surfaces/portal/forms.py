from django import forms
from django.utils.translation import gettext_lazy as _


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=_("回执码"), max_length=30, help_text=_("8 位，不分大小写，空格和横线可以不写")
    )
