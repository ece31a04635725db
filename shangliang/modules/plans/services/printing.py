"""The plan as the paper that three offices issue together (DOMAIN 3.2, 7.1)."""

from __future__ import annotations

from datetime import date

from shangliang.kernel import documents
from shangliang.modules.org.models import Unit
from shangliang.modules.plans import queries
from shangliang.modules.plans.models import Plan

# Official wording by level: who receives it, and what stands before 委, 人大 and 政协.
RECEIVERS = {
    Unit.Level.PROVINCE: "各市党委、人民政府、政协，省直各部门、单位",
    Unit.Level.CITY: "各县（市、区）党委、人民政府、政协，市直各部门、单位",
    Unit.Level.COUNTY: "各乡镇（街道）党（工）委、人民政府（办事处），县直各部门、单位",
}
AREA = {Unit.Level.PROVINCE: "省", Unit.Level.CITY: "市", Unit.Level.COUNTY: "县"}
HEADINGS = ["序号", "月份", "议题", "协商形式", "牵头领导", "承办", "协办部门"]
WIDTHS = [2, 2, 9, 4, 3, 4, 6]
DUTIES = [
    "（一）牵头领导对所牵头的协商负总责。承办专委会会前深入调研，协办部门如实提供情况、到会听取意见、当场回应。",
    "（二）协商形成的意见建议逐条明确责任单位和办理时限，办理结果及时反馈，并向提出题目的群众作出回音。",
    "（三）遇事需要增补、调整或者移出题目的，由政协办公室会商有关方面后办理，写明理由，随计划一并公开。",
]


def paper(plan: Plan, *, on: date) -> bytes:
    """The .docx for the joint issue; before it a draft for the signers, its number left open (5 queries)."""
    data = queries.document(plan)
    area = AREA.get(plan.unit.level, "")  # type: ignore[call-overload]
    title = f"关于印发《{data.title}》的通知" + ("" if data.number else "（会签稿）")
    offices = {u.kind: u for u in queries.joint_offices(plan)}
    printer = offices.get(Unit.Kind.OFFICE)
    return documents.red_head(
        title,
        number=data.number or queries.number_of(plan, on, "　"),
        issuer=data.issuers,
        sections=_sections(data, area),
        copies_to=f"{area}委常委，{area}人大常委会办公室，{area}政协主席、副主席、秘书长",
        date=data.issued_on or on,
        to=RECEIVERS.get(plan.unit.level, "各有关单位"),  # type: ignore[call-overload]
        printed_by=printer.name if printer else data.issuers[0],
    )


def _sections(data: queries.Paper, area: str) -> list[documents.Part]:
    lines = data.lines
    livelihood, supervising = sum(r.livelihood for r in lines), sum(r.supervising for r in lines)
    count = f"{data.year}年安排协商议题{len(lines)}项，其中民生类{livelihood}项"
    count += f"、监督性议题{supervising}项。" if supervising else "。"
    rows = [
        [str(r.number), f"{r.month}月", r.title, r.type, r.leader, r.committee, r.departments] for r in lines
    ]
    return [
        f"《{data.title}》已经{area}委审定，现印发给你们，请结合实际认真组织实施。",
        documents.Annex(data.title),
        documents.Heading("一、议题安排"),
        count,
        documents.Grid(HEADINGS, rows, WIDTHS),
        documents.Heading("二、工作要求"),
        *DUTIES,
    ]
