"""质量评价、互评: never one's own; back to back, whatever is tried."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from shangliang.kernel import moves, params, sweeper
from shangliang.kernel.models import Delivery, Entry, Notice
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import DIMENSIONS, MANNERS, MutualReview, MutualScore, QualityScore
from shangliang.modules.proposals.services import around
from shangliang.modules.proposals.tests import given
from shangliang.modules.proposals.tests import given_around as more
from tests.world import World

pytestmark = pytest.mark.django_db


def test_never_one_s_own(world: World) -> None:
    more.staff(world, "lin")
    proposal = given.filed(world, given.reviewed(world, given.accepted(world, group=given.panel(world))))
    with pytest.raises(moves.NotAllowed, match="您是提案者"):
        more.marked(world, proposal, who="lin")
    for who in ("deng", "xu", "zhao", "sun"):
        with pytest.raises(moves.NotAllowed):
            more.marked(world, proposal, who=who)
    more.marked(world, proposal, mark=80)
    more.marked(world, proposal, mark=70)  # the newest of each counts
    more.marked(world, proposal, who="chen", mark=91)
    more.marked(world, proposal, who="liu", mark=85)  # of the panel
    found = queries.quality([proposal.pk])[proposal.pk]
    assert (found.count, found.mean) == (3, 82) and QualityScore.objects.count() == 3
    facts = json.dumps([e.facts for e in Entry.objects.filter(verb="score")])
    assert "91" not in facts and "total" not in facts


def test_weights_are_a_parameter(world: World) -> None:
    proposal = given.filed(world)
    path, day = world.units["yunchuan"].path, world.now.date()
    lines = "science 60\nrigour 10\nfeasible 10\nform 10\nimpact 10"
    params.put(
        path, "proposals.quality_weights", new=lines, starts_on=day, reason="重科学", actor=world.actor("wang"),
        at=world.now,
    )  # fmt: skip
    marks = {**dict.fromkeys(DIMENSIONS, 50), "science": 100}
    made = services.score_quality(proposal, given=marks, note="", actor=world.actor("wang"), at=world.now)
    assert made.total == 80
    for wrong in (
        "science 100",
        lines.replace("60", "61"),
        lines.replace("60", "x"),
        lines.replace("rigour", "rigor"),
    ):
        with pytest.raises(params.BadValue):
            params.put(
                path, "proposals.quality_weights", new=wrong, starts_on=day, reason="错", actor=world.actor("wang"),
                at=world.now,
            )  # fmt: skip


@pytest.mark.parametrize(
    "marks",
    [
        {},
        {"science": 90},
        dict.fromkeys(DIMENSIONS, 101),
        dict.fromkeys(DIMENSIONS, -1),
        dict.fromkeys(MANNERS, 90),
    ],
)
def test_marks_that_are_none(world: World, marks: dict[str, int]) -> None:
    with pytest.raises(moves.Refused):
        services.score_quality(
            given.filed(world), given=marks, note="", actor=world.actor("wang"), at=world.now
        )
    assert not QualityScore.objects.exists()


def test_grades(world: World) -> None:
    grades = queries.marks(world.units["yunchuan"].path, world.now.date())
    assert [grades.word(n) for n in (90, 89, 75, 74, 60, 59)] == [
        "优秀",
        "良好",
        "良好",
        "一般",
        "一般",
        "较差",
    ]


def test_both_are_asked_once_everybody_has_answered(world: World) -> None:
    proposal = more.answered(world)
    review = more.mutual(world, proposal)
    assert given.told(world, review, "begin") == {"lin", "liu", "hou"}
    finish = Entry.objects.get(kind="dispatch", verb="finish")
    around.follow(finish, world.now)
    assert MutualReview.objects.count() == 1


def shown(world: World, review: MutualReview, who: str) -> set[str]:
    return set(queries.scores_for(review, world.actor(who)))


def fresh(review: MutualReview) -> MutualReview:
    return queries.reviews().get(pk=review.pk)


EVERYBODY = ("lin", "liu", "hou", "wang", "chen", "sun", "zhao", "deng", "xu")


@pytest.mark.parametrize(("first", "second"), [("department", "proposer"), ("proposer", "department")])
def test_neither_sees_the_other_before_both_are_in(world: World, first: str, second: str) -> None:
    review = more.mutual(world)
    more.score(world, review, first)
    given.deliver(world)
    own = {"department": {"liu", "hou"}, "proposer": {"lin"}}
    for who in EVERYBODY:
        assert shown(world, fresh(review), who) == ({first} if who in own[first] else set()), who
    assert queries.hints(fresh(review), grades=queries.marks("001.", world.now.date())) == []
    assert queries.mutual_means([review.proposal_id]) == {}
    more.score(world, review, second, mark=more.POOR)
    for who in EVERYBODY:
        assert shown(world, fresh(review), who) == {"department", "proposer"}, who
    assert queries.mutual_means([review.proposal_id]) == {
        (review.proposal_id, first): more.GOOD, (review.proposal_id, second): more.POOR,
    }  # fmt: skip


def test_nothing_of_it_is_in_the_journal_or_in_a_notice(world: World) -> None:
    review = more.mutual(world)
    more.score(world, review, "department", mark=37)
    given.deliver(world)
    said = " ".join(e.payload for e in Entry.objects.filter(kind="mutual_review"))
    told = " ".join(Notice.objects.values_list("text", flat=True))
    assert "37" not in said.replace(f'"{review.pk}"', "") or "说明" not in said
    assert "说明 37" not in said + told and "total" not in said and "score_proposal" in said
    # Nor does anybody learn by a notice that the other side has spoken.
    about = Notice.objects.filter(entry__verb__in=["score_proposal", "score_handling"])
    assert not about.exists() and not Delivery.objects.filter(error__gt="").exists()


def test_the_time_is_over(world: World) -> None:
    review = more.mutual(world)
    more.score(world, review, "proposer", mark=more.POOR)
    list(sweeper.sweep(at=world.now + given.days(60)))
    assert fresh(review).state == "shown" and shown(world, fresh(review), "liu") == {"proposer"}
    grades = queries.marks(review.unit.path, world.now.date())
    assert queries.hints(fresh(review), grades=grades) == ["提案者给办理评了 40 分，建议承办单位再答复"]
    with pytest.raises(moves.Stale, match="已经结束"):
        more.score(world, fresh(review), "department")


def test_a_score_may_change_until_it_is_shown(world: World) -> None:
    review = more.mutual(world)
    more.score(world, review, "proposer", mark=50)
    more.score(world, review, "proposer", mark=70)
    assert MutualScore.objects.get().total == 70
    more.score(world, review, "department")
    for change in ({"total": 99}, {"attitude": 99}):
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
            MutualScore.objects.filter(side="proposer").update(**change)
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        MutualScore.objects.all().delete()


def test_nobody_speaks_for_the_other_side(world: World) -> None:
    review = more.mutual(world)
    for side, who in (
        ("department", "lin"), ("proposer", "liu"), ("department", "xu"), ("proposer", "deng"), ("proposer", "wang"),
        ("department", "sun"),
    ):  # fmt: skip
        with pytest.raises(moves.NotAllowed):
            more.score(world, review, side, who=who)
    narrowed = world.actor("lin").narrowed(["read", "write"])
    with pytest.raises(moves.NotAllowed, match="程序密钥"):
        services.score_mutual(
            review, side="proposer", given=dict.fromkeys(MANNERS, 90), note="", actor=narrowed, at=world.now
        )
    assert not MutualScore.objects.exists()


def test_who_stands_on_both_sides_speaks_for_neither(world: World) -> None:
    review = more.mutual(world)
    more.staff(world, "lin", unit="d-housing", role="clerk")
    more.score(world, review, "department", who="liu")
    assert shown(world, fresh(review), "lin") == set()
    for side in ("department", "proposer"):
        with pytest.raises(moves.NotAllowed):
            more.score(world, review, side, who="lin")


def test_the_table_keeps_each_side_to_its_marks(world: World) -> None:
    review = more.mutual(world)
    wrong = MutualScore(
        review=review, side="proposer", total=90, person=world.people["lin"], at=world.now,
        **dict.fromkeys(DIMENSIONS, 90),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


def test_prices(world: World, django_assert_num_queries: Any) -> None:
    review = more.mutual(world)
    for side in ("proposer", "department"):
        more.score(world, review, side)
    held, actor = fresh(review), world.actor("lin")
    with django_assert_num_queries(1):
        queries.scores_for(held, actor)
    with django_assert_num_queries(1):
        queries.mutual_means([held.proposal_id])
    with django_assert_num_queries(1):
        queries.quality([held.proposal_id])
