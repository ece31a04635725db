"""Two lists: which texts go together, why, at most how many. All sentences are invented."""

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shangliang.analysis import assign, match, spots
from shangliang.analysis.match import Entry, Matcher
from shangliang.analysis.tests import trial

ASKS = [
    Entry("b1", "请委员协助调研：云杉小区老旧楼房加装电梯推进缓慢，邻里意见不一"),
    Entry("b2", "希望政协帮助推动：105路公交早高峰班次少"),
    Entry("b3", "本部门工作中的难点：小微企业融资难，担保费率高"),
    Entry("b4", "恳请提出建议：月湖中学校门口接送学生时段交通拥堵"),
]
CONCERNS = [
    Entry("a1", "我住在云杉小区，楼里没有电梯，老人上下楼困难，盼望加装电梯"),
    Entry("a2", "105路公交车早高峰挤不上去，希望增加班次"),
    Entry("a3", "厂里周转困难，小微企业从银行贷款难，融资渠道窄"),
    Entry("a4", "月湖中学放学时校门口堵成一团，学生过马路危险"),
    Entry("a5", "希望多种一些桂花树"),
]


def best(a: list[Entry], b: list[Entry], **options: object) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in match.match(a, b, **options):  # type: ignore[arg-type]
        found.setdefault(pair.a_id, pair.b_id)
    return found


def test_each_concern_finds_its_ask() -> None:
    assert best(CONCERNS, ASKS) == {"a1": "b1", "a2": "b2", "a3": "b3", "a4": "b4"}


@settings(max_examples=5, deadline=None)
@given(st.randoms())
def test_the_order_of_rows_makes_no_difference(rng: random.Random) -> None:
    a, b, _ = trial.lists(60, 25)
    mixed_a, mixed_b = rng.sample(a, len(a)), rng.sample(b, len(b))
    assert match.match(mixed_a, mixed_b) == match.match(a, b)
    assert match.match(mixed_a, mixed_b, cap=2) == match.match(a, b, cap=2)


def test_pairs_come_by_the_first_id_best_first() -> None:
    a, b, _ = trial.lists(200, 60)
    result = match.match(a, b, top=3)
    assert [p.a_id for p in result] == sorted(p.a_id for p in result)
    for _, pairs in itertools.groupby(result, key=lambda p: p.a_id):
        scores = [p.score for p in pairs]
        assert scores == sorted(scores, reverse=True) and len(scores) <= 3
        assert all(match.FLOOR <= score <= 1 for score in scores)


def test_equal_scores_stand_by_id() -> None:
    twins = [Entry(i, "松涛公园路灯损坏") for i in ("c", "a", "b")]
    assert [p.b_id for p in match.match([Entry("x", "松涛公园的路灯损坏了")], twins)] == ["a", "b", "c"]


def test_a_result_says_what_it_was_made_from() -> None:
    result = match.match(CONCERNS, ASKS, seed=9)
    assert (result.version, result.seed, len(result.sha256)) == (match.VERSION, 9, 64)
    assert match.match(CONCERNS, ASKS[:3]).sha256 != result.sha256
    assert match.match(ASKS, CONCERNS).sha256 != result.sha256
    assert match.match(CONCERNS[::-1], ASKS[::-1]).sha256 == result.sha256


@pytest.mark.parametrize(
    ("old", "new", "which"), [("云杉小区", "听泉小区", 0), ("105路", "108路", 1), ("月湖中学", "柳堤中学", 3)]
)
def test_the_same_words_about_another_place_are_another_matter(old: str, new: str, which: int) -> None:
    ask = ASKS[which]
    concern = Entry("a", ask.text.replace(old, new))
    assert best([concern], [ask]) == {}
    twin = Entry("b0", concern.text)
    assert best([concern], [ask, twin]) == {"a": "b0"}


def test_the_same_place_alone_is_no_matter_in_common() -> None:
    assert best([Entry("a", "云杉小区垃圾没有人清运，气味难闻")], ASKS) == {}


