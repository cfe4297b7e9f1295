"""One sitting at the keys: a real journal, the real lesson and a stand-in for the engine, with a clock that the test turns."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from instruments.events import NoteOn, Played, unpack
from reflections import Journal, JournalError, records
from studio.background import Background
from studio.lesson import Lesson
from studio.settings import cache_folder
from studio.ui.text import FONTS
from tests import journals
from tests.studio.fakes import FakeEngine

SECRET = "five round brass bells"
LETTERS_SECONDS = 300.0  # cutting them takes 6 s of a processor, and on a busy machine much longer by the clock


class Sitting:
    """The lesson as the window would drive it; `turn` is one second of its loop."""

    def __init__(self, folder: Path, secret: str = SECRET) -> None:
        self.folder = folder
        self.engine = FakeEngine()
        self.now = 0.0
        self.background = Background()
        self.lesson = Lesson(self.engine, self.background, lambda: self.now)
        self.said: list[str] = []
        self.lesson.say = self.said.append
        self.journal = Journal.open(folder, secret)
        self._closed = False

    def unlock(self) -> None:
        """The tutor has typed the passphrase."""
        self.lesson.opened(self.journal)
        self.settle()

    def sit(self, alias: str) -> records.Pupil:
        """A pupil says who they are."""
        pupil = next(one for one in self.journal.pupils() if one.shown == alias)
        self.lesson.choose(pupil)
        self.settle()
        return pupil

    def play(self, *pitches: int) -> None:
        """Play keys of a MIDI keyboard, a fifth of a second each."""
        for pitch in pitches:
            self.engine.key(pitch)

    def take(self, *pitches: int) -> None:
        """Record these keys, from the button to the stop."""
        self.lesson.start_take(self.engine.frame)
        self.play(*pitches)
        self.lesson.stop_take(self.engine.frame)

    def turn(self, seconds: float = 1.0) -> None:
        """Time passes, the loop turns, and what it asked of the journal is done."""
        self.now += seconds
        self.engine.let(seconds)
        self.lesson.tick(self.now)
        self.settle()

    def settle(self) -> None:
        self.background.settle()
        assert not self.background.busy

    def next_start(self) -> tuple[records.Unfinished, ...]:
        """Let go of everything as a kill would, start again, and return what is found."""
        self.close()
        again = Journal.open(self.folder, SECRET)
        found = again.unfinished()
        again._changed = False
        again.close()
        return found

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.background.close()
            self.journal._changed = False  # no backup at close: a kill makes none
            self.journal.close()


class NoRoom:
    """A disk with no room: whatever the journal is to write is refused, until `over`."""

    def __init__(self, journal: Journal, monkeypatch: pytest.MonkeyPatch, error: JournalError) -> None:
        self.tries = 0
        self._patch = monkeypatch.context()
        patch = self._patch.__enter__()

        def refuse(clock: object) -> object:
            self.tries += 1
            raise error

        patch.setattr(journal._opened, "writing", refuse)

    def over(self) -> None:
        self._patch.__exit__(None, None, None)


@pytest.fixture(scope="session", autouse=True)
def cheap_journals(shared_work: None) -> None:
    """Every journal here shares what can be shared."""


@pytest.fixture(scope="session")
def letters(own_data_folder: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The typefaces are there, as after the first start: else each window begins to cut them, and ends that as it closes.

    Where several processes run the tests, the first to come cuts them for all.
    """
    several = "PYTEST_XDIST_WORKER" in os.environ
    ours = tmp_path_factory.getbasetemp().parent / "letters"
    first = several and is_first(ours)
    if several and not first and comes(ours / "all"):
        shutil.copytree(ours, cache_folder(), dirs_exist_ok=True)
    FONTS.keep_in(cache_folder())
    if FONTS._worker is not None:
        FONTS._worker.wait(LETTERS_SECONDS)
        FONTS.tend()
    if first:
        shutil.copytree(cache_folder(), ours, dirs_exist_ok=True)
        (ours / "all").touch()


def is_first(folder: Path) -> bool:
    """Whether no other process has made this folder."""
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    return True


def comes(path: Path) -> bool:
    """Wait for what another process makes; False where it never does."""
    until = time.monotonic() + LETTERS_SECONDS
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    return path.exists()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with two pupils, made once with the least stretching that the vault accepts."""
    folder = tmp_path_factory.mktemp("house")
    with pytest.MonkeyPatch.context() as patch:
        journals.seal_weakly(patch)
        journal, _ = Journal.create(folder, tutor="Sam", passphrase=SECRET, help_person="Ms Okoro")
        journal.add_pupil("Jo", "bird", "10-12")
        journal.add_pupil("Amira", "moon", "13-15")
        journal.close()
    shutil.rmtree(folder / "backups", ignore_errors=True)
    return folder


@pytest.fixture
def sitting(house: Path, tmp_path: Path) -> Iterator[Sitting]:
    """The studio's lesson before anyone has unlocked anything."""
    copy = tmp_path / "house"
    shutil.copytree(house, copy)
    one = Sitting(copy)
    yield one
    one.close()


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch, sitting: Sitting) -> Iterator[Callable[[JournalError], NoRoom]]:
    """Have the journal refuse every write with an error from here on."""
    made: list[NoRoom] = []

    def begin(error: JournalError) -> NoRoom:
        made.append(NoRoom(sitting.journal, monkeypatch, error))
        return made[-1]

    yield begin
    for one in made:
        one.over()


def keys_in(chunks: bytes) -> list[int]:
    """The pitches that were pressed, of a recording's joined chunks."""
    return [event.pitch for event in unpack(chunks) if isinstance(event, NoteOn)]


def played(sitting: Sitting) -> tuple[Played, ...]:
    """Everything that was played since the start, as the engine heard it."""
    return sitting.engine.capture.take_since(0)[0]


def rows(sitting: Sitting) -> list[Any]:
    """Every recording row there is, whether it is under way or not."""
    sitting.journal._under_way.clear()
    return list(sitting.journal.unfinished())
