"""Files outside the journal: where people look for them, what they may be called, and how they are put there whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reflections import records

NOT_IN_NAMES: Final = frozenset('<>:"/\\|?*')
PART: Final = ".part"
MOST_BYTES: Final = (
    96  # of a name: two of them, a number and an ending are still fewer than the 255 that a file's may have
)
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}
)


# -- writing ----------------------------------------------------------------------------------------------------------
@contextmanager
def whole(path: Path, *, sure: bool = True, mine: bool = False) -> Iterator[Path]:
    """Lend a path to write to; what was written there becomes `path` at the end, over what lay there.

    Whatever goes wrong, a full disk or a stick that was pulled, nothing half-written is left. `sure` waits until it is on the
    disk, so that a stick may be taken out once it is said to be there; `mine` lets nobody else of this computer read it. Raises
    OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + PART)
    try:
        if mine:
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
        yield part
        if sure:
            with part.open("rb+") as written:
                os.fsync(written.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def put(path: Path, data: bytes | str, *, sure: bool = True, mine: bool = False) -> int:
    """Put bytes, or words as UTF-8, at `path`, over what lay there, whole or not at all; how many bytes. Raises OSError."""
    written = data.encode() if isinstance(data, str) else data
    with whole(path, sure=sure, mine=mine) as part:
        part.write_bytes(written)
    return len(written)


def put_all(path: Path, found: Mapping[str, bytes]) -> int:
    """Put files by name into a folder at `path` that is not there yet, all of them or none; how many bytes. Raises OSError.

    What is put so is about somebody: nobody else of this computer can read it.
    """
    part = path.with_name(path.name + PART)
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir(mode=0o700)
        size = sum(put(part / name, data, mine=True) for name, data in found.items())
        part.rename(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return size


def add(path: Path, data: bytes | str, *, mine: bool = False) -> Path:
    """Put it at `path`, or beside it with a number where something lies there already; where it is. Raises OSError."""
    found = free(path)
    put(found, data, mine=mine)
    return found


def sweep(begins: str, seconds: float, now: float | None = None) -> int:
    """Delete the folders for a while, of names that begin so, that somebody left who was ended by force; how many.

    Only this person's, and only those that are older than so many seconds: a younger one may be in use still.
    """
    gone = 0
    before = (time.time() if now is None else now) - seconds
    for folder in Path(tempfile.gettempdir()).glob(f"{begins}*"):
        with suppress(OSError):
            about = folder.lstat()
            own = about.st_uid == os.getuid() if hasattr(os, "getuid") else True
            if own and stat.S_ISDIR(about.st_mode) and about.st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)
                gone += not folder.exists()
    return gone


# -- naming -----------------------------------------------------------------------------------------------------------
def free(path: Path) -> Path:
    """The path itself, or with the first number after its name that nothing has yet."""
    found, n = path, 1
    while found.exists():
        n += 1
        found = path.with_name(f"{path.stem} ({n}){path.suffix}")
    return found


def typed(words: str) -> Path:
    """The path somebody typed or pasted, with or without quotes around it."""
    return Path(words.strip().strip("\"'")).expanduser()


def there(folder: Path) -> Path:
    """The folder, which has to be there: one made by a slip of the finger is one where nobody looks. FileNotFoundError."""
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
    return folder


def documents() -> Path:
    """Where people look for what they are given: the Documents folder, or home where there is none."""
    from platformdirs import user_documents_path

    found = user_documents_path()
    return found if found.is_dir() else Path.home()


def plain(name: str, otherwise: str = "My") -> str:
    """A name that a file may have on every system: without signs it may not have, not too long, and no name of a device."""
    kept = "".join(c for c in name if c.isprintable() and c not in NOT_IN_NAMES).strip(" .")
    short = kept.encode()[:MOST_BYTES].decode(errors="ignore").strip(" .")
    device = short.partition(".")[0].strip().casefold() in _DEVICES
    return f"_{short}" if device else short or otherwise


def named_for(pupil: records.Pupil, everybody: tuple[records.Pupil, ...]) -> str:
    """The pupil's name as a file's; numbered where two would come out alike."""
    name = plain(pupil.shown)
    alike = [one.id for one in everybody if plain(one.shown).casefold() == name.casefold()]
    return f"{name} {alike.index(pupil.id) + 1}" if len(alike) > 1 and pupil.id in alike else name
