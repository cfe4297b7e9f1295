"""A copy that takes the journal's place undoes no hold, no yes that was taken back and no call for help; nor does it renew a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from reflections import Journal, NotAllowed
from reflections.tables import Pupil, Reflection, TakePart
from tests.reflections.conftest import PASSPHRASE, Prepare, Wall, part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Ids(NamedTuple):
    one: str
    two: str
    open_then: str  # words that the school may read
    shut_then: str  # words that nobody else may
    heard: str  # a word that lets the school hear a piece
    piece: str
    part: str
    copy: str


@pytest.fixture(scope="module")
def made_open(prepare: Prepare) -> tuple[Path, Ids]:
    """Two pupils, one of them held, who said yes to this and that; a backup of it."""

    def fill(journal: Journal) -> Ids:
        one, two = (journal.add_pupil(name, "fox", "10-12").id for name in ("Ann", "Ben"))
        journal.hold(two, True, "the lead")
        said = [journal.reflect(one, "T6", said_by="typed", body=word, seen_by="Sam").id for word in "ab"]
        piece = journal.keep_piece(one, "Song", kind="own", content=b"MThd").id
        heard = journal.reflect(one, "T9", said_by="typed", body="c", piece=piece, seen_by="Sam").id
        journal.let_read(said[0], who_reads="school", who_hears="tutor")
        journal.let_read(heard, who_reads="tutor", who_hears="school")
        take = journal.keep_take(piece, [part(one), part(two, "bass")], seconds=1.0, tempo=90.0, mode="free")
        with journal._writing() as session:
            row = session.get_one(TakePart, take.parts[0].id)
            row.goes_along_at = journal._now()
            told = session.get_one(Pupil, one)
            told.preferences = told.preferences | {"ribbon": {"told": ["x", "y"]}}
        return Ids(one, two, *said, heard, piece, take.parts[0].id, journal.backup().name)

    return prepare(fill)


@pytest.fixture(params=["restored", "gone back"])
def back(
    request: pytest.FixtureRequest, folder: Path, made_open: tuple[Path, Ids], wall: Wall
) -> Callable[[Journal], Journal]:
    """Put the backup in the journal's place, an hour later: with the journal closed, or while it is open."""

    def put(journal: Journal) -> Journal:
        copy = folder / "backups" / made_open[1].copy
        wall.on(hours=1)
        if request.param == "gone back":
            journal.go_back(copy)
            return journal
        journal._changed = False
        journal.close()
        return Journal.restore(folder, copy, PASSPHRASE, now=wall)[0]

    return put


def shut(journal: Journal) -> None:
    assert journal.check().problems == ()
    journal._changed = False
    journal.close()


def test_what_was_said_since_stands(
    journal: Journal, made_open: tuple[Path, Ids], back: Callable[[Journal], Journal], wall: Wall
) -> None:
    ids = made_open[1]
    wall.on(hours=1)
    journal.hold(ids.one, True, "the lead")
    journal.hold(ids.two, False, "the lead")
    journal.let_read(ids.open_then, who_reads="tutor", who_hears="tutor")
    journal.let_read(ids.shut_then, who_reads="school", who_hears="tutor")  # a yes that was given since
    journal.reflect(ids.one, "T9", said_by="typed", body="d", piece=ids.piece, seen_by="Sam")  # only the tutor hears it
    journal.take_back_yes(ids.one, f"along/{ids.part}")
    with journal._writing() as session:
        told = session.get_one(Pupil, ids.one)
        told.preferences = told.preferences | {"ribbon": {"told": ["y", "z"]}}
    flag = journal.raise_help(ids.one, None)
    passed = journal.raise_help(ids.two, None)
    journal.pass_on(passed.id, "Mrs Bell", "ref 7")
    journal = back(journal)
    with pytest.raises(NotAllowed, match="keep a copy"):
        journal.erase_pupil(ids.one, "the head")
    assert [one.id for one in journal.open_flags()] == [flag.id]
    with journal._reading() as session:
        rows = {of: session.get_one(Reflection, of) for of in (ids.open_then, ids.shut_then, ids.heard)}
        assert {(row.who_reads, row.who_hears) for row in rows.values()} == {("tutor", "tutor")}
        assert session.get_one(TakePart, ids.part).goes_along_at is None
        assert session.get_one(Pupil, ids.one).preferences["ribbon"]["told"] == ["y"]
        assert not session.get_one(Pupil, ids.two).hold
    assert journal.yeses(ids.one) == ()
    shut(journal)


def test_what_was_taken_back_under_a_hold_stays_out_of_view(
    journal: Journal, made_open: tuple[Path, Ids], back: Callable[[Journal], Journal], wall: Wall
) -> None:
    ids = made_open[1]
    wall.on(hours=1)
    journal.hold(ids.one, True, "the lead")
    journal.take_back(ids.open_then)
    journal = back(journal)
    assert ids.open_then not in [one.id for one in journal.reflections(ids.one)]
    shut(journal)


def test_where_nothing_was_said_since_every_yes_stands(
    journal: Journal, made_open: tuple[Path, Ids], back: Callable[[Journal], Journal]
) -> None:
    ids = made_open[1]
    before = journal.yeses(ids.one)
    assert {yes.purpose for yes in before} >= {"hear", "read", "along"}
    journal = back(journal)
    assert journal.yeses(ids.one) == before
    shut(journal)


def test_a_call_for_help_of_somebody_the_copy_does_not_know_stays_open(
    journal: Journal, back: Callable[[Journal], Journal], wall: Wall
) -> None:
    wall.on(hours=1)
    flag = journal.raise_help(journal.add_pupil("Cleo", "owl", "10-12").id, None)
    journal = back(journal)
    assert [(one.id, one.pupil) for one in journal.open_flags()] == [(flag.id, None)]
    shut(journal)
