"""People speak: by telephone, on paper, as members and departments; and what is done with single voices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F

from shangliang.kernel import sealed
from shangliang.kernel.access import PUBLIC, STEP, Actor
from shangliang.modules.topics import services as topics
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices import queries as voice_queries
from shangliang.modules.voices import services as voices
from shangliang.modules.voices.models import Call, MeToo, Voice
from shangliang.surfaces.demo.year import enclosed
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import Matter, Said

JOINABLE = {"candidate", "filed", "planned", "discussing", "dispatched"}
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
TITLES = ("大妈", "大爷", "女士", "先生", "师傅", "老师", "阿姨", "大姐")
OFFICES = {"lanxi": "gao", "wangling": "luo", "kaifa": "ning"}  # unit → who runs it; the city's is wang
SOURCES = (
    "citizen",
    "citizen",
    "citizen",
    "member",
    "citizen",
    "citizen",
    "department",
    "citizen",
    "leader",
    "citizen",
)


# Who passes on what others say quotes them.
QUOTED = {
    "member": "委员走访时，一位群众说：“{}”",
    "department": "窗口近来常听人说：“{}”",
    "leader": "下基层调研时，有群众当面讲：“{}”请作为题目研究。",
}


def run_by(unit: str) -> str:
    return OFFICES.get(unit, "wang")


def contact(stage: Stage) -> voices.Contact:
    """Somebody who does not exist: the number range is not given out."""
    name = stage.chance.choice(SURNAMES) + stage.chance.choice(TITLES)
    return voices.Contact(name, f"1990000{stage.chance.randrange(10_000):04d}")


def speaker(stage: Stage, source: str) -> Actor:
    """Whoever speaks in this source: citizens have no account."""
    if source == "member":
        return stage.actor(stage.chance.choice(["lin", "deng", "feng", "jiang", "yu", "kang", "mo", "long"]))
    if source == "department":
        return stage.actor(stage.chance.choice(["xu", "he", "ma", "hu"]))
    return stage.actor("du") if source == "leader" else PUBLIC


def speak(
    stage: Stage,
    words: Said,
    *,
    source: str = "citizen",
    call: Call | None = None,
    open_ok: bool = True,
    photo: str = "",
) -> Voice:
    """One voice, now; `photo` is the name of the picture that goes with it."""
    cast, citizen = stage.cast, source == "citizen"
    if call and fresh(call).state != "open":
        call = None
    unit, actor, kept = cast.units[words.matter.unit], speaker(stage, source), []
    if photo:
        content = enclosed.photo(f"{photo} {words.title}")
        kept.append(enclosed.keep(stage, photo, content, root=unit.path[:STEP], actor=actor))
    voice = voices.raise_voice(
        unit, title=words.title, body=QUOTED.get(source, "{}").format(words.body), source=source, actor=actor, at=stage.at, token=stage.token(), files=kept,
        contact=contact(stage) if citizen and stage.chance.random() < 0.8 else voices.Contact(),
        device=stage.token(), place=cast.units[words.place] if words.place else None,
        place_text=words.place_text, call=call, open_ok=open_ok,
        field=cast.fields[words.matter.field] if stage.chance.random() < 0.4 else None,
    )  # fmt: skip
    stage.voices[words.matter.key].append(voice.pk)
    return voice


def heard(stage: Stage, matter: Matter, days: Sequence[date], *, call: str = "") -> None:
    """So many voices of one matter, on these days."""
    for number, day in enumerate(days):
        stage.start(_voice(stage, matter, number, day, call))


def _voice(stage: Stage, matter: Matter, number: int, day: date, call: str) -> Story:
    """Raised on a day; where its topic is there already, it joins it when it has been read."""
    yield stage.moment(day, stage.chance.choice([7, 8, 9, 10, 12, 13, 16, 19, 20, 21]))
    source = SOURCES[number % len(SOURCES)]
    photo = f"{matter.spots[0].partition('|')[0]}现场.png" if number % 11 == 4 and matter.spots else ""
    voice = speak(
        stage,
        stage.words(matter, number),
        source=source,
        call=stage.things.get(call),
        open_ok=number % 7 != 5,
        photo=photo,
    )
    if stage.chance.random() < 0.3:
        yield stage.moment(day + timedelta(days=stage.chance.randint(1, 4)), 20)
        _agreed_with(stage, voice, stage.chance.randint(1, 5))
    if matter.key not in stage.topics or matter.key in stage.to_read:
        return
    # One reading a few days later takes in whatever has come meanwhile.
    stage.to_read.add(matter.key)
    yield stage.later(stage.chance.randint(3, 7), 15)
    stage.to_read.discard(matter.key)
    topic = Topic.objects.select_related("unit").get(pk=stage.topics[matter.key])
    came = waiting(stage, matter.key)
    if came and topic.state in JOINABLE:
        topics.join(topic, voices=came, actor=stage.actor(run_by(matter.unit)), at=stage.at)


def _agreed_with(stage: Stage, voice: Voice, many: int) -> None:
    """So many others press 我也有这事 in one evening, each on a telephone of their own."""
    heads = [sealed.mark("device", stage.token()) for _ in range(many)]
    MeToo.objects.bulk_create(MeToo(voice=voice, head=head, at=stage.at) for head in heads)
    Voice.objects.filter(pk=voice.pk).update(me_too=F("me_too") + many)


def waiting(stage: Stage, key: str) -> list[Voice]:
    """The voices of a matter that nobody has taken up yet."""
    rows = Voice.objects.filter(pk__in=stage.voices[key], state="received")
    return list(rows.select_related("unit").order_by("pk"))


def typed(
    stage: Stage,
    matters: Sequence[tuple[Matter, int]],
    *,
    day: date,
    who: str,
    unit: str,
    place: str,
    number: int,
) -> Story:
    """A grid worker's paper form: one line of each matter, typed on one evening."""
    yield stage.moment(day, 17)
    lines = [stage.words(matter, at) for matter, at in matters]
    sheet = voices.type_sheet(
        stage.cast.units[unit], worker=stage.cast.people[who], paper_no=f"{place.upper()}-{day:%Y%m}-{number:02d}",
        collected_on=day - timedelta(days=2), token=stage.token(), actor=stage.actor(who), at=stage.at,
        place=stage.cast.units[place], handed_out=stage.chance.choice([20, 30, 40]),
        lines=[
            voices.SheetLine(w.title, "入户时居民反映：" + w.body, w.place_text, contact(stage)) for w in lines
        ],
    )  # fmt: skip
    kept = list(sheet.voices.order_by("pk").values_list("pk", flat=True))
    for words, pk in zip(lines, kept, strict=True):
        stage.voices[words.matter.key].append(pk)
    yield stage.later(4, 11)
    for words, pk in zip(lines, kept, strict=True):
        topic = (
            Topic.objects.select_related("unit").filter(pk=stage.topics.get(words.matter.key) or 0).first()
        )
        voice = Voice.objects.select_related("unit").get(pk=pk)
        if topic and topic.state in JOINABLE and voice.state == "received":
            topics.join(topic, voices=[voice], actor=stage.actor(run_by(unit)), at=stage.at)


def rated(stage: Stage, matter: Matter, answered_on: date) -> None:
    """Raisers judge what they were told, each on a day of their own; the rest let the time run out."""
    rows = Voice.objects.filter(pk__in=stage.voices[matter.key], state="answered").order_by("pk")
    for number, (voice, words) in enumerate(zip(rows, matter.ratings, strict=False)):
        attitude, result, comment = words.split("|")
        day = answered_on + timedelta(days=2 + number * 2 % 13)
        stage.start(_rating(stage, voice, day, (int(attitude), result, comment)))


def _rating(stage: Stage, voice: Voice, day: date, words: tuple[int, str, str]) -> Story:
    yield stage.moment(day, stage.chance.choice([8, 12, 19, 20]))
    voice = fresh(voice)
    if voice.state == "answered":
        voices.seen(voice, at=stage.at)
        attitude, result, comment = words
        voices.rate(
            voice,
            attitude=attitude,
            result=result,
            comment=comment,
            actor=voice_queries.raiser(voice),
            at=stage.at,
        )
