"""A damaged journal without a backup: what can be read becomes a journal again, the rest is counted, nothing is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import Damaged, Journal, JournalError, WrongSecret
from tests.reflections.conftest import PASSPHRASE, Lesson, Wall, part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = 4096


@pytest.fixture
def full(opening: Callable[..., Journal], made_lesson: tuple[Path, Lesson], folder: Path) -> list[str]:
    """The closed journal with sixty takes of some pages each; their ids."""
    journal, lesson = opening(), made_lesson[1]
    takes = [lesson.take.id]
    for n in range(60):
        parts = [part(lesson.pupil.id, midi=b"MThd" + bytes([n]) * 3000)]
        takes.append(journal.keep_take(lesson.piece.id, parts, seconds=2.0, tempo=90.0, mode="waits").id)
    journal._changed = False
    journal.close()
    return takes


def hurt(folder: Path, pages: range) -> None:
    """Write over a few bytes of each of these pages, as a failing disk does."""
    path = folder / "journal.db"
    raw = bytearray(path.read_bytes())
    for page in pages:
        raw[page * PAGE + 100 : page * PAGE + 120] = b"\xaa" * 20
    path.write_bytes(raw)


def salvage(folder: Path) -> tuple[object, Path | None]:
    return Journal.salvage(folder, PASSPHRASE, now=Wall())


def test_a_sound_journal_comes_through_whole(folder: Path, full: list[str], opening: Callable[..., Journal]) -> None:
    told, aside = Journal.salvage(folder, PASSPHRASE, now=Wall())
    assert not any(told.lost.values())
    again = opening()
    assert sorted(again.check().takes) == sorted(full)
    assert again.check().problems == ()
    assert aside is not None
    assert (aside / "journal.db").is_file()


def test_what_lies_on_sound_pages_is_there_again_and_what_is_lost_is_counted(
    folder: Path, full: list[str], opening: Callable[..., Journal]
) -> None:
    size = (folder / "journal.db").stat().st_size // PAGE
    tried = 0
    for page in range(size // 2, size // 2 + 40, 10):
        before = (folder / "journal.db").read_bytes()
        hurt(folder, range(page, page + 1))
        try:
            told, _aside = Journal.salvage(folder, PASSPHRASE, now=Wall())
        except Damaged:  # the page that says which tables there are, or whose journal it is
            (folder / "journal.db").write_bytes(before)
            continue
        again = opening()
        found = again.check()
        assert found.problems == ()
        assert len(found.takes) + told.lost.get("take", 0) == len(full)
        again._changed = False
        again.close()
        (folder / "journal.db").write_bytes(before)
        tried += 1
    assert tried >= 2


def test_a_lost_row_is_made_again_from_its_operations(
    folder: Path, full: list[str], opening: Callable[..., Journal]
) -> None:
    journal = opening()
    with journal._opened.looking() as raw:
        raw.execute("pragma foreign_keys=off")
        raw.execute("delete from take where rowid between 10 and 19")
        raw.execute("delete from take_part where rowid = 30")
    journal._changed = False
    journal.close()
    told, _aside = Journal.salvage(folder, PASSPHRASE, now=Wall())
    assert {table: n for table, n in told.lost.items() if n} == {"take_part": 1}  # its bytes are nowhere else
    again = opening()
    found = again.check()
    assert found.problems == ()
    assert sorted(found.takes) == sorted(full)


def test_where_nothing_can_be_read_it_is_said_and_nothing_is_changed(folder: Path, full: list[str]) -> None:
    hurt(folder, range(1))
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and p.suffix != ".lock"}
    with pytest.raises(Damaged, match="Open a backup"):
        salvage(folder)
    after = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and p.suffix != ".lock"}
    assert after == before


def test_the_wrong_passphrase_salvages_nothing(folder: Path, full: list[str]) -> None:
    with pytest.raises(WrongSecret):
        Journal.salvage(folder, "not this one at all")


def test_it_goes_on_as_a_journal_of_its_own(folder: Path, full: list[str], opening: Callable[..., Journal]) -> None:
    before = opening()
    node = before._clock.node
    before._changed = False
    before.close()
    salvage(folder)
    again = opening()
    assert again._clock.node != node  # what it changes next is not what the damaged one changed
    again.add_pupil("Ben", "owl", "10-12")


def test_every_fault_is_one_of_ours(folder: Path, full: list[str]) -> None:
    (folder / "journal.db").write_bytes(b"")
    with pytest.raises(JournalError) as refused:
        salvage(folder)
    assert str(refused.value).endswith(".")
