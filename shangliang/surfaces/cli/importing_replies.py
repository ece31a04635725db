"""`shangliang import replies FILE --unit CODE`: replies of the time before, examined as they come in."""

import argparse
import csv
import os
from typing import Any

import django
from django.utils import timezone
from rich.console import Console

from shangliang.surfaces.cli.errors import CliError

django.setup()  # models come with the next lines; main.py loads this module only when it is asked for
from shangliang.kernel import sheets  # noqa: E402
from shangliang.kernel.access import Actor, Seat  # noqa: E402
from shangliang.modules.handling.services import history  # noqa: E402
from shangliang.modules.org.models import Unit  # noqa: E402


def bring_in(arguments: argparse.Namespace, console: Console) -> int:
    """0 when every row was kept or was there already; 1 when some rows were wrong (the good ones are kept)."""
    unit = Unit.objects.filter(code=arguments.unit).first()
    if unit is None:
        raise CliError(f"没有代码为 {arguments.unit} 的单位。", f"No unit has the code {arguments.unit}.")
    sheet = sheets.read(arguments.file)
    actor = Actor(f"命令行 {os.environ.get('USER', '')}".strip(), (Seat("secretary", unit.path),))
    content = arguments.file.read_bytes()
    with console.status("检查答复 · examining"):
        brought = history.bring_in(unit, sheet=sheet, content=content, actor=actor, at=timezone.now())
    print(f"导入 {brought.added} 条，已有 {brought.same} 条，有误 {len(brought.wrong)} 条")
    print(f"Imported {brought.added}, already there {brought.same}, wrong {len(brought.wrong)}")
    if brought.wrong:
        _save(brought, sheet, arguments)
    return 1 if brought.wrong else 0


def _save(brought: history.Brought, sheet: sheets.Sheet, arguments: Any) -> None:
    target = arguments.wrong or arguments.file.with_name(f"{arguments.file.stem}-有误.csv")
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["行 row", "问题 problem", *sheet.headings])
        writer.writerows(history.wrong_rows(brought))
    print(f"有误的行存到 {target}，改好后可再导入 · wrong rows: {target}")
