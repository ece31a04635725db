"""社情民意信息: briefs from their draft to the feedback, two composites, two stations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shangliang.kernel import calendar
from shangliang.modules.briefs import services as briefs
from shangliang.modules.briefs.models import Brief
from shangliang.surfaces.demo.year import doing, enclosed
from shangliang.surfaces.demo.year.speaking import run_by
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import Asked, rows

REVIEWER = {"yunchuan": "yao", "lanxi": "song"}
CHAIR = {"yunchuan": "chen", "lanxi": "tao"}
COMPOSITES = {
    "school": ("关于校园周边“吃、住、气”三件事的情况", "请教育、市场监管、城管部门联合检查一次校园周边，午托班定标准挂牌，夜市避开晚自习。", 70, ""),
    "toilet": ("关于农村厕所改了不能用的情况", "请农业农村、生态环境部门查清坏了多少、谁来管、钱从哪里出，冬季前修好。", 14, "edited"),
}  # fmt: skip


def cast(stage: Stage) -> None:
    """Every brief is told to begin, the stations before them."""
    stage.start(_stations(stage))
    parts: dict[str, list[Brief]] = {key: [] for key in COMPOSITES}
    for row in rows("briefs"):
        stage.start(_told(stage, row, parts.get(row.get("composite", ""))))
    for key, (title, advice, days, stop) in COMPOSITES.items():
        stage.start(_composed(stage, parts[key], title, advice, days, stop))
    stage.start(_corrected(stage))


def _stations(stage: Stage) -> Story:
    yield stage.office(stage.ago(300), 9)
    wang = stage.actor("wang")
    for name, place, who, closed in (
        ("文华社区信息站", "文华社区议事室", "zhou", False), ("企业园区信息站", "东关工业园服务中心", "jiang", True),
    ):  # fmt: skip
        station = briefs.open_station(
            stage.cast.units["yunchuan"], name=name, place=place, contact=stage.cast.people[who],
            opened_on=calendar.day_of(stage.at), about="每周三上午接待，收集周边三个小区的情况。", actor=wang, at=stage.at,
        )  # fmt: skip
        briefs.appoint(station, name="李桂英", contact="19900001234", actor=wang, at=stage.at)
        briefs.appoint(station, person=stage.cast.people["feng"], actor=wang, at=stage.at)
        stage.things[name] = station
        if closed:
            yield stage.later(200)
            stage.move(station, "close", "wang", note="园区服务中心搬迁，并入文华社区信息站。")


def _told(stage: Stage, row: dict[str, Any], parts: list[Brief] | None) -> Story:
    yield stage.office(stage.ago(row["days"]), 9)
    brief = _drafted(stage, row)
    stop, unit = row.get("stop", ""), row.get("unit", "yunchuan")
    if stop == "draft":
        return
    if stop == "withdrawn":
        stage.move_now(brief, "drop", row["who"])
        return
    for name in row.get("cosigners", ()):
        briefs.answer_invitation(brief, agrees=True, actor=stage.actor(name), at=stage.at)
    briefs.submit(brief, actor=stage.actor(row["who"]), at=stage.at)
    if parts is not None:
        parts.append(brief)
    if stop == "submitted" or parts is not None:
        return
    yield stage.later(min(3, row["days"] - 1), 10)
    if stop == "rejected":
        actor = stage.actor(run_by(unit))
        briefs.reject(fresh(brief), reason=row["reason"], note=row["note"], actor=actor, at=stage.at)
        return
    yield from _through_the_office(stage, brief, row, unit)


def _drafted(stage: Stage, row: dict[str, Any]) -> Brief:
    cast_of, who = stage.cast, row["who"]
    station = stage.things.get("文华社区信息站") if who == "zhou" else None
    words = briefs.Words(
        title=row["title"], situation=row["situation"], advice=row["advice"], field=cast_of.fields[row["field"]],
        sudden=row.get("sudden", False),
    )  # fmt: skip
    writers = [briefs.Writer(cast_of.people[name]) for name in (who, *row.get("cosigners", ()))]
    return briefs.draft(
        cast_of.units[row.get("unit", "yunchuan")], words=words, source=row.get("source", "member"), writers=writers,
        station=station, actor=stage.actor(who), at=stage.at, token=stage.token(),
    )  # fmt: skip


def _edited(stage: Stage, brief: Brief, unit: str) -> None:
    """The office's hand: shorter beginnings, a firmer advice."""
    text = brief.edition or brief.original or brief
    briefs.edit(
        brief, title=text.title if text.title.startswith("关于") else f"关于{text.title}的情况",
        situation=text.situation.replace("走访", "实地走访").replace("最近一个月", "近一个月"),
        advice=text.advice.replace("请市", "建议市").replace("请县", "建议县"), note="理顺文字，核对数字",
        actor=stage.actor(run_by(unit)), at=stage.at,
    )  # fmt: skip


