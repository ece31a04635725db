"""A board by hand: prepared at a desk, answered on a telephone by keyboard alone, with and without a network."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, expect

from tests.browser import checks
from tests.browser.conftest import PHONE, Visit
from tests.browser.hands import address_of, follow, said, send, shoot

TITLE = "楼道里的电动自行车停到哪里去"
SEEDS = [
    "每栋楼前划出停车位", "地下室改成集中充电处", "楼道里一律不许停", "充电费由物业补一半", "先装烟感再谈搬走",
    "夜里十点以后断电",
]  # fmt: skip
VOTES = re.compile(r"/live/votes$")


def test_answers_on_a_telephone_are_kept_once(visit: Visit, screenshots: Path) -> None:
    address = _prepared(visit("wang", "/desk/deliberation/new/"), screenshots)
    phone = visit("-", address, size=PHONE)
    ears = checks.Ears(phone)
    shoot(phone, screenshots, "vote-01-first")
    _the_first_by_the_page_server(phone)
    _the_next_by_the_live_process(phone, screenshots)
    assert ears.heard() == []
    _one_whose_answer_got_lost(phone)
    _without_a_network(phone, screenshots)
    _checked(phone, address, screenshots)


def _prepared(wang: Page, screenshots: Path) -> str:
    """The office puts the question and six statements, and opens the board. Its public address."""
    wang.select_option("[name=topic]", index=1)
    wang.fill("[name=title]", TITLE)
    wang.fill("[name=question]", "楼道停车充电起过火，搬到哪里去，钱谁出？")
    wang.fill("[name=seeds]", "\n".join(SEEDS))
    wang.fill("[name=closes_at]", (datetime.now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M"))
    send(wang)
    said(wang, "议事板已经建好")
    follow(wang, "开始表态")
    expect(wang.locator("h1")).to_contain_text(TITLE)
    shoot(wang, screenshots, "vote-00-desk")
    _live_is_up(wang)
    wang.get_by_role("link", name="表态页").click()
    wang.wait_for_load_state("load")
    return address_of(wang)


def _live_is_up(wang: Page) -> None:
    """The pages are there first; on a busy machine the live process takes its time."""
    live = wang.locator("body").get_attribute("data-live-url")
    for _again in range(120):
        try:
            if wang.request.get(f"{live}/live/health").ok:
                return
        except Error:
            wang.wait_for_timeout(500)
    raise AssertionError("the live process does not answer")


def words_of(phone: Page) -> str:
    return phone.locator(".say-words").inner_text()


def press_by_keyboard(phone: Page, label: str) -> None:
    """Tab to the button as somebody without a pointer would, from wherever the focus is."""
    for _step in range(60):
        phone.keyboard.press("Tab")
        if (
            phone.evaluate(
                "document.activeElement?.closest('[data-say]') && document.activeElement.innerText"
            )
            == label
        ):
            phone.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not reach {label}")


def _moved_on(phone: Page, before: str) -> None:
    """Another statement stands there, the house said so, and the focus is on its heading."""
    expect(phone.locator(".say-words")).not_to_have_text(before)
    expect(phone.locator("[data-say-said]")).to_have_text("已记下")
    expect(phone.locator("#say")).to_be_focused()


def _the_first_by_the_page_server(phone: Page) -> None:
    """Nobody has answered from this device yet, so there is no ticket."""
    before = words_of(phone)
    with phone.expect_response(lambda r: r.request.method == "POST") as heard:
        press_by_keyboard(phone, "赞成")
    assert not VOTES.search(heard.value.url)
    _moved_on(phone, before)


def _the_next_by_the_live_process(phone: Page, screenshots: Path) -> None:
    before = words_of(phone)
    with phone.expect_response(VOTES) as heard:
        press_by_keyboard(phone, "反对")
    assert heard.value.status == 200
    _moved_on(phone, before)
    shoot(phone, screenshots, "vote-02-next")


def _one_whose_answer_got_lost(phone: Page) -> None:
    """The live process keeps it, its word does not arrive; what is sent again bears the same token."""

    def swallow(route: Any) -> None:
        route.fetch()
        route.abort()

    phone.route(VOTES, swallow, times=1)
    before = words_of(phone)
    press_by_keyboard(phone, "跳过")
    _moved_on(phone, before)


def _without_a_network(phone: Page, screenshots: Path) -> None:
    """Pressed, and thought better of; both wait, and go out when the network is back."""
    before = words_of(phone)
    phone.context.set_offline(True)
    press_by_keyboard(phone, "反对")
    expect(phone.locator("[data-say-said]")).to_contain_text("等待发送 1 条")
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-say-said]")).to_contain_text("等待发送 1 条")
    press_by_keyboard(phone, "跳过")
    expect(phone.locator("[data-say-said]")).to_contain_text("等待发送 2 条")
    shoot(phone, screenshots, "vote-03-waiting")
    assert words_of(phone) == before
    phone.context.set_offline(False)
    expect(phone.locator(".say-words")).not_to_have_text(before, timeout=30_000)
    assert phone.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('say:')).length") == 0


def _checked(phone: Page, address: str, screenshots: Path) -> None:
    """Five answers, the one that was thought better of among them, none twice."""
    phone.goto(f"{address}mine/")
    lines = phone.locator("main ol.stack > li")
    expect(lines).to_have_count(5)
    expect(lines.filter(has_text="后来改了")).to_have_count(1)
    shoot(phone, screenshots, "vote-04-mine")
    phone.goto(address)
    expect(phone.locator("#turn")).to_contain_text("4 / 6")
