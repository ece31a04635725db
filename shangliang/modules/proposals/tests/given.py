"""Adds one thing to the world, through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from shangliang.kernel import files, journal, moves
from shangliang.kernel.models import StoredFile
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.org.models import Term
from shangliang.modules.people import services as people
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import Category, PanelGroup, Proposal, Review, Session
from tests import visits
from tests.world import World

SITUATION = "文华社区小学门口早晚高峰车速快，上月发生两起剐蹭，家长反映强烈。"
ITEMS = ("请市交通局在校门口两侧加装减速带。", "请市公安局在上下学时段安排人员疏导。")


def again(thing: Any) -> Any:
    """The same thing, fresh from the database."""
    return type(thing).objects.select_related("unit").get(pk=thing.pk)


def deliver(world: World, at: datetime | None = None) -> None:
    journal.deliver_all(at or world.now)


def verbs(thing: Any) -> list[str]:
    return [e.verb for e in journal.story(moves.kind_of(thing).flow.kind, thing.pk)]


def told(world: World, thing: Any, verb: str) -> set[str]:
    """The login names of those who got a notice of the newest such entry."""
    return handling.told(world, thing, verb)


def days(count: int) -> timedelta:
    return timedelta(days=count)


# Sessions, classes, the panel


def session(
    world: World, number: int = 5, *, unit: str = "yunchuan", opens_on: date = date(2026, 2, 27),
    closes_on: date = date(2026, 3, 4), deadline: date = date(2026, 3, 3), who: str = "wang",
) -> Session:  # fmt: skip
    """The fifth session sits at the world's noon."""
    place = world.units[unit]
    held = Session.objects.filter(unit=place, number=number).first()
    return held or services.open_session(
        place, term=Term.objects.get(unit=place), number=number, opens_on=opens_on, closes_on=closes_on,
        deadline=deadline, actor=world.actor(who), at=world.now,
    )  # fmt: skip


def category(world: World, name: str = "交通旅游") -> Category:
    session(world)
    return Category.objects.get(unit=world.units["yunchuan"], name=name)


def panel(
    world: World,
    name: str = "经济组",
    *,
    classes: Sequence[str] = ("交通旅游",),
    who: Sequence[str] = ("liu", "tang"),
) -> PanelGroup:
    """A group with people lent by departments."""
    held = services.put_group(
        session(world), name=name, categories=[category(world, c) for c in classes], actor=world.actor("wang"),
        at=world.now,
    )  # fmt: skip
    for person in who:
        services.seat_panel(
            held, person=world.people[person], lent_by=world.units["d-housing"], actor=world.actor("wang"),
            at=world.now,
        )  # fmt: skip
    return held


def seated(world: World, who: str, unit: str, role: str) -> None:
    """One more seat for somebody of the cast."""
    people.seat(world.people[who], unit=world.units[unit], role=role, starts_on=date(2022, 1, 10), title="")


# Writing and handing in


def words(title: str = "关于在校门口加装减速带的提案", **more: Any) -> services.Words:
    filled = {"situation": SITUATION, "suggestions": ITEMS, "not_secret": True, **more}
    return services.Words(title=title, **filled)


def stored(world: World, name: str = "盖章原件.txt", content: bytes = b"sealed") -> StoredFile:
    upload = SimpleUploadedFile(name, content)
    return files.keep(upload, root="001.", person_id=None, at=world.now)


def body(world: World, unit: str, **more: Any) -> services.Body:
    filled = {
        "responsible": "范文博", "contact_name": "小李", "contact_office": "0536-1234567 市府街 1 号", **more,
    }  # fmt: skip
    return services.Body(collective=world.units[unit], **filled)


def draft(
    world: World, title: str = "关于在校门口加装减速带的提案", *, who: str = "lin", kind: str = "personal",
    unit: str = "yunchuan", body: services.Body | None = None, files: Sequence[StoredFile] = (), token: str = "",
    at: datetime | None = None, **more: Any,
) -> Proposal:  # fmt: skip
    return services.draft(
        world.units[unit], kind=kind, words=words(title, **more), body=body, files=files, actor=world.actor(who),
        at=at or world.now, token=token,
    )  # fmt: skip


