"""A checkpoint: the size and root of the ledger, signed, as a few lines of text that a person can read out.

The format is C2SP's `tlog-checkpoint` in a `signed-note`, so that witnesses written by others can sign it too.
"""

from __future__ import annotations

import base64
import binascii
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from mash.foundation.ledger.merkle import HASH_BYTES

ED25519 = b"\x01"
KEY_ID_BYTES = 4
SIGNATURE_MARK = "\N{EM DASH} "


class NoteError(ValueError):
    """A text is not a checkpoint, or not one signed by the key that it should be signed by. Says why, in English."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the ledger was: which ledger, how many events, and the root of the tree over them."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        _check_name(self.origin)
        if self.size < 0 or len(self.root) != HASH_BYTES:
            raise NoteError("A checkpoint needs a size from 0 on and a root of 32 bytes.")

    def body(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{_to_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The key that checkpoints are checked with, under the name of the ledger that signs with its other half."""

    name: str
    raw: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature line says whose it is. A hint, never a proof."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.raw).digest()[:KEY_ID_BYTES]

    def text(self) -> str:
        """The key as one line: name, id, key. This is what partners keep on paper."""
        return f"{self.name}+{self.id.hex()}+{_to_base64(ED25519 + self.raw)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `text` wrote.

        Raises:
            NoteError: not such a line, or its id does not belong to its key.
        """
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        typed = _from_base64(encoded, "The public key")
        _check_name(name)
        if typed[:1] != ED25519 or len(typed) != 1 + 32:
            raise NoteError("The public key is not an Ed25519 key.")
        key = cls(name, typed[1:])
        if key.id.hex() != key_id:
            raise NoteError("The public key's id does not belong to its key. It may have been mistyped.")
        return key


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint as it was read, its signatures not yet looked at."""

    checkpoint: Checkpoint
    signed: str
    signatures: tuple[tuple[str, bytes], ...]


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note. The key signs under the ledger's own name."""
    body = checkpoint.body()
    signature = public_key(key, checkpoint.origin).id + key.sign(body.encode())
    return f"{body}\n{SIGNATURE_MARK}{checkpoint.origin} {_to_base64(signature)}\n"


def parse(note: str) -> Note:
    """Read a checkpoint without trusting it; `verify` is what trusts.

    Lines between root and signatures are let through, as the format asks, and are signed with the rest.

    Raises:
        NoteError: the text is not in the form of a checkpoint.
    """
    body, gap, tail = note.rpartition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) < 3 or not tail.endswith("\n"):
        raise NoteError("This is not a signed checkpoint: it needs a name, a size, a root, a gap and a signature.")
    origin, size, root = lines[:3]
    if not (size.isascii() and size.isdigit()) or (size != "0" and size.startswith("0")) or len(size) > 18:
        raise NoteError("The checkpoint's size is not a whole number.")
    checkpoint = Checkpoint(origin, int(size), _from_base64(root, "The checkpoint's root"))
    return Note(checkpoint, body + "\n", tuple(_signature(line) for line in tail[:-1].split("\n")))


def verify(note: str, key: PublicKey | str) -> Checkpoint:
    """The checkpoint, if this key signed it. Other signatures, such as a witness's, are left alone.

    Raises:
        NoteError: not a checkpoint, of another ledger, or not signed by this key.
    """
    key = PublicKey.parse(key) if isinstance(key, str) else key
    read = parse(note)
    if read.checkpoint.origin != key.name:
        raise NoteError(f"The checkpoint is of {read.checkpoint.origin}, not of {key.name}.")
    ours = [signature for name, signature in read.signatures if name == key.name and signature[:KEY_ID_BYTES] == key.id]
    if not ours:
        raise NoteError(f"The checkpoint is not signed by the key of {key.name}.")
    try:
        for signature in ours:
            Ed25519PublicKey.from_public_bytes(key.raw).verify(signature[KEY_ID_BYTES:], read.signed.encode())
    except InvalidSignature:
        raise NoteError(f"The checkpoint's signature by {key.name} is not genuine.") from None
    return read.checkpoint


def public_key(key: Ed25519PrivateKey, name: str) -> PublicKey:
    """The public half of a signing key, under the ledger's name."""
    _check_name(name)
    return PublicKey(name, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The key in this file, which only its owner may read. Made on the first call, and never again.

    Two processes that start together get the same key: the file appears whole or not at all.

    Raises:
        PermissionError: others on this machine can read the file.
        NoteError: the file holds something else.
    """
    if not path.exists():
        _make_key(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise PermissionError(f"Others can read the ledger's key. Run: chmod 600 {path}")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise NoteError(f"{path} does not hold an Ed25519 key.")
    return key


def _make_key(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(prefix=".ledger-", dir=path.parent)  # made readable by its owner only
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return  # another process was first; its key is the key
    finally:
        Path(draft).unlink()


def _signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(SIGNATURE_MARK).partition(" ")
    if not line.startswith(SIGNATURE_MARK):
        raise NoteError("A signature line must begin with a dash.")
    _check_name(name)
    signature = _from_base64(encoded, "A signature")
    if len(signature) <= KEY_ID_BYTES:
        raise NoteError("A signature is too short.")
    return name, signature


def _check_name(name: str) -> None:
    if not name or "+" in name or not name.isprintable() or any(letter.isspace() for letter in name):
        raise NoteError("A ledger's name must not be empty, nor hold spaces or plus signs.")


def _to_base64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _from_base64(text: str, what: str) -> bytes:
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if not value or _to_base64(value) != text:  # one text for one value, or a signed note could be altered unseen
        raise NoteError(f"{what} is not in base64.")
    return value
