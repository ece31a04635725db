"""What members saw on their visits goes to departments and takes every turn that handling knows.

Talks before the reply, answers item by item, two departments that disagree, more time asked for, ratings on paper,
second handling, and the question four weeks later.
"""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

from shangliang.kernel import calendar, sheets
from shangliang.modules.handling import services as handling
from shangliang.modules.handling.models import (
    Assignment,
    Contact,
    Countersign,
    Dispatch,
    Extension,
    Promise,
    Question,
)
from shangliang.modules.handling.services import history
from shangliang.surfaces.demo.year import enclosed
from shangliang.surfaces.demo.year.doing import INSPECTOR, part_of
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import rows

OWING = ["accepted", "drafting", "redoing", "advising"]
LEAD, HELPER = "d-housing", "d-urban"
MAIN, SIDE = "liu", "xu"


def cast(stage: Stage) -> None:
    for row in rows("turns"):
        stage.start(_told(stage, row))
    stage.start(_templates(stage))
    stage.start(_urged(stage))
    stage.start(_past(stage))


def _sent(stage: Stage, row: dict[str, Any]) -> Dispatch:
    people = stage.cast.people
    return handling.send(
        stage.cast.units["yunchuan"], title=row["title"], ask=row["ask"], origin="委员视察意见", origin_link="",
        lead=stage.cast.units[LEAD], joint=[stage.cast.units[HELPER]] if row.get("joint") else [],
        items=row["items"], concerned=[(f"person:{people[u].pk}", people[u].name) for u in row["who"]],
        public=True, actor=stage.actor("wang"), at=stage.at,
    )  # fmt: skip


def _told(stage: Stage, row: dict[str, Any]) -> Story:
    yield stage.office(stage.ago(row["days"]), 9)
    dispatch, stop = _sent(stage, row), row.get("stop", "")
    yield from stage.after(stage.soon(1, 10))
    stage.move_now(part_of(dispatch, LEAD), "sign", MAIN)
    if row.get("joint"):
        stage.move_now(part_of(dispatch, HELPER), "sign_help", SIDE)
    yield from stage.after(stage.soon(1, 15))
    if stop == "owed":
        return
    _talked(stage, dispatch, row)
    yield from stage.after(stage.soon(1, 11))
    if row.get("extend"):
        yield from _extended(stage, dispatch, row["extend"])
    if stop == "asking":
        return
    yield from _written(stage, dispatch, row)
    if stop:
        return
    yield from _rated(stage, dispatch, row)
    if ask := row.get("really"):
        yield from _asked(stage, dispatch, ask)


def _talked(stage: Stage, dispatch: Dispatch, row: dict[str, Any]) -> None:
    part, how = part_of(dispatch, LEAD), row.get("talk", "visit")
    first = Contact.objects.select_related("unit").get(assignment=part)
    if how == "waived":
        stage.move_now(first, "waive", row["who"][0], note="视察时已经当面说清楚，不用再来。")
    elif how == "missed":
        stage.move_now(first, "miss", MAIN, note="委员出国，电话和邮件都没有联系上。")
    else:
        actor = stage.actor(MAIN)
        picture = enclosed.keep(
            stage,
            f"沟通-{dispatch.number}.png",
            enclosed.photo(dispatch.number),
            root=dispatch.root,
            actor=actor,
        )
        talk = handling.contact(
            part, phase="before", way=how, note="到现场看了情况，逐条听了委员的意见。", people="委员、街道、社区和本局经办人",
            agreed="先办群众最急的两处。", differed="所需资金还要和财政部门商量。", photo=picture, actor=actor, at=stage.at,
        )  # fmt: skip
        handling.answer_talk(talk, confirmed=True, said="", actor=stage.actor(row["who"][0]), at=stage.at)


def _extended(stage: Stage, dispatch: Dispatch, how: str) -> Story:
    part = part_of(dispatch, LEAD)
    until = calendar.day_of(part.due_at) + timedelta(days=30) if part.due_at else stage.today
    asked = handling.ask_extension(
        part, until=until, reason="专项资金下个季度才能下达。", actor=stage.actor(MAIN), at=stage.at
    )
    if how == "asked":
        return
    yield stage.soon(1, 15)
    asked = Extension.objects.select_related("unit", "assignment").get(pk=asked.pk)
    if how == "granted":
        handling.grant_extension(asked, actor=stage.actor(INSPECTOR), at=stage.at)
    elif how == "denied":
        stage.move_now(asked, "deny", INSPECTOR, note="事项不涉及资金，按原定期限办。")


