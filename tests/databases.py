"""Databases beside the test database, each a copy of one that is dear to make. Used by whoever runs tests here.

blank    all tables, no row. Nearly all of a migration is Django working out the models anew at every step, so it is
         done once and kept until a migration changes.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
SHANGLIANG = [sys.executable, "-m", "shangliang.surfaces.cli.main"]


class NotMade(Exception):
    """A database could not be made; says what was printed."""


def slot() -> str:
    """The number that this run alone holds on the server."""
    return os.environ.get("SHANGLIANG_TEST_SLOT", "0")


def address(beside: str, name: str) -> str:
    """Of the database of that name on the server of `beside`."""
    return urlunsplit(urlsplit(beside)._replace(path=f"/{name}"))


def make(beside: str, name: str, like: str = "") -> str:
    """A database of that name, empty or a copy of the one named `like`; its address."""
    drop(beside, name)
    copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(like)) if like else sql.SQL("")
    with psycopg.connect(beside, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copied)
    return address(beside, name)


def drop(beside: str, name: str) -> None:
    """Whoever is still connected is put out first.

    Not WITH (FORCE): that fails while autovacuum is in there, which belongs to somebody else; a plain drop ends it.
    """
    with psycopg.connect(beside, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user",
            [name],
        )
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def blank(beside: str) -> str:
    """The name of a database with all tables and nothing in them."""
    name = f"blank_{slot()}"
    with alone(beside, name):
        if not current(beside, name):
            prepare(make(beside, name), "--no-demo")
            sign(beside, name)
    return name


def current(beside: str, name: str) -> bool:
    """Whether it is there and was made with the migrations that stand in the house now."""
    with psycopg.connect(beside) as server:
        found = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
    return found is not None and found[0] == _migrations()


def sign(beside: str, name: str) -> None:
    """Note on it what it was made with."""
    with psycopg.connect(beside, autocommit=True) as server:
        said = sql.SQL("COMMENT ON DATABASE {} IS {}")
        server.execute(said.format(sql.Identifier(name), sql.Literal(_migrations())))


def prepare(database: str, *options: str, **env: str) -> None:
    """As `shangliang start` does before the site is served."""
    told = subprocess.run(
        [*SHANGLIANG, "prepare", *options],
        env=outside() | {"DATABASE_URL": database} | env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if told.returncode:
        raise NotMade(f"prepare:\n{told.stdout}\n{told.stderr}")


def outside() -> dict[str, str]:
    """The environment without what belongs to the test run: a site has settings of its own."""
    strays = {"DJANGO_SETTINGS_MODULE", "SHANGLIANG_PORT", "SHANGLIANG_LIVE_URL", "PYTEST_CURRENT_TEST"}
    return {name: value for name, value in os.environ.items() if name not in strays}


@contextmanager
def alone(beside: str, what: str) -> Iterator[None]:
    """One process at a time, of all that use this server; the others wait."""
    with psycopg.connect(beside, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [what])
        yield


def _migrations() -> str:
    """An edited migration counts as another one, which Django itself would not see."""
    found = hashlib.sha256()
    for path in sorted((ROOT / "shangliang").glob("**/migrations/*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
