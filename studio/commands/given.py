"""What every command is given: the journal unlocked, a pupil by name, a passphrase; and how it says no or how far it is."""

from __future__ import annotations

import contextlib
import errno
import getpass
import os
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from reflections.naming import Marked


# what a person calls the rows of a table; the others are parts of these
_CALLED: Mapping[str, tuple[str, str]] = {
    "pupil": ("pupil", "pupils"),
    "session": ("session", "sessions"),
    "piece": ("piece", "pieces"),
    "take": ("take", "takes"),
    "version": ("version", "versions"),
    "reflection": ("answer", "answers"),
    "goal": ("goal", "goals"),
}


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """Why a command was not done, as a sentence; `code` is the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


@contextlib.contextmanager
def opened(folder: Path, secret: str | None = None) -> Iterator[Journal]:
    """The journal, unlocked by SOUNDFOLIO_PASSPHRASE or by asking, or by what was given, and closed at the end."""
    from reflections import Journal

    refuse_no_journal(folder)
    with contextlib.closing(Journal.open(folder, passphrase() if secret is None else secret)) as journal:
        yield journal


def refuse_no_journal(folder: Path) -> None:
    """Refused where there is none, before a passphrase is asked for."""
    from reflections import Journal

    if not Journal.exists(folder):
        raise Refused(f"There is no journal in {folder}. `soundfolio` or `soundfolio init` makes one.")


def passphrase() -> str:
    """Return the journal's passphrase, given by SOUNDFOLIO_PASSPHRASE or asked for; Refused where neither can be."""
    given = os.environ.get("SOUNDFOLIO_PASSPHRASE")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused("The journal is locked. Set SOUNDFOLIO_PASSPHRASE, or run this where it can ask.")
    return getpass.getpass("Passphrase: ")


def new_passphrase(where: str = "SOUNDFOLIO_PASSPHRASE") -> str:
    """Return a passphrase to lock with, given by the variable or asked for twice; Refused where neither can be."""
    given = os.environ.get(where)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused(f"A new passphrase is needed. Set {where}, or run this where it can ask.")
    first = getpass.getpass("A new passphrase (three or four words are good): ")
    if first != getpass.getpass("Once more: "):
        raise Refused("The two passphrases were not the same. Nothing was made.")
    return first


def pupil_called(journal: Journal, name: str | None) -> records.Pupil:
    """Return the pupil of that alias or id, or the only one there is; Refused with the names there are."""
    pupils = journal.pupils()
    if name is None and len(pupils) == 1:
        return pupils[0]
    wanted = (name or "").casefold()
    for pupil in pupils:
        if wanted in {pupil.shown.casefold(), pupil.id}:
            return pupil
    names = ", ".join(pupil.shown for pupil in pupils) or "nobody yet"
    if name is None:
        raise Refused(f"Say whose it is with --pupil. Here are: {names}.")
    raise Refused(f"Nobody here is called {name}. Here are: {names}.")


def progress(done: float, words: str) -> None:
    """Show how far it is, 0 to 1, where somebody looks on."""
    if sys.stderr.isatty():
        print(f"\r{words} {done:4.0%}", end="\n" if done >= 1 else "", file=sys.stderr, flush=True)


def show_once(line: str) -> None:
    """Show a code that is nowhere else as soon as it is valid: whatever fails or is cut short afterwards, it was read.

    Where the output takes no more (a pipe that closed, a file on a full disk) it goes to the error output.
    """
    try:
        print(line, flush=True)
    except OSError:
        print(line, file=sys.stderr, flush=True)
        raise


def folder_of(path: Path) -> None:
    """Refused where a file or folder has nowhere to lie: one that was made here for it, with the stick out, nobody would look in."""
    if not path.parent.exists():
        raise Refused(
            f"There is no folder {path.parent}. Is the stick in? Put it in, make the folder, or choose another one; nothing was written."
        )


WAY_BACK = "`soundfolio restore` lists the backups there are."
_TO_A_BACKUP = re.compile(r"open (the latest|a) backup", re.IGNORECASE)


def way_back(sentence: str) -> str:
    """Return the sentence, and after one that sends somebody to a backup the command that opens it; the window has a button."""
    led = "soundfolio restore" in sentence or not _TO_A_BACKUP.search(sentence)
    return sentence if led else f"{sentence} {WAY_BACK}"


def not_written(what: str, path: Path, error: OSError) -> Refused:
    """Why something could not be written where it was to be, and what to do about it."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            why = "that disk is full. Free some space there, or choose another place"
        case errno.EROFS | errno.EACCES | errno.EPERM:
            why = "that folder is locked. Unlock it, or choose another one"
        case errno.ENOTDIR | errno.EEXIST:
            why = "a file lies where a folder should be. Choose another name"
        case errno.ENAMETOOLONG:
            why = "that name is too long. Choose a shorter one"
        case _:
            why = f"{error.strerror or 'the disk said no'}. Check that its disk is in, or choose another place"
    return Refused(f"{what} could not be written to {path}: {why}.")


def look_at(one: Marked) -> None:
    """What may say who somebody is, on the way out: the tutor decides whether the page goes on."""
    from reflections.pages.marks import where, why
    from reflections.sentences import Spoken

    print(f"Look at {where(one, Spoken())}: {one.words!r} - {why(one, Spoken())}.", file=sys.stderr)


def counted(rows: Mapping[str, int]) -> str:
    """Say how many of each that a person has a name for."""
    return ", ".join(f"{rows[t]} {names[rows[t] != 1]}" for t, names in _CALLED.items() if rows.get(t))
