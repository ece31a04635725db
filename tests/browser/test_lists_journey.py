"""The two lists by hand: a concern and an ask that meet, what came of it in public; a post, a briefing."""

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
TITLE = "二十年以上老旧小区电梯加装的协商"
ASK = "老旧小区加装电梯怎样让低层住户同意"
POST = "电梯协调员"
PICTURE = {"name": "现场.png", "mimeType": "image/png", "buffer": b""}
Open = Callable[..., Page]


def day(ahead: int) -> str:
    on: date = datetime.now(SHANGHAI).date() + timedelta(days=ahead)
    return on.isoformat()


def measure() -> str:
    return f"为“{TITLE}”每个街道派一名协调员，今年先做六个小区"


def question() -> str:
    return f"{TITLE}，补助什么时候到账？"


def test_from_the_campaign_to_the_public_page(visit: Visit, screenshots: Path) -> None:
    ears: list[checks.Ears] = []
    open_as = opener(visit, ears)
    _opened(open_as, screenshots)
    _raised_and_asked(open_as, screenshots)
    _matched(open_as, screenshots)
    _acted(open_as, screenshots)
    _verified_and_published(open_as, screenshots)
    assert [words for e in ears for words in e.heard()] == []


def lists(page: Page) -> None:
    """Through the navigation, as everybody comes here."""
    page.get_by_role("navigation").get_by_role("link", name="两张清单").first.click()
    page.wait_for_load_state("load")


def _opened(open_as: Open, screenshots: Path) -> None:
    """The office opens a campaign with two departments and three days."""
    wang = open_as("wang")
    lists(wang)
    wang.get_by_role("link", name="开展活动").click()
    wang.fill("[name=title]", f"知情明政：{TITLE}")
    wang.fill("[name=about]", "委员提关注，部门提问计，两张清单对起来，一件一件办。")
    for name, ahead in (("collect_until", 20), ("match_until", 40), ("act_until", 120)):
        wang.fill(f"[name={name}]", day(ahead))
    for name in ("市住建局", "市城管局"):
        wang.locator("label.choice", has_text=name).first.click()
    shoot(wang, screenshots, "lists-01-opening")
    send(wang)
    said(wang, "已开展")
    shoot(wang, screenshots, "lists-02-campaign")


def _raised_and_asked(open_as: Open, screenshots: Path) -> None:
    """A member on her telephone, a department at its desk; both come by the notice."""
    lin = open_as("lin", size=PHONE)
    notified(lin, TITLE)
    lin.get_by_role("link", name="提出关注").first.click()
    lin.fill("[name=title]", TITLE)
    lin.fill("[name=present]", "老旧小区没有电梯，高层老人下不了楼；低层住户担心采光和噪声，不肯签字。")
    lin.fill("[name=suggestion]", "请部门派人到小区主持协商，给低层住户补偿，说清加装电梯的费用怎么分摊。")
    lin.locator("label.choice", has_text="市住建局").first.click()
    shoot(lin, screenshots, "lists-03-raising")
    send(lin)
    again = lin.get_by_role("button", name="不是同一件事，照样提出")
    if again.count():
        again.click()
    said(lin, "已列入委员关注清单")
    shoot(lin, screenshots, "lists-04-raised")
    liu = open_as("liu")
    notified(liu, TITLE)
    liu.get_by_role("link", name="问计于委员").first.click()
    liu.fill("[name=title]", ASK)
    liu.fill("[name=background]", "去年加装电梯四十台，一半卡在低层住户不同意。")
    liu.fill("[name=wanted]", "加装电梯时低层住户怎样补偿、谁来主持协商，请委员出主意。")
    shoot(liu, screenshots, "lists-05-asking")
    send(liu)
    said(liu, "已列入问计清单")


