"""Adds one thing to the world, through the services."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from shangliang.kernel import journal, moves
from shangliang.kernel.access import CLOCK
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.models import Consensus, Gathering, Opinion
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.outcomes import services
from shangliang.modules.outcomes.models import (
    Document,
    FeedbackList,
    Instruction,
    LookBack,
    Recommendation,
)
from shangliang.modules.topics import services as topics
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.tests import given as voices
from tests import visits
from tests.world import World

ASKED = "对文华社区 6 栋楼逐栋摸底，列入年度加装电梯计划并按栋公示。"
LATER = timedelta(days=10)


def again(thing: Any) -> Any:
    """The same thing, fresh from the database."""
    return type(thing).objects.select_related("unit").get(pk=thing.pk)


def deliver(world: World, at: datetime | None = None) -> None:
    journal.deliver_all(at or world.now)


def topic(
    world: World, *, heads: int = 2, title: str = "老旧小区加装电梯", discussing: bool = True, **more: Any
) -> Topic:
    """A topic out of voices of the public, filed, and in consultation."""
    raised = [voices.voice(world, f"文华社区 {n} 号楼没有电梯") for n in range(1, heads + 1)]
    opened = topics.open_topic(
        world.units["yunchuan"], title=title, summary="楼里老人多，上下楼难。", origin="raised",
        field=world.fields["城乡建设"], voices=raised, actor=world.actor("wang"), at=world.now, **more,
    )  # fmt: skip
    topics.score(opened, scale="doable", first=5, second=4, third=4, actor=world.actor("wang"), at=world.now)
    moves.make(opened, "file", actor=world.actor("wang"), at=world.now)
    if discussing:
        moves.make(opened, "discuss", actor=CLOCK, at=world.now)
    return opened


def gathering(world: World, matter: Topic) -> Gathering:
    """A small consultation that is sitting."""
    guest = gatherings.Guest
    wang = world.actor("wang")
    met = gatherings.prepare_quick(
        matter.unit,
        topic=matter,
        title="加装电梯微协商",
        place="文华社区议事室",
        starts_at=world.now + LATER,
        convener=world.people["jiang"],
        actor=wang,
        at=world.now,
        token=uuid.uuid4().hex,
        guests=[
            guest(capacity="member", name="", person=world.people["lin"]),
            guest(capacity="head", name="侯明亮", unit=world.units["d-housing"]),
        ],
    )
    moves.make(met, "start", actor=wang, at=world.now)
    return met


def opinion(world: World, met: Gathering, text: str = "先摸底再排计划。") -> Opinion:
    speaker = met.participants.get(person=world.people["lin"])
    return gatherings.opine(
        met, participant=speaker, text=text, token=uuid.uuid4().hex, actor=world.actor("wang"), at=world.now
    )


def agreed(world: World, met: Gathering, *said: Opinion, text: str = "6 栋楼列入今年计划") -> Consensus:
    return gatherings.agree(
        met, text=text, responsible=world.units["d-housing"], due_on=date(2026, 12, 31), opinions=said,
        actor=world.actor("wang"), at=world.now,
    )  # fmt: skip


def recommendation(
    world: World, matter: Topic | None = None, text: str = ASKED, **more: Any
) -> Recommendation:
    return services.recommend(
        matter or topic(world), text=text, actor=world.actor("wang"), at=world.now, **more
    )


def sent(
    world: World, matter: Topic | None = None, *, at: datetime | None = None, **more: Any
) -> Recommendation:
    """Sent to the housing department, or to those named by their codes."""
    units = {name: [world.units[c] for c in more.pop(name, ())] for name in ("joint", "split", "assist")}
    lead = world.units[more.pop("lead", "d-housing")]
    made = recommendation(world, matter, **more)
    services.send(made, lead=lead, actor=world.actor("wang"), at=at or world.now, **units)
    return made


def answered(
    world: World, asked: Recommendation, *, at: datetime | None = None, promise: str = "", who: str = "liu",
    unit: str = "d-housing", **more: Any,
) -> Recommendation:  # fmt: skip
    """The department has signed, replied and passed the check; what follows from it has come back."""
    part = handling.part(_dispatch(asked), unit)
    if part.state == "pending":
        handling.move(world, part, "sign", who, at=at)
    if promise:
        handling.promised(world, part, text=promise)
    handling.replied(world, part, who=who, at=at, **more)
    return again(asked)  # type: ignore[no-any-return]


def decided(
    world: World,
    matter: Topic | None = None,
    *,
    ask: str = ASKED,
    document: Document | None = None,
    **more: Any,
) -> Recommendation:
    """Sent and answered; `more` goes into the department's reply."""
    return answered(world, sent(world, matter, text=ask, document=document), **more)


