"""The attributes of one input of a form, so that Django's own widgets look and behave as ours."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.forms import BoundField, ModelChoiceField
from django.utils.translation import gettext as _

BLANK = "---------"  # Django's own
PICKED = {"select", "selectmultiple", "nullbooleanselect"}


def attrs(field: BoundField, said: list[str], rows: int = 5) -> dict[str, Any]:
    """said: ids of the help and of the errors that belong to it."""
    kind = field.widget_type
    if isinstance(field.field, ModelChoiceField) and field.field.empty_label == BLANK:
        field.field.empty_label = _("请选择") if field.field.required else _("不选")
    found: dict[str, Any] = {}
    if kind != "checkbox":
        own = str(field.field.widget.attrs.get("class", ""))
        found["class"] = f"input input-{'select' if kind in PICKED else kind} {own}".strip()
    if said:
        found["aria-describedby"] = " ".join(said)
    if kind == "textarea":
        found["rows"] = rows
        if field.field.max_length:  # type: ignore[attr-defined]
            found["data-count"] = field.field.max_length  # type: ignore[attr-defined]
    if "file" in kind:
        found["data-max"] = settings.UPLOAD_LIMIT
    return found


def chosen(field: BoundField) -> str:
    """What was filled in, as people read it: the label of the choice, else the words."""
    data = field.data
    choices = dict(getattr(field.field, "choices", ()))
    return str(choices.get(data, data) or "")
