import pytest

from shangliang.analysis.numbered import points


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("   \n", []),
        ("请加装减速带。", ["请加装减速带。"]),
        ("1. 加装减速带；2. 设限速标志。", ["加装减速带", "设限速标志。"]),
        ("1、加装减速带\n2、设限速标志", ["加装减速带", "设限速标志"]),
        ("一、加装。\n1. 校门口\n2. 路口\n二、设标志。", ["加装。\n1. 校门口\n2. 路口", "设标志。"]),
        ("（一）加装。（二）设标志。（三）疏导。", ["加装。", "设标志。", "疏导。"]),
        ("为此建议：\n①加装\n②疏导", ["加装", "疏导"]),
        ("一是加装减速带；二是设限速标志；三是疏导。", ["加装减速带", "设限速标志", "疏导。"]),
        ("情况紧急。\n1. 加装\n2. 疏导", ["情况紧急。\n加装", "疏导"]),
        ("长 1.5 米，宽 2.5 米。", ["长 1.5 米，宽 2.5 米。"]),
        ("1. 只有一条", ["1. 只有一条"]),
        ("1. 加装\n3. 漏了二", ["1. 加装\n3. 漏了二"]),
        ("十一月前办好一、二期工程", ["十一月前办好一、二期工程"]),
    ],
)
def test_points(text: str, found: list[str]) -> None:
    assert points(text) == found


def test_more_than_ten_points() -> None:
    marks = [*"一二三四五六七八九十", "十一", "十二"]
    text = "\n".join(f"{mark}、第 {n} 件" for n, mark in enumerate(marks, 1))
    assert points(text) == [f"第 {n} 件" for n in range(1, 13)]


def test_nothing_is_lost() -> None:
    text = "背景很长，涉及几个部门。\n（1）加装；\n（2）疏导"
    assert "".join("".join(points(text)).split()) == "背景很长，涉及几个部门。加装疏导"
