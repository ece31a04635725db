"""Replies beside their messages: delays, empty ones, questions left open. All sentences are invented."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shangliang.analysis import relevance, replies
from shangliang.analysis.asks import Need, asks, taken_up, unmet
from shangliang.analysis.clauses import Kind, clauses, kind, plain
from shangliang.analysis.delays import WorkingDays, day
from shangliang.analysis.replies import Exchange, Reason, examine

TITLE = "云杉小区的路灯什么时候能修好"
BODY = "云杉小区东门的路灯坏了半年，老人晚上不敢出门，请问什么时候能修好？"
GOOD = "您好！经查，云杉小区东门路灯因电缆老化损坏，市政处将在6月20日前完成更换。感谢您的关注！"
LISTED = {
    date(2026, 2, 14): True,
    **{date(2026, 2, d): False for d in range(15, 24)},
    date(2026, 2, 28): True,
}


def verdict(reply: str, title: str = TITLE, body: str = BODY) -> replies.Finding:
    [finding] = examine([Exchange("1", title, body, reply, "2026-02-10", "2026-03-02")], listed=LISTED)
    return finding


def reasons(finding: replies.Finding) -> set[Reason]:
    return {b.reason for b in finding.because}


def test_a_reply_that_answers() -> None:
    finding = verdict(GOOD)
    assert (finding.empty, finding.answers, reasons(finding)) == (False, True, {Reason.ANSWERED})
    assert "路灯" in finding.because[0].terms


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", Reason.NO_REPLY),
        (" \n\t ", Reason.NO_REPLY),
        ("<p>&nbsp;</p><br/>", Reason.NO_REPLY),
        ("……", Reason.NO_REPLY),
        ("已收悉", Reason.RECEIPT_ONLY),
        ("网友您好！来信已收悉", Reason.RECEIPT_ONLY),
        (
            "尊敬的网友“U×××”：您好！您反映的问题我局高度重视，现回复如下：特此回复。2026年3月2日",
            Reason.RECEIPT_ONLY,
        ),
        ("<p>您的留言已收悉，感谢您的关注！</p>", Reason.RECEIPT_ONLY),
        ("感谢您对市政工作的理解和关注。", Reason.COURTESY_ONLY),
        ("您好！祝您工作顺利，身体健康！望江区政府办公室", Reason.COURTESY_ONLY),
        ("您的留言已转交市政处办理，请耐心等待。", Reason.TRANSFER_ONLY),
        ("您好，留言收悉，已批转有关单位处理。", Reason.TRANSFER_ONLY),
        ("您的问题已转区住建局，请留意后续回复。", Reason.TRANSFER_ONLY),
        ("已交由望江区办理，有结果将及时回复。", Reason.TRANSFER_ONLY),
        ("已电话答复。", Reason.RECEIPT_ONLY),
        ("请参见之前的回复。", Reason.RECEIPT_ONLY),
        ("已阅", Reason.RECEIPT_ONLY),
        ("1", Reason.TOO_SHORT),
        ("来信收悉。我处会把您的想法如实上报主管部门。谢谢支持！", Reason.PASSED_ON),
        ("您好，我们会尽快处理。", Reason.PROMISE_ONLY),
        ("您所反映的问题正在调查核实中，请关注后续回复。", Reason.PROMISE_ONLY),
        ("您好！请拨打电话0731-×××××××咨询。", Reason.CALL_ONLY),
        ("来信收悉。如有疑问，请致电×××××××。感谢您的支持！", Reason.CALL_ONLY),
    ],
)
def test_empty_replies(reply: str, reason: Reason) -> None:
    finding = verdict(reply)
    assert finding.empty and not finding.answers
    assert reasons(finding) == {reason}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("您好！您反映的问题不属于我局管辖范围，建议您向市政处反映。", Reason.SENT_ELSEWHERE),
        ("对于您的想法，我处将认真论证。感谢您的监督！", Reason.ONLY_CONSIDERED),
        ("因您未留下联系方式，我们无法与您联系核实，请致电×××××××。", Reason.DETAILS_WANTED),
        ("您反映的听泉小区路灯问题，经查，该处路灯已由市政处更换完毕并恢复照明。", Reason.OTHER_PLACE),
        ("经查，您反映的情况属实，我们对有关人员进行了批评教育。", Reason.QUESTION_OPEN),
    ],
)
def test_replies_that_do_not_answer(reply: str, reason: Reason) -> None:
    finding = verdict(reply)
    assert not finding.empty and not finding.answers
    assert reason in reasons(finding)


@pytest.mark.parametrize(
    "reply",
    [
        "暂无计划。",
        "新发的证件有效期为一年。",
        "经核实，路灯已于3月1日修复。",
        "目前市政处正在起草《照明专项规划》，对于您的建议，将予以认真考虑。",
        "该路段不具备条件，不宜安装路灯，请您理解。",
        "您反映的路灯属村集体所有，不归市政处管理；经与村委会协商，村里决定本月内自行更换灯具，费用由村集体承担。",
    ],
)
def test_short_or_unwelcome_answers_are_answers(reply: str) -> None:
    assert not verdict(reply).empty
    assert verdict(reply).answers


def test_what_is_only_put_off_is_said_though_it_answers() -> None:
    finding = verdict("目前市政处正在起草《照明专项规划》，对于您的建议，将予以认真考虑。")
    assert reasons(finding) == {Reason.ANSWERED, Reason.STILL_CONSIDERED}


def test_a_point_that_nobody_touched_is_named() -> None:
    body = "云杉小区的路灯坏了半年，请修好。\n另外食堂的饭菜价格太贵，希望降价。\n公交车能否增加班次？"
    told = {b.reason: b.terms for b in verdict(GOOD, body=body).because}
    assert Reason.POINT_OPEN in told and "饭菜" in told[Reason.POINT_OPEN]


def test_who_to_turn_to_may_be_all_that_was_asked() -> None:
    title = "法律援助找哪个部门，联系电话是多少"
    assert verdict("请咨询市司法局，电话×××××××。", title=title, body=title).answers


MATTERS = {
    "路灯": ("路灯损坏晚上很黑", "市政处已更换路灯电缆，恢复夜间照明"),
    "公交": ("公交车班次太少等车久", "公交公司调整了发车间隔，高峰增加车辆"),
    "学校": ("学校周末违规补课收费", "教育局责令学校停止补课，退还学生费用"),
    "油烟": ("烧烤店油烟飘进卧室", "城管队员责令烧烤店安装油烟净化设备"),
    "工资": ("工地拖欠农民工工资", "劳动监察大队已立案，工资将支付给农民工"),
    "垃圾": ("垃圾几天没有人清运", "环卫所增派了垃圾清运车，每天收两次"),
}


def many(count: int = 120) -> list[Exchange]:
    rng, made = random.Random(4), []
    for k in range(count):
        asked, told = MATTERS[list(MATTERS)[k % len(MATTERS)]]
        body = f"{asked}，{''.join(chr(rng.randint(0x4E00, 0x6E00)) for _ in range(20))}，希望有人来管。"
        reply = f"您好！经工作人员到现场了解，{told}，下一步将安排专人负责巡查，防止再次发生类似情况。"
        made.append(Exchange(f"{k:03d}", asked, body, reply, "2026-02-10", "2026-03-02"))
    return made


def test_a_reply_laid_to_another_matter() -> None:
    rows = many()
    assert all(f.answers for f in examine(rows))
    wrong = [*rows[:-1], Exchange("119", rows[119].title, rows[119].body, rows[2].reply, "", "")]
    finding = list(examine(wrong))[119]
    assert Reason.OTHER_MATTER in reasons(finding) and not finding.empty


def test_too_few_to_compare_with() -> None:
    """Alone, a reply is of another matter only when not one word of its message returns."""
    one, other = many()[:2]
    [finding] = examine([Exchange("x", one.title, one.body, other.reply)])
    assert Reason.OTHER_MATTER in reasons(finding)
    [finding] = examine([Exchange("x", one.title, one.body, other.reply + "路灯另行答复。")])
    assert Reason.OTHER_MATTER not in reasons(finding)
    assert relevance.strangeness(["a"] * 5, ["b"] * 5).tolist() == [0.0] * 5


@settings(max_examples=5, deadline=None)
@given(st.randoms())
def test_the_order_of_rows_makes_no_difference(rng: random.Random) -> None:
    rows = many(80)
    mixed = rng.sample(rows, len(rows))
    there = {f.id: f for f in examine(rows)}
    result = examine(mixed)
    assert [f.id for f in result] == [e.id for e in mixed]
    assert all(there[f.id] == f for f in result)
    assert (result.sha256, result.version, len(result)) == (examine(rows).sha256, replies.VERSION, 80)


CELLS = st.text("已收悉您好路灯修好转办2026-/年月日.0123，。!\n ", max_size=30)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=5))
def test_whatever_is_written(cells: list[tuple[str, str, str, str, str]]) -> None:
    """Empty answers nothing, every verdict has its reason, days are none or in their order, nobody's row counts."""
    rows = [Exchange(str(k), *texts) for k, texts in enumerate(cells)]
    found = list(examine(rows, listed=LISTED))
    assert [f.id for f in found] == [e.id for e in rows]
    for exchange, finding in zip(rows, found, strict=True):
        assert not (finding.empty and finding.answers) and finding.because
        assert (finding.days is None) == (finding.working_days is None)
        assert finding.days is None or 0 <= (finding.working_days or 0) <= finding.days
        assert list(examine([exchange], listed=LISTED)) == [finding]


