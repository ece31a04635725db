"""What stands around proposals: the catalogue of topics, incubation, key proposals, awards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from shangliang.kernel import calendar
from shangliang.modules.proposals import services as proposals
from shangliang.modules.proposals.models import (
    AwardRound,
    Incubation,
    KeyProposal,
    Nominee,
    Proposal,
    ProposalTopic,
    SuperviseAct,
)
from shangliang.surfaces.demo.year import enclosed
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import proposals_data

OFFICE, CHAIR, LEADER = "wang", "chen", "zhao"
ASKED = ("p-minmeng", "c-education")
CONVENERS = {"p-minmeng": "fan", "c-education": "wen"}
PLAN = "七月看现场，九月开一次督办协商，十一月出结论；提案人全程参加。"
RECORD = "看了三处现场，听了承办单位汇报，提案人当面提了两条意见，承办单位当场答复。"


def cast(stage: Stage, opened: date) -> None:
    for number, line in enumerate(proposals_data()["topics"]):
        stage.start(_offered(stage, line, 210 - number * 3))
    for line in proposals_data()["topics_last_year"]:
        stage.start(_offered(stage, line, (stage.today - date(stage.today.year - 1, 11, 20)).days))
    stage.start(_awards(stage, opened))


# --- 选题目录


def _offered(stage: Stage, line: str, days: int) -> Story:
    """who|title|background|wanted|field|fate|claimed by"""
    who, title, background, wanted, field, fate, claimed = line.split("|")
    yield stage.now - timedelta(hours=3) if fate == "offered" else stage.office(stage.ago(days), 10)
    topic = proposals.offer_topic(
        stage.cast.units["yunchuan"], title=title, background=background, wanted=wanted, field=stage.cast.fields[field],
        actor=stage.actor(who), at=stage.at, token=stage.token(),
    )  # fmt: skip
    if fate == "offered":
        return
    yield stage.soon(3, 11)
    office = stage.actor(OFFICE)
    if fate == "withdrawn":
        stage.move(topic, "take_back", who)
    elif fate == "declined":
        why = "这件事去年已经立案办结，请看旧案答复。"
        proposals.decline_topic(fresh(topic), reason=why, actor=office, at=stage.at)
    else:
        proposals.list_topic(fresh(topic), field=stage.cast.fields[field], actor=office, at=stage.at)
    if claimed and fate in {"listed", "taken"}:
        yield stage.later(4, 15)
        proposals.claim_topic(fresh(topic), actor=stage.actor(claimed), at=stage.at)
        if fate == "taken":
            yield from _written(stage, topic, claimed, title)


def _written(stage: Stage, topic: ProposalTopic, who: str, title: str) -> Story:
    """Whoever took it up writes the proposal and hands it in."""
    yield stage.later(6, 16)
    actor = stage.actor(who)
    words = proposals.Words(
        title=f"关于{title}的提案"[:50], situation=f"按选题目录调研了三次。{topic.background}", suggestions=(topic.wanted,),
        researched=True, not_secret=True,
    )  # fmt: skip
    proposal = proposals.draft(
        stage.cast.units["yunchuan"],
        kind="personal",
        words=words,
        actor=actor,
        at=stage.at,
        token=stage.token(),
    )
    proposals.write_on(proposal, topic=fresh(topic), actor=actor, at=stage.at)
    # Handed in now: the committee has not screened it yet.
    yield stage.now - timedelta(hours=1)
    proposals.submit(fresh(proposal), actor=actor, at=stage.at)


# --- 培育评审


def incubated(stage: Stage, proposal: Proposal, fate: str) -> Story:
    """By the office while it is in review or, where it is a draft, wished by its proposer; left as `fate` says."""
    yield stage.at + timedelta(hours=1)
    proposal = fresh(proposal)
    about, guests = "建议条目能不能落地，职责归哪家。", [
        proposals.Guest(stage.cast.people["hou"], role="市住建局 局长"), proposals.Guest(name="罗启明", role="云川学院 教授"),
    ]  # fmt: skip
    day = calendar.day_of(stage.at) + timedelta(days=9)
    if fate == "asked":
        proposals.wish_incubation(
            proposal, about=about, actor=stage.actor(proposal.drafter.username), at=stage.at
        )
        return
    proposals.call_incubation(
        proposal,
        about=about,
        day=day,
        place="市政协三楼会议室",
        guests=guests,
        actor=stage.actor(OFFICE),
        at=stage.at,
    )
    made = Incubation.objects.select_related("unit", "proposal").get(proposal=proposal)
    if fate == "lapsed":
        return
    yield stage.soon(1, 9)
    who = proposal.drafter.username
    if fate == "refused":
        stage.move(made, "refuse", who, note="材料还不齐，先自己再跑两次。")
        return
    proposals.consent_incubation(_incubation(made), actor=stage.actor(who), at=stage.at)
    if fate == "called":
        return
    if fate == "called_off":
        yield stage.soon(1, 10)
        stage.move(made, "call_off", OFFICE, note="几位评审人外出，改为书面征求意见。")
        return
    yield stage.office(day, 10)
    proposals.advise_incubation(
        _incubation(made),
        text="先在两个小区试，标准写进物业合同。",
        number=1,
        actor=stage.actor("hou"),
        at=stage.at,
    )
    said = (
        ("建议可行，可以提交审查。", True) if fate == "ripe" else ("第二条职责不清，请先问清由谁办。", False)
    )
    proposals.conclude_incubation(
        _incubation(made), ripe=said[1], conclusion=said[0], actor=stage.actor(OFFICE), at=stage.at
    )


def _incubation(made: Incubation) -> Incubation:
    return Incubation.objects.select_related("unit", "proposal").get(pk=made.pk)


# --- 重点提案


def key(stage: Stage, title: str, stop: str) -> Story:
    """Led by a leader of the government, supervised by one of the committee; left in the state named."""
    yield stage.soon(2, 16)
    proposal = Proposal.objects.select_related("unit").get(title=title)
    made = proposals.nominate(
        proposal,
        reason="群众盼得最多，涉及几家单位，没有领导牵头办不动。",
        actor=stage.actor(OFFICE),
        at=stage.at,
    )
    if stop == "nominated":
        return
    yield stage.soon(1, 10)
    units = [stage.cast.units[code] for code in ASKED]
    proposals.consult(_key(made), units=units, actor=stage.actor(OFFICE), at=stage.at)
    if stop == "consulted":
        return
    for code in ASKED:
        yield stage.soon(1, 15)
        proposals.say(
            _key(made),
            unit=stage.cast.units[code],
            says="agree",
            text="",
            actor=stage.actor(CONVENERS[code]),
            at=stage.at,
        )
    yield stage.soon(1, 9)
    if stop == "dropped":
        stage.move(made, "drop", OFFICE, note="承办单位已经主动办完，不再列为重点。")
        return
    stage.move(made, "gather", OFFICE)
    if stop == "ready":
        return
    yield stage.soon(2, 10)
    proposals.decide(
        _key(made), meeting="九届市政协第 38 次主席会议", decided_on=calendar.day_of(stage.at), leader=stage.cast.people[LEADER],
        supervisor=stage.cast.people[CHAIR], actor=stage.actor(CHAIR), at=stage.at,
    )  # fmt: skip
    if stop == "decided":
        return
    yield stage.soon(1, 11)
    proposals.plan(_key(made), text=PLAN, actor=stage.actor(OFFICE), at=stage.at)
    while not _key(made).proposal.dispatch_id:  # departments are told when they have it
        yield stage.soon(1, 11)
    proposals.start(_key(made), actor=stage.actor(OFFICE), at=stage.at)
    if stop == "under_way":
        return
    yield from _supervised(stage, made, proposal, stop)


def _supervised(stage: Stage, made: KeyProposal, proposal: Proposal, stop: str) -> Story:
    office = stage.actor(OFFICE)
    day = calendar.day_of(stage.at) + timedelta(days=6)
    act = _arranged(stage, made, "onsite", day)
    yield from stage.after(stage.office(day, 16))
    name = f"督办现场 {made.pk}.png"
    picture = enclosed.keep(stage, name, enclosed.photo(name), root=made.root, actor=office)
    proposals.hold(
        _act(act), record=RECORD, proposers_there=[proposal.drafter], agreed="先办两处，再推开。",
        promised="年底前完成", people="承办单位负责人、街道、居民代表", photo=picture, actor=office, at=stage.at,
    )  # fmt: skip
    yield from stage.after(stage.soon(2, 10))
    if stop == "supervised":
        dropped = _arranged(stage, made, "forum", stage.today + timedelta(days=9))
        _arranged(stage, made, "consult", stage.today + timedelta(days=20))
        stage.move(dropped, "drop", OFFICE, note="和督办协商合并开。")
        return
    proposals.conclude(
        _key(made),
        text="两处已经办好，群众认可；建议写进明年的计划，全市推开。",
        actor=stage.actor(CHAIR),
        at=stage.at,
    )
    if stop == "concluded":
        return
    yield stage.soon(1, 11)
    proposals.report(_key(made), to="市委、市政府主要领导", actor=office, at=stage.at)
    yield from stage.after(stage.soon(2, 15))
    name = f"批示扫描件 重点提案 {made.pk}.png"
    paper = enclosed.keep(stage, name, enclosed.scan(name), root=made.root, actor=office)
    proposals.instruct(
        _key(made), leader="市长 高远", rank="city", text="办得实。请住建局把办法推到全市。", on=calendar.day_of(stage.at),
        file=paper, actor=office, at=stage.at,
    )  # fmt: skip
    if stop != "summarised":
        return
    yield from stage.after(stage.office(stage.ago(4), 15))
    if fresh(made).state == "kept":
        text = "一年督到底：看现场一次，承诺全部兑现，办法已写进全市方案。"
        proposals.summarise(_key(made), text=text, actor=office, at=stage.at)


def _arranged(stage: Stage, made: KeyProposal, kind: str, day: date) -> SuperviseAct:
    return proposals.arrange(
        _key(made),
        kind=kind,
        day=day,
        place="文华社区",
        aim="看办到哪一步，听群众怎么说",
        actor=stage.actor(OFFICE),
        at=stage.at,
    )


def _key(made: KeyProposal) -> KeyProposal:
    return KeyProposal.objects.select_related("unit", "proposal__unit", "proposal__dispatch").get(pk=made.pk)


def _act(made: SuperviseAct) -> SuperviseAct:
    return SuperviseAct.objects.select_related("unit", "key__proposal__unit").get(pk=made.pk)


# --- 评选


def _awards(stage: Stage, opened: date) -> Story:
    """Good proposals published, commended departments at each step before; one round given up."""
    yield stage.office(stage.ago(12), 9)
    whole, half = (opened, stage.ago(14)), (opened, opened + timedelta(days=60))
    yield from _good_proposals(stage, *whole)
    for stop, since, until in (
        ("decided", *whole), ("assessing", *half), ("collecting", opened, opened + timedelta(days=61)),
        ("stopped", opened, opened + timedelta(days=62)),
    ):  # fmt: skip
        yield from _departments(stage, stop, since, until)


def _round(stage: Stage, kind: str, title: str, since: date, until: date) -> AwardRound:
    award = proposals.open_award(
        stage.cast.units["yunchuan"],
        kind=kind,
        title=title,
        since=since,
        until=until,
        actor=stage.actor(OFFICE),
        at=stage.at,
    )
    jury = [stage.cast.people[name] for name in ("tao", "shu", "gu")]
    proposals.appoint_jury(award, people=jury, actor=stage.actor(OFFICE), at=stage.at)
    return award


def _good_proposals(stage: Stage, since: date, until: date) -> Story:
    award = _round(stage, "proposals", "年度好提案", since, until)
    filed = Proposal.objects.filter(filed_on__gte=since, filed_on__lte=until, legacy_key=None, open_ok=True)
    ours = filed.exclude(state__in=["filed", "pre_assigned"]).select_related("unit").order_by("pk")
    chosen = [ours.filter(kind="party").first(), *ours.filter(kind__in=["personal", "joint"])[:2]]
    for proposal in filter(None, chosen):
        why = "调研扎实，建议具体，办成了。"
        proposals.nominate_for_award(
            award, proposal=proposal, why=why, actor=stage.actor(OFFICE), at=stage.at
        )
    yield stage.soon(1, 10)
    stage.move(award, "assess", OFFICE)
    _voted(stage, award)
    yield stage.soon(1, 15)
    for n, one in enumerate(_nominees(award)):
        reason = "五项都在优秀" if n < 2 else "影响面小一些，明年再看"
        proposals.propose_choice(one, chosen=n < 2, reason=reason, actor=stage.actor(OFFICE), at=stage.at)
    yield stage.soon(1, 10)
    stage.move(award, "decide", CHAIR)
    proposals.publish_award(fresh(award), actor=stage.actor(CHAIR), at=stage.at)


def _departments(stage: Stage, stop: str, since: date, until: date) -> Story:
    award = _round(stage, "departments", "先进承办单位", since, until)
    if stop == "stopped":
        stage.move(award, "stop", OFFICE, note="和年度评选合并进行。")
        return
    department = stage.cast.units["d-urban"]
    why = "按期答复，条条见面，承诺都兑现。"
    proposals.nominate_for_award(
        award, department=department, why=why, actor=stage.actor(OFFICE), at=stage.at
    )
    if stop == "collecting":
        return
    stage.move(award, "assess", OFFICE)
    if stop == "assessing":
        return
    _voted(stage, award)
    yield stage.soon(1, 16)
    for one in _nominees(award):
        reason = "办成率和满意率都在前列"
        proposals.propose_choice(one, chosen=True, reason=reason, actor=stage.actor(OFFICE), at=stage.at)
    stage.move(award, "decide", CHAIR)


def _nominees(award: AwardRound) -> list[Nominee]:
    return list(award.nominees.select_related("proposal", "department", "round__unit").order_by("pk"))


def _voted(stage: Stage, award: AwardRound) -> None:
    for one in _nominees(award):
        for who in ("tao", "shu"):
            signed: Any = one.proposal and one.proposal.signers.filter(person=stage.cast.people[who]).exists()
            if not signed:
                proposals.vote(one, yes=True, note="", actor=stage.actor(who), at=stage.at)