def _matched(open_as: Open, screenshots: Path) -> None:
    """The office compares the lists and confirms the pair; the two partners are told and fix the next step."""
    wang = open_as("wang")
    lists(wang)
    wang.get_by_role("link", name=f"知情明政：{TITLE}").first.click()
    wang.get_by_role("link", name="比对和确认").first.click()
    press(wang, "比对两张清单")
    until(wang, "最像的在前")
    shoot(wang, screenshots, "lists-06-matching")
    wang.locator("article", has_text=TITLE).get_by_role("button", name="确认对接").click()
    said(wang, "已确认")
    lin = open_as("lin", size=PHONE)
    notified(lin, TITLE)
    expect(lin.locator("main")).to_contain_text(ASK)
    liu = open_as("liu")
    waits(liu, TITLE[:20], "清单对接")
    follow(liu, "定联系人和下一步")
    liu.select_option("[name=member_contact]", label="林晓梅")
    liu.select_option("[name=dept_contact]", label="刘敏")
    liu.fill("[name=next_step]", "一起到文华社区听低层住户的意见")
    liu.fill("[name=next_on]", day(7))
    shoot(liu, screenshots, "lists-07-linking")
    send(liu)
    said(liu, "已定联系人和下一步")
    shoot(liu, screenshots, "lists-08-linked")


def _acted(open_as: Open, screenshots: Path) -> None:
    """The department says what it does and by when, shows it with a file, and reports it done."""
    liu = open_as("liu")
    waits(liu, TITLE[:20], "清单对接")
    liu.get_by_role("link", name="提出举措").first.click()
    liu.fill("[name=text]", measure())
    liu.fill("[name=due_on]", day(60))
    send(liu)
    said(liu, "举措已提出")
    follow(liu, "开始办")
    expect(liu.locator(".steps")).to_contain_text("还没有佐证")
    shoot(liu, screenshots, "lists-09-doing")
    liu.get_by_role("link", name="存入佐证").click()
    liu.fill("[name=text]", "六个小区各开了一次协商会，四个小区全部签字。")
    drawn = liu.screenshot(type="png")
    liu.set_input_files("[name=file]", files=[{**PICTURE, "buffer": drawn}])
    shoot(liu, screenshots, "lists-10-evidence")
    send(liu)
    said(liu, "佐证已存入")
    follow(liu, "报完成")
    liu.fill("[name=result]", "六名协调员已经到岗，四个小区开工。")
    send(liu)
    said(liu, "已报完成")
    shoot(liu, screenshots, "lists-11-claimed")


def _verified_and_published(open_as: Open, screenshots: Path) -> None:
    """Who raised it looks whether it is so; the office publishes it; everybody reads it without signing in."""
    lin = open_as("lin", size=PHONE)
    waits(lin, measure()[:20], "部门举措")
    shoot(lin, screenshots, "lists-12-verifying")
    follow(lin, "核验属实")
    expect(lin.locator(".page-head")).to_contain_text("已核验")
    wang = open_as("wang")
    waits(wang, measure()[:20], "部门举措")
    follow(wang, "向社会公开")
    shoot(wang, screenshots, "lists-13-publishing")
    send(wang)
    said(wang, "已向社会公开")
    public = open_as("-", "/")
    public.get_by_role("navigation").get_by_role("link", name="承诺").first.click()
    public.get_by_role("link", name="看部门举措").click()
    shoot(public, screenshots, "lists-14-measures")
    public.get_by_role("link", name=measure()).first.click()
    expect(public.locator("main")).to_contain_text("四个小区开工")
    expect(public.locator("main")).not_to_contain_text("林晓梅")
    shoot(public, screenshots, "lists-15-public")


def test_a_post_and_a_briefing(visit: Visit, screenshots: Path) -> None:
    """委员体验岗 with one place; 政情通报会 with a question and its answer."""
    ears: list[checks.Ears] = []
    open_as = opener(visit, ears)
    _post_opened(open_as, screenshots)
    _placed(open_as, screenshots)
    _briefing_prepared(open_as, screenshots)
    _questioned(open_as, screenshots)
    # The browser says so itself when a form is refused.
    assert [words for e in ears for words in e.heard() if "422" not in words] == []


