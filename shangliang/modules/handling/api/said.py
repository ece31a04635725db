"""What goes in and out where people say what they think, and where those who are late are urged."""

from __future__ import annotations

from ninja import Schema

from shangliang.look import answers
from shangliang.modules.handling.models import Question, Urging


class RateIn(Schema):
    """One's own rating, in two steps: without `code` the answer is the code to send back with the same words.

    visited: yes, not_needed, no. heard: visit, phone, other, no. aim: hit, partly, missed. then: accept, redo.
    """

    attitude: str
    result: str
    comment: str = ""
    visited: str = ""
    heard: str = ""
    aim: str = ""
    leader_came: bool | None = None
    then: str = ""
    code: str = ""


class ConfirmOut(Schema):
    """Nothing is rated yet: the same words with this code are."""

    code: str


class RatingOut(Schema):
    id: int
    round: int
    attitude: str
    result: str
    comment: str
    proxy: bool


class QuestionOut(answers.StagedOut):
    """回访：is it really so? The link is only for the person asked and is not given here."""

    dispatch: int
    round: int
    label: str
    answer: str
    comment: str

    @staticmethod
    def resolve_dispatch(question: Question) -> int:
        return question.dispatch_id


class QuestionsOut(answers.Page[QuestionOut]):
    pass


class QuestionAnswerIn(Schema):
    answer: str
    comment: str = ""


class UrgeIn(Schema):
    """tasks and promises that are overdue; the letters go to their departments."""

    tasks: list[int] = []
    promises: list[int] = []


class UrgingOut(Schema):
    id: int
    number: str
    to: str
    lines: int

    @staticmethod
    def resolve_to(letter: Urging) -> str:
        return letter.to.code

    @staticmethod
    def resolve_lines(letter: Urging) -> int:
        return letter.lines.count()
