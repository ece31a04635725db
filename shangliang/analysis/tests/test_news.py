"""Replies in words that no pattern of clauses.py was written for. All sentences are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shangliang.analysis.news import tells
from shangliang.analysis.replies import Exchange, examine

MESSAGES = {
    "lift": (
        "云杉小区旧楼何时加装电梯",
        "云杉小区3栋建于九十年代，老人上下楼困难，说要加装电梯，一直没有动静，请问什么时候动工？",
    ),
    "noise": (
        "投诉金桂路烧烤店夜间噪音扰民",
        "金桂路28号烧烤店每天营业到凌晨三点，音响声很大，楼上住户没法休息，希望有关部门处理。",
    ),
    "fund": ("咨询公积金异地贷款", "我在外省缴存公积金，想在本市买房，能不能用公积金贷款？需要什么材料？"),
    "bus": ("建议17路公交增加班次", "17路早高峰二十多分钟才来一趟，建议增加班次。"),
    "wage": ("反映宏达工地拖欠工资", "我们在宏达工地干了半年，工钱到现在没有给，请政府帮我们要回血汗钱。"),
    "school": ("请问明德小学学区怎么划分", "我家住梧桐里，今年孩子上一年级，请问属于哪个学区？"),
}

NOTHING = [
    ("lift", "您好，您的来信我们已经看到，会认真办理。"),
    ("lift", "感谢您的留言，我们高度重视，将尽快安排相关部门核实，核实后再向您反馈。"),
    ("lift", "您好：您的诉求已录入系统，编号20180503，请留意后续短信。"),
    ("lift", "您好，来信内容已详细了解，我们将按程序办理，依法依规处理，并及时将处理情况告知您。"),
    ("lift", "您好！您反映的问题我们会及时向上级汇报，感谢您对我们工作的支持。"),
    ("noise", "您反映的问题已转金桂街道办事处处理，请耐心等待。"),
    ("noise", "您好，您投诉的金桂路烧烤店夜间噪音扰民问题我们已登记，谢谢您的监督。"),
    (
        "noise",
        "来信收到。您反映金桂路28号烧烤店每天营业到凌晨三点，音响声很大，楼上住户没法休息。我们会认真对待。",
    ),
    ("noise", "您好，您的问题已经反馈给相关单位，相关单位会尽快与您联系，谢谢！"),
    ("fund", "您的咨询已受理，工作人员将在5个工作日内与您联系。"),
    ("fund", "关于您咨询的公积金异地贷款的问题，我中心正在核实，待核实清楚后第一时间回复您。"),
    ("bus", "您好，您的建议非常好，我们表示衷心感谢，欢迎您继续为城市发展建言献策。"),
    ("bus", "来信已转市公交公司，谢谢关注。"),
    ("wage", "诉求已交由区人社局劳动监察大队办理，处理结果将由其直接答复您。"),
    ("wage", "您的信件已批转，请您关注办理进展。"),
    ("wage", "您的留言已收悉，请您留下联系电话，以便我们与您联系。感谢您的关注！2018年5月3日"),
    ("school", "您的来信收悉，我局领导非常重视，已责成相关科室调查处理。此复。"),
    ("school", "您好！我们将认真研究您的来信，稍后予以回复。"),
]

SOMETHING = [
    ("lift", "您好！云杉小区3栋电梯已于8月动工，预计年底交付使用。"),
    ("lift", "经核实，3栋有两户不同意，暂不具备加装条件，社区正在协调。"),
    ("lift", "不能加装，该楼已列入拆迁范围。"),
    ("lift", "资金没到位，今年动不了工。"),
    ("noise", "已查，该店已停业。"),
    ("noise", "来信收悉。经现场检测，夜间噪声为52分贝，未超标。感谢您的监督！"),
    ("fund", "可以。请带身份证、缴存证明和购房合同到公积金中心三楼办理。"),
    ("fund", "您好，目前我市暂未开通异地贷款业务。"),
    ("fund", "外地户口不行。"),
    ("bus", "经客流调查，17路满载率不高，暂不增加班次，敬请谅解。"),
    ("bus", "您好！17路已增加两台车，高峰间隔缩短至12分钟。"),
    ("wage", "您好！经协调，宏达公司已于1月20日将工资全部发放到位。"),
    ("wage", "您的问题已经帮您解决，给您带来的不便，敬请谅解。"),
    ("school", "梧桐里划入实验二小。"),
    ("school", "属于二小。"),
    ("school", "今年学区划分方案将在6月底公布，届时请查看区教育局网站。"),
]


def found(message: str, reply: str) -> tuple[bool, bool]:
    [finding] = examine([Exchange("1", *MESSAGES[message], reply)])
    return finding.empty, finding.answers


@pytest.mark.parametrize(("message", "reply"), NOTHING)
def test_nothing_is_said(message: str, reply: str) -> None:
    assert found(message, reply) == (True, False)


@pytest.mark.parametrize(("message", "reply"), SOMETHING)
def test_something_is_said(message: str, reply: str) -> None:
    assert found(message, reply) == (False, True)


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("bus", "您好！公交线路不属于我局职责范围，请您向市交通运输局反映。"),
        ("bus", "您好！您提出的建议我们将认真研究，在今后的工作中予以考虑。"),
        ("lift", "您好！此事应由开发商负责，请找开发商解决。"),
        ("wage", "您好！经查，金桂路沿线广告牌已全部拆除，人行道地砖正在更换，预计月底完工。"),
        (
            "school",
            "近年来我区事业快速发展，新增床位8000个，医护队伍不断壮大，门诊质量稳步提升，将继续加大投入。",
        ),
    ],
)
def test_something_is_said_and_nothing_answered(message: str, reply: str) -> None:
    assert found(message, reply) == (False, False)


def test_a_copy_of_the_message_says_nothing() -> None:
    for title, body in MESSAGES.values():
        [finding] = examine([Exchange("1", title, body, f"网友您好！您反映：{body}我们已收悉，将尽快处理。")])
        assert finding.empty


def test_words_of_the_message_may_be_the_answer() -> None:
    title, body = MESSAGES["lift"]
    assert tells("电梯已加装", title, body) and tells("不能加装电梯", title, body)
    assert not tells("您反映的加装电梯一事", title, body) and not tells("我们已登记", title, body)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(NOTHING), min_size=1, max_size=4), st.sampled_from(SOMETHING))
def test_more_of_nothing_is_nothing_and_one_thing_said_is_something(
    empties: list[tuple[str, str]], told: tuple[str, str]
) -> None:
    """Empty sentences to one message stay empty in any number; beside them, what is said stays said."""
    message = told[0]
    mine = [reply for about, reply in empties if about == message]
    if mine:
        assert found(message, "\n".join(mine))[0]
    assert not found(message, "\n".join([*mine, told[1]]))[0]
