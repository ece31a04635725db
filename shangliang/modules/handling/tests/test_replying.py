"""Replies, countersigns, opinions, and when they are published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shangliang.kernel import journal, moves
from shangliang.kernel.models import Entry
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import (
    Assignment,
    Countersign,
    Reply,
    Talk,
)
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def test_save_draft_makes_the_move_and_keeps_one_version(world: World) -> None:
    thing = given.signed(world)
    first = given.drafted(world, thing)
    assert thing.state == "drafting" and first.version == 1
    second = given.drafted(world, thing, text="改过一遍")
    assert second.pk == first.pk and Reply.objects.get().text == "改过一遍"
    entries = Entry.objects.filter(kind="assignment", ref=str(thing.pk))
    assert [e.verb for e in entries.order_by("id")][-3:] == ["draft", "save_draft", "save_draft"]


def test_save_draft_pressed_twice_writes_once(world: World) -> None:
    thing = given.signed(world)
    later = world.now + timedelta(seconds=1)
    given.drafted(world, thing)
    services.save_draft(
        thing, text=given.TEXT, adoption="adopted", norm="solved", reason="", actor=world.actor("liu"),
        at=later,
        seen=datetime(2020, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert Entry.objects.filter(kind="assignment", ref=str(thing.pk), verb="save_draft").count() == 1


def test_save_draft_does_not_write_over_a_colleague(world: World) -> None:
    thing = given.signed(world)
    seen = given.drafted(world, thing).at
    given.drafted(world, thing, text="同事写的", at=world.now + timedelta(minutes=1))
    with pytest.raises(moves.Stale, match="刘敏刚刚保存过"):
        services.save_draft(
            thing, text="我写的", adoption="adopted", norm="solved", reason="", actor=world.actor("liu"),
            at=world.now + timedelta(minutes=2), seen=seen,
        )  # fmt: skip
    assert Reply.objects.get().text == "同事写的"


@pytest.mark.parametrize("who", ["hou", "xu", "wang", "sun", "zhao", "lin"])
def test_only_the_departments_clerk_writes(world: World, who: str) -> None:
    thing = given.signed(world)
    with pytest.raises(moves.NotAllowed):
        given.drafted(world, thing, who=who)
    assert not Reply.objects.exists() and given.again(thing).state == "accepted"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": " "}, "答复内容"),
        ({"adoption": "x"}, "采纳情况"),
        ({"norm": ""}, "办理结果"),
        ({"adoption": "rejected"}, "理由"),
    ],
)
def test_save_draft_says_what_is_missing(world: World, more: dict[str, str], said: str) -> None:
    thing = given.signed(world)
    with pytest.raises(moves.Refused, match=said):
        given.drafted(world, thing, **more)
    assert given.again(thing).state == "accepted"


def test_no_draft_before_signing_or_while_checking(world: World) -> None:
    thing = given.part(given.dispatch(world))
    with pytest.raises(moves.Stale):
        given.drafted(world, thing)
    given.move(world, thing, "sign", "liu")
    given.drafted(world, thing)
    given.move(world, thing, "submit", "liu")
    with pytest.raises(moves.Stale, match="督查审核"):
        given.drafted(world, thing, text="偷偷改")


def test_what_was_sent_back_gets_a_new_version(world: World) -> None:
    thing = given.signed(world)
    given.drafted(world, thing)
    with pytest.raises(moves.Refused, match="没有新的答复稿"):
        moves.make(given.replied_then_bounced(world, thing), "submit", actor=world.actor("liu"), at=world.now)
    second = given.drafted(world, thing, text="补充了时间表")
    assert second.version == 2 and Reply.objects.get(version=1).text == given.TEXT


def test_helper_cannot_answer_for_the_lead(world: World) -> None:
    thing = given.dispatch(world, assist=["d-urban"])
    helper = given.move(world, given.part(thing, "d-urban"), "sign_help", "xu")
    with pytest.raises(moves.Stale):
        given.drafted(world, helper, who="xu")


def test_lead_cannot_submit_before_every_helper_has_countersigned(world: World) -> None:
    """DOMAIN 0.2 no. 5, first half."""
    thing = given.part(given.dispatch(world, joint=["d-urban"], assist=["d-civil"]))
    given.move(world, thing, "sign", "liu")
    reply = given.drafted(world, thing)
    given.move(world, thing, "circulate", "liu")
    asked = {c.unit.code: c for c in Countersign.objects.select_related("unit")}
    assert given.told(world, asked["d-urban"], "begin") == {"xu"} and set(asked) == {"d-urban", "d-civil"}
    given.agreed(world, reply)
    with pytest.raises(moves.Refused, match="市民政局"):
        given.move(world, thing, "submit", "liu")
    given.agreed(world, reply, "d-civil", "hu", agrees=False, note="补充养老机构的情况")
    assert given.told(world, asked["d-civil"], "object") == {"liu"}
    with pytest.raises(moves.Refused, match="市民政局"):
        given.move(world, given.again(thing), "submit", "liu")
    given.agreed(world, reply, "d-civil", "hu")
    given.move(world, given.again(thing), "submit", "liu")
    assert given.again(thing).state == "checking" and Countersign.objects.count() == 2


def test_a_changed_text_must_be_countersigned_again(world: World) -> None:
    thing = given.part(given.dispatch(world, joint=["d-urban"]))
    given.move(world, thing, "sign", "liu")
    reply = given.drafted(world, thing)
    given.move(world, thing, "circulate", "liu")
    given.agreed(world, reply)
    given.move(world, thing, "revise", "liu")
    assert given.drafted(world, thing).pk == reply.pk  # nothing changed
    assert given.drafted(world, thing, text="换了说法").version == 2
    with pytest.raises(moves.Refused, match="会签"):
        given.move(world, thing, "submit", "liu")
    given.move(world, thing, "circulate", "liu")
    with pytest.raises(moves.Stale, match="新的一版"):
        given.agreed(world, reply)


def test_countersign_wrong_person_and_moment(world: World) -> None:
    thing = given.part(given.dispatch(world, joint=["d-urban"]))
    given.move(world, thing, "sign", "liu")
    reply = given.drafted(world, thing)
    with pytest.raises(moves.Stale, match="不在会签"):
        given.agreed(world, reply)
    given.move(world, thing, "circulate", "liu")
    with pytest.raises(moves.NotAllowed):
        given.agreed(world, reply, "d-urban", "liu")
    with pytest.raises(moves.NotAllowed):
        given.agreed(world, reply, "d-civil", "hu")
    with pytest.raises(moves.Refused, match="要改什么"):
        given.agreed(world, reply, agrees=False)
    assert set(Countersign.objects.values_list("state", flat=True)) == {"asked"}


def test_a_department_that_was_taken_off_neither_reads_nor_signs(world: World) -> None:
    thing = given.part(given.dispatch(world, joint=["d-urban"]))
    given.move(world, thing, "sign", "liu")
    helper = given.move(world, given.part(thing.dispatch, "d-urban"), "refuse", "xu", note="无关")
    reply = given.drafted(world, thing)
    services.reassign(helper, to=world.units["d-civil"], note="改派", actor=world.actor("sun"), at=world.now)
    given.move(world, given.again(thing), "circulate", "liu")
    with pytest.raises(moves.NotAllowed):
        given.agreed(world, reply)
    assert not moves.kind_of(Assignment).policy.may(world.actor("xu"), "read_draft", thing)
    asked = Countersign.objects.get()
    assert given.told(world, asked, "begin") == {"hu"}


def test_advise(world: World) -> None:
    thing = given.dispatch(world, assist=["d-urban"])
    helper = given.move(world, given.part(thing, "d-urban"), "sign_help", "xu")
    with pytest.raises(moves.Refused, match="意见"):
        services.advise(helper, opinion=" ", actor=world.actor("xu"), at=world.now)
    with pytest.raises(moves.NotAllowed):
        services.advise(given.part(thing, "d-urban"), opinion="可行", actor=world.actor("liu"), at=world.now)
    services.advise(
        given.part(thing, "d-urban"), opinion="占道部分可行", actor=world.actor("xu"), at=world.now
    )
    done = given.part(thing, "d-urban")
    assert (done.state, done.opinion, done.handler) == ("advised", "占道部分可行", world.people["xu"])
    assert given.told(world, done, "advise") == {"liu", "hou"}


def test_contact_is_written_down_without_telephone_numbers(world: World) -> None:
    thing = given.part(given.dispatch(world))
    call = {"phase": "before", "way": "phone", "note": "与林委员通话 13812345678，约定周四现场看"}
    with pytest.raises(moves.Stale):
        services.contact(thing, actor=world.actor("liu"), at=world.now, **call)
    given.move(world, thing, "sign", "liu")
    with pytest.raises(moves.NotAllowed):
        services.contact(thing, actor=world.actor("xu"), at=world.now, **call)
    with pytest.raises(moves.Refused):
        services.contact(thing, actor=world.actor("liu"), at=world.now, **{**call, "way": "smoke"})
    services.contact(thing, actor=world.actor("liu"), at=world.now, **call)
    entry = Entry.objects.get(kind="assignment", verb="contact")
    assert "13812345678" not in entry.payload + Talk.objects.get().note
    assert entry.facts == {"phase": "before", "way": "phone", "held_on": "2026-03-02"}


# Publishing


def test_an_unchecked_reply_is_never_published(world: World) -> None:
    """DOMAIN 0.2 no. 5, second half: those who asked see nothing before the check."""
    thing = given.signed(world)
    given.drafted(world, thing)
    wang = world.actor("wang")
    for verb, who in [("submit", "liu"), ("bounce", "sun")]:
        assert queries.reply_for(thing, wang) is None and queries.answer_text(thing.dispatch_id) == ""
        given.move(world, thing, verb, who, note="x")
    given.drafted(world, thing, text="第二稿")
    given.move(world, thing, "submit", "liu")
    assert queries.reply_for(thing, wang) is None
    given.move(world, thing, "pass_check", "sun")
    shown = queries.reply_for(thing, wang)
    assert shown and (shown.version, shown.text) == (2, "第二稿")
    assert Reply.objects.get(version=1).published_at is None


def test_publication_does_not_depend_on_the_order_of_deliveries(world: World) -> None:
    thing = given.signed(world)
    given.drafted(world, thing)
    liu, sun = world.actor("liu"), world.actor("sun")
    moves.make(thing, "submit", actor=liu, at=world.now)
    moves.make(thing, "pass_check", actor=sun, at=world.now)
    for entry in Entry.objects.filter(kind="assignment", ref=str(thing.pk)).order_by("-id"):
        if services.wants(entry.kind, entry.verb):
            services.follow(entry, world.now)
    reply = Reply.objects.get()
    assert reply.submitted_at == reply.published_at == world.now
    assert given.again(thing.dispatch).state == "replied"


def test_a_lagging_consumer_never_lets_a_new_draft_slip_under_an_old_check(world: World) -> None:
    thing = given.signed(world)
    given.drafted(world, thing)
    moves.make(thing, "submit", actor=world.actor("liu"), at=world.now)
    moves.make(thing, "bounce", actor=world.actor("sun"), at=world.now, note="不具体")
    second = given.drafted(world, thing, text="新稿")  # nothing has been delivered yet
    assert second.version == 2 and Reply.objects.get(version=1).submitted_at == world.now
    moves.make(thing, "submit", actor=world.actor("liu"), at=world.now)
    moves.make(thing, "pass_check", actor=world.actor("sun"), at=world.now)
    given.deliver(world)
    assert list(Reply.objects.exclude(published_at=None).values_list("version", flat=True)) == [2]


def test_following_twice_and_from_the_start_changes_nothing(world: World) -> None:
    thing = given.answered(world)
    given.move(world, thing, "accept_result", "wang")
    assert given.again(thing).state == "closed"
    before = list(Entry.objects.values_list("id", flat=True))
    journal.replay("handling", world.now + timedelta(days=1))
    assert list(Entry.objects.values_list("id", flat=True)) == before
    assert given.again(thing).state == "closed" and Reply.objects.get().published_at == world.now


def test_every_split_department_must_answer(world: World) -> None:
    """DOMAIN 0.2 no. 2: split parts are answered each for itself."""
    thing = given.dispatch(world, split=["d-housing", "d-urban"])
    given.move(world, given.part(thing), "sign", "liu")
    given.move(world, given.part(thing, "d-urban"), "sign", "xu")
    given.replied(world, given.part(thing))
    assert given.again(thing).state == "handling"
    given.replied(world, given.part(thing, "d-urban"), who="xu")
    assert given.again(thing).state == "replied" and given.told(world, given.again(thing), "finish") == {
        "wang"
    }
