"""Messages about the same matter: order, decisions, heads, groups, index. All sentences are invented."""

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shangliang.analysis import similar, spread, wording
from shangliang.analysis.heads import heads
from shangliang.analysis.records import Message
from shangliang.analysis.scores import sureness

KILN = [
    (
        "云杉小区旁的砖窑冒黑烟",
        "云杉小区东门外一百米有座砖窑，白天黑夜冒黑烟，家家不敢开窗，请环保部门管一管",
    ),
    ("砖窑黑烟熏得云杉小区开不了窗", "我们云杉小区的居民被砖窑的黑烟熏了两个月，老人咳嗽不止，盼望关停"),
    ("请关停云杉小区附近砖窑", "砖窑离云杉小区太近，黑烟和灰尘落满阳台，衣服都没法晒"),
    ("云杉小区砖窑污染何时休", "每到夜里砖窑就加大火力，黑烟滚滚，云杉小区几百户不能开窗"),
]
BUS = [
    ("105路公交车发车太慢", "早上在松涛站等105路公交车，四十分钟才来一趟，上班总迟到"),
    ("希望105路增加班次", "105路公交车班次太少，早高峰挤不上去，希望增加车辆"),
    ("105路公交为何总是晚点", "105路公交车最近经常晚点，松涛站的乘客怨声载道"),
]
OTHER = [
    ("怎么申请公租房", "本人刚毕业，想了解公租房的申请条件和需要的材料"),
    ("月湖中学周末补课", "月湖中学要求学生周六到校补课，还要交资料费"),
    ("拖欠工资三个月", "我在南塘工地做木工，包工头拖欠工资三个月没有发"),
    ("退休年龄怎么算", "档案上的出生日期和身份证不一样，退休按哪一个算"),
]


def made() -> list[Message]:
    told = [*KILN, *BUS, *OTHER]
    return [Message(f"{k:02d}", title, body, person=f"u{k}") for k, (title, body) in enumerate(told)]


def swap(message: Message, old: str, new: str, id: str) -> Message:
    return Message(id, message.title.replace(old, new), message.body.replace(old, new), person="someone else")


def test_the_same_matter_ranks_first() -> None:
    nearest = {}
    for pair in similar.rank(made()):
        nearest.setdefault(pair.id, []).append(pair.other_id)
    for k in range(4):
        assert {int(i) for i in nearest[f"{k:02d}"][:3]} == set(range(4)) - {k}
    for k in (4, 5, 6):
        assert {int(i) for i in nearest[f"{k:02d}"][:2]} == {4, 5, 6} - {k}


def test_ranks_scores_and_top() -> None:
    result = similar.rank(made(), top=4, seed=9)
    assert len(result) == 11 * 4
    assert (result.seed, result.version, len(result.sha256)) == (9, similar.VERSION, 64)
    for k in range(0, len(result), 4):
        four = result.pairs[k : k + 4]
        assert [p.rank for p in four] == [1, 2, 3, 4]
        assert [p.score for p in four] == sorted((p.score for p in four), reverse=True)
        assert all(0 <= p.score <= 1 and p.id != p.other_id for p in four)


@settings(max_examples=5, deadline=None)
@given(st.randoms())
def test_the_order_of_messages_makes_no_difference(rng: random.Random) -> None:
    messages = made()
    shuffled = messages.copy()
    rng.shuffle(shuffled)
    assert similar.rank(shuffled) == similar.rank(messages)
    assert similar.groups(shuffled) == similar.groups(messages)


def test_ties_stand_by_id() -> None:
    twins = [Message(i, "路灯坏了", "望江路的路灯坏了半年") for i in ("c", "a", "b")]
    pairs = [(p.id, p.other_id) for p in similar.rank(twins)]
    assert pairs == [("a", "b"), ("a", "c"), ("b", "a"), ("b", "c"), ("c", "a"), ("c", "b")]


def test_few_or_strange_messages() -> None:
    assert len(similar.rank([])) == 0
    assert len(similar.rank(made()[:1])) == 0
    assert len(similar.rank([Message("a", "", ""), Message("b", "***", "\n\t")])) == 2
    with pytest.raises(ValueError, match="twice"):
        similar.rank([made()[0], made()[0]])
    with pytest.raises(ValueError, match="no id"):
        similar.rank([Message("", "a", "b")])
    with pytest.raises(ValueError, match="top"):
        similar.rank(made(), top=0)


@pytest.mark.parametrize(
    ("which", "old", "new"),
    [(0, "云杉", "听泉"), (3, "云杉", "银杏"), (4, "105", "108"), (8, "月湖", "柳堤")],
)
def test_the_same_words_about_another_place_are_not_the_same_matter(which: int, old: str, new: str) -> None:
    messages = made()
    twin = swap(messages[which], old, new, "twin")
    decided = {p.other_id: p.same_topic for p in similar.rank([*messages, twin]) if p.id == "twin"}
    assert decided[messages[which].id] == 0
    assert {p.other_id: p.same_topic for p in similar.score_pairs(twin, messages)}[messages[which].id] == 0


