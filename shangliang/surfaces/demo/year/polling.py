"""Polls at a consultation: a motion by name, choices in secret, one in each state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from shangliang.analysis.polls import Ballot
from shangliang.modules.deliberation import services as deliberation
from shangliang.modules.deliberation.models import Poll
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.plans import queries as plans
from shangliang.modules.plans.models import Plan
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh

VOTERS = ("lin", "deng", "feng", "jiang", "yu", "kang", "mo", "long")
PLACES = ("楼顶平台", "绿化带南侧", "车棚顶上", "儿童乐园旁")
# what each of the voters said, as far as they came
RANKED: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("1",), ("4",), ("2",)), (("4",), ("1",)), (("1",), ("2", "4")), (("2",), ("1",), ("3",)),
    (("4",), ("1",), ("2",), ("3",)), (("1",), ("4",)), (("3",), ("2",)),
)  # fmt: skip
YES_NO = ("yes", "yes", "no", "yes", "", "yes", "yes")
TICKED = (("1", "3"), ("3",), ("2", "3"), ("1", "2"), ("1",), ("2", "3"))
BLOCS = ("123", "123", "12", "123", "4", "34", "4")
MARKS = ({"1": 5, "2": 4}, {"1": 4, "2": 2, "3": 5}, {"2": 5, "3": 3}, {"1": 3, "3": 4}, {"1": 5})


def of_the_day(stage: Stage) -> None:
    """At the end of the year, in the room where people sit at this moment; else in the one that met last."""
    mine = Gathering.objects.select_related("unit").filter(unit__code="yunchuan", starts_at__lte=stage.at)
    sitting = mine.filter(state="sitting").order_by("pk").first()
    if (
        room := sitting
        or mine.exclude(state__in=["preparing", "cancelled"]).order_by("-starts_at", "pk").first()
    ):
        polls(stage, room)
        stage.settle()
    for plan in (
        Plan.objects.select_related("unit").filter(state__in=Plan.OPEN).order_by("unit__path", "year")[:1]
    ):
        _for_the_plan(stage, plan)
        stage.settle()


def _for_the_plan(stage: Stage, plan: Plan) -> None:
    """Members say which topics they want; the places go in proportion."""
    topics = list(plans.choosable(plan)[:4])
    people = [stage.cast.people[v] for v in VOTERS if v in stage.cast.people]
    terms = deliberation.Terms(
        question=f"{plan.year} 年先商量哪三件？", method="shares", voters="named", plan=plan, topics=topics, places=3,
        people=people, open_to_public=True, explanation="认可几件选几件；名额按人数分，人多的一方不会全拿。",
    )  # fmt: skip
    made = deliberation.plan_poll(
        plan.unit, terms=terms, actor=stage.actor("wang"), at=stage.at, token=stage.token()
    )
    deliberation.open_poll(made, actor=stage.actor("wang"), at=stage.at)
    _counted(stage, made, [_ticked(*keys) for keys in BLOCS])


def timed(stage: Stage) -> Story:
    """One without a meeting, among named people, that the clock closes and counts."""
    yield stage.office(stage.ago(14), 10)
    people = [stage.cast.people[v] for v in VOTERS if v in stage.cast.people]
    terms = deliberation.Terms(
        question="下季度调研先去哪里？", method="single", voters="named", options=("社区食堂", "零工市场", "公交枢纽"),
        people=people, closes_at=stage.later(2, 17),
    )  # fmt: skip
    unit = stage.cast.units["yunchuan"]
    made = deliberation.plan_poll(
        unit, terms=terms, actor=stage.actor("wang"), at=stage.at, token=stage.token()
    )
    deliberation.open_poll(made, actor=stage.actor("wang"), at=stage.at)
    yield stage.later(1, 15)
    _vote(stage, fresh(made), [_ticked(k) for k in "1121312"])


def polls(stage: Stage, gathering: Gathering) -> list[Poll]:
    """A handful of polls of this gathering, in every state, at the present moment of the play."""
    motion = {"method": "motion", "options": (), "secret": False, "quorum_of": "half", "base": "present"}
    ranked = _asked(
        stage, gathering, "晒被子的架子装在哪里？", method="ranked", options=PLACES, open_to_public=True,
        explanation="四个地方都到现场看过了，按先后排，可以并列。", quorum_of="half",
    )  # fmt: skip
    _counted(stage, ranked, [Ballot(ranks=r) for r in RANKED])
    stage.move(ranked, "publish", "chen")
    carried = _asked(stage, gathering, "同意把晾晒区写进小区公约吗？", open_to_public=True, **motion)
    _counted(stage, carried, [_ticked(v) for v in YES_NO])
    stage.move(carried, "publish", "wang")
    first = _asked(
        stage, gathering, "先在哪几栋楼前试装？", method="multiple", options=("一号楼", "五号楼", "九号楼"),
        places=2, most=2,
    )  # fmt: skip
    _counted(stage, first, [_ticked(*t) for t in TICKED])
    marks = _asked(
        stage, gathering, "三种晾衣架各打几分？", method="score", options=("落地架", "推拉杆", "升降架")
    )
    _counted(stage, marks, [Ballot(marks=m) for m in MARKS])
    void = _asked(stage, gathering, "同意下次到现场开会吗？", **motion)
    _counted(stage, void, [_ticked("yes"), _ticked("no")])
    running = _asked(
        stage, gathering, "公共晾晒区哪几样规矩您认可？", method="approval", options=("先到先用", "天黑收", "不占消防通道", "宠物用品不晒"),
        closes_at=stage.at + timedelta(days=3),
    )  # fmt: skip
    _vote(stage, running, [_ticked("1", "2"), _ticked("1")])
    cancelled = _planned(stage, gathering, "要不要延长公示？", **motion)
    stage.move(cancelled, "cancel", "wang", note="会上已经商定，不用再投。")
    coming = _planned(
        stage, gathering, "请谁来管架子？", method="single", options=("楼长", "物业", "居民代表")
    )
    return [fresh(p) for p in (ranked, carried, first, marks, void, running, cancelled, coming)]


def _planned(stage: Stage, gathering: Gathering, question: str, **more: Any) -> Poll:
    people = [stage.cast.people[v] for v in VOTERS if v in stage.cast.people]
    terms = deliberation.Terms(question=question, voters="named", gathering=gathering, people=people, **more)
    return deliberation.plan_poll(
        gathering.unit, terms=terms, actor=stage.actor("wang"), at=stage.at, token=stage.token()
    )


def _asked(stage: Stage, gathering: Gathering, question: str, **more: Any) -> Poll:
    made = _planned(stage, gathering, question, **more)
    deliberation.open_poll(made, actor=stage.actor("wang"), at=stage.at)
    return made


def _counted(stage: Stage, poll: Poll, said: Sequence[Ballot]) -> None:
    _vote(stage, poll, said)
    deliberation.close_poll(fresh(poll), actor=stage.actor("wang"), at=stage.at)


def _vote(stage: Stage, poll: Poll, said: Sequence[Ballot]) -> None:
    voters = [v for v in VOTERS if v in stage.cast.people]
    for who, ballot in zip(voters, said, strict=False):
        actor, at = stage.actor(who), stage.at
        if poll.secret:
            code = deliberation.confirm_ballot(poll, said=ballot, actor=actor, at=at).code
            deliberation.cast_secretly(poll, said=ballot, code=code, actor=actor, at=at)
        else:
            deliberation.cast_by_name(poll, said=ballot, actor=actor, at=at)


def _ticked(*keys: str) -> Ballot:
    return Ballot(chosen=tuple(k for k in keys if k))
