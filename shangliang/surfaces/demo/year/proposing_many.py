"""What the former system held when the committee changed over: a table of cases, most of them over."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, timedelta
from typing import Any

from shangliang.kernel import sheets
from shangliang.modules.people.models import Member
from shangliang.modules.proposals import services as proposals
from shangliang.modules.proposals.models import Proposal, Session
from shangliang.surfaces.demo.year import proposing_handled
from shangliang.surfaces.demo.year.proposing_around import OFFICE
from shangliang.surfaces.demo.year.stage import Stage, Story
from shangliang.surfaces.demo.year.texts import proposals_data

FILED, REFUSED = 208, 12  # cases that were filed there, and those that were not
OPEN = 8  # of the filed ones: still with departments
FIRST_SERIAL = 1001
HEADINGS = [
    "流水号", "案号", "类别", "分类号", "案由", "情况", "建议1", "建议2", "建议3", "提案者", "联名", "种类", "状态码", "提交日期",
    "立案日期", "主办", "会办", "办理结果", "答复", "不立案原因",
]  # fmt: skip


def taken_over(stage: Stage, day: date) -> Story:
    """In one press; those still open are handed over anew, so that their clocks run here."""
    yield stage.office(day, 9)
    session: Session = stage.things["session"]
    content = _table(stage, session)
    preview = proposals.preview_proposals(
        session, sheet=sheets.read_bytes(content), name="原提案系统导出.csv", content=content, at=stage.at
    )
    if wrong := [row.reason for row in preview.rows if row.reason]:
        raise LookupError(wrong[0])
    proposals.commit_proposals(session, preview=preview, actor=stage.actor("wang"), at=stage.at)
    *others, last = Proposal.objects.filter(session=session, state="assigned").order_by("pk")
    for proposal in others:
        stage.start(_archived(stage, proposal.pk))
    stage.start(_followed(stage, last.pk))


def _archived(stage: Stage, pk: int) -> Story:
    """To its end; of the last one the office has not thought yet."""
    yield from _followed(stage, pk)
    yield stage.later(12, 15)
    proposal = Proposal.objects.select_related("unit").get(pk=pk)
    if proposal.state == "closed":
        stage.move_now(proposal, "archive", OFFICE)


def _followed(stage: Stage, pk: int) -> Story:
    yield stage.soon(1, 11)
    proposal = Proposal.objects.select_related("unit", "dispatch", "drafter").get(pk=pk)
    lead = proposal.dispatch.assignments.select_related("unit").get().unit.code if proposal.dispatch else ""
    count = proposal.suggestions.count()
    row = {
        "lead": lead, "who": proposal.drafter.username, "reply": "原系统转来的提案，已接着办，逐条答复如下。",
        "replies": ["已按建议办理，现场照片存档。"] * count,
    }  # fmt: skip
    yield from proposing_handled.handled(stage, proposal, row)


def _table(stage: Stage, session: Session) -> bytes:
    data, out = proposals_data(), io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(HEADINGS)
    within: Counter[str] = Counter()
    for number, case in enumerate(_cases(data)):
        sheet.writerow(_row(stage, session, data, case, number, within))
    return out.getvalue().encode()


def _cases(data: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """(subject, place), each pair once."""
    pairs = [(subject, place) for place in data["places"] for subject in data["subjects"]]
    if len(pairs) < FILED + REFUSED:
        raise LookupError("more subjects or places are needed in data/proposals_past.toml")
    return pairs[: FILED + REFUSED]


def _row(
    stage: Stage, session: Session, data: dict[str, Any], case: tuple[dict[str, Any], str], number: int,
    within: Counter[str],
) -> list[Any]:  # fmt: skip
    (subject, place), filed = case, number < FILED
    handed = session.opens_on + timedelta(days=number % 3)
    filed_on = session.closes_on + timedelta(days=3 + number % 9)
    asks = [ask.replace("{place}", place) for ask in subject["asks"]][: 3 if number % 5 else 2]
    kind, who, cosigners = _whose(number)
    numbers: list[Any] = ["", "", ""]
    if filed:
        within[subject["category"]] += 1
        numbers = [number + 1, subject["category"], within[subject["category"]]]
    open_ = filed and number >= FILED - OPEN
    code = ("6" if open_ else "9") if filed else "-5"
    grade, reply = data["replies"][number % len(data["replies"])]
    return [
        FIRST_SERIAL + number, *numbers, f"关于{place}{subject['title']}的提案", subject["situation"].replace("{place}", place),
        *(asks + [""] * 3)[:3], who, cosigners, kind, code, f"{handed:%Y-%m-%d}", f"{filed_on:%Y-%m-%d}" if filed else "",
        subject["lead"] if filed else "", "", grade if filed and not open_ else "",
        reply.replace("{place}", place) if filed and not open_ else "", "" if filed else data["grounds"][number % len(data["grounds"])],
    ]  # fmt: skip


BODIES = (("党派", "民盟市委会"), ("专委会", "教科卫体委"))


def _whose(number: int) -> tuple[str, str, str]:
    """Kind, who brought it, who signed with them: one in twelve by a body, one in five by several members."""
    names = _names()
    who = names[number % len(names)]
    if number % 12 == 5:
        kind, body = BODIES[number // 12 % len(BODIES)]
        return kind, body, ""
    if number % 5 == 1:
        return "联名", who, names[(number + 7) % len(names)]
    return "委员", who, ""


def _names() -> list[str]:
    """Members who can be told apart by their names."""
    rows = (
        Member.objects.filter(term__unit__code="yunchuan")
        .order_by("pk")
        .values_list("person__name", flat=True)
    )
    counted = Counter(rows)
    return [name for name in counted if counted[name] == 1]