def _drafted(stage: Stage, dispatch: Dispatch, row: dict[str, Any], text: str) -> None:
    norm = "planned" if row.get("promise") else "solved"
    answers = [
        handling.Said(n, words, "adopted" if n == 1 else row.get("second", "adopted"), norm if n == 1 else "solved",
                      row.get("why", "") if n > 1 else "")
        for n, words in enumerate(row["answers"], start=1)
    ]  # fmt: skip
    handling.save_draft(
        part_of(dispatch, LEAD), text=text, adoption="", norm=norm, reason="", answers=answers, signer="侯明亮",
        letter_no=f"云建提{dispatch.number.partition('〔')[1]}{dispatch.number.partition('〔')[2]}",
        office="局办公室 0000-2000001", actor=stage.actor(MAIN), at=stage.at,
    )  # fmt: skip


def _written(stage: Stage, dispatch: Dispatch, row: dict[str, Any]) -> Story:
    promise = None
    if words := row.get("promise"):
        due_on = calendar.day_of(stage.at) + timedelta(days=row.get("within", 60))
        promise = handling.promise(
            part_of(dispatch, LEAD), text=words, due_on=due_on, actor=stage.actor(MAIN), at=stage.at
        )
        for days, step in row.get("steps", []):
            day = calendar.day_of(stage.at) + timedelta(days=days)
            handling.add_step(promise, text=step, due_on=day, actor=stage.actor(MAIN), at=stage.at)
        first = promise.milestones.select_related("unit").first()
        if first and row.get("reached"):
            handling.reach_step(first, actor=stage.actor(MAIN), at=stage.at)
    _drafted(stage, dispatch, row, row["reply"])
    handling.write_memo(
        part_of(dispatch, LEAD), text="局长意见：先摸底，再报计划。", actor=stage.actor(MAIN), at=stage.at
    )
    if row.get("stop") == "drafting":
        return
    if row.get("joint"):
        yield from _countersigned(stage, dispatch, row)
        if row.get("stop") in {"circulated", "objected"}:
            return
    part = part_of(dispatch, LEAD)
    if part.state != "replied":
        stage.move_now(part, "submit", MAIN)
        yield from stage.after(stage.soon(1, 16))
        stage.move_now(part_of(dispatch, LEAD), "pass_check", INSPECTOR)
    if promise is not None and row.get("broken"):
        yield from stage.after(stage.later(20, 10))
        stage.move(promise, "give_up", "hou", note="选址被否，需要另行论证。")
    yield from stage.after(stage.soon(2, 10))


def _countersigned(stage: Stage, dispatch: Dispatch, row: dict[str, Any]) -> Story:
    stage.move_now(part_of(dispatch, LEAD), "circulate", MAIN)
    yield from stage.after(stage.soon(1, 11))
    if row.get("stop") == "circulated":
        return
    if row.get("revise"):
        stage.move_now(part_of(dispatch, LEAD), "revise", MAIN)
        _drafted(stage, dispatch, row, row["revise"])
        stage.move_now(part_of(dispatch, LEAD), "circulate", MAIN)
        yield from stage.after(stage.soon(1, 15))
    reply = part_of(dispatch, LEAD).replies.select_related("assignment__dispatch", "assignment__unit").first()
    if reply is None:
        raise LookupError("a reply that was just drafted")
    unit, side = stage.cast.units[HELPER], stage.actor(SIDE)
    objection = row.get("objects", "")
    handling.countersign(reply, unit=unit, agrees=not objection, note=objection, actor=side, at=stage.at)
    if objection and row.get("stop") != "objected":
        yield from stage.after(stage.soon(1, 16))
        said = Countersign.objects.exclude(state="void").get(reply=reply)
        one = Countersign.objects.select_related("unit", "reply__assignment__dispatch").get(pk=said.pk)
        handling.overrule(one, ruling=row["ruling"], actor=stage.actor(INSPECTOR), at=stage.at)


def _rated(stage: Stage, dispatch: Dispatch, row: dict[str, Any]) -> Story:
    for who, how in zip(row["who"], row.get("rated", []), strict=False):
        now = fresh(dispatch)
        if now.state != "replied":
            return
        actor, by = stage.actor(who), f"person:{stage.cast.people[who].pk}"
        if how == "paper":
            content = enclosed.photo(f"评价表{dispatch.number}")
            name = f"评价表-{dispatch.number}.png"
            form = enclosed.keep(stage, name, content, root=dispatch.root, actor=stage.actor("wang"))
            opinion = handling.Opinion("understood", "partly", "方向对，还差两处。")
            handling.rate_proxy(
                now, by=by, opinion=opinion, form=form, actor=stage.actor("wang"), at=stage.at
            )
            continue
        bad = how == "bad"
        opinion = handling.Opinion(
            "understood" if bad else "satisfied", "unsolved" if bad else "solved",
            "答复写得好，现场还是老样子。" if bad else "", visited="yes", heard="visit", aim="hit",
        )  # fmt: skip
        code = handling.confirmation(now, opinion=opinion, actor=actor)
        handling.rate(now, by=by, label=actor.label, opinion=opinion, code=code, actor=actor, at=stage.at)
    yield from stage.after(stage.soon(1, 16))
    if fresh(dispatch).state == "rehandling":
        yield from stage.after(stage.soon(4, 10))
        _drafted(stage, dispatch, row, row["again"])
        stage.move_now(part_of(dispatch, LEAD), "submit", MAIN)
        stage.move_now(part_of(dispatch, LEAD), "pass_check", INSPECTOR)


