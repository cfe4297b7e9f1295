"""Prints a page to PDF with the browser that is on this computer: without a window, without a network, with nothing left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from studio import files
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMES: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
    "microsoft-edge-stable", "msedge",
)  # fmt: skip
ON_WINDOWS: Final = (
    r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe", r"Chromium\Application\chrome.exe",
)  # fmt: skip
WINDOWS_FOLDERS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
ON_MAC: Final = ("Google Chrome", "Microsoft Edge", "Chromium")
ALONE: Final = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-quic", "--disable-crash-reporter",
    "--disable-default-apps", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
    "--no-pdf-header-footer",
)  # fmt: skip
GIVE_UP_SECONDS: Final = 90.0  # an old laptop starts its browser for the first time
POLL_SECONDS: Final = 0.05
ENDING_SECONDS: Final = 5.0
PDF_BEGINS: Final = b"%PDF-"
LAID_OUT: Final = "soundfolio-print-"  # how a folder begins in which a page lies while it is printed
SURELY_OVER_SECONDS: Final = 2 * GIVE_UP_SECONDS


class NotPrinted(Exception):  # noqa: N818 - it is an answer, not a fault
    """Why there is no PDF, as a sentence."""


def browser() -> Path | None:
    """Return the Chromium, Chrome or Edge of this computer; None where there is none."""
    return next((path for path in _places() if path.is_file()), None)


def _places() -> Iterator[Path]:
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    if sys.platform == "win32":
        folders = [Path(os.environ[name]) for name in WINDOWS_FOLDERS if os.environ.get(name)]
        yield from (folder / name for name in ON_WINDOWS for folder in folders)
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield from (folder / f"{name}.app" / "Contents" / "MacOS" / name for name in ON_MAC)


def print_page(
    page: str,
    to: Path,
    by: Path,
    *,
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
    seconds: float = GIVE_UP_SECONDS,
) -> int:
    """Print a page (HTML) with the browser `by` to a PDF at `to`, over what lay there; how many bytes.

    Raises NotPrinted, also when it is cancelled or takes longer than `seconds`, and OSError of `to`. What the browser needs
    lies in a folder of its own that only this person can read, and is wiped whatever happens.
    """
    sweep()
    with tempfile.TemporaryDirectory(prefix=LAID_OUT, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, made = folder / "page.html", folder / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [str(by), *ALONE, *_as_root(), f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}"]
        progress(0.0)
        try:
            child = subprocess.Popen(  # noqa: S603 - a browser of this computer, with our own page
                [*command, source.as_uri()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=sys.platform != "win32",
            )
        except OSError as error:
            raise NotPrinted(say("papers.browser not started")) from error
        try:
            _wait(child, cancelled, seconds, progress)
        finally:
            _end(child)
        data = made.read_bytes() if made.is_file() else b""
    if not data.startswith(PDF_BEGINS):
        raise NotPrinted(say("papers.browser made nothing"))
    progress(1.0)
    return files.put(to, data, mine=True)


def sweep(now: float | None = None) -> int:
    """Delete what a print left that was ended by force, the page in it in the clear; how many."""
    return files.sweep(LAID_OUT, SURELY_OVER_SECONDS, now)


def _as_root() -> tuple[str, ...]:
    """Root gets no sandbox from Chromium, so it would not start: nothing but our own page is opened, and no script runs."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def _wait(
    child: subprocess.Popen[bytes], cancelled: Callable[[], bool], seconds: float, progress: Callable[[float], None]
) -> None:
    began = time.monotonic()
    while child.poll() is None:
        spent = time.monotonic() - began
        if cancelled():
            raise NotPrinted(say("papers.print stopped"))
        if spent > seconds:
            raise NotPrinted(say("papers.browser too long", n=round(seconds)))
        progress(min(0.95, spent / (spent + 2.0)))  # nobody knows how long it takes: it slows down and never lies
        time.sleep(POLL_SECONDS)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End it with all that it started."""
    if sys.platform != "win32":
        import signal

        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        child.kill()
    child.wait(ENDING_SECONDS)