def invited(world: World, *names: str, who: str = "lin", at: datetime | None = None, **more: Any) -> Proposal:
    """A joint draft; these are asked to sign with her."""
    session(world)
    proposal = draft(world, who=who, kind=more.pop("kind", "joint"), at=at, **more)
    services.invite(
        proposal, people=[world.people[n] for n in names], actor=world.actor(who), at=at or world.now
    )
    return proposal


def answer(
    world: World, proposal: Proposal, who: str, *, agrees: bool = True, at: datetime | None = None
) -> None:
    services.answer(again(proposal), agrees=agrees, actor=world.actor(who), at=at or world.now)


def submit(world: World, proposal: Proposal, *, who: str = "lin", at: datetime | None = None) -> Proposal:
    services.submit(proposal, actor=world.actor(who), at=at or world.now)
    return proposal


def submitted(
    world: World, title: str = "关于在校门口加装减速带的提案", *, who: str = "lin", **more: Any
) -> Proposal:
    """Handed in by one member, while the session sits."""
    session(world)
    at = more.get("at")
    return submit(world, draft(world, title, who=who, **more), who=who, at=at)


def joint(world: World, *names: str, who: str = "lin", **more: Any) -> Proposal:
    """Handed in by several."""
    proposal = invited(world, *names, who=who, **more)
    for name in names:
        answer(world, proposal, name)
    return submit(world, again(proposal), who=who)


# Review and what comes of it


def accepted(
    world: World, proposal: Proposal | None = None, *, group: PanelGroup | None = None, classed: str = "交通旅游",
    **more: Any,
) -> Proposal:  # fmt: skip
    proposal = proposal or submitted(world, **more)
    services.accept(
        proposal, category=category(world, classed), panel=group, actor=world.actor("wang"), at=world.now
    )
    return proposal


def said(
    world: World,
    proposal: Proposal,
    who: str = "wang",
    *,
    stage: str = "first",
    advice: str = "file",
    **more: Any,
) -> Review:
    filled = {
        "qualified": True,
        "content_fit": True,
        "form_fit": True,
        "note": "" if advice == "file" else "见说明",
    }
    return services.review(
        proposal, stage=stage, advice=advice, **{**filled, **more}, actor=world.actor(who), at=world.now
    )


def reviewed(world: World, proposal: Proposal | None = None, **more: Any) -> Proposal:
    """Accepted, and read by two: one of the office, one of the proposals committee."""
    if proposal is None or proposal.state == "submitted":
        proposal = accepted(world, proposal, **more)
    if not world.people["hu"].seats.filter(unit=world.units["c-proposals"]).exists():
        seated(world, "hu", "c-proposals", "secretary")
    said(world, proposal, "wang")
    said(world, proposal, "hu", stage="second")
    return proposal


def filed(
    world: World, proposal: Proposal | None = None, *, at: datetime | None = None, **more: Any
) -> Proposal:
    if proposal is None or not proposal.reviews.exists():
        proposal = reviewed(world, proposal, **more)
    services.file(proposal, actor=world.actor("wang"), at=at or world.now)
    return proposal


def not_filed(
    world: World, proposal: Proposal | None = None, *, course: str = "returned", **more: Any
) -> Proposal:
    proposal = proposal or accepted(world, **more)
    services.not_file(
        proposal,
        ground="vague",
        note="没有具体建议。",
        course=course,
        actor=world.actor("wang"),
        at=world.now,
    )
    return proposal


def offered(world: World, proposal: Proposal | None = None, **more: Any) -> Proposal:
    proposal = proposal or accepted(world, **more)
    services.offer_brief(
        proposal, ground="academic", note="适合作为信息反映。", actor=world.actor("wang"), at=world.now
    )
    return proposal


def merged(world: World, main: Proposal, proposal: Proposal | None = None, *, who: str = "deng") -> Proposal:
    proposal = proposal or accepted(world, title="关于校门口交通安全的提案", who=who)
    services.merge(proposal, into=main, actor=world.actor("wang"), at=world.now)
    return proposal


# What the database refuses


def settle() -> None:
    """What is asked at commit is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused(proposal: Proposal, **columns: Any) -> None:
    """The table does not take this, now or at commit."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**columns)
        settle()


# Pages


PAGES = visits.Pages("proposals")
as_, get, post, page, rows = visits.as_, PAGES.get, PAGES.post, visits.page, visits.rows


def downloaded(response: Any) -> str:
    """A kept text file; read to its end, its handle is given back."""
    return b"".join(response.streaming_content).decode()