def _asked(stage: Stage, dispatch: Dispatch, how: str) -> Story:
    yield from stage.after(stage.later(33, 10))
    rows = Question.objects.select_related("unit", "dispatch__unit").filter(dispatch=dispatch, state="asked")
    question = rows.first()
    if question is None:
        return
    _found, actor = handling.holder(question.token)
    if how == "yes":
        handling.answer(question, answer="yes", comment="", actor=actor, at=stage.at)
        return
    handling.answer(question, answer="no", comment="牌子立了，东西没装。", actor=actor, at=stage.at)
    if how == "doubted":
        return
    yield from stage.after(stage.soon(2, 15))
    question = Question.objects.select_related("unit", "dispatch__unit").get(pk=question.pk)
    if how == "upheld":
        handling.uphold(question, note="到现场看过，确实没有装。", actor=stage.actor("wang"), at=stage.at)
    else:
        stage.move_now(question, "dismiss", "wang", note="东西装在后门，附照片；已请委员再看一次。")


def _templates(stage: Stage) -> Story:
    yield stage.office(stage.ago(200), 14)
    unit, actor = stage.cast.units[LEAD], stage.actor(MAIN)
    for name, norm, text in (
        ("已办结的答复", "solved", "您提出的建议收悉。经研究并到现场查看，现已办结，具体情况如下："),
        ("列入计划的答复", "planned", "您提出的建议收悉。经研究，已列入今年计划，负责科室、完成时间和阶段安排如下："),
    ):  # fmt: skip
        handling.keep_template(unit, name=name, norm=norm, text=text, actor=actor, at=stage.at)


def _past(stage: Stage) -> Story:
    """Some messages of the year before the platform, as they lay in the old mail box."""
    yield stage.office(stage.ago(40), 15)
    out = io.StringIO()
    csv.writer(out).writerows([PAST, *([str(n), *row] for n, row in enumerate(OLD, start=1))])
    content = out.getvalue().encode()
    history.bring_in(
        stage.cast.units["yunchuan"], sheet=sheets.read_bytes(content), content=content, actor=stage.actor(INSPECTOR),
        at=stage.at,
    )  # fmt: skip


PAST = ["留言编号", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
OLD = [
    ("文华路路灯", "2024-03-04", "文华路东段路灯坏了二十多天，请问什么时候修？", "您的留言已收悉，感谢您对我们工作的支持。", "2024-03-06"),
    ("石桥菜场占道", "2024-05-13", "石桥菜场门口天天占道经营，能不能划出摆摊的地方？",
     "经核实，石桥菜场门口占道情况属实。已划定南侧四十个便民摊位，早六点至九点经营，由城管中队每日巡查。", "2024-05-24"),
    ("公交站牌错了", "2024-08-19", "5路公交文华路站站牌写反了方向，请改过来。", "您好，公交线路调整请拨打服务热线咨询。", "2024-09-30"),
    ("学校门口没有斑马线", "2024-10-08", "实验小学北门没有斑马线，孩子过马路危险，什么时候能划？",
     "经现场勘查，已于10月15日在实验小学北门施划斑马线并设减速带。", "2024-10-18"),
    ("楼上装修噪声", "2024-11-11", "楼上装修早上六点就开工，请问归谁管？", "该问题不归我局管理，请向其他部门反映。", "2024-11-12"),
]  # fmt: skip


def _urged(stage: Stage) -> Story:
    """The inspection office writes to everybody who is late, once."""
    yield stage.office(stage.ago(3), 15)
    unit = stage.cast.units["yunchuan"]
    late = Assignment.objects.filter(root=unit.path, due_at__lt=stage.at, state__in=OWING).select_related(
        "unit"
    )
    owed: list[Assignment | Promise] = list(late.order_by("pk")[:20])
    if owed:
        handling.urge(unit, owed=owed, actor=stage.actor(INSPECTOR), at=stage.at)
