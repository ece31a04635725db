"""From draft to print: right and wrong person, wrong moment, not ready, pressed twice."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shangliang.kernel import journal, moves, params
from shangliang.modules.briefs import services
from shangliang.modules.briefs.models import Author, Brief, Version
from shangliang.modules.briefs.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_whole_way(world: World) -> None:
    """DOMAIN 2.2: 草稿、报送、编辑、核稿、签发、印发、反馈, each with its clock, its hand and its words."""
    brief = given.draft(world)
    assert (brief.state, brief.due_at) == ("draft", None)
    services.submit(brief, actor=world.actor("lin"), at=world.now)
    assert brief.state == "submitted" and brief.due_at is not None
    given.edited(world, brief)
    assert (brief.state, brief.editor) == ("edited", world.people["wang"]) and brief.due_at is not None
    given.reviewed(world, brief)
    assert (brief.state, brief.reviewer) == ("reviewed", world.people["yao"]) and brief.due_at is not None
    given.signed(world, brief)
    assert (brief.state, brief.signer, brief.sent_to) == ("signed", world.people["chen"], "市委、市政府")
    given.issued(world, brief)
    assert (brief.state, brief.number) == ("issued", "〔2026〕第1期") and brief.due_at is not None
    given.closed(world, brief)
    fresh = given.again(brief)
    assert (fresh.state, fresh.due_at) == ("fed_back", None) and "减速带" in fresh.feedback
    assert given.verbs(brief) == ["begin", "submit", "edit", "review", "sign", "issue", "feed_back"]


def test_the_author_is_told_at_every_step(world: World) -> None:
    brief = given.issued(world, cosigners=["deng"])
    for verb in ("edit", "issue"):
        assert {"lin", "deng"} <= given.told(world, brief, verb), verb
    assert "wang" in given.told(world, brief, "submit")
    assert "yao" in given.told(world, brief, "edit") and "chen" in given.told(world, brief, "review")
    given.adopted(world, brief)
    assert {"lin", "deng"} <= given.told(world, brief, "adopt")
    given.closed(world, brief)
    assert {"lin", "deng"} <= given.told(world, brief, "feed_back")


def test_what_was_rejected_is_kept_and_its_author_told_why(world: World) -> None:
    brief = given.submitted(world)
    wang = world.actor("wang")
    with pytest.raises(moves.Refused, match="原因"):
        services.reject(brief, reason="", note="不具体", actor=wang, at=world.now)
    with pytest.raises(moves.Refused, match="理由"):
        services.reject(brief, reason="vague", note=" ", actor=wang, at=world.now)
    services.reject(
        brief, reason="vague", note="请补充地点和时间，电话 13812345678", actor=wang, at=world.now
    )
    fresh = given.again(brief)
    assert (fresh.state, fresh.reject_reason, fresh.original.title) == ("rejected", "vague", "校门口缺减速带")
    assert "lin" in given.told(world, brief, "reject")
    note = journal.story("brief", brief.pk)[-1].note
    assert "请补充地点" in note and "13812345678" not in note
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.filter(pk=brief.pk).update(reject_reason="")
    moves.make(fresh, "revive", actor=wang, at=world.now, note="全国两会要用")
    assert fresh.state == "submitted" and fresh.due_at is not None


def test_the_original_is_never_overwritten(world: World) -> None:
    """DOMAIN 2.1: 原稿与编辑稿并存可比对. Held by the tables, whoever writes."""
    brief = given.edited(world)
    given.edited(world, brief)
    kept = list(brief.versions.order_by("number").values_list("number", "kind"))
    assert kept == [(1, "original"), (2, "edited"), (3, "edited")]
    assert (brief.original.situation, brief.situation) == (given.SITUATION, given.SITUATION)
    assert brief.edition.number == 3 and "上下学时段" in brief.edition.situation
    for write in (
        lambda: Brief.objects.filter(pk=brief.pk).update(situation="改掉"),
        lambda: Version.objects.filter(brief=brief).update(title="改掉"),
        lambda: Version.objects.filter(brief=brief).delete(),
    ):
        with pytest.raises(DatabaseError, match=r"stays|Cannot"), transaction.atomic():
            write()


def test_sent_back_it_can_be_bettered_and_both_originals_stay(world: World) -> None:
    brief = given.submitted(world)
    moves.make(brief, "send_back", actor=world.actor("wang"), at=world.now, note="请写明学校")
    assert "lin" in given.told(world, brief, "send_back")
    better = given.words("文华小学门口缺减速带")
    services.write(brief, words=better, actor=world.actor("lin"), at=world.now)
    services.submit(brief, actor=world.actor("lin"), at=world.now)
    titles = list(brief.versions.order_by("number").values_list("title", flat=True))
    assert titles == ["校门口缺减速带", "文华小学门口缺减速带"] and brief.original.number == 2
    with pytest.raises(moves.Stale):
        services.write(brief, words=better, actor=world.actor("lin"), at=world.now)


def test_whoever_edits_does_not_review(world: World) -> None:
    """核稿: another person; also held by the table."""
    brief = given.edited(world)
    with pytest.raises(moves.NotAllowed, match="不能是同一个人"):
        services.review(brief, actor=world.actor("wang"), at=world.now)
    assert "review" not in {
        o.move.name for o in moves.options(brief, actor=world.actor("wang"), at=world.now)
    }
    with pytest.raises(moves.NotAllowed):
        moves.make(brief, "review", actor=world.actor("wang"), at=world.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.filter(pk=brief.pk).update(reviewer=brief.editor)
    given.reviewed(world, brief)
    moves.make(brief, "rework", actor=world.actor("chen"), at=world.now, note="数字再核")
    with pytest.raises(moves.NotAllowed):
        services.edit(brief, title="a", situation="b", advice="c", actor=world.actor("yao"), at=world.now)
    given.edited(world, brief)
    assert (given.again(brief).reviewer, given.again(brief).editor) == (None, world.people["wang"])


@pytest.mark.parametrize("who", ["lin", "zhao", "liu", "sun", "fan", "qian", "gao", "deng"])
def test_who_does_not_edit(world: World, who: str) -> None:
    brief = given.submitted(world)
    with pytest.raises(moves.NotAllowed):
        services.edit(brief, title="a", situation="b", advice="c", actor=world.actor(who), at=world.now)
    assert given.again(brief).state == "submitted" and brief.versions.count() == 1


@pytest.mark.parametrize("who", ["wang", "lin", "qian", "shi", "zhao"])
def test_who_does_not_sign(world: World, who: str) -> None:
    """The director of the CPPCC's own office signs; those of the party's and the government's do not."""
    brief = given.reviewed(world)
    with pytest.raises(moves.NotAllowed):
        services.sign(brief, sent_to="市委", copies_to="", actor=world.actor(who), at=world.now)
    services.sign(brief, sent_to="市委", copies_to="", actor=world.actor("yao"), at=world.now)
    assert brief.state == "signed"


