"""The Merkle tree of RFC 9162 (the same hashes as RFC 6962): growing it, proving from it, and checking proofs.

A tree is told apart by its size and its root. A proof says that one event is in it, or that a smaller tree is its
beginning. Those who check need neither the events nor trust in whoever made the proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry. The leading 0 keeps an entry from passing for a pair of hashes (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that is needed to go on growing a tree: the roots of its complete subtrees, the largest first.

    A tree of n leaves has as many of them as n has ones in binary, so a thousand million events need at most thirty.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError(f"A tree of {self.size} leaves cannot have {len(self.peaks)} complete subtrees.")
        if any(len(peak) != HASH_BYTES for peak in self.peaks):
            raise ValueError("Every subtree must be a hash of 32 bytes.")

    def extend(self, leaves: Iterable[bytes]) -> Frontier:
        """The frontier after these leaf hashes have been added, in order. This one stays as it is."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            height, peak = size, leaf
            while height & 1:  # each trailing one of the size is a full subtree that the new leaf completes
                peak = node_hash(peaks.pop(), peak)
                height >>= 1
            peaks.append(peak)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """The root of the tree as it stands, 32 bytes."""
        if not self.peaks:
            return EMPTY_ROOT
        *larger, root = self.peaks
        for peak in reversed(larger):
            root = node_hash(peak, root)
        return root

    def to_list(self) -> list[str]:
        """The subtrees as hexadecimal text, to be kept beside the size."""
        return [peak.hex() for peak in self.peaks]

    @classmethod
    def from_list(cls, size: int, peaks: Sequence[str]) -> Self:
        """The frontier that `to_list` gave.

        Raises:
            ValueError: the list does not fit the size, or is not of hashes.
        """
        return cls(size, tuple(bytes.fromhex(peak) for peak in peaks))


class Tree:
    """A tree with all its leaves, from which any earlier root and any proof can be made.

    Every complete subtree's hash is kept (two hashes a leaf), so a proof costs a few dozen look-ups.
    """

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]  # the hash at [h][i] covers the 2**h leaves from i * 2**h on
        self.extend(leaves)

    def __len__(self) -> int:
        return len(self._levels[0])

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes at the end."""
        for leaf in leaves:
            height = 0
            self._levels[0].append(leaf)
            while len(self._levels[height]) % 2 == 0:
                if height + 1 == len(self._levels):
                    self._levels.append([])
                self._levels[height + 1].append(node_hash(*self._levels[height][-2:]))
                height += 1

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves (of all, if not said).

        Raises:
            ValueError: the tree has never been of that size.
        """
        size = len(self) if size is None else size
        self._check_sizes(size)
        return self._range_root(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """The hashes that lead from the leaf at `index` up to `root(size)`, the lowest first (RFC 9162, 2.1.3.1).

        Raises:
            ValueError: no such leaf in a tree of that size.
        """
        size = len(self) if size is None else size
        self._check_sizes(size)
        if not 0 <= index < size:
            raise ValueError(f"There is no leaf {index} in a tree of {size} leaves.")
        proof: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                proof.append(self._range_root(middle, end))
                end = middle
            else:
                proof.append(self._range_root(start, middle))
                start = middle
        return proof[::-1]

    def consistency_proof(self, old_size: int, size: int | None = None) -> list[bytes]:
        """The hashes that show `root(old_size)` to be the beginning of `root(size)` (RFC 9162, 2.1.4.1).

        From the empty tree, and from a tree to itself, there is nothing to show and the proof is empty.

        Raises:
            ValueError: the sizes are not in order, or the tree has never been of that size.
        """
        size = len(self) if size is None else size
        self._check_sizes(old_size, size)
        if old_size in (0, size):
            return []
        proof: list[bytes] = []
        start, end = 0, size
        while end != old_size:
            middle = start + _split(end - start)
            if old_size <= middle:
                proof.append(self._range_root(middle, end))
                end = middle
            else:
                proof.append(self._range_root(start, middle))
                start = middle
        if start:  # else what is left is the whole old tree, whose root the reader has
            proof.append(self._range_root(start, end))
        return proof[::-1]

    def _check_sizes(self, *sizes: int) -> None:
        if not all(a <= b for a, b in zip((0, *sizes), (*sizes, len(self)), strict=True)):
            raise ValueError(f"Sizes must be in order and within the {len(self)} leaves of this tree.")

    def _range_root(self, start: int, end: int) -> bytes:
        count = end - start
        if count & (count - 1) == 0:
            height = count.bit_length() - 1
            return self._levels[height][start >> height]
        middle = start + _split(count)
        return node_hash(self._range_root(start, middle), self._range_root(middle, end))


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that this leaf hash stands at `index` in the tree of that size and root.

    Size and root must come from one signed checkpoint: a root alone does not pin down the size.

    Source: RFC 9162, 2.1.3.2, step by step, and sharing nothing with the code that makes proofs but the hash.
    """
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    at, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            computed = node_hash(sibling, computed)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and computed == root


def verify_consistency(old_size: int, size: int, proof: Sequence[bytes], old_root: bytes, root: bytes) -> bool:
    """Whether the proof shows that the older tree is the beginning of the newer, so that nothing was rewritten.

    Each size and root must come from one signed checkpoint.

    Source: RFC 9162, 2.1.4.2, step by step, and sharing nothing with the code that makes proofs but the hash.
    """
    if not 0 <= old_size <= size or not _are_hashes(old_root, root, *proof):
        return False
    if old_size == size:
        return not proof and old_root == root
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not proof:
        return False
    at, last = old_size - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old_computed = computed = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old_computed = node_hash(sibling, old_computed)
            computed = node_hash(sibling, computed)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old_computed == old_root and computed == root


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
