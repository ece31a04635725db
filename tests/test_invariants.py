"""The invariants of the field (DOMAIN 0.2), each attacked through the API and at the tables themselves.

1 to 4 are about proposals and stand with that module. What an invariant says of things that do not exist yet is named
in its docstring.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client

from shangliang.kernel import calendar, moves, sweeper
from shangliang.kernel.models import Entry
from shangliang.kernel.sealed import SealedField
from shangliang.modules.briefs import services as briefs
from shangliang.modules.briefs.models import Brief, Credit
from shangliang.modules.briefs.tests import given as briefly
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.models import Gathering, Light
from shangliang.modules.gatherings.tests import given as meeting
from shangliang.modules.handling import services as handling
from shangliang.modules.handling.models import Extension, ItemAnswer, Reply
from shangliang.modules.handling.tests import given as handled
from shangliang.modules.lists import queries as lists
from shangliang.modules.lists import services as listing
from shangliang.modules.lists.models import ConcernPart, Counsel, DeptAsk, MemberConcern
from shangliang.modules.lists.tests import given as listed
from shangliang.modules.lists.tests.test_importing import commit
from shangliang.modules.outcomes.models import Recommendation
from shangliang.modules.outcomes.tests import given as outcome
from shangliang.modules.voices.services import filing
from shangliang.modules.voices.tests import given as voices
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
PHONE = "13912345678"


@pytest.fixture(autouse=True)
def at_noon(world: World, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    """Requests take place at the world's moment; files go to a folder of the test."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)
    settings.MEDIA_ROOT = tmp_path


def call(world: World, who: str, method: str, path: str, **data: Any) -> tuple[int, Any]:
    """Through /api/v1, as this person."""
    client = Client()
    if who != "public":
        client.force_login(world.people[who])
    more: dict[str, Any] = {"headers": {"Idempotency-Key": uuid4().hex}}
    if method == "post":
        more |= {"data": json.dumps(data, default=str), "content_type": "application/json"}
    response = getattr(client, method)(f"/api/v1{path}", **more)
    return response.status_code, json.loads(response.content) if response.content else None