def test_the_reason_names_words_place_field_and_department() -> None:
    a = replace(CONCERNS[0], field="城乡建设", department="市住建局")
    b = replace(ASKS[0], field="城乡建设", department="市住建局")
    [pair] = match.match([a], [b])
    assert "电梯" in pair.why.terms
    assert (pair.why.place, pair.why.field, pair.why.department) == ("云杉小区", "城乡建设", "市住建局")
    words = match.told(pair.why)
    assert words.startswith("共有词：") and "同一地点：云杉小区" in words and "同一领域：城乡建设" in words
    other = match.match([replace(a, field="教育")], [b]).pairs[0]
    assert other.score < pair.score and other.why.field == ""


def test_a_field_of_place_counts_as_said() -> None:
    apart = Entry("a", "老旧楼房加装电梯推进缓慢，邻里意见不一", place="听泉小区")
    assert best([apart], ASKS[:1]) == {}
    assert best([replace(apart, place="云杉小区")], ASKS[:1]) == {"a": "b1"}


def test_one_partner_each_and_at_most_so_many_per_ask() -> None:
    a, b, _ = trial.lists(300, 20)
    for cap in (1, 3):
        result = match.match(a, b, cap=cap)
        assert len({p.a_id for p in result}) == len(result)
        assert max(sum(q.b_id == p.b_id for q in result) for p in result) <= cap
    free = match.match(a, b, cap=len(a))
    assert {p.a_id for p in free} == {p.a_id for p in match.match(a, b)}


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_cap_costs_as_little_as_it_can(rng: random.Random) -> None:
    """Against every possible choice, for small lists."""
    firsts, seconds, cap = rng.randint(1, 4), rng.randint(1, 3), rng.randint(1, 2)
    pairs = [
        (f"a{i}", f"b{j}", rng.randint(1, 9) / 10)
        for i in range(firsts)
        for j in range(seconds)
        if rng.random() < 0.7
    ]
    chosen = assign.capped(pairs, cap=cap, ends=lambda p: (p[0], p[1]), worth=lambda p: p[2])
    choices = [[None, *(p for p in pairs if p[0] == f"a{i}")] for i in range(firsts)]
    most = 0.0
    for taken in itertools.product(*choices):
        real = [p for p in taken if p]
        if all(sum(p[1] == f"b{j}" for p in real) <= cap for j in range(seconds)):
            most = max(most, sum(p[2] for p in real))
    assert sum(p[2] for p in chosen) == pytest.approx(most)


def test_one_new_text_finds_the_same_as_in_its_list() -> None:
    a, b, _ = trial.lists(100, 241)
    matcher = Matcher(b)
    whole = match.match(a, b)
    assert [p for e in sorted(a, key=lambda e: e.id) for p in matcher.best([e])] == list(whole)
    assert len(matcher) == 241


def test_two_processes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match, "_WORTH", 50)
    monkeypatch.setattr(match, "_PART", 20)
    a, b, _ = trial.lists(90, 30)
    assert match.match(a, b, workers=2) == match.match(a, b)


def test_the_same_name_of_another_kind_of_place_comes_second() -> None:
    """A road and a school may have one name; what is asked about the road is not the school's."""
    asks = [
        Entry("b1", "希望政协帮助推动：望塘路夜间施工噪声影响休息"),
        Entry("b2", "请委员协助调研：望塘中学施工车辆通宵进出，噪声很大"),
    ]
    assert best([Entry("a", "望塘路施工车辆通宵进出")], asks) == {"a": "b1"}
    assert best([Entry("a", "望塘施工车辆通宵进出")], asks) == {"a": "b2"}


def test_a_text_of_twenty_thousand_letters() -> None:
    long = "，".join(f"第{k}户反映云杉小区没有电梯" for k in range(1_400))
    assert len(long) > 20_000
    assert best([Entry("a", long)], ASKS) == {"a": "b1"}
    assert best(CONCERNS[:1], [*ASKS[1:], Entry("b1", long)]) == {"a1": "b1"}


