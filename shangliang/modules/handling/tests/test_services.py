"""The verbs of handling: right and wrong person, right and wrong moment, not ready, pressed twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from shangliang.kernel import files, journal, moves, sweeper
from shangliang.kernel.access import Actor, Seat
from shangliang.kernel.models import Entry, Parameter
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import (
    Assignment,
    Countersign,
    Dispatch,
    Evidence,
    Promise,
    Rating,
    Reply,
)
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The consumer, also while project/wiring.py does not name it yet."""
    consumer = journal.Consumer("handling", services.follow, services.wants)
    monkeypatch.setitem(journal._consumers, "handling", consumer)
    yield


# Sending


def test_send_alone(world: World) -> None:
    thing = given.dispatch(world)
    assert thing.number == "交办〔2026〕1号" and thing.sender == world.people["wang"]
    only = given.part(thing)
    assert (only.part, only.state, only.root) == ("sole", "pending", world.units["yunchuan"].path)
    assert given.told(world, only, "begin") == {"liu"}


def test_send_with_helpers(world: World) -> None:
    thing = given.dispatch(world, joint=["d-urban"], assist=["d-civil"])
    found = {a.unit.code: a.part for a in thing.assignments.select_related("unit")}
    assert found == {"d-housing": "lead", "d-urban": "joint", "d-civil": "assist"}


@pytest.mark.parametrize("split", [["d-urban", "d-civil"], ["d-housing", "d-urban", "d-civil"]])
def test_send_split(world: World, split: list[str]) -> None:
    thing = given.dispatch(world, split=split)
    parts = list(thing.assignments.order_by("pk").select_related("unit"))
    assert [a.unit.code for a in parts] == ["d-housing", "d-urban", "d-civil"]
    assert {a.part for a in parts} == {"split"}


@pytest.mark.parametrize(
    "more",
    [
        {"joint": ["d-housing"]},
        {"joint": ["d-urban"], "assist": ["d-urban"]},
        {"split": ["d-urban", "d-urban"]},
        {"split": ["d-housing"]},
        {"title": " "},
        {"ask": ""},
    ],
)
def test_send_refused(world: World, more: dict[str, object]) -> None:
    with pytest.raises(moves.Refused) as refused:
        given.dispatch(world, **more)
    assert not isinstance(refused.value, moves.NotAllowed)
    assert not Dispatch.objects.exists() and not Assignment.objects.exists()


@pytest.mark.parametrize("who", ["liu", "hou", "lin", "chen", "zhao", "zhou", "gao", "public"])
def test_only_secretary_and_dispatcher_send(world: World, who: str) -> None:
    with pytest.raises(moves.NotAllowed):
        given.dispatch(world, sender=who)
    assert not Dispatch.objects.exists()


def test_dispatcher_sends_and_county_secretary_in_own_county(world: World) -> None:
    assert given.dispatch(world, sender="sun").number == "交办〔2026〕1号"
    assert given.dispatch(world, sender="gao", unit=world.units["lanxi"]).number == "交办〔2026〕1号"


def test_numbers_are_gapless_per_year_in_the_units_form(world: World) -> None:
    path = world.units["yunchuan"].path
    Parameter.objects.create(
        path=path,
        name="handling.number_form",
        value="云商交〔{year}〕{number}号",
        starts_on=date(2026, 1, 1),
        reason="统一编号",
    )
    with pytest.raises(moves.NotAllowed):
        given.dispatch(world, sender="liu")
    numbers = [given.dispatch(world).number for _ in range(2)]
    assert numbers == ["云商交〔2026〕1号", "云商交〔2026〕2号"]
    assert given.dispatch(world, at=datetime(2026, 12, 31, 17, tzinfo=UTC)).number == "云商交〔2027〕1号"


def test_number_form_without_a_place_for_the_number_still_gives_different_numbers(world: World) -> None:
    path = world.units["yunchuan"].path
    Parameter.objects.create(
        path=path, name="handling.number_form", value="云商交", starts_on=date(2026, 1, 1), reason="x"
    )
    assert [given.dispatch(world).number for _ in range(2)] == ["云商交〔2026〕1号", "云商交〔2026〕2号"]


def test_send_twice_with_one_token_sends_once(world: World) -> None:
    first = given.dispatch(world, token="abc")
    assert given.dispatch(world, token="abc").pk == first.pk
    assert Dispatch.objects.count() == 1


