"""提案: the session and its panel, what the former system had, and proposals from their draft to the archive."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from shangliang.kernel import calendar
from shangliang.modules.org.models import Term
from shangliang.modules.proposals import services as proposals
from shangliang.modules.proposals.models import DIMENSIONS, Category, PreAssignment, Proposal
from shangliang.surfaces.demo.year import proposing_around, proposing_handled, proposing_many
from shangliang.surfaces.demo.year.enclosed import keep, photo, scan
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import rows

SETTLED = 200  # days: a session that opened later has not been worked through yet
LAST = 2026  # the term of the cast ends with this year's session
GROUPS = {
    "经济组": ("经济发展", "财税金融", "农牧林水"), "城建环资组": ("城乡建设", "交通旅游", "资源环境"),
    "教科文卫体组": ("科教文卫体",), "社会事务组": ("民政劳动", "政务服务", "民族宗教", "纪检政法", "组宣统战", "其他"),
}  # fmt: skip
OFFICE, PANEL, CHAIR, DESK = "wang", "yao", "chen", "sun"


def opened_on(stage: Stage) -> date:
    """The last plenary session that lies long enough behind."""
    year = min(stage.ago(SETTLED).year, LAST)
    day = date(year, 2, 24)
    return day if day <= stage.ago(SETTLED) else date(year - 1, 2, 24)


def taken_over_on(stage: Stage) -> date:
    """When what the former system held was brought over."""
    return max(opened_on(stage) + timedelta(days=24), stage.ago(440))


def cast(stage: Stage) -> None:
    """Every story is told to begin."""
    stage.start(_sessions(stage))
    stage.start(proposing_many.taken_over(stage, taken_over_on(stage)))
    for row in rows("proposals"):
        stage.start(_told(stage, row))
    proposing_around.cast(stage, opened_on(stage))


def _sessions(stage: Stage) -> Story:
    opens = opened_on(stage)
    yield stage.moment(opens - timedelta(days=20), 9)
    unit, actor = stage.cast.units["yunchuan"], stage.actor(OFFICE)
    term = Term.objects.get(unit=unit)
    session = proposals.open_session(
        unit, term=term, number=opens.year - term.starts_on.year + 1, opens_on=opens, closes_on=opens + timedelta(days=4),
        deadline=opens + timedelta(days=2), actor=actor, at=stage.at,
    )  # fmt: skip
    stage.things["session"] = session
    classes = {c.name: c for c in Category.objects.filter(unit=unit)}
    lent = stage.cast.units["o-government"]
    for name, held in GROUPS.items():
        group = proposals.put_group(
            session, name=name, categories=[classes[c] for c in held], actor=actor, at=stage.at
        )
        proposals.seat_panel(group, person=stage.cast.people[PANEL], leads=True, actor=actor, at=stage.at)
        proposals.seat_panel(group, person=stage.cast.people["du"], lent_by=lent, actor=actor, at=stage.at)


def read(key: str) -> Proposal:
    """A proposal of the stories as it is now."""
    found = Proposal.objects.select_related("unit", "session__term", "category", "original", "handled_with")
    return found.get(title=key)


def _told(stage: Stage, row: dict[str, Any]) -> Story:
    yield _begins(stage, row)
    proposal, stop = _drafted(stage, row), row.get("stop", "")
    stage.things[f"proposal {row['key']}"] = proposal
    if stop == "draft":
        stage.start(proposing_around.incubated(stage, proposal, row.get("incubation", "")))
        return
    if stop == "dropped":
        stage.move_now(proposal, "drop", row["who"])
        return
    if row.get("cosigners"):
        yield from _signed(stage, proposal, row)
        if stop == "cosigning":
            return
    proposals.submit(fresh(proposal), actor=stage.actor(row["who"]), at=stage.at)
    if row.get("incubation"):
        stage.start(proposing_around.incubated(stage, proposal, row["incubation"]))
    for name in row.get("seconders", ()):
        yield stage.at + timedelta(hours=3)
        proposals.second(fresh(proposal), actor=stage.actor(name), at=stage.at)
    if stop == "submitted":
        return
    yield from _screened(stage, proposal, row)


def _begins(stage: Stage, row: dict[str, Any]) -> datetime:
    if row.get("sitting"):
        return stage.moment(opened_on(stage) + timedelta(days=1), 10)
    return stage.now - timedelta(hours=2) if not row["days"] else stage.office(stage.ago(row["days"]), 9)


def _drafted(stage: Stage, row: dict[str, Any]) -> Proposal:
    actor, kind = stage.actor(row["who"]), row.get("kind", "personal")
    words = proposals.Words(
        title=row["title"], situation=row["situation"], reasons=row.get("reasons", ""), suggestions=tuple(row["asks"]),
        researched=True, not_secret=True, open_ok=not row.get("closed"), open_reason=row.get("closed", ""),
        suggested_lead=stage.cast.units[row["lead"]] if row.get("lead") else None,
        cosign_open=bool(row.get("seconders")),
    )  # fmt: skip
    body = None
    if collective := row.get("collective"):
        name = f"{row['responsible']} 盖章原件.png"
        seal = keep(stage, name, scan(name), root=stage.cast.units["yunchuan"].path[:4], actor=actor)
        body = proposals.Body(
            collective=stage.cast.units[collective], responsible=row["responsible"], contact_name="秘书处",
            contact_office="云川市府前路 1 号 301 室", seal=seal if kind in {"party", "organization"} else None,
            discussed_on=calendar.day_of(stage.at) if kind == "sector" else None,
            discussed_by="教育界 14 名委员" if kind == "sector" else "",
        )  # fmt: skip
    files = []
    if picture := row.get("photo"):
        files = [
            keep(stage, picture, photo(picture), root=stage.cast.units["yunchuan"].path[:4], actor=actor)
        ]
    return proposals.draft(
        stage.cast.units["yunchuan"], kind=kind, words=words, body=body, files=files, actor=actor, at=stage.at,
        token=stage.token(),
    )  # fmt: skip


def _signed(stage: Stage, proposal: Proposal, row: dict[str, Any]) -> Story:
    """Those asked answer within the hour; who is named silent does not."""
    people = [stage.cast.people[name] for name in (*row["cosigners"], *row.get("silent", ()))]
    proposals.invite(fresh(proposal), people=people, actor=stage.actor(row["who"]), at=stage.at)
    for name in row["cosigners"]:
        yield stage.at + timedelta(minutes=20)
        proposals.answer(fresh(proposal), agrees=True, actor=stage.actor(name), at=stage.at)
    if row.get("stop") != "cosigning" and row.get("silent"):
        yield from stage.after(stage.later(10, 10))


def _screened(stage: Stage, proposal: Proposal, row: dict[str, Any]) -> Story:
    """Preliminary review, review, filing or not."""
    stop, office = row.get("stop", ""), stage.actor(OFFICE)
    yield stage.soon(1, 14)
    if row.get("sitting"):
        yield stage.office(taken_over_on(stage) + timedelta(days=2), 10)
    if why := row.get("back"):
        stage.move(proposal, "send_back", OFFICE, note=why)
        if stop == "returned":
            return
        yield stage.later(3, 11)
        proposals.submit(
            fresh(proposal), note="按预审意见改清楚了", actor=stage.actor(row["who"]), at=stage.at
        )
        yield stage.soon(1, 15)
    unit = stage.cast.units["yunchuan"]
    category = Category.objects.get(unit=unit, name=row["category"])
    proposals.accept(fresh(proposal), category=category, actor=office, at=stage.at)
    if stop == "reviewing":
        return
    yield from _reviewed(stage, proposal, row)
    yield from _decided(stage, proposal, row)


def _reviewed(stage: Stage, proposal: Proposal, row: dict[str, Any]) -> Story:
    against = row.get("ground")
    advice, note = ("not_file", row["ground_note"]) if against else ("file", "")
    for who, part in ((OFFICE, "first"), (PANEL, "second")):
        yield stage.soon(1, 16)
        proposals.review(
            fresh(proposal), stage=part, advice=advice, qualified=True, content_fit=not against, form_fit=True,
            note=note, actor=stage.actor(who), at=stage.at,
        )  # fmt: skip
    if marks := row.get("marks"):
        given = dict(zip(DIMENSIONS, marks, strict=True))
        actor = stage.actor(PANEL)
        proposals.score_quality(read(proposal.title), given=given, note="", actor=actor, at=stage.at)


def _decided(stage: Stage, proposal: Proposal, row: dict[str, Any]) -> Story:
    stop, office = row.get("stop", ""), stage.actor(OFFICE)
    yield stage.soon(1, 10)
    now = read(proposal.title)
    if stop in {"offered", "turned", "declined"}:
        proposals.offer_brief(now, ground=row["ground"], note=row["ground_note"], actor=office, at=stage.at)
        if stop == "offered":
            return
        yield stage.soon(2, 9)
        if stop == "turned":
            proposals.consent_brief(read(proposal.title), actor=stage.actor(row["who"]), at=stage.at)
        else:
            stage.move(proposal, "decline_brief", row["who"])
        return
    if stop == "not_filed":
        proposals.not_file(
            now, ground=row["ground"], note=row["ground_note"], course="reference", actor=office, at=stage.at
        )
        return
    if stop == "merged":
        main = stage.things[f"proposal {row['into']}"]
        proposals.merge(now, into=read(main.title), actor=office, at=stage.at, note="同一件事，合为一案")
        return
    proposals.file(now, actor=office, at=stage.at)
    if row.get("key_proposal"):
        stage.start(proposing_around.key(stage, proposal.title, row["key_proposal"]))
    if stop == "filed":
        return
    if stop == "withdrawn":
        yield stage.soon(2, 10)
        stage.move(proposal, "withdraw", row["who"], note="有关部门已主动办完，不再占用办理资源。")
        return
    yield from _handed_over(stage, proposal, row)


def _handed_over(stage: Stage, proposal: Proposal, row: dict[str, Any]) -> Story:
    """预交办、交办; then it is the departments'."""
    stop, units = row.get("stop", ""), stage.cast.units
    if wrong := row.get("repropose"):
        yield stage.soon(1, 10)
        proposals.pre_assign(read(proposal.title), lead=units[wrong], actor=stage.actor(DESK), at=stage.at)
        yield stage.soon(1, 9)
        note = "种质资源归农业农村部门管，重新征询。"
        proposals.repropose(read(proposal.title), note=note, actor=stage.actor(DESK), at=stage.at)
    # What is asked today is asked now: after some days silence would be an answer.
    yield stage.working(-1, 10) if stop == "pre_assigned" else stage.soon(2, 10)
    proposals.pre_assign(
        read(proposal.title), lead=units[row["lead"]], joint=[units[u] for u in row.get("joint", ())],
        split=[units[u] for u in row.get("split", ())], actor=stage.actor(DESK), at=stage.at,
    )  # fmt: skip
    if not (yield from _asked(stage, proposal, row)):
        return
    with_others = [stage.things[f"proposal {key}"] for key in row.get("along", ())]
    for other in with_others:
        proposals.handle_with(
            read(other.title), main=read(proposal.title), actor=stage.actor(OFFICE), at=stage.at
        )
    # What has just been handed over was so yesterday: after some days it counts as signed for.
    yield stage.working(-1, 15) if stop == "assigned" else stage.soon(1, 15)
    proposals.assign(read(proposal.title), actor=stage.actor(DESK), at=stage.at)
    if stop == "assigned":
        return
    yield from proposing_handled.handled(stage, read(proposal.title), row)
    for other in with_others:
        yield from proposing_handled.handled(stage, read(other.title), {**row, "who": other.drafter.username})
    yield from _after(stage, proposal, row)


