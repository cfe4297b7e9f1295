"""A journal's files as whoever has the key could read them: every page in the clear, freed ones and the write-ahead file too.

What was erased may still lie on a page that no table uses any more, and the database does not show it. SQLCipher 4 locks each
page of 4,096 bytes by itself: AES-256 in CBC, behind it the start value (16 bytes) and a seal (64). The first 16 bytes of a file
are its salt.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from reflections.central.store import ServiceStore
from reflections.store import Store
from reflections.tables import Base

PAGE, START, SEAL, SALT = 4096, 16, 64, 16
WAL_HEAD, FRAME_HEAD = 32, 24


def bytes_of(store: Store) -> bytes:
    """Every page of an open journal as it lies on the disk now; nothing is folded in or tidied for it.

    At a service it is every value of every row: what its server keeps of rows that went is cleared away by the server.
    """
    if isinstance(store, ServiceStore):
        return b"\0".join(values(store))
    beside = store.path.with_name(f"{store.path.name}-wal")
    return b"".join(page(one, store.key) for one in chain(pages(store.path), frames(beside)))


def values(store: ServiceStore) -> Iterator[bytes]:
    """What stands in the rows of a service's tutor."""
    with store.looking() as raw:
        for table in Base.metadata.tables:
            for row in raw.execute(f'select * from "{table}"'):
                yield from (value if isinstance(value, bytes) else str(value).encode() for value in row)


def pages(path: Path) -> Iterator[bytes]:
    """The locked pages of the file; the salt stands before the first."""
    data = path.read_bytes()
    yield data[SALT:PAGE]
    for at in range(PAGE, len(data), PAGE):
        yield data[at : at + PAGE]


def frames(path: Path) -> Iterator[bytes]:
    """The locked pages of the write-ahead file, those folded in long ago too; none where there is no such file."""
    data = path.read_bytes() if path.is_file() else b""
    for at in range(WAL_HEAD + FRAME_HEAD, len(data), FRAME_HEAD + PAGE):
        one = data[at : at + PAGE]
        yield one[SALT:] if int.from_bytes(data[at - FRAME_HEAD : at - FRAME_HEAD + 4], "big") == 1 else one


def page(locked: bytes, key: bytes) -> bytes:
    """One page in the clear."""
    words = locked[: -START - SEAL]
    start = locked[-START - SEAL : -SEAL]
    opened = Cipher(algorithms.AES(key), modes.CBC(start)).decryptor()
    return opened.update(words) + opened.finalize()
