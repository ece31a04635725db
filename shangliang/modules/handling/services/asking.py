"""Some weeks after the reply: is it really so? Asked of each person concerned, answered from a link."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor, Seat
from shangliang.kernel.text import without_contacts
from shangliang.modules.handling.models import Dispatch, Question
from shangliang.modules.handling.models.people import TOKEN
from shangliang.modules.handling.services.rating import redo

OPEN = ("asked", "silent")


@transaction.atomic
def plan_questions(dispatch: Dispatch, *, at: datetime) -> None:
    """One for each person concerned, in this round. Safe to repeat."""
    asked = set(dispatch.questions.filter(round=dispatch.round).values_list("by", flat=True))
    for one in dispatch.concerned.all():
        if one.by not in asked:
            question = Question(
                dispatch=dispatch, unit=dispatch.unit, round=dispatch.round, by=one.by, label=one.label,
                person_id=one.person_id,
            )  # fmt: skip
            moves.begin(question, actor=CLOCK, at=at, dispatch=dispatch.pk, round=dispatch.round)


def holder(token: str) -> tuple[Question, Actor]:
    """The question of a link, and who may answer it: whoever holds the link. Raises Question.DoesNotExist."""
    try:
        pk = int(signing.Signer(salt=TOKEN).unsign_object(token))
    except (signing.BadSignature, TypeError, ValueError):
        raise Question.DoesNotExist from None
    question = Question.objects.select_related("dispatch", "unit").get(pk=pk)
    return question, Actor(question.label, seats=(Seat("asked", "", question.pk), Seat("public")))


@transaction.atomic
def answer(question: Question, *, answer: str, comment: str, actor: Actor, at: datetime) -> None:
    """Said once; the same answer again changes nothing."""
    if answer not in Question.Answer.values:
        raise moves.Refused(_("请选一个回答"))
    words = without_contacts(comment.strip())
    if answer != Question.Answer.YES and not words:
        raise moves.Refused(_("请说一说哪里不是这样，我们好去核实"))
    if (question.answer, question.comment) == (answer, words):
        return
    said = {"answer": answer, "comment": words, "answered_at": at}
    if question.state in OPEN:  # the table wants the answer beside the state
        Question.objects.filter(pk=question.pk, state__in=OPEN).update(**said)
    verb = "confirm" if answer == Question.Answer.YES else "doubt"
    moves.make(question, verb, actor=actor, at=at, note=words, answer=answer)
    for name, value in said.items():
        setattr(question, name, value)


@transaction.atomic
def uphold(question: Question, *, note: str, actor: Actor, at: datetime) -> None:
    """Somebody looked, and it is as people say: handled once more, unless that has begun since it was asked."""
    moves.make(question, "uphold", actor=actor, at=at, note=note)
    dispatch = Dispatch.objects.select_related("unit").get(pk=question.dispatch_id)
    if dispatch.round == question.round:
        redo(dispatch, note=note, actor=actor, at=at)
