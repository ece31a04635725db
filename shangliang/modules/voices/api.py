from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import EmailField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from pydantic import field_validator

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.org.models import Unit
from shangliang.modules.voices import queries, services
from shangliang.modules.voices.models import Voice

router = Router(tags=["voices"])


class VoiceOut(answers.StagedOut):
    """A voice without its raiser: contact data never leave by this way."""

    title: str
    body: str
    source: str
    unit: answers.UnitCode
    place: str
    place_text: str
    raised_at: datetime
    me_too: int
    answer: str

    @staticmethod
    def resolve_place(voice: Voice) -> str:
        return voice.place.code if voice.place else ""


class VoicesOut(answers.Page[VoiceOut]):
    pass


class RaiseIn(Schema):
    """As long as the form allows; nothing is cut off silently."""

    unit: str
    title: str = Field(max_length=200)
    body: str = Field(max_length=10000)
    place_text: str = Field("", max_length=120)
    name: str = Field("", max_length=40)
    phone: str = Field("", pattern=r"^([0-9+\-() ]{6,20})?$")
    email: str = Field("", max_length=254)
    open_ok: bool = True
    token: str = Field(max_length=200)

    @field_validator("email")
    @classmethod
    def _is_an_address(cls, email: str) -> str:
        try:
            EmailField(required=False).clean(email)
        except ValidationError as wrong:
            raise ValueError("；".join(wrong.messages)) from wrong
        return email


class ReceiptOut(Schema):
    id: int
    receipt: str
    due_at: datetime | None


class VoiceDeclineIn(Schema):
    reason: str
    note: str


@router.get("/", response=VoicesOut)
def voices_list(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> dict[str, Any]:
    voices = answers.reachable(request, Voice).select_related("unit", "place")
    return answers.sliced(voices.filter(state=state) if state else voices, cursor, limit)


@router.get("/{int:pk}", response=VoiceOut)
def voices_get(request: HttpRequest, pk: int) -> Voice:
    return answers.find(request, Voice, pk)


@router.post("/", response={201: ReceiptOut})
def voices_raise(request: HttpRequest, data: RaiseIn) -> Status[Voice]:
    """Take a voice; the same token gives the same receipt."""
    if not data.title.strip() or not data.body.strip() or not data.token.strip():
        raise moves.Refused(_("标题、内容和 token 不能为空"))
    unit = _receiver(data.unit)
    actor = answers.actor_of(request)
    member = "member" in actor.roles
    voice = services.raise_voice(
        unit, title=data.title, body=data.body, place_text=data.place_text,
        source=Voice.Source.MEMBER if member else Voice.Source.CITIZEN, open_ok=data.open_ok, token=data.token,
        contact=services.Contact(data.name, data.phone, data.email), actor=actor, at=answers.at_of(request),
    )  # fmt: skip
    return Status(201, voice)


@router.post("/{int:pk}/decline", response=VoiceOut)
def voices_decline(request: HttpRequest, pk: int, data: VoiceDeclineIn) -> Voice:
    voice = answers.find(request, Voice, pk)
    services.decline(
        voice, reason=data.reason, note=data.note, actor=answers.actor_of(request), at=answers.at_of(request)
    )
    return voice


@router.get("/similar/", response=list[VoiceOut])
def voices_similar(request: HttpRequest, unit: str, title: str, body: str = "") -> list[Voice]:
    """Open voices that may be about the same matter, best first."""
    return [hit.voice for hit in queries.similar_to(title, body, root=_receiver(unit).path[:4])]


def _receiver(code: str) -> Unit:
    found = queries.receivers().filter(code=code).first()
    if found is None:
        raise moves.Refused(_("没有可以接收的单位：%s") % code)
    return found
