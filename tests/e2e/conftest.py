"""What the tests of the whole app share: a JACK server, a display, Chromium, the wheel, and the command line."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from tests.source import PACKAGES, ROOT

SERVER_WAIT = 240.0  # seconds another run of these tests may hold the one JACK server of this computer
AHEAD = 20  # of 99: before all that is not realtime, and behind what the system needs
PASSPHRASE = "four quiet green drums"


@dataclass(frozen=True, slots=True)
class Jack:
    """A running JACK server; `environment` leads a program to it, and this process is led to it already."""

    environment: dict[str, str]
    rate: int  # frames a second
    period: int  # frames


@pytest.fixture(scope="session")
def jack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jack]:
    """JACK with a clock and no sound card: 48 kHz, 256 frames a period; one a computer at a time."""
    jackd, wait = needed("jackd", "jackd2"), needed("jack_wait", "jackd2")
    # A name of its own keeps the tests away from a server that somebody is making music with.
    found = Jack(
        {"JACK_DEFAULT_SERVER": "soundfolio-tests", "JACK_NO_START_SERVER": "1", "JACK_NO_AUDIO_RESERVATION": "1"},
        48_000,
        256,
    )
    log = tmp_path_factory.mktemp("jack") / "log.txt"
    command = [
        jackd,
        *ahead(),
        "--name",
        "soundfolio-tests",
        "-d",
        "dummy",
        "-r",
        str(found.rate),
        "-p",
        str(found.period),
    ]
    with one_at_a_time("soundfolio-jack.lock"), pytest.MonkeyPatch.context() as patch, log.open("wb") as words:
        for name, value in found.environment.items():
            patch.setenv(name, value)
        with running(command, words) as server:
            ready = subprocess.run(
                [wait, "--wait", "--timeout", "10", "--server", "soundfolio-tests"], check=False, capture_output=True
            )
            if ready.returncode or server.poll() is not None:
                pytest.fail(f"jackd did not start:\n{log.read_text(errors='replace')}")
            yield found


def ahead() -> list[str]:
    """What lets a server and its clients go before all else, as on a musician's computer, where this one allows that to us."""
    if not hasattr(os, "SCHED_FIFO"):
        return ["--no-realtime"]
    before, how = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(AHEAD))
    except OSError:
        return ["--no-realtime"]
    os.sched_setscheduler(0, before, how)
    return ["--realtime", "--realtime-priority", str(AHEAD)]


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name (":99") of a display of 1366 x 768 that nobody sees; for the environment's DISPLAY."""
    command = [needed("Xvfb", "xvfb"), "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with running(command, subprocess.PIPE) as server:
        assert server.stdout is not None
        yield f":{picked(server.stdout)}"


def picked(said: IO[bytes]) -> str:
    """The number of the display that Xvfb picked, said when it is ready; what it says of those in use comes before it."""
    number = next((line.strip().decode() for line in said if line.strip().isdigit()), "")
    assert number, "Xvfb did not start"
    return number


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium, for Playwright's executable_path."""
    on_mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    return on_mac if Path(on_mac).exists() else needed("chromium", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel. Made from a copy of what belongs to it, so that nothing is left in the project's folder."""
    made = tmp_path_factory.mktemp("wheel")
    source = made / "source"
    source.mkdir()
    for name in (*PACKAGES, "pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        (source / name).symlink_to(ROOT / name)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--disable-pip-version-check",
    ]
    done = subprocess.run([*pip, "-w", str(made), str(source)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(made.glob("soundfolio-*.whl"))


@pytest.fixture(scope="session")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's files and nothing else."""
    folder = tmp_path_factory.mktemp("elsewhere")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "--no-compile",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, "--target", str(folder), str(wheel)], check=True, capture_output=True)
    return folder


@pytest.fixture
def soundfolio(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line as a person would, without display and in a data folder of this test's own."""
    data = tmp_path / "data"

    def run(
        *arguments: str | Path, typed: str = "", timeout: float = 60, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Keywords beside `typed` and `timeout` (seconds) go into the environment; DISPLAY="..." gives it one."""
        hidden = {"DISPLAY", "WAYLAND_DISPLAY"}
        around = {name: value for name, value in os.environ.items() if name not in hidden}
        around |= {"SOUNDFOLIO_DATA": str(data), "SOUNDFOLIO_PASSPHRASE": PASSPHRASE, **environment}
        command = [sys.executable, "-m", "studio", *map(str, arguments)]
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=around,
            input=typed,
            timeout=timeout,
            check=False,
            capture_output=True,
            encoding="utf-8",
        )

    return run


def needed(program: str, package: str, *or_else: str) -> str:
    """Path of a program; where it is missing the test says which Debian package has it."""
    found = next(filter(None, map(shutil.which, (program, *or_else))), None)
    return found or pytest.skip(f"{program} is not installed (apt-get install {package})")


@contextmanager
def running(command: list[str], output: int | IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server for as long as it is needed."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT) as server:
        try:
            yield server
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold a lock on a file in the temporary folder, so that two runs on one computer take turns."""
    if sys.platform == "win32":
        pytest.skip("only on Linux and macOS is JACK set up for the tests")
    import fcntl

    with (Path(tempfile.gettempdir()) / name).open("a") as lock:
        until = time.monotonic() + SERVER_WAIT
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                assert time.monotonic() < until, f"another run of the tests holds {lock.name}"
                time.sleep(0.2)
        yield