def _asked(stage: Stage, proposal: Proposal, row: dict[str, Any]) -> Any:
    """What the departments say; True when it can be handed over."""
    stop, ruled = row.get("stop", ""), row.get("objects", "")
    asked = (
        PreAssignment.objects.select_related("unit", "proposal__unit")
        .filter(proposal=proposal)
        .exclude(state="void")
    )
    if stop == "pre_assigned":
        return False
    yield stage.soon(1, 11)
    for one in asked.order_by("pk"):
        clerk = stage.actor(stage.clerks[one.unit.code])
        if ruled and one.part in {"lead", "sole"}:
            proposals.object_to(
                one, note=ruled, instead=stage.cast.units[row["instead"]], actor=clerk, at=stage.at
            )
        elif row.get("both") and one.part == "joint":
            proposals.object_to(
                one, note=row["both"], instead=stage.cast.units[row["lead"]], actor=clerk, at=stage.at
            )
        elif not row.get("mute"):
            proposals.agree(one, actor=clerk, at=stage.at)
    if stop == "objected":
        return False
    if row.get("mute"):
        yield from stage.after(stage.soon(5, 9))
    if not ruled:
        return True
    yield stage.soon(1, 15)
    desk, objected = stage.actor(DESK), list(asked.filter(state="objected").order_by("pk"))
    for one in objected:
        if row.get("replaced") and one.part in {"lead", "sole"}:
            to = stage.cast.units[row["replaced"]]
            new = proposals.replace(one, to=to, note="三定方案写明由该局牵头。", actor=desk, at=stage.at)
            yield stage.soon(1, 10)
            proposals.agree(fresh_asked(new), actor=stage.actor(stage.clerks[row["replaced"]]), at=stage.at)
        else:
            proposals.uphold(
                one, ruling="职责在你局，另一家配合；已与两家当面说清。", actor=desk, at=stage.at
            )
    return True


def fresh_asked(asked: PreAssignment) -> PreAssignment:
    return PreAssignment.objects.select_related("unit", "proposal__unit").get(pk=asked.pk)


def _after(stage: Stage, proposal: Proposal, row: dict[str, Any]) -> Story:
    """Open to the public, put into the archive."""
    yield from stage.after(stage.soon(3, 10))
    now = read(proposal.title)
    if row.get("public"):
        proposals.publish(now, actor=stage.actor(CHAIR), at=stage.at)
    if row.get("archive") and fresh(proposal).state == "closed":
        stage.move(proposal, "archive", OFFICE)
