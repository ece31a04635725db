"""`shangliang analyse choose`: projects or topics chosen in proportion, with who paid for what."""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from shangliang.analysis import choosing
from shangliang.analysis.refusal import Refusal
from shangliang.surfaces.cli.analyse.tables import (
    as_json,
    bytes_of,
    folder_of,
    waiting,
    write_csv,
    write_json,
)
from shangliang.surfaces.cli.errors import CliError


def run(arguments: argparse.Namespace) -> int:
    """Write the winners and why."""
    for path in (arguments.out, arguments.payments):
        if path is not None:
            folder_of(path)
    try:
        election = choosing.read(bytes_of(arguments.file), name=str(arguments.file))
        choice = waiting(
            "计算 · choosing",
            lambda: choosing.choose(
                election, arguments.rule, utility=arguments.utility, completion=arguments.completion
            ),
        )
    except Refusal as told:
        raise CliError(told.zh, told.en) from told
    content = content_of(election, choice)
    if arguments.payments:
        write_csv(arguments.payments, ("voter_id", "project_id", "paid"), _payments(election, choice))
    if arguments.out:
        write_json(arguments.out, content)
    else:
        print(as_json(content), end="")
    _say(election, choice)
    return 0


def content_of(election: choosing.Election, choice: choosing.Choice) -> dict[str, Any]:
    """The result as it is published."""
    spent = sum(winner.cost for winner in choice.winners)
    return {
        "winners": [winner.id for winner in choice.winners],
        "rule": choice.rule,
        "utility": choice.utility if choice.rule == "equal-shares" else None,
        "completion": choice.completion,
        "tie_break": list(choosing.TIE_BREAK),
        "voters": len(election.voters),
        "budget": _money(election.budget, election.unit),
        "spent": _money(spent, election.unit),
        "unspent_share": round(choice.unspent, 6),
        "represented": round(choice.represented, 6),
        "share_of_each_voter": round(float(choice.share), 6),
        "why": [_why(election, choice, winner) for winner in choice.winners],
        "version": choice.version,
        "sha256": choice.sha256,
    }


def _why(election: choosing.Election, choice: choosing.Choice, winner: choosing.Winner) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": winner.id,
        "name": winner.name,
        "cost": _money(winner.cost, election.unit),
        "votes": winner.votes,
        "supporters": winner.supporters,
        "how": winner.how,
    }
    if winner.how == "bought":
        told |= {
            "price": round(winner.price, 6),
            "paid_in_full": winner.full,
            "paid_what_they_had": winner.part,
            "had_nothing_left": winner.nothing,
        }
    return told


def _money(units: int, unit: int) -> int | float:
    return units // unit if units % unit == 0 else units / unit


def _payments(election: choosing.Election, choice: choosing.Choice) -> Iterator[tuple[object, ...]]:
    for project, paid in choice.payments:
        who = election.supporters[project].tolist()
        for voter, much in zip(who, paid.tolist(), strict=True):
            yield election.voters[voter], election.projects[project].id, f"{much:.6f}"


def _say(election: choosing.Election, choice: choosing.Choice) -> None:
    many, left, seen = len(choice.winners), choice.unspent, choice.represented
    print(
        f"选中 {many} 项，余款 {left:.1%}，{seen:.1%} 的投票人至少有一项入选。输入的 SHA-256：{choice.sha256}"
        f"（版本 {choice.version}）\n{many} of {len(election.projects)} projects, {left:.1%} of the budget unspent; "
        f"{seen:.1%} of the voters support at least one of them. SHA-256 of the input: {choice.sha256} "
        f"(version {choice.version})",
        file=sys.stderr,
    )
