"""What those who asked say: of talks, of the attitude, of the result, and whether it is really so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shangliang.modules.handling.forms.fields import area, day, line, photo, radio
from shangliang.modules.handling.models import Assignment, Concerned, Question, Rating, Talk
from shangliang.modules.handling.services import Opinion


class ContactForm(forms.Form):
    phase = forms.ChoiceField(label=_("时段"), choices=Talk.Phase.choices)
    way = forms.ChoiceField(label=_("方式"), choices=Talk.Way.choices)
    held_on = day(_("哪天谈的"))
    people = line(_("参加的人"), required=False)
    note = area(_("谈了什么"), 3, most=2000, help_text=_("不要写电话和住址。"))
    agreed = area(_("共识"), 2, required=False, most=2000)
    differed = area(_("分歧"), 2, required=False, most=2000)
    photo = photo(_("照片"))


class AnswerTalkForm(forms.Form):
    confirmed = radio(_("这次沟通"), [("yes", _("属实")), ("no", _("不属实"))])
    said = line(_("说明"), required=False, help_text=_("不属实的，请说明。"))


class JudgeForm(forms.Form):
    attitude = radio(_("对办理态度"), Rating.Attitude.choices)
    result = radio(_("对办理结果"), Rating.Result.choices)
    comment = area(
        _("说明"), 3, required=False, most=2000,
        help_text=_("不满意、没有解决或要求二次办理的，请说明哪里不行。"),
    )  # fmt: skip
    visited = radio(_("承办单位走访过您吗"), Rating.Visited.choices, required=False)
    heard = radio(_("答复前怎样听取您的意见"), Rating.Heard.choices, required=False)
    aim = radio(_("答复有没有针对性"), Rating.Aim.choices, required=False)
    leader_came = forms.TypedChoiceField(
        label=_("分管领导参加答复了吗"), required=False, empty_value=None, coerce=lambda said: said == "yes",
        choices=[("yes", _("参加了")), ("no", _("没有"))], widget=forms.RadioSelect,
    )  # fmt: skip

    def opinion(self) -> Opinion:
        return Opinion(**{name: self.cleaned_data[name] for name in Opinion.__dataclass_fields__})


class ProxyForm(JudgeForm):
    by = forms.ChoiceField(label=_("谁的评价"))
    form = forms.FileField(label=_("本人签名的评价表"), help_text=_("拍照或扫描上传；记录里会标明是代录的。"))

    field_order = ("by", "attitude", "result", "comment")

    def __init__(self, *args: Any, concerned: QuerySet[Concerned], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [(c.by, c.label) for c in concerned]  # type: ignore[attr-defined]


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


class UpholdForm(forms.Form):
    note = area(_("核实到什么、要求怎么办"), 3, most=2000)


class ReallyForm(forms.Form):
    answer = radio(_("真的办好了吗"), Question.Answer.choices)
    comment = area(
        _("说明"), 3, required=False, most=2000, help_text=_("不是这样或只办了一部分的，请说一说。")
    )
