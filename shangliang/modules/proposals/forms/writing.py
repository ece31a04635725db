"""Shapes of input for proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shangliang.look.fields import ManyOf, NamesField, OneOf, day_input
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import COLLECTIVE, Category, Proposal, Review

EMPTY_ROWS = 3  # to write suggestions into, when there are none yet


class WriteForm(forms.Form):
    """The words of a proposal; its suggestions item by item stand beside it (`items`)."""

    kind = forms.ChoiceField(label=_("提案种类"), choices=Proposal.Kind.choices)
    title = forms.CharField(
        label=_("案由"), max_length=50, help_text=_("一事一案，题目说清请谁办什么事，不超过 50 字")
    )
    situation = forms.CharField(
        label=_("情况与问题"), widget=forms.Textarea(attrs={"rows": 8}), max_length=20000, required=False,
        help_text=_("有什么情况、问题在哪里、有什么依据"),
    )  # fmt: skip
    reasons = forms.CharField(
        label=_("分析"), widget=forms.Textarea(attrs={"rows": 6}), max_length=20000, required=False,
        help_text=_("为什么会这样"),
    )  # fmt: skip
    researched = forms.BooleanField(label=_("经过调研"), required=False)
    self_written = forms.BooleanField(label=_("本人撰写"), required=False)
    forwarded = forms.BooleanField(label=_("转呈他人材料"), required=False)
    repeat = forms.ChoiceField(label=_("是否重复提出"), choices=Proposal.Repeat.choices, required=False)
    open_ok = forms.BooleanField(label=_("同意公开提案和答复"), required=False)
    open_reason = forms.CharField(label=_("不同意公开的理由"), max_length=200, required=False)
    cosign_open = forms.BooleanField(label=_("提交后其他委员可以附议"), required=False)
    not_secret = forms.BooleanField(
        label=_("我确认不涉及国家秘密"), required=False, help_text=_("涉密提案请走机要渠道，不能用本系统")
    )

    def __init__(
        self, *args: Any, units: Sequence[Unit] = (), departments: Sequence[Unit] = (), bodies: Sequence[Unit] = (),
        kinds: Sequence[str] = (), former: Sequence[Proposal] = (), **named: Any,
    ):  # fmt: skip
        super().__init__(*args, **named)
        if units:
            self.fields["unit"] = OneOf(units, label=_("提交给"))
        kept = [(value, label) for value, label in Proposal.Kind.choices if not kinds or value in kinds]
        self.fields["kind"] = forms.ChoiceField(label=_("提案种类"), choices=kept)
        self.fields["suggested_lead"] = OneOf(departments, label=_("建议的主办单位"), required=False)
        if former:
            self.fields["previous"] = OneOf(
                former, label=_("接着以前哪一件"), required=False, help_text=_("连续提出的，选您上一次的提案")
            )
        self.has_body = bool(bodies)
        if bodies:
            self._add_body(bodies)
        self.order_fields(["unit", "kind", *BODY, "title", "situation", "reasons", "suggested_lead"])

    def _add_body(self, bodies: Sequence[Unit]) -> None:
        self.fields["collective"] = OneOf(bodies, label=_("以哪个集体的名义"), required=False)
        for name, label, most in (
            ("responsible", _("负责人"), 60), ("contact_name", _("联系人"), 60),
            ("contact_office", _("办公电话和地址"), 160), ("discussed_by", _("参加讨论的人"), 300),
        ):  # fmt: skip
            self.fields[name] = forms.CharField(label=label, max_length=most, required=False)
        self.fields["discussed_on"] = forms.DateField(label=_("讨论日期"), widget=day_input(), required=False)
        self.fields["discussed_on"].help_text = _("界别提案填写")
        self.fields["discussed_by"].help_text = _("界别提案填写，例如：教育界 12 名委员")
        self.fields["seal"] = forms.FileField(
            label=_("盖章原件"), required=False, help_text=_("党派、团体提案上传加盖公章、负责人签字的扫描件")
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("open_ok") and not data.get("open_reason", "").strip():
            self.add_error("open_reason", _now("不同意公开的，请写明理由"))
        if data.get("kind") in COLLECTIVE and not data.get("collective"):
            self.add_error("collective" if self.has_body else "kind", _now("请选择以哪个集体的名义提出"))
        return data


BODY = (
    "collective", "responsible", "contact_name", "contact_office", "discussed_on", "discussed_by", "seal",
)  # fmt: skip


class InviteForm(forms.Form):
    def __init__(self, people: Any, *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["people"] = NamesField(
            people, label=_("请谁联名"), help_text=_("写姓名，用顿号隔开；到时限没有签的不列名")
        )


class PlaceForm(forms.Form):
    """Class and group of the panel."""

    def __init__(self, categories: Iterable[Any], groups: Iterable[Any], *args: Any, **named: Any):
        super().__init__(*args, **named)
        held = list(groups)
        self.fields["category"] = OneOf(
            categories, label=_("类别"), help_text=_("立案时在这个类别里编分类号")
        )
        self.fields["panel"] = OneOf(
            held, label=_("审查组"), required=False,
            help_text=_("不选的，按类别分到负责的审查组") if held else _("这次会议还没有设审查组"),
        )  # fmt: skip


class ReviewForm(forms.Form):
    stage = forms.ChoiceField(label=_("环节"), choices=Review.Stage.choices, widget=forms.RadioSelect)
    qualified = forms.BooleanField(label=Review._meta.get_field("qualified").verbose_name, required=False)
    content_fit = forms.BooleanField(
        label=Review._meta.get_field("content_fit").verbose_name, required=False,
        help_text=_("一事一案、实事求是、有情况有分析有建议"),
    )  # fmt: skip
    form_fit = forms.BooleanField(label=Review._meta.get_field("form_fit").verbose_name, required=False)
    advice = forms.ChoiceField(label=_("意见"), choices=Review.Advice.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("说明"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text=_("不是建议立案的，必须说明"),
    )  # fmt: skip

    def __init__(self, departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["lead"] = OneOf(departments, label=_("适合哪个单位主办"), required=False)


class NotFileForm(forms.Form):
    note = forms.CharField(
        label=_("告诉提案者的话"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("提案者会收到这段话，请说具体"),
    )

    def __init__(self, grounds: dict[str, str], *args: Any, courses: Sequence[Any] = (), **named: Any):
        super().__init__(*args, **named)
        self.fields["ground"] = forms.ChoiceField(label=_("原因"), choices=[("", "—"), *grounds.items()])
        if courses:
            self.fields["course"] = forms.ChoiceField(
                label=_("去向"), choices=courses, widget=forms.RadioSelect
            )
        self.order_fields(["ground", "course", "note"])


class MergeForm(forms.Form):
    note = forms.CharField(label=_("为什么并案"), max_length=300, required=False)

    def __init__(self, mains: Iterable[Proposal], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["into"] = OneOf(mains, label=_("并入哪一件"))
        self.order_fields(["into"])


class NoteForm(forms.Form):
    note = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 3}))


class TermForm(forms.Form):
    number = forms.IntegerField(label=_("第几届"), min_value=1, max_value=99)
    starts_on = forms.DateField(label=_("本届开始"), widget=day_input())
    ends_on = forms.DateField(label=_("本届届满"), widget=day_input())


class SessionForm(forms.Form):
    opens_on = forms.DateField(label=_("开幕"), widget=day_input())
    closes_on = forms.DateField(label=_("闭幕"), widget=day_input())
    deadline = forms.DateField(
        label=_("大会提案截止"), widget=day_input(), help_text=_("这一天以后提交的是平时提案")
    )

    def __init__(self, *args: Any, terms: Iterable[Any] = (), **named: Any):
        super().__init__(*args, **named)
        if held := list(terms):
            self.fields["term"] = OneOf(held, label=_("届"))
            self.fields["number"] = forms.IntegerField(label=_("第几次会议"), min_value=1, max_value=30)
        self.order_fields(["term", "number"])


class CategoryForm(forms.Form):
    name = forms.CharField(label=_("类别"), max_length=40)
    main = forms.ChoiceField(label=_("统计大类"), choices=Category.Main.choices)
    active = forms.BooleanField(label=_("启用"), required=False, initial=True)


class GroupForm(forms.Form):
    name = forms.CharField(label=_("组名"), max_length=40)

    def __init__(self, categories: Iterable[Category], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["categories"] = ManyOf(categories, required=False, label=_("审查哪些类别"))


class SeatForm(forms.Form):
    def __init__(self, people: Any, departments: Sequence[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["people"] = NamesField(people, label=_("姓名"), help_text=_("可以一次写几位，用顿号隔开"))
        self.fields["lent_by"] = OneOf(departments, label=_("从哪个部门抽调"), required=False)
        self.fields["leads"] = forms.BooleanField(label=_("任组长"), required=False)
