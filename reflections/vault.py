"""The key of the journal and who may have it: slots in vault.json, each the data key sealed under one secret.

Slots lie outside the database, so a wrong passphrase (its seal does not open) is told apart from a damaged file.
A slot is AES-256-GCM over the 32-byte data key, under Argon2id of the secret; the journal's id and the slot's kind are
bound in. The file carries its own checksum and exists twice: a torn or flipped copy is replaced by the sound one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import secrets
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reflections.errors import Damaged, DiskTrouble, Missing, NotAllowed, NotOurs, TooNew, WrongSecret

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("vault.json", "vault.copy.json")
FORMAT = "soundfolio-vault"
VERSION = 1
SHORTEST_PASSPHRASE = 8
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # 30 symbols: no I, L, O, U, 0 or 1 to misread
_CODE_LENGTH = 28  # 137 bits
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 1
_BROKEN = "The key file vault.json is damaged."
_MOST_BYTES = 64 * 1024  # a vault file is a kilobyte; a hostile one must not fill memory
# what is accepted from a file: a forged one must neither weaken the seal nor take the machine's memory
_MEMORY_ALLOWED, _PASSES_ALLOWED, _LANES_ALLOWED = range(8 * 1024, 1024 * 1024 + 1), range(1, 11), range(1, 5)


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key sealed under one secret; bytes in base64, memory in KiB."""

    kind: str  # "passphrase" or "recovery"
    memory: int
    passes: int
    lanes: int
    salt: str
    nonce: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Vault:
    """What vault.json holds: the journal it belongs to and its slots."""

    journal: str
    slots: tuple[Slot, ...]


def make(journal: str, passphrase: str) -> tuple[Vault, bytes, str]:
    """Return a new vault, its 32-byte data key and the recovery code (to be shown once, never kept)."""
    key = secrets.token_bytes(32)
    code = new_code()
    slots = (
        _seal(journal, key, checked_passphrase(passphrase), "passphrase"),
        _seal(journal, key, _code(code), "recovery"),
    )
    return Vault(journal, slots), key, code


def for_file(passphrase: str) -> tuple[Vault, bytes]:
    """Return the vault of a file that travels, opened by its own passphrase alone, and its 32-byte key."""
    key, name = secrets.token_bytes(32), secrets.token_hex(16)
    return Vault(name, (_seal(name, key, checked_passphrase(passphrase), "passphrase"),)), key


def unlock(vault: Vault, secret: str) -> bytes:
    """Return the data key for a passphrase or recovery code; WrongSecret if neither fits."""
    tries = [("passphrase", unicodedata.normalize("NFKC", secret))]
    if len(_code(secret)) == _CODE_LENGTH:  # shaped like the code: try that first, each try costs a quarter second
        tries.insert(0, ("recovery", _code(secret)))
    for kind, words in tries:
        for slot in vault.slots:
            if slot.kind == kind and (key := _open(vault.journal, slot, words)) is not None:
                return key
    message = "That passphrase is not right. Try again, or use the recovery code from your printed sheet."
    raise WrongSecret(message)


def with_passphrase(vault: Vault, key: bytes, passphrase: str) -> Vault:
    """Return the vault with its passphrase slot sealed anew; the old passphrase no longer opens it."""
    fresh = _seal(vault.journal, key, checked_passphrase(passphrase), "passphrase")
    return Vault(vault.journal, (fresh, *(s for s in vault.slots if s.kind != "passphrase")))


def with_new_code(vault: Vault, key: bytes) -> tuple[Vault, str]:
    """Return the vault with a fresh recovery code, and that code; the old sheet no longer opens it."""
    code = new_code()
    fresh = _seal(vault.journal, key, _code(code), "recovery")
    return Vault(vault.journal, (*(s for s in vault.slots if s.kind != "recovery"), fresh)), code


def new_code() -> str:
    """Make a recovery code: seven groups of four symbols, 137 bits."""
    symbols = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(symbols[i : i + 4] for i in range(0, _CODE_LENGTH, 4))


