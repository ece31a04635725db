"""Bring a database to where the site can be served: tables up to date, the demo year in an empty one.

`start` runs this as a process of its own, so that the supervisor stays small for as long as the site runs.
"""

import argparse
import contextlib
from pathlib import Path
from typing import Any

import django
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from shangliang.surfaces.cli import manage
from shangliang.surfaces.cli.errors import CliError


def add_commands(subparsers: Any) -> None:
    """`prepare [--no-demo] [--who FILE]`."""
    parser = subparsers.add_parser("prepare", description="迁移并按需生成演示 · migrate and seed if empty")
    parser.add_argument("--no-demo", action="store_true", help="不生成演示数据 · no demo year")
    parser.add_argument("--who", type=Path, help="登录名单写入此文件 · write who may sign in to this file")
    parser.set_defaults(run=prepare)


def prepare(arguments: argparse.Namespace) -> int:
    """Migrate when something is to be done, seed when the database is empty, note who may sign in."""
    django.setup()
    try:
        _migrate()
        if not arguments.no_demo:
            call_command("seed", "--if-empty")
            if arguments.who:
                _write_who(arguments.who)
    except OperationalError as failed:
        raise manage.unreachable(failed) from failed
    except CommandError as failed:
        zh, _, en = str(failed).partition("\n")
        raise CliError(f"没有完成：{zh}", f"Not finished: {en or zh}") from failed
    return 0


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        print(f"正在更新数据库结构（{steps} 步）……\nUpdating the tables ({steps} steps)…", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def _write_who(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        call_command("seed", "--who", stdout=file)
