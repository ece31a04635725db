"""What departments do with a proposal: they talk, write item by item, sign together; its proposers judge it."""

from __future__ import annotations

from typing import Any

from shangliang.modules.handling import services as handling
from shangliang.modules.handling.models import Assignment, Contact, Dispatch, Reply
from shangliang.modules.proposals import services as proposals
from shangliang.modules.proposals.models import DIMENSIONS, MANNERS, MutualReview, Proposal
from shangliang.surfaces.demo.year.doing import INSPECTOR, part_of, promise
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import Promised

TALKED = "当面听了提案人的想法，一起看了现场，逐条对了办法和时间。"


def handled(stage: Stage, proposal: Proposal, row: dict[str, Any]) -> Story:
    """From the hand-over to the judgement, or to the state named in `stop`."""
    dispatch = proposal.dispatch
    if dispatch is None:
        raise LookupError(f"{proposal} was not handed over")
    answering = [row["lead"], *row.get("split", ())] if not row.get("replaced") else [row["replaced"]]
    helping = list(row.get("joint", ()))
    yield from stage.after(stage.soon(1, 9))
    for unit in answering:
        stage.move_now(part_of(dispatch, unit), "sign", stage.clerks[unit])
    for unit in helping:
        stage.move_now(part_of(dispatch, unit), "sign_help", stage.clerks[unit])
    if row.get("stop") == "handling":
        return
    yield from stage.after(stage.later(5, 14))
    for unit in answering:
        _talked(stage, part_of(dispatch, unit), row["who"])
    yield stage.later(row.get("slow", stage.chance.randint(12, 30)), 10)
    yield from _all_written(stage, dispatch, answering, helping, row, row["replies"])
    if row.get("stop") == "replied":
        return
    yield from _judged(stage, proposal, dispatch, answering, helping, row)


def _talked(stage: Stage, part: Assignment, who: str) -> None:
    if not Contact.objects.filter(assignment=part, state="due").exists():
        return
    clerk = stage.actor(stage.clerks[part.unit.code])
    talk = handling.contact(
        part, phase="before", way="visit", note=TALKED, people="提案人、承办人", agreed="能办的先办，要等资金的写明时间。",
        actor=clerk, at=stage.at,
    )  # fmt: skip
    handling.answer_talk(talk, confirmed=True, said="", actor=stage.actor(who), at=stage.at)


def _all_written(
    stage: Stage,
    dispatch: Dispatch,
    answering: list[str],
    helping: list[str],
    row: dict[str, Any],
    texts: list[str],
) -> Story:
    for unit in helping:
        part = part_of(dispatch, unit)
        if not part.opinion:
            clerk = stage.actor(stage.clerks[unit])
            handling.advise(part, opinion="同意主办单位意见，我单位按职责配合。", actor=clerk, at=stage.at)
    for unit in answering:
        yield from _written(stage, dispatch, unit, helping, row, texts)


def _written(
    stage: Stage, dispatch: Dispatch, unit: str, helping: list[str], row: dict[str, Any], texts: list[str]
) -> Story:
    """One department's reply: written, countersigned, checked; an objection is ruled upon."""
    clerk, norms = stage.clerks[unit], row.get("norms", ["solved"] * len(texts))
    said = [
        handling.Said(n, text, "adopted" if norm != "reference" else "reference", norm, "")
        for n, (text, norm) in enumerate(zip(texts, norms, strict=True), start=1)
    ]
    norm = "in_progress" if "in_progress" in norms else norms[0]
    handling.save_draft(
        part_of(dispatch, unit), text=row["reply"], adoption="", norm=norm, reason="", answers=said,
        actor=stage.actor(clerk), at=stage.at,
    )  # fmt: skip
    if words := row.get("promise"):
        made = Promised(words["text"], words["days"], words.get("fate", "kept"), note=words.get("note", ""))
        if not part_of(dispatch, unit).promises.exists():
            promise(stage, dispatch, unit, made)
    if helping:
        stage.move_now(part_of(dispatch, unit), "circulate", clerk)
        yield stage.later(2, 15)
        _countersigned(stage, dispatch, unit, helping, row.get("differs", ""))
    stage.move_now(part_of(dispatch, unit), "submit", clerk)
    yield from stage.after(stage.soon(2, 11))
    stage.move_now(part_of(dispatch, unit), "pass_check", INSPECTOR)
    yield from stage.after(stage.soon(1, 9))


