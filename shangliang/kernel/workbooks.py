"""Rows of the first filled sheet of an xlsx file, read without trusting it."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, time

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

UNPACKED_LIMIT = 512 * 2**20
RATIO_LIMIT = 200  # text packs some twenty times; far beyond that a file was made to hurt
_SMALL = 16 * 2**20
_COLUMNS = 256


class SheetError(Exception):
    """A table that cannot be read. `code` is for machines; the message says what was found and what to do."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


def workbook_rows(data: bytes, most: int) -> list[tuple[int, list[str]]]:
    """(row number, cells as text) of the first visible sheet that holds anything, at most `most` + 1 filled rows."""
    _check(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # openpyxl warns of styles and validations, which say nothing here
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                for sheet in book.worksheets:
                    if sheet.sheet_state != "visible":
                        continue  # what nobody sees in the file is not what they mean to bring in
                    sheet.reset_dimensions()
                    rows = list(_filled(sheet, most))
                    if rows:
                        return rows
            finally:
                book.close()
    # Broken XML is a SyntaxError, whichever parser openpyxl found.
    except (KeyError, ValueError, TypeError, AttributeError, OSError, EOFError, SyntaxError) as damage:
        raise SheetError(
            "damaged", "表格文件已损坏，或不是 .xlsx。请在表格软件中打开后另存为 .xlsx。"
        ) from damage
    except (zipfile.BadZipFile, zlib.error, InvalidFileException) as damage:
        raise SheetError("damaged", "压缩包已损坏。请重新下载或另存为 .xlsx。") from damage
    raise SheetError("empty", "工作簿里没有内容。请选择含有表头和数据的表格。")


def _filled(sheet: object, most: int) -> Iterator[tuple[int, list[str]]]:
    taken = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=_COLUMNS), 1):  # type: ignore[attr-defined]
        if any(value not in (None, "") for value in values):
            yield number, [_text(value) for value in values]
            taken += 1
            if taken > most:
                return


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as damage:
        raise SheetError("damaged", "压缩包已损坏。请重新下载或另存为 .xlsx。") from damage
    size = sum(part.file_size for part in parts)
    if size > UNPACKED_LIMIT or (size > _SMALL and size > RATIO_LIMIT * len(data)):
        raise SheetError("zip_bomb", f"文件解压后有 {size >> 20} MB，超过上限。请拆分后再导入。")
    if any(part.flag_bits & 1 for part in parts):
        raise SheetError("old_or_encrypted", "文件加了密码。请去掉密码再导入。")
    if not any(part.filename.replace("\\", "/").lower() == "xl/workbook.xml" for part in parts):
        raise SheetError("not_a_table", "这是压缩包，不是 .xlsx 表格。请导入 .xlsx 或 CSV 文件。")


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            whole = value.replace(microsecond=0)
            return whole.date().isoformat() if whole.time() == time() else whole.isoformat(sep=" ")
    return str(value)
