"""Every command on a full disk, in a locked folder, where a file is in the way: one sentence, and nothing is lost."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reflections import Journal, JournalError
from studio.browser import command
from tests.studio.commands.conftest import Run, Said
from tests.studio.conftest import SECRET

NEW = "five red kettles"
OLD_JOURNAL = Path(__file__).parents[2] / "old_journals" / "0001.sql"
LITTLE = 300 * 1024  # bytes: room for a change, none for a copy
# what each command is called with; IN, BACKUP and OUT stand for paths
COMMANDS: dict[str, tuple[str, ...]] = {
    "init": ("init", "--tutor", "Kim", "--pupil", "Zoë", "--help-person", "Jo"),
    "check": ("check",),
    "pack": ("pack", "--to", "OUT.soundfolio"),
    "take-in": ("take-in", "IN"),
    "take-in --look": ("take-in", "IN", "--look"),
    "access": ("access", "Jo", "--to", "OUT"),
    "lock-anew": ("lock-anew",),
    "lead-code": ("lead-code",),
    "take-over": ("take-over",),
    "restore": ("restore", "BACKUP"),
    "salvage": ("salvage", "--anyway"),
    "report": ("report", "Jo", "--yes", "--to", "OUT.txt"),
    "review": ("review", "--no-browser"),
    "export": ("export", "Jo", "--to", "OUT.html"),
}
LOOKS = ("check", "take-in --look")  # what only looks finds a way wherever the journal can be read
WRITES = ("pack", "access", "report", "export")  # a file at a place that is asked for


class Disk:
    """A small disk of its own, to fill and to lock."""

    def __init__(self, at: Path) -> None:
        self.at = at
        self._remount("mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "none", str(at))

    def fill(self, leaving: int = 0) -> None:
        """Leave room for so many bytes."""
        with (self.at / "fill").open("wb", buffering=0) as file:
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(4096))
            if leaving:
                file.truncate(file.tell() - leaving)

    def lock(self) -> None:
        self._remount("mount", "-o", "remount,ro", str(self.at))

    def clear(self) -> None:
        """As new, but for what a test put there."""
        self._remount("mount", "-o", "remount,rw", str(self.at))
        (self.at / "fill").unlink(missing_ok=True)

    def gone(self) -> None:
        self._remount("umount", "-l", str(self.at))

    def _remount(self, *words: str) -> None:
        subprocess.run(words, check=True, capture_output=True)


@pytest.fixture(scope="module")
def only_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only on a Linux where who runs the tests may mount a disk")
    try:
        disk = Disk(tmp_path_factory.mktemp("disk"))
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip("only on a Linux that lets a disk be mounted")
    yield disk
    disk.gone()


@pytest.fixture
def disk(only_disk: Disk) -> Iterator[Disk]:
    yield only_disk
    only_disk.clear()
    for left in only_disk.at.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


@pytest.fixture(scope="session")
def things(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a journal that has a backup, another laptop's file with a pupil who is not in it, and an unlocked journal."""
    at = tmp_path_factory.mktemp("things")
    for name in ("other", "journal"):
        shutil.copytree(house, at / name)
    with contextlib.closing(Journal.open(at / "other", SECRET)) as other:
        other.add_pupil("Ben", "owl", "10-12")
        (at / "in.soundfolio").write_bytes(other.pack("four green boats"))
    with contextlib.closing(Journal.open(at / "journal", SECRET)) as journal:
        journal.backup()
    (at / "unlocked").mkdir()
    with contextlib.closing(sqlite3.connect(at / "unlocked" / "journal.db")) as raw:
        raw.executescript(OLD_JOURNAL.read_text(encoding="utf-8"))
    return at


Try = Callable[..., Said]