def checked_passphrase(passphrase: str) -> str:
    """Return the passphrase in its normal form; NotAllowed when it is too short to protect anything."""
    normal = unicodedata.normalize("NFKC", passphrase)
    if len(normal.strip()) < SHORTEST_PASSPHRASE:
        message = (
            f"Please choose a passphrase of at least {SHORTEST_PASSPHRASE} characters; three or four words are good."
        )
        raise NotAllowed(message)
    return normal


def exists(folder: Path) -> bool:
    """Say whether either copy of the vault file is there."""
    return any((folder / name).exists() for name in NAMES)


def read(folder: Path) -> Vault:
    """Read the vault, from its copy if need be, and mend the broken or lost twin.

    Missing when there is neither; Damaged when neither is sound; TooNew and NotOurs as they say.
    """
    if not exists(folder):
        message = "There is no journal in this folder yet. Set one up, or choose the folder that holds it."
        raise Missing(message)
    for name, twin in (NAMES, NAMES[::-1]):
        try:
            raw = _read_capped(folder / name)
            vault = parse(raw)
        except (Damaged, Missing):
            continue
        if not _same(folder / twin, raw):
            write_file(folder / twin, raw)
        return vault
    message = "The key file vault.json and its copy are damaged. Put back the one that lies beside any backup."
    raise Damaged(message)


def write(folder: Path, vault: Vault) -> None:
    """Write both copies, one after the other, so that at every moment one of them is whole."""
    raw = to_bytes(vault)
    for name in NAMES:
        write_file(folder / name, raw)


def to_bytes(vault: Vault) -> bytes:
    """Return the vault as the bytes of a vault file, checksum included."""
    body = {
        "format": FORMAT,
        "version": VERSION,
        "journal": vault.journal,
        "slots": [{name: getattr(slot, name) for name in Slot.__slots__} for slot in vault.slots],
    }
    return json.dumps(body | {"check": _check(body)}, indent=1).encode()


def parse(raw: bytes) -> Vault:
    """Read the bytes of a vault file; Damaged, NotOurs or TooNew."""
    body = _object(raw)
    if not isinstance(body.get("format"), str):
        raise Damaged(_BROKEN)
    if body["format"] != FORMAT:
        message = "The file vault.json in this folder does not belong to Soundfolio. Choose another folder."
        raise NotOurs(message)
    if isinstance(body.get("version"), int) and body["version"] > VERSION:
        message = "This journal was locked by a newer Soundfolio. Update Soundfolio to open it. Nothing was changed."
        raise TooNew(message)
    if body.pop("check", None) != _check(body):
        raise Damaged(_BROKEN)
    try:
        return Vault(str(body["journal"]), tuple(_slot(item) for item in body["slots"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(_BROKEN) from error


def write_file(path: Path, raw: bytes) -> None:
    """Replace a small file in one step: a new file is made durable, then takes the name."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o600)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        message = "The key file could not be written. Check that the disk is in, not full and not locked."
        raise DiskTrouble(message) from error


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable where the system can (Windows has no such call)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _object(raw: bytes) -> dict[str, Any]:
    """Read a JSON object; anything else is an empty one."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _seal(journal: str, key: bytes, secret: str, kind: str) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapping = _stretch(secret, salt, _MEMORY_KIB, _PASSES, _LANES)
    sealed = AESGCM(wrapping).encrypt(nonce, key, _bound(journal, kind))
    return Slot(kind, _MEMORY_KIB, _PASSES, _LANES, _text(salt), _text(nonce), _text(sealed))


def _open(journal: str, slot: Slot, secret: str) -> bytes | None:
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


def _slot(item: dict[str, Any]) -> Slot:
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


def _read_capped(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as error:
        message = "The key file is not there or can't be read."
        raise Missing(message) from error


def _same(path: Path, raw: bytes) -> bool:
    try:
        return _read_capped(path) == raw
    except Missing:
        return False


def _bound(journal: str, kind: str) -> bytes:
    return f"{FORMAT}:{journal}:{kind}".encode()


def _check(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _code(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c in _ALPHABET)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