WRITTEN = st.text("云杉小区电梯公交车高峰105路 *，。a\U00020000\n", max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(WRITTEN, max_size=8), st.lists(WRITTEN, max_size=8), st.integers(1, 4))
def test_whatever_is_written(mine: list[str], theirs: list[str], top: int) -> None:
    """Scores in range, at most `top` each, best first; a text more in the first list changes nothing for the others."""
    a = [Entry(f"a{k}", text) for k, text in enumerate(mine)]
    b = [Entry(f"b{k}", text) for k, text in enumerate(theirs)]
    whole = list(match.match(a, b, top=top))
    assert all(match.FLOOR <= pair.score <= 1 for pair in whole)
    for entry in a:
        own = [pair for pair in whole if pair.a_id == entry.id]
        assert own == list(match.match([entry], b, top=top)) and len(own) <= top
        assert own == sorted(own, key=lambda pair: (-pair.score, pair.b_id))


def test_empty_and_strange_texts() -> None:
    assert len(match.match([], ASKS)) == len(match.match(CONCERNS, [])) == len(match.match([], [])) == 0
    strange = [Entry("a", ""), Entry("b", "***"), Entry("c", "\n\t"), Entry("d", "好"), Entry("e", "𠀀😀")]
    assert len(match.match(strange, strange)) <= len(strange)
    assert best([Entry("a", "电梯" * 20_000)], ASKS) in ({}, {"a": "b1"})
    with pytest.raises(ValueError, match="no id"):
        match.match([Entry("", "x")], ASKS)
    with pytest.raises(ValueError, match="twice"):
        match.match(CONCERNS, [ASKS[0], ASKS[0]])
    with pytest.raises(ValueError, match="at least 1"):
        match.match(CONCERNS, ASKS, top=0)
    with pytest.raises(ValueError, match="at least 1"):
        match.match(CONCERNS, ASKS, cap=0)


def test_the_trial() -> None:
    """1,373 concerns and 241 asks as trial.py makes them: top-1, and how many without an ask are shown one."""
    right_of, shown = [], []
    for seed in (3, 6):
        a, b, right = trial.lists(1_373, 241, seed)
        found = best(a, b)
        right_of.append(sum(found.get(i) == j for i, j in right.items()) / len(right))
        shown.append(sum(e.id in found for e in a if e.id not in right) / (len(a) - len(right)))
    assert min(right_of) >= 0.99 and sum(right_of) / len(right_of) >= 0.995
    assert max(shown) <= 0.06


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("城东望塘路的路灯坏了", {"望塘路"}),
        ("清榴村和听秀中学之间", {"清榴村", "听秀中学"}),
        ("口袋公园、老旧小区、农贸市场和人行道路", set()),
        ("公交线路少，走夜路害怕", set()),
        ("每个小区都有", set()),
    ],
)
def test_names_of_places(text: str, names: set[str]) -> None:
    assert spots.of(text).wholes == names


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("云杉小区停水", "云杉小区停电", spots.AGREE),
        ("滨江云杉小区停水", "云杉小区停电", spots.AGREE),
        ("云杉停水", "云杉小区停电", spots.AGREE),
        ("云杉小区停水", "听泉小区停水", spots.APART),
        ("望江路云杉小区停水", "望江路听泉小区停水", spots.APART),
        ("云杉小区停水", "到处停水", spots.UNKNOWN),
        ("105路太挤", "105路晚点", spots.AGREE),
        ("105路太挤", "108路太挤", spots.APART),
    ],
)
def test_places_of_two_texts(one: str, other: str, said: int) -> None:
    assert spots.compare(spots.of(one), spots.of(other)) == said
    assert spots.compare(spots.of(other), spots.of(one)) == said
