"""Chinese words are found, odd queries are only queries, and nothing private can be found at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given as cases
from hypothesis import settings as hyp
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from shangliang.kernel import journal, moves, search
from shangliang.kernel.models import Entry, SearchRow
from tests import given
from tests.world import NOON, World

LIFT = "老旧小区加装电梯意见不统一"
TEXTS = {
    LIFT: "三楼以上的老人盼着加装电梯，一楼住户担心采光。",
    "路灯不亮": "文华社区门口的路灯坏了一个月。",
    "公交线路太少": "去医院要转三次公交车。",
    "电梯经常坏": "写字楼的电梯一周坏两次。",
    "C++ 培训与 O'Neil 奖学金": "价格 3.5 元，编号 A-12。",
}


@pytest.fixture
def found(world: World) -> Iterator[dict[str, Any]]:
    """Topics as a reader of this test sees them: no pages are needed."""
    kept = search._readers["topic"]

    def read(topic: Any) -> search.Found | None:
        if topic.state == "not_taken":
            return None
        return search.Found(topic.title, topic.summary, f"/t/{topic.pk}", topic.state != "candidate", NOON)

    search.findable("topic", given.model("topic"), read)
    topics = {t: given.in_state(world, "topic", "filed", title=t, summary=s) for t, s in TEXTS.items()}
    for topic in topics.values():
        tell(topic)
    yield topics
    search._readers["topic"] = kept


def tell(topic: Any) -> None:
    search.consume(Entry.objects.filter(kind="topic", ref=str(topic.pk)).latest("id"), NOON)


def titles(query: str, **more: Any) -> list[str]:
    return [row.title for row in search.find(query, **more)]


@pytest.mark.parametrize(
    "query, expected",
    [
        ("加装电梯", {LIFT}),  # both words
        ("电梯", {LIFT, "电梯经常坏"}),
        ("路灯", {"路灯不亮"}),  # two characters
        ("公交", {"公交线路太少"}),
        ("社区路灯", {"路灯不亮"}),
        ("电梯 老人", {LIFT}),
        ("电梯，老人！", {LIFT}),
        ("ｃ++", {"C++ 培训与 O'Neil 奖学金"}),
        ("火箭", set()),
        ("电梯 火箭", set()),
        ("", set()),
        ("  ，。！", set()),
    ],
)
def test_finding(query: str, expected: set[str], found: dict[str, Any]) -> None:
    assert set(titles(query)) == expected


def test_a_word_in_the_title_comes_first(found: dict[str, Any], world: World) -> None:
    other = given.in_state(world, "topic", "filed", title="别的事", summary="顺便说一句，路灯也有问题。")
    tell(other)
    assert titles("路灯") == ["路灯不亮", "别的事"]


ODD = [
    "'", "''", "\\", "\\'", "'; DROP TABLE kernel_searchrow; --", "电梯'", "电梯\\", "电梯 | 路灯",
    "!电梯", "电梯 & ", "电梯:*", "电梯:A", "<->", "((",
    "电梯 <2> 老人", "%", "_", "%s", "{}", "\x00电梯", "🙂",
    "a" * 5000, "电梯 " * 200, "' | 'x", "O'Neil", "3.5", "A-12", "\u202e电梯", "电梯\ud83d",
]  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_odd_queries_are_only_queries(query: str, found: dict[str, Any]) -> None:
    before = SearchRow.objects.count()
    list(search.find(query, public_only=False))
    search.marked(LIFT, query)
    search.candidates(query, kind="topic", root="001.")
    assert SearchRow.objects.count() == before


@pytest.mark.parametrize("query", ["电梯 | 路灯", "!电梯 路灯", "电梯 & !老人", "电梯:* | 路灯"])
def test_operators_have_no_power(query: str, found: dict[str, Any]) -> None:
    """All words are asked for together, whatever stands between them."""
    plain = "".join(c if c.isalnum() else " " for c in query)
    assert titles(query) == titles(plain)


@hyp(
    max_examples=150,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@cases(query=st.text(max_size=40))
def test_any_text_can_be_asked(query: str, found: dict[str, Any]) -> None:
    list(search.find(query)[:5])
    assert "".join(piece for piece, _ in search.marked(LIFT, query)) == LIFT


def test_limits(found: dict[str, Any], world: World) -> None:
    hidden = given.one(world, "topic", title="电梯还没有公开", summary="x")
    tell(hidden)
    assert "电梯还没有公开" not in titles("电梯")
    assert "电梯还没有公开" in titles("电梯", public_only=False)
    assert titles("电梯", root="999.") == [] and titles("电梯", kinds=["voice"]) == []
    assert len(titles("电梯", root="001.", kinds=["topic"])) == 2


def test_rows_follow_the_thing(found: dict[str, Any]) -> None:
    topic = found[LIFT]
    rows = SearchRow.objects.filter(kind="topic", ref=str(topic.pk))
    topic.title = "改名为停车难"
    topic.save()
    tell(topic)
    assert rows.get().title == "改名为停车难" and titles("停车") == ["改名为停车难"]
    type(topic)._default_manager.filter(pk=topic.pk).update(state="not_taken", decline_reason="done")
    tell(topic)
    assert not rows.exists()


def test_rows_of_what_is_gone_go(found: dict[str, Any]) -> None:
    topic = found[LIFT]
    entry = Entry.objects.filter(kind="topic", ref=str(topic.pk)).latest("id")
    topic.delete()
    search.consume(entry, NOON)
    assert titles("加装电梯") == []


def test_nothing_private_in_the_rows(world: World, found: dict[str, Any]) -> None:
    numbers = ["13812345678", "330106199001011234", "li.jian@example.org", "0571-87654321"]
    loud = given.in_state(
        world,
        "topic",
        "filed",
        title=f"请联系 {numbers[0]}",
        summary="；".join(f"联系：{n}。" for n in numbers),
    )
    tell(loud)
    row = SearchRow.objects.get(kind="topic", ref=str(loud.pk))
    kept = f"{row.title} {row.body} {row.words}"
    for number in numbers:
        assert number not in kept and titles(number, public_only=False) == []
    assert "138****5678" in row.title


def test_contact_data_of_a_voice_never_enter(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The house's own reader of voices, whatever its page may be called."""
    monkeypatch.setattr(given.model("voice"), "get_absolute_url", lambda self: "/v", raising=False)
    voice = given.voice(
        world, contact_name="李建国", contact_phone="13812345678", contact_email="li@example.org"
    )
    [entry] = journal.story("voice", voice.pk)
    search.consume(entry, NOON)
    row = SearchRow.objects.get(kind="voice", ref=str(voice.pk))
    kept = " ".join(str(value) for value in row.__dict__.values())
    assert not [secret for secret in ("李建国", "13812345678", "li@example.org") if secret in kept]


