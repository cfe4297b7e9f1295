"""Bytes that lie outside the journal and can only be read with a key that lies in it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from reflections.journal import Journal

FOLDER: Final = "packs"

NONCE: Final = 12  # bytes
KEY_BITS: Final = 256


def place(folder: Path, pupil: str, suffix: str) -> Path:
    """Where the sealed files of a pupil lie, in the data folder given."""
    return folder / FOLDER / f"{pupil}{suffix}"


def setting(pupil: str) -> str:
    """Return the name under which the journal of this computer keeps the key, and what is known of the sealed files."""
    return f"pack/{pupil}"


def key_of(journal: Journal, pupil: str) -> bytes:
    """Return the key of a pupil's sealed files, made at the first time: it lies in the locked journal alone. On the writer."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    kept: dict[str, Any] = journal.setting(setting(pupil), {})
    if "key" not in kept:
        kept = {**kept, "key": b64encode(AESGCM.generate_key(KEY_BITS)).decode("ascii")}
        journal.set_setting(setting(pupil), kept)
    return b64decode(kept["key"])


def sealed(data: bytes, key: bytes, name: str) -> bytes:
    """Lock it; `name` is what it has to be called when it is opened, so that two sealed files can't be swapped."""
    import os

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, name.encode())


def unsealed(path: Path, key: bytes, name: str) -> bytes | None:
    """Return what was sealed into a file; None where there is none, or it is not whole."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        found = path.read_bytes()
        return AESGCM(key).decrypt(found[:NONCE], found[NONCE:], name.encode())
    except (OSError, InvalidTag, ValueError):
        return None
