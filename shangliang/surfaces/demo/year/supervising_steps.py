"""The steps that every supervision of the year takes."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from shangliang.kernel import calendar, moves
from shangliang.modules.handling import services as handling
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.handling.services import Said
from shangliang.modules.people.models import Person
from shangliang.modules.supervision import services as supervision
from shangliang.modules.supervision.models import Finding, Supervised, Supervision, Team
from shangliang.surfaces.demo.year import doing, enclosed
from shangliang.surfaces.demo.year.company import MEMBERS_BESIDES
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import DATA

FIRST = ["lin", "deng", "feng", "jiang", "yu", "kang", "mo", "long"]


@cache
def data() -> dict[str, Any]:
    """Everything in data/supervision.toml."""
    return tomllib.loads((DATA / "supervision.toml").read_text(encoding="utf-8"))


@dataclass
class Work:
    """A supervision on the stage: its teams by login names, leader first; who speaks for it."""

    thing: Supervision
    units: list[str]
    groups: list[list[str]]

    def everybody(self) -> list[str]:
        return [name for group in self.groups for name in group]


def groups_of(sizes: Sequence[int]) -> list[list[str]]:
    """Members shared out: the first of each leads."""
    names = iter([*FIRST, *MEMBERS_BESIDES])
    return [[next(names) for _ in range(size)] for size in sizes]


def opened(
    stage: Stage, title: str, *, form: str, basis: str, subject: str, owner: str, units: Sequence[str]
) -> Supervision:
    place = stage.cast.units
    plan = supervision.Plan(
        form=form,
        title=title,
        basis=basis,
        subject=subject,
        owner=place[owner],
        departments=[place[u] for u in units],
    )
    return supervision.open_supervision(
        place["yunchuan"], plan=plan, actor=stage.actor("wang"), at=stage.at, token=stage.token()
    )


def schemed(stage: Stage, thing: Supervision, units: Sequence[str], days: int, words: str = "") -> None:
    today = calendar.day_of(stage.at)
    supervision.edit_scheme(
        fresh(thing), scheme=words or "分组包片，一看台账、二访群众、三听部门；每次走访前先沟通，每月通报一次进展。",
        starts_on=today, ends_on=today + timedelta(days=days), departments=[stage.cast.units[u] for u in units],
        actor=stage.actor("wang"), at=stage.at,
    )  # fmt: skip


def approved(stage: Stage, thing: Supervision, units: Sequence[str], days: int) -> Story:
    yield stage.later(3, 9)
    schemed(stage, thing, units, days)
    stage.move(thing, "propose", "wang")
    yield stage.later(3, 15)
    supervision.approve(fresh(thing), actor=stage.actor("chen"), at=stage.at)


def people(stage: Stage, names: Sequence[str]) -> list[Person]:
    return [stage.cast.people[name] for name in names]


def teamed(stage: Stage, work: Work, names: Sequence[str], partners: Sequence[str] = ()) -> None:
    for number, (group, name) in enumerate(zip(work.groups, names, strict=True)):
        leader, *members = people(stage, group)
        supervision.form_team(
            fresh(work.thing), name=name, leader=leader, members=members,
            partners=[stage.cast.units[p] for p in partners[number : number + 1]], actor=stage.actor("wang"), at=stage.at,
        )  # fmt: skip


def record(stage: Stage, names: Sequence[str], place: str, text: str, **more: Any) -> supervision.Record:
    return supervision.Record(
        on=calendar.day_of(stage.at), place=place, text=text, people=people(stage, names), **more
    )


def target(thing: Supervision, unit: str) -> Supervised:
    rows = thing.supervised.select_related("unit", "department", "supervision__unit")
    return rows.get(department__code=unit)


def trained_and_talked(stage: Stage, work: Work) -> Story:
    yield stage.later(4, 9)
    words = "学习监督工作办法和有关法规，讲清权限、纪律和走访要领。"
    supervision.train(
        fresh(work.thing), record=record(stage, work.everybody(), "市政协三楼会议室", words), actor=stage.actor("wang"),
        at=stage.at,
    )  # fmt: skip
    yield stage.later(3, 14)
    for number, unit in enumerate(work.units):
        group = work.groups[number % len(work.groups)]
        said = record(
            stage, group[:2], stage.cast.units[unit].short, "说明监督内容、时间和要看的台账，请部门先自查。"
        )
        supervision.talk(target(work.thing, unit), record=said, actor=stage.actor(group[0]), at=stage.at)
    yield stage.later(2, 10)
    stage.move(work.thing, "start", "wang")


def visited(
    stage: Stage, work: Work, unit: str, kind: str, place: str, text: str, *, photo: bool = False
) -> None:
    number = work.units.index(unit) % len(work.groups)
    group = work.groups[number]
    files = []
    if photo:
        name = f"走访 {place}.png"
        files = [
            enclosed.keep(
                stage, name, enclosed.photo(name), root=work.thing.root, actor=stage.actor(group[0])
            )
        ]
    team = Team.objects.filter(supervision=work.thing, order=number + 1).first()
    supervision.inspect(
        fresh(work.thing), kind=kind, supervised=target(work.thing, unit), actor=stage.actor(group[0]), at=stage.at,
        record=record(stage, group[:5], place, text, files=files, team=team),
    )  # fmt: skip


def noted(stage: Stage, work: Work, each: int) -> None:
    """The list of problems, in bulk: each department's, by the team that went there."""
    scenes = {row["unit"]: row["issues"] for row in data()["scene"]}
    spots, teams = data()["spots"], list(work.thing.teams.order_by("order"))
    rows: list[Finding] = []
    for place, unit in enumerate(work.units):
        group, team = work.groups[place % len(work.groups)], teams[place % len(teams)]
        for number in range(each):
            title, problem, advice = scenes[unit][number % len(scenes[unit])].split("|")
            fill = {"spot": spots[(number + place) % len(spots)], "n": str(8 + (number * 7 + place * 3) % 23)}
            rows.append(
                Finding(
                    unit=work.thing.unit, supervision=work.thing, order=len(rows) + 1, team=team,
                    finder=stage.cast.people[group[number % len(group)]], department=stage.cast.units[unit],
                    title=f"{fill['spot']}{title}", problem=problem.format(**fill), advice=advice,
                )
            )  # fmt: skip
    moves.begin_many(rows, actor=stage.actor("wang"), at=stage.at, supervision=work.thing.pk)


