"""`shangliang analyse opinions`: from agree, disagree and pass to a map with groups and what they stand for."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from shangliang.analysis.opinions import reading, routing
from shangliang.analysis.opinions.chart import POLIS, chart
from shangliang.analysis.opinions.consensus import Agreed
from shangliang.analysis.opinions.reading import Fault, Moderation, Trouble
from shangliang.analysis.opinions.records import OpinionMap
from shangliang.analysis.opinions.repness import Representative
from shangliang.analysis.opinions.votes import Votes
from shangliang.surfaces.cli.analyse.tables import Made, folder_of, waiting, write_json
from shangliang.surfaces.cli.errors import CliError

_AGREE, _DISAGREE = "agree", "disagree"
_MEND = "请改正后再试。"

# What is wrong with a file: Chinese, English; {0} … are the words of the fault.
TROUBLES = {
    Trouble.EMPTY: ("文件是空的。请换成有表头和数据的 CSV。", "the file is empty."),
    Trouble.NOT_TEXT: ("不是 UTF-8 编码。请另存为 UTF-8 编码的 CSV。", "this is not UTF-8."),
    Trouble.NOT_CSV: (f"不是 CSV：{{0}}。{_MEND}", "this is not CSV: {0}."),
    Trouble.HEADING: ("缺少表头：{0}。请使用 Polis 导出的文件。", "missing_heading: {0}."),
    Trouble.TWICE: (f"表头 {{0}} 出现两次。{_MEND}", "the heading {0} stands twice."),
    Trouble.NO_VOTES: ("表头下面没有投票。", "there are no votes below the headings."),
    Trouble.CELLS: (f"有 {{0}} 格，表头有 {{1}} 格。{_MEND}", "{0} cells, but {1} headings."),
    Trouble.VOTE: (
        f"的投票是“{{0}}”，只能是 1（赞成）、0（略过）或 -1（反对）。{_MEND}",
        "the vote is '{0}', and can only be 1, 0 or -1.",
    ),
    Trouble.ID: (f"没有编号。{_MEND}", "an id is missing."),
    Trouble.WHEN: (f"的时间“{{0}}”不是数字。{_MEND}", "the timestamp '{0}' is no number."),
    Trouble.ROW_TWICE: (f"的编号 {{0}} 前面已经有了。{_MEND}", "the id {0} stands twice."),
    Trouble.MODERATED: (
        f"的审核结果是“{{0}}”，只能是 1、0 或 -1。{_MEND}",
        "moderated is '{0}', and can only be 1, 0 or -1.",
    ),
    Trouble.UNKNOWN: (f"的表态项 {{0}} 没有人投过票。{_MEND}", "nobody has voted on the statement {0}."),
}


def run(arguments: argparse.Namespace) -> int:
    """Write the map as JSON."""
    folder_of(arguments.out)
    by_arrival = arguments.mode == POLIS
    votes = _read(arguments.file, lambda path: reading.votes_of(path, by_arrival=by_arrival))
    moderation = Moderation()
    if arguments.comments is not None:
        moderation = _read(arguments.comments, lambda path: reading.moderation_of(path, votes))
    made = waiting(
        "绘制意见地图 · mapping",
        lambda: chart(
            votes, mode=arguments.mode, seed=arguments.seed, out=moderation.out, meta=moderation.meta
        ),
    )
    write_json(arguments.out, told(made, votes, moderation, strict=arguments.strict))
    people, statements = votes.shape
    groups = (
        (f"{made.k} 组", f"{made.k} groups")
        if made.layout.health.clear
        else ("没有明显分组", "no clear groups")
    )
    print(
        f"{people} 人对 {statements} 条表态项投了 {len(votes)} 票：{groups[0]}。输入的 SHA-256：{made.sha256}"
        f"（版本 {made.version}，种子 {made.seed}）\n{people} people, {statements} statements, {len(votes)} votes: "
        f"{groups[1]}. SHA-256 of the input: {made.sha256} (version {made.version}, seed {made.seed})",
        file=sys.stderr,
    )
    return 0


def _read(path: Path, read: Callable[[Path], Made]) -> Made:
    try:
        return waiting("读取 · reading", lambda: read(path))
    except Fault as fault:
        # All words of a list of headings are one; the others stand each in its place.
        said = ["、".join(fault.words)] if fault.trouble is Trouble.HEADING else fault.words
        zh, en = (words.format(*said) for words in TROUBLES[fault.trouble])
        here, there = (f" 第 {fault.line} 行", f", line {fault.line}") if fault.line else ("：", "")
        raise CliError(f"{path}{here}{zh}", f"{path}{there}: {en}") from fault
    except (FileNotFoundError, IsADirectoryError) as missing:
        raise CliError(f"找不到文件：{path}", f"No such file: {path}") from missing


def told(made: OpinionMap, votes: Votes, moderation: Moderation, *, strict: bool) -> dict[str, object]:
    """The map as plain values: k, participants and statements by id, and meta."""
    names = made.statements
    shown = made.shown & ~np.isin(names, sorted(moderation.waiting)) if strict else made.shown
    following = routing.next_of_all(votes, made.priority, shown, made.seed).tolist()
    laid = made.layout
    return {
        "k": made.k,
        "participants": {
            person: {
                "x": x,
                "y": y,
                "group": group if group >= 0 else None,
                "uncertainty": spread,
                "next": names[after] if after >= 0 else None,
            }
            for person, (x, y), group, spread, after in zip(
                made.people,
                laid.places.tolist(),
                laid.groups.tolist(),
                laid.spread.tolist(),
                following,
                strict=True,
            )
        },
        "statements": {name: _statement(made, j) for j, name in enumerate(names)},
        "meta": _meta(made, votes),
    }


def _statement(made: OpinionMap, j: int) -> dict[str, object]:
    rep, axes = made.repness, made.layout.axes
    x, y = made.statement_places[:, j]
    return {
        "consensus": float(made.across[j]),
        "mean": float(axes.centre[j]),
        "loadings": axes.comps[:, j].tolist(),
        "x": float(x),
        "y": float(y),
        "against": float(made.against[j]),
        "extremity": float(made.extremity[j]),
        "priority": float(made.priority[j]),
        "moderated_out": not bool(made.shown[j]),
        "groups": [
            {
                "group": g,
                "agree": int(made.counts.agree[g, j]),
                "disagree": int(made.counts.disagree[g, j]),
                "seen": int(made.counts.seen[g, j]),
                "agree_share": float(rep.agree_share[g, j]),
                "disagree_share": float(rep.disagree_share[g, j]),
                "agree_test": float(rep.agree_test[g, j]),
                "disagree_test": float(rep.disagree_test[g, j]),
                "agree_ratio": float(rep.agree_ratio[g, j]),
                "disagree_ratio": float(rep.disagree_ratio[g, j]),
                "agree_ratio_test": float(rep.agree_ratio_test[g, j]),
                "disagree_ratio_test": float(rep.disagree_ratio_test[g, j]),
            }
            for g in range(len(rep.agree_share))
        ],
    }


def _meta(made: OpinionMap, votes: Votes) -> dict[str, object]:
    health, laid = made.layout.health, made.layout
    return {
        "version": made.version,
        "seed": made.seed,
        "sha256": made.sha256,
        "mode": made.mode,
        "participants": len(made.people),
        "grouped": int((laid.groups >= 0).sum()),
        "votes": len(votes),
        "clear_groups": health.clear,
        "groups": [
            {
                "group": g,
                "size": int((laid.groups == g).sum()),
                "centre": made.centres[g].tolist(),
                "stability": health.group_stability[g] if g < len(health.group_stability) else None,
                "representative": [_representative(made, r) for r in listed],
            }
            for g, listed in enumerate(made.representative)
        ],
        "consensus": {
            _AGREE: [_agreed(made, a) for a in made.agreed],
            _DISAGREE: [_agreed(made, a) for a in made.rejected],
        },
        "axes": {
            "share": laid.axes.share.tolist(),
            "statements_behind": list(health.participation),
            "pairwise": health.pairwise,
        },
        "seen": health.seen,
        "reproduced": health.reproduced,
        "tried": [
            {"k": k, "silhouette": health.silhouette[k], "stability": health.stability[k]}
            for k in health.silhouette
        ],
    }


def _representative(made: OpinionMap, one: Representative) -> dict[str, object]:
    return {
        "statement": made.statements[one.statement],
        "for": _AGREE if one.for_agree else _DISAGREE,
        "success": one.success,
        "trials": one.trials,
        "share": one.share,
        "share_test": one.share_test,
        "repness": one.repness,
        "repness_test": one.repness_test,
        "best_agree": one.best_agree,
    }


def _agreed(made: OpinionMap, one: Agreed) -> dict[str, object]:
    return {
        "statement": made.statements[one.statement],
        "success": one.success,
        "trials": one.trials,
        "share": one.share,
        "share_test": one.share_test,
    }
