"""What became of what somebody said: 采纳、部分采纳 or 未采纳, each with why. One shape for everything that is said.

The thing has a field `told` with the reason; its flow takes `states()` and `moves()`, its words `words()`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import moves as door
from shangliang.kernel.access import Actor
from shangliang.kernel.flow import Guard, Move, State
from shangliang.kernel.wording import clean

ANSWERED = ["adopted", "partly", "declined"]
MOVES = {"adopted": "adopt", "partly": "adopt_partly", "declined": "decline"}
LABELS = {"adopted": lazy("采纳"), "partly": lazy("部分采纳"), "declined": lazy("未采纳")}
CHOICES = list(LABELS.items())
LONGEST = 1000  # letters of a reason


def states() -> list[State]:
    """All three are the end of it."""
    return [
        State(name, LABELS[name], final=True, tone="quiet" if name == "declined" else "good")
        for name in ANSWERED
    ]


def moves(source: str, *, guards: tuple[Guard, ...] = ()) -> list[Move]:
    return [
        Move(MOVES[name], source, name, LABELS[name], note=True, option=True, guards=guards)
        for name in ANSWERED
    ]


def words() -> dict[str, door.Verb]:
    """Whoever said it hears of it (`hear`)."""
    return {MOVES[name]: door.Verb(LABELS[name], tell=("hear",)) for name in ANSWERED}


@transaction.atomic
def answer(thing: Any, *, what: str, why: str, actor: Actor, at: datetime) -> None:
    """Raises Refused where it is none of the three or says no reason, and whatever the move raises."""
    if what not in ANSWERED:
        raise door.Refused(_("请选采纳、部分采纳或未采纳"))
    tell(thing, MOVES[what], why, _("请写明怎么处理、为什么"), actor=actor, at=at)


def tell(thing: Any, move: str, why: str, missing: str, *, actor: Actor, at: datetime) -> None:
    """Make a move whose reason stays readable with the thing (`told`)."""
    door.must(thing, move, actor=actor)
    said = clean(why, missing=missing, most=LONGEST)
    type(thing)._default_manager.filter(pk=thing.pk).update(told=said)
    thing.told = said
    door.make(thing, move, actor=actor, at=at, note=said)
