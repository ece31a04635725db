"""What the room adds to the record: speeches, questions from the hall, and what was decided by raising hands."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from shangliang.modules.deliberation import queries as polls
from shangliang.modules.floor import queries as floors
from shangliang.modules.floor.models import LEFT, LiveQuestion
from shangliang.modules.gatherings.queries import Room
from shangliang.modules.minutes.models import Section
from shangliang.modules.minutes.queries.pieces import ORDINARY, Piece, clock_of, day_of

SETTLED = ("answered", "handed", "replied")


def speeches(room: Room) -> list[Piece]:
    """Everybody who had the floor, when and how long, with what was noted (1 query)."""
    found = []
    for kept in floors.speeches(room.gathering):
        spoke = _("%(at)s起，%(m)d 分 %(s)d 秒。") % {
            "at": clock_of(kept.since), "m": kept.seconds // 60, "s": kept.seconds % 60,
        }  # fmt: skip
        order = _("程序动议。") if kept.kind == "order" else ""
        found.append(
            Piece(
                f"speech:{kept.pk}", Section.SPEECH, order + spoke + kept.notes, f"{kept.who}（{kept.capacity}）",
                kept.part, link=reverse("floor:of", args=[room.gathering.pk]), speaker_id=kept.participant,
            )
        )  # fmt: skip
    return found


def questions(room: Room) -> list[Piece]:
    """What the hall asked, who answered or will answer by when, and what nobody answers for yet (1 query)."""
    asked = LiveQuestion.objects.filter(
        floor__gathering=room.gathering, state__in=[*SETTLED, *LEFT]
    ).select_related("participant", "answered_by", "answerer")
    return [
        Piece(
            f"question:{q.pk}", Section.OPINION, f"{q.text}　{_became(q)}",
            _("现场提问：%s") % q.participant.name, link=q.get_absolute_url(),
            inside=q.participant.capacity in ORDINARY,
        ) if q.state in SETTLED else Piece(
            f"question-open:{q.pk}", Section.OPEN,
            _("%(name)s现场问的“%(text)s”，还没有安排由谁答复。") % {"name": q.participant.name, "text": q.text},
            link=q.get_absolute_url(), inside=q.state == "waiting" or q.participant.capacity in ORDINARY,
        )
        for q in asked.order_by("number")
    ]  # fmt: skip


def _became(question: LiveQuestion) -> str:
    if question.state == "answered":
        who = question.answered_by.name if question.answered_by else ""
        return _("%s当场回答。") % who + question.reply
    if question.state == "replied":
        return _("%s会后答复：") % question.answerer + question.reply
    return _("由%(unit)s于%(day)s前答复。") % {
        "unit": question.answerer, "day": day_of(question.due_on) if question.due_on else "",
    }  # fmt: skip


def hands(room: Room) -> list[Piece]:
    """What was decided by raising hands, as far as it stands; how many, never who (1 query)."""
    return [
        Piece(
            f"hands:{h.pk}", Section.POLL, _("举手表决：%s。") % polls.hands_said(h), h.question,
            link=f"{reverse('gatherings:gathering', args=[room.gathering.pk])}#opinions",
        )
        for h in polls.hands_of(room.gathering)
        if h.stands
    ]  # fmt: skip
