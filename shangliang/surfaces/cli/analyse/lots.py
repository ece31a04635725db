"""`shangliang analyse lots`: a lottery with quotas, sealed and drawn with a public seed; or one that is checked."""

import argparse
import json
import sys
from typing import Any

from shangliang.analysis import lots
from shangliang.analysis.refusal import Refusal
from shangliang.surfaces.cli.analyse.tables import bytes_of, folder_of, waiting, write_json
from shangliang.surfaces.cli.errors import CliError

_PROOFS = {
    "bound": ("已达到理论上限", "the bound is reached"),
    "columns": (
        "上限达不到，已证明没有更公平的签表",
        "the bound cannot be reached; proved the best there is",
    ),
    "gap": (
        "未能证明最优，与上限的差距见 eps",
        "not proved the best there is; eps says how far it may be off",
    ),
}


def run(arguments: argparse.Namespace) -> int:
    """Draw up, draw or check, as asked."""
    try:
        pool = lots.read_pool(bytes_of(arguments.pool), name=str(arguments.pool))
        if arguments.verify:
            return _verify(arguments, pool)
        if arguments.out is None:
            raise CliError("请用 --out 指定结果文件。", "Name the file for the result with --out.")
        folder_of(arguments.out)
        if arguments.seed is not None and not arguments.seed.strip():
            raise CliError("种子是空的。请用公开、事后才知道的文字。", "The seed is blank.")
        lottery = _published(arguments, pool) if arguments.lottery else _drawn_up(arguments, pool)
    except Refusal as told:
        raise CliError(told.zh, told.en) from told
    content = lots.written(lottery, seed=arguments.seed or "")
    write_json(arguments.out, content)
    _say(lottery, content)
    return 0


def _drawn_up(arguments: argparse.Namespace, pool: lots.Pool) -> lots.Lottery:
    if arguments.quotas is None or arguments.size is None:
        raise CliError("缺少 --quotas 或 --size。", "--quotas and --size are needed.")
    quotas = lots.read_quotas(bytes_of(arguments.quotas), name=str(arguments.quotas))
    return waiting("制作签表 · drawing up the lottery", lambda: lots.draw_up(pool, quotas, arguments.size))


def _published(arguments: argparse.Namespace, pool: lots.Pool) -> lots.Lottery:
    """The lottery of a file, once it has been checked. CliError when anything about it is wrong."""
    if arguments.quotas or arguments.size:
        raise CliError(
            "--lottery 已含名额要求和人数，不能再给 --quotas、--size。",
            "The published lottery has its quotas and size: leave out --quotas and --size.",
        )
    if arguments.seed is None:
        raise CliError("从签表抽签需要 --seed。", "Drawing from a published lottery needs --seed.")
    content = {
        key: value
        for key, value in _content(arguments.lottery).items()
        if key not in {"seed", "drawn", "panel"}
    }
    if wrong := _faults(content, pool, arguments):
        raise CliError("；".join(zh for zh, _ in wrong) + "。", "; ".join(en for _, en in wrong) + ".")
    return lots.read(content)


def _verify(arguments: argparse.Namespace, pool: lots.Pool) -> int:
    content = _content(arguments.verify)
    wrong = _faults(content, pool, arguments)
    for zh, en in wrong:
        print(f"✗ {zh} · {en}")
    if wrong:
        print(f"共 {len(wrong)} 处不符，结果不可信 · {len(wrong)} fault(s): not to be trusted")
        return 1
    drawn = (
        f"抽中 {len(content['panel'])} 人 · panel as drawn"
        if "panel" in content
        else "尚未抽签 · not drawn yet"
    )
    print(f"✓ 名单、签表、机会、公平上限、抽签全部相符 · all agree: {drawn}; seal {content['seal']}")
    return 0


def _faults(content: dict[str, Any], pool: lots.Pool, arguments: argparse.Namespace) -> list[tuple[str, str]]:
    wrong = waiting("核验 · checking", lambda: lots.faults(content, pool))
    if arguments.seal and arguments.seal != content["seal"]:
        wrong.append(("封印不是事先公布的那一个", "the seal is not the one announced"))
    return wrong


def _content(path: Any) -> dict[str, Any]:
    try:
        content = json.loads(bytes_of(path))
    except (ValueError, RecursionError) as wrong:
        raise CliError(f"{path} 不是 JSON 文件，或已损坏。", f"{path} is no JSON, or damaged.") from wrong
    if not isinstance(content, dict):
        raise CliError(f"{path} 不是抽签结果文件。", f"{path} is no published lottery.")
    return content


def _say(lottery: lots.Lottery, content: dict[str, Any]) -> None:
    """What a secretary announces, to standard error."""
    marks = lottery.certificate
    zh, en = _PROOFS[marks.proof]
    rule = "，每户最多一人" if lottery.households else ""
    print(
        f"{len(lottery.panels)} 支签{rule}；机会最小的人为 {marks.minimum:.4%}（上限 {marks.bound:.4%}，差距 "
        f"{marks.eps:.1e}：{zh}）。\n{len(lottery.panels)} panels; smallest chance {marks.minimum:.4%} (bound "
        f"{marks.bound:.4%}, eps {marks.eps:.1e}: {en}).\n承诺 commit {lottery.commit}\n封印 seal   {lottery.seal}",
        file=sys.stderr,
    )
    seen = {kind for panel in lottery.panels for kind, _ in panel.take}
    if out := sum(len(ids) for kind, ids in enumerate(lottery.kinds) if kind not in seen):
        print(
            f"注意：照这些名额要求，有 {out} 人没有机会入选。 · With these quotas {out} people have no chance.",
            file=sys.stderr,
        )
    if "panel" in content:
        print(f"抽中第 {content['drawn']} 支签 · panel {content['drawn']} is drawn", file=sys.stderr)
    else:
        print(
            "请先公布封印，再取公开种子，然后：analyse lots 名单 --lottery 本文件 --seed 种子 --out 结果\n"
            "Publish the seal, then take a public seed, and draw with --lottery and --seed.",
            file=sys.stderr,
        )
