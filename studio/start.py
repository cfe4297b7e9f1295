"""Make the .venv beside the code where it is missing or out of date, then run the studio: needs nothing but Python.

Everything here is from the standard library and reads on Python 3.9 too, because the first thing it may have to do is to find
another Python, or to say that one is needed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed-from-lock"
APP_LOCK, TEST_LOCK = ROOT / "requirements-lock.txt", ROOT / "requirements-test-lock.txt"
LOCKS = {"app": [APP_LOCK], "test": [APP_LOCK, TEST_LOCK]}
ON_WINDOWS = sys.platform == "win32"
FITTING = ((3, 12), (3, 11))  # python-rtmidi has no newer wheels; in the order they are looked for
PLACES = ("/opt/homebrew/bin", "/usr/local/bin", "/usr/bin", "/Library/Frameworks/Python.framework/Versions/{}/bin")
# Never imported by the studio, or only seldom and elsewhere: Python compiles these itself should it meet them.
NOT_COMPILED = r"/(matplotlib|mpl_toolkits|playwright|pip|setuptools|pkg_resources|tests?)/"
ONLINE = "Is this computer online? What is there already is kept: run the same command again. It said last:"


def main(arguments: list[str]) -> NoReturn:
    """Prepare, then become the studio; with no arguments and no display, the tour."""
    python = prepare("app")
    if not arguments and not display_here():
        say("There is no display here, so this runs the tour: one invented lesson, written to files that you can open.")
        arguments = ["tour"]
    become([str(python), "-m", "studio", *arguments])


def prepare(kind: str) -> Path:
    """Give the path of the .venv's Python, with what `kind` ("app" or "test") needs installed; at once if nothing changed."""
    python = VENV / ("Scripts/python.exe" if ON_WINDOWS else "bin/python")
    if not answers(python, f"import sys, pip; assert sys.version_info[:2] in {FITTING}"):
        make_venv(fitting_python())
    if not installed(kind):
        install(python, LOCKS[kind])
        STAMP.write_text(f"{digest()} {kind}\n", encoding="utf-8")
    return python


def fitting_python() -> str:
    """Find a Python that Soundfolio runs on: this one, or one on this computer; else say which is needed and stop."""
    candidates = [sys.executable] if sys.version_info[:2] in FITTING else []
    for version in FITTING:
        dotted = ".".join(map(str, version))
        elsewhere = os.pathsep.join(place.format(dotted) for place in PLACES)
        named = (shutil.which(f"python{dotted}"), shutil.which(f"python{dotted}", path=elsewhere))
        candidates += [found for found in named if found]
    fits = f"import sys; assert sys.version_info[:2] in {FITTING}"
    found = next((candidate for candidate in candidates if answers(candidate, fits)), None)
    return found or stop(
        f"Soundfolio needs Python 3.12 or 3.11, and this is {sys.version_info[0]}.{sys.version_info[1]}. Install 3.12 from "
        "https://www.python.org/downloads/ or with your system's own package manager, then run the same command again."
    )


def make_venv(python: str) -> None:
    """Make a fresh .venv with `python`; on Debian and its like the part of Python that makes one is installed first."""
    version = printed(python, "import platform; print(platform.python_version())")
    if not answers(python, "import ensurepip, venv"):
        package = f"python{version.rpartition('.')[0]}-venv"
        if problem := apt_install([package], "which makes the place for Soundfolio's packages"):
            stop(problem)
    say(f"Making .venv with Python {version}")
    checked([python, "-m", "venv", "--clear", str(VENV)], "The folder .venv could not be made beside the code.")


def install(python: Path, locks: list[Path]) -> None:
    """Install exactly what `locks` name, every file checked against its hash, then Soundfolio itself, in place."""
    say("Installing what Soundfolio needs into .venv; the first time this takes a minute or two")
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-deps"]
    wanted = ["--only-binary", ":all:", "--require-hashes", "--no-compile"]
    files = [part for lock in locks for part in ("--requirement", str(lock))]
    follow([*pip, *wanted, *files], f"The packages could not be installed. {ONLINE}")
    say("Getting them ready")
    ours = [str(ROOT / name) for name in ("assets", "instruments", "reflections", "studio")]
    compiled = [str(python), "-m", "compileall", "-q", "-j", "0", "-x", NOT_COMPILED, str(VENV), *ours]
    subprocess.run(compiled, check=False, capture_output=True)  # where it fails, the first start is slower, no more
    # a plain path file: the finder of a modern editable install costs 45 ms at every start
    how = ["--no-build-isolation", "--config-settings", "editable_mode=compat", "--editable", str(ROOT)]
    checked([*pip, *how], "Soundfolio itself could not be put into .venv.")
    if sys.platform.startswith("linux") and not answers(python, "import rtmidi"):
        say(apt_install(["libasound2"], "through which keyboards are heard") or "Keyboards can be heard now")


