"""What is filled in about a room on the network."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RoomForm(forms.Form):
    dial_in = forms.CharField(
        label=_("没有视频时怎么接入"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("电话会议的号码、别的会议软件的会议号；视频接不通的人照这个接入"),
    )  # fmt: skip
    recorded = forms.BooleanField(
        label=_("要录音录像"), required=False,
        help_text=_("进来以前每个人先回答是否同意；不同意的人只看、不开摄像头和麦克风"),
    )  # fmt: skip


class PlanRoomForm(RoomForm):
    token = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)


class RecordingForm(forms.Form):
    where = forms.CharField(
        label=_("存放在哪里、由谁保管"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("录音录像不存在本系统里；这里只登记它在哪里"),
    )  # fmt: skip


class ConsentForm(forms.Form):
    says = forms.TypedChoiceField(
        label=_("这次会要录音录像，您同意吗？"), coerce=lambda v: v == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("同意")), ("no", _("不同意：我只看，不开摄像头和麦克风"))],
        help_text=_("以后可以改，改了从那时起算"),
    )  # fmt: skip
