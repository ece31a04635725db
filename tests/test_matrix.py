"""The golden who-may matrix: for every kind, in every state, the names of those who may.

A change of rights shows as a diff of tests/golden/matrix.txt. SHANGLIANG_RENEW=1 writes that file anew; read
the diff before committing it.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from shangliang.kernel import moves
from shangliang.kernel.access import PUBLIC, Actor, Seat
from shangliang.kernel.flow import EXTEND, State
from shangliang.surfaces.demo import cast
from tests import given
from tests.world import World

GOLDEN = Path(__file__).parent / "golden" / "matrix.txt"
FACES = list(dict.fromkeys([*(seat[0] for seat in cast.SEATS[:9]), "tang", "zhou", "fan"]))
EVERYBODY, RAISER, CLOCK = "所有人", "提出人", "时钟"
HEAD = """\
谁可以做什么 · Who may do what

每一类事项、每一个状态下，列出可以做该动作的人。“所有人”指不登录也可以；“提出人”指持回执的人；
“时钟”指到期或随其他事项自动办理；“–”指这些人都不可以。
For each kind and state: who may do what. 所有人: everybody, without signing in; 提出人: who shows the
receipt of the voice; 时钟: done by the clock or when another thing is done; –: nobody among these.

"""
ABOUT = """
来声由林晓梅提出、周小琴采集；任务、承诺、批示由市住建局承办；活动邀请了林晓梅和侯明亮。
其余均属市政协。
The voice was raised by 林晓梅 and typed by 周小琴; 市住建局 handles the assignment, the promise and the
instruction; 林晓梅 and 侯明亮 are invited to the gathering. All things belong to 市政协 of the city.
"""


# What a receipt is good for beside its voice: judging what came of it. The portal finds the dispatch through
# the voice of the receipt; the policy alone does not say that it is that very dispatch.
BY_RECEIPT_TOO = {"dispatch": {"rate"}}
# What a board that is open to anybody lets them do without an account.
BY_ANYBODY = {"board": {"vote", "say"}}

# kind → state → name of somebody → the verbs that she may, whether they can be done in this state or not
Survey = dict[str, dict[str, dict[str, set[str]]]]


def survey(world: World) -> Survey:
    faces = {world.people[face].name: world.actor(face) for face in FACES}
    found: Survey = {}
    for kind in moves.kinds():
        for state in kind.flow.states:
            thing = given.in_state(world, kind.flow.kind, state)
            # A receipt with the very number of this thing: numbers of one kind must not open another.
            receipt = Actor(RAISER, seats=(Seat("raiser", "", thing.pk), Seat("public")))
            actors = {EVERYBODY: PUBLIC, **faces, RAISER: receipt}
            may = {name: kind.policy.which(actor, kind.policy.verbs, thing) for name, actor in actors.items()}
            found.setdefault(kind.flow.kind, {})[state] = may
    return found


def text(found: Survey) -> str:
    people = {seat[0]: seat for seat in cast.SEATS}
    lines = [f"{name}  {title}（{role}）" for _, name, role, _, title in (people[face] for face in FACES)]
    blocks = [block(kind, found[kind.flow.kind]) for kind in moves.kinds()]
    return HEAD + "\n".join(lines) + "\n" + ABOUT + "".join(blocks) + "\n"


def block(kind: moves.Kind, found: dict[str, dict[str, set[str]]]) -> str:
    lines = [f"\n\n# {kind.flow.label} {kind.flow.kind}"]
    for state in kind.flow.states.values():
        lines.append(f"\n{state.label} {state.name}")
        lines += [f"  {verb:<18}{who}" for verb, who in rows(kind, state, found[state.name])]
    return "\n".join(lines)


def rows(kind: moves.Kind, state: State, may: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Each verb that makes sense in this state, with those who may, in the order of the cast."""
    here = {m.name: m for m in kind.flow.moves_from(state.name)}
    verbs = {v for v in kind.policy.verbs if v not in kind.flow.moves or v in here}
    if not (state.due or state.carry):
        verbs.discard(EXTEND)
    for verb in sorted(verbs, key=lambda v: (v != "view", v in here, v)):
        names = [name for name, allowed in may.items() if verb in allowed]
        yield verb, EVERYBODY if EVERYBODY in names else "、".join(names) or "–"
    yield from ((m.name, CLOCK) for m in here.values() if m.clock)


def test_matrix(world: World) -> None:
    found = survey(world)
    for kind, states in found.items():
        for state, may in states.items():
            everybody = may[EVERYBODY]
            assert everybody <= {"view", *BY_ANYBODY.get(kind, ())}, (kind, state)
            assert all(everybody <= verbs for verbs in may.values()), (
                kind,
                state,
            )  # the word may stand for all
            if kind != "voice":
                assert may[RAISER] - everybody <= BY_RECEIPT_TOO.get(kind, set()), (kind, state)
    now = text(found)
    if os.environ.get("SHANGLIANG_RENEW") == "1":
        GOLDEN.write_text(now, encoding="utf-8")
    was = GOLDEN.read_text(encoding="utf-8")
    diff = difflib.unified_diff(was.splitlines(), now.splitlines(), "golden", "now", lineterm="", n=4)
    if was != now:
        pytest.fail("rights changed; SHANGLIANG_RENEW=1 renews the file:\n" + "\n".join(diff), pytrace=False)
