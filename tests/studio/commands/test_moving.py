"""`soundfolio pack`, `take-in` and `salvage`: from one laptop to another, and out of a damaged journal."""

import os
import re
import shutil
from pathlib import Path

import pytest

from reflections import Journal
from reflections.moving import bundle
from tests.studio.commands.conftest import Run
from tests.studio.conftest import SECRET

SAID = "four green boats"


@pytest.fixture
def sealed(run: Run, lived_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of all that is in the journal."""
    monkeypatch.setenv("SOUNDFOLIO_FILE_PASSPHRASE", SAID)
    file = tmp_path / "home.soundfolio"
    assert run("pack", "--to", file).code == 0
    assert os.name != "posix" or file.stat().st_mode & 0o077 == 0
    return file


@pytest.fixture
def elsewhere(folder: Path, sealed: Path) -> Path:
    """The data folder as another laptop's: a journal with nobody in it."""
    shutil.rmtree(folder)
    journal, _ = Journal.create(folder, tutor="Kim", passphrase=SECRET, help_person="Mr Ode")
    journal.close()
    return folder


def test_the_files_passphrase_is_said_once_and_opens_it(
    run: Run, lived_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOUNDFOLIO_FILE_PASSPHRASE", raising=False)
    file = tmp_path / "home.soundfolio"
    done = run("pack", "--to", file)
    assert done.code == 0
    found = re.search(r"passphrase is ([A-Z2-9]{4}(-[A-Z2-9]{4}){3})", done.out)
    assert found is not None
    monkeypatch.setenv("SOUNDFOLIO_FILE_PASSPHRASE", found[1])
    assert "All of it is here already" in run("take-in", file).out


def test_looking_says_what_would_come_and_changes_nothing(run: Run, elsewhere: Path, sealed: Path) -> None:
    done = run("take-in", "--look", sealed)
    assert "It would add 2 pupils" in done.out
    with_nobody = Journal.open(elsewhere, SECRET)
    assert with_nobody.pupils() == ()
    with_nobody.close()


def test_taking_in_brings_them_and_names_the_way_back(run: Run, elsewhere: Path, sealed: Path) -> None:
    done = run("take-in", sealed)
    assert "Added 2 pupils" in done.out
    assert "soundfolio restore" in done.out
    journal = Journal.open(elsewhere, SECRET)
    assert [one.shown for one in journal.pupils()] == ["Jo", "Amira"]
    journal.close()


def test_one_pupil_is_handed_over_alone(
    run: Run, lived_in: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUNDFOLIO_FILE_PASSPHRASE", SAID)
    file = tmp_path / "amira.soundfolio"
    assert "holds Amira" in run("pack", "Amira", "--to", file).out
    shutil.rmtree(folder)
    Journal.create(folder, tutor="Kim", passphrase=SECRET, help_person="Mr Ode")[0].close()
    assert "Added 1 pupil" in run("take-in", file).out


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("amira.zip", "ends in .soundfolio"), ("home.soundfolio", "is there already")],
)
def test_a_name_that_will_not_do_is_said_and_nothing_is_written(
    run: Run, sealed: Path, name: str, sentence: str
) -> None:
    before = sealed.read_bytes()
    assert sentence in run("pack", "--to", sealed.with_name(name)).sentence
    assert sealed.read_bytes() == before
    assert not sealed.with_name("amira.zip").exists()


def test_a_file_with_another_passphrase_and_one_that_is_not_there_are_refused(
    run: Run, sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUNDFOLIO_FILE_PASSPHRASE", "another one altogether")
    assert "not the passphrase of this file" in run("take-in", sealed).sentence
    assert "can't be read" in run("take-in", sealed.with_name("nowhere.soundfolio")).sentence
    monkeypatch.delenv("SOUNDFOLIO_FILE_PASSPHRASE")
    assert "The file is sealed" in run("take-in", sealed).sentence


def test_salvage_points_to_a_backup_that_is_whole_first(run: Run, lived_in: Path, folder: Path) -> None:
    journal = Journal.open(folder, SECRET)
    journal.backup()
    journal._changed = False
    journal.close()
    raw = bytearray((folder / "journal.db").read_bytes())
    page = len(raw) // 4096 - 2
    raw[page * 4096 + 50 : page * 4096 + 60] = b"\xaa" * 10
    (folder / "journal.db").write_bytes(raw)
    assert "There is a backup that is whole" in run("salvage").sentence
    done = run("salvage", "--anyway")
    assert done.code == 0
    assert "Nothing was deleted" in done.out
    again = Journal.open(folder, SECRET)
    assert again.check().problems == ()
    again.close()


def test_what_is_none_of_ours_or_too_large_is_refused_before_it_is_read(
    run: Run, elsewhere: Path, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (film := tmp_path / "film.mov").write_bytes(b"moov" * 1000)
    really = Path.read_bytes

    def read(path: Path) -> bytes:
        if path in {film, sealed}:
            pytest.fail(f"{path.name} was read whole")
        return really(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    assert "not a file of Soundfolio's" in run("take-in", film).sentence
    monkeypatch.setattr(bundle, "MOST_FILE", sealed.stat().st_size - 1)
    assert "not a file of Soundfolio's" in run("take-in", sealed).sentence
