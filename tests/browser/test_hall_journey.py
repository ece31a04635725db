"""A room with three browsers at once, and by somebody who sees nothing: what the secretary does reaches all."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import checks
from tests.browser.conftest import PHONE, Visit
from tests.browser.hands import address_of, hand_in, said, shoot
from tests.browser.site import Site

MEETING = "微协商·晒被子的地方"
SPOKEN = "架子立在五号楼前，楼长牵头管。"


def _console(visit: Visit) -> Page:
    """From the meeting to the console, as the secretary goes."""
    wang = visit("wang", "/desk/gatherings/?state=sitting")
    wang.get_by_role("link", name=MEETING).first.click()
    wang.get_by_role("link", name="会场：发言、提问、字幕").click()
    expect(wang.locator("h1")).to_have_text("主持台")
    return wang


def _hall(visit: Visit, who: str, meeting: str) -> Page:
    phone = visit(who, meeting, size=PHONE)
    phone.get_by_role("link", name="进入会场").click()
    expect(phone.get_by_role("heading", name="现在", exact=True)).to_be_visible()
    return phone


def _meeting_of(wang: Page) -> str:
    return wang.locator(".crumbs a").first.get_attribute("href") or ""


def test_secretary_participant_and_screen(visit: Visit, screenshots: Path) -> None:
    wang = _console(visit)
    phone = _hall(visit, "lin", _meeting_of(wang))
    screen = visit("wang", address_of(wang).replace("console", "screen"))
    ears = [checks.Ears(page) for page in (wang, phone, screen)]
    line = wang.locator("#line")
    hand_in(wang, wang.locator("#screen").get_by_role("button", name="发言", exact=True))
    _end_whoever_speaks(wang)
    expect(phone.locator("[data-piece=now]")).to_contain_text("现在没有人发言")
    hand_in(wang, line.get_by_role("button", name=re.compile(r"请发言\s*：林晓梅")))
    said(wang, "请 林晓梅 发言")
    expect(phone.locator("[data-my-place]")).to_have_text("请您发言")
    phone.get_by_role("heading", name="字幕", exact=True).scroll_into_view_if_needed()
    expect(phone.locator("[data-my-place]")).to_be_in_viewport()  # whatever she is reading
    expect(phone.locator("[data-own=line]")).to_contain_text("我要发言")
    expect(screen.locator(".screen-now")).to_contain_text("林晓梅")
    expect(phone.locator("[data-speech-clock]")).to_have_text(re.compile(r"^\d+:\d\d / 5:00$"))
    wang.fill("#caption-text", SPOKEN)
    wang.keyboard.press("Enter")
    expect(phone.get_by_role("log", name="字幕")).to_contain_text(SPOKEN)
    expect(wang.locator("#caption-text")).to_be_focused()
    expect(wang.locator("#caption-text")).to_have_value("")
    shoot(phone, screenshots, "hall-01-speaking")
    hand_in(wang, wang.locator("#screen").get_by_role("button", name="字幕", exact=True))
    expect(screen.locator(".captions-big")).to_contain_text(SPOKEN)
    shoot(screen, screenshots, "hall-02-screen")
    _without_a_network(wang, phone)
    line.get_by_label("发言要点").fill("架子立在五号楼前。")
    hand_in(wang, line.get_by_role("button", name="结束发言").first)
    said(wang, "林晓梅 发言结束")
    expect(phone.locator("[data-my-place]")).to_have_text("")
    shoot(wang, screenshots, "hall-03-console")
    assert [complaint for one in ears for complaint in one.heard() if "ERR_INTERNET" not in complaint] == []


def _end_whoever_speaks(wang: Page) -> None:
    while (ending := wang.locator("#line").get_by_role("button", name="结束发言")).count():
        hand_in(wang, ending.first)


def _without_a_network(wang: Page, phone: Page) -> None:
    """A line that was said while this telephone had no network is there when it comes back."""
    phone.context.set_offline(True)
    wang.fill("#caption-text", "断线的时候说的话。")
    wang.keyboard.press("Enter")
    expect(wang.locator("#captions")).to_contain_text("断线的时候说的话。")
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.get_by_role("log", name="字幕")).to_contain_text("断线的时候说的话。")


def heard(page: Page) -> str:
    """What a screen reader is given of the thing that has the focus."""
    focus = page.locator(":focus")
    return focus.aria_snapshot().replace(" ：", "：") if focus.count() else ""


def go_to(page: Page, words: str) -> None:
    """Tab on until that is heard."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if words in heard(page):
            return
    raise AssertionError(
        f"the keyboard does not reach {words}: {page.locator('main').aria_snapshot()[:3000]}"
    )


