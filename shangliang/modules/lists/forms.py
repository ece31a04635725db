"""Shapes of input for the two lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.look.fields import ManyOf, OneOf, day_input
from shangliang.modules.handling.models import Reply
from shangliang.modules.lists.models import Campaign, Counsel, Invitation
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people.models import Person


def _day(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, widget=day_input(), help_text=hint)


def _text(label: Any, hint: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea, help_text=hint, required=required, max_length=10_000
    )


class EditCampaignForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=120)
    about = _text(_("工作方案"), _("为什么做、怎么做、分几步"), required=False)

    def __init__(self, departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["departments"] = ManyOf(departments, label=_("参加部门"))


class CampaignForm(EditCampaignForm):
    batch = forms.IntegerField(label=_("第几批"), min_value=1, max_value=99, initial=1)
    collect_until = _day(_("征集到"), _("委员提关注、部门提问计，到这一天"))
    match_until = _day(_("对接到"), _("两张清单比对、确认对接，到这一天"))
    act_until = _day(_("落实到"), _("部门把举措办成，到这一天"))
    field_order = ("title", "batch", "about", "collect_until", "match_until", "act_until", "departments")


class ImportForm(forms.Form):
    what = forms.ChoiceField(
        label=_("导入哪张清单"), choices=[("concerns", _("委员关注")), ("asks", _("部门问计"))],
        widget=forms.RadioSelect, initial="concerns",
    )  # fmt: skip
    file = forms.FileField(
        label=_("表格"),
        help_text=_("关注要有：标题、现状、建议、委员；问计要有：标题、想听什么、部门。其余列可有可无"),
    )


class PostponeForm(forms.Form):
    until = _day(_("延到"))
    note = forms.CharField(label=_("理由"), max_length=300)


class SureForm(forms.Form):
    """Asks nothing: the press alone says it."""


class NoteForm(forms.Form):
    note = _text(_("理由"))


class ConcernForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=120, help_text=_("一句话说清关注什么"))
    present = _text(_("现状"), _("看到了什么，问题在哪里，影响到谁"))
    suggestion = _text(_("建议"), _("希望怎么办，一条说一件事"))

    def __init__(self, fields: Sequence[Field], departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["field"] = OneOf(fields, label=_("领域"), required=False, words=lambda f: f.name)
        self.fields["departments"] = ManyOf(departments, label=_("涉及部门"), required=False)


class DepartmentsForm(forms.Form):
    def __init__(self, departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["departments"] = ManyOf(departments, label=_("推送给"))


class MergeForm(forms.Form):
    """Into one of those that look alike, or any other by its number."""

    number = forms.IntegerField(label=_("或填另一条的编号"), required=False, min_value=1)

    def __init__(self, near: Sequence[Any], *args: Any, **named: Any):
        super().__init__(*args, **named)
        if near:
            self.fields["into"] = OneOf(
                near, label=_("归并到"), required=False, widget=forms.RadioSelect,
                words=lambda c: f"{c.pk} · {c.title}",
            )  # fmt: skip
            self.fields["into"].choices = self.fields["into"].choices[1:]  # type: ignore[attr-defined]
        self.order_fields(["into", "number"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("into") and not data.get("number"):
            raise forms.ValidationError(_("请选择归并到哪一条"))
        return data


class SendForm(forms.Form):
    def __init__(self, departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["lead"] = OneOf(departments, label=_("主办单位"), words=lambda u: u.short)
        self.fields["assist"] = ManyOf(departments, label=_("协办单位"), required=False)
        self.fields["joint"] = ManyOf(
            departments, label=_("会办单位"), required=False, help_text=_("会签后才能答复")
        )


class AnswerForm(forms.Form):
    """What a department says: taken up or not, in words; not taken up needs a reason."""

    adoption = forms.ChoiceField(
        label=_("采纳情况"), choices=Reply.Adoption.choices, widget=forms.RadioSelect
    )
    answer = _text(_("回应"), _("采纳了什么、准备怎么做；不采纳的说明情况"))
    reason = _text(_("不采纳的理由"), _("选“不采纳”时必填，委员会看到"), required=False)

    def __init__(self, *args: Any, weighed: bool = True, **named: Any):
        super().__init__(*args, **named)
        if not weighed:
            del self.fields["adoption"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("adoption") == Reply.Adoption.REJECTED and not data.get("reason", "").strip():
            self.add_error("reason", _("不采纳的，请写明理由"))
        return data


class EditAskForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=120)
    background = _text(_("背景"), _("正在做什么，遇到什么难处"), required=False)
    wanted = _text(_("想听什么"), _("请委员出什么主意，越具体越好"))
    open_to_public = forms.BooleanField(label=_("向社会公开这条问计"), required=False, initial=True)


class AskForm(EditAskForm):
    deadline = _day(_("应答截止"))
    field_order = ("unit", "title", "background", "wanted", "deadline", "open_to_public")

    def __init__(self, units: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["unit"] = OneOf(units, label=_("部门"), words=lambda u: u.short)
        if len(units) == 1:
            self.initial.setdefault("unit", units[0])
        self.order_fields(self.field_order)


class SummaryForm(forms.Form):
    summary = _text(_("采纳小结"), _("收到几条应答，采纳了哪些，下一步做什么"))


class TextForm(forms.Form):
    text = _text(_("内容"))


class QuestionForm(forms.Form):
    text = _text(_("问题"))

    def __init__(self, departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["unit"] = OneOf(departments, label=_("请哪个部门回答"), words=lambda u: u.short)
        self.order_fields(["unit", "text"])


class RaiseFromForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=120)
    present = _text(_("现状"), _("建议一栏照原话，不用再写"))

    def __init__(self, campaigns: Sequence[Campaign], fields: Sequence[Field], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["campaign"] = OneOf(campaigns, label=_("放进哪次活动"))
        self.fields["field"] = OneOf(fields, label=_("领域"), required=False, words=lambda f: f.name)
        self.order_fields(["campaign", "title", "field", "present"])


class StepForm(forms.Form):
    done = _text(_("这一步做了什么"))
    next_step = forms.CharField(label=_("下一步"), max_length=200)
    next_on = _day(_("下一步日期"))


class LinkForm(forms.Form):
    next_step = forms.CharField(
        label=_("下一步"), max_length=200, help_text=_("例如：登门听取意见、一起到现场看")
    )
    next_on = _day(_("下一步日期"))

    def __init__(self, members: Sequence[Person], officers: Sequence[Person], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["member_contact"] = OneOf(members, label=_("委员一方联系人"))
        self.fields["dept_contact"] = OneOf(officers, label=_("部门一方联系人"))
        for name, people in (("member_contact", members), ("dept_contact", officers)):
            if len(people) == 1:
                self.initial.setdefault(name, people[0])
        self.order_fields(["member_contact", "dept_contact", "next_step", "next_on"])


class OutcomeForm(forms.Form):
    outcome = _text(_("对接结果"), _("商量出了什么，谁来做；有具体举措的，请用“提出举措”"))


class ActionForm(forms.Form):
    text = forms.CharField(label=_("举措"), max_length=300, help_text=_("做什么、做到什么程度"))
    due_on = _day(_("完成日期"))

    def __init__(self, units: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["unit"] = OneOf(units, label=_("部门"), words=lambda u: u.short)
        if len(units) == 1:
            self.initial.setdefault("unit", units[0])
        self.order_fields(["unit", "text", "due_on"])


class EvidenceForm(forms.Form):
    text = _text(_("做了什么、看得到什么"))
    file = forms.FileField(label=_("照片或文件"), required=False)


class ResultForm(forms.Form):
    result = _text(_("完成情况"), _("公开时照此公布，请不要写个人信息"))


class EditPostForm(forms.Form):
    title = forms.CharField(label=_("岗位"), max_length=120, help_text=_("例如：口袋公园园长"))
    about = _text(_("做什么"))
    place = forms.CharField(label=_("地点"), max_length=120)
    places = forms.IntegerField(label=_("名额"), min_value=1, max_value=500)
    open_to_public = forms.BooleanField(label=_("向社会公开这个岗位"), required=False, initial=True)


class PostForm(EditPostForm):
    starts_on = _day(_("开始日期"), _("报名到这一天为止都可以"))
    ends_on = _day(_("结束日期"))
    ORDER = (
        "unit", "campaign", "title", "about", "place", "starts_on", "ends_on", "places", "open_to_public",
    )  # fmt: skip

    def __init__(self, units: Sequence[Unit], campaigns: Sequence[Campaign], *args: Any, **named: Any):
        super().__init__(*args, **named)
        _whose(self, units, campaigns)
        self.order_fields(self.ORDER)


def _whose(form: forms.Form, units: Sequence[Unit], campaigns: Sequence[Campaign]) -> None:
    form.fields["unit"] = OneOf(units, label=_("部门"), words=lambda u: u.short)
    form.fields["campaign"] = OneOf(campaigns, label=_("属于哪次活动"), required=False)
    if len(units) == 1:
        form.initial.setdefault("unit", units[0])


class LogForm(forms.Form):
    on = _day(_("日期"))
    text = _text(_("体验日志"), _("做了什么，看到什么，想到什么"))
    file = forms.FileField(label=_("照片"), required=False)


class InviteForm(forms.Form):
    kind = forms.ChoiceField(label=_("形式"), choices=Invitation.Kind.choices)
    title = forms.CharField(label=_("事由"), max_length=120)
    about = _text(_("内容和要求"))
    place = forms.CharField(label=_("地点"), max_length=120)
    held_on = _day(_("日期"))
    answer_by = _day(_("请在此前答复"))
    ORDER = ("unit", "campaign", "kind", "title", "about", "place", "held_on", "answer_by", "people")

    def __init__(
        self,
        units: Sequence[Unit],
        campaigns: Sequence[Campaign],
        people: Sequence[Person],
        *args: Any,
        **named: Any,
    ):
        super().__init__(*args, **named)
        _whose(self, units, campaigns)
        self.fields["people"] = ManyOf(people, label=_("邀请哪些委员"))
        self.order_fields(self.ORDER)


class InviteMoreForm(forms.Form):
    answer_by = _day(_("请在此前答复"))

    def __init__(self, people: Sequence[Person], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["people"] = ManyOf(people, label=_("再邀请哪些委员"))


class ReportForm(forms.Form):
    text = _text(_("活动情况"), _("做了什么，委员提了什么，部门怎么办"))
    file = forms.FileField(label=_("照片或材料"), required=False)

    def __init__(self, accepted: Sequence[Person], *args: Any, **named: Any):
        super().__init__(*args, **named)
        if accepted:
            self.fields["came"] = ManyOf(
                accepted, label=_("到场的委员"), required=False, initial=list(accepted)
            )
        self.order_fields(["came", "text", "file"])


def answer_form(counsel: Counsel, data: Any = None) -> AnswerForm:
    """A question is answered; what was advised is also taken up or not."""
    return AnswerForm(data, weighed=counsel.occasion != Counsel.Occasion.BRIEFING)
