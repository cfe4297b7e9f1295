"""The command line as a person runs it: whatever is missing is one sentence, and nothing is written outside the data folder."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from studio.sample import tune
from tests.e2e.conftest import PASSPHRASE

Done = subprocess.CompletedProcess[str]
NOBODY = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "SOUNDFOLIO_DATA", "SOUNDFOLIO_PASSPHRASE", "XDG_CACHE_HOME")
INIT = ("init", "--tutor", "Sam", "--pupil", "Jo", "--help-person", "Ms Okoro")


class Person:
    """Somebody at a shell with a home folder of their own, no display and no sound device."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.here = folder / "here"
        self.home.mkdir()
        self.here.mkdir()

    def types(self, *words: str, seconds: float = 60, **more: str) -> Done:
        around = {name: value for name, value in os.environ.items() if name not in NOBODY}
        around |= {"HOME": str(self.home), "XDG_DATA_HOME": str(self.home / ".local" / "share"), **more}
        done = subprocess.run(
            [sys.executable, "-m", "studio", *words],
            cwd=self.here, env=around, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
            timeout=seconds, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr + done.stdout
        return done

    def has(self) -> set[str]:
        """Every file there is."""
        return {str(path.relative_to(self.home.parent)) for path in self.home.parent.rglob("*") if path.is_file()}


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def in_a_word(done: Done) -> str:
    """The one sentence of a refusal."""
    assert done.returncode != 0
    lines = [line for line in done.stderr.splitlines() if "XDG_RUNTIME_DIR" not in line]  # a complaint of a library
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_journal_is_made_filled_exported_and_checked_without_a_window(person: Person) -> None:
    (person.here / "bus.mid").write_bytes(tune().to_midi())
    secret = {"SOUNDFOLIO_PASSPHRASE": PASSPHRASE}
    for command in (INIT, ("import", "bus.mid"), ("export", "Jo", "--to", "page.html"), ("check",)):
        done = person.types(*command, **secret)
        assert (done.returncode, done.stderr) == (0, ""), command

    assert done.stdout.splitlines()[-1] == "OK"
    journal = {name for name in person.has() if name.startswith("home/")}
    assert journal  # the user's own data folder, and nothing beside it
    assert {name.rpartition("/soundfolio/")[0] for name in journal} == {"home/.local/share"}
    assert person.has() - journal == {"here/bus.mid", "here/page.html"}


@pytest.mark.parametrize("way", ["--data", "SOUNDFOLIO_DATA"])
def test_nothing_is_written_outside_the_folder_that_was_named(person: Person, tmp_path: Path, way: str) -> None:
    other = tmp_path / "stick"
    secret = {"SOUNDFOLIO_PASSPHRASE": PASSPHRASE} | ({way: str(other)} if way != "--data" else {})
    for command in (INIT, ("check",)):
        done = person.types(*(("--data", str(other)) if way == "--data" else ()), *command, **secret)
        assert done.returncode == 0, done.stderr

    assert {name.partition("/")[0] for name in person.has()} == {"stick"}
    assert (other / "journal.db").exists()


def test_data_outranks_the_environment(person: Person, tmp_path: Path) -> None:
    done = person.types(
        "--data", str(tmp_path / "a"), *INIT,
        SOUNDFOLIO_DATA=str(tmp_path / "b"), SOUNDFOLIO_PASSPHRASE=PASSPHRASE,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "b").exists()


def test_nothing_a_passphrase_opened_is_readable_on_disk(person: Person) -> None:
    person.types(*INIT, SOUNDFOLIO_PASSPHRASE=PASSPHRASE)

    for name in person.has():
        raw = (person.home.parent / name).read_bytes()
        for word in (PASSPHRASE.encode(), b"Ms Okoro", b"SQLite format"):
            assert word not in raw, name


@pytest.mark.parametrize("missing", [{}, {"DISPLAY": ":4711"}, {"WAYLAND_DISPLAY": "nowhere"}], ids=str)
def test_without_a_screen_the_studio_says_so(person: Person, missing: Mapping[str, str]) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only on Linux can there be no screen")

    assert "Start Soundfolio on a desktop" in in_a_word(person.types(**missing))
    assert person.has() == set()


def test_devices_says_what_is_missing_and_ends_by_itself(person: Person) -> None:
    done = person.types("devices", "--seconds", "8", JACK_NO_START_SERVER="1")

    assert done.returncode == 0
    assert done.stderr == ""
    assert re.search(r"Sound: |No sound device answers|The sound system does not answer", done.stdout)
    assert re.search(r"keyboard", done.stdout, re.IGNORECASE)
    assert {name for name in person.has() if "/.cache/" not in name} == set()


def test_sixteen_taps_that_nobody_taps_end_with_a_sentence_and_keep_nothing(person: Person) -> None:
    done = person.types("devices", "--latency", "--seconds", "4", JACK_NO_START_SERVER="1", SOUNDFOLIO_OUTPUT="null")

    assert done.returncode == 1
    assert done.stderr == ""
    assert "too few taps" in done.stdout.splitlines()[-1]
    assert {name for name in person.has() if "/.cache/" not in name} == set()  # our own sounds may be made meanwhile


def test_a_tour_that_may_not_write_says_so_at_once(person: Person) -> None:
    (person.here / "file").write_text("mine")

    assert "said no" in in_a_word(person.types("tour", "--out", "file/tour"))


@pytest.mark.parametrize(
    "words", [("frobnicate",), ("export", "Jo"), ("init",), ("import",), ("devices", "--seconds", "x")]
)
def test_what_is_typed_wrong_is_answered_with_how_it_goes(person: Person, words: tuple[str, ...]) -> None:
    done = person.types(*words)

    assert done.returncode == 2
    assert done.stderr.startswith("usage: soundfolio")
    assert person.has() == set()


def test_help_can_be_read_of_each_command(person: Person) -> None:
    whole = person.types("--help")
    assert whole.returncode == 0
    assert whole.stdout.startswith("usage: soundfolio")
    for command in ("init", "tour", "import", "export", "check", "devices"):
        assert command in whole.stdout
    one = person.types("init", "--help")
    assert "24 characters at most" in one.stdout
    assert person.has() == set()


def test_reading_only_the_beginning_is_no_fault(person: Person) -> None:
    person.types(*INIT, SOUNDFOLIO_PASSPHRASE=PASSPHRASE)
    around = os.environ | {"HOME": str(person.home), "SOUNDFOLIO_PASSPHRASE": PASSPHRASE}
    around.pop("SOUNDFOLIO_DATA", None)
    around["XDG_DATA_HOME"] = str(person.home / ".local" / "share")
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "studio", "check"],
            cwd=person.here, env=around, stdout=write, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
            encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
    finally:
        os.close(write)

    assert done.stderr == ""
