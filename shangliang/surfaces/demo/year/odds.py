"""Everything that is not a chain: calls, voices declined or passed on, topics that went another way, an import."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

from shangliang.analysis import category
from shangliang.kernel import moves, sheets, text
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.outcomes import services as outcomes
from shangliang.modules.topics import services as topics
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices import queries as voice_queries
from shangliang.modules.voices import services as voices
from shangliang.modules.voices.models import Call, Voice
from shangliang.surfaces.demo.year import chain, doing, speaking
from shangliang.surfaces.demo.year.speaking import run_by
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import Asked, Matter, matters, rows, said

# --- calls


def call(
    stage: Stage, key: str, *, unit: str, title: str, body: str, opens: date, closes: date, brand: str = ""
) -> Story:
    yield stage.office(opens, 9)
    stage.things[key] = voices.open_call(
        stage.cast.units[unit], title=title, body=body, closes_on=closes, brand=stage.cast.brands.get(brand),
        actor=stage.actor(run_by(unit)), at=stage.at,
    )  # fmt: skip


def call_closed(stage: Stage, key: str, day: date) -> Story:
    yield stage.office(day, 16)
    stage.move(
        stage.things[key],
        "close",
        run_by(stage.things[key].unit.code),
        note="意见已经集中，提前截止，转入调研。",
    )


def call_drafted(
    stage: Stage, *, unit: str, title: str, body: str, day: date, closes: date, drop: bool = False
) -> Story:
    """One that is being written still."""
    yield stage.office(day, 17)
    made = Call(unit=stage.cast.units[unit], slug=text.code(6), title=title, text=body, closes_on=closes)
    moves.begin(made, actor=stage.actor(run_by(unit)), at=stage.at)
    if drop:
        yield stage.later(2, 9)
        stage.move(made, "drop", run_by(unit))


# --- single voices


def single(stage: Stage) -> None:
    """Voices that stay alone: declined, withdrawn, or passed on to a department at once."""
    for row in rows("declined"):
        stage.start(_declined(stage, row))
    for row in rows("passed"):
        stage.start(_passed(stage, row))


def _raised(stage: Stage, row: dict[str, str]) -> Voice:
    cast = stage.cast
    source = row.get("source", "citizen")
    return voices.raise_voice(
        cast.units[row.get("unit", "yunchuan")], title=row["title"], body=row["body"], source=source,
        actor=speaking.speaker(stage, source), at=stage.at, token=stage.token(),
        contact=speaking.contact(stage) if source == "citizen" else voices.Contact(), device=stage.token(),
        place=cast.units[row["place"]] if row.get("place") else None, place_text=row.get("spot", ""),
        open_ok=not row.get("reason"), field=cast.fields[row["field"]] if row.get("field") else None,
    )  # fmt: skip


def _declined(stage: Stage, row: dict[str, str]) -> Story:
    yield stage.moment(stage.ago(int(row["days"])), 9)
    voice = _raised(stage, row)
    yield stage.later(4, 16)
    if row["reason"] == "withdrawn":
        voices.withdraw(fresh(voice), actor=voice_queries.raiser(voice), at=stage.at)
    else:
        actor = stage.actor(run_by(voice.unit.code))
        voices.decline(fresh(voice), reason=row["reason"], note=row["note"], actor=actor, at=stage.at)


def _passed(stage: Stage, row: dict[str, str]) -> Story:
    """Straight to a department, and what its raiser says to the answer."""
    yield stage.moment(stage.ago(int(row["days"])), 8)
    voice = _raised(stage, row)
    yield stage.later(min(3, int(row["days"]) - 1), 10)
    known: dict[str, Any] = {k: v for k, v in row.items() if k in Asked.__dataclass_fields__}
    asked = Asked(**known, text=row["ask"])
    desk = run_by(voice.unit.code)
    topics.pass_voice_on(
        fresh(voice), lead=stage.cast.units[asked.lead], ask=asked.text, actor=stage.actor(desk), at=stage.at
    )
    dispatch = Dispatch.objects.select_related("unit").get(voices=voice)
    yield from doing.handled(stage, dispatch, asked, desk=desk)
    if not row.get("rating"):
        return
    yield stage.later(3, 20)
    voice = fresh(voice)
    if voice.state == "answered":
        attitude, result, comment = row["rating"].split("|")
        voices.rate(
            voice,
            attitude=int(attitude),
            result=result,
            comment=comment,
            actor=voice_queries.raiser(voice),
            at=stage.at,
        )
    if row.get("explain"):
        yield stage.later(4, 10)
        voices.explain(fresh(voice), note=row["explain"], actor=stage.actor(desk), at=stage.at)


# --- topics that went another way


def side(stage: Stage, matter: Matter) -> None:
    """A topic without a consultation, left where matter.stop says."""
    opened = stage.ago(matter.days)
    if matter.stop == "waiting":
        days = [stage.ago(n * matter.days // max(1, matter.count)) for n in range(matter.count)]
        speaking.heard(stage, matter, days)
        return
    days = [opened - timedelta(days=1 + n * 9 // max(1, matter.count)) for n in range(matter.count)]
    speaking.heard(stage, matter, days)
    stage.start(_side(stage, matter, opened))


def _side(stage: Stage, matter: Matter, opened: date) -> Story:
    desk = run_by(matter.unit)
    yield from chain.topic(stage, matter, opened)
    about = chain.of(stage, matter)
    kind, _colon, more = matter.stop.partition(":")
    if kind in {"candidate", "filed"}:
        return
    yield stage.later(3, 10)
    if kind == "not_taken":
        reason, _bar, note = more.partition("|")
        topics.decline(about, reason=reason, note=note, actor=stage.actor(desk), at=stage.at)
    elif kind == "merged":
        key, _bar, note = more.partition("|")
        into = Topic.objects.select_related("unit").get(pk=stage.topics[key])
        topics.merge(about, into=into, note=note, actor=stage.actor(desk), at=stage.at)
    elif kind == "passed_on":
        asked = matter.asked[0]
        topics.pass_on(
            about, lead=stage.cast.units[asked.lead], ask=asked.text, actor=stage.actor(desk), at=stage.at
        )
        dispatch = fresh(fresh(about).dispatch)
        yield from doing.handled(stage, dispatch, asked, desk=desk)
        yield stage.later(2, 9)
        speaking.rated(stage, matter, stage.at.date())


# --- a file, and what analysis has to say


def imported(stage: Stage, day: date) -> Story:
    """Voices of the hotline, brought in as one file: some new, one twice, one without a title."""
    yield stage.office(day, 15)
    unit, actor = stage.cast.units["yunchuan"], stage.actor("wang")
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["工单编号", "留言人", "主题", "留言时间", "地点", "内容"])
    chosen = [m for m in matters().values() if m.stop == "waiting" or m.slot in {9, 10}]
    for number in range(22):
        words = stage.words(chosen[number % len(chosen)], 40 + number)
        when = stage.moment(day - timedelta(days=1 + number % 6), 8 + number % 12)
        row = [f"{day:%y%m}{number:04d}", f"{stage.chance.choice(speaking.SURNAMES)}**", words.title]
        sheet.writerow([*row, f"{when:%Y-%m-%d %H:%M}", words.place_text, words.body])
        if number == 9:
            sheet.writerow([*row, f"{when:%Y-%m-%d %H:%M}", words.place_text, words.body])
    sheet.writerow([f"{day:%y%m}0099", "孙**", "", f"{day:%Y-%m-%d} 08:00", "", "路口信号灯时间太短。"])
    content = out.getvalue().encode()
    preview = voices.preview(
        unit, sheet=sheets.read_bytes(content), name="12345热线转办月报.csv", content=content, at=stage.at
    )
    voices.commit(unit, preview=preview, actor=actor, at=stage.at)


def analysed(stage: Stage) -> None:
    """Groups of waiting voices, and a guess of the field for each that has none."""
    examples = [(m, n) for m in matters().values() if m.titles for n in range(6)]
    words = [(said(m, n), m.field) for m, n in examples]
    model = category.train(
        [topics.message(Voice(pk=n, title=w.title, body=w.body, place_text=w.place_text)) for n, (w, _f) in enumerate(words)],
        [name for _w, name in words],
    )  # fmt: skip
    for code in ("yunchuan", "lanxi", "wangling"):
        topics.regroup(stage.cast.units[code], at=stage.at)
    bare = list(Voice.objects.filter(state="received", field=None).order_by("pk"))
    topics.guess_fields(bare, model=model, fields=stage.cast.fields, at=stage.at)


# --- lists that were not published


def listed(stage: Stage, matter: Matter, day: date, *, drop: bool) -> Story:
    """A list of results that is still being written, or was given up for a better one."""
    yield stage.office(day, 17)
    desk = run_by(matter.unit)
    made = outcomes.draft_feedback(
        chain.of(stage, matter), title=f"关于“{matter.title}”的结果反馈清单（初稿）",
        summary="部门答复正在陆续返回，先把已经明确的写上。", actor=stage.actor(desk), at=stage.at,
    )  # fmt: skip
    if drop:
        yield stage.later(1, 10)
        stage.move(made, "drop", desk, note="部分建议尚未答复，待全部答复后重新起草。")
