#!/usr/bin/env python3
"""核验“商量”日志的导出文件 · Verify an export of the journal of Shangliang.

Needs nothing but Python 3.9 or newer and the file. Every entry is sealed with the one before it:

    hash = sha256(hash of the one before + "\\n" + seq + "\\n" + canonical JSON of the entry), in hex

Somebody who rewrites the file from one entry to its end can make it agree with itself again. So note a head
now and then (ROOT:HASH as printed here) in a place of your own and give it with --head: it must still occur.
"""

import argparse
import hashlib
import json
import sys


def canonical(content):
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parse(raw):
    """The object of one line; empty when it is damaged or not written in the one canonical way."""
    try:
        content = json.loads(line := raw.decode("utf-8").rstrip("\r\n"))
        return content if isinstance(content, dict) and canonical(content) == line else {}
    except (ValueError, RecursionError):
        return {}


def heads_of(first):
    """What the first line promises: root → (number of entries, last hash). None when it is no such line."""
    content = parse(first)
    if content.get("journal") != "shangliang" or content.get("format") != 1:
        return None
    try:
        return {root: (int(h["entries"]), str(h["hash"])) for root, h in content["heads"].items()}
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def seal_of(prev, seq, entry):
    return hashlib.sha256(f"{prev}\n{seq}\n{canonical(entry)}".encode()).hexdigest()


def check(lines, heads, noted):
    """Yield one sentence for everything that is wrong; `heads` is what stood in the first line."""
    # last: root → (seq, hash) as the file says, so that one wrong row does not accuse those after it
    last, unseen, before = {}, set(noted), None
    for number, raw in enumerate(lines, start=2):
        row, here = parse(raw), f"第 {number} 行 · line {number}"
        seq, seal, entry = row.get("seq"), row.get("hash"), row.get("entry")
        if len(row) != 3 or (type(seq), type(seal), type(entry)) != (int, str, dict):
            yield f"{here}：已损坏，不是一条完整的记录 · damaged, not one whole entry"
            continue
        root = str(entry.get("root"))
        here, (was, prev) = f"{here}, {root} #{seq}", last.get(root, (0, ""))
        if root != before and root in last:
            yield f"{here}：不在它的位置上 · out of its place"
        before = root
        if seq <= was:
            yield f"{here}：是插入的，或顺序被调换 · inserted or reordered"
            continue
        if seq > was + 1:
            yield f"{here}：前面缺 #{was + 1}–#{seq - 1} · #{was + 1}–#{seq - 1} removed before it"
        elif seal_of(prev, seq, entry) != seal:
            yield f"{here}：与封印不符，被改动过 · changed, not as it was sealed"
        last[root] = (seq, seal)
        unseen.discard((root, seal))
    for root in sorted(heads.keys() | last.keys()):
        (count, head), (seq, end) = heads.get(root, (0, "")), last.get(root, (0, ""))
        if seq < count:
            yield f"{root}：末尾缺 {count - seq} 条 · the last {count - seq} of {count} entries removed"
        elif (seq, end) != (count, head):
            yield f"{root}：末条与首行所记不符 · the last entry is not the one that line 1 names"
    for root, seal in sorted(unseen):
        yield f"{root}：没有另处记下的封印 · the noted head does not occur: {seal}"


def main(argv=None):
    parser = argparse.ArgumentParser(description="核验日志导出文件 · verify an export of the journal")
    parser.add_argument("file", help="*.jsonl")
    parser.add_argument("--head", action="append", default=[], metavar="ROOT:HASH")
    given = parser.parse_args(argv)
    noted = [tuple(head.rpartition(":")[::2]) for head in given.head]
    if not all(root and len(seal) == 64 for root, seal in noted):
        parser.error("--head 001.:<64 hex digits>")
    wrong = 0
    try:
        with open(given.file, "rb") as file:
            heads = heads_of(file.readline())
            if heads is None:
                print("✗ 第 1 行 · line 1：已损坏或不是日志导出文件 · damaged, or no export of the journal")
                return 1
            for sentence in check(file, heads, noted):
                print(f"✗ {sentence}")
                wrong += 1
    except OSError as failed:
        print(f"✗ 无法读取 · cannot read: {failed}")
        return 1
    if wrong:
        print(f"共 {wrong} 处不符，日志不可信 · {wrong} fault(s): not to be trusted")
        return 1
    for root, (count, seal) in sorted(heads.items()):
        print(f"✓ {count} 条，全部与封印相符 · {count} entries, all as sealed: {root}:{seal}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
