"""`shangliang analyse similar` and `shangliang analyse category`: tables in, tables out, no database."""

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from shangliang.analysis import category, similar
from shangliang.analysis.records import Message
from shangliang.kernel import sheets
from shangliang.surfaces.cli.errors import CliError

Made = TypeVar("Made")
_READ = ("id", "title", "body")
_WELCOME = ("place", "person", "at")


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `analyse` with its kinds."""
    analyse = subparsers.add_parser("analyse", help="分析意见 · analyse messages")
    kinds = analyse.add_subparsers(required=True, metavar="kind")
    alike = kinds.add_parser("similar", help="同一件事的来信 · messages about the same matter")
    alike.add_argument("file", type=Path, help="来信表（.xlsx、.csv） · table of messages")
    alike.add_argument(
        "--top", type=_count, default=100, help="每条最多列出几条 · neighbours per message (100)"
    )
    alike.add_argument("--out", type=Path, required=True, help="结果 CSV · id,rank,other_id,score,same_topic")
    alike.set_defaults(run=run_similar)
    kind = kinds.add_parser("category", help="来信归类 · class of each message")
    kind.add_argument("file", type=Path, help="来信表（.xlsx、.csv） · table of messages")
    kind.add_argument(
        "--train", type=Path, required=True, help="已归类的来信表 · table with a column of categories"
    )
    kind.add_argument("--out", type=Path, required=True, help="结果 CSV · id,category,score")
    kind.set_defaults(run=run_category)


def run_similar(arguments: argparse.Namespace) -> int:
    """Write the nearest others of every message."""
    messages = load_distinct(arguments.file)
    result = _waiting("比较来信 · comparing", lambda: similar.rank(messages, top=arguments.top))
    rows = ((p.id, p.rank, p.other_id, f"{p.score:.4f}", p.same_topic) for p in result)
    write_csv(arguments.out, ("id", "rank", "other_id", "score", "same_topic"), rows)
    return 0


def run_category(arguments: argparse.Namespace) -> int:
    """Learn from the labelled table, and write a class for every message of the other."""
    examples, labels = load_labelled(arguments.train)
    messages = load(arguments.file)
    try:
        model = _waiting("学习分类 · learning", lambda: category.train(examples, labels))
    except ValueError as refused:
        raise CliError(
            f"{arguments.train}：至少要有两个类别才能学习。请检查分类一列。", f"{arguments.train}: {refused}"
        ) from refused
    guesses = _waiting("归类 · classifying", lambda: model.predict(messages))
    write_csv(
        arguments.out, ("id", "category", "score"), ((g.id, g.category, f"{g.score:.4f}") for g in guesses)
    )
    return 0


def load(path: Path) -> list[Message]:
    """The messages of a table, row by row. CliError when it cannot be read or an id is missing."""
    sheet, headings = _sheet(path, _READ, _WELCOME)
    messages = [_message(row, headings) for row in sheet.rows]
    for row, message in zip(sheet.rows, messages, strict=True):
        if not message.id:
            raise CliError(
                f"{path} 第 {row.number} 行没有编号。请补上后再试。", f"{path}: row {row.number} has no id."
            )
    return messages


def load_distinct(path: Path) -> list[Message]:
    """As `load`, with rows copied in twice taken once. CliError when one id names different messages."""
    known: dict[str, Message] = {}
    messages = load(path)
    for message in messages:
        first = known.setdefault(message.id, message)
        if (first.title, first.body) != (message.title, message.body):
            raise CliError(
                f"{path}：编号 {message.id} 有两条不同的来信。编号不能重复，请改正后再试。",
                f"{path}: the id {message.id} stands for two different messages.",
            )
    if copies := len(messages) - len(known):
        print(f"{path}：有 {copies} 行重复，只计一次。 · {copies} rows are copies.", file=sys.stderr)
    return list(known.values())


def load_labelled(path: Path) -> tuple[list[Message], list[str]]:
    """Messages of a table with their categories; rows without a category are left out."""
    sheet, headings = _sheet(path, ("title", "body", "category"), ("id",))
    rows = [row for row in sheet.rows if row.cells[headings["category"]]]
    return [_message(row, headings) for row in rows], [row.cells[headings["category"]] for row in rows]


def _sheet(path: Path, needed: Sequence[str], welcome: Sequence[str]) -> tuple[sheets.Sheet, dict[str, str]]:
    try:
        sheet = sheets.read(path)
        return sheet, sheets.require(sheet, needed, welcome)
    except sheets.SheetError as told:
        raise CliError(f"{path}：{told}", f"{path}: cannot be used as a table ({told.code}).") from told
    except (FileNotFoundError, IsADirectoryError) as missing:
        raise CliError(f"找不到文件：{path}", f"No such file: {path}") from missing


def _message(row: sheets.Row, headings: dict[str, str]) -> Message:
    cells = {field: row.cells[heading] for field, heading in headings.items() if field != "category"}
    return Message(**{"id": str(row.number), "title": "", "body": "", **cells})


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """UTF-8 CSV, whole or not at all: a reader never meets half a file."""
    if not path.parent.is_dir():
        raise CliError(f"没有这个目录：{path.parent}", f"No such folder: {path.parent}")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(rows)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _waiting(what: str, work: Callable[[], Made]) -> Made:
    with Console(stderr=True).status(what) if sys.stderr.isatty() else nullcontext():
        return work()


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number of at least 1 is needed")
    return int(text)
