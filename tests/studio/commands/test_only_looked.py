"""What only looks goes through a copy where the journal's disk takes nothing, never past another window, and leaves nothing behind."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from reflections import Journal
from reflections.lock import InstanceLock
from studio.commands import only_looked
from tests.studio.commands.conftest import Run
from tests.studio.commands.test_bad_places import LOOKS, Disk, Try, attempt, disk, only_disk, put, things
from tests.studio.conftest import SECRET

__all__ = ["attempt", "disk", "only_disk", "things"]

# a window that is killed: what it kept last lies in the write-ahead file alone
KILLED = """
import os, sys
from reflections import Journal
journal = Journal.open(sys.argv[1], sys.argv[2])
journal.add_pupil("Zora", "owl", "10-12")
os._exit(9)
"""


@pytest.fixture(autouse=True)
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies for a while lie; nothing is in it at the end."""
    at = tmp_path / "temp"
    at.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(at))
    return at


def state(data: Path) -> dict[str, bytes]:
    """Every file with what is in it; an index and an empty write-ahead file say nothing, and opening may leave them."""
    found = {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}
    return {name: raw for name, raw in found.items() if not name.endswith("-shm") and (raw or "-wal" not in name)}


@pytest.mark.parametrize("how", ["fill", "lock"])
@pytest.mark.parametrize("what", LOOKS)
def test_on_a_full_disk_or_a_locked_one_it_answers_as_ever_and_changes_nothing(
    attempt: Try, disk: Disk, things: Path, temp: Path, what: str, how: str
) -> None:
    data = disk.at / "data"
    put(things, what, data)
    wanted = attempt(what, data)
    assert (wanted.code, wanted.err) == (0, "")
    before = state(data)
    getattr(disk, how)()
    said = attempt(what, data)
    assert (said.code, said.out, said.err) == (0, wanted.out, "")
    assert state(data) == before
    assert not list(temp.iterdir())


@pytest.mark.parametrize("how", ["fill", "lock"])
def test_what_is_not_in_the_journals_file_yet_is_not_missed(attempt: Try, disk: Disk, things: Path, how: str) -> None:
    data = disk.at / "data"
    put(things, "check", data)
    subprocess.run([sys.executable, "-c", KILLED, str(data), SECRET], check=False)
    assert (data / "journal.db-wal").stat().st_size
    getattr(disk, how)()
    said = attempt("check", data)
    assert (said.code, said.err) == (0, "")
    assert "pupil: 3\n" in said.out


def test_the_copy_is_as_locked_as_the_journal_and_for_nobody_else_to_open(
    disk: Disk, things: Path, temp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = disk.at / "data"
    put(things, "check", data)
    disk.lock()
    monkeypatch.setenv("SOUNDFOLIO_PASSPHRASE", SECRET)

    def found(journal: Journal) -> tuple[int, bytes, set[int]]:
        there = [path for path in temp.rglob("*") if path.is_file()]
        return (
            len(journal.pupils()),
            b"".join(map(Path.read_bytes, there)),
            {one.stat().st_mode & 0o77 for one in temp.iterdir()},
        )

    pupils, raw, others = only_looked.looked_at(data, found)
    assert pupils == 2
    assert raw
    assert not [word for word in (b"SQLite format", b"Amira", b"create table") if word in raw]
    assert others == {0}


def test_beside_another_window_it_is_refused(attempt: Try, disk: Disk, things: Path) -> None:
    data = disk.at / "data"
    put(things, "check", data)
    disk.lock()
    held = InstanceLock(data, only_looking=True)
    try:
        assert "already open" in attempt("check", data).sentence
    finally:
        held.release()


def test_where_no_window_left_a_file_to_lock_it_is_refused(attempt: Try, disk: Disk, things: Path) -> None:
    data = disk.at / "data"
    put(things, "check", data)
    (data / "journal.lock").unlink()
    disk.lock()
    assert "not locked" in attempt("check", data).sentence


def test_where_there_is_no_room_for_a_copy_either_it_says_so(
    attempt: Try, disk: Disk, things: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = disk.at / "data"
    put(things, "check", data)
    (disk.at / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(disk.at / "temp"))
    disk.fill()
    assert "is full" in attempt("check", data).sentence
    assert not list((disk.at / "temp").iterdir())


def test_with_the_leads_code_it_is_refused_where_its_use_can_not_be_noted(run: Run, disk: Disk, things: Path) -> None:
    data = disk.at / "data"
    put(things, "check", data)
    with contextlib.closing(Journal.open(data, SECRET)) as journal:
        code = journal.new_lead_code()
    disk.lock()
    assert "not locked" in run("--data", data, "check", passphrase=code).sentence


def test_a_copy_that_was_left_by_force_is_swept_by_the_next_one(
    attempt: Try, disk: Disk, things: Path, temp: Path
) -> None:
    for name, hours in (("old", 7), ("young", 1)):
        (temp / f"{only_looked.FOLDER}{name}").mkdir()
        os.utime(temp / f"{only_looked.FOLDER}{name}", (time.time() - hours * 3600,) * 2)
    data = disk.at / "data"
    put(things, "check", data)
    disk.lock()
    assert attempt("check", data).code == 0
    assert [path.name for path in temp.iterdir()] == [f"{only_looked.FOLDER}young"]
