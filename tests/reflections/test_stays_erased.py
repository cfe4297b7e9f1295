"""Whoever was erased stays erased, whatever copy takes the journal's place, however it came there, and wherever it was cut short."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, JournalError, backups, replacing
from reflections.forgetting import COPIES_STAY_DAYS
from reflections.knowing import read
from tests.reflections.conftest import PASSPHRASE, Prepare, Wall, part
from tests.reflections.cut_short import PowerCut
from tests.unlocked import bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOKEN, SAID, NEW = "Quokkatoken", "four green boats", "five red kettles"


@dataclass(frozen=True)
class House:
    """Where it lies, who was erased and who stays, the backup with both, and a sealed file of that day."""

    folder: Path
    gone: str
    stays: str
    backup: Path
    file: bytes

    def restored(self, wall: Wall, copy: Path | None = None, secret: str = PASSPHRASE) -> Journal:
        """Open a backup; the one with both, unless another is meant."""
        return Journal.restore(self.folder, copy or self.backup, secret, now=wall)[0]


@pytest.fixture(scope="module")
def made_house(prepare: Prepare) -> tuple[Path, tuple[str, str, str, bytes]]:
    """Two pupils with a word and a take, a backup, and one of them erased an hour later; the last backup is from then."""

    def fill(journal: Journal) -> tuple[str, str, str, bytes]:
        wall: Wall = journal._now  # type: ignore[assignment]  # it was opened with one
        gone, stays = (journal.add_pupil(name, "fox", "10-12").id for name in (TOKEN, "Ben"))
        piece = journal.keep_piece(gone, f"{TOKEN} song", kind="own", content=b"MThd" + TOKEN.encode())
        journal.keep_take(piece.id, [part(gone, midi=TOKEN.encode()), part(stays, "bass")], seconds=1.0, tempo=90.0)
        journal.reflect(gone, "T6", said_by="typed", body=TOKEN, seen_by="Sam")
        said = journal.reflect(stays, "T6", said_by="typed", body="taken back", seen_by="Sam")
        copy, file = journal.backup(), journal.pack(SAID)
        wall.on(hours=1)
        journal.erase_pupil(gone, "the head", copied=True)
        journal.take_back(said.id)
        wall.on(hours=1)
        journal.backup()
        return gone, stays, copy.name, file

    return prepare(fill)


@pytest.fixture
def house(folder: Path, made_house: tuple[Path, tuple[str, str, str, bytes]], wall: Wall) -> House:
    gone, stays, name, file = made_house[1]
    wall.on(hours=3)
    return House(folder, gone, stays, folder / backups.FOLDER / name, file)


def stays_erased(journal: Journal, house: House) -> None:
    """Nothing of theirs is in it, the list says who decided and when, and all of the other is there."""
    assert [one.id for one in journal.pupils()] == [house.stays]
    assert TOKEN.encode() not in bytes_of(journal._opened)
    (erased,) = journal.erasures()
    assert (erased.pupil, erased.by_role, erased.at.hour) == (house.gone, "the head", 10)  # eleven in London
    assert [line.actor for line in journal.audit() if (line.action, line.subject) == ("erased", house.gone)] == [
        "the head"
    ]
    assert [take.parts[0].part for take in journal.takes(journal.pieces(house.stays)[0].id)] == ["bass"]
    assert journal.check().problems == ()


def shut(journal: Journal) -> None:
    journal._changed = False
    journal.close()


def lose(folder: Path) -> None:
    """Cut the journal off in the middle."""
    raw = (folder / "journal.db").read_bytes()
    (folder / "journal.db").write_bytes(bytes(4096) + raw[4096 : len(raw) // 2])


def told(house: House, where: Path | None = None) -> tuple[int, int, bool]:
    """What is said beforehand of the backup with both: pupils in it, erased since, and whether nothing was missed."""
    one = Journal.copies(house.folder, PASSPHRASE, where=where).look(house.backup)
    return one.pupils, one.erased, one.known_until is None


# -- the journal knows -------------------------------------------------------------------------------------------------
def test_a_backup_from_before_brings_nobody_back_and_says_so_beforehand(house: House, wall: Wall) -> None:
    assert told(house) == (2, 1, True)
    journal = house.restored(wall)
    stays_erased(journal, house)
    assert journal.reflections(house.stays) == ()  # what was taken back does not come back either
    shut(journal)


def test_going_back_while_it_is_open_brings_nobody_back(house: House, wall: Wall) -> None:
    journal = Journal.open(house.folder, PASSPHRASE, now=wall)
    journal.go_back(house.backup)
    stays_erased(journal, house)
    shut(journal)


def test_the_backup_that_was_opened_goes_when_its_time_is_over(house: House, wall: Wall) -> None:
    journal = house.restored(wall)
    assert [left.path for left in journal.erasures()[0].left if left.path] == [house.backup]
    wall.on(days=COPIES_STAY_DAYS + 1)
    journal.backup()
    assert not house.backup.exists()
    shut(journal)


@pytest.mark.parametrize("beside", [True, False])
def test_one_that_was_renamed_is_named_and_goes_when_its_time_is_over(house: House, wall: Wall, beside: bool) -> None:
    kept = house.backup.rename(house.backup.with_name("before the concert.db"))
    vault = house.backup.with_name(f"{house.backup.name}.vault.json")
    vault.replace(kept.with_name(f"{kept.name}.vault.json")) if beside else vault.unlink()
    journal = Journal.open(house.folder, PASSPHRASE, now=wall)
    assert [left.path for left in journal.erasures()[0].left if left.path] == [kept]
    assert kept in [left.path for left in journal.beyond_reach(house.stays)]
    wall.on(days=COPIES_STAY_DAYS - 2)
    journal.let_copies_go()
    assert kept.exists()
    wall.on(days=3)
    assert journal.let_copies_go() == (kept,)
    assert list(kept.parent.glob(f"{kept.name}*")) == []
    assert [left.path for left in journal.erasures()[0].left if left.path] == []
    shut(journal)


def test_one_that_was_renamed_and_holds_nobody_who_is_gone_stays(house: House, wall: Wall) -> None:
    journal = Journal.open(house.folder, PASSPHRASE, now=wall)
    copy = journal.backup()
    kept = copy.rename(copy.with_name("after.db"))
    wall.on(days=COPIES_STAY_DAYS + 1)
    assert kept not in journal.let_copies_go()
    assert kept.exists()
    shut(journal)


def test_what_a_crash_left_in_the_write_ahead_file_counts(house: House, wall: Wall) -> None:
    """The very last thing was erasing the other one too, and nothing was folded in after it."""
    journal = Journal.open(house.folder, PASSPHRASE, now=wall)
    journal.erase_pupil(house.stays, "the lead", copied=True)
    journal.set_setting("later", "so that there is something ahead")
    for name in ("journal.db", "journal.db-wal"):
        shutil.copy(house.folder / name, house.folder / f"kept-{name}")
    shut(journal)
    for name in ("journal.db", "journal.db-wal"):
        (house.folder / f"kept-{name}").replace(house.folder / name)
    journal = house.restored(wall)
    assert journal.pupils() == ()
    assert not list(house.folder.glob("*.reading*"))
    shut(journal)


def test_the_log_says_afterwards_too_where_copies_went_meanwhile(house: House, wall: Wall, tmp_path: Path) -> None:
    (stick := tmp_path / "blue stick").mkdir()
    journal = Journal.open(house.folder, PASSPHRASE, now=wall)
    journal.copy_to(stick)
    before = set(journal.audit())
    shut(journal)
    journal = house.restored(wall)
    assert set(journal.audit()) >= before
    assert len(journal.audit()) == len(before) + 1  # and that a backup was opened
    assert "a copy of everything, for safe-keeping, blue stick" in [
        left.what for left in journal.beyond_reach(house.stays)
    ]
    shut(journal)


def test_under_a_hold_that_was_lifted_since_they_stay_erased(house: House, wall: Wall) -> None:
    journal = Journal.open(house.folder, PASSPHRASE, now=wall)
    journal.hold(house.stays, True, "the lead")
    held = journal.backup()
    journal.hold(house.stays, False, "the lead")
    journal.erase_pupil(house.stays, "the lead", copied=True)
    shut(journal)
    journal = house.restored(wall, held)
    assert journal.pupils() == ()
    shut(journal)


# -- the journal is lost ------------------------------------------------------------------------------------------------
def test_where_the_journal_is_lost_later_backups_know(house: House, wall: Wall) -> None:
    lose(house.folder)
    assert told(house) == (2, 1, False)
    journal = house.restored(wall)
    stays_erased(journal, house)
    shut(journal)


def test_where_the_journal_is_lost_a_later_backup_that_was_renamed_knows_too(house: House, wall: Wall) -> None:
    for _, path in backups.every(house.folder):
        if path != house.backup:
            path.rename(path.with_name("kept.db"))
    lose(house.folder)
    assert told(house) == (2, 1, False)
    journal = house.restored(wall)
    stays_erased(journal, house)
    shut(journal)


def test_on_a_new_laptop_the_other_copies_on_the_stick_know(house: House, wall: Wall, tmp_path: Path) -> None:
    stick = shutil.copytree(house.folder / backups.FOLDER, tmp_path / "stick")
    (tmp_path / "new").mkdir()
    new = House(tmp_path / "new", house.gone, house.stays, stick / house.backup.name, house.file)
    assert told(new, stick) == (2, 1, False)
    journal = new.restored(wall)
    stays_erased(journal, house)
    shut(journal)


def test_where_nothing_can_know_it_says_until_when_it_knows(house: House, wall: Wall) -> None:
    for _, path in backups.every(house.folder):
        if path != house.backup:
            backups.drop(path)
    lose(house.folder)
    one = Journal.copies(house.folder, PASSPHRASE).look(house.backup)
    assert (one.erased, one.known_until) == (0, one.at)
    journal = house.restored(wall)
    assert len(journal.pupils()) == 2
    shut(journal)


def test_whoever_lives_in_the_latest_is_not_erased_for_what_an_older_one_says(house: House, wall: Wall) -> None:
    """As an early Soundfolio did, which brought them back: what they did since is theirs."""
    again = house.folder / backups.FOLDER / "journal-20260603T120000000000Z-close.db"
    for end in ("", ".vault.json"):
        shutil.copy(f"{house.backup}{end}", f"{again}{end}")
    lose(house.folder)
    assert told(house) == (2, 0, False)


def key_of(house: House) -> bytes:
    journal = Journal.open(house.folder, PASSPHRASE)
    key = journal._opened.key
    shut(journal)
    return key


# -- and then --------------------------------------------------------------------------------------------------------
def test_a_file_of_that_day_taken_in_afterwards_brings_nobody_back(house: House, wall: Wall) -> None:
    journal = house.restored(wall)
    arrival = journal.take_in(house.file, SAID)
    assert arrival.left_out
    stays_erased(journal, house)
    shut(journal)


def test_a_laptop_that_was_away_erases_them_too_in_whatever_order_they_meet(
    house: House, wall: Wall, tmp_path: Path
) -> None:
    away, _ = Journal.create(tmp_path / "away", tutor="Kim", passphrase=PASSPHRASE, help_person="Ode", now=Wall())
    away.take_in(house.file, SAID)
    away.reflect(house.gone, "T6", said_by="typed", body=f"{TOKEN} on the other laptop", seen_by="Kim")
    journal = house.restored(wall)
    journal.take_in(away.pack(SAID), SAID)
    assert [one.id for one in journal.pupils()] == [house.stays]
    assert TOKEN.encode() not in bytes_of(journal._opened)
    assert away.take_in(journal.pack(SAID), SAID).erased == 1
    assert [one.id for one in away.pupils()] == [house.stays]
    assert TOKEN.encode() not in bytes_of(away._opened)
    assert not journal.take_in(away.pack(SAID), SAID).erased
    shut(away)
    shut(journal)


def test_with_the_passphrase_from_before_it_was_locked_anew_it_says_that_todays_journal_was_not_asked(
    house: House, wall: Wall
) -> None:
    journal = Journal.open(house.folder, PASSPHRASE, now=wall)
    journal.lock_anew(NEW)
    shut(journal)
    assert told(house) == (2, 1, False)
    stays_erased(journal := house.restored(wall), house)
    shut(journal)


# -- cut short --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lost", [False, True])
def test_wherever_it_is_cut_short_nobody_is_back_and_nothing_half_made_is_left(
    house: House, wall: Wall, tmp_path: Path, lost: bool
) -> None:
    if lost:
        for name in ("vault.json", "vault.copy.json"):  # the one beside the backup takes their place
            (house.folder / name).write_bytes(b"{")
    found = list[str]()
    for n in count(1):
        here = tmp_path / str(n)
        shutil.copytree(house.folder, here)
        with PowerCut(at=n) as cut:
            copies = Journal.copies(here, PASSPHRASE)
            copies.put_in_place(
                here / backups.FOLDER / house.backup.name,
                now=wall(),
                progress=lambda _done: None,
                cancelled=lambda: False,
            )
        if not cut.happened:
            break
        found.append(begins_again(here, house, wall))
        shutil.rmtree(here)
    assert len(found) > 4
    assert set(found) == {"no key" if lost else "as it was", "restored"}


def begins_again(folder: Path, house: House, wall: Wall) -> str:
    """Start after the cut: what it is then. Without its key file a backup is opened once more."""
    assert Journal.exists(folder)
    what = ""
    try:
        journal = Journal.open(folder, PASSPHRASE, now=wall)
    except JournalError:
        what = "no key"
        journal = Journal.restore(folder, folder / backups.FOLDER / house.backup.name, PASSPHRASE, now=wall)[0]
    assert [one.id for one in journal.pupils()] == [house.stays]
    assert [one.pupil for one in journal.erasures()] == [house.gone]
    assert not [path.name for path in folder.iterdir() if path.name.startswith("journal.db.")]
    what = what or ("restored" if replacing.set_aside(folder) else "as it was")
    shut(journal)
    return what


def test_what_was_left_by_a_cut_is_swept_at_the_start(house: House, opening: Callable[..., Journal]) -> None:
    left = [house.folder / name for name in ("journal.db.restoring", "journal.db.restoring-wal", "journal.db.reading")]
    left += [
        house.folder / backups.FOLDER / name for name in ("proving-x.db", "journal-20260603T090000000000Z-a.db.part")
    ]
    for path in left:
        path.write_bytes(b"half")
    opening()
    assert not [path for path in left if path.exists()]


def test_what_is_read_of_a_file_is_of_this_journal_alone(house: House) -> None:
    with pytest.raises(JournalError, match="another journal"):
        read(house.folder / "journal.db", key_of(house), "0" * 32)
