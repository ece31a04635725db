"""Names of places, and whether two messages speak of the same one."""

import pytest

from shangliang.analysis import places
from shangliang.analysis.records import Message


def at(title: str, body: str = "", place: str = "") -> places.Places:
    return places.of(Message("1", title, body, place=place))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("反映云杉小区夜间施工", "云杉"),
        ("白鹭镇石榴村的路没有修", "石榴"),
        ("请问望江路什么时候通车", "望江"),
        ("D3区听泉花园停水三天", "听泉"),
        ("松涛第二中学周末补课", "松涛第二"),
    ],
)
def test_names_are_found_without_their_kind(text: str, name: str) -> None:
    assert name in places.sites(text)


@pytest.mark.parametrize(
    "text", ["本小区停水", "我们村的水泥路坏了", "幼儿园收费太高", "人民医院排队太久", "马路上有坑"]
)
def test_words_of_kind_are_no_names(text: str) -> None:
    assert not places.sites(text) & {"本", "水泥", "幼儿", "人民", "马"}


def test_areas_masked_and_plain() -> None:
    assert places.areas("D3区和清河县的居民") >= {"d3区"}
    assert not places.areas("我们小区和社区")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("云杉", "云杉", True),
        ("居云杉", "云杉", True),
        ("青山", "青松", False),
        ("枫林二", "枫林三", False),
        ("建设东", "建设西", False),
    ],
)
def test_names_meet(one: str, other: str, same: bool) -> None:
    assert places.meet(one, other) is same
    assert places.meet(other, one) is same


def test_the_same_estate_agrees_in_other_words() -> None:
    one = at("云杉小区旁边的工地太吵", "每天半夜还在施工")
    other = at("半夜施工睡不着", "我住在云杉小区二栋")
    assert places.compare(one, other) == places.AGREE


def test_another_estate_is_apart() -> None:
    assert places.compare(at("云杉小区停水"), at("听泉小区停水")) == places.APART


def test_another_bus_line_is_apart() -> None:
    assert places.compare(at("105路公交车太少"), at("108路公交车太少")) == places.APART
    assert places.compare(at("地铁3号线何时开通"), at("地铁6号线何时开通")) == places.APART


def test_another_district_is_apart_when_the_words_are_the_same() -> None:
    one, other = at("D3区老旧小区加装电梯补贴"), at("D4区老旧小区加装电梯补贴")
    assert places.compare(one, other, alike=0.9) == places.APART
    assert places.compare(one, other, alike=0.1) == places.APART


def test_the_same_town_but_another_village_is_apart_when_the_words_are_the_same() -> None:
    one = at("白鹭镇石榴村道路没有硬化", "白鹭镇石榴村的路一下雨就走不了")
    other = at("白鹭镇银杏村道路没有硬化", "白鹭镇银杏村的路一下雨就走不了")
    assert places.compare(one, other, alike=0.9) == places.APART


def test_a_name_without_any_ending_put_in_place_of_another() -> None:
    one, other = at("投诉蓝鲸早教拖延退费"), at("投诉小鹿早教拖延退费")
    assert places.compare(one, other, alike=0.9) == places.APART


def test_no_place_is_unknown() -> None:
    assert places.compare(at("如何办理居住证"), at("居住证怎么办理")) == places.UNKNOWN


def test_the_place_field_counts() -> None:
    assert (
        places.compare(at("停水三天", place="云杉小区"), at("停水三天", place="听泉小区"), alike=1)
        == places.APART
    )
    assert places.compare(at("停水三天", place="云杉小区"), at("没有水用", place="云杉小区")) == places.AGREE
