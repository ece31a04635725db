"""The cast for every test, and the clock that stands still at NOON (a Monday)."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection

from shangliang.kernel import ballots, params
from shangliang.kernel.access import PUBLIC, Actor
from shangliang.modules.people import queries as people
from shangliang.surfaces.demo import cast as demo
from tests import databases

# A slow hash protects passwords; here it would only make every test wait. Set before the first password is.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


class World(demo.Cast):
    """The demo's cast plus `actor`: world.actor("wang") is somebody with seats."""

    now = NOON

    def actor(self, username: str) -> Actor:
        return PUBLIC if username == "public" else people.actor_for(self.people[username], NOON.date())


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb: bool, django_db_modify_db_settings: None) -> bool:
    """pytest-django never makes a test database: it keeps one, which is a copy of the blank one."""
    beside, name = os.environ["DATABASE_URL"], connection.settings_dict["TEST"]["NAME"]
    if django_db_createdb or not databases.current(beside, name):
        databases.make(beside, name, like=databases.blank(beside))
        databases.sign(beside, name)
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock():
        demo.build()


@pytest.fixture
def world(db: None) -> World:
    """Everybody and every place. A test that emptied the database gets them anew."""
    cast = demo.build()
    return World(cast.units, cast.people, cast.fields, cast.brands)


@pytest.fixture(autouse=True)
def few_may_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four people are enough for a test; how many a secret vote takes is asked where that is tested."""
    least = params.definitions[ballots.LEAST]
    monkeypatch.setitem(params.definitions, ballots.LEAST, replace(least, default=1))