def test_a_closed_department_cannot_take(world: World) -> None:
    type(world.units["d-water"]).objects.filter(code="d-water").update(active=False)
    world.units["d-water"].refresh_from_db()
    with pytest.raises(moves.Refused, match="不能承办"):
        given.dispatch(world, "d-water")


# Signing, refusing, another department instead


def test_signing_starts_the_dispatch_once(world: World) -> None:
    thing = given.dispatch(world, split=["d-housing", "d-urban"])
    given.move(world, given.part(thing), "sign", "liu")
    given.move(world, given.part(thing, "d-urban"), "sign", "xu")
    assert given.again(thing).state == "handling"
    assert [e.verb for e in journal.story("dispatch", thing.pk)] == ["begin", "start"]
    assert given.part(thing).handler == world.people["liu"]


def test_helper_signs_for_helping_and_does_not_start_it(world: World) -> None:
    thing = given.dispatch(world, assist=["d-urban"])
    helper = given.part(thing, "d-urban")
    with pytest.raises(moves.Refused, match="协办"):
        given.move(world, helper, "sign", "xu")
    given.move(world, given.part(thing, "d-urban"), "sign_help", "xu")
    assert given.part(thing, "d-urban").state == "advising" and given.again(thing).state == "sent"
    with pytest.raises(moves.Refused, match="主办"):
        moves.make(given.part(thing), "sign_help", actor=world.actor("liu"), at=world.now)


def test_unsigned_lapses_and_starts(world: World) -> None:
    thing = given.dispatch(world, assist=["d-urban"])
    late = world.now + timedelta(days=8)
    list(sweeper.sweep(at=late))
    given.deliver(world, late)
    assert given.part(thing).state == "accepted" and given.part(thing, "d-urban").state == "advising"
    assert given.again(thing).state == "handling"
    assert given.told(world, given.part(thing), "lapse", at=late) == {"liu", "hou", "sun", "wang"}


def test_refuse_is_ruled_on(world: World) -> None:
    thing = given.part(given.dispatch(world))
    with pytest.raises(moves.Refused, match="理由"):
        given.move(world, thing, "refuse", "liu")
    given.move(world, thing, "refuse", "liu", note="属城管职责")
    assert given.told(world, thing, "refuse") == {"sun"}
    assert thing.due_at == datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC)  # seven days to rule
    with pytest.raises(moves.NotAllowed):
        given.move(world, thing, "keep", "wang", note="应由住建办理")
    given.move(world, thing, "keep", "sun", note="应由住建办理")
    assert given.part(thing.dispatch).state == "pending" and given.told(world, thing, "keep") == {"liu"}


@pytest.mark.parametrize("who", ["sun", "wang"])
def test_reassign_keeps_the_part_and_tells_the_refusing_unit(world: World, who: str) -> None:
    thing = given.dispatch(world, assist=["d-civil"])
    old = given.move(world, given.part(thing), "refuse", "liu", note="属城管职责")
    new = services.reassign(
        old, to=world.units["d-urban"], note="改由城管", actor=world.actor(who), at=world.now
    )
    assert (new.part, new.state, new.instead_of) == ("lead", "pending", old)
    assert given.again(old).state == "reassigned"
    assert {"liu", "hou"} <= given.told(world, old, "reassign")
    assert given.told(world, new, "begin") == {"xu"}


def test_reassign_straight_from_pending(world: World) -> None:
    old = given.part(given.dispatch(world))
    services.reassign(old, to=world.units["d-urban"], note="原来派错", actor=world.actor("sun"), at=world.now)
    assert [a.unit.code for a in old.dispatch.assignments.exclude(state="reassigned")] == ["d-urban"]


def test_reassign_refused(world: World) -> None:
    thing = given.dispatch(world, joint=["d-urban"])
    old, sun = given.part(thing), world.actor("sun")
    with pytest.raises(moves.Refused, match="已经在"):
        services.reassign(old, to=world.units["d-urban"], note="x", actor=sun, at=world.now)
    with pytest.raises(moves.Refused, match="理由"):
        services.reassign(old, to=world.units["d-civil"], note=" ", actor=sun, at=world.now)
    with pytest.raises(moves.NotAllowed):
        services.reassign(old, to=world.units["d-civil"], note="x", actor=world.actor("liu"), at=world.now)
    given.move(world, given.part(thing), "sign", "liu")
    with pytest.raises(moves.Stale):
        services.reassign(given.part(thing), to=world.units["d-civil"], note="x", actor=sun, at=world.now)
    assert thing.assignments.count() == 2


