from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from shangliang.kernel import files, moves
from shangliang.look import answers, pages
from shangliang.modules.proposals import services
from shangliang.modules.proposals.api.common import found, people_of, unit_in
from shangliang.modules.proposals.models import KeyInstruction, KeyProposal, KeyView, SuperviseAct
from shangliang.modules.proposals.queries import keys as queries

router = Router()
ABOUT = ("unit", "proposal", "leader", "supervisor")


class KeyOut(answers.StagedOut):
    proposal_id: int
    unit: answers.UnitCode
    year: int
    title: str
    reason: str
    leader_id: int | None
    supervisor_id: int | None
    meeting: str
    decided_on: date | None
    plan: str
    started_at: datetime | None
    conclusion: str
    reported_to: str
    reported_on: date | None
    summary: str

    @staticmethod
    def resolve_title(key: KeyProposal) -> str:
        return key.proposal.title


class KeyViewOut(Schema):
    unit: answers.UnitCode
    says: str
    text: str
    entered: bool
    person_id: int | None
    at: datetime | None


class ActOut(answers.StagedOut):
    key_id: int
    kind: str
    day: date
    place: str
    aim: str
    people: str
    absent: str
    record: str
    agreed: str
    promised: str
    proposers: list[int]

    @staticmethod
    def resolve_proposers(act: SuperviseAct) -> list[int]:
        return [p.pk for p in act.proposers.all()]


class KeyInstructionOut(Schema):
    id: int
    key_id: int
    leader: str
    rank: str
    text: str
    on: date


class KeyFull(Schema):
    key: KeyOut
    views: list[KeyViewOut]
    acts: list[ActOut]
    instructions: list[KeyInstructionOut]


class KeysOut(answers.Page[KeyOut]):
    pass


class KeyLedOut(Schema):
    """What the caller leads or supervises."""

    key: KeyOut
    leads: bool
    late: int
    soonest: datetime | None
    open_promises: int

    @staticmethod
    def resolve_late(led: queries.Led) -> int:
        return len(led.late)


class NominateIn(Schema):
    reason: str


class ConsultIn(Schema):
    units: list[str]


class SayIn(Schema):
    """`entered`: written down by the office from a letter, with whence in `text`."""

    unit: str
    says: str
    text: str = ""
    entered: bool = False


class DecideIn(Schema):
    meeting: str
    decided_on: date
    leader: str
    supervisor: str


class KeyTextIn(Schema):
    text: str


class ReportIn(Schema):
    to: str


class KeyInstructIn(Schema):
    leader: str
    rank: str
    text: str
    on: date


class ArrangeIn(Schema):
    kind: str
    day: date
    place: str
    aim: str
    people: str = ""


class ActRescheduleIn(Schema):
    day: date
    note: str


class HoldIn(Schema):
    """`proposers`: login names of those who brought the proposal and came; with none, `absent` says why."""

    record: str
    proposers: list[str] = []
    absent: str = ""
    people: str = ""
    agreed: str = ""
    promised: str = ""


def key_of(request: HttpRequest, pk: int) -> KeyProposal:
    return pages.find(KeyProposal, answers.actor_of(request), "view", *ABOUT, pk=pk)


def act_of(request: HttpRequest, pk: int) -> SuperviseAct:
    return pages.find(SuperviseAct, answers.actor_of(request), "view", "unit", "key__proposal", pk=pk)


def full(request: HttpRequest, pk: int) -> dict[str, Any]:
    key = key_of(request, pk)
    seen = queries.sheet(key)
    return {"key": key, "views": seen.views, "acts": seen.acts, "instructions": seen.instructions}


