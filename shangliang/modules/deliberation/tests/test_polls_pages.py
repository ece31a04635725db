"""The pages of polls: everybody opens what is theirs, nobody more; a vote is two steps where it is secret."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from shangliang.analysis.polls import Ballot
from shangliang.kernel import ballots, params
from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import NamedBallot, Poll, SecretBallot
from shangliang.modules.deliberation.tests import polling
from shangliang.modules.deliberation.tests.polling import chose
from tests import visits
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
FULL = {
    "question": "选哪种办法？", "method": "single", "options": "甲\n乙\n丙", "places": 1, "most": 0, "low": 0,
    "high": 5, "share": "half", "base": "cast", "way": "secret", "voters": "named", "quorum_of": "half", "quorum": 0,
}  # fmt: skip


PAGES = visits.Pages()
client, get, post = visits.as_, PAGES.get, PAGES.post


def page(response: Any) -> str:
    return html.unescape(response.content.decode())


def cast(world: World, thing: Poll, who: str, **filled: Any) -> Any:
    first = page(post(world, who, "deliberation:poll_vote", thing.pk, **filled))
    code = first.split('name="code" value="')[1].split('"')[0]
    return post(world, who, "deliberation:poll_vote", thing.pk, **{**filled, "code": code, "sure": "yes"})


def test_set_up_changed_opened_and_closed(world: World) -> None:
    names = f"{world.people['lin'].name}、deng、feng、jiang"
    made = post(
        world,
        "wang",
        "deliberation:poll_new",
        unit=world.units["yunchuan"].pk,
        token="x",
        people=names,
        **FULL,
    )
    thing = Poll.objects.get()
    assert made.status_code == 303 and made.headers["Location"] == thing.get_absolute_url()
    assert thing.roll.count() == 4 and thing.secret
    shown = page(get(world, "wang", "deliberation:poll_edit", thing.pk))
    assert "甲\n乙\n丙" in shown and "lin、deng、feng、jiang" in shown
    changed = {**FULL, "options": "甲\n乙", "way": "named", "people": "lin、deng"}
    assert post(world, "wang", "deliberation:poll_edit", thing.pk, **changed).status_code == 303
    assert thing.options.count() == 2 and thing.roll.count() == 2
    wrong = post(world, "wang", "deliberation:poll_edit", thing.pk, **{**changed, "people": "无此人"})
    assert wrong.status_code == 422 and "没有找到这个人：无此人" in page(wrong)
    assert "都不能再改" in page(get(world, "wang", "deliberation:poll_open", thing.pk))
    assert post(world, "lin", "deliberation:poll_open", thing.pk).status_code in {403, 404}
    assert post(world, "wang", "deliberation:poll_open", thing.pk).status_code == 303
    assert get(world, "wang", "deliberation:poll_edit", thing.pk).status_code == 409
    polling.named(world, thing, "lin", chose("1"))
    polling.named(world, thing, "deng", chose("2"))
    assert "已投 2 票，有效票数下限 2 票" in page(get(world, "wang", "deliberation:poll_close", thing.pk))
    assert post(world, "wang", "deliberation:poll_close", thing.pk).status_code == 303
    shown = page(get(world, "wang", "deliberation:poll", thing.pk))
    assert "最多的并列，没有选出" in shown and world.people["lin"].name in shown
    assert post(world, "wang", "deliberation:poll_close", thing.pk).status_code == 409


def test_an_edit_from_a_page_opened_before_is_told_what_was_written_since(world: World) -> None:
    thing = polling.poll(world)
    opened = page(get(world, "wang", "deliberation:poll_edit", thing.pk))
    seen = re.search('name="seen_at_first" value="([^"]+)"', opened)
    assert seen
    services.edit_poll(
        thing, terms=polling.terms(world, question="费用怎么摊？"), actor=world.actor("wang"), at=world.now
    )
    mine = {**FULL, "people": "lin、deng", "seen_at_first": seen[1]}
    told = post(world, "wang", "deliberation:poll_edit", thing.pk, **mine)
    assert told.status_code == 422 and "问题（现在是“费用怎么摊？”）" in page(told)
    assert polling.again(thing).question == "费用怎么摊？" and FULL["question"] in page(told)
    again = re.search('name="seen_at_first" value="([^"]+)"', page(told))
    assert again and again[1] != seen[1]
    mine["seen_at_first"] = again[1]
    assert post(world, "wang", "deliberation:poll_edit", thing.pk, **mine).status_code == 303
    assert polling.again(thing).question == FULL["question"]


def test_a_quick_poll_while_the_meeting_sits(world: World) -> None:
    meeting = polling.sitting(world, "lin", "deng")
    assert "现场表决" in page(get(world, "chen", "deliberation:polls"))
    for who, way in (("wang", "named"), ("chen", "secret")):
        filled = {"question": "同意吗？", "options": "", "way": way, "voters": "present", "token": "q"}
        made = post(world, who, "deliberation:poll_now", meeting.pk, **filled)
        again = post(world, who, "deliberation:poll_now", meeting.pk, **filled)
        thing = Poll.objects.order_by("-pk")[0]
        assert made.status_code == 303 and again.headers["Location"] == thing.get_absolute_url()
        assert (thing.state, thing.method, thing.entitled) == ("open", "motion", 2)
    assert Poll.objects.count() == 2
    assert post(world, "lin", "deliberation:poll_now", meeting.pk, question="x").status_code == 403
    type(meeting).objects.filter(pk=meeting.pk).update(state="held")
    assert get(world, "wang", "deliberation:poll_now", meeting.pk).status_code == 409


def test_a_quick_poll_of_a_few_is_by_name_and_says_why_at_the_field(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = polling.sitting(world, "lin", "deng")
    usual = params.definitions[ballots.LEAST]
    shown = lambda: page(get(world, "wang", "deliberation:poll_now", meeting.pk))  # noqa: E731
    assert re.search('value="secret"[^>]*checked', shown())
    monkeypatch.setitem(params.definitions, ballots.LEAST, replace(usual, default=5))
    assert re.search('value="named"[^>]*checked', shown())
    filled = {"question": "同意吗？", "options": "", "way": "secret", "voters": "present", "token": "q"}
    told = post(world, "wang", "deliberation:poll_now", meeting.pk, **filled)
    assert told.status_code == 422 and "至少要有 5 人应投" in page(told) and "同意吗？" in page(told)
    assert not Poll.objects.exists()
    assert (
        post(world, "wang", "deliberation:poll_now", meeting.pk, **{**filled, "way": "named"}).status_code
        == 303
    )


def test_voting_secretly_in_two_steps(world: World) -> None:
    thing = polling.opened(world)
    asked = page(get(world, "lin", "deliberation:poll_vote", thing.pk))
    assert "无记名" in asked and "弃权" in asked
    assert post(world, "lin", "deliberation:poll_vote", thing.pk).status_code == 422
    assert not SecretBallot.objects.exists()
    response = cast(world, thing, "lin", choice="2")
    receipt = SecretBallot.objects.get().receipt
    assert response.status_code == 200 and receipt in page(response).replace(" ", "").replace("-", "")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "您已投票" in page(get(world, "lin", "deliberation:poll", thing.pk))
    again = post(world, "lin", "deliberation:poll_vote", thing.pk, choice="2")
    assert again.status_code == 409 and "您已经投过票" in page(again)
    back = post(world, "deng", "deliberation:poll_vote", thing.pk, choice="3", sure="back")
    assert "checked" in page(back)
    changed = post(world, "deng", "deliberation:poll_vote", thing.pk, choice="1", sure="yes", code="x")
    assert changed.status_code == 422 and "请再看一遍" in page(changed) and "确认投出" in page(changed)
    assert get(world, "wang", "deliberation:poll_vote", thing.pk).status_code == 403
    polling.close(world, thing)
    late = post(world, "deng", "deliberation:poll_vote", thing.pk, choice="1")
    assert late.status_code == 409 and "现在不能投票" in page(late)
    found = page(post(world, "feng", "deliberation:poll_check", thing.pk, receipt=receipt.lower()))
    assert "这张票原样计入" in found and "按面积" in found
    assert "没有这个回执码" in page(post(world, "feng", "deliberation:poll_check", thing.pk, receipt="AAAA"))


def test_the_same_confirmation_pressed_twice_shows_the_same_receipt(world: World) -> None:
    thing = polling.opened(world)
    first = page(post(world, "lin", "deliberation:poll_vote", thing.pk, choice="2"))
    data = {"choice": "2", "code": first.split('name="code" value="')[1].split('"')[0], "sure": "yes"}
    answers = [page(post(world, "lin", "deliberation:poll_vote", thing.pk, **data)) for _ in range(2)]
    codes = [a.split('id="receipt-code" data-copy>')[1].split("<")[0] for a in answers]
    assert codes[0] == codes[1] and SecretBallot.objects.count() == 1


FORMS: dict[str, tuple[dict[str, Any], Ballot]] = {
    "multiple": ({"choice": ["1", "3"]}, chose("1", "3")),
    "approval": ({}, chose()),
    "shares": ({"choice": ["2", "3"]}, chose("2", "3")),
    "score": ({"of1": "5", "of2": "0", "of3": ""}, Ballot(marks={"1": 5, "2": 0})),
    "ranked": ({"of1": "3", "of2": "1", "of3": "3"}, Ballot(ranks=(("2",), ("1", "3")))),
    "motion": ({"choice": "-"}, chose()),
}


@pytest.mark.parametrize("method", FORMS)
def test_each_way_of_voting_has_a_form_without_script(world: World, method: str) -> None:
    filled, said = FORMS[method]
    more = {"method": method, "most": 2, "options": () if method == "motion" else polling.WAYS}
    for secret in (True, False):
        thing = polling.opened(world, secret=secret, **more)
        if secret:
            assert cast(world, thing, "lin", **filled).status_code == 200
        else:
            assert post(world, "lin", "deliberation:poll_vote", thing.pk, **filled).status_code == 303
            assert get(world, "lin", "deliberation:poll_vote", thing.pk).status_code == 200
        rows = SecretBallot.objects if secret else NamedBallot.objects
        content: dict[str, Any] = {}
        if said.chosen:
            content = {"chosen": list(said.chosen)}
        if said.marks:
            content = {"marks": said.marks}
        if said.ranks:
            content = {"ranks": [list(r) for r in said.ranks]}
        assert rows.get(poll=thing).content == content
        polling.close(world, thing)
        assert get(world, "lin", "deliberation:poll", thing.pk).status_code == 200
    too_many = polling.opened(world, method="multiple", most=2)
    answer = post(world, "lin", "deliberation:poll_vote", too_many.pk, choice=["1", "2", "3"])
    assert answer.status_code == 422 and "最多选 2 项，您选了 3 项" in page(answer)


def test_a_ballot_waits_on_the_voters_own_page(world: World) -> None:
    thing = polling.opened(world, secret=False)
    waits = f'<a href="{thing.get_absolute_url()}">'
    desk = page(client(world, "lin").get("/desk/"))
    assert waits in desk and "可办：投票" in desk
    assert post(world, "lin", "deliberation:poll_vote", thing.pk, choice="1").status_code == 303
    assert waits not in page(client(world, "lin").get("/desk/"))
    shown = page(client(world, "wang").get("/desk/"))
    assert waits in shown and "可办：结束投票并计票" in shown


@pytest.mark.parametrize("secret", [True, False])
def test_no_page_tells_anything_before_the_count(world: World, secret: bool) -> None:
    """Secrecy attacked: the office, the chair, voters, a department, everybody."""
    thing = polling.opened(world, secret=secret)
    pages_of = (
        "deliberation:poll",
        "deliberation:poll_ballots",
        "deliberation:poll_lines",
        "deliberation:poll_check",
    )

    def seen() -> dict[tuple[str, str], str]:
        found = {}
        for who in ("wang", "chen", "deng", "liu", "zhao", "public"):
            for name in (*pages_of, "portal:poll", "portal:poll_lines"):
                response = get(world, who, name, thing.pk)
                if name != "deliberation:poll":
                    assert response.status_code in {302, 403, 404, 409}, (who, name)
                found[who, name] = page(response)
        return found

    one, other = polling.ROLL[0], polling.ROLL[2]
    vote = polling.secretly if secret else polling.named
    vote(world, thing, one, chose("1"))
    first = seen()
    vote(world, thing, other, chose("3"))
    second = seen()
    for key, text in first.items():
        assert "得票" not in text and "得票" not in second[key]
        for option in polling.WAYS:  # nothing comes to stand beside an option
            assert text.count(option) == second[key].count(option)


def test_counted_published_and_recounted_by_everybody(world: World) -> None:
    ranks = [Ballot(ranks=(("1",), ("2",), ("3",))), Ballot(ranks=(("2",), ("3",), ("1",)))]
    thing = polling.held(world, [*ranks, ranks[0]], method="ranked", open_to_public=True)
    for who, status in {"lin": 200, "wang": 200, "liu": 404, "zhao": 404}.items():
        assert get(world, who, "deliberation:poll", thing.pk).status_code == status, who
    assert get(world, "public", "portal:poll", thing.pk).status_code == 404
    assert client(world, "chen").post(reverse("desk:move", args=["poll", thing.pk, "publish"])).status_code in {
        302, 303,
    }  # fmt: skip
    assert thing.question in page(get(world, "public", "portal:polls"))
    for who, name in (("lin", "deliberation:poll"), ("public", "portal:poll")):
        text = page(get(world, who, name, thing.pk))
        assert "“按楼层递增”胜出" in text and "两两相比" in text and thing.digest in text, who
        assert "按楼层递增 > 按面积 > 平均分摊" in text
    lines = get(world, "public", "portal:poll_lines", thing.pk).content
    assert hashlib.sha256(lines).hexdigest() == thing.digest
    table = get(world, "feng", "deliberation:poll_ballots", thing.pk).content.decode()
    assert table.count("按楼层递增") == 3


def test_a_room_sees_how_many_have_voted_and_then_the_result(world: World) -> None:
    thing = polling.opened(world)
    polling.secretly(world, thing, "lin", chose("1"))
    address = reverse("deliberation:poll_turnout", args=[thing.pk])
    assert address in page(get(world, "wang", "deliberation:poll", thing.pk))
    part = get(world, "deng", "deliberation:poll_turnout", thing.pk)
    assert "1" in page(part) and "HX-Refresh" not in part.headers
    assert get(world, "liu", "deliberation:poll_turnout", thing.pk).status_code == 404
    polling.close(world, thing)
    assert get(world, "deng", "deliberation:poll_turnout", thing.pk).headers["HX-Refresh"] == "true"
    assert address not in page(get(world, "wang", "deliberation:poll", thing.pk))


def test_void_says_so(world: World) -> None:
    thing = polling.held(world, [chose("1")], quorum_of="half")
    assert "应投 4 人，只收回 1 票，有效票数下限 3 票" in page(
        get(world, "lin", "deliberation:poll", thing.pk)
    )


def test_what_the_pages_cost(world: World, django_assert_max_num_queries: Any) -> None:
    """However many polls and ballots there are."""
    for _ in range(6):
        polling.opened(world)
    thing = polling.held(world, [chose("1"), chose("2"), chose("1")], open_to_public=True)
    services.close_poll(polling.opened(world), actor=world.actor("wang"), at=world.now)
    wang, anybody = client(world, "wang"), client(world, "public")
    wang.get("/desk/")
    with django_assert_max_num_queries(8):
        wang.get(reverse("deliberation:polls"))
    with django_assert_max_num_queries(12):
        wang.get(reverse("deliberation:poll", args=[thing.pk]))
    client(world, "chen").post(reverse("desk:move", args=["poll", thing.pk, "publish"]))
    with django_assert_max_num_queries(4):
        anybody.get(reverse("portal:poll", args=[thing.pk]))
    with django_assert_max_num_queries(2):
        anybody.get(reverse("portal:polls"))