def test_sign_many_says_how_each_went(world: World) -> None:
    first, second = given.part(given.dispatch(world)), given.part(given.dispatch(world))
    help_out = given.part(given.dispatch(world, "d-urban", assist=["d-housing"]))
    elsewhere = given.part(given.dispatch(world, "d-urban"), "d-urban")
    given.move(world, given.again(second), "refuse", "liu", note="x")
    results = services.sign_many(
        [first, given.again(second), help_out, elsewhere], actor=world.actor("liu"), at=world.now
    )
    assert [r.ok for r in results] == [True, False, True, False]
    assert "申退待裁定" in results[1].words and given.again(help_out).state == "advising"
    assert given.again(first).state == "accepted" and given.again(elsewhere).state == "pending"


def test_withdraw_recalls_every_part(world: World) -> None:
    thing = given.dispatch(world, assist=["d-urban"])
    given.move(world, given.part(thing, "d-urban"), "sign_help", "xu")
    given.move(world, thing, "withdraw", "wang", note="发错了")
    parts = list(thing.assignments.all())
    assert {a.state for a in parts} == {"recalled"} and {a.due_at for a in parts} == {None}
    assert given.told(world, given.again(parts[0]), "recall") == {"liu"}


def test_withdraw_not_after_signing(world: World) -> None:
    thing = given.signed(world).dispatch
    assert given.again(thing).state == "handling"
    other = given.dispatch(world)
    moves.make(given.part(other), "sign", actor=world.actor("liu"), at=world.now)  # not followed yet
    with pytest.raises(moves.Refused, match="已有单位签收"):
        moves.make(other, "withdraw", actor=world.actor("wang"), at=world.now, note="x")


# Replies


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
    assert given.told(world, thing, "circulate") == {"xu", "hu"}
    given.agreed(world, reply)
    with pytest.raises(moves.Refused, match="市民政局"):
        given.move(world, thing, "submit", "liu")
    given.agreed(world, reply, "d-civil", "hu", agrees=False, note="补充养老机构的情况")
    assert given.told(world, thing, "object") == {"liu"}
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
    assert not Countersign.objects.exists()


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
    assert given.told(world, thing, "circulate") == {"hu"}


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
    assert "13812345678" not in entry.payload and entry.facts == {"phase": "before", "way": "phone"}


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


# Promises


def test_what_is_planned_needs_a_promise_with_a_day(world: World) -> None:
    thing = given.signed(world)
    given.drafted(world, thing, norm="planned")
    with pytest.raises(moves.Refused, match="承诺事项和兑现日期"):
        given.move(world, thing, "submit", "liu")
    given.promised(world, thing)
    given.move(world, given.again(thing), "submit", "liu")
    assert given.again(thing).state == "checking"


def test_promise_refused(world: World) -> None:
    thing = given.signed(world)
    for due_on in (date(2026, 3, 2), date(2026, 3, 1)):
        with pytest.raises(moves.Refused, match="今天以后"):
            given.promised(world, thing, due_on=due_on)
    with pytest.raises(moves.Refused, match="承诺做什么"):
        given.promised(world, thing, text="  ")
    for who in ("hou", "xu", "wang", "sun"):
        with pytest.raises(moves.NotAllowed):
            services.promise(thing, text="x", due_on=date(2026, 6, 1), actor=world.actor(who), at=world.now)
    given.drafted(world, thing)
    given.move(world, thing, "submit", "liu")
    with pytest.raises(moves.Stale):
        given.promised(world, thing)
    assert not Promise.objects.exists()


def test_promise_pressed_twice_is_one_promise(world: World) -> None:
    thing = given.signed(world)
    assert given.promised(world, thing).pk == given.promised(world, thing).pk
    assert Promise.objects.get().first_due_on == date(2026, 6, 30)


def test_helper_promises_nothing(world: World) -> None:
    thing = given.dispatch(world, "d-urban", assist=["d-housing"])
    helper = given.move(world, given.part(thing), "sign_help", "liu")
    with pytest.raises(moves.Refused, match="答复的单位"):
        given.promised(world, helper)


