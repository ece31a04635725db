"""`shangliang analyse category`: the class of each message, learned from labelled ones."""

import argparse

from shangliang.analysis import category
from shangliang.surfaces.cli.analyse.tables import load, load_labelled, waiting, write_csv
from shangliang.surfaces.cli.errors import CliError


def run(arguments: argparse.Namespace) -> int:
    """Learn from the labelled table, and write a class for every message of the other."""
    examples, labels = load_labelled(arguments.train)
    messages = load(arguments.file)
    try:
        model = waiting("学习分类 · learning", lambda: category.train(examples, labels))
    except ValueError as refused:
        raise CliError(
            f"{arguments.train}：至少要有两个类别才能学习。请检查分类一列。", f"{arguments.train}: {refused}"
        ) from refused
    guesses = waiting("归类 · classifying", lambda: model.predict(messages))
    write_csv(
        arguments.out, ("id", "category", "score"), ((g.id, g.category, f"{g.score:.4f}") for g in guesses)
    )
    return 0
