"""Adds one thing to the world, through the services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from shangliang.kernel import journal, moves, sweeper
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.handling.services import Said
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.supervision import services
from shangliang.modules.supervision.models import (
    Activity,
    Appraisal,
    Finding,
    FollowUp,
    Observation,
    SpecialSupervisor,
    Supervised,
    Supervision,
    Team,
)
from tests import visits
from tests.world import World

DAY = date(2026, 3, 2)
MEMBERS = ("lin", "deng", "feng")


def days(count: int) -> timedelta:
    return timedelta(days=count)


def again(thing: Any) -> Any:
    """The same thing, fresh from the database."""
    return type(thing).objects.select_related("unit").get(pk=thing.pk)


def deliver(world: World, at: datetime | None = None) -> None:
    journal.deliver_all(at or world.now)


def verbs(thing: Any) -> list[str]:
    return [e.verb for e in journal.story(moves.kind_of(thing).flow.kind, thing.pk)]


def told(world: World, thing: Any, verb: str, at: datetime | None = None) -> set[str]:
    """The login names of those who got a notice of the newest such entry."""
    return handling.told(world, thing, verb, at=at)


def moves_by_clock(at: datetime) -> Iterator[Any]:
    """Whatever the clock has to say until then."""
    return sweeper.sweep(at=at)


def move(world: World, thing: Any, verb: str, who: str, note: str = "", at: datetime | None = None) -> Any:
    fresh = again(thing)
    moves.make(fresh, verb, actor=world.actor(who), at=at or world.now, note=note)
    return fresh


# before


def plan(world: World, title: str = "信访工作专项监督", **more: Any) -> services.Plan:
    filled: dict[str, Any] = {
        "form": "special", "basis": "年度协商计划第 7 项", "subject": "信访事项受理、办理、答复",
        "owner": world.units["c-education"], "departments": [world.units["d-housing"]], **more,
    }  # fmt: skip
    return services.Plan(title=title, **filled)


def opened(world: World, title: str = "信访工作专项监督", *, who: str = "wang", **more: Any) -> Supervision:
    token, source = more.pop("token", ""), more.pop("origin", {})
    return services.open_supervision(
        world.units["yunchuan"], plan=plan(world, title, **more), actor=world.actor(who), at=world.now, token=token,
        **source,
    )  # fmt: skip


def schemed(world: World, **more: Any) -> Supervision:
    thing = opened(world, **more)
    services.edit_scheme(
        thing, scheme="三个月，分组走访，逐件查看。", starts_on=DAY, ends_on=DAY + days(60),
        departments=more.get("departments", [world.units["d-housing"]]), actor=world.actor("wang"), at=world.now,
    )  # fmt: skip
    return thing


def approved(world: World, **more: Any) -> Supervision:
    thing = move(world, schemed(world, **more), "propose", "wang")
    services.approve(thing, actor=world.actor("chen"), at=world.now)
    return thing  # type: ignore[no-any-return]


def team(
    world: World, supervision: Supervision, name: str = "第一组", people: Sequence[str] = MEMBERS
) -> Team:
    leader, *members = (world.people[p] for p in people)
    return services.form_team(
        supervision, name=name, leader=leader, members=members, actor=world.actor("wang"), at=world.now
    )


def record(world: World, people: Sequence[str] = MEMBERS, **more: Any) -> services.Record:
    filled: dict[str, Any] = {
        "on": DAY,
        "place": "政协会议室",
        "text": "学习信访工作条例，明确纪律。",
        **more,
    }
    return services.Record(people=[world.people[p] for p in people], **filled)


def trained(world: World, supervision: Supervision, who: str = "wang", **more: Any) -> Activity:
    return services.train(supervision, record=record(world, **more), actor=world.actor(who), at=world.now)


def supervised(supervision: Supervision, unit: str = "d-housing") -> Supervised:
    rows = supervision.supervised.select_related("unit", "department", "supervision__unit")
    return rows.get(department__code=unit)


def talked(
    world: World, supervision: Supervision, unit: str = "d-housing", who: str = "lin", **more: Any
) -> Activity:
    filled = {"people": ["lin"], "place": "市住建局", "text": "说明监督内容和安排，听取情况。", **more}
    return services.talk(
        supervised(supervision, unit), record=record(world, **filled), actor=world.actor(who), at=world.now
    )


# during


def running(world: World, **more: Any) -> Supervision:
    """Approved, one team, trained, its department talked with."""
    thing = approved(world, **more)
    team(world, thing)
    trained(world, again(thing))
    talked(world, again(thing))
    return move(world, thing, "start", "wang")  # type: ignore[no-any-return]


def visit(
    world: World, supervision: Supervision, *, kind: str = "visit", who: str = "lin", **more: Any
) -> Activity:
    unit = more.pop("unit", "d-housing")
    filled = {"place": "信访接待大厅", "text": "查看 20 件台账，6 件超期。", **more}
    return services.inspect(
        supervision, kind=kind, supervised=supervised(supervision, unit) if unit else None,
        record=record(world, **filled), actor=world.actor(who), at=world.now,
    )  # fmt: skip


def informed(world: World, supervision: Supervision, unit: str = "d-housing", who: str = "lin") -> Activity:
    return services.inform(
        supervised(supervision, unit),
        record=record(world, ["lin"], place="市住建局", text="已走访两处，问题在答复超期。"),
        actor=world.actor(who), at=world.now,
    )  # fmt: skip


def words(world: World, title: str = "信访答复超期", **more: Any) -> services.Words:
    filled: dict[str, Any] = {
        "problem": "抽查 20 件，6 件超过法定期限。", "basis": "信访工作条例第三十四条",
        "advice": "逐件补办，按月通报。",
        "department": world.units["d-housing"], **more,
    }  # fmt: skip
    return services.Words(title=title, **filled)


def found(
    world: World, supervision: Supervision, title: str = "信访答复超期", *, who: str = "lin", **more: Any
) -> Finding:
    token = more.pop("token", "")
    return services.note_finding(
        again(supervision),
        words=words(world, title, **more),
        actor=world.actor(who),
        at=world.now,
        token=token,
    )


# after


def reviewing(world: World, *titles: str, **more: Any) -> Supervision:
    """Inspected, told, with findings; nothing discussed yet."""
    thing = running(world, **more)
    visit(world, thing)
    informed(world, again(thing))
    for title in titles or ("信访答复超期",):
        found(world, thing, title)
    return move(world, thing, "review", "wang")  # type: ignore[no-any-return]


def discussed(world: World, supervision: Supervision, people: Sequence[str] = MEMBERS) -> Activity:
    said = record(world, people, text="逐条讨论问题清单，统一意见。")
    return services.discuss(supervision, record=said, actor=world.actor("wang"), at=world.now)


def written(world: World, supervision: Supervision) -> Supervision:
    services.write_opinion(
        supervision, title="关于信访工作的监督意见", opinion="总体较好，问题三方面。", to="市住建局",
        actor=world.actor("wang"), at=world.now,
    )  # fmt: skip
    return supervision


def sent(world: World, *titles: str, at: datetime | None = None, **more: Any) -> Supervision:
    thing = written(world, reviewing(world, *titles, **more))
    discussed(world, thing)
    services.send_opinion(again(thing), actor=world.actor("wang"), at=at or world.now)
    return again(thing)  # type: ignore[no-any-return]


def first(supervision: Supervision) -> Finding:
    rows = supervision.findings.select_related(
        "unit", "department", "supervision__unit", "dispatch", "finder"
    )
    found = rows.order_by("order").first()
    assert found is not None
    return found


def dispatch_of(finding: Finding) -> Dispatch:
    assert finding.dispatch_id is not None
    return Dispatch.objects.select_related("unit").get(pk=finding.dispatch_id)


def answered(world: World, finding: Finding) -> Finding:
    """The department has signed, replied item by item and passed the check."""
    dispatch = dispatch_of(finding)
    part = handling.part(dispatch)
    if part.state == "redoing":
        pass_again(world, part)
    else:
        handling.move(world, part, "sign", "liu")
        handling.talked(world, part)
        pass_again(world, part)
    return again(finding)  # type: ignore[no-any-return]


def pass_again(world: World, part: Any) -> None:
    answers = [Said(i.number, "已逐件补办", "adopted", "solved") for i in part.dispatch.items.all()]
    handling.drafted(world, part, answers=answers, text=f"第 {part.dispatch.round} 次答复：已逐件补办。")
    handling.move(world, part, "submit", "liu")
    handling.move(world, part, "pass_check", "sun")


def claimed(world: World, finding: Finding | None = None, who: str = "liu", **more: Any) -> Finding:
    finding = finding or answered(world, first(sent(world)))
    filled = {
        "responsible": "侯明亮", "measures": "6 件全部补办", "proof": "补办文书 6 份。", **more,
    }  # fmt: skip
    fresh = again(finding)
    services.claim_rectified(fresh, actor=world.actor(who), at=world.now, **filled)
    return fresh  # type: ignore[no-any-return]


def rechecked(world: World, finding: Finding, *, passes: bool = True, who: str = "deng") -> Finding:
    fresh = again(finding)
    text = "抽查 6 件，均已补办。" if passes else "仍有 2 件没有答复。"
    services.recheck(fresh, passes=passes, text=text, actor=world.actor(who), at=world.now)
    return fresh  # type: ignore[no-any-return]


def closed(world: World, **more: Any) -> Supervision:
    finding = rechecked(world, claimed(world, answered(world, first(sent(world, **more)))))
    thing = move(world, finding.supervision, "close", "wang")
    deliver(world)
    return thing  # type: ignore[no-any-return]


def follow_up(supervision: Supervision, number: int = 1) -> FollowUp:
    return supervision.follow_ups.select_related("unit", "supervision__unit").get(round=number)


# standing supervisors, appraisals


def supervisor(world: World, *, who: str = "lin", unit: str = "d-housing", **more: Any) -> SpecialSupervisor:
    filled: dict[str, Any] = {
        "field": "住房保障窗口", "letter_no": f"云协聘〔2026〕{who}", "starts_on": DAY,
        "ends_on": DAY + days(365), **more,
    }  # fmt: skip
    return services.appoint(
        world.units["yunchuan"], department=world.units[unit], person=world.people[who],
        actor=world.actor("wang"), at=world.now, **filled,
    )  # fmt: skip


def observation(
    world: World, by: SpecialSupervisor | None = None, *, who: str = "lin", token: str = ""
) -> Observation:
    return services.report(
        by or supervisor(world, who=who), seen_on=DAY, title="公租房窗口只开一个",
        text="上午排队一小时，只开一个窗口。",
        actor=world.actor(who), at=world.now, token=token,
    )  # fmt: skip


ENTITLED = ("lin", "deng", "feng", "jiang")


def appraisal(world: World, *, people: Sequence[str] = ENTITLED, quorum: int = 2, **more: Any) -> Appraisal:
    filled: dict[str, Any] = {
        "title": "评议两个部门的信访工作", "meeting": "常委会第二十次会议", "held_on": DAY,
        "departments": [world.units["d-housing"], world.units["d-urban"]], **more,
    }  # fmt: skip
    return services.plan_appraisal(
        world.units["yunchuan"], quorum=quorum, people=[world.people[p] for p in people],
        actor=world.actor("wang"), at=world.now, **filled,
    )  # fmt: skip


def polling(world: World, **more: Any) -> Appraisal:
    return move(world, appraisal(world, **more), "open_ballot", "wang")  # type: ignore[no-any-return]


def slips(
    first: str = "satisfied", second: str = "dissatisfied", remark: str = ""
) -> dict[str, services.Slip]:
    return {"d-housing": services.Slip(first, remark), "d-urban": services.Slip(second)}


def ballot(world: World, thing: Appraisal, who: str, said: dict[str, services.Slip] | None = None) -> str:
    """Confirmed and cast; gives the receipt."""
    said = said or slips()
    code = services.confirmation(thing, slips=said, actor=world.actor(who))
    return services.vote(thing, slips=said, code=code, actor=world.actor(who))


def counted(world: World, **more: Any) -> Appraisal:
    thing = polling(world, **more)
    for who in ENTITLED[:3]:
        ballot(world, thing, who)
    services.close_ballot(thing, actor=world.actor("wang"), at=world.now)
    return thing


# Pages


PAGES = visits.Pages("supervision")
as_, get, post, page, rows = visits.as_, PAGES.get, PAGES.post, visits.page, visits.rows


def fetched(response: Any) -> str:
    """What a download holds."""
    return b"".join(response.streaming_content).decode()
