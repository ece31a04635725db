"""`shangliang analyse …`: tables in, tables out, no database. Each kind is loaded only when it is asked for.

similar    messages about the same matter
category   the class of each message
match      which texts of one list go with which of another
replies    official replies: how long they took, whether they say anything, whether they answer
opinions   agree, disagree and pass votes: a map of people, groups, what each stands for, what all agree on
lots       a panel drawn by lot with quotas, as fair as can be, and checked
choose     projects or topics chosen in proportion to the votes
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
    _add_messages(kinds)
    _add_match(kinds)
    answers = kinds.add_parser("replies", help="答复质量 · delays, empty replies, questions left open")
    answers.add_argument(
        "file", type=Path, help="留言与答复表（.xlsx、.csv） · table of messages with replies"
    )
    answers.add_argument(
        "--out", type=Path, required=True, help="结果 CSV · id,days,working_days,empty,answers_question,why"
    )
    answers.set_defaults(run=_later("replies"))
    _add_opinions(kinds)
    _add_lots(kinds)
    _add_choose(kinds)


def _add_messages(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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


def _add_match(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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


def _add_opinions(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    votes = kinds.add_parser("opinions", help="意见地图 · map of opinions from votes")
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


def _add_lots(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    lots = kinds.add_parser("lots", help="按名额要求公平抽签 · a panel drawn by lot with quotas")
    lots.add_argument(
        "pool", type=Path, help="名单 CSV · the pool: id, a column per feature, household if known"
    )
    lots.add_argument("--quotas", type=Path, help="名额要求 CSV · feature,value,min,max")
    lots.add_argument("--size", type=_count, help="抽几人 · how many people")
    lots.add_argument("--seed", help="封印公布之后才知道的公开种子 · public seed, known after the seal")
    lots.add_argument("--lottery", type=Path, help="已公布的签表 · draw from this published lottery")
    lots.add_argument("--verify", type=Path, help="核验这个结果文件 · check this published file")
    lots.add_argument("--seal", help="事先公布的封印 · the seal announced before the seed")
    lots.add_argument("--out", type=Path, help="结果 JSON · the lottery, and with a seed the panel")
    lots.set_defaults(run=_later("lots"))


def _add_choose(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    chosen = kinds.add_parser("choose", help="按票选项目，大群体不独占 · projects chosen in proportion")
    chosen.add_argument("file", type=Path, help="投票文件 .pb（Pabulib） · election in the form of Pabulib")
    chosen.add_argument(
        "--rule",
        default="equal-shares",
        help="equal-shares（均等份额）、phragmen、pav、greedy（按票）、greedy-cost（按票与费用之比）",
    )
    chosen.add_argument("--utility", default="cost", help="cost（按费用）、cardinality（按个数） (cost)")
    chosen.add_argument(
        "--completion", help="余款：none、add1、add1u、greedy、add1-comparison (equal-shares: add1)"
    )
    chosen.add_argument("--out", type=Path, help="结果 JSON，不写则打印 · result, printed when not given")
    chosen.add_argument("--payments", type=Path, help="谁付了多少 CSV · voter_id,project_id,paid")
    chosen.set_defaults(run=_later("choose"))


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
