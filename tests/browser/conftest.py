"""One site and one browser for all tests here; they stay together on one worker."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from shangliang.surfaces.demo.cast import PASSWORD
from tests import databases
from tests.browser import site as sites

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# A busy machine is no fault; what has failed fails after this.
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)
PHONE, DESKTOP, NARROW = (390, 844), (1280, 900), (320, 700)

Visit = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [i for i in items if i.nodeid.startswith("tests/browser/")]
    for item in here:
        item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program, or a skip that says what is missing."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no Chromium on PATH (looked for {', '.join(NAMES)})")
    return found


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sites.Site]:
    """The running site with the demo year in it: each process has one, the year is played for all of them once."""
    beside = os.environ["DATABASE_URL"]
    name = f"browser_{databases.slot()}_{os.getpid()}"
    # Below the folder of the whole run lies one for each of its processes.
    run = tmp_path_factory.getbasetemp()
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    try:
        year = sites.play_year(beside, run / "browser-year")
        running = sites.raise_site(beside, name, tmp_path_factory.mktemp("site"), year)
    except (sites.NotUp, databases.NotMade) as failed:
        pytest.fail(str(failed), pytrace=False)
    yield running
    running.stop()
    databases.drop(beside, name)


# Not for the whole session: while Playwright runs, Django holds this thread for one of an event loop.
@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="package")
def signed_in(browser: Browser, site: sites.Site) -> Callable[[str], dict]:
    """The cookies of somebody who signed in; "-" is nobody. Each signs in once, the first one by hand."""
    known: dict[str, dict] = {"-": {"cookies": [], "origins": []}}

    def cookies(who: str) -> dict:
        if who not in known:
            context = browser.new_context(locale="zh-CN", base_url=site.url)
            (_sign_in_by_hand if len(known) == 1 else _sign_in)(context, who)
            known[who] = context.storage_state()
            context.close()
        return known[who]

    return cookies


LOGIN = "/account/login/"


def _sign_in_by_hand(context: BrowserContext, who: str) -> None:
    page = context.new_page()
    page.goto(LOGIN)
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/desk/**")


def _sign_in(context: BrowserContext, who: str) -> None:
    """The same form, without a page being drawn for it."""
    form = context.request.get(LOGIN).text()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token, form
    answer = context.request.post(
        LOGIN, form={"login": who, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}, max_redirects=0
    )
    assert answer.headers.get("location", "").startswith("/desk/"), f"{who} cannot sign in: {answer.status}"


@pytest.fixture
def visit(browser: Browser, site: sites.Site, signed_in: Callable[[str], dict]) -> Iterator[Visit]:
    """visit("wang", "/desk/", size=PHONE): a new page in a browser of that person; closed after the test."""
    opened: list[BrowserContext] = []

    def open_page(who: str, path: str = "", *, size: tuple[int, int] = DESKTOP, **options: object) -> Page:
        context = browser.new_context(
            storage_state=signed_in(who), viewport={"width": size[0], "height": size[1]},
            locale="zh-CN", timezone_id="Asia/Shanghai", base_url=site.url, **options,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()