def test_reindexing_changes_nothing(found: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_readers", {"topic": search._readers["topic"]})
    before = sorted(SearchRow.objects.values_list("ref", "title", "words"))
    assert search.reindex() == len(found)
    assert sorted(SearchRow.objects.values_list("ref", "title", "words")) == before


def test_candidates_share_the_most_words(found: dict[str, Any]) -> None:
    refs = search.candidates("小区的老人想加装电梯，一楼住户不同意", kind="topic", root="001.")
    assert refs[0] == str(found[LIFT].pk)
    assert search.candidates("", kind="topic", root="001.") == []


def test_finding_is_one_query(
    found: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        list(search.find("电梯"))
    with django_assert_num_queries(0):
        list(search.find("，"))


def test_marking() -> None:
    assert search.marked("老旧小区加装电梯", "电梯 加装") == [("老旧小区", False), ("加装电梯", True)]
    assert search.marked("Wi-Fi 太慢", "wi")[0] == ("Wi", True)
    assert search.marked("", "电梯") == [] and search.marked("路灯", "") == [("路灯", False)]


def test_every_findable_kind_is_a_registered_one() -> None:
    for kind, (model, _) in search._readers.items():
        assert moves.kind_named(kind).model is model


def test_writing_anew_drops_what_is_not_to_be_found_any_more(
    found: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    model, read = search._readers["topic"]
    gone = found[LIFT]
    monkeypatch.setattr(
        search, "_readers", {"topic": (model, lambda t: None if t.pk == gone.pk else read(t))}
    )
    assert search.reindex() == len(found) - 1
    assert not SearchRow.objects.filter(kind="topic", ref=str(gone.pk)).exists()
