"""The file that a history travels in: sealed, whole or refused.

    "SOUNDFB1" | header length, 4 bytes | header, JSON: key slots | frames of AES-256-GCM over a zip

A slot is the vault's: the file's own key sealed under Argon2id of a passphrase that is said, not sent. Each frame holds up to
1 MiB, its number and whether it is the last in the nonce, the header's hash bound in: no frame can be changed, moved, left out
or added. The zip holds manifest.json (format, version, schema, size and hash of each file), changes.jsonl, unfinished.jsonl,
bytes/HASH and drawings/ID; it is read into memory under caps, by names that are known, and never unpacked to disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reflections import migrations, vault
from reflections.errors import Damaged, JournalError, NotOurs, TooNew, WrongSecret
from reflections.moving import changes, unfinished
from reflections.moving.changes import NOT_WHOLE
from reflections.moving.gathering import Gathered
from reflections.seal import code, new_code
from reflections.tables import DRAWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAGIC = b"SOUNDFB1"
SUFFIX = ".soundfolio"
FORMAT, VERSION = "soundfolio-bundle", 2  # 1 knew nothing of unfinished songs
FRAME = 1 << 20
_TAG = 16
_NAMES = re.compile(r"(?:(?:changes|unfinished)\.jsonl|bytes/[0-9a-f]{64}|drawings/[0-9a-f-]{36})\Z")
MOST_FILE = (
    2 << 30
)  # bytes; no journal is so large, and what is would fill the memory before anything of it is believed
_MOST_HEADER = 64 * 1024
_MOST_FILES, _MOST_BYTES, _MOST_IN_ONE, _MOST_RATIO = 400_000, 4 << 30, 256 << 20, 2_000
_OFFERED = 16  # symbols of a passphrase that `new_passphrase` offers
_NOT_OURS = "This is not a file of Soundfolio's. Choose one that ends in .soundfolio."


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds: its history, and from which journal and when it was made."""

    history: Gathered
    journal: str
    made_at: datetime