def test_promise_is_kept_only_with_evidence(world: World) -> None:
    promise = given.promised(world, given.signed(world))
    with pytest.raises(moves.Refused, match="佐证"):
        given.move(world, promise, "claim", "liu")
    given.proven(world, promise)
    given.move(world, given.again(promise), "claim", "liu")
    promise = given.again(promise)
    assert given.told(world, promise, "claim") == {"sun", "wang"}
    later = world.now + timedelta(days=1)
    given.move(world, promise, "refute", "sun", at=later, note="照片是旧的")
    with pytest.raises(moves.Refused, match="佐证"):
        given.move(world, given.again(promise), "claim", "liu", at=later)
    services.add_evidence(promise, text="新照片", file=None, actor=world.actor("liu"), at=later)
    given.move(world, given.again(promise), "claim", "liu", at=later)
    given.move(world, given.again(promise), "confirm", "wang", at=later)
    assert given.again(promise).state == "kept"
    with pytest.raises(moves.Stale):
        given.proven(world, promise, "太迟了")


def test_evidence_with_a_file_twice_is_kept_once(world: World) -> None:
    promise = given.promised(world, given.signed(world))
    liu = world.actor("liu")
    for _ in range(2):
        upload = SimpleUploadedFile("note.txt", "现场记录".encode())
        kept = files.keep(upload, root=promise.root, person_id=liu.person_id, at=world.now)
        services.add_evidence(promise, text="开工记录", file=kept, actor=liu, at=world.now)
    assert Evidence.objects.count() == 1
    for who in ("hou", "xu", "sun"):
        with pytest.raises(moves.NotAllowed):
            services.add_evidence(promise, text="y", file=None, actor=world.actor(who), at=world.now)
    with pytest.raises(moves.Refused, match="说明"):
        services.add_evidence(promise, text=" ", file=None, actor=liu, at=world.now)


def test_postpone_moves_clock_and_day_and_keeps_the_slippage(world: World) -> None:
    """DOMAIN 0.2 no. 6: no date moves without an entry that says why."""
    promise = given.promised(world, given.signed(world))
    with pytest.raises(moves.NotAllowed):
        services.postpone(
            promise, due_on=date(2026, 7, 31), note="雨季", actor=world.actor("liu"), at=world.now
        )
    with pytest.raises(moves.Refused, match="理由"):
        services.postpone(promise, due_on=date(2026, 7, 31), note=" ", actor=world.actor("sun"), at=world.now)
    with pytest.raises(moves.Refused, match="晚于"):
        services.postpone(promise, due_on=date(2026, 6, 1), note="x", actor=world.actor("sun"), at=world.now)
    assert given.again(promise).due_on == date(2026, 6, 30)
    services.postpone(promise, due_on=date(2026, 7, 31), note="雨季", actor=world.actor("sun"), at=world.now)
    promise = given.again(promise)
    assert (promise.due_on, promise.first_due_on) == (date(2026, 7, 31), date(2026, 6, 30))
    entry = Entry.objects.get(kind="promise", verb="extend")
    assert entry.note == "雨季" and given.told(world, promise, "extend") == {"liu", "hou", "wang"}


def test_the_generic_extension_moves_the_day_too(world: World) -> None:
    promise = given.promised(world, given.signed(world))
    until = datetime(2026, 8, 1, 15, 59, 59, tzinfo=UTC)
    moves.extend(promise, until=until, actor=world.actor("sun"), at=world.now, note="招标延后")
    given.deliver(world)
    assert given.again(promise).due_on == date(2026, 8, 1)


def test_drop_only_before_anybody_has_read_it(world: World) -> None:
    thing = given.signed(world)
    wrong = given.promised(world, thing, text="写错了")
    given.move(world, wrong, "drop", "liu")
    kept = given.promised(world, thing)
    given.replied(world, thing, norm="planned")
    with pytest.raises(moves.Refused, match="已经送达"):
        given.move(world, given.again(kept), "drop", "liu")


# The limits of time