def test_nobody_decides_on_her_own_brief(world: World) -> None:
    """A chair who signed with others neither reviews nor signs it, alone or inside a composite."""
    brief = given.edited(world, cosigners=["chen"])
    chen = world.actor("chen")
    with pytest.raises(moves.NotAllowed, match="反映人"):
        services.review(brief, actor=chen, at=world.now)
    given.reviewed(world, brief)
    with pytest.raises(moves.NotAllowed, match="反映人"):
        services.sign(brief, sent_to="市委", copies_to="", actor=chen, at=world.now)
    with pytest.raises(moves.NotAllowed):
        moves.make(brief, "sign", actor=chen, at=world.now)
    signers = moves.kind_of(brief).policy.holders("sign", brief).values_list("person__username", flat=True)
    assert set(signers) == {"yao"}
    made = given.composite(
        world, [given.submitted(world, cosigners=["chen"]), given.submitted(world, "另一篇")]
    )
    with pytest.raises(moves.NotAllowed, match="反映人"):
        services.review(made, actor=chen, at=world.now)


@pytest.mark.parametrize("who", ["zhao", "liu", "sun", "qian"])
def test_who_does_not_report(world: World, who: str) -> None:
    with pytest.raises(moves.NotAllowed):
        given.draft(world, who=who)
    assert not Brief.objects.exists()