def test_ids_are_there_and_once() -> None:
    with pytest.raises(ValueError, match="no id"):
        examine([Exchange("", "a", "b", "c")])
    with pytest.raises(ValueError, match="twice"):
        examine([Exchange("1", "a", "b", "c"), Exchange("1", "a", "b", "d")])
    assert len(examine([])) == 0


@pytest.mark.parametrize(
    "said",
    [
        "2019/4/25 9:32:09",
        "2019-04-25",
        "2019-04-25T09:32:09+08:00",
        "2019.4.25",
        "2019年4月25日 上午9时",
        "２０１９年４月２５日",
        "20190425",
        "20190425093209",
        "25.4.2019",
        "4/25/2019",
        "二〇一九年四月二十五日",
        "二○一九年四月二十五日",
        "43580",
        "43580.397",
        "1556156000",
        "1556156000000",
        "  2019-4-25  ",
        "时间：2019-04-25",
    ],
)
def test_dates_as_people_write_them(said: str) -> None:
    assert day(said) == date(2019, 4, 25)


@pytest.mark.parametrize(
    "said", ["", "待定", "2019/13/45", "1.2", "19", "2019", "0000-00-00", "9999-01-01", "昨天"]
)
def test_what_is_no_date(said: str) -> None:
    assert day(said) is None


