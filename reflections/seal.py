"""One secret around the data key: a slot is AES-256-GCM over the 32-byte key, under Argon2id of the secret.

The journal's id and the slot's kind are bound in, so that no slot can be moved to another file or pass for another kind.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

CODE_LENGTH = 28  # 137 bits
_BOUND = "soundfolio-vault"
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # 30 symbols: no I, L, O, U, 0 or 1 to misread
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 1
# what is accepted from a file: a forged one must neither weaken the seal nor take the machine's memory
_MEMORY_ALLOWED, _PASSES_ALLOWED, _LANES_ALLOWED = range(8 * 1024, 1024 * 1024 + 1), range(1, 11), range(1, 5)


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key sealed under one secret; bytes in base64, memory in KiB."""

    kind: str  # "passphrase", "recovery" or "lead"
    memory: int
    passes: int
    lanes: int
    salt: str
    nonce: str
    sealed: str
    key: str = ""  # the mark of the data key in it, where there may be two


def mark(key: bytes) -> str:
    """Name a data key without telling it: 64 bits of its hash."""
    return hashlib.sha256(b"soundfolio key" + key).hexdigest()[:16]


def new_code() -> str:
    """Make a recovery code: seven groups of four symbols, 137 bits."""
    symbols = "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(symbols[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def seal(journal: str, key: bytes, secret: str, kind: str) -> Slot:
    """Seal the data key under one secret."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapping = _stretch(secret, salt, _MEMORY_KIB, _PASSES, _LANES)
    sealed = AESGCM(wrapping).encrypt(nonce, key, _bound(journal, kind))
    return Slot(kind, _MEMORY_KIB, _PASSES, _LANES, _text(salt), _text(nonce), _text(sealed), mark(key))


def unseal(journal: str, slot: Slot, secret: str) -> bytes | None:
    """Return the data key, or None where the secret is another one."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapping = _stretch(secret, base64.b64decode(slot.salt), slot.memory, slot.passes, slot.lanes)
    try:
        return AESGCM(wrapping).decrypt(
            base64.b64decode(slot.nonce), base64.b64decode(slot.sealed), _bound(journal, slot.kind)
        )
    except InvalidTag:
        return None


def _stretch(secret: str, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    words = secret.encode("utf-8", "surrogatepass")
    return hash_secret_raw(words, salt, passes, memory, lanes, 32, Type.ID)


def slot_from(item: dict[str, Any]) -> Slot:
    """Take one slot from a file, refusing parameters that would weaken it or take the machine's memory."""
    slot = Slot(**item)
    numbers = (slot.memory, slot.passes, slot.lanes)
    if not all(type(n) is int for n in numbers) or not all(
        n in allowed for n, allowed in zip(numbers, (_MEMORY_ALLOWED, _PASSES_ALLOWED, _LANES_ALLOWED), strict=True)
    ):
        raise ValueError
    try:
        lengths = [len(base64.b64decode(text, validate=True)) for text in (slot.salt, slot.nonce, slot.sealed)]
    except binascii.Error as error:
        raise ValueError from error
    if lengths != [16, 12, 48]:
        raise ValueError
    return slot


def _bound(journal: str, kind: str) -> bytes:
    return f"{_BOUND}:{journal}:{kind}".encode()


def code(text: str) -> str:
    """Return what somebody typed as a code without its dashes: only its symbols count."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c in _ALPHABET)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
