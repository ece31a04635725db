"""The whole chain of one matter: voices, topic, plan, consultation, recommendations, feedback, going back."""

from __future__ import annotations

from datetime import date, timedelta

from shangliang.kernel import calendar
from shangliang.modules.outcomes import services as outcomes
from shangliang.modules.outcomes.models import Document, Recommendation
from shangliang.modules.plans import services as plans
from shangliang.modules.plans.models import Plan, PlanItem
from shangliang.modules.topics import services as topics
from shangliang.modules.topics.models import Topic
from shangliang.surfaces.demo.year import doing, enclosed, meeting, speaking
from shangliang.surfaces.demo.year.speaking import run_by
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import Asked, Matter, Paper, Word

SCORERS = {"yunchuan": ("wang", "chen", "lin", "zhao"), "lanxi": ("gao", "tian"), "wangling": ("luo", "qin")}
CHAIRS = {"lanxi": "tao", "wangling": "yan", "kaifa": "hao"}  # who leads outside the city's own plan


def voices(stage: Stage, matter: Matter, opened: date, until: date, *, call: str = "") -> None:
    """Nearly half of them before there is a topic, the others while it goes its way."""
    before = matter.count * 9 // 20
    days = [opened - timedelta(days=1 + n * 10 // max(1, before)) for n in range(before)]
    span = max(4, (until - opened).days)
    after = matter.count - before
    days += [opened + timedelta(days=2 + n * (span - 2) // max(1, after)) for n in range(after)]
    speaking.heard(stage, matter, days, call=call)


def topic(stage: Stage, matter: Matter, opened: date) -> Story:
    """Opened from its voices, scored by those who choose, and filed."""
    yield stage.office(opened, 14)
    desk, cast = run_by(matter.unit), stage.cast
    place = matter.spots[0].partition("|")[2] if matter.spots else ""
    made = topics.open_topic(
        cast.units[matter.unit], title=matter.title, summary=matter.summary, origin=matter.origin,
        actor=stage.actor(desk), at=stage.at, voices=speaking.waiting(stage, matter.key),
        field=cast.fields[matter.field], place=cast.units[place] if place else None,
    )  # fmt: skip
    stage.topics[matter.key] = made.pk
    if matter.stop == "candidate":
        return
    yield stage.later(4, 11)
    score(stage, made, matter)
    yield stage.later(3, 15)
    stage.move(made, "file", desk)


def score(stage: Stage, made: Topic, matter: Matter) -> None:
    for number, who in enumerate(SCORERS.get(matter.unit, ("wang",))):
        marks = [max(1, min(5, mark + (number + shift) % 3 - 1)) for shift, mark in enumerate(matter.score)]
        first, second, third = marks
        topics.score(
            made, scale="needed" if number % 2 == 0 else "doable", first=first, second=second, third=third,
            actor=stage.actor(who), at=stage.at,
        )  # fmt: skip


def of(stage: Stage, matter: Matter) -> Topic:
    return Topic.objects.select_related("unit").get(pk=stage.topics[matter.key])


def item(stage: Stage, matter: Matter, plan: Plan, month: int, *, reason: str = "") -> PlanItem:
    cast = stage.cast
    leader = CHAIRS.get(matter.unit, matter.leader)
    return plans.add_item(
        plan, topic=of(stage, matter), type=matter.type, month=month, leader=cast.people[leader],
        committee=cast.units[matter.committee], departments=[cast.units[d] for d in matter.departments],
        supervising=matter.supervising, reason=reason, actor=stage.actor(run_by(matter.unit)), at=stage.at,
        token=stage.token(),
    )  # fmt: skip


def planned(stage: Stage, matter: Matter, opened: date, plan_key: str, meets: date) -> Story:
    """A topic that goes into the plan of its year: as a matter of course, or late with a reason."""
    yield from topic(stage, matter, opened)
    yield stage.later(2, 10)
    plan = fresh(stage.things[plan_key])
    reason = matter.late or "群众反映集中，经主席会议研究，临时增补。" if plan.state == "issued" else ""
    item(stage, matter, plan, meets.month, reason=reason)


def consulted(stage: Stage, matter: Matter, meets: date) -> Story:
    """The meeting, and everything that comes out of it."""
    yield from meeting.met(stage, matter, meets)
    if matter.stop:
        return
    yield stage.later(3, 10)
    met = stage.things[f"meeting {matter.key}"]
    for paper in matter.papers:
        stage.start(_paper(stage, matter, paper))
    first = stage.later(4, 10)
    agreed = meeting.agreed(stage, matter.key)
    for number, asked in enumerate(matter.asked):
        consensus = agreed[number] if number < len(agreed) else None
        stage.start(_asked(stage, matter, asked, first, consensus, met))
    if matter.feedback:
        yield stage.office(meets + timedelta(days=_settled_by(matter)), 10)
        yield from fed_back(stage, matter)


def _settled_by(matter: Matter) -> int:
    """Days after the meeting on which every answer ought to be there."""
    slow = any(a.redo or a.bounce or a.extend for a in matter.asked)
    return 84 if slow else 72 if matter.template != "micro" else 58


def _asked(stage: Stage, matter: Matter, asked: Asked, first, consensus, met) -> Story:
    """One recommendation: written, sent, handled."""
    yield stage.working(-asked.ago) if asked.ago else first
    desk, cast = run_by(matter.unit), stage.cast
    made = outcomes.recommend(
        of(stage, matter), text=asked.text, gathering=met, consensus=consensus,
        department=cast.units[asked.lead], actor=stage.actor(desk), at=stage.at,
    )  # fmt: skip
    if asked.stop == "draft":
        return
    yield stage.later(2, 15) if not asked.ago else stage.at + timedelta(minutes=20)
    if asked.drop:
        stage.move(made, "withdraw", desk, note=asked.drop)
        return
    units = {name: [cast.units[u] for u in getattr(asked, name)] for name in ("joint", "split", "assist")}
    made = Recommendation.objects.select_related("unit", "topic__unit").get(pk=made.pk)
    dispatch = outcomes.send(made, lead=cast.units[asked.lead], actor=stage.actor(desk), at=stage.at, **units)
    yield from doing.handled(stage, dispatch, asked, desk=desk)


# --- papers and what leaders write on them


def _paper(stage: Stage, matter: Matter, paper: Paper) -> Story:
    yield stage.later(2, 11)
    desk, about = run_by(matter.unit), of(stage, matter)
    file = None
    if paper is matter.papers[0]:
        content = enclosed.typed(paper.title, paper.body, calendar.day_of(stage.at))
        file = enclosed.keep(stage, f"{paper.title}.docx", content, root=about.root, actor=stage.actor(desk))
    made = outcomes.draft_document(
        about, kind=paper.kind, title=paper.title, body=paper.body, file=file,
        gathering=stage.things[f"meeting {matter.key}"], actor=stage.actor(desk), at=stage.at,
    )  # fmt: skip
    if paper.stop == "draft":
        return
    yield stage.later(2, 16)
    stage.move(made, "check", desk)
    if paper.stop == "gatekeeping":
        return
    yield stage.later(3, 10)
    stage.move(made, "clear", "chen")
    if paper.stop == "cleared":
        return
    yield stage.later(1, 10)
    if paper.stop == "dropped":
        stage.move(made, "drop", desk, note="内容已并入本月专报，不再单独报送。")
        return
    outcomes.submit(fresh(made), sent_to=paper.to, actor=stage.actor(desk), at=stage.at)
    if paper.stop == "submitted":
        return
    words = matter.words if paper is matter.papers[0] else ()
    if not words:
        yield stage.later(11, 16)
        stage.move(made, "echo", desk, note="收文单位回复：已阅，转有关部门研究采纳。")
    for word in words:
        yield stage.later(6, 9)
        yield from _instructed(stage, matter, fresh(made), word)


def _instructed(stage: Stage, matter: Matter, document: Document, word: Word) -> Story:
    desk = run_by(matter.unit)
    scan = enclosed.scan(f"{word.leader} {word.text}")
    made = outcomes.instruct(
        document, leader=word.leader, rank=word.rank, text=word.text, on=calendar.day_of(stage.at),
        file=enclosed.keep(stage, "批示件扫描.png", scan, root=document.root, actor=stage.actor(desk)),
        actor=stage.actor(desk), at=stage.at,
    )  # fmt: skip
    if word.stop == "recorded":
        return
    yield stage.later(1, 15)
    if not word.to:
        stage.move(made, "note_only", desk, note="领导阅示，无需转办，已存档。")
        return
    outcomes.forward(fresh(made), passed_to=stage.cast.units[word.to], actor=stage.actor(desk), at=stage.at)
    if word.stop == "forwarded":
        return
    yield stage.later(16, 16)
    outcomes.answer_instruction(
        fresh(made), answer=word.answer, actor=stage.actor(stage.clerks[word.to]), at=stage.at
    )


# --- back to the people


def fed_back(stage: Stage, matter: Matter) -> Story:
    """The list of results is drafted, read again and published; everybody who raised the matter is told."""
    desk, about = run_by(matter.unit), of(stage, matter)
    if about.recommendations.filter(state__in=["draft", "sent"]).exists():
        return
    listed = outcomes.draft_feedback(
        about,
        title=f"关于“{matter.title}”的结果反馈清单",
        summary=matter.feedback,
        actor=stage.actor(desk),
        at=stage.at,
    )
    yield stage.later(2, 15)
    outcomes.refill(fresh(listed), actor=stage.actor(desk), at=stage.at)
    outcomes.publish(fresh(listed), actor=stage.actor(desk), at=stage.at)
    speaking.rated(stage, matter, calendar.day_of(stage.at))
    yield stage.later(9, 10)
    meeting.lit_up(stage, matter)
    if matter.back:
        yield from gone_back(stage, matter)


def gone_back(stage: Stage, matter: Matter) -> Story:
    """再商量：somebody goes to see, and the topic is opened again where it slipped."""
    yield stage.later(40, 10)
    person = stage.cast.people[matter.convener or "lin"]
    visit_on = calendar.day_of(stage.at) + timedelta(days=30)
    back = outcomes.plan_look_back(
        of(stage, matter), visit_on=visit_on, why="反馈已有些日子，回去看看是否真正落实",
        person=person, actor=stage.actor(run_by(matter.unit)), at=stage.at,
    )  # fmt: skip
    if matter.finding == "dropped":
        yield stage.later(5, 10)
        stage.move(back, "drop", run_by(matter.unit), note="部门已主动组织回访并公布结果，不再重复安排。")
        return
    if not matter.finding:
        return
    yield stage.office(visit_on, 15)
    outcomes.conclude(
        fresh(back), notes=matter.back, finding=matter.finding, again=matter.reopen,
        actor=stage.actor(run_by(matter.unit)), at=stage.at,
    )  # fmt: skip
