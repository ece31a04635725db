"""议事板: boards in every state; the heads answer as their camps tend to, the same for the same year."""

from __future__ import annotations

import uuid
from typing import Any

from shangliang.kernel import calendar
from shangliang.kernel.access import PUBLIC
from shangliang.modules.deliberation import services as deliberation
from shangliang.modules.deliberation.models import Board, Reason, Statement, Voter
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.topics.models import Topic
from shangliang.surfaces.demo.year.company import MEMBERS_BESIDES
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import boards_data

LIKELY = {"+": 86, "o": 50, "-": 14}  # how many in a hundred of a camp agree
PASSING, ANSWERING = 8, 82  # in a hundred: pass, and answer a statement at all
AGES, HOMES = ("18-35", "36-55", "56+"), ("城区", "镇", "村")
QUOTAS = (
    "feature,value,min,max\n性别,男,5,7\n性别,女,5,7\n年龄,18-35,3,5\n年龄,36-55,3,5\n年龄,56+,3,5\n"
    "住处,城区,3,6\n住处,镇,3,6\n住处,村,3,6\n"
)
VOTERS = ["lin", "deng", "feng", "jiang", "yu", "kang", *list(MEMBERS_BESIDES)]


def cast(stage: Stage) -> None:
    for row in boards_data():
        stage.start(_told(stage, row))
    for began, title, stop in (
        (140, "夜市管理委员会居民代表", "drawn"), (9, "午休方案家长评议员", "sealed"), (4, "公交线网评议员", "draft"),
        (75, "菜市场改造评议员", "dropped"),
    ):  # fmt: skip
        stage.start(_lots(stage, began, title, stop))


def _lots(stage: Stage, began: int, title: str, stop: str) -> Story:
    """Sixty people who put their names down, twelve of whom are drawn."""
    yield stage.office(stage.ago(began), 9)
    rows = [
        (f"B{n:03}", stage.chance.choice("男女"), stage.chance.choice(AGES), stage.chance.choice(HOMES))
        for n in range(1, 61)
    ]
    pool = "id,性别,年龄,住处\n" + "".join(",".join(row) + "\n" for row in rows)
    wang = stage.actor("wang")
    draw = deliberation.plan_draw(
        stage.cast.units["yunchuan"], title=title, purpose="从报名的居民里抽十二人，男女各半，老中青都有，城乡都有。", size=12,
        pool=pool.encode(), quotas=QUOTAS.encode(), actor=wang, at=stage.at,
    )  # fmt: skip
    if stop == "draft":
        return
    seeded = stage.later(20 if stop == "sealed" else 4, 16)
    yield stage.later(1, 10)
    if stop == "dropped":
        stage.move(draw, "drop", "wang", note="报名的人太少，重新报名以后再抽")
        return
    source = "福利彩票双色球开奖号码，六个红球按开出的先后写"
    deliberation.announce(
        fresh(draw), source=source, seeded_on=calendar.day_of(seeded), actor=wang, at=stage.at
    )
    if stop == "sealed":
        return
    yield seeded
    deliberation.draw_lots(fresh(draw), seed="17 03 29 11 22 08", actor=wang, at=stage.at)


def _topic(stage: Stage, keys: list[str]) -> Topic:
    """The first of these that has entered by now."""
    known = next(key for key in keys if key in stage.topics)
    return Topic.objects.select_related("unit").get(pk=stage.topics[known])


def _told(stage: Stage, row: dict[str, Any]) -> Story:
    yield stage.office(stage.ago(row["began"]), 9)
    topic, wang = _topic(stage, row["topics"]), stage.actor("wang")
    meeting = Gathering.objects.filter(topic=topic).exclude(state="cancelled").order_by("pk").first()
    board = deliberation.plan(
        stage.cast.units["yunchuan"], topic=topic, gathering=meeting, title=row["title"],
        question=row["question"], voters=row["voters"], closes_at=stage.later(row["lasts"], 17),
        seeds=[s["text"] for s in row["said"]], actor=wang, at=stage.at,
    )  # fmt: skip
    if row["state"] == "draft":
        return
    yield stage.later(1, 9)
    if row["state"] == "dropped":
        stage.move(board, "drop", "wang", note="与卫健局的便民措施重复，不再单独征求")
        return
    deliberation.open_board(fresh(board), actor=wang, at=stage.at)
    yield stage.later(2, 11)
    for number, said in enumerate(row.get("put", ())):
        _put(stage, board, said, number)
    yield stage.later(3, 15)
    _answered(stage, board, row, part=60)
    for said in row.get("reason", ()):
        _reasoned(stage, board, said)
    yield stage.later(4, 10)
    _answered(stage, board, row, part=100)
    yield from _ended(stage, board, row)


