"""`shangliang analyse …`: tables in, tables out, no database. Each kind is loaded only when it is asked for.

similar    messages about the same matter
category   the class of each message
match      which texts of one list go with which of another
replies    official replies: how long they took, whether they say anything, whether they answer
opinions   agree, disagree and pass votes: a map of people, groups, what each stands for, what all agree on
"""

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path

from shangliang.surfaces.cli.analyse.tables import load, load_distinct, load_labelled

__all__ = ["add_commands", "load", "load_distinct", "load_labelled"]


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `analyse` with its kinds."""
    analyse = subparsers.add_parser("analyse", help="分析意见 · analyse messages")
    kinds = analyse.add_subparsers(required=True, metavar="kind")
    alike = kinds.add_parser("similar", help="同一件事的来信 · messages about the same matter")
    alike.add_argument("file", type=Path, help="来信表（.xlsx、.csv） · table of messages")
    alike.add_argument(
        "--top", type=_count, default=100, help="每条最多列出几条 · neighbours per message (100)"
    )
    alike.add_argument("--out", type=Path, required=True, help="结果 CSV · id,rank,other_id,score,same_topic")
    alike.set_defaults(run=_later("similar"))
    kind = kinds.add_parser("category", help="来信归类 · class of each message")
    kind.add_argument("file", type=Path, help="来信表（.xlsx、.csv） · table of messages")
    kind.add_argument(
        "--train", type=Path, required=True, help="已归类的来信表 · table with a column of categories"
    )
    kind.add_argument("--out", type=Path, required=True, help="结果 CSV · id,category,score")
    kind.set_defaults(run=_later("category"))
    pairs = kinds.add_parser("match", help="两张清单对上号 · match two lists")
    pairs.add_argument(
        "a", type=Path, help="第一张表，如委员关切 · first table, such as members' concerns: id,text"
    )
    pairs.add_argument(
        "b", type=Path, help="第二张表，如部门需求 · second table, such as departments' asks: id,text"
    )
    pairs.add_argument(
        "--top", type=_count, default=3, help="每条最多列出几条 · matches per text of the first (3)"
    )
    pairs.add_argument(
        "--floor", type=_share, default=None, help="低于这个分数不列 · lowest score shown, 0 to 1 (0.2)"
    )
    pairs.add_argument(
        "--cap",
        type=_count,
        help="一条只配一条，第二张表每条最多配几条 · one partner each, at most so many per ask",
    )
    pairs.add_argument("--out", type=Path, required=True, help="结果 CSV · a_id,b_id,score,why")
    pairs.set_defaults(run=_later("match"))
    answers = kinds.add_parser("replies", help="答复质量 · delays, empty replies, questions left open")
    answers.add_argument(
        "file", type=Path, help="留言与答复表（.xlsx、.csv） · table of messages with replies"
    )
    answers.add_argument(
        "--out", type=Path, required=True, help="结果 CSV · id,days,working_days,empty,answers_question,why"
    )
    answers.set_defaults(run=_later("replies"))
    _opinions(kinds.add_parser("opinions", help="意见地图 · map of opinions from votes"))


def _opinions(votes: argparse.ArgumentParser) -> None:
    votes.add_argument(
        "file", type=Path, help="投票导出 · votes.csv (one vote a row) or participants-votes.csv (the matrix)"
    )
    votes.add_argument("--comments", type=Path, help="表态项及审核结果 · comments.csv: statements taken out")
    votes.add_argument(
        "--strict", action="store_true", help="未审核的不再推荐 · do not show statements not yet approved"
    )
    votes.add_argument(
        "--mode", choices=("own", "polis"), default="own", help="算法 · our way, or Polis's rules (own)"
    )
    votes.add_argument("--seed", type=int, default=0, help="随机种子 · seed of all that is drawn by lot (0)")
    votes.add_argument(
        "--out", type=Path, required=True, help="结果 JSON · k, participants, statements, meta"
    )
    votes.set_defaults(run=_later("opinions"))


def _later(kind: str) -> Callable[[argparse.Namespace], int]:
    """What runs this kind: its module is loaded then, not to keep the others waiting for its libraries."""

    def run(arguments: argparse.Namespace) -> int:
        return int(importlib.import_module(f"{__name__}.{kind}").run(arguments))

    return run


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number of at least 1 is needed")
    return int(text)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("a number between 0 and 1 is needed")
    return value
