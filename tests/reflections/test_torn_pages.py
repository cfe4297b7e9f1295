"""A file with torn pages: whatever SQLCipher could still read of it comes out, whichever tables they belong to."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import shutil
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
import sqlcipher3

from reflections import Damaged, Journal, salvaging, unsealing, vault
from tests.reflections.conftest import PASSPHRASE, Lesson, Wall, part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

PAGE = unsealing.PAGE
BY_HAND = 24  # takes, each on some pages of its own


@pytest.fixture
def key(folder: Path) -> bytes:
    return vault.unlock(vault.read(folder), PASSPHRASE)


@pytest.fixture
def taken(opening: Callable[..., Journal], made_lesson: tuple[Path, Lesson]) -> Lesson:
    """The closed journal with takes of several pages each."""
    journal, lesson = opening(), made_lesson[1]
    for n in range(BY_HAND):
        parts = [part(lesson.pupil.id, midi=b"MThd" + bytes([n]) * 9000)]
        journal.keep_take(lesson.piece.id, parts, seconds=2.0, tempo=90.0, mode="waits")
    journal._changed = False
    journal.close()
    return lesson


def tear(path: Path, numbers: Iterable[int]) -> None:
    with path.open("rb+") as file:
        for number in numbers:
            file.seek((number - 1) * PAGE)
            file.write(os.urandom(PAGE))


@contextlib.contextmanager
def by_sqlcipher(path: Path, key: bytes) -> Iterator[Any]:
    with contextlib.closing(sqlcipher3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
        raw.execute("pragma cipher_log_level=none").fetchall()
        raw.execute(f"pragma key=\"x'{key.hex()}'\"")
        yield raw


def pages_of(path: Path, key: bytes, *tables: str) -> list[int]:
    """The first page of each table."""
    with by_sqlcipher(path, key) as raw:
        found = dict(raw.execute("select name, rootpage from sqlite_master where type = 'table'"))
    return [found[table] for table in tables]


def parts_to_be_read(path: Path, key: bytes, rows: int) -> int:
    """How many parts SQLCipher gives as they were kept, each on a connection that met no torn page before.

    Of a part that goes on over a torn page it gives the rest without a word.
    """
    found = 0
    for row in range(1, rows + 1):
        with by_sqlcipher(path, key) as raw, contextlib.suppress(sqlcipher3.Error):
            for midi, digest in raw.execute("select midi, sha256 from take_part where rowid = ?", (row,)):
                found += hashlib.sha256(midi).hexdigest() == digest
    return found


@pytest.mark.parametrize("seed", range(3))
def test_every_row_that_can_be_read_comes_out_of_a_file_torn_in_many_places(
    folder: Path, key: bytes, taken: Lesson, seed: int
) -> None:
    path = folder / "journal.db"
    schema = {1, *unsealing._children(unsealing.unseal(path, key).pages, 1)}
    others = [n for n in range(1, path.stat().st_size // PAGE + 1) if n not in schema]
    tear(path, random.Random(seed).sample(others, 12))
    readable = parts_to_be_read(path, key, BY_HAND + 1)
    _part, told = salvaging.salvage(path, key)
    came = told.read["take_part"]
    assert came == readable, f"{came} of {readable} readable parts of {BY_HAND + 1} came out"
    assert told.read["take"] == BY_HAND + 1  # made again from their operations, if need be


def test_torn_tables_take_nothing_else_with_them(
    folder: Path, key: bytes, taken: Lesson, opening: Callable[..., Journal]
) -> None:
    path = folder / "journal.db"
    tear(path, pages_of(path, key, "pupil", "session", "piece", "alembic_version", "journal"))
    told, _aside = Journal.salvage(folder, PASSPHRASE, now=Wall())
    assert {table: n for table, n in told.lost.items() if n} == {"alembic_version": 1, "journal": 1, "piece": 1}
    again = opening()
    assert again.check().problems == ()
    assert [one.alias for one in again.pupils()] == ["Amira"]
    assert len(again.check().takes) == BY_HAND + 1
    assert again.tutor == salvaging.NOBODY
    assert again.piece(taken.piece.id).title == "Morning"  # its notes are gone, its takes are not


def test_a_torn_list_of_tables_hides_only_the_tables_that_it_named(
    folder: Path, key: bytes, taken: Lesson, opening: Callable[..., Journal]
) -> None:
    path = folder / "journal.db"
    whole = path.read_bytes()
    for number in list(unsealing._children(unsealing.unseal(path, key).pages, 1))[-3:]:
        path.write_bytes(whole)
        tear(path, [number])
        Journal.salvage(folder, PASSPHRASE, now=Wall())
        again = opening()
        found = again.check()
        assert found.problems == ()
        assert [one.alias for one in again.pupils()] == ["Amira"]
        again._changed = False
        again.close()


def test_a_row_that_goes_on_over_a_torn_page_is_lost_and_never_half_of_it(
    folder: Path, key: bytes, taken: Lesson
) -> None:
    path = folder / "journal.db"
    with contextlib.closing(unopened(path, key)) as raw:
        whole = set(raw.execute("select midi from take_part"))
    size = path.stat().st_size // PAGE
    tear(path, range(size - 20, size - 10))
    made, told = salvaging.salvage(path, key)
    with by_sqlcipher(made, key) as raw:
        came = set(raw.execute("select midi from take_part"))
    assert came < whole
    assert told.lost["take_part"] == len(whole) - len(came)


def unopened(path: Path, key: bytes) -> sqlite3.Connection:
    raw = sqlite3.connect(":memory:")
    raw.deserialize(unsealing.unseal(path, key).image(0xFF))
    return raw


def test_what_lies_in_a_write_ahead_file_is_read_up_to_its_last_whole_commit(
    folder: Path, key: bytes, opening: Callable[..., Journal], tmp_path: Path
) -> None:
    journal = opening()
    for alias in ("Ben", "Cleo"):
        journal.add_pupil(alias, "owl", "10-12")
    killed = tmp_path / "killed"
    killed.mkdir()
    for name in ("journal.db", "journal.db-wal"):
        shutil.copy(folder / name, killed / name)
    wal = (killed / "journal.db-wal").read_bytes()
    with contextlib.closing(unopened(killed / "journal.db", key)) as raw:
        assert {alias for (alias,) in raw.execute("select alias from pupil")} == {"Ben", "Cleo"}
    frame = 24 + PAGE
    of_another_round = wal[-frame:-PAGE].replace(wal[16:24], b"anything") + bytes(PAGE)
    for left, there in (
        (wal[:-100], {"Ben"}),
        (wal[: -frame + 100] + b"torn" + wal[-frame + 104 :], {"Ben"}),
        (wal + of_another_round, {"Ben", "Cleo"}),
    ):
        (killed / "journal.db-wal").write_bytes(left)
        with contextlib.closing(unopened(killed / "journal.db", key)) as raw:
            assert {alias for (alias,) in raw.execute("select alias from pupil")} == there
            assert raw.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_bytes_of_a_torn_page_are_never_taken_for_a_rows_own() -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as made:
        made.execute("create table sound (id integer primary key, heard blob)")
        made.executemany("insert into sound values (?, ?)", [(1, b"a" * 100), (2, b"b" * 9000)])
        made.commit()
        raw = made.serialize()
    pages: list[bytes | None] = [raw[at : at + PAGE] for at in range(0, len(raw), PAGE)]
    pages[-1] = None
    with contextlib.closing(salvaging._Source(unsealing.Unsealed(pages, (len(pages),)))) as source:
        assert source.rows("select heard from sound where id = ?", (1,)) == [(b"a" * 100,)]
        with pytest.raises(sqlite3.Error):
            source.rows("select heard from sound where id = ?", (2,))


def test_without_its_first_page_or_with_another_key_nothing_is_read(folder: Path, key: bytes) -> None:
    with pytest.raises(Damaged):
        unsealing.unseal(folder / "journal.db", bytes(32))
    tear(folder / "journal.db", [1])
    with pytest.raises(Damaged):
        unsealing.unseal(folder / "journal.db", key)
