"""`shangliang db`: the embedded database on its own."""

import argparse
import os
import subprocess
from typing import Any

from shangliang.surfaces.cli import pgplace, pgtools, postgres, supervisor, testserver
from shangliang.surfaces.cli.errors import CliError


def add_commands(subparsers: Any) -> None:
    """`db start|stop|url|shell|test`."""
    parser = subparsers.add_parser("db", description="内置数据库 · the embedded database")
    parser.add_argument("action", choices=sorted(ACTIONS))
    parser.add_argument(
        "rest", nargs=argparse.REMAINDER, help="shell：交给 psql · for psql; test：命令 · a command"
    )
    parser.set_defaults(run=lambda arguments: ACTIONS[arguments.action](arguments.rest))


def address() -> str:
    """The database of this environment: the external one when DATABASE_URL is set."""
    return pgplace.external() or postgres.url(postgres.home())


def _start(rest: list[str]) -> int:
    server = postgres.ensure(postgres.home())
    print(f"PostgreSQL {server.version}  {server.url}")
    return 0


def _stop(rest: list[str]) -> int:
    home = postgres.home()
    if found := supervisor.other(home):
        raise CliError(
            f"网站正在使用数据库（{found.get('url')}）；请用 `shangliang stop` 一起停止。",
            f"The site at {found.get('url')} is using the database; stop both with `shangliang stop`.",
            code=5,
        )
    stopped = postgres.stop(home)
    print("数据库已停止 · database stopped" if stopped else "数据库没有运行 · database was not running")
    return 0


def _url(rest: list[str]) -> int:
    print(address())
    return 0


def _shell(rest: list[str]) -> int:
    tools = pgtools.choose(pgplace.locate(postgres.home()))
    return subprocess.run([tools.program("psql"), address(), *rest], check=False).returncode


def _test(rest: list[str]) -> int:
    """Run a command with an empty throw-away database, for checks that want one on a fresh machine."""
    loan = testserver.borrow(postgres.home())
    try:
        return subprocess.run(rest, env=os.environ | {"DATABASE_URL": loan.url}, check=False).returncode
    finally:
        loan.give_back()


ACTIONS = {"start": _start, "stop": _stop, "url": _url, "shell": _shell, "test": _test}
