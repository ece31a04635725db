"""Rooms of meetings: one in which people speak at this moment, one left with questions, one settled, one never held."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shangliang.analysis.polls import Ballot
from shangliang.modules.deliberation import services as deliberation
from shangliang.modules.floor import services as floor
from shangliang.modules.floor.models import Floor, LiveQuestion, Speech
from shangliang.modules.gatherings import queries as gathered
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.surfaces.demo.year import enclosed
from shangliang.surfaces.demo.year.speaking import run_by
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import Matter

NOW, LEFT, SETTLED, DROPPED = "sitting-now", "held-now", "old-bridge", "cancelled-now"
LINES = (
    "现在开会，先请社区说明情况。", "五号楼前原来有两根绳子，拴在树上。", "绿花带补种了三回，踩秃了三回。",
    "今天就商量两件事：架子立在哪里，谁来管。", "请大家先举手，再发言，每人五分钟。",
)  # fmt: skip
WRONG, RIGHT = 2, "绿化带补种了三回，踩秃了三回。"


def dropped(stage: Stage, matter: Matter, gathering: Gathering) -> None:
    """Opened for a meeting that was called off."""
    if matter.key == DROPPED:
        _opened(stage, gathering)


def sat(stage: Stage, matter: Matter, gathering: Gathering) -> None:
    """What happens in the room during the first minutes."""
    if matter.key not in {NOW, LEFT, SETTLED}:
        return
    room = Hall(stage, _opened(stage, gathering), run_by(matter.unit))
    {NOW: _now, LEFT: _left, SETTLED: _settled}[matter.key](room)


def _opened(stage: Stage, gathering: Gathering) -> Floor:
    actor = stage.actor(run_by(gathering.unit.code))
    return floor.open_floor(fresh(gathering), actor=actor, at=stage.at)


class Hall:
    """A room on the stage: acts at so many seconds after the meeting began."""

    def __init__(self, stage: Stage, room: Floor, desk: str) -> None:
        self.stage, self.floor, self.desk = stage, room, stage.actor(desk)

    def at(self, seconds: int) -> datetime:
        return self.stage.at + timedelta(seconds=seconds)

    def seat(self, name: str) -> Participant:
        return self.floor.gathering.participants.select_related("person").get(name=name)

    def wish(self, name: str, seconds: int, **more: Any) -> Speech:
        return floor.ask_to_speak(
            self.floor, participant=self.seat(name), actor=self.desk, at=self.at(seconds), **more
        )

    def speak(self, name: str, seconds: int, lasts: int, notes: str) -> None:
        speech = self.wish(name, seconds)
        floor.call(speech, actor=self.desk, at=self.at(seconds + 10))
        floor.finish(speech, notes=notes, actor=self.desk, at=self.at(seconds + 10 + lasts))

    def ask(self, name: str, seconds: int, text: str, supporters: tuple[str, ...] = ()) -> LiveQuestion:
        question = floor.put(
            self.floor, participant=self.seat(name), text=text, token=self.stage.token(), actor=self.desk,
            at=self.at(seconds),
        )  # fmt: skip
        for who in supporters:
            floor.support(question, participant=self.seat(who), actor=self.desk, at=self.at(seconds + 20))
        return question


def _now(room: Hall) -> None:
    names = list(room.floor.gathering.participants.order_by("pk").values_list("name", flat=True))
    member, neighbour, worker, office = names
    desk = room.desk
    room.speak(neighbour, 120, 95, "被子没处晒，只好晒在绿化带上；愿意出力看架子。")
    room.speak(member, 240, 148, "建议立六组晾衣架，楼长牵头定公约。")
    answers = room.wish(office, 400)
    floor.call(answers, actor=desk, at=room.at(420))
    order = room.wish(neighbour, 430, kind="order", about="先请懂图纸的说清楚能不能打孔")
    floor.pause(answers, actor=desk, at=room.at(455))
    floor.admit(order, actor=desk, at=room.at(460))
    refused = room.wish(office, 470, kind="order", about="想换到下周再议")
    floor.refuse(refused, why="今天人到得齐，先议完。", actor=desk, at=room.at(480))
    floor.withdraw(room.wish(worker, 490, kind="order", about="休息五分钟"), actor=desk, at=room.at(500))
    floor.skip(room.wish(neighbour, 510), why="回家关火，一会儿再讲。", actor=desk, at=room.at(520))
    floor.call(room.wish(worker, 530), actor=desk, at=room.at(540))
    room.wish(member, 560)
    room.ask(worker, 600, "晾衣架坏了找谁修，钱从哪里出？", (neighbour, member))
    room.ask(member, 610, "五号楼前的硬化地归物业还是归社区？", (neighbour,))
    told = room.ask(neighbour, 620, "这块地以前晒过粮食吗？")
    floor.answer(told, participant=room.seat(worker), text="没有，一直是空地。", actor=desk, at=room.at(700))
    hidden = room.ask(office, 630, "三单元那家人凭什么占着楼道？")
    floor.hide(hidden, why="说的是某一户人家，请会后向社区反映。", actor=desk, at=room.at(650))
    herself = gathered.guest_actor(room.seat(worker))
    floor.take_back(room.ask(worker, 640, "几点散会？"), actor=herself, at=room.at(660))
    floor.arrange(room.floor, minutes=5, alternate=True, screened=True, actor=desk, at=room.at(720))
    room.ask(neighbour, 740, "夏天架子会不会烫手？")
    _captions(room)
    drawing = enclosed.keep(room.stage, "架子的位置.png", enclosed.seats(6), root=room.floor.root, actor=desk)
    gatherings.add_material(
        room.floor.gathering, kind="background", title="架子的位置", file=drawing, actor=desk, at=room.at(750)
    )
    floor.show_on_screen(room.floor, shows="speakers", actor=desk, at=room.at(760))
    _voted(room, {worker: "yes", neighbour: "no"})


def _voted(room: Hall, said: dict[str, str]) -> None:
    """Whoever has signed in votes, with or without an account; the member has not yet."""
    meeting = room.floor.gathering
    terms = deliberation.Terms(
        question="同意先试装一个月再定吗？", method="motion", voters="hall", secret=False, gathering=meeting
    )
    poll = deliberation.ask_now(meeting, terms=terms, actor=room.desk, at=room.at(780))
    for who, key in said.items():
        guest = gathered.guest_actor(room.seat(who))
        deliberation.cast_by_name(poll, said=Ballot(chosen=(key,)), actor=guest, at=room.at(790))


def _captions(room: Hall) -> None:
    for number, text in enumerate(LINES):
        when = room.at(60 + 12 * number)
        line = floor.caption(room.floor, text=text, token=room.stage.token(), actor=room.desk, at=when)
        if number == WRONG:
            floor.correct_caption(
                line, text=RIGHT, token=room.stage.token(), actor=room.desk, at=room.at(130)
            )


def _left(room: Hall) -> None:
    room.speak("蔺奶奶", 60, 70, "不会扫码，被收过一块钱。")
    room.wish("方志强", 200)
    room.ask("蔺奶奶", 240, "已经收走的钱能不能退？")


def _settled(room: Hall) -> None:
    room.speak("宋茶生", 60, 130, "桥上限行以后茶馆冷清，盼着保住老桥也保住生意。")
    room.speak("罗望", 220, 240, "桥体裂缝需要先监测一个雨季再定加固方案。")
    keys = {
        "货车限行以后，送货的车停在哪里？": ("曲小军", "d-police"),
        "修桥的时候茶馆能不能照常开门？": ("宋茶生", "d-culture"),
        "监测的数据向居民公开吗？": ("孟桂珍", "d-culture"),
    }
    kept = [
        room.ask(name, 500, text, ("孟桂珍",) if name != "孟桂珍" else ())
        for text, (name, _u) in keys.items()
    ]
    room.stage.start(_handed(room, [(q.pk, keys[q.text][1]) for q in kept]))


def _handed(room: Hall, questions: list[tuple[int, str]]) -> Story:
    """The next day each question gets its unit and its day; one is answered, one comes back, one waits."""
    stage, floor_pk = room.stage, room.floor.pk
    yield stage.later(1, 9)
    due = stage.today + timedelta(days=9)
    for pk, unit in questions:
        question = _question(pk)
        floor.hand(question, unit=stage.cast.units[unit], due_on=due, actor=room.desk, at=stage.at)
    stage.move(Floor.objects.select_related("unit").get(pk=floor_pk), "settle", "wang")
    (first, police), (second, culture), _third = questions
    yield stage.later(5, 15)
    text = "桥头北侧划出四个限时卸货车位，早六点到九点、晚八点以后可停三十分钟。"
    floor.reply(_question(first), text=text, actor=stage.actor(stage.clerks[police]), at=stage.at)
    yield stage.office(stage.ago(1), 11)
    why = "茶馆经营由街道协调，请交石桥街道答复。"
    stage.move(_question(second), "send_back", stage.clerks[culture], note=why)


def _question(pk: int) -> LiveQuestion:
    related = ("unit", "floor__unit", "floor__gathering")
    return LiveQuestion.objects.select_related(*related).get(pk=pk)
