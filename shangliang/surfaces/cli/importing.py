"""`shangliang import voices FILE --unit CODE`: preview, then commit in one transaction; wrong rows go to a file.

`import concerns` and `import asks` bring in the two lists of a campaign in the same way, `import proposals` what an
older system of proposals held.
"""

import argparse
import csv
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.db.utils import OperationalError
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from shangliang.analysis import category
from shangliang.surfaces.cli import analyse, manage, postgres
from shangliang.surfaces.cli.errors import CliError

django.setup()  # models come with the next lines; main.py loads this module only when it is asked for
from shangliang.kernel import moves, sheets  # noqa: E402
from shangliang.kernel.access import Actor, Seat  # noqa: E402
from shangliang.modules.lists import services as lists  # noqa: E402
from shangliang.modules.lists.models import Campaign  # noqa: E402
from shangliang.modules.org.models import Unit  # noqa: E402
from shangliang.modules.proposals import services as proposals  # noqa: E402
from shangliang.modules.topics import services as topics  # noqa: E402
from shangliang.modules.voices import services  # noqa: E402
from shangliang.modules.voices.services import importing  # noqa: E402
from shangliang.surfaces.cli import importing_proposals, importing_replies  # noqa: E402

LISTS = {
    "concerns": "委员关注表（xlsx、csv） · a table of members' concerns",
    "asks": "部门问计表（xlsx、csv） · a table of departments' asks",
}
LABELS = {
    "new": "新 new", "same": "已有 same", "similar": "相似 similar", "left": "草稿不导入 draft", "error": "有误 error",
}  # fmt: skip
SHOWN = 20  # wrong rows printed; all of them go to the file


def add_commands(subparsers: Any) -> None:
    """`import voices`, `import replies`, `import concerns`, `import asks`, `import proposals`."""
    parser = subparsers.add_parser("import", description="导入 · bring in a file")
    kinds = parser.add_subparsers(required=True, metavar="voices|replies|concerns|asks|proposals")
    voices = kinds.add_parser("voices", description="来声表（xlsx、csv） · a table of voices")
    voices.add_argument("file", type=Path)
    voices.add_argument("--unit", required=True, help="归入哪个单位（代码） · code of the receiving unit")
    voices.add_argument(
        "--train", type=Path, help="已归类的表，用来建议领域 · labelled table to guess fields from"
    )
    _add_asking(voices)
    voices.set_defaults(run=run, bring=_import)
    past = kinds.add_parser(
        "replies", description="以前的来信和答复 · messages of the past with their replies"
    )
    past.add_argument("file", type=Path)
    past.add_argument(
        "--unit", required=True, help="归入哪个单位（代码） · code of the unit whose records these are"
    )
    past.add_argument("--wrong", type=Path, help="有误的行存到 · where wrong rows go (FILE-有误.csv)")
    past.set_defaults(run=run, bring=importing_replies.bring_in)
    for what, about in LISTS.items():
        parser = kinds.add_parser(what, description=about)
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, help="哪个单位的活动（代码） · code of the unit")
        parser.add_argument(
            "--campaign", required=True, help="活动的编号或名称 · number or title of the campaign"
        )
        _add_asking(parser)
        parser.set_defaults(run=run, bring=_import_list, what=what)
    older = kinds.add_parser("proposals", description="原系统的提案 · proposals of an older system")
    older.add_argument("file", type=Path)
    older.add_argument("--unit", required=True, help="提给哪个政协（代码） · code of the committee")
    importing_proposals.add_arguments(older)
    _add_asking(older)
    older.set_defaults(run=run, bring=_import_proposals)


def _add_asking(parser: Any) -> None:
    parser.add_argument("--preview", action="store_true", help="只预览 · change nothing")
    parser.add_argument("--yes", action="store_true", help="不再询问 · do not ask")
    parser.add_argument("--wrong", type=Path, help="有误的行存到 · where wrong rows go (FILE-有误.csv)")


def run(arguments: argparse.Namespace) -> int:
    """0 when every row was kept or was there already; 1 when some rows were wrong (the good ones are kept)."""
    console = Console(stderr=True)
    try:
        with _database():
            return int(arguments.bring(arguments, console))
    except sheets.SheetError as failed:
        raise CliError(
            f"{failed} 没有导入任何内容。", "The table cannot be read; nothing was imported."
        ) from failed
    except (FileNotFoundError, IsADirectoryError) as missing:
        raise CliError(f"找不到文件：{missing.filename}", f"No such file: {missing.filename}") from missing
    except moves.Refused as refused:
        raise CliError(f"{refused}。没有导入任何内容。", "Refused; nothing was imported.") from refused
    except OperationalError as failed:
        raise manage.unreachable(failed) from failed


def _import(arguments: argparse.Namespace, console: Console) -> int:
    unit = _unit(arguments.unit)
    sheet = sheets.read(arguments.file)
    with console.status("比对中 · comparing"):
        preview = services.preview(
            unit,
            sheet=sheet,
            name=arguments.file.name,
            content=arguments.file.read_bytes(),
            at=timezone.now(),
        )
    _show(preview, console)
    wrong = _save_wrong(services.wrong_rows(preview), arguments)
    if not _goes_on(arguments):
        return 0
    batch = _commit(unit, preview, console)
    _told(batch)
    _prepare_screening(unit, arguments.train, console)
    return 1 if wrong else 0


