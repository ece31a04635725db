"""Signed item by item; an edit makes what was signed void; what is objected is settled before the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal, moves, sweeper, waiting
from shangliang.kernel.models import Notice
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given as gatherings
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.models import Minutes, Signing, Verdict
from shangliang.modules.minutes.tests import given
from tests.world import World


def who(paper: Minutes) -> dict[str, str]:
    rows = paper.signings.select_related("chair", "speaker", "office")
    return {s.who: s.state for s in rows}


def told(world: World, name: str) -> list[str]:
    journal.deliver_all(given.after(world) + timedelta(days=1))
    return list(Notice.objects.filter(person=world.people[name]).values_list("text", flat=True))


def test_those_it_speaks_for_are_asked_with_a_clock(world: World) -> None:
    paper = given.circulating(world)
    assert who(paper) == dict.fromkeys(["陈立群", "林晓梅", "方阿婆", "市住建局"], "asked")
    mine = given.signing(paper, "林晓梅")
    assert mine.due_at is not None and mine.due_at.date().isoformat() == "2026-03-13"
    for name in ("lin", "chen", "hou"):
        piles = waiting.piles(world.actor(name), at=given.after(world))
        assert [p.count for p in piles if p.kind == "signing"] == [1], name
        assert any("请您签认纪要" in words for words in told(world, name)), name
    assert [i.text[:4] for i in queries.items_of(mine)] == ["费用按楼"]
    assert queries.items_of(given.signing(paper, "市住建局")).count() == 2
    assert queries.items_of(given.signing(paper, "陈立群")).count() == paper.items.count()
    over = given.after(world) + timedelta(days=8)
    assert "clock_overdue" in [e.verb for e in sweeper.sweep(at=over) if e.kind == "signing"]


def test_a_yard_meeting_asks_the_chair_and_the_departments_alone(world: World) -> None:
    paper = given.circulating(world, type="micro")
    assert set(who(paper)) == {"陈立群", "市住建局"}


def test_one_press_signs_all_of_hers(world: World) -> None:
    paper = given.circulating(world)
    given.signed(world, paper, "市住建局")
    assert who(paper)["市住建局"] == "answered" and Verdict.objects.filter(agrees=True).count() == 2
    assert not any(p.kind == "signing" for p in waiting.piles(world.actor("hou"), at=given.after(world)))
    facts = journal.story("signing", given.signing(paper, "市住建局").pk)[-1].facts
    assert facts["items"] == 2 and facts["objections"] == []
    with pytest.raises(moves.NotAllowed):
        services.sign(given.signing(paper, "林晓梅"), seen="", **given.by(world, "hou"))
    with pytest.raises(moves.Stale, match="内容改过"):
        services.sign(given.signing(paper, "林晓梅"), seen="x", **given.by(world, "lin"))
    with pytest.raises(moves.Refused, match="只能对请您签认的"):
        other = given.item(paper, "agenda")
        mine = given.signing(paper, "林晓梅")
        seen = queries.mark_of(queries.items_of(mine))
        services.sign(mine, seen=seen, objections={other.pk: "不对"}, **given.by(world, "lin"))


def test_an_edit_makes_the_signatures_on_that_item_void(world: World) -> None:
    paper = given.circulating(world)
    for name in ("林晓梅", "市住建局", "陈立群"):
        given.signed(world, paper, name)
    Notice.objects.all().delete()
    item = given.opinion_item(paper, "一楼不出钱")
    services.edit_item(item, text="费用按楼层分摊。", revision=item.revision, **given.by(world))
    assert who(paper) == {"陈立群": "asked", "林晓梅": "asked", "方阿婆": "asked", "市住建局": "answered"}
    assert queries.unsaid(given.signing(paper, "陈立群")) == 1
    assert any("签认过的内容改了" in words for words in told(world, "lin"))
    assert not any("签认过的内容改了" in words for words in told(world, "hou"))
    void = Verdict.objects.filter(item=item, void_at__isnull=False)
    assert void.count() == 2 and item.verdicts.filter(void_at=None).count() == 0
    given.signed(world, paper, "林晓梅")
    assert who(paper)["林晓梅"] == "answered"
    # Only whether the public reads it: nobody's words were changed.
    item.refresh_from_db()
    services.edit_item(item, text=item.text, inside=True, revision=item.revision, **given.by(world))
    assert who(paper)["林晓梅"] == "answered"


def test_an_objection_is_followed_or_stands_in_the_minutes(world: World) -> None:
    paper = given.circulating(world)
    given.signed(world, paper, "市住建局", 市里="是最多补二十万。", 两个月="要三个月。")
    given.all_signed(world, paper)
    given.answered(world, paper)
    assert queries.objections(paper).count() == 2
    with pytest.raises(moves.Refused, match="2 处异议"):
        services.settle(paper, **given.by(world))
    item = given.opinion_item(paper, "市里每台")
    services.edit_item(item, text="市里每台最多补二十万。", revision=item.revision, **given.by(world))
    assert who(paper)["市住建局"] == "asked" and queries.objections(paper).count() == 1
    left = queries.objections(paper).select_related("item__minutes", "signing__office").get()
    with pytest.raises(moves.Refused, match="为什么不改"):
        services.keep_objection(left, why="", **given.by(world))
    with pytest.raises(moves.NotAllowed):
        services.keep_objection(left, why="会上定了", **given.by(world, "hou"))
    services.keep_objection(left, why="会上定了两个月。", **given.by(world))
    with pytest.raises(moves.Stale, match="处理过"):
        services.keep_objection(left, why="会上定了两个月。", **given.by(world))
    given.signed(world, paper, "市住建局")
    given.signed(world, paper, "陈立群")
    services.settle(paper, **given.by(world))
    words = Gathering.objects.get(pk=paper.gathering_id).minutes
    assert "市住建局对这一条有不同意见：要三个月（会上定了两个月）" in words and "最多补二十万" in words


def test_whoever_changes_her_mind_signs_again(world: World) -> None:
    paper = given.circulating(world)
    given.signed(world, paper, "林晓梅", 费用="我没有说一楼。")
    assert queries.objections(paper).count() == 1
    given.signed(world, paper, "林晓梅")
    assert queries.objections(paper).count() == 0 and who(paper)["林晓梅"] == "answered"
    verbs = [e.verb for e in journal.story("signing", given.signing(paper, "林晓梅").pk)]
    assert verbs == ["begin", "sign", "sign"]
    given.signed(world, paper, "林晓梅")
    assert len(journal.story("signing", given.signing(paper, "林晓梅").pk)) == 3


def test_without_an_account_it_is_read_to_her(world: World) -> None:
    paper = given.circulating(world)
    her = given.signing(paper, "方阿婆")
    assert queries.without_account(queries.signings(paper))[0].pk == her.pk
    with pytest.raises(moves.Refused, match="怎么核对"):
        services.excuse(her, how=" ", **given.by(world))
    with pytest.raises(moves.NotAllowed):
        services.excuse(her, how="念过", **given.by(world, "lin"))
    services.excuse(her, how="到家里念给本人听。", **given.by(world))
    assert who(paper)["方阿婆"] == "excused" and given.fresh(her).how == "到家里念给本人听。"
    with pytest.raises(IntegrityError), transaction.atomic():
        Signing.objects.filter(pk=her.pk).update(how="")


def test_nothing_is_settled_before_all_is_said(world: World) -> None:
    paper = given.circulating(world)
    with pytest.raises(moves.Refused) as refused:
        services.settle(paper, **given.by(world))
    assert [r[:6] for r in refused.value.reasons] == ["还有 4 方", "还有 2 条"]
    gathering = Gathering.objects.select_related("unit").get(pk=paper.gathering_id)
    with pytest.raises(moves.Refused, match="还没有定稿"):
        moves.make(gathering, "conclude", **given.by(world))


def test_the_gathering_concludes_on_what_was_settled(world: World) -> None:
    paper = given.settled(world)
    gathering = Gathering.objects.select_related("unit").get(pk=paper.gathering_id)
    assert gathering.minutes == queries.official_text(paper) and "方阿婆" not in gathering.minutes
    assert "方**（基层群众代表）" in gathering.minutes and "138****5678" in gathering.minutes
    Gathering.objects.filter(pk=gathering.pk).update(minutes="另一套说法")
    with pytest.raises(moves.Refused, match="请重新定稿"):
        moves.make(given.fresh(gathering), "conclude", **given.by(world))
    Gathering.objects.filter(pk=gathering.pk).update(minutes=queries.official_text(paper))
    moves.make(given.fresh(gathering), "conclude", **given.by(world))
    for _twice in range(2):
        journal.deliver_all(given.after(world) + timedelta(days=1))
    assert given.fresh(paper).state == "kept"
    assert set(paper.signings.values_list("state", flat=True)) == {"kept", "excused"}


def test_the_record_moved_on_meanwhile(world: World) -> None:
    paper = given.circulating(world)
    given.all_signed(world, paper)
    given.answered(world, paper)
    gatherings.said(world, paper.gathering, text="还有一句要补。", token="late")
    with pytest.raises(moves.Refused, match="再汇编一次"):
        services.settle(paper, **given.by(world))
    services.assemble(paper.gathering, **given.by(world))
    assert who(paper)["林晓梅"] == "asked" and who(paper)["陈立群"] == "asked"


def test_an_objection_of_a_colleague_is_not_taken_back_unread(world: World) -> None:
    """The head's page was opened before the clerk of her office objected."""
    paper = given.circulating(world)
    one = given.signing(paper, "市住建局")
    mine = list(queries.items_of(one))
    seen = queries.mark_of(mine)
    services.sign(one, seen=seen, objections={mine[0].pk: "数字不对。"}, **given.by(world, "liu"))
    with pytest.raises(moves.Stale):
        services.sign(one, seen=seen, **given.by(world, "hou"))
    assert queries.objections(paper).count() == 1
    services.sign(
        one, seen=seen, objections={mine[0].pk: "数字不对。"}, **given.by(world, "liu")
    )  # pressed twice
    now = queries.mark_of(mine, one.verdicts.filter(void_at=None))
    services.sign(one, seen=now, **given.by(world, "hou"))
    assert not queries.objections(paper).exists()
