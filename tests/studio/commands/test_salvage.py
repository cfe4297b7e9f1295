"""`soundfolio salvage` says what it read, what is lost and until when anybody knows who was erased: each of its sentences."""

import contextlib
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from reflections import Journal, backups, vault
from tests.reflections.test_torn_pages import pages_of, tear
from tests.studio.commands.conftest import Run
from tests.studio.conftest import SECRET

OPENS_AGAIN = re.compile(
    r"The journal opens again\. What lay there before is in (\S+set-aside-\S+)\. Nothing was deleted\."
)


@pytest.fixture
def closed(lived_in: Path) -> Path:
    """A journal with Jo and Amira and a lesson, closed, with no backup."""
    with contextlib.closing(Journal.open(lived_in, SECRET)) as journal:
        jo = journal.pupils()[0].id
        journal.close_session(journal.open_session([jo]).id)
        for n in range(40):
            journal.reflect(jo, "T6", said_by="typed", body=f"words {n} " * 30, seen_by="Sam")
        journal._changed = False
    for _, path in backups.every(lived_in):
        backups.drop(path)
    return lived_in


def torn(folder: Path, *tables: str) -> None:
    """The first page of each of these tables has other bytes."""
    key = vault.unlock(vault.read(folder), SECRET)
    tear(folder / "journal.db", pages_of(folder / "journal.db", key, *tables))


@pytest.fixture
def open_again(closed: Path) -> Iterator[None]:
    """Whatever was said, what was made is a sound journal."""
    yield
    with contextlib.closing(Journal.open(closed, SECRET)) as journal:
        assert journal.check().problems == ()


@pytest.mark.usefixtures("open_again")
def test_where_all_of_it_is_read_nothing_is_said_to_be_lost(run: Run, closed: Path) -> None:
    done = run("salvage")
    assert (done.code, done.err) == (0, "")
    read, again = done.out.splitlines()
    assert read == "Read: 2 pupils, 1 session, 40 answers."
    aside = OPENS_AGAIN.fullmatch(again)
    assert aside is not None
    assert (Path(aside[1]) / "journal.db").is_file()


@pytest.mark.usefixtures("open_again")
def test_what_is_lost_is_counted_and_without_a_copy_nobody_knows_who_was_erased(run: Run, closed: Path) -> None:
    torn(closed, "reflection", "operation")
    done = run("salvage")
    assert done.code == 0
    _, lost, again = done.out.splitlines()
    assert lost == "Lost: 1 answer, 2 rows in all, as far as anybody can tell."
    assert OPENS_AGAIN.fullmatch(again)
    assert done.err == (
        "What was lost may say who was erased, so nothing here knows who was erased for certain. "
        "If anybody was, erase them again.\n"
    )


@pytest.mark.usefixtures("open_again")
def test_what_is_lost_without_a_name_of_its_own_is_rows(run: Run, closed: Path) -> None:
    torn(closed, "operation")
    done = run("salvage")
    assert done.out.splitlines()[1] == "Lost: no pupil, piece or take, 1 row in all, as far as anybody can tell."


@pytest.mark.usefixtures("open_again")
def test_with_a_copy_it_says_until_when_who_was_erased_is_known(run: Run, closed: Path) -> None:
    with contextlib.closing(Journal.open(closed, SECRET)) as journal:
        copy = journal.backup()
    torn(closed, "operation")
    done = run("salvage", "--anyway")
    until = backups.made_at(copy).astimezone()
    assert f"nothing here knows who was erased after {until:%Y-%m-%d %H:%M}. If anybody was" in done.err
    assert isinstance(until, datetime)


def test_where_nothing_can_be_read_it_says_what_to_do_and_nothing_is_changed(run: Run, closed: Path) -> None:
    raw = (closed / "journal.db").read_bytes()
    (closed / "journal.db").write_bytes(os.urandom(len(raw)))
    before = (closed / "journal.db").read_bytes()
    assert run("salvage").sentence == (
        "Nothing of this journal can be read. Open a backup: soundfolio restore lists those there are."
    )
    assert (closed / "journal.db").read_bytes() == before
    assert not list(closed.glob("set-aside-*"))


@pytest.mark.parametrize(
    ("secret", "says"),
    [("not this one", "passphrase is not right"), (None, "The journal is locked. Set SOUNDFOLIO_PASSPHRASE")],
)
def test_without_what_opens_it_nothing_is_read(run: Run, closed: Path, secret: str | None, says: str) -> None:
    assert says in run("salvage", passphrase=secret).sentence


def test_where_there_is_no_journal_it_says_where_to_name_one(run: Run, folder: Path) -> None:
    assert run("salvage").sentence == f"There is no journal in {folder}. Name the folder that holds it with --data."
