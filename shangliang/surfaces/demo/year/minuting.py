"""Minutes of the year: put together, sent round, signed, objected to, settled."""

from __future__ import annotations

from datetime import datetime

from shangliang.kernel import calendar
from shangliang.modules.gatherings.models import Gathering, Opinion
from shangliang.modules.minutes import queries
from shangliang.modules.minutes import services as minutes
from shangliang.modules.minutes.models import Minutes, Signing
from shangliang.modules.people.models import Person
from shangliang.surfaces.demo.year.speaking import run_by
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh

ROWS = ("unit", "minutes__gathering__unit", "chair", "speaker__person", "office")
READ = "会后到家里把这一条念给本人听，本人认可。"


def settled(stage: Stage, gathering: Gathering, until: datetime) -> Story:
    """From the record to settled minutes, sent round on the working day before where there is one; ends at `until`."""
    day = calendar.day_of(until)
    before = until - (day - stage.calendar.add(day, -1))
    if before > stage.at:
        yield before
    paper = sent_round(stage, gathering)
    signed(stage, paper, object_to=_objection(gathering))
    answered(stage, paper)
    if until > stage.at:
        yield until
    _agreed_after_all(stage, paper)
    minutes.settle(fresh(paper), actor=_desk(stage, gathering), at=stage.at)


def _desk(stage: Stage, gathering: Gathering):
    return stage.actor(run_by(gathering.unit.code))


def assembled(stage: Stage, gathering: Gathering) -> Minutes:
    paper, _done = minutes.assemble(gathering, actor=_desk(stage, gathering), at=stage.at)
    return paper


def sent_round(stage: Stage, gathering: Gathering) -> Minutes:
    """Assembled, every consensus cited, and on its way to those it speaks for."""
    paper = assembled(stage, gathering)
    for one in queries.uncited(gathering.pk).select_related("gathering"):
        reason = "主持人小结时当场提出，到会的人没有不同意见"
        minutes.cite(paper, consensus=one, reason=reason, actor=_desk(stage, gathering), at=stage.at)
    minutes.circulate(paper, actor=_desk(stage, gathering), at=stage.at)
    return paper


def signed(stage: Stage, paper: Minutes, *, but: str = "", object_to: str = "") -> None:
    """Everybody signs for herself; to those without an account it is read. but: a kind that has not signed yet
    (chair, speaker, office). object_to: what the first department objects to in what it is to do.
    """
    for one in paper.signings.filter(state="asked").select_related(*ROWS).order_by("pk"):
        if but and getattr(one, but):
            continue
        hand = _hand(stage, one)
        if hand is None:
            minutes.excuse(one, how=READ, actor=_desk(stage, paper.gathering), at=stage.at)
            continue
        mine = list(queries.items_of(one))
        duty = next((i for i in mine if i.section == "consensus"), None) if one.office else None
        objections = {duty.pk: object_to} if duty and object_to else {}
        object_to = "" if objections else object_to
        minutes.sign(
            one, seen=queries.mark_of(mine), objections=objections, actor=stage.actor(hand), at=stage.at
        )


def _hand(stage: Stage, one: Signing) -> str | None:
    """Whose login it is: the chair's, the speaker's, the clerk's of the department."""
    person: Person | None = one.chair or (one.speaker.person if one.speaker else None)
    if one.office:
        return stage.clerks.get(one.office.code) or stage.heads.get(one.office.code)
    return person.username if person else None


def answered(stage: Stage, paper: Minutes, *, but_last: bool = False) -> None:
    """What was agreed took up some, a department answered others, the rest goes elsewhere."""
    rows = paper.treatments.filter(state="open").select_related("unit", "minutes", "opinion")
    around = ("opinion__consensus__responsible", "opinion__consensus__opinions", "opinion__replies")
    waiting = list(rows.prefetch_related(*around).order_by("opinion"))
    for row in waiting[: -1 if but_last else None]:
        what, why = _what(row.opinion)
        minutes.answer(row, what=what, why=why, actor=_desk(stage, paper.gathering), at=stage.at)


def _what(opinion: Opinion) -> tuple[str, str]:
    for agreed in opinion.consensus.all():
        said = [o.pk for o in agreed.opinions.all() if o.replies_to_id is None]
        if opinion.pk == min(said):
            return "adopted", f"已写进共识，由{agreed.responsible.short}办理：{agreed.text}"
        return "partly", f"合并写进共识“{agreed.text}”，细处由{agreed.responsible.short}办理时再定。"
    for reply in opinion.replies.all():
        return "partly", f"部门当场作了答复：{reply.text}"
    return "declined", "这次没有形成共识，原话已转有关单位研究，明年选题时一并考虑。"


def _objection(gathering: Gathering) -> str:
    """Some departments find the day too near; most of what was agreed is signed as it is."""
    return "时限里没有算汛期停工的天数，请写明可以顺延。" if gathering.pk % 9 == 0 else ""


def _agreed_after_all(stage: Stage, paper: Minutes) -> None:
    """What was objected stays as it was said at the table, and the minutes say so."""
    for verdict in queries.objections(paper).select_related("item__minutes"):
        minutes.keep_objection(
            verdict,
            why="会上定的就是这个日子，汛期另行函商。",
            actor=_desk(stage, paper.gathering),
            at=stage.at,
        )


def of_the_day(stage: Stage) -> None:
    """At the end of the year: a draft where people still sit, and one that waits for signatures with an objection."""
    sitting = Gathering.objects.select_related("unit").filter(state="sitting", unit__code="yunchuan")
    if room := sitting.order_by("pk").first():
        paper = assembled(stage, room)
        actor = _desk(stage, room)
        first = paper.items.select_related("minutes").filter(section="opinion").first()
        if first:
            words = f"{first.text.rstrip('。')}，建议选在楼间日照最好的一侧。"
            minutes.edit_item(first, text=words, revision=first.revision, actor=actor, at=stage.at)
        minutes.add_item(
            paper,
            title="主持人提醒",
            text="下次到现场看过再定位置。",
            token=stage.token(),
            actor=actor,
            at=stage.at,
        )
    held = Gathering.objects.select_related("unit").filter(state="held", paper=None).order_by("pk")
    for gathering in held:
        paper = sent_round(stage, gathering)
        signed(stage, paper, but="chair", object_to="要和企业签协议，二十天不够，请写两个月。")
        answered(stage, paper, but_last=True)
