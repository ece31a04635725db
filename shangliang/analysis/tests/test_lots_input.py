"""Pools and quotas as they are handed in: what is wrong is said with its line, what is harmless is taken."""

import pytest

from shangliang.analysis.lots import Quota, draw_up, read_pool, read_quotas
from shangliang.analysis.lots.tables import check
from shangliang.analysis.refusal import Refusal

POOL = "id,sex,age\na,f,young\nb,m,old\nc,f,old\n"
QUOTAS = "feature,value,min,max\nsex,f,0,2\nsex,m,0,2\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("\n  \n", "the file is empty"),
        ("id,sex\n", "no rows below the headings"),
        ("name,sex\na,f\n", "the column id is missing"),
        ("id,sex\na,f\n,m\n", "line 3: there is no id"),
        ("id,sex\na,f\nb,m\na,m\n", "line 4: the id a stands in line 2 already"),
        ("id,sex\na,f\n\nb\n", "line 4: 1 cells below 2 headings"),
        ("id,sex\na,f,x\n", "line 2: 3 cells below 2 headings"),
        ("id,sex,sex\na,f,f\n", "a heading is empty or stands twice"),
        ('id,sex\na,"f\nb,m\n', "no proper CSV"),
    ],
)
def test_pools_that_cannot_be_used(text: str, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_pool(text.encode())
    assert told in refused.value.en and "POOL.csv" in refused.value.zh


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("feature,value,min\nsex,f,1\n", "the column max is missing"),
        ("feature,value,min,max\n", "no rows below the headings"),
        ("feature,value,min,max\nsex,f,1,2\nsex,m,3,2\n", "line 3: the minimum 3 is above the maximum 2"),
        ("feature,value,min,max\nsex,f,one,2\n", "line 2: 'one' is not a whole number"),
        ("feature,value,min,max\nsex,f,-1,2\n", "line 2: '-1' is not a whole number"),
        ("feature,value,min,max\nsex,f,1,\n", "line 2: '' is not a whole number"),
        ("feature,value,min,max\nsex,f,1,2\nsex,f,0,3\n", "line 3: sex = f stands in line 2 already"),
    ],
)
def test_quotas_that_cannot_be_used(text: str, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_quotas(text.encode())
    assert told in refused.value.en


def test_undecodable_bytes_are_told_with_their_line() -> None:
    with pytest.raises(Refusal) as refused:
        read_pool(b"id,sex\na,f\nb,\xff\xff\n")
    assert "line 3: not UTF-8" in refused.value.en and "第 3 行" in refused.value.zh


@pytest.mark.parametrize(
    ("quotas", "size", "told"),
    [
        (QUOTAS, 4, "4 people are to be drawn from a pool of 3"),
        (QUOTAS, 0, "0 people are to be drawn"),
        (QUOTAS + "home,x,0,1\n", 2, "no column home"),
        (QUOTAS + "age,old,0,2\n", 2, "Pool, line 2 (a): the value 'young' of age is not in the quotas"),
    ],
)
def test_pool_and_quotas_that_do_not_go_together(quotas: str, size: int, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        check(read_pool(POOL.encode()), read_quotas(quotas.encode()), size)
    assert told in refused.value.en


def test_more_seats_than_households() -> None:
    pool = read_pool(b"id,sex,household\na,f,h\nb,f,h\nc,m,\n")
    with pytest.raises(Refusal) as refused:
        draw_up(pool, read_quotas(QUOTAS.encode()), 3)
    assert "2 households" in refused.value.en


def test_a_quota_on_households_is_a_quota() -> None:
    """Whoever sets quotas on that column means them, and not one a household."""
    pool = read_pool(b"id,household\na,north\nb,north\nc,south\n")
    lottery = draw_up(pool, (Quota("household", "north", 2, 2), Quota("household", "south", 0, 1)), 2)
    assert not lottery.households and lottery.chances == {
        "a": "1.000000000",
        "b": "1.000000000",
        "c": "0.000000000",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_tables_as_they_come(encoding: str, mark: str) -> None:
    text = 'id,性别,住址\r\n 乙 ,男,"一, 二"\r\n\r\n甲,女,\r\n'.replace(",", mark)
    pool = read_pool(text.encode(encoding))
    assert pool.columns == ("住址", "性别")
    assert pool.people == (("乙", (f"一{mark} 二", "男")), ("甲", ("", "女")))
    assert read_quotas("max,min,value,feature\n2,1,f,sex\n".encode(encoding)) == (Quota("sex", "f", 1, 2),)
