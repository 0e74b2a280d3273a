"""Checkpoints are signed notes in the published format, and the key that signs them stays with its owner."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mash.foundation.ledger.checkpoint import (
    Checkpoint,
    NoteError,
    PublicKey,
    parse,
    public_key,
    sign,
    signing_key,
    verify,
)
from mash.foundation.ledger.merkle import leaf_hash

pytestmark = pytest.mark.rule(86)

ORIGIN = "mash.example/ledger"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TRUSTED = public_key(KEY, ORIGIN)
CHECKPOINT = Checkpoint(ORIGIN, 1042, leaf_hash(b"some root"))
NOTE = sign(CHECKPOINT, KEY)


def test_a_checkpoint_reads_as_the_published_format_says():
    origin, size, root, gap, signature, end = NOTE.split("\n")
    assert (origin, size, gap, end) == (ORIGIN, "1042", "", "")
    assert len(root) == 44
    assert signature.startswith(f"\N{EM DASH} {ORIGIN} ")


def test_what_was_signed_is_what_is_read():
    assert parse(NOTE).checkpoint == CHECKPOINT
    assert verify(NOTE, TRUSTED) == CHECKPOINT
    assert verify(NOTE, TRUSTED.text()) == CHECKPOINT


@pytest.mark.parametrize(
    "published",
    [
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
    ],
)
def test_public_keys_of_other_programs_are_read_and_written_alike(published):
    assert PublicKey.parse(published).text() == published


@pytest.mark.parametrize(
    "mistyped",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PaterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2Q==",
    ],
)
def test_a_mistyped_public_key_is_noticed(mistyped):
    with pytest.raises(NoteError):
        PublicKey.parse(mistyped)


def test_no_single_changed_character_survives():
    for at in range(len(NOTE)):
        for other in {"0", "A", "\n", " ", chr(ord(NOTE[at]) ^ 1)} - {NOTE[at]}:
            with pytest.raises(NoteError):
                verify(NOTE[:at] + other + NOTE[at + 1 :], TRUSTED)
        with pytest.raises(NoteError):
            verify(NOTE[:at], TRUSTED)


def test_another_key_under_the_same_name_is_not_believed():
    stranger = sign(CHECKPOINT, Ed25519PrivateKey.generate())
    with pytest.raises(NoteError, match="not signed by the key"):
        verify(stranger, TRUSTED)


def test_another_ledgers_checkpoint_is_not_believed():
    with pytest.raises(NoteError, match=r"is of other\.example"):
        verify(sign(Checkpoint("other.example", 1042, CHECKPOINT.root), KEY), TRUSTED)


def test_a_witness_may_sign_below_without_being_mistaken_for_the_ledger():
    witness = Ed25519PrivateKey.generate()
    line = sign(Checkpoint("police.example/witness", 1, CHECKPOINT.root), witness).splitlines()[-1]
    assert verify(NOTE + line + "\n", TRUSTED) == CHECKPOINT
    assert len(parse(NOTE + line + "\n").signatures) == 2


def test_lines_that_later_versions_add_are_signed_too():
    with pytest.raises(NoteError, match="not genuine"):
        verify(NOTE.replace("\n\n", "\nanother line\n\n"), TRUSTED)


@pytest.mark.parametrize("size", ["-1", "01", "1e3", "٣", "", "9" * 40])
def test_a_size_is_a_plain_whole_number(size):
    with pytest.raises(NoteError):
        parse(NOTE.replace("1042", size))


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "line\nbreak"])
def test_a_name_that_would_blur_the_format_is_refused(origin):
    with pytest.raises(NoteError):
        Checkpoint(origin, 1, CHECKPOINT.root)


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    path = tmp_path / "data" / "ledger.key"
    first = signing_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert public_key(signing_key(path), ORIGIN) == public_key(first, ORIGIN)
    assert [file.name for file in path.parent.iterdir()] == ["ledger.key"]


def test_processes_that_start_together_share_one_key(tmp_path):
    path = tmp_path / "ledger.key"
    with ThreadPoolExecutor(8) as together:
        keys = list(together.map(lambda _: public_key(signing_key(path), ORIGIN), range(16)))
    assert len(set(keys)) == 1


def test_a_key_that_others_can_read_is_not_used(tmp_path):
    path = tmp_path / "ledger.key"
    signing_key(path)
    path.chmod(0o640)
    with pytest.raises(PermissionError, match="chmod 600"):
        signing_key(path)


def test_a_file_that_holds_no_key_is_not_overwritten(tmp_path):
    path = tmp_path / "ledger.key"
    path.write_text("nothing")
    path.chmod(0o600)
    with pytest.raises(NoteError, match="does not hold"):
        signing_key(path)
    assert path.read_text() == "nothing"