def _import_list(arguments: argparse.Namespace, console: Console) -> int:
    """One of the two lists of a campaign; whoever can run this command acts for the unit's office."""
    unit = _unit(arguments.unit)
    campaign = _campaign(unit, arguments.campaign)
    sheet, content = sheets.read(arguments.file), arguments.file.read_bytes()
    preview = lists.preview_list(
        campaign,
        what=arguments.what,
        sheet=sheet,
        name=arguments.file.name,
        content=content,
        at=timezone.now(),
    )
    _show(preview, console)
    wrong = _save_wrong(lists.wrong_list_rows(preview), arguments)
    if not _goes_on(arguments):
        return 0
    with Progress(console=console) as bar:
        task = bar.add_task("导入 · importing", total=None)
        batch = lists.commit_list(
            campaign, preview=preview, actor=_operator(unit), at=timezone.now(),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip
    _told(batch)
    return 1 if wrong else 0


def _import_proposals(arguments: argparse.Namespace, console: Console) -> int:
    """What an older system held; in the name of the person of the office who takes it over."""
    found = importing_proposals.preview(arguments, _unit(arguments.unit), console)
    _show(found, console)
    wrong = _save_wrong(proposals.wrong_proposal_rows(found), arguments)
    if not _goes_on(arguments):
        return 0
    _told(importing_proposals.commit(arguments, found, console))
    return 1 if wrong else 0


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        known = "、".join(Unit.objects.filter(kind=Unit.Kind.CPPCC).values_list("code", flat=True)[:20])
        raise CliError(
            f"没有代码为 {code} 的单位。可用：{known}", f"No unit has the code {code}. Known: {known}"
        )
    return unit


def _campaign(unit: Unit, named: str) -> Campaign:
    """By its number, or by its title when only one is called so."""
    rows = Campaign.objects.filter(unit=unit).select_related("unit")
    found = list(rows.filter(pk=int(named)) if named.isdigit() else rows.filter(title=named))
    if len(found) != 1:
        known = "、".join(f"{c.pk} {c.title}（第 {c.batch} 批）" for c in rows.order_by("-pk")[:20])
        raise CliError(
            f"{unit} 没有唯一的活动“{named}”。可用：{known}", f"No single campaign {named}. Known: {known}"
        )
    return found[0]


def _goes_on(arguments: argparse.Namespace) -> bool:
    if arguments.preview:
        return False
    if sys.stdin.isatty() and not arguments.yes and input("导入吗？ Import? [y/N] ").strip().lower() != "y":
        print("没有导入 Nothing was imported")
        return False
    return True


def _told(batch: Any) -> None:
    print(f"导入 {batch.added} 条，已有 {batch.same} 条，有误 {batch.wrong} 条（第 {batch.pk} 批）")
    print(f"Imported {batch.added}, already there {batch.same}, wrong {batch.wrong} (batch {batch.pk})")


def _operator(unit: Unit) -> Actor:
    """Whoever can run this command on the machine acts for the unit's office; the journal says so."""
    return Actor(f"命令行 {os.environ.get('USER', '')}".strip(), (Seat("secretary", unit.path),))


def _prepare_screening(unit: Unit, labelled: Path | None, console: Console) -> None:
    """Groups and guesses for the screening board; a person decides about both."""
    model = None
    with console.status("归并比对 · grouping"):
        groups = topics.regroup(unit, at=timezone.now())
    if labelled:
        with console.status("学习归类 · learning"):
            model = category.train(*analyse.load_labelled(labelled))
    guessed = topics.suggest(unit, at=timezone.now(), model=model)
    print(f"筛选台上有 {groups} 组可能是同一件事的来声，建议了 {guessed} 条的领域")
    print(f"The screening board shows {groups} groups; {guessed} fields were suggested")


def _commit(unit: Unit, preview: importing.Preview, console: Console) -> Any:
    with Progress(console=console) as bar:
        task = bar.add_task("导入 · importing", total=None)
        return services.commit(
            unit, preview=preview, actor=_operator(unit), at=timezone.now(),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip


def _show(preview: Any, console: Console) -> None:
    counts = preview.counts
    print("，".join(f"{LABELS[state]} {count}" for state, count in counts.items()))
    wrong = [r for r in preview.rows if r.state == importing.WRONG]
    if not wrong:
        return
    table = Table("行 row", "问题 problem", "标题 title")
    for row in wrong[:SHOWN]:
        table.add_row(str(row.number), row.reason, row.title[:40])
    console.print(table)
    if len(wrong) > SHOWN:
        console.print(f"… 共 {len(wrong)} 行 rows")


def _save_wrong(table: tuple[list[str], list[list[str]]], arguments: argparse.Namespace) -> bool:
    headings, rows = table
    if not rows:
        return False
    target = arguments.wrong or arguments.file.with_name(f"{arguments.file.stem}-有误.csv")
    if not os.access(target.parent, os.W_OK):
        target = Path.cwd() / target.name
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)
    print(f"有误的行存到 {target}，改好后可再导入 · wrong rows: {target}")
    return True


@contextmanager
def _database() -> Iterator[None]:
    """The embedded server is brought up for this command when it does not run yet, and left as it was."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    home = postgres.home()
    started = postgres.ensure(home).started
    try:
        yield
    finally:
        if started:
            postgres.stop(home)
