"""知情明政: one campaign that has ended, one whose actions are being done, a large one being matched, one that begins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from shangliang.kernel import calendar
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.lists import queries
from shangliang.modules.lists import services as lists
from shangliang.modules.lists.models import Campaign, ConcernPart, DeptAsk, Match, MemberConcern
from shangliang.surfaces.demo.year import enclosed, listing_many, listing_posts
from shangliang.surfaces.demo.year.listing_many import opened
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import lists_data, matters

EDUCATION, URBAN, HEALTH, CIVIL = "d-education", "d-urban", "d-health", "d-civil"
FIRST = [EDUCATION, URBAN]
SECOND = [EDUCATION, URBAN, HEALTH, CIVIL]


def cast(stage: Stage, year: int) -> None:
    """Every campaign, post and invitation is told to begin."""
    stage.start(_ended(stage))
    stage.start(_acting(stage))
    stage.start(listing_many.matched(stage))
    stage.start(_beginning(stage))
    stage.start(_questions(stage, year))
    listing_posts.cast(stage)


def _day(stage: Stage, days: int) -> Any:
    return calendar.day_of(stage.at) + timedelta(days=days)


def raised(stage: Stage, campaign: Campaign, who: str, row: dict[str, Any]) -> MemberConcern:
    return lists.raise_concern(
        campaign, title=row["title"], present=row["present"], suggestion=row["wish"],
        field=stage.cast.fields[row["field"]], departments=[stage.cast.units[u] for u in row["units"]],
        actor=stage.actor(who), at=stage.at, token=stage.token(),
    )  # fmt: skip


def asked(stage: Stage, campaign: Campaign, row: dict[str, Any]) -> DeptAsk:
    unit = row["unit"]
    return lists.ask(
        campaign, unit=stage.cast.units[unit], title=row["title"], background=row["background"], wanted=row["wanted"],
        deadline=_day(stage, row["days"]), actor=stage.actor(stage.clerks[unit]), at=stage.at, token=stage.token(),
    )  # fmt: skip


def _held(model: Any, pk: int) -> Any:
    """The thing as it is now, with what its verbs look at."""
    related = {
        MemberConcern: ("unit", "campaign__unit"),
        Match: ("unit", "campaign__unit", "ask__unit", "concern__unit", "concern__member"),
        DeptAsk: ("unit", "campaign__unit"),
        ConcernPart: ("unit",),
    }
    return model.objects.select_related(*related[model]).get(pk=pk)


def pushed(stage: Stage, concern: MemberConcern, units: list[str]) -> None:
    departments = [stage.cast.units[u] for u in units]
    held = _held(MemberConcern, concern.pk)
    lists.push(held, departments=departments, actor=stage.actor("wang"), at=stage.at)


def answered(
    stage: Stage, concern: MemberConcern, unit: str, adoption: str, answer: str, reason: str = ""
) -> None:
    part = concern.parts.select_related("unit").get(unit__code=unit, state="waiting")
    actor = stage.actor(stage.clerks[unit])
    lists.answer_part(part, adoption=adoption, answer=answer, reason=reason, actor=actor, at=stage.at)


def _joined(stage: Stage, concern: MemberConcern, ask: DeptAsk) -> Match:
    held = _held(MemberConcern, concern.pk)
    return lists.confirm(held, ask=_held(DeptAsk, ask.pk), actor=stage.actor("wang"), at=stage.at)


def _linked(stage: Stage, match: Match, unit: str, next_step: str, days: int) -> None:
    held = _held(Match, match.pk)
    clerk = stage.clerks[unit]
    lists.link(
        held, member_contact=held.concern.member, dept_contact=stage.cast.people[clerk], next_step=next_step,
        next_on=_day(stage, days), actor=stage.actor(clerk), at=stage.at,
    )  # fmt: skip


def _planned(stage: Stage, origin: Any, unit: str, text: str, days: int) -> Any:
    return lists.plan_action(
        _held(type(origin), origin.pk), unit=stage.cast.units[unit], text=text, due_on=_day(stage, days),
        actor=stage.actor(stage.clerks[unit]), at=stage.at, token=stage.token(),
    )  # fmt: skip


def _claimed(stage: Stage, action: Any, unit: str, shown: str, result: str, *, picture: bool = False) -> None:
    actor, name = stage.actor(stage.clerks[unit]), f"举措佐证 {action.pk}.png"
    file = (
        enclosed.keep(stage, name, enclosed.photo(name), root=action.root, actor=actor) if picture else None
    )
    lists.add_evidence(fresh(action), text=shown, file=file, actor=actor, at=stage.at)
    lists.claim_done(fresh(action), result=result, actor=actor, at=stage.at)


def _published(stage: Stage, action: Any) -> None:
    stage.move(action, "verify", "wang")
    lists.publish(fresh(action), actor=stage.actor("wang"), at=stage.at)


def _replied(stage: Stage, ask: DeptAsk, who: str, text: str) -> Any:
    actor = stage.actor(who)
    return lists.reply_to_ask(
        _held(DeptAsk, ask.pk), text=text, actor=actor, at=stage.at, token=stage.token()
    )


def _weighed(stage: Stage, counsel: Any, unit: str, adoption: str, answer: str, reason: str = "") -> None:
    actor = stage.actor(stage.clerks[unit])
    lists.answer_counsel(
        fresh(counsel), adoption=adoption, answer=answer, reason=reason, actor=actor, at=stage.at
    )


# --- last batch: everything has come back


def _ended(stage: Stage) -> Story:
    yield stage.office(stage.ago(320), 9)
    rows = lists_data()
    campaign = opened(
        stage,
        "“知情明政”试点",
        "教育、城管两个部门先行一步：委员说关注，部门问计策，两张清单对起来。",
        1,
        FIRST,
        (20, 50, 200),
    )
    ask = asked(stage, campaign, rows["told"]["ended_ask"])
    yield stage.later(3)
    first, second = (
        raised(stage, campaign, who, rows["told"][key])
        for who, key in (("lin", "ended_one"), ("deng", "ended_two"))
    )
    said = _replied(stage, ask, "feng", "老站点先别拆，把早上六点到八点的收运加一趟。")
    yield stage.later(21)
    stage.move(campaign, "match", "wang")
    lists.compare(fresh(campaign), actor=stage.actor("wang"), at=stage.at)
    match = _joined(stage, first, ask)
    pushed(stage, second, [EDUCATION])
    yield stage.later(8)
    answered(stage, first, URBAN, "adopted", "采纳。三十二处投放点按步行三分钟重新布设，本季完成。")
    answered(
        stage, second, EDUCATION, "rejected", "本学期不具备条件。", "两所学校的操场正在翻修，完工后再开放。"
    )
    _weighed(stage, said, URBAN, "adopted", "早间加一趟收运，已排进班次。")
    lists.conclude_ask(
        fresh(ask), summary="收到应答一条，采纳。早间收运加一趟。", actor=stage.actor("xu"), at=stage.at
    )
    action = _planned(stage, match, URBAN, "三十二处投放点重新布设，早间加一趟收运", 60)
    yield stage.later(20)
    stage.move(campaign, "act", "wang")
    yield stage.later(25)
    _claimed(
        stage,
        action,
        URBAN,
        "三十二处新点位已启用，附一处照片",
        "三十二处投放点布设完毕，早间收运满月投诉下降六成。",
        picture=True,
    )
    yield stage.soon(3)
    _published(stage, action)
    yield stage.soon(4)
    stage.move(campaign, "close", "wang")


# --- this year's second batch: actions are being done


def _acting(stage: Stage) -> Story:
    yield stage.office(stage.ago(150), 9)
    told = lists_data()["told"]
    about = "四个部门参加。征集二十天，对接一个月，年底前看举措。"
    campaign = opened(stage, "“知情明政”民生专场", about, 2, SECOND, (20, 55, 330))
    asks = {
        key: asked(stage, campaign, told[key])
        for key in ("ask_hotline", "ask_park", "ask_canteen", "ask_night", "ask_gone")
    }
    yield stage.later(2)
    said = {key: raised(stage, campaign, row["who"], row) for key, row in told.items() if "who" in row}
    stage.move(asks["ask_gone"], "withdraw", stage.clerks[URBAN], note="与另一条问计重复")
    replies = [_replied(stage, asks["ask_hotline"], who, text) for who, text in told["replies"]["hotline"]]
    stage.move(replies.pop(), "withdraw", "feng")
    yield stage.later(4)
    lists.withdraw(
        _held(MemberConcern, said["taken_back"].pk),
        note="已和社区当面解决",
        actor=stage.actor("mo"),
        at=stage.at,
    )
    held = (_held(MemberConcern, said[key].pk) for key in ("hotline_too", "hotline"))
    lists.merge(next(held), into=next(held), actor=stage.actor("wang"), at=stage.at)
    lists.decline(
        _held(MemberConcern, said["elsewhere"].pk),
        note="属县里事权，已转告县政协",
        actor=stage.actor("wang"),
        at=stage.at,
    )
    pushed(stage, said["returned"], [HEALTH])
    pushed(stage, said["reference"], [HEALTH, CIVIL])
    pushed(stage, said["adopted"], [CIVIL])
    yield stage.later(3)
    part = said["returned"].parts.select_related("unit").get()
    lists.give_back(part, note="校内配餐由教育局主管", actor=stage.actor("ma"), at=stage.at)
    yield stage.later(12)
    stage.move(campaign, "match", "wang")
    lists.compare(fresh(campaign), actor=stage.actor("wang"), at=stage.at)
    pairs = {key: _joined(stage, said[c], asks[a]) for key, c, a in told["pairs"]["all"]}
    for key, unit, step in told["pairs"]["linked"]:
        _linked(stage, pairs[key], unit, step, 12)
    yield from _carried(stage, campaign, said, asks, pairs, replies)


def _carried(stage: Stage, campaign: Campaign, said: Any, asks: Any, pairs: Any, replies: list[Any]) -> Story:
    yield stage.later(5)
    pushed(stage, said["returned"], [EDUCATION])
    answered(stage, said["reference"], HEALTH, "reference", "留作明年编制计划的参考。")
    answered(stage, said["reference"], CIVIL, "reference", "一并纳入明年的养老服务清单研究。")
    answered(stage, said["adopted"], CIVIL, "adopted", "采纳。七十岁以上老人一餐十元，从本月起。")
    answered(stage, said["returned"], EDUCATION, "partly", "菜谱和陪餐记录上墙，检查结果每月公布一次。")
    for counsel, adoption in zip(replies, ("partly", "adopted"), strict=True):
        _weighed(stage, counsel, EDUCATION, adoption, "轮值从晚八点到十二点做起，逐步到全天。")
    done = {
        key: _planned(stage, pairs[key], unit, text, days)
        for key, unit, text, days in lists_data()["told"]["actions"]["matched"]
    }
    for key, unit, adoption, words in lists_data()["told"]["pairs"]["answers"]:
        answered(stage, said[key], unit, adoption, words)
    yield stage.later(12)
    lists.settle(
        _held(Match, pairs["settled"].pk),
        outcome="夜诊与急诊合并排班，不再另设，双方同意。",
        actor=stage.actor("ma"),
        at=stage.at,
    )
    stage.move(pairs["dissolved"], "dissolve", "wang", note="一个说的是看护，一个说的是用药，不是一件事")
    _linked(stage, pairs["linked"], URBAN, "到口袋公园现场看，定园长人选", 20)
    stage.move(done["broken"], "start", stage.clerks[CIVIL])
    asks_done = _held(DeptAsk, asks["ask_hotline"].pk)
    if asks_done.state == "open":
        stage.move_now(asks_done, "stop", "tang", note="应答已经集中")
    summary = "收到应答两条，采纳一条，部分采纳一条：热线轮值从晚间做起，志愿者参与值守。"
    lists.conclude_ask(
        _held(DeptAsk, asks["ask_hotline"].pk), summary=summary, actor=stage.actor("tang"), at=stage.at
    )
    stage.move(campaign, "act", "wang")
    yield stage.later(10)
    lists.give_up(
        fresh(done["broken"]), note="选址没有通过消防，换址再议", actor=stage.actor("cui"), at=stage.at
    )
    _claimed(
        stage,
        done["published"],
        EDUCATION,
        "热线已接通，可拨打试听；附值守排班表",
        "热线开通，十二名专业人员轮值，首月接听八十六次。",
        picture=True,
    )
    yield stage.soon(2)
    _published(stage, done["published"])
    yield from _lately(stage, said, asks)


def _lately(stage: Stage, said: Any, asks: Any) -> Story:
    """What stands at its several steps today."""
    yield stage.office(stage.ago(12), 9)
    ask, kept = asks["ask_park"], {}
    for key, unit in (("ask_canteen", CIVIL), ("ask_night", HEALTH)):
        words = "没有收到应答，改由对接的委员当面商量。"
        lists.conclude_ask(
            _held(DeptAsk, asks[key].pk), summary=words, actor=stage.actor(stage.clerks[unit]), at=stage.at
        )
    held = Match.objects.get(campaign=ask.campaign_id, concern=said["benches"].pk)
    _planned(stage, held, URBAN, "座椅更换与报修电话一并落实", 45)
    for key, unit, text, days in lists_data()["told"]["actions"]["late"]:
        origin = ask if unit == URBAN else said["adopted"]
        kept[key] = _planned(stage, origin, unit, text, days)
    pairs = Match.objects.filter(campaign=ask.campaign_id, state="linked")
    for match in pairs.select_related("ask__unit").order_by("pk"):
        clerk = stage.actor(stage.clerks[match.ask.unit.code])
        lists.step(
            fresh(match), done="双方通了电话，约定时间", next_step="一起到现场看，当场定下办法", next_on=_day(stage, 16),
            actor=clerk, at=stage.at,
        )  # fmt: skip
    yield stage.working(-5)
    for key in ("kept", "done", "claimed"):
        unit = URBAN if kept[key].unit.code == URBAN else CIVIL
        _claimed(stage, kept[key], unit, f"{kept[key].text}，现场可看", "已经办好，社区签了验收单。")
    stage.move(kept["doing"], "start", stage.clerks[URBAN])
    yield stage.working(-3)
    stage.move(kept["kept"], "verify", "wang")
    stage.move(kept["done"], "verify", "wang")
    stage.move(kept["kept"], "keep", "wang", note="涉及住户姓名住址，不宜公开")
    due = stage.today + timedelta(days=40)
    lists.postpone_action(
        fresh(kept["doing"]), due_on=due, note="设备采购推迟", actor=stage.actor("wang"), at=stage.at
    )


# --- what began this week, and what was asked at a briefing


def _beginning(stage: Stage) -> Story:
    yield stage.working(-3)
    told = lists_data()["told"]
    about = "征集委员对教育和城市管理的关注，部门同时问计。"
    campaign = opened(stage, "“知情明政”校城共建专场", about, 4, FIRST, (25, 60, 240))
    yield stage.working(-2)
    new = {key: raised(stage, campaign, row["by"], row) for key, row in told.items() if "by" in row}
    ask = asked(stage, campaign, told["beginning_ask"])
    closing = asked(stage, campaign, told["beginning_closed"])
    _replied(stage, ask, "lin", "先问孩子想要什么，再问家长担心什么，图纸贴到校门口。")
    yield stage.working(-1)
    said = _replied(stage, closing, "deng", "把志愿者分成两班，早晚各一刻钟就够。")
    stage.move(closing, "stop", "tang", note="应答已经集中")
    _weighed(stage, said, EDUCATION, "adopted", "采纳，两班值守从下周一开始。")
    pushed(stage, new["sent_on"], [URBAN, EDUCATION])
    held = _held(MemberConcern, new["formal"].pk)
    lists.send(
        held,
        lead=stage.cast.units[URBAN],
        joint=[stage.cast.units[EDUCATION]],
        actor=stage.actor("wang"),
        at=stage.at,
    )
    pushed(stage, new["recalled"], [EDUCATION])
    held = _held(MemberConcern, new["recalled"].pk)
    lists.send(held, lead=stage.cast.units[EDUCATION], actor=stage.actor("wang"), at=stage.at)
    lists.compare(fresh(campaign), actor=stage.actor("wang"), at=stage.at)
    _joined(stage, new["both"], ask)


def _questions(stage: Stage, year: int) -> Story:
    """What was asked before last year's briefing, and what the department said."""
    day = date(year - 1, matters()["last-briefing"].days, 17)
    for days in (4, 3, 2, 1, 0):
        yield stage.moment(day - timedelta(days=days), 8)
        meeting = (
            Gathering.objects.filter(type="briefing", state__in=["noticed", "sitting"])
            .select_related("unit")
            .first()
        )
        if meeting:
            break
    else:
        return
    unit = queries.briefing_departments(meeting)[0]
    asked_for = [
        lists.question(
            meeting, unit=unit, text=text, actor=stage.actor(who), at=stage.at, token=stage.token()
        )
        for who, text in lists_data()["told"]["questions"]["all"]
    ]
    yield stage.soon(3)
    for counsel in asked_for:
        actor = stage.actor(stage.clerks[unit.code])
        lists.answer_counsel(
            fresh(counsel), answer="项目进度图按季上墙，社区公告栏同步张贴。", actor=actor, at=stage.at
        )
