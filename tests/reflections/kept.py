"""The two places where a journal can be kept, for the tests of its rooms: a locked file, or a service's PostgreSQL.

`pytest tests/reflections --on postgresql` runs every test of an open journal a second time, on rows of a tutor of its own with
row-level security laid; `OF_THE_FILE` names those that are about the locked file itself, and why.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from reflections import Journal

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.postgres import Server

PASSPHRASE = "three blue boats"
FIRST = datetime(2026, 6, 3, 10, 0, tzinfo=ZoneInfo("Europe/London"))


class Kept(Protocol):
    """How a journal is made, copied and opened; a path names it, whether or not there is such a folder."""

    def make(self, folder: Path) -> tuple[Path, str]:
        """Make a journal with nobody in it."""

    def copy(self, source: Path, into: Path) -> Path:
        """Make another just like it."""

    def open(self, folder: Path, secret: str, **given: Any) -> Journal:
        """Open it."""


class InFiles:
    """As on a laptop."""

    def make(self, folder: Path) -> tuple[Path, str]:
        """A journal and its recovery code."""
        journal, code = Journal.create(
            folder, tutor="Sam", passphrase=PASSPHRASE, help_person="Mrs Bell", place="Tuesday", now=lambda: FIRST
        )
        journal.close()
        return folder, code

    def copy(self, source: Path, into: Path) -> Path:
        """The folder, copied."""
        return shutil.copytree(source, into)

    def open(self, folder: Path, secret: str, **given: Any) -> Journal:
        """With the passphrase."""
        return Journal.open(folder, secret, **given)


class AtAService:
    """As rows of a tutor: the last part of the path is the tutor's name at the server."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def make(self, folder: Path) -> tuple[Path, str]:
        """A tutor with the one place that a new journal has."""
        from reflections.people import place_fields
        from reflections.tables import Place

        name = self.server.tutor("Sam")
        journal = self._at(name, now=lambda: FIRST)
        with journal._writing() as session:
            session.add(Place(**place_fields("Tuesday", "Mrs Bell", "", "")))
        journal.close()
        return folder.parent / name, ""

    def copy(self, source: Path, into: Path) -> Path:
        """Another tutor with the same rows."""
        return into.parent / self.server.twin(source.name)

    def open(self, folder: Path, secret: str, **given: Any) -> Journal:
        """By the name alone: the server looks at who knocks."""
        assert secret == PASSPHRASE
        return self._at(folder.name, now=given["now"])

    def _at(self, name: str, **given: Any) -> Journal:
        from reflections.central.journal import ServiceJournal

        return ServiceJournal.at(self.server.address(name), **given)


_BYTES = "looks at every byte of the file"
_COPIES = "about copies of the file"
_NODES = "at a service each opening is a node of its own"
_LOCKS = "about what locks the file"
OF_THE_FILE: dict[str, str] = {
    "test_backups.py": _COPIES,
    "test_keeping.py": _COPIES,
    "test_restoring.py": _COPIES,
    "test_stays_as_it_is.py": _COPIES,
    "test_stays_erased.py": _COPIES,
    "test_what_erasing_leaves.py": _COPIES,
    "test_salvaged_stays_erased.py": "about what is left of a damaged file",
    "test_salvaging.py": "about what is left of a damaged file",
    "test_torn_pages.py": "about what is left of a damaged file",
    "test_locked.py": _LOCKS,
    "test_locking_anew.py": _LOCKS,
    "test_keys_and_disks.py": _LOCKS,
    "test_who_may_read.py": "about the file and its copies",
    "test_vault.py": _LOCKS,
    "test_vault_files.py": _LOCKS,
    "test_faults.py": "about disks; the service has its own, in central/test_store.py",
    "test_quick_reads.py": "reads SQLite's plans",
    "test_migrations.py": "the service has its own, in central/test_rows.py",
    "test_forgetting.py::test_i9_copies_and_what_left_by_hand_are_listed_with_a_date": _COPIES,
    "test_forgetting.py::test_i9_copies_that_hold_an_erased_pupil_go_when_their_time_is_over_and_never_the_last": _COPIES,
    "test_forgetting.py::test_what_erasing_would_not_reach_can_be_read_before_it_begins": _COPIES,
    "test_forgetting.py::test_a_copy_from_before_they_came_holds_nothing_of_theirs": _COPIES,
    "test_measures.py::test_i12_every_fact_has_rows_that_prove_it": "reads keys as SQLite writes them",
    "test_operations.py::test_stamps_rise_over_a_reopening_even_when_the_wall_clock_fell": _NODES,
    "test_taking_over.py": _LOCKS,
    "test_moving.py::test_after_a_change_from_the_future_no_stamp_of_ours_is_given_twice": _NODES,
    "test_recording.py::test_every_second_that_was_acknowledged_outlives_a_kill": "another process opens the file",
}


def only_of_journals(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Part the tests of an open journal from those that need none, or the file."""
    found: tuple[list[pytest.Item], list[pytest.Item]] = [], []
    for item in items:
        asked = getattr(item, "fixturenames", ())
        name = item.nodeid.rpartition("tests/reflections/")[2].partition("[")[0]
        fits = "opening" in asked and not {name, name.partition("::")[0]} & OF_THE_FILE.keys()
        found[not fits].append(item)
    return found
