from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.briefs import services
from shangliang.modules.briefs.api.common import BriefFull, again, found, unit_of, units
from shangliang.modules.briefs.models import Brief

router = Router()


class BriefEditIn(Schema):
    """`seen`: the number of the version one had before one; with a newer one there the answer is 409."""

    title: str
    situation: str
    advice: str
    note: str = ""
    seen: int | None = None


class BriefRejectIn(Schema):
    reason: str
    note: str


class ComposeIn(Schema):
    unit: str
    title: str
    situation: str
    advice: str
    sources: list[int]


class BriefReviewIn(Schema):
    """`seen`: the number of the version one read; with a newer one there the answer is 409."""

    note: str = ""
    seen: int | None = None


class BriefSignIn(Schema):
    """`seen`: as for the review."""

    sent_to: str
    copies_to: str = ""
    seen: int | None = None


class BriefForwardIn(Schema):
    lead: str
    joint: list[str] = []
    split: list[str] = []
    assist: list[str] = []


@router.post("/briefs/{int:pk}/edit", response=BriefFull)
def briefs_edit(request: HttpRequest, pk: int, data: BriefEditIn) -> Brief:
    """A new version; the original and every earlier version stay."""
    brief = found(request, pk)
    services.edit(brief, **data.dict(), **answers.by(request))
    return again(request, brief)


@router.post("/briefs/{int:pk}/review", response=BriefFull)
def briefs_review(request: HttpRequest, pk: int, data: BriefReviewIn) -> Brief:
    """核稿: never by whoever edited it."""
    brief = found(request, pk)
    services.review(brief, **data.dict(), **answers.by(request))
    return again(request, brief)


@router.post("/briefs/{int:pk}/reject", response=BriefFull)
def briefs_reject(request: HttpRequest, pk: int, data: BriefRejectIn) -> Brief:
    brief = found(request, pk)
    services.reject(brief, **data.dict(), **answers.by(request))
    return again(request, brief)


@router.post("/composites", response={201: BriefFull})
def briefs_compose(request: HttpRequest, data: ComposeIn) -> Status[Brief]:
    """One brief made of several, in the order given."""
    held = {b.pk: b for b in answers.reachable(request, Brief).filter(pk__in=data.sources)}
    if missing := [pk for pk in data.sources if pk not in held]:
        raise moves.Refused(_("没有找到信息 %d 号") % missing[0])
    made = services.compose(
        unit_of(data.unit), title=data.title, situation=data.situation, advice=data.advice,
        sources=[held[pk] for pk in data.sources], **answers.by(request),
    )  # fmt: skip
    return Status(201, again(request, made))


@router.post("/briefs/{int:pk}/release", response=BriefFull)
def briefs_release(request: HttpRequest, pk: int, data: answers.NoteIn) -> Brief:
    brief = found(request, pk)
    services.release(brief, note=data.note, **answers.by(request))
    return again(request, brief)


@router.post("/briefs/{int:pk}/dissolve", response={204: None})
def briefs_dissolve(request: HttpRequest, pk: int, data: answers.NoteIn) -> Status[None]:
    services.dissolve(found(request, pk), note=data.note, **answers.by(request))
    return Status(204, None)


@router.post("/briefs/{int:pk}/sign", response=BriefFull)
def briefs_sign(request: HttpRequest, pk: int, data: BriefSignIn) -> Brief:
    brief = found(request, pk)
    services.sign(brief, **data.dict(), **answers.by(request))
    return again(request, brief)


@router.post("/briefs/{int:pk}/issue", response=BriefFull)
def briefs_issue(request: HttpRequest, pk: int) -> Brief:
    """It gets the next number of its unit and year."""
    brief = found(request, pk)
    services.issue(brief, **answers.by(request))
    return again(request, brief)


@router.post("/briefs/{int:pk}/forward", response=BriefFull)
def briefs_forward(request: HttpRequest, pk: int, data: BriefForwardIn) -> Brief:
    brief = found(request, pk)
    lead = units(brief.root, [data.lead])[0]
    services.forward(
        brief, lead=lead, joint=units(brief.root, data.joint), split=units(brief.root, data.split),
        assist=units(brief.root, data.assist), **answers.by(request),
    )  # fmt: skip
    return again(request, brief)


@router.post("/briefs/{int:pk}/publish", response=BriefFull)
def briefs_publish(request: HttpRequest, pk: int) -> Brief:
    brief = found(request, pk)
    services.publish(brief, **answers.by(request))
    return again(request, brief)


@router.post("/briefs/{int:pk}/unpublish", response=BriefFull)
def briefs_unpublish(request: HttpRequest, pk: int, data: answers.NoteIn) -> Brief:
    brief = found(request, pk)
    services.unpublish(brief, note=data.note, **answers.by(request))
    return again(request, brief)
