"""Merkle trees as RFC 6962 has them: many votes sealed by one hash, each with a proof of its own.

A leaf is sha256(0x00 ‖ data), an inner node sha256(0x01 ‖ left ‖ right), so that neither passes for the other. Of n
leaves the left part holds the largest power of two below n. Hashes are 32 bytes; in the journal they stand in hex.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _left(count: int) -> int:
    """How many of `count` leaves stand in the left part (count > 1)."""
    return 1 << ((count - 1).bit_length() - 1)


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash over all leaves. Of none it is the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    # Pairs from the left, a last one without a partner moves up: the same tree, without recursion.
    while len(level) > 1:
        paired = [_node(level[k], level[k + 1]) for k in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) - len(level) % 2 :]
    return level[0]


def proof(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """The hashes that lead from the leaf at `place` (from 0) to the root, from below. IndexError outside."""
    if not 0 <= place < len(leaves):
        raise IndexError(place)
    if len(leaves) == 1:
        return []
    split = _left(len(leaves))
    if place < split:
        return [*proof(leaves[:split], place), root(leaves[split:])]
    return [*proof(leaves[split:], place - split), root(leaves[:split])]


def holds(mine: bytes, place: int, count: int, path: Sequence[bytes], top: bytes) -> bool:
    """Whether this leaf stands at `place` of the `count` leaves under `top`. False for every wrong input."""
    if not 0 <= place < count:
        return False
    sides = []  # whether the partner stands on the right, from above
    while count > 1:
        split = _left(count)
        sides.append(place < split)
        place, count = (place, split) if place < split else (place - split, count - split)
    if len(path) != len(sides):
        return False
    for partner, on_the_right in zip(path, reversed(sides), strict=True):
        mine = _node(mine, partner) if on_the_right else _node(partner, mine)
    return mine == top
