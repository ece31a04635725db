"""相似旧案 and 报表口径: what is found, what is counted, at what price."""

from __future__ import annotations

from typing import Any

import pytest

from shangliang.kernel import moves
from shangliang.modules.handling.tests import given as tasks
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.queries.alike import indexes
from shangliang.modules.proposals.tests import given, old
from shangliang.modules.proposals.tests import given_around as more
from tests.world import World

pytestmark = pytest.mark.django_db
TITLE, TEXT = "关于校门口加装减速带的建议", f"{given.SITUATION}\n{given.ITEMS[0]}"


def near(world: World, title: str = TITLE, text: str = TEXT, **named: Any) -> list[queries.Alike]:
    return queries.alike(world.units["yunchuan"], title=title, text=text, **named)


def test_what_became_of_old_ones(world: World) -> None:
    proposal = more.answered(world)
    old.bring(
        world,
        old.row(
            60, "9", 案由="关于在小学门口设减速带的提案", 情况=given.SITUATION, 建议=given.ITEMS[0], 办理结果="B",
            答复="已列入计划。",
        ),
    )  # fmt: skip
    found = near(world)
    assert {a.proposal.pk for a in found} == set(Proposal.objects.values_list("pk", flat=True))
    by = {a.proposal.pk: a for a in found}
    assert [r.norm for r in by[proposal.pk].replies] == ["solved"] and by[proposal.pk].score > 0.5
    brought = next(a for a in found if a.proposal.pk != proposal.pk)
    assert [p.norm for p in brought.past] == ["in_progress"] and brought.proposal.state == "archived"
    assert near(world, "关于建设飞机场的提案", "请规划通用机场，发展低空经济。") == []
    assert near(world, "", "") == []


def test_only_what_the_writer_may_know_of(world: World) -> None:
    given.session(world)
    given.draft(world)
    given.submitted(world, who="deng")
    given.accepted(world, who="feng")
    given.not_filed(world, who="jiang")
    assert near(world) == []
    main = given.filed(world)
    inside = given.merged(world, main)
    found = {a.proposal.pk: a for a in near(world)}
    assert set(found) == {main.pk, inside.pk} and found[inside.pk].carrier == main
    assert [a.proposal.pk for a in near(world, leave=main)] == [inside.pk]
    assert queries.alike(world.units["lanxi"], title=TITLE, text=TEXT) != []  # the city's are known below it
    more.move(
        world, given.filed(world, title="关于校门口的提案", who="feng"), "withdraw", "feng", note="不提了"
    )
    assert len(near(world)) == 2


def test_the_index_takes_in_what_was_filed_since(world: World, django_assert_num_queries: Any) -> None:
    indexes.clear()
    unit = world.units["yunchuan"]
    first = given.filed(world)
    assert [a.proposal.pk for a in near(world)] == [first.pk]
    with django_assert_num_queries(4):
        queries.alike(unit, title=TITLE, text=TEXT)
    second = given.filed(world, title="关于学校门口减速带的提案", who="deng")
    with django_assert_num_queries(5):
        assert {a.proposal.pk for a in queries.alike(unit, title=TITLE, text=TEXT)} == {first.pk, second.pk}
    assert len(indexes["001."].shelf) == 2


def test_one_press_marks_it_as_repeated(world: World) -> None:
    before = given.filed(world, who="deng")
    proposal = given.accepted(world, title="关于校门口减速带的提案")
    services.mark_repeat(proposal, previous=before, actor=world.actor("wang"), at=world.now)
    held = Proposal.objects.get(pk=proposal.pk)
    assert (held.repeat, held.previous) == ("year", before)
    services.mark_repeat(proposal, previous=None, actor=world.actor("wang"), at=world.now)
    assert Proposal.objects.get(pk=proposal.pk).repeat == ""
    for wrong in (proposal, given.submitted(world, title="没立案", who="feng")):
        with pytest.raises(moves.Refused, match="以前立案"):
            services.mark_repeat(proposal, previous=wrong, actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.NotAllowed):
        services.mark_repeat(proposal, previous=before, actor=world.actor("lin"), at=world.now)
    with pytest.raises(moves.Stale):
        services.mark_repeat(before, previous=None, actor=world.actor("wang"), at=world.now)


def test_a_session_in_figures(world: World, django_assert_num_queries: Any) -> None:
    more.answered(world)
    main = given.filed(
        world, given.reviewed(world, given.joint(world, "deng", who="feng", title="联名的提案"))
    )
    given.merged(world, main, who="jiang")
    given.not_filed(world, title="不立的", who="deng")
    given.submitted(world, title="还没审的", who="jiang")
    old.bring(
        world, old.row(60, "9", 提案者="民盟市委会", 种类="党派", 办理结果="A", 答复="1. 已装；2. 已派。"),
        old.row(61, "99"), old.row(62, "9", 答复="已阅。"),
    )  # fmt: skip
    session = given.session(world)
    with django_assert_num_queries(8):
        seen = queries.session_figures(session)
    assert (seen.received, seen.filed, seen.merged, seen.not_filed, seen.open) == (8, 4, 1, 2, 1)
    assert (seen.personal.received, seen.personal.filed) == (6, 2)
    assert (seen.joint.filed, seen.collective.filed) == (1, 1)
    total = seen.total
    assert (total.sole, total.answered, total.on_time, total.talked) == (1, 1, 1, 1)
    assert (total.items, total.solved) == (2, 2) and seen.norms == {"solved": 1}
    assert seen.grades == {("A", "已解决或基本解决"): 1}
    # What was answered in the system before this one is counted apart.
    assert seen.past == {"solved": 1, "": 1} and seen.past_items == 2
    assert [(c.name, c.filed) for c in seen.classes if c.filed] == [("交通旅游", 4)]


def test_attitude_and_result_apart_and_promises(world: World) -> None:
    proposal = more.handed_over(world, assist=["d-urban"])
    assert proposal.dispatch is not None
    part = tasks.part(proposal.dispatch, "d-urban")
    tasks.move(world, part, "sign_help", "xu")
    seen = queries.session_figures(given.session(world))
    assert [(o.unit.code, o.shares.lead, o.shares.assist) for o in seen.units] == [
        ("d-housing", 1, 0), ("d-urban", 0, 1),
    ]  # fmt: skip
    assert seen.total.answering == 1 and seen.total.helping == 1 and seen.satisfaction.total == 0
