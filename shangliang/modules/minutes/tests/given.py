"""Adds one thing to the world, through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shangliang.kernel import moves
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given as gatherings
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.models import Item, Minutes, Signing
from tests.world import World


def after(world: World) -> datetime:
    """The day after the meeting."""
    return gatherings.the_day(world) + timedelta(days=1)


def by(world: World, who: str = "wang") -> dict[str, Any]:
    return {"actor": world.actor(who), "at": after(world)}


def held(world: World, **more: Any) -> Gathering:
    """A meeting that is over: a member and an old lady spoke, a department answered, one thing was agreed."""
    gathering = gatherings.sitting(world, **more)
    for capacity in ("member", "head", "grassroots"):
        guest = gatherings.seat(gathering, capacity)
        gatherings.services.sign_in(guest, actor=world.actor("wang"), at=gatherings.the_day(world))
    first = gatherings.said(world, gathering, text="费用按楼层递增分摊，一楼不出钱。")
    gatherings.said(world, gathering, "head", "市里每台补二十万。", replies_to=first)
    gatherings.said(
        world, gathering, "grassroots", "小区围墙边的夜市太吵，孩子睡不着觉，打 13812345678 找我。"
    )
    gatherings.agreed(world, gathering, opinions=[first])
    gatherings.services.end(
        gathering, actor=world.actor("wang"), at=gatherings.the_day(world) + timedelta(hours=2)
    )
    return gathering


def assembled(world: World, gathering: Gathering | None = None, **more: Any) -> Minutes:
    paper, _done = services.assemble(gathering or held(world, **more), **by(world))
    return paper


def circulating(world: World, **more: Any) -> Minutes:
    paper = assembled(world, **more)
    services.circulate(paper, **by(world))
    return paper


def item(paper: Minutes, section: str, place: int = 0) -> Item:
    return list(paper.items.select_related("minutes").filter(section=section))[place]


def opinion_item(paper: Minutes, words: str) -> Item:
    return paper.items.select_related("minutes").get(section="opinion", text__contains=words)


def signing(paper: Minutes, who: str) -> Signing:
    """The one that asks the chair, a department or a speaker, by name."""
    rows = paper.signings.select_related("chair", "speaker", "office", "minutes", "unit")
    return next(s for s in rows if s.who == who)


# who signs for whom in the world of the tests
HANDS = {"陈立群": "chen", "林晓梅": "lin", "市住建局": "hou"}


def signed(world: World, paper: Minutes, who: str, **objections: str) -> Signing:
    """objections: the beginning of an item's text → what is objected."""
    one = signing(paper, who)
    mine = list(queries.items_of(one))
    said = {i.pk: words for begins, words in objections.items() for i in mine if i.text.startswith(begins)}
    seen = queries.mark_of(mine, one.verdicts.filter(void_at=None))
    services.sign(one, seen=seen, objections=said, **by(world, HANDS[who]))
    return one


def all_signed(world: World, paper: Minutes) -> None:
    for one in paper.signings.filter(state="asked").select_related("speaker", "chair", "office"):
        if one.who in HANDS:
            signed(world, paper, one.who)
        else:
            services.excuse(signing(paper, one.who), how="到家里念给本人听，本人认可。", **by(world))


def answered(world: World, paper: Minutes) -> None:
    services.answer_rest(paper, what="adopted", why="写进了办法。", **by(world))


def settled(world: World, **more: Any) -> Minutes:
    paper = circulating(world, **more)
    all_signed(world, paper)
    answered(world, paper)
    services.settle(paper, **by(world))
    return paper


def kept(world: World, **more: Any) -> Minutes:
    """The gathering has concluded, and the journal has been read."""
    paper = settled(world, **more)
    gathering = Gathering.objects.select_related("unit").get(pk=paper.gathering_id)
    moves.make(gathering, "conclude", **by(world))
    gatherings.followed(world)
    return Minutes.objects.select_related("unit", "gathering").get(pk=paper.pk)


def fresh(thing: Any) -> Any:
    return type(thing)._default_manager.get(pk=thing.pk)
