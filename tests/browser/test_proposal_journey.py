"""One proposal by hand, from its draft to a second handling, with two departments that do not agree."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser import checks, hands
from tests.browser.conftest import PHONE, Visit
from tests.browser.hands import address_of, follow, hand_in, press, said, shoot, until

SHANGHAI = ZoneInfo("Asia/Shanghai")
TITLE = "关于整治文华社区飞线充电的提案"
SITUATION = "文华社区三十二幢住宅楼没有集中充电点，居民从窗口拉电线给电动自行车充电，去年起火两次。"
ITEMS = ("在文华社区建设三处集中充电棚，今年完工。", "对飞线充电每周巡查一次，结果向居民公布。")


def test_from_the_draft_to_the_second_handling(visit: Visit, screenshots: Path) -> None:
    def open_as(who: str, path: str = "", size: tuple[int, int] = (1280, 900)) -> Page:
        page = visit(who, path, size=size)
        ears.append(checks.Ears(page))
        return page

    ears: list[checks.Ears] = []
    address = _written(open_as, screenshots)
    _filed(open_as, address, screenshots)
    task = _handed_over(open_as, address, screenshots)
    _answered(open_as, task, screenshots)
    _rated(open_as, address, screenshots)
    assert [words for e in ears for words in e.heard()] == []


Open = Callable[..., Page]


def _written(open_as: Open, screenshots: Path) -> str:
    """A member writes it, another signs it on her telephone; it is handed in."""
    lin = open_as("lin", "/desk/proposals/new/")
    lin.select_option("[name=kind]", value="joint")
    lin.fill("[name=title]", TITLE)
    lin.fill("[name=situation]", SITUATION)
    for number, text in enumerate(ITEMS, start=1):
        lin.fill(f"#item-{number}", text)
    lin.check("[name=not_secret]")
    expect(lin.locator("#alike-found")).not_to_be_empty()
    shoot(lin, screenshots, "proposal-01-writing")
    press(lin, "存为草稿")
    said(lin, "已存为草稿")
    address = address_of(lin)
    follow(lin, "请人联名")
    lin.fill("[name=people]", "邓小军")
    hand_in(lin, lin.locator("main form button.button-first"))
    deng = open_as("deng", f"{address}sign/", size=PHONE)
    shoot(deng, screenshots, "proposal-02-signing")
    press(deng, "同意联名")
    said(deng, "联名")
    lin.goto(address)
    follow(lin, "提交")
    shoot(lin, screenshots, "proposal-03-submitting")
    press(lin, "确认提交")
    said(lin, "流水号")
    return address


def _filed(open_as: Open, address: str, screenshots: Path) -> None:
    """The office looks at it first, two people review it, it gets its numbers; its signers cannot do that."""
    wang = open_as("wang", address)
    follow(wang, "预审通过")
    wang.select_option("[name=category]", label="城乡建设")
    hand_in(wang, wang.locator("main form button.button-first"))
    for who, stage in (("wang", "first"), ("yao", "second")):
        page = open_as(who, f"{address}review/")
        page.check(f"[name=stage][value={stage}]")
        for check in ("qualified", "content_fit", "form_fit"):
            page.check(f"[name={check}]")
        page.check("[name=advice][value=file]")
        shoot(page, screenshots, f"proposal-04-review-{who}")
        press(page, "提出意见")
        said(page, "审查意见已记下")
    wang.goto(f"{address}filing/")
    shoot(wang, screenshots, "proposal-05-filing")
    press(wang, "立案并编号")
    said(wang, "已立案")
    lin = open_as("lin", address)
    expect(lin.locator(".steps").get_by_role("button", name="交办")).to_have_count(0)


def _handed_over(open_as: Open, address: str, screenshots: Path) -> str:
    """预交办: one department agrees, the other points at it; the office rules; then both have it."""
    wang = open_as("wang", f"{address}pre-assign/")
    wang.select_option("[name=lead]", label="市住建局")
    wang.locator("summary", has_text="会办单位").click()
    wang.locator("[name=joint]").locator("xpath=..", has_text="市城管局").click()
    shoot(wang, screenshots, "proposal-06-pre-assigning")
    hand_in(wang, wang.locator("main form button.button-first"))
    for who, other in (("liu", "市城管局"), ("xu", "")):
        page = open_as(who, "/desk/proposals/asked/")
        page.get_by_role("link", name=TITLE).first.click()
        if other:
            page.locator("summary", has_text="不是，提出异议").click()
            page.fill("[name=note]", "飞线充电属于市容和消防管理，应由城管局主办。")
            page.select_option("[name=instead]", label=other)
            shoot(page, screenshots, "proposal-07-objecting")
            press(page, "提出异议")
        else:
            press(page, "是，确认承办")
        page.wait_for_load_state("load")
    wang.goto("/desk/proposals/assigning/")
    shoot(wang, screenshots, "proposal-08-disagreement")
    wang.locator("article", has_text=TITLE).get_by_role("link", name="裁定").first.click()
    wang.locator("section", has_text="异议不成立").locator("textarea").first.fill(
        "充电设施建设是住建局的职责。"
    )
    shoot(wang, screenshots, "proposal-09-ruling")
    press(wang, "异议不成立")
    wang.goto(f"{address}assign/")
    press(wang, "确认交办")
    lin = open_as("lin", address)
    lin.locator("#assigning").get_by_role("link", name=re.compile("交办件")).click()
    return address_of(lin)


def _answered(open_as: Open, task: str, screenshots: Path) -> None:
    """One answers item by item, the other objects to the words; the inspection office rules, then checks."""
    liu, xu = open_as("liu", "/desk/handling/?pile=sign"), open_as("xu", "/desk/handling/?pile=sign")
    for page, label in ((liu, "签收"), (xu, "签收，配合办理")):
        page.get_by_role("link", name=TITLE).first.click()
        press(page, label, exact=True)
        said(page, "已办理")
    _talked(liu, screenshots)
    hands.promise(liu, "文华社区三处集中充电棚完工")
    said(liu, "承诺已登记")
    for number, text in enumerate(("已选定三处地点，十二月底完工。", "由城管局和社区每周巡查。"), start=1):
        liu.fill(f"[name=item-{number}-text]", text)
        liu.check(f"[name=item-{number}-adoption][value=adopted]")
        liu.check(f"[name=item-{number}-norm][value={'solved' if number == 2 else 'planned'}]")
    liu.fill("#reply [name=text]", "收到提案后，我局会同城管局现场查看，答复如下。")
    liu.check("#reply [name=norm][value=planned]")
    shoot(liu, screenshots, "proposal-10-replying")
    press(liu, "保存并送会签")
    said(liu, "会签")
    shoot(liu, screenshots, "proposal-11-circulated")
    xu.reload()
    xu.get_by_role("link", name="看答复稿，会签").first.click()
    xu.check("#countersign [name=agrees][value=no]")
    xu.fill("#countersign [name=note]", "巡查由街道负责，我局不承担每周巡查。")
    press(xu, "提交会签意见")
    shoot(xu, screenshots, "proposal-12-objected")
    sun = open_as("sun", task)
    sun.get_by_role("link", name="市住建局", exact=True).first.click()
    sun.fill("#rulings textarea", "巡查按职责由城管局牵头，街道配合，答复稿不改。")
    shoot(sun, screenshots, "proposal-13-ruling")
    press(sun, "裁定", exact=True)
    liu.reload()
    follow(liu, "提交审核")
    said(liu, "已办理")
    sun.goto("/desk/handling/check/")
    one = sun.locator("article", has_text=TITLE)
    shoot(sun, screenshots, "proposal-14-check")
    one.get_by_role("button", name="审核通过").click()
    said(sun, "已办理")


def _talked(liu: Page, screenshots: Path) -> None:
    """办前沟通: on record before anything is answered."""
    liu.locator("summary", has_text="登记一次沟通").click()
    shoot(liu, screenshots, "proposal-09-talking")
    form = liu.locator("form", has=liu.locator("[name=held_on]"))
    form.locator("[name=phase]").select_option("before")
    form.locator("[name=way]").select_option("visit")
    form.locator("[name=held_on]").fill(datetime.now(SHANGHAI).date().isoformat())
    form.locator("[name=people]").fill("林晓梅")
    form.locator("[name=note]").fill("当面听取意见，一起看了三处拟建地点。")
    hand_in(liu, form.locator("button.button-first"))


def _rated(open_as: Open, address: str, screenshots: Path) -> None:
    """The proposer is not content; she says so herself, twice over, and it is handled again."""
    lin = open_as("lin", address, size=PHONE)
    until(lin, "已答复")
    shoot(lin, screenshots, "proposal-16-replied")
    lin.locator("#assigning").get_by_role("link", name=re.compile("交办件")).click()
    lin.check("[name=attitude][value=dissatisfied]")
    lin.check("[name=result][value=unsolved]")
    lin.fill("#judge [name=comment]", "第二条没有写清楚由谁巡查、在哪里公布。")
    shoot(lin, screenshots, "proposal-17-judging")
    press(lin, "提交评价")
    shoot(lin, screenshots, "proposal-18-confirming")
    press(lin, "是我本人的评价，提交")
    said(lin, "评价已记下")
    deng = open_as("deng", lin.url)
    deng.check("[name=attitude][value=satisfied]")
    deng.check("[name=result][value=solved]")
    press(deng, "提交评价")
    press(deng, "是我本人的评价，提交")
    said(deng, "评价已记下")
    lin.goto(address)
    until(lin, "二次办理")
    shoot(lin, screenshots, "proposal-20-second-handling")
