"""What each of the house's people comes to do, through the real pages, on a desktop and on a phone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import checks, hands
from tests.browser.conftest import PHONE, Visit
from tests.browser.hands import press, said, shoot
from tests.browser.site import Site


@pytest.fixture(scope="module")
def known(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = site.ask("tests.browser.things")
    return found


def test_a_citizen_is_heard(visit: Visit, known: dict[str, Any], screenshots: Path) -> None:
    page = visit("-", "/", size=PHONE)
    ears = checks.Ears(page)
    page.get_by_role("link", name="我要反映").first.click()
    hands.speak(page, known["alike"]["title"], known["alike"]["body"])
    shoot(page, screenshots, "citizen-1-speak")
    press(page, "发出")
    expect(page.get_by_role("heading", name="有人反映过差不多的事")).to_be_visible()
    expect(page.locator("[name=body]")).to_have_value(re.compile(known["alike"]["body"][:20]))
    shoot(page, screenshots, "citizen-2-similar")
    press(page, "不是同一件事，继续发出")
    page.wait_for_url(re.compile(r"/receipt/\w+/"))
    code = page.locator("#receipt-code").inner_text()
    assert re.fullmatch(r"\w{4}-\w{4}", code), code
    shoot(page, screenshots, "citizen-3-receipt")
    page.goto("/receipt/")
    page.fill("[name=code]", code.lower())
    press(page, "查")
    expect(page.locator("h1")).to_have_text(known["alike"]["title"])
    strip = page.locator(".chain li")
    expect(strip).to_have_count(8)
    expect(page.locator(".chain li.stop-here, .chain li.stop-passed").first).to_be_visible()
    assert ears.heard() == []


@pytest.mark.parametrize(("result", "then"), [("solved", "了结"), ("unsolved", "没有解决")])
def test_a_citizen_rates_an_answer(
    visit: Visit, known: dict[str, Any], screenshots: Path, result: str, then: str
) -> None:
    code = known["answered"][0 if result == "solved" else 1]
    page = visit("-", f"/receipt/{code}/", size=PHONE)
    page.check("[name=attitude][value='4']")
    page.check(f"[name=result][value={result}]")
    page.fill("#rate [name=comment]", "路面修好了一半，井盖还响。")
    shoot(page, screenshots, f"citizen-4-rate-{result}")
    press(page, "提交评价")
    said(page, "谢谢您的评价")
    expect(page.locator(".page-head")).to_contain_text(then)
    shoot(page, screenshots, f"citizen-5-rated-{result}")


def test_a_citizen_without_javascript(visit: Visit) -> None:
    page = visit("-", "/speak/", size=PHONE, java_script_enabled=False)
    hands.speak(page, "菜场门口三轮车乱停", "北门菜场早上三轮车停满人行道，推婴儿车过不去。")
    page.get_by_role("button", name="发出").click()
    if page.get_by_role("button", name="不是同一件事，继续发出").count():
        page.get_by_role("button", name="不是同一件事，继续发出").click()
    expect(page.locator("#receipt-code")).to_be_visible()
    page.locator("header").get_by_role("button", name="长辈版").click()
    expect(page.locator("html[data-elder]")).to_have_count(1)


def _tab_to(page: Page, wanted: str, most: int = 60) -> None:
    """Tab on until the element is reached; on the way each stop is seen, and nothing lies over it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
          const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
          const label = e.closest("label") || e;
          const l = getComputedStyle(label);
          const ring = [s, l].some((c) => (c.outlineStyle !== "none" && parseFloat(c.outlineWidth) > 0)
            || c.boxShadow !== "none");
          const x = box.left + Math.min(box.width / 2, 10), y = box.top + Math.min(box.height / 2, 10);
          const over = document.elementFromPoint(x, y);
          const free = over && (e.contains(over) || over.contains(e) || label.contains(over));
          return {what: e.outerHTML.slice(0, 90), ring, free: Boolean(free)};
        }""")
        assert seen["ring"], f"focus cannot be seen on {seen['what']}"
        assert seen["free"], f"focus lies under something: {seen['what']}"
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} is not reached with Tab")


def test_a_citizen_with_the_keyboard_alone(visit: Visit, screenshots: Path) -> None:
    page = visit("-", "/")
    _tab_to(page, "a[href='/speak/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/speak/")
    _tab_to(page, "[name=title]")
    page.keyboard.type("图书馆周末早早关门")
    _tab_to(page, "[name=body]")
    page.keyboard.type("县图书馆周末四点半就关门，孩子写作业没有去处，希望延长到晚上。")
    _tab_to(page, "[name=agree]")
    page.keyboard.press("Space")
    page.screenshot(path=screenshots / "citizen-keyboard-1280.png")
    _tab_to(page, "main button.button-first")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if "/receipt/" not in page.url:
        _tab_to(page, "form[data-draft] button.button-first")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/receipt/\w+/"))


def test_a_grid_worker_types_a_sheet(visit: Visit, screenshots: Path) -> None:
    page = visit("zhou", "/desk/", size=PHONE)
    page.goto("/desk/voices/sheets/new/")
    page.fill("[name=paper_no]", "文华-浏览器-1")
    page.fill("[name=handed_out]", "20")
    page.select_option("[name=place]", index=1)
    for row, (title, body) in enumerate([
        ("三号楼电梯总停", "三号楼电梯一周停两次，八楼的老人下不来。"),
        ("楼道里堆满纸箱", "五单元楼道堆纸箱，消防通道走不通。"),
    ]):  # fmt: skip
        page.fill(f"[name=line-{row}-title]", title)
        page.fill(f"[name=line-{row}-body]", body)
    shoot(page, screenshots, "grid-1-sheet")
    page.locator("main").get_by_role("button", name="收下这张表").dblclick()
    page.wait_for_url(re.compile(r"/sheets/\d+/"))
    said(page, "已收下 2 条")
    shoot(page, screenshots, "grid-2-receipts")
    page.goto("/desk/voices/sheets/")
    expect(page.get_by_text("文华-浏览器-1")).to_have_count(1)


def test_the_secretary_makes_a_topic(visit: Visit, known: dict[str, Any], screenshots: Path) -> None:
    page = visit("wang", "/desk/topics/board/")
    ears = checks.Ears(page)
    shoot(page, screenshots, "secretary-1-board")
    page.locator("main a[href*='/board/group/']").first.click()
    shoot(page, screenshots, "secretary-2-group")
    page.fill("[name=title]", "把这一组并成的议题")
    page.select_option("[name=field]", index=1)
    press(page, "并成一个议题线索")
    said(page, "已形成议题线索")
    expect(page.locator(".step-blocked")).to_contain_text("还没有人评分")
    page.get_by_text("我来评分").click()
    score = page.locator("form[aria-label]").filter(has=page.locator("[name=first]")).first
    for name in ("first", "second", "third"):
        score.locator(f"[name={name}]").select_option("4")
    score.get_by_role("button", name="记下评分").click()
    press(page, "立为议题")
    said(page, "立为议题")
    expect(page.locator(".page-head")).to_contain_text("已立题")
    shoot(page, screenshots, "secretary-3-topic")
    assert ears.heard() == []


def test_the_secretary_plans_the_year(visit: Visit, known: dict[str, Any], screenshots: Path) -> None:
    page = visit("wang", f"/desk/plans/{known['making'][0]}/")
    shoot(page, screenshots, "secretary-4-plan")
    page.goto(f"/desk/plans/{known['making'][0]}/add/")
    topic = page.locator("[name=topic]").first
    title = page.locator("label.choice:has([name=topic]) strong").first.inner_text()
    topic.check()
    page.select_option("[name=month]", index=1)
    shoot(page, screenshots, "secretary-5-add")
    press(page, "加入计划")
    said(page, "已加入计划")
    expect(page.locator("main")).to_contain_text(title)


def _quick_gathering(page: Page, title: str) -> None:
    """微协商 on one page: the notice goes out at once."""
    page.goto("/desk/gatherings/quick/")
    page.select_option("[name=topic]", index=1)
    page.fill("[name=title]", title)
    page.fill("[name=starts_at]", (datetime.now() + timedelta(days=3)).strftime("%Y-%m-%dT09:30"))
    page.fill("[name=place]", "文华社区议事室")
    page.select_option("[name=convener]", index=1)
    page.fill("[name=guests]", "林晓梅，委员，市政协委员\n张大妈，群众，文华社区居民")
    page.locator("main button.button-first").last.click()
    page.wait_for_url(re.compile(r"/gatherings/\d+/"))


def test_the_secretary_holds_a_gathering(visit: Visit, screenshots: Path) -> None:
    page = visit("wang")
    ears = checks.Ears(page)
    _quick_gathering(page, "楼道杂物怎么清")
    said(page, "通知已经发出")
    shoot(page, screenshots, "secretary-6-gathering")
    press(page, "开会", exact=True)
    page.goto(page.url.split("#")[0] + "console/")
    page.select_option("[name=participant]", index=0)
    page.fill("#entry [name=text]", "先摸底，再统一清一次，以后每月看一回。")
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_contain_text("先摸底，再统一清一次")
    expect(page.locator("#entry [name=text]")).to_have_value("")
    shoot(page, screenshots, "secretary-7-console")
    assert ears.heard() == []


def test_the_secretary_writes_and_sends_a_recommendation(
    visit: Visit, known: dict[str, Any], screenshots: Path
) -> None:
    page = visit("wang", f"/desk/outcomes/topic/{known['discussing'][0]}/")
    words = "由市住建局牵头，三个月内拿出分片改造方案并公布进度。"
    page.fill("#write [name=lines]", words)
    press(page, "记下建议")
    said(page, "已写下 1 条建议")
    row = page.locator("#send fieldset").filter(has_text=words[:20]).first
    row.locator("select[name$=lead]").select_option(label="市住建局")
    shoot(page, screenshots, "secretary-8-recommendation")
    press(page, "交办选好的")
    said(page, "已交办 1 条建议")
    shoot(page, screenshots, "secretary-9-sent")


def test_the_secretary_publishes_a_feedback_list(
    visit: Visit, known: dict[str, Any], screenshots: Path
) -> None:
    page = visit("wang")
    topics = known["to_feed_back"]
    assert topics, "the demo year has no topic whose every recommendation was answered"
    page.goto(f"/desk/outcomes/topic/{topics[0]}/feedback/")
    page.fill("[name=summary]", "商量了三次，定了两件事：一件已经办成，一件年底前办完。")
    press(page, "起草")
    said(page, "清单已按部门答复填好")
    page.get_by_role("link", name="修改", exact=True).first.click()
    for box in page.locator("textarea[name^=item-]").all():
        if not box.input_value().strip():
            box.fill("已按方案完成，现场看过。")
    press(page, "保存")
    shoot(page, screenshots, "secretary-10-list")
    press(page, "确认公布")
    said(page, "已公布")
    page.get_by_role("link", name="公开页").click()
    expect(page.locator("h1")).to_be_visible()
    shoot(page, screenshots, "secretary-11-public-list")


def test_a_member_reads_and_scores(visit: Visit, known: dict[str, Any], screenshots: Path) -> None:
    page = visit("lin", "/desk/", size=PHONE)
    shoot(page, screenshots, "member-1-home")
    page.goto(f"/desk/topics/{known['candidates'][0]}/")
    page.get_by_text("我来评分").click()
    score = page.locator("form[aria-label]").filter(has=page.locator("[name=first]")).first
    for name in ("first", "second", "third"):
        score.locator(f"[name={name}]").select_option("3")
    score.get_by_role("button", name="记下评分").click()
    page.wait_for_load_state("load")
    expect(page.locator("#flash")).not_to_be_empty()
    shoot(page, screenshots, "member-2-topic")
    page.goto(f"/desk/plans/{known['issued'][0]}/")
    expect(page.locator(".month")).to_have_count(12)
    shoot(page, screenshots, "member-3-plan")
    page.goto(f"/desk/gatherings/{known['closed'][0]}/")
    expect(page.locator("h1")).to_be_visible()
    shoot(page, screenshots, "member-4-gathering")


def test_a_clerk_answers(visit: Visit, screenshots: Path) -> None:
    title = "老旧小区雨污分流怎么推进"
    hands.send_task(visit, title)
    page = visit("liu", "/desk/handling/")
    ears = checks.Ears(page)
    shoot(page, screenshots, "clerk-1-desk")
    hands.sign(page, title)
    hands.write_reply(
        page, "已列入明年改造计划，分三批实施，先做文华社区。", norm="planned", then="保存并提交审核"
    )
    expect(page.locator("main")).to_contain_text("请写明承诺事项和兑现日期")
    expect(page.locator("#reply [name=text]")).to_have_value(re.compile("分三批实施"))
    shoot(page, screenshots, "clerk-2-why-not")
    hands.promise(page, "文华社区雨污分流完工")
    said(page, "承诺已登记")
    press(page, "保存并提交审核")
    said(page, "已提交督查审核")
    expect(page.locator(".page-head")).to_contain_text("督查审核")
    shoot(page, screenshots, "clerk-3-submitted")
    assert ears.heard() == []


def test_the_inspection_office_passes_one_and_bounces_another(visit: Visit, screenshots: Path) -> None:
    titles = ("背街小巷路灯补装", "小区充电桩布点")
    clerk = visit("liu")
    for title in titles:
        hands.send_task(visit, title)
        hands.sign(clerk, title)
        hands.write_reply(clerk, "已经办完，现场拍照留存。", norm="solved", then="保存并提交审核")
        said(clerk, "已提交督查审核")
    page = visit("sun", "/desk/handling/check/")
    shoot(page, screenshots, "inspection-1-check")
    one = page.locator("article", has_text=titles[0])
    one.get_by_role("button", name="审核通过").click()
    said(page, "已办理")
    expect(page.locator("article", has_text=titles[0])).to_have_count(0)
    other = page.locator("article", has_text=titles[1])
    other.locator("summary", has_text="退回重办").click()
    other.locator("textarea[name=note]").fill("请补充布点清单和完成时间。")
    other.get_by_role("button", name="退回重办").click()
    said(page, "已办理")
    shoot(page, screenshots, "inspection-2-done")
    clerk.goto("/desk/handling/")
    clerk.get_by_role("link", name=titles[1]).first.click()
    expect(clerk.locator("main")).to_contain_text("请补充布点清单和完成时间。")
    shoot(clerk, screenshots, "clerk-4-bounced")


def test_a_leader_sees_and_approves(visit: Visit, known: dict[str, Any], screenshots: Path) -> None:
    page = visit("zhao", "/desk/", size=PHONE)
    shoot(page, screenshots, "leader-1-home")
    page.goto("/desk/overdue/")
    shoot(page, screenshots, "leader-2-overdue")
    expect(page.locator("main")).to_contain_text("逾期")
    assert known["review"], "the demo year has no plan before the party committee"
    page.goto(f"/desk/plans/{known['review'][0]}/")
    press(page, "审定通过")
    said(page, "审定通过")
    expect(page.locator(".page-head")).to_contain_text("三办会签")
    shoot(page, screenshots, "leader-3-approved")


def test_two_press_the_same_button(visit: Visit, known: dict[str, Any], screenshots: Path) -> None:
    assert known["unsolved"], "the demo year has no voice that was not solved"
    path = f"/desk/voices/{known['unsolved'][0]}/"
    first, second = visit("wang", path), visit("wang", path)
    for page, note in ((first, "已电话说明。"), (second, "我也写了一大段说明，不想丢掉。")):
        page.locator("summary", has_text="说明情况").click()
        page.locator("details.step textarea[name=note]").first.fill(note)
    for page in (first, second):
        page.locator("details.step[open] form button").first.click()
        page.wait_for_load_state("load")
    said(first, "已办理")
    expect(second.locator("h1")).to_have_text("情况已经变了")
    expect(second.locator("textarea[readonly]")).to_have_value(re.compile("不想丢掉"))
    shoot(second, screenshots, "stale")


def test_somebody_else_s_page(visit: Visit, screenshots: Path) -> None:
    page = visit("lin")
    answer = page.goto("/desk/handling/check/")
    assert answer and answer.status == 403
    expect(page.locator("main")).to_contain_text("审核台由督查室办理")
    shoot(page, screenshots, "not-yours")
    answer = page.goto("/desk/topics/99999999/")
    assert answer and answer.status == 404
    expect(page.locator("h1")).to_have_text("没有找到这一页")
    shoot(page, screenshots, "not-found")
    stranger = visit("-", "/desk/topics/board/")
    expect(stranger).to_have_url(re.compile(r"/account/login/\?next="))


def test_a_page_that_lay_too_long(visit: Visit, screenshots: Path) -> None:
    page = visit("-", "/speak/", size=PHONE)
    hands.speak(page, "放了一夜的表单", "昨天晚上写的，今天早上才按发出。")
    page.context.clear_cookies()
    press(page, "发出")
    expect(page.locator("h1")).to_have_text("这个页面放得太久了")
    kept = [box.input_value() for box in page.locator("textarea[readonly]").all()]
    assert any("今天早上才按发出" in text for text in kept)
    shoot(page, screenshots, "expired")


def test_a_bad_file_keeps_what_was_written(visit: Visit, screenshots: Path, tmp_path: Path) -> None:
    page = visit("-", "/speak/", size=PHONE)
    hands.speak(page, "传错了文件", "附件传错了也不该让我重写这一段。")
    bad = tmp_path / "照片.jpg"
    bad.write_bytes(b"MZ\x90\x00" + b"\0" * 200)
    page.set_input_files("[name=files]", bad)
    press(page, "发出")
    expect(page.locator("main")).to_contain_text("“照片.jpg”的类型不收，没有保存")
    kept = [box.input_value() for box in page.locator("textarea").all()]
    assert any("不该让我重写" in text for text in kept)
    shoot(page, screenshots, "bad-file")


def test_a_page_keeps_itself_fresh(visit: Visit, known: dict[str, Any]) -> None:
    path = f"/desk/topics/{known['candidates'][-1]}/"
    watching = visit("wang", path)
    watching.evaluate("window.stayed = true")
    before = watching.locator(".timeline").inner_text()
    other = visit("lin", path)
    other.get_by_text("我来评分").click()
    score = other.locator("form[aria-label]").filter(has=other.locator("[name=first]")).first
    for name in ("first", "second", "third"):
        score.locator(f"[name={name}]").select_option("5")
    score.get_by_role("button", name="记下评分").click()
    expect(watching.locator(".timeline")).not_to_have_text(before)
    expect(watching.locator(".timeline")).to_contain_text("林晓梅")
    assert watching.evaluate("window.stayed"), "the page was loaded anew"
