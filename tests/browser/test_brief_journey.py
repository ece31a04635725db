"""One brief by hand: drafted, signed with another, edited, made one with a second, printed, adopted, told of."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import checks
from tests.browser.conftest import PHONE, Visit
from tests.browser.hands import address_of, follow, press, said, send, shoot, until

TITLE = "关于整治文华社区飞线充电的信息"
SITUATION = "文华社区居民从窗口拉电线给电动自行车充电，去年起火两次。"
EDITED = SITUATION.replace("两次", "三次，伤一人")
ADVICE = "建三处集中充电棚，每周巡查一次。"
INSTRUCTION = "请市住建局会同城管局研究，月底前拿出办法。"
Open = Callable[..., Page]


def test_from_the_draft_to_the_author_told(visit: Visit, screenshots: Path) -> None:
    def open_as(who: str, path: str = "/desk/", size: tuple[int, int] = (1280, 900)) -> Page:
        page = visit(who, path, size=size)
        ears.append(checks.Ears(page))
        return page

    ears: list[checks.Ears] = []
    _written(open_as, screenshots)
    _signed_with_another(open_as, screenshots)
    _another_one(open_as)
    _edited(open_as, screenshots)
    _made_one(open_as, screenshots)
    _printed(open_as, screenshots)
    _adopted(open_as, screenshots)
    _told(open_as, screenshots)
    _seen_by_its_author(open_as, screenshots)
    assert [words for e in ears for words in e.heard()] == []


def _second() -> str:
    return f"{TITLE}（另一处）"


def _whole() -> str:
    return f"{TITLE}（综合）"


def _written(open_as: Open, screenshots: Path) -> None:
    """A member writes it and asks another to sign with her."""
    lin = open_as("lin", "/desk/briefs/")
    lin.get_by_role("link", name="写一篇信息").first.click()
    _fill(lin, TITLE)
    lin.fill("[name=cosigners]", "邓小军")
    shoot(lin, screenshots, "brief-01-writing")
    press(lin, "存为草稿")
    said(lin, "已存为草稿")
    expect(lin.locator("main")).to_contain_text("还没有同意")
    shoot(lin, screenshots, "brief-02-draft")


def _fill(page: Page, title: str) -> None:
    page.fill("[name=title]", title)
    page.fill("[name=situation]", SITUATION)
    page.fill("[name=advice]", ADVICE)
    page.select_option("[name=field]", label="城乡建设")


def _signed_with_another(open_as: Open, screenshots: Path) -> None:
    """It waits on his own page; he signs on a telephone; she hands it in."""
    deng = open_as("deng", size=PHONE)
    _from_the_desk(deng, "社情民意信息", TITLE)
    shoot(deng, screenshots, "brief-03-signing")
    press(deng, "同意联名")
    said(deng, "已联名")
    lin = open_as("lin")
    _from_the_desk(lin, "社情民意信息", TITLE)
    follow(lin, "报送")
    press(lin, "确认报送")
    said(lin, "已报送")
    shoot(lin, screenshots, "brief-04-handed-in")


def _from_the_desk(page: Page, kind: str, title: str) -> None:
    """等我办: the thing itself, or its kind and then the thing."""
    page.goto("/desk/")
    there = page.locator("main").get_by_role("link", name=title, exact=True)
    if not there.count():
        page.locator(".kinds").get_by_role("link", name=kind).click()
    there.first.click()
    page.wait_for_load_state("load")


def _another_one(open_as: Open) -> None:
    feng = open_as("feng", "/desk/briefs/")
    feng.get_by_role("link", name="写一篇信息").first.click()
    _fill(feng, _second())
    press(feng, "存为草稿")
    follow(feng, "报送")
    press(feng, "确认报送")
    said(feng, "已报送")


def _edited(open_as: Open, screenshots: Path) -> None:
    """The office writes its own version beside the original; the page shows what was changed, word by word."""
    wang = open_as("wang", "/desk/briefs/desk/")
    wang.get_by_role("link", name=TITLE, exact=True).click()
    follow(wang, "编辑")
    expect(wang.locator("main")).to_contain_text(SITUATION)
    wang.fill("[name=situation]", EDITED)
    wang.fill("[name=note]", "核实了起火次数")
    shoot(wang, screenshots, "brief-05-editing")
    press(wang, "存为新的一稿")
    said(wang, "原稿没有动")
    expect(wang.locator(".compare ins")).to_contain_text(["三次，伤一人"])
    expect(wang.locator(".compare del")).to_contain_text(["两次"])
    shoot(wang, screenshots, "brief-06-edited")
    wang.get_by_role("link", name="各稿对照").click()
    shoot(wang, screenshots, "brief-07-versions")


def _made_one(open_as: Open, screenshots: Path) -> None:
    """综合稿: two say the same; both stay what they are, with their own authors."""
    wang = open_as("wang", "/desk/briefs/desk/")
    wang.get_by_role("link", name="综合稿", exact=True).click()
    wang.fill("[name=q]", TITLE)
    press(wang, "筛选")
    for number, title in enumerate((TITLE, _second()), start=1):
        row = wang.locator("main tbody tr").filter(has=wang.get_by_text(title, exact=True))
        row.locator("[name=pick]").check()
        row.locator("input[type=number]").fill(str(number))
    shoot(wang, screenshots, "brief-08-picking")
    press(wang, "合成一篇")
    wang.fill("[name=title]", _whole())
    expect(wang.locator("[name=situation]")).to_have_value(re.compile("三次，伤一人"))
    wang.fill("[name=situation]", f"两位委员反映：{EDITED}")
    wang.fill("[name=advice]", ADVICE)
    shoot(wang, screenshots, "brief-09-composing")
    press(wang, "编成综合稿")
    said(wang, "综合稿已编成")
    expect(wang.locator("#sources").locator("xpath=..")).to_contain_text(_second())
    shoot(wang, screenshots, "brief-10-composed")
    wang.get_by_role("link", name="再改一稿").click()
    wang.fill("[name=advice]", f"{ADVICE}巡查结果向居民公布。")
    press(wang, "存为新的一稿")
    said(wang, "原稿没有动")
    wang.locator("main").get_by_role("link", name=TITLE, exact=True).click()
    expect(wang.locator("main")).to_contain_text("已并入综合稿")


def _printed(open_as: Open, screenshots: Path) -> None:
    """Another reviews what one edited; the chair signs; the office numbers and prints it."""
    yao = open_as("yao")
    _from_the_desk(yao, "社情民意信息", _whole())
    follow(yao, "核稿通过")
    yao.fill("#review-note", "事实清楚，建议可行。")
    shoot(yao, screenshots, "brief-11-reviewing")
    yao.locator("#review").get_by_role("button", name="核稿通过").click()
    said(yao, "核稿通过")
    chen = open_as("chen")
    _from_the_desk(chen, "社情民意信息", _whole())
    follow(chen, "签发")
    shoot(chen, screenshots, "brief-12-signing")
    send(chen)
    said(chen, "已签发")
    wang = open_as("wang")
    _from_the_desk(wang, "社情民意信息", _whole())
    follow(wang, "编号印发")
    shoot(wang, screenshots, "brief-13-issuing")
    press(wang, "确认印发")
    said(wang, "已印发")
    shoot(wang, screenshots, "brief-14-issued")


def _adopted(open_as: Open, screenshots: Path) -> None:
    """The city takes it, the province prints it, a leader writes an instruction: each with what it rests on."""
    wang = open_as("wang")
    _from_the_desk(wang, "社情民意信息", _whole())
    address = address_of(wang)
    entered = (
        ("city", "composite", "used", {"evidence": "市委信息第12期"}),
        ("province", "forwarded", "used", {"evidence": "省政协采用通知", "send_to": "省政协"}),
        (
            "city", "composite", "instruction",
            {"evidence": "批示件第7号", "leader": "赵国栋", "instruction": INSTRUCTION},
        ),
    )  # fmt: skip
    for number, (level, kind, result, words) in enumerate(entered, start=1):
        wang.get_by_role("link", name="登记采用").click()
        expect(wang.locator("[name=level]")).to_be_visible()
        expect(wang.locator(".draft-bar")).to_have_count(0)
        wang.select_option("[name=level]", value=level)
        wang.select_option("[name=kind]", value=kind)
        wang.select_option("[name=result]", value=result)
        for name, value in words.items():
            wang.fill(f"[name={name}]", value)
        shoot(wang, screenshots, f"brief-15-adopting-{number}")
        press(wang, "登记", exact=True)
        said(wang, "已登记")
        assert address_of(wang) == address
    expect(wang.locator("main")).to_contain_text(INSTRUCTION)
    shoot(wang, screenshots, "brief-16-adopted")


def _told(open_as: Open, screenshots: Path) -> None:
    wang = open_as("wang", "/desk/briefs/desk/?state=owed")
    shoot(wang, screenshots, "brief-17-owed")
    row = wang.locator("main tbody tr", has_text=_whole()).first
    row.get_by_role("link", name="告知").click()
    shoot(wang, screenshots, "brief-18-telling")
    press(wang, "告知", exact=True)
    said(wang, "已告知反映人")
    follow(wang, "反馈反映人并办结")
    shoot(wang, screenshots, "brief-19-feeding-back")
    press(wang, "反馈并办结")
    said(wang, "已反馈反映人并办结")
    shoot(wang, screenshots, "brief-20-fed-back")


def _seen_by_its_author(open_as: Open, screenshots: Path) -> None:
    """On her telephone: told by a notice; what came of it, and her share."""
    lin = open_as("lin", "/desk/notices/", size=PHONE)
    until(lin, "随综合稿反馈，办结")
    shoot(lin, screenshots, "brief-21-notices")
    lin.locator("main").get_by_role("link", name=TITLE).first.click()
    lin.wait_for_load_state("load")
    main = lin.locator("main")
    for words in ("给反映人的反馈", INSTRUCTION, "计分份额", "林晓梅"):
        expect(main).to_contain_text(words)
    shoot(lin, screenshots, "brief-22-author")
    lin.locator("main").get_by_role("link", name=_whole()).first.click()
    expect(lin.locator("h1")).to_contain_text("综合")
    shoot(lin, screenshots, "brief-23-author-composite")
