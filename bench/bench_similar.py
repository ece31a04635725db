"""How fast messages about the same matter are found, beside plain TF-IDF cosine on the same messages.

Prints JSON lines. `python bench/bench_similar.py [batch] [index]`: both when nothing is named. Every
measurement runs in a process of its own, so that peaks of memory do not mix.
"""

import json
import multiprocessing
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from shangliang.analysis import similar
from shangliang.analysis.records import Message

BATCH, LARGE, ARRIVALS = 4_300, 100_000, 200
NAMES = [
    "清溪",
    "云杉",
    "望江",
    "石榴",
    "东篱",
    "白鹭",
    "枫桥",
    "听泉",
    "长亭",
    "杏林",
    "松涛",
    "月湖",
    "紫藤",
    "南塘",
    "北岭",
    "银杏",
    "柳堤",
    "桂苑",
    "金穗",
    "平安",
]
KINDS = ["小区", "花园", "路", "街道", "村", "小学", "中学", "广场", "市场", "公园"]
MATTERS = [
    "夜里施工的声音很大，孩子睡不着觉",
    "楼顶渗水，墙皮一块块掉下来",
    "公交车半小时才来一趟，老人等得着急",
    "自来水压力太小，高层洗不了澡",
    "路灯坏了半年，晚上走路要打手电",
    "垃圾站离楼只有十米，夏天气味难闻",
    "物业涨了费用却没有开过业主会",
    "电梯三天两头停运，老人下不了楼",
    "学校周末补课还要交钱",
    "工地欠了半年工资，春节前拿不到钱",
    "门口的摊位占了人行道，婴儿车过不去",
    "烧烤店的油烟直接吹进卧室",
    "房子交了三年还没有办下产权证",
    "幼儿园说好是普惠的，收费却翻了一倍",
    "渣土车不盖篷布，一路都是灰",
]
DETAILS = [
    "打过几次电话都说在研究",
    "上个月来人看过一次就没有下文",
    "邻居们也一起写过信",
    "去年有过答复但是没有做到",
    "现场照片可以另外提供",
    "大家商量过愿意出一部分费用",
    "其他地方早就改好了",
    "天气热的时候更加难受",
    "家里有病人需要安静",
    "已经影响到上学和上班",
    "附近还有一所养老院",
    "下雨天积水能没过脚背",
    "早晚高峰堵得一动不动",
    "听说图纸上本来不是这样",
    "签合同的时候完全没有提起",
]


def generate(count: int, seed: int = 7) -> list[Message]:
    """Invented messages of some 200 characters, many of them about the same matter at the same place."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        place = "".join(rng.choices(NAMES, k=2)) + rng.choice(KINDS)
        matter = rng.choice(MATTERS)
        told = rng.sample(DETAILS, rng.randint(3, 9))
        extra = "".join(chr(rng.randint(0x4E00, 0x6E00)) for _ in range(rng.randint(10, 60)))
        body = (
            f"尊敬的领导您好，我住在{place}，这里{matter}。{'，'.join(told)}。{extra}。希望有关部门尽快处理。"
        )
        made.append(
            Message(f"{number:07d}", f"{place}{matter[:12]}", body, person=f"u{rng.randrange(count)}")
        )
    return made


def plain(messages: list[Message]) -> np.ndarray:
    """The baseline: characters of title and body, TF-IDF, every cosine."""
    total = None
    for texts in ([m.title for m in messages], [m.body for m in messages]):
        rows = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), dtype=np.float32).fit_transform(texts)
        product = (rows @ rows.T).toarray()
        total = product if total is None else total + product
    assert total is not None
    return np.argsort(-total, axis=1)[:, :100]


def batch_ours() -> dict[str, float]:
    messages = generate(BATCH)
    return _timed(lambda: similar.rank(messages, top=100))


def batch_plain() -> dict[str, float]:
    messages = generate(BATCH)
    return _timed(lambda: plain(messages))


def index_ours() -> dict[str, float]:
    messages = generate(LARGE + ARRIVALS)
    index = similar.Index()
    built = _timed(lambda: index.extend(messages[:LARGE]))
    spent = []
    for message in messages[LARGE:]:
        start = time.perf_counter()
        index.add(message)
        index.neighbours(message, top=10)
        spent.append(1_000 * (time.perf_counter() - start))
    return {**_quantiles(spent), "build_seconds": built["seconds"], "peak_mb": _peak()}


def index_plain() -> dict[str, float]:
    messages = generate(LARGE + ARRIVALS)
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), dtype=np.float32)
    rows = vectoriser.fit_transform([m.title + m.body for m in messages[:LARGE]])
    spent = []
    for message in messages[LARGE : LARGE + 20]:
        start = time.perf_counter()
        cosine = (rows @ vectoriser.transform([message.title + message.body]).T).toarray().ravel()
        np.argpartition(-cosine, 10)[:10]
        spent.append(1_000 * (time.perf_counter() - start))
    return {**_quantiles(spent), "peak_mb": _peak()}


def preview() -> dict[str, float]:
    messages = generate(ARRIVALS + 50)
    spent = []
    for message in messages[50:]:
        start = time.perf_counter()
        similar.score_pairs(message, messages[:50])
        spent.append(1_000 * (time.perf_counter() - start))
    return {**_quantiles(spent), "peak_mb": _peak()}


def _timed(work: Callable[[], object]) -> dict[str, float]:
    start = time.perf_counter()
    work()
    return {"seconds": round(time.perf_counter() - start, 2), "peak_mb": _peak()}


def _peak() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024)


def _quantiles(spent: list[float]) -> dict[str, float]:
    ordered = sorted(spent)
    return {
        "median_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[int(0.95 * len(ordered))], 2),
        "worst_ms": round(ordered[-1], 2),
    }


def _apart(work: Callable[[], dict[str, float]]) -> dict[str, float]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work)


def main(asked: list[str]) -> None:
    """Run the named measurements and print one JSON line each."""
    if not asked or "batch" in asked:
        ours, base = _apart(batch_ours), _apart(batch_plain)
        ratio = round(ours["seconds"] / base["seconds"], 2)
        line = {"bench": "similar.rank", "messages": BATCH, **ours, "plain_tfidf": base, "time_ratio": ratio}
        print(json.dumps(line), flush=True)
    if not asked or "index" in asked:
        ours, base = _apart(index_ours), _apart(index_plain)
        ratio = round(ours["median_ms"] / base["median_ms"], 3)
        line = {"bench": "similar.Index", "messages": LARGE, **ours, "plain_tfidf": base, "time_ratio": ratio}
        print(json.dumps(line), flush=True)
        print(json.dumps({"bench": "similar.score_pairs", "candidates": 50, **_apart(preview)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
