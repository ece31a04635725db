"""A form that puts what is there in other words, opened by two people at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.db.models import Model
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shangliang.kernel.text import listed, shortened

F = TypeVar("F", bound=forms.BaseForm)
SEEN = "seen_at_first"


def rewriting(form: F) -> F:
    """The form, so that it does not undo unread what somebody else has written since it was opened.

    What is there now is `initial`. Sent back, the form brings a short mark of each value as it stood when the page was
    opened. Where one of them was changed meanwhile and would now be overwritten, that is said with what stands there
    now, and nothing is kept; sent once more, the form holds. A program that sends no marks is not asked.
    """
    marks = {name: _mark(value) for name, value in form.initial.items() if name in form.fields}
    now = " ".join(f"{name}:{mark}" for name, mark in marks.items())
    form.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput, initial=now)
    if not form.is_bound:
        return form
    field = form.add_prefix(SEEN)
    seen = dict(pair.split(":", 1) for pair in str(form.data.get(field, "")).split() if ":" in pair)
    form.is_valid()
    form.cleaned_data.pop(SEEN, None)
    said = {name: _mark(value) for name, value in form.cleaned_data.items()}
    others = [n for n in marks if seen.get(n, marks[n]) != marks[n] != said.get(n, marks[n])]
    if others:
        form.add_error(
            None,
            _("您打开页面以后，别人改过：%s。您写的还在下面；再按一次，就以您写的为准。")
            % listed(_said(form, name) for name in others),
        )
        again: Any = form.data.copy()  # type: ignore[attr-defined]
        again[field] = now
        form.data = again
    return form


def _said(form: forms.BaseForm, name: str) -> str:
    """What somebody changed; of words also what they are now."""
    field, value = form.fields[name], form.initial[name]
    label = str(field.label or name)
    if isinstance(value, datetime):
        return _("%(label)s（现在是“%(now)s”）") % {
            "label": label,
            "now": f"{localtime(value):%Y-%m-%d %H:%M}",
        }
    if type(field) is forms.CharField and value:
        return _("%(label)s（现在是“%(now)s”）") % {"label": label, "now": shortened(str(value), 60)}
    return label


def _mark(value: Any) -> str:
    return hashlib.sha256(_plain(value).encode(errors="surrogatepass")).hexdigest()[:8]


def _plain(value: Any) -> str:
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, datetime):
        return str(value.timestamp() // 60)  # as far as one types it
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ",".join(map(_plain, value))
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
