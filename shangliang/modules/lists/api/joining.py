from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from shangliang.look import answers
from shangliang.modules.lists import services
from shangliang.modules.lists.api.asks import CounselIn, CounselOut
from shangliang.modules.lists.api.common import ListNoteIn, given, one_of, persons, unit
from shangliang.modules.lists.models import (
    Campaign,
    Counsel,
    ExperienceLog,
    ExperiencePost,
    Invitation,
    Invitee,
    SignUp,
)

router = Router()


class ExperiencePostOut(answers.StagedOut):
    unit: answers.UnitCode
    campaign_id: int | None
    title: str
    about: str
    place: str
    starts_on: date
    ends_on: date
    places: int
    open_to_public: bool


class ExperiencePostsOut(answers.Page[ExperiencePostOut]):
    pass


class EditExperiencePostIn(Schema):
    title: str
    about: str
    place: str
    places: int
    open_to_public: bool = True


class ExperiencePostIn(EditExperiencePostIn):
    """unit: the department; host: the committee whose members may sign up."""

    unit: str
    host: str
    campaign: int | None = None
    starts_on: date
    ends_on: date


class SignUpOut(answers.StagedOut):
    post_id: int
    member_id: int
    place_no: int | None


class SignUpMarkIn(Schema):
    came: bool


class ExperienceLogIn(Schema):
    on: date
    text: str


class ExperienceLogOut(Schema):
    id: int
    sign_up_id: int
    on: date
    text: str


class ListInvitationOut(answers.StagedOut):
    unit: answers.UnitCode
    campaign_id: int | None
    kind: str
    title: str
    about: str
    place: str
    held_on: date
    answer_by: date
    wanted: int
    report: str


class ListInvitationsOut(answers.Page[ListInvitationOut]):
    pass


class ListInvitationIn(Schema):
    """people: the numbers of the members who are asked."""

    unit: str
    host: str
    campaign: int | None = None
    kind: str
    title: str
    about: str
    place: str
    held_on: date
    answer_by: date
    people: list[int]


class ListInviteMoreIn(Schema):
    answer_by: date
    people: list[int]


class ListInviteeOut(answers.StagedOut):
    invitation_id: int
    person_id: int
    answer_by: date
    reason: str


class DeclineListInvitationIn(Schema):
    reason: str


class ListInvitationReportIn(Schema):
    text: str
    came: list[int] = []


def _post(request: HttpRequest, pk: int) -> ExperiencePost:
    return answers.find(request, ExperiencePost, pk)


def _around(request: HttpRequest, data: Any) -> dict[str, Any]:
    """Department, committee and campaign of a new post or invitation."""
    root = min((s.path for s in answers.actor_of(request).seats if s.path), default="~")
    campaign = one_of(answers.reachable(request, Campaign), data.campaign) if data.campaign else None
    return {"host": unit(root, data.host), "campaign": campaign}


@router.get("/posts", response=ExperiencePostsOut)
def posts_list(
    request: HttpRequest, state: str = "", campaign: int = 0, cursor: str = "", limit: int = 50
) -> Any:
    rows = answers.reachable(request, ExperiencePost).select_related("unit")
    return answers.sliced(rows.filter(**given(state=state, campaign_id=campaign)), cursor, limit)


@router.post("/posts", response={201: ExperiencePostOut})
def posts_open(request: HttpRequest, data: ExperiencePostIn) -> Status[ExperiencePost]:
    around = _around(request, data)
    content = data.dict(exclude={"unit", "host", "campaign"})
    home = unit(around["host"].path, data.unit)
    return Status(201, services.open_post(home, **around, **content, **answers.by(request)))


@router.get("/posts/{int:pk}", response=ExperiencePostOut)
def posts_get(request: HttpRequest, pk: int) -> ExperiencePost:
    return _post(request, pk)


@router.post("/posts/{int:pk}/edit", response=ExperiencePostOut)
def posts_edit(request: HttpRequest, pk: int, data: EditExperiencePostIn) -> ExperiencePost:
    found = _post(request, pk)
    services.edit_post(found, **data.dict(), **answers.by(request))
    return found


@router.post("/posts/{int:pk}/cancel", response=ExperiencePostOut)
def posts_cancel(request: HttpRequest, pk: int, data: ListNoteIn) -> ExperiencePost:
    found = _post(request, pk)
    services.cancel_post(found, note=data.note, **answers.by(request))
    return found