@pytest.mark.parametrize(
    ("who", "source"),
    [("lin", "member"), ("fan", "party"), ("zhou", "grid"), ("gao", "lower"), ("wang", "public")],
)
def test_who_reports(world: World, who: str, source: str) -> None:
    brief = given.submitted(world, who=who, source=source)
    assert (brief.state, brief.drafter) == ("submitted", world.people[who])


def test_a_brief_is_one_page(world: World) -> None:
    """≤1500 字, a number that each unit sets."""
    wang = world.actor("wang")
    long = given.draft(world, situation="长" * 1500)
    with pytest.raises(moves.Refused, match="1500"):
        services.submit(long, actor=world.actor("lin"), at=world.now)
    assert not long.versions.exists()
    brief = given.submitted(world)
    with pytest.raises(moves.Refused, match="1500"):
        services.edit(brief, title="题", situation="长" * 1500, advice="改", actor=wang, at=world.now)
    params.put(
        brief.unit.path, "briefs.longest", new=2000, starts_on=world.now.date(), reason="试行", actor=wang,
        at=world.now,
    )  # fmt: skip
    services.submit(long, actor=world.actor("lin"), at=world.now)


def test_what_is_missing_is_said(world: World) -> None:
    lin = world.actor("lin")
    for lacks, match in (({"advice": ""}, "意见建议"), ({"situation": " "}, "情况反映")):
        with pytest.raises(moves.Refused, match=match):
            services.submit(given.draft(world, **lacks), actor=lin, at=world.now)
    with pytest.raises(moves.Refused, match="理由"):
        services.submit(given.draft(world, open_ok=False), actor=lin, at=world.now)
    brief = given.submitted(world, open_ok=False, open_reason="涉及个人")
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.filter(pk=brief.pk).update(open_reason="")


def test_pressed_twice_there_is_one_draft(world: World) -> None:
    first, second = given.draft(world, token="t"), given.draft(world, token="t")
    assert first.pk == second.pk and Brief.objects.count() == 1
    assert given.draft(world, who="deng", token="t").pk != first.pk


def test_wrong_moment(world: World) -> None:
    brief = given.submitted(world)
    for act in (
        lambda: services.review(brief, actor=world.actor("yao"), at=world.now),
        lambda: services.sign(brief, sent_to="市委", copies_to="", actor=world.actor("chen"), at=world.now),
        lambda: services.issue(brief, actor=world.actor("wang"), at=world.now),
        lambda: services.submit(brief, actor=world.actor("lin"), at=world.now),
        lambda: given.adopted(world, brief),
        lambda: given.closed(world, brief),
        lambda: services.publish(brief, actor=world.actor("chen"), at=world.now),
    ):
        with pytest.raises(moves.Stale):
            act()
    assert given.again(brief).state == "submitted" and brief.versions.count() == 1


def test_two_editors_do_not_overwrite_each_other(world: World) -> None:
    brief = given.edited(world)
    with pytest.raises(moves.Stale, match="又存了一稿"):
        services.edit(
            given.again(brief), title="题", situation="情况", advice="建议", actor=world.actor("wang"),
            at=world.now, seen=1,
        )  # fmt: skip
    assert brief.versions.count() == 2