def _through_the_office(stage: Stage, brief: Brief, row: dict[str, Any], unit: str) -> Story:
    stop, days = row.get("stop", ""), row["days"]
    _edited(stage, fresh(brief), unit)
    if stop == "edited":
        return
    yield stage.soon(1, 15)
    briefs.review(fresh(brief), actor=stage.actor(REVIEWER[unit]), note="数字已与社区核对", at=stage.at)
    if stop == "reviewed":
        return
    yield stage.soon(1, 9)
    sent_to = "市委、市政府领导" if unit == "yunchuan" else "县委、县政府领导"
    briefs.sign(
        fresh(brief), sent_to=sent_to, copies_to="省政协", actor=stage.actor(CHAIR[unit]), at=stage.at
    )
    if stop == "signed":
        return
    if days > 10:
        yield stage.soon(1, 10)
    briefs.issue(fresh(brief), actor=stage.actor(run_by(unit)), at=stage.at)
    yield from _after(stage, brief, row, unit)


def _after(stage: Stage, brief: Brief, row: dict[str, Any], unit: str) -> Story:
    """Adopted, forwarded, told."""
    secretary, stop = stage.actor(run_by(unit)), row.get("stop", "")
    day, said = calendar.day_of(stage.at), [tuple(line.split("|")) for line in row.get("adopted", ())]
    for level, kind, result, leader, words, paper, after in said:
        yield stage.office(day + timedelta(days=int(after)), 11)
        evidence = briefs.Evidence(
            level=level, kind=kind, result=result, leader=leader, instruction=words, evidence=paper,
            on=calendar.day_of(stage.at), send_to="全国政协" if kind == "forwarded" else "",
            file=_scan(stage, brief, secretary) if leader else None,
        )  # fmt: skip
        briefs.adopt(fresh(brief), said=evidence, actor=secretary, at=stage.at)
    if row.get("lead"):
        yield from _forwarded(stage, brief, row, secretary)
    if row.get("publish"):
        briefs.publish(fresh(brief), actor=stage.actor(CHAIR[unit]), at=stage.at)
    if stop or not row.get("feedback"):
        return
    yield stage.soon(2, 16)
    briefs.feed_back(fresh(brief), text=row["feedback"], actor=secretary, at=stage.at)


def _scan(stage: Stage, brief: Brief, secretary: Any) -> Any:
    """The sheet on which a leader wrote, as it was laid on the glass."""
    name = f"批示扫描件 {brief.pk}.png"
    return enclosed.keep(stage, name, enclosed.scan(name), root=brief.root, actor=secretary)


def _forwarded(stage: Stage, brief: Brief, row: dict[str, Any], secretary: Any) -> Story:
    # What has just been sent was sent yesterday: after some days it counts as signed for.
    yield stage.working(-1, 14) if row.get("stop") == "forwarded" else stage.soon(1, 14)
    dispatch = briefs.forward(
        Brief.objects.select_related("unit", "edition", "original").get(pk=brief.pk),
        lead=stage.cast.units[row["lead"]], actor=secretary, at=stage.at,
    )  # fmt: skip
    stop = {"forwarded": "sent", "refusing": "refusing", "handling": "accepted"}.get(row.get("stop", ""), "")
    asked = Asked(
        lead=row["lead"],
        text=row["advice"],
        stop=stop,
        refuse=row.get("refuse", ""),
        reply=row.get("reply", ""),
    )
    yield from doing.handled(stage, dispatch, asked, desk="wang")
    yield from stage.after(stage.soon(1, 17))


def _composed(stage: Stage, parts: list[Brief], title: str, advice: str, days: int, stop: str) -> Story:
    yield stage.office(stage.ago(days), 15)
    wang = stage.actor("wang")
    held = [fresh(b) for b in parts]
    made = briefs.compose(
        stage.cast.units["yunchuan"], title=title, advice=advice, sources=held, actor=wang, at=stage.at,
        situation="\n".join(b.situation for b in held), token=stage.token(),
    )  # fmt: skip
    if stop:
        return
    row = {
        "days": days, "adopted": ["city|single|instruction|市委常委 梁文山|请教育局牵头整改，一个月内报结果。|市委办批办单第15号|7"],
        "feedback": "三篇信息合成一期，市领导作了批示，联合检查已经做完，午托班标准本月公布。",
    }  # fmt: skip
    yield stage.soon(1, 15)
    briefs.review(fresh(made), actor=stage.actor("yao"), at=stage.at)
    yield stage.soon(1, 9)
    briefs.sign(fresh(made), sent_to="市委、市政府领导", copies_to="", actor=stage.actor("chen"), at=stage.at)
    yield stage.soon(1, 10)
    briefs.issue(fresh(made), actor=wang, at=stage.at)
    yield from _after(stage, made, row, "yunchuan")


def _corrected(stage: Stage) -> Story:
    """One adoption was entered at the wrong level."""
    yield stage.office(stage.ago(50), 10)
    found = Brief.objects.filter(title__startswith="外卖骑手").select_related("unit").get()
    wrong = found.adoptions.select_related("unit", "brief__unit").get()
    said = briefs.Evidence(
        level="county", kind=wrong.kind, result=wrong.result, on=wrong.on, evidence="澜溪县委办采用通知，原误登为市级",
    )  # fmt: skip
    briefs.correct(wrong, said=said, note="应为县级采用", actor=stage.actor("wang"), at=stage.at)
