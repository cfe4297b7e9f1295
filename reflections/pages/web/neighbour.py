"""Who is at the other end of a connection: another user of this computer can read in the list of programs what a browser was led to.

Linux says whose each connection is; elsewhere nobody does, and the one-time token alone decides.
"""

from __future__ import annotations

import os
import socket
import struct
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Place = tuple[str, int]  # an address of IPv4, and a port
# a connection to 127.0.0.1 stands in the second where whoever made it wrote the address as ::ffff:127.0.0.1
_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_LOCAL, _REMOTE, _USER = 1, 2, 7  # columns


def is_another_user(theirs: Place, ours: Place, tables: Sequence[Path] = _TABLES) -> bool:
    """Say whether this connection was made by another user than the one who runs us; False where nobody can tell.

    The address counts beside the port: whoever begins at 127.0.0.2 may have the port of somebody at 127.0.0.1.
    """
    if not hasattr(os, "getuid"):
        return False
    ends = (_written(theirs), _written(ours))
    for line in _lines(tables):
        columns = line.split()
        if all(_fits(columns[n], end) for n, end in zip((_LOCAL, _REMOTE), ends, strict=True)):
            return int(columns[_USER]) != os.getuid()
    return False


def _lines(tables: Sequence[Path]) -> Iterator[str]:
    for table in tables:
        try:
            yield from table.read_text(encoding="ascii").splitlines()[1:]
        except (OSError, ValueError):
            continue


def _written(place: Place) -> tuple[str, str]:
    """Return an address and a port as the tables have them: the address in this computer's own order of bytes."""
    address, port = place
    return f"{struct.unpack('=I', socket.inet_aton(address))[0]:08X}", f"{port:04X}"


def _fits(column: str, written: tuple[str, str]) -> bool:
    address, _, port = column.partition(":")
    return port == written[1] and address.endswith(written[0])
