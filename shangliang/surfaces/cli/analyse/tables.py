"""Tables in, tables out: what all the kinds of analysis share."""

import csv
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO, TypeVar

from rich.console import Console

from shangliang.analysis.records import Message
from shangliang.kernel import sheets
from shangliang.surfaces.cli.errors import CliError

Made = TypeVar("Made")
_READ = ("id", "title", "body")
_WELCOME = ("place", "person", "at")


def load(path: Path) -> list[Message]:
    """The messages of a table, row by row. CliError when it cannot be read or an id is missing."""
    sheet, headings = sheet_of(path, _READ, _WELCOME)
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
    sheet, headings = sheet_of(path, ("title", "body", "category"), ("id",))
    rows = [row for row in sheet.rows if row.cells[headings["category"]]]
    return [_message(row, headings) for row in rows], [row.cells[headings["category"]] for row in rows]


def sheet_of(
    path: Path, needed: Sequence[str], welcome: Sequence[str] = ()
) -> tuple[sheets.Sheet, dict[str, str]]:
    """The table of a file and which heading stands for which field; CliError when it cannot be used."""
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


def folder_of(path: Path) -> None:
    """CliError when the folder a result shall go to is not there: told before the work, not after."""
    if not path.parent.is_dir():
        raise CliError(f"没有这个目录：{path.parent}", f"No such folder: {path.parent}")


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """UTF-8 CSV, whole or not at all: a reader never meets half a file."""

    def fill(out: TextIO) -> None:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)

    _write(path, fill)


def write_json(path: Path, told: object) -> None:
    """UTF-8 JSON in one line, whole or not at all."""
    _write(path, lambda out: json.dump(told, out, ensure_ascii=False, allow_nan=False))


def _write(path: Path, fill: Callable[[TextIO], None]) -> None:
    folder_of(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            fill(out)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def waiting(what: str, work: Callable[[], Made]) -> Made:
    """The result of `work`, with a sign of life at a terminal meanwhile."""
    with Console(stderr=True).status(what) if sys.stderr.isatty() else nullcontext():
        return work()
