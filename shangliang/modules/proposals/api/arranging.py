from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import calendar, moves
from shangliang.look import answers
from shangliang.modules.org.models import Term, Unit
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.api.common import category_of, people_of, unit_in, unit_of
from shangliang.modules.proposals.models import Category, PanelGroup, PanelSeat, Proposal, Session

router = Router()


class ProposalDaysIn(Schema):
    opens_on: date
    closes_on: date
    deadline: date


class ProposalSessionIn(ProposalDaysIn):
    unit: str
    term: int
    number: int


class ProposalSessionOut(ProposalDaysIn):
    id: int
    unit: answers.UnitCode
    term: int
    number: int
    name: str

    @staticmethod
    def resolve_term(session: Session) -> int:
        return session.term.number

    @staticmethod
    def resolve_name(session: Session) -> str:
        return str(session)


class ProposalCategoryIn(Schema):
    unit: str
    name: str
    main: str
    active: bool = True


class ProposalCategoryOut(Schema):
    id: int
    name: str
    main: str
    active: bool


class ProposalGroupIn(Schema):
    name: str
    categories: list[str] = []


class ProposalSeatIn(Schema):
    person: str
    lent_by: str = ""
    leads: bool = False


class ProposalSeatOut(Schema):
    id: int
    name: str
    lent_by: str
    leads: bool
    since: date
    until: date | None

    @staticmethod
    def resolve_name(seat: PanelSeat) -> str:
        return seat.person.name

    @staticmethod
    def resolve_lent_by(seat: PanelSeat) -> str:
        return seat.lent_by.code if seat.lent_by else ""


class ProposalGroupOut(Schema):
    id: int
    name: str
    categories: list[str]
    seats: list[ProposalSeatOut]

    @staticmethod
    def resolve_categories(group: PanelGroup) -> list[str]:
        return [c.name for c in group.categories.all()]

    @staticmethod
    def resolve_seats(group: PanelGroup) -> list[PanelSeat]:
        return list(group.seats.all())


class ProposalTermIn(Schema):
    unit: str
    number: int
    starts_on: date
    ends_on: date


class ProposalTermOut(Schema):
    id: int
    number: int
    starts_on: date
    ends_on: date


class ProposalGroundOut(Schema):
    code: str
    label: str


def _may_arrange(request: HttpRequest, unit: Unit) -> bool:
    return moves.kind_of(Proposal).policy.may_at(answers.actor_of(request), "arrange", unit.path)


def _session(pk: int) -> Session:
    held = Session.objects.filter(pk=pk).select_related("unit", "term").first()
    if held is None:
        raise Http404
    return held


@router.get("/units/{slug:code}/sessions", response=list[ProposalSessionOut])
def proposal_sessions(request: HttpRequest, code: str) -> list[Session]:
    return list(queries.sessions(unit_of(code)))


@router.post("/terms", response={201: ProposalTermOut})
def proposal_term_open(request: HttpRequest, data: ProposalTermIn) -> Status[Term]:
    """届: plenary sessions are registered in one."""
    unit = unit_of(data.unit)
    made = services.open_term(
        unit, number=data.number, starts_on=data.starts_on, ends_on=data.ends_on, **answers.by(request)
    )
    return Status(201, made)


@router.post("/sessions", response={201: ProposalSessionOut})
def proposal_session_open(request: HttpRequest, data: ProposalSessionIn) -> Status[Session]:
    """A plenary session; `term` is the number of the unit's term."""
    unit = unit_of(data.unit)
    term = Term.objects.filter(unit=unit, number=data.term).first()
    if term is None:
        raise moves.Refused(_("没有第 %d 届") % data.term)
    days = {name: getattr(data, name) for name in ProposalDaysIn.model_fields}
    made = services.open_session(unit, term=term, number=data.number, **days, **answers.by(request))
    return Status(201, made)


@router.post("/sessions/{int:pk}/days", response=ProposalSessionOut)
def proposal_session_change(request: HttpRequest, pk: int, data: ProposalDaysIn) -> Session:
    held = _session(pk)
    services.change_session(held, **data.dict(), **answers.by(request))
    return held


@router.get("/units/{slug:code}/categories", response=list[ProposalCategoryOut])
def proposal_categories(request: HttpRequest, code: str) -> list[Category]:
    return list(queries.categories(unit_of(code), all_=True))


@router.post("/categories", response={201: ProposalCategoryOut})
def proposal_category_put(request: HttpRequest, data: ProposalCategoryIn) -> Status[Category]:
    """A new class, or the one of this name with another main class, in use or put away."""
    unit = unit_of(data.unit)
    held = Category.objects.filter(unit=unit, name=data.name).first()
    made = services.put_category(
        unit, name=data.name, main=data.main, active=data.active, category=held, **answers.by(request)
    )
    return Status(201, made)


@router.get("/units/{slug:code}/grounds", response=list[ProposalGroundOut])
def proposal_grounds(request: HttpRequest, code: str) -> list[dict[str, str]]:
    """Why a proposal is not filed: the ten national grounds and those of the place."""
    unit = unit_of(code)
    held = queries.grounds(unit.path, calendar.day_of(answers.at_of(request)))
    return [{"code": code, "label": label} for code, label in held.items()]


@router.get("/sessions/{int:pk}/panel", response=list[ProposalGroupOut])
def proposal_panel(request: HttpRequest, pk: int) -> list[PanelGroup]:
    """Who reviews what; for those who arrange it."""
    session = _session(pk)
    if not _may_arrange(request, session.unit):
        raise Http404
    return list(queries.panel(session))


@router.post("/sessions/{int:pk}/panel", response={201: ProposalGroupOut})
def proposal_group_put(request: HttpRequest, pk: int, data: ProposalGroupIn) -> Status[PanelGroup]:
    """A new group, or the one of this name with other classes."""
    session = _session(pk)
    held = session.panel.filter(name=data.name).first()
    classes = [category_of(session.unit, name) for name in data.categories]
    made = services.put_group(session, name=data.name, categories=classes, group=held, **answers.by(request))
    return Status(201, made)


@router.post("/panel/{int:pk}/seats", response={201: ProposalSeatOut})
def proposal_seat(request: HttpRequest, pk: int, data: ProposalSeatIn) -> Status[PanelSeat]:
    group = PanelGroup.objects.filter(pk=pk).select_related("unit").first()
    if group is None or not _may_arrange(request, group.unit):
        raise Http404
    made = services.seat_panel(
        group, person=people_of([data.person])[0], lent_by=unit_in(group.unit.path[:4], data.lent_by),
        leads=data.leads, **answers.by(request),
    )  # fmt: skip
    return Status(201, made)


@router.post("/seats/{int:pk}/end", response=ProposalSeatOut)
def proposal_unseat(request: HttpRequest, pk: int) -> PanelSeat:
    seat = PanelSeat.objects.filter(pk=pk).select_related("group__unit", "person", "lent_by").first()
    if seat is None or not _may_arrange(request, seat.group.unit):
        raise Http404
    services.unseat_panel(seat, **answers.by(request))
    seat.refresh_from_db(fields=["until"])
    return seat
