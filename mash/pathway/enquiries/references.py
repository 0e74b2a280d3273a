"""References that cannot be guessed and notice a slip; codes for enquirers; keys that make two submissions one."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid

from django.conf import settings

# No vowels, so that no word comes out; no 0, 1, 5, I, L, O, S, Z, which are read as each other. 23 is a prime: the
# check character finds every single wrong character and every two that changed places.
ALPHABET = "2346789BCDFGHJKMPQRTVWX"
RANDOM_CHARACTERS = 9
CODE_CHARACTERS = 12


def new_reference() -> str:
    """A reference such as `K7QM2-XDPH8`: nine random characters (more than 10^12 of them) and one that checks them."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return _in_groups(drawn + check_character(drawn), 5)


def check_character(drawn: str) -> str:
    """The character that makes the sum of all characters, each times its place, divisible by 23."""
    total = sum(place * ALPHABET.index(character) for place, character in enumerate(drawn, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def as_reference(typed: str) -> str:
    """A reference as somebody typed it, in the form in which it is kept; empty when it cannot be one."""
    plain = _plain(typed)
    if len(plain) != RANDOM_CHARACTERS + 1 or set(plain) - set(ALPHABET) or check_character(plain[:-1]) != plain[-1]:
        return ""
    return _in_groups(plain, 5)


def new_code(key: str = "") -> str:
    """A code for the enquirer. One submission, however often it is sent, gives one code: that of its key.

    The key is random, known to the browser alone and never kept, so that code is as hard to guess as one drawn.
    """
    drawn = _keyed("code", key) if key else secrets.token_bytes(32)
    return _in_groups("".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn[:CODE_CHARACTERS]), 4)


def code_hash(reference: str, code: str) -> str:
    """What is kept of a code: useless without the hub's own secret."""
    return _keyed("receipt", f"{reference}:{_plain(code)}").hex()


def key_hash(key: str, *, member: uuid.UUID | None, play: uuid.UUID | None) -> str:
    """What is kept of a submission's key; two members, and two plays, never share one."""
    return _keyed("key", f"{member or ''}:{play or ''}:{key}").hex()


def draft_hash(key: str) -> str:
    """What is kept of the key with which a browser opens its draft."""
    return _keyed("draft", key).hex()


def sending_key(draft: uuid.UUID) -> str:
    """The key with which a draft is sent: one, whoever sends it, and known to nobody who knows its id alone."""
    return _keyed("sending", str(draft)).hex()[:32]


def _keyed(purpose: str, text: str) -> bytes:
    key = hashlib.sha256(b"mash " + purpose.encode() + b":" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _plain(typed: str) -> str:
    return "".join(character for character in typed.upper() if character.isalnum())


def _in_groups(text: str, size: int) -> str:
    return "-".join(text[i : i + size] for i in range(0, len(text), size))
