"""Adds one thing to the world, through the services."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from shangliang.kernel import calendar, journal, moves
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.lists import services
from shangliang.modules.lists.models import (
    Campaign,
    ConcernPart,
    Counsel,
    DeptAsk,
    ExperiencePost,
    Invitation,
    ListAction,
    Match,
    MemberConcern,
    SignUp,
)
from shangliang.modules.outcomes.tests import given as outcomes
from tests import visits
from tests.world import World

TITLE = "中小学生心理健康需要随时能打通的电话"
PRESENT = "不少学生晚上情绪低落，找不到可以倾诉的地方，家长也不知道找谁。"
SUGGESTION = "建议教育部门开通 24 小时心理援助热线，由专业人员值守。"
ASKED = "怎样把学生心理健康服务做到身边"
numbers = count(1)
DEPARTMENTS = ("d-education", "d-urban", "d-housing", "d-health")


def day(world: World, days: int) -> date:
    return calendar.day_of(world.now) + timedelta(days=days)


def by(world: World, who: str, at: datetime | None = None) -> dict[str, Any]:
    return {"actor": world.actor(who), "at": at or world.now}


def again(thing: Any) -> Any:
    """The same thing, fresh from the database."""
    return type(thing).objects.select_related("unit").get(pk=thing.pk)


def deliver(world: World, at: datetime | None = None) -> None:
    journal.deliver_all(at or world.now)


def campaign(world: World, *, title: str = "", who: str = "wang", **more: Any) -> Campaign:
    filled = {
        "about": "委员和部门双向奔赴。", "batch": 1, "collect_until": day(world, 30), "match_until": day(world, 60),
        "act_until": day(world, 200), "departments": [world.units[c] for c in DEPARTMENTS],
    }  # fmt: skip
    return services.open_campaign(
        world.units["yunchuan"],
        title=title or f"知情明政·{next(numbers)}",
        **{**filled, **more},
        **by(world, who),
    )


def concern(
    world: World, of: Campaign | None = None, *, who: str = "lin", at: datetime | None = None, **more: Any
) -> MemberConcern:
    filled = {"title": TITLE, "present": PRESENT, "suggestion": SUGGESTION}
    return services.raise_concern(of or campaign(world), **{**filled, **more}, **by(world, who, at))


def pushed(world: World, *codes: str, made: MemberConcern | None = None, **more: Any) -> MemberConcern:
    thing = made or concern(world, **more)
    units = [world.units[c] for c in codes or ("d-education",)]
    services.push(thing, departments=units, **by(world, "wang"))
    return thing


def part(thing: MemberConcern, code: str = "d-education") -> ConcernPart:
    return thing.parts.select_related("unit", "concern__unit").filter(unit__code=code).latest("pk")


def answered(
    world: World, thing: MemberConcern, *, code: str = "d-education", who: str = "tang", at: datetime | None = None,
    adoption: str = "adopted", answer: str = "采纳，年内开通热线。", reason: str = "",
) -> MemberConcern:  # fmt: skip
    said = {"adoption": adoption, "answer": answer, "reason": reason}
    services.answer_part(part(thing, code), **said, **by(world, who, at))
    return again(thing)  # type: ignore[no-any-return]


def ask(
    world: World, of: Campaign | None = None, *, who: str = "tang", unit: str = "d-education", **more: Any
) -> DeptAsk:
    filled = {
        "title": ASKED, "background": "学校心理教师不足。", "deadline": day(world, 20),
        "wanted": "学生心理健康热线怎么办、由谁值守，请委员出主意。",
    }  # fmt: skip
    return services.ask(of or campaign(world), unit=world.units[unit], **{**filled, **more}, **by(world, who))


def replied(
    world: World, thing: DeptAsk, *, who: str = "lin", text: str = "请医院和学校轮流值守。"
) -> Counsel:
    return services.reply_to_ask(thing, text=text, **by(world, who))


def match(world: World, **more: Any) -> Match:
    """A concern and an ask of one campaign, joined by the office."""
    around = campaign(world)
    left = concern(world, around, **more)
    right = ask(world, around)
    return services.confirm(left, ask=right, **by(world, "wang"))


def linked(world: World, thing: Match | None = None) -> Match:
    made = thing or match(world)
    services.link(
        made, member_contact=world.people["lin"], dept_contact=world.people["tang"], next_step="登门听取意见",
        next_on=day(world, 10), **by(world, "wang"),
    )  # fmt: skip
    return made


def action(
    world: World, origin: Any = None, *, who: str = "tang", unit: str = "d-education", **more: Any
) -> ListAction:
    filled = {"text": "开通 24 小时心理援助热线", "due_on": day(world, 60)}
    origin = origin or match(world)
    return services.plan_action(origin, unit=world.units[unit], **{**filled, **more}, **by(world, who))


def published(world: World) -> ListAction:
    made = claimed(world)
    moves.make(made, "verify", **by(world, "lin"))
    services.publish(made, **by(world, "wang"))
    return made


def claimed(world: World, thing: ListAction | None = None) -> ListAction:
    made = thing or action(world)
    services.add_evidence(made, text="热线已接通，可拨打试听", file=None, **by(world, "tang"))
    services.claim_done(made, result="热线开通，12 名专业人员轮值。", **by(world, "tang"))
    return made


def post(world: World, *, who: str = "xu", unit: str = "d-urban", **more: Any) -> ExperiencePost:
    filled = {
        "host": world.units["yunchuan"], "title": "口袋公园园长", "about": "跟班管一天公园。",
        "place": "文华社区口袋公园",
        "starts_on": day(world, 10), "ends_on": day(world, 12), "places": 2,
    }  # fmt: skip
    return services.open_post(world.units[unit], **{**filled, **more}, **by(world, who))


def signed(world: World, thing: ExperiencePost | None = None, *, who: str = "lin") -> SignUp:
    return services.sign_up(thing or post(world), **by(world, who))


def attended(world: World, thing: ExperiencePost | None = None, *, who: str = "lin") -> SignUp:
    place = signed(world, thing, who=who)
    at = world.now + timedelta(days=11)
    services.mark(place, came=True, **by(world, "xu", at))
    return place


def suggestion(world: World, place: SignUp | None = None) -> Counsel:
    place = place or attended(world)
    at = world.now + timedelta(days=11)
    return services.suggest(place, text="公园座椅太少，建议每五十米一处。", **by(world, "lin", at))


def invitation(
    world: World,
    *,
    who: str = "xu",
    unit: str = "d-urban",
    people: tuple[str, ...] = ("lin", "deng"),
    **more: Any,
) -> Invitation:
    filled = {
        "host": world.units["yunchuan"], "kind": "open_day", "title": "走进垃圾分拣中心", "about": "看一看、问一问。",
        "place": "市分拣中心", "held_on": day(world, 14), "answer_by": day(world, 7),
        "people": [world.people[p] for p in people],
    }  # fmt: skip
    return services.invite(world.units[unit], **{**filled, **more}, **by(world, who))


def briefing(world: World) -> Gathering:
    """A briefing of the committee to which the education department comes."""
    matter = outcomes.topic(world)
    guest = gatherings.Guest
    return gatherings.prepare_quick(
        world.units["yunchuan"], topic=matter, title="教育工作政情通报会", place="政协会议厅", type="briefing",
        starts_at=world.now + timedelta(days=10), convener=world.people["wang"], actor=world.actor("wang"),
        at=world.now, token=uuid.uuid4().hex,
        guests=[
            guest(capacity="head", name="教育局局长", unit=world.units["d-education"]),
            guest(capacity="member", name="", person=world.people["lin"]),
        ],
    )  # fmt: skip


def question(world: World, of: Gathering | None = None, *, who: str = "lin") -> Counsel:
    return services.question(
        of or briefing(world), unit=world.units["d-education"], text="热线什么时候开通？", **by(world, who)
    )


# Pages


PAGES = visits.Pages("lists")
as_, get, send, words, rows = visits.as_, PAGES.get, PAGES.post, visits.page, visits.rows
