"""What is written down when something broke that nobody foresaw: where, never what anyone said."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE = "last-fault.txt"
log = logging.getLogger("soundfolio")


def write(folder: Path, error: Exception) -> Path | None:
    """Write the kind of the error and its lines of code to the data folder, for whoever mends it; None where it can't be."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    path = folder / FILE
    try:
        path.write_text(f"{type(error).__name__}\n{frames}", encoding="utf-8")
    except OSError:
        log.warning("no log could be written")
        return None
    return path
