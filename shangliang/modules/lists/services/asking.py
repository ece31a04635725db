"""What departments ask members: put on the list, mended, concluded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import Actor
from shangliang.kernel.wording import clean
from shangliang.modules.lists.models import Campaign, DeptAsk
from shangliang.modules.lists.services.raising import must_collect
from shangliang.modules.org.models import Unit
from shangliang.modules.people.services import person_of


@transaction.atomic
def ask(
    campaign: Campaign, *, unit: Unit, title: str, background: str, wanted: str, deadline: date,
    actor: Actor, at: datetime, open_to_public: bool = True, token: str = "",
) -> DeptAsk:  # fmt: skip
    """问计: a department that takes part asks; every member of the committee may answer until the deadline."""
    if earlier := once.made_before(DeptAsk, place="lists.ask", token=token, actor=actor, at=at):
        return earlier
    moves.must(campaign, "ask", actor=actor)
    must_be_theirs(campaign, unit, actor=actor)
    must_collect(campaign)
    if deadline <= calendar.day_of(at):
        raise moves.Refused(_("应答截止应在今天以后"))
    if deadline > campaign.act_until:
        raise moves.Refused(_("应答截止应在活动结束以前"))
    thing = DeptAsk(
        unit=unit, campaign=campaign, author=person_of(actor), title=clean(title, missing=_("请写标题"), most=120),
        background=clean(background), wanted=clean(wanted, missing=_("请写想听什么")),
        deadline=deadline, open_to_public=open_to_public,
    )  # fmt: skip
    moves.begin(thing, actor=actor, at=at, campaign=campaign.pk, deadline=deadline.isoformat())
    once.remember(thing, place="lists.ask", token=token, actor=actor)
    return thing


def must_be_theirs(campaign: Campaign, unit: Unit, *, actor: Actor) -> None:
    """A clerk or head speaks for her own department, the office for any that takes part."""
    if not campaign.departments.filter(pk=unit.pk).exists():
        raise moves.Refused(_("“%s”没有参加这次活动") % unit)
    office = any(s.role == "secretary" and campaign.unit.path.startswith(s.path) for s in actor.seats)
    own = any(s.role in {"clerk", "head"} and s.path == unit.path for s in actor.seats)
    if not office and not own:
        raise moves.NotAllowed(_("只能以本单位的名义问计"))


@transaction.atomic
def edit_ask(
    thing: DeptAsk,
    *,
    title: str,
    background: str,
    wanted: str,
    open_to_public: bool,
    actor: Actor,
    at: datetime,
) -> None:
    """Better words while it is open; the deadline moves by an extension only."""
    if thing.state != "open":
        raise moves.Stale(_("应答已经截止，不能再改"), state=moves.label_of(thing))
    new: dict[str, Any] = {
        "title": clean(title, missing=_("请写标题"), most=120), "background": clean(background),
        "wanted": clean(wanted, missing=_("请写想听什么")), "open_to_public": open_to_public,
    }  # fmt: skip
    changed = sorted(name for name, value in new.items() if getattr(thing, name) != value)
    moves.record(thing, "edit", actor=actor, at=at, changed=changed)
    if changed:
        DeptAsk.objects.filter(pk=thing.pk).update(**{name: new[name] for name in changed})
    for name in changed:
        setattr(thing, name, new[name])


@transaction.atomic
def conclude_ask(thing: DeptAsk, *, summary: str, actor: Actor, at: datetime) -> None:
    """采纳小结, when every answer has been answered: what the department took from them altogether."""
    words = clean(summary, missing=_("请写采纳小结"))
    DeptAsk.objects.filter(pk=thing.pk).update(summary=words)
    thing.summary = words
    moves.make(thing, "conclude", actor=actor, at=at)
