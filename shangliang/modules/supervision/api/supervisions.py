from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from shangliang.look import answers
from shangliang.modules.outcomes.models import Document, FeedbackList, Recommendation
from shangliang.modules.plans.models import PlanItem
from shangliang.modules.supervision import queries, services
from shangliang.modules.supervision.api.common import (
    SupervisionNoteIn,
    found,
    given,
    inside,
    institution,
    one_of,
    persons,
    unit,
    units,
)
from shangliang.modules.supervision.models import Activity, Supervised, Supervision, Team
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

router = Router()
AGAIN = {"recommendation": Recommendation, "feedback": FeedbackList, "document": Document}
FROM = {"plan_item": PlanItem, "topic": Topic, "voice": Voice}


class SupervisionOut(answers.StagedOut):
    unit: answers.UnitCode
    owner: str
    year: int
    form: str
    title: str
    subject: str
    source: str
    number: str
    sent_on: date | None
    published: bool

    @staticmethod
    def resolve_owner(thing: Supervision) -> str:
        return thing.owner.code

    @staticmethod
    def resolve_published(thing: Supervision) -> bool:
        return thing.published_at is not None


class SupervisionsOut(answers.Page[SupervisionOut]):
    pass


class GateOut(Schema):
    """One of 先培训后视察, 先沟通后督查, 先研讨后反馈: done or missing, how many of how many, the last day of it."""

    name: str
    done: bool
    count: int
    of: int
    last: date | None


class TeamOut(Schema):
    id: int
    name: str
    task: str
    leader_id: int | None
    people: list[int]
    partners: list[str]


class SupervisedOut(answers.StagedOut):
    supervision_id: int
    department: answers.UnitCode
    talked_on: date | None
    informed_on: date | None


class SupervisionActivityOut(Schema):
    id: int
    kind: str
    on: date
    place: str
    text: str
    team_id: int | None
    supervised_id: int | None
    people: list[int]

    @staticmethod
    def resolve_people(thing: Activity) -> list[int]:
        return [p.person_id for p in thing.present.all()]


class SupervisionFull(SupervisionOut):
    basis: str
    scheme: str
    starts_on: date | None
    ends_on: date | None
    opinion_title: str
    opinion_to: str
    opinion: str
    matters: list[str]
    gates: list[GateOut]
    teams: list[TeamOut]
    departments: list[SupervisedOut]
    activities: list[SupervisionActivityOut]

    @staticmethod
    def resolve_matters(thing: Any) -> list[str]:
        return [m.text for m in thing.seen.matters]

    @staticmethod
    def resolve_gates(thing: Any) -> list[dict[str, Any]]:
        g = thing.seen.gates
        rows = [
            ("training", g.training_done, g.trained, g.teams),
            ("talk", g.talking_done, g.talked, g.departments),
            ("discussion", g.discussing_done, g.discussed, g.teams),
        ]
        return [
            {"name": name, "done": done, "count": count, "of": of, "last": g.last.get(name)}
            for name, done, count, of in rows
        ]

    @staticmethod
    def resolve_teams(thing: Any) -> list[dict[str, Any]]:
        return [_team(t) for t in thing.seen.teams]

    @staticmethod
    def resolve_departments(thing: Any) -> list[Supervised]:
        return list(thing.seen.supervised)

    @staticmethod
    def resolve_activities(thing: Any) -> list[Activity]:
        return list(thing.seen.activities)


class SupervisionIn(Schema):
    unit: str
    form: str
    title: str
    basis: str
    subject: str
    owner: str
    departments: list[str] = []
    matters: list[str] = []
    year: int = 0


class SupervisionFromIn(Schema):
    """kind: plan_item, topic or voice."""

    kind: str
    id: int
    owner: str
    form: str = ""


class SuperviseAgainIn(Schema):
    """kind: recommendation, feedback or document."""

    kind: str
    id: int


class SupervisionSchemeIn(Schema):
    scheme: str
    starts_on: date
    ends_on: date
    departments: list[str]
    subject: str = ""
    matters: list[str] = []


class SupervisionTeamIn(Schema):
    name: str
    leader: int
    members: list[int]
    task: str = ""
    partners: list[str] = []


class SupervisionRecordIn(Schema):
    """kind: visit, symposium or papers where one inspects. people: numbers of those who were there."""

    on: date
    place: str
    text: str
    people: list[int] = []
    team: int | None = None
    kind: str = ""
    supervised: int | None = None


class SupervisionOpinionIn(Schema):
    title: str
    to: str
    opinion: str


def _found(request: HttpRequest, pk: int) -> Supervision:
    return found(request, Supervision, pk, "owner")


def _team(team: Team) -> dict[str, Any]:
    people = list(team.people.all())
    return {
        "id": team.pk, "name": team.name, "task": team.task, "people": [p.person_id for p in people],
        "leader_id": next((p.person_id for p in people if p.leader), None),
        "partners": [u.code for u in team.partners.all()],
    }  # fmt: skip


@router.get("/supervisions", response=SupervisionsOut)
def supervisions_list(
    request: HttpRequest, state: str = "", form: str = "", year: int = 0, cursor: str = "", limit: int = 50
) -> Any:
    rows = answers.reachable(request, Supervision).filter(**given(state=state, form=form, year=year))
    return answers.sliced(rows.select_related("unit", "owner"), cursor, limit)


@router.get("/supervisions/{int:pk}", response=SupervisionOut)
def supervisions_get(request: HttpRequest, pk: int) -> Supervision:
    return _found(request, pk)


@router.get("/supervisions/{int:pk}/inside", response=SupervisionFull)
def supervisions_inside(request: HttpRequest, pk: int) -> Supervision:
    """Everything around it, with the three gates: for the office, the owner and its teams."""
    supervision = _found(request, pk)
    inside(request, supervision)
    supervision.seen = queries.view(supervision)  # type: ignore[attr-defined]
    return supervision


