"""How soon something is heard after Hear it was pressed: from the press to the frame at which the engine says that it plays.

python -m tests.bench.preview [--runs 7]

The whole window with the real engine (its null output), 60 frames a second; each kind cold once, in a studio that has just come to
Pick, then warm, another one each time where there are others; those that need music21 four seconds later. Wall milliseconds, so a
busy computer's own pauses are in them.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")

import pygame

from instruments import Engine
from instruments.events import RATE, Event, Position
from studio import sample
from studio.app import Studio
from studio.music import nearby
from studio.music.piece import Note, Part, Piece
from studio.screen import Go
from studio.settings import Settings

ASKED_MS = 300
FRAME = 1 / 60
LONGEST = 60.0  # seconds for anything to happen
QUIET = 4.0  # seconds in Pick before the first folk tune that needs music21
FOLK = ("reel", "jig", "garten", "lied", "waltz", "hornpipe", "march", "mädchen")


class Window:
    """The studio at Pick, with a sample pupil; turned by hand."""

    def __init__(self, folder: Path, music: Path) -> None:
        nearby.watched_folders = lambda: (music,)
        journal, made = sample.make(folder)
        self.engine = Engine(output="null", keyboards=False)
        self.engine.start()
        self._first: float | None = None
        self._pending, self.engine.pending = self.engine.pending, self._heard  # type: ignore[method-assign]  # listens in
        pygame.display.init()
        pygame.font.init()
        surface = pygame.display.set_mode((1280, 680))
        self.studio = Studio(folder, engine=self.engine, surface=surface, settings=Settings(), clock=time.monotonic)
        self.settle()
        self.studio.lesson.opened(journal)
        self.settle()
        self.studio.lesson.choose(made.pupil, lambda: self.studio.move(Go("pick")))
        self.until(lambda: any(str(one.key).startswith("hear-") for one in self.studio.ui.tree()))

    def _heard(self) -> list[Event]:
        events = self._pending()
        said = next((one for one in events if isinstance(one, Position) and one.state == "playing"), None)
        if self._first is None and said is not None:
            self._first = time.perf_counter() - (self.engine.frame_now() - said.frame) / RATE
        return events

    def turn(self) -> None:
        """One frame."""
        began = time.monotonic()
        self.studio.frame([], began)
        time.sleep(max(0.0, FRAME - (time.monotonic() - began)))

    def until(self, done: Callable[[], bool]) -> None:
        """Frame after frame until it is so."""
        end = time.monotonic() + LONGEST
        while not done():
            if time.monotonic() > end:
                raise SystemExit("Nothing came of it.")
            self.turn()

    def settle(self) -> None:
        """Until nothing is being done beside the window."""
        self.turn()
        self.until(lambda: not self.studio.background.busy)
        self.turn()

    def hear(self, key: str) -> float:
        """Press it; milliseconds until it plays."""
        self._first = None
        began = time.perf_counter()
        self.studio.ui.click(key)
        self.until(lambda: self._first is not None)
        assert self._first is not None
        spent = (self._first - began) * 1000
        self.studio.ui.click(key)
        self.settle()
        return spent

    def write(self, words: str) -> None:
        """Look for something else."""
        self.studio.screen._find(words)
        self.settle()

    def keys(self, begins: str) -> list[str]:
        """What can be heard here, by the start of its key."""
        return [str(one.key) for one in self.studio.ui.tree() if str(one.key).startswith(f"hear-{begins}")]

    def close(self) -> None:
        self.studio.lesson.journal.backup = lambda _why: self.studio.folder
        self.studio.close()
        self.engine.close()


def kinds() -> tuple[tuple[str, Callable[[Window], Iterator[str]]], ...]:
    """Each kind: its name, and how to come to one of it after the other."""

    def shelf(name: str, begins: str) -> Callable[[Window], Iterator[str]]:
        def each(window: Window) -> Iterator[str]:
            window.studio.screen._to_shelf(name)
            window.turn()
            yield from window.keys(begins) * (8 if name == "mine" else 1)  # the sample pupil has one piece

        return each

    def folk(window: Window) -> Iterator[str]:
        for words in FOLK * 4:
            window.write(words)
            yield from window.keys("folk:")[:2]

    def read_elsewhere(window: Window) -> Iterator[str]:
        """Those that need the reader that is got ready in a quiet moment."""
        from studio.music import folk

        window.settle()
        until = time.monotonic() + QUIET
        window.until(lambda: time.monotonic() > until)
        for tune in [one for one in folk.index()[::23] if folk.at_once(one) is None]:
            window.write(tune.title)
            yield from window.keys(tune.key)[:1]

    def files(window: Window) -> Iterator[str]:
        window.write("friend")
        yield from window.keys("file:") * 4

    return (
        ("a tune of the shelf", shelf("tunes", "tune:")),
        ("a groove", shelf("grooves", "groove:")),
        ("a piece of mine", shelf("mine", "")),
        ("a folk tune, found by words", folk),
        ("a folk tune that needs music21", read_elsewhere),
        ("a file of the watched folder", files),
    )


def music_folder(where: Path) -> Path:
    """Three files of a friend's, of a thousand notes each."""
    where.mkdir()
    for n in range(3):
        notes = tuple(Note(120 * k, 110, 48 + (k * (n + 3)) % 36) for k in range(1000))
        (where / f"friend {n}.mid").write_bytes(Piece("", (Part("Tune", notes=notes),)).to_midi())
    return where


def measure(each: Callable[[Window], Iterator[str]], runs: int) -> list[float]:
    """The first in a window that has just come up, then others."""
    with tempfile.TemporaryDirectory() as top:
        window = Window(Path(top) / "data", music_folder(Path(top) / "music"))
        try:
            times = []
            for key in each(window):
                times.append(window.hear(key))
                if len(times) > runs:
                    break
            return times
        finally:
            window.close()


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=7)
    given: Any = options.parse_args()
    print(f"ms from the press to the frame at which the engine says that it plays; asked after the first: {ASKED_MS}")
    print(f"{'':32}{'cold':>8}{'warm':>8}{'worst':>8}{'n':>4}")
    for name, each in kinds():
        cold, *warm = measure(each, given.runs)
        middle, worst = (statistics.median(warm), max(warm)) if warm else (float("nan"), float("nan"))
        print(f"{name:32}{cold:8.0f}{middle:8.0f}{worst:8.0f}{len(warm):4}")


if __name__ == "__main__":
    main()
