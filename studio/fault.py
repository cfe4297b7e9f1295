"""What is written down when something broke that nobody foresaw: where, never what anyone said nor whose computer it is."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

FILE = "last-fault.txt"
CODE = Path(__file__).resolve().parent.parent  # of the packages: what lies above is the user's own
log = logging.getLogger("soundfolio")


def write(folder: Path, error: Exception) -> Path | None:
    """Write the kind of the error and its lines of code to the data folder, for whoever mends it; None where it can't be."""
    frames = traceback.extract_tb(error.__traceback__)
    shown = [traceback.FrameSummary(_place(one.filename), one.lineno, one.name, line=one.line) for one in frames]
    path = folder / FILE
    try:
        path.write_text(f"{type(error).__name__}\n{''.join(traceback.format_list(shown))}", encoding="utf-8")
    except OSError:
        log.warning("no log could be written")
        return None
    return path


def _place(filename: str) -> str:
    """Where a file lies in our code, or in the package or the Python it is of: a whole path names its user."""
    path = Path(filename)
    for above in ("site-packages", "dist-packages"):
        if above in path.parts:
            return Path(*path.parts[path.parts.index(above) + 1 :]).as_posix()
    if path.is_relative_to(CODE):
        return path.relative_to(CODE).as_posix()
    return path.name
