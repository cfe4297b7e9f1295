"""Which tests are the unit suite, what they may not do, and what each kind of test took.

The unit suite is every test that is not whole. Whole is what lies in a folder of FOLDERS, what asks for a locked journal on the
disk (a fixture of JOURNALS), and what is marked `whole`: it needs another process, the synthesiser's sound, a browser or the
window, or it opens journals by itself. A unit test that does so all the same fails, so the rule can't be forgotten.
`python3 -m tests.run unit` runs the unit suite, a share of its files on each of two processors; the full run has it first.
"""

import os
import pkgutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FOLDERS = {"e2e", "screens"}  # pilots of the window drive the whole app as well
JOURNALS = {"made", "folder", "prepare", "house"}  # what every fixture with a real journal is made of
UNIT_SECONDS = 30  # of one processor, from the start of pytest to its end
UNIT_EXAMPLES = 25  # of each property in a run of the unit suite alone; the full run tries as many as Hypothesis likes


def is_whole(item: pytest.Item) -> bool:
    """Whether this test needs more than this process and its memory."""
    asked = set(getattr(item, "fixturenames", ()))
    return bool(FOLDERS & set(item.path.parts) or JOURNALS & asked) or item.get_closest_marker("whole") is not None


def sort(items: list[pytest.Item]) -> None:
    """Mark the unit suite, and put it first: what it finds need not be waited for; the app from outside comes last."""
    for item in items:
        if not is_whole(item):
            item.add_marker("unit")
    items.sort(key=lambda item: (is_whole(item), bool(FOLDERS & set(item.path.parts))))


def in_another_share(path: Path, share: str) -> bool:
    """Whether a run of `share`, such as "1/2", leaves this file of tests to another one; of "" nothing is left."""
    part, _, parts = share.partition("/")
    return bool(parts) and shares(int(parts)).get(path, int(part)) != int(part)


@cache
def shares(parts: int) -> dict[Path, int]:
    """Which share each file of unit tests is in: the heaviest first, each to where the least is yet."""
    files = [path for path in HERE.rglob("test_*.py") if not FOLDERS & set(path.parts)]
    full, where = dict.fromkeys(range(1, parts + 1), 0), {}
    for path in sorted(files, key=lambda path: (-_weight(path), path)):
        where[path] = min(full, key=full.__getitem__)
        full[where[path]] += _weight(path)
    return where


def _weight(path: Path) -> int:
    """Guess how long a file takes: its length."""
    return path.stat().st_size


def alone(config: pytest.Config) -> bool:
    """Whether only the unit suite is to run, so that nothing else need be read."""
    return config.getoption("markexpr", "") == "unit"


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

    def __str__(self) -> str:
        """Words for the last lines of a run."""
        return f"{self.tests} tests, {self.seconds:.1f} s ({self.processor:.1f} s of the processor)"


def processor() -> float:
    """Give the seconds that this process and its ended children took of the processor, since it began."""
    return sum(os.times()[:4])
