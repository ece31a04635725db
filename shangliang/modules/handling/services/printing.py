"""Papers of handling: the reply as a letter, letters that urge, the report of a month (DOMAIN 1.8, 7.1)."""

from __future__ import annotations

from datetime import date

from shangliang.kernel import calendar, documents, letterhead
from shangliang.modules.handling import queries
from shangliang.modules.handling.models import Reply, Urging

LATE = ["序号", "编号", "事项", "欠", "期限", "逾期天数"]
MONTH = ["承办单位", "新交办", "已答复", "按期", "答复前沟通", "逾期未复", "承诺", "兑现", "催办"]


def reply_letter(reply: Reply, *, on: date) -> bytes:
    """答复函: item by item, the promises with their days, the letter of the result at the upper right (4 queries)."""
    part = reply.assignment
    dispatch = part.dispatch
    names = "、".join(dict.fromkeys(c.label for c in dispatch.concerned.all()))
    sections: list[documents.Part] = list(_lines(reply.text))
    for answer in reply.answers.select_related("item").order_by("item__number"):
        sections.append(documents.Heading(f"（{_figure(answer.item.number)}）关于“{answer.item.text}”", 2))
        sections += _lines(f"{answer.get_adoption_display()}。{answer.text}")
        if answer.reason:
            sections += _lines(f"未予采纳的理由：{answer.reason}")
    if reply.reason and not reply.answers.exists():
        sections += _lines(f"未予采纳的理由：{reply.reason}")
    promised = queries.promises(part)
    if promised:
        sections.append("我们承诺：")
        sections += [f"{p.text}，{documents.spelled(p.due_on)}前办结。" for p in promised]
    sections.append("感谢您对我们工作的关心和支持。")
    shown = calendar.day_of(reply.published_at) if reply.published_at else on
    marks = [reply.grade] if reply.grade else []
    return letterhead.letter(
        f"关于{dispatch.title}的答复", issuer=part.unit.name, number=reply.letter_no or dispatch.number,
        to=names or dispatch.unit.name, sections=sections, date=shown,
        marks=[*marks, "同意对外公开"] if dispatch.public else marks,
        below=[f"联系人：{reply.office}"] if reply.office else [],
        copies_to=dispatch.unit.name if names else "",
    )  # fmt: skip


def urging_letter(letter: Urging) -> bytes:
    """催办函: what one department owes on that day (2 queries)."""
    rows = [
        [
            str(n), line.assignment.dispatch.number, line.promise.text if line.promise else
            line.assignment.dispatch.title, "承诺" if line.promise else "答复",
            documents.spelled(line.due_on), str(line.days),
        ]
        for n, line in enumerate(queries.urging_lines(letter), start=1)
    ]  # fmt: skip
    day = calendar.day_of(letter.at)
    sections: list[documents.Part] = [
        f"截至{documents.spelled(day)}，你单位有下列{len(rows)}件事项到期未办结。请抓紧办理，并将办理情况及时报我单位；"
        "确有困难的，说明原因和办结时间。逾期情况按规定公开并逐级报告。",
        documents.Grid(LATE, rows, [2, 5, 9, 2, 5, 3]),
    ]  # fmt: skip
    return letterhead.letter(
        "关于催办逾期事项的函", issuer=letter.unit.name, number=letter.number, to=letter.to.name,
        sections=sections, date=day,
    )  # fmt: skip


def month_report(month: queries.Month, *, issuer: str, on: date) -> bytes:
    """办理情况月报 as a red-head document."""
    total = month.total
    rows = [
        [
            u.unit.short, str(u.sent), str(u.answered), str(u.on_time), str(u.contacted), str(u.overdue),
            str(u.promised), str(u.kept), str(u.urged),
        ]
        for u in month.units
    ]  # fmt: skip
    sections: list[documents.Part] = [
        f"{month.year}年{month.month}月，共交办{total.sent}件，答复{total.answered}件，其中按期{total.on_time}件，答复前"
        f"已和提出人沟通{total.contacted}件；到月底逾期未复{total.overdue}件。作出承诺{total.promised}项，兑现{total.kept}项。",
        documents.Heading("一、各单位办理情况"),
        documents.Grid(MONTH, rows, [5, 2, 2, 2, 3, 3, 2, 2, 2]),
    ]  # fmt: skip
    if worst := [u for u in month.units if u.overdue]:
        names = "、".join(f"{u.unit.short}{u.overdue}件" for u in worst)
        sections += [documents.Heading("二、到月底逾期未复的单位"), f"{names}。"]
    return documents.red_head(
        f"{month.year}年{month.month}月办理情况月报", number=f"第{month.month}期", issuer=issuer, sections=sections,
        copies_to="", date=on, to="各承办单位",
    )  # fmt: skip


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


def _figure(number: int) -> str:
    """一, 二, … 十, 十一, as documents count."""
    signs = "一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else signs[tens - 1]) + ("十" if tens else "") + (signs[ones - 1] if ones else "")
