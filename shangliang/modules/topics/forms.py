"""The shape of what comes in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.modules.org.models import Field, Unit
from shangliang.modules.topics.models import Score, Topic


class TopicForm(forms.Form):
    title = forms.CharField(label=_("议题"), max_length=120)
    summary = forms.CharField(label=_("基本情况"), max_length=4000, widget=forms.Textarea(attrs={"rows": 7}))
    field = forms.ModelChoiceField(label=_("领域"), queryset=Field.objects.none(), required=False)
    department = forms.ModelChoiceField(
        label=_("可能的承办部门"), queryset=Unit.objects.none(), required=False
    )


class OpenForm(TopicForm):
    """A new topic, from a group of voices or from a recommendation."""

    origin = forms.ChoiceField(label=_("来源"), choices=Topic.Origin.choices)
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("原因"), choices=Topic.DeclineReason.choices)
    note = forms.CharField(
        label=_("说明"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("议题里的每一位提出人都会看到这段话"),
    )  # fmt: skip


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(label=_("并入哪个议题"), queryset=Topic.objects.none())
    note = forms.CharField(label=_("说明"), max_length=500, required=False)

    def __init__(self, *args: object, **kwargs: object):
        # It stands beside DeclineForm, which has a note too.
        super().__init__(*args, **({"auto_id": "merge_%s"} | kwargs))  # type: ignore[arg-type]


class PassOnForm(forms.Form):
    lead = forms.ModelChoiceField(label=_("主办部门"), queryset=Unit.objects.none())
    assist = forms.ModelMultipleChoiceField(label=_("协办部门"), queryset=Unit.objects.none(), required=False)
    ask = forms.CharField(label=_("请办内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class VoicePassOnForm(forms.Form):
    lead = forms.ModelChoiceField(label=_("转给哪个部门"), queryset=Unit.objects.none())
    ask = forms.CharField(label=_("请办内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("为什么再商量"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("说“没有解决”的来声会一起回来，并告知提出人"),
    )  # fmt: skip


class ReleaseForm(forms.Form):
    voice = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("为什么移出"), max_length=300)


_MARKS = [(n, str(n)) for n in range(6)]


class ScoreForm(forms.Form):
    """Three marks from 0 to 5 on one of the two scales."""

    scale = forms.ChoiceField(choices=Score.Scale.choices, widget=forms.HiddenInput)
    first = forms.TypedChoiceField(choices=_MARKS, coerce=int)
    second = forms.TypedChoiceField(choices=_MARKS, coerce=int)
    third = forms.TypedChoiceField(choices=_MARKS, coerce=int)
    note = forms.CharField(label=_("评语"), max_length=300, required=False)

    names = {
        "doable": (_("好议"), _("可为"), _("能成")),
        "needed": (_("党政所需"), _("群众所盼"), _("政协所能")),
    }

    def __init__(self, *args: object, scale: str = "doable", **kwargs: object):
        kwargs |= {"initial": {"scale": scale}, "auto_id": f"{scale}_%s"}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, label in zip(("first", "second", "third"), self.names[scale], strict=True):
            self.fields[name].label = label
