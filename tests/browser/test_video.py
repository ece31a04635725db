"""Two browsers in one room, with made-up cameras, through a real video server; and the same room without one."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests import databases
from tests.browser import checks
from tests.browser.conftest import DESKTOP, FLAGS, PATIENCE, PHONE, Visit
from tests.browser.hands import shoot
from tests.browser.site import Site

CAMERA = [
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns", "--auto-select-desktop-capture-source=Entire screen",
]  # fmt: skip
# The picture of somebody else: it has a size, and its time goes on.
MOVES = """who => {
  const video = document.querySelector(`[data-who="${who}"] video`);
  if (!video?.videoWidth) return false;
  video.dataset.was ??= video.currentTime;
  return video.currentTime > Number(video.dataset.was) + 0.5;
}"""


@pytest.fixture
def janus(site: Site) -> Iterator[subprocess.Popen[str]]:
    """`shangliang video start` in the home of the site."""
    if shutil.which("janus") is None:
        pytest.skip("Janus is not installed: apt-get install janus")
    server = subprocess.Popen(
        [*databases.SHANGLIANG, "video", "start"], env=site.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    assert server.stdout is not None
    said = server.stdout.readline()
    assert "ws://127.0.0.1" in said, said
    yield server
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
    server.wait(30)
    server.stdout.close()


@pytest.fixture
def camera(
    browser: Browser, chromium: str, site: Site, signed_in: Callable[[str], dict[str, Any]]
) -> Iterator[Callable[[str], Page]]:
    """A browser of its own for each, with a camera that films a made-up picture."""
    opened: list[Browser] = []

    def come(who: str, size: tuple[int, int] = DESKTOP) -> Page:
        own = browser.browser_type.launch(executable_path=chromium, args=[*FLAGS, *CAMERA])
        opened.append(own)
        context = own.new_context(
            storage_state=signed_in(who), base_url=site.url, locale="zh-CN", timezone_id="Asia/Shanghai",
            viewport={"width": size[0], "height": size[1]},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    yield come
    for own in opened:
        own.close()


def enter(page: Page, session: int) -> None:
    page.goto(f"/desk/remote/{session}/")
    page.get_by_role("button", name="进入远程会场").click()
    page.wait_for_url("**/room/")


def connect(page: Page) -> None:
    page.get_by_role("button", name="接通").click()
    expect(page.locator("[data-call-said]")).not_to_have_text("")


def others(page: Page) -> list[str]:
    """Whom one sees, oneself left out."""
    return page.eval_on_selector_all(
        "[data-call-people] [data-who]",
        "rows => rows.map(r => r.dataset.who).filter(w => !['me', 'screen'].includes(w))",
    )


def sees(page: Page, many: int) -> None:
    """So many pictures of others, and all of them move."""
    expect(page.locator("[data-call-people] > :not([data-who=me]):not([data-who=screen])")).to_have_count(
        many
    )
    for who in others(page):
        page.wait_for_function(MOVES, arg=who)


@pytest.fixture
def room(site: Site) -> dict[str, Any]:
    return dict(site.ask("tests.browser.things")["remote"])


def test_two_and_more_browsers_in_one_room(
    janus: Any, camera: Callable[..., Page], room: dict[str, Any], screenshots: Path
) -> None:
    first, second = camera(room["who"][0]), camera(room["who"][1], PHONE)
    ears = [checks.Ears(first), checks.Ears(second)]
    for page in (first, second):
        enter(page, room["session"])
        connect(page)
    sees(first, 1)
    sees(second, 1)
    shoot(first, screenshots, "video-01-two")
    shoot(second, screenshots, "video-02-phone")
    third = camera(room["who"][2])
    enter(third, room["session"])
    connect(third)
    for page in (first, second, third):
        sees(page, 2)
    _muted(first)
    _screen(first, second)
    second.get_by_role("button", name="挂断").click()
    expect(first.locator("[data-call-said]")).to_contain_text("离开了")
    sees(first, 1)
    assert [e.heard() for e in ears] == [[], []]


def _muted(page: Page) -> None:
    page.get_by_role("button", name="麦克风").click()
    expect(page.get_by_role("button", name="麦克风")).to_have_attribute("aria-pressed", "false")


def _screen(mine: Page, theirs: Page) -> None:
    mine.get_by_role("button", name="共享屏幕").click()
    expect(mine.locator("[data-who=screen]")).to_be_visible()
    expect(theirs.locator(".call-people")).to_contain_text("的屏幕")
    sees(theirs, 3)
    mine.get_by_role("button", name="共享屏幕").click()
    sees(theirs, 2)


class Wire:
    """Between a page and the server: what the server gets can be answered for it, and it need not hear of an end."""

    def __init__(self, page: Page) -> None:
        self.lines: list[WebSocketRoute] = []
        self.refuses = ""
        page.route_web_socket(lambda url: url.startswith("ws://127.0.0.1"), self._on)

    def _on(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        self.lines.append(line)

        def forward(said: str | bytes) -> None:
            asked = json.loads(said)
            if asked["janus"] == self.refuses:
                wrong = {"code": 459, "reason": "No such handle"}
                line.send(json.dumps({"janus": "error", "transaction": asked["transaction"], "error": wrong}))
            else:
                server.send(said)

        line.on_message(forward)
        line.on_close(lambda _code, _reason: None)


def test_a_screen_that_cannot_be_taken_leave_of_is_gone_all_the_same(
    janus: Any, camera: Callable[..., Page], room: dict[str, Any]
) -> None:
    page = camera(room["who"][0])
    ears, wire = checks.Ears(page), Wire(page)
    enter(page, room["session"])
    connect(page)
    share = page.get_by_role("button", name="共享屏幕")
    share.click()
    expect(page.locator("[data-who=screen]")).to_be_visible()
    wire.refuses = "detach"
    share.click()
    expect(page.locator("[data-who=screen]")).to_have_count(0)
    expect(share).to_have_attribute("aria-pressed", "false")
    page.wait_for_timeout(500)
    assert ears.heard() == []
    share.click()
    expect(page.locator("[data-who=screen]")).to_be_visible()


def test_whoever_comes_back_after_a_dead_line_is_there_once(
    janus: Any, camera: Callable[..., Page], room: dict[str, Any]
) -> None:
    """The server has not noticed that her first line is dead, and goes on showing what came over it."""
    first, second = camera(room["who"][0]), camera(room["who"][1])
    first.add_init_script("RTCPeerConnection.prototype.close = () => {}")
    wire = Wire(first)
    for page in (first, second):
        enter(page, room["session"])
        connect(page)
    sees(second, 1)
    before = others(second)
    wire.lines[0].close()
    expect(second.locator(f'[data-who="{before[0]}"]')).to_have_count(0)
    sees(second, 1)
    sees(first, 1)
    third = camera(room["who"][2])
    enter(third, room["session"])
    connect(third)
    sees(third, 2)
    assert others(second)[0] in others(third) and before[0] not in others(third)


def test_the_server_starts_anew_and_people_come_back(
    janus: subprocess.Popen[str], camera: Callable[..., Page], room: dict[str, Any], site: Site
) -> None:
    page = camera(room["who"][0])
    enter(page, room["session"])
    connect(page)
    expect(page.locator("[data-call-said]")).to_have_text("已接通")
    stopped = subprocess.run(
        [*databases.SHANGLIANG, "video", "stop"], env=site.env, check=True, capture_output=True
    )
    assert "已停止" in stopped.stdout.decode()
    janus.wait(30)
    expect(page.locator("[data-call-said]")).to_contain_text("断了")
    page.reload()
    expect(page.get_by_text("这里没有接视频服务器").first).to_be_visible()
    expect(page.get_by_text("电话会议").first).to_be_visible()


def test_without_a_server_the_page_says_so(visit: Visit, room: dict[str, Any], screenshots: Path) -> None:
    page = visit(room["who"][0], f"/desk/remote/{room['session']}/", size=PHONE)
    expect(page.get_by_text("这里没有接视频服务器")).to_be_visible()
    page.get_by_role("button", name="登记接入，看接入办法").click()
    page.wait_for_url("**/room/")
    expect(page.get_by_text("这里没有接视频服务器")).to_be_visible()
    expect(page.get_by_role("button", name="接通")).to_have_count(0)
    shoot(page, screenshots, "video-03-none")
