from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.lists import queries, services
from shangliang.modules.lists.api.common import given, one_of, persons, unit, units
from shangliang.modules.lists.models import Campaign, Candidate, Comparison, DeptAsk, Match, MemberConcern

router = Router()


class ListCampaignOut(answers.StagedOut):
    unit: answers.UnitCode
    title: str
    about: str
    batch: int
    collect_until: date
    match_until: date
    act_until: date


class ListCampaignsOut(answers.Page[ListCampaignOut]):
    pass


class EditListCampaignIn(Schema):
    title: str
    about: str = ""
    departments: list[str]


class ListCampaignIn(EditListCampaignIn):
    unit: str
    batch: int = 1
    collect_until: date
    match_until: date
    act_until: date


class PostponeListCampaignIn(Schema):
    until: date
    note: str


class ListCampaignFiguresOut(Schema):
    concerns: int
    new: int
    waiting: int
    answered: int
    adopted: int
    asks: int
    counsels: int
    candidates: int
    matches: int
    actions: int
    done: int
    published: int
    late: int


class ListComparisonOut(Schema):
    """done of total concerns; done_at when it has ended; failed: the name of what went wrong, else empty."""

    id: int
    at: datetime
    done: int
    total: int
    done_at: datetime | None
    failed: str
    concerns: int
    asks: int
    found: int
    alike: int


class MatchCandidateOut(Schema):
    """score in thousandths."""

    concern_id: int
    concern: str
    ask_id: int
    ask: str
    score: int
    why: str

    @staticmethod
    def resolve_concern(thing: Candidate) -> str:
        return thing.concern.title

    @staticmethod
    def resolve_ask(thing: Candidate) -> str:
        return thing.ask.title


class MatchPairIn(Schema):
    concern: int
    ask: int


class ListMatchOut(answers.StagedOut):
    campaign_id: int
    concern_id: int
    ask_id: int
    score: int
    why: str
    member_contact_id: int | None
    dept_contact_id: int | None
    next_step: str
    next_on: date | None
    outcome: str


class ListMatchesOut(answers.Page[ListMatchOut]):
    pass


class MatchLinkIn(Schema):
    member_contact: int
    dept_contact: int
    next_step: str
    next_on: date


class MatchStepIn(Schema):
    done: str
    next_step: str
    next_on: date


class MatchOutcomeIn(Schema):
    outcome: str


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    return answers.find(request, Campaign, pk)


