"""A summary of what was said: every sentence is somebody's, everybody counts once, what is left out is named."""

import random

import pytest

from shangliang.analysis.digest import Said, digest, rests_on, sentences, unaddressed

SAID = [
    Said("1", "林", "电动自行车没有地方充电，大家从窗口拉线。建议在小区东门建集中充电棚。"),
    Said("2", "邓", "我也赞成建集中充电棚，小区东门那块空地就合适。"),
    Said("3", "冯", "集中充电棚要配灭火器，线路要有人检查。"),
    Said("4", "周", "楼道照明坏了三个月没有人修，老人晚上不敢出门。"),
    Said("5", "吴", "楼道照明应当由物业一周内修好。"),
    Said("6", "钱", "请把会议材料提前发给大家。"),
]


def test_every_sentence_is_word_for_word_somebodys() -> None:
    found = digest(SAID, most=4)
    by_id = {s.id: s.text for s in SAID}
    assert found.sentences and all(s.text in by_id[s.id] for s in found.sentences)
    assert len({s.text for s in found.sentences}) == len(found.sentences)


def test_the_points_that_many_make_come_first() -> None:
    first, second, *_ = digest(SAID, most=4).sentences
    assert {"充电棚" in first.text, "充电棚" in second.text} == {True, False}
    assert "照明" in first.text + second.text
    shed = next(s for s in (first, second) if "充电棚" in s.text)
    assert set(shed.stands_for) & {"1", "2"}


def test_somebody_who_talks_long_counts_once() -> None:
    long = Said("7", "赵", "。".join(f"文化广场第{n}块地砖松动了需要修补" for n in range(30)))
    found = digest([*SAID, long], most=3)
    assert sum(s.id == "7" for s in found.sentences) <= 1
    assert any("充电棚" in s.text for s in found.sentences)


def test_order_makes_no_difference_and_words_do() -> None:
    mixed = SAID[:]
    random.Random(7).shuffle(mixed)
    assert digest(mixed) == digest(SAID)
    assert digest(SAID[:-1]).sha256 != digest(SAID).sha256
    with pytest.raises(ValueError, match="twice"):
        digest([SAID[0], SAID[0]])


def test_of_nothing_there_is_no_summary() -> None:
    for nothing in ([], [Said("1", "林", "好。")], [Said("1", "林", "……！！")]):
        assert digest(nothing).sentences == () and digest(nothing).covered == 0.0
    assert digest(SAID, most=0).sentences == ()
    assert digest(SAID, most=99).covered == 1.0


def test_on_which_opinions_the_minutes_rest_and_which_they_leave_out() -> None:
    minutes = ["在小区东门建设集中充电棚，配齐灭火器。", "物业一周内修好楼道照明。"]
    first, second = rests_on(minutes, SAID)
    assert {"1", "2", "3"} & set(first) == {"1", "2", "3"} and not {"4", "5"} & set(first)
    assert second[0] == "5" and "4" in second
    assert unaddressed(SAID, minutes) == ["6"]
    assert unaddressed(SAID, []) == [s.id for s in SAID] and rests_on([], SAID) == []
    assert rests_on(["路灯坏了"], [Said("1", "林", "路灯坏了")]) == [["1"]]


def test_sentences() -> None:
    assert sentences("第一，路灯不亮。好！第二句话说的是停车；\n\n第三句话说垃圾分类") == [
        "第一，路灯不亮。", "第二句话说的是停车；", "第三句话说垃圾分类",
    ]  # fmt: skip
