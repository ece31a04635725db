"""A consultation, from its preparation to the minutes and the five lights."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shangliang.kernel import calendar
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.models import Consensus, Gathering, Opinion, Participant
from shangliang.modules.plans.models import PlanItem
from shangliang.modules.topics.models import Topic
from shangliang.surfaces.demo.year import carrying, enclosed, hall, minuting
from shangliang.surfaces.demo.year.speaking import run_by
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import Matter

AGENDA = (
    "report|主办部门通报情况|15", "speech|委员和群众代表发言|50", "question|提问与追问|20", "answer|部门现场回应|25",
    "other|形成共识、主持人小结|10",
)  # fmt: skip


def met(stage: Stage, matter: Matter, day: date) -> Story:
    """The whole of one consultation; it ends with settled minutes."""
    gathering = yield from prepared(stage, matter, day)
    if matter.stop in {"preparing", "noticed", "cancelled"}:
        return
    yield fresh(gathering).starts_at
    kit = carrying.taken(stage, gathering) if matter.key == carrying.ROOM else None
    yield from sat(stage, matter, gathering)
    if kit:
        carrying.back(stage, kit)
    if matter.stop in {"sitting", "held"}:
        return
    until = stage.later(4 if matter.template != "micro" else 1, 16)
    yield from minuting.settled(stage, fresh(gathering), until)
    if matter.stop != "settled":
        concluded(stage, matter, gathering)


def prepared(stage: Stage, matter: Matter, day: date):
    """Prepared, researched, people invited, the notice out. Returns the gathering."""
    quick = matter.template == "micro"
    ahead = 4 if quick else 32
    yield stage.office(day - timedelta(days=ahead), 9)
    begins = _begins(stage, matter, day)
    gathering = _prepare(stage, matter, begins)
    stage.things[f"meeting {matter.key}"] = gathering
    if matter.stop == "preparing":
        return gathering
    if not quick:
        for number, line in enumerate(matter.visits):
            yield stage.office(day - timedelta(days=30 - 3 * number), 15)
            place, _bar, notes = line.partition("|")
            actor = stage.actor(run_by(matter.unit))
            gatherings.visit(
                fresh(gathering),
                on=calendar.day_of(stage.at),
                place=place,
                notes=notes,
                actor=actor,
                at=stage.at,
            )
    yield stage.office(day - timedelta(days=3 if quick else 23), 16)
    _handed_out(stage, matter, gathering)
    stage.move(gathering, "notice", run_by(matter.unit))
    if matter.stop == "cancelled":
        hall.dropped(stage, matter, gathering)
        yield stage.later(3, 15)
        gatherings.cancel(
            fresh(gathering), note="当日有台风蓝色预警，群众到会不便，改为入户征求意见。",
            actor=stage.actor(run_by(matter.unit)), at=stage.at,
        )  # fmt: skip
    return gathering


def _handed_out(stage: Stage, matter: Matter, gathering: Gathering) -> None:
    """What goes out with the notice: where everybody sits, and what was seen on the visits."""
    if matter.template == "micro":
        return
    visits = [(number, *line.split("|")) for number, line in enumerate(matter.visits, start=1)]
    enclosures = [("other", "会场座次图.png", enclosed.seats(len(matter.guests)))]
    if visits:
        enclosures.append(("research", "会前调研记录.csv", enclosed.table(["序号", "地点", "情况"], visits)))
    actor = stage.actor(run_by(matter.unit))
    for kind, name, content in enclosures:
        kept = enclosed.keep(stage, name, content, root=gathering.root, actor=actor)
        title = name.partition(".")[0]
        gatherings.add_material(fresh(gathering), kind=kind, title=title, file=kept, actor=actor, at=stage.at)


def _begins(stage: Stage, matter: Matter, day: date) -> datetime:
    if matter.stop == "sitting":
        return stage.now - timedelta(minutes=40)
    if matter.template == "micro":
        return stage.office(day, stage.chance.choice([15, 19])).replace(minute=30, second=0)
    return stage.office(day, stage.chance.choice([9, 14])).replace(minute=0, second=0)


def _prepare(stage: Stage, matter: Matter, begins: datetime) -> Gathering:
    cast, actor = stage.cast, stage.actor(run_by(matter.unit))
    topic = Topic.objects.select_related("unit").get(pk=stage.topics[matter.key])
    item = PlanItem.objects.filter(topic=topic, state="listed").first()
    gathering = gatherings.prepare(
        cast.units[matter.unit], topic=topic, title=matter.name or f"{matter.title}协商会", type=matter.type,
        template=matter.template, plan_item=item, brand=cast.brands.get(matter.brand), place=matter.venue,
        online=matter.online, region=_region(stage, matter), starts_at=begins,
        ends_at=begins + timedelta(hours=1 if matter.template == "micro" else 2, minutes=30),
        convener=cast.people[matter.convener or "lin"], open_to_public=matter.open, actor=actor, at=stage.at,
        token=stage.token(),
    )  # fmt: skip
    lines = [line.split("|") for line in matter.agenda or (_SHORT if matter.template == "micro" else AGENDA)]
    agenda = [gatherings.AgendaItem(part, title, int(minutes)) for part, title, minutes in lines]
    gatherings.set_agenda(gathering, items=agenda, actor=actor, at=stage.at)
    for line in matter.guests:
        _invite(stage, gathering, line)
    return gathering


_SHORT = ("report|说明情况|10", "speech|大家商量|30", "answer|定下办法|10")


def _region(stage: Stage, matter: Matter):
    code = matter.spots[0].partition("|")[2] if matter.spots else ""
    return stage.cast.units.get(code)


def _invite(stage: Stage, gathering: Gathering, line: str) -> None:
    capacity, who, standing, unit = [*line.split("|"), "", ""][:4]
    person = stage.cast.people[who[1:]] if who.startswith("@") else None
    gatherings.invite(
        gathering, capacity=capacity, name="" if person else who, person=person, standing=standing,
        unit=stage.cast.units[unit] if unit else None, actor=stage.actor(run_by(gathering.unit.code)), at=stage.at,
    )  # fmt: skip


def sat(stage: Stage, matter: Matter, gathering: Gathering) -> Story:
    """People come, speak and agree."""
    who = stage.actor(run_by(matter.unit))
    stage.move(gathering, "start", run_by(matter.unit))
    present = list(
        Participant.objects.filter(gathering=gathering).select_related("gathering", "person").order_by("pk")
    )
    absent = _absent(matter, present)
    for guest in present:
        if guest != absent:
            gatherings.sign_in(guest, actor=who, at=stage.at)
        elif matter.key == hall.SETTLED:
            gatherings.excuse(guest, why="当天出诊走不开", actor=who, at=stage.at)
    parts = list(gathering.agenda.select_related("gathering").order_by("order"))
    for part in parts[:2]:
        gatherings.open_part(part, actor=who, at=stage.at)
    hall.sat(stage, matter, gathering)
    if not matter.opinions:
        return
    yield stage.at + timedelta(minutes=25)
    opinions = _opinions(stage, matter, gathering, present)
    if matter.stop == "sitting":
        return
    yield stage.at + timedelta(minutes=20)
    for number, line in enumerate(matter.consensus):
        text, unit, days = line.split("|")
        gatherings.agree(
            fresh(gathering), text=text, responsible=stage.cast.units[unit],
            due_on=calendar.day_of(stage.at) + timedelta(days=int(days)),
            opinions=opinions[number * 2 : number * 2 + 2], actor=who, at=stage.at,
        )  # fmt: skip
    gatherings.end(fresh(gathering), actor=who, at=stage.at)


def _absent(matter: Matter, present: list[Participant]) -> Participant | None:
    """Of many who were asked one does not come: nobody who speaks, leads or answers for an office."""
    spoke = {line.partition("|")[0] for line in matter.opinions}
    may_lack = {"grassroots", "stakeholder", "expert", "think_tank", "legal"}
    quiet = [p for p in present if p.name not in spoke and p.capacity in may_lack]
    return quiet[-1] if quiet and len(present) > 7 else None


def _opinions(
    stage: Stage, matter: Matter, gathering: Gathering, present: list[Participant]
) -> list[Opinion]:
    by_name = {p.name: p for p in present}
    said: list[Opinion] = []
    for line in matter.opinions:
        name, text, *answered = line.split("|")
        said.append(
            gatherings.opine(
                gathering, participant=by_name[name], text=text, token=stage.token(),
                replies_to=said[int(answered[0]) - 1] if answered else None,
                actor=stage.actor(run_by(matter.unit)), at=stage.at,
            )
        )  # fmt: skip
    return said


def concluded(stage: Stage, matter: Matter, gathering: Gathering) -> None:
    """The settled minutes are concluded, and what the record itself shows lights two of the five."""
    stage.move(gathering, "conclude", run_by(matter.unit))
    gathering = fresh(gathering)
    signed = gathering.participants.filter(signed_in_at__isnull=False).count()
    lit(stage, gathering, "theme", f"议题：{matter.title}")
    lit(
        stage,
        gathering,
        "consultation",
        f"在{gathering.place or '线上会场'}举行，到会{signed}人，记录意见{len(matter.opinions)}条。",
    )


def lit(stage: Stage, gathering: Gathering, kind: str, evidence: str) -> None:
    if evidence:
        actor = stage.actor(run_by(gathering.unit.code))
        gatherings.light(gathering, kind=kind, evidence=evidence, actor=actor, at=stage.at)


def lit_up(stage: Stage, matter: Matter) -> None:
    """What came of it lights the rest; with all five the gathering closes."""
    gathering = fresh(stage.things[f"meeting {matter.key}"])
    if gathering.state != "concluded":
        return
    for kind, evidence in (("problem", matter.problem), ("case", matter.case), ("media", matter.media)):
        lit(stage, gathering, kind, evidence)
    if matter.problem and matter.case and matter.media:
        stage.move(gathering, "close", run_by(matter.unit))


def agreed(stage: Stage, key: str) -> list[Consensus]:
    return list(stage.things[f"meeting {key}"].consensus.order_by("pk"))
