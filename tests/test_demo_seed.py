"""A demo year that broke off is not taken for a whole one."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from shangliang.surfaces.demo import year
from shangliang.surfaces.demo.models import Play
from tests.world import World

pytestmark = pytest.mark.django_db


def test_what_broke_off_is_said_and_not_served(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_fails(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(year.customs, "build", power_fails)
    with pytest.raises(KeyboardInterrupt):
        year.build(world.now, say=lambda _said: None)
    for options in ({"if_empty": True}, {}, {"who": True}):
        with pytest.raises(CommandError, match=r"中途断了[\s\S]*broke off"):
            call_command("seed", stdout=io.StringIO(), **options)
    Play.objects.update(ended_at=world.now)
    said = io.StringIO()
    call_command("seed", if_empty=True, stdout=said)
    assert said.getvalue() == ""


def test_a_site_without_the_demo_is_left_alone(world: World) -> None:
    call_command("seed", if_empty=True, stdout=io.StringIO())
    assert not Play.objects.exists()
