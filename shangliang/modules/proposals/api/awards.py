from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from shangliang.kernel.moves import kind_of
from shangliang.look import answers
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.api.common import found, people_of, unit_in, unit_of
from shangliang.modules.proposals.models import AwardRound, Nominee

router = Router()


class AwardRoundOut(answers.StagedOut):
    kind: str
    title: str
    since: date
    until: date
    published_on: date | None


class AwardRoundsOut(answers.Page[AwardRoundOut]):
    pass


class AwardRoundIn(Schema):
    unit: str
    kind: str
    title: str
    since: date
    until: date


class AwardJuryIn(Schema):
    people: list[str]


class AwardNomineeIn(Schema):
    why: str
    proposal: int | None = None
    department: str = ""


class AwardNomineeOut(Schema):
    id: int
    proposal_id: int | None
    department: str
    why: str
    chosen: bool | None
    reason: str

    @staticmethod
    def resolve_department(nominee: Nominee) -> str:
        return nominee.department.code if nominee.department else ""


class AwardCandidateOut(Schema):
    """What a candidate can show; means are of marks from 0 to 100."""

    nominee: AwardNomineeOut
    yes: int
    no: int
    quality: int | None
    by_department: int | None
    by_proposer: int | None

    @staticmethod
    def resolve_quality(candidate: queries.Candidate) -> int | None:
        return candidate.quality.mean if candidate.quality else None


class AwardVoteIn(Schema):
    yes: bool
    note: str = ""


class AwardChoiceIn(Schema):
    chosen: bool
    reason: str


def _award(request: HttpRequest, pk: int) -> AwardRound:
    award: AwardRound = answers.find(request, AwardRound, pk)
    return award


def _nominee(request: HttpRequest, pk: int) -> Nominee:
    nominee = Nominee.objects.select_related("proposal", "department").filter(pk=pk).first()
    if nominee is None:
        raise Http404
    nominee.round = _award(request, nominee.round_id)
    return nominee


@router.get("/awards", response=AwardRoundsOut)
def awards_list(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    return answers.sliced(answers.reachable(request, AwardRound), cursor, limit)


@router.get("/awards/{int:pk}", response=AwardRoundOut)
def awards_get(request: HttpRequest, pk: int) -> Any:
    return _award(request, pk)


@router.get("/awards/{int:pk}/candidates", response=list[AwardCandidateOut])
def awards_candidates(request: HttpRequest, pk: int) -> Any:
    """Figures and votes are the jury's and the office's: 404 for others."""
    award = _award(request, pk)
    if not kind_of(award).policy.may(answers.actor_of(request), "inside", award):
        raise Http404
    return queries.candidates(award)


@router.get("/awards/{int:pk}/chosen", response=list[AwardNomineeOut])
def awards_chosen(request: HttpRequest, pk: int) -> Any:
    """The public list, once it is published."""
    award = _award(request, pk)
    if award.state != "published":
        raise Http404
    return award.nominees.filter(chosen=True).select_related("department")


@router.post("/awards", response={201: AwardRoundOut})
def awards_open(request: HttpRequest, data: AwardRoundIn) -> Status[Any]:
    content = data.dict(exclude={"unit"})
    return Status(201, services.open_award(unit_of(data.unit), **content, **answers.by(request)))


@router.post("/awards/{int:pk}/jury", response=AwardRoundOut)
def awards_jury(request: HttpRequest, pk: int, data: AwardJuryIn) -> Any:
    services.appoint_jury(_award(request, pk), people=people_of(data.people), **answers.by(request))
    return _award(request, pk)


@router.post("/awards/{int:pk}/nominees", response={201: AwardNomineeOut})
def awards_nominate(request: HttpRequest, pk: int, data: AwardNomineeIn) -> Status[Any]:
    award = _award(request, pk)
    proposal = found(request, data.proposal) if data.proposal else None
    department = unit_in(award.unit.path[:4], data.department)
    made = services.nominate_for_award(
        award, why=data.why, proposal=proposal, department=department, **answers.by(request)
    )
    return Status(201, made)


@router.post("/nominees/{int:pk}/vote", response=AwardVoteIn)
def awards_vote(request: HttpRequest, pk: int, data: AwardVoteIn) -> Any:
    return services.vote(_nominee(request, pk), yes=data.yes, note=data.note, **answers.by(request))


@router.post("/nominees/{int:pk}/choose", response=AwardNomineeOut)
def awards_choose(request: HttpRequest, pk: int, data: AwardChoiceIn) -> Any:
    nominee = _nominee(request, pk)
    services.propose_choice(nominee, chosen=data.chosen, reason=data.reason, **answers.by(request))
    return nominee


@router.post("/awards/{int:pk}/publish", response=AwardRoundOut)
def awards_publish(request: HttpRequest, pk: int) -> Any:
    services.publish_award(_award(request, pk), **answers.by(request))
    return _award(request, pk)
