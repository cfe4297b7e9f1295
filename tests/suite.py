"""Which tests are the unit suite, what they may not do, and what each kind of test took.

The unit suite is every test that is not whole. Whole is what lies in a folder of FOLDERS, what asks for a locked journal on the
disk (a fixture of JOURNALS), and what is marked `whole`: it needs another process, the synthesiser's sound, a browser or the
window, or it opens journals by itself. A unit test that does so all the same fails, so the rule can't be forgotten.
`python3 -m tests.run unit` runs the unit suite; the full run has it first. Both run a file on each processor at a time, but for what
measures sound, or drives the whole app by a display or a kill: that runs last, with nothing beside it (tests/turns.py).
"""

import os
import pkgutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path

import pytest

ALONE = "e2e"
BESIDE = {f"test_{name}.py" for name in (
    "cli_missing", "wheel", "tour_judge",
    "conversation", "group_talk", "page_browser", "portfolio_page", "reports", "review_command", "tutor_pages",
)}  # fmt: skip
"""What drives the app from outside and neither times anything nor listens to it as it plays: it need not be alone."""
FOLDERS = {ALONE, "screens"}  # pilots of the window drive the whole app as well
JOURNALS = {"made", "folder", "prepare", "house", "postgres"}  # what every fixture with a real journal is made of
UNIT_SECONDS = 40  # of one processor, from the start of pytest to its end: it was 30 for two thousand tests, and there are nearly three
EXAMPLES = {"unit": 25, "soundfolio": 40, "nightly": 400}
"""How many of each property are tried by the unit suite alone, by a full run, and by whoever asks for the last by its name."""


def is_whole(item: pytest.Item) -> bool:
    """Whether this test needs more than this process and its memory."""
    asked = set(getattr(item, "fixturenames", ()))
    return bool(FOLDERS & set(item.path.parts) or JOURNALS & asked) or item.get_closest_marker("whole") is not None


def sort(items: list[pytest.Item]) -> None:
    """Mark the unit suite, and put it first: what it finds need not be waited for; what runs alone comes last.

    Of each kind the files with the most tests come first, so that several processes end together; before the window's are the
    browser's and the command line's, of which few take long.
    """
    for item in items:
        if not is_whole(item):
            item.add_marker("unit")
    files = Counter(str(item.path) for item in items)
    alone = {file: runs_alone(os.path.relpath(file)) for file in files}
    shared = {file: bool(FOLDERS & set(Path(file).parts)) for file in files}

    def turn(item: pytest.Item) -> tuple[object, ...]:
        file = str(item.path)
        return is_whole(item), alone[file], shared[file], ALONE not in item.path.parts, -files[file], file

    items.sort(key=turn)


def runs_alone(file: str) -> bool:
    """Whether this file of tests, a path from the project's folder, needs the computer to itself."""
    parts = set(Path(file).parts)
    return ALONE in parts and not BESIDE & parts


def unit_only(config: pytest.Config) -> bool:
    """Whether only the unit suite is to run, so that nothing else need be read."""
    return config.getoption("markexpr", "") == "unit"


def profile(config: pytest.Config) -> str:
    """Which of EXAMPLES holds: the one asked for by Hypothesis's own option, else by what is run."""
    return config.getoption("--hypothesis-profile", None) or ("unit" if unit_only(config) else "soundfolio")


OUTSIDE = {
    "subprocess.Popen._execute_child": "starts a program",
    "multiprocessing.process.BaseProcess.start": "starts a process",
    "instruments.synth.FluidSynth.__init__": "opens a synthesiser",
    "instruments.tiny.TinySoundFont.__init__": "opens a synthesiser",
    "reflections.store._engine": "opens a journal",
    "instruments.own.presets": "computes our own sounds",
    "tests.studio.fakes.Pilot.__init__": "sits before the whole window",
}


def watch(patch: pytest.MonkeyPatch, unit: Callable[[], bool]) -> None:
    """Refuse, while `unit` says that a unit test runs or is prepared, what is left to the whole ones."""
    for name, does in OUTSIDE.items():
        patch.setattr(name, _refused(does, pkgutil.resolve_name(name), unit))


def _refused(does: str, really: Callable[..., object], unit: Callable[[], bool]) -> Callable[..., object]:
    @wraps(really)
    def watched(*given: object, **named: object) -> object:
        if unit():
            pytest.fail(f"a unit test {does}: mark it with @pytest.mark.whole, or give it a stand-in")
        return really(*given, **named)

    return watched


@dataclass
class Spent:
    """How many tests of a kind ran, and how long they took: by the clock, and of the processor with ended children."""

    tests: int = 0
    seconds: float = 0.0
    processor: float = 0.0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count what happens in here."""
        began, worked = time.perf_counter(), processor()
        yield
        self.tests += 1
        self.seconds += time.perf_counter() - began
        self.processor += processor() - worked

    def add(self, other: "Spent") -> None:
        """Count what another process did."""
        self.tests += other.tests
        self.seconds += other.seconds
        self.processor += other.processor

    def __str__(self) -> str:
        """Words for the last lines of a run."""
        return f"{self.tests} tests, {self.seconds:.1f} s ({self.processor:.1f} s of the processor)"


def processor() -> float:
    """Give the seconds that this process and its ended children took of the processor, since it began."""
    return sum(os.times()[:4])