@router.get("/campaigns", response=ListCampaignsOut)
def campaigns_list(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> Any:
    rows = answers.reachable(request, Campaign).select_related("unit")
    return answers.sliced(rows.filter(**given(state=state)), cursor, limit)


@router.post("/campaigns", response={201: ListCampaignOut})
def campaigns_open(request: HttpRequest, data: ListCampaignIn) -> Status[Campaign]:
    content = data.dict(exclude={"unit", "departments"})
    home = unit(_root(request), data.unit)
    made = services.open_campaign(
        home, **content, departments=units(home.path, data.departments), **answers.by(request)
    )
    return Status(201, made)


def _root(request: HttpRequest) -> str:
    """The city or province of the caller."""
    return min((s.path for s in answers.actor_of(request).seats if s.path), default="~")


@router.get("/campaigns/{int:pk}", response=ListCampaignOut)
def campaigns_get(request: HttpRequest, pk: int) -> Campaign:
    return _campaign(request, pk)


@router.get("/campaigns/{int:pk}/figures", response=ListCampaignFiguresOut)
def campaigns_figures(request: HttpRequest, pk: int) -> queries.Figures:
    return queries.figures(_campaign(request, pk), answers.by(request)["at"])


@router.post("/campaigns/{int:pk}/edit", response=ListCampaignOut)
def campaigns_edit(request: HttpRequest, pk: int, data: EditListCampaignIn) -> Campaign:
    found = _campaign(request, pk)
    departments = units(found.root, data.departments)
    services.edit_campaign(
        found, title=data.title, about=data.about, departments=departments, **answers.by(request)
    )
    return found


@router.post("/campaigns/{int:pk}/postpone", response=ListCampaignOut)
def campaigns_postpone(request: HttpRequest, pk: int, data: PostponeListCampaignIn) -> Campaign:
    found = _campaign(request, pk)
    services.postpone_campaign(found, **data.dict(), **answers.by(request))
    return found


@router.post("/campaigns/{int:pk}/compare", response={202: ListComparisonOut})
def campaigns_compare(request: HttpRequest, pk: int) -> Status[Comparison]:
    """Ask for a comparison of both lists, which runs in the background; while one runs, that one."""
    return Status(202, services.ask_comparison(_campaign(request, pk), **answers.by(request)))


@router.get("/campaigns/{int:pk}/comparison", response=ListComparisonOut)
def campaigns_comparison(request: HttpRequest, pk: int) -> Comparison:
    """The newest comparison: how far it is, and what it found."""
    found = _campaign(request, pk)
    _may_compare(request, found)
    newest = queries.comparisons(found).newest
    if newest is None:
        raise Http404
    return newest


@router.get("/campaigns/{int:pk}/candidates", response=list[MatchCandidateOut])
def campaigns_candidates(request: HttpRequest, pk: int, limit: int = 50, below: str = "") -> list[Candidate]:
    """The best undecided pairs, at most 200. `below`: "score-id" of the last one seen, for those after it."""
    found = _campaign(request, pk)
    _may_compare(request, found)
    return queries.candidates(found, below=queries.seen(below), limit=max(1, min(limit, answers.LARGEST)))


def _may_compare(request: HttpRequest, found: Campaign) -> None:
    if not moves.kind_of(Campaign).policy.may(answers.actor_of(request), "compare", found):
        raise moves.NotAllowed(str(moves.kind_of(Campaign).words["compare"].said))


def _pair(found: Campaign, data: MatchPairIn) -> tuple[MemberConcern, DeptAsk]:
    concern = one_of(found.concerns.select_related("unit", "campaign__unit"), data.concern)
    return concern, one_of(found.asks.select_related("unit", "campaign__unit"), data.ask)


@router.post("/campaigns/{int:pk}/confirm", response={201: ListMatchOut})
def campaigns_confirm(request: HttpRequest, pk: int, data: MatchPairIn) -> Status[Match]:
    """A person joins a concern and an ask, whether the comparison found them or not."""
    concern, ask = _pair(_campaign(request, pk), data)
    return Status(201, services.confirm(concern, ask=ask, **answers.by(request)))


@router.post("/campaigns/{int:pk}/refuse", response={204: None})
def campaigns_refuse(request: HttpRequest, pk: int, data: MatchPairIn) -> Status[None]:
    concern, ask = _pair(_campaign(request, pk), data)
    services.refuse(concern, ask=ask, **answers.by(request))
    return Status(204, None)


def _match(request: HttpRequest, pk: int) -> Match:
    return answers.find(request, Match, pk)


@router.get("/matches", response=ListMatchesOut)
def list_matches_list(
    request: HttpRequest, state: str = "", campaign: int = 0, concern: int = 0, ask: int = 0, cursor: str = "",
    limit: int = 50,
) -> Any:  # fmt: skip
    asked = given(state=state, campaign_id=campaign, concern_id=concern, ask_id=ask)
    return answers.sliced(answers.reachable(request, Match).filter(**asked), cursor, limit)


@router.get("/matches/{int:pk}", response=ListMatchOut)
def list_matches_get(request: HttpRequest, pk: int) -> Match:
    return _match(request, pk)


@router.post("/matches/{int:pk}/link", response=ListMatchOut)
def list_matches_link(request: HttpRequest, pk: int, data: MatchLinkIn) -> Match:
    found = _match(request, pk)
    member, officer = persons([data.member_contact, data.dept_contact])
    who: answers.By = answers.by(request)
    services.link(
        found,
        member_contact=member,
        dept_contact=officer,
        next_step=data.next_step,
        next_on=data.next_on,
        **who,
    )
    return found


@router.post("/matches/{int:pk}/step", response=ListMatchOut)
def list_matches_step(request: HttpRequest, pk: int, data: MatchStepIn) -> Match:
    found = _match(request, pk)
    services.step(found, **data.dict(), **answers.by(request))
    return found


@router.post("/matches/{int:pk}/settle", response=ListMatchOut)
def list_matches_settle(request: HttpRequest, pk: int, data: MatchOutcomeIn) -> Match:
    found = _match(request, pk)
    services.settle(found, **data.dict(), **answers.by(request))
    return found