def _dispatch(asked: Recommendation) -> Dispatch:
    assert asked.dispatch is not None
    return handling.again(asked.dispatch)  # type: ignore[no-any-return]


def tracked(world: World, asked: Recommendation) -> Recommendation:
    """The office has accepted the result: promises are tracked, or the dispatch is closed."""
    dispatch = _dispatch(asked)
    moves.make(dispatch, "accept_result", actor=world.actor("wang"), at=world.now)
    deliver(world)
    return again(asked)  # type: ignore[no-any-return]


def kept(world: World, asked: Recommendation) -> Recommendation:
    """Every promise made about it was kept, with evidence that was checked."""
    for part in _dispatch(asked).assignments.all():
        for promise in part.promises.filter(state="open").select_related("unit"):
            handling.proven(world, promise)
            handling.move(world, promise, "claim", "liu")
            handling.move(world, promise, "confirm", "sun")
    return again(asked)  # type: ignore[no-any-return]


def document(
    world: World, matter: Topic | None = None, *, kind: str = "special_report", **more: Any
) -> Document:
    filled = {
        "title": "关于老旧小区加装电梯的协商专报",
        "body": "一、基本情况\n协商认为，应当逐栋摸底。",
        **more,
    }
    return services.draft_document(
        matter or topic(world), kind=kind, actor=world.actor("wang"), at=world.now, **filled
    )


def submitted(
    world: World, matter: Topic | None = None, *, at: datetime | None = None, **more: Any
) -> Document:
    """Through the gate: checked, cleared by the chair, sent up by the office."""
    thing = document(world, matter, **more)
    moves.make(thing, "check", actor=world.actor("wang"), at=at or world.now)
    moves.make(thing, "clear", actor=world.actor("chen"), at=at or world.now)
    services.submit(thing, sent_to="市委、市政府", actor=world.actor("wang"), at=at or world.now)
    return thing


def instruction(world: World, thing: Document | None = None, **more: Any) -> Instruction:
    filled = {
        "leader": "副市长 赵国栋",
        "rank": "city",
        "text": "请住建局认真研究，抓好落实。",
        "on": world.now.date(),
    }
    return services.instruct(
        thing or submitted(world), actor=world.actor("wang"), at=world.now, **{**filled, **more}
    )


def forwarded(world: World, unit: str = "d-housing", **more: Any) -> Instruction:
    thing = instruction(world)
    services.forward(thing, passed_to=world.units[unit], actor=world.actor("wang"), at=world.now, **more)
    return thing


def feedback(world: World, matter: Topic | None = None) -> FeedbackList:
    """A draft list of a topic whose one recommendation was answered."""
    if matter is None:
        matter = topic(world)
        decided(world, matter)
    return services.draft_feedback(
        matter, title="关于加装电梯的结果反馈清单", summary="商量了一次，6 栋楼列入今年计划。",
        actor=world.actor("wang"), at=world.now,
    )  # fmt: skip


def published(world: World, matter: Topic | None = None) -> FeedbackList:
    thing = feedback(world, matter)
    services.publish(thing, actor=world.actor("wang"), at=world.now)
    deliver(world)
    return thing


def look_back(world: World, matter: Topic | None = None, **more: Any) -> LookBack:
    filled = {"visit_on": (world.now + timedelta(days=30)).date(), "why": "反馈满半年，去看看", **more}
    return services.plan_look_back(matter or topic(world), actor=world.actor("wang"), at=world.now, **filled)


def concluded(
    world: World,
    thing: LookBack,
    *,
    finding: str = "slipped",
    recommendations: Sequence[Recommendation] = (),
    who: str = "wang",
    **more: Any,
) -> LookBack:
    services.conclude(
        thing, notes="到了现场，3 栋还没有开工。", finding=finding, recommendations=recommendations,
        actor=world.actor(who), at=world.now, **more,
    )  # fmt: skip
    deliver(world)
    return thing


# Pages


PAGES = visits.Pages("outcomes")
as_, get, post, words, rows = visits.as_, PAGES.get, PAGES.post, visits.page, visits.rows