def refused_by_the_table(change: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


# --- 5


def test_invariant_05_the_lead_waits_for_every_countersign(world: World) -> None:
    """会办未会签，主办不能提交: not by the button of the API, and not while one of two has not spoken."""
    part = handled.part(handled.dispatch(world, joint=["d-urban"], assist=["d-civil"]))
    handled.move(world, part, "sign", "liu")
    reply = handled.drafted(world, part)
    handled.move(world, part, "circulate", "liu")
    submit = f"/assignment/{part.pk}/moves/submit"
    for _before in ("d-urban", "d-civil"):
        status, told = call(world, "liu", "post", submit, note="")
        assert status == 422 and told["reasons"]
        handled.agreed(world, reply, _before, {"d-urban": "xu", "d-civil": "hu"}[_before])
    assert call(world, "liu", "post", submit, note="")[0] == 200
    countersigned = reply.countersigns.get(unit=world.units["d-urban"])
    refused_by_the_table(lambda: type(countersigned).objects.filter(pk=countersigned.pk).update(person=None))


def test_invariant_05_nobody_reads_a_reply_before_it_was_checked(world: World) -> None:
    """督查未审，反映人看不到答复: neither on the page of the brief, nor by the API, nor in what she is told."""
    brief = briefly.issued(world)
    briefs.forward(brief, lead=world.units["d-housing"], actor=world.actor("wang"), at=world.now)
    part = handled.part(briefly.again(brief).dispatch)
    handled.move(world, part, "sign", "liu")
    handled.drafted(world, part)
    handled.move(world, part, "submit", "liu")
    client = briefly.as_(world, "lin")
    assert handled.TEXT not in client.get(brief.get_absolute_url()).content.decode()
    assert handled.TEXT not in json.dumps(
        call(world, "lin", "get", f"/briefs/briefs/{brief.pk}")[1], ensure_ascii=False
    )
    assert call(world, "lin", "get", f"/assignment/{part.pk}/journal")[0] == 404
    handled.move(world, handled.again(part), "pass_check", "sun")
    assert handled.TEXT in client.get(brief.get_absolute_url()).content.decode()


# --- 6


def test_invariant_06_a_due_day_moves_only_by_an_extension(world: World) -> None:
    """due_on 变动必有延期单: asked for with a reason, granted by somebody, written in the journal; the department
    itself cannot give it, and a countersign, a draft or a supplement moves nothing.
    """
    part = handled.signed(world)
    before = handled.again(part).due_at
    until = f"{calendar.day_of(before) + timedelta(days=9)}T00:00:00+08:00"
    for who in ("liu", "hou", "wang"):
        assert call(world, who, "post", f"/assignment/{part.pk}/extend", until=until, note="要时间")[0] == 403
    assert call(world, "sun", "post", f"/assignment/{part.pk}/extend", until=until, note=" ")[0] == 422
    handled.drafted(world, handled.again(part))
    assert handled.again(part).due_at == before
    assert not Entry.objects.filter(kind="assignment", ref=str(part.pk), verb="extend").exists()
    asked = handling.ask_extension(
        handled.again(part), until=calendar.day_of(before) + timedelta(days=9), reason="等专项资金",
        actor=world.actor("liu"), at=world.now,
    )  # fmt: skip
    for wrong in ({"reason": ""}, {"state": "granted"}, {"until": asked.was}):
        refused_by_the_table(lambda wrong=wrong: Extension.objects.filter(pk=asked.pk).update(**wrong))
    handling.grant_extension(asked, actor=world.actor("sun"), at=world.now)
    assert handled.again(part).due_at > before
    assert (
        Entry.objects.get(kind="assignment", ref=str(part.pk), verb="extend").actor_id
        == world.people["sun"].pk
    )


def test_invariant_06_six_months_from_the_sending_are_the_end(world: World) -> None:
    """自交办起总时长 ≤6 个月, however it is asked for and however late it was signed for."""
    thing = handled.dispatch(world)
    part = handled.move(world, handled.part(thing), "sign", "liu", at=world.now + timedelta(days=4))
    last = calendar.day_of(world.now) + timedelta(days=180)
    for days, status in ((1, 422), (3650, 422), (0, 200)):
        until = f"{last + timedelta(days=days)}T00:00:00+08:00"
        told = call(world, "sun", "post", f"/assignment/{part.pk}/extend", until=until, note="再等等")
        assert told[0] == status, told
    assert calendar.day_of(handled.again(part).due_at) == last


def test_invariant_06_a_promised_day_keeps_the_first_one(world: World) -> None:
    """An action of the two lists may be given more time by the office; the day first promised stays beside it."""
    action = listed.action(world)
    first = action.first_due_on
    late = {"due_on": first + timedelta(days=20), "note": "材料没到"}
    assert call(world, "tang", "post", f"/lists/actions/{action.pk}/postpone", **late)[0] == 403
    assert (
        call(world, "wang", "post", f"/lists/actions/{action.pk}/postpone", **late | {"note": ""})[0] == 422
    )
    told = call(world, "wang", "post", f"/lists/actions/{action.pk}/postpone", **late)
    assert told[0] == 200 and told[1]["slipped"] == 20 and told[1]["first_due_on"] == str(first)


# --- 7


def test_invariant_07_no_meeting_ends_without_a_member(world: World) -> None:
    """每次活动 ≥1 名委员签到. The first half, 每个议事室 ≥1 名委员, waits for the module of rooms (venues)."""
    sitting = meeting.sitting(world)
    gatherings.sign_in(meeting.seat(sitting, "head"), actor=world.actor("wang"), at=meeting.the_day(world))
    meeting.said(world, sitting, "head", "市里每台补二十万。")
    late = meeting.the_day(world) + timedelta(hours=2)
    with pytest.raises(moves.Refused, match="委员"):
        gatherings.end(sitting, actor=world.actor("wang"), at=late)
    assert (
        call(world, "wang", "post", f"/gathering/{sitting.pk}/moves/end", note="")[0] == 404
    )  # no bare move
    gatherings.sign_in(meeting.seat(sitting, "member"), actor=world.actor("wang"), at=meeting.the_day(world))
    gatherings.end(sitting, actor=world.actor("wang"), at=late)
    assert Gathering.objects.get(pk=sitting.pk).state == "held"


# --- 8


def test_invariant_08_five_lights_before_closed(world: World) -> None:
    """五格未满不得标“闭环”; a light without evidence, or lit twice, is none. 六有 waits for the module of rooms."""
    done = meeting.concluded(world)
    close = f"/gathering/{done.pk}/moves/close"
    kinds = Light.Kind.values
    for kind in kinds:
        status, told = call(world, "wang", "post", close, note="")
        assert status == 422 and "五个一" in told["detail"]
        gatherings.light(
            meeting.Gathering.objects.get(pk=done.pk), kind=kind, evidence="见纪要", actor=world.actor("wang"),
            at=meeting.the_day(world) + timedelta(days=1),
        )  # fmt: skip
    lit = Light.objects.filter(gathering=done)
    refused_by_the_table(lambda: lit.filter(kind=kinds[0]).update(evidence=""))
    refused_by_the_table(lambda: lit.filter(kind=kinds[0]).update(kind=kinds[1]))
    assert call(world, "wang", "post", close, note="")[0] == 200


# --- 9


def test_invariant_09_what_is_rejected_has_its_reason(world: World) -> None:
    """每条建议最终落在 adopted/partly/reference/rejected 之一，rejected 必有理由: a reply, an item of it, a
    recommendation, a member's concern and what a member said, each also at its table.
    """
    asked = outcome.decided(world)
    assert asked.adoption in Reply.Adoption.values
    tables = [
        (Reply, Reply.objects.filter(assignment__dispatch=asked.dispatch)),
        (Recommendation, Recommendation.objects.filter(pk=asked.pk)),
    ]
    concern = listed.answered(world, listed.pushed(world))
    counsel = listed.replied(world, listed.ask(world))
    listing.answer_counsel(counsel, answer="已采纳", adoption="adopted", **listed.by(world, "tang"))
    tables += [
        (ConcernPart, concern.parts.all()),
        (Counsel, Counsel.objects.filter(pk=counsel.pk)),
    ]
    for model, rows in tables:
        assert rows.exists(), model
        refused_by_the_table(lambda rows=rows: rows.update(adoption="rejected", reason=""))
    refused_by_the_table(lambda: MemberConcern.objects.filter(pk=concern.pk).update(adoption=""))
    refused_by_the_table(lambda: Recommendation.objects.filter(pk=asked.pk).update(adoption=""))
    assert any(c.name == "item_rejection_has_reason" for c in ItemAnswer._meta.constraints)
    again = listed.pushed(world, title="另一条关注")
    part = listed.part(again)
    for wrong in ({"adoption": "rejected", "reason": " "}, {"adoption": "maybe"}, {"adoption": ""}):
        said = {"answer": "不采纳", **wrong}
        assert call(world, "tang", "post", f"/lists/concern-parts/{part.pk}/answer", **said)[0] == 422


def test_invariant_09_silence_climbs_until_somebody_oversees_it(world: World) -> None:
    """超期无回音自动入督办: overdue, then one step up; told to those who oversee, without anybody pressing."""
    part = handled.part(handled.dispatch(world))
    handled.move(world, part, "sign", "liu")
    concern = listed.pushed(world)
    for thing in (handled.again(part), listed.part(concern)):
        due = thing.due_at
        assert due is not None
        kind = moves.kind_of(thing).flow.kind
        list(sweeper.sweep(at=due + timedelta(minutes=1)))
        list(sweeper.sweep(at=due + timedelta(days=30)))
        verbs = set(Entry.objects.filter(kind=kind, ref=str(thing.pk)).values_list("verb", flat=True))
        assert {"clock_overdue", "clock_escalate"} <= verbs, kind
        assert moves.kind_of(thing).policy.holders("oversee", thing).exists()


# --- 10


def test_invariant_10_one_valid_credit_for_source_rule_and_member(world: World) -> None:
    """同一来源同一规则同一委员只有 1 条有效积分；冲销可重放. Here for briefs, whose shares exist; the ledger of duty
    (points, caps, appeals) does not exist yet.
    """
    brief = briefly.issued(world)
    for level in ("county", "county", "city"):
        briefly.adopted(world, brief, level=level)
    valid = Credit.objects.filter(brief=brief, reversed_at=None)
    keys = list(valid.values_list("rule", "brief", "person"))
    assert len(keys) == len(set(keys)) and ("county.used", brief.pk, world.people["lin"].pk) in keys
    one = valid.first()
    assert one is not None
    refused_by_the_table(lambda: Credit.objects.create(
        brief=brief, person=one.person, rule=one.rule, numerator=1, denominator=1, on=date(2026, 3, 2), at=NOON,
    ))  # fmt: skip
    refused_by_the_table(lambda: Credit.objects.filter(pk=one.pk).update(numerator=2, denominator=2))
    refused_by_the_table(lambda: Credit.objects.filter(pk=one.pk).delete())
    before = sorted(valid.values_list("rule", "person", "numerator", "denominator"))
    for _replayed in range(3):
        briefs.recount(brief, at=world.now)
    assert sorted(valid.values_list("rule", "person", "numerator", "denominator")) == before
    wrong = brief.adoptions.filter(level="city").get()
    status, _told = call(world, "wang", "post", f"/briefs/adoptions/{wrong.pk}/correct", note="登记错了")
    assert status == 201 and not valid.filter(rule="city.used").exists()
    assert Credit.objects.filter(brief=brief, rule="city.used").exclude(reversed_at=None).count() == 1


# --- 11


def _everything_public(world: World) -> str:
    """Every address that needs no sign-in and no number, and every table that an office takes along."""
    client, told = Client(), []
    for path in (
        "/", "/topics/", "/briefs/", "/lists/", "/api/v1/briefs/public", "/api/v1/briefs/briefs",
        "/api/v1/lists/actions", "/api/v1/lists/asks", "/api/v1/lists/posts", "/api/v1/lists/concerns",
        "/api/v1/topics/", "/api/v1/voices/", "/api/v1/gatherings/",
    ):  # fmt: skip
        told.append(client.get(path).content.decode())
    office = briefly.as_(world, "wang")
    for path in (
        "/desk/briefs/all/?format=csv", "/desk/briefs/stations/?format=csv", "/desk/lists/concerns/?format=csv",
        "/desk/lists/asks/?format=csv",
    ):  # fmt: skip
        answer = office.get(path)
        assert answer.status_code == 200, path
        told.append(answer.content.decode())
    with zipfile.ZipFile(io.BytesIO(office.get("/desk/briefs/all/?format=xlsx").content)) as book:
        told += [book.read(name).decode(errors="replace") for name in book.namelist()]
    return "\n".join(told)


def test_invariant_11_nothing_sealed_leaves_by_a_public_page_or_a_table(world: World) -> None:
    """公开页/导出不含任何加密字段: contact data of a voice, a reporter without account and an informant, with the
    number written into the text as well; every column that is sealed is sealed in the table.
    """
    voices.voice(world, f"路灯不亮，请打 {PHONE}", contact=filing.Contact(phone=PHONE))
    brief = briefly.issued(world, outside=["张大妈"])
    brief.authors.filter(person=None).update(contact=PHONE)
    briefs.publish(brief, actor=world.actor("chen"), at=world.now)
    briefs.appoint(
        briefly.station(world), name="李大爷", contact=PHONE, actor=world.actor("wang"), at=world.now
    )
    listed.concern(world, suggestion=f"有事请打 {PHONE}")
    told = _everything_public(world)
    assert brief.number in told and PHONE not in told
    assert "13812345678" not in told
    sealed = [f for m in apps.get_models() for f in m._meta.fields if isinstance(f, SealedField)]
    assert len(sealed) >= 3
    for field in sealed:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "{field.column}" FROM "{field.model._meta.db_table}"')
            assert not [row for row in cursor.fetchall() if row[0] and PHONE in row[0]], field


def test_invariant_11_public_by_consent_and_approval(world: World) -> None:
    """公开需 open_ok + 审批: not without the reporter's consent, not by the office alone, and not at the table."""
    closed = briefly.issued(world, open_ok=False, open_reason="涉及个人")
    assert call(world, "chen", "post", f"/briefs/briefs/{closed.pk}/publish")[0] == 422
    row = Brief.objects.filter(pk=closed.pk)
    refused_by_the_table(lambda: row.update(published_at=NOON, publisher=world.people["chen"]))
    opened = briefly.issued(world, title="另一篇")
    assert call(world, "wang", "post", f"/briefs/briefs/{opened.pk}/publish")[0] == 403
    refused_by_the_table(lambda: Brief.objects.filter(pk=opened.pk).update(published_at=NOON, publisher=None))
    refused_by_the_table(lambda: Brief.objects.filter(pk=opened.pk).update(sensitive=True, published_at=NOON))
    assert call(world, "chen", "post", f"/briefs/briefs/{opened.pk}/publish")[0] == 200
    shown = call(world, "public", "get", "/briefs/public")[1]["items"]
    assert [item["id"] for item in shown] == [opened.pk]


# --- 12


def test_invariant_12_the_figures_of_the_two_lists(world: World) -> None:
    """1373/241/8: 1,373 concerns and 241 asks of eight departments are kept and counted. The figures of proposals,
    of claims and of rooms (315, 171, 190, 373/16, 226/580, 131, 2+10) wait for their modules and the demo year.
    """
    codes = [u.code for u in world.units.values() if u.kind == "department"][:8]
    assert len(codes) == 8
    around = listed.campaign(world, departments=[world.units[c] for c in codes])
    names = ["林晓梅", "邓小军", "冯雅琴", "蒋振华"]
    concerns = "".join(f"关注{n},现状{n},建议{n},{names[n % 4]}\n" for n in range(1373))
    asks = "".join(f"问计{n},想听{n},{world.units[codes[n % 8]].short}\n" for n in range(241))
    for _twice in range(2):
        commit(world, around, "concerns", "标题,现状,建议,委员\n" + concerns)
        commit(world, around, "asks", "标题,想听什么,部门\n" + asks)
    figures = lists.figures(around, world.now)
    assert (figures.concerns, figures.asks) == (1373, 241)
    assert DeptAsk.objects.values("unit").distinct().count() == len(lists.by_department(around)) == 8