def tab(page: Page, label: str) -> None:
    page.locator("main nav").get_by_role("link", name=label, exact=True).first.click()
    page.wait_for_load_state("load")


def _post_opened(open_as: Open, screenshots: Path) -> None:
    liu = open_as("liu")
    lists(liu)
    tab(liu, "体验岗")
    liu.get_by_role("link", name="开放体验岗").first.click()
    liu.fill("[name=title]", f"{POST}：{TITLE}")
    liu.fill("[name=about]", "跟着协调员走一天，听两户低层住户的意见。")
    liu.fill("[name=place]", "石桥街道文华社区")
    liu.fill("[name=places]", "1")
    liu.fill("[name=starts_on]", day(0))
    liu.fill("[name=ends_on]", day(12))
    send(liu)
    expect(liu.locator("main")).to_contain_text("开始日期应在今天以后")
    liu.fill("[name=starts_on]", day(9))
    shoot(liu, screenshots, "post-01-opening")
    send(liu)
    said(liu, "岗位已开放")


def _placed(open_as: Open, screenshots: Path) -> None:
    """One has the place, the other waits; when the first leaves, the second has it and is told."""
    lin, deng = (open_as(who, size=PHONE) for who in ("lin", "deng"))
    for page, words in ((lin, "第 1 号名额"), (deng, "您在候补")):
        notified(page, f"{POST}：{TITLE}")
        press(page, "报名")
        said(page, words)
    shoot(deng, screenshots, "post-02-queue")
    lin.locator("#mine").get_by_role("link", name="退出").click()
    lin.fill("[name=note]", "当天要开全体会议。")
    send(lin)
    said(lin, "名额给下一位")
    shoot(lin, screenshots, "post-03-left")
    until(deng, "已有名额")
    deng.goto("/desk/notices/")
    until(deng, "得到名额")
    liu = open_as("liu")
    lists(liu)
    tab(liu, "体验岗")
    liu.get_by_role("link", name=f"{POST}：{TITLE}").first.click()
    expect(liu.locator("main")).to_contain_text("邓小军")
    shoot(liu, screenshots, "post-04-people")


def _briefing_prepared(open_as: Open, screenshots: Path) -> None:
    wang = open_as("wang")
    wang.get_by_role("navigation").get_by_role("link", name="协商活动").first.click()
    wang.get_by_role("link", name="筹备一次协商").first.click()
    wang.select_option("[name=topic]", index=1)
    wang.fill("[name=title]", f"政情通报会：{TITLE}")
    wang.select_option("[name=type]", label="政情通报会")
    shoot(wang, screenshots, "briefing-01-preparing")
    send(wang)
    expect(wang.locator("h1")).to_contain_text(TITLE)


def _questioned(open_as: Open, screenshots: Path) -> None:
    """Asked beforehand on a telephone, answered at the desk, read where it was asked."""
    page = open_as("lin")
    lists(page)
    tab(page, "通报会")
    page.get_by_role("link", name=TITLE).first.click()
    page.select_option("[name=unit]", label="市住建局")
    page.fill("[name=text]", question())
    shoot(page, screenshots, "briefing-02-asking")
    press(page, "送给部门")
    said(page, "问题已送到部门")
    liu = open_as("liu")
    waits(liu, question()[:20], "委员进言")
    shoot(liu, screenshots, "briefing-03-answering")
    liu.fill("[name=answer]", "验收以后三十个工作日到账。")
    press(liu, "回应委员")
    said(liu, "已回应")
    lin = open_as("lin", size=PHONE)
    notified(lin, question())
    expect(lin.locator("main")).to_contain_text("三十个工作日")
    shoot(lin, screenshots, "briefing-04-answered")
