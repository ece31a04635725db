"""How fast replies are examined: 900 and 9,000 invented exchanges. Prints JSON lines with memory.

Beside it, as a measure of the machine: the CPU time of counting pairs and triples of letters of the same texts.
"""

import json
import multiprocessing
import random
import resource
import time

from bench_similar import DETAILS, MATTERS, generate
from sklearn.feature_extraction.text import TfidfVectorizer

from shangliang.analysis import replies
from shangliang.analysis.replies import Exchange
from shangliang.kernel import days

SIZES = (900, 9_000)
EMPTY = "网友您好！来信已收悉"


def exchanges(count: int, seed: int = 7) -> list[Exchange]:
    """Messages of bench_similar with a reply of their own; one in twenty-five has an empty one."""
    rng, made = random.Random(seed), []
    for message in generate(count, seed):
        told = "，".join(rng.sample(DETAILS, 6))
        reply = (
            f"您好！留言已收悉，现回复如下：{message.title}一事，{told}，{rng.choice(MATTERS)}。感谢关注！"
        )
        if rng.random() < 0.04:
            reply = EMPTY
        asked = f"2018/{rng.randint(1, 6)}/{rng.randint(1, 28)} 9:32:09"
        made.append(
            Exchange(message.id, message.title, message.body, reply, asked, f"2018/9/{rng.randint(1, 30)}")
        )
    return made


def examine(count: int) -> dict[str, float]:
    rows = exchanges(count)
    listed = {day: works for day, (works, _) in days.national().items()}
    start = time.process_time()
    found = list(replies.examine(rows, listed=listed))
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    TfidfVectorizer(analyzer="char", ngram_range=(2, 3)).fit_transform(
        [text for e in rows for text in (f"{e.title} {e.body}", e.reply)]
    )
    counting = time.process_time() - start
    return {
        "cpu_seconds": round(spent, 2),
        "counting_letters_cpu_seconds": round(counting, 2),
        "ratio": round(spent / counting, 2),
        "peak_mb": round(peak / 1_024),
        "empty": sum(f.empty for f in found),
        "planted": sum(e.reply == EMPTY for e in rows),
    }


def main() -> None:
    for size in SIZES:
        # A process of its own, so that peaks of memory do not mix.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            line = pool.apply(examine, (size,))
        print(json.dumps({"bench": "replies.examine", "exchanges": size, **line}), flush=True)


if __name__ == "__main__":
    main()
