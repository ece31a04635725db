"""How fast replies are examined: 900 and 9,000 invented exchanges. Prints JSON lines with memory."""

import json
import multiprocessing
import random
import resource
import time

from bench_similar import DETAILS, MATTERS, generate

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
    start = time.perf_counter()
    found = list(replies.examine(rows, listed=listed))
    return {
        "seconds": round(time.perf_counter() - start, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024),
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