def test_reply_clock_never_beyond_what_all_extensions_may_give(world: World) -> None:
    """DOMAIN 0.2 no. 6: extended only with a reason, six months in all."""
    thing = given.signed(world)
    sun = world.actor("sun")
    with pytest.raises(moves.Refused, match="理由"):
        moves.extend(thing, until=thing.due_at + timedelta(days=30), actor=sun, at=world.now, note="")
    moves.extend(thing, until=thing.due_at + timedelta(days=60), actor=sun, at=world.now, note="需立项")
    with pytest.raises(moves.Refused, match="最多延到 2026-08-29"):
        moves.extend(thing, until=thing.due_at + timedelta(days=60), actor=sun, at=world.now, note="再延")
    assert Entry.objects.filter(kind="assignment", verb="extend").count() == 1


def test_no_echo_goes_up_by_itself(world: World) -> None:
    """DOMAIN 0.2 no. 9: what gets no answer in time is put before those who supervise."""
    thing = given.signed(world)
    late = thing.due_at + timedelta(days=8)
    list(sweeper.sweep(at=late))
    assert given.told(world, thing, "clock_overdue", at=late) == {"liu", "hou", "sun", "wang"}
    assert given.told(world, thing, "clock_escalate", at=late) == {"hou", "sun", "wang", "chen", "zhao"}
    assert [line.pk for unit in queries.board(thing.root, at=late) for line in unit.lines] == [thing.pk]


# Ratings and second handling


def rate(world: World, thing: Dispatch, who: str = "wang", **more: str) -> Rating:
    actor = world.actor(who)
    matter = {
        "by": f"person:{actor.person_id}", "label": actor.label, "attitude": "satisfied", "result": "solved",
        "comment": "", **more,
    }  # fmt: skip
    return services.rate(thing, actor=actor, at=world.now, **matter)


def test_rate_two_axes_once_a_round(world: World) -> None:
    thing = given.answered(world)
    first = rate(world, thing)
    assert rate(world, thing).pk == first.pk
    with pytest.raises(moves.Refused, match="已经评价过"):
        rate(world, thing, attitude="understood")
    rate(world, thing, "lin", attitude="satisfied", result="unsolved", comment="楼道口没动")
    found = queries.satisfaction(thing)
    assert (found.attitude("satisfied"), found.result("solved"), found.total) == (2, 1, 2)


def test_rate_cannot_be_filled_in_for_somebody_else(world: World) -> None:
    thing = given.answered(world)
    with pytest.raises(moves.NotAllowed, match="不能代填"):
        rate(world, thing, "wang", by=f"person:{world.people['lin'].pk}")
    for who in ("liu", "hou", "sun", "zhao", "gao"):
        with pytest.raises(moves.NotAllowed):
            rate(world, thing, who)
    assert not Rating.objects.exists()


def test_raiser_rates_by_receipt(world: World) -> None:
    thing = given.answered(world)
    raiser = Actor("提出人", seats=(Seat("raiser", "", 345),))
    matter = {"label": "群众", "attitude": "understood", "result": "partly", "comment": ""}
    rating = services.rate(thing, by="voice:345", actor=raiser, at=world.now, **matter)
    assert (rating.by, rating.round) == ("voice:345", 1)
    with pytest.raises(moves.NotAllowed):
        services.rate(thing, by="voice:346", actor=raiser, at=world.now, **matter)


def test_dissatisfaction_says_why(world: World) -> None:
    thing = given.answered(world)
    for more in ({"attitude": "dissatisfied"}, {"result": "unsolved"}):
        with pytest.raises(moves.Refused, match="哪里不行"):
            rate(world, thing, **more)
    with pytest.raises(moves.Refused, match="分别评价"):
        rate(world, thing, attitude="5")
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(
            dispatch=thing,
            round=1,
            by="x",
            label="x",
            attitude="dissatisfied",
            result="solved",
            comment="",
            at=world.now,
        )


def test_no_rating_before_the_reply(world: World) -> None:
    thing = given.signed(world).dispatch
    with pytest.raises(moves.Stale, match="还不能评价"):
        rate(world, thing)


