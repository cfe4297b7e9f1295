"""Music files where people keep theirs: the usual folders of this computer and sticks that are plugged in; only names are read."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ENDINGS: Final = frozenset({".mid", ".midi", ".kar", ".musicxml", ".mxl", ".abc"})
WATCHED: Final = "Soundfolio"
MOST, DEEP, MOST_LOOKED_AT, MOST_SECONDS = 40, 3, 20_000, 3.0


@dataclass(frozen=True, slots=True)
class Near:
    """A file by its path, and when it was changed last, in UTC."""

    path: Path
    changed: datetime


def usual_folders() -> tuple[Path, ...]:
    """Return the folders people save to, and the sticks that are plugged in; those that are there."""
    import platformdirs

    own = (
        platformdirs.user_downloads_path(),
        platformdirs.user_music_path(),
        platformdirs.user_documents_path(),
        platformdirs.user_desktop_path(),
    )
    return tuple(dict.fromkeys(path for path in (*own, *sticks()) if path.is_dir()))


def watched_folders() -> tuple[Path, ...]:
    """Return the folder whose files come up by themselves, `Soundfolio` in the one for music; none where nobody made it."""
    import platformdirs

    return tuple(path for path in (platformdirs.user_music_path() / WATCHED,) if path.is_dir())


def sticks() -> Iterator[Path]:
    """Yield where sticks may be plugged in; on Windows a letter that is nobody's too."""
    if sys.platform == "win32":
        yield from (Path(f"{letter}:\\") for letter in "DEFGHIJ")
        return
    user = os.environ.get("USER", "")
    places = ("/Volumes",) if sys.platform == "darwin" else (f"/media/{user}", f"/run/media/{user}")
    for place in places:
        try:
            yield from sorted(path for path in Path(place).iterdir() if path.resolve() != Path("/"))
        except OSError:
            continue


def music_files(
    folders: Iterable[Path],
    unwanted: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = time.monotonic,
    endings: frozenset[str] = ENDINGS,
) -> tuple[Near, ...]:
    """Return the music files in these folders and up to two below, the one changed last first; at most `MOST`.

    Other `endings` (with their dot, in small letters) find other files.

    It ends after so many names or seconds with what it has by then, for a shared drive may be slow; hidden folders and
    what may not be looked into are left out.
    """
    found: dict[Path, Near] = {}
    until, looked = clock() + MOST_SECONDS, 0
    for folder in folders:
        for entry in _entries(folder, DEEP):
            looked += 1
            if unwanted() or looked > MOST_LOOKED_AT or clock() > until:
                return _newest(found.values())
            if Path(entry.name).suffix.casefold() in endings:
                path = Path(entry.path)
                try:
                    changed = datetime.fromtimestamp(entry.stat().st_mtime, UTC)
                except (OSError, ValueError, OverflowError):
                    continue
                found[path] = Near(path, changed)
    return _newest(found.values())


def _newest(found: Iterable[Near]) -> tuple[Near, ...]:
    return tuple(sorted(found, key=lambda near: (-near.changed.timestamp(), near.path.name.casefold()))[:MOST])


def _entries(folder: Path, deep: int) -> Iterator[os.DirEntry[str]]:
    """Every file, folders that lie higher first: what people look for seldom lies deep."""
    below: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    below.append(Path(entry.path))
                elif entry.is_file():
                    yield entry
    except OSError:
        return
    if deep > 1:
        for one in sorted(below):
            yield from _entries(one, deep - 1)
