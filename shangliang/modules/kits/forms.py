"""What comes in: whom a person decides on means, and what a phone sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.kits.services import Sent, noted_of

MOST = 60
# How far back a phone may say that something was noted.
BACK = timedelta(days=7)


class TakeForm(forms.Form):
    """Whom it means, where somebody was to be added; and a word about it."""

    same_as = forms.ModelChoiceField(
        queryset=Participant.objects.none(), required=False, label=lazy("就是名单上的这一位"),
        help_text=lazy("不选，就作为另一个人加进名单。"),
    )  # fmt: skip
    note = forms.CharField(required=False, max_length=300, label=lazy("说明"))

    def __init__(self, *args: Any, gathering: Gathering, adds: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if adds:
            field: Any = self.fields["same_as"]
            field.queryset = gathering.participants.all()
            field.label_from_instance = lambda p: (
                _("%(n)s（%(c)s）") % {"n": p.name, "c": p.get_capacity_display()}
            )
        else:
            del self.fields["same_as"]


class _Entry(BaseModel):
    id: UUID
    kind: str = Field(max_length=10)
    noted_at: AwareDatetime
    content: dict[str, Any] = {}


class _Batch(BaseModel):
    phone: str = Field(min_length=16, max_length=64)
    ahead: float = Field(0, ge=-1e10, le=1e10)
    entries: list[_Entry] = Field(max_length=MOST)


@dataclass(frozen=True)
class PhoneBatch:
    """phone: its secret."""

    phone: str
    entries: list[Sent]


def phone_batch(body: bytes, *, at: datetime) -> PhoneBatch | None:
    """What a phone sends; None when it is nothing of the kind."""
    try:
        said = _Batch.model_validate_json(body)
    except ValidationError:
        return None
    since = at - BACK
    noted = [noted_of(e.noted_at, ahead=said.ahead, since=since, at=at) for e in said.entries]
    return PhoneBatch(
        said.phone, [Sent(e.id, e.kind, e.content, n) for e, n in zip(said.entries, noted, strict=True)]
    )
