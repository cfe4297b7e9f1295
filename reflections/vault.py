"""The key of the journal and who may have it: slots in vault.json, each the data key sealed under one secret.

Slots lie outside the database, so a wrong passphrase (its seal does not open) is told apart from a damaged file.
Kinds of slot: the tutor's passphrase, the recovery code, and one for the service's lead. The file carries its own checksum and exists twice: a torn or flipped copy is replaced by the sound one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reflections import seal
from reflections.disk import sync_folder
from reflections.errors import Damaged, DiskTrouble, Missing, NotAllowed, NotOurs, TooNew, WrongSecret
from reflections.seal import Slot

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("vault.json", "vault.copy.json")
FORMAT = "soundfolio-vault"
VERSION = 1
SHORTEST_PASSPHRASE = 8
_BROKEN = "The key file vault.json is damaged."
_MOST_BYTES = 64 * 1024  # a vault file is a kilobyte; a hostile one must not fill memory


@dataclass(frozen=True, slots=True)
class Vault:
    """What vault.json holds: the journal it belongs to and its slots."""

    journal: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """The data key that a secret opened, and which kind of slot it was in."""

    key: bytes
    kind: str


def make(journal: str, passphrase: str) -> tuple[Vault, bytes, str]:
    """Return a new vault, its 32-byte data key and the recovery code (to be shown once, never kept)."""
    key = secrets.token_bytes(32)
    locked, code = _sealed_anew(journal, key, passphrase)
    return locked, key, code


def for_file(passphrase: str) -> tuple[Vault, bytes]:
    """Return the vault of a file that travels, opened by its own passphrase alone, and its 32-byte key."""
    key, name = secrets.token_bytes(32), secrets.token_hex(16)
    return Vault(name, (seal.seal(name, key, checked_passphrase(passphrase), "passphrase"),)), key


def unlock(vault: Vault, secret: str) -> bytes:
    """Return the data key for a passphrase or a code; WrongSecret if none fits."""
    return openings(vault, secret)[0].key


def openings(vault: Vault, secret: str) -> tuple[Opened, ...]:
    """Return every data key that a secret opens: one, or two while a journal is locked anew; WrongSecret for none."""
    tries = [("passphrase", unicodedata.normalize("NFKC", secret))]
    if len(seal.code(secret)) == seal.CODE_LENGTH:  # shaped like a code: those first, each try costs a quarter second
        tries[:0] = [("recovery", seal.code(secret)), ("lead", seal.code(secret))]
    for kind, words in tries:
        keys = [seal.unseal(vault.journal, slot, words) for slot in vault.slots if slot.kind == kind]
        if found := tuple(Opened(key, kind) for key in keys if key is not None):
            return found
    message = "That passphrase is not right. Try again, or use the recovery code from your printed sheet."
    raise WrongSecret(message)


def with_passphrase(vault: Vault, key: bytes, passphrase: str) -> Vault:
    """Return the vault with its passphrase slot sealed anew; the old passphrase no longer opens it."""
    fresh = seal.seal(vault.journal, key, checked_passphrase(passphrase), "passphrase")
    return Vault(vault.journal, (fresh, *(s for s in vault.slots if s.kind != "passphrase")))


def with_new_code(vault: Vault, key: bytes, kind: str = "recovery") -> tuple[Vault, str]:
    """Return the vault with a fresh recovery code, or one for the service's lead, and that code; the old sheet opens it no more."""
    code = seal.new_code()
    fresh = seal.seal(vault.journal, key, seal.code(code), kind)
    return Vault(vault.journal, (*(s for s in vault.slots if s.kind != kind), fresh)), code


def without(vault: Vault, kind: str) -> Vault:
    """Return the vault without a kind of slot."""
    return Vault(vault.journal, tuple(s for s in vault.slots if s.kind != kind))


def has(vault: Vault, kind: str) -> bool:
    """Say whether a kind of slot is there."""
    return any(s.kind == kind for s in vault.slots)


