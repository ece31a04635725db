"""The published file of a lottery and its draw, and what is found when it is checked against the pool."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from shangliang.analysis.lots import bound, ceremony
from shangliang.analysis.lots.kinds import Kinds, kinds_of, members_of
from shangliang.analysis.lots.records import TOTAL, Certificate, Lottery, Panel, Pool, Quota
from shangliang.analysis.lots.tables import check, has_households
from shangliang.analysis.refusal import Refusal

FORMAT = 1
NEAR = 1e-6  # a lottery whose chances come this near to the bound has reached it
_SLACK = 1e-8


def written(lottery: Lottery, *, seed: str = "") -> dict[str, Any]:
    """What is published: the lottery; with a seed, the panel drawn by it, too. Refusal for a blank seed."""
    certificate = lottery.certificate
    content: dict[str, Any] = {
        "lots": "shangliang",
        "format": FORMAT,
        "version": lottery.version,
        "commit": lottery.commit,
        "seal": lottery.seal,
        "size": lottery.size,
        "households": lottery.households,
        "quotas": [
            {"feature": q.feature, "value": q.value, "min": q.low, "max": q.high} for q in lottery.quotas
        ],
        "certificate": {
            "min_probability": certificate.minimum,
            "bound": certificate.bound,
            "eps": certificate.eps,
            "proof": certificate.proof,
        },
        "total": TOTAL,
        "kinds": [list(ids) for ids in lottery.kinds],
        "lottery": ceremony.told(lottery.panels),
        "probabilities": lottery.chances,
    }
    if seed.strip():
        chosen, seated = ceremony.draw(lottery.seal, lottery.panels, lottery.kinds, seed)
        content |= {"seed": seed.strip(), "drawn": chosen, "panel": list(seated)}
    return content


def read(content: object) -> Lottery:
    """The lottery of a published file. Refusal when it is no such file."""
    try:
        if not isinstance(content, dict) or content["lots"] != "shangliang":
            raise KeyError("lots")
        if content["format"] != FORMAT or content["total"] != TOTAL:
            raise ValueError("format")
        marks = content["certificate"]
        return Lottery(
            str(content["version"]),
            str(content["commit"]),
            str(content["seal"]),
            _whole(content["size"]),
            tuple(
                Quota(str(q["feature"]), str(q["value"]), _whole(q["min"]), _whole(q["max"]))
                for q in content["quotas"]
            ),
            bool(content["households"]),
            tuple(tuple(map(str, ids)) for ids in content["kinds"]),
            tuple(
                Panel(_whole(weight), tuple((_whole(kind), _whole(many)) for kind, many in take))
                for weight, take in content["lottery"]
            ),
            {str(who): str(chance) for who, chance in content["probabilities"].items()},
            Certificate(
                float(marks["min_probability"]),
                float(marks["bound"]),
                float(marks["eps"]),
                str(marks["proof"]),
            ),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise Refusal(
            f"这不是抽签结果文件，或已损坏（{wrong}）。",
            f"This is no published lottery, or it is damaged ({wrong}).",
        ) from wrong


def _whole(number: object) -> int:
    if type(number) is not int or number < 0:
        raise ValueError(f"{number!r} is no whole number")
    return number


def faults(content: dict[str, Any], pool: Pool) -> list[tuple[str, str]]:
    """Everything wrong with a published file, in Chinese and English; nothing when all of it holds.

    Refusal when it is no such file, or the pool has not even the columns.
    """
    lottery = read(content)
    check(pool, lottery.quotas, lottery.size)
    found = list(_of_lottery(lottery, pool))
    if not found:
        found += _of_certificate(lottery, kinds_of(pool, lottery.quotas, lottery.size))
        found += _of_draw(lottery, content)
    return found


def _of_lottery(lottery: Lottery, pool: Pool) -> Iterator[tuple[str, str]]:
    if ceremony.commit(pool, lottery.quotas, lottery.size) != lottery.commit:
        yield "名单、名额要求或人数与事先公布的不同", "pool, quotas or size are not those of the commit"
    if ceremony.seal(lottery.commit, lottery.panels) != lottery.seal:
        yield "签表与事先公布的封印不同", "the lottery is not the one of the seal"
    if tuple(members_of(pool, lottery.quotas).values()) != lottery.kinds:
        yield "人员分类与名单不符", "the kinds are not those of the pool"
        return
    if lottery.households != has_households(pool, lottery.quotas):
        yield "每户一人的规则与名单不符", "the rule of households is not that of the pool"
    if sum(panel.weight for panel in lottery.panels) != TOTAL:
        yield f"各签的权重之和不是 {TOTAL}", f"the weights do not sum to {TOTAL}"
    kinds = kinds_of(pool, lottery.quotas, lottery.size)
    for number, panel in enumerate(lottery.panels):
        if panel.weight < 1 or not _holds(kinds, panel):
            yield f"第 {number} 签不合名额要求", f"panel {number} of the lottery breaks a rule"
            return
    if ceremony.chances(kinds.members, ceremony.seats(lottery.panels, len(kinds))) != lottery.chances:
        yield "公布的入选机会与签表不符", "the published chances are not those of the lottery"


def _holds(kinds: Kinds, panel: Panel) -> bool:
    many = [0] * len(kinds)
    for kind, count in panel.take:
        if kind >= len(kinds) or many[kind] or count < 1:
            return False
        many[kind] = count
    return kinds.meets(np.array(many))


def _of_certificate(lottery: Lottery, kinds: Kinds) -> Iterator[tuple[str, str]]:
    marks = lottery.certificate
    limit = bound.leximin(kinds)
    got = np.array(ceremony.seats(lottery.panels, len(kinds))) / kinds.counts / TOTAL
    if abs(marks.minimum - float(got.min())) > _SLACK:
        yield "公布的最低机会与签表不符", "the smallest chance is not that of the lottery"
    gap = max(0.0, float((limit - got).max()))
    proved = marks.proof in {"columns", "gap"} or (marks.proof == "bound" and gap < NEAR)
    if abs(marks.bound - float(limit.min())) > _SLACK or abs(marks.eps - gap) > _SLACK or not proved:
        yield "公布的公平上限与重新计算的不符", "the certificate is not what the bound gives"


def _of_draw(lottery: Lottery, content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "panel" not in content and "seed" not in content:
        return
    seed = str(content.get("seed", ""))
    chosen, seated = ceremony.draw(lottery.seal, lottery.panels, lottery.kinds, seed)
    if content.get("panel") != list(seated) or content.get("drawn") != chosen:
        yield "用公布的种子重抽，结果不同", "drawn again with this seed, the panel is another"
