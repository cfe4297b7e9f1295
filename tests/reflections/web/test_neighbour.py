"""Another user of this computer who read the address in the list of programs is told apart, where the system says who it is."""

import os
import socket
import sys
from pathlib import Path

import pytest

from reflections.pages.web.neighbour import is_another_user

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"
HERE = "127.0.0.1"
OURS, THEIRS = (HERE, 4711), (HERE, 50123)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says whose a connection is")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "tcp"


def connection(local: tuple[str, int], remote: tuple[str, int], user: int) -> str:
    ends = " ".join(
        f"{int.from_bytes(socket.inet_aton(address), sys.byteorder):08X}:{port:04X}"
        for address, port in (local, remote)
    )
    return f"   0: {ends} 01 00000000:00000000 00:00000000 00000000  {user}        0 1"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="only on systems with users by number")
@pytest.mark.parametrize(("more", "another"), [(0, False), (1, True)])
def test_the_user_at_the_other_end_decides_and_not_the_one_at_ours(table: Path, more: int, another: bool) -> None:
    me = os.getuid()
    apart = connection(("10.0.0.1", 1), ("10.0.0.1", 2), 99)
    lines = (HEAD, connection(OURS, THEIRS, me + 5), connection(THEIRS, OURS, me + more), apart)
    table.write_text("\n".join(lines))
    assert is_another_user(THEIRS, OURS, (table,)) is another


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="only on systems with users by number")
def test_the_same_port_at_another_address_is_somebody_else(table: Path) -> None:
    """Whoever begins at 127.0.0.2 can have the port that the tutor's browser has at 127.0.0.1."""
    me, beside = os.getuid(), ("127.0.0.2", THEIRS[1])
    table.write_text("\n".join((HEAD, connection(THEIRS, OURS, me), connection(beside, OURS, me + 1))))
    assert is_another_user(beside, OURS, (table,))
    assert not is_another_user(THEIRS, OURS, (table,))


@LINUX
@pytest.mark.parametrize("reached_as", [HERE, f"::ffff:{HERE}"])
def test_whichever_way_they_write_our_address(reached_as: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real connection, of which the system says in one table or the other that it is ours."""
    family = socket.AF_INET6 if ":" in reached_as else socket.AF_INET
    with socket.create_server((HERE, 0)) as door, socket.socket(family) as there:
        try:
            there.connect((reached_as, door.getsockname()[1]))
        except OSError:
            pytest.skip("no IPv6 on this computer")
        line, theirs = door.accept()
        with line:
            assert not is_another_user(theirs, door.getsockname())
            me = os.getuid()
            monkeypatch.setattr(os, "getuid", lambda: me + 1)
            assert is_another_user(theirs, door.getsockname())


def test_where_nobody_can_tell_the_token_alone_decides(table: Path) -> None:
    assert not is_another_user(THEIRS, OURS, (table,))
    table.write_text(HEAD)
    assert not is_another_user(THEIRS, OURS, (table,))
