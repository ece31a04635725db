"""`shangliang analyse match`: which texts of one list go with which of another, and why."""

import argparse
import os
import sys
from pathlib import Path

from shangliang.analysis import match
from shangliang.surfaces.cli.analyse.tables import folder_of, sheet_of, waiting, write_csv
from shangliang.surfaces.cli.errors import CliError

_WORKERS = 2
_WELCOME = ("department", "field", "place")


def run(arguments: argparse.Namespace) -> int:
    """Write the pairs, by the rows of the first table, best first."""
    folder_of(arguments.out)
    first, second = entries(arguments.a), entries(arguments.b)
    floor = match.FLOOR if arguments.floor is None else arguments.floor
    result = waiting(
        "对照两张清单 · matching",
        lambda: match.match(
            first,
            second,
            top=arguments.top,
            floor=floor,
            cap=arguments.cap,
            workers=min(_WORKERS, os.cpu_count() or 1),
        ),
    )
    rows = ((p.a_id, p.b_id, f"{p.score:.4f}", match.told(p.why)) for p in result)
    write_csv(arguments.out, ("a_id", "b_id", "score", "why"), rows)
    matched = len({p.a_id for p in result})
    print(
        f"{len(first)} 条中有 {matched} 条配上。输入的 SHA-256：{result.sha256}（版本 {result.version}）\n"
        f"{matched} of {len(first)} matched. SHA-256 of the input: {result.sha256} (version {result.version})",
        file=sys.stderr,
    )
    return 0


def entries(path: Path) -> list[match.Entry]:
    """The texts of a table (heading `text`, or else one that messages have for their body).

    CliError when it has no rows, or an id is missing or stands twice.
    """
    sheet, headings = sheet_of(path, ("id",), ("text", "body", *_WELCOME))
    told = headings.pop("body", "")
    if headings.setdefault("text", told) == "":
        sheet, headings = sheet_of(
            path, ("id", "text"), _WELCOME
        )  # refuses, and says which headings would do
    if not sheet.rows:
        raise CliError(f"{path}：表头下面没有内容。", f"{path}: there are no rows below the headings.")
    found: dict[str, match.Entry] = {}
    for row in sheet.rows:
        cells = {field: row.cells[heading] for field, heading in headings.items()}
        if not cells["id"]:
            raise CliError(
                f"{path} 第 {row.number} 行没有编号。请补上后再试。", f"{path}: row {row.number} has no id."
            )
        if cells["id"] in found:
            raise CliError(
                f"{path} 第 {row.number} 行的编号 {cells['id']} 前面已经有了。编号不能重复，请改正后再试。",
                f"{path}: the id {cells['id']} of row {row.number} stands twice.",
            )
        found[cells["id"]] = match.Entry(**cells)
    return list(found.values())
