"""A key proposal by hand, from its nomination to a leader's instruction; and one incubation review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser import checks
from tests.browser.conftest import PHONE, Visit
from tests.browser.hands import follow, notified, opener, press, said, send, shoot, until, waits

SHANGHAI = ZoneInfo("Asia/Shanghai")
TITLE = "关于增设社区老年食堂的提案"
Open = Callable[..., Page]


def day(ahead: int) -> str:
    on: date = datetime.now(SHANGHAI).date() + timedelta(days=ahead)
    return on.isoformat()


def menu(page: Page, *labels: str) -> None:
    """Through the navigation, then through the tabs."""
    page.get_by_role("navigation").get_by_role("link", name=labels[0], exact=True).first.click()
    page.wait_for_load_state("load")
    for label in labels[1:]:
        page.locator("main nav").get_by_role("link", name=label, exact=True).first.click()
        page.wait_for_load_state("load")


def test_a_key_proposal_from_nomination_to_instruction(visit: Visit, screenshots: Path) -> None:
    ears: list[checks.Ears] = []
    open_as = opener(visit, ears)
    title = _nominated(open_as, screenshots)
    _asked_about(open_as, title, screenshots)
    _decided(open_as, title, screenshots)
    _supervised(open_as, title, screenshots)
    _reported(open_as, title, screenshots)
    assert [words for e in ears for words in e.heard()] == []


def _nominated(open_as: Open, screenshots: Path) -> str:
    """The office finds one that departments are handling, and nominates it."""
    wang = open_as("wang")
    menu(wang, "提案工作台", "提案一览")
    title = _not_yet_key(wang)
    wang.get_by_role("link", name="推荐为重点提案").click()
    wang.fill("[name=reason]", "群众反映多，牵涉两个部门，要领导出面协调。")
    shoot(wang, screenshots, "key-02-nominating")
    send(wang)
    said(wang, "已推荐")
    shoot(wang, screenshots, "key-03-nominated")
    return title


def _not_yet_key(wang: Page) -> str:
    """The first one in the list that departments have and nobody has nominated; its page is open afterwards."""
    back = wang.url
    for state in ("已交办", "办理中", "已答复，待评价", "已评价", "二次办理", "承诺跟踪"):
        wang.goto(back)
        wang.select_option("[name=state]", label=state)
        wang.get_by_role("button", name="筛选").click()
        wang.wait_for_load_state("load")
        rows = wang.locator("main tbody a[href*='/desk/proposals/']")
        for href in [str(a.get_attribute("href")) for a in rows.all()]:
            wang.goto(href)
            if wang.get_by_role("link", name="推荐为重点提案").count():
                return wang.locator("h1").inner_text()
    raise AssertionError("every proposal with departments is a key proposal already")


def _asked_about(open_as: Open, title: str, screenshots: Path) -> None:
    """Three units are asked; two answer from their seats, the third by a letter that the office enters."""
    wang = open_as("wang")
    menu(wang, "提案工作台", "重点提案")
    wang.get_by_role("link", name=title).first.click()
    follow(wang, "征求意见")
    for name in ("民盟市委会", "教育界", "市妇联"):
        wang.locator("label.choice", has_text=name).click()
    shoot(wang, screenshots, "key-04-consulting")
    send(wang)
    said(wang, "已送出")
    for who, says, text in (("fan", "agree", ""), ("shu", "other", "建议把学校周边一并列入。")):
        page = open_as(who, size=PHONE)
        waits(page, title[:20], "重点提案")
        shoot(page, screenshots, f"key-05-asked-{who}")
        page.get_by_role("link", name="提意见").first.click()
        page.check(f"[name=says][value={says}]")
        if text:
            page.fill("[name=text]", text)
        shoot(page, screenshots, f"key-06-saying-{who}")
        send(page)
        said(page, "已提交")
        shoot(page, screenshots, f"key-07-said-{who}")
    wang.reload()
    wang.get_by_role("link", name="代录意见").click()
    wang.select_option("[name=unit]", label="市妇联")
    wang.check("[name=says][value=agree]")
    wang.fill("[name=text]", "市妇联来函同意。")
    send(wang)
    said(wang, "已代录")
    shoot(wang, screenshots, "key-08-views")
    follow(wang, "意见收齐，报主席会议")


def _decided(open_as: Open, title: str, screenshots: Path) -> None:
    """The chair names who leads and who supervises; both find it on their pages."""
    chen = open_as("chen")
    waits(chen, title[:20], "重点提案")
    follow(chen, "主席会议审定")
    chen.fill("[name=meeting]", "九届市政协第 30 次主席会议")
    chen.select_option("[name=leader]", label="赵国栋")
    chen.select_option("[name=supervisor]", label="陈立群")
    shoot(chen, screenshots, "key-09-deciding")
    send(chen)
    said(chen, "已审定")
    zhao = open_as("zhao", size=PHONE)
    notified(zhao, title)
    shoot(zhao, screenshots, "key-10-leader")
    zhao.goto("/desk/")
    menu(open_as("zhao"), "我牵头的")


def _supervised(open_as: Open, title: str, screenshots: Path) -> None:
    """The plan is written, departments are told; an activity is arranged and held, with a record and a picture."""
    wang = open_as("wang")
    waits(wang, title[:20], "重点提案")
    expect(wang.locator(".steps")).to_contain_text("还没有写督办方案")
    wang.get_by_role("link", name="写方案").click()
    wang.fill("[name=text]", "一看现场，二开协商会，三个月内督办两次。")
    send(wang)
    follow(wang, "函告督办方案")
    shoot(wang, screenshots, "key-11-telling")
    press(wang, "确认函告")
    said(wang, "已函告")
    chen = open_as("chen", size=PHONE)
    menu(open_as("chen"), "我牵头的")
    notified(chen, title)
    chen.get_by_role("link", name="安排活动").click()
    chen.select_option("[name=kind]", index=0)
    chen.fill("[name=day]", day(0))
    chen.fill("[name=place]", "石桥街道文华社区")
    chen.fill("[name=aim]", "看现场，谈完工时间")
    shoot(chen, screenshots, "key-12-arranging")
    send(chen)
    said(chen, "已安排")
    chen.get_by_role("link", name="登记结果").first.click()
    there = chen.locator("[name=proposers_there]")
    if there.count():
        there.first.check()
    else:
        chen.fill("[name=absent]", "提案者出差")
    chen.fill("[name=record]", "看了两处现场，逐条问了进度。")
    chen.fill("[name=agreed]", "年底前完工。")
    chen.fill("[name=promised]", "十二月底前完工并公布结果。")
    chen.set_input_files(
        "[name=file]",
        files=[{"name": "现场.png", "mimeType": "image/png", "buffer": chen.screenshot(type="png")}],
    )
    shoot(chen, screenshots, "key-13-holding")
    send(chen)
    said(chen, "已登记活动结果")
    until(chen, "写督办结论")
    shoot(chen, screenshots, "key-14-held")


def _reported(open_as: Open, title: str, screenshots: Path) -> None:
    """The conclusion goes to the leaders; what one of them writes on it is recorded and read."""
    wang = open_as("wang")
    waits(wang, title[:20], "重点提案")
    follow(wang, "写督办结论")
    wang.fill("[name=text]", "已完成一半，尚缺经费，建议列入明年预算。")
    send(wang)
    said(wang, "已有结论")
    follow(wang, "报送党政领导")
    wang.fill("[name=to]", "市委、市政府主要领导")
    send(wang)
    said(wang, "已报送")
    wang.get_by_role("link", name="登记批示").click()
    wang.fill("[name=leader]", "市长")
    wang.fill("[name=text]", "请住建局抓紧落实，年底前报结果。")
    wang.fill("main input[name=on]", day(0))
    shoot(wang, screenshots, "key-15-instructing")
    send(wang)
    said(wang, "已登记批示")
    shoot(wang, screenshots, "key-16-instructed")
    zhao = open_as("zhao", size=PHONE)
    notified(zhao, title)
    expect(zhao.locator("main")).to_contain_text("请住建局抓紧落实")


def test_an_incubation_review(visit: Visit, screenshots: Path) -> None:
    """Called by the office, agreed to by the proposer, advised item by item, concluded."""
    ears: list[checks.Ears] = []
    open_as = opener(visit, ears)
    _submitted(open_as)
    _called(open_as, screenshots)
    lin = open_as("lin", size=PHONE)
    waits(lin, TITLE[:20], "培育评审")
    shoot(lin, screenshots, "incubation-03-consenting")
    press(lin, "同意", exact=True)
    said(lin, "已同意")
    liu = open_as("liu", size=PHONE)
    notified(liu, TITLE)
    liu.select_option("[name=number]", label="第 1 条建议")
    liu.fill("[name=text]", "第一条请写明场地由谁提供。")
    shoot(liu, screenshots, "incubation-04-advising")
    send(liu)
    said(liu, "已记下")
    wang = open_as("wang")
    waits(wang, TITLE[:20], "培育评审")
    wang.select_option("[name=number]", label="第 2 条建议")
    wang.select_option("[name=guest]", label="周教授")
    wang.fill("[name=text]", "第二条的补贴标准要有测算。")
    press(wang, "提交意见")
    said(wang, "已记下")
    shoot(wang, screenshots, "incubation-05-advice")
    follow(wang, "评审结论：还要修改")
    expect(wang.locator("[name=ripe][value='0']")).to_be_checked()
    wang.fill("[name=conclusion]", "题目好，补上场地和测算后再立案。")
    shoot(wang, screenshots, "incubation-06-concluding")
    send(wang)
    said(wang, "已写明结论")
    lin = open_as("lin", size=PHONE)
    notified(lin, TITLE)
    expect(lin.locator("main")).to_contain_text("补上场地和测算")
    shoot(lin, screenshots, "incubation-07-concluded")
    assert [words for e in ears for words in e.heard()] == []


def _submitted(open_as: Open) -> None:
    lin = open_as("lin")
    menu(lin, "提案")
    lin.get_by_role("link", name="写一件提案").click()
    lin.select_option("[name=kind]", value="personal")
    lin.fill("[name=title]", TITLE)
    lin.fill("[name=situation]", "社区高龄独居老人吃饭难，现有食堂只有两处，走过去要半小时。")
    for number, text in enumerate(("每个社区设一处老年食堂。", "对高龄老人按餐补贴。"), start=1):
        lin.fill(f"#item-{number}", text)
    lin.check("[name=not_secret]")
    press(lin, "存为草稿")
    follow(lin, "提交")
    press(lin, "确认提交")
    said(lin, "流水号")


def _called(open_as: Open, screenshots: Path) -> None:
    """The office names whom to ask: somebody with an account and an expert without."""
    wang = open_as("wang")
    menu(wang, "提案工作台")
    wang.get_by_role("link", name="已提交，待预审").first.click()
    wang.get_by_role("link", name=TITLE).first.click()
    wang.get_by_role("link", name="安排培育评审").click()
    wang.fill("[name=about]", "请看两条建议能不能办、谁来办。")
    wang.fill("[name=day]", day(3))
    wang.fill("[name=place]", "市政协一楼会议室")
    wang.fill("[name=people]", "刘敏")
    wang.fill("[name=outside]", "周教授 云川大学公共管理学院")
    shoot(wang, screenshots, "incubation-01-calling")
    send(wang)
    said(wang, "已征求提案者意见")
    shoot(wang, screenshots, "incubation-02-called")
