"""What people fill in around the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.modules.floor.models import Floor, Speech
from shangliang.modules.gatherings.models import Agenda, Participant
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ArrangeForm(forms.Form):
    """The rules of the room."""

    minutes = forms.IntegerField(label=_("每人发言几分钟"), min_value=1, max_value=60)
    alternate = forms.BooleanField(
        label=_("各方轮流发言"), required=False,
        help_text=_("发言次数相同的人里，委员、部门、专家、群众轮流，发言少的一方先"),
    )  # fmt: skip
    screened = forms.BooleanField(
        label=_("提问先看后展示"),
        required=False,
        help_text=_("不勾选的，提出来就展示；展示以后仍可撤下，撤下要公布理由"),
    )
    stenographer = forms.ModelChoiceField(
        label=_("速记员"), queryset=Person.objects.none(), required=False, empty_label=_("由工作人员记字幕"),
        help_text=_("速记员用自己的账号记字幕；听写程序用她的密钥"),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["stenographer"].queryset = people  # type: ignore[attr-defined]


def _seat_of(participant: Participant) -> str:
    where = participant.unit.short if participant.unit else participant.standing
    return " · ".join(filter(None, [participant.name, str(participant.get_capacity_display()), where]))


class ParticipantField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return _seat_of(obj)


class WishForm(forms.Form):
    """A wish to speak, as it comes from a telephone."""

    kind = forms.ChoiceField(choices=Speech.Kind.choices, required=False)
    agenda = forms.ModelChoiceField(queryset=Agenda.objects.none(), required=False)
    about = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, floor: Floor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agenda"].queryset = floor.gathering.agenda.all()  # type: ignore[attr-defined]

    def wish(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {**data, "kind": data["kind"] or Speech.Kind.SPEECH}


class EntryForm(WishForm):
    """The same, entered for somebody without a telephone."""

    participant = ParticipantField(label=_("谁要发言"), queryset=Participant.objects.none())
    field_order = ("participant", "agenda", "kind", "about")

    def __init__(self, *args: Any, floor: Floor, **kwargs: Any):
        super().__init__(*args, floor=floor, **kwargs)
        listed = floor.gathering.participants.select_related("unit")
        self.fields["participant"].queryset = listed  # type: ignore[attr-defined]
        self.fields["agenda"].label = _("哪一项议程")
        self.fields["agenda"].empty_label = _("不限")  # type: ignore[attr-defined]
        self.fields["kind"].label = _("类别")
        self.fields["about"].label = _("要说什么")


class QuestionForm(forms.Form):
    text = forms.CharField(max_length=400)
    token = forms.CharField(max_length=40)


class AnswerForm(forms.Form):
    """当场已答."""

    participant = ParticipantField(label=_("谁回答的"), queryset=Participant.objects.none())
    text = forms.CharField(label=_("答复要点"), widget=_text(3), max_length=2000, required=False)

    def __init__(self, *args: Any, floor: Floor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        listed = floor.gathering.participants.select_related("unit")
        self.fields["participant"].queryset = listed  # type: ignore[attr-defined]


class HandForm(forms.Form):
    """会后由谁、什么时候答复."""

    unit = forms.ModelChoiceField(label=_("由哪个单位答复"), queryset=Unit.objects.none())
    due_on = forms.DateField(
        label=_("最迟哪天答复"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    text = forms.CharField(label=_("答复"), widget=_text(6), max_length=2000)


class WhyForm(forms.Form):
    why = forms.CharField(label=_("理由"), widget=_text(3), max_length=300)


class NotesForm(forms.Form):
    notes = forms.CharField(label=_("发言要点"), widget=_text(6), max_length=4000)
    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)


class CaptionForm(forms.Form):
    text = forms.CharField(label=_("字幕"), max_length=300)
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)


class ScreenForm(forms.Form):
    """What the hall shall see."""

    shows = forms.ChoiceField(label=_("大屏幕显示"), choices=Floor.Shows.choices)
    poll = forms.IntegerField(required=False, min_value=1)
    material = forms.IntegerField(required=False, min_value=1)
    page = forms.IntegerField(required=False, min_value=1, max_value=500)
