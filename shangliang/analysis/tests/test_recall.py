from shangliang.analysis.recall import Shelf

TEXTS = [
    ("a", "小学门口早晚高峰车速快，请加装减速带。"),
    ("b", "老旧小区加装电梯资金不足，请提高补贴。"),
    ("c", "小学门口没有减速带，车开得快。"),
    ("d", "请规划通用机场。"),
]


def shelf() -> Shelf:
    made = Shelf()
    made.extend(TEXTS)
    return made


def test_the_most_alike_come_first() -> None:
    found = shelf().nearest("学校门口车速快，建议装减速带", top=2)
    assert {name for name, _likeness in found} == {"a", "c"}
    assert [likeness for _name, likeness in found] == sorted((x for _n, x in found), reverse=True)


def test_itself_is_most_alike() -> None:
    for name, text in TEXTS:
        assert shelf().nearest(text, top=1) == [(name, 1.0)]


def test_nothing_in_common_and_nothing_there() -> None:
    assert shelf().nearest("ZZZZ", top=3) == [] == Shelf().nearest("减速带", top=3)
    assert shelf().nearest("", top=3) == []


def test_filled_in_two_steps_it_is_the_same() -> None:
    steps = Shelf()
    steps.extend(TEXTS[:2])
    steps.extend([])
    steps.extend(TEXTS[2:])
    asked = "小学门口减速带"
    assert len(steps) == 4 and steps.nearest(asked, top=4) == shelf().nearest(asked, top=4)