def anew(vault: Vault, passphrase: str) -> tuple[Vault, bytes, str]:
    """Return a vault of the same journal around another data key, that key, and its recovery code."""
    key = secrets.token_bytes(32)
    locked, code = _sealed_anew(vault.journal, key, passphrase)
    return locked, key, code


def both(old: Vault, new: Vault) -> Vault:
    """Return a vault that opens with the secrets of either, for the moment in which one file takes the other's place."""
    return Vault(old.journal, (*new.slots, *old.slots))


def halves(vault: Vault) -> tuple[Vault, Vault | None]:
    """Return the two that `both` put together, the new one first; where it is one alone, that and None."""
    passphrases = [n for n, slot in enumerate(vault.slots) if slot.kind == "passphrase"]
    if len(passphrases) < 2:  # noqa: PLR2004  # each half has one, and it comes first
        return vault, None
    return Vault(vault.journal, vault.slots[: passphrases[1]]), Vault(vault.journal, vault.slots[passphrases[1] :])


def of_key(vault: Vault, key: bytes) -> Vault:
    """Return the half that holds this data key; the vault itself where it has no halves."""
    new, before = halves(vault)
    return new if before is None or holds(new, key) else before


def of_secret(vault: Vault, secret: str, known: bytes | None) -> Vault:
    """Return the half of a key file for two keys that is meant: what the secret opens, or the one that is known."""
    try:
        return of_key(vault, known or unlock(vault, secret)) if halves(vault)[1] else vault
    except WrongSecret:
        return vault


def differ(one: Vault, other: Vault) -> bool:
    """Say whether two key files of one journal are known to hold different data keys."""
    here, there = ({slot.key for slot in vault.slots} - {""} for vault in (one, other))
    return one.journal == other.journal and bool(here and there) and not here & there


def holds(vault: Vault, key: bytes) -> bool:
    """Say whether a slot is known to hold this data key."""
    return any(slot.key == seal.mark(key) for slot in vault.slots)


def _sealed_anew(journal: str, key: bytes, passphrase: str) -> tuple[Vault, str]:
    code = seal.new_code()
    slots = (
        seal.seal(journal, key, checked_passphrase(passphrase), "passphrase"),
        seal.seal(journal, key, seal.code(code), "recovery"),
    )
    return Vault(journal, slots), code


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
            with contextlib.suppress(DiskTrouble):  # a full or locked disk is no reason to refuse what can be read
                write_file(folder / twin, raw)
        return vault
    message = "The key file vault.json and its copy are damaged. Put back the one that lies beside any backup."
    raise Damaged(message)


def write(folder: Path, vault: Vault) -> None:
    """Write both copies, one after the other, so that at every moment one of them is whole."""
    raw = to_bytes(vault)
    for name in NAMES:
        write_file(folder / name, raw)


def stands(folder: Path, vault: Vault) -> bool:
    """Say whether the key file that is read first is this one: what it opens counts, and its twin is mended when next read."""
    return _same(folder / NAMES[0], to_bytes(vault))


def to_bytes(vault: Vault) -> bytes:
    """Return the vault as the bytes of a vault file, checksum included."""
    body = {
        "format": FORMAT,
        "version": VERSION,
        "journal": vault.journal,
        "slots": [
            {name: getattr(slot, name) for name in Slot.__slots__ if name != "key" or slot.key} for slot in vault.slots
        ],
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
        return Vault(str(body["journal"]), tuple(seal.slot_from(item) for item in body["slots"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(_BROKEN) from error


def write_file(path: Path, raw: bytes) -> None:
    """Replace a small file in one step: a new file is made durable, then takes the name."""
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        message = "The key file could not be written. Check that the disk is in, not full and not locked."
        raise DiskTrouble(message) from error


def _object(raw: bytes) -> dict[str, Any]:
    """Read a JSON object; anything else is an empty one."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


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


def _check(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
