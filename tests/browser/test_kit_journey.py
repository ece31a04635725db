"""A meeting in a room without network: noted on a device, through reloads and restarts, and brought back once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import checks, kits
from tests.browser.conftest import FLAGS, PATIENCE, PHONE, Visit
from tests.browser.hands import shoot
from tests.browser.site import Site

ENTRIES = re.compile(r"/api/v1/kits/[0-9a-f-]+/entries$")


@pytest.fixture
def axe(node_modules: Path) -> str:
    return (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def secretary(visit: Visit) -> Iterator[Page]:
    yield visit("wang", size=PHONE)


def test_a_whole_meeting_without_a_network(secretary: Page, axe: str, screenshots: Path) -> None:
    page, context = secretary, secretary.context
    checks.bring_axe(context, axe)
    g = kits.meeting(page, "水渠清淤谁出工")
    kits.take_along(page, g)
    assert checks.axe(page, PHONE) + checks.overflow(page, 320) == []
    context.set_offline(True)
    kits.reopen(page)
    kits.begin(page)
    kits.sign(page, "林晓梅")
    kits.sign(page, "张大妈")
    kits.add(page, "方小妹", "堤东村二组")
    page.locator("[data-list=agenda] li").nth(1).get_by_role("button", name="进入").click()
    kits.kept(page, "进入议程")
    kits.speak(page, "张大妈", "去年是一户一工，老人户出不了。")
    kits.speak(page, "方小妹", "老人户可以出钱代工。")
    kits.raise_hands(page, "老人户出钱代工，同意吗？", [6, 1, 1])
    kits.shoot_room(page, "会场全景")
    kits.reopen(page)
    expect(kits.queue(page)).to_have_count(10)
    _put_right(page)
    shoot(page, screenshots, "kit-1-offline")
    assert checks.axe(page, PHONE) + checks.overflow(page, 320) == []
    context.set_offline(False)
    kits.all_sent(page)
    shoot(page, screenshots, "kit-2-sent")
    full = kits.record(context, g)
    assert full["state"] == "sitting" and kits.signed(context, g) == ["张大妈", "方小妹", "林晓梅"]
    assert kits.said(context, g) == ["去年是一户一工，七十岁以上的出不了。", "老人户可以出钱代工。"]
    assert full["agenda"][1]["started_at"]
    left = page.evaluate(
        "kit.all('entries').then((all) => all.filter((one) => one.content && one.kind !== 'photo').length)"
    )
    assert left == 0, "what was brought back is no longer on the device"
    _brought(page, g, screenshots)


def _put_right(page: Page) -> None:
    """Still waiting, an opinion is changed where it lies, and a sign-in made by mistake goes."""
    row = kits.queue(page).filter(has_text="一户一工")
    row.get_by_role("button", name="修改").click()
    page.locator("#ask-text").fill("去年是一户一工，七十岁以上的出不了。")
    page.get_by_role("button", name="确定", exact=True).click()
    expect(page.locator("[data-list=opinions]")).to_contain_text("七十岁以上")
    kits.sign(page, "李师傅")
    kits.queue(page).filter(has_text="李师傅").get_by_role("button", name="删除").click()
    page.get_by_role("button", name="确定", exact=True).click()
    expect(kits.queue(page)).to_have_count(10)


def _brought(page: Page, g: int, screenshots: Path) -> None:
    page.goto(f"/desk/kits/gatherings/{g}/")
    expect(page.locator("main")).to_contain_text("老人户出钱代工，同意吗？")
    expect(page.locator("main")).to_contain_text("没有要人定夺的")
    shoot(page, screenshots, "kit-3-brought")
    page.goto(f"/desk/gatherings/{g}/")
    expect(page.locator("#materials + ul")).to_contain_text("会场全景")
    expect(page.locator("section:has(> #story)")).to_contain_text("没有网络时记于")


def test_the_browser_is_closed_and_opened_again(
    browser: Browser, chromium: str, site: Site, signed_in: Callable[[str], dict], tmp_path: Path
) -> None:
    """As on a laptop that was shut on the way: the kit and what waits are there, with no network at all."""
    cookies = signed_in("wang")["cookies"]

    def opened() -> Any:
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / "profile"), executable_path=chromium, args=FLAGS, base_url=site.url,
            locale="zh-CN", viewport={"width": PHONE[0], "height": PHONE[1]},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        return context

    context = opened()
    context.add_cookies(cookies)
    page = context.new_page()
    g = kits.meeting(page, "路灯装几盏")
    kits.take_along(page, g)
    context.set_offline(True)
    kits.sign(page, "林晓梅")
    context.close()
    context = opened()
    context.set_offline(True)
    page = context.new_page()
    page.goto(f"/desk/kits/?g={g}")
    kits.ready(page)
    expect(kits.queue(page)).to_have_count(1)
    kits.speak(page, "林晓梅", "路口先装。")
    context.set_offline(False)
    # A session ends with its browser; what waits does not.
    expect(page.get_by_role("link", name="重新登录，接着发送")).to_be_visible()
    context.add_cookies(cookies)
    page.get_by_role("button", name="现在发送").click()
    kits.all_sent(page)
    assert kits.signed(context, g) == ["林晓梅"] and kits.said(context, g) == ["路口先装。"]
    context.close()


def test_an_answer_that_got_lost_and_two_tabs(secretary: Page) -> None:
    """The house keeps it, its word does not arrive; another tab sends at the same time; each entry is there once."""
    page, context = secretary, secretary.context
    g = kits.meeting(page, "垃圾桶放哪里")
    kits.take_along(page, g)
    other = context.new_page()
    other.goto(f"/desk/kits/?g={g}")
    kits.ready(other)
    context.set_offline(True)
    for n in range(4):
        kits.speak(page if n % 2 else other, "张大妈", f"第 {n} 条意见")

    def swallow(route: Any) -> None:
        route.fetch()
        route.abort()

    context.route(ENTRIES, swallow, times=1)
    context.set_offline(False)
    expect(page.locator("[data-list=queue]")).to_contain_text("都送到了", timeout=kits.PATIENCE)
    kits.all_sent(other)
    assert sorted(kits.said(context, g)) == [f"第 {n} 条意见" for n in range(4)]


def test_two_devices_with_the_same_kit(visit: Visit, screenshots: Path) -> None:
    """Same person, namesake, same question: by the rules that the page itself tells."""
    first, second = visit("wang", size=PHONE), visit("wang", size=PHONE)
    g = kits.meeting(first, "凉亭修在哪里")
    for page in (first, second):
        kits.take_along(page, g)
        page.context.set_offline(True)
        kits.begin(page)
        kits.sign(page, "林晓梅")
        kits.add(page, "方小妹", "二组")
    kits.add(second, "张大妈", "四组")
    kits.raise_hands(first, "修在村口，同意吗？", [5, 2, 0])
    kits.raise_hands(second, "修在村口，同意吗？", [4, 3, 0])
    first.context.set_offline(False)
    kits.all_sent(first)
    second.context.set_offline(False)
    asks = kits.queue(second).filter(has_text="是同一个人吗")
    expect(asks).to_have_count(1)
    shoot(second, screenshots, "kit-4-asks")
    asks.get_by_role("button", name="是另一个人").click()
    expect(kits.queue(second)).to_have_count(1)
    expect(kits.queue(second)).to_contain_text("已交给人定夺")
    people = [p["name"] for p in kits.record(first.context, g)["participants"]]
    assert people.count("方小妹") == 1 and people.count("张大妈") == 2
    second.goto(f"/desk/kits/gatherings/{g}/")
    second.get_by_role("link", name="举手表决 修在村口").click()
    expect(second.locator("main")).to_contain_text("这项表决已经计过一次：同意 5 人")
    shoot(second, screenshots, "kit-5-matter")


def test_the_session_ends_and_somebody_else_signs_in(visit: Visit, signed_in: Callable[[str], dict]) -> None:
    page = visit("wang", size=PHONE)
    context = page.context
    g = kits.meeting(page, "篮球场几点关灯")
    kits.take_along(page, g)
    context.set_offline(True)
    kits.speak(page, "张大妈", "九点半关灯。")
    context.clear_cookies()
    context.set_offline(False)
    expect(page.get_by_role("link", name="重新登录，接着发送")).to_be_visible()
    context.add_cookies(signed_in("chen")["cookies"])
    page.goto("/desk/kits/")
    expect(page.locator("[data-list=offers]")).to_be_visible()
    assert "九点半" not in page.locator("main").inner_text()
    context.clear_cookies()
    context.add_cookies(signed_in("wang")["cookies"])
    assert kits.said(context, g) == []
    page.goto("/desk/")
    page.evaluate("document.querySelector('form[action*=logout] button').click()")
    expect(page.locator("dialog.ask")).to_contain_text("还有 1 条离线记录没有发送")
    page.locator("dialog.ask").get_by_role("button", name="再想想").click()
    page.goto(f"/desk/kits/?g={g}")
    kits.all_sent(page)
    assert kits.said(context, g) == ["九点半关灯。"]


def test_a_full_store_says_so_and_the_words_stay(secretary: Page) -> None:
    page = secretary
    g = kits.meeting(page, "老井要不要封")
    kits.take_along(page, g)
    page.context.set_offline(True)
    page.evaluate(
        "() => (IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }) && 0"
    )
    form = page.locator("form[data-entry=opinion]")
    form.locator("[name=participant]").select_option(label="张大妈")
    form.locator("[name=text]").fill("井口加个盖就行。")
    form.get_by_role("button", name="记下", exact=True).click()
    expect(page.locator("[data-kit-wrong]")).to_contain_text("没有存下")
    assert form.locator("[name=text]").input_value() == "井口加个盖就行。"
    kits.reopen(page)
    expect(kits.queue(page)).to_have_count(0)


def test_what_is_on_the_device_is_wiped_when_asked(secretary: Page) -> None:
    page = secretary
    g = kits.meeting(page, "公告栏换不换")
    kits.take_along(page, g)
    page.context.set_offline(True)
    kits.sign(page, "张大妈")
    page.get_by_role("button", name="清除这次会的离线包").click()
    expect(page.locator("dialog[data-kit-ask]")).to_contain_text("还有 1 条没有送到")
    page.get_by_role("button", name="再想想").click()
    expect(kits.queue(page)).to_have_count(1)
    page.get_by_role("button", name="清除这次会的离线包").click()
    page.get_by_role("button", name="确定", exact=True).click()
    expect(page.locator("[data-kit-said]")).to_contain_text("已从这台设备上清除")
    assert (
        page.evaluate("Promise.all(['kits', 'entries'].map(kit.all)).then((all) => all.flat().length)") == 0
    )


def test_a_phone_in_the_hall_loses_the_network(visit: Visit, screenshots: Path) -> None:
    wang = visit("wang")
    g = kits.meeting(wang, "停车位怎么画")
    wang.goto(f"/desk/gatherings/{g}/poster/")
    code = re.search(r"/join/([\w-]+)/", wang.content())
    assert code
    phone = visit("-", f"/desk/gatherings/join/{code[1]}/", size=PHONE)
    phone.locator("[data-phone][data-kept]").wait_for(state="attached", timeout=kits.PATIENCE)
    phone.context.set_offline(True)
    phone.reload()
    phone.get_by_label("张").first.check()
    phone.get_by_role("button", name="签到", exact=True).click()
    expect(phone.locator("#phone-in")).to_have_text("签到已存下，等待发送")
    phone.locator("#phone-text").fill("先把消防通道让出来。")
    phone.get_by_role("button", name="交上去").click()
    expect(phone.locator("[data-phone-list]")).to_contain_text("有网络时自动发送")
    phone.reload()
    shoot(phone, screenshots, "kit-6-phone")
    expect(phone.locator("[data-phone-list]")).to_contain_text("先把消防通道让出来")
    phone.context.set_offline(False)
    expect(phone.locator("#phone-in")).to_have_text("张大妈，您已签到", timeout=kits.PATIENCE)
    expect(phone.get_by_role("link", name="进入会场")).to_be_visible()
    expect(phone.locator("[data-phone-list]")).to_contain_text("已送到")
    assert kits.signed(wang.context, g) == ["张大妈"] and kits.said(wang.context, g) == [
        "先把消防通道让出来。"
    ]
