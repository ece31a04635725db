"""`shangliang analyse replies`: delays, empty replies and questions left open, with the reasons in words."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from shangliang.analysis import replies
from shangliang.analysis.asks import Need
from shangliang.analysis.replies import Because, Exchange, Reason
from shangliang.kernel import days
from shangliang.surfaces.cli.analyse.tables import folder_of, sheet_of, waiting, write_csv
from shangliang.surfaces.cli.errors import CliError

HEAD = ("id", "days", "working_days", "empty", "answers_question", "why")
YES, NO = "yes", "no"

# What each reason says; {0} … are its words.
WORDS = {
    Reason.NO_REPLY: "没有答复内容",
    Reason.RECEIPT_ONLY: "只说已收悉，没有实质内容",
    Reason.COURTESY_ONLY: "只有致谢等客套话，没有实质内容",
    Reason.TRANSFER_ONLY: "只说已转交，没有办理情况",
    Reason.CALL_ONLY: "只留电话请来人咨询，没有实质内容",
    Reason.PROMISE_ONLY: "只说会办理、会再答复，没有实质内容",
    Reason.TOO_SHORT: "只有几个字，没有实质内容",
    Reason.SENT_ELSEWHERE: "只说不归本单位管或请向别处反映，没有办理结果",
    Reason.PASSED_ON: "只说将向上级或有关部门反映，没有办理结果",
    Reason.ONLY_CONSIDERED: "只说将研究考虑，没有具体安排",
    Reason.DETAILS_WANTED: "只要求补充信息，没有回答所问",
    Reason.OTHER_MATTER: "所答与所问不是一件事",
    Reason.OTHER_PLACE: "所答与所问不是一个地方",
    Reason.QUESTION_OPEN: "没有回答问到的",
    Reason.ANSWERED: "已回应",
    Reason.STILL_CONSIDERED: "部分事项只说将研究考虑",
    Reason.POINT_OPEN: "可能还有没提到的",
    Reason.NO_DATE: "留言时间缺失或看不懂",
    Reason.NO_REPLY_DATE: "答复时间缺失或看不懂",
    Reason.BEFORE_MESSAGE: "答复时间早于留言时间，未计天数",
    Reason.DAYS_NOT_LISTED: "所涉年份没有节假日安排，工作日只按周末和法定固定日期计",
}
NEEDS = {Need.WHEN: "时间", Need.AMOUNT: "数额"}


def run(arguments: argparse.Namespace) -> int:
    """Write one row per exchange, in the order of the table."""
    folder_of(arguments.out)
    exchanges = load(arguments.file)
    listed = {day: works for day, (works, _) in days.national().items()}
    result = waiting("检查答复 · examining", lambda: replies.examine(exchanges, listed=listed))
    write_csv(arguments.out, HEAD, (row_of(finding) for finding in result))
    empty, open_ = sum(f.empty for f in result), sum(not f.answers for f in result)
    print(
        f"{len(result)} 条：空答复 {empty} 条，没有回答所问（含空答复）{open_} 条。输入的 SHA-256：{result.sha256}"
        f"（版本 {result.version}）\n{len(result)} exchanges: {empty} empty replies, {open_} that do not answer "
        f"(empty ones included). SHA-256 of the input: {result.sha256} (version {result.version})",
        file=sys.stderr,
    )
    return 0


def row_of(finding: replies.Finding) -> tuple[object, ...]:
    """The row of one finding; a number of days that is not known stays empty."""
    return (
        finding.id,
        "" if finding.days is None else finding.days,
        "" if finding.working_days is None else finding.working_days,
        YES if finding.empty else NO,
        YES if finding.answers else NO,
        "；".join(said(because) for because in finding.because),
    )


def said(because: Because) -> str:
    """One reason in words."""
    terms: Sequence[str] = because.terms
    if because.reason is Reason.QUESTION_OPEN:
        terms = [NEEDS[Need(term)] for term in terms]
    if because.reason is Reason.BEFORE_MESSAGE:
        return f"{WORDS[because.reason]}（{'、'.join(terms)}）"
    return f"{WORDS[because.reason]}：{'、'.join(terms)}" if terms else WORDS[because.reason]


def load(path: Path) -> list[Exchange]:
    """The exchanges of a table. CliError when it has no rows, or an id is missing or stands twice."""
    sheet, headings = sheet_of(path, ("id", "body", "reply"), ("title", "at", "reply_at"))
    if not sheet.rows:
        raise CliError(f"{path}：表头下面没有内容。", f"{path}: there are no rows below the headings.")
    found: dict[str, Exchange] = {}
    for row in sheet.rows:
        cells = {field: row.cells[heading] for field, heading in headings.items()}
        if not cells["id"]:
            raise CliError(
                f"{path} 第 {row.number} 行没有编号。请补上后再试。", f"{path}: row {row.number} has no id."
            )
        exchange = Exchange(
            cells["id"],
            cells.get("title", ""),
            cells["body"],
            cells["reply"],
            cells.get("at", ""),
            cells.get("reply_at", ""),
        )
        if found.setdefault(exchange.id, exchange) != exchange:
            raise CliError(
                f"{path} 第 {row.number} 行的编号 {exchange.id} 前面已有另一条。编号不能重复，请改正后再试。",
                f"{path}: the id {exchange.id} of row {row.number} stands for another exchange already.",
            )
    return list(found.values())
