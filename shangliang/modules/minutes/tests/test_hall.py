"""What the room adds to the minutes: who was excused, speeches, questions, shows of hands."""

from __future__ import annotations

from shangliang.kernel import moves
from shangliang.modules.deliberation import services as deliberation
from shangliang.modules.deliberation.tests import polling
from shangliang.modules.floor import services as floors
from shangliang.modules.floor.tests import given as hall
from shangliang.modules.floor.tests.test_asking import again
from shangliang.modules.gatherings import services as gathered
from shangliang.modules.gatherings.queries import room
from shangliang.modules.gatherings.tests import given as gatherings
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.models import Section
from shangliang.modules.minutes.tests import given
from tests.world import World


def test_speeches_questions_and_hands_are_in_the_minutes(world: World) -> None:
    live = hall.floor(world)
    member, head = hall.seat(live, "member"), hall.seat(live, "head")
    wang = {"actor": world.actor("wang"), "at": hall.at(world)}
    hall.spoke(world, live, member, lasts=95)
    asked = hall.question(world, live, hall.seat(live, "grassroots"), "一楼的补偿谁来定")
    floors.answer(asked, participant=head, text="住建局牵头定。", **wang)
    count = deliberation.Count("按楼层递增分摊吗？", ["同意", "不同意"], [3, 1], [[], []], None)
    deliberation.raise_hands(live.gathering, count=count, **wang)
    over = hall.ended(world, live)
    paper = given.assembled(world, over.gathering)
    speech = given.item(paper, Section.SPEECH)
    assert speech.text.endswith("起，1 分 35 秒。") and speech.speaker == member and "林晓梅" in speech.title
    question = paper.items.get(key=f"question:{asked.pk}")
    assert question.text == "一楼的补偿谁来定　侯明亮当场回答。住建局牵头定。" and question.inside
    raised = given.item(paper, Section.POLL)
    assert raised.text == "举手表决：同意 3 人，不同意 1 人。" and not raised.inside
    assert raised.text in [row["text"] for row in queries.public_rows(queries.rows(queries.items(paper)))]
    sections = [p.section for p in queries.parts(queries.items(paper))]
    assert sections.index("speech") < sections.index("opinion") < sections.index("poll")


def test_what_is_still_open_is_said_and_said_otherwise_when_it_is_over(world: World) -> None:
    live = hall.floor(world)
    member, wang = hall.seat(live, "member"), {"actor": world.actor("wang"), "at": hall.at(world)}
    asked = hall.question(world, live, member, "钱从哪里来")
    poll = polling.opened(world, gathering=live.gathering, open_to_public=True)
    paper = given.assembled(world, hall.ended(world, live).gathering)
    said = {i.key: i for i in paper.items.filter(section=Section.OPEN)}
    question, going_on = said[f"question-open:{asked.pk}"], said[f"poll-open:{poll.pk}"]
    assert question.text == "林晓梅现场问的“钱从哪里来”，还没有安排由谁答复。" and not question.inside
    assert going_on.text == f"“{poll.question}”还在投票，结果另行公布。" and not going_on.inside
    unit, day = world.units["d-housing"], given.after(world).date()
    floors.hand(again(asked), unit=unit, due_on=day, **wang)
    polling.secretly(world, poll, "lin", polling.chose("1"))
    polling.close(world, poll)
    assert queries.behind(paper, room(paper.gathering)) == 4
    _paper, done = services.assemble(paper.gathering, **given.by(world))
    assert (done.added, done.dropped) == (2, 2)
    assert set(paper.items.values_list("key", flat=True)) >= {f"question:{asked.pk}", f"poll:{poll.pk}"}


def test_who_was_excused_did_not_stay_away(world: World) -> None:
    meeting = gatherings.sitting(world)
    wang = {"actor": world.actor("wang"), "at": gatherings.the_day(world)}
    for capacity in ("member", "head"):
        gathered.sign_in(gatherings.seat(meeting, capacity), **wang)
    gathered.excuse(gatherings.seat(meeting, "expert"), why="住院", **wang)
    gatherings.said(world, meeting)
    gathered.end(meeting, **wang)
    said = {i.title: i.text for i in queries.items(given.assembled(world, meeting))}
    assert said["人数"] == "应到 4 人，到会 2 人。请假 1 人。未到 1 人。"
    assert said["专家学者"].startswith("请假：顾维") and "住院" not in "".join(said.values())


def test_a_result_that_is_published_later_is_read_by_everybody(world: World) -> None:
    gathering = given.held(world)
    first, second = (
        polling.held(world, [polling.chose("1")], gathering=gathering, open_to_public=True) for _twice in "12"
    )
    moves.make(second, "publish", **given.by(world))
    paper = given.assembled(world, gathering)
    later, by_hand = (paper.items.select_related("minutes").get(key=f"poll:{p.pk}") for p in (first, second))
    assert later.inside and not by_hand.inside
    services.edit_item(by_hand, text=by_hand.text, inside=True, revision=1, **given.by(world))
    moves.make(first, "publish", **given.by(world))
    full = room(paper.gathering)
    assert queries.behind(paper, full) == 1
    _paper, done = services.assemble(paper.gathering, **given.by(world))
    assert done.changed == 1 and not given.fresh(later).inside and given.fresh(by_hand).inside
    assert queries.behind(paper, full) == 0
