"""Shapes of input for supervision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.look.fields import ManyOf, OneOf, day_input
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.supervision.models import Activity, Appraised, Finding, FollowUpResult, Supervision
from shangliang.modules.supervision.models.appraisals import Choice

BOXES = forms.CheckboxSelectMultiple
RADIOS = forms.RadioSelect


def _day(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, widget=day_input(), help_text=hint, required=required)


def _text(label: Any, hint: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea, help_text=hint, required=required, max_length=10_000
    )


def _file(label: Any) -> forms.FileField:
    return forms.FileField(label=label, required=False)


def short(unit: Unit) -> str:
    return unit.short


# --- before


class OpenForm(forms.Form):
    form = forms.ChoiceField(label=_("监督形式"), choices=Supervision.Form.choices, initial="special")
    title = forms.CharField(label=_("题目"), max_length=120)
    basis = _text(_("依据"), _("哪次会议、哪份计划定的"))
    subject = _text(_("监督内容"), _("看什么、查什么"))
    matters = _text(_("监督要点"), _("一行写一条"), required=False)

    def __init__(self, owners: Sequence[Unit], departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["owner"] = OneOf(owners, label=_("承办"))
        self.fields["departments"] = ManyOf(departments, label=_("被监督单位"), required=False, words=short)
        self.order_fields(["form", "title", "owner", "basis", "subject", "matters", "departments"])


class FromForm(forms.Form):
    """Out of an item of the plan."""

    def __init__(self, items: Sequence[Any], owners: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["item"] = OneOf(items, label=_("计划题目"), words=lambda i: f"{i.month} 月 · {i.title}")
        self.fields["owner"] = OneOf(owners, label=_("承办"))


class OwnerForm(forms.Form):
    def __init__(self, owners: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["owner"] = OneOf(owners, label=_("承办"))


class SchemeForm(forms.Form):
    scheme = _text(_("实施方案"), _("怎么分组、看哪些地方、分几步"))
    subject = _text(_("监督内容"))
    starts_on = _day(_("开始日期"))
    ends_on = _day(_("结束日期"), _("走访和通报在这一天以前做完"))
    matters = _text(_("补充监督要点"), _("一行写一条；已有的不用再写"), required=False)
    file = _file(_("方案文件"))

    def __init__(self, departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["departments"] = ManyOf(departments, label=_("被监督单位"), words=short)
        self.order_fields(["scheme", "subject", "starts_on", "ends_on", "departments", "matters", "file"])


class TeamForm(forms.Form):
    name = forms.CharField(label=_("小组"), max_length=60)
    task = forms.CharField(label=_("分工"), max_length=200, required=False)

    def __init__(self, members: Sequence[Person], partners: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["leader"] = OneOf(members, label=_("组长"))
        self.fields["members"] = ManyOf(members, label=_("组员"), help_text=_("至少两名"))
        self.fields["partners"] = ManyOf(partners, label=_("联合单位"), required=False, words=short)


# --- during


class RecordForm(forms.Form):
    """One activity. kinds: offered when there is more than one; targets: where a department may be chosen."""

    on = _day(_("日期"))
    place = forms.CharField(label=_("地点"), max_length=120)
    text = _text(_("记录"), _("做了什么、听到什么、看到什么"))
    file = _file(_("照片或材料"))

    def __init__(
        self, people: Sequence[Person], teams: Sequence[Any], *args: Any, kinds: bool = False,
        targets: Sequence[Any] = (), label: Any = None, required: bool = True, **named: Any,
    ):  # fmt: skip
        super().__init__(*args, **named)
        self.fields["people"] = ManyOf(people, label=label or _("参加的人"), required=required)
        self.fields["team"] = OneOf(teams, label=_("小组"), required=False, help_text=_("不选表示各组一起"))
        if kinds:
            names = [(k.value, k.label) for k in Activity.INSPECTING]
            self.fields["kind"] = forms.ChoiceField(label=_("方式"), choices=names, widget=RADIOS)
            self.fields["supervised"] = OneOf(
                targets, label=_("到哪个部门"), required=False, words=lambda s: s.department.short,
                help_text=_("只列已沟通告知的部门；座谈可以不选"),
            )  # fmt: skip
        self.order_fields(["kind", "supervised", "on", "place", "team", "people", "text", "file"])


class FindingForm(forms.Form):
    title = forms.CharField(label=_("问题"), max_length=120, help_text=_("一句话"))
    problem = _text(_("情况"), _("在哪里、什么时候、看到什么"))
    basis = _text(_("依据"), _("法规、文件、数据"), required=False)
    advice = _text(_("建议"))
    rectify_by = _day(_("整改期限"), _("不填的，送出时按本地期限定"), required=False)

    def __init__(
        self, departments: Sequence[Unit], teams: Sequence[Any] = (), activities: Sequence[Any] = (),
        matters: Sequence[Any] = (), *args: Any, **named: Any,
    ):  # fmt: skip
        super().__init__(*args, **named)
        self.fields["department"] = OneOf(departments, label=_("责任单位"), words=short)
        for name, things, label in (
            ("team", teams, _("小组")), ("activity", activities, _("在哪次活动中发现")),
            ("matter", matters, _("对应要点")),
        ):  # fmt: skip
            if things:
                self.fields[name] = OneOf(things, label=label, required=False)
        self.order_fields(["title", "department", "problem", "basis", "advice", "rectify_by"])


# --- after


class OpinionForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=160)
    to = forms.CharField(label=_("主送"), max_length=200)
    opinion = _text(_("正文"), _("监督情况和总的意见；逐条问题和建议自动附在后面"))


class SureForm(forms.Form):
    """Asks nothing: the press alone says it."""


class NoteForm(forms.Form):
    note = _text(_("理由"))


class MeasuresForm(forms.Form):
    responsible = forms.CharField(label=_("整改责任人"), max_length=60)
    measures = _text(_("整改措施"))


class ClaimForm(MeasuresForm):
    proof = _text(_("整改佐证"), _("做成了什么，看得到什么"))
    file = _file(_("佐证文件或照片"))


class RecheckForm(forms.Form):
    passes = forms.ChoiceField(
        label=_("复核结论"), choices=[("yes", _("通过")), ("no", _("没有改好，退回"))], widget=RADIOS
    )
    text = _text(_("复核情况"), _("看了什么；没有改好的，写明哪里没有改好"))


class ResendForm(forms.Form):
    rectify_by = _day(_("新的整改期限"))


class FollowUpForm(forms.Form):
    """One line for each finding that had passed."""

    held_on = _day(_("进行日期"))
    notes = _text(_("看到的情况"))

    def __init__(self, findings: Sequence[Finding], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.findings = findings
        for f in findings:
            self.fields[f"result{f.pk}"] = forms.ChoiceField(
                label=f"{f.order}. {f.title}", choices=FollowUpResult.Result.choices, widget=RADIOS,
                help_text=f.department.short,
            )  # fmt: skip
            self.fields[f"note{f.pk}"] = forms.CharField(
                label=_("说明（%(n)d）") % {"n": f.order}, max_length=300, required=False,
                help_text=_("没有完全保持的必填"),
            )  # fmt: skip

    def seen(self) -> list[tuple[Finding, str, str]]:
        data = self.cleaned_data
        return [(f, data[f"result{f.pk}"], data[f"note{f.pk}"]) for f in self.findings]


# --- supervisors


class AppointForm(forms.Form):
    field = forms.CharField(label=_("监督领域"), max_length=120, help_text=_("例如：窗口服务、行政执法"))
    letter_no = forms.CharField(label=_("聘书编号"), max_length=60)
    starts_on = _day(_("聘期从"))
    ends_on = _day(_("到"))

    def __init__(self, members: Sequence[Person], departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["person"] = OneOf(members, label=_("委员"))
        self.fields["department"] = OneOf(departments, label=_("部门"), words=short)
        self.order_fields(["person", "department", "field", "letter_no", "starts_on", "ends_on"])


class ObservationForm(forms.Form):
    seen_on = _day(_("看到的日期"))
    title = forms.CharField(label=_("标题"), max_length=120)
    text = _text(_("看到的情况和建议"))
    file = _file(_("照片或材料"))


class AnswerForm(forms.Form):
    answer = _text(_("给监督员的答复"))


class TakeUpForm(AnswerForm):
    advice = _text(_("对部门的建议"))

    def __init__(self, supervisions: Sequence[Supervision], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["supervision"] = OneOf(supervisions, label=_("列入哪项监督"))
        self.order_fields(["supervision", "advice", "answer"])


# --- appraisals


class EditAppraisalForm(forms.Form):
    quorum = forms.IntegerField(
        label=_("有效票数下限"), min_value=1, help_text=_("收回的票少于这个数，评议无效")
    )

    def __init__(self, departments: Sequence[Unit], people: Sequence[Person], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["departments"] = ManyOf(departments, label=_("被评议的部门"), words=short)
        self.fields["people"] = ManyOf(people, label=_("投票人名册"))


class AppraisalForm(EditAppraisalForm):
    title = forms.CharField(label=_("题目"), max_length=120)
    meeting = forms.CharField(label=_("在哪次会议上"), max_length=120)
    about = _text(_("评议什么"), required=False)
    held_on = _day(_("日期"))
    field_order = ("title", "meeting", "held_on", "about", "departments", "quorum", "people")

    def __init__(self, *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.order_fields(self.field_order)


class BallotForm(forms.Form):
    """Three large choices and, who likes, a remark, for each department."""

    def __init__(self, departments: Sequence[Appraised], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.codes = [d.department.code for d in departments]
        for number, one in enumerate(departments):
            self.fields[f"choice{number}"] = forms.ChoiceField(
                label=one.department.name, choices=Choice.choices, widget=RADIOS
            )
            self.fields[f"remark{number}"] = forms.CharField(
                label=_("对%(unit)s说一句") % {"unit": one.department.short}, max_length=300, required=False
            )

    def said(self) -> dict[str, tuple[str, str]]:
        data = self.cleaned_data
        return {code: (data[f"choice{n}"], data[f"remark{n}"]) for n, code in enumerate(self.codes)}


class ReceiptForm(forms.Form):
    receipt = forms.CharField(label=_("回执码"), max_length=20)
