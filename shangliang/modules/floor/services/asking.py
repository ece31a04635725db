"""现场提问: put once, supported once by each, screened in the open, and never left without an answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import CLOCK, STEP, Actor
from shangliang.kernel.wording import clean
from shangliang.modules.floor.models import Floor, LiveQuestion, Support
from shangliang.modules.floor.models.questions import LONGEST
from shangliang.modules.floor.services.holding import as_oneself, held, same_words
from shangliang.modules.gatherings.models import Participant
from shangliang.modules.org.models import Unit

MOST_OPEN = 5  # of one participant that nobody has taken on yet
MOST_EACH = 20  # those taken back too: nobody uses up the numbers of all
MOST = 500


@transaction.atomic
def put(
    floor: Floor, *, participant: Participant, text: str, token: str, actor: Actor, at: datetime
) -> LiveQuestion:
    """A question from the hall. The same form sent twice (`token`) is kept once."""
    if not token:
        raise moves.Refused(_("表单缺少标记，请刷新后再提交"))
    now = held(floor, "put", actor=actor)
    as_oneself(now, participant, actor)
    said = clean(text, missing=_("请写下问题"), most=LONGEST)
    if earlier := now.questions.filter(token=token).first():
        return same_words(earlier, said, state=moves.label_of(earlier))
    same = now.questions.filter(text=said).exclude(state__in=["hidden", "withdrawn"])
    if same.exists():
        raise moves.Refused(_("已经有人提了一模一样的问题，您可以直接支持它"))
    hers = now.questions.filter(participant=participant)
    if hers.count() >= MOST_EACH:
        raise moves.Refused(_("您在本场已提了 %d 个问题，请把机会留给别人") % MOST_EACH)
    if hers.filter(state__in=["waiting", "shown"]).count() >= MOST_OPEN:
        raise moves.Refused(_("您已有 %d 个问题在等回答，请等这些答完再提") % MOST_OPEN)
    number = (now.questions.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST:
        raise moves.Refused(_("本场提问已满 %d 个") % MOST)
    question = LiveQuestion(
        unit=now.unit, floor=now, participant=participant, number=number, text=said, at=at, token=token
    )
    moves.begin(question, actor=actor, at=at, floor=now.pk)
    if not now.screened:
        moves.make(question, "let_through", actor=CLOCK, at=at)
    return question


@transaction.atomic
def support(question: LiveQuestion, *, participant: Participant, actor: Actor, at: datetime) -> bool:
    """One of each for a question that waits for its answer; False when it was there already.

    The journal holds no supports: who is for what is nobody's business for ever.
    """
    floor = _supporting(question, participant, actor)
    if participant.pk == question.participant_id:
        raise moves.Refused(_("自己提的问题不用再支持"))
    if floor.state != "open" or question.state != "shown":
        raise moves.Stale(_("这个问题现在不能支持"), state=moves.label_of(question))
    _row, new = Support.objects.get_or_create(question=question, participant=participant, defaults={"at": at})
    return new


@transaction.atomic
def unsupport(question: LiveQuestion, *, participant: Participant, actor: Actor, at: datetime) -> bool:
    """Taken back; False when there was none."""
    _supporting(question, participant, actor)
    if question.state != "shown":
        raise moves.Stale(_("这个问题已经处理，支持数不再变"), state=moves.label_of(question))
    return bool(Support.objects.filter(question=question, participant=participant).delete()[0])


def _supporting(question: LiveQuestion, participant: Participant, actor: Actor) -> Floor:
    """The room as it is now; the question is held, so that nothing is counted after its answer."""
    moves.must(question.floor, "support", actor=actor)
    as_oneself(question.floor, participant, actor)
    asked = LiveQuestion.objects.select_for_update(of=("self",), no_key=True).select_related("floor")
    floor = asked.get(pk=question.pk).floor
    question.refresh_from_db(fields=["state"])
    return floor


# --- screened in the open


def show(question: LiveQuestion, *, actor: Actor, at: datetime) -> None:
    moves.make(question, "show", actor=actor, at=at, floor=question.floor_id)


@transaction.atomic
def hide(question: LiveQuestion, *, why: str, actor: Actor, at: datetime) -> None:
    """不展示: its words go, that there was something and why stays for everybody in the hall to read."""
    moves.must_now(question, "hide", actor=actor)
    said = clean(why, missing=_("请写明为什么不展示，这个理由会公开"), most=300)
    _keep(question, told=said)
    moves.make(question, "hide", actor=actor, at=at, note=said, floor=question.floor_id)


@transaction.atomic
def restore(question: LiveQuestion, *, why: str, actor: Actor, at: datetime) -> None:
    moves.make(question, "restore", actor=actor, at=at, note=why, floor=question.floor_id)
    _keep(question, told="")


def take_back(question: LiveQuestion, *, actor: Actor, at: datetime) -> None:
    """Whoever put it does not want it answered any more."""
    moves.make(question, "withdraw", actor=actor, at=at, floor=question.floor_id)


# --- answered, now or by a day


@transaction.atomic
def answer(
    question: LiveQuestion, *, participant: Participant, actor: Actor, at: datetime, text: str = ""
) -> None:
    """当场已答: by whom, when, and in a few words what."""
    moves.must_now(question, "answer", actor=actor)
    if participant.gathering_id != question.floor.gathering_id:
        raise moves.Refused(_("回答的人不在本次协商的名单里"))
    _keep(question, answered_by=participant, answered_at=at, reply=clean(text, most=2000))
    moves.make(question, "answer", actor=actor, at=at, floor=question.floor_id, by=participant.pk)


@transaction.atomic
def hand(question: LiveQuestion, *, unit: Unit, due_on: date, actor: Actor, at: datetime) -> None:
    """没有轮到: which unit answers, by which day. It waits on that unit's desk from now on."""
    moves.must_now(question, "hand", actor=actor)
    if unit.path[:STEP] != question.root:
        raise moves.Refused(_("“%s”不在本市范围") % unit)
    if due_on < calendar.day_of(at):
        raise moves.Refused(_("答复日期已经过去"))
    _keep(question, answerer=unit, due_on=due_on)
    moves.make(
        question, "hand", actor=actor, at=at, floor=question.floor_id, unit=unit.short, due_on=due_on.isoformat()
    )  # fmt: skip


@transaction.atomic
def reply(question: LiveQuestion, *, text: str, actor: Actor, at: datetime) -> None:
    """The unit answers; whoever asked is told."""
    moves.must_now(question, "reply", actor=actor)
    said = clean(text, missing=_("请写下答复"), most=2000)
    _keep(question, reply=said, answered_at=at)
    moves.make(question, "reply", actor=actor, at=at, floor=question.floor_id)


def _keep(question: LiveQuestion, **columns: Any) -> None:
    LiveQuestion.objects.filter(pk=question.pk).update(**columns)
    for name, value in columns.items():
        setattr(question, name, value)
