"""Who is at the other end of a connection: another user of this computer can read in the list of programs what a browser was led to.

Linux says whose each connection is; elsewhere nobody does, and the one-time token alone decides.
"""

from __future__ import annotations

import os
from pathlib import Path

_TABLE = Path("/proc/net/tcp")
_LOCAL, _REMOTE, _USER = 1, 2, 7  # columns


def is_another_user(their_port: int, our_port: int, table: Path = _TABLE) -> bool:
    """Say whether this connection was made by another user than the one who runs us; False where nobody can tell."""
    if not hasattr(os, "getuid"):
        return False
    try:
        lines = table.read_text(encoding="ascii").splitlines()[1:]
    except (OSError, ValueError):
        return False
    for line in lines:
        columns = line.split()
        ends = tuple(int(columns[n].rpartition(":")[2], 16) for n in (_LOCAL, _REMOTE))
        if ends == (their_port, our_port):
            return int(columns[_USER]) != os.getuid()
    return False
