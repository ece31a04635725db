"""What people do with a kit: prepare a meeting, take it along, note in a room without network."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

PATIENCE = 120_000  # milliseconds: what talks to a busy site in the background takes its time
GUESTS = "林晓梅，委员，市政协委员\n张大妈，群众，文华社区居民\n李师傅，群众，三号楼"


def meeting(page: Page, title: str) -> int:
    """A small meeting of today whose notice is out. Its number."""
    page.goto("/desk/gatherings/quick/")
    page.select_option("[name=topic]", index=1)
    page.fill("[name=title]", title)
    page.fill("[name=starts_at]", (datetime.now() + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M"))
    page.fill("[name=place]", "堤东村活动室")
    page.select_option("[name=convener]", index=1)
    page.fill("[name=guests]", GUESTS)
    page.locator("main button.button-first").last.click()
    page.wait_for_url(re.compile(r"/gatherings/\d+/"))
    found = re.search(r"/gatherings/(\d+)/", page.url)
    assert found
    return int(found[1])


def take_along(page: Page, g: int) -> None:
    page.goto(f"/desk/gatherings/{g}/")
    page.locator("main").get_by_role("link", name="带下去").click()
    ready(page)


def ready(page: Page) -> None:
    """It says itself that it opens without a network."""
    expect(page.locator("[data-f=ready]")).to_contain_text("离线可用", timeout=PATIENCE)


def reopen(page: Page) -> None:
    """Loaded anew without a network: the same meeting is there."""
    page.reload()
    ready(page)


def begin(page: Page) -> None:
    page.get_by_role("button", name="开会", exact=True).click()
    kept(page, "开会")


def kept(page: Page, words: str) -> None:
    expect(page.locator("[data-kit-said]")).to_contain_text(words)
    expect(page.locator("[data-kit-said]")).to_contain_text("已存在这台设备上")


def sign(page: Page, name: str) -> None:
    page.locator("[data-list=people] li", has_text=name).get_by_role("button", name="签到").click()
    expect(page.locator("[data-list=people] li", has_text=name)).to_contain_text("已签到")


def add(page: Page, name: str, standing: str = "", capacity: str = "grassroots") -> None:
    form = page.locator("form[data-entry=person]")
    if not form.is_visible():
        page.locator("summary", has_text="名单上没有的人").click()
    form.locator("[name=name]").fill(name)
    form.locator("[name=capacity]").select_option(capacity)
    form.locator("[name=standing]").fill(standing)
    form.get_by_role("button", name="加上并签到").click()
    kept(page, name)


def speak(page: Page, who: str, text: str) -> None:
    form = page.locator("form[data-entry=opinion]")
    form.locator("[name=participant]").select_option(label=who)
    form.locator("[name=text]").fill(text)
    form.get_by_role("button", name="记下", exact=True).click()
    expect(page.locator("[data-list=opinions]")).to_contain_text(text)


def raise_hands(page: Page, question: str, counts: list[int]) -> None:
    form = page.locator("form[data-entry=hands]")
    form.locator("[name=question]").fill(question)
    for place, number in enumerate(counts):
        form.locator("[data-count]").nth(place).fill(str(number))
    form.get_by_role("button", name="记下结果").click()
    kept(page, "举手表决")


def shoot_room(page: Page, title: str) -> None:
    """A photograph as telephones take them, several megabytes large."""
    stream = io.BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(stream, "JPEG", quality=90)
    form = page.locator("form[data-entry=photo]")
    form.locator("[name=file]").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}
    )
    form.locator("[name=title]").fill(title)
    form.get_by_role("button", name="存下", exact=True).click()
    kept(page, title)


def queue(page: Page) -> Any:
    return page.locator("[data-list=queue] > li.kit-row")


def all_sent(page: Page, patience: int = PATIENCE) -> None:
    expect(page.locator("[data-list=queue]")).to_contain_text("都送到了", timeout=patience)


def record(context: BrowserContext, g: int) -> dict[str, Any]:
    """The meeting as the house has it."""
    answer = context.request.get(f"/api/v1/gatherings/{g}")
    assert answer.ok, answer.status
    return dict(answer.json())


def said(context: BrowserContext, g: int) -> list[str]:
    return [o["text"] for o in record(context, g)["opinions"]]


def signed(context: BrowserContext, g: int) -> list[str]:
    return sorted(p["name"] for p in record(context, g)["participants"] if p["signed_in_at"])
