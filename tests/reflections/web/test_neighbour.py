"""Another user of this computer who read the address in the list of programs is told apart, where the system says who it is."""

import os
from pathlib import Path

import pytest

from reflections.pages.web.neighbour import is_another_user

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"
OURS, THEIRS = 4711, 50123


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "tcp"


def connection(local: int, remote: int, user: int) -> str:
    return (
        f"   0: 0100007F:{local:04X} 0100007F:{remote:04X} 01 00000000:00000000 00:00000000 00000000  {user}        0 1"
    )


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="only on systems with users by number")
@pytest.mark.parametrize(("more", "another"), [(0, False), (1, True)])
def test_the_user_at_the_other_end_decides_and_not_the_one_at_ours(table: Path, more: int, another: bool) -> None:
    me = os.getuid()
    lines = (HEAD, connection(OURS, THEIRS, me + 5), connection(THEIRS, OURS, me + more), connection(1, 2, 99))
    table.write_text("\n".join(lines))
    assert is_another_user(THEIRS, OURS, table) is another


def test_where_nobody_can_tell_the_token_alone_decides(table: Path) -> None:
    assert not is_another_user(THEIRS, OURS, table)
    table.write_text(HEAD)
    assert not is_another_user(THEIRS, OURS, table)
