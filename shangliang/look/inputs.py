"""The attributes of one input of a form, so that Django's own widgets look and behave as ours."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.forms import BoundField

PICKED = {"select", "selectmultiple", "nullbooleanselect"}


def attrs(field: BoundField, said: list[str], rows: int = 5) -> dict[str, Any]:
    """said: ids of the help and of the errors that belong to it."""
    kind = field.widget_type
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
