"""Captions: added, never changed; put right by another line; sent twice, kept once. And the common screen."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from shangliang.kernel import journal, moves
from shangliang.modules.deliberation.tests import polling
from shangliang.modules.floor import queries, services
from shangliang.modules.floor.models import Caption, Floor
from shangliang.modules.floor.tests import given
from shangliang.modules.gatherings import services as gatherings
from tests.world import World

pytestmark = pytest.mark.django_db


def read(room: Floor) -> list[tuple[str, str]]:
    return [(c.text, c.was) for c in queries.captions(room)]


def test_a_line_is_kept_once_and_put_right_with_a_trace(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    line = given.caption(world, room, "按楼层地增分摊", token="one")
    assert given.caption(world, room, "按楼层地增分摊", token="one") == line
    given.caption(world, room, "第二句")
    fixed = {"text": "按楼层递增分摊", "actor": wang, "at": given.at(world, 9)}
    services.correct_caption(line, token="a", **fixed)
    services.correct_caption(line, token="b", **fixed)
    assert read(room) == [("按楼层递增分摊", "按楼层地增分摊"), ("第二句", "")]
    assert [c.text for c in queries.hall(room, at=given.at(world)).captions] == ["按楼层递增分摊", "第二句"]
    verbs = [e.verb for e in journal.story("floor", room.pk)]
    assert verbs.count("caption") == 2 and verbs.count("correct_caption") == 1


def test_the_table_refuses_changes(world: World) -> None:
    line = given.caption(world, given.floor(world), "一句")
    for wrong in (lambda: Caption.objects.update(text="改"), lambda: Caption.objects.all().delete()):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            wrong()
    assert Caption.objects.get() == line


def test_who_takes_down(world: World) -> None:
    room = given.floor(world)
    for who in ("lin", "deng", "liu"):
        with pytest.raises(moves.NotAllowed):
            given.caption(world, room, "一句", actor=world.actor(who))
    rules = {"minutes": 5, "alternate": False, "screened": False, "stenographer": world.people["deng"]}
    services.arrange(room, **rules, actor=world.actor("wang"), at=given.at(world))
    assert given.caption(world, room, "一句", actor=world.actor("deng")).person == world.people["deng"]
    for wrong in ("  ", "长" * 301):
        with pytest.raises(moves.Refused):
            given.caption(world, room, wrong)


def test_after_all_is_settled_nobody_adds_a_line(world: World) -> None:
    room = given.ended(world, given.floor(world))
    with pytest.raises(moves.Stale, match="会场已经关闭"):
        given.caption(world, room, "一句")


def test_the_screen_shows_what_was_chosen(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    terms: dict[str, Any] = {"actor": wang, "at": given.at(world)}
    services.show_on_screen(room, shows="questions", **terms)
    before = room.version, len(journal.story("floor", room.pk))
    services.show_on_screen(room, shows="questions", **terms)
    assert (room.version, len(journal.story("floor", room.pk))) == before and room.shows == "questions"
    with pytest.raises(moves.Refused, match="没有这一项"):
        services.show_on_screen(room, shows="film", **terms)
    with pytest.raises(moves.Refused, match="请选本次协商"):
        services.show_on_screen(room, shows="poll", poll=polling.opened(world), **terms)
    link = gatherings.add_material(
        room.gathering, kind="recording", title="录像", link="https://example.org/a", **terms
    )
    with pytest.raises(moves.Refused, match="材料"):
        services.show_on_screen(room, shows="material", material=link, **terms)
    with pytest.raises(moves.NotAllowed):
        services.show_on_screen(room, shows="code", actor=world.actor("lin"), at=given.at(world))
