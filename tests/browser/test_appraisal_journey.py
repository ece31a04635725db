"""One appraisal of departments by hand: planned, opened, voted on telephones and by keyboard, closed, published."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import checks
from tests.browser.conftest import PHONE, Visit
from tests.browser.hands import press, said, send, shoot

TITLE = "民生部门年度工作民主评议"
DEPARTMENTS = ("市住建局", "市城管局")
ROLL = ("林晓梅", "邓小军", "冯雅琴", "蒋振华", "龙跃")  # the last one does not come to vote
REMARK = "答复快，落实还要再快一点。"
Open = Callable[..., Page]


def test_from_the_roll_to_the_receipt(visit: Visit, screenshots: Path) -> None:
    def open_as(who: str, path: str = "/desk/", size: tuple[int, int] = (1280, 900)) -> Page:
        page = visit(who, path, size=size)
        ears.append(checks.Ears(page))
        return page

    ears: list[checks.Ears] = []
    _planned(open_as, screenshots)
    _opened(open_as, screenshots)
    receipt = _voted(open_as, screenshots)
    _voted_once(open_as, screenshots)
    _voted_by_keyboard(open_as)
    _press_twice(open_as)
    _nothing_to_see(open_as, screenshots)
    _closed(open_as, screenshots)
    _published(open_as, screenshots)
    _checked(open_as, receipt, screenshots)
    # The browser itself notes that the second ballot of one voter was not taken.
    assert [words for e in ears for words in e.heard() if "409 (Conflict)" not in words] == []


def _planned(open_as: Open, screenshots: Path) -> None:
    """The office names the departments and who may vote."""
    wang = open_as("wang", "/desk/supervision/")
    wang.get_by_role("link", name="民主评议", exact=True).click()
    wang.get_by_role("link", name="准备民主评议").click()
    wang.fill("[name=title]", TITLE)
    wang.fill("[name=meeting]", "常委会第十二次会议")
    wang.fill("[name=about]", "一年来的工作。")
    wang.fill("[name=quorum]", "3")
    for name in DEPARTMENTS:
        wang.locator("label.choice", has_text=name).first.click()
    people = wang.locator("fieldset", has=wang.locator("[name=people]"))
    expect(people.locator("[name=people]:checked")).not_to_have_count(len(ROLL))
    people.get_by_role("button", name="全不选").click()
    for person in ROLL:
        people.locator("label.choice", has_text=person).click()
    expect(people.locator("[name=people]:checked")).to_have_count(len(ROLL))
    shoot(wang, screenshots, "appraisal-01-planning")
    send(wang)
    said(wang, "已准备好")
    shoot(wang, screenshots, "appraisal-02-planned")


def _opened(open_as: Open, screenshots: Path) -> None:
    """What cannot be undone asks once more."""
    lin = open_as("lin")
    expect(lin.locator("main").get_by_role("link", name=TITLE)).to_have_count(0)
    wang = open_as("wang")
    _from_the_desk(wang, TITLE)
    wang.locator(".steps summary", has_text="开始投票").click()
    press(wang, "确认：开始投票")
    said(wang, "已办理：开始投票")
    shoot(wang, screenshots, "appraisal-03-open")


def _from_the_desk(page: Page, title: str) -> None:
    """等我办: the thing itself, or its kind and then the thing."""
    page.goto("/desk/")
    there = page.locator("main").get_by_role("link", name=title, exact=True)
    if not there.count():
        page.locator(".kinds").get_by_role("link", name="民主评议").click()
    there.first.click()
    page.wait_for_load_state("load")


def _fill_in(page: Page, first: str, second: str) -> None:
    page.locator("main").get_by_role("link", name="投票", exact=True).click()
    page.locator(f"[name=choice0][value={first}]").check()
    page.locator(f"[name=choice1][value={second}]").check()


def _voted(open_as: Open, screenshots: Path) -> str:
    """On a telephone: she reads it once more, goes back to mend it, confirms, and gets a receipt."""
    lin = open_as("lin", size=PHONE)
    shoot(lin, screenshots, "appraisal-04-waiting")
    _from_the_desk(lin, TITLE)
    shoot(lin, screenshots, "appraisal-05-asked")
    _fill_in(lin, "dissatisfied", "basically")
    lin.fill("[name=remark0]", REMARK)
    shoot(lin, screenshots, "appraisal-06-ballot")
    press(lin, "下一步：再看一遍")
    shoot(lin, screenshots, "appraisal-07-confirming")
    press(lin, "回去改")
    expect(lin.locator("[name=remark0]")).to_have_value(REMARK)
    lin.locator("[name=choice0][value=satisfied]").check()
    press(lin, "下一步：再看一遍")
    press(lin, "确认投出")
    expect(lin.locator("h1")).to_have_text("已投票")
    receipt = lin.locator("#receipt-code").inner_text()
    shoot(lin, screenshots, "appraisal-08-receipt")
    lin.get_by_role("link", name="我记下了").click()
    expect(lin.locator("main")).to_contain_text("您已投票")
    shoot(lin, screenshots, "appraisal-09-has-voted")
    return str(receipt)


def _voted_once(open_as: Open, screenshots: Path) -> None:
    """Two windows with the same ballot: the second is told that she has voted."""
    deng, again = open_as("deng", size=PHONE), open_as("deng", size=PHONE)
    for page in (deng, again):
        _from_the_desk(page, TITLE)
        _fill_in(page, "satisfied", "satisfied")
        press(page, "下一步：再看一遍")
    press(deng, "确认投出")
    expect(deng.locator("h1")).to_have_text("已投票")
    press(again, "确认投出")
    said(again, "您已经投过票")
    expect(again.locator("main")).not_to_contain_text("satisfied")
    expect(again.locator("main").get_by_role("link", name="投票", exact=True)).to_have_count(0)
    again.go_back()
    again.reload()
    expect(again.locator("h1")).not_to_have_text("确认选票")
    shoot(again, screenshots, "appraisal-10-twice")


def _voted_by_keyboard(open_as: Open) -> None:
    """Without a mouse: the tab key, the arrows, the space bar and Enter."""
    feng = open_as("feng")
    if not feng.locator("main").get_by_role("link", name=TITLE, exact=True).count():
        _tab_to(feng, ".kinds a:has-text('民主评议')")
        feng.keyboard.press("Enter")
        expect(feng.locator("h1")).to_contain_text("民主评议")
    _tab_to(feng, f"main a:text-is('{TITLE}')")
    feng.keyboard.press("Enter")
    expect(feng.locator("h1")).to_have_text(TITLE)
    _tab_to(feng, "main a:text-is('投票')")
    feng.keyboard.press("Enter")
    expect(feng.locator("[name=choice0]").first).to_be_visible()
    for number, downs in ((0, 0), (1, 2)):
        _tab_to(feng, f"[name=choice{number}]")
        feng.keyboard.press("Space")
        for _one in range(downs):
            feng.keyboard.press("ArrowDown")
    _tab_to(feng, "main form button.button-first")
    feng.keyboard.press("Enter")
    expect(feng.locator("h1")).to_have_text("确认选票")
    _tab_to(feng, "button[value=yes]")
    feng.keyboard.press("Enter")
    expect(feng.locator("h1")).to_have_text("已投票")


def _tab_to(page: Page, what: str, most: int = 90) -> None:
    """Press the tab key until this has the focus."""
    wanted = page.locator(what)
    for _step in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate_all("(found) => found.includes(document.activeElement)"):
            return
    raise AssertionError(f"no way to {what} by keyboard")


def _press_twice(open_as: Open) -> None:
    """One who presses twice at once has voted once."""
    jiang = open_as("jiang", size=PHONE)
    _from_the_desk(jiang, TITLE)
    _fill_in(jiang, "dissatisfied", "satisfied")
    press(jiang, "下一步：再看一遍")
    jiang.locator("button[value=yes]").dblclick(no_wait_after=True)
    jiang.wait_for_load_state("load")
    expect(jiang.locator("h1")).to_have_text("已投票")


def _nothing_to_see(open_as: Open, screenshots: Path) -> None:
    """Before the close: how many voted, never how."""
    for who in ("wang", "chen", "lin"):
        page = open_as(who, "/desk/supervision/appraisals/")
        page.get_by_role("link", name=TITLE).first.click()
        expect(page.locator("main")).to_contain_text("投票结束以前谁也看不到结果")
        expect(page.locator("main .bars")).to_have_count(0)
        expect(page.locator("main")).not_to_contain_text("不满意")
        expect(page.locator("main")).not_to_contain_text(REMARK)
        shoot(page, screenshots, f"appraisal-11-nothing-{who}")
    public = open_as("-", "/supervision/")
    expect(public.locator("body")).not_to_contain_text(TITLE)


def _closed(open_as: Open, screenshots: Path) -> None:
    wang = open_as("wang")
    _from_the_desk(wang, TITLE)
    wang.locator("main").get_by_role("link", name="结束投票").click()
    expect(wang.locator("main")).to_contain_text("名册 5 人，已投 4 票")
    shoot(wang, screenshots, "appraisal-12-closing")
    send(wang)
    said(wang, "收回 4 票")
    shoot(wang, screenshots, "appraisal-13-counted")


def _published(open_as: Open, screenshots: Path) -> None:
    """The chair publishes; everybody can read the figures, and nothing else."""
    chen = open_as("chen")
    _from_the_desk(chen, TITLE)
    chen.locator(".steps summary", has_text="公布结果").click()
    press(chen, "确认：公布结果")
    said(chen, "已办理：公布结果")
    public = open_as("-", "/")
    public.get_by_role("link", name=re.compile("民主监督")).first.click()
    public.get_by_role("link", name=TITLE).first.click()
    main = public.locator("main")
    expect(main).to_contain_text("收回 4 票")
    expect(main).to_contain_text("市住建局：满意 3 票")
    expect(main).not_to_contain_text(REMARK)
    shoot(public, screenshots, "appraisal-14-public")


def _checked(open_as: Open, receipt: str, screenshots: Path) -> None:
    """The receipt finds the ballot as it was cast, with its words."""
    lin = open_as("lin", "/desk/supervision/appraisals/", size=PHONE)
    lin.get_by_role("link", name=TITLE).first.click()
    lin.fill("[name=receipt]", receipt)
    shoot(lin, screenshots, "appraisal-15-result")
    press(lin, "核对", exact=True)
    expect(lin.locator("main")).to_contain_text("这张票原样计入")
    expect(lin.locator("main")).to_contain_text(REMARK)
    shoot(lin, screenshots, "appraisal-16-checked")
