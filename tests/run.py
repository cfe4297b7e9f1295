"""Set up what the tests need, then run them all: checks of the code, quick tests, and the whole app from outside.

`python3 -m tests.run` is for a fresh computer and for CI alike. `python3 -m tests.run unit` runs the unit suite alone
(tests/suite.py says what it is, and what waits for what). What else is typed goes to pytest, and then nothing but pytest is run:
`python3 -m tests.run tests/studio -k take`. Like studio/start.py it reads on Python 3.9 and needs nothing.
"""

from __future__ import annotations

import ctypes.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from studio import start

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 75 * 60  # seconds for everything; a test that hangs is stopped before CI gives up on the machine
# A process for each processor; one that dies ends the run, as it would without the others.
PYTEST = ["-m", "pytest", "-n", str(min(os.cpu_count() or 1, 4)), "--max-worker-restart", "0"]
ON_POSTGRESQL = ["-q", "tests/reflections", "--on", "postgresql"]  # tests/reflections/kept.py says which of them
ON_LINUX = sys.platform.startswith("linux")


def main(arguments: list[str]) -> NoReturn:
    """Prepare, check the code, test; the exit code is 0 only where everything passed."""
    began = time.monotonic()
    python = start.prepare("test")
    if ON_LINUX:
        add_windows_voice(python)
    if arguments[:1] == ["unit"]:
        sys.exit(unit(python, arguments[1:]))
    if arguments:
        start.become([str(python), "-m", "pytest", *arguments])
    if ON_LINUX:
        install_programs()
    checks = {
        "mypy, its types": ["-m", "mypy"],  # the longest of those that have one process, so it begins first
        "ruff, the code's style": ["-m", "ruff", "check"],
        "ruff, its layout": ["-m", "ruff", "format", "--check", "--quiet"],
        **({"the locks' wheels": ["-m", "tests.bench.lock", "--check"]} if os.environ.get("CI") else {}),
        "the journal on PostgreSQL": [
            *PYTEST,
            *ON_POSTGRESQL,
        ],  # nothing in it is timed, and it waits much for the server
    }
    with ThreadPoolExecutor(2) as both:
        answers = {name: both.submit(passes, name, [str(python), *command], began) for name, command in checks.items()}
    failed = [name for name, answer in answers.items() if not answer.result()]
    passed = passes("pytest", [str(python), *PYTEST, "--durations=8"], began, live=True)
    if failed:
        failed += [] if passed else ["pytest"]
        start.stop(f"Not all is well: {'; '.join(failed)}. What was wrong stands above.")
    sys.exit(not passed)


def unit(python: Path, arguments: list[str]) -> int:
    """Run the unit suite and say how long it took; gives pytest's exit code."""
    began = time.monotonic()
    code = subprocess.run(
        [str(python), *PYTEST, "-q", "-m", "unit", *arguments], cwd=start.ROOT, check=False
    ).returncode
    spent = sum(os.times()[2:4])
    start.say(f"the unit suite took {time.monotonic() - began:.1f} s, and {spent:.1f} s of the processors")
    return code


def passes(name: str, command: list[str], began: float, *, live: bool = False) -> bool:
    """Run one check, its words shown as they come or all at its end; stopped where the whole takes too long."""
    if live:
        start.say(name)
    left = LONGEST - (time.monotonic() - began)
    words = None if live else subprocess.PIPE
    try:
        done = subprocess.run(
            command,
            cwd=start.ROOT,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words and subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=left,
        )
    except subprocess.TimeoutExpired as stopped:
        start.say(f"{name} stopped: all together took longer than {LONGEST // 60} minutes\n{said(stopped.stdout)}")
        return False
    if not live:
        start.say(f"{name}\n{said(done.stdout)}")
    return done.returncode == 0


def said(words: str | bytes | None) -> str:
    """Give what a check said; of one that was stopped it may come as bytes."""
    return (words.decode("utf-8", "replace") if isinstance(words, bytes) else words or "").rstrip()


def install_programs() -> None:
    """Install the programs that the tests drive, where they are missing; where that may not be, its tests say so."""
    packages = [package for package, there in PROGRAMS.items() if not there()]
    if not packages:
        return
    if "jackd2" in packages and os.geteuid() == 0 and shutil.which("debconf-set-selections"):
        answer = "jackd2 jackd/tweak_rt_limits boolean false\n"  # it would ask whether to change the machine's limits
        subprocess.run(["debconf-set-selections"], check=False, input=answer, encoding="utf-8")
    if problem := start.apt_install(packages, "which the tests of the whole app need"):
        start.say(f"{problem}\n   The tests that cannot run are listed at the end.")


def on_path(*names: str) -> Callable[[], bool]:
    """Whether one of these programs can be run."""
    return lambda: any(shutil.which(name) for name in names)


PROGRAMS: dict[str, Callable[[], bool]] = {
    "git": on_path("git"),  # which files are the project's own
    "jackd2": on_path("jackd"),  # real MIDI in and real sound out, with no sound card
    "fluidsynth": on_path("fluidsynth"),  # the program that ours is measured beside
    "libportaudio2": lambda: bool(ctypes.util.find_library("portaudio")),  # the other way to the loudspeakers
    "xvfb": on_path("Xvfb"),  # a display that nobody sees
    "xdotool": on_path("xdotool"),  # a hand on its keyboard and mouse
    "x11-utils": on_path("xwininfo"),  # what windows there are
    "libatomic1": lambda: bool(ctypes.util.find_library("atomic")),  # what drives Chromium is made with it
    "postgresql": lambda: on_path("pg_ctl")() or any(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")),  # a service's
    "chromium": on_path("chromium", "chromium-browser", "google-chrome"),  # opens the portfolio page
    "fonts-dejavu-core": on_path("fc-list"),  # Chromium wants one font of the system's
}


def add_windows_voice(python: Path) -> None:
    """Install tinysoundfont without its PyAudio, which has wheels on Windows only, so that its tests run here too."""
    lock = start.APP_LOCK.read_text(encoding="utf-8")
    block = re.search(r"^tinysoundfont==([\d.]+) [^\\]*(\\\n(?:    --hash=\S+(?: \\)?\n)+)", lock, re.MULTILINE)
    if not block or start.answers(
        python, f"from importlib.metadata import version as v; assert v('tinysoundfont') == '{block[1]}'"
    ):
        return
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text(f"tinysoundfont=={block[1]} {block[2]}", encoding="utf-8")
        pip = [
            str(python),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary",
            ":all:",
        ]
        start.checked(
            [*pip, "--require-hashes", "--requirement", str(wanted)], f"tinysoundfont is missing. {start.ONLINE}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