def _put(stage: Stage, board: Board, said: dict[str, Any], number: int) -> None:
    actor = stage.actor(said["who"]) if said["who"] else PUBLIC
    head = "" if said["who"] else deliberation.head_of(f"{board.pk:016x}{number:016x}")
    made = deliberation.put(
        fresh(board), text=said["text"], token=stage.token(), actor=actor, at=stage.at, head=head
    )
    if "hide" in said:
        deliberation.hide(made, why=said["hide"], actor=stage.actor("wang"), at=stage.at)
    elif said.get("show"):
        deliberation.show(made, actor=stage.actor("wang"), at=stage.at)


def _reasoned(stage: Stage, board: Board, said: dict[str, Any]) -> None:
    statement = Statement.objects.select_related("board__unit").get(board=board, number=said["on"])
    earlier = Reason.objects.filter(statement=statement).order_by("pk")
    made = deliberation.reason(
        statement, side=said["side"], text=said["text"], token=stage.token(), actor=PUBLIC, at=stage.at,
        head=deliberation.head_of(stage.token()), answers=earlier.first() if "answers" in said else None,
    )  # fmt: skip
    if "hide" in said:
        deliberation.hide(made, why=said["hide"], actor=stage.actor("wang"), at=stage.at)
    elif not said.get("wait"):
        deliberation.show(made, actor=stage.actor("wang"), at=stage.at)


def _answered(stage: Stage, board: Board, row: dict[str, Any], *, part: int) -> None:
    """Everybody comes back: those who have answered some answer the rest, some change their minds."""
    said = {s["text"]: s["stand"] for s in row["said"]}
    statements = list(board.statements.filter(state="shown").order_by("number"))
    answers = []
    for voter, camp in _heads(stage, board, row):
        for statement in statements:
            if stage.chance.randrange(100) >= ANSWERING * part // 100:
                continue
            stand = said.get(statement.text, "o" * 9)[camp]
            token = uuid.UUID(int=stage.chance.getrandbits(128), version=4)
            answers.append(deliberation.Answer(voter.pk, statement.pk, _value(stage, stand), token, stage.at))
    deliberation.take(answers)
    deliberation.seal(board, at=stage.at)
    deliberation.redraw(board, at=stage.at)


def _value(stage: Stage, stand: str) -> int:
    if stage.chance.randrange(100) < PASSING:
        return 0
    return 1 if stage.chance.randrange(100) < LIKELY[stand] else -1


def _heads(stage: Stage, board: Board, row: dict[str, Any]) -> list[tuple[Voter, int]]:
    """Every head of the board with its camp; members where only they may answer."""
    camps = [camp for camp, many in enumerate(row["heads"]) for _ in range(many)]
    if row["voters"] == "members":
        who = zip(VOTERS, camps, strict=False)
        return [
            (deliberation.voter_of(board, actor=stage.actor(name), at=stage.at), camp) for name, camp in who
        ]
    made = [
        Voter(board=board, head=deliberation.head_of(f"{board.pk:08x}{n:024x}"), at=stage.at)
        for n in range(len(camps))
    ]
    if not board.heads.exclude(head="").filter(head__in=[v.head for v in made]).exists():
        Voter.objects.bulk_create(made)
    known = {v.head: v for v in board.heads.all()}
    return [(known[v.head], camp) for v, camp in zip(made, camps, strict=True)]


def _ended(stage: Stage, board: Board, row: dict[str, Any]) -> Story:
    if row["state"] == "open":
        return
    yield stage.office(stage.ago(row["began"] - row["lasts"] - 3), 10)
    board = fresh(board)
    if board.state == "open":  # the clock was not there yet
        stage.move_now(board, "close", "wang", note="已到截止时间")
    if row["state"] == "closed":
        return
    answers = {s["text"]: s["answer"] for s in row["said"]}
    for statement in (
        board.statements.filter(state="shown").select_related("unit", "board").order_by("number")
    ):
        what, why = answers[statement.text]
        deliberation.answer(statement, what=what, why=why, actor=stage.actor("wang"), at=stage.at)
    deliberation.conclude(fresh(board), conclusion=row["conclusion"], actor=stage.actor("wang"), at=stage.at)