def read(page: Page, words: str) -> None:
    """The page says this to somebody who hears it."""
    expect(page.locator("main")).to_contain_text(words)
    assert words in page.locator("main").aria_snapshot(), words


def _called_while_on_a_button(wang: Page, phone: Page) -> None:
    """The button under her finger goes when she is called; she stays in the part of the page that it was in."""
    go_to(phone, 'button "不发言了')
    _end_whoever_speaks(wang)
    hand_in(wang, wang.locator("#line").get_by_role("button", name=re.compile(r"请发言\s*：徐凯")))
    expect(phone.locator("[data-own=line]")).to_contain_text("我要发言")
    expect(phone.locator("section:focus")).to_contain_text("我要发言")
    _end_whoever_speaks(wang)


def test_without_seeing_anything(visit: Visit) -> None:
    """The floor, a question and a poll, by keyboard and by what is read aloud alone."""
    wang = _console(visit)
    meeting = _meeting_of(wang)
    phone = _hall(visit, "xu", meeting)
    go_to(phone, 'button "我要发言"')
    phone.keyboard.press("Enter")
    read(phone, "您已排队")
    expect(phone.locator("#flash .flash")).to_be_in_viewport()  # though the page opened further down
    status = phone.get_by_role("status").filter(has_text="位")
    expect(status).to_have_text(re.compile("您排在第 [1-9] 位|下一个就是您"))
    expect(wang.locator("#line ol.hall-line")).to_contain_text("徐凯")
    _called_while_on_a_button(wang, phone)
    go_to(phone, 'button "支持：五号楼前的硬化地')
    phone.keyboard.press("Enter")
    expect(phone.locator(":focus")).to_have_text(re.compile("收回支持"))
    assert "[pressed]" in heard(phone)
    wang.get_by_role("link", name="现场表决").click()
    wang.fill("[name=question]", "同意把架子立在五号楼前吗？")
    hand_in(wang, wang.locator("main form.form button.button-first").last)
    said(wang, "已开始投票")
    expect(phone.locator("[data-piece=polls]")).to_contain_text("同意把架子立在五号楼前吗？")
    assert phone.locator("[data-piece=polls]").get_attribute("aria-live") == "polite"
    phone.reload()
    go_to(phone, 'link "去投票：同意把架子立在五号楼前吗？')
    phone.keyboard.press("Enter")
    go_to(phone, 'radio "赞成"')
    phone.keyboard.press("Space")
    go_to(phone, 'button "下一步：再看一遍"')
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="确认选票")).to_be_visible()
    read(phone, "赞成")
    go_to(phone, 'button "确认投出"')
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="已投票")).to_be_visible()
    read(phone, "选票回执码")


def test_without_an_account(visit: Visit, site: Site, node_modules: Path, screenshots: Path) -> None:
    """With the pass of the sign-in alone: what she voted is put in other words, and is one ballot."""
    phone = visit("-", site.ask("tests.browser.things")["carried"], size=PHONE)
    checks.bring_axe(phone.context, (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    phone.reload()
    before = (
        phone.locator("[data-piece=polls] li").filter(has_text="试装一个月").locator(".hint").inner_text()
    )
    go_to(phone, 'link "去投票：同意先试装一个月再定吗？')
    phone.keyboard.press("Enter")
    expect(phone.locator("main")).to_contain_text("再投一次就换成新的")
    assert checks.axe(phone, PHONE) + checks.overflow(phone, 320) == []
    shoot(phone, screenshots, "hall-04-guest")
    phone.get_by_label("弃权").check()
    hand_in(phone, phone.get_by_role("button", name="投出"))
    said(phone, "已记下您的票")
    expect(phone.get_by_role("heading", name="表决", exact=True)).to_be_in_viewport()
    again = phone.locator("[data-piece=polls] li").filter(has_text="试装一个月").locator(".hint").inner_text()
    assert before == again
