"""Learning classes from labelled examples."""

import pytest

from shangliang.analysis import category
from shangliang.analysis.records import Message

EXAMPLES = {
    "交通": [
        "公交车晚点太久",
        "红绿灯时间太短",
        "出租车乱收费",
        "地铁站没有电梯",
        "公交站牌写错了",
        "客运站买不到车票",
    ],
    "教育": [
        "学校周末补课收费",
        "幼儿园学位不够",
        "老师要求订资料",
        "中学食堂饭菜差",
        "小学划片不公平",
        "教师招聘考试时间",
    ],
    "环保": [
        "工厂夜里排黑烟",
        "河水发臭有死鱼",
        "工地灰尘很大",
        "焚烧垃圾气味刺鼻",
        "砖窑黑烟污染",
        "污水直接排进河里",
    ],
}


def given_examples() -> tuple[list[Message], list[str]]:
    pairs = [(text, label) for label, group in EXAMPLES.items() for text in group]
    return [Message(f"{k:02d}", text, text + "请管一管") for k, (text, _) in enumerate(pairs)], [
        p[1] for p in pairs
    ]


def test_learns_and_guesses() -> None:
    model = category.train(*given_examples())
    new = [
        Message("a", "公交车总是晚点", ""),
        Message("b", "学校补课", "周末补课收费"),
        Message("c", "黑烟", "工厂排黑烟"),
    ]
    guesses = model.predict(new)
    assert [g.id for g in guesses] == ["a", "b", "c"]
    assert [g.category for g in guesses] == ["交通", "教育", "环保"]
    assert all(0 < g.score <= 1 for g in guesses)
    assert model.predict([]) == []


def test_the_order_of_examples_makes_no_difference() -> None:
    messages, labels = given_examples()
    one = category.train(messages, labels)
    other = category.train(messages[::-1], labels[::-1])
    assert one.to_bytes() == other.to_bytes()


def test_two_classes() -> None:
    messages, labels = given_examples()
    model = category.train(messages[:12], labels[:12])
    assert model.predict([Message("a", "公交车晚点", "")])[0].category == "交通"
    assert model.predict([Message("a", "学校补课", "")])[0].category == "教育"


def test_a_model_survives_as_bytes() -> None:
    messages, labels = given_examples()
    model = category.train(messages, labels)
    again = category.Model.from_bytes(model.to_bytes())
    assert again.classes == model.classes
    assert again.predict(messages) == model.predict(messages)


@pytest.mark.parametrize("data", [b"", b"nothing", b"PK\x03\x04broken"])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a category model"):
        category.Model.from_bytes(data)


def test_what_cannot_be_learned() -> None:
    messages, labels = given_examples()
    with pytest.raises(ValueError, match="labels"):
        category.train(messages, labels[:3])
    with pytest.raises(ValueError, match="two categories"):
        category.train(messages, ["交通"] * len(messages))