@router.get("/keys", response=KeysOut)
def keys_list(
    request: HttpRequest, *, state: str = "", year: int = 0, cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    rows = queries.rows(answers.actor_of(request), state=state, year=year)
    return answers.sliced(rows, cursor, limit)


@router.get("/led", response=list[KeyLedOut])
def keys_led(request: HttpRequest) -> list[queries.Led]:
    """What the caller leads or supervises, soonest due first. Signed-in callers only."""
    actor = answers.actor_of(request)
    if actor.person_id is None:
        raise moves.NotAllowed(_("请先登录或使用密钥"))
    return queries.led_by(actor.person_id, at=answers.at_of(request))


@router.get("/keys/{int:pk}", response=KeyFull)
def keys_get(request: HttpRequest, pk: int) -> dict[str, Any]:
    return full(request, pk)


@router.post("/proposals/{int:pk}/nominate", response={201: KeyFull})
def keys_nominate(request: HttpRequest, pk: int, data: NominateIn) -> Status[dict[str, Any]]:
    """提案委初选."""
    key = services.nominate(found(request, pk), reason=data.reason, **answers.by(request))
    return Status(201, full(request, key.pk))


@router.post("/keys/{int:pk}/consult", response=KeyFull)
def keys_consult(request: HttpRequest, pk: int, data: ConsultIn) -> dict[str, Any]:
    key = key_of(request, pk)
    units = [u for code in data.units if (u := unit_in(key.root, code))]
    services.consult(key, units=units, **answers.by(request))
    return full(request, pk)


@router.post("/keys/{int:pk}/say", response=KeyViewOut)
def keys_say(request: HttpRequest, pk: int, data: SayIn) -> KeyView:
    key = key_of(request, pk)
    unit = unit_in(key.root, data.unit)
    if unit is None:
        raise moves.Refused(_("请写明单位"))
    return services.say(
        key, unit=unit, says=data.says, text=data.text, entered=data.entered, **answers.by(request)
    )


@router.post("/keys/{int:pk}/decide", response=KeyFull)
def keys_decide(request: HttpRequest, pk: int, data: DecideIn) -> dict[str, Any]:
    """主席会议审定. The two leaders by their login names."""
    key = key_of(request, pk)
    leader, supervisor = people_of([data.leader])[0], people_of([data.supervisor])[0]
    services.decide(
        key,
        meeting=data.meeting,
        decided_on=data.decided_on,
        leader=leader,
        supervisor=supervisor,
        **answers.by(request),
    )
    return full(request, pk)


@router.post("/keys/{int:pk}/plan", response=KeyFull)
def keys_plan(request: HttpRequest, pk: int, data: KeyTextIn) -> dict[str, Any]:
    services.plan(key_of(request, pk), text=data.text, **answers.by(request))
    return full(request, pk)


@router.post("/keys/{int:pk}/start", response=KeyFull)
def keys_start(request: HttpRequest, pk: int) -> dict[str, Any]:
    """函告: departments are told of the plan."""
    services.start(key_of(request, pk), **answers.by(request))
    return full(request, pk)


@router.post("/keys/{int:pk}/acts", response={201: ActOut})
def keys_arrange(request: HttpRequest, pk: int, data: ArrangeIn) -> Status[SuperviseAct]:
    return Status(201, services.arrange(key_of(request, pk), **data.dict(), **answers.by(request)))


@router.post("/acts/{int:pk}/reschedule", response=ActOut)
def acts_reschedule(request: HttpRequest, pk: int, data: ActRescheduleIn) -> SuperviseAct:
    services.reschedule(act_of(request, pk), day=data.day, note=data.note, **answers.by(request))
    return act_of(request, pk)


@router.post("/acts/{int:pk}/hold", response=ActOut)
def acts_hold(
    request: HttpRequest, pk: int, data: Form[HoldIn], photo: File[UploadedFile | None] = None
) -> SuperviseAct:
    """登记活动结果; a multipart form, with a photograph if there is one."""
    act, who = act_of(request, pk), answers.by(request)
    said = data.dict()
    there = people_of(said.pop("proposers"))
    try:
        kept = (
            files.keep(photo, root=act.root, person_id=who["actor"].person_id, at=who["at"])
            if photo
            else None
        )
    except files.BadFile as fault:
        raise moves.Refused(str(fault)) from fault
    services.hold(act, **said, proposers_there=there, photo=kept, **who)
    return act_of(request, pk)


@router.post("/keys/{int:pk}/conclude", response=KeyFull)
def keys_conclude(request: HttpRequest, pk: int, data: KeyTextIn) -> dict[str, Any]:
    services.conclude(key_of(request, pk), text=data.text, **answers.by(request))
    return full(request, pk)


@router.post("/keys/{int:pk}/report", response=KeyFull)
def keys_report(request: HttpRequest, pk: int, data: ReportIn) -> dict[str, Any]:
    services.report(key_of(request, pk), to=data.to, **answers.by(request))
    return full(request, pk)


@router.post("/keys/{int:pk}/instruct", response={201: KeyInstructionOut})
def keys_instruct(request: HttpRequest, pk: int, data: KeyInstructIn) -> Status[KeyInstruction]:
    """登记批示."""
    return Status(201, services.instruct(key_of(request, pk), **data.dict(), **answers.by(request)))


@router.post("/keys/{int:pk}/summarise", response=KeyFull)
def keys_summarise(request: HttpRequest, pk: int, data: KeyTextIn) -> dict[str, Any]:
    services.summarise(key_of(request, pk), text=data.text, **answers.by(request))
    return full(request, pk)
