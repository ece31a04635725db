"""Documents that go up, and what leaders write on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, clocks, moves, numbering
from shangliang.kernel.access import Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import normal, official
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes.models import Document, Instruction, Recommendation
from shangliang.modules.people.services import person_of
from shangliang.modules.topics.models import Topic


def must_run(topic: Topic, *, actor: Actor) -> None:
    """What comes out of a topic is written by those who run the topic. Raises NotAllowed."""
    if not moves.kind_of(Topic).policy.may(actor, "edit", topic):
        raise moves.NotAllowed(_("这个议题的成果不归您办理"))


@transaction.atomic
def draft_document(
    topic: Topic, *, kind: str, title: str, body: str, actor: Actor, at: datetime,
    gathering: Gathering | None = None, file: StoredFile | None = None,
) -> Document:  # fmt: skip
    """A new document (成果文件) of one of the eleven kinds."""
    must_run(topic, actor=actor)
    if kind not in Document.Kind.values:
        raise moves.Refused(_("请选择文种"))
    if gathering and gathering.topic_id != topic.pk:
        raise moves.Refused(_("这场协商不是这个议题的"))
    document = Document(
        unit=topic.unit, topic=topic, gathering=gathering, kind=kind, title=normal(title),
        body=normal(body), author=person_of(actor), file=file,
    )  # fmt: skip
    moves.begin(document, actor=actor, at=at, kind=kind, topic=topic.pk)
    return document


@transaction.atomic
def edit_document(
    document: Document, *, title: str, body: str, actor: Actor, at: datetime, file: StoredFile | None = None
) -> None:
    """Better words while it is a draft; `file` replaces the one kept before."""
    if document.state != "draft":
        raise moves.Stale(_("送出起草环节以后不能再改；要改请先退回"), state=moves.label_of(document))
    new: dict[str, Any] = {"title": normal(title), "body": normal(body), "file": file or document.file}
    changed = [name for name, value in new.items() if getattr(document, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(document, name, new[name])
    moves.fits(document)
    Document.objects.filter(pk=document.pk).update(**{name: new[name] for name in changed})
    moves.record(document, "edit", actor=actor, at=at, changed=changed)


@transaction.atomic
def submit(document: Document, *, sent_to: str, actor: Actor, at: datetime) -> None:
    """报送: it gets its number of the unit, kind and year, and the clock for an echo starts."""
    if not sent_to.strip():
        raise moves.Refused(_("请写明报送给谁"))
    today = calendar.day_of(at)
    if not document.number:
        number = numbering.take(document.unit.path, f"document.{document.kind}", today.year)
        with official():
            document.number = f"{document.unit.short}{document.get_kind_display()}〔{today.year}〕{number}号"
    document.sent_to, document.submitted_on = normal(sent_to), today
    Document.objects.filter(pk=document.pk).update(
        number=document.number, sent_to=document.sent_to, submitted_on=today
    )
    moves.make(document, "submit", actor=actor, at=at, number=document.number, to=document.sent_to)


@transaction.atomic
def instruct(
    document: Document, *, leader: str, rank: str, text: str, on: date, actor: Actor, at: datetime,
    recommendations: Iterable[Recommendation] = (), file: StoredFile | None = None,
) -> Instruction:  # fmt: skip
    """批示: what a leader wrote on it, of the whole or of some recommendations. It is an echo, too."""
    if document.state not in {"submitted", "echoed"}:
        raise moves.Stale(_("还没有报送，不会有批示"), state=moves.label_of(document))
    if rank not in Instruction.Rank.values or not text.strip() or not leader.strip():
        raise moves.Refused(_("请填写批示领导、级别和批示内容"))
    if on > calendar.day_of(at):
        raise moves.Refused(_("批示日期不能晚于今天"))
    about = list(recommendations)
    if any(r.topic_id != document.topic_id for r in about):
        raise moves.Refused(_("批示涉及的建议不属于这份成果的议题"))
    instruction = Instruction(
        unit=document.unit,
        document=document,
        leader=normal(leader),
        rank=rank,
        text=normal(text),
        on=on,
        file=file,
    )
    moves.begin(instruction, actor=actor, at=at, document=document.pk, leader=instruction.leader, rank=rank)
    instruction.recommendations.set(about)
    moves.record(
        document, "instruct", actor=actor, at=at, instruction=instruction.pk, leader=instruction.leader
    )
    if document.state == "submitted":
        with official():
            note = _("%(leader)s作出批示") % {"leader": instruction.leader}
        moves.make(document, "echo", actor=actor, at=at, note=note, instruction=instruction.pk)
    return instruction


@transaction.atomic
def forward(
    instruction: Instruction, *, passed_to: Unit, actor: Actor, at: datetime, due_on: date | None = None
) -> None:
    """签批件转办: to a department, county or office, by the leader's day or the unit's number of days."""
    if passed_to.path[: len(instruction.root)] != instruction.root or not passed_to.active:
        raise moves.Refused(_("不能转给“%s”") % passed_to)
    today = calendar.day_of(at)
    if due_on is None:
        due_on = calendar.day_of(clocks.time_limit(instruction, "outcomes.instruction_within", at))
    if due_on < today:
        raise moves.Refused(_("要求反馈的日期不能早于今天"))
    Instruction.objects.filter(pk=instruction.pk).update(passed_to=passed_to, due_on=due_on)
    instruction.passed_to, instruction.due_on = passed_to, due_on
    moves.make(instruction, "forward", actor=actor, at=at, to=passed_to.short, due=due_on.isoformat())


@transaction.atomic
def answer_instruction(instruction: Instruction, *, answer: str, actor: Actor, at: datetime) -> None:
    """What was done about it, told by the unit it was passed to."""
    if not answer.strip():
        raise moves.Refused(_("还没有填写落实情况"))
    Instruction.objects.filter(pk=instruction.pk).update(answer=normal(answer))
    instruction.answer = normal(answer)
    moves.make(instruction, "answer", actor=actor, at=at)
