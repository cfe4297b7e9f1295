"""What a stick or a folder is called in the log: its own name alone, never the way to it, which may name who uses this computer."""

from __future__ import annotations

from pathlib import Path

from reflections.wording import clean

_MOUNTS = (
    ("/run/media", 2),
    ("/media", 2),
    ("/Volumes", 1),
    ("/mnt", 1),
)  # and how far below each a stick's name stands
_MOST = 40


def called(folder: Path) -> str:
    """Return a stick's label, the letter of another disk, else the folder's own name; at most 40 characters, nothing that turns."""
    whole = folder.absolute()
    other_disk = whole.drive if whole.drive != Path.home().drive else ""
    name = _label(whole) or other_disk or whole.name or whole.drive
    return clean(name, most=len(name), what="its name")[:_MOST]


def _label(whole: Path) -> str:
    for where, deep in _MOUNTS:
        if whole.is_relative_to(where) and len(below := whole.relative_to(where).parts) >= deep:
            return below[deep - 1]
    return ""