def read_file(path: Path) -> bytes:
    """Return the bytes of such a file; NotOurs, before more of it is read, where it begins otherwise or is too large. OSError."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC or path.stat().st_size > MOST_FILE:
            raise NotOurs(_NOT_OURS)
        file.seek(0)
        return file.read()


def seal(
    history: Gathered,
    passphrase: str,
    *,
    journal: str,
    made_at: datetime,
    progress: Callable[[float], None] = lambda _done: None,
) -> bytes:
    """Return the bytes of a sealed file; NotAllowed where the passphrase is too short. `progress` gets 0 to 1."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    locked, key = vault.for_file(passphrase)
    header = vault.to_bytes(locked)
    head = MAGIC + struct.pack(">I", len(header)) + header
    inside = _zipped(history, journal, made_at)
    cipher, bound = AESGCM(key), hashlib.sha256(head).digest()
    count = max(1, -(-len(inside) // FRAME))
    found = [head]
    for n in range(count):
        found.append(cipher.encrypt(_nonce(n, count), inside[n * FRAME : (n + 1) * FRAME], bound))
        progress((n + 1) / count)
    return b"".join(found)


def unseal(raw: bytes, passphrase: str, *, progress: Callable[[float], None] = lambda _done: None) -> Opened:
    """Open a sealed file; NotOurs, WrongSecret, Damaged or TooNew, each with its sentence. `progress` gets 0 to 1, frame by frame."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header, sealed, bound = _parts(raw)
    try:
        locked = vault.parse(header)
    except (Damaged, NotOurs) as error:
        raise Damaged(NOT_WHOLE) from error
    try:
        key = _unlocked(locked, passphrase)
    except WrongSecret as error:
        message = "That is not the passphrase of this file. Ask whoever made it."
        raise WrongSecret(message) from error
    cipher, step = AESGCM(key), FRAME + _TAG
    count = max(1, -(-len(sealed) // step))
    try:
        found = []
        for n in range(count):
            found.append(cipher.decrypt(_nonce(n, count), sealed[n * step : (n + 1) * step], bound))
            progress((n + 1) / count)
    except InvalidTag as error:
        raise Damaged(NOT_WHOLE) from error
    return _read(b"".join(found))


def _unlocked(locked: vault.Vault, passphrase: str) -> bytes:
    """Unlock it with what was typed, else with the passphrase we offered that was said so: then only its symbols count."""
    said = code(passphrase)
    offered = "-".join(said[at : at + 4] for at in range(0, len(said), 4)) if len(said) == _OFFERED else passphrase
    try:
        return vault.unlock(locked, passphrase)
    except WrongSecret:
        if offered == passphrase:
            raise
    return vault.unlock(locked, offered)


def _nonce(n: int, count: int) -> bytes:
    return struct.pack(">QI", n, n == count - 1)


def _parts(raw: bytes) -> tuple[bytes, bytes, bytes]:
    start = len(MAGIC) + 4
    if raw[: len(MAGIC)] != MAGIC:
        raise NotOurs(_NOT_OURS)
    if len(raw) < start:
        raise Damaged(NOT_WHOLE)
    (length,) = struct.unpack(">I", raw[len(MAGIC) : start])
    if length > _MOST_HEADER or start + length > len(raw):
        raise Damaged(NOT_WHOLE)
    head = raw[: start + length]
    return raw[start : start + length], raw[start + length :], hashlib.sha256(head).digest()


def _zipped(history: Gathered, journal: str, made_at: datetime) -> bytes:
    files = {"changes.jsonl": changes.to_lines(history.changes)}
    files["unfinished.jsonl"] = unfinished.to_lines(history.unfinished)
    files |= {f"bytes/{sha}": raw for sha, raw in (history.blobs | unfinished.blobs(history.unfinished)).items()}
    files |= {f"drawings/{row}": raw for row, raw in history.drawings.items()}
    listed = {name: {"size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()} for name, raw in files.items()}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "schema": migrations.HEAD,
        "journal": journal,
        "made_at": made_at.isoformat(),
        "files": listed,
    }
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("manifest.json", json.dumps(manifest, sort_keys=True))
        for name, raw in sorted(files.items()):
            made.writestr(name, raw)
    return into.getvalue()


def _read(inside: bytes) -> Opened:
    files = _unzipped(inside)
    manifest = _manifest(files.pop("manifest.json", b""))
    if (
        "changes.jsonl" not in files
        or set(files) != set(manifest["files"])
        or any(manifest["files"][name].get("sha256") != hashlib.sha256(raw).hexdigest() for name, raw in files.items())
    ):
        raise Damaged(NOT_WHOLE)
    told, left = changes.from_lines(files.pop("changes.jsonl")), files.pop("unfinished.jsonl", b"")
    blobs, drawings = {}, {}
    for name, raw in files.items():
        folder, _, rest = name.partition("/")
        if folder == "bytes":
            if hashlib.sha256(raw).hexdigest() != rest:
                raise Damaged(NOT_WHOLE)
            blobs[rest] = raw
        elif changes.is_id(rest) and len(raw) % DRAWN.size == 0:
            drawings[rest] = raw
        else:
            raise Damaged(NOT_WHOLE)
    songs = unfinished.from_lines(left, blobs)
    return Opened(Gathered(tuple(told), blobs, drawings, songs), str(manifest["journal"]), manifest["made_at"])


def _manifest(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
        wanted = found["format"] == FORMAT and isinstance(found["files"], dict) and changes.is_id(found["journal"])
        found["made_at"] = datetime.fromisoformat(found["made_at"])
        version, schema = int(found["version"]), str(found["schema"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Damaged(NOT_WHOLE) from error
    if version > VERSION or (schema not in migrations.KNOWN):
        message = "This file was made by a newer Soundfolio. Update Soundfolio to take it in. Nothing was changed."
        raise TooNew(message)
    if not wanted or not all(isinstance(each, dict) for each in found["files"].values()):
        raise Damaged(NOT_WHOLE)
    return found  # type: ignore[no-any-return]  # what JSON gives has no type, and was looked at


def _unzipped(inside: bytes) -> dict[str, bytes]:
    """Read every file under its caps; sizes that the zip itself states are not believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(inside)) as there:
            return _files(there)
    except JournalError:
        raise
    except Exception as error:  # what zipfile and zlib raise on hostile bytes shares no base class
        raise Damaged(NOT_WHOLE) from error


def _files(there: zipfile.ZipFile) -> dict[str, bytes]:
    listed = there.infolist()
    names = [each.filename for each in listed]
    known = all(name == "manifest.json" or _NAMES.match(name) for name in names)
    if len(listed) > _MOST_FILES or len(set(names)) != len(names) or not known:
        raise Damaged(NOT_WHOLE)
    found, whole = {}, 0
    for each in listed:
        if each.flag_bits & 1 or each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Damaged(NOT_WHOLE)
        with there.open(each) as file:
            raw = file.read(_MOST_IN_ONE + 1)
        whole += len(raw)
        if len(raw) > _MOST_IN_ONE or whole > _MOST_BYTES or len(raw) > _MOST_RATIO * max(each.compress_size, 4096):
            raise Damaged(NOT_WHOLE)
        found[each.filename] = raw
    return found


def new_passphrase() -> str:
    """Offer a passphrase that can be said over the telephone: four groups of the recovery code's symbols, 78 bits."""
    return "-".join(new_code().split("-")[:4])
