"""Departments at work: one recommendation or voice from its dispatch to the reply, and what was promised."""

from __future__ import annotations

from datetime import timedelta

from shangliang.kernel import calendar, moves
from shangliang.modules.handling import services as handling
from shangliang.modules.handling.models import Assignment, Dispatch, Promise, Reply
from shangliang.surfaces.demo.year import enclosed
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import Asked, Promised

Part = Assignment.Part
INSPECTOR = "sun"


def part_of(dispatch: Dispatch, unit_code: str) -> Assignment:
    rows = dispatch.assignments.exclude(state__in=Assignment.OUT).select_related("unit", "dispatch")
    return rows.get(unit__code=unit_code)


def handled(stage: Stage, dispatch: Dispatch, asked: Asked, *, desk: str) -> Story:
    """From the sending to the end, or to the state named in asked.stop. `desk` judges the result."""
    lead = asked.lead
    if asked.stop in {"sent", "pending"}:
        return
    if asked.stop == "withdrawn":
        yield stage.soon(1, 16)
        stage.move(dispatch, "withdraw", desk, note="事项与另一件重复，合并办理，先行撤回。")
        return
    if asked.refuse:
        yield stage.soon(1, 15)
        part = stage.move_now(part_of(dispatch, lead), "refuse", stage.clerks[lead], note=asked.refuse)
        if asked.stop == "refusing":
            return
        yield stage.soon(2, 11)
        if asked.instead:
            new = stage.cast.units[asked.instead]
            handling.reassign(
                fresh(part), to=new, note="经会商，" + asked.refuse, actor=stage.actor(INSPECTOR), at=stage.at
            )
            lead = asked.instead
        else:
            stage.move(part, "keep", INSPECTOR, note=asked.ruling)
    if asked.stop == "reassigned":
        return
    quick = bool(asked.ago)
    yield stage.soon(1 if quick else stage.chance.randint(1, 3), 9)
    answering = [lead, *(u for u in asked.split if u != lead)]
    for unit in answering:
        part = part_of(dispatch, unit)
        if part.state == "pending":
            stage.move_now(part, "sign", stage.clerks[unit])
    helping = [*asked.joint, *asked.assist]
    for unit in helping:
        part = part_of(dispatch, unit)
        if part.state == "pending":
            stage.move_now(part, "sign_help", stage.clerks[unit])
    if asked.stop in {"accepted", "overdue"}:
        return
    yield from _worked_out(stage, dispatch, asked, answering, helping, desk)


def _worked_out(
    stage: Stage, dispatch: Dispatch, asked: Asked, answering: list[str], helping: list[str], desk: str
) -> Story:
    if asked.talk:
        yield stage.later(6, 14)
        for unit in answering:
            _contact(stage, part_of(dispatch, unit), "before", asked.talk)
    if asked.stop == "advising":
        return
    quick = bool(asked.ago)
    yield stage.soon(2, 16) if quick else stage.later(stage.chance.randint(8, 14), 16)
    for unit in helping:
        part = part_of(dispatch, unit)
        handling.advise(part, opinion=asked.advice, actor=stage.actor(stage.clerks[unit]), at=stage.at)
    yield stage.soon(2, 10) if quick else stage.later(stage.chance.randint(6, 14), 10)
    if asked.extend:
        part = part_of(dispatch, answering[0])
        if part.due_at:
            until = part.due_at + timedelta(days=30)
            moves.extend(part, until=until, actor=stage.actor(INSPECTOR), at=stage.at, note=asked.extend)
    for unit in answering:
        yield from _replied(stage, dispatch, asked, unit, helping, text=asked.first_draft)
    if asked.stop not in {"", "redoing"}:
        return
    yield from stage.after(stage.later(stage.chance.randint(5, 11), 10))
    dispatch = fresh(dispatch)
    if dispatch.state == "replied":
        yield from _judged(stage, dispatch, asked, answering, helping, desk)


def _replied(
    stage: Stage, dispatch: Dispatch, asked: Asked, unit: str, helping: list[str], *, text: str
) -> Story:
    """One department's draft, countersigned, checked and out; sent back once where the story says so."""
    clerk = stage.clerks[unit]
    _draft(stage, dispatch, asked, unit, text)
    for words in asked.promises:
        promise(stage, dispatch, unit, words)
    if asked.stop == "drafting":
        return
    if helping:
        stage.move_now(part_of(dispatch, unit), "circulate", clerk)
        if asked.stop == "countersigning":
            return
        yield stage.later(2, 15)
        reply = (
            part_of(dispatch, unit).replies.select_related("assignment__dispatch", "assignment__unit").first()
        )
        if reply is None:
            raise LookupError("a reply that was just drafted")
        for helper in helping:
            handling.countersign(
                reply, unit=stage.cast.units[helper], agrees=True, note="同意。",
                actor=stage.actor(stage.clerks[helper]), at=stage.at,
            )  # fmt: skip
    stage.move_now(part_of(dispatch, unit), "submit", clerk)
    if asked.stop == "checking":
        return
    yield from stage.after(stage.soon(2, 11))
    if asked.bounce and text != asked.reply:
        stage.move_now(part_of(dispatch, unit), "bounce", INSPECTOR, note=asked.bounce)
        if asked.stop == "bounced":
            return
        yield stage.later(4, 10)
        yield from _replied(stage, dispatch, asked, unit, helping, text=asked.reply)
        return
    stage.move_now(part_of(dispatch, unit), "pass_check", INSPECTOR)