@pytest.mark.parametrize(("said", "number"), [("二〇二六年十月十日", 10), ("二〇二六年十月三十一日", 31)])
def test_tens_in_letters(said: str, number: int) -> None:
    assert day(said) == date(2026, 10, number)


def test_days_and_working_days() -> None:
    finding = verdict(GOOD)
    assert (finding.days, finding.working_days) == (20, 10)  # 11-14, 24-28 February, 2 March


@pytest.mark.parametrize(
    ("asked", "replied", "days", "reason"),
    [
        ("2026-03-02", "2026-03-02", 0, None),
        ("2026/3/2 23:59:00", "2026/3/3 0:01:00", 1, None),
        ("", "2026-03-02", None, Reason.NO_DATE),
        ("下周", "2026-03-02", None, Reason.NO_DATE),
        ("2026-03-02", "", None, Reason.NO_REPLY_DATE),
        ("2026-03-02", "2026-02-30", None, Reason.NO_REPLY_DATE),
        ("2026-03-02", "2026-03-01", None, Reason.BEFORE_MESSAGE),
        ("2031-03-02", "2031-03-04", 2, Reason.DAYS_NOT_LISTED),
    ],
)
def test_odd_dates(asked: str, replied: str, days: int | None, reason: Reason | None) -> None:
    [finding] = examine([Exchange("1", TITLE, BODY, GOOD, asked, replied)], listed=LISTED)
    assert finding.days == days and (finding.working_days is None) == (days is None)
    assert reasons(finding) - {Reason.ANSWERED} == ({reason} if reason else set())
    assert finding.answers