@pytest.fixture
def attempt(run: Run, things: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Try:
    """Call a command with what it needs; `out` is what it is to write."""
    monkeypatch.setenv("SOUNDFOLIO_NEW_PASSPHRASE", NEW)
    monkeypatch.setenv("SOUNDFOLIO_FILE_PASSPHRASE", "four green boats")
    monkeypatch.setattr(command, "serve", lambda *_given, **_named: None)

    def call(what: str, data: Path, out: Path = tmp_path / "out") -> Said:
        backup = next((things / "journal" / "backups").glob("*.db"))
        stand = {"IN": str(things / "in.soundfolio"), "BACKUP": str(backup)}
        words = [stand.get(word, word.replace("OUT", str(out))) for word in COMMANDS[what]]
        return run("--data", data, *words)

    return call


def put(things: Path, what: str, data: Path) -> None:
    """The journal that a command is called for; none for one that makes it."""
    if what == "init":
        return
    shutil.copytree(things / ("unlocked" if what == "take-over" else "journal"), data)


def one_sentence(said: Said) -> str:
    """What it said on the error output, the code and its line on the other aside."""
    assert said.code != 0
    (line,) = said.err.splitlines()
    assert line.endswith(".")
    assert "OperationalError" not in line
    assert "goes on by itself" not in line
    return line


def still_opens(run: Run, data: Path, said: Said, what: str) -> None:
    """The old state opens, with a code that was said or with the passphrase; where there was nothing, nothing is left."""
    if what == "init":
        assert not Journal.exists(data)
        return
    if what == "take-over":
        with contextlib.closing(sqlite3.connect(data / "journal.db")) as raw:
            assert raw.execute("pragma integrity_check").fetchall() == [("ok",)]
        return
    secret = NEW if "Recovery code" in said.out else SECRET
    checked = run("--data", data, "check", passphrase=secret)
    assert (checked.code, checked.err) == (0, "")
    assert "pupil: 2\n" in checked.out


@pytest.mark.parametrize("what", [what for what in COMMANDS if what not in LOOKS])
def test_on_a_full_disk_it_says_so_and_nothing_is_lost(
    run: Run, attempt: Try, disk: Disk, things: Path, what: str
) -> None:
    data = disk.at / "Schüler 🎹 & co"
    put(things, what, data)
    disk.fill()
    said = attempt(what, data)
    assert said.out == ""
    sentence = one_sentence(said)
    assert "is full" in sentence or "no room" in sentence
    assert "stick" not in sentence
    disk.clear()
    assert not list(data.glob("*.part")) + list(data.glob("*.salvaged")) + list(data.glob("*.locked"))
    still_opens(run, data, said, what)


@pytest.mark.parametrize("what", [what for what in COMMANDS if what not in {*LOOKS, "review"}])
def test_where_there_is_no_room_for_a_copy_what_was_done_is_said_and_the_rest_refused(
    run: Run, attempt: Try, disk: Disk, things: Path, tmp_path: Path, what: str
) -> None:
    data = disk.at / "data"
    put(things, what, data)
    disk.fill(LITTLE)
    said = attempt(what, data)
    sentence = one_sentence(said)
    assert "is full" in sentence or "no room" in sentence
    assert any(tmp_path.glob("out*")) == (what in WRITES) == (what in WRITES and said.out != "")
    disk.clear()
    still_opens(run, data, said, what)
    if what == "lead-code":
        assert run("--data", data, "check", passphrase=said.out.split("code: ")[1].split()[0]).code == 0


@pytest.mark.parametrize("what", [what for what in COMMANDS if what not in LOOKS])
def test_in_a_locked_folder_it_says_so(run: Run, attempt: Try, disk: Disk, things: Path, what: str) -> None:
    data = disk.at / "data"
    put(things, what, data)
    disk.lock()
    said = attempt(what, data)
    assert "not locked" in said.sentence
    assert ("copy the data folder to another one" in said.sentence) == (what == "pack")
    disk.clear()
    still_opens(run, data, said, what)


@pytest.mark.parametrize("how", ["fill", "lock"])
@pytest.mark.parametrize("what", WRITES)
def test_a_place_that_takes_nothing_is_named_and_the_journal_goes_on(
    run: Run, attempt: Try, disk: Disk, things: Path, tmp_path: Path, what: str, how: str
) -> None:
    data = tmp_path / "data"
    put(things, what, data)
    getattr(disk, how)()
    said = attempt(what, data, disk.at / "out")
    sentence = said.sentence
    assert f"could not be written to {disk.at / 'out'}" in sentence
    assert ("disk is full" if how == "fill" else "folder is locked") in sentence
    assert not list(disk.at.glob("out*"))
    still_opens(run, data, said, what)


@pytest.mark.parametrize("what", WRITES)
def test_a_file_where_a_folder_should_be_is_named(
    run: Run, attempt: Try, things: Path, tmp_path: Path, what: str
) -> None:
    data, file = tmp_path / "data", tmp_path / "notes"
    put(things, what, data)
    file.write_text("kept", encoding="utf-8")
    assert "a file lies where a folder should be" in attempt(what, data, file / "out").sentence
    assert file.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("what", [*WRITES, "report --pdf", "access --locked"])
def test_where_the_stick_is_out_nothing_is_written_to_this_computer_in_its_place(
    run: Run, attempt: Try, things: Path, tmp_path: Path, what: str
) -> None:
    data, stick = tmp_path / "data", tmp_path / "stick"
    put(things, what, data)
    calls = {
        "report --pdf": ("report", "Jo", "--yes", "--pdf", stick / "out.pdf"),
        "access --locked": ("access", "Jo", "--locked", "--to", stick / "out.html"),
    }
    said = run("--data", data, *calls[what]) if what in calls else attempt(what, data, stick / "out")
    assert said.out == ""
    assert f"There is no folder {stick}. Is the stick in?" in said.sentence
    assert not stick.exists()


@pytest.mark.parametrize("what", COMMANDS)
def test_a_data_folder_that_is_a_file_or_is_not_there_gets_a_sentence(attempt: Try, tmp_path: Path, what: str) -> None:
    file = tmp_path / "notes"
    file.write_text("kept", encoding="utf-8")
    said = attempt(what, file)
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[-1].endswith(".")  # before it, restoring may say until when it knows who was erased
    assert file.read_text(encoding="utf-8") == "kept"
    if what not in {"init", "restore"}:  # these two make it
        vanished = tmp_path / "stick" / "data"
        assert "no journal" in attempt(what, vanished).sentence
        assert not vanished.exists()


@pytest.mark.parametrize("what", COMMANDS)
def test_names_of_every_script_are_names(attempt: Try, things: Path, tmp_path: Path, what: str) -> None:
    data = tmp_path / "Übung für Zoë 🎹 %41 'x' #1"
    put(things, what, data)
    said = attempt(what, data, tmp_path / "für Jo 🎵 ?b=1")
    assert (said.code, said.err) == (0, "")
    try:
        Journal.open(data, NEW if what in {"lock-anew", "take-over"} else SECRET).close()
    except JournalError as error:
        pytest.fail(str(error))
