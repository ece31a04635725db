"""What was typed into a form that could not be taken: field by field, under the words that stood above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.translation import gettext as _

from shangliang.kernel.text import aside

SECRET = ("password", "token", "secret", "key")
OURS = {"csrfmiddlewaretoken", "version", "token", "next", "then", "joining", "sure"}
LONGEST = 20_000
# A name within a set of forms: line-0-title; or of one form among several: r12-lead.
PREFIXED = re.compile(r"^[a-z]+(?:-(\d+)|\d+)-(?=[a-z])")
COUNTS = re.compile(r"_FORMS$")


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """(label, what was typed) in the order of the form; nothing secret, nothing of ours. Asks no database."""
    try:
        posted = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, UnreadablePostError, RawPostDataException, OSError):
        return []
    posted = [(name, value) for name, value in posted if value.strip() and _of_theirs(name)]
    known = _likely({_plain(name) for name, _value in posted}, _package(request))
    found: list[tuple[str, str]] = []
    for name, value in posted:
        field = next((f.base_fields[_plain(name)] for f in known if _plain(name) in f.base_fields), None)
        words = _said(field, value)
        if words:
            found.append((_label(name, field) or _("第 %(n)s 项") % {"n": len(found) + 1}, words[:LONGEST]))
    return found


def _of_theirs(name: str) -> bool:
    plain = _plain(name)
    return plain not in OURS and not COUNTS.search(name) and not any(s in plain.lower() for s in SECRET)


def _plain(name: str) -> str:
    return PREFIXED.sub("", name)


def _package(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return getattr(match.func, "__module__", "").partition(".views")[0] if match else ""


def _likely(names: set[str], package: str) -> list[Any]:
    """The forms of the house that ask for any of these: those of the same module first, then the best fitting."""

    def fit(form: Any) -> tuple[bool, int, int]:
        near = bool(package) and form.__module__.startswith(package)
        return not near, -len(names & set(form.base_fields)), len(form.base_fields)

    every = {f for f in _forms(forms.BaseForm) if f.__module__.startswith("shangliang.")}
    asking = [f for f in every if names & set(f.base_fields)]
    return sorted(asking, key=lambda f: (*fit(f), f.__module__, f.__qualname__))


def _forms(base: Any) -> Iterator[Any]:
    """Classes of forms: those that know their fields."""
    for cls in base.__subclasses__():
        if hasattr(cls, "base_fields"):
            yield cls
        yield from _forms(cls)


def _label(name: str, field: forms.Field | None) -> str:
    label = str(field.label) if field and field.label else ""
    row = PREFIXED.match(name)
    number = row.group(1) if row else None
    if label and number is not None:
        label += aside(_("第 %(n)s 条") % {"n": int(number) + 1})
    return label


def _said(field: forms.Field | None, value: str) -> str:
    """As it was read on the page; empty for what was picked from a list of things and comes as a number."""
    if isinstance(field, forms.BooleanField):
        return _("是")
    if isinstance(field, forms.ModelChoiceField) or (field is None and value.isdigit()):
        return ""
    if isinstance(field, forms.ChoiceField) and isinstance(field.choices, list | tuple):
        return str(dict(_flat(field)).get(value, value))
    return "" if field and isinstance(field.widget, forms.HiddenInput) else value


def _flat(field: forms.ChoiceField) -> Iterator[tuple[str, object]]:
    choices: Any = field.choices
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(v), l) for v, l in label)  # noqa: E741
        else:
            yield str(value), label
