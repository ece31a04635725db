"""Shapes of input for outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.kernel.text import aside
from shangliang.look.fields import ManyOf, OneOf, day_input, parties
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes.models import Document, FeedbackItem, FeedbackList, Instruction, LookBack
from shangliang.modules.outcomes.queries import Sources
from shangliang.modules.topics.models import Topic

# Whom a document of each kind usually goes to (DOMAIN 3.7).
USUAL = {
    Document.Kind.SUPERVISION: _("有关部门"),
    Document.Kind.PARTY_GROUP: _("中共市委"),
    Document.Kind.MINUTES: _("参会单位"),
}


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("文种"), choices=Document.Kind.choices)
    gathering = forms.ModelChoiceField(
        label=_("来自哪场协商"), queryset=Gathering.objects.none(), required=False
    )
    title = forms.CharField(label=_("标题"), max_length=160)
    body = forms.CharField(
        label=_("正文"), widget=forms.Textarea, required=False,
        help_text=_("一、（一）各占一行的是标题，其余每段一行；预览和导出时按公文格式排好。"),
    )  # fmt: skip
    file = forms.FileField(
        label=_("附上文件"), required=False, help_text=_("已有定稿的，可传 PDF 或 Word，正文可以不填。")
    )

    def __init__(self, topic: Topic, *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["gathering"].queryset = topic.gatherings.exclude(state="cancelled")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("body") and not data.get("file"):
            self.add_error("body", _("请写正文，或附上文件"))
        return data


class EditDocumentForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=160)
    body = forms.CharField(
        label=_("正文"), widget=forms.Textarea, required=False,
        help_text=_("一、（一）各占一行的是标题，其余每段一行；预览和导出时按公文格式排好。"),
    )  # fmt: skip
    file = forms.FileField(label=_("换一份文件"), required=False)


class SubmitForm(forms.Form):
    sent_to = forms.CharField(
        label=_("报送"), max_length=200, help_text=_("写主送单位，例如：中共云川市委、云川市人民政府")
    )


class InstructForm(forms.Form):
    leader = forms.CharField(label=_("批示领导"), max_length=60, help_text=_("姓名和职务"))
    rank = forms.ChoiceField(label=_("级别"), choices=Instruction.Rank.choices)
    on = forms.DateField(label=_("批示日期"), widget=day_input())
    text = forms.CharField(label=_("批示内容"), widget=forms.Textarea)
    file = forms.FileField(label=_("扫描件"), required=False)

    def __init__(self, recommendations: Iterable[Any], *args: Any, **named: Any):
        super().__init__(*args, **named)
        rows = list(recommendations)
        if rows:
            self.fields["recommendations"] = ManyOf(
                rows, label=_("涉及哪几条建议"), required=False, words=lambda r: f"{r.order}. {r.text[:60]}"
            )
            self.fields["recommendations"].help_text = _("不选就是针对整份成果")


class ForwardForm(forms.Form):
    due_on = forms.DateField(
        label=_("要求反馈日期"),
        required=False,
        widget=day_input(),
        help_text=_("领导没有限定的，按本级规定的天数算"),
    )

    def __init__(self, units: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        due_on = self.fields.pop("due_on")
        self.fields["passed_to"] = OneOf(units, label=_("转给"))
        self.fields["due_on"] = due_on


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("落实情况"), widget=forms.Textarea, help_text=_("做了什么、到什么程度、还差什么")
    )


class WriteForm(forms.Form):
    """Recommendations written quickly: what was agreed becomes one each, and one more a line."""

    lines = forms.CharField(label=_("另写建议，一行一条"), widget=forms.Textarea, required=False)

    def __init__(self, drawn_from: Sources, *args: Any, **named: Any):
        super().__init__(*args, **named)
        agreed = [c for c in drawn_from.consensus if c.pk not in drawn_from.drawn]
        if agreed:
            self.fields["consensus"] = ManyOf(
                agreed,
                label=_("把共识转为建议"),
                required=False,
                words=lambda c: c.text + aside(c.responsible.short),
            )
        if drawn_from.opinions:
            self.fields["opinions"] = ManyOf(
                drawn_from.opinions,
                label=_("所写建议依据的意见"),
                required=False,
                words=lambda o: f"{o.participant.name}：{o.text[:80]}",
            )
        if drawn_from.gatherings:
            by_pk = {str(g.pk): g for g in drawn_from.gatherings}
            self.fields["gathering"] = forms.TypedChoiceField(
                label=_("来自哪场协商"), choices=[(pk, g.title) for pk, g in by_pk.items()],
                coerce=by_pk.__getitem__, empty_value=None, required=False,
            )  # fmt: skip
        self.order_fields(["consensus", "gathering", "lines", "opinions"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["lines"] = [line.strip() for line in data.get("lines", "").splitlines() if line.strip()]
        if not data["lines"] and not data.get("consensus"):
            self.add_error("lines", _("请勾选共识，或至少写一行建议"))
        return data


class EditRecommendationForm(forms.Form):
    text = forms.CharField(label=_("建议"), widget=forms.Textarea)

    def __init__(self, departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["department"] = OneOf(departments, label=_("拟交办单位"), required=False)


class SendForm(forms.Form):
    """Where one recommendation goes. On the sheet of all of them a row without a lead is not sent now."""

    def __init__(self, departments: Sequence[Unit], *args: Any, must: bool = True, **named: Any):
        super().__init__(*args, **named)
        self.fields.update(parties(departments, must=must))


class ReopenForm(forms.Form):
    note = forms.CharField(label=_("哪里没有解决"), widget=forms.Textarea(attrs={"rows": 3}))


class FeedbackForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=160)
    summary = forms.CharField(
        label=_("总的情况"),
        widget=forms.Textarea,
        help_text=_("提出人最先读到这一段：商量了什么，定了什么，办到哪一步。"),
    )


class SheetForm(FeedbackForm):
    """The whole list on one page: title, summary and the words of each line."""

    def __init__(self, feedback: FeedbackList, items: Sequence[FeedbackItem], data: Any = None):
        written = {f"item-{i.pk}": i.result for i in items}
        super().__init__(data, initial={"title": feedback.title, "summary": feedback.summary, **written})
        for item in items:
            label = f"{item.recommendation.order}. {item.recommendation.text[:60]}"
            self.fields[f"item-{item.pk}"] = forms.CharField(
                label=label, widget=forms.Textarea, required=False
            )

    def results(self) -> dict[int, str]:
        data = self.cleaned_data
        return {int(name.removeprefix("item-")): data[name] for name in data if name.startswith("item-")}


class LookBackForm(forms.Form):
    visit_on = forms.DateField(label=_("计划日期"), widget=day_input())
    why = forms.CharField(
        label=_("起因"), max_length=200, help_text=_("到期查看、承诺没有兑现、群众再次反映、领导要求……")
    )

    def __init__(self, people: Any, *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["person"] = forms.ModelChoiceField(
            label=_("带队"), queryset=people, required=False, help_text=_("由带队的人写结论；不选就是您自己")
        )


class RescheduleForm(forms.Form):
    visit_on = forms.DateField(label=_("改到"), widget=day_input())
    note = forms.CharField(label=_("理由"), max_length=300)


class ConcludeForm(forms.Form):
    notes = forms.CharField(
        label=_("看到的情况"),
        widget=forms.Textarea,
        help_text=_("到了哪里，看了什么，问了谁，和当时答应的比怎么样"),
    )
    finding = forms.ChoiceField(label=_("结论"), choices=LookBack.Finding.choices, widget=forms.RadioSelect)

    def __init__(self, recommendations: Iterable[Any], may_reopen: bool, *args: Any, **named: Any):
        super().__init__(*args, **named)
        rows = list(recommendations)
        if may_reopen and rows:
            self.fields["recommendations"] = ManyOf(
                rows, label=_("重新交办这些建议"), required=False, words=lambda r: f"{r.order}. {r.text[:60]}"
            )
        if may_reopen:
            self.fields["again"] = forms.BooleanField(
                label=_("整个议题再商量：重新立题，说“没有解决”的来声一并带回"), required=False
            )
