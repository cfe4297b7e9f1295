"""Full disk, busy file, dead disk, a journal taken away: each has its sentence, loses nothing, and goes on afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reflections import Busy, Damaged, DiskFull, DiskTrouble, Gone, Journal, JournalError, NotAllowed, NotFound
from reflections.store import plain_words
from tests.reflections.conftest import PASSPHRASE, part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.reflections.conftest import Lesson

BIG = b"MThd" + os.urandom(400_000)


@contextlib.contextmanager
def no_room(journal: Journal) -> Iterator[None]:
    """Let the file grow no further: SQLite raises just what it raises on a full disk."""
    store = journal._opened
    with store.looking() as raw:
        (pages,) = raw.execute("pragma page_count").fetchone()
        raw.execute(f"pragma max_page_count={pages + 4}")
    try:
        yield
    finally:
        with store.looking() as raw:
            raw.execute("pragma max_page_count=1073741823")


@contextlib.contextmanager
def dead_disk() -> Iterator[None]:
    """Let no file of ours grow: writing fails in the middle, as on a pulled stick."""
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, kept)


def sentence(error: JournalError) -> str:
    said = str(error)
    assert said[0].isupper()
    assert said.endswith(".")
    assert "sqlite" not in said.lower()
    assert "error" not in said.lower()
    return said


def test_a_full_disk_refuses_the_take_keeps_all_else_and_goes_on_once_there_is_room(
    journal: Journal, lesson: Lesson
) -> None:
    with no_room(journal), pytest.raises(DiskFull) as caught:
        journal.keep_take(lesson.piece.id, [part(lesson.pupil.id, midi=BIG)], seconds=60.0, tempo=90.0)
    assert "free some space" in sentence(caught.value)
    assert [t.id for t in journal.takes(lesson.piece.id)] == [lesson.take.id]
    again = journal.keep_take(lesson.piece.id, [part(lesson.pupil.id, midi=BIG)], seconds=60.0, tempo=90.0)
    assert journal.take(again.id).parts[0].midi == BIG
    assert journal.check().problems == ()


def test_a_full_disk_keeps_every_chunk_it_said_yes_to(journal: Journal) -> None:
    recording = journal.begin_recording(context={})
    kept = b""

    def play_on() -> None:
        nonlocal kept
        for seq in range(100):
            chunk = bytes([seq]) * 4000
            journal.take_chunk(recording, seq, chunk, float(seq))
            kept += chunk

    with no_room(journal), pytest.raises(DiskFull):
        play_on()
    assert journal.recording(recording).chunks == kept


def test_a_full_disk_leaves_no_half_backup(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    with journal._opened.looking() as raw:
        good = type(raw)

    class Full:
        """A connection whose disk is full when it is told to copy itself."""

        def __init__(self, raw: object) -> None:
            self._raw = raw

        def execute(self, sql: str, *given: object) -> object:
            if not sql.startswith("vacuum into"):
                return self._raw.execute(sql, *given)
            ((path,),) = given
            Path(path).write_bytes(b"half a copy")  # as SQLite leaves it
            with contextlib.closing(good(":memory:", isolation_level=None)) as tiny:
                tiny.execute("pragma max_page_count=1")
                return tiny.execute("create table t(a)")

    looking = journal._opened.looking

    @contextlib.contextmanager
    def full() -> Iterator[object]:
        with looking() as raw:
            yield Full(raw)

    journal.add_pupil("Amira", "fox", "10-12")
    monkeypatch.setattr(journal._opened, "looking", full)
    with pytest.raises(DiskFull, match="no room for a backup") as caught:
        journal.close()
    sentence(caught.value)
    assert list((journal.folder / "backups").iterdir()) == []
    with pytest.raises(JournalError, match="closed"):
        journal.pupils()


def test_another_program_that_holds_the_journal_is_waited_for_then_said(opening: Callable[..., Journal]) -> None:
    import sqlcipher3

    journal = opening(wait_seconds=0.05)
    other = sqlcipher3.connect(str(journal._opened.path), isolation_level=None)
    other.execute(f"pragma key=\"x'{journal._opened.key.hex()}'\"")
    other.execute("begin immediate")
    began = time.monotonic()
    with pytest.raises(Busy) as caught:
        journal.add_pupil("Amira", "fox", "10-12")
    assert time.monotonic() - began < 4.0
    assert "Another program" in sentence(caught.value)
    assert journal.pupils() == ()
    other.execute("rollback")
    other.close()
    journal.add_pupil("Amira", "fox", "10-12")
    assert len(journal.pupils()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="only on Linux and macOS are there limits on file sizes")
def test_a_disk_that_stops_answering_loses_nothing_and_is_not_called_damage(journal: Journal, lesson: Lesson) -> None:
    with dead_disk(), pytest.raises(DiskTrouble) as caught:
        journal.keep_take(lesson.piece.id, [part(lesson.pupil.id, midi=BIG)], seconds=60.0, tempo=90.0)
    assert "what was saved is safe" in sentence(caught.value)
    assert journal._opened.engine.pool.checkedin() == 0, "a connection that met a dead disk is not used again"
    assert [t.id for t in journal.takes(lesson.piece.id)] == [lesson.take.id]
    journal.keep_take(lesson.piece.id, [part(lesson.pupil.id, midi=BIG)], seconds=60.0, tempo=90.0)
    assert journal.check().problems == ()


@pytest.mark.skipif(sys.platform == "win32", reason="only on Linux and macOS can a file that is open be moved")
def test_a_deleted_journal_is_noticed_before_the_next_change(journal: Journal) -> None:
    journal.add_pupil("Amira", "fox", "10-12")
    journal._opened.path.unlink()
    for call in (lambda: journal.add_pupil("Ben", "owl", "10-12"), journal.pupils, journal.backup, journal.check):
        with pytest.raises(Gone) as caught:
            call()
        assert "moved or deleted" in sentence(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="only on Linux and macOS can a file that is open be moved")
def test_a_replaced_journal_is_noticed_even_when_the_new_one_is_a_good_copy(journal: Journal, tmp_path: Path) -> None:
    path = journal._opened.path
    shutil.copy(path, tmp_path / "copy.db")
    path.unlink()
    shutil.move(tmp_path / "copy.db", path)
    with pytest.raises(Gone):
        journal.add_pupil("Amira", "fox", "10-12")


@pytest.mark.skipif(sys.platform == "win32", reason="only on Linux and macOS can a folder that is open be moved")
def test_a_renamed_folder_is_noticed_and_fine_once_it_is_back(journal: Journal, folder: Path) -> None:
    moved = folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(Gone):
        journal.add_pupil("Amira", "fox", "10-12")
    moved.rename(folder)
    journal.add_pupil("Amira", "fox", "10-12")


def test_a_folder_that_cannot_be_written_says_so(folder: Path) -> None:
    (folder / "journal.lock").unlink(missing_ok=True)
    (folder / "journal.lock").mkdir()  # nobody can open this for writing, not even root
    with pytest.raises(DiskTrouble) as caught:
        Journal.open(folder, PASSPHRASE)
    assert "can't be written" in sentence(caught.value)


def test_a_damaged_page_is_named_by_check_and_by_the_read_that_meets_it(
    folder: Path, opening: Callable[..., Journal]
) -> None:
    journal = opening()
    pupil = journal.add_pupil("Amira", "fox", "10-12")
    piece = journal.keep_piece(pupil.id, "Long", kind="own", content=BIG)
    journal._changed = False
    journal.close()
    raw = bytearray((folder / "journal.db").read_bytes())
    raw[-40 * 4096] ^= 0xFF
    (folder / "journal.db").write_bytes(raw)
    again = opening()
    with pytest.raises(Damaged) as caught:
        again.piece(piece.id)
    assert "backup" in sentence(caught.value)
    assert any("seal" in problem for problem in again.check().problems)


def test_a_take_whose_bytes_changed_is_named_by_check(journal: Journal, lesson: Lesson) -> None:
    with journal._opened.looking() as raw:
        raw.execute("update take_part set midi = x'00'")
    (problem,) = journal.check().problems
    assert lesson.take.parts[0].id in problem


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_FULL", DiskFull),
        ("SQLITE_BUSY", Busy),
        ("SQLITE_BUSY_SNAPSHOT", Busy),
        ("SQLITE_IOERR_WRITE", DiskTrouble),
        ("SQLITE_CANTOPEN", DiskTrouble),
        ("SQLITE_READONLY_DBMOVED", DiskTrouble),
        ("SQLITE_CORRUPT", Damaged),
        ("SQLITE_NOTADB", Damaged),
        ("SQLITE_CONSTRAINT_CHECK", NotAllowed),
        ("SQLITE_CONSTRAINT_FOREIGNKEY", NotFound),
        ("SQLITE_SOMETHING_NEW", JournalError),
        ("", JournalError),
    ],
)
def test_every_fault_has_its_kind_and_a_sentence(name: str, kind: type[JournalError]) -> None:
    class Fault(Exception):  # noqa: N818  # stands for the driver's own
        sqlite_errorname = name

    found = plain_words(Fault("near secret words: syntax error"))
    assert type(found) is kind
    assert "secret" not in sentence(found)


@pytest.mark.parametrize("unknown", ["", "nonsense", "01a200ce-0000-7000-8000-000000000000", "' or 1=1 --", "\0"])
def test_an_unknown_id_is_not_found_in_a_sentence(journal: Journal, unknown: str) -> None:
    for call in (journal.pupil, journal.piece, journal.take, journal.version, journal.session, journal.put_aside):
        with pytest.raises(NotFound) as caught:
            call(unknown)
        sentence(caught.value)


def test_a_pupil_that_is_not_there_cannot_be_given_anything(journal: Journal) -> None:
    nobody = "01a200ce-0000-7000-8000-000000000000"
    with pytest.raises(NotFound):
        journal.keep_piece(nobody, "Tune", kind="tune")
    with pytest.raises(NotFound):
        journal.open_session([nobody])
    assert journal.sessions() == ()


def test_a_page_torn_while_the_write_ahead_file_was_folded_in_is_no_damage(
    opening: Callable[..., Journal], made_lesson: tuple[Path, Lesson], folder: Path, tmp_path: Path
) -> None:
    journal = opening()
    journal._opened.forget_traces()
    journal.rename_piece(made_lesson[1].piece.id, "Evening")
    cut = shutil.copytree(folder, tmp_path / "cut", ignore=shutil.ignore_patterns("*-shm", "*.lock"))
    page, frame = 4096, 24
    ahead = (cut / "journal.db-wal").read_bytes()
    numbers = [int.from_bytes(ahead[at : at + 4]) for at in range(32, len(ahead), frame + page)]
    raw = bytearray((cut / "journal.db").read_bytes())
    torn = next(n for n in numbers if 1 < n <= len(raw) // page)
    raw[(torn - 1) * page : (torn - 1) * page + 512] = bytes(512)  # the first sector of it never came
    (cut / "journal.db").write_bytes(raw)

    again = Journal.open(cut, PASSPHRASE)
    found = again.check()
    title = again.piece(made_lesson[1].piece.id).title
    again._changed = False
    again.close()
    assert (found.problems, title) == ((), "Evening")