def test_posted_again_with_another_title() -> None:
    messages = made()
    again = Message("again", "再次反映", messages[8].body + "盼回复", person="u8")
    assert similar.score_pairs(again, messages)[0].other_id == "08"
    assert similar.score_pairs(again, messages)[0].same_topic == 1


def test_preview_leaves_the_query_out() -> None:
    messages = made()
    pairs = similar.score_pairs(messages[0], messages)
    assert len(pairs) == 10
    assert [p.rank for p in pairs] == list(range(1, 11))
    assert similar.score_pairs(messages[0], []) == []


def test_one_person_posting_five_times_is_one_head() -> None:
    body = made()[0].body
    five = [Message(f"p{k}", "砖窑", body, person="u1") for k in range(5)]
    assert heads(five) == 1
    assert heads([*five, Message("q", "砖窑", body, person="u2")]) == 2


def test_heads_without_a_known_person() -> None:
    same = "砖窑冒黑烟"
    assert heads([Message(str(k), same, same) for k in range(3)]) == 3
    assert heads([Message(str(k), same, same, person="A××××") for k in range(3)]) == 3
    assert heads([Message(str(k), same, "电话13800000000", person=f"u{k}") for k in range(3)]) == 1
    assert (
        heads([Message("a", same, "", person="u1"), Message("b", same, "me@example.org", person="u2")]) == 2
    )


def test_heads_joined_by_a_third_message() -> None:
    one = Message("a", "", "", person="u1")
    other = Message("b", "", "13900000000")
    bridge = Message("c", "", "13900000000", person="u1")
    assert heads([one, other]) == 2
    assert heads([one, other, bridge]) == 1


def test_groups_are_matters_with_heads_and_a_medoid() -> None:
    told = KILN[0][1]
    retold = [told + "，孩子天天咳嗽", "盼望早日答复，" + told, told.replace("白天黑夜", "从早到晚")]
    more = [Message(f"9{k}", KILN[0][0], body, person=f"u{k % 2}") for k, body in enumerate(retold)]
    found = similar.groups([*made(), *more])
    kiln = next(g for g in found if "00" in g.ids)
    assert {"00", "90", "91", "92"} <= set(kiln.ids) <= {"00", "01", "02", "03", "90", "91", "92"}
    assert kiln.heads == len({"u0", "u1", *(f"u{int(i)}" for i in kiln.ids if i < "90")})
    assert kiln.medoid in kiln.ids
    assert not any("08" in g.ids for g in found)


def test_a_chain_makes_no_group() -> None:
    names = ["云杉", "听泉", "望江", "银杏", "柳堤", "石榴"]
    chain = [
        Message(
            str(k), f"{one}小区与{two}小区之间的路", f"{one}小区到{two}小区之间没有人行道，孩子上学走在车流里"
        )
        for k, (one, two) in enumerate(itertools.pairwise(names))
    ]
    assert all(not {"0", "4"} <= set(group.ids) for group in similar.groups(chain))


def test_the_index_finds_what_was_added() -> None:
    messages = made()
    index = similar.Index.build(messages[:6])
    assert len(index) == 6
    newcomer = messages[6]
    index.add(newcomer)
    found = index.neighbours(newcomer, top=3)
    assert [p.other_id for p in found[:2]] in (["04", "05"], ["05", "04"])
    assert all(p.other_id != newcomer.id for p in found)
    with pytest.raises(ValueError, match="already"):
        index.add(newcomer)


def test_an_empty_index_and_a_strange_query() -> None:
    index = similar.Index()
    assert index.neighbours(made()[0]) == []
    index.add(made()[0])
    assert index.neighbours(Message("q", "", "")) == []
    assert [p.other_id for p in index.neighbours(made()[1])] == ["00"]


def test_index_keeps_places_apart() -> None:
    messages = made()
    index = similar.Index.build(messages)
    twin = swap(messages[0], "云杉", "听泉", "twin")
    found = {p.other_id: p.same_topic for p in index.neighbours(twin)}
    assert found["00"] == 0


def test_masks_greetings_and_areas_say_nothing() -> None:
    assert wording.normalise("电话 *****  ＡＢ") == "电话ab"
    assert wording.substance("尊敬的领导您好，D3区停水").strip(" ,") == "停水"


def test_sureness_is_a_score() -> None:
    values = sureness(np.linspace(0, 1, 50))
    assert values[0] == pytest.approx(0)
    assert values[-1] == pytest.approx(1)
    assert (np.diff(values) > 0).all()


def test_the_sparse_walk_ranks_like_the_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above `WHOLE` nothing of size n × n is held; the nearest must stay the nearest."""
    messages = made()
    whole = [(p.id, p.other_id) for p in similar.rank(messages, top=2)]
    monkeypatch.setattr(spread, "WHOLE", 5)
    monkeypatch.setattr(spread, "BLOCK", 4)
    sparse = [(p.id, p.other_id) for p in similar.rank(messages, top=2)]
    matters = [int(i) < 7 for i, _ in whole]
    agree = {pair for pair, known in zip(whole, matters, strict=True) if known}
    assert len(agree & set(sparse)) >= 0.8 * len(agree)
