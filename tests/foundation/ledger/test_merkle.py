"""The tree against the published vectors, against its definition, and against forged proofs."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.foundation.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

pytestmark = pytest.mark.rule(86)

# The leaves and answers by which every implementation of certificate transparency is tested.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
LEAVES = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
    "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
    "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
    "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION_PROOFS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
CONSISTENCY_PROOFS = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (4, 7): ["837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e"],
}

sizes = st.integers(1, 130)


def leaves(count: int, seed: str = "") -> list[bytes]:
    return [leaf_hash(f"{seed}{number}".encode()) for number in range(count)]


def root_by_definition(hashes: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word for word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(root_by_definition(hashes[:split]), root_by_definition(hashes[split:]))


def test_published_leaves_and_roots_come_out():
    hashed = [leaf_hash(entry) for entry in ENTRIES]
    tree = Tree(hashed)
    assert [leaf.hex() for leaf in hashed] == LEAVES
    assert [tree.root(size).hex() for size in range(9)] == ROOTS
    assert [Frontier().extend(hashed[:size]).root().hex() for size in range(9)] == ROOTS


@pytest.mark.parametrize(("index", "size"), INCLUSION_PROOFS)
def test_published_inclusion_proofs_come_out(index, size):
    hashed = [leaf_hash(entry) for entry in ENTRIES]
    proof = Tree(hashed).inclusion_proof(index, size)
    assert [step.hex() for step in proof] == INCLUSION_PROOFS[index, size]
    assert verify_inclusion(hashed[index], index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new"), CONSISTENCY_PROOFS)
def test_published_consistency_proofs_come_out(old, new):
    proof = Tree(leaf_hash(entry) for entry in ENTRIES).consistency_proof(old, new)
    assert [step.hex() for step in proof] == CONSISTENCY_PROOFS[old, new]
    assert verify_consistency(old, new, proof, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]))


@given(sizes, st.data())
def test_a_frontier_grown_in_any_batches_and_stored_between_has_the_defined_root(size, data):
    hashed, frontier = leaves(size), Frontier()
    while frontier.size < size:
        batch = data.draw(st.integers(1, size - frontier.size))
        frontier = frontier.extend(hashed[frontier.size : frontier.size + batch])
        frontier = Frontier.from_list(frontier.size, frontier.to_list())
        assert frontier.root() == root_by_definition(hashed[: frontier.size])


@given(sizes, st.data())
def test_a_tree_knows_every_earlier_root_and_proves_every_event(size, data):
    hashed = leaves(size)
    then = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, then - 1))
    tree = Tree(hashed)
    root = root_by_definition(hashed[:then])
    assert tree.root(then) == root
    assert verify_inclusion(hashed[index], index, then, tree.inclusion_proof(index, then), root)


@given(sizes, st.data())
def test_every_earlier_tree_is_proved_to_be_the_beginning_of_a_later(size, data):
    old = data.draw(st.integers(0, size))
    tree = Tree(leaves(size))
    assert verify_consistency(old, size, tree.consistency_proof(old, size), tree.root(old), tree.root(size))


def forgeries(proof: list[bytes]) -> list[list[bytes]]:
    """A proof with a step altered, left out, doubled, swapped or added."""
    other = leaf_hash(b"another")
    forged = [[*proof, other], [other, *proof], [*proof, *proof, other]]
    for at in range(len(proof)):
        altered = bytes([proof[at][0] ^ 1]) + proof[at][1:]
        forged += [
            [*proof[:at], altered, *proof[at + 1 :]],
            [*proof[:at], *proof[at + 1 :]],
            [*proof[: at + 1], *proof[at:]],
            [*proof[:at], proof[at] + b"\x00", *proof[at + 1 :]],
            [*proof[:at], proof[at][:-1], *proof[at + 1 :]],
        ]
        if at:
            forged.append([*proof[: at - 1], proof[at], proof[at - 1], *proof[at + 1 :]])
    return forged


def test_no_forged_proof_that_an_event_is_in_the_ledger_is_believed():
    for size in range(1, 18):
        hashed = leaves(size)
        tree = Tree(hashed)
        root = tree.root()
        for index in range(size):
            proof = tree.inclusion_proof(index)
            assert not verify_inclusion(leaf_hash(b"never happened"), index, size, proof, root)
            assert not verify_inclusion(hashed[index], index, size, proof, leaf_hash(b"another root"))
            assert not any(verify_inclusion(hashed[index], index, size, forged, root) for forged in forgeries(proof))
            elsewhere = [place for place in (-1, *range(size + 1)) if place != index]
            assert not any(verify_inclusion(hashed[index], place, size, proof, root) for place in elsewhere)


def test_an_inner_node_never_passes_for_an_event():
    hashed = leaves(4)
    tree = Tree(hashed)
    left, right = node_hash(*hashed[:2]), node_hash(*hashed[2:])
    assert not verify_inclusion(leaf_hash(left + right), 0, 1, [], tree.root())
    assert not verify_inclusion(left, 0, 4, [right], tree.root())


def test_a_byte_may_not_wander_from_one_hash_to_its_neighbour():
    hashed = leaves(2)
    root = Tree(hashed).root()
    shorter, longer = hashed[0][:-1], hashed[0][-1:] + hashed[1]
    assert node_hash(shorter, longer) == root
    assert not verify_inclusion(shorter, 0, 2, [longer], root)
    assert not verify_consistency(1, 2, [longer], shorter, root)


def test_a_proof_that_stops_short_of_the_size_is_not_believed():
    for size in range(2, 18):
        tree = Tree(leaves(size))
        for old in range(1, size):
            proof = tree.consistency_proof(old)
            assert not verify_consistency(old, 64 * size, proof, tree.root(old), tree.root())
            assert not verify_inclusion(leaves(size)[old], old, 64 * size, tree.inclusion_proof(old), tree.root())


def test_no_forged_proof_that_history_was_kept_is_believed():
    for size in range(2, 18):
        tree = Tree(leaves(size))
        for old in range(1, size):
            proof = tree.consistency_proof(old)
            roots = tree.root(old), tree.root()
            assert not any(verify_consistency(old, size, forged, *roots) for forged in forgeries(proof))
            assert not verify_consistency(old, size, proof, *reversed(roots))
            assert not verify_consistency(size, old, proof, *roots)


def test_a_rewritten_history_has_no_proof_to_offer():
    """As in a published flaw of another ledger, whose clients believed a proof of which a part went unchecked."""
    for size in range(2, 18):
        honest = leaves(size)
        for old in range(1, size):
            for edited in range(old):
                tree = Tree([*honest[:edited], leaf_hash(b"rewritten"), *honest[edited + 1 :]])
                witnessed = root_by_definition(honest[:old])
                offers = [tree.consistency_proof(old), Tree(honest).consistency_proof(old), [], [witnessed]]
                offers += [tree.consistency_proof(other) for other in range(1, size)]
                offers += [tree.inclusion_proof(index) for index in range(size)]
                assert not any(verify_consistency(old, size, offer, witnessed, tree.root()) for offer in offers)


def test_the_edges_of_consistency():
    tree = Tree(leaves(5))
    assert verify_consistency(0, 5, [], EMPTY_ROOT, tree.root())
    assert verify_consistency(5, 5, [], tree.root(), tree.root())
    assert not verify_consistency(0, 5, [], tree.root(1), tree.root())
    assert not verify_consistency(0, 5, [tree.root()], EMPTY_ROOT, tree.root())
    assert not verify_consistency(5, 5, [], tree.root(4), tree.root())
    assert not verify_consistency(5, 5, [tree.root()], tree.root(), tree.root())
    assert not verify_consistency(4, 5, [], tree.root(4), tree.root())
    assert not verify_consistency(-1, 5, [], tree.root(4), tree.root())


def test_a_tree_refuses_sizes_that_it_never_had():
    tree = Tree(leaves(5))
    for ask in (
        lambda: tree.root(6),
        lambda: tree.root(-1),
        lambda: tree.inclusion_proof(5),
        lambda: tree.inclusion_proof(3, 3),
        lambda: tree.consistency_proof(4, 3),
        lambda: tree.consistency_proof(1, 6),
    ):
        with pytest.raises(ValueError):
            ask()


@pytest.mark.parametrize(("size", "peaks"), [(3, ["00" * 32]), (1, ["00"]), (1, ["zz" * 32]), (-1, ["00" * 32])])
def test_a_stored_frontier_that_does_not_fit_is_refused(size, peaks):
    with pytest.raises(ValueError):
        Frontier.from_list(size, peaks)