@router.post("/supervisions", response={201: SupervisionOut})
def supervisions_open(request: HttpRequest, data: SupervisionIn) -> Status[Supervision]:
    place = institution(data.unit)
    words = data.dict(exclude={"unit", "owner", "departments"})
    plan = services.Plan(
        owner=unit(place.path, data.owner), departments=units(place.path, data.departments), **words
    )
    return Status(201, services.open_supervision(place, plan=plan, **answers.by(request)))


@router.post("/supervisions/from", response={201: SupervisionOut})
def supervisions_from(request: HttpRequest, data: SupervisionFromIn) -> Status[Supervision]:
    """Out of an item of the plan, a topic or a voice."""
    if data.kind not in FROM:
        raise Http404
    thing = found(request, FROM[data.kind], data.id)
    owner = unit(thing.unit.path, data.owner)
    return Status(201, services.open_from(thing, owner=owner, form=data.form, **answers.by(request)))


@router.post("/supervisions/again", response={201: SupervisionOut})
def supervisions_again(request: HttpRequest, data: SuperviseAgainIn) -> Status[Supervision]:
    """再监督: what was promised and not delivered; asked again in the same year it gives the first one."""
    if data.kind not in AGAIN:
        raise Http404
    thing = found(request, AGAIN[data.kind], data.id, "topic__unit")
    return Status(201, services.supervise_again(thing, **answers.by(request)))


@router.post("/supervisions/{int:pk}/scheme", response=SupervisionOut)
def supervisions_scheme(request: HttpRequest, pk: int, data: SupervisionSchemeIn) -> Supervision:
    one = _found(request, pk)
    words = data.dict(exclude={"departments"})
    services.edit_scheme(one, departments=units(one.root, data.departments), **words, **answers.by(request))
    return one


@router.post("/supervisions/{int:pk}/approve", response=SupervisionOut)
def supervisions_approve(request: HttpRequest, pk: int) -> Supervision:
    one = _found(request, pk)
    services.approve(one, **answers.by(request))
    return one


@router.post("/supervisions/{int:pk}/teams", response={201: TeamOut})
def supervisions_team(request: HttpRequest, pk: int, data: SupervisionTeamIn) -> Status[dict[str, Any]]:
    one = _found(request, pk)
    team = services.form_team(one, **_grouped(one, data), **answers.by(request))
    return Status(201, _team(team))


@router.post("/teams/{int:pk}/regroup", response=TeamOut)
def teams_regroup(request: HttpRequest, pk: int, data: SupervisionTeamIn) -> dict[str, Any]:
    team = Team.objects.select_related("supervision__unit").filter(pk=pk).first()
    if team is None:
        raise Http404
    one = _found(request, team.supervision_id)
    services.regroup(team, **_grouped(one, data), **answers.by(request))
    return _team(team)


def _grouped(one: Supervision, data: SupervisionTeamIn) -> dict[str, Any]:
    (leader,) = persons([data.leader])
    return {
        "name": data.name, "task": data.task, "leader": leader, "members": persons(data.members),
        "partners": units(one.root, data.partners),
    }  # fmt: skip


def record_of(one: Supervision, data: SupervisionRecordIn) -> services.Record:
    return services.Record(
        on=data.on,
        place=data.place,
        text=data.text,
        people=persons(data.people),
        team=one_of(one.teams, data.team),
    )


@router.post("/supervisions/{int:pk}/train", response={201: SupervisionActivityOut})
def supervisions_train(request: HttpRequest, pk: int, data: SupervisionRecordIn) -> Status[Activity]:
    one = _found(request, pk)
    return Status(201, services.train(one, record=record_of(one, data), **answers.by(request)))


@router.post("/supervisions/{int:pk}/inspect", response={201: SupervisionActivityOut})
def supervisions_inspect(request: HttpRequest, pk: int, data: SupervisionRecordIn) -> Status[Activity]:
    one = _found(request, pk)
    target = one_of(one.supervised.select_related("department"), data.supervised)
    record = record_of(one, data)
    made = services.inspect(one, kind=data.kind, supervised=target, record=record, **answers.by(request))
    return Status(201, made)


@router.post("/supervisions/{int:pk}/discuss", response={201: SupervisionActivityOut})
def supervisions_discuss(request: HttpRequest, pk: int, data: SupervisionRecordIn) -> Status[Activity]:
    one = _found(request, pk)
    return Status(201, services.discuss(one, record=record_of(one, data), **answers.by(request)))


@router.post("/supervisions/{int:pk}/opinion", response=SupervisionOut)
def supervisions_opinion(request: HttpRequest, pk: int, data: SupervisionOpinionIn) -> Supervision:
    one = _found(request, pk)
    services.write_opinion(one, **data.dict(), **answers.by(request))
    return one


@router.post("/supervisions/{int:pk}/send", response=SupervisionOut)
def supervisions_send(request: HttpRequest, pk: int) -> Supervision:
    """送出意见书: numbered, every finding to its department."""
    one = _found(request, pk)
    services.send_opinion(one, **answers.by(request))
    return one


@router.post("/supervisions/{int:pk}/publish", response=SupervisionOut)
def supervisions_publish(request: HttpRequest, pk: int) -> Supervision:
    one = _found(request, pk)
    services.publish(one, **answers.by(request))
    return one


@router.post("/supervisions/{int:pk}/unpublish", response=SupervisionOut)
def supervisions_unpublish(request: HttpRequest, pk: int, data: SupervisionNoteIn) -> Supervision:
    one = _found(request, pk)
    services.unpublish(one, note=data.note, **answers.by(request))
    return one
