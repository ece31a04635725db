"""Who is asked to sign, and what each says."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from shangliang.look import answers, pages
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.api.common import find
from shangliang.modules.minutes.models import Signing, Verdict

router = Router()


class SigningOut(answers.StagedOut):
    minutes: int
    who: str
    how: str

    @staticmethod
    def resolve_minutes(signing: Signing) -> int:
        return signing.minutes_id


class SigningItem(Schema):
    id: int
    title: str
    text: str
    revision: int


class SigningFull(SigningOut):
    """items: what is to be signed; seen: their mark, to be sent back when signing."""

    items: list[SigningItem]
    seen: str


class SigningIn(Schema):
    """objections: number of the item → words; everything else is right."""

    seen: str
    objections: dict[int, str] = {}


class HowIn(Schema):
    how: str


class KeptObjectionIn(Schema):
    why: str


def _signing(request: HttpRequest, pk: int) -> Any:
    related = ("unit", "minutes__gathering", "chair", "speaker", "office")
    return pages.find(Signing, answers.actor_of(request), "view", *related, pk=pk)


@router.get("/{int:pk}/signings", response=list[SigningOut])
def minutes_signings(request: HttpRequest, pk: int) -> Any:
    """Of these minutes, those the caller may see."""
    rows = answers.reachable(request, Signing).filter(minutes=find(request, pk))
    return rows.select_related("chair", "speaker", "office", "unit").order_by("pk")


@router.get("/signings/{int:pk}", response=SigningFull)
def minutes_signing(request: HttpRequest, pk: int) -> Any:
    signing = _signing(request, pk)
    signing.items = list(queries.items_of(signing))
    signing.seen = queries.mark_of(signing.items, signing.verdicts.filter(void_at=None))
    return signing


@router.post("/signings/{int:pk}/sign", response=SigningOut)
def minutes_sign(request: HttpRequest, pk: int, data: SigningIn) -> Any:
    signing = _signing(request, pk)
    services.sign(signing, seen=data.seen, objections=data.objections, **answers.by(request))
    return signing


@router.post("/signings/{int:pk}/excuse", response=SigningOut)
def minutes_excuse(request: HttpRequest, pk: int, data: HowIn) -> Any:
    signing = _signing(request, pk)
    services.excuse(signing, how=data.how, **answers.by(request))
    return signing


@router.post("/objections/{int:pk}/keep", response=SigningOut)
def minutes_keep_objection(request: HttpRequest, pk: int, data: KeptObjectionIn) -> Any:
    verdict = Verdict.objects.filter(pk=pk).select_related("item__minutes", "signing__minutes").first()
    if verdict is None:
        raise Http404
    find(request, verdict.item.minutes_id)
    services.keep_objection(verdict, why=data.why, **answers.by(request))
    return verdict.signing
