"""Quality on real messages, where their folder stands beside the project. None of them is quoted here."""

import csv
import random
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from shangliang.analysis import category, similar
from shangliang.analysis.records import Message
from shangliang.surfaces.cli import analyse, main

VOICES = Path(__file__).resolve().parents[2] / "shared" / "data" / "voices"
if not VOICES.exists():
    pytest.skip("the real messages are not here", allow_module_level=True)

pytestmark = pytest.mark.slow


@cache
def messages() -> dict[str, Message]:
    return {m.id: m for m in analyse.load(VOICES / "messages-dev.xlsx")}


@cache
def topics() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    with (VOICES / "same-topic-dev.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found[row["topic"]].add(row["message_id"])
    return found


def repeats() -> list[tuple[Message, Message]]:
    """Pairs known to be nearly the same; those that share only a masked number are no repeats."""
    with (VOICES / "near-duplicates-dev.csv").open(encoding="utf-8-sig", newline="") as file:
        pairs = [(messages()[row["a"]], messages()[row["b"]]) for row in csv.DictReader(file)]
    return [
        (a, b) for a, b in pairs if len({*a.body} & {*b.body}) > 0.5 * min(len({*a.body}), len({*b.body}))
    ]


def average_precision(order: list[str], members: set[str]) -> float:
    """Mean over the members of the precision at their rank; members not listed count nothing."""
    hits, total = 0, 0.0
    for rank, other in enumerate(order, 1):
        if other in members:
            hits += 1
            total += hits / rank
    return total / len(members)


def macro_map(result: similar.Result) -> float:
    """Each labelled message queries the other labelled ones; mean per topic, then over topics."""
    labelled = set().union(*topics().values())
    orders: dict[str, list[str]] = defaultdict(list)
    for pair in result:
        if pair.id in labelled and pair.other_id in labelled:
            orders[pair.id].append(pair.other_id)
    means = [np.mean([average_precision(orders[q], ids - {q}) for q in ids]) for ids in topics().values()]
    return float(np.mean(means))


def test_same_topic_among_the_labelled() -> None:
    labelled = set().union(*topics().values())
    assert macro_map(similar.rank([messages()[i] for i in labelled], top=100)) >= 0.97


def test_same_topic_among_all() -> None:
    assert macro_map(similar.rank(list(messages().values()), top=2_000)) >= 0.97


def test_repeats_are_the_same_matter() -> None:
    pairs = repeats()
    found = sum(similar.score_pairs(a, [b])[0].same_topic for a, b in pairs)
    assert len(pairs) > 60
    assert found >= 0.95 * len(pairs)


def test_the_same_words_in_another_district_are_apart() -> None:
    """Negatives made from real messages: the masked district of the title is another one, throughout."""
    rng = random.Random(5)
    wrong = made = 0
    for message in messages().values():
        named = [d for d in ("A2区", "A3区", "A4区", "A7县") if d in message.title]
        if len(named) == 1:
            other = rng.choice([d for d in ("A2区", "A3区", "A4区", "A7县") if d != named[0]])
            title, body = (text.replace(named[0], other) for text in (message.title, message.body))
            twin = replace(message, id="twin", title=title, body=body)
            wrong += similar.score_pairs(twin, [message])[0].same_topic
            made += 1
    assert made > 500
    assert wrong <= 0.02 * made


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_commands_write_their_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labelled, out = str(VOICES / "labelled-dev.xlsx"), tmp_path / "out.csv"
    assert main.main(["analyse", "similar", labelled, "--top", "3", "--out", str(out)]) == 0
    rows = rows_of(out)
    assert rows[0] == ["id", "rank", "other_id", "score", "same_topic"]
    assert len(rows) == 1 + 3 * len({row[0] for row in rows[1:]})
    assert main.main(["analyse", "category", labelled, "--train", labelled, "--out", str(out)]) == 0
    assert rows_of(out)[0] == ["id", "category", "score"]
    assert len(rows_of(out)) == 1 + 495
    before = out.read_bytes()
    assert main.main(["analyse", "similar", str(VOICES / "taxonomy.xlsx"), "--out", str(out)]) == 1
    assert "missing_heading" in capsys.readouterr().err
    assert out.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_category_by_cross_validation() -> None:
    examples, labels = analyse.load_labelled(VOICES / "labelled-dev.xlsx")
    truth, scores = np.array(labels), []
    for train, test in StratifiedKFold(5, shuffle=True, random_state=1).split(truth, truth):
        model = category.train([examples[k] for k in train], list(truth[train]))
        guesses = [g.category for g in model.predict([examples[k] for k in test])]
        scores.append(f1_score(truth[test], guesses, average="macro"))
    assert np.mean(scores) >= 0.80