def test_only_who_agrees_signs_with_her(world: World) -> None:
    """As with proposals (DOMAIN 0.2 no. 4): who did not agree stands nowhere and gets no share."""
    brief = given.draft(world, cosigners=["deng", "feng", "jiang"])
    assert given.told(world, brief, "invite") == {"deng", "feng", "jiang"}
    services.answer_invitation(brief, agrees=True, actor=world.actor("deng"), at=world.now)
    services.answer_invitation(brief, agrees=False, actor=world.actor("feng"), at=world.now)
    services.submit(brief, actor=world.actor("lin"), at=world.now)
    assert given.shares(brief) == {("lin", "submit", "1/2"), ("deng", "submit", "1/2")}
    assert list(brief.authors.values_list("name", flat=True)) == ["林晓梅", "邓小军", "蒋振华"]
    services.answer_invitation(brief, agrees=True, actor=world.actor("jiang"), at=world.now)
    assert ("jiang", "submit", "1/2") in given.shares(brief)
    for who in ("lin", "feng", "wang", "public"):
        with pytest.raises(moves.NotAllowed):
            services.answer_invitation(brief, agrees=True, actor=world.actor(who), at=world.now)
    late = given.draft(world, cosigners=["deng"])
    services.submit(late, actor=world.actor("lin"), at=world.now)
    given.signed(world, late)
    with pytest.raises(moves.Stale):
        services.answer_invitation(late, agrees=True, actor=world.actor("deng"), at=world.now)


def test_contact_data_of_people_outside_are_sealed(world: World) -> None:
    """DOMAIN 0.2 no. 11: neither in the table nor in the journal."""
    brief = given.submitted(world, outside=["张大妈"])
    author = Author.objects.get(name="张大妈")
    assert author.contact == "13812345678"
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM briefs_author WHERE id = %s", [author.pk])
        assert "13812345678" not in cursor.fetchone()[0]
    for entry in journal.story("brief", brief.pk):
        assert "13812345678" not in entry.payload


def test_numbers_are_gapless_by_unit_and_year(world: World) -> None:
    numbers = [given.issued(world).issue_no for _ in range(2)]
    fails = given.signed(world)
    with pytest.raises(RuntimeError), transaction.atomic():
        services.issue(fails, actor=world.actor("wang"), at=world.now)
        raise RuntimeError
    assert [*numbers, given.issued(world, given.again(fails)).issue_no] == [1, 2, 3]
    later = given.signed(world)
    services.issue(later, actor=world.actor("wang"), at=world.now + given.days(365))
    assert (later.issue_year, later.issue_no, later.number) == (2027, 1, "〔2027〕第1期")


def test_the_number_stands_only_on_what_was_printed(world: World) -> None:
    brief = given.reviewed(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.filter(pk=brief.pk).update(number="〔2026〕第9期", issue_no=9, issue_year=2026)
    printed = given.issued(world, given.signed(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.filter(pk=printed.pk).update(number="", issue_no=None)
    other = given.issued(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.filter(pk=other.pk).update(issue_no=printed.issue_no)


def test_the_form_of_the_number_is_the_units_own(world: World) -> None:
    brief = given.signed(world)
    params.put(
        brief.unit.path, "briefs.number_form", new="云政协信息{year}-{number}", starts_on=world.now.date(),
        reason="本级编法", actor=world.actor("wang"), at=world.now,
    )  # fmt: skip
    assert given.issued(world, brief).number == "云政协信息2026-1"


def test_publishing_is_an_act_of_its_own(world: World) -> None:
    """DOMAIN 0.2 no. 11: 公开需 open_ok + 审批."""
    brief, chen = given.issued(world), world.actor("chen")
    with pytest.raises(moves.NotAllowed):
        services.publish(brief, actor=world.actor("wang"), at=world.now)
    services.publish(brief, actor=chen, at=world.now)
    assert given.again(brief).publisher == world.people["chen"]
    with pytest.raises(moves.Stale):
        services.publish(brief, actor=chen, at=world.now)
    with pytest.raises(moves.Refused, match="理由"):
        services.unpublish(brief, note="", actor=chen, at=world.now)
    services.unpublish(brief, note="内容有变", actor=chen, at=world.now)
    assert given.again(brief).published_at is None
    for closed in (
        given.issued(world, open_ok=False, open_reason="涉及个人"),
        given.issued(world, sensitive=True),
    ):
        with pytest.raises(moves.Refused):
            services.publish(closed, actor=chen, at=world.now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Brief.objects.filter(pk=closed.pk).update(published_at=world.now, publisher=world.people["chen"])
