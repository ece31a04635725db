"""Merkle trees: the published vectors of RFC 6962, and that no wrong proof holds."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shangliang.kernel import merkle

# The leaves and roots that RFC 6962's reference implementation tests with.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf(str(n).encode()) for n in range(count)]


@pytest.mark.parametrize("count", range(1, 9))
def test_published_vectors(count: int) -> None:
    found = [merkle.leaf(bytes.fromhex(d)) for d in DATA[:count]]
    assert merkle.root(found).hex() == ROOTS[count - 1]


def test_of_nothing_it_is_the_hash_of_nothing() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").digest()


@given(st.integers(1, 70), st.data())
def test_every_leaf_has_its_proof(count: int, data: st.DataObject) -> None:
    found, top = leaves(count), merkle.root(leaves(count))
    place = data.draw(st.integers(0, count - 1))
    path = merkle.proof(found, place)
    assert len(path) <= (count - 1).bit_length()
    assert merkle.holds(found[place], place, count, path, top)


@given(st.integers(2, 70), st.data())
def test_nothing_else_holds(count: int, data: st.DataObject) -> None:
    """Another leaf, another place, another count, a shorter, longer or changed path, another root."""
    found, top = leaves(count), merkle.root(leaves(count))
    place = data.draw(st.integers(0, count - 1))
    other = data.draw(st.integers(0, count - 1).filter(lambda n: n != place))
    path, mine = merkle.proof(found, place), found[place]
    changed = [bytes(32), *path[1:]]
    assert not merkle.holds(found[other], place, count, path, top)
    assert not merkle.holds(mine, other, count, path, top)
    assert not merkle.holds(mine, place, count, path[:-1], top)
    assert not merkle.holds(mine, place, count, [*path, bytes(32)], top)
    assert not merkle.holds(mine, place, count, changed, top)
    assert not merkle.holds(mine, place, count, path, bytes(32))
    assert not merkle.holds(mine, place, place, path, top) and not merkle.holds(mine, -1, count, path, top)


def test_a_node_does_not_pass_for_a_leaf() -> None:
    """Without the two prefixes, the inner node of the first two would be a leaf with their hashes as data."""
    one, two = leaves(2)
    assert merkle.root([one, two]) != merkle.leaf(one + two)


def test_outside_there_is_no_proof() -> None:
    with pytest.raises(IndexError):
        merkle.proof(leaves(3), 3)
