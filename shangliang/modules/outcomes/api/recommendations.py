from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.gatherings.models import Consensus, Gathering, Opinion
from shangliang.modules.handling.models import Assignment
from shangliang.modules.outcomes import queries, services
from shangliang.modules.outcomes.api.common import all_of, topic_of, units
from shangliang.modules.outcomes.models import Document, Recommendation

router = Router()


class RecommendationOut(answers.StagedOut):
    topic_id: int
    gathering_id: int | None
    document_id: int | None
    dispatch_id: int | None
    unit: answers.UnitCode
    order: int
    text: str
    adoption: str
    reason: str
    result: str


class RecommendationsOut(answers.Page[RecommendationOut]):
    pass


class RecommendIn(Schema):
    text: str
    gathering: int | None = None
    document: int | None = None
    consensus: int | None = None
    opinions: list[int] = []
    department: str = ""


class EditIn(Schema):
    text: str
    department: str = ""


class RecommendationSendIn(Schema):
    """Units by their codes."""

    lead: str
    joint: list[str] = []
    split: list[str] = []
    assist: list[str] = []


class SendingIn(RecommendationSendIn):
    recommendation: int


class RecommendationReopenIn(Schema):
    note: str


def _one(request: HttpRequest, pk: int) -> Recommendation:
    return answers.find(request, Recommendation, pk)


def _of(topic_id: int, model: Any, pk: int | None, **named: Any) -> Any:
    return all_of(model.objects.filter(**named), [pk])[0] if pk else None


def _parts(root: str, data: RecommendationSendIn) -> dict[str, Any]:
    return {
        "lead": units(root, [data.lead])[0], "joint": units(root, data.joint),
        "split": units(root, data.split), "assist": units(root, data.assist),
    }  # fmt: skip


@router.get("/recommendations", response=RecommendationsOut)
def recommendations_list(
    request: HttpRequest, *, state: str = "", topic: int = 0, department: str = "", adoption: str = "",
    cursor: str = "", limit: int = 50,
) -> dict[str, Any]:  # fmt: skip
    rows = answers.reachable(request, Recommendation).exclude(state="withdrawn").select_related("unit")
    given = {"state": state, "topic_id": topic, "adoption": adoption}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if department:
        parts = Assignment.objects.filter(unit__code=department).exclude(state__in=Assignment.OUT)
        rows = rows.filter(dispatch__in=parts.values("dispatch"))
    return answers.sliced(rows, cursor, limit)


@router.get("/recommendations/{int:pk}", response=RecommendationOut)
def recommendations_get(request: HttpRequest, pk: int) -> Recommendation:
    return _one(request, pk)


@router.post("/topics/{int:pk}/recommendations", response={201: RecommendationOut})
def recommendations_recommend(request: HttpRequest, pk: int, data: RecommendIn) -> Status[Recommendation]:
    """One more recommendation of a topic, with what it is drawn from."""
    topic = topic_of(request, pk)
    made = services.recommend(
        topic, text=data.text, gathering=_of(pk, Gathering, data.gathering, topic=topic),
        document=_of(pk, Document, data.document, topic=topic),
        consensus=_of(pk, Consensus, data.consensus, gathering__topic=topic),
        opinions=all_of(Opinion.objects.filter(gathering__topic=topic), data.opinions),
        department=units(topic.root, [data.department])[0] if data.department else None, **answers.by(request),
    )  # fmt: skip
    return Status(201, made)


@router.post("/recommendations/{int:pk}/edit", response=RecommendationOut)
def recommendations_edit(request: HttpRequest, pk: int, data: EditIn) -> Recommendation:
    found = _one(request, pk)
    department = units(found.root, [data.department])[0] if data.department else None
    services.edit_recommendation(found, text=data.text, department=department, **answers.by(request))
    return found


@router.post("/recommendations/{int:pk}/send", response=RecommendationOut)
def recommendations_send(request: HttpRequest, pk: int, data: RecommendationSendIn) -> Recommendation:
    found = _one(request, pk)
    services.send(found, **_parts(found.root, data), **answers.by(request))
    return found


@router.post("/topics/{int:pk}/send", response=list[RecommendationOut])
def recommendations_send_all(request: HttpRequest, pk: int, data: list[SendingIn]) -> list[Recommendation]:
    """Several of one topic at once: all are sent, or none."""
    topic = topic_of(request, pk)
    reached = answers.reachable(request, Recommendation).filter(topic=topic)
    rows = all_of(reached, [d.recommendation for d in data])
    sendings = [services.Sending(r, **_parts(topic.root, d)) for r, d in zip(rows, data, strict=True)]
    services.send_all(topic, sendings=sendings, **answers.by(request))
    return rows


@router.post("/recommendations/{int:pk}/reopen", response=RecommendationOut)
def recommendations_reopen(request: HttpRequest, pk: int, data: RecommendationReopenIn) -> Recommendation:
    """Not solved: the departments handle it again."""
    found = _one(request, pk)
    services.reopen(found, note=data.note, **answers.by(request))
    return found


class HolderOut(Schema):
    recommendation: int
    state: str
    state_label: str
    text: str
    departments: list[str]
    holders: list[str]
    due_at: Any


class LaneOut(Schema):
    state: str
    count: int
    lines: list[HolderOut]


@router.get("/board", response=list[LaneOut])
def recommendations_board(request: HttpRequest, unit: str) -> list[dict[str, Any]]:
    """Recommendations under a unit by state, each with who must act and until when; for those who oversee."""
    path = units("", [unit])[0].path
    if not moves.kind_of(Recommendation).policy.may_at(answers.actor_of(request), "oversee", path):
        raise moves.NotAllowed(_("这个单位的看板不归您查看"))
    return [
        {
            "state": lane.state,
            "count": lane.count,
            "lines": [
                {
                    "recommendation": line.recommendation.pk,
                    "state": line.recommendation.state,
                    "state_label": moves.label_of(line.recommendation),
                    "text": line.recommendation.text,
                    "departments": list(line.departments),
                    "holders": list(line.holders),
                    "due_at": line.due_at,
                }
                for line in lane.lines
            ],
        }
        for lane in queries.board(path)
    ]
