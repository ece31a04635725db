"""What several people do with several pages: one function each, through the page as they would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser import checks
from tests.browser.conftest import DESKTOP, PHONE, Visit

BIG = (DESKTOP, PHONE)


def shoot(page: Page, folder: Path, name: str) -> None:
    """The page fits a desktop and a phone; a picture of each, where pictures are wanted. Its size is left as it was."""
    before = page.viewport_size
    for width, height in BIG:
        page.set_viewport_size({"width": width, "height": height})
        # As tall as the page, so that the navigation at the foot stands at its foot.
        tall = max(height, checks.height(page))
        assert checks.wide(page) == [], name
        if folder.is_dir():
            page.set_viewport_size({"width": width, "height": min(tall, 12_000)})
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    if before:
        page.set_viewport_size(before)


def press(page: Page, label: str, exact: bool = False) -> None:
    page.locator("main").get_by_role("button", name=label, exact=exact).first.click()
    page.wait_for_load_state("load")


def said(page: Page, words: str) -> None:
    """The flash at the top says this."""
    expect(page.locator("#flash")).to_contain_text(words)


def send(page: Page) -> None:
    """Send the form that this page is."""
    hand_in(page, page.locator("main form.form button.button-first").last)


def hand_in(page: Page, button: Locator) -> None:
    """Press what sends a form, and stay until the answer is there: until then the old page still counts as loaded."""
    with page.expect_navigation():
        button.click()


def follow(page: Page, label: str) -> None:
    """Press one of the next steps, whether it is a link or a button."""
    steps = page.locator(".steps")
    steps.get_by_role("link", name=label).or_(steps.get_by_role("button", name=label)).first.click()
    page.wait_for_load_state("load")


def until(page: Page, words: str) -> None:
    """The page shows this, as soon as the jobs have caught up."""
    for _again in range(60):
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("main")).to_contain_text(words)


def waits(page: Page, words: str, kind: str) -> None:
    """It stands among what waits for this person, at once or under its kind, and leads there."""
    page.goto("/desk/")
    row = page.locator(".todo").get_by_role("link", name=words)
    if not row.count():
        page.locator(".kinds").get_by_role("link", name=kind).first.click()
        page.wait_for_load_state("load")
    row.first.click()
    page.wait_for_load_state("load")


def notified(page: Page, words: str) -> None:
    """Told of it: the notice is there and leads to the thing."""
    page.goto("/desk/notices/")
    until(page, words)
    page.locator(".todo").get_by_role("link", name=words).first.click()
    page.wait_for_load_state("load")


def address_of(page: Page) -> str:
    """Its path, without the site and without what was asked."""
    return urlsplit(page.url).path


def speak(page: Page, title: str, body: str) -> None:
    """Fill in the citizen's form, without sending it."""
    page.fill("[name=title]", title)
    page.fill("[name=body]", body)
    page.locator("[name=agree]").check()


def opener(visit: Visit, ears: list[checks.Ears]) -> Callable[..., Page]:
    """visit, with everything heard in what it opens told to `ears`."""

    def open_as(who: str, path: str = "/desk/", size: tuple[int, int] = (1280, 900)) -> Page:
        page = visit(who, path, size=size)
        ears.append(checks.Ears(page))
        return page

    return open_as


def send_task(visit: Visit, title: str, unit: str = "市住建局") -> None:
    """The inspection office sends a department something to answer."""
    page = visit("sun", "/desk/handling/send/")
    page.fill("[name=title]", title)
    page.fill("[name=ask]", "请核实情况，提出办理意见并按期答复。")
    page.fill("[name=origin]", "市领导批示")
    page.select_option("[name=lead]", label=unit)
    press(page, "交办")
    said(page, "已交办")
    page.context.close()


def sign(page: Page, title: str) -> None:
    """Sign for the task of that title; the page of the task is open afterwards."""
    page.goto("/desk/handling/?pile=sign")
    page.get_by_role("link", name=title).first.click()
    press(page, "签收", exact=True)
    said(page, "已办理")


def write_reply(page: Page, text: str, *, norm: str, then: str) -> None:
    start = page.locator("main").get_by_role("button", name="拟稿", exact=True)
    if start.count():
        start.click()
    page.fill("#reply [name=text]", text)
    page.check("#reply [name=adoption][value=adopted]")
    page.check(f"#reply [name=norm][value={norm}]")
    press(page, then)


def promise(page: Page, text: str, days: int = 60) -> None:
    form = page.locator("#promises form").filter(has=page.locator("[name=due_on]")).last
    if not form.locator("[name=due_on]").is_visible():
        page.locator("#promises summary", has_text="登记一项承诺").click()
    form.locator("[name=text]").fill(text)
    form.locator("[name=due_on]").fill((date.today() + timedelta(days=days)).isoformat())
    hand_in(page, form.get_by_role("button", name="登记承诺"))
