"""`soundfolio restore` lists the backups that can be opened, and puts one in the journal's place."""

import os
import shutil
from pathlib import Path

import pytest

from reflections import Journal
from tests.studio.commands.conftest import Run
from tests.studio.conftest import SECRET


@pytest.fixture
def copies(lived_in: Path) -> list[Path]:
    """Two backups of the journal, oldest first; Sami is in the second only. The journal itself is damaged."""
    journal = Journal.open(lived_in, SECRET)
    made = [journal.backup()]
    journal.add_pupil("Sami", "ghost", "7-9")
    made.append(journal.backup())
    journal.close()
    raw = (lived_in / "journal.db").read_bytes()
    (lived_in / "journal.db").write_bytes(bytes(4096) + raw[4096 : len(raw) // 2])
    return made


def test_without_a_name_the_backups_are_listed_newest_first_and_nothing_is_changed(
    run: Run, folder: Path, copies: list[Path]
) -> None:
    before = (folder / "journal.db").read_bytes()
    done = run("restore")
    assert done.code == 0
    lines = done.out.splitlines()
    assert [line.split("  ")[1:] for line in lines] == [
        ["3 pupils, 0 takes", str(copies[1])],
        ["2 pupils, 0 takes", str(copies[0])],
    ]
    assert (folder / "journal.db").read_bytes() == before


def test_a_backup_that_is_named_is_the_journal_then(run: Run, folder: Path, copies: list[Path]) -> None:
    done = run("restore", copies[0])
    assert done.code == 0
    assert "set-aside-" in done.out
    journal = Journal.open(folder, SECRET)
    assert [one.shown for one in journal.pupils()] == ["Jo", "Amira"]
    journal.close()


def test_a_damaged_backup_is_named_as_such_and_refused(run: Run, copies: list[Path]) -> None:
    copies[1].write_bytes(copies[1].read_bytes()[:-8192])
    done = run("restore")
    assert copies[1].name in done.err
    assert copies[1].name not in done.out
    assert "damaged" in run("restore", copies[1]).sentence


def test_a_folder_that_is_named_is_listed(run: Run, folder: Path, copies: list[Path], tmp_path: Path) -> None:
    shutil.move(folder / "backups", tmp_path / "stick")
    assert "no backup" in run("restore").sentence
    assert "soundfolio salvage" in run("restore").sentence
    assert len(run("restore", tmp_path / "stick").out.splitlines()) == 2


@pytest.mark.parametrize(("secret", "words"), [("not this one", "passphrase is not right"), (None, "locked")])
def test_without_the_passphrase_nothing_is_listed_or_opened(
    run: Run, copies: list[Path], secret: str | None, words: str
) -> None:
    for backup in ((), (copies[0],)):
        assert words in run("restore", *backup, passphrase=secret).sentence


def test_a_backup_that_is_not_there_is_said_to_be(run: Run, lived_in: Path) -> None:
    assert "There is no backup nothing.db" in run("restore", "nothing.db").sentence


def test_whoever_was_erased_since_stays_erased_and_it_says_so_before(run: Run, folder: Path, lived_in: Path) -> None:
    journal = Journal.open(lived_in, SECRET)
    copy = journal.backup()
    journal.erase_pupil(journal.pupils()[0].id, "the head", copied=True)
    journal.close()
    assert "2 pupils, 1 of them erased since, 0 takes" in run("restore").out
    done = run("restore", copy)
    assert done.out.index("1 pupil in it was erased since; they stay erased.") < done.out.index("is the journal now")
    assert "Holds, calls for help and what a pupil took back stay as they are today." in done.out
    assert "nothing here knows" not in done.err
    journal = Journal.open(folder, SECRET)
    assert [one.shown for one in journal.pupils()] == ["Amira"]
    journal.close()


def test_without_todays_journal_it_says_until_when_anything_knows(run: Run, copies: list[Path]) -> None:
    told = "nothing here knows who was erased after"
    assert told in run("restore").err
    assert told in run("restore", copies[0]).err


def test_one_is_one(run: Run, lived_in: Path) -> None:
    journal = Journal.open(lived_in, SECRET)
    journal.erase_pupil(journal.pupils()[0].id, "the head", copied=True)
    journal.backup()
    journal.close()
    assert "  1 pupil, 0 takes  " in run("restore").out


@pytest.mark.parametrize("name", ["monday.db", "my-backup.db"])
def test_a_backup_that_somebody_renamed_opens_and_brings_nobody_back(
    run: Run, folder: Path, copies: list[Path], tmp_path: Path, name: str
) -> None:
    """Its file's own date says nothing of its age: it was copied a moment ago."""
    older, later = copies
    assert run("restore", later).code == 0
    journal = Journal.open(folder, SECRET)
    journal.erase_pupil(next(one.id for one in journal.pupils() if one.shown == "Amira"), "the head", copied=True)
    journal.backup()
    journal.close()
    (stick := tmp_path / "stick").mkdir()
    shutil.copyfile(older, stick / name)
    (folder / "journal.db").write_bytes(bytes(8192))
    done = run("restore", stick / name)
    assert done.code == 0
    assert "1 pupil in it was erased since" in done.out
    journal = Journal.open(folder, SECRET)
    assert [one.shown for one in journal.pupils()] == ["Jo"]
    journal.close()


def test_a_backup_that_somebody_renamed_is_listed_last_with_the_date_of_what_is_in_it(
    run: Run, folder: Path, copies: list[Path], tmp_path: Path
) -> None:
    (stick := tmp_path / "stick").mkdir()
    shutil.copyfile(copies[0], stick / "monday.db")
    shutil.copyfile(copies[1], stick / copies[1].name)
    (stick / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(8188))  # of another program
    (stick / "empty.db").touch()
    shutil.copyfile(folder / "journal.db", stick / "journal.db")
    os.utime(stick / "monday.db", (0, 0))
    done = run("restore", stick)
    dated, renamed = done.out.splitlines()
    assert dated.endswith(f"3 pupils, 0 takes  {stick / copies[1].name}")
    assert "renamed" not in dated
    assert renamed.endswith(
        f"(somebody renamed it: this is when it was last changed)  2 pupils, 0 takes  {stick / 'monday.db'}"
    )
    assert not renamed.startswith("1970")
    assert "Thumbs" not in done.err
    assert "empty" not in done.err


def test_one_that_was_renamed_beside_the_journal_is_listed_and_found_before_anything_is_salvaged(
    run: Run, folder: Path, copies: list[Path]
) -> None:
    copies[1].unlink()
    copies[0].rename(copies[0].with_name("monday.db"))
    assert "monday.db" in run("restore").out
    assert "monday.db" in run("salvage").sentence
    assert "salvage" not in run("check").err


def test_a_journal_and_a_sealed_file_are_no_backups_and_what_opens_them_is_said(
    run: Run, folder: Path, lived_in: Path, tmp_path: Path
) -> None:
    before = (folder / "journal.db").read_bytes()
    assert f"--data {folder}" in run("restore", folder / "journal.db").sentence
    (sealed := tmp_path / "all.soundfolio").write_bytes(b"sealed")
    assert f"soundfolio take-in {sealed}" in run("restore", sealed).sentence
    assert (folder / "journal.db").read_bytes() == before
