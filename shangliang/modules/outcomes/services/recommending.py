"""Recommendations: one row each, sent to departments, and sent again when nothing was solved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import PUBLIC, Actor
from shangliang.kernel.text import normal, official, shortened, without_contacts
from shangliang.modules.gatherings.models import Consensus, Gathering, Opinion
from shangliang.modules.handling import services as handling
from shangliang.modules.handling.models import Assignment, Dispatch
from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes.models import Document, Recommendation
from shangliang.modules.outcomes.services.documents import must_run
from shangliang.modules.topics.models import Topic


@dataclass(frozen=True)
class Sending:
    """One recommendation and the departments it shall go to."""

    recommendation: Recommendation
    lead: Unit
    joint: Sequence[Unit] = ()
    split: Sequence[Unit] = ()
    assist: Sequence[Unit] = ()


class Parts(TypedDict):
    lead: Unit
    joint: Sequence[Unit]
    split: Sequence[Unit]
    assist: Sequence[Unit]


@transaction.atomic
def recommend(
    topic: Topic, *, text: str, actor: Actor, at: datetime, gathering: Gathering | None = None,
    document: Document | None = None, opinions: Iterable[Opinion] = (), consensus: Consensus | None = None,
    department: Unit | None = None,
) -> Recommendation:  # fmt: skip
    """One more recommendation of the topic, numbered after the last; it keeps what it was drawn from."""
    must_run(topic, actor=actor)
    if topic.state in {"merged", "not_taken", "closed"}:
        raise moves.Stale(_("这个议题已经了结"), state=moves.label_of(topic))
    if consensus and gathering is None:
        gathering = consensus.gathering
    if any(thing is not None and thing.topic_id != topic.pk for thing in (gathering, document)):
        raise moves.Refused(_("所选的协商或文件不是这个议题的"))
    moves.held(topic, no_key=True)
    last = topic.recommendations.exclude(state="withdrawn").aggregate(last=Max("order"))["last"]
    first = department or (consensus.responsible if consensus else None)
    recommendation = Recommendation(
        unit=topic.unit, topic=topic, gathering=gathering, document=document, order=(last or 0) + 1,
        text=_clean(text), consensus=consensus, department=first,
    )  # fmt: skip
    moves.begin(recommendation, actor=actor, at=at, topic=topic.pk, order=recommendation.order)
    drawn = {o.pk for o in opinions}
    if consensus:
        drawn |= set(consensus.opinions.values_list("pk", flat=True))
    if Opinion.objects.filter(pk__in=drawn).exclude(gathering__topic=topic).exists():
        raise moves.Refused(_("所选的意见不是这个议题的"))
    recommendation.opinions.set(drawn)
    return recommendation


@transaction.atomic
def edit_recommendation(
    recommendation: Recommendation, *, text: str, actor: Actor, at: datetime, department: Unit | None = None
) -> None:
    """Better words while it is a draft. What was sent stays as it was sent."""
    if recommendation.state != "draft":
        raise moves.Stale(_("已经交办的建议不能再改"), state=moves.label_of(recommendation))
    was, new = recommendation.text, _clean(text)
    if (new, department) == (was, recommendation.department):
        return
    recommendation.text, recommendation.department = new, department
    Recommendation.objects.filter(pk=recommendation.pk).update(text=new, department=department)
    moves.record(recommendation, "edit", actor=actor, at=at, was=was)


@transaction.atomic
def send(
    recommendation: Recommendation, *, lead: Unit, actor: Actor, at: datetime,
    joint: Sequence[Unit] = (), split: Sequence[Unit] = (), assist: Sequence[Unit] = (),
) -> Dispatch:  # fmt: skip
    """交部门办理. The first one sent moves the topic on."""
    rows = Topic.objects.select_for_update(no_key=True, of=("self",)).select_related("unit")
    topic = recommendation.topic = rows.get(pk=recommendation.topic_id)
    dispatch = _dispatch(
        recommendation, lead=lead, joint=joint, split=split, assist=assist, actor=actor, at=at
    )
    moves.make(recommendation, "send", actor=actor, at=at, department=lead.short, dispatch=dispatch.number)
    if topic.state == "discussing":
        moves.make(topic, "send", actor=actor, at=at)
    return dispatch


@transaction.atomic
def send_all(topic: Topic, *, sendings: Sequence[Sending], actor: Actor, at: datetime) -> list[Dispatch]:
    """Several at once: all are sent, or none."""
    if not sendings:
        raise moves.Refused(_("还没有给任何一条建议选定主办单位"))
    sent = []
    for s in sendings:
        if s.recommendation.topic_id != topic.pk:
            raise moves.Refused(_("“%s”不是这个议题的建议") % s.recommendation)
        sent.append(
            send(
                s.recommendation,
                lead=s.lead,
                joint=s.joint,
                split=s.split,
                assist=s.assist,
                actor=actor,
                at=at,
            )
        )
    return sent


@transaction.atomic
def reopen(recommendation: Recommendation, *, note: str, actor: Actor, at: datetime) -> Dispatch:
    """没有解决: a second handling of the same dispatch while it can be handled again, else a new dispatch."""
    dispatch = recommendation.dispatch
    if dispatch is None:
        raise moves.Stale(_("还没有交办过"), state=moves.label_of(recommendation))
    moves.make(recommendation, "reopen", actor=actor, at=at, note=note, dispatch=dispatch.number)
    forget_reply(recommendation)
    if dispatch.state in {"replied", "tracking"}:
        handling.redo(dispatch, note=note, actor=actor, at=at)
        return dispatch
    parts = _parts(dispatch)
    with official():
        ask = _("%(text)s\n\n前次办理（%(number)s）后仍没有解决：%(note)s") % {
            "text": recommendation.text, "number": dispatch.number, "note": note,
        }  # fmt: skip
    recommendation.earlier.add(dispatch)
    return _dispatch(recommendation, ask=ask, actor=actor, at=at, **parts)


def forget_reply(recommendation: Recommendation) -> None:
    """What was answered no longer counts; the journal and the dispatch keep it."""
    gone = {"adoption": "", "reason": "", "result": "", "reply": None}
    Recommendation.objects.filter(pk=recommendation.pk).update(**gone)
    for name, value in gone.items():
        setattr(recommendation, name, value)


def _dispatch(
    recommendation: Recommendation, *, lead: Unit, joint: Sequence[Unit], split: Sequence[Unit],
    assist: Sequence[Unit], actor: Actor, at: datetime, ask: str = "",
) -> Dispatch:  # fmt: skip
    topic = recommendation.topic
    with official():
        origin = _("协商建议 · %s") % topic.title
    dispatch = handling.send(
        recommendation.unit, title=shortened(recommendation.text, 200), ask=ask or recommendation.text,
        origin=origin, origin_link=recommendation.get_absolute_url(),
        lead=lead, joint=joint, split=split, assist=assist, actor=actor, at=at, source="recommendation",
        public=moves.kind_of(topic).policy.may(PUBLIC, "view", topic),
    )  # fmt: skip
    Recommendation.objects.filter(pk=recommendation.pk).update(dispatch=dispatch)
    recommendation.dispatch = dispatch
    return dispatch


def _parts(dispatch: Dispatch) -> Parts:
    """Who handled it last time, in the same parts."""
    by_part: dict[str, list[Unit]] = {}
    inside = dispatch.assignments.exclude(state__in=Assignment.OUT)
    for a in inside.select_related("unit").order_by("pk"):
        by_part.setdefault(a.part, []).append(a.unit)
    part = Assignment.Part
    answering = by_part.get(part.SOLE, []) + by_part.get(part.LEAD, []) + by_part.get(part.SPLIT, [])
    return {
        "lead": answering[0], "split": answering[1:],
        "joint": by_part.get(part.JOINT, []), "assist": by_part.get(part.ASSIST, []),
    }  # fmt: skip


def _clean(words: str) -> str:
    cleaned = without_contacts(normal(words))  # everybody may read it once it is sent
    if not cleaned:
        raise moves.Refused(_("建议还没有内容"))
    return cleaned
