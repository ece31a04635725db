from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from shangliang.kernel import files, moves
from shangliang.look import answers
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.api.common import (
    ProposalFull,
    ProposalOut,
    again,
    found,
    full,
    people_of,
    unit_in,
    unit_of,
)
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

router = Router()


class ProposalsOut(answers.Page[ProposalOut]):
    pass


class ProposalBodyIn(Schema):
    """What a body's proposal needs; `collective` is the unit's code."""

    collective: str
    responsible: str = ""
    discussed_on: date | None = None
    discussed_by: str = ""
    contact_name: str = ""
    contact_office: str = ""


class ProposalWriteIn(Schema):
    title: str
    situation: str = ""
    reasons: str = ""
    suggestions: list[str] = []
    researched: bool = False
    self_written: bool = True
    forwarded: bool = False
    repeat: str = ""
    previous: int | None = None
    not_secret: bool = False
    open_ok: bool = True
    open_reason: str = ""
    suggested_lead: str = ""
    cosign_open: bool = False
    kind: str = ""
    body: ProposalBodyIn | None = None


class ProposalDraftIn(ProposalWriteIn):
    unit: str
    kind: str


class ProposalInviteIn(Schema):
    """Login names of members."""

    people: list[str]


class ProposalAnswerIn(Schema):
    agrees: bool


@router.get("/proposals", response=ProposalsOut)
def proposals_list(
    request: HttpRequest, *, state: str = "", unit: str = "", kind: str = "", timing: str = "",
    session: int | None = None, category: str = "", number: str = "", cursor: str = "", limit: int = 50,
) -> dict[str, Any]:  # fmt: skip
    """Those this actor may know of, newest first."""
    given = {
        "state": state, "unit__code": unit, "kind": kind, "timing": timing, "session": session,
        "category__name": category, "number__icontains": number,
    }  # fmt: skip
    rows = queries.rows(answers.reachable(request, Proposal)).filter(**{k: v for k, v in given.items() if v})
    return answers.sliced(rows, cursor, limit)


@router.get("/proposals/{int:pk}", response=ProposalFull)
def proposals_get(request: HttpRequest, pk: int) -> Proposal:
    return full(request, found(request, pk))


@router.post("/proposals", response={201: ProposalFull})
def proposals_draft(request: HttpRequest, data: ProposalDraftIn) -> Status[Proposal]:
    """A draft, brought by the caller."""
    unit = unit_of(data.unit)
    made = services.draft(
        unit, kind=data.kind, words=_words(request, unit.path[:4], data), body=_body(unit.path[:4], data),
        **answers.by(request),
    )  # fmt: skip
    return Status(201, again(request, made))


@router.post("/proposals/{int:pk}/write", response=ProposalFull)
def proposals_write(request: HttpRequest, pk: int, data: ProposalWriteIn) -> Proposal:
    """Better words. Without `kind` and `body` those stay as they are; a sealed original stays with its body."""
    proposal = found(request, pk)
    body = _body(proposal.root, data)
    if body is not None:
        body = services.Body(**{**body.__dict__, "seal": proposal.seal})
    services.write(
        proposal, words=_words(request, proposal.root, data), kind=data.kind, body=body, **answers.by(request)
    )
    return again(request, proposal)


@router.post("/proposals/{int:pk}/files", response=ProposalFull)
def proposals_attach(
    request: HttpRequest, pk: int, file: File[UploadedFile], seal: Form[bool] = False
) -> Proposal:
    """An attachment; `seal`: the sealed original of a body's proposal instead."""
    proposal = found(request, pk)
    moves.must(proposal, "write", actor=answers.actor_of(request))
    who = answers.by(request)
    kept = files.keep(file, root=proposal.root, person_id=who["actor"].person_id, at=who["at"])
    if seal:
        services.put_seal(proposal, file=kept, **who)
    else:
        services.attach(proposal, files=[kept], **who)
    return again(request, proposal)


@router.post("/proposals/{int:pk}/invite", response=ProposalFull)
def proposals_invite(request: HttpRequest, pk: int, data: ProposalInviteIn) -> Proposal:
    """请人联名: until the moment in `inside.cosign_until`."""
    proposal = found(request, pk)
    services.invite(proposal, people=people_of(data.people), **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/cosign", response={200: ProposalFull, 204: None})
def proposals_cosign(request: HttpRequest, pk: int, data: ProposalAnswerIn) -> Any:
    """Whoever declines does not see it any more."""
    proposal = found(request, pk)
    services.answer(proposal, agrees=data.agrees, **answers.by(request))
    return again(request, proposal) if data.agrees else Status(204, None)


@router.post("/proposals/{int:pk}/second", response=ProposalFull)
def proposals_second(request: HttpRequest, pk: int) -> Proposal:
    proposal = found(request, pk)
    services.second(proposal, **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/stop-cosigning", response=ProposalFull)
def proposals_stop_cosigning(request: HttpRequest, pk: int) -> Proposal:
    proposal = found(request, pk)
    services.stop_cosigning(proposal, **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/submit", response=ProposalFull)
def proposals_submit(request: HttpRequest, pk: int, data: answers.NoteIn) -> Proposal:
    """提交: from now on the words stay. 422 names everything that is missing."""
    proposal = found(request, pk)
    services.submit(proposal, note=data.note, **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/consent-brief", response=ProposalFull)
def proposals_consent_brief(request: HttpRequest, pk: int) -> Proposal:
    """同意转为社情民意信息 what was not filed."""
    proposal = found(request, pk)
    services.consent_brief(proposal, **answers.by(request))
    return again(request, proposal)


@router.post("/voices/{int:pk}/proposals", response={201: ProposalFull})
def proposals_from_voice(request: HttpRequest, pk: int) -> Status[Proposal]:
    """A draft out of a voice."""
    made = services.from_voice(answers.find(request, Voice, pk), **answers.by(request))
    return Status(201, again(request, made))


@router.post("/topics/{int:pk}/proposals", response={201: ProposalFull})
def proposals_from_topic(request: HttpRequest, pk: int) -> Status[Proposal]:
    made = services.from_topic(answers.find(request, Topic, pk), **answers.by(request))
    return Status(201, again(request, made))


def _words(request: HttpRequest, root: str, data: ProposalWriteIn) -> services.Words:
    apart = {"suggestions", "previous", "suggested_lead"}
    plain = {n: getattr(data, n) for n in services.Words.__dataclass_fields__ if n not in apart}
    previous = None
    if data.previous is not None:
        previous = answers.reachable(request, Proposal).filter(pk=data.previous).first()
        if previous is None:
            raise Http404
    return services.Words(
        suggestions=tuple(data.suggestions), previous=previous, suggested_lead=unit_in(root, data.suggested_lead),
        **plain,
    )  # fmt: skip


def _body(root: str, data: ProposalWriteIn) -> services.Body | None:
    if data.body is None:
        return None
    return services.Body(**{**data.body.dict(), "collective": unit_in(root, data.body.collective)})