def _countersigned(stage: Stage, dispatch: Dispatch, unit: str, helping: list[str], differs: str) -> None:
    rows = part_of(dispatch, unit).replies.select_related("assignment__dispatch", "assignment__unit")
    reply = rows.first()
    if not isinstance(reply, Reply):
        raise LookupError("a reply that was just drafted")
    for helper in helping:
        note = differs or "同意。"
        handling.countersign(
            reply, unit=stage.cast.units[helper], agrees=not differs, note=note,
            actor=stage.actor(stage.clerks[helper]), at=stage.at,
        )  # fmt: skip
        if differs:
            sign = reply.countersigns.select_related("unit", "reply__assignment__unit").get(
                unit__code=helper, state="objected"
            )
            handling.overrule(
                sign,
                ruling="按主办单位意见办，人手由两家各出一半，年底看效果再定。",
                actor=stage.actor(INSPECTOR),
                at=stage.at,
            )


def _judged(
    stage: Stage,
    proposal: Proposal,
    dispatch: Dispatch,
    answering: list[str],
    helping: list[str],
    row: dict[str, Any],
) -> Story:
    """Every proposer says what she thinks; who is not satisfied gets a second handling."""
    yield from stage.after(stage.later(6, 20))
    _rated(stage, dispatch, row, unhappy=row.get("redo", ""))
    yield from stage.after(stage.soon(1, 16))
    if row.get("redo"):
        if row.get("stop") == "rehandling":
            return
        yield stage.later(10, 10)
        again = {**row, "promise": None, "norms": row.get("norms") or ["solved"] * len(row["again"])}
        yield from _all_written(stage, dispatch, answering, helping, again, row["again"])
        yield from stage.after(stage.later(5, 20))
        _rated(stage, dispatch, row, unhappy="")
        yield from stage.after(stage.soon(1, 16))
    if row.get("mutual"):
        _mutual(stage, proposal, row)


def _rated(stage: Stage, dispatch: Dispatch, row: dict[str, Any], *, unhappy: str) -> None:
    dispatch = fresh(dispatch)
    people = {p.pk: name for name, p in stage.cast.people.items()}
    for one in dispatch.concerned.exclude(person=None).order_by("pk"):
        if dispatch.state != "replied":
            return
        opinion = handling.Opinion("satisfied", "solved", "逐条有回应，时间写得清楚。")
        if unhappy:
            opinion = handling.Opinion("understood", "unsolved", unhappy)
        actor = stage.actor(people[one.person_id or 0])
        code = handling.confirmation(dispatch, opinion=opinion, actor=actor)
        handling.rate(
            dispatch, by=one.by, label=one.label, opinion=opinion, code=code, actor=actor, at=stage.at
        )


def _mutual(stage: Stage, proposal: Proposal, row: dict[str, Any]) -> None:
    """Back to back: the department marks the proposal, the proposer marks the handling."""
    rows = MutualReview.objects.select_related("unit", "proposal", "assignment__unit")
    for review in rows.filter(proposal=proposal, state="open").order_by("pk"):
        clerk = stage.actor(stage.clerks[review.assignment.unit.code])
        given = dict.fromkeys(DIMENSIONS, row["mutual"][0])
        proposals.score_mutual(
            review, side="department", given=given, note="情况准，建议可办", actor=clerk, at=stage.at
        )
        if len(row["mutual"]) > 1:
            manners = dict.fromkeys(MANNERS, row["mutual"][1])
            actor = stage.actor(row["who"])
            proposals.score_mutual(
                review, side="proposer", given=manners, note="答得具体", actor=actor, at=stage.at
            )