def follow(command: Sequence[str], failed: str) -> None:
    """Run pip, saying how far it is: in place on a terminal, at every tenth package in a log."""
    lines: list[str] = []
    count = 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if package := re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line):
                count += 1
                far = f"   {count} packages, now {package[1]}"
                if sys.stdout.isatty():
                    print(f"\r{far:<60}", end="", flush=True)
                elif count % 10 == 0:
                    print(far, flush=True)
    if sys.stdout.isatty():
        print(f"\r{'':<60}", end="\r")
    if process.returncode:
        stop(failed + last(lines))


def installed(kind: str) -> bool:
    """Whether the .venv was filled from the locks as they are now; what the tests need holds what the app needs."""
    try:
        known, had = STAMP.read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return False
    return known == digest() and had in {kind, "test"}


def digest() -> str:
    """Sum up everything that decides what has to be installed."""
    parts = [path.read_bytes() for path in (ROOT / "pyproject.toml", APP_LOCK, TEST_LOCK)]
    return hashlib.sha256(b"\0".join([os.fsencode(ROOT), *parts])).hexdigest()  # the folder too: it may have been moved


def apt_install(packages: Sequence[str], why: str) -> str:
    """Install Debian packages, as root or through sudo; gives "" or, where it could not, a sentence that says what to do."""
    names = " ".join(packages)
    missing = f"{names} is missing, {why}."
    if ON_WINDOWS or not shutil.which("apt-get"):
        return f"{missing} Install it with your system's package manager, then run the same command again."
    if os.geteuid() == 0:
        root = ["env"]
    elif shutil.which("sudo"):
        root = ["sudo", *([] if sys.stdin.isatty() else ["-n"]), "env"]
    else:
        return f"{missing} As an administrator run: apt-get install {names}. Then run the same command again."
    say(f"Installing {names}, {why}")
    apt = [*root, "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    said = failure([*apt, "update"]) or failure([*apt, "install", "-y", "--no-install-recommends", *packages])
    return f"{missing} It could not be installed. {ONLINE}{said}" if said else ""


def display_here() -> bool:
    """Whether a window can open: Windows and macOS always have a screen, elsewhere one is named in the environment."""
    return (
        ON_WINDOWS or sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    )


def answers(python: str | Path, code: str) -> bool:
    """Whether that Python is there and runs `code` without an error (a pyenv shim may be there and not run)."""
    try:
        done = subprocess.run([str(python), "-c", code], check=False, capture_output=True, stdin=subprocess.DEVNULL)
    except OSError:
        return False
    return done.returncode == 0


def printed(python: str, code: str) -> str:
    """Give what `code` prints in that Python."""
    return subprocess.run([python, "-c", code], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.strip()


def checked(command: Sequence[str], failed: str) -> None:
    """Run quietly; where it fails, stop with the sentence and the last lines it said."""
    if said := failure(command):
        stop(failed + said)


def failure(command: Sequence[str]) -> str:
    """Run quietly; gives "" where it went well, else the last lines it said."""
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    )
    return last(done.stdout.splitlines()) if done.returncode else ""


def last(lines: Sequence[str]) -> str:
    """Put the last lines a program said below a sentence."""
    return "".join(f"\n   {line}" for line in lines[-6:] or ["(nothing)"])


def become(command: list[str]) -> NoReturn:
    """Go on as that program, so that signals and the exit code are its own; Windows can only wait for it."""
    sys.stdout.flush()
    if ON_WINDOWS:
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def say(sentence: str) -> None:
    """Tell the person who waits, on one line."""
    print(f"-- {sentence}", flush=True)


def stop(sentence: str) -> NoReturn:
    """End here with a sentence that can be acted on."""
    sys.exit(f"-- {sentence}")


if __name__ == "__main__":
    main(sys.argv[1:])
