"""选题目录: three sources, a reason for every no, claims of several, over at the year's end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import moves, sweeper
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import ProposalTopic, TopicClaim
from shangliang.modules.proposals.services import around
from shangliang.modules.proposals.tests import given
from shangliang.modules.proposals.tests import given_around as more
from shangliang.modules.voices.tests import given as voices
from tests.world import World

pytestmark = pytest.mark.django_db


def again(topic: ProposalTopic) -> Any:
    return given.again(topic)


@pytest.mark.parametrize(
    ("who", "source", "unit"),
    [
        ("zhao", "party", "yunchuan"), ("qian", "party", "o-party"), ("sun", "party", "yunchuan"),
        ("liu", "department", "d-housing"), ("hou", "department", "d-housing"), ("lin", "society", "yunchuan"),
        ("zhou", "society", "shiqiao-wenhua"), ("fan", "society", "p-minmeng"),
    ],
)  # fmt: skip
def test_three_sources(world: World, who: str, source: str, unit: str) -> None:
    made = more.topic(world, who=who)
    assert (made.source, made.offered_by, made.state) == (source, world.units[unit], "offered")
    assert "wang" in given.told(world, made, "begin")


def test_only_for_one_s_own_unit(world: World) -> None:
    with pytest.raises(moves.NotAllowed, match="自己单位"):
        more.topic(world, who="liu", offered_by=world.units["d-urban"])
    with pytest.raises(moves.Refused, match="只能推荐给政协"):
        more.topic(world, unit="d-housing")
    with pytest.raises(moves.NotAllowed):
        more.topic(world, who="public")
    assert more.topic(world, token="t").pk == more.topic(world, token="t").pk


def test_who_offered_it_is_told_why_not(world: World) -> None:
    made = more.topic(world)
    with pytest.raises(moves.Refused, match="请写明不列入的理由"):
        services.decline_topic(made, reason=" ", actor=world.actor("wang"), at=world.now)
    services.decline_topic(made, reason="去年已有同类选题", actor=world.actor("wang"), at=world.now)
    assert given.told(world, made, "decline") == {"liu"}
    assert again(made).reason == "去年已有同类选题"
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalTopic.objects.filter(pk=made.pk).update(reason="")
    services.list_topic(again(made), field=world.fields["交通运输"], actor=world.actor("wang"), at=world.now)
    assert again(made).state == "listed"


def test_it_is_listed_only_with_a_field(world: World) -> None:
    made = more.topic(world)
    with pytest.raises(moves.Refused, match="还没有归入领域"):
        services.list_topic(made, actor=world.actor("wang"), at=world.now)
    for who in ("lin", "liu", "zhao", "gao"):
        with pytest.raises(moves.NotAllowed):
            services.list_topic(
                again(made), field=world.fields["交通运输"], actor=world.actor(who), at=world.now
            )
    more.listed(world, title="另一个题")
    with pytest.raises(moves.Refused, match="今年已有"):
        more.topic(world, title="另一个题")


def test_several_claim_one_topic(world: World) -> None:
    made = more.listed(world)
    for who in ("lin", "deng", "lin"):
        services.claim_topic(made, actor=world.actor(who), at=world.now)
    assert TopicClaim.objects.filter(dropped_at=None).count() == 2
    assert given.verbs(made).count("claim") == 2
    with pytest.raises(moves.NotAllowed):
        services.claim_topic(made, actor=world.actor("liu"), at=world.now)
    with pytest.raises(moves.Refused, match="已有 2 位委员认领"):
        services.decline_topic(again(made), reason="不要了", actor=world.actor("wang"), at=world.now)
    services.unclaim_topic(made, actor=world.actor("deng"), at=world.now)
    with pytest.raises(moves.Stale):
        services.unclaim_topic(made, actor=world.actor("deng"), at=world.now)
    with pytest.raises(moves.Stale):
        services.claim_topic(more.topic(world, title="没列的"), actor=world.actor("lin"), at=world.now)


def test_a_proposal_takes_it_and_frees_it(world: World) -> None:
    made = more.listed(world)
    proposal = more.written_on(world, made)
    assert again(made).state == "taken" and TopicClaim.objects.get().person == world.people["lin"]
    line = queries.topics(ProposalTopic.objects.all()).get()
    assert (line.writers, line.handed_in, line.filed) == (1, 1, 0)
    with pytest.raises(moves.Stale, match="提交以后"):
        services.write_on(proposal, topic=None, actor=world.actor("lin"), at=world.now)
    more.move(world, proposal, "withdraw", "lin", note="重写")
    assert again(made).state == "listed"
    given.filed(world, more.written_on(world, again(made), who="deng", title="另一件提案"))
    figures = {f.source: f for f in queries.catalogue_figures(ProposalTopic.objects.all(), year=2026)}
    department = figures["department"]
    assert (department.listed, department.claimed, department.written, department.filed) == (1, 1, 1, 1)


def test_only_her_own_draft_and_only_what_is_listed(world: World) -> None:
    given.session(world)
    draft = given.draft(world)
    with pytest.raises(moves.Refused, match="现在的选题目录"):
        services.write_on(draft, topic=more.topic(world), actor=world.actor("lin"), at=world.now)
    with pytest.raises(moves.NotAllowed):
        services.write_on(
            draft, topic=more.listed(world, title="另一个"), actor=world.actor("deng"), at=world.now
        )


def test_the_year_is_over(world: World) -> None:
    made, taken = more.listed(world), more.listed(world, title="另一个题")
    more.written_on(world, taken)
    waiting = more.topic(world, title="没筛选的")
    list(sweeper.sweep(at=datetime(2026, 12, 31, 15, 0, tzinfo=UTC)))
    assert again(made).state == "listed"
    later = datetime(2027, 1, 2, 4, 0, tzinfo=UTC)
    list(sweeper.sweep(at=later))
    assert (again(made).state, again(taken).state, again(waiting).state) == ("over", "over", "offered")
    with pytest.raises(moves.Refused, match="2026 年已经过了"):
        services.list_topic(
            again(waiting), field=world.fields["交通运输"], actor=world.actor("wang"), at=later
        )


def test_a_voice_becomes_a_topic_once(world: World) -> None:
    voice = voices.voice(world)
    made = [
        services.topic_from_voice(
            voice, unit=world.units["yunchuan"], actor=world.actor("wang"), at=world.now
        )
        for _ in range(2)
    ]
    assert made[0].pk == made[1].pk and made[0].source == "society" and list(made[0].voices.all()) == [voice]
    with pytest.raises(moves.NotAllowed):
        services.topic_from_voice(voice, unit=world.units["yunchuan"], actor=world.actor("lin"), at=world.now)
    other = voices.voice(world, title="校门口的车")
    services.join_voice(made[0], voice=other, actor=world.actor("wang"), at=world.now)
    assert made[0].voices.count() == 2


def test_following_twice_changes_nothing(world: World) -> None:
    made = more.listed(world)
    proposal = more.written_on(world, made)
    entry = next(e for e in given.journal.story("proposal", proposal.pk) if e.verb == "submit")
    before = given.verbs(again(made))
    around.follow(entry, world.now)
    assert given.verbs(again(made)) == before and around.wants("proposal", "submit")


def test_the_catalogue_and_its_price(world: World, django_assert_num_queries: Any) -> None:
    for n in range(3):
        more.listed(world, title=f"第 {n} 题")
    more.topic(world, title="没筛选的")
    with django_assert_num_queries(1):
        rows = queries.catalogue(ProposalTopic.objects.all(), year=2026)
        assert [(f.name, len(f.topics)) for f in queries.by_field(rows)] == [("交通运输", 3)]
    with django_assert_num_queries(1):
        assert queries.catalogue_years(ProposalTopic.objects.all()) == [2026]
    with django_assert_num_queries(1):
        assert [f.offered for f in queries.catalogue_figures(ProposalTopic.objects.all(), year=2026)] == [
            0,
            4,
            0,
        ]
