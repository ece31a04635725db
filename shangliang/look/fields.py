"""Fields that the forms of several modules share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shangliang.kernel.text import listed

_APART = re.compile(r"[、，,；;\s]+")


def day_input() -> forms.DateInput:
    """A day, in the browser's own calendar."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def needed_when(when: Any, field: forms.Field) -> forms.Field:
    """A field that is needed only with some other answer; `when` stands in place of 可不填, and the service checks."""
    field.required = field.widget.is_required = False
    field.needed = when  # type: ignore[attr-defined]
    return field


class OneOf(forms.TypedChoiceField):
    """One thing out of a list that was read once, however many fields offer it."""

    def __init__(self, things: Iterable[Any], *, words: Callable[[Any], str] = str, **named: Any):
        by_pk = {str(t.pk): t for t in things}
        choices = [("", "—"), *((pk, words(t)) for pk, t in by_pk.items())]
        super().__init__(choices=choices, coerce=by_pk.__getitem__, empty_value=None, **named)

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "pk", value)


class ManyOf(forms.TypedMultipleChoiceField):
    """Several things out of such a list, as boxes to tick."""

    def __init__(self, things: Iterable[Any], *, words: Callable[[Any], str] = str, **named: Any):
        by_pk = {str(t.pk): t for t in things}
        choices = [(pk, words(t)) for pk, t in by_pk.items()]
        named = {"widget": forms.CheckboxSelectMultiple, **named}
        super().__init__(choices=choices, coerce=by_pk.__getitem__, **named)

    def prepare_value(self, value: Any) -> Any:
        return [str(getattr(v, "pk", v)) for v in value or []]


class NamesField(forms.CharField):
    """People by their names, as one would write them; gives those found in `people`.

    Two of one name are told apart by login. unknown: what is said of names that nobody has.
    """

    def __init__(self, people: Any, *, unknown: Any = "", **named: Any):
        self.people, self.unknown = people, unknown or _("没有找到这位委员：%s")
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), **named)

    def clean(self, value: Any) -> list[Any]:
        typed = list(dict.fromkeys(name for name in _APART.split(super().clean(value)) if name))
        if not typed:
            return []
        known = list(self.people.filter(name__in=typed)) + list(self.people.filter(username__in=typed))
        by_name = {name: {p.pk: p for p in known if name in (p.name, p.username)} for name in typed}
        if unknown := [name for name, found in by_name.items() if not found]:
            raise forms.ValidationError(self.unknown % listed(unknown))
        if twice := [name for name, found in by_name.items() if len(found) > 1]:
            raise forms.ValidationError(_now("不止一位：%s；请改写登录名") % listed(twice))
        return list({p.pk: p for found in by_name.values() for p in found.values()}.values())


def parties(departments: Iterable[Any], *, must: bool = True) -> dict[str, forms.Field]:
    """To whom a task goes (DOMAIN 1.1): the department that leads, those that help, those that answer apart."""
    units = list(departments)
    return {
        "lead": OneOf(units, label=_("主办单位"), required=must),
        "assist": ManyOf(units, label=_("协办单位"), required=False),
        "joint": ManyOf(units, label=_("会办单位"), required=False, help_text=_("会签后才能答复")),
        "split": ManyOf(
            units, label=_("分办单位"), required=False, help_text=_("与主办单位各自答复；选了分办就不分主次")
        ),
    }