def test_accept_closes_when_nothing_was_promised(world: World) -> None:
    thing = given.answered(world)
    with pytest.raises(moves.NotAllowed):
        services.accept_result(thing, actor=world.actor("lin"), at=world.now)
    services.accept_result(thing, actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    assert given.again(thing).state == "closed"


def test_promises_are_tracked_before_it_closes(world: World) -> None:
    """SYSTEMS 98: from answering to doing."""
    thing = given.signed(world)
    first, second = given.promised(world, thing), given.promised(world, thing, text="公示资金")
    given.replied(world, thing, norm="planned")
    services.accept_result(given.again(thing.dispatch), actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    assert given.again(thing.dispatch).state == "tracking"
    given.proven(world, first)
    given.move(world, given.again(first), "claim", "liu")
    given.move(world, given.again(first), "confirm", "sun")
    assert given.again(thing.dispatch).state == "tracking"
    given.move(world, given.again(second), "give_up", "hou", note="资金未落实")
    assert given.again(thing.dispatch).state == "closed"
    assert given.told(world, given.again(second), "give_up") == {"sun", "wang", "chen", "zhao"}


def test_rating_window_ends_by_itself(world: World) -> None:
    thing = given.answered(world)
    late = thing.due_at + timedelta(minutes=1)
    list(sweeper.sweep(at=late))
    given.deliver(world, late)
    assert given.again(thing).state == "closed"
    rate(world, given.again(thing), "lin")
    assert Rating.objects.count() == 1


def test_redo_opens_a_new_round_with_a_new_clock(world: World) -> None:
    thing = given.answered(world)
    rate(world, thing, attitude="satisfied", result="unsolved", comment="没有动工")
    for who in ("lin", "sun", "liu"):
        with pytest.raises(moves.NotAllowed):
            services.redo(given.again(thing), note="x", actor=world.actor(who), at=world.now)
    services.redo(thing, note="没有动工", actor=world.actor("wang"), at=world.now)
    assert (thing.round, given.again(thing).round, given.again(thing).state) == (2, 2, "rehandling")
    again = given.part(thing)
    assert again.state == "redoing" and again.due_at == datetime(2026, 4, 1, 15, 59, 59, tzinfo=UTC)
    assert given.told(world, again, "reopen") == {"liu", "hou", "sun", "wang"}
    given.deliver(world)
    assert given.again(thing).state == "rehandling"  # old entries do not finish the new round
    given.replied(world, again, text="已于 2 月动工")
    assert given.again(thing).state == "replied" and Reply.objects.get(version=2).published_at
    assert "已于 2 月动工" in queries.answer_text(thing.pk) and given.TEXT not in queries.answer_text(
        thing.pk
    )
    rate(world, given.again(thing))
    assert set(Rating.objects.values_list("round", flat=True)) == {1, 2}


def test_redo_of_one_split_department_only(world: World) -> None:
    thing = given.dispatch(world, split=["d-housing", "d-urban"])
    for unit, who in (("d-housing", "liu"), ("d-urban", "xu")):
        given.replied(world, given.move(world, given.part(thing, unit), "sign", who), who=who)
    services.redo(
        given.again(thing),
        note="城管部分不行",
        actor=world.actor("wang"),
        at=world.now,
        only=[given.part(thing, "d-urban")],
    )
    assert (given.part(thing).state, given.part(thing, "d-urban").state) == ("replied", "redoing")
    given.replied(world, given.part(thing, "d-urban"), who="xu", text="城管二次答复")
    assert given.again(thing).state == "replied"


def test_redo_of_nobody_is_refused_whole(world: World) -> None:
    thing = given.answered(world)
    other = given.part(given.dispatch(world, "d-urban"), "d-urban")
    with pytest.raises(moves.Refused, match="重新办理的单位"):
        services.redo(thing, note="x", actor=world.actor("wang"), at=world.now, only=[other])
    assert (given.again(thing).state, given.again(thing).round) == ("replied", 1)


@pytest.mark.parametrize(("then", "state"), [("accept", "closed"), ("redo", "rehandling"), ("", "replied")])
def test_judge_rates_and_decides_in_one_step(world: World, then: str, state: str) -> None:
    thing = given.answered(world)
    services.judge(
        thing, label="王秀兰", attitude="satisfied", result="partly", comment="三号楼还差", then=then,
        actor=world.actor("wang"), at=world.now,
    )  # fmt: skip
    given.deliver(world)
    assert given.again(thing).state == state and Rating.objects.count() == 1


def test_judge_leaves_nothing_behind_when_the_decision_is_not_hers(world: World) -> None:
    thing = given.answered(world)
    with pytest.raises(moves.NotAllowed):
        services.judge(
            thing, label="林晓梅", attitude="satisfied", result="solved", comment="", then="accept",
            actor=world.actor("lin"), at=world.now,
        )  # fmt: skip
    assert not Rating.objects.exists()
