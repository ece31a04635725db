"""The desk's pages: who sees them, who may act on them, what they say, what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shangliang.kernel import moves
from shangliang.modules.lists import services
from shangliang.modules.lists.models import DeptAsk, ListAction, Match, MemberConcern
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import again, by, get, rows, send, words
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LISTS = ["campaigns", "concerns", "asks", "matches", "actions", "posts", "invitations", "briefings"]
TABLES = ["concerns", "asks", "matches", "actions", "posts", "invitations"]
Prices = Callable[[int], Any]


@pytest.mark.parametrize("who", ["wang", "chen", "zhao", "lin", "liu", "hou", "tang", "sun", "gao", "zhou"])
def test_lists_open_for_everybody_who_signs_in(world: World, full: dict[str, Any], who: str) -> None:
    for name in LISTS:
        assert get(world, who, name).status_code == 200, name
    for name in TABLES:
        assert rows(get(world, who, name, format="csv")), name


def test_the_public_is_asked_to_sign_in(world: World, full: dict[str, Any]) -> None:
    for name in LISTS:
        assert get(world, "public", name).status_code == 302
    assert get(world, "public", "concern", full["concern"].pk).status_code == 302


def test_everybody_begins_at_the_right_door(world: World) -> None:
    for who, door in (("wang", "campaigns"), ("lin", "news"), ("tang", "department"), ("zhao", "campaigns")):
        assert get(world, who, "home").headers["Location"].endswith(f"/{door}/")
    assert get(world, "tang", "department").status_code == get(world, "lin", "news").status_code == 200
    assert get(world, "lin", "department").status_code == get(world, "tang", "news").status_code == 404


@pytest.mark.parametrize(
    "name, yes, no",
    [
        ("campaign", ["wang", "chen", "zhao", "lin", "tang", "xu"], []),
        ("concern", ["wang", "chen", "zhao", "lin", "deng", "tang", "xu"], ["gao", "ye", "zhou", "sun"]),
        ("ask", ["wang", "lin", "tang", "xu"], []),
        ("match", ["wang", "chen", "lin", "deng", "tang"], ["xu", "gao", "ye"]),
        ("action", ["wang", "lin", "deng", "tang"], ["xu", "gao"]),
        ("post", ["wang", "lin", "xu"], []),
        ("counsel", ["wang", "lin", "xu"], ["tang", "gao"]),
        ("question", ["wang", "lin", "tang"], ["xu", "gao"]),
        ("invitation", ["wang", "lin", "feng", "xu"], ["tang", "gao"]),
    ],
)
def test_who_opens_a_page(
    world: World, full: dict[str, Any], name: str, yes: list[str], no: list[str]
) -> None:
    page = "counsel" if name == "question" else name
    for who in yes:
        assert get(world, who, page, full[name].pk).status_code == 200, who
    for who in no:
        assert get(world, who, page, full[name].pk).status_code == 404, who


def test_outsiders_see_the_campaign_but_not_what_members_said(world: World, full: dict[str, Any]) -> None:
    """Everybody may see that there is a campaign; the two lists are for members and departments."""
    for who in ("zhou", "sun", "gao"):
        for page, pk in (
            ("side_by_side", full["campaign"].pk),
            ("ask", full["ask"].pk),
            ("post", full["post"].pk),
        ):
            seen = get(world, who, page, pk)
            assert seen.status_code == 200 and given.TITLE not in words(seen), (who, page)
            assert "林晓梅" not in words(seen) and "轮流值守" not in words(seen), (who, page)
        assert "热线什么时候开通" not in words(get(world, who, "briefing", full["briefing"].pk))


def test_pages_of_a_campaign(world: World, full: dict[str, Any]) -> None:
    pk = full["campaign"].pk
    assert given.TITLE in words(get(world, "lin", "side_by_side", pk))
    assert get(world, "wang", "matching", pk).status_code == 200
    assert get(world, "lin", "matching", pk).status_code == 404
    for name in ("campaign_edit", "campaign_postpone"):
        assert get(world, "wang", name, pk).status_code == 200
        assert get(world, "tang", name, pk).status_code == 404


def test_opening_a_campaign(world: World) -> None:
    assert get(world, "lin", "campaign_new").status_code == 403
    units = [world.units[c].pk for c in given.DEPARTMENTS]
    data = {
        "title": "知情明政", "batch": 1, "about": "", "departments": units,
        "collect_until": given.day(world, 30), "match_until": given.day(world, 40), "act_until": given.day(world, 50),
    }  # fmt: skip
    assert send(world, "wang", "campaign_new", **{**data, "departments": []}).status_code == 422
    made = send(world, "wang", "campaign_new", **data)
    assert made.status_code == 303
    assert "首批" not in words(given.as_(world, "wang").get(made.headers["Location"]))


def test_raising_a_concern_shows_what_is_like_it_first(world: World) -> None:
    around = given.campaign(world)
    first = given.concern(world, around)
    given.deliver(world)
    said = {"title": given.TITLE, "present": given.PRESENT, "suggestion": given.SUGGESTION}
    asked = send(world, "deng", "concern_new", around.pk, **said)
    assert asked.status_code == 200 and "照样提出" in words(asked) and given.TITLE in words(asked)
    part = send(world, "deng", "similar", around.pk, **said)
    assert "很像" in words(part) and "<html" not in words(part)
    assert send(world, "deng", "concern_new", around.pk, **said, sure="1").status_code == 303
    assert MemberConcern.objects.exclude(pk=first.pk).get().member == world.people["deng"]
    empty = send(world, "deng", "concern_new", around.pk, **{**said, "title": ""})
    assert empty.status_code == 422 and given.SUGGESTION in words(empty)


def test_from_push_to_answer_by_hand(world: World) -> None:
    thing = given.concern(world)
    unit = world.units["d-education"].pk
    assert send(world, "lin", "concern_push", thing.pk, departments=[unit]).status_code == 403
    assert send(world, "wang", "concern_push", thing.pk, departments=[]).status_code == 422
    assert send(world, "wang", "concern_push", thing.pk, departments=[unit]).status_code == 303
    part = given.part(thing)
    assert "请市教育局回应" in words(get(world, "tang", "concern", thing.pk))
    assert "请市教育局回应" not in words(get(world, "xu", "concern", thing.pk))
    wrong = send(world, "tang", "part_answer", part.pk, adoption="rejected", answer="不行", reason="")
    assert wrong.status_code == 422 and "请写明理由" in words(wrong) and "不行" in words(wrong)
    assert send(world, "xu", "part_answer", part.pk, adoption="adopted", answer="好").status_code in {
        403,
        404,
    }
    assert send(world, "tang", "part_answer", part.pk, adoption="adopted", answer="好").status_code == 303
    assert again(thing).state == "adopted"
    assert send(world, "tang", "part_answer", part.pk, adoption="adopted", answer="好").status_code == 409


def test_pushing_many_at_once(world: World) -> None:
    around = given.campaign(world)
    named = given.concern(world, around, departments=[world.units["d-education"]])
    nobody = given.concern(world, around, who="deng", title="没写部门的一条")
    shown = words(get(world, "wang", "concerns", state="new"))
    assert 'name="pick"' in shown and 'name="pick"' not in words(get(world, "lin", "concerns", state="new"))
    picked = {"pick": [named.pk, nobody.pk], "back": "?state=new"}
    assert send(world, "lin", "push_many", **picked).status_code == 403
    assert send(world, "wang", "push_many").status_code == 422
    sent = send(world, "wang", "push_many", **picked)
    assert sent.status_code == 303 and sent.headers["Location"].endswith("?state=new")
    assert (again(named).state, again(nobody).state) == ("pushed", "new")
    assert (
        send(world, "wang", "push_many", pick=[nobody.pk], unit=world.units["d-health"].pk).status_code == 303
    )
    assert given.part(nobody, "d-health").state == "waiting"


def test_claiming_merging_sending_and_saying_why(world: World) -> None:
    around = given.campaign(world)
    first, second, third = (given.concern(world, around, who=w) for w in ("lin", "deng", "feng"))
    unit = world.units["d-education"].pk
    assert send(world, "tang", "concern_claim", first.pk, unit=unit).status_code == 303
    assert send(world, "tang", "concern_claim", first.pk, unit=world.units["d-water"].pk).status_code == 404
    assert send(world, "wang", "concern_merge", second.pk).status_code == 422
    assert send(world, "wang", "concern_merge", second.pk, number=first.pk).status_code == 303
    assert "2" in words(get(world, "lin", "concern", first.pk))
    for verb, thing, who in (
        ("split", second, "wang"),
        ("decline", third, "wang"),
        ("object", third, "feng"),
    ):
        assert get(world, who, "concern_say", thing.pk, verb).status_code == 200
        assert send(world, who, "concern_say", thing.pk, verb, note="").status_code == 422
        assert send(world, who, "concern_say", thing.pk, verb, note="有理由").status_code == 303, verb
    assert get(world, "wang", "concern_say", third.pk, "answer").status_code == 404
    lead = world.units["d-housing"].pk
    assert send(world, "wang", "concern_send", third.pk, lead=lead).status_code == 303
    assert again(third).state == "handled"


def test_deciding_pair_by_pair(world: World) -> None:
    around = given.campaign(world)
    concern, ask = given.concern(world, around), given.ask(world, around)
    assert send(world, "lin", "compare", around.pk).status_code == 403
    assert send(world, "wang", "compare", around.pk).status_code == 303
    assert "正在比对委员关注" in words(get(world, "wang", "matching", around.pk))
    services.run_comparisons(world.now)
    shown = words(get(world, "wang", "matching", around.pk))
    assert 'data-key="y"' in shown and "共有词" in shown and "data-keys" in shown
    pair = {"concern": concern.pk, "ask": ask.pk}
    assert send(world, "wang", "decide", around.pk, **pair, answer="no").status_code == 303
    assert send(world, "wang", "decide", around.pk, **pair, answer="no").status_code == 409
    assert send(world, "wang", "decide", around.pk, **pair, answer="yes").status_code == 303
    assert Match.objects.get().state == "confirmed"
    assert send(world, "wang", "decide", around.pk, concern="x", ask=ask.pk).status_code == 404


def test_match_from_link_to_action_by_hand(world: World) -> None:
    match = given.match(world)
    people = {"member_contact": world.people["lin"].pk, "dept_contact": world.people["tang"].pk}
    step = {"next_step": "登门", "next_on": given.day(world, 5)}
    assert send(world, "tang", "match_link", match.pk, **people).status_code == 422
    assert send(world, "tang", "match_link", match.pk, **people, **step).status_code == 303
    assert send(world, "lin", "match_step", match.pk, done="见了面", **step).status_code == 303
    new = {"unit": world.units["d-education"].pk, "text": "开通热线", "due_on": given.day(world, 50)}
    assert send(world, "xu", "action_new", "match", match.pk, **new).status_code == 404
    assert send(world, "tang", "action_new", "match", match.pk, **new).status_code == 303
    made = ListAction.objects.get()
    photo = SimpleUploadedFile("热线.txt", "通话记录".encode(), "text/plain")
    assert send(world, "tang", "action_evidence", made.pk, text="已接通", file=photo).status_code == 303
    bad = SimpleUploadedFile("a.exe", b"MZ\x00\x01", "application/octet-stream")
    refused = send(world, "tang", "action_evidence", made.pk, text="还有", file=bad)
    assert refused.status_code == 422 and "还有" in words(refused)
    evidence = made.evidence.get()
    sent = get(world, "lin", "evidence_file", evidence.pk)
    assert "通话记录".encode() in b"".join(sent.streaming_content)
    assert get(world, "xu", "evidence_file", evidence.pk).status_code == 404
    assert send(world, "tang", "action_claim", made.pk, result="开通了").status_code == 303
    moves.make(again(made), "verify", **by(world, "lin"))
    assert send(world, "wang", "action_publish", made.pk).status_code == 303
    assert again(made).state == "published" and again(match).state == "settled"
    assert send(world, "wang", "match_settle", match.pk, outcome="好").status_code == 409


def test_asking_answering_and_concluding_by_hand(world: World) -> None:
    around = given.campaign(world)
    data = {
        "title": "怎么办",
        "wanted": "出主意",
        "deadline": given.day(world, 9),
        "unit": world.units["d-education"].pk,
    }
    assert get(world, "lin", "ask_new", around.pk).status_code == 404
    assert send(world, "tang", "ask_new", around.pk, **data).status_code == 303
    thing = DeptAsk.objects.get()
    assert "我来应答" in words(get(world, "lin", "ask", thing.pk))
    assert "我来应答" not in words(get(world, "tang", "ask", thing.pk))
    assert send(world, "lin", "ask_reply", thing.pk, text=" ").status_code == 422
    assert send(world, "lin", "ask_reply", thing.pk, text="轮流值守").status_code == 303
    said = thing.counsels.get()
    assert send(world, "tang", "counsel_answer", said.pk, answer="好").status_code == 422
    assert send(world, "tang", "counsel_answer", said.pk, answer="好", adoption="adopted").status_code == 303
    raised = {"campaign": around.pk, "title": "值守", "present": "没有人值守"}
    assert send(world, "lin", "counsel_raise", said.pk, **raised).status_code == 303
    moves.make(again(thing), "stop", note="够了", **by(world, "tang"))
    assert send(world, "tang", "ask_conclude", thing.pk, summary="采纳 1 条").status_code == 303


def test_a_post_by_hand(world: World) -> None:
    data = {
        "unit": world.units["d-urban"].pk, "title": "园长", "about": "跟班", "place": "公园", "places": 1,
        "starts_on": given.day(world, 5), "ends_on": given.day(world, 6),
    }  # fmt: skip
    assert get(world, "lin", "post_new").status_code == 403
    assert send(world, "xu", "post_new", **data).status_code == 303
    post = given.ExperiencePost.objects.get()
    for who in ("lin", "deng"):
        assert send(world, who, "sign_up", post.pk).status_code == 303
    assert "候补" in words(get(world, "deng", "post", post.pk))
    first = post.sign_ups.get(state="placed")
    assert send(world, "deng", "leave", first.pk, note="让").status_code == 404
    assert send(world, "lin", "leave", first.pk, note="有事").status_code == 303
    assert post.sign_ups.get(state="placed").member == world.people["deng"]
    changed = {"title": "园长", "about": "跟班", "place": "公园", "places": 2}
    assert send(world, "xu", "post_edit", post.pk, **changed).status_code == 303
    assert send(world, "xu", "post_cancel", post.pk, note="下雨").status_code == 303


def test_marking_and_logging_by_hand(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    place = given.signed(world)
    later = world.now + timedelta(days=11)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert "到岗" in words(get(world, "xu", "post", place.post_id))
    assert send(world, "xu", "mark", place.pk, came="yes").status_code == 303
    log = {"on": given.day(world, 11), "text": "扫了一天"}
    assert send(world, "lin", "log", place.pk, **{**log, "text": ""}).status_code == 422
    assert send(world, "lin", "log", place.pk, **log).status_code == 303
    assert send(world, "lin", "suggest", place.pk, text="多设座椅").status_code == 303
    shown = words(get(world, "xu", "post", place.post_id))
    assert "扫了一天" in shown and "多设座椅" in shown


def test_an_invitation_by_hand(world: World) -> None:
    data = {
        "unit": world.units["d-urban"].pk, "kind": "hearing", "title": "水价听证", "about": "听意见", "place": "大厅",
        "held_on": given.day(world, 9), "answer_by": given.day(world, 5), "people": [world.people["lin"].pk],
    }  # fmt: skip
    assert send(world, "xu", "invitation_new", **{**data, "people": []}).status_code == 422
    assert send(world, "xu", "invitation_new", **data).status_code == 303
    thing = given.Invitation.objects.get()
    mine = thing.invitees.get()
    assert "请您答复" in words(get(world, "lin", "invitation", thing.pk))
    assert send(world, "deng", "invitee_decline", mine.pk, note="忙").status_code == 404
    assert send(world, "lin", "invitee_decline", mine.pk, note="出差").status_code == 303
    more = {"people": [world.people["deng"].pk], "answer_by": given.day(world, 6)}
    assert send(world, "xu", "invite_more", thing.pk, **more).status_code == 303
    assert get(world, "xu", "invitation_report", thing.pk).status_code == 200
    assert get(world, "lin", "invitation_file", thing.pk).status_code == 404
    assert send(world, "xu", "invitation_cancel", thing.pk, note="改期").status_code == 303


def test_a_briefing_by_hand(world: World) -> None:
    met = given.briefing(world)
    assert "我要提问" in words(get(world, "lin", "briefing", met.pk))
    assert "我要提问" not in words(get(world, "tang", "briefing", met.pk))
    unit = world.units["d-education"].pk
    assert send(world, "lin", "question", met.pk, unit=unit, text="").status_code == 422
    assert send(world, "lin", "question", met.pk, unit=unit, text="何时开通？").status_code == 303
    assert "个问题待回答" in words(get(world, "wang", "briefing", met.pk))


def test_the_next_steps_never_say_nothing_beside_a_form_that_waits(
    world: World, full: dict[str, Any]
) -> None:
    """No empty panel, and no “nothing waits for you” over the very form in which somebody should answer."""
    nothing = "现在没有等您办的事"
    assert "我来应答" in words(get(world, "lin", "ask", full["ask"].pk))
    assert nothing not in words(get(world, "lin", "ask", full["ask"].pk))
    assert nothing not in words(get(world, "lin", "post", full["post"].pk))
    said = given.question(world)
    assert 'href="#answer"' in words(get(world, "tang", "counsel", said.pk))
    new = given.concern(world, title="夜里施工扰民", present="夜里还在施工。", suggestion="请管住夜里施工。")
    for who, claims in (("tang", True), ("lin", False)):
        assert ('href="#claim"' in words(get(world, who, "concern", new.pk))) is claims
    given.pushed(world, made=new)
    shown = words(get(world, "tang", "concern", new.pk))
    assert "回应委员" in shown and nothing not in shown and 'href="#claim"' not in shown


def test_prices_of_the_lists(
    world: World, full: dict[str, Any], django_assert_max_num_queries: Prices
) -> None:
    around = full["campaign"]
    for n in range(8):
        given.concern(world, around, who="deng", title=f"{n} 号", present=f"{n}", suggestion=f"{n}")
        given.ask(world, around, title=f"{n} 问")
    client = given.as_(world, "wang")
    for name, most in (
        ("concerns", 9),
        ("asks", 7),
        ("matches", 6),
        ("actions", 7),
        ("posts", 7),
        ("invitations", 6),
    ):
        with django_assert_max_num_queries(most):
            client.get(given.PAGES.at(name))
    client = given.as_(world, "tang")
    with django_assert_max_num_queries(16):
        client.get(given.PAGES.at("department"))
    with django_assert_max_num_queries(24):
        client.get(given.PAGES.at("concern", full["concern"].pk))
