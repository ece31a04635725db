"""评选表扬: quotas with words, votes of a jury that has no part in it, reasons for all, nothing leaks earlier."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import moves
from shangliang.kernel.access import PUBLIC
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import AwardRound, AwardVote, Nominee, Proposal
from shangliang.modules.proposals.tests import given
from shangliang.modules.proposals.tests import given_around as more
from tests import given as bare
from tests.world import World

pytestmark = pytest.mark.django_db


def many_filed(world: World, count: int, **columns: Any) -> list[Proposal]:
    """Filed by hand: only their number and kind matter here."""
    made = [bare.in_state(world, "proposal", "filed") for _ in range(count)]
    Proposal.objects.filter(pk__in=[p.pk for p in made]).update(**columns)
    return made


def choose(world: World, nominee: Nominee, *, chosen: bool = True, who: str = "chen") -> None:
    services.propose_choice(
        nominee, chosen=chosen, reason="调研扎实" if chosen else "名额有限", actor=world.actor(who), at=world.now
    )  # fmt: skip


def assessed(world: World, award: AwardRound) -> AwardRound:
    more.move(world, given.again(award), "assess", "wang")
    return given.again(award)  # type: ignore[no-any-return]


def test_from_candidates_to_the_public_list(world: World) -> None:
    proposal, other = given.filed(world), given.filed(world, title="另一件提案", who="deng")
    award = more.award(world, jury=("feng", "jiang"))
    one, two = more.nominee(world, award, proposal), more.nominee(world, award, other, who="jiang")
    Proposal.objects.filter(pk=proposal.pk).update(kind="committee")
    award = assessed(world, award)
    for who, nominee, yes in (("feng", one, True), ("jiang", one, True), ("feng", two, False)):
        services.vote(nominee, yes=yes, note="" if yes else "建议太空", actor=world.actor(who), at=world.now)
    lines = {c.nominee.pk: c for c in queries.candidates(award)}
    assert (lines[one.pk].yes, lines[one.pk].no, lines[two.pk].no) == (2, 0, 1)
    with pytest.raises(moves.Refused, match="没有写明入选与否"):
        more.move(world, award, "decide", "chen")
    choose(world, one)
    choose(world, two, chosen=False)
    more.move(world, given.again(award), "decide", "chen")
    assert not moves.kind_of(award).policy.may(PUBLIC, "view", award)
    services.publish_award(given.again(award), actor=world.actor("chen"), at=world.now)
    award = given.again(award)
    assert award.published_on == date(2026, 3, 2) and moves.kind_of(award).policy.may(PUBLIC, "view", award)
    assert [c.nominee.pk for c in queries.candidates(award)] == [one.pk, two.pk]


def test_about_one_in_a_hundred(world: World) -> None:
    """1 % of the filed; a share below one still lets one be chosen."""
    made = many_filed(world, 101, kind="committee", filed_on=date(2026, 2, 1))
    award = more.award(world)
    assert queries.quota(award, at=world.now).most == 2
    nominees = [more.nominee(world, award, p) for p in made[:3]]
    award = assessed(world, award)
    for nominee in nominees:
        choose(world, nominee)
    with pytest.raises(moves.Refused, match=r"最多评 2 个（101 的千分之10），现在选了 3 个"):
        more.move(world, award, "decide", "chen")
    choose(world, nominees[2], chosen=False)
    assert more.move(world, given.again(award), "decide", "chen").state == "decided"


def test_at_least_a_fifth_are_collective(world: World) -> None:
    made = many_filed(world, 1, filed_on=date(2026, 2, 1))
    award = more.award(world)
    nominee = more.nominee(world, award, made[0])
    award = assessed(world, award)
    choose(world, nominee)
    with pytest.raises(moves.Refused, match="集体提案应不少于 20%，现在 1 件里有 0 件"):
        more.move(world, award, "decide", "chen")


def test_a_fifth_of_the_departments(world: World) -> None:
    more.handed_over(world)
    award = more.award(world, kind="departments", title="先进承办单位")
    quota = queries.quota(award, at=world.now)
    assert (quota.of, quota.most) == (1, 1)
    nominee = more.nominee(world, award, department=world.units["d-housing"])
    with pytest.raises(moves.Refused, match="没有办理过"):
        more.nominee(world, award, department=world.units["d-urban"])
    with pytest.raises(moves.Refused, match="请选择承办单位"):
        more.nominee(world, award, given.filed(world, title="另一件", who="deng"))
    award = assessed(world, award)
    choose(world, nominee)
    assert more.move(world, award, "decide", "chen").state == "decided"


def test_what_cannot_be_named(world: World) -> None:
    proposal = given.filed(world)
    award = more.award(world)
    with pytest.raises(moves.NotAllowed, match="自己的提案"):
        more.nominee(world, award, proposal, who="lin")
    with pytest.raises(moves.Refused, match="请写明推荐理由"):
        services.nominate_for_award(
            award, why=" ", proposal=proposal, actor=world.actor("wang"), at=world.now
        )
    more.nominee(world, award, proposal)
    with pytest.raises(moves.Refused, match="已经推荐了"):
        more.nominee(world, award, proposal)
    with pytest.raises(moves.Refused, match="立案的提案"):
        more.nominee(world, award, given.accepted(world, title="没立案", who="deng"))
    with pytest.raises(moves.NotAllowed):
        more.nominee(world, award, proposal, who="liu")
    with pytest.raises(moves.Refused, match="已经开始"):
        more.award(world)


def test_the_jury_has_no_part_in_it(world: World) -> None:
    proposal = given.filed(world)
    award = more.award(world, jury=("feng", "lin"))
    nominee = more.nominee(world, award, proposal)
    with pytest.raises(moves.Stale):
        services.vote(nominee, yes=True, note="", actor=world.actor("feng"), at=world.now)
    assessed(world, award)
    with pytest.raises(moves.NotAllowed, match="和自己有关"):
        services.vote(nominee, yes=True, note="", actor=world.actor("lin"), at=world.now)
    for who in ("deng", "wang", "chen"):
        with pytest.raises(moves.NotAllowed):
            services.vote(nominee, yes=True, note="", actor=world.actor(who), at=world.now)
    with pytest.raises(moves.Refused, match="请写理由"):
        services.vote(nominee, yes=False, note="", actor=world.actor("feng"), at=world.now)
    for yes, note in ((True, ""), (False, "空泛")):
        services.vote(nominee, yes=yes, note=note, actor=world.actor("feng"), at=world.now)
    assert AwardVote.objects.get().yes is False


def test_who_stands_among_the_candidates_does_not_decide(world: World) -> None:
    more.staff(world, "lin")
    proposal = given.filed(world)
    award = more.award(world)
    nominee = more.nominee(world, award, proposal)
    assessed(world, award)
    with pytest.raises(moves.NotAllowed):
        choose(world, nominee, who="lin")
    choose(world, nominee, who="wang")
    with pytest.raises(IntegrityError), transaction.atomic():
        Nominee.objects.update(reason="")


def test_what_its_proposer_keeps_closed_is_not_published(world: World) -> None:
    made = many_filed(
        world, 1, kind="committee", filed_on=date(2026, 2, 1), open_ok=False, open_reason="不便"
    )
    award = more.award(world)
    nominee = more.nominee(world, award, made[0])
    award = assessed(world, award)
    choose(world, nominee)
    award = more.move(world, award, "decide", "chen")
    with pytest.raises(moves.Refused, match="没有同意公开"):
        services.publish_award(award, actor=world.actor("chen"), at=world.now)
    with pytest.raises(moves.NotAllowed):
        services.publish_award(award, actor=world.actor("wang"), at=world.now)


def test_scores_that_are_not_shown_stay_out_of_it(world: World, django_assert_num_queries: Any) -> None:
    proposal = more.answered(world)
    more.marked(world, proposal)
    review = more.mutual(world, proposal)
    more.score(world, review, "proposer", mark=more.POOR)
    award = more.award(world)
    more.nominee(world, award, proposal)
    commended = more.award(world, kind="departments", title="先进承办单位")
    more.nominee(world, commended, department=world.units["d-housing"])
    one = queries.candidates(award)[0]
    assert one.quality is not None and one.quality.mean == more.GOOD and one.by_proposer is None
    assert queries.candidates(commended)[0].by_proposer is None
    more.score(world, review, "department")
    with django_assert_num_queries(4):
        one = queries.candidates(award)[0]
    assert (one.by_department, one.by_proposer) == (more.GOOD, more.POOR)
    with django_assert_num_queries(7):
        unit = queries.candidates(commended)[0]
    assert unit.by_proposer == more.POOR and (unit.shares.sole, unit.shares.on_time, unit.shares.solved) == (
        1,
        1,
        2,
    )
