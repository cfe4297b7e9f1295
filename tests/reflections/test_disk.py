"""When a disk counts as full: by what the system or SQLite said, and by the room that is left on it."""

from __future__ import annotations

import errno
import sqlite3
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import exc

from reflections import disk
from reflections.errors import DiskFull, DiskTrouble

if TYPE_CHECKING:
    from pathlib import Path


def said_full() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        said_full(),
        exc.OperationalError("insert", {}, said_full()),
        DiskFull("The disk is full."),
    ],
)
def test_what_says_that_a_disk_is_full_is_known_whoever_says_it(tmp_path: Path, error: Exception) -> None:
    assert disk.is_full(tmp_path / "journal.db", error)


@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), DiskTrouble("It does not answer.")])
def test_another_fault_is_a_full_disk_only_where_no_room_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    assert not disk.is_full(tmp_path / "journal.db", error)
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=4096))
    assert disk.is_full(tmp_path / "journal.db", error)


def test_a_disk_that_nobody_can_ask_has_room(tmp_path: Path) -> None:
    assert disk.has_room(tmp_path / "gone" / "journal.db")
