"""Commands that are Django's: `migrate`, `seed`, `worker` and `manage` with anything behind it."""

import argparse
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError

from shangliang.surfaces.cli.errors import CliError, disk_full

WORKER = ("procrastinate", "worker", "--concurrency", "4", "--shutdown-graceful-timeout", "15")
# Every argument behind the name belongs to Django, also those that begin with a dash.
VERBATIM = "\0"


def add_commands(subparsers: Any) -> None:
    """The four names, each handing all its arguments on."""
    for name, prefix in (("migrate", ("migrate",)), ("seed", ("seed",)), ("worker", WORKER), ("manage", ())):
        parser = subparsers.add_parser(name, add_help=False, prefix_chars=VERBATIM)
        parser.add_argument("rest", nargs=argparse.REMAINDER)
        parser.set_defaults(run=_hand_on, prefix=prefix)


def _hand_on(arguments: argparse.Namespace) -> int:
    return execute([*arguments.prefix, *arguments.rest])


def execute(command: list[str]) -> int:
    """Run a management command; a database that is not there is told in words."""
    try:
        execute_from_command_line(["shangliang", *command])
    except OperationalError as failed:
        raise unreachable(failed) from failed
    except ImproperlyConfigured as wrong:
        raise CliError(f"设置有误：{wrong}", f"A setting is wrong: {wrong}") from wrong
    return 0


def unreachable(failed: Exception) -> CliError:
    """The database does not answer."""
    if "No space left on device" in str(failed):
        return disk_full("PostgreSQL")
    first = str(failed).strip().splitlines()[0] if str(failed).strip() else type(failed).__name__
    return CliError(
        "数据库没有运行或连接不上；没有改动数据。内置数据库请用 `shangliang db start`，"
        "外部数据库请检查 DATABASE_URL。",
        f"The database does not run or cannot be reached ({first}); nothing was changed. "
        "Start the embedded one with `shangliang db start`, or check DATABASE_URL.",
        code=6,
    )
