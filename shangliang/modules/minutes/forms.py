"""What is typed on the pages of minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import adopting
from shangliang.look.fields import needed_when
from shangliang.modules.gatherings.models import Opinion
from shangliang.modules.minutes.models import Draft


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ItemForm(forms.Form):
    """One item in other words."""

    text = forms.CharField(label=_("内容"), max_length=8000, widget=_text(8))
    inside = forms.BooleanField(
        label=_("不公开"), required=False, help_text=_("公开的纪要里没有这一条；参加人仍看得到。")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class RevisionForm(forms.Form):
    """The item as it was seen; take: what the record says by now."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    take = forms.BooleanField(required=False)


class AddForm(forms.Form):
    title = forms.CharField(label=_("小标题"), max_length=200, required=False)
    text = forms.CharField(label=_("内容"), max_length=8000, widget=_text(6))


class HowForm(forms.Form):
    how = forms.CharField(
        label=_("怎么核对的"),
        max_length=300,
        widget=_text(3),
        help_text=_("例如：到家里念给本人听，本人认可。"),
    )


class KeepForm(forms.Form):
    why = forms.CharField(
        label=_("为什么不改"), max_length=1000, widget=_text(4), help_text=_("异议和这个理由都会写进纪要。")
    )


class AnswerForm(forms.Form):
    """The same three answers as on boards."""

    what = forms.ChoiceField(label=_("怎么处理"), choices=[("", _("请选择")), *adopting.CHOICES])
    why = forms.CharField(
        label=_("为什么"), max_length=adopting.LONGEST, widget=_text(4), help_text=_("提意见的人会看到。")
    )


class OpinionChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Opinion) -> str:
        return f"{obj.participant.name}：{obj.text[:80]}"


class CiteForm(forms.Form):
    """Either the opinions a consensus rests on, or why there is none."""

    opinions = OpinionChoice(
        label=_("从哪几条意见来"), queryset=Opinion.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reason = needed_when(
        _("一条也没有选时必填"),
        forms.CharField(
            label=_("一条也没有的，为什么"), max_length=300, help_text=_("会写明“没有会上记录的意见作依据”。")
        ),
    )

    def __init__(self, *args: Any, gathering: int, **named: Any):
        super().__init__(*args, **named)
        own = Opinion.objects.filter(gathering=gathering, replies_to=None).select_related("participant")
        self.fields["opinions"].queryset = own  # type: ignore[attr-defined]


class SignForm(forms.Form):
    """An objection to any of the items; what is left empty is right."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: list[Any], **named: Any):
        super().__init__(*args, **named)
        for item in items:
            self.fields[f"item_{item.pk}"] = forms.CharField(
                label=_("我对这一条有异议"), max_length=1000, required=False, widget=_text(2)
            )

    def objections(self) -> dict[int, str]:
        """Number of the item → what is objected."""
        return {
            int(name.removeprefix("item_")): words
            for name, words in self.cleaned_data.items()
            if name.startswith("item_") and words.strip()
        }


class TakeForm(forms.Form):
    """The sentences of a draft that are taken over."""

    sentences = forms.TypedMultipleChoiceField(
        label=_("采用哪几句"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, draft: Draft, **named: Any):
        super().__init__(*args, **named)
        rows = [(n, row["text"]) for n, row in enumerate(draft.sentences)]
        self.fields["sentences"].choices = rows  # type: ignore[attr-defined]
