"""A result in words: who or what was chosen, what is tied, whether a motion is carried. No database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shangliang.kernel.text import listed
from shangliang.modules.deliberation.models import Poll
from shangliang.modules.deliberation.queries.polls import Choice


@dataclass(frozen=True)
class Row:
    """One choice. votes: votes, sum of marks, or how many others it beats; ballots: on how many it stands."""

    label: str
    votes: int
    ballots: int
    won: bool
    tied: bool


@dataclass(frozen=True)
class Level:
    """A place of the ranking, with those who share it."""

    place: int
    labels: list[str]


@dataclass(frozen=True)
class Results:
    """sentence: the finding. ties: what is left undecided, empty when nothing is. needed: what a motion needed.

    labels, pairs: for ranked polls the options and, row before column, how many ballots put one before the other
    (None on the diagonal). fair: of places given by shares, what that rule did.
    """

    sentence: str
    ties: str
    rows: list[Row]
    ranking: list[Level]
    labels: list[str]
    pairs: list[list[int | None]]
    abstained: int
    counted: int
    needed: str = ""
    fair: tuple[str, ...] = ()


def results(poll: Poll, options: list[Choice]) -> Results:
    """What the page of results shows. The poll has been counted."""
    kept: dict[str, Any] = poll.result or {}
    label = {o.key: o.label for o in options}
    rows = [
        Row(label[k], votes, stands, k in kept["winners"], k in kept["tied"])
        for k, votes, stands in kept["lines"]
    ]
    pairs: list[list[int | None]] = []
    if kept["pairs"]:
        before = {(one, other): n for one, other, n in kept["pairs"]}
        pairs = [[before.get((one.key, other.key)) for other in options] for one in options]
    names = [label[k] for k in kept["winners"]]
    decided = kept.get("motion")
    return Results(
        sentence=_carried(decided) if decided else _chosen(poll, kept, names, label),
        ties="" if decided else _tied(kept, label), rows=rows, ranking=list(_levels(kept, label)),
        labels=[o.label for o in options], pairs=pairs, abstained=kept["abstained"], counted=kept["counted"],
        needed=_needed(poll, decided) if decided else "", fair=tuple(_fair(kept, label)),
    )  # fmt: skip


def _carried(decided: dict[str, Any]) -> str:
    said = _("通过：赞成 %(yes)d 票，反对 %(no)d 票，弃权 %(abstained)d 票")
    if not decided["carried"]:
        said = _("没有通过：赞成 %(yes)d 票，反对 %(no)d 票，弃权 %(abstained)d 票")
    return said % decided


def _needed(poll: Poll, decided: dict[str, Any]) -> str:
    whole = {"entitled": decided["entitled"], "present": decided["present"]}.get(
        poll.base, decided["yes"] + decided["no"]
    )
    return _("通过需要%(share)s：按%(base)s算共 %(whole)d，要 %(needed)d 票赞成") % {
        "base": poll.get_base_display(), "whole": whole, "share": poll.get_share_display(),
        "needed": decided["needed"],
    }  # fmt: skip


def _chosen(poll: Poll, kept: dict[str, Any], names: list[str], label: dict[str, str]) -> str:
    if not kept["counted"]:
        return _("收回的都是弃权票，没有选出")
    if not names:
        return _("最多的并列，没有选出")
    if len(names) > 1:
        return _("选出 %(n)d 项：%(names)s") % {"n": len(names), "names": listed(names)}
    return _best(poll, kept, names[0], rivals=len(label) - 1)


def _best(poll: Poll, kept: dict[str, Any], name: str, *, rivals: int) -> str:
    votes, stands = next((v, b) for k, v, b in kept["lines"] if k == kept["winners"][0])
    said = {
        Poll.Method.SCORE: _("“%(o)s”总分最高：%(n)d 分，平均 %(m)s 分"),
        Poll.Method.RANKED: _("“%(o)s”胜出：两两相比胜 %(n)d 项，没有一项胜过它"),
        Poll.Method.APPROVAL: _("“%(o)s”得到最多认可：%(n)d 票"),
    }.get(Poll.Method(poll.method), _("“%(o)s”得票最多：%(n)d 票"))
    if poll.method == Poll.Method.RANKED and votes == rivals:
        said = _("“%(o)s”胜出：和其余每一项两两相比都胜")
    return said % {"o": name, "n": votes, "m": f"{votes / stands:.1f}" if stands else "0"}


def _tied(kept: dict[str, Any], label: dict[str, str]) -> str:
    if not kept["tied"] or not kept["counted"]:
        return ""
    names = listed(label[k] for k in kept["tied"])
    return _("%(names)s 并列，还有 %(n)d 个名额没有定：须再投一次或抽签，系统不替您定。") % {
        "names": names, "n": kept["open"],
    }  # fmt: skip


def _fair(kept: dict[str, Any], label: dict[str, str]) -> Iterable[str]:
    fair = kept.get("fair")
    if not fair or not kept["winners"]:
        return
    said = {"n": fair["heard"], "all": kept["counted"]}
    yield _("投票的 %(all)d 人里，%(n)d 人至少有一项自己认可的选上了。") % said
    plain = [label[k] for k in fair["by_votes"]]
    if set(fair["by_votes"]) == set(kept["winners"]):
        yield _("只按票数，选出的也是这几项。")
    else:
        yield _("只按票数会选出：%(names)s；那样只有 %(n)d 人有认可的选上。") % {
            "names": listed(plain), "n": fair["heard_by_votes"],
        }  # fmt: skip
    if fair["in_doubt"]:
        names = listed(label[k] for k in fair["in_doubt"])
        yield _("%(names)s之间票数相当，按事先写明的规则，选票上排在前面的优先。") % {"names": names}


def _levels(kept: dict[str, Any], label: dict[str, str]) -> Iterable[Level]:
    place = 1
    for level in kept["order"] if kept["counted"] else ():
        yield Level(place, [label[k] for k in level])
        place += len(level)
