"""Adds one thing to the world, through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from shangliang.kernel import journal, moves
from shangliang.modules.briefs import services
from shangliang.modules.briefs.models import Adoption, Brief, Station
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.handling.tests import given as handling
from tests import visits
from tests.world import World

SITUATION = "文华社区小学门口早晚高峰车速快，上月发生两起剐蹭，家长反映强烈。"
ADVICE = "请市交通局在校门口两侧加装减速带，设置限速标志，高峰时段安排人员疏导。"


def again(thing: Any) -> Any:
    """The same thing, fresh from the database."""
    return type(thing).objects.select_related("unit").get(pk=thing.pk)


def deliver(world: World, at: datetime | None = None) -> None:
    journal.deliver_all(at or world.now)


def verbs(thing: Any) -> list[str]:
    return [e.verb for e in journal.story(moves.kind_of(thing).flow.kind, thing.pk)]


def words(title: str = "校门口缺减速带", **more: Any) -> services.Words:
    return services.Words(**{"title": title, "situation": SITUATION, "advice": ADVICE, **more})


def draft(
    world: World, title: str = "校门口缺减速带", *, who: str = "lin", unit: str = "yunchuan",
    source: str = "member", cosigners: Sequence[str] = (), outside: Sequence[str] = (),
    station: Station | None = None, token: str = "", at: datetime | None = None, **more: Any,
) -> Brief:  # fmt: skip
    """By somebody with an account; cosigners are asked, people outside are answered for."""
    writer = services.Writer
    writers = [writer(world.people[name]) for name in (who, *cosigners)]
    writers += [writer(name=name, contact="13812345678") for name in outside]
    return services.draft(
        world.units[unit], words=words(title, **more), source=source, writers=writers, station=station,
        actor=world.actor(who), at=at or world.now, token=token,
    )  # fmt: skip


def submitted(
    world: World, title: str = "校门口缺减速带", *, at: datetime | None = None, **more: Any
) -> Brief:
    """Handed in; those asked to sign with her have agreed."""
    brief = draft(world, title, at=at, **more)
    for name in more.get("cosigners", ()):
        services.answer_invitation(brief, agrees=True, actor=world.actor(name), at=at or world.now)
    services.submit(brief, actor=world.actor(more.get("who", "lin")), at=at or world.now)
    return brief


def edited(world: World, brief: Brief | None = None, *, who: str = "wang", **more: Any) -> Brief:
    brief = brief or submitted(world, **more)
    services.edit(
        brief, title=f"关于{brief.title}的情况", situation=SITUATION.replace("早晚高峰", "上下学时段"),
        advice=ADVICE, actor=world.actor(who), at=world.now,
    )  # fmt: skip
    return brief


def reviewed(world: World, brief: Brief | None = None, *, by: str = "yao", **more: Any) -> Brief:
    if brief is None or brief.state == "submitted":
        edited(world, brief := brief or submitted(world, **more))
    services.review(brief, actor=world.actor(by), at=world.now)
    return brief


def signed(world: World, brief: Brief | None = None, **more: Any) -> Brief:
    if brief is None or brief.state != "reviewed":
        brief = reviewed(world, brief, **more)
    services.sign(
        brief, sent_to="市委、市政府", copies_to="市交通局", actor=world.actor("chen"), at=world.now
    )
    return brief


def issued(world: World, brief: Brief | None = None, *, at: datetime | None = None, **more: Any) -> Brief:
    if brief is None or brief.state != "signed":
        brief = signed(world, brief, **more)
    services.issue(brief, actor=world.actor("wang"), at=at or world.now)
    return brief


def composite(world: World, sources: Sequence[Brief] | None = None, **more: Any) -> Brief:
    held = sources or [
        submitted(world, "校门口缺减速带"), submitted(world, "校门口没有护栏", who="deng")
    ]  # fmt: skip
    filled = {"title": "关于校园周边交通安全的情况", "situation": SITUATION, "advice": ADVICE, **more}
    return services.compose(
        world.units["yunchuan"], sources=held, actor=world.actor("wang"), at=world.now, **filled
    )


def said(world: World, **more: Any) -> services.Evidence:
    filled = {
        "level": "city", "kind": "single", "result": "used", "on": world.now.date(), "evidence": "采用通知 12 号",
    }  # fmt: skip
    return services.Evidence(**{**filled, **more})


def adopted(
    world: World, brief: Brief, *, token: str = "", at: datetime | None = None, **more: Any
) -> Adoption:
    return services.adopt(
        brief, said=said(world, **more), actor=world.actor("wang"), at=at or world.now, token=token
    )


def instructed(world: World, brief: Brief, **more: Any) -> Adoption:
    filled = {"result": "instruction", "leader": "副市长 赵国栋", "instruction": "请交通局抓紧办理。", **more}
    return adopted(world, brief, **filled)


def closed(world: World, brief: Brief, text: str = "已转市交通局，减速带已装好。", **more: Any) -> Brief:
    services.feed_back(brief, text=text, actor=world.actor("wang"), at=world.now, **more)
    return brief


def forwarded(world: World, brief: Brief | None = None, lead: str = "d-transport", **more: Any) -> Brief:
    brief = brief or issued(world)
    services.forward(brief, lead=world.units[lead], actor=world.actor("wang"), at=world.now, **more)
    return brief


def dispatch_of(brief: Brief) -> Dispatch:
    assert brief.dispatch is not None
    return handling.again(brief.dispatch)  # type: ignore[no-any-return]


def answered(world: World, brief: Brief) -> Brief:
    """The department has signed, replied and passed the check."""
    part = handling.part(dispatch_of(brief), "d-transport")
    handling.move(world, part, "sign", "he")
    handling.replied(world, part, who="he")
    deliver(world)
    return again(brief)  # type: ignore[no-any-return]


def station(world: World, *, contact: str = "zhou", **more: Any) -> Station:
    filled = {"name": "文华社区信息站", "place": "文华社区议事室", "opened_on": world.now.date(), **more}
    return services.open_station(
        world.units["yunchuan"],
        contact=world.people[contact],
        actor=world.actor("wang"),
        at=world.now,
        **filled,
    )


def shares(brief: Brief) -> set[tuple[str, str, str]]:
    """(login, rule, part) of the valid credits."""
    rows = brief.credits.filter(reversed_at=None).select_related("person")
    return {(c.person.username, c.rule, f"{c.numerator}/{c.denominator}") for c in rows}


def told(world: World, thing: Any, verb: str) -> set[str]:
    """The login names of those who got a notice of the newest such entry."""
    return handling.told(world, thing, verb)


def days(count: int) -> timedelta:
    return timedelta(days=count)


# Pages


PAGES = visits.Pages("briefs")
as_, get, post, page, rows = visits.as_, PAGES.get, PAGES.post, visits.page, visits.rows
