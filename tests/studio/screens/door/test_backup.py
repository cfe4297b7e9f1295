"""A journal that can't be read leads to the backups that are whole; one press opens one, and nothing is deleted."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from reflections import Journal, backups, copying
from studio.ui.lint import faults
from tests.studio.fakes import Pilot
from tests.studio.screens.conftest import PASSPHRASE
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
AS_TODAY = "Holds, calls for help and what a pupil took back stay as they are today."


@pytest.fixture
def copies(folder: Path) -> list[Path]:
    """Backups of the journal, oldest first: with nobody in it, then with Jo, then with Jo and Amira."""
    journal = Journal.open(folder, PASSPHRASE)
    made = [journal.backup()]
    for alias in ("Jo", "Amira"):
        journal.add_pupil(alias, "bird", "10-12")
        made.append(journal.backup())
    journal.close()
    return made


def spoil(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    for page in range(1, len(raw) // 4096, 3):
        raw[page * 4096 + 1000] ^= 0xFF
    path.write_bytes(raw)


def damage(folder: Path) -> None:
    """Cut the journal off in the middle, as a stick pulled out does."""
    raw = (folder / "journal.db").read_bytes()
    (folder / "journal.db").write_bytes(bytes(4096) + raw[4096 : len(raw) // 2])


def unlock(pilot: Pilot, secret: str = PASSPHRASE) -> None:
    pilot.settle()
    pilot.write(secret)
    pilot.enter()


def names(pilot: Pilot) -> list[str]:
    return [one.shown for one in pilot.lesson.journal.pupils()]


def test_a_damaged_journal_leads_to_the_backups_and_enter_opens_the_newest(
    folder: Path, copies: list[Path], pilot_at: Start
) -> None:
    damage(folder)
    pilot = pilot_at(folder)
    unlock(pilot)
    assert pilot.screen == "backup"
    assert "journal's file is damaged" in pilot.words()
    assert "2 pupils, 0 takes" in pilot.words()
    lint(pilot)
    assert pilot.ui.focused == f"open-{copies[-1].name}"
    pilot.enter()
    assert "is open" in pilot.words()
    assert "set-aside-" in pilot.words()
    lint(pilot)
    pilot.enter()
    assert pilot.screen == "who"
    assert names(pilot) == ["Jo", "Amira"]
    (aside,) = folder.glob("set-aside-*")
    assert (aside / "journal.db").exists()


def test_a_damaged_backup_is_left_out_and_an_older_one_can_be_opened(
    folder: Path, copies: list[Path], pilot_at: Start
) -> None:
    damage(folder)
    spoil(copies[-1])
    pilot = pilot_at(folder)
    unlock(pilot)
    assert "1 backup can't be read and is left out." in pilot.words()
    assert "1 pupil, 0 takes" in pilot.words()
    assert "2 pupils" not in pilot.words()
    assert not any(widget.key == f"open-{copies[-1].name}" for widget in pilot.ui.tree())
    pilot.click(f"open-{copies[0].name}")
    assert names(pilot) == []


def test_one_that_somebody_renamed_is_offered_and_its_date_is_explained(
    folder: Path, copies: list[Path], pilot_at: Start
) -> None:
    damage(folder)
    copies[-1].rename(copies[-1].with_name("after the concert.db"))
    pilot = pilot_at(folder)
    unlock(pilot)
    assert "Somebody renamed this one: the date is that of the last change in it." in pilot.words()
    lint(pilot)
    pilot.click("open-after the concert.db")
    assert names(pilot) == ["Jo", "Amira"]


def test_more_than_a_few_are_read_only_when_somebody_asks(folder: Path, pilot_at: Start) -> None:
    journal = Journal.open(folder, PASSPHRASE)
    for _ in range(5):
        journal.backup()
    journal.close()
    damage(folder)
    pilot = pilot_at(folder)
    unlock(pilot)
    assert len([one for one in pilot.ui.tree() if one.key and one.key.startswith("open-")]) == 4
    pilot.press("Look at older ones")
    assert len([one for one in pilot.ui.tree() if one.key and one.key.startswith("open-")]) == 5


def test_with_no_backup_here_one_on_a_stick_is_found(
    folder: Path, copies: list[Path], pilot_at: Start, tmp_path: Path
) -> None:
    shutil.move(folder / "backups", tmp_path / "stick")
    damage(folder)
    pilot = pilot_at(folder)
    unlock(pilot)
    assert "There is no backup here that can be opened." in pilot.words()
    lint(pilot)
    assert pilot.ui.focused == "backup-folder"
    pilot.write(str(tmp_path / "stick"))
    pilot.enter()
    pilot.click(f"open-{copies[-1].name}")
    assert names(pilot) == ["Jo", "Amira"]


def test_from_the_first_screen_the_passphrase_is_asked_and_a_wrong_one_said(
    folder: Path, copies: list[Path], pilot_at: Start
) -> None:
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.press("Open a backup")
    assert pilot.ui.focused == "backup-secret"
    lint(pilot)
    pilot.write("not this one")
    pilot.enter()
    assert "That passphrase is not right." in pilot.words()
    pilot.write(PASSPHRASE)
    pilot.enter()
    assert "2 pupils, 0 takes" in pilot.words()
    pilot.press("Back")
    assert pilot.screen == "lock"


def test_with_the_key_file_damaged_a_wrong_passphrase_is_asked_for_again(
    folder: Path, copies: list[Path], pilot_at: Start
) -> None:
    for name in ("vault.json", "vault.copy.json"):
        (folder / name).write_text("{")
    pilot = pilot_at(folder)
    unlock(pilot, "not this one")
    assert "That passphrase is not right." in pilot.words()
    assert pilot.ui.focused == "backup-secret"
    pilot.write(PASSPHRASE)
    pilot.enter()
    pilot.enter()
    assert names(pilot) == ["Jo", "Amira"]


def test_on_a_full_disk_it_says_so_and_can_be_tried_again(
    folder: Path, copies: list[Path], pilot_at: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(folder)
    pilot = pilot_at(folder)
    unlock(pilot)

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(copying.os, "fsync", full)
        pilot.enter()
    assert "There is no room to put the backup in its place. Nothing was changed" in pilot.words()
    lint(pilot)
    pilot.click(f"open-{copies[-1].name}")
    assert names(pilot) == ["Jo", "Amira"]


def test_while_it_is_read_and_copied_it_says_how_far_and_can_be_stopped(
    folder: Path, copies: list[Path], pilot_at: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(folder)
    pilot = pilot_at(folder)
    unlock(pilot)
    real = copying.copy_file

    def stopped(path: Path, part: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
        progress(0.5)
        pilot.studio.screen._stop_opening()
        real(path, part, progress, cancelled)

    with monkeypatch.context() as patch:
        patch.setattr(copying, "copy_file", stopped)
        pilot.ui.click(f"open-{copies[-1].name}")
        pilot.turn()
        assert "Opening the backup of" in "\n".join(widget.name for widget in pilot.ui.tree())
        assert not faults(pilot.ui)
        pilot.settle()
    assert "Stopped. Nothing was changed." in pilot.words()
    assert pilot.lesson.journal is None
    assert not list(folder.glob("set-aside-*"))
    assert len(backups.every(folder)) == 3


def test_whoever_gives_up_looking_waits_for_no_end_of_a_read(
    folder: Path, copies: list[Path], pilot_at: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(folder)
    pilot = pilot_at(folder)
    stops: list[bool] = []
    real = copying.holds

    def given_up(path: Path, key: bytes, journal: str, cancelled: Callable[[], bool]) -> object:
        pilot.studio.screen._give_up_looking()
        stops.append(cancelled())
        return real(path, key, journal, cancelled)

    monkeypatch.setattr(copying, "holds", given_up)
    unlock(pilot)
    assert stops == [True]
    assert "Look at older ones" in [widget.name for widget in pilot.ui.tree()]


def test_whoever_leaves_while_it_opens_finds_it_open(folder: Path, copies: list[Path], pilot_at: Start) -> None:
    damage(folder)
    pilot = pilot_at(folder)
    unlock(pilot)
    pilot.ui.click(f"open-{copies[-1].name}")
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.screen == "who"
    assert names(pilot) == ["Jo", "Amira"]


def test_whoever_was_erased_since_stays_erased_and_the_screen_says_so_before(
    folder: Path, copies: list[Path], pilot_at: Start
) -> None:
    journal = Journal.open(folder, PASSPHRASE)
    journal.erase_pupil(journal.pupils()[0].id, "the head", copied=True)
    journal.close()
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.press("Open a backup")
    pilot.write(PASSPHRASE)
    pilot.enter()
    assert "1 pupil was erased since. They stay erased." in pilot.words()
    assert "Nothing here knows" not in pilot.words()
    assert AS_TODAY in pilot.words()
    lint(pilot)
    pilot.click(f"open-{copies[-1].name}")
    assert "1 pupil who was erased since stayed erased." in pilot.words()
    assert AS_TODAY in pilot.words()
    lint(pilot)
    pilot.press("Go on")
    assert names(pilot) == ["Amira"]


def test_without_the_journal_it_says_until_when_anything_knows_who_was_erased(
    folder: Path, copies: list[Path], pilot_at: Start
) -> None:
    damage(folder)
    pilot = pilot_at(folder)
    unlock(pilot)
    words = pilot.words()
    assert words.index("Nothing here knows who was erased after") < words.index(
        "2 pupils, 0 takes"
    )  # before any is opened
    assert AS_TODAY not in words
    lint(pilot)
    pilot.click(f"open-{copies[-1].name}")
    assert "is open" in pilot.words()
    assert AS_TODAY not in pilot.words()


def test_a_backup_whose_clock_was_wrong_comes_last_and_says_so(
    folder: Path, copies: list[Path], pilot_at: Start
) -> None:
    odd = copies[0].with_name("journal-20990101T000000000000Z-close.db")
    for end in ("", ".vault.json"):
        Path(f"{copies[0]}{end}").rename(f"{odd}{end}")
    damage(folder)
    pilot = pilot_at(folder)
    unlock(pilot)
    assert pilot.ui.focused == f"open-{copies[-1].name}"
    assert "The clock was wrong when this was made" in pilot.words()
    lint(pilot)