def _draft(stage: Stage, dispatch: Dispatch, asked: Asked, unit: str, text: str) -> Reply:
    return handling.save_draft(
        part_of(dispatch, unit), text=text, adoption=asked.adoption, norm=asked.norm, reason=asked.reason,
        actor=stage.actor(stage.clerks[unit]), at=stage.at,
    )  # fmt: skip


def _contact(stage: Stage, part: Assignment, phase: str, note: str) -> None:
    actor = stage.actor(stage.clerks[part.unit.code])
    handling.contact(
        part,
        phase=phase,
        way=stage.chance.choice(["visit", "meeting", "phone"]),
        note=note,
        actor=actor,
        at=stage.at,
    )


def _judged(
    stage: Stage, dispatch: Dispatch, asked: Asked, answering: list[str], helping: list[str], desk: str
) -> Story:
    """The office rates what came and takes it, or asks for a second handling and takes that."""
    actor, label = stage.actor(desk), stage.cast.people[desk].name
    if asked.redo:
        opinion = handling.Opinion("understood", "unsolved", asked.redo)
        code = handling.confirmation(dispatch, opinion=opinion, actor=actor)
        handling.judge(
            dispatch, label=label, opinion=opinion, then="redo", code=code, actor=actor, at=stage.at
        )
        if asked.stop == "redoing" or not asked.again:
            return
        yield stage.later(12, 10)
        for unit in answering:
            yield from _replied(stage, dispatch, asked.second(), unit, helping, text=asked.again)
        yield from stage.after(stage.later(6, 10))
        dispatch = fresh(dispatch)
    if dispatch.state == "replied":
        result = {"solved": "solved", "in_progress": "partly", "planned": "partly"}.get(asked.norm, "partly")
        attitude = "satisfied" if asked.adoption == "adopted" else "understood"
        opinion = handling.Opinion(attitude, result, "答复针对建议逐条回应，同意。")
        code = handling.confirmation(dispatch, opinion=opinion, actor=actor)
        handling.judge(
            dispatch, label=label, opinion=opinion, then="accept", code=code, actor=actor, at=stage.at
        )


# --- promises


def promise(stage: Stage, dispatch: Dispatch, unit: str, words: Promised) -> None:
    due_on = calendar.day_of(stage.at) + timedelta(days=words.days)
    made = handling.promise(
        part_of(dispatch, unit),
        text=words.text,
        due_on=due_on,
        actor=stage.actor(stage.clerks[unit]),
        at=stage.at,
    )
    stage.start(_promised(stage, made, unit, words))


def _promised(stage: Stage, promise: Promise, unit: str, words: Promised) -> Story:
    """What became of it."""
    clerk, day = stage.clerks[unit], promise.due_on
    if words.fate in {"open", "overdue"}:
        return
    if words.fate == "dropped":
        yield stage.at + timedelta(minutes=25)  # before anybody has read the reply
        stage.move(promise, "drop", clerk)
        return
    if words.fate == "broken":
        yield stage.office(day - timedelta(days=4), 15)
        stage.move(promise, "give_up", stage.heads[unit], note=words.note)
        return
    if words.fate == "postponed":
        yield stage.office(day - timedelta(days=6), 15)
        later = day + timedelta(days=45)
        handling.postpone(
            fresh(promise), due_on=later, note=words.note, actor=stage.actor(INSPECTOR), at=stage.at
        )
        return
    yield stage.office(day - timedelta(days=stage.chance.randint(3, 12)), 16)
    evidence = words.evidence or "已按承诺办结，现场照片和验收单存档备查。"
    _shown(stage, promise, unit, evidence, "办结现场.png")
    stage.move(promise, "claim", clerk)
    if words.fate == "claimed":
        return
    yield stage.later(3, 10)
    if words.fate == "refuted":
        stage.move(promise, "refute", INSPECTOR, note=words.note)
        yield stage.later(9, 16)
        _shown(stage, promise, unit, "已按核查意见整改到位，逐处拍照并请楼组长签字确认。", "整改后.png")
        stage.move(promise, "claim", clerk)
        yield stage.later(3, 10)
    stage.move(promise, "confirm", INSPECTOR)


def _shown(stage: Stage, promise: Promise, unit: str, text: str, name: str) -> None:
    """Evidence in words and in a picture."""
    actor, promise = stage.actor(stage.clerks[unit]), fresh(promise)
    kept = enclosed.keep(stage, name, enclosed.photo(f"{name} {text}"), root=promise.root, actor=actor)
    handling.add_evidence(promise, text=text, file=kept, actor=actor, at=stage.at)
