"""A locked file opened page by page, in memory only: what is left of a damaged one can be read without what is torn in the way.

SQLCipher gives up a whole connection at the first page whose seal does not hold. Here each page is opened by itself, as its
file format 4 says (https://www.zetetic.net/sqlcipher/design/): AES-256-CBC, then 16 bytes of IV and the HMAC-SHA512 of both
with the page's number. The pages of the write-ahead file come over those of the file up to its last commit.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from typing import TYPE_CHECKING, NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from reflections.errors import Damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAGE = 4096
_SALT, _IV, _MAC = 16, 16, 64
_SEALED = PAGE - _IV - _MAC  # bytes of a page that SQLite uses
_HEADER = b"SQLite format 3\0"
_LEGACY = b"\x01\x01"  # where a header says that there is a write-ahead file: an image in memory has none
_LEAF, _INTERIOR = 0x0D, 0x05
_WAL_HEADER, _FRAME_HEADER = 32, 24


class Unsealed(NamedTuple):
    """A file's pages as SQLite reads them, and the numbers (from 1) of those that can't be read."""

    pages: list[bytes | None]
    torn: tuple[int, ...]

    def image(self, filler: int) -> bytes:
        """Return the database with each torn page full of one byte: 0xff or 0xfe, which are no page and no text to SQLite."""
        pages = [page if page is not None else bytes([filler]) * PAGE for page in self.pages]
        for number in self.torn_of_schema():
            pages[number - 1] = _names_nothing(number)  # the other tables can be found then
        return b"".join(pages)

    def torn_of_schema(self) -> tuple[int, ...]:
        """Return the torn pages on which the list of tables lies."""
        return tuple(n for n in _children(self.pages, 1) if self.pages[n - 1] is None)


def unseal(path: Path, key: bytes, progress: Callable[[float], None] = lambda _done: None) -> Unsealed:
    """Open every page of the file and its write-ahead file; Damaged where not even the first can be. `progress` gets 0 to 1.

    Neither file is touched. Raises OSError.
    """
    with path.open("rb") as file:
        salt = file.read(_SALT)
    sealed = list(_read(path))
    opens = _Seal(key, salt)
    later = _later(path.with_name(f"{path.name}-wal"), opens)
    sealed += [b""] * (max(later, default=0) - len(sealed))
    pages: list[bytes | None] = []
    for number, raw in enumerate(sealed, 1):
        pages.append(later.get(number) or opens.page(number, raw))
        if number % 256 == 0:
            progress(number / len(sealed))
    if not pages or pages[0] is None:
        message = "The first page of the file can't be read."
        raise Damaged(message)
    pages[0] = _HEADER + pages[0][_SALT:18] + _LEGACY + pages[0][20:]
    return Unsealed(pages, tuple(n for n, page in enumerate(pages, 1) if page is None))


class _Seal:
    """The two keys of a file: one opens its pages, the other says whether they are as they were written."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        self._key = key
        self._mac = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, len(key))

    def page(self, number: int, raw: bytes) -> bytes | None:
        """Return a page's bytes, the first with room for its header; None where its seal does not hold."""
        start = _SALT if number == 1 else 0
        if len(raw) != PAGE:
            return None
        told = struct.pack("<I", number)
        if hmac.digest(self._mac, raw[start : PAGE - _MAC] + told, "sha512") != raw[PAGE - _MAC :]:
            return None
        cipher = Cipher(algorithms.AES(self._key), modes.CBC(raw[_SEALED : _SEALED + _IV])).decryptor()
        return bytes(start) + cipher.update(raw[start:_SEALED]) + cipher.finalize() + bytes(PAGE - _SEALED)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while raw := file.read(PAGE):
            yield raw


def _later(path: Path, opens: _Seal) -> dict[int, bytes]:
    """Return the pages that a write-ahead file holds, as they stood at its last commit."""
    try:
        raw = path.read_bytes()
    except OSError:
        return {}
    salts, kept, waiting = raw[16:24], dict[int, bytes](), dict[int, bytes]()
    for at in range(_WAL_HEADER, len(raw) - _FRAME_HEADER - PAGE + 1, _FRAME_HEADER + PAGE):
        number, size = struct.unpack(">II", raw[at : at + 8])
        if raw[at + 8 : at + 16] != salts:
            break  # left over from an earlier round
        page = opens.page(number, raw[at + _FRAME_HEADER : at + _FRAME_HEADER + PAGE])
        if page is None:
            break
        waiting[number] = page
        if size:
            kept |= waiting
            waiting.clear()
    return kept


def _names_nothing(number: int) -> bytes:
    """Return a page of the list of tables that names no table, only an empty view, since SQLite takes none without a row."""
    told = (
        b"view",
        f"torn{number}".encode(),
        f"torn{number}".encode(),
        f"create view torn{number} as select 1".encode(),
    )
    kinds = [13 + 2 * len(word) for word in told]
    record = bytes([6, *kinds[:3], 8, kinds[3]]) + b"".join(told)  # 8 says that the page of its rows is number 0
    cell = bytes([len(record), 1]) + record
    start = _SEALED - len(cell)
    return (struct.pack(">BHHHBH", _LEAF, 0, 1, start, 0, start).ljust(start, b"\0") + cell).ljust(PAGE, b"\0")


def _children(pages: list[bytes | None], number: int) -> Iterator[int]:
    """Go through the pages of a tree below one, by number."""
    page, head = pages[number - 1], 100 if number == 1 else 0
    if page is None or page[head] != _INTERIOR:
        return
    (cells,) = struct.unpack(">H", page[head + 3 : head + 5])
    places = struct.unpack(f">{cells}H", page[head + 12 : head + 12 + 2 * cells])
    for child in [struct.unpack(">I", page[at : at + 4])[0] for at in (*places, head + 8)]:
        if 0 < child <= len(pages):
            yield child
            yield from _children(pages, child)