def test_no_reply_yet_is_no_fault_of_the_dates() -> None:
    [finding] = examine([Exchange("1", TITLE, BODY, "", "2026-03-02", "")], listed=LISTED)
    assert (finding.days, finding.empty, reasons(finding)) == (None, True, {Reason.NO_REPLY})


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2025, 12, 1), date(2026, 4, 1)), st.integers(0, 500))
def test_working_days_against_counting_one_by_one(start: date, span: int) -> None:
    working = WorkingDays(LISTED)
    fixed = {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)}
    count = 0
    for k in range(1, span + 1):
        now = start + timedelta(days=k)
        usual = now.weekday() < 5 and not (now.year != 2026 and (now.month, now.day) in fixed)
        count += LISTED.get(now, usual)
    end = start + timedelta(days=span)
    assert working.between(start, end) == count
    assert working.knows(start, end) == ({start.year, end.year} == {2026})


@pytest.mark.parametrize(
    ("clause", "what"),
    [
        ("感谢您对市政工作的理解和支持", Kind.COURTESY),
        ("您的来信已收悉", Kind.RECEIPT),
        ("关于您反映的路灯问题", Kind.ECHO),
        ("如有不明", Kind.CONTACT),
        ("请拨打热线12345", Kind.CONTACT),
        ("已转交市政处办理", Kind.TRANSFER),
        ("建议您向市政处咨询", Kind.ELSEWHERE),
        ("我局将向市政府汇报您的诉求", Kind.PASS_ON),
        ("将予以认真考虑", Kind.STUDY),
        ("将在2027年规划中予以考虑", Kind.SUBSTANCE),
        ("路灯已经修复", Kind.SUBSTANCE),
        ("亲属也能代办", Kind.SUBSTANCE),
    ],
)
def test_what_clauses_do(clause: str, what: Kind) -> None:
    assert kind(clause) is what


def test_salutation_and_signature_are_no_clauses() -> None:
    told = clauses("网友“U001”：\n您好！路灯已修复。\n望江区市政管理处\n2026年3月2日")
    assert [c.text for c in told] == ["路灯已修复"]


def test_web_remains_are_taken_off() -> None:
    assert plain("<div>一行<br/>两行&nbsp;&amp;lt;b&amp;gt;</div><script>x()</script>") == "一行\n两行"
    assert plain("3<5，且7>6 _x000D_") == "3<5,且7>6"


def test_asks_and_what_they_need() -> None:
    found = asks(TITLE, "路灯坏了。收费标准是多少？\n请尽快处理。天气很好。")
    assert Need.WHEN in found[0].needs
    assert any(Need.AMOUNT in a.needs for a in found)
    assert not any("天气" in a.text for a in found)
    assert asks("路灯", "") and asks("", "") == []
    assert unmet("何时修好", "情况属实") == (Need.WHEN,) and unmet("何时修好", "下月完成") == ()
    assert unmet("希望修好", "情况属实") == ()
    assert taken_up(["垃圾清运", "路灯"], "垃圾将每天清运") == (["垃圾清运"], ["路灯"])
