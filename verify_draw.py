#!/usr/bin/env python3
"""核验“商量”的抽签结果 · Verify a draw of lots of Shangliang.

Needs nothing but Python 3.9 or newer, the published file and the pool: python3 verify_draw.py panel.json POOL.csv

    commit = sha256(canonical JSON of pool, quotas and size); seal = sha256(commit + "\\n" + canonical lottery), in hex
    number n of the draw = sha256(seal + "\\n" + seed + "\\n" + n) modulo what is asked for (the uneven rest left out)

Give the seal announced before the seed was known (--seal): a file changed as a whole agrees with itself.
"""

import argparse
import collections
import csv
import hashlib
import io
import json
import sys


def canonical(content):
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(*parts):
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def people_of(data):
    """The rows of the pool by id, as dictionaries."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    first = text.split("\n", 1)[0]
    mark = min((m for m in ",;\t" if m in first), key=first.index, default=",")
    rows = [
        [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    ]
    head, *rows = [row for row in rows if any(row)]
    return sorted(
        ({head[k]: cell for k, cell in enumerate(row)} for row in rows), key=lambda person: person["id"]
    )


def kinds_of(people, quotas):
    """Who is alike in what the quotas name; who shares a household is a kind of that household."""
    features = sorted({quota["feature"] for quota in quotas})
    homes = collections.Counter(p.get("household", "") for p in people if "household" not in features)
    found = {}
    for person in people:
        home = person.get("household", "")
        key = (*(person[feature] for feature in features), home if homes[home] > 1 else "")
        found.setdefault(key, []).append(person["id"])
    return features, sorted(found.items())


def broken(take, features, kinds, quotas, size):
    """Whether a panel breaks a rule."""
    seats, homes = collections.Counter(), collections.Counter()
    for number, many in take:
        if type(number) is not int or type(many) is not int or number < 0:
            return True
        key, ids = kinds[number]
        if not 0 < many <= len(ids):
            return True
        homes[key[-1]] += many
        for k, feature in enumerate(features):
            seats[feature, key[k]] += many
    inside = all(q["min"] <= seats[q["feature"], q["value"]] <= q["max"] for q in quotas)
    once = len({number for number, _ in take}) == len(take)
    return not (inside and once and sum(homes.values()) == size and all(n < 2 for h, n in homes.items() if h))


def drawn(content, kinds):
    """The number of the panel and the people that this seed gives."""
    asked = 0

    def below(bound):
        nonlocal asked
        while True:
            asked += 1
            number = int(sha256(content["seal"], content["seed"].strip(), str(asked)), 16)
            if number < 2**256 - 2**256 % bound:
                return number % bound

    ticket, chosen = below(content["total"]), 0
    while ticket >= content["lottery"][chosen][0]:
        ticket -= content["lottery"][chosen][0]
        chosen += 1
    panel = []
    for number, many in content["lottery"][chosen][1]:
        left = sorted(kinds[number][1])
        panel += [left.pop(below(len(left))) for _ in range(many)]
    return chosen, sorted(panel)


def check(content, people, seal):
    """Yield one sentence for everything that is wrong."""
    quotas, lottery, size = content["quotas"], content["lottery"], content["size"]
    rules = sorted([q["feature"], q["value"], q["min"], q["max"]] for q in quotas)
    if sha256(canonical({"pool": people, "quotas": rules, "size": size})) != content["commit"]:
        yield "名单、名额要求或人数与事先公布的不同 · pool, quotas or size are not those of the commit"
    if sha256(content["commit"], canonical(lottery)) != content["seal"] or seal not in ("", content["seal"]):
        yield "签表与事先公布的封印不同 · the lottery is not the one of the seal"
    features, kinds = kinds_of(people, quotas)
    if [ids for _, ids in kinds] != content["kinds"]:
        yield "人员分类与名单不符 · the kinds are not those of the pool"
        return
    if content["total"] != 10**12 or sum(weight for weight, _ in lottery) != 10**12:
        yield "各签的权重之和不对 · the weights do not sum to 10^12"
        return
    seats = [0] * len(kinds)
    for number, (weight, take) in enumerate(lottery):
        if type(weight) is not int or weight < 1 or broken(take, features, kinds, quotas, size):
            yield f"第 {number} 签不合名额要求 · panel {number} of the lottery breaks a rule"
            return
        for kind, many in take:
            seats[kind] += weight * many
    each = [f"{seats[k] / (len(ids) * 10**12):.9f}" for k, (_, ids) in enumerate(kinds)]
    chances = {who: each[k] for k, (_, ids) in enumerate(kinds) for who in ids}
    if chances != content["probabilities"]:
        yield "公布的入选机会与签表不符 · the published chances are not those of the lottery"
    if "seed" in content and drawn(content, kinds) != (content["drawn"], content["panel"]):
        yield "用公布的种子重抽，结果不同 · drawn again with this seed, the panel is another"


def main(argv=None):
    parser = argparse.ArgumentParser(description="核验抽签结果 · verify a draw of lots")
    parser.add_argument("file", help="panel.json")
    parser.add_argument("pool", help="POOL.csv")
    parser.add_argument("--seal", default="", help="事先公布的封印 · the seal announced before the seed")
    given = parser.parse_args(argv)
    try:
        with open(given.file, encoding="utf-8") as file, open(given.pool, "rb") as pool:
            content = json.load(file)
            wrong = list(check(content, people_of(pool.read()), given.seal))
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as failed:
        wrong = [f"文件无法读取或已损坏 · cannot be read, or damaged: {failed!r}"]
    for sentence in wrong:
        print(f"✗ {sentence}")
    if wrong:
        print(f"共 {len(wrong)} 处不符，结果不可信 · {len(wrong)} fault(s): not to be trusted")
        return 1
    done = (
        f"抽中 {len(content['panel'])} 人 · panel as drawn"
        if "panel" in content
        else "尚未抽签 · not drawn yet"
    )
    print(f"✓ 名单、签表、机会、抽签全部相符 · all agree: {done}; seal {content['seal']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