@router.get("/posts/{int:pk}/sign-ups", response=list[SignUpOut])
def posts_sign_ups(request: HttpRequest, pk: int) -> list[SignUp]:
    """Places in their order, then the queue; those that ended are left out, and those the caller may not see."""
    found = _post(request, pk)
    ended = ["withdrawn", "lapsed", "released"]
    rows = answers.reachable(request, SignUp).filter(post=found)
    return list(rows.exclude(state__in=ended).order_by("place_no", "pk"))


@router.post("/posts/{int:pk}/sign-ups", response={201: SignUpOut})
def posts_sign_up(request: HttpRequest, pk: int) -> Status[SignUp]:
    """A place while there is one, else the end of the queue."""
    return Status(201, services.sign_up(_post(request, pk), **answers.by(request)))


@router.post("/sign-ups/{int:pk}/leave", response=SignUpOut)
def sign_ups_leave(request: HttpRequest, pk: int, data: ListNoteIn) -> SignUp:
    found = answers.find(request, SignUp, pk)
    services.leave(found, note=data.note, **answers.by(request))
    return found


@router.post("/sign-ups/{int:pk}/mark", response=SignUpOut)
def sign_ups_mark(request: HttpRequest, pk: int, data: SignUpMarkIn) -> SignUp:
    found = answers.find(request, SignUp, pk)
    services.mark(found, came=data.came, **answers.by(request))
    return found


@router.post("/sign-ups/{int:pk}/logs", response={201: ExperienceLogOut})
def sign_ups_log(request: HttpRequest, pk: int, data: ExperienceLogIn) -> Status[ExperienceLog]:
    found = answers.find(request, SignUp, pk)
    return Status(201, services.write_log(found, **data.dict(), **answers.by(request)))


@router.post("/sign-ups/{int:pk}/suggestions", response={201: CounselOut})
def sign_ups_suggest(request: HttpRequest, pk: int, data: CounselIn) -> Status[Counsel]:
    found = answers.find(request, SignUp, pk)
    return Status(201, services.suggest(found, **data.dict(), **answers.by(request)))


@router.get("/invitations", response=ListInvitationsOut)
def invitations_list(
    request: HttpRequest, state: str = "", kind: str = "", cursor: str = "", limit: int = 50
) -> Any:
    rows = answers.reachable(request, Invitation).select_related("unit")
    return answers.sliced(rows.filter(**given(state=state, kind=kind)), cursor, limit)


@router.post("/invitations", response={201: ListInvitationOut})
def invitations_invite(request: HttpRequest, data: ListInvitationIn) -> Status[Invitation]:
    around = _around(request, data)
    content = data.dict(exclude={"unit", "host", "campaign", "people"})
    home = unit(around["host"].path, data.unit)
    return Status(
        201, services.invite(home, **around, **content, people=persons(data.people), **answers.by(request))
    )


@router.get("/invitations/{int:pk}", response=ListInvitationOut)
def invitations_get(request: HttpRequest, pk: int) -> Invitation:
    return answers.find(request, Invitation, pk)


@router.get("/invitations/{int:pk}/invitees", response=list[ListInviteeOut])
def invitations_invitees(request: HttpRequest, pk: int) -> list[Invitee]:
    """Those the caller may see: the office and the department all, members their own."""
    found = answers.find(request, Invitation, pk)
    return list(answers.reachable(request, Invitee).filter(invitation=found).order_by("pk"))


@router.post("/invitations/{int:pk}/invitees", response=ListInvitationOut)
def invitations_more(request: HttpRequest, pk: int, data: ListInviteMoreIn) -> Invitation:
    found = answers.find(request, Invitation, pk)
    services.invite_more(found, people=persons(data.people), answer_by=data.answer_by, **answers.by(request))
    return found


@router.post("/invitations/{int:pk}/report", response=ListInvitationOut)
def invitations_report(request: HttpRequest, pk: int, data: ListInvitationReportIn) -> Invitation:
    found = answers.find(request, Invitation, pk)
    services.report(found, text=data.text, came=persons(data.came), **answers.by(request))
    return found


@router.post("/invitations/{int:pk}/cancel", response=ListInvitationOut)
def invitations_cancel(request: HttpRequest, pk: int, data: ListNoteIn) -> Invitation:
    found = answers.find(request, Invitation, pk)
    services.cancel_invitation(found, note=data.note, **answers.by(request))
    return found


@router.post("/invitees/{int:pk}/decline", response=ListInviteeOut)
def invitees_decline(request: HttpRequest, pk: int, data: DeclineListInvitationIn) -> Invitee:
    """Saying yes is a bare move: POST /api/v1/invitee/ID/moves/accept."""
    found = answers.find(request, Invitee, pk)
    services.decline_invitation(found, reason=data.reason, **answers.by(request))
    return found
