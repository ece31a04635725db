"""`shangliang analyse similar`: messages about the same matter."""

import argparse

from shangliang.analysis import similar
from shangliang.surfaces.cli.analyse.tables import load_distinct, waiting, write_csv


def run(arguments: argparse.Namespace) -> int:
    """Write the nearest others of every message."""
    messages = load_distinct(arguments.file)
    result = waiting("比较来信 · comparing", lambda: similar.rank(messages, top=arguments.top))
    rows = ((p.id, p.rank, p.other_id, f"{p.score:.4f}", p.same_topic) for p in result)
    write_csv(arguments.out, ("id", "rank", "other_id", "score", "same_topic"), rows)
    return 0
