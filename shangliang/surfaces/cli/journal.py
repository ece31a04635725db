"""`shangliang journal`: take the journal out, check it, give it to a reader again, see what is owed."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.db.utils import OperationalError
from django.utils import timezone

from shangliang.surfaces.cli import manage
from shangliang.surfaces.cli.errors import CliError

django.setup()  # models come with the next line; main.py loads this module only when it is asked for
from shangliang.kernel import journal  # noqa: E402

EVERY = 5000  # lines between two words about progress
FAULTS = {
    "changed": "内容与封印不符 · changed, not as it was sealed",
    "missing": "缺这一条 · this entry is missing",
    "unsealed": "已提交而没有封印 · committed without a seal",
    "head": "末尾与链头不符，从这一条起有删改 · from here on the end is not what the chain's head says",
    "columns": "表里的列与封印的内容不符 · the columns do not say what was sealed",
}


def add_commands(subparsers: Any) -> None:
    """`journal export|verify|replay|status`."""
    parser = subparsers.add_parser("journal", description="日志 · the journal")
    actions = parser.add_subparsers(required=True, metavar="export|verify|replay|status")
    out = actions.add_parser("export", description="导出，可用 verify_journal.py 核验 · write it to a file")
    out.add_argument("file", type=Path)
    out.add_argument("--force", action="store_true", help="覆盖已有文件 · overwrite a file that is there")
    check = actions.add_parser("verify", description="核验数据库里的日志 · check it where it lies")
    again = actions.add_parser("replay", description="从头重送一个读者 · give it to one consumer again")
    again.add_argument("consumer")
    status = actions.add_parser("status", description="还欠谁什么 · what is owed to whom")
    for action, work in ((out, _export), (check, _verify), (again, _replay), (status, _status)):
        action.set_defaults(run=run, action=work)


def run(arguments: argparse.Namespace) -> int:
    """One of the four, with the database's absence told in words."""
    try:
        return int(arguments.action(arguments))
    except OperationalError as failed:
        raise manage.unreachable(failed) from failed


def _export(arguments: argparse.Namespace) -> int:
    target: Path = arguments.file
    if target.exists() and not arguments.force:
        raise CliError(
            f"{target} 已经存在，没有改动。要覆盖请加 --force。",
            f"{target} is there already and was not touched. Add --force to overwrite it.",
        )
    if not target.parent.is_dir():
        raise CliError(f"没有文件夹 {target.parent}。", f"There is no folder {target.parent}.")
    count = _write(target, journal.export())
    print(f"已导出 {count} 条 · {count} entries written: {target}")
    return 0


def _write(target: Path, lines: Iterator[str]) -> int:
    """Whole or not at all: the name appears when the last line is on the disk. Returns the entries."""
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            total, count = 0, 0
            for count, line in enumerate(lines):
                if count == 0:
                    total = sum(head["entries"] for head in json.loads(line)["heads"].values())
                file.write(line + "\n")
                if count % EVERY == 0 and count:
                    print(f"  {count} / {total}", file=sys.stderr, flush=True)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except BaseException:
        os.unlink(draft)
        raise
    return count


def _verify(arguments: argparse.Namespace) -> int:
    wrong = 0
    for fault in journal.faults():
        wrong += 1
        print(f"✗ {fault.root} #{fault.seq}：{FAULTS[fault.what]}")
    for entry in journal.mismatches():
        wrong += 1
        print(f"✗ {entry.root} #{entry.seq}：{FAULTS['columns']}")
    if wrong:
        print(f"共 {wrong} 处不符，日志不可信 · {wrong} fault(s): not to be trusted")
        return 1
    for root, (count, seal) in journal.heads().items():
        print(f"✓ {count} 条，全部与封印相符 · {count} entries, all as sealed: {root}:{seal}")
    return 0


def _replay(arguments: argparse.Namespace) -> int:
    names = journal.consumers()
    if arguments.consumer not in names:
        raise CliError(
            f"没有这个读者：{arguments.consumer}。现有：{'、'.join(names)}。",
            f"No consumer {arguments.consumer}; there are: {', '.join(names)}.",
        )
    count = journal.replay(arguments.consumer, timezone.now())
    print(f"已重送 {count} 条 · {count} entries given again to {arguments.consumer}")
    return 0


def _status(arguments: argparse.Namespace) -> int:
    owed = journal.owed_to()
    for name in sorted(owed.keys() | set(journal.consumers())):
        print(f"{name:<16}{owed.get(name, 0)}")
    failing = journal.failing()
    for delivery in failing:
        print(
            f"✗ {delivery.consumer} #{delivery.entry_id}  {delivery.tries}×  {delivery.error.splitlines()[0]}"
        )
    return 1 if failing else 0
