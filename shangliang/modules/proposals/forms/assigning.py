"""Whom to ask beforehand, what a department answers, how it is ruled, and what is handed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.services import Parts


def area(
    label: Any, rows: int = 4, *, most: int = 3000, must: bool = True, hint: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=must,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class NoteForm(forms.Form):
    note = area(_("理由"), 3)


class PartsForm(forms.Form):
    """To whom it shall go: one that leads, or several that each answer; those that help."""

    lead = forms.ModelChoiceField(
        label=_("主办（单办）单位"), queryset=Unit.objects.none(), empty_label=_("请选择")
    )
    split = forms.ModelMultipleChoiceField(
        label=_("分办单位"), queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("选了分办，上面的单位也是分办之一，各自答复。"),
    )  # fmt: skip
    joint = forms.ModelMultipleChoiceField(
        label=_("会办单位"), queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("会办单位一起办、会签，不单独答复。"),
    )  # fmt: skip
    assist = forms.ModelMultipleChoiceField(
        label=_("协办单位"), queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("协办单位提意见、会签，不单独答复。"),
    )  # fmt: skip

    def __init__(self, units: QuerySet[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        for name in ("lead", "split", "joint", "assist"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]

    @property
    def parts(self) -> Parts:
        """What a valid form says."""
        said = self.cleaned_data
        return Parts(said["lead"], list(said["joint"]), list(said["split"]), list(said["assist"]))


class ObjectForm(forms.Form):
    note = area(_("为什么不该由本单位承办"), 3, hint=_("请写明依据，例如职责分工的条款。"))
    instead = forms.ModelChoiceField(
        label=_("认为应由谁承办"), queryset=Unit.objects.none(), required=False, empty_label=_("说不准")
    )

    def __init__(self, units: QuerySet[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["instead"].queryset = units  # type: ignore[attr-defined]


class UpholdForm(forms.Form):
    ruling = area(_("裁定"), 3, hint=_("写明为什么仍由它承办；异议和裁定都会留在页面上。"))


class ReplaceForm(forms.Form):
    to = forms.ModelChoiceField(label=_("改由谁承办"), queryset=Unit.objects.none(), empty_label=_("请选择"))
    note = area(_("裁定"), 3, hint=_("写明为什么换；新的单位会收到确认请求。"))

    def __init__(self, units: QuerySet[Unit], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["to"].queryset = units  # type: ignore[attr-defined]


class TogetherForm(forms.Form):
    main = forms.ModelChoiceField(
        label=_("和哪件提案合并办理"), queryset=Proposal.objects.none(), required=False,
        empty_label=_("不合并，单独办理"), help_text=_("由同样的单位办理，两件分别答复、分别评价。"),
    )  # fmt: skip

    def __init__(self, proposals: QuerySet[Proposal], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self.fields["main"].queryset = proposals  # type: ignore[attr-defined]
        self.fields["main"].label_from_instance = lambda p: f"{p.case_no} {p.title}"  # type: ignore[attr-defined]


class MeetingForm(forms.Form):
    """交办会: what was ticked, and for what departments have not been asked about a lead of its own."""

    pick = forms.TypedMultipleChoiceField(
        coerce=int, choices=(), error_messages={"required": _("还没有勾选提案")}
    )

    def __init__(self, data: Any, *, known: Iterable[Proposal], units: Sequence[Unit]):
        super().__init__(data)
        self.known = {p.pk: p for p in known}
        self.units = {str(u.pk): u for u in units}
        self.fields["pick"].choices = [(pk, pk) for pk in self.known]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[tuple[Proposal, Parts | None]]:
        """Each proposal that was ticked, with its lead where one was chosen, in the order of the desk."""
        ticked = set(self.cleaned_data["pick"])
        return [(p, self._parts(pk)) for pk, p in self.known.items() if pk in ticked]

    def _parts(self, pk: int) -> Parts | None:
        lead = self.units.get(str(self.data.get(f"lead-{pk}", "")))
        return Parts(lead) if lead else None
