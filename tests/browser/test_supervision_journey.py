"""One supervision by hand: planned, trained, talked, inspected, discussed, fed back, rectified and re-checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser import checks
from tests.browser.conftest import PHONE, Visit
from tests.browser.hands import address_of, follow, hand_in, press, said, send, shoot, until

SHANGHAI = ZoneInfo("Asia/Shanghai")
TITLE = "电动自行车集中充电设施专项监督"
PROBLEM = "文华社区充电棚没有消防器材"
Open = Callable[..., Page]


def today() -> date:
    return datetime.now(SHANGHAI).date()


def test_from_the_plan_to_the_recheck(visit: Visit, screenshots: Path) -> None:
    def open_as(who: str, path: str = "", size: tuple[int, int] = (1280, 900)) -> Page:
        page = visit(who, path, size=size)
        ears.append(checks.Ears(page))
        return page

    ears: list[checks.Ears] = []
    address = _planned(open_as, screenshots)
    _prepared(open_as, address, screenshots)
    _looked_at(open_as, address, screenshots)
    finding = _fed_back(open_as, address, screenshots)
    _rectified(open_as, finding, screenshots)
    wang = open_as("wang", address)
    wang.locator(".steps summary", has_text="办结").click()
    press(wang, "办结")
    expect(wang.locator(".page-head")).to_contain_text("办结，待回头看")
    shoot(wang, screenshots, "supervision-12-closed")
    assert [words for e in ears for words in e.heard()] == []


def _planned(open_as: Open, screenshots: Path) -> str:
    """The office plans it, the chair approves; a team is not asked before that."""
    wang = open_as("wang", "/desk/supervision/new/")
    wang.fill("[name=title]", TITLE)
    wang.fill("[name=basis]", "市政协年度监督计划")
    wang.fill("[name=subject]", "充电设施建设、消防器材和日常巡查")
    wang.select_option("[name=owner]", label="教科卫体委")
    shoot(wang, screenshots, "supervision-01-opening")
    send(wang)
    address = address_of(wang)
    wang.get_by_role("link", name="写实施方案").click()
    wang.fill("[name=scheme]", "一个组，走访三个社区，听取部门情况，两周内完成。")
    wang.fill("[name=starts_on]", today().isoformat())
    wang.fill("[name=ends_on]", (today() + timedelta(days=30)).isoformat())
    wang.locator("label.choice", has_text="市住建局").first.click()
    shoot(wang, screenshots, "supervision-02-scheme")
    send(wang)
    press(wang, "送审方案")
    chen = open_as("chen", address)
    follow(chen, "审定方案")
    shoot(chen, screenshots, "supervision-03-approving")
    send(chen)
    expect(chen.locator(".page-head")).to_contain_text("组队培训")
    return address


def _prepared(open_as: Open, address: str, screenshots: Path) -> None:
    """先培训: the page says what is missing until it is there."""
    wang = open_as("wang", address)
    expect(wang.locator(".steps")).to_contain_text("还没有组队")
    wang.get_by_role("link", name="组队", exact=True).click()
    wang.fill("[name=name]", "第一组")
    wang.select_option("[name=leader]", label="林晓梅")
    for name in ("邓小军", "冯雅琴"):
        wang.locator("label.choice", has_text=name).first.click()
    send(wang)
    _record(wang, "登记培训", "学习监督工作条例和充电设施标准。", "林晓梅", "邓小军", "冯雅琴")
    shoot(wang, screenshots, "supervision-04-trained")
    press(wang, "开始监督")
    expect(wang.locator(".page-head")).to_contain_text("监督中")


def _looked_at(open_as: Open, address: str, screenshots: Path) -> None:
    """先沟通: no visit before the department was talked with; what was found is noted at once, on a telephone."""
    lin = open_as("lin", address, size=PHONE)
    _record(lin, "登记沟通", "说明监督内容和安排，听取情况介绍。", "林晓梅")
    lin.get_by_role("link", name="登记走访、座谈、查阅").click()
    lin.locator("[name=kind]").first.check()
    lin.select_option("[name=supervised]", label="市住建局")
    _fill_record(lin, "走访文华社区充电棚。", "林晓梅", "邓小军")
    shoot(lin, screenshots, "supervision-05-visit")
    send(lin)
    lin.get_by_role("link", name="列入问题").click()
    lin.fill("[name=title]", PROBLEM)
    lin.fill("[name=problem]", "三处充电棚都没有灭火器，线路裸露。")
    lin.fill("[name=advice]", "一个月内配齐灭火器，线路套管。")
    lin.select_option("[name=department]", label="市住建局")
    shoot(lin, screenshots, "supervision-06-finding")
    send(lin)
    lin.goto(address)
    _record(lin, "通报进展", "通报走访发现的问题。", "林晓梅")


def _fed_back(open_as: Open, address: str, screenshots: Path) -> str:
    """先研讨: only then the paper goes out, and the finding with it."""
    wang = open_as("wang", address)
    press(wang, "转入研讨")
    _record(wang, "登记研讨", "研讨问题清单，形成意见。", "林晓梅", "邓小军", "冯雅琴")
    wang.get_by_role("link", name="写意见书").click()
    wang.fill("[name=title]", "关于充电设施的监督意见书")
    wang.fill("[name=to]", "市住建局")
    wang.fill("[name=opinion]", "总体建设较快，消防器材配备不足。")
    send(wang)
    follow(wang, "送出意见书")
    shoot(wang, screenshots, "supervision-07-sending")
    send(wang)
    shoot(wang, screenshots, "supervision-08-sent")
    until(wang, "已反馈意见")
    wang.get_by_role("link", name=PROBLEM).first.click()
    return address_of(wang)


def _rectified(open_as: Open, finding: str, screenshots: Path) -> None:
    """The department answers on its one desk, reports with proof; the member who found it looks again."""
    liu = open_as("liu", "/desk/handling/?pile=sign")
    liu.get_by_role("link", name=PROBLEM).first.click()
    press(liu, "签收", exact=True)
    said(liu, "已办理")
    liu.locator("summary", has_text="登记一次沟通").click()
    form = liu.locator("form", has=liu.locator("[name=held_on]"))
    form.locator("[name=held_on]").fill(today().isoformat())
    form.locator("[name=note]").fill("现场沟通整改办法。")
    hand_in(liu, form.locator("button.button-first"))
    liu.fill("[name=item-1-text]", "灭火器已配齐，线路已套管。")
    liu.check("[name=item-1-adoption][value=adopted]")
    liu.check("[name=item-1-norm][value=solved]")
    liu.fill("#reply [name=text]", "收到意见后立即整改，答复如下。")
    liu.check("#reply [name=norm][value=solved]")
    press(liu, "保存并提交审核")
    said(liu, "已提交督查审核")
    sun = open_as("sun", "/desk/handling/check/")
    sun.locator("article", has_text=PROBLEM).get_by_role("button", name="审核通过").click()
    said(sun, "已办理")
    liu.goto(finding)
    until(liu, "整改中")
    shoot(liu, screenshots, "supervision-09-answered")
    liu.get_by_role("link", name="报整改完成").first.click()
    liu.fill("[name=responsible]", "侯明亮")
    liu.fill("[name=measures]", "逐处配备，每月检查。")
    liu.fill("[name=proof]", "三处充电棚各配两具灭火器，线路全部套管。")
    shoot(liu, screenshots, "supervision-10-claiming")
    send(liu)
    lin = open_as("lin", finding, size=PHONE)
    lin.get_by_role("link", name="复核整改").first.click()
    lin.locator("[name=passes]").first.check()
    lin.fill("[name=text]", "三处都看了，器材齐全。")
    shoot(lin, screenshots, "supervision-11-recheck")
    send(lin)
    expect(lin.locator(".page-head")).to_contain_text("复核通过")


def _record(page: Page, button: str, text: str, *people: str) -> None:
    page.get_by_role("link", name=button).first.click()
    page.wait_for_load_state("load")
    _fill_record(page, text, *people)
    send(page)


def _fill_record(page: Page, text: str, *people: str) -> None:
    page.fill("main input[name=on]", today().isoformat())
    page.fill("[name=place]", "市政协会议室")
    page.fill("[name=text]", text)
    for name in people:
        page.locator("label.choice", has_text=name).first.locator("input").check()