def informed(stage: Stage, work: Work) -> None:
    for number, unit in enumerate(work.units):
        group = work.groups[number % len(work.groups)]
        said = record(
            stage, group[:1], stage.cast.units[unit].short, "走访过半，通报看到的主要问题和需要马上改的事。"
        )
        supervision.inform(target(work.thing, unit), record=said, actor=stage.actor(group[0]), at=stage.at)


def fed_back(stage: Stage, work: Work, title: str) -> Story:
    yield stage.later(6, 9)
    words = "三个方面的问题逐条过，删去两条重复的，意见书文字由各组长确认。"
    supervision.discuss(
        fresh(work.thing), record=record(stage, work.everybody(), "市政协三楼会议室", words), actor=stage.actor("wang"),
        at=stage.at,
    )  # fmt: skip
    supervision.write_opinion(
        fresh(work.thing), title=title, to="、".join(stage.cast.units[u].short for u in work.units),
        opinion="监督期间走访、座谈、查阅台账，部门重视、多数事项办得好；问题集中在答复拖、记录虚、告知少三个方面。",
        actor=stage.actor("wang"), at=stage.at,
    )  # fmt: skip
    yield stage.later(3, 15)
    supervision.send_opinion(fresh(work.thing), actor=stage.actor("wang"), at=stage.at)


def answered(stage: Stage, thing: Supervision, unit: str) -> Story:
    """The department signs, talks, answers item by item, and passes the check."""
    yield stage.later(1, 9)
    rows = Dispatch.objects.filter(findings__supervision=thing, findings__department__code=unit)
    dispatch, name = rows.distinct().get(), stage.clerks[unit]
    clerk = stage.actor(name)
    stage.move(doing.part_of(dispatch, unit), "sign", name)
    yield from stage.after(stage.later(8, 10))
    part = doing.part_of(dispatch, unit)
    handling.contact(
        part, phase="before", way="visit", note="到监督小组逐条对过清单。", actor=clerk, at=stage.at
    )
    words = "照监督意见整改，责任到人，完成后报佐证。"
    said = [Said(i.number, words, "adopted", "solved") for i in dispatch.items.all()]
    yield stage.later(10, 15)
    handling.save_draft(
        doing.part_of(dispatch, unit), text="收到监督意见后开会研究，逐条定了责任人和措施，部分当月改完。",
        adoption="adopted", norm="solved", reason="", answers=said, actor=clerk, at=stage.at,
    )  # fmt: skip
    stage.move(doing.part_of(dispatch, unit), "submit", name)
    yield from stage.after(stage.soon(2, 11))
    stage.move(doing.part_of(dispatch, unit), "pass_check", doing.INSPECTOR)


def claimed(stage: Stage, findings: Sequence[Finding], *, photo: bool = False) -> None:
    for number, finding in enumerate(findings):
        unit = finding.department.code
        clerk, file = stage.actor(stage.clerks[unit]), None
        if photo and not number:
            name = f"整改后 {finding.pk}.png"
            file = enclosed.keep(stage, name, enclosed.photo(name), root=finding.root, actor=clerk)
        supervision.claim_rectified(
            finding, responsible=stage.cast.people[stage.clerks[unit]].name, measures=finding.advice, file=file,
            proof="整改台账和现场照片已报监督小组。", actor=clerk, at=stage.at,
        )  # fmt: skip


def rechecked(stage: Stage, work: Work, findings: Sequence[Finding], *, passes: bool = True) -> None:
    for finding in findings:
        group = work.groups[work.units.index(finding.department.code) % len(work.groups)]
        words = "到现场看过，和佐证一致。" if passes else "现场还有两处没有改，台账也没有补。"
        supervision.recheck(finding, passes=passes, text=words, actor=stage.actor(group[1]), at=stage.at)


def of(work: Work, state: str, *units: str) -> list[Finding]:
    rows = work.thing.findings.filter(state=state).select_related(
        "unit", "department", "dispatch", "supervision__unit"
    )
    return list((rows.filter(department__code__in=units) if units else rows).order_by("order"))
